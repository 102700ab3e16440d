#include "rules/parse/shorter_washout.h"

#include <utility>

#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

std::optional<base::Duration> LengthIn(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (auto duration = ReadDuration(r, i, end)) return duration->duration;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Expression> ReadShorterWashout(Reading& r, Clause sentence) {
  constexpr WordPattern kWashouts[] = {"washout", "wash-out", "wash out"};
  if (!r.MayHoldWord(kWashouts)) return std::nullopt;
  int washout = sentence.begin;
  while (washout < sentence.end && (r.at(washout).lead || !r.WordContains(washout, kWashouts))) ++washout;
  int allowed = washout;
  while (allowed < sentence.end && !r.IsAny(allowed, {Cue::kPermitted, Cue::kMust}) && !r.WordStarts(allowed, {"need", "is need", "necess"})) ++allowed;
  const int whom = r.FindCue(allowed, sentence.end, {Cue::kFor});
  if (allowed == sentence.end || allowed > washout + 7 || whom < 0) return std::nullopt;
  // "No washout is required for X": whenever it was.
  const bool none = washout > sentence.begin && r.Is(washout - 1, Cue::kNo);
  // Nothing before it but its length.
  for (int i = sentence.begin; i < washout; ++i) {
    const bool of_length = r.at(i).lead || (none && i == washout - 1) || r.Is(i, Cue::kFiller) || r.IsNumber(i) || r.at(i).value || r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kNote, Cue::kHowever, Cue::kAtLeast});
    if (!of_length) return std::nullopt;
  }
  const std::optional<base::Duration> length = LengthIn(r, sentence.begin, allowed);
  if (none == length.has_value()) return std::nullopt;
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
  if (length) leaf.window.at_least = length;
  const bool radiation = r.lexicon().DrugIsA(leaf.what[0], "radiation");
  if (palliative && !radiation) return std::nullopt;
  const base::Span span = r.SpanOf(sentence.begin, sentence.end - 1);
  Expression given = Expression::OfLeaf(std::move(leaf), span, "treatment.shorter_washout");
  if (palliative) given = Expression::All(std::move(given), Expression::OfLeaf(FactLeaf{"palliative_radiation"}, span, "fact.palliative_radiation"));
  r.UseRange(sentence.begin, sentence.end - 1);
  return given;
}

}  // namespace trialmatch::rules
