#include "rules/parse/idle_sentences.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

bool DefinesHistology(const Reading& r, Clause sentence) {
  constexpr WordPattern kConsidered[] = {"considered", "classified", "categorized", "categorised"};
  if (!r.MayHoldWord(kConsidered) || !r.MayHoldTermOf(KindBit(TermKind::kDisease))) return false;
  int at = sentence.begin;
  while (at < sentence.end && (r.at(at).lead || !r.WordStarts(at, kConsidered))) ++at;
  if (at == sentence.end || HasCue(r, sentence.begin, sentence.end, {Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kIf, Cue::kUnless, Cue::kNot, Cue::kNo})) return false;
  constexpr uint32_t kOther = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kSetting, TermKind::kLab});
  if (HasTermOf(r, sentence.begin, sentence.end, kOther) || HasCue(r, sentence.begin, sentence.end, {Cue::kStage})) return false;
  return HasTermOf(r, sentence.begin, at, KindBit(TermKind::kDisease)) && HasTermOf(r, at, sentence.end, KindBit(TermKind::kDisease));
}

bool DefinesExtent(const Reading& r, Clause sentence) {
  constexpr WordPattern kDefines[] = {"defined", "category", "classification"};
  constexpr int kLongestTerm = 9;
  if (!r.MayHoldWord(kDefines)) return false;
  int first = sentence.begin;
  bool noted = first > 0 && !r.at(first - 1).lead && !r.at(first).lead;
  for (; first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kNote)); ++first) noted = noted || r.Is(first, Cue::kNote);
  if (!noted || HasCue(r, first, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted})) return false;
  bool extent = false, named = false;
  for (int i = first; i < std::min(sentence.end, first + kLongestTerm); ++i) {
    if (r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWith, Cue::kWithout})) return false;
    const bool is_defined = r.WordContains(i, {"defined as"}) && (r.WordStarts(i, {"is ", "are "}) || r.WordIsAny(i - 1, {"is", "are"}));
    named = named || r.WordContains(i, {"category", "classification"});
    const bool comprises = named && r.Is(i, Cue::kIncluding) && r.WordContains(i, {"includes"});
    if (is_defined || comprises) return extent;
    extent = extent || r.WordContains(i, {"limited", "extensive", "measurable"}) || r.Find(i, TermKind::kDrugClass) != nullptr;
  }
  return false;
}

bool ListsTumoursAsExamples(const Reading& r, Clause sentence) {
  constexpr WordPattern kLimited[] = {"limited", "restricted"};
  constexpr int kLongestSubject = 5;
  if (!r.MayHoldWord(kLimited) || !r.MayHoldTermOf(KindBit(TermKind::kDisease))) return false;
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark))) ++first;
  const int including = r.FindCue(first, std::min(sentence.end, first + kLongestSubject + 1), {Cue::kIncluding});
  if (including <= first || !r.WordContains(including, kLimited) || !r.WordContains(including, {"include"})) return false;
  bool types = false;
  for (int i = first; i < including; ++i) {
    const bool names = r.WordContains(i, {"types", "histolog", "tumors", "cancers", "malignancies"});
    if (!names && !r.Is(i, Cue::kFiller) && !r.WordIsAny(i, {"these", "solid", "tumor", "cancer", "eligible", "the", "may"})) return false;
    types = types || names;
  }
  return types && !HasCue(r, including, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kStage, Cue::kProgressed});
}

bool SetsNoLimit(const Reading& r, Clause sentence) {
  constexpr WordPattern kLimits[] = {"limit", "restrict"};
  if (!r.MayHoldWord(kLimits)) return false;
  int limit = sentence.begin;
  while (limit < sentence.end && !r.WordStarts(limit, kLimits)) ++limit;
  // "No upper age limit".
  int no = limit - 1;
  while (no > sentence.begin && no > limit - 3 && (r.Is(no, Cue::kAge) || r.WordIsAny(no, {"age", "upper", "lower", "upper age"}))) --no;
  if (limit == sentence.end || !r.Is(no, Cue::kNo)) return false;
  for (int i = sentence.begin; i < no; ++i) {
    const bool opens = r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kNote, Cue::kFiller}) || r.IsNumber(i) || r.WordIsAny(i, {"there", "there is", "there are", "that"});
    if (!opens) return false;
  }
  return !HasCue(r, limit, sentence.end, {Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kHowever, Cue::kMust, Cue::kMustNot, Cue::kExcluded}) && (limit + 1 >= sentence.end || r.WordIsAny(limit + 1, {"to", "to the", "on", "on the", "for", "for the", "regarding", "of", "with", "as to"}));
}

bool LimitsExcepted(const Reading& r, Clause sentence) {
  constexpr WordPattern kUnderlying[] = {"underlying condition"};
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark))) ++first;
  return first < sentence.end &&
         r.WordStarts(first, {"no occurrence of", "no acute exacerbation"}) &&
         r.WordContains(first, kUnderlying);
}

bool TellsWhoNeedsScan(const Reading& r, Clause sentence) {
  constexpr WordPattern kRequired[] = {"required", "mandatory", "necessary"};
  if (!r.MayHoldWord(kRequired) || !r.MayHoldCue({Cue::kSymptomatic, Cue::kAsymptomatic})) return false;
  int scan = -1, required = -1;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    if (scan < 0 && (r.WordContains(i, {"imaging", "mri", "ct scan"}) || r.WordIs(i, "ct"))) scan = i;
    if (required < 0 && r.WordContains(i, kRequired)) required = i;
    const bool stated = r.IsAny(i, {Cue::kCnsMetastasis, Cue::kSymptomatic, Cue::kAsymptomatic});
    if (scan < 0 && !r.IsKind(i, Item::Kind::kMark) && !r.Is(i, Cue::kFiller) && (stated || i > sentence.begin + 3)) return false;
    if (stated && (scan < 0 || required < scan)) return false;
    if ((r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kDrug, TermKind::kFact})) && !r.Is(i, Cue::kCnsMetastasis)) || r.IsAny(i, {Cue::kExcluded, Cue::kPermitted, Cue::kUnless, Cue::kTreated, Cue::kStable})) return false;
  }
  return scan >= 0 && required > scan && HasCue(r, required, sentence.end, {Cue::kSymptomatic, Cue::kAsymptomatic});
}

bool SponsorMayChoose(const Reading& r, Clause sentence) {
  constexpr WordPattern kSponsor[] = {"sponsor", "the sponsor"};
  if (!r.MayHoldWord(kSponsor)) return false;
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.WordIs(i, "the"))) ++i;
  if (i >= sentence.end || !r.WordIsAny(i, kSponsor)) return false;
  return r.WordStarts(i + 1, {"may elect", "may choose", "may decide", "may opt", "may request"}) || (r.WordIs(i + 1, "may") && r.WordStarts(i + 2, {"elect", "choose", "decide", "opt", "request"}));
}

bool GivesPriority(const Reading& r, Clause sentence) {
  constexpr WordPattern kPriority[] = {"priority", "preference"};
  if (!r.MayHoldWord(kPriority)) return false;
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.Is(i, Cue::kFiller))) ++i;
  if (i >= sentence.end || !r.WordStarts(i, kPriority)) return false;
  for (int k = i; k < std::min(sentence.end, i + 6); ++k) {
    if (r.WordContains(k, {"given"})) return !HasCue(r, k, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded});
  }
  return false;
}

bool StatesObjective(const Reading& r, Clause sentence) {
  constexpr WordPattern kObjective[] = {"objective", "purpose", "aim"};
  if (!r.MayHoldWord(kObjective)) return false;
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.Is(i, Cue::kFiller) || r.WordIsAny(i, {"primary", "main", "secondary"}))) ++i;
  if (i >= sentence.end || !r.WordStarts(i, kObjective) || !r.WordIsAny(i + 1, {"of", "of the", "of this"})) return false;
  if (HasCue(r, i, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded})) return false;
  // What it says of the patients may be all that tells of their tumour; of a therapy it says what the study gives.
  bool study = false, therapy = false;
  for (int k = i + 1; k < sentence.end; ++k) {
    study = study || (k <= i + 4 && r.WordStarts(k, {"study", "trial"}));
    therapy = therapy || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
  }
  return study && therapy;
}

bool TellsTimeOfReport(const Reading& r, Clause sentence) {
  constexpr WordPattern kReport[] = {"report", "reports"};
  constexpr int kLongest = 14;   // items before the verb
  if (!r.MayHoldWord(kReport) || !r.MayHoldCue({Cue::kMust})) return false;
  int i = sentence.begin;
  while (i < sentence.end && r.at(i).lead) ++i;
  const int must = r.FindCue(i, std::min(sentence.end, i + kLongest), {Cue::kMust});
  if (must <= i || !(r.WordIsAny(must - 1, kReport) || r.WordContains(must - 1, {"report"}))) return false;
  return r.WordContains(must, {"be from", "be at", "be within"}) || r.WordIsAny(must + 1, {"from", "from the", "at", "at the", "be from", "be at", "dated"}) || r.WordIsAny(must + 2, {"from", "from the", "at", "at the"});
}

bool SpeaksOfContraception(const Reading& r) {
  constexpr WordPattern kWords[] = {"contracept", "birth control", "fetal", "foetal", "fetus", "vasectom"};
  if (!r.MayHoldWord(kWords)) return false;
  for (int i = 0; i < r.size(); ++i) {
    if (r.WordContains(i, kWords)) return true;
  }
  return false;
}

bool TellsApprovalOfDrug(const Reading& r, Clause sentence) {
  constexpr WordPattern kApproved[] = {"approved", "indicated", "licensed"};
  constexpr uint32_t kDrugs = KindBits({TermKind::kDrug, TermKind::kDrugClass});
  if (!r.MayHoldWord(kApproved) || !r.MayHoldTermOf(kDrugs)) return false;
  int drug = sentence.begin;
  while (drug < sentence.end && (r.at(drug).lead || r.Is(drug, Cue::kNote) || r.IsKind(drug, Item::Kind::kMark))) ++drug;
  if (drug >= sentence.end || !r.IsTermOf(drug, kDrugs) || HasCue(r, drug, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kPermitted, Cue::kExcluded, Cue::kIf, Cue::kUnless, Cue::kNot, Cue::kNo})) return false;
  int verb = drug + 1;
  while (verb < sentence.end && verb < drug + 6 && !r.WordIsAny(verb, {"is", "are", "has been", "have been", "was"})) ++verb;
  for (int k = verb + 1; k < sentence.end && k < verb + 9; ++k) {
    if (r.WordContains(k, kApproved)) return HasCue(r, k, std::min(sentence.end, k + 3), {Cue::kFor});
  }
  return false;
}

bool DescribesDrug(const Reading& r, Clause sentence) {
  constexpr WordPattern kAgents[] = {"inhibitor", "antibody", "conjugate", "agonist", "antagonist", "degrader"};
  constexpr int kLongestName = 6, kLongestKind = 16;
  if (!r.MayHoldWord(kAgents) || HasCue(r, sentence.begin, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kPermitted, Cue::kExcluded, Cue::kWho, Cue::kIf, Cue::kUnless, Cue::kNot, Cue::kNo, Cue::kPrior, Cue::kExcept})) return false;
  int name = sentence.begin;
  while (name < sentence.end && (r.at(name).lead || r.IsKind(name, Item::Kind::kMark))) ++name;
  int is = name;
  while (is < std::min(sentence.end, name + kLongestName) && !r.WordIsAny(is, {"is", "is a", "is an"})) {
    if (r.WordContains(is, {"therap", "treat", "regimen", "line", "patient", "who"})) return false;
    ++is;
  }
  const int kind = is + 1;
  const bool tells = r.WordIsAny(is, {"is a", "is an"}) || (r.WordIs(is, "is") && r.WordIsAny(kind, {"a", "an"}));
  if (is == name || is >= sentence.end || !tells) return false;
  for (int k = kind; k < std::min(sentence.end, kind + kLongestKind); ++k) {
    if (r.WordContains(k, kAgents)) return true;
  }
  return false;
}

bool TellsOfHarm(const Reading& r, Clause sentence) {
  constexpr WordPattern kUnborn[] = {"fetal", "foetal", "fetus", "foetus", "unborn", "embryo", "teratogen"};
  if (!r.MayHoldWord(kUnborn) || HasCue(r, sentence.begin, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kNotRequired})) return false;
  bool unborn = false, harm = false, may = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    unborn = unborn || r.WordContains(i, kUnborn);
    harm = harm || r.WordContains(i, {"harm", "toxic", "teratogen", "effect", "risk", "malformation"});
    may = may || r.WordStarts(i, {"can", "may", "might", "could", "has", "have", "is", "are"});
  }
  return unborn && harm && may;
}

bool NotesInterest(const Reading& r, Clause sentence) {
  constexpr WordPattern kInterest[] = {"interest"};
  constexpr int kLongestSubject = 12;
  if (!r.MayHoldWord(kInterest) || HasCue(r, sentence.begin, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kOnly})) return false;
  bool types = false;
  for (int i = sentence.begin; i + 1 < std::min(sentence.end, sentence.begin + kLongestSubject); ++i) {
    types = types || r.WordContains(i, {"tumor", "cancer", "malignan", "histolog"});
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene}))) return false;
    if (r.WordContains(i, kInterest)) return types && r.WordIsAny(i - 1, {"primary", "particular", "special", "of primary", "main", "of particular", "of special"});
  }
  return false;
}

bool TellsHowToMeasure(const Reading& r, Clause sentence) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kPlain))) return false;
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.Is(first, Cue::kFiller) || r.WordIs(first, "modified"))) ++first;
  const Entry* criteria = first < sentence.end ? r.Find(first, TermKind::kPlain) : nullptr;
  if (criteria == nullptr || criteria->id != "response_criteria") return false;
  while (first < sentence.end && (r.Find(first, TermKind::kPlain) != nullptr || r.IsNumber(first))) ++first;
  bool used = false;
  for (int k = first; k < std::min(sentence.end, first + 4); ++k) used = used || r.WordContains(k, {"used", "applied"});
  return used && !HasCue(r, first, sentence.end, {Cue::kMustNot, Cue::kExcluded}) && !HasTermOf(r, first, sentence.end, KindBit(TermKind::kFact));
}

bool TellsWhichLesionsCount(const Reading& r, Clause sentence) {
  constexpr WordPattern kLesion[] = {"lesion", "site", "tumor", "target"}, kTreated[] = {"irradiat", "radiat", "radiother", "treated", "biops", "resect"};
  if (!r.MayHoldTermOf(KindBit(TermKind::kFact)) || !r.MayHoldCue({Cue::kMustNot}) || !r.MayHoldWord(kLesion) || !r.MayHoldWord(kTreated)) return false;
  const int must_not = r.FindCue(sentence.begin, sentence.end, {Cue::kMustNot});
  bool lesion = false, measurable = false, treated = false;
  for (int i = sentence.begin; i < must_not; ++i) {
    const Entry* fact = r.Find(i, TermKind::kFact);
    if (fact != nullptr && fact->id != "measurable") return false;
    const bool of_lesion = r.WordContains(i, kLesion);
    const bool idle = r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kFiller, Cue::kNote}) || r.Find(i, TermKind::kPlain) != nullptr || r.WordIsAny(i, {"as", "to be"});
    if (!of_lesion && fact == nullptr && !idle && !(lesion && r.Is(i, Cue::kWho))) return false;
    lesion = lesion || (of_lesion && !r.at(i).lead);
    measurable = measurable || (fact != nullptr && !r.at(i).lead);
  }
  for (int i = must_not + 1; i < sentence.end; ++i) treated = treated || r.WordContains(i, kTreated);
  return lesion && measurable && treated && !HasTermOf(r, sentence.begin, sentence.end, KindBits({TermKind::kDrug, TermKind::kGene, TermKind::kLab, TermKind::kCondition})) && !HasCue(r, must_not, sentence.end, {Cue::kMust, Cue::kAtLeast});
}

bool TellsHowStaged(const Reading& r, Clause sentence) {
  constexpr WordPattern kStaged[] = {"staged", "classified"};
  if (!r.MayHoldWord(kStaged) || !r.MayHoldTermOf(KindBit(TermKind::kDisease))) return false;
  const int must = r.FindCue(sentence.begin, sentence.end, {Cue::kMust});
  if (must < 0 || r.at(must).lead || !r.WordStarts(must + 1, kStaged)) return false;
  bool people = false;
  for (int i = sentence.begin; i < must; ++i) people = people || r.WordStarts(i, {"patients", "those", "tumors"});
  constexpr uint32_t kOther = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kLab, TermKind::kFact});
  constexpr CueSet kTurns = {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kIf, Cue::kUnless, Cue::kPrior, Cue::kStage};
  const bool plain = !HasTermOf(r, sentence.begin, sentence.end, kOther) && !HasCue(r, sentence.begin, sentence.end, kTurns) && !HasCue(r, must + 1, sentence.end, {Cue::kMust});
  return people && plain && HasTermOf(r, sentence.begin, must, KindBit(TermKind::kDisease)) && !HasTermOf(r, must + 1, sentence.end, KindBit(TermKind::kDisease));
}

bool NamesLesionsOfEitherKind(const Reading& r, Clause sentence) {
  constexpr WordPattern kNon[] = {"non"};
  constexpr CueSet kTurns = {Cue::kNo, Cue::kNot, Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kIf, Cue::kUnless, Cue::kAtLeast, Cue::kPrior, Cue::kTreated, Cue::kStable, Cue::kAsymptomatic};
  if (!r.MayHoldWord(kNon) || !r.MayHoldCue({Cue::kCnsMetastasis}) || HasCue(r, sentence.begin, sentence.end, kTurns)) return false;
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.Is(i, Cue::kFiller) || r.Find(i, TermKind::kPlain) != nullptr)) ++i;
  const auto measurable = [&](int k) { return r.WordIsAny(k, {"measurable", "non-measurable", "nonmeasurable", "unmeasurable"}); };
  if (!measurable(i) || !r.Is(i + 1, Cue::kAnd)) return false;
  int other = i + 2;
  if (r.WordIs(other, "non") && r.IsMark(other + 1, '-')) other += 2;
  const bool either = measurable(other) && (other > i + 2 || r.WordStarts(other, {"non", "un"}));
  return either && r.Is(other + 1, Cue::kCnsMetastasis);
}

int NoMorePlannedAt(const Reading& r, Clause sentence) {
  constexpr WordPattern kMore[] = {"further", "additional", "more"};
  if (!r.MayHoldCue({Cue::kPlanned}) || !r.MayHoldCue({Cue::kNo}) || !r.MayHoldWord(kMore)) return -1;
  for (int i = sentence.begin + 2; i + 2 < sentence.end; ++i) {
    const int joint = i - 1;
    if (!r.Is(i, Cue::kNo) || !r.WordIs(i, "no") || !r.WordIsAny(i + 1, {"further", "additional", "more"}) || r.at(joint).lead || !(r.Is(joint, Cue::kAnd) || r.WordIsAny(joint, {"whereafter", "thereafter", "after which"}))) continue;
    int last = sentence.end - 1;
    while (last > i && r.IsAnyMark(last, ".);")) --last;
    if (last > i + 8 || !r.Is(last, Cue::kPlanned) || HasCue(r, i + 1, last, {Cue::kOr, Cue::kPrior})) return -1;
    return joint;
  }
  return -1;
}

}  // namespace trialmatch::rules
