#include "rules/parse/therapy/shorter_washout.h"

#include <string>
#include <utility>
#include <vector>

#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

std::optional<base::Duration> LengthIn(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (auto duration = ReadDuration(r, i, end)) return duration->duration;
  }
  return std::nullopt;
}

std::optional<Expression> ReadShorterWashout(Reading& r, Clause sentence) {
  constexpr WordPattern kWashouts[] = {"washout", "wash-out", "wash out"};
  if (!r.MayHoldWord(kWashouts)) return std::nullopt;
  int washout = sentence.begin;
  while (washout < sentence.end && (r.at(washout).lead || !r.WordContains(washout, kWashouts))) ++washout;
  int allowed = washout;
  while (allowed < sentence.end && !r.IsAny(allowed, {Cue::kPermitted, Cue::kMust, Cue::kNotRequired}) && !r.WordStarts(allowed, {"need", "is need", "necess"})) ++allowed;
  const int whom = r.FindCue(allowed, sentence.end, {Cue::kFor});
  if (allowed == sentence.end || allowed > washout + 7 || whom < 0) return std::nullopt;
  // "No washout is required for X", "this 28-day washout is not required for X": whenever it was.
  const bool not_required = r.Is(allowed, Cue::kNotRequired);
  const bool none = not_required || (washout > sentence.begin && r.Is(washout - 1, Cue::kNo));
  // Nothing before it but its length.
  for (int i = sentence.begin; i < washout; ++i) {
    const bool of_length = r.at(i).lead || (none && !not_required && i == washout - 1) || r.WordIsAny(i, {"this", "the", "a"}) || r.Is(i, Cue::kFiller) || r.IsNumber(i) || r.at(i).value || r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kNote, Cue::kHowever, Cue::kAtLeast});
    if (!of_length) return std::nullopt;
  }
  const std::optional<base::Duration> length = LengthIn(r, sentence.begin, allowed);
  if (none == length.has_value() && !not_required) return std::nullopt;
  TreatmentLeaf leaf;
  bool palliative = false;
  for (int i = whom + 1; i < sentence.end; ++i) {
    if (r.IsAny(i, {Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kHowever}) || r.IsMark(i, ';')) return std::nullopt;
    palliative = palliative || r.WordContains(i, {"palliative", "limited", "focal"});
    const Entry* drug = r.Find(i, TermKind::kDrug);
    const Entry* therapy = drug != nullptr ? drug : r.Find(i, TermKind::kDrugClass);
    const bool told = therapy == nullptr || (!leaf.what.empty() && leaf.what[0] == therapy->id);
    if (!told) leaf.what.push_back(therapy->id);
  }
  if (leaf.what.empty()) return std::nullopt;
  if (length && !not_required) leaf.window.at_least = length;
  const bool radiation = r.lexicon().DrugIsA(leaf.what[0], "radiation");
  if (palliative && !radiation) return std::nullopt;
  const base::Span span = r.SpanOf(sentence.begin, sentence.end - 1);
  Expression given = Expression::OfLeaf(std::move(leaf), span, "treatment.shorter_washout");
  if (palliative) given = Expression::All(std::move(given), Expression::OfLeaf(FactLeaf{"palliative_radiation"}, span, "fact.palliative_radiation"));
  r.UseRange(sentence.begin, sentence.end - 1);
  return given;
}

// "... is 21 days, and for *antibodies 28 days*".
std::optional<TreatmentLeaf> ReadSecondLength(const Reading& r, int begin, int end) {
  TreatmentLeaf leaf;
  leaf.window.within = LengthIn(r, begin, end);
  for (int i = begin; i < end; ++i) {
    if (r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kPermitted, Cue::kAnd, Cue::kOr, Cue::kHalfLives})) return std::nullopt;
    const Entry* drug = r.Find(i, TermKind::kDrug);
    const Entry* therapy = drug != nullptr ? drug : r.Find(i, TermKind::kDrugClass);
    if (therapy != nullptr) leaf.what.push_back(therapy->id);
  }
  return leaf.window.within && leaf.what.size() == 1 ? std::optional(std::move(leaf)) : std::nullopt;
}

std::optional<Expression> ReadOwnWashout(Reading& r, Clause sentence) {
  constexpr WordPattern kWashouts[] = {"washout", "wash-out", "wash out"};
  if (!r.MayHoldWord(kWashouts)) return std::nullopt;
  int own = sentence.begin;
  while (own < sentence.end && (r.at(own).lead || r.IsKind(own, Item::Kind::kMark) || r.IsAny(own, {Cue::kNote, Cue::kHowever}) || r.WordIs(own, "the"))) ++own;
  const bool for_first = r.Is(own, Cue::kFor), washout_first = r.WordContains(own, kWashouts);
  if (!for_first && !washout_first) return std::nullopt;
  TreatmentLeaf leaf;
  std::vector<std::string> in_brackets;
  bool washout = false, measured = false;
  int depth = 0, whose = for_first ? own : -1, second = -1;
  for (int i = own; i < sentence.end; ++i) {
    if (r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kPermitted, Cue::kAtMost}) || r.IsMark(i, ';') || r.Is(i, Cue::kInvestigator) || (measured && r.Is(i, Cue::kAnd) && !(depth == 0 && r.Is(i + 1, Cue::kFor))) ||
        r.WordContains(i, {"palliat", "decreas", "reduc"}) || r.WordIsAny(i, {"may", "longer", "shorter"}))
      return std::nullopt;
    if (measured && r.Is(i, Cue::kAnd)) {
      second = i + 2;
      break;
    }
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    washout = washout || r.WordContains(i, kWashouts);
    if (washout && whose < 0 && r.Is(i, Cue::kFor)) whose = i;
    if (washout && whose < 0 && i > own + 2) return std::nullopt;
    if (auto duration = ReadDuration(r, i, sentence.end)) {
      if (measured || !washout) return std::nullopt;
      measured = true;
      leaf.window.within = duration->duration;
      i = duration->last;
    } else if (r.Is(i, Cue::kHalfLives) && measured) {
      leaf.window.half_lives = ReadCount(r, r.IsMark(i - 1, '-') ? i - 2 : i - 1);
      if (!leaf.window.half_lives) return std::nullopt;
      leaf.window.which = Window::Which::kShorter;
    } else if (r.Is(i, Cue::kWhicheverLonger) && leaf.window.half_lives) {
      leaf.window.which = Window::Which::kLonger;
    }
    const Entry* drug = r.Find(i, TermKind::kDrug);
    const Entry* therapy = drug != nullptr ? drug : r.Find(i, TermKind::kDrugClass);
    if (therapy == nullptr || whose < 0) continue;
    if (measured && for_first) return std::nullopt;   // more is told behind the length
    (depth > 0 ? in_brackets : leaf.what).push_back(therapy->id);
  }
  // "Agents with delayed toxicity (mitomycin, nitrosoureas)": those.
  if (!in_brackets.empty()) leaf.what = std::move(in_brackets);
  if (!washout || !measured || leaf.what.empty() || r.lexicon().DrugIsA(leaf.what[0], "radiation")) return std::nullopt;
  r.UseRange(sentence.begin, sentence.end - 1);
  const base::Span span = r.SpanOf(sentence.begin, sentence.end - 1);
  Expression own_washout = Expression::OfLeaf(std::move(leaf), span, "treatment.own_washout");
  if (second < 0) return own_washout;
  std::optional<TreatmentLeaf> other = ReadSecondLength(r, second, sentence.end);
  return Expression::Any(std::move(own_washout), other ? Expression::OfLeaf(*std::move(other), span, "treatment.own_washout") : Expression::Opaque(r.SpanOf(second, sentence.end - 1)));
}

}  // namespace

std::optional<WashoutSentence> ReadWashoutSentence(Reading& r, Clause sentence) {
  if (auto shorter = ReadShorterWashout(r, sentence)) return WashoutSentence{*std::move(shorter), false};
  if (auto own = ReadOwnWashout(r, sentence)) return WashoutSentence{*std::move(own), true};
  return std::nullopt;
}

}  // namespace trialmatch::rules
