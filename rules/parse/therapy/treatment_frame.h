#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_FRAME_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_FRAME_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What the words of a clause say about all the treatments in it; each flag is a cue of the same
// name.
struct TreatmentFrame {
  bool every_purpose = false;   // "including neoadjuvant or adjuvant treatment"
  bool naive = false, prior = false, progressed = false, intolerant = false, no_progression = false,
       response = false;
  bool ongoing = false, most_recent = false, only = false, planned = false, not_candidate = false,
       allergy = false;
  bool for_cancer = false;
  bool neoadjuvant = false, adjuvant = false, definitive = false, maintenance = false,
       metastatic = false;
  bool or_maintenance = false;     // "adjuvant or maintenance": `maintenance` beside the other
  bool locally_advanced = false;   // "for locally advanced or metastatic disease"
  bool early = false;              // "for early-stage disease"
  bool except_metastatic = false;  // "in the non-metastatic setting"
  std::vector<int> any_setting;  // words of "adjuvant or metastatic setting": early and advanced alike leave nothing out
  std::vector<std::string> except_intents;  // "except in the adjuvant setting"
  Clause excepted;                          // the words that say so
  std::vector<int> responses;    // "partial response (PR) or stable disease": the items that say so beside the cue
  std::optional<WindowReading> window;
  bool window_of_illness = false;  // a time is told, of an illness that stands before the therapy
  bool window_shared = false;      // of an illness that stands beside the therapy as well

  // Some word says that the treatment was given, or was not.
  bool past() const {
    return naive || prior || progressed || intolerant || no_progression || window.has_value() ||
           ongoing;
  }
};

// "(Progressed) within the first 12 weeks of X": a time counted from the start of the therapy, with its "within"; empty when
// there is none.
Clause FirstOfTherapy(const Reading& reading, Clause clause);

TreatmentFrame ReadTreatmentFrame(const Reading& reading, Clause clause);

// Marks the clause's words of treatment and its window as understood.
void UseTreatmentFrame(Reading& reading, Clause clause, const TreatmentFrame& frame);

// The words left of item `i` deny the therapy: "no", "without", and "naive" or "no other" as well.
bool TherapyDenied(const Reading& reading, Clause clause, int i);

void SetOutcome(const TreatmentFrame& frame, TreatmentLeaf* leaf);
void SetIntents(const TreatmentFrame& frame, TreatmentLeaf* leaf);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_FRAME_H_
