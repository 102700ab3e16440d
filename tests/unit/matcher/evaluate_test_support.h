#ifndef TRIALMATCH_TESTS_UNIT_MATCHER_EVALUATE_TEST_SUPPORT_H_
#define TRIALMATCH_TESTS_UNIT_MATCHER_EVALUATE_TEST_SUPPORT_H_

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::base {
inline void PrintTo(Truth truth, std::ostream* out) { *out << TruthName(truth); }
inline void PrintTo(Day day, std::ostream* out) { *out << day.ToString(); }
}  // namespace trialmatch::base

namespace trialmatch::matcher {

inline constexpr base::Truth kMet = base::Truth::kMet, kUnknown = base::Truth::kUnknown, kNotMet = base::Truth::kNotMet;

inline base::Day D(std::string_view text) { return base::PartialDate::Parse(text)->first(); }
inline base::PartialDate P(std::string_view text) { return *base::PartialDate::Parse(text); }
inline base::Duration Days(double count) { return {count, base::Duration::Unit::kDay}; }
inline base::Duration Weeks(double count) { return {count, base::Duration::Unit::kWeek}; }
inline base::Duration Months(double count) { return {count, base::Duration::Unit::kMonth}; }
inline base::Bounds AtLeast(double low) { return {.low = low, .high = std::nullopt}; }
inline base::Bounds AtMost(double high) { return {.low = std::nullopt, .high = high}; }
inline base::Bounds Between(double low, double high) { return {.low = low, .high = high}; }

// The day of decision of these tests.
inline constexpr std::string_view kToday = "2026-01-15";

inline Treatment Drug(std::string id, std::string_view start = "", std::string_view end = "", std::string outcome = "") {
  Treatment treatment;
  treatment.kind = "drug";
  treatment.name = id;
  treatment.drug_id = std::move(id);
  if (!start.empty()) treatment.start = P(start);
  if (!end.empty()) treatment.end = P(end);
  treatment.outcome = std::move(outcome);
  return treatment;
}

inline Treatment Line(int line, Treatment treatment, std::string intent = "metastatic") {
  treatment.line = line;
  treatment.intent = std::move(intent);
  return treatment;
}

inline Treatment Ongoing(Treatment treatment) {
  treatment.ongoing = true;
  return treatment;
}

inline Biomarker Gene(std::string gene, std::string alteration, std::string result, std::string detail = "") {
  Biomarker biomarker;
  biomarker.gene = biomarker.gene_id = std::move(gene);
  biomarker.alteration = std::move(alteration);
  biomarker.result = std::move(result);
  biomarker.detail = std::move(detail);
  return biomarker;
}

inline Condition Illness(std::string id, std::string status, std::string_view date = "") {
  Condition condition;
  condition.name = condition.condition_id = std::move(id);
  condition.status = std::move(status);
  if (!date.empty()) condition.date = P(date);
  return condition;
}

inline Lab LabValue(std::string id, double value, std::string unit = "", std::string_view date = "") {
  Lab lab;
  lab.name = lab.lab_id = std::move(id);
  lab.value = value;
  lab.unit = std::move(unit);
  if (!date.empty()) lab.date = P(date);
  return lab;
}

using Change = std::function<void(Patient&)>;

// What a leaf says of a patient who is nothing but the change.
inline LeafOutcome Ask(const rules::Leaf& leaf, const Change& change, std::string_view day = kToday, std::string_view decided_on = kToday,
                       bool stopped = false) {
  Patient patient;
  change(patient);
  return EvaluateLeaf(leaf, {patient, rules::Lexicon::BuiltIn(), D(decided_on), D(day), stopped});
}

struct Row {
  const char* name;
  Change patient;
  rules::Leaf leaf;
  base::Truth want;
  std::vector<std::string> needs = {};   // compared when not empty
};

inline void Check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const LeafOutcome outcome = Ask(row.leaf, row.patient);
    EXPECT_EQ(outcome.truth, row.want) << outcome.because;
    EXPECT_FALSE(outcome.because.empty());
    if (!row.needs.empty()) {
      EXPECT_THAT(outcome.needs, testing::ElementsAreArray(row.needs)) << outcome.because;
    }
    if (outcome.truth != kUnknown) {
      EXPECT_THAT(outcome.needs, testing::IsEmpty());
    }
  }
}

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_TESTS_UNIT_MATCHER_EVALUATE_TEST_SUPPORT_H_
