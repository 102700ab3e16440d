#include "rules/parse/cues.h"

#include <array>

namespace trialmatch::rules {
namespace {

constexpr std::array<std::string_view, kCueCount> kIds = {
    "no", "not", "without", "must", "must_not", "excluded", "permitted", "not_required",
    "except", "unless", "if", "when", "however", "note", "only", "and", "or", "who", "with",
    "including", "any_of", "all_of", "at_least", "at_most", "more_than", "less_than",
    "between", "to", "uln", "lln", "normal", "times", "within", "before", "since",
    "reference", "day", "week", "month", "year", "hour", "half_lives", "whichever_shorter",
    "whichever_longer", "prior", "naive", "progressed", "intolerant", "response",
    "no_progression", "ongoing", "line", "first_line", "second_line", "third_line",
    "most_recent", "cycle", "neoadjuvant", "adjuvant", "perioperative", "definitive",
    "maintenance", "metastatic_intent", "for", "for_this_cancer", "monotherapy", "last_dose",
    "planned", "not_candidate", "allergy", "cns_metastasis", "leptomeningeal", "active",
    "symptomatic", "asymptomatic", "untreated_cns", "treated", "stable", "steroids",
    "steroids_increasing", "off_steroids", "stable_steroids", "ecog", "performance_status",
    "karnofsky", "lansky", "age", "male", "female", "grade", "nyha", "stage", "edition",
    "disease_word", "diagnosis", "known", "actionable", "driver_alteration", "unknown_status",
    "status", "inhibitor", "score", "standard_therapy", "exhausted", "not_exist", "family",
    "investigator", "closed", "size", "count_word", "extensive", "life_threat",
    "uncontrolled", "systemic_treatment_needed", "required_steroids", "undetectable",
    "detectable", "clinically_significant", "second_malignancy_free", "surgery_word", "filler", "regardless",
};

}  // namespace

std::string_view CueId(Cue cue) { return kIds[static_cast<size_t>(cue)]; }

std::vector<Cue> CueOfRow(const Lexicon& lexicon) {
  std::vector<Cue> cues;
  for (const Entry& entry : lexicon.table(TermKind::kCue)) {
    Cue found = Cue::kFiller;
    for (int i = 0; i < kCueCount; ++i) {
      if (kIds[static_cast<size_t>(i)] == entry.id) found = static_cast<Cue>(i);
    }
    cues.push_back(found);
  }
  return cues;
}

}  // namespace trialmatch::rules
