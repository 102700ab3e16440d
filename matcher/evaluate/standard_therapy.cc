#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "matcher/evaluate/alterations.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/lines.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/setting.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::Entry;
using rules::StandardTherapyLeaf;
using rules::TermKind;
using Kind = rules::StandardTherapyLeaf::Kind;

namespace {

std::vector<std::string> ClassesOf(const Entry& row) {
  const std::vector<std::string_view> classes = rules::SplitList(row.Get("classes"));
  return {classes.begin(), classes.end()};
}

// "EGFR:exon 20 insertion" of a row against what was found.
bool HasMutation(std::string_view mutation, const EvaluationContext& context) {
  const std::string gene(mutation.substr(0, mutation.find(':')));
  const std::vector<std::string> details{std::string(mutation)};
  const std::vector<Evidence> evidence = EvidenceOfAll({gene, "mutation", details, false}, context);
  return std::find(evidence.begin(), evidence.end(), Evidence::kHas) != evidence.end();
}

// The drivers that were found, as rows of standard_therapy.tsv name them (a named mutation before its gene); "none" when the complete list
// has none.
std::vector<std::string> DriversOf(const EvaluationContext& context) {
  std::vector<std::string> drivers;
  for (const Biomarker& biomarker : context.patient.biomarkers) {
    const bool original = biomarker.alteration != "amplification" && biomarker.alteration != "overexpression" && biomarker.alteration != "loss";
    if (biomarker.result == "positive" && original && IsDriver(context.lexicon, biomarker.gene_id)) drivers.push_back(biomarker.gene_id);
  }
  for (const Entry& row : context.lexicon.rows("standard_therapy")) {
    const std::string_view driver = row.Get("driver");
    const auto gene = std::find(drivers.begin(), drivers.end(), driver.substr(0, driver.find(':')));
    if (driver.find(':') != std::string_view::npos && gene != drivers.end() && HasMutation(driver, context)) *gene = driver;
  }
  Canonicalize(drivers);
  if (drivers.empty() && context.patient.IsComplete("biomarkers")) drivers.push_back("none");
  return drivers;
}

bool InForce(const Entry& row, const EvaluationContext& context) {
  const std::string& country = context.patient.location.country;
  const std::vector<std::string_view> regions = rules::SplitList(row.Get("region"));
  if (!regions.empty() && !country.empty() && std::find(regions.begin(), regions.end(), country) == regions.end()) return false;
  const auto from = base::PartialDate::Parse(row.Get("from")), until = base::PartialDate::Parse(row.Get("until"));
  if (from.ok() && from->first() > context.decided_on) return false;
  return !until.ok() || until->first() > context.decided_on;
}

// The rows for the patient, by line.
using Lines = std::map<std::string, std::vector<const Entry*>>;
Lines FindStandardLines(const EvaluationContext& context) {
  Lines lines;
  // The rows are those of non-small cell lung cancer.
  if (HasDisease(context, "nsclc") == Truth::kNotMet) return lines;
  const std::vector<std::string> drivers = DriversOf(context);
  const std::string setting = PatientSetting(context);
  for (const Entry& row : context.lexicon.rows("standard_therapy")) {
    const std::string_view driver = row.Get("driver"), for_setting = row.Get("setting");
    const bool ours = std::any_of(drivers.begin(), drivers.end(), [&](const std::string& own) {
      return own == driver || (context.lexicon.Find(TermKind::kGene, own) != nullptr && context.lexicon.IsA(TermKind::kGene, own, driver));
    });
    const bool same_setting = for_setting.empty() || for_setting == setting || SettingIs(context, for_setting) == Truth::kMet;
    if (ours && same_setting && InForce(row, context)) lines[std::string(row.Get("line"))].push_back(&row);
  }
  return lines;
}

std::shared_ptr<const Lines> StandardLines(const EvaluationContext& context) {
  if (context.memo == nullptr) return std::make_shared<const Lines>(FindStandardLines(context));
  std::shared_ptr<const void>& kept = context.memo->standard_lines;
  if (kept == nullptr) kept = std::make_shared<const Lines>(FindStandardLines(context));
  return std::static_pointer_cast<const Lines>(kept);
}

// What happened under systemic therapy for the disease as it is now.
struct Record {
  CourseList courses;
  std::vector<Line> lines;
  const Line* last = nullptr;          // the last line for advanced disease
  bool complete = false;

  explicit Record(const EvaluationContext& context) : courses(context), lines(LinesOf(*courses, context)) {
    complete = context.patient.IsComplete("treatments");
    std::vector<Line> advanced;
    for (const Line& line : lines) {
      if (line.for_advanced != Truth::kNotMet) advanced.push_back(line);
    }
    // After an operation or chemoradiation the treatment of that setting is the standard one.
    if (advanced.empty()) advanced = lines;
    lines = std::move(advanced);
    last = LastLine(lines, context);
  }
};

Truth HadAny(const Record& record, const std::vector<const Entry*>& rows, const EvaluationContext& context) {
  Truth had = Truth::kNotMet;
  for (const Entry* row : rows) {
    for (const Line& line : record.lines) {
      for (const Course* course : line.courses)
        had = base::Or(had, CourseIsAnyOf(*course, ClassesOf(*row), {}, context));
    }
  }
  return had;
}

std::string DescribeLine(const Line& line) {
  std::string out;
  for (const Course* course : line.courses) out += (out.empty() ? "" : " and ") + Describe(*course);
  return out;
}

// The last line is standard, goes on and holds the disease.
Truth HelpedByStandard(const Record& record, const EvaluationContext& context) {
  if (record.last == nullptr || GrowsNow(context) != Truth::kNotMet) return Truth::kNotMet;
  const std::shared_ptr<const Lines> lines = StandardLines(context);
  Truth standard = Truth::kNotMet, goes_on = Truth::kNotMet;
  for (const Course* course : record.last->courses) {
    goes_on = base::Or(goes_on, IsOngoing(*course, context));
    for (const auto& [line, rows] : *lines) {
      for (const Entry* row : rows)
        standard = base::Or(standard, CourseIsAnyOf(*course, ClassesOf(*row), {}, context));
    }
  }
  return base::And(standard, goes_on);
}

LeafOutcome Failed(const Record& record, const EvaluationContext& context) {
  if (record.last == nullptr) {
    if (!record.complete) return Outcome(Truth::kUnknown, "whether standard therapy was given is not told", {"treatments"});
    return Outcome(Truth::kNotMet, "no systemic therapy yet: the list of treatments is complete");
  }
  Truth failed = Truth::kNotMet, standard = Truth::kNotMet;
  for (const Course* course : record.last->courses) {
    failed = base::Or(failed, Progressed(*course, record.last, context));
    if (course->treatment.outcome == "intolerance") failed = Truth::kMet;
  }
  const std::shared_ptr<const Lines> lines = StandardLines(context);
  for (const auto& [line, rows] : *lines) standard = base::Or(standard, HadAny(record, rows, context));
  // Where the table is silent, what was given stands for the standard.
  if (lines->empty()) standard = Truth::kMet;
  const std::string told = "last line: " + DescribeLine(*record.last);
  if (failed == Truth::kNotMet) {
    // A later line that nobody told may have failed.
    if (!record.complete && GrowsNow(context) != Truth::kNotMet)
      return Outcome(Truth::kUnknown, told, {"treatments"});
    return Outcome(Truth::kNotMet, told + "; it has not failed");
  }
  if (failed == Truth::kMet && standard == Truth::kMet) return Outcome(Truth::kMet, told);
  std::vector<std::string> needs;
  if (failed == Truth::kUnknown) needs = {PathOf(*record.last->courses.front(), "outcome"), "cancer.progressing"};
  return Outcome(Truth::kUnknown, told + (failed == Truth::kMet ? "; whether that was standard is not known" : "; whether it failed is not told"), needs);
}

// Whether every standard line of the table was had.
LeafOutcome NoneLeft(const Record& record, const EvaluationContext& context) {
  const std::shared_ptr<const Lines> standard = StandardLines(context);
  if (standard->empty()) {
    std::vector<std::string> needs;
    if (DriversOf(context).empty()) needs = {"biomarkers"};
    return Outcome(Truth::kUnknown, "what is standard in this situation is not in the tables", needs);
  }
  Truth all = Truth::kMet;
  std::string left;
  for (const auto& [line, rows] : *standard) {
    Truth had = HadAny(record, rows, context);
    if (had == Truth::kNotMet && !record.complete) had = Truth::kUnknown;
    all = base::And(all, had);
    if (had != Truth::kMet)
      left += (left.empty() ? "" : ", ") + JoinNames(ClassesOf(*rows.front()));
  }
  if (all == Truth::kMet) return Outcome(all, "had every standard line");
  return Outcome(all, all == Truth::kNotMet ? "still standard: " + left : "whether there was " + left + " is not told", {"treatments"});
}

LeafOutcome Exhausted(const Record& record, const EvaluationContext& context) {
  const LeafOutcome failed = Failed(record, context);
  if (failed.truth == Truth::kNotMet) return failed;
  const LeafOutcome left = NoneLeft(record, context);
  if (left.truth == Truth::kMet) return Outcome(failed.truth, left.because + "; " + failed.because, failed.needs);
  return left;
}

}  // namespace

namespace {

LeafOutcome Evaluate(const StandardTherapyLeaf& leaf, const EvaluationContext& context) {
  const Record record(context);
  switch (leaf.kind) {
    case Kind::kFailed: return Failed(record, context);
    case Kind::kExhausted: return Exhausted(record, context);
    case Kind::kNone: return NoneLeft(record, context);
    case Kind::kUnavailable:
    case Kind::kFailedOrUnavailable: break;
  }
  // Whether someone is unfit for the standard or declines it stands in no profile: only what was given can decide.
  const LeafOutcome exhausted = Exhausted(record, context);
  if (leaf.kind == Kind::kUnavailable) {
    if (exhausted.truth == Truth::kMet) return exhausted;
    // Who had nothing yet has the standard before them.
    if (record.last == nullptr && record.complete && !StandardLines(context)->empty()) return exhausted;
    // Who is on it and is helped by it takes it and tolerates it.
    if (HelpedByStandard(record, context) == Truth::kMet)
      return Outcome(Truth::kNotMet, "on standard therapy: " + DescribeLine(*record.last));
    // Without progression since a therapy that has ended, what the table still holds lies ahead.
    const bool rests = record.last != nullptr && record.complete && GrowsNow(context) == Truth::kNotMet && Failed(record, context).truth == Truth::kNotMet;
    if (const LeafOutcome left = NoneLeft(record, context); rests && left.truth == Truth::kNotMet) return left;
    return Outcome(Truth::kUnknown, "whether standard therapy is unsuitable or declined is not told; " + exhausted.because, exhausted.needs);
  }
  LeafOutcome failed = Failed(record, context);
  // On a therapy that works, or without progression since, the standard has not run out.
  const bool holds = GrowsNow(context) == Truth::kNotMet;
  if (failed.truth == Truth::kNotMet && record.last != nullptr && !(holds && record.complete) &&
      HelpedByStandard(record, context) != Truth::kMet) {
    failed.truth = Truth::kUnknown;
    failed.because += "; whether the rest is unsuitable or declined is not told";
  }
  return failed;
}

}  // namespace

LeafOutcome EvaluateStandardTherapy(const StandardTherapyLeaf& leaf, const EvaluationContext& context) {
  if (context.memo == nullptr || !context.wordless()) return Evaluate(leaf, context);
  // It depends on the day only by what ended when: on whether drugs are stopped.
  std::optional<Truth>& kept = context.memo->standard_therapy[context.stopped ? 1 : 0][static_cast<size_t>(leaf.kind)];
  if (!kept) kept = Evaluate(leaf, context).truth;
  return {.truth = *kept};
}

}  // namespace trialmatch::matcher
