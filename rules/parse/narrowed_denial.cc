#include "rules/parse/narrowed_denial.h"

#include <string>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

class DenialReader {
 public:
  DenialReader(const Reading& reading, Clause own, const Statement& statement) : r_(reading), c_(own), s_(statement) {}

  Denial Of(const Expression& e, LeafPlace at) const {
    if (const auto* tumour = std::get_if<OneOfLeaf>(e.leaf.get())) {
      // "A cancer other than the one of this study".
      const bool any = tumour->attribute == OneOfLeaf::Attribute::kDisease && tumour->values.size() == 1 && (tumour->values[0] == "cancer" || tumour->values[0] == "solid_tumor");
      return any && NamesAnotherCancer() ? Denial::kNarrowed : Denial::kWhole;
    }
    if (const auto* treatment = std::get_if<TreatmentLeaf>(e.leaf.get())) {
      if (IsAfterStudy(at.first) || OfLesion(*treatment, at.first) || FailsToControl(at.last)) return Denial::kNotOfPatient;
      return IsNarrowed(*treatment, at) ? Denial::kNarrowed : Denial::kWhole;
    }
    if (const auto* illness = std::get_if<ConditionLeaf>(e.leaf.get())) return IsNarrowed(*illness) ? Denial::kNarrowed : Denial::kWhole;
    if (!std::holds_alternative<BrainLeaf>(*e.leaf.get())) return Denial::kWhole;
    const bool place = s_.mood == Mood::kProhibits && e.rule == "brain.any" && (IsPlaceOfOperation(at.first) || IsPurposeOfTherapy(r_, c_, at.first));
    if (place) return Denial::kNotOfPatient;
    return SpeaksOfSoleLesion(r_, c_) ? Denial::kNarrowed : Denial::kWhole;
  }

 private:
  // "Recent major surgery", "surgery affecting absorption", "chemotherapy within a year before the diagnosis
  // of metastases": not every such therapy is forbidden.
  bool IsNarrowed(const TreatmentLeaf& leaf, LeafPlace at) const {
    if (IsCountedFromDiagnosis(leaf)) return true;
    if (!leaf.window.empty() || leaf.ongoing) return false;
    // "Complications of prior radiotherapy".
    for (int k = at.first - 1; k >= c_.begin && k >= at.first - 6 && !r_.IsAnyMark(k, ",;:."); --k) {
      if (r_.WordContains(k, {"complication", "sequela", "necrosis", "damage", "injury"})) return true;
    }
    if (IsOfHeadingAlone(at.first)) return true;
    if (!leaf.window.empty() || leaf.ongoing || s_.mood != Mood::kProhibits) return false;
    // "Other investigational agents or chemotherapy": beside the study.
    const bool generic = leaf.except.empty() && AllOf(leaf, [](const std::string& id) { return id == "investigational_agent" || id == "any_therapy" || id == "systemic_therapy" || id == "chemotherapy"; });
    if (generic && at.first - 1 <= c_.begin + 1 && r_.WordIsAny(at.first - 1, {"other", "another", "any other"}) && !HasCue(r_, c_.begin, c_.end, {Cue::kPrior})) return true;
    if (IsToldWhich(at)) return true;
    for (int k = at.first - 1; k >= c_.begin && k >= at.first - 3; --k) {
      if (r_.WordStarts(k, {"recent"})) return true;
    }
    return r_.WordStarts(at.last + 1, {"affecting", "interfering", "impairing", "that could affect", "that may affect", "that would preclude", "likely to affect"});
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
      if (r_.WordContains(k, {"simultaneous", "synchronous"})) return true;
      if (r_.IsAny(k, {Cue::kYear, Cue::kMonth}) && !r_.at(k).used) return true;
    }
    return false;
  }

  // "Radiotherapy that would preclude ...": behind it stands which.
  bool IsToldWhich(LeafPlace at) const {
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
    if (s_.mood != Mood::kRequires || !AllOf(leaf, [&](const std::string& id) { return r_.lexicon().DrugIsA(id, "radiation") || r_.lexicon().DrugIsA(id, "local_therapy"); })) return false;
    for (int k = first - 1; k >= c_.begin && k >= first - 14; --k) {
      if (r_.IsAnyMark(k, ";.") || r_.WordContains(k, {"patient", "subject", "participant"})) return false;
      if (r_.WordContains(k, {"lesion", "measurable", "evaluable"}) || r_.WordIsAny(k, {"site", "tumor", "tumour"})) return true;
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
