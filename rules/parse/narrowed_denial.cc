#include "rules/parse/narrowed_denial.h"

#include <string>

#include "rules/parse/disease/told_of_other.h"
#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_names.h"

namespace trialmatch::rules {
namespace {

class DenialReader {
 public:
  DenialReader(const Reading& reading, Clause own, const Statement& statement) : r_(reading), c_(own), s_(statement) {}

  Denial Of(const Expression& e, LeafPlace at) const {
    if (const auto* tumour = std::get_if<OneOfLeaf>(e.leaf.get())) {
      if (tumour->attribute == OneOfLeaf::Attribute::kDisease && IsDeniedByLead(at.first)) return Denial::kNarrowed;
      // "A cancer other than the one of this study".
      const bool any = tumour->attribute == OneOfLeaf::Attribute::kDisease && tumour->values.size() == 1 && (tumour->values[0] == "cancer" || tumour->values[0] == "solid_tumor");
      const bool sole = (tumour->attribute == OneOfLeaf::Attribute::kMetastasisSite || IsOfMetastases(*tumour)) && (SpeaksOfSoleLesion(r_, c_) || IsOnlySite(r_, c_, at));
      if (IsDayOfDiagnosis(at) || IsOfEarlierDisease(r_, *tumour, at) || IsOfOtherStaging(r_, *tumour, at) || IsOfCurable(r_, c_, *tumour, at)) return Denial::kNarrowed;
      if (sole || (any && NamesAnotherCancer()) || (IsOfMetastases(*tumour) && OnlySomeMetastases(at))) return Denial::kNarrowed;
      // "Metastatic disease invading the liver or more than 10 metastatic sites".
      for (int k = at.first + 1; tumour->attribute == OneOfLeaf::Attribute::kSetting && k <= at.first + 2; ++k) {
        if (r_.WordIsAny(k, {"invading", "involving"})) return Denial::kNarrowed;
      }
      return tumour->attribute == OneOfLeaf::Attribute::kDisease && TellsSizeOfAll(r_, c_, at.last) ? Denial::kNarrowed : Denial::kWhole;
    }
    if (const auto* treatment = std::get_if<TreatmentLeaf>(e.leaf.get())) {
      if (IsAfterStudy(at.first) || IsDuringAndAfter(*treatment) || OfLesion(*treatment, at.first) || FailsToControl(at.last) || IsMeansOfControl(at.first)) return Denial::kNotOfPatient;
      return IsNarrowed(*treatment, at) ? Denial::kNarrowed : Denial::kWhole;
    }
    if (const auto* illness = std::get_if<ConditionLeaf>(e.leaf.get())) return IsWhyDrugIsAllowed(at.first) ? Denial::kNotOfPatient : IsNarrowed(*illness) || WithComplication(*illness, at) || OfOneCause(*illness, at.first) ? Denial::kNarrowed : Denial::kWhole;
    if (const auto* fact = std::get_if<FactLeaf>(e.leaf.get()); fact != nullptr && (fact->fact == "measurable" || fact->fact == "evaluable")) {
      // "Measurable disease only in the brain".
      const bool there = r_.Is(at.last + 1, Cue::kOnly) || r_.WordIsAny(at.last + 1, {"only", "solely", "exclusively"});
      return there || IsOfAllLesions(at.first - 4) || SpeaksOfSoleLesion(r_, c_) ? Denial::kNarrowed : Denial::kWhole;
    }
    if (!std::holds_alternative<BrainLeaf>(*e.leaf.get())) return Denial::kWhole;
    const bool place = s_.mood == Mood::kProhibits && e.rule == "brain.any" && (IsPlaceOfOperation(at.first) || IsPurposeOfTherapy(r_, c_, at.first));
    if (place) return Denial::kNotOfPatient;
    return SpeaksOfSoleLesion(r_, c_) || IsOnlySite(r_, c_, at) ? Denial::kNarrowed : Denial::kWhole;
  }

 private:
  // "Recent major surgery", "surgery affecting absorption", "chemotherapy within a year before the diagnosis
  // of metastases": not every such therapy is forbidden.
  bool IsNarrowed(const TreatmentLeaf& leaf, LeafPlace at) const {
    const bool trial_drug = AllOf(leaf, [](const std::string& id) { return id == "investigational_agent"; });
    if (IsCountedFromDiagnosis(leaf) || (!trial_drug && IsStudyOf(at)) || IsOfTumoursResistance(r_, at.last)) return true;
    if (!leaf.window.empty() || leaf.ongoing) return false;
    // "Complications of prior radiotherapy".
    for (int k = at.first - 1; leaf.said.empty() && k >= c_.begin && k >= at.first - 6 && !r_.IsAnyMark(k, ",;:."); --k) {
      if (r_.WordContains(k, {"complication", "sequela", "necrosis", "damage", "injury"})) return true;
    }
    if (IsOfHeadingAlone(at.first) || OrElse(at.last) || IsOfAllLesions(at.last) || (s_.mood == Mood::kRequires && IsAfterNotIndicated(r_, at.first + 1))) return true;
    // "Therapy given after progression on platinum": the progression came before.
    if (leaf.outcome == TreatmentLeaf::Outcome::kProgression && r_.WordContains(at.last + 1, {"administered", "given"})) return true;
    if (!leaf.window.empty() || leaf.ongoing || s_.mood != Mood::kProhibits) return false;
    // "Other investigational agents or chemotherapy": beside the study.
    const bool generic = leaf.except.empty() && AllOf(leaf, [&](const std::string& id) { return id == "investigational_agent" || id == "any_therapy" || id == "systemic_therapy" || id == "chemotherapy" || IsMedication(r_.lexicon(), id); });
    if (generic && !SaysPrior() && r_.WordStarts(at.first, {"other ", "another ", "alternative ", "any other "})) return true;
    if (generic && at.first - 1 <= c_.begin + 2 && r_.WordIsAny(at.first - 1, {"other", "another", "any other"}) && !SaysPrior()) return true;
    if (IsToldWhich(at) || (leaf.outcome == TreatmentLeaf::Outcome::kProgression && IsForecast())) return true;
    for (int k = at.first - 1; k >= c_.begin && k >= at.first - 3; --k) {
      if (r_.WordStarts(k, {"recent"})) return true;
    }
    return r_.WordStarts(at.last + 1, {"affecting", "interfering", "impairing", "that could affect", "that may affect", "that would preclude", "likely to affect"}) || (at.first <= c_.begin + 4 && r_.WordIsAny(at.last + 1, {"requires", "require"}));
  }

  // "Radiotherapy that includes all target lesions", right behind item `last`.
  bool IsOfAllLesions(int last) const {
    bool includes = false;
    for (int k = std::max(c_.begin, last + 1); k < std::min(c_.end, last + 8); ++k) {
      includes = includes || r_.WordStarts(k, {"includ", "encompass", "involv", "cover", "have includ", "have involv"});
      if (!includes || !(r_.WordIsAny(k, {"all", "every", "all of", "all the"}) || r_.WordStarts(k, {"all "}))) continue;
      for (int m = k; m < std::min(c_.end, k + 4); ++m) {
        if (r_.WordContains(m, {"lesion"}) || r_.WordContains(m, {"measurable"}) || r_.WordIsAny(m, {"site", "sites"})) return true;
      }
    }
    return false;
  }

  // "Likely to experience early progression on X".
  bool IsForecast() const {
    const int progressed = r_.FindCue(c_.begin, c_.end, {Cue::kProgressed});
    for (int k = progressed - 1; k >= c_.begin && k >= progressed - 5; --k) {
      if (r_.WordIsAny(k, {"likely", "likely to", "expected", "expected to", "anticipated", "at risk of", "at risk for", "predicted"}) || r_.WordStarts(k, {"likely"})) return true;
    }
    return false;
  }

  // "Treatment with any other agents" is of no time.
  bool SaysPrior() const {
    for (int k = c_.begin; k < c_.end; ++k) {
      if (r_.Is(k, Cue::kPrior) && !r_.WordStarts(k, {"treatment", "therapy", "use of", "administration"})) return true;
    }
    return false;
  }

  // "No hormones except steroids for adrenal failure", "(inhaled steroids for asthma)": why the drug is taken.
  bool IsWhyDrugIsAllowed(int first) const {
    int why = -1;
    for (int k = first - 1; k >= c_.begin && k >= first - 5 && why < 0; --k) {
      if (r_.Is(k, Cue::kFor) || r_.WordIs(k, "for")) why = k;
      else if (r_.IsAnyMark(k, ".;:") || r_.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout})) return false;
    }
    bool drug = false;
    for (int k = why - 1; why >= 0 && k >= c_.begin; --k) {
      if (r_.IsAnyMark(k, ".;")) return false;
      drug = drug || (k >= why - 6 && (r_.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r_.WordContains(k, {"steroid", "hormone"})));
      if (drug && r_.IsAny(k, {Cue::kExcept, Cue::kUnless})) return true;
    }
    return false;
  }

  // "No anemia secondary to iron deficiency": not whoever is anemic.
  bool OfOneCause(const ConditionLeaf& illness, int first) const {
    return s_.mood == Mood::kRequires && illness.conditions[0] != "concurrent_illness" && (r_.WordIsAny(first + 1, {"secondary to", "due to", "caused by", "because of", "resulting from", "as a result of", "attributed to"}) ||
                                          (r_.WordIsAny(first + 1, {"secondary", "due", "caused", "resulting"}) && r_.WordIsAny(first + 2, {"to", "by", "from"})));
  }

  // "Diabetes with evidence of ulcers": both together, read as one or the other.
  bool WithComplication(const ConditionLeaf& illness, LeafPlace at) const {
    if (illness.conditions.size() != 2 || s_.mood != Mood::kRequires) return false;
    for (int k = at.first + 1; k < at.last; ++k) {
      if (r_.IsAny(k, {Cue::kAnd}) || r_.IsMark(k, ',')) return false;
      if (r_.WordIs(k, "with") || (r_.Is(k, Cue::kWith) && r_.WordContains(k, {"evidence"}))) return true;
    }
    return false;
  }

  // "No other cancer for at least 5 years", "or another cancer in complete response since 5 years", "two cancers
  // diagnosed simultaneously": a time, or together, that was not read.
  bool IsNarrowed(const ConditionLeaf& illness) const {
    if (illness.status == ConditionLeaf::Status::kEver && illness.qualities.empty() && illness.window.empty()) {
      for (int k = c_.begin; k < c_.end; ++k) {
        if (r_.Is(k, Cue::kUncontrolled) && !r_.at(k).used && r_.WordContains(k, {"control"})) return true;
      }
    }
    const bool cancer = illness.conditions.size() == 1 && illness.conditions[0] == "other_malignancy";
    if (!cancer || !illness.window.empty() || illness.status == ConditionLeaf::Status::kActive) return false;
    for (int k = c_.begin; k < c_.end; ++k) {
      // "Another synchronous malignancy" is another one; "two synchronous lung cancers" may both be the patient's.
      if (r_.WordContains(k, {"simultaneous", "synchronous"}) && !r_.IsTerm(k, TermKind::kCondition)) return true;
      if (r_.IsAny(k, {Cue::kYear, Cue::kMonth}) && !r_.at(k).used) return true;
    }
    return false;
  }

  // "Radiotherapy that would preclude ...": behind it stands which.
  bool IsToldWhich(LeafPlace at) const {
    if (WhatItPrecludes(r_, c_, at.first + 1) >= 0) return true;
    for (int k = at.first + 1; k < c_.end && k <= at.last + 5; ++k) {
      const bool effect = r_.WordStarts(k, {"preclud", "would preclud", "interfer", "would interfer", "affect", "may affect", "could affect", "impair", "prevent", "overlap"});
      if (effect && r_.FindCue(at.first, k, {Cue::kWho}) >= 0) return true;
    }
    return false;
  }

  // "High blood pressure that drug treatment can not control": how the illness is.
  bool FailsToControl(int last) const {
    for (int k = last + 1; k < c_.end && k <= last + 4; ++k) {
      if (r_.Is(k, Cue::kUncontrolled) && r_.WordContains(k, {"control"})) return true;
      if (r_.WordStarts(k, {"control", "be controlled"})) return r_.IsAny(k - 1, {Cue::kMustNot, Cue::kNot}) || r_.IsAny(k - 2, {Cue::kMustNot, Cue::kNot});
    }
    return false;
  }

  // "Hypertension poorly controlled by 2 kinds of antihypertensives": how ill one is, and no drug is forbidden.
  bool IsMeansOfControl(int first) const {
    if (s_.mood != Mood::kProhibits) return false;
    constexpr WordPattern kBy[] = {"by", "with", "despite", "using", "by the", "with the", "despite the", "despite use of", "despite the use of", "on"};
    int k = first - 1;
    while (k > c_.begin && k >= first - 6 && !r_.WordIsAny(k, kBy) && (r_.IsNumber(k) || r_.at(k).value || r_.IsAny(k, {Cue::kFiller, Cue::kAtLeast, Cue::kMoreThan, Cue::kOr}) || r_.IsTerm(k, TermKind::kPlain) || r_.WordIsAny(k, {"of", "the", "use of", "types", "kinds", "classes", "types of", "kinds of", "different", "optimal", "standard"}))) --k;
    if (!r_.WordIsAny(k, kBy)) return false;
    bool illness = false;
    for (int m = k - 1; m >= c_.begin && m >= k - 5 && !r_.IsAnyMark(m, ",;:."); --m) {
      illness = illness || r_.IsTerm(m, TermKind::kCondition) || r_.WordContains(m, {"pressure"});
      const bool out_of_control = r_.Is(m, Cue::kUncontrolled) || r_.WordContains(m, {"controlled"});
      if (out_of_control && (illness || r_.IsTerm(m - 1, TermKind::kCondition) || r_.WordContains(m - 1, {"pressure"}))) return true;
    }
    return false;
  }

  // "Enrollment on a radiotherapy study", "randomized into a chemotherapy program".
  bool IsStudyOf(LeafPlace at) const {
    if (!r_.WordIsAny(at.last + 1, {"study", "studies", "trial", "trials", "protocol", "protocols", "program"})) return false;
    for (int k = at.first - 1; k >= c_.begin && k >= at.first - 12; --k) {
      if (r_.WordContains(k, {"enrol", "participat", "randomi", "entry", "entered"})) return true;
    }
    return false;
  }

  // "TKI-naive, or progressed on one TKI": the second way was read.
  static bool HoldsSecondWay(const Expression& e) {
    const auto progressed = [](const Expression& way) {
      const auto* leaf = way.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(way.leaf.get()) : nullptr;
      return leaf != nullptr && leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome;
    };
    // "... on crizotinib, and naive to others".
    const auto way = [&](const Expression& each) { return progressed(each) || (each.kind == Expression::Kind::kAll && std::any_of(each.children.begin(), each.children.end(), progressed)); };
    if (e.kind == Expression::Kind::kAny && std::any_of(e.children.begin(), e.children.end(), way)) return true;
    return std::any_of(e.children.begin(), e.children.end(), HoldsSecondWay);
  }

  // "PD-1 inhibitor naive, or must have progressed on it": a second way that was not read.
  bool OrElse(int last) const {
    if (s_.mood != Mood::kRequires || HoldsSecondWay(s_.content)) return false;
    bool other = false;
    for (int k = last + 1; k < c_.end && k <= last + 8 && !r_.IsAnyMark(k, ";."); ++k) {
      other = other || r_.Is(k, Cue::kOr);
      if (other && r_.IsAny(k, {Cue::kProgressed, Cue::kIntolerant}) && !r_.IsAny(k - 1, {Cue::kNo, Cue::kNot})) return true;
    }
    return false;
  }

  // "Chemotherapy: No prior CI-994": what is named below the heading is known to no table.
  bool IsOfHeadingAlone(int first) const {
    if (!r_.at(first).lead) return false;
    for (int k = c_.begin; k < c_.end; ++k) {
      if (r_.IsKind(k, Item::Kind::kWord) && !r_.at(k).used && r_.at(k).may_be_code) return true;
    }
    return false;
  }

  // The time of the therapy is told from the diagnosis or a recurrence, not from today.
  bool IsCountedFromDiagnosis(const TreatmentLeaf& leaf) const {
    if (leaf.window.empty()) return false;
    for (int k = c_.begin; k < c_.end; ++k) {
      if (!r_.IsAny(k, kLengths)) continue;
      bool from = false;
      for (int m = k + 1; m < c_.end && m <= k + 5; ++m) {
        if (r_.Is(m, Cue::kReference) || r_.IsAnyMark(m, ";.,)")) break;
        from = from || r_.IsAny(m, {Cue::kBefore, Cue::kSince}) || r_.WordIsAny(m, {"from", "after", "to", "of"});
        if (from && r_.WordContains(m, {"diagnosis", "diagnosed", "recurrence", "relapse"})) return true;
      }
    }
    return false;
  }

  // "During treatment and for 5 months after the last dose of X": a time that lies ahead.
  bool IsDuringAndAfter(const TreatmentLeaf& leaf) const {
    if (!leaf.window.within) return false;
    bool during = false;
    for (int k = c_.begin; k + 3 < c_.end; ++k) {
      const auto told = ReadDuration(r_, k, c_.end);
      if (told && told->first == k && told->duration == *leaf.window.within) return false;
      during = during || r_.WordStarts(k, {"during", "throughout", "while", "whilst"}) || r_.WordIsAny(k + 1, {"additional", "an additional", "for an additional"}) || r_.WordIs(k + 2, "additional") || r_.WordIs(k + 3, "additional");
      if (!during || !r_.IsAny(k, {Cue::kAnd, Cue::kOr, Cue::kUnless, Cue::kTo})) continue;
      int from = k + 1;
      while (from < c_.end && from <= k + 4 && (r_.IsAny(from, {Cue::kFor, Cue::kAtLeast, Cue::kAtMost, Cue::kWithin, Cue::kUnless, Cue::kFiller}) || r_.WordIsAny(from, {"until", "additional"}))) ++from;
      const auto length = ReadDuration(r_, from, c_.end);
      if (!length || length->first != from || !(length->duration == *leaf.window.within)) continue;
      if (r_.WordStarts(length->last + 1, {"after", "following", "post", "from", "since"})) return true;
    }
    return false;
  }

  // "Through 120 days after the last dose of X", of those who must not conceive.
  bool IsAfterStudy(int first) const {
    bool last_dose = false;
    for (int k = first - 1; k >= c_.begin && k >= first - 7; --k) {
      last_dose = last_dose || r_.Is(k, Cue::kLastDose);
      if (last_dose && r_.WordIsAny(k, {"after", "following"})) return s_.topic == Topic::kReproductive || SpeaksOfChildren();
    }
    return false;
  }

  bool SpeaksOfChildren() const {
    for (int k = c_.begin; k < c_.end; ++k) {
      if (r_.WordContains(k, {"conceive", "father", "contracep", "pregnan", "sperm", "breast-feed", "breastfeed", "donat"})) return true;
    }
    return false;
  }

  // "At least one target lesion that has not undergone irradiation": of the lesion, not of the patient.
  bool OfLesion(const TreatmentLeaf& leaf, int first) const {
    const auto local = [&](const std::string& id) { return r_.lexicon().DrugIsA(id, "radiation") || r_.lexicon().DrugIsA(id, "local_therapy"); };
    if (s_.mood != Mood::kRequires || std::none_of(leaf.what.begin(), leaf.what.end(), local)) return false;
    const bool all = AllOf(leaf, local);   // "a lesion that has not undergone radiotherapy or chemotherapy"
    for (int k = first - 1; k >= c_.begin && k >= first - 14; --k) {
      if (r_.IsAnyMark(k, ";.") || r_.WordContains(k, {"patient"})) return false;
      if (all ? r_.WordContains(k, {"lesion", "measurable", "evaluable"}) || r_.WordIsAny(k, {"site", "tumor"}) : r_.WordContains(k, {"lesion"}) && r_.Is(k + 1, Cue::kWho)) return true;
    }
    return false;
  }

  // "Disease for which no standard therapy exists, including:" and "Lung cancer" below it: the denial is of the
  // therapy.
  bool IsDeniedByLead(int first) const {
    if (s_.mood != Mood::kRequires || r_.at(first).lead) return false;
    if (r_.FindCue(c_.begin, first, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kNaive, Cue::kExcept}) >= 0) return false;
    const int no = r_.FindCue(0, c_.begin, {Cue::kNo, Cue::kNot, Cue::kWithout});
    return no >= 0 && r_.FindCue(no, std::min(c_.begin, no + 7), {Cue::kStandardTherapy}) >= 0;
  }

  // "Within 12 months before the diagnosis of metastatic disease": from when a therapy is counted.
  bool IsDayOfDiagnosis(LeafPlace at) const {
    if (r_.FindCue(c_.begin, at.first, kLengths) < 0) return false;
    for (int k = std::max(c_.begin + 1, at.first - 4); k <= at.last; ++k) {
      if (!r_.WordContains(k, {"diagnosis"})) continue;
      for (int b = k - 1; b >= c_.begin && b >= k - 3; --b) {
        if (r_.Is(b, Cue::kBefore) || r_.WordIsAny(b, {"before", "prior to"})) return true;
      }
    }
    return false;
  }

  static bool IsOfMetastases(const OneOfLeaf& tumour) {
    if (tumour.attribute == OneOfLeaf::Attribute::kSetting) return tumour.values == std::vector<std::string>{"metastatic"};
    return tumour.attribute == OneOfLeaf::Attribute::kDisease && tumour.values == std::vector<std::string>{"metastatic_disease"};
  }

  // "More than 5 sites of metastases", "metastases to the spinal cord", "other metastatic malignancies",
  // "disseminated intravascular coagulation": not whoever has metastases.
  bool OnlySomeMetastases(LeafPlace at) const {
    for (int k = at.first - 1; k >= c_.begin && k >= at.first - 4; --k) {
      if (r_.IsAnyMark(k, ";.:")) break;
      const bool counts = r_.IsNumber(k) || r_.IsComparison(k) || r_.at(k).value.has_value() || r_.IsAny(k, {Cue::kMoreThan, Cue::kAtLeast, Cue::kAtMost});
      if (counts && !r_.Is(k, Cue::kStage) && !r_.Is(k - 1, Cue::kStage) && k > c_.begin) return true;
      if (r_.WordIsAny(k, {"luminal", "intraluminal", "endoluminal", "cutaneous", "subcutaneous", "endobronchial", "intramedullary", "dural", "single", "other", "another", "secondary", "multiple", "oligo", "solitary"})) return true;
    }
    if (r_.WordIs(at.last + 1, "intravascular") || r_.WordContains(at.last, {"intravascular"})) return true;
    for (int k = at.last + 1; k < c_.end && k <= at.last + 3; ++k) {
      if (r_.IsAnyMark(k, ",;.:()")) return false;
      if (r_.WordIsAny(k, {"to", "to the", "located", "invading", "involving", "irradiated", "within", "larger", "measuring", "requiring", "with", "greater", "treated"})) return true;
      if (r_.IsNumber(k) || r_.IsComparison(k)) return true;
    }
    return false;
  }

  // "Removal or biopsy of a brain metastasis": what was done, and where.
  bool IsPlaceOfOperation(int first) const {
    for (int k = first - 1; k >= c_.begin && k >= first - 5; --k) {
      if (r_.IsAnyMark(k, ",;:.")) return false;
      if (r_.WordContains(k, {"removal", "biops", "excision", "resection"})) return true;
    }
    return false;
  }

  bool NamesAnotherCancer() const {
    for (int k = c_.begin; k < c_.end; ++k) {
      const Entry* illness = r_.Find(k, TermKind::kCondition);
      if (illness != nullptr && illness->id == "other_malignancy") return true;
      if (r_.WordIsAny(k, {"another", "different from", "other", "second"})) return true;
    }
    return false;
  }

  const Reading& r_;
  Clause c_;
  const Statement& s_;
};

}  // namespace

bool IsLocalTherapy(const Reading& r, int i) {
  const Entry* therapy = r.Find(i, TermKind::kDrugClass);
  return therapy != nullptr && (r.lexicon().DrugIsA(therapy->id, "radiation") || r.lexicon().DrugIsA(therapy->id, "surgery") || r.lexicon().DrugIsA(therapy->id, "local_therapy"));
}

bool IsPurposeOfTherapy(const Reading& r, Clause sentence, int first) {
  bool purpose = false, therapy = false;
  for (int k = first - 1; k >= sentence.begin && k >= first - 9; --k) {
    if (r.IsAnyMark(k, ",;:")) break;
    if (therapy && r.WordContains(k, {"requir", "need", "candidate"})) return false;
    purpose = purpose || r.IsAny(k, {Cue::kFor, Cue::kTo}) || r.WordIsAny(k, {"for", "to", "of"});
    const bool is = IsLocalTherapy(r, k) || r.WordContains(k, {"therapy", "treatment", "radiation", "surgery", "radiosurgery", "irradiation"});
    therapy = therapy || (purpose && is && k >= first - 6);
  }
  return therapy;
}

bool SpeaksOfSoleLesion(const Reading& r, Clause own) {
  for (int k = own.begin; k < own.end; ++k) {
    const bool sole = r.WordIsAny(k, {"sole", "only"}) || r.Is(k, Cue::kOnly);
    for (int m = k + 1; sole && m < own.end && m <= k + 2; ++m) {
      if (r.WordContains(m, {"measurable", "lesion", "indicator", "site", "target", "evaluable"})) return true;
    }
  }
  return false;
}

Denial ReadDenial(const Reading& r, Clause own, const Statement& statement, const Expression& e, LeafPlace at) {
  return DenialReader(r, own, statement).Of(e, at);
}

}  // namespace trialmatch::rules
