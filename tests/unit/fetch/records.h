#ifndef TRIALMATCH_TESTS_UNIT_FETCH_RECORDS_H_
#define TRIALMATCH_TESTS_UNIT_FETCH_RECORDS_H_

#include <string>
#include <vector>

#include "fetch/study_reader.h"

namespace trialmatch::fetch {

// The smallest record with an eligibility text.
inline std::string Record(const std::string& nct_id, const std::string& eligibility = "Inclusion Criteria:") {
  return R"({"protocolSection": {"identificationModule": {"nctId": ")" + nct_id + R"("}, "eligibilityModule": {"eligibilityCriteria": ")" +
         eligibility + R"("}}})";
}

inline std::vector<std::string> Ids(const StudyList& list) {
  std::vector<std::string> ids;
  for (const Study& study : list.studies) ids.push_back(study.nct_id);
  return ids;
}

inline std::vector<std::string> Shown(const StudyList& list) {
  std::vector<std::string> shown;
  for (const base::Diagnostic& diagnostic : list.diagnostics) shown.push_back(base::ToString(diagnostic));
  return shown;
}

inline const std::string kA = Record("NCT99000001"), kB = Record("NCT99000002"), kC = Record("NCT99000003");

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_TESTS_UNIT_FETCH_RECORDS_H_
