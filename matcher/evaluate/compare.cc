#include <cmath>
#include <string>

#include "matcher/evaluate/compare.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/lab_value.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/steroids.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::CompareLeaf;
using rules::TermKind;

namespace {

// Each scale in terms of the other, as intervals (rows of performance.tsv): Karnofsky 70 is ECOG 1 or 2.
std::optional<Interval> Implied(const rules::Lexicon& lexicon, std::string_view scale, int value) {
  for (const rules::Entry& row : lexicon.rows("performance")) {
    if (row.Get("scale") != scale || row.GetNumber("value") != static_cast<double>(value)) continue;
    const std::optional<double> low = row.GetNumber("low"), high = row.GetNumber("high");
    if (low && high) return Interval{*low, *high};
  }
  return std::nullopt;
}

LeafOutcome ComparePerformance(const CompareLeaf& leaf, const EvaluationContext& context) {
  const Patient& patient = context.patient;
  const bool wants_ecog = leaf.quantity == "ecog";
  std::optional<Interval> value;
  std::string told;
  const auto take = [&](const std::optional<int>& own, bool is_ecog) {
    if (!own || value) return;
    told = (is_ecog ? "ECOG is " : "Karnofsky is ") + std::to_string(*own);
    if (is_ecog == wants_ecog) {
      value = Interval{static_cast<double>(*own), static_cast<double>(*own)};
    } else {
      value = Implied(context.lexicon, is_ecog ? "ecog" : "karnofsky", *own);
      told += wants_ecog ? ", told as ECOG" : leaf.quantity == "lansky" ? ", told as Lansky" : ", told as Karnofsky";
    }
  };
  take(wants_ecog ? patient.ecog : patient.karnofsky, wants_ecog);
  take(wants_ecog ? patient.karnofsky : patient.ecog, !wants_ecog);
  if (context.wordless()) return Outcome(!value || IsStale(context) ? Truth::kUnknown : Within(*value, leaf.bounds), "");
  const std::string needed = DescribeBounds(leaf.bounds);
  const std::string path = wants_ecog ? "performance.ecog" : "performance.karnofsky";
  if (!value) return Outcome(Truth::kUnknown, (wants_ecog ? "ECOG" : "Karnofsky") + std::string(" is not told; ") + needed, {path});
  if (IsStale(context)) return Outcome(Truth::kUnknown, told + " " + AsOf(context) + ", more than 30 days before the decision", {path});
  return Outcome(Within(*value, leaf.bounds), told + "; " + needed, {path});
}

LeafOutcome CompareAge(const CompareLeaf& leaf, const EvaluationContext& context) {
  std::optional<Interval> age = AgeYears(context);
  if (!age) return Outcome(Truth::kUnknown, "age is not told; " + DescribeBounds(leaf.bounds, "years"), {"age_years"});
  const auto whole = [](const std::optional<double>& bound) { return !bound || *bound == std::floor(*bound); };
  const bool told_so = !context.wordless();
  const std::string told = !told_so ? "" : age->exact() ? base::FormatNumber(age->low, 1) : base::FormatNumber(age->low, 1) + " to " + base::FormatNumber(age->high, 1);
  // Who is 75 and a half is 75 for "at most 75".
  if (whole(leaf.bounds.low) && whole(leaf.bounds.high)) age = Interval{std::floor(age->low), std::floor(age->high)};
  if (!told_so) return {.truth = Within(*age, leaf.bounds)};
  return Outcome(Within(*age, leaf.bounds), "age is " + told + "; " + DescribeBounds(leaf.bounds, "years"), {"birth_date"});
}

// A value of the profile in the unit of the leaf; nullopt when the units do not convert.
std::optional<double> InUnitOf(const CompareLeaf& leaf, double value, std::string_view unit, const rules::Lexicon& lexicon) {
  if (leaf.unit.empty() || leaf.unit == unit) return value;
  const base::UnitTable& units = lexicon.units();
  const base::Unit* from = units.Find(unit);
  const base::Unit* to = units.Find(leaf.unit);
  return from != nullptr && to != nullptr ? units.Convert(value, *from, *to) : std::nullopt;
}

std::optional<double> BodyMassIndex(const Patient& patient) {
  if (!patient.weight_kg || !patient.height_cm) return std::nullopt;
  return *patient.weight_kg / (*patient.height_cm * *patient.height_cm / 10000.0);
}

LeafOutcome CompareMeasure(const CompareLeaf& leaf, const std::optional<double>& value, const std::string& name, std::string_view unit,
                           const EvaluationContext& context, std::vector<std::string> needs) {
  const std::string needed = context.wordless() ? "" : DescribeBounds(leaf.bounds, leaf.unit.empty() ? unit : std::string_view(leaf.unit));
  if (!value) return Outcome(Truth::kUnknown, name + " is not told; " + needed, std::move(needs));
  const std::optional<double> compared = InUnitOf(leaf, *value, unit, context.lexicon);
  if (!compared) return Outcome(Truth::kUnknown, name + " cannot be compared; " + needed, std::move(needs));
  if (context.wordless()) return Outcome(base::FromBool(leaf.bounds.Contains(*compared)), "");
  return Outcome(base::FromBool(leaf.bounds.Contains(*compared)), name + " is " + base::FormatNumber(*value, 1) + "; " + needed);
}

std::optional<double> SteroidDoseTold(const CompareLeaf& leaf, const EvaluationContext& context) {
  return leaf.quantity == "prednisone_dose" ? PrednisoneADay(context) : std::nullopt;
}

LeafOutcome CompareForAll(const CompareLeaf& leaf, const EvaluationContext& context) {
  const Patient& patient = context.patient;
  const std::string& quantity = leaf.quantity;
  if (quantity == "age") return CompareAge(leaf, context);
  if (quantity == "ecog" || quantity == "karnofsky" || quantity == "lansky") return ComparePerformance(leaf, context);
  if (quantity == "weight") return CompareMeasure(leaf, patient.weight_kg, "weight", "kg", context, {"weight_kg"});
  if (quantity == "height") return CompareMeasure(leaf, patient.height_cm, "height", "cm", context, {"height_cm"});
  if (quantity == "bmi") {
    CompareLeaf plain = leaf;
    plain.unit.clear();
    std::vector<std::string> needs;
    if (!patient.height_cm) needs.push_back("height_cm");
    if (!patient.weight_kg) needs.push_back("weight_kg");
    return CompareMeasure(plain, BodyMassIndex(patient), "body mass index", "", context, std::move(needs));
  }
  if (const std::optional<double> dose = SteroidDoseTold(leaf, context))
    return CompareMeasure(leaf, dose, "dose of steroids", "mg/day", context, {"brain.steroid_prednisone_mg_per_day"});
  const rules::Entry* lab = context.lexicon.Find(TermKind::kLab, quantity);
  if (lab != nullptr) return CompareLab(leaf, *lab, context);
  return Outcome(Truth::kUnknown, DisplayName(quantity) + " is not told", {"labs." + quantity});
}

}  // namespace

bool ClearOf(const base::Bounds& bounds, double value) {
  const auto clear = [&](const std::optional<double>& bound) { return !bound || std::abs(value - *bound) > 0.1 * *bound; };
  return clear(bounds.low) && clear(bounds.high);
}

ComparedValue ValueOf(const CompareLeaf& leaf, const EvaluationContext& context) {
  using Kind = ComparedValue::Kind;
  const Patient& patient = context.patient;
  const std::string& quantity = leaf.quantity;
  if (quantity == "age") {
    const std::optional<Interval> age = AgeYears(context);
    if (!age) return {};
    return {Kind::kNumber, age->low, age->high};
  }
  if (quantity == "ecog" || quantity == "karnofsky" || quantity == "lansky") {
    const std::optional<int>& own = quantity == "ecog" ? patient.ecog : patient.karnofsky;
    const std::optional<int>& other = quantity == "ecog" ? patient.karnofsky : patient.ecog;
    if (IsStale(context) || (!own && !other)) return {};
    if (own) return {Kind::kNumber, static_cast<double>(*own), static_cast<double>(*own)};
    const std::optional<Interval> implied = Implied(context.lexicon, quantity == "ecog" ? "karnofsky" : "ecog", *other);
    return implied ? ComparedValue{Kind::kNumber, implied->low, implied->high} : ComparedValue{};
  }
  if (const std::optional<double> dose = SteroidDoseTold(leaf, context)) {
    const std::optional<double> value = InUnitOf(leaf, *dose, "mg/day", context.lexicon);
    return value ? ComparedValue{Kind::kNumber, *value, *value} : ComparedValue{};
  }
  if (quantity == "weight" || quantity == "height" || quantity == "bmi") {
    std::optional<double> value = quantity == "weight" ? patient.weight_kg : quantity == "height" ? patient.height_cm : BodyMassIndex(patient);
    if (value && quantity != "bmi") value = InUnitOf(leaf, *value, quantity == "weight" ? "kg" : "cm", context.lexicon);
    return value ? ComparedValue{Kind::kNumber, *value, *value} : ComparedValue{};
  }
  const rules::Entry* lab = context.lexicon.Find(TermKind::kLab, quantity);
  return lab == nullptr ? ComparedValue{} : LabValueOf(leaf, *lab, context);
}

LeafOutcome EvaluateCompare(const CompareLeaf& leaf, const EvaluationContext& context) {
  const std::string& sex = context.patient.sex;
  if (leaf.sex.empty() || leaf.sex == sex) return CompareForAll(leaf, context);
  if (!sex.empty()) return Outcome(Truth::kMet, "asked of a " + leaf.sex + " patient only");
  LeafOutcome outcome = CompareForAll(leaf, context);
  if (outcome.truth == Truth::kMet) return outcome;
  if (outcome.truth == Truth::kNotMet) outcome.needs.clear();
  outcome.truth = Truth::kUnknown;
  outcome.because += " (for a " + leaf.sex + " patient; sex is not told)";
  outcome.needs.push_back("sex");
  Canonicalize(outcome.needs);
  return outcome;
}

}  // namespace trialmatch::matcher
