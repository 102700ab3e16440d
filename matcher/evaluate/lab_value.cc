#include "matcher/evaluate/lab_value.h"

#include <cmath>
#include <utility>

#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/memo.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::CompareLeaf;
using rules::TermKind;

namespace {

const base::Unit* UnitOf(std::string_view spelling, const EvaluationContext& context) {
  return context.memo != nullptr ? context.memo->relations.UnitOf(spelling)
                                 : context.lexicon.units().Find(spelling);
}

// The patient's value in the unit of the bounds.
std::optional<double> In(double value, const std::string& from, const base::Unit* to,
                         const rules::Entry& lab, const EvaluationContext& context) {
  const base::UnitTable& units = context.lexicon.units();
  const base::Unit* told = UnitOf(from.empty() ? lab.Get("unit") : std::string_view(from), context);
  if (told == nullptr || to == nullptr) {
    if (from.empty() || (to != nullptr && from == to->id)) return value;
    return std::nullopt;
  }
  return units.Convert(value, *told, *to, lab.GetNumber("molar_mass"));
}

bool Plausible(double value, const std::string& unit, const rules::Entry& lab,
               const EvaluationContext& context) {
  const std::optional<double> own = In(value, unit, UnitOf(lab.Get("unit"), context), lab, context);
  if (!own) return true;
  // The table says what a bound may be; a sick patient lies further out, a slipped unit much
  // further.
  constexpr double kSlack = 5;
  const std::optional<double> low = lab.GetNumber("plausible_low"),
                              high = lab.GetNumber("plausible_high");
  return (!low || *own >= *low / kSlack) && (!high || *own <= *high * kSlack);
}

std::string Written(const Lab& lab) {
  std::string out = base::FormatNumber(lab.value);
  if (!lab.unit.empty()) out += " " + lab.unit;
  if (lab.date) out += " on " + lab.date->ToString();
  return out;
}

LeafOutcome FromClearance(const CompareLeaf& leaf, const rules::Entry& lab,
                          const EvaluationContext& context) {
  const std::optional<double> computed = ComputedClearance(context);
  const std::string path = "labs." + lab.id;
  if (!computed || leaf.relative != CompareLeaf::Relative::kAbsolute) {
    return Outcome(Truth::kUnknown,
                   "creatinine clearance is not told; " + DescribeBounds(leaf.bounds, leaf.unit),
                   {path});
  }
  const base::Unit* asked =
      UnitOf(leaf.unit.empty() ? lab.Get("unit") : std::string_view(leaf.unit), context);
  const std::optional<double> value = In(*computed, "mL/min", asked, lab, context);
  const std::string told = "creatinine clearance computed as " + base::FormatNumber(*computed, 0) +
                           " mL/min; " + DescribeBounds(leaf.bounds, leaf.unit);
  if (!value || !ClearOf(leaf.bounds, *value)) return Outcome(Truth::kUnknown, told, {path});
  return Outcome(base::FromBool(leaf.bounds.Contains(*value)), told);
}

// 100 / 40 must be 2.5 in spite of binary fractions.
double Rounded(double value) { return std::round(value * 1e6) / 1e6; }

bool IsUpper(const CompareLeaf& leaf) {
  return leaf.relative == CompareLeaf::Relative::kTimesUpperLimit;
}

// The limit of normal that the laboratory gave.
std::optional<double> LimitTold(const CompareLeaf& leaf, const Lab& value) {
  const std::optional<double>& limit = IsUpper(leaf) ? value.upper_limit : value.lower_limit;
  return limit && *limit > 0 ? limit : std::nullopt;
}

// The value as a multiple of the limit of normal: of the laboratory's own, else of the lowest and
// the highest that laboratories use (normal_limit.tsv; of adults). nullopt: neither is known.
std::optional<Interval> TimesLimit(const CompareLeaf& leaf, const rules::Entry& lab,
                                   const Lab& value, const EvaluationContext& context) {
  if (const std::optional<double> limit = LimitTold(leaf, value)) {
    const double ratio = Rounded(value.value / *limit);
    return Interval{ratio, ratio};
  }
  constexpr double kAdult = 18;
  const std::optional<Interval> age = AgeYears(context);
  if (!age || age->low < kAdult) return std::nullopt;
  for (const rules::Entry& row : context.lexicon.rows("normal_limit")) {
    if (row.id != lab.id || row.Get("limit") != (IsUpper(leaf) ? "upper" : "lower")) continue;
    const std::optional<double> from = row.GetNumber("from"), to = row.GetNumber("to");
    const std::optional<double> measured =
        In(value.value, value.unit, UnitOf(row.Get("unit"), context), lab, context);
    if (!from || !to || !measured) return std::nullopt;
    return Interval{Rounded(*measured / *to), Rounded(*measured / *from)};
  }
  return std::nullopt;
}

// Against a multiple of a limit of normal.
LeafOutcome CompareWithLimit(const CompareLeaf& leaf, const rules::Entry& lab, const Lab& value,
                             const EvaluationContext& context) {
  const bool upper = IsUpper(leaf);
  const std::string of = upper ? "x the upper limit of normal" : "x the lower limit of normal";
  const std::string told = DisplayName(lab.id) + " is " + Written(value),
                    asked = "; " + DescribeBounds(leaf.bounds, of);
  const std::optional<Interval> ratio = TimesLimit(leaf, lab, value, context);
  if (ratio && ratio->exact()) {
    return Outcome(Within(*ratio, leaf.bounds),
                   told + ", " + base::FormatNumber(ratio->low, 2) + " " + of + asked);
  }
  const Truth truth = ratio ? Within(*ratio, leaf.bounds) : Truth::kUnknown;
  if (truth == Truth::kUnknown) {
    return Outcome(truth, told + ", its limit of normal is not told" + asked,
                   {"labs." + lab.id + (upper ? ".upper_limit" : ".lower_limit")});
  }
  return Outcome(truth, told + ", by the limits that laboratories use " +
                            base::FormatNumber(ratio->low, 2) + " to " +
                            base::FormatNumber(ratio->high, 2) + " " + of + asked);
}

// AST and ALT told one by one: both are low enough, or either is too high.
LeafOutcome CompareBothTransaminases(const CompareLeaf& leaf, const EvaluationContext& context) {
  std::optional<LeafOutcome> both;
  for (const char* id : {"ast", "alt"}) {
    const rules::Entry* lab = context.lexicon.Find(TermKind::kLab, id);
    if (lab == nullptr) continue;
    LeafOutcome one = CompareLab(leaf, *lab, context);
    if (!both) {
      both = std::move(one);
      continue;
    }
    const bool ceiling = leaf.bounds.high.has_value();
    const bool second = ceiling ? one.truth < both->truth : one.truth > both->truth;
    if (one.truth == Truth::kUnknown && both->truth == Truth::kUnknown) {
      both->because += "; " + one.because;
      both->needs.insert(both->needs.end(), one.needs.begin(), one.needs.end());
    } else if (second) {
      both = std::move(one);
    }
  }
  Canonicalize(both->needs);
  return *std::move(both);
}

// "FEV1: 62 %" tells the percentage of what is predicted, which has a row of its own.
const Lab* PercentOf(std::string_view lab_id, const Patient& patient) {
  constexpr std::string_view kPercent = "_percent";
  if (!lab_id.ends_with(kPercent)) return nullptr;
  const Lab* value = NewestLab(patient, lab_id.substr(0, lab_id.size() - kPercent.size()));
  return value != nullptr && value->unit == "%" ? value : nullptr;
}

// A virus that the profile says cannot be found in the blood.
bool IsUndetectable(std::string_view lab_id, const EvaluationContext& context) {
  for (const Condition& condition : context.patient.conditions) {
    if (!condition.viral_load_undetectable.value_or(false) || IsStale(context)) continue;
    for (const rules::Entry& row : context.lexicon.rows("viral_load")) {
      if (row.id == lab_id && row.Get("illness") == condition.condition_id) return true;
    }
  }
  return false;
}

// The cells that the profile tells with an HIV infection.
std::optional<double> CellsToldWithHiv(std::string_view lab_id, const EvaluationContext& context) {
  if (lab_id != "cd4" || IsStale(context)) return std::nullopt;
  for (const Condition& condition : context.patient.conditions) {
    if (condition.condition_id == "hiv" && condition.cd4_per_ul) return condition.cd4_per_ul;
  }
  return std::nullopt;
}

// Them in the unit that is asked for.
std::optional<double> CellsAsAsked(const CompareLeaf& leaf, const rules::Entry& lab,
                                   const EvaluationContext& context) {
  const std::optional<double> cells = CellsToldWithHiv(lab.id, context);
  if (!cells || leaf.relative != CompareLeaf::Relative::kAbsolute) return std::nullopt;
  const base::Unit* asked =
      UnitOf(leaf.unit.empty() ? lab.Get("unit") : std::string_view(leaf.unit), context);
  const std::optional<double> value = In(*cells, "/uL", asked, lab, context);
  return value ? std::optional(Rounded(*value)) : std::nullopt;
}

}  // namespace

const Lab* NewestLab(const Patient& patient, std::string_view lab_id) {
  const Lab* newest = nullptr;
  for (const Lab& lab : patient.labs) {
    if (lab.lab_id != lab_id) continue;
    const bool later = newest == nullptr || !newest->date ||
                       (lab.date && lab.date->last() >= newest->date->last());
    if (later) newest = &lab;
  }
  return newest;
}

std::optional<double> ComputedClearance(const EvaluationContext& context) {
  const Patient& patient = context.patient;
  const std::optional<Interval> age = AgeYears(context);
  const Lab* creatinine = NewestLab(patient, "creatinine");
  const rules::Entry* row = context.lexicon.Find(TermKind::kLab, "creatinine");
  if (!age || !patient.weight_kg || patient.sex.empty() || creatinine == nullptr ||
      row == nullptr || IsStale(context))
    return std::nullopt;
  const std::optional<double> mg_per_dl =
      In(creatinine->value, creatinine->unit, UnitOf("mg/dL", context), *row, context);
  if (!mg_per_dl || *mg_per_dl <= 0) return std::nullopt;
  const double clearance = (140 - age->low) * *patient.weight_kg / (72 * *mg_per_dl);
  return patient.sex == "female" ? clearance * 0.85 : clearance;
}

ComparedValue LabValueOf(const CompareLeaf& leaf, const rules::Entry& lab,
                         const EvaluationContext& context) {
  using Kind = ComparedValue::Kind;
  const Lab* value = NewestLab(context.patient, lab.id);
  if (value == nullptr && lab.id == "ast_alt") return {Kind::kOther};
  if (value == nullptr) value = PercentOf(lab.id, context.patient);
  if (value == nullptr) {
    if (IsUndetectable(lab.id, context)) return {Kind::kNumber, 0, 0};
    if (const std::optional<double> cells = CellsAsAsked(leaf, lab, context))
      return {Kind::kNumber, *cells, *cells};
    if (lab.id != "creatinine_clearance" || leaf.relative != CompareLeaf::Relative::kAbsolute)
      return {};
    const std::optional<double> computed = ComputedClearance(context);
    const base::Unit* asked =
        UnitOf(leaf.unit.empty() ? lab.Get("unit") : std::string_view(leaf.unit), context);
    const std::optional<double> number =
        computed ? In(*computed, "mL/min", asked, lab, context) : std::nullopt;
    return number ? ComparedValue{Kind::kRough, *number, *number} : ComparedValue{};
  }
  if (IsStale(context) || !Plausible(value->value, value->unit, lab, context)) return {};
  if (leaf.relative != CompareLeaf::Relative::kAbsolute) {
    const std::optional<Interval> ratio = TimesLimit(leaf, lab, *value, context);
    return ratio ? ComparedValue{Kind::kNumber, ratio->low, ratio->high} : ComparedValue{};
  }
  const std::optional<double> number =
      In(value->value, value->unit,
         UnitOf(leaf.unit.empty() ? lab.Get("unit") : std::string_view(leaf.unit), context), lab,
         context);
  return number ? ComparedValue{Kind::kNumber, Rounded(*number), Rounded(*number)}
                : ComparedValue{};
}

LeafOutcome CompareLab(const CompareLeaf& leaf, const rules::Entry& lab,
                       const EvaluationContext& context) {
  if (context.wordless()) {
    const ComparedValue value = LabValueOf(leaf, lab, context);
    if (value.kind == ComparedValue::Kind::kUnknown) return {};
    if (value.kind == ComparedValue::Kind::kRough && !ClearOf(leaf.bounds, value.low)) return {};
    if (value.kind != ComparedValue::Kind::kOther)
      return {.truth = Within({value.low, value.high}, leaf.bounds)};
  }
  const Lab* value = NewestLab(context.patient, lab.id);
  const std::string path = "labs." + lab.id, name = DisplayName(lab.id);
  if (value == nullptr && lab.id == "ast_alt") return CompareBothTransaminases(leaf, context);
  if (value == nullptr) value = PercentOf(lab.id, context.patient);
  if (value == nullptr) {
    if (lab.id == "creatinine_clearance") return FromClearance(leaf, lab, context);
    const bool times = leaf.relative != CompareLeaf::Relative::kAbsolute;
    if (IsUndetectable(lab.id, context)) {
      return Outcome(base::FromBool(leaf.bounds.Contains(0)),
                     name + " cannot be detected; " +
                         DescribeBounds(leaf.bounds, times ? "x the limit of normal" : leaf.unit));
    }
    if (const std::optional<double> cells = CellsAsAsked(leaf, lab, context)) {
      return Outcome(base::FromBool(leaf.bounds.Contains(*cells)),
                     name + " is " + base::FormatNumber(*CellsToldWithHiv(lab.id, context)) +
                         " /uL; " + DescribeBounds(leaf.bounds, leaf.unit));
    }
    return Outcome(Truth::kUnknown,
                   name + " is not told; " +
                       DescribeBounds(leaf.bounds, times ? "x the limit of normal" : leaf.unit),
                   {path});
  }
  if (IsStale(context)) {
    return Outcome(Truth::kUnknown,
                   name + " was " + Written(*value) + " " + AsOf(context) +
                       ", more than 30 days before the decision",
                   {path});
  }
  if (!Plausible(value->value, value->unit, lab, context)) {
    return Outcome(Truth::kUnknown,
                   name + " is told as " + Written(*value) + ", which cannot be right", {path});
  }
  if (leaf.relative != CompareLeaf::Relative::kAbsolute)
    return CompareWithLimit(leaf, lab, *value, context);
  const std::string asked = leaf.unit.empty() ? std::string(lab.Get("unit")) : leaf.unit;
  const std::optional<double> converted =
      In(value->value, value->unit, UnitOf(asked, context), lab, context);
  if (!converted) {
    return Outcome(Truth::kUnknown,
                   name + " is " + Written(*value) + ", which cannot be compared with " +
                       DescribeBounds(leaf.bounds, asked),
                   {path});
  }
  return Outcome(base::FromBool(leaf.bounds.Contains(Rounded(*converted))),
                 name + " is " + Written(*value) + "; " + DescribeBounds(leaf.bounds, asked));
}

}  // namespace trialmatch::matcher
