#include "rules/parse/condition_at.h"

#include <algorithm>

#include "rules/parse/bounds/bound_of_group.h"
#include "rules/parse/bounds/lab_conditions.h"
#include "rules/parse/domains.h"
#include "rules/parse/therapy/treatment_windows.h"

namespace trialmatch::rules {
namespace {

// "Eligible only after adequate treatment", "only when stable", of brain metastases "only in a stable condition": where the condition of what is permitted begins, or `end`.
int OnlyAfterPermission(const Reading& r, int begin, int end) {
  for (int i = begin + 1; i + 2 < end; ++i) {
    if (!r.Is(i - 1, Cue::kPermitted)) continue;
    const bool of_brain = HasCue(r, begin, i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal});
    // "Are eligible in the absence of symptoms".
    if (of_brain && r.WordIs(i, "in") && (r.Is(i + 1, Cue::kAsymptomatic) || (r.Is(i + 1, Cue::kFiller) && r.Is(i + 2, Cue::kAsymptomatic)))) return i;
    if (!r.Is(i, Cue::kOnly)) continue;
    const bool brain = r.WordIsAny(i + 1, {"in", "with"}) && of_brain;
    if (brain || r.Is(i + 1, Cue::kWhen) || r.WordIsAny(i + 1, {"after", "following", "once", "upon"})) return i + 1;
  }
  return end;
}

}  // namespace

int SplitAt(const Reading& r, int begin, int end, Cue cue) {
  if (!r.MayHoldCue({cue})) return end;
  for (int i = begin + 1; i < end; ++i) {
    if (r.Is(i, cue) && !r.at(i).aside) return i;
  }
  return end;
}

namespace {

// "ALK fusions except after failure of a TKI": where the exception begins, or `end`.
int ExceptionAfterFailure(const Reading& r, int begin, int end) {
  if (!r.MayHoldCue({Cue::kProgressed})) return end;
  const int except = SplitAt(r, begin, end, Cue::kExcept);
  if (except >= end || !HasTermOf(r, begin, except, KindBits({TermKind::kGene, TermKind::kMutation})) || HasTermOf(r, begin, except, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return end;
  const bool after = r.WordIsAny(except + 1, {"after", "following", "upon"}) && r.Is(except + 2, Cue::kProgressed);
  return after ? except : end;
}

}  // namespace

int ExceptionOfBrain(const Reading& r, int begin, int end) {
  if (const int failed = ExceptionAfterFailure(r, begin, end); failed < end) return failed;
  constexpr CueSet kBrain = {Cue::kCnsMetastasis, Cue::kLeptomeningeal};
  constexpr CueSet kStates = {Cue::kTreated, Cue::kStable, Cue::kAsymptomatic, Cue::kSymptomatic, Cue::kOffSteroids, Cue::kNoProgression, Cue::kStableSteroids};
  if (!r.MayHoldCue(kBrain)) return end;
  const int except = SplitAt(r, begin, end, Cue::kExcept);
  if (except >= end || !HasCue(r, begin, except, kBrain)) return end;
  const int state = FindCue(r, except, end, kStates);
  if (state < 0) return end;
  for (int i = except; i < state; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition})) && !r.IsAny(i, kBrain)) return end;
  }
  return r.IsAny(except + 1, {Cue::kIf, Cue::kWhen}) ? except + 1 : except;
}

int ConditionAt(const Reading& r, Clause sentence, Section section, const MoodReading& mood) {
  const int begin = sentence.begin, end = sentence.end;
  int condition = SplitAt(r, begin, end, Cue::kIf);
  if (condition >= end && mood.mood == Mood::kPermits) condition = OnlyAfterPermission(r, begin, end);
  if (condition >= end) return end;
  // "HER2-negative is defined as 0 or 1+, or, if 2+, ...": the definition conditions nothing.
  for (int k = begin + 1; k < condition; ++k) {
    if (r.WordContains(k, {"defined as"}) && r.Is(condition - 1, Cue::kOr)) return end;
  }
  // "At least 4 weeks since chemotherapy, 6 weeks if carmustine".
  if (r.IsAny(condition - 1, kLengths)) {
    const auto window = FindWindow(r, {begin, condition}, begin);
    if (window && window->last < condition - 2 && OtherTimesAt(r, sentence, std::max(window->last, condition - 7)) < condition) return end;
  }
  int depth = 0;
  for (int k = begin; k < condition; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')')) --depth;
  }
  // "Are eligible if they meet all of the following:" conditions nothing in the items below.
  bool announces = r.at(condition).lead && section == Section::kInclusion && mood.mood == Mood::kRequires;
  if (announces && HasCue(r, condition, end, {Cue::kAllOf})) return end;
  if (IsStatusIfAge(r, begin, condition, end)) return end;
  // A raised bound ("<= 5 x ULN in case of liver metastases") is read with its lab; what stands
  // in brackets limits only its neighbour.
  return LimitsLab(r, begin, condition, end) || depth > 0 ? end : condition;
}

int BracketBeforeMore(const Reading& r, Clause sentence, int i) {
  int depth = 0;
  for (int k = sentence.begin; k < i && k < sentence.end; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')') && depth > 0) --depth;
  }
  if (depth != 1) return -1;
  for (int k = i + 1; k + 2 < sentence.end; ++k) {
    if (r.IsMark(k, ')')) return k;
  }
  return -1;
}

int DemandedForWhom(const Reading& r, Clause sentence) {
  const int demand = FindCue(r, sentence.begin, sentence.end, {Cue::kMust});
  const int for_whom = demand >= 0 ? FindCue(r, demand, sentence.end, {Cue::kFor}) : -1;
  if (for_whom <= demand || for_whom > demand + 3 || for_whom + 1 >= sentence.end) return -1;
  if (r.WordIsAny(for_whom - 1, {"tested", "be tested", "screened", "be screened"})) return -1;   // for what
  // "Must be identified for ...", and neither "must have prior testing for" nor "must, for part 2,".
  for (int i = demand + 1; i < for_whom; ++i) {
    if (i > demand + 1 && !r.IsAny(i, {Cue::kFiller, Cue::kKnown})) return -1;
    if (r.IsMark(i, ',')) return -1;
  }
  return for_whom;
}

bool SaysTreated(const Reading& r, int i) {
  return r.Is(i, Cue::kTreated) && r.WordIsAny(i, {"treated", "previously treated", "pretreated", "pre-treated", "previously-treated"});
}

// "TKI-naive or pretreated", "ALK TKI-naive or ALK TKI-treated" at item `i`: the last item of it, or -1.
int EndOfNaiveOrTreated(const Reading& r, Clause sentence, int i) {
  const auto therapy = [&](int k) { return r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) ? r.Word(k) : std::string_view(); };
  int own = i - 1;
  if (r.IsMark(own, '-')) --own;
  if (own < sentence.begin || therapy(own).empty() || !r.WordContains(i, {"na"}) || !r.Is(i + 1, Cue::kOr)) return -1;
  int last = i + 2;
  if (r.IsMark(i, '-')) ++last;
  if (therapy(last) == therapy(own) && !therapy(last).empty()) ++last;
  while (last < sentence.end && (r.IsMark(last, '-') || r.WordIsAny(last, {"previously", "prior", "pre", "already"}))) ++last;
  const bool treated = last < sentence.end && (SaysTreated(r, last) || r.WordIsAny(last, {"pretreated", "pre-treated", "experienced", "exposed"}));
  return treated && !r.Is(last + 1, Cue::kWith) && !r.WordIsAny(last + 1, {"by", "with", "on", "in"}) && therapy(last + 1).empty() ? last : -1;
}

// "TKI-exposed or TKI-naive", "PD-1 inhibitor treated or naive", the last word at item `i`: the first item of it, or -1.
int StartOfTreatedOrNaive(const Reading& r, Clause sentence, int i) {
  const auto therapy = [&](int k) { return k >= sentence.begin && r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) ? r.Word(k) : std::string_view(); };
  int k = i - 1;
  if (r.IsMark(k, '-')) --k;
  const std::string_view own = therapy(k);
  if (!own.empty()) --k;
  if (k <= sentence.begin || !r.WordContains(i, {"na"}) || !r.Is(k, Cue::kOr)) return -1;
  --k;
  if (!SaysTreated(r, k) && !r.WordIsAny(k, {"pretreated", "pre-treated", "experienced", "exposed"})) return -1;
  while (--k > sentence.begin && (r.IsMark(k, '-') || r.WordIsAny(k, {"previously", "prior", "pre", "already"}))) {
  }
  const bool same = !therapy(k).empty() && (own.empty() || own == therapy(k));
  return same && !r.IsAny(k - 1, {Cue::kNo, Cue::kNot, Cue::kOr, Cue::kAnd}) ? k : -1;
}

// "Treatment-naive or previously treated NSCLC", "previously treated or untreated": whoever has it.
void UseTreatedOrNot(Reading& r, Clause sentence) {
  if (!r.MayHoldCue({Cue::kNaive}) || HasCue(r, sentence.begin, sentence.end, {Cue::kCnsMetastasis, Cue::kLeptomeningeal})) return;
  constexpr uint32_t kNamed = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene});
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (const int either = r.Is(i, Cue::kNaive) && !r.at(i).lead ? EndOfNaiveOrTreated(r, sentence, i) : -1; either > i) {
      r.PassOver(r.IsMark(i - 1, '-') ? i - 2 : i - 1, either + 1);
      continue;
    }
    if (const int first = r.Is(i, Cue::kNaive) && !r.at(i).lead ? StartOfTreatedOrNaive(r, sentence, i) : -1; first >= 0) {
      r.PassOver(first, i + 1);
      continue;
    }
    if (!r.Is(i, Cue::kNaive) || r.at(i).lead || !r.WordContains(i, {"untreated", "treatment", "therapy-na", "therapy na"}) || (i > sentence.begin && r.IsTermOf(i - 1, kNamed))) continue;
    int first = i, last = i;
    if (i - 2 >= sentence.begin && r.Is(i - 1, Cue::kOr) && SaysTreated(r, i - 2)) {
      first = i - 2;
    } else {
      last = r.IsMark(i + 1, ',') ? i + 2 : i + 1;
      if (last >= sentence.end || !r.Is(last++, Cue::kOr)) continue;
      while (last < sentence.end && r.WordIsAny(last, {"previously", "prior", "pre", "-", "already"})) ++last;
      if (last >= sentence.end || !SaysTreated(r, last)) continue;
    }
    // "... or previously treated with chemotherapy" is a therapy.
    if (r.Is(last + 1, Cue::kWith) || r.WordIsAny(last + 1, {"by", "with", "on", "in"})) continue;
    for (int k = first; k <= last; ++k) r.at(k).used = r.at(k).aside = true;
  }
}

// "Should not have, or without, prior immunotherapy": denied once.
void PassOverDeniedAgain(Reading& r, Clause sentence) {
  if (!r.MayHoldCue({Cue::kMustNot}) || !r.MayHoldCue({Cue::kWithout})) return;
  for (int i = sentence.begin; i + 3 < sentence.end; ++i) {
    if (r.Is(i, Cue::kMustNot) && r.Is(i + 1, Cue::kOr) && r.Is(i + 2, Cue::kWithout)) r.PassOver(i + 1, i + 3);
  }
}

void UseRegardless(Reading& r, Clause sentence) {
  UseTreatedOrNot(r, sentence);
  PassOverDeniedAgain(r, sentence);
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (!r.Is(i, Cue::kRegardless)) continue;
    while (i < sentence.end && !r.IsAnyMark(i, ",)")) r.Use(i++);
  }
}

bool OfCountry(const Reading& r, Clause words, Part* who) {
  OneOfLeaf leaf{OneOfLeaf::Attribute::kCountry, {}, {}, 0};
  for (int i = words.begin; i < words.end; ++i) {
    const Entry* place = r.Word(i).size() > 1 && !r.WordIs(i, "in") ? r.Find(i, TermKind::kPlace) : nullptr;
    if (place != nullptr) leaf.values.push_back(place->id);
    const bool joins = place != nullptr || r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kFor, Cue::kOnly, Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kIf}) || r.Find(i, TermKind::kPlain) != nullptr ||
                       r.WordStarts(i, {"in", "site", "patient", "enrolled", "center", "the"});
    if (!joins) return false;
  }
  if (leaf.values.empty()) return false;
  const base::Span span = r.SpanOf(words.begin, words.end - 1);
  who->content = Expression::OfLeaf(std::move(leaf), span, "country");
  who->found = true;
  return true;
}

bool HoldsForLastBound(const Expression& given, Expression* content) {
  const auto scale = [](const Expression& e) {
    const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr;
    return leaf != nullptr && (leaf->quantity == "ecog" || leaf->quantity == "karnofsky") ? std::string_view(leaf->quantity) : std::string_view();
  };
  if (content->kind != Expression::Kind::kAny || content->children.size() != 2) return false;
  Expression& last = content->children[1];
  if (scale(last).empty() || scale(last) != scale(content->children[0])) return false;
  last = Expression::All(std::move(last), given);
  return true;
}

}  // namespace trialmatch::rules
