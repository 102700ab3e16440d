#include "rules/parse/site_sentences.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "base/ascii.h"
#include "rules/parse/able_to_take.h"
#include "rules/parse/asks_nobody.h"
#include "rules/parse/domains.h"
#include "rules/parse/idle_sentences.h"
#include "rules/parse/therapy/offered_therapy.h"
#include "rules/parse/illness/recovery.h"
#include "rules/text/stems.h"

namespace trialmatch::rules {
namespace {

// "CT and MRI of the brain (if metastases are known) must be done within 14 days ...": the study
// site sees to it.
bool AsksForExamination(const Reading& r, Clause sentence, const MoodReading& mood) {
  if (mood.mood != Mood::kRequires || !mood.from_words) return false;
  int must = FindCue(r, sentence.begin, sentence.end, {Cue::kMust});
  if (must < 0 || !r.WordIsAny(must + 1, {"done", "performed", "obtained", "conducted", "carried out", "submitted", "collected", "repeated"})) return false;
  bool examination = false;
  for (int i = sentence.begin; i < must; ++i) {
    const Entry* plain = r.Find(i, TermKind::kPlain);
    examination = examination || (plain != nullptr && (plain->id == "imaging" || plain->id == "heart_tests"));
    for (TermKind kind : {TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kLab}) {
      if (r.Find(i, kind) != nullptr) return false;
    }
  }
  return examination;
}

// "First-line", "treatment-naive", "pretreated".
bool SaysCourse(const Reading& r, int i) { return r.IsAny(i, {Cue::kFirstLine, Cue::kSecondLine, Cue::kThirdLine}) || (r.Is(i, Cue::kNaive) && (r.WordContains(i, {"na"}) || r.WordStarts(i, {"untreated"}))) || r.WordIsAny(i, {"pretreated", "pre-treated"}); }

// "Replacement therapy is not considered a form of systemic treatment", "will not be counted as a line
// of therapy": what a word of another sentence means.
bool DefinesTherapy(const Reading& r, Clause sentence) {
  constexpr WordPattern kCounts[] = {"count", "considered"};
  if (!r.MayHoldCue({Cue::kNotRequired}) && !r.MayHoldWord(kCounts)) return false;
  int start = sentence.begin;
  while (start < sentence.end && !r.Is(start, Cue::kNotRequired) && !r.WordStarts(start, kCounts)) ++start;
  if (start == sentence.end) return false;
  int at = -1;
  for (int i = start; i < sentence.end && at < 0; ++i) {
    if (r.at(i).lead) continue;
    const bool counts = r.Is(i, Cue::kNotRequired) && r.WordContains(i, {"considered", "count"});
    // "Will be considered one line of therapy", "are considered treatment-naive".
    bool line = false;
    for (int k = i + 1; k < sentence.end && k <= i + 5; ++k) line = line || r.Is(k, Cue::kLine) || SaysCourse(r, k) || r.WordContains(k, {"cytotoxic", "cytostatic"});
    const bool considered = r.WordIsAny(i, {"considered", "considered as", "considered to be"}) && line;
    const bool counted = considered || r.WordIsAny(i, {"counted", "count", "counts", "count as", "counted as"});
    if (counts || counted) at = i;
  }
  if (at < 0 || HasCue(r, sentence.begin, sentence.end, {Cue::kExcluded, Cue::kMustNot})) return false;
  // "At least 2 prior lines (maintenance is not counted as one)" demands them.
  int open = at;
  while (open > sentence.begin && !r.IsAnyMark(open, "()")) --open;
  bool told = HasCue(r, sentence.begin, open, {Cue::kLine, Cue::kAtLeast, Cue::kMoreThan});
  for (int i = sentence.begin; i < open; ++i) told = told || r.IsComparison(i);
  if (r.IsMark(open, '(') && told) return false;
  // "Should be counted as a regimen" demands nothing of the patient.
  const int must = FindCue(r, sentence.begin, sentence.end, {Cue::kMust});
  if (must >= 0 && (must > at || at - must > 2 || HasCue(r, must + 1, sentence.end, {Cue::kMust}))) return false;
  for (int i = at + 1; i < std::min(sentence.end, at + 9); ++i) {
    if (r.IsAny(i, {Cue::kLine, Cue::kForThisCancer}) || (must < 0 && SaysCourse(r, i))) return true;
    if (r.Find(i, TermKind::kDrugClass) != nullptr) return true;
    if (r.WordContains(i, {"treatment", "therapy", "surgery", "cytotoxic", "cytostatic"})) return true;
  }
  // "Adjuvant therapy does not count."
  return at + 1 == sentence.end && HasCue(r, sentence.begin, at, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative, Cue::kMaintenance});
}

// "Each lesion must be at least 10 mm when measured by CT": what counts as measurable.
bool DefinesMeasurable(const Reading& r, Clause sentence, Section section) {
  constexpr WordPattern kLesions[] = {"lesion", "lymph node", "short axis", "diameter", "dimension"};
  if (section == Section::kExclusion || !r.MayHoldTermOf(KindBit(TermKind::kUnit)) || !r.MayHoldWord(kLesions)) return false;
  bool lesion = false, length = false, method = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    lesion = lesion || r.WordContains(i, kLesions);
    method = method || r.WordContains(i, {"measur", "recist", "short axis", "longest diameter"}) || r.Find(i, TermKind::kPlain) != nullptr;
    const Entry* unit = r.Find(i, TermKind::kUnit);
    length = length || (unit != nullptr && (unit->id == "mm" || unit->id == "cm"));
    for (TermKind kind : {TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kFact}) {
      if (r.Find(i, kind) != nullptr) return false;
    }
    if (r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kStage})) return false;
  }
  return lesion && length && method;
}

// "Agrees to a biopsy of a metastatic lesion": a consent, whatever it names.
bool AgreesToProcedure(const Reading& r, Clause sentence, Section section) {
  if (section != Section::kInclusion || sentence.end - sentence.begin > 30) return false;
  int first = sentence.begin;
  while (first < sentence.end && (r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kFiller) || r.IsNumber(first))) ++first;
  if (!r.WordStarts(first, {"agree", "willing", "consent"})) return false;
  bool procedure = false;
  for (int i = first; i < sentence.end; ++i) {
    if (r.at(i).lead || r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kPrior, Cue::kMust}) || r.IsMark(i, ';')) return false;
    procedure = procedure || r.WordContains(i, {"biops", "tissue", "sample", "blood draw", "procedure", "monitoring", "follow-up", "surveillance"});
  }
  return procedure;
}

// "For the purposes of exclusion, X is a clinical diagnosis, defined as ...", "patients with symptoms would be considered to have X": what a
// word of another sentence means.
bool DefinesTerm(const Reading& r, Clause sentence) {
  constexpr WordPattern kDefines[] = {"purpose", "considered", "control", "include", "migration"};
  if (!r.MayHoldWord(kDefines)) return false;
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kNote))) ++first;
  // "Migration to cohort 2 must take place within ...": of who takes part already.
  for (int i = first; i < first + 2; ++i) {
    if (r.WordStarts(i, {"migration"}) && (r.WordIsAny(i + 1, {"to", "into"}) || r.Is(i + 1, Cue::kTo))) return true;
  }
  if (HasCue(r, sentence.begin, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded})) return false;
  const std::string text = r.Words(first, sentence.end - 1);
  const auto says = [&](std::string_view words) { return base::ContainsIgnoreCase(text, words); };
  const bool purpose = base::StartsWithIgnoreCase(text, "for the purpose") && says("defined as");
  // "Resectable includes stage IIIA", "potentially resectable includes some T4 tumors": a word of the sentence before.
  for (int i = first; i < std::min(sentence.end, first + 3); ++i) {
    if (r.WordIs(i, "includes") && i > first && i <= first + 2 && r.Find(i - 1, TermKind::kSetting) != nullptr) return true;
  }
  // "Ten healthy persons will serve as controls": not the patients that the study asks for.
  if (says("serve as control") || says("serve as a control") || says("act as control")) return true;
  // "Treatment of brain metastases can include surgery or radiation".
  if (base::StartsWithIgnoreCase(text, "treatment of") && (says(" can include") || says(" may include") || says(" includes "))) return true;
  return purpose || says("would be considered to have") || says("will be considered to have") || says("is considered to have");
}

// "Controlled brain metastases are defined as no progression for 4 weeks": whom the permission before it means, and nobody who is forbidden.
bool DefinesControlled(const Reading& r, Clause sentence, Section section) {
  if (section != Section::kExclusion || !r.MayHoldCue({Cue::kCnsMetastasis})) return false;
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kNote))) ++first;
  if (!r.IsAny(first, {Cue::kStable, Cue::kTreated})) return false;
  int defined = first + 1;
  while (defined < sentence.end && r.IsAny(defined, {Cue::kCnsMetastasis, Cue::kStable, Cue::kTreated, Cue::kFiller, Cue::kAnd})) ++defined;
  return HasCue(r, first, defined, {Cue::kCnsMetastasis}) && r.Is(defined, Cue::kIncluding) && r.WordContains(defined, {"defined"});
}

// "(140 - age) x weight (kg) / (72 x serum creatinine)": how a value is calculated.
bool IsFormula(const Reading& r, Clause sentence) {
  constexpr WordPattern kWeighs[] = {"weight", "creatinine"};
  if (!r.MayHoldWord(kWeighs)) return false;
  bool constant = false, weight = false, age = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    constant = constant || (r.IsNumber(i) && (r.at(i).number == 140 || r.at(i).number == 72));
    weight = weight || r.WordContains(i, kWeighs);
    age = age || r.Is(i, Cue::kAge) || r.WordContains(i, {"age"}) || r.WordIs(i, "x");
    if (r.IsComparison(i) && !r.WordIs(i, "=")) return false;
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kGene, TermKind::kDisease, TermKind::kCondition}))) return false;
  }
  return constant && weight && age;
}

// "The effects of the drug on the fetus are not known", "appropriate studies will be undertaken in
// patients on antiretroviral therapy when indicated": why something is asked, and no demand.
bool GivesReason(const Reading& r, Clause sentence) {
  // "Because there is an unknown but potential risk for nursing infants, ...".
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark))) ++first;
  if (r.WordStarts(first, {"because"})) {
    for (int i = first; i < sentence.end; ++i) {
      if (r.WordContains(i, {"infant", "fetus", "foetus", "mother"})) return true;
    }
  }
  constexpr WordPattern kEffects[] = {"effect", "risk", "safety"}, kUndertaken[] = {"undertaken"};
  if (!r.MayHoldWord(kEffects) && !r.MayHoldWord(kUndertaken)) return false;
  if (HasCue(r, sentence.begin, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kNo, Cue::kWithout, Cue::kUnless})) return false;
  constexpr uint32_t kAsked = KindBits({TermKind::kFact, TermKind::kLab, TermKind::kGene, TermKind::kDisease, TermKind::kCondition});
  bool effect = false, unknown = false, studies = false, undertaken = false, names = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    names = names || r.IsTermOf(i, kAsked);
    effect = effect || r.WordContains(i, kEffects);
    unknown = unknown || r.WordContains(i, {"unknown", "not known", "lethal infection", "teratogen", "not been studied", "have not been established"}) || r.Is(i, Cue::kUnknownStatus);
    studies = studies || r.WordContains(i, {"studies"});
    undertaken = undertaken || r.WordContains(i, kUndertaken);
  }
  return (effect && unknown && !names) || (studies && undertaken);
}

// "Examples of live vaccines are measles and yellow fever", "killed influenza vaccines are allowed, the
// intranasal one is not": what is a live vaccine, which another sentence forbids.
bool ExplainsVaccines(const Reading& r, Clause sentence) {
  constexpr WordPattern kExplains[] = {"example", "influenza", "killed", "inactivated", "measles"};
  if (!r.MayHoldTermOf(KindBit(TermKind::kDrugClass)) || !r.MayHoldWord(kExplains)) return false;
  bool vaccine = false, explains = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    const Entry* drug_class = r.Find(i, TermKind::kDrugClass);
    const bool is_vaccine = drug_class != nullptr && (drug_class->id == "vaccine" || drug_class->id == "live_vaccine");
    vaccine = vaccine || is_vaccine;
    explains = explains || r.WordContains(i, kExplains);
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kGene, TermKind::kDisease, TermKind::kLab})) || (drug_class != nullptr && !is_vaccine)) return false;
  }
  return vaccine && explains && !FindWindow(r, sentence, sentence.begin) && !HasCue(r, sentence.begin, sentence.end, {Cue::kPrior, Cue::kMust});
}

bool NamesIllness(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kLab}))) return true;
    if (r.IsTerm(i, TermKind::kCondition) && !r.IsTerm(i, TermKind::kDisease)) return true;
  }
  return false;
}

// "Prisoners, or who is detained for the treatment of a psychiatric illness".
bool SpeaksOfDetention(const Reading& r, Clause sentence) {
  constexpr WordPattern kDetained[] = {"detained", "imprison", "incarcerat"};
  if (!r.MayHoldWord(kDetained)) return false;
  bool detained = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) return false;
    detained = detained || r.WordContains(i, {"detained", "imprison", "incarcerat"});
    if (r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kDrug, TermKind::kDrugClass}))) return false;
  }
  return detained;
}

// "Patients, if enrolled, should not receive live vaccines while on treatment and 30 days after": what may
// not be given in the study.
bool ForbidsVaccineLater(const Reading& r, Clause sentence) {
  if (!HasCue(r, sentence.begin, sentence.end, {Cue::kMustNot, Cue::kExcluded})) return false;
  bool vaccine = false, later = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) return false;
    const Entry* group = r.Find(i, TermKind::kDrugClass);
    const bool is_vaccine = group != nullptr && (group->id == "vaccine" || group->id == "live_vaccine");
    vaccine = vaccine || is_vaccine;
    later = later || r.WordContains(i, {"while", "whilst", "during", "if enrolled", "after the last dose", "throughout"}) || r.Is(i, Cue::kLastDose);
    if (r.Is(i, Cue::kBefore) && !r.WordIsAny(i, {"of", "of the"})) return false;
    if (r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kCondition})) || (group != nullptr && !is_vaccine && group->id != "investigational_agent")) return false;
  }
  return vaccine && later;
}

// "Must have an MRI of the brain with gadolinium within 14 days", "a CT of the brain to evaluate for CNS
// disease".
bool AsksForScan(const Reading& r, Clause sentence, const MoodReading& mood) {
  if (mood.mood != Mood::kRequires || !mood.from_words) return false;
  const int must = FindCue(r, sentence.begin, sentence.end, {Cue::kMust});
  bool scan = false, contrast = false, looks = false;
  for (int i = must + 1; i > 0 && i < sentence.end; ++i) {
    const Entry* plain = r.Find(i, TermKind::kPlain);
    scan = scan || (i <= must + 4 && plain != nullptr && plain->id == "imaging");
    const Entry* group = r.Find(i, TermKind::kDrugClass);
    contrast = contrast || (group != nullptr && group->id == "contrast_agent");
    looks = looks || (scan && r.WordContains(i, {"evaluate", "rule out", "assess"}));
    if (r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kFact})) || (!looks && r.IsTerm(i, TermKind::kCondition)) ||
        (group != nullptr && group->id != "contrast_agent") || (!looks && r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal})))
      return false;
  }
  return scan && (contrast || looks);
}

// "Contraindication to MRI (metal implants) or to contrast (allergy)".
bool SpeaksOfImagingRisk(const Reading& r, Clause sentence) {
  constexpr WordPattern kContraindicated[] = {"contraindicat"};
  if (!r.MayHoldWord(kContraindicated)) return false;
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kFiller) || r.IsAny(first, {Cue::kWith, Cue::kKnown}))) ++first;
  if (!r.WordContains(first, {"contraindicat"})) return false;
  for (int i = first; i < sentence.end && i <= first + 3; ++i) {
    if (r.WordContains(i, {"mri", "magnetic", "imaging", "contrast", "gadolinium", "ct scan", "pet"})) return !FindWindow(r, sentence, first);
  }
  return false;
}

// "Refusal to have a biopsy", "unwilling to be screened for cancer" among the exclusions.
bool Refuses(const Reading& r, Clause sentence, Section section) {
  if (section != Section::kExclusion || HasTermOf(r, sentence.begin, sentence.end, KindBit(TermKind::kFact))) return false;
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.IsAny(first, {Cue::kFiller, Cue::kWith, Cue::kWho}) || r.Find(first, TermKind::kPlain) != nullptr || r.IsNumber(first))) ++first;
  return first < sentence.end && r.WordStarts(first, {"refus", "unwilling"}) && !HasCue(r, first, sentence.end, {Cue::kPrior, Cue::kOngoing}) && !(HasCue(r, first, sentence.end, {Cue::kOr}) && NamesIllness(r, {first, sentence.end}));
}

// "Bone metastases cannot be used as target lesions", "effusions are unacceptable as the sole indicator
// lesion": what counts as measurable.
bool DefinesTarget(const Reading& r, Clause sentence) {
  constexpr WordPattern kTarget[] = {"lesion", "evidence", "measur"};   // one of them stands in all that is looked for
  if (!r.MayHoldWord(kTarget)) return false;
  if (!HasTermOf(r, sentence.begin, sentence.end, KindBits({TermKind::kSetting, TermKind::kSite, TermKind::kCondition})) && !HasCue(r, sentence.begin, sentence.end, {Cue::kCnsMetastasis})) return false;
  const std::string text = r.Words(sentence.begin, sentence.end - 1);
  static constexpr Stems kLesions({"target lesion", "indicator lesion", "index lesion", "only evidence of", "sole site of measur", "only site of measur", "considered measurable"});
  static constexpr Stems kDenied({"unacceptable", "not acceptable", "not be acceptable", "cannot be", "can not be", "not be used", "may not be", "not considered", "not be considered", "not count"});
  return kLesions.AnyIn(text) && kDenied.AnyIn(text) && !HasTermOf(r, sentence.begin, sentence.end, KindBits({TermKind::kDrug, TermKind::kGene, TermKind::kLab}));
}

// "Persons with suspected brain metastases should have an MRI of the head before entry".
bool AsksForScanOfSuspects(const Reading& r, Clause sentence, Section section) {
  if (section != Section::kInclusion || !r.MayHoldCue({Cue::kMust})) return false;
  const int must = FindCue(r, sentence.begin, sentence.end, {Cue::kMust});
  if (must < 0 || !r.WordStarts(must, {"should", "must"})) return false;
  int at = must + 1;
  while (at < sentence.end && at < must + 5 && (r.IsAny(at, {Cue::kFiller, Cue::kWith, Cue::kPrior}) || r.IsKind(at, Item::Kind::kWord))) ++at;
  const Entry* plain = at < sentence.end ? r.Find(at, TermKind::kPlain) : nullptr;
  if (plain == nullptr || plain->id != "imaging") return false;
  bool suspected = false;
  for (int i = sentence.begin; i < must; ++i) suspected = suspected || r.WordContains(i, {"suspect", "symptom", "suspicion"});
  return suspected && !HasCue(r, sentence.begin, sentence.end, {Cue::kNo, Cue::kWithout, Cue::kNot});
}

// "Lesions in an irradiated area are measurable if they have grown since": what counts as measurable.
bool DefinesIrradiatedLesion(const Reading& r, Clause sentence, Section section) {
  constexpr WordPattern kIrradiated[] = {"irradiat", "radiat", "radiother"};
  if (!r.MayHoldTermOf(KindBit(TermKind::kFact)) || !r.MayHoldWord(kIrradiated)) return false;
  // Among the exclusions "a measurable lesion cannot have been irradiated unless it has grown".
  if (section == Section::kExclusion && (!HasCue(r, sentence.begin, sentence.end, {Cue::kMustNot}) || HasCue(r, sentence.begin, sentence.end, {Cue::kNo, Cue::kWithout}))) return false;
  bool lesion = false, irradiated = false, measurable = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    lesion = lesion || r.WordContains(i, {"lesion", "tumor"});
    irradiated = irradiated || r.WordContains(i, kIrradiated);
    const Entry* fact = r.Find(i, TermKind::kFact);
    measurable = measurable || (fact != nullptr && fact->id == "measurable");
    if (r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kDrug, TermKind::kCondition})) && !r.Is(i, Cue::kDiseaseWord)) return false;
    if (r.IsAny(i, {Cue::kCnsMetastasis, Cue::kMust}) && !lesion) return false;
  }
  return lesion && irradiated && measurable && HasCue(r, sentence.begin, sentence.end, {Cue::kIf, Cue::kUnless}) &&
         !HasCue(r, sentence.begin, sentence.end, {Cue::kMust, Cue::kAtLeast});
}

// "Lesions treated with radiation before must have grown to be used as target lesions": which lesions count.
bool AsksLesionsToHaveGrown(const Reading& r, Clause sentence, Section section) {
  constexpr WordPattern kLesion[] = {"lesion"};
  if (section == Section::kExclusion || !r.MayHoldWord(kLesion) || !r.MayHoldCue({Cue::kMust}) || HasTermOf(r, sentence.begin, sentence.end, KindBits({TermKind::kDrug, TermKind::kGene, TermKind::kLab}))) return false;
  const int must = FindCue(r, sentence.begin, sentence.end, {Cue::kMust});
  int first = sentence.begin;
  while (first < must && !r.WordContains(first, kLesion)) {
    const bool joins = r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.IsAny(first, {Cue::kFiller, Cue::kPrior, Cue::kHowever, Cue::kNote, Cue::kIf}) || r.WordIsAny(first, {"any", "all", "tumor", "target"}) || r.IsTerm(first, TermKind::kDrugClass);
    if (!joins) return false;
    ++first;
  }
  // "If that is the only lesion, it must have grown": asked of who has no other.
  if (first >= must || HasCue(r, sentence.begin, must, {Cue::kAtLeast, Cue::kCnsMetastasis, Cue::kOnly})) return false;
  bool local = false, grown = false, counts = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    const Entry* therapy = r.Find(i, TermKind::kDrugClass);
    local = local || (i < must && therapy != nullptr && (r.lexicon().DrugIsA(therapy->id, "radiation") || r.lexicon().DrugIsA(therapy->id, "local_therapy")));
    grown = grown || (i > must && (r.Is(i, Cue::kProgressed) || r.WordContains(i, {"progress", "grown", "growth", "increas"})));
    counts = counts || (i > must && (r.WordContains(i, {"target", "measurable", "index", "evaluable"}) || r.WordStarts(i, {"consider", "count", "select", "used", "includ"})));
  }
  return local && grown && counts;
}

// "Examples of suspected pneumonitis include fibrosis".
bool GivesExamples(const Reading& r, Clause sentence) {
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark))) ++first;
  return r.WordIsAny(first, {"examples", "example", "examples of", "for example", "examples include", "examples are"}) && !r.Is(first, Cue::kMust);
}

// "Other heart diseases may be excluded at the investigator's discretion".
bool MayExclude(const Reading& r, Clause sentence) {
  const int excluded = FindCue(r, sentence.begin, sentence.end, {Cue::kExcluded});
  return excluded > sentence.begin && !r.at(excluded).lead && r.WordContains(excluded, {"excluded"}) && r.WordIsAny(excluded - 1, {"may", "might", "could"});
}

// "Testing for hepatitis B is not required unless a local authority asks for it", "screening of asymptomatic patients without
// CNS metastases is not required".
bool TestNotRequired(const Reading& r, Clause sentence) {
  int test = -1;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) return false;
    if (test < 0 && r.WordContains(i, {"test", "screening"})) test = i;
    const bool needless = r.Is(i, Cue::kNotRequired) || (r.Find(i, TermKind::kLogistics) != nullptr && r.WordContains(i, {"not required"}));
    if (needless) return test >= 0;
    const bool whose = test >= 0 && (r.IsAny(i, {Cue::kAsymptomatic, Cue::kWithout, Cue::kCnsMetastasis, Cue::kPrior, Cue::kWho, Cue::kWith, Cue::kKnown}) || r.WordIsAny(i, {"of", "in", "brain"}));
    if (!whose && !r.IsAny(i, {Cue::kFiller, Cue::kFor, Cue::kAnd, Cue::kOr, Cue::kNo, Cue::kBefore}) && r.Find(i, TermKind::kCondition) == nullptr && test != i && !r.IsMark(i, '/')) return false;
  }
  return false;
}

}  // namespace

bool LeftToSite(const Reading& r, Clause sentence, Section section, const MoodReading& mood) {
  return AsksForExamination(r, sentence, mood) || AgreesToProcedure(r, sentence, section) || SpeaksOfRecovery(r, sentence) || SpeaksOfWashoutAlone(r, sentence) || DefinesTerm(r, sentence) || DefinesControlled(r, sentence, section) ||
         DefinesMeasurable(r, sentence, section) || DefinesTherapy(r, sentence) || IsFormula(r, sentence) ||
         Refuses(r, sentence, section) || DefinesTarget(r, sentence) || AsksForScanOfSuspects(r, sentence, section) ||
         GivesReason(r, sentence) || ExplainsVaccines(r, sentence) || SpeaksOfTaking(r, sentence, section) ||
         DefinesIrradiatedLesion(r, sentence, section) || AsksLesionsToHaveGrown(r, sentence, section) || AsksForScan(r, sentence, mood) || TellsWhoNeedsScan(r, sentence) || SpeaksOfImagingRisk(r, sentence) ||
         ForbidsVaccineLater(r, sentence) || MayExclude(r, sentence) || GivesExamples(r, sentence) || SpeaksOfDetention(r, sentence) ||
         SetsNoLimit(r, sentence) || SponsorMayChoose(r, sentence) || TellsTimeOfReport(r, sentence) || GivesPriority(r, sentence) || StatesObjective(r, sentence) || TestNotRequired(r, sentence) || TellsWhichLesionsCount(r, sentence) || TellsApprovalOfDrug(r, sentence) || TellsHowGiven(r, sentence) || DefinesHistology(r, sentence) || DefinesExtent(r, sentence) || LimitsExcepted(r, sentence) || (section == Section::kInclusion && (AsksNobody(r, sentence) || ListsTumoursAsExamples(r, sentence) || NotesInterest(r, sentence) || TellsHowToMeasure(r, sentence) || TellsHowStaged(r, sentence) || NamesLesionsOfEitherKind(r, sentence) || DescribesDrug(r, sentence) || TellsOfHarm(r, sentence)));
}

}  // namespace trialmatch::rules
