#include "rules/parse/therapy/treatment_reference.h"

#include <algorithm>

#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool IsOperation(const Reading& r, int i) {
  const Entry* therapy = r.Find(i, TermKind::kDrugClass);
  return therapy != nullptr && r.lexicon().DrugIsA(therapy->id, "surgery");
}

bool IsDrugOrRadiation(const Reading& r, int i) {
  return r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) && !IsOperation(r, i);
}

}  // namespace

bool IsOperationBehindTherapy(const Reading& r, Clause clause, int i) {
  if (!IsOperation(r, i)) return false;
  int before = i - 1;
  while (before > clause.begin && (r.Is(before, Cue::kFiller) || r.Is(before, Cue::kDefinitive) || r.WordIsAny(before, {"lung", "thoracic", "the"}))) --before;
  if (before <= clause.begin || !r.WordIsAny(before, {"prior to", "before"})) return false;
  bool therapy = false;
  for (int k = clause.begin; k < before; ++k) {
    // A window, a plan or a demand of days is counted from the operation.
    if (r.IsNumber(k) || r.IsAny(k, {Cue::kWithin, Cue::kPlanned, Cue::kExcept, Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kYear})) return false;
    therapy = therapy || (!r.at(k).lead && IsDrugOrRadiation(r, k));
  }
  return therapy;
}

bool HasTherapyBeforeOperation(const Reading& r, Clause clause) {
  for (int i = clause.begin + 2; i < clause.end; ++i) {
    if (IsOperationBehindTherapy(r, clause, i)) return true;
  }
  return false;
}

bool BeforeTherapy(const Reading& r, Clause clause, int next) {
  while (next + 1 < clause.end && r.WordIsAny(next, {"immediately", "just", "directly", "shortly", "given", "administered"})) ++next;
  if (!r.WordIsAny(next, {"prior to", "before", "immediately prior to", "immediately before"})) return false;
  if (next + 1 >= clause.end) return false;
  int therapy = next + 1;
  while (therapy + 1 < clause.end && (r.Is(therapy, Cue::kFiller) || r.WordIsAny(therapy, {"any", "the"}))) ++therapy;
  constexpr CueSet kTimes = {Cue::kWithin, Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kYear, Cue::kPlanned, Cue::kReference};
  return IsDrugOrRadiation(r, therapy) && r.FindCue(clause.begin, clause.end, kTimes) < 0;
}

int EndOfNotGiven(const Reading& r, Clause clause, int next) {
  // "A drug was given, another was not": of the second alone.
  for (int i = clause.begin; i < next; ++i) {
    if (r.WordIsAny(i, {"was", "were"})) return -1;
  }
  int verb = next;
  const auto of_purpose = [&](int i) {
    return r.IsAny(i, {Cue::kFor, Cue::kOr, Cue::kAnd, Cue::kDiseaseWord, Cue::kForThisCancer, Cue::kMetastaticIntent, Cue::kFiller}) || r.IsMark(i, ',') || r.IsTermOf(i, KindBits({TermKind::kSetting, TermKind::kDisease}));
  };
  while (verb < clause.end && of_purpose(verb) && !r.WordIsAny(verb, {"was", "were"})) ++verb;
  if (verb + 1 >= clause.end || !r.WordIsAny(verb, {"has", "have", "had", "was", "were"}) || !r.Is(verb + 1, Cue::kNot)) return -1;
  verb += r.WordIs(verb + 2, "been") ? 3 : 2;
  if (verb >= clause.end || !r.WordIsAny(verb, {"performed", "given", "administered", "received", "been given", "been performed", "been administered"})) return -1;
  return verb + 1 >= clause.end || r.IsAnyMark(verb + 1, ".;") ? verb : -1;
}

bool IsMethodOfFinding(const Reading& r, Clause clause, int i) {
  const Entry* procedure = r.Find(i, TermKind::kDrugClass);
  if (procedure == nullptr || procedure->id != "minor_procedure") return false;
  for (int k = i - 1; k >= clause.begin && k >= i - 5; --k) {
    if (r.WordContains(k, {"confirmed", "determined", "proven", "documented", "diagnosed", "detected", "established", "demonstrated", "verified"})) return true;
    const bool passes = r.IsAny(k, {Cue::kFiller, Cue::kNeoadjuvant, Cue::kOr, Cue::kWith}) || r.IsMark(k, '-') || r.Find(k, TermKind::kPlain) != nullptr || r.WordIsAny(k, {"by", "at", "on", "via", "through", "during", "with", "pre", "operative", "surgical"});
    if (!passes) return false;
  }
  return false;
}

bool IsTherapyOfTumourKind(const Reading& r, Clause clause, int i, int last) {
  int next = last + 1;
  while (next + 1 < clause.end && (r.Is(next, Cue::kFiller) || r.WordIsAny(next, {"is", "are", "has been", "have been", "currently"}))) ++next;
  if (next >= clause.end || !r.WordContains(next, {"approved", "indicated", "labeled", "labelled", "recommended", "licensed"})) return false;
  int before = i - 1;
  while (before > clause.begin && (r.Is(before, Cue::kFiller) || r.Find(before, TermKind::kPlain) != nullptr) && !r.WordContains(before, {"which"})) --before;
  return before >= clause.begin && r.WordContains(before, {"which"});
}

bool IsOfAnyNumber(const Reading& r, Clause clause, int i) {
  int number = i - 1;
  while (number > clause.begin && number > i - 5 && (r.IsAny(number, {Cue::kFiller, Cue::kPrior, Cue::kLine}) || r.Find(number, TermKind::kPlain) != nullptr) && !r.WordContains(number, {"number"})) --number;
  if (number < clause.begin || !r.WordContains(number, {"number"})) return false;
  const int any = r.WordContains(number, {"any number", "unlimited number"}) ? number : number - 1;
  if (any < clause.begin || !(any == number || r.WordIsAny(any, {"any", "unlimited", "an unlimited"}))) return false;
  return any == clause.begin || r.IsAnyMark(any - 1, ",;(-*") || r.IsAny(any - 1, {Cue::kAnd, Cue::kOr, Cue::kWith, Cue::kHowever});
}

bool IsPlannedForNaive(const Reading& r, Clause clause, int i) {
  int plan = i - 1;
  while (plan > clause.begin && plan > i - 7 && !r.Is(plan, Cue::kPlanned)) {
    if (r.IsAnyMark(plan, ";:") || r.IsAny(plan, {Cue::kNaive, Cue::kPrior, Cue::kProgressed, Cue::kNot, Cue::kNo})) return false;
    --plan;
  }
  return r.Is(plan, Cue::kPlanned) && !r.Is(plan - 1, Cue::kOr) && HasCue(r, clause.begin, plan, {Cue::kNaive});
}

bool TellsOrderOnly(const Reading& r, Clause clause, int i) {
  int order = i - 1;
  while (order > clause.begin && order > i - 4 && (r.Is(order, Cue::kFiller) || r.WordIsAny(order, {"another", "other", "a different"}) || r.Find(order, TermKind::kPlain) != nullptr)) --order;
  const bool ordered = r.WordIsAny(order, {"after", "following", "before", "prior to"});
  if (!ordered || order < clause.begin + 2 || !r.Is(order - 1, Cue::kOr)) return false;
  return r.WordIsAny(order - 2, {"alone", "before", "after", "following", "prior to"}) || r.Is(order - 2, Cue::kMonotherapy);
}

bool IsTakenAsTold(const Reading& r, Clause clause, int i) {
  int before = i - 1;
  while (before > clause.begin && before > i - 4 && (r.IsAny(before, {Cue::kFiller, Cue::kWith, Cue::kTo, Cue::kPrior}) || r.Find(before, TermKind::kPlain) != nullptr)) --before;
  return before >= clause.begin && before < i - 1 && r.WordContains(before, {"complian", "adheren"});
}

int AnyIllnessInNeed(const Reading& r, int i) {
  if (!r.Is(i, Cue::kRequiredSteroids) && !r.WordStarts(i, {"requir", "that requir", "which requir", "needing"})) return -1;
  int illness = i - 1;
  while (illness > i - 3 && (r.Is(illness, Cue::kWho) || r.Is(illness, Cue::kFiller)) && r.Find(illness, TermKind::kCondition) == nullptr && !r.WordStarts(illness, {"condition"})) --illness;
  const Entry* named = r.Find(illness, TermKind::kCondition);
  const bool any = (named != nullptr && named->id == "concurrent_illness") || r.WordIsAny(illness, {"condition", "conditions"});
  return any ? illness : -1;
}

bool IsLackingTherapy(const Reading& r, Clause clause, int i, int last) {
  int next = last + 1;
  // "Whereafter no further chemotherapy is planned".
  if (r.WordIsAny(i - 1, {"further", "no further", "additional", "subsequent"}) && (r.WordStarts(next, {"is planned", "planned"}) || r.WordStarts(next + 1, {"planned"}))) return true;
  while (next + 1 < clause.end && (r.Is(next, Cue::kFiller) || r.WordIsAny(next, {"option", "options", "is", "are", "currently", "known", "to"}))) ++next;
  if (next >= clause.end || !r.WordStarts(next, {"exist", "available", "remain"})) return false;
  for (int k = i - 1; k >= clause.begin && k >= i - 7 && !r.IsAnyMark(k, ";.:"); --k) {
    if (r.WordIsAny(k, {"which no", "for which no", "whom no", "for whom no", "which there is no", "for which there is no"})) return true;
    if (r.IsAny(k, {Cue::kNo, Cue::kNot})) return r.WordContains(k - 1, {"which", "whom"}) || r.WordContains(k - 2, {"which", "whom"}) || r.WordContains(k - 3, {"which", "whom"});
  }
  return false;
}

bool IsTimeOfForbidden(const Reading& r, Clause clause, int i) {
  int after = i - 1;
  while (after > clause.begin + 1 && (r.Is(after, Cue::kFiller) || r.IsAny(after, {Cue::kNeoadjuvant, Cue::kPrior}))) --after;
  if (after <= clause.begin || !r.WordIsAny(after, {"after", "following"})) return false;
  constexpr CueSet kTold = {Cue::kProgressed, Cue::kIntolerant, Cue::kResponse, Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kYear};
  if (r.FindCue(clause.begin, clause.end, kTold) >= 0) return false;
  bool of_what = false;
  for (int k = clause.begin; k < after; ++k) {
    if (r.WordContains(k, {"recur", "relaps", "toxic", "resist"})) return false;
    if (k >= after - 6) of_what = of_what || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kDisease})) || r.Is(k, Cue::kDiseaseWord) || r.WordContains(k, {"metasta"});
  }
  return of_what;
}

bool IsNounOfTherapy(const Reading& r, int i) {
  return r.Has(i) && !r.at(i).used && r.Find(i, TermKind::kDrug) == nullptr &&
         r.WordIsAny(i, {"drug", "drugs", "agent", "agents", "therapeutic", "therapeutics", "compound", "compounds", "medication", "medications",
                         "product", "products", "combination", "combinations", "doublet", "doublets"});
}

bool NamesOwnTherapy(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.at(i).lead && r.WordContains(i, {"surgery", "therapy", "radiation", "transplant", "resection"})) return true;
  }
  return false;
}

bool DeniesNextOfList(const Reading& r, Clause clause, int i) {
  bool joint = false;
  for (int k = i + 1; k < clause.end && k <= i + 5; ++k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return joint && !r.at(k).used;
    joint = joint || r.IsAny(k, {Cue::kOr, Cue::kAnd});
    if (!r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kDefinitive, Cue::kOngoing}) && !r.IsAnyMark(k, ",/")) return false;
  }
  return false;
}

bool AtLeastBehindColon(const Reading& r, int i) {
  // "At least 1 platinum regimen".
  const bool counted = r.Is(i - 2, Cue::kAtLeast) && (r.IsNumber(i - 1) || r.WordIs(i - 1, "one"));
  const bool regimen = counted && (r.WordContains(i, {"regimen"}) || r.WordIsAny(i + 1, {"regimen", "regimens"}));
  return regimen || (r.Is(i - 1, Cue::kAtLeast) && r.IsMark(i - 2, ':'));
}

std::string_view ElidedTherapy(const Reading& r, Clause clause, int i, int* last) {
  if (i + 2 >= clause.end || r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return {};
  std::string_view id;
  const bool anti = r.WordIs(i, "anti") && r.IsMark(i + 1, '-') && r.WordIsAny(i + 2, {"cancer", "neoplastic", "tumor"});
  const bool cut = r.WordIsAny(i, {"immuno", "radio"}) && r.IsMark(i + 1, '-');
  if (r.WordIs(i, "targeted")) id = "targeted_therapy";
  else if (cut) id = r.WordIs(i, "radio") ? "radiation" : "immunotherapy";
  else if (anti || r.WordIsAny(i, {"anticancer", "anti-cancer", "anti-neoplastic", "anti-tumor", "antineoplastic", "antitumor"})) id = "systemic_therapy";
  else return {};
  // "EGFR-targeted or biologic therapy" is of its gene.
  const bool of_gene = i > clause.begin && (r.IsMark(i - 1, '-') || r.Find(i - 1, TermKind::kGene) != nullptr || r.at(i - 1).may_be_code);
  if (id == "targeted_therapy" && of_gene) return {};
  *last = anti ? i + 2 : cut ? i + 1 : i;
  const int joint = *last + 1;
  if (!r.IsAnyMark(joint, ",/") && !r.IsAny(joint, {Cue::kOr, Cue::kAnd})) return {};
  const int next = r.IsMark(joint, ',') && r.IsAny(joint + 1, {Cue::kOr, Cue::kAnd}) ? joint + 2 : joint + 1;
  const Entry* other = next < clause.end ? r.Find(next, TermKind::kDrugClass) : nullptr;
  if (other == nullptr) return {};
  if (id == "systemic_therapy") return other->id == "investigational_agent" ? id : std::string_view();
  const bool systemic = r.lexicon().DrugIsA(other->id, "systemic_therapy") && other->id != "systemic_therapy";
  return systemic || (cut && r.WordContains(next, {"therap"})) ? id : std::string_view();
}

bool IsOfferedOnly(const Reading& r, Clause clause, int i) {
  // "After a platinum (...) First-line chemotherapy may include maintenance": told once more, of which more is told.
  if (r.WordStarts(i + 1, {"may include", "can include", "may have included"}) || (r.WordIsAny(i + 1, {"may", "can"}) && r.WordIsAny(i + 2, {"include", "have included"}))) {
    for (int k = clause.begin; k < i; ++k) {
      if (!r.at(k).lead && r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return true;
    }
  }
  for (int k = i - 1; k > clause.begin; --k) {
    if (r.IsAnyMark(k, ";:.") || r.IsAny(k, {Cue::kMust, Cue::kAtLeast, Cue::kProgressed, Cue::kPrior}) || r.WordIsAny(k, {"additional", "further", "another"})) return false;
    if (r.WordStarts(k, {"may include", "can include", "could include", "may have included"})) return true;
    if (!r.WordIsAny(k, {"include", "have included", "included"})) continue;
    return r.WordIsAny(k - 1, {"may", "can", "could", "may have", "which may", "which can", "which could", "that may", "that can"});
  }
  return false;
}

bool WasOnceAchieved(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.WordContains(i, {"benefit"}) || r.WordStarts(i, {"best response", "best overall"})) return true;
    if (r.WordStarts(i, {"achieved"}) && HasCue(r, i, clause.end, {Cue::kAtLeast, Cue::kMonth, Cue::kWeek}) && !HasCue(r, i, clause.end, {Cue::kCycle})) return true;
  }
  return false;
}

bool OnlyGivenTogether(const Reading& r, Clause clause) {
  bool together = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kOngoing)) continue;
    const bool with = r.Is(i + 1, Cue::kWith) || r.WordContains(i, {" with"});
    if (!with || !r.WordStarts(i, {"concurrent", "concomitant"}) || !(r.IsTermOf(i - 1, kTherapies) || r.IsTermOf(i - 2, kTherapies))) return false;
    together = true;
  }
  return together;
}

bool NamesLocallyAdvanced(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.Is(i, Cue::kMetastaticIntent) && (r.WordContains(i, {"locally advanced"}) || r.WordContains(i, {" iii"}))) return true;
  }
  return false;
}

bool FollowsLeadingTime(const Reading& r, Clause clause, const WindowReading& window, int i) {
  int own = clause.begin;
  bool had = false;   // "*has received* within 4 weeks before enrollment any chemotherapy"
  for (; own < window.first; ++own) {
    const bool verb = r.WordContains(own, {"receiv", "undergone", "undergoing"}) || r.WordIsAny(own, {"had", "has had", "have had", "underwent"});
    had = had || (verb && !r.at(own).lead);
    if (!verb && !r.at(own).lead && !r.IsAny(own, {Cue::kFiller, Cue::kWho, Cue::kOr}) && !r.IsMark(own, ',') && r.Find(own, TermKind::kPlain) == nullptr && !r.WordIs(own, "now")) return false;
  }
  bool reference = false;
  for (int k = window.first; k < i; ++k) {
    reference = reference || r.Is(k, Cue::kReference);
    if (had && reference) return true;
    const bool told = r.IsAnyMark(k, ",:") || r.WordContains(k, {"received", "undergone", "underwent", "treated"}) || r.WordIsAny(k, {"had", "have had", "has had"});
    if (reference && told) return true;
  }
  return false;
}

bool SiteOfOthers(const Reading& r, int therapy, int except, int i) {
  for (int k = i - 1; k > therapy && k > i - 12 && !r.IsMark(k, ')'); --k) {
    if (r.IsMark(k, '(') && r.WordStarts(k + 1, {"e.g", "eg", "for example", "such as"})) return true;
  }
  if (except < therapy || i < except) return false;
  while (except < i && !r.IsMark(except, ')')) ++except;
  return except == i;
}

bool IsMarkOfList(const Reading& r, Clause clause, int i) {
  if (!r.IsNumber(i) || !r.IsMark(i + 1, ')')) return false;
  for (int k = i - 1; k >= clause.begin && k >= i - 4; --k) {
    if (r.IsMark(k, '(')) return false;
  }
  return true;
}

bool JoinsTimes(const Reading& r, int i) {
  const auto time = [&](int k) { return r.WordIsAny(k, {"after", "during", "on", "following", "while on", "while receiving", "within"}); };
  return r.Is(i, Cue::kOr) && time(i - 1) && time(i + 1);
}

}  // namespace trialmatch::rules
