#ifndef TRIALMATCH_TESTS_SUPPORT_MANY_STUDIES_H_
#define TRIALMATCH_TESTS_SUPPORT_MANY_STUDIES_H_

#include <cctype>
#include <cstdio>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "tests/support/seeded.h"

namespace trialmatch::testing {

// More studies than there are, for measurements: record `number` is record number % N of `records` (JSON in the registry's shape) under an
// invented NCT number. From the second round on a tenth of the numbers in its eligibility text and its minimum age are moved by up to a
// fifth, so that distinct leaves grow with the studies, as they do with real ones, and never all change together.
inline std::string StudyOfMany(const std::vector<std::string>& records, uint64_t seed, uint64_t number) {
  nlohmann::ordered_json study = nlohmann::ordered_json::parse(records[number % records.size()]);
  char id[16];
  std::snprintf(id, sizeof id, "NCT99%06llu", static_cast<unsigned long long>(number % 1000000));
  nlohmann::ordered_json& protocol = study["protocolSection"];
  protocol["identificationModule"]["nctId"] = id;
  if (number < records.size() || !protocol.contains("eligibilityModule")) return study.dump();
  Seeded random(seed * 1000003 + number);
  nlohmann::ordered_json& module = protocol["eligibilityModule"];
  const std::string text = module.value("eligibilityCriteria", "");
  std::string moved;
  for (size_t i = 0; i < text.size();) {
    const auto at = [&](size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : ' '; };
    size_t end = i;
    while (std::isdigit(at(end)) != 0) ++end;
    // Only numbers that stand alone: "I1171" and "CYP3A4" are names.
    const bool alone = end > i && end - i <= 4 && (i == 0 || (std::isalnum(at(i - 1)) == 0 && at(i - 1) != '.')) && std::isalnum(at(end)) == 0 && at(end) != '.';
    if (end == i) end = i + 1;
    std::string part = text.substr(i, end - i);
    if (alone && random.Chance(10)) {
      const int value = std::stoi(part), step = std::max(1, value / 5);
      part = std::to_string(std::max(1, value + random.Int(-step, step)));
    }
    moved += part;
    i = end;
  }
  module["eligibilityCriteria"] = moved;
  if (module.contains("minimumAge") && random.Chance(10)) module["minimumAge"] = std::to_string(random.Int(12, 21)) + " Years";
  return study.dump();
}

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_MANY_STUDIES_H_
