#include "rules/parse/bounds/lab_bounds.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/parse/domains.h"
#include "rules/parse/unit_reading.h"

namespace trialmatch::rules {
namespace {

using Relative = CompareLeaf::Relative;

// No bound of the registry is a larger multiple of a limit of normal.
constexpr double kLargestMultiple = 20;
// A bare number up to here, far below any plausible value, is a multiple of the upper limit.
constexpr double kLargestBareMultiple = 5;

void Scale(base::Bounds* bounds, double factor) {
  if (bounds->low) *bounds->low *= factor;
  if (bounds->high) *bounds->high *= factor;
}

// Brings the leaf's bounds to a plausible unit of the lab; true when they had to be mended. nullopt:
// no single way to.
std::optional<bool> Repair(const Lexicon& lexicon, const Entry& lab, CompareLeaf* leaf) {
  // "Albumin at least 0.85 times normal": of what must not be low, normal is the lower limit.
  if (leaf->relative == Relative::kTimesUpperLimit && leaf->bounds.low && !leaf->bounds.high && lab.Get("worry") == "low") {
    leaf->relative = Relative::kTimesLowerLimit;
  }
  if (leaf->relative != Relative::kAbsolute) {
    const double multiple = leaf->bounds.high.value_or(leaf->bounds.low.value_or(1));
    if (multiple <= 0 || multiple > kLargestMultiple) return std::nullopt;
    return false;
  }
  const base::UnitTable& units = lexicon.units();
  const base::Unit* own = units.Find(lab.Get("unit"));
  const base::Unit* unit = leaf->unit.empty() ? own : units.Find(leaf->unit);
  if (own == nullptr || unit == nullptr) return std::nullopt;
  const auto low = lab.GetNumber("plausible_low"), high = lab.GetNumber("plausible_high");
  const auto plausible = [&](double value) { return (!low || value >= *low) && (!high || value <= *high); };
  const double written = leaf->bounds.low.value_or(leaf->bounds.high.value_or(0));
  const auto in_own = units.Convert(written, *unit, *own, lab.GetNumber("molar_mass"));
  if (!in_own) return std::nullopt;
  if (plausible(*in_own)) {
    if (leaf->unit.empty()) leaf->unit = own->id;
    return false;
  }
  // Exponents lost or doubled ("1.5 x 106/ul" for 10^9/L), counts without unit ("1500"), grams a
  // liter as grams a deciliter, and for the rest a unit slipped beside the right number.
  const bool count = own->dimension == "cell_count";
  std::vector<double> ways;
  if (count) {
    for (double scale : {1e-3, 1e3, 1e-6, 1e6, 1e-9, 1e9}) {
      if (plausible(*in_own * scale)) ways.push_back(scale);
    }
  } else if (leaf->unit.empty() && own->dimension == "mass_concentration") {
    if (plausible(*in_own * 0.1)) ways.push_back(0.1);
  } else if (leaf->unit.empty() && lab.Get("worry") == "high" && leaf->bounds.high && low && written < *low && written <= kLargestBareMultiple) {
    // "INR and PTT <= 1.5": the limit went unsaid.
    leaf->relative = Relative::kTimesUpperLimit;
    return true;
  } else if (own->dimension == "mass_concentration" && unit->dimension == "molar_concentration" && plausible(*in_own * 1e-3)) {
    ways.push_back(1e-3);   // "130 mmol/L" of creatinine
  } else if (plausible(written)) {
    ways.push_back(written / *in_own);
  }
  if (ways.size() != 1) return std::nullopt;
  Scale(&leaf->bounds, *in_own / written * ways[0]);
  leaf->unit = own->id;
  return true;
}

Expression Normal(const std::string& quantity, Relative side, base::Span span) {
  CompareLeaf leaf;
  leaf.quantity = quantity;
  leaf.relative = side;
  (side == Relative::kTimesUpperLimit ? leaf.bounds.high : leaf.bounds.low) = 1;
  return Expression::OfLeaf(leaf, span, "lab.normal");
}

LabReading NormalOfLab(const Entry& lab, const LabBound& bound, base::Span span) {
  const std::string_view worry = lab.Get("worry");
  std::vector<Expression> all;
  if (worry != "high") all.push_back(Normal(lab.id, Relative::kTimesLowerLimit, span));
  if (worry != "low") all.push_back(Normal(lab.id, Relative::kTimesUpperLimit, span));
  const bool outside = bound.normal == LabBound::Normal::kOutside;
  Expression within = Expression::All(std::move(all));
  return {outside ? Expression::Not(std::move(within)) : std::move(within), outside};
}

std::optional<LabBound> ReadNormal(const Reading& r, int i, int end) {
  LabBound out;
  out.first = i;
  out.normal = LabBound::Normal::kWithin;
  int k = i;
  // "outside (of the) normal range", "not within normal limits", "abnormal".
  if (r.WordIsAny(k, {"outside", "out of", "abnormal"})) out.normal = LabBound::Normal::kOutside;
  if (r.WordIs(k, "abnormal")) {
    // "..., abnormal imaging findings" begins something else.
    if (k + 1 < end && !r.IsKind(k + 1, Item::Kind::kMark)) return std::nullopt;
    out.last = k;
    return out;
  }
  while (k < end && k < i + 6 && (r.IsAny(k, {Cue::kWithin, Cue::kFiller, Cue::kBefore}) || r.IsMark(k, ':') ||
                                  (r.WordStarts(k, {"outside", "institution", "laborator", "local"}) && !r.IsAny(k, {Cue::kUln, Cue::kNormal})))) {
    ++k;
  }
  const bool within = k > i && (HasCue(r, i, k, {Cue::kWithin}) || r.WordIs(i, "in"));
  if (k >= end || (!r.Is(k, Cue::kNormal) && !(within && r.Is(k, Cue::kUln)))) return std::nullopt;
  out.last = EndOfLimitWords(r, k, end);
  // "normal" may belong to what follows: "..., normal serum creatinine".
  const bool own = k > i || !(r.WordIs(k, "normal") && r.Find(out.last + 1, TermKind::kLab) != nullptr);
  if (!own) return std::nullopt;
  return out;
}

}  // namespace

namespace {

// "ALT elevated 2 x ULN", "raised LDH, 2 x ULN": a value that is too high.
bool SaysRaised(const Reading& r, int first, int last, int end) {
  constexpr int kBefore = 8, kBehind = 4;  // items
  constexpr WordPattern kRaised[] = {"elevat", "increas", "rais", "exceed", "abnormal", "higher", "rising"};
  if (!r.MayHoldWord(kRaised)) return false;
  for (int k = last + 1; k < std::min(end, last + kBehind) && !r.IsAnyMark(k, ".;,"); ++k) {
    if (r.WordContains(k, kRaised)) return true;
  }
  for (int k = first - 1; k >= std::max(0, first - kBefore) && !r.IsAnyMark(k, ".;"); --k) {
    if (r.WordContains(k, kRaised)) return true;
  }
  return false;
}

}  // namespace

std::optional<LabBound> ReadLabBound(const Reading& r, int i, int end) {
  if (auto normal = ReadNormal(r, i, end)) return normal;
  // "Bilirubin within 1.5 x ULN".
  const bool within = r.Is(i, Cue::kWithin) && r.WordIs(i, "within");
  auto bound = ReadBound(r, within ? i + 1 : i, end);
  if (within) {
    if (!bound || bound->has_comparison || bound->is_list || bound->relative != Relative::kTimesUpperLimit || bound->bounds.low != bound->bounds.high) return std::nullopt;
    bound->bounds.low.reset();
    bound->has_comparison = true;
    bound->first = i;
  }
  if (!bound) return std::nullopt;
  if (bound->of_unsaid_limit) return std::nullopt;
  const bool range = bound->bounds.low != bound->bounds.high;
  if (!bound->has_comparison && !(range && !bound->is_list)) return std::nullopt;
  LabBound out;
  out.bound = *bound;
  out.first = bound->first;
  out.last = bound->last;
  return out;
}

std::optional<LabBound> ReadMultipleWithoutSign(const Reading& r, int i, int end) {
  const auto bound = ReadBound(r, i, end);
  if (!bound || bound->has_comparison || bound->is_list || bound->of_unsaid_limit || bound->relative != Relative::kTimesUpperLimit) return std::nullopt;
  if (bound->bounds.low != bound->bounds.high || bound->bounds.low.value_or(0) <= 1) return std::nullopt;
  if (SaysRaised(r, bound->first, bound->last, end)) return std::nullopt;
  for (int k = bound->last + 1; k < std::min(end, bound->last + 4); ++k) {
    if (r.IsAny(k, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost, Cue::kOr}) || r.IsComparison(k)) return std::nullopt;
  }
  LabBound out;
  out.bound = *bound;
  out.bound.bounds.low.reset();
  out.first = bound->first;
  out.last = bound->last;
  out.without_sign = true;
  return out;
}

const Entry& RowForUnit(const Lexicon& lexicon, const Entry& lab, const LabBound& bound) {
  if (bound.bound.unit != "%" || lab.Get("unit") == "%") return lab;
  const Entry* percent = lexicon.Find(TermKind::kLab, absl::StrCat(lab.id, "_percent"));
  return percent != nullptr ? *percent : lab;
}

std::optional<LabReading> BoundOfLab(const Lexicon& lexicon, const Entry& named, const LabBound& bound, base::Span span) {
  const Entry& lab = RowForUnit(lexicon, named, bound);
  if (bound.normal != LabBound::Normal::kNone) return NormalOfLab(lab, bound, span);
  CompareLeaf leaf;
  leaf.quantity = lab.id;
  leaf.bounds = bound.bound.bounds;
  leaf.unit = bound.bound.unit;
  leaf.relative = bound.bound.relative;
  const auto repaired = Repair(lexicon, lab, &leaf);
  if (!repaired) return std::nullopt;
  const std::string_view worry = lab.Get("worry");
  LabReading out;
  out.describes_worry = (worry == "low" && leaf.bounds.high && !leaf.bounds.low) || (worry == "high" && leaf.bounds.low && !leaf.bounds.high);
  out.describes_health = (worry == "low" && leaf.bounds.low && !leaf.bounds.high) || (worry == "high" && leaf.bounds.high && !leaf.bounds.low);
  out.expression = Expression::OfLeaf(std::move(leaf), span, bound.without_sign ? kLabWithoutSign : *repaired ? "lab.repaired" : "lab.bound");
  return out;
}

bool SameLab(const Entry& a, const Entry& b) {
  const auto family = [](const Entry& lab) {
    return lab.id == "ast" || lab.id == "alt" ? std::string_view("ast_alt") : std::string_view(lab.id);
  };
  return family(a) == family(b);
}

std::optional<LabBound> ReadSecondBound(const Reading& r, int i, int end, const LabBound& first) {
  if (auto bound = ReadLabBound(r, i, end)) {
    // "<= 2.5 x ULN (<= 5 in case of liver metastases)".
    const bool bare_multiple = first.relative() && !bound->relative() && bound->bound.unit.empty() && bound->bound.bounds.high.value_or(kLargestMultiple + 1) <= kLargestMultiple;
    if (bare_multiple && first.normal == LabBound::Normal::kNone) bound->bound.relative = first.bound.relative;
    return bound;
  }
  auto bare = ReadBound(r, i, end);
  // "<= 2.5 times the upper limit of normal, <= 5 times if liver metastases".
  // "(5 times if liver metastases)": on the same side.
  const base::Bounds& side = first.bound.bounds;
  const bool one_sided = side.low.has_value() != side.high.has_value();
  if (bare && bare->of_unsaid_limit && (bare->has_comparison || one_sided) && first.relative() && first.normal == LabBound::Normal::kNone) {
    LabBound out;
    out.bound = *bare;
    if (!bare->has_comparison) (side.low ? out.bound.bounds.high : out.bound.bounds.low).reset();
    out.bound.relative = first.bound.relative;
    out.first = bare->first;
    out.last = bare->last;
    return out;
  }
  if (!bare || bare->is_list || bare->bounds.low != bare->bounds.high || first.normal != LabBound::Normal::kNone) return std::nullopt;
  // "450 (male)/470 (female) ms": of the same size, its unit stands with the other.
  const double told = first.bound.bounds.low.value_or(first.bound.bounds.high.value_or(0)), value = *bare->bounds.low;
  const bool alike = bare->unit.empty() && told > 100 && value > told / 2 && value < told * 2;
  const bool same = bare->relative == first.bound.relative && (first.relative() || alike || (!bare->unit.empty() && bare->unit == first.bound.unit));
  const base::Bounds& b = first.bound.bounds;
  if (!same || b.low.has_value() == b.high.has_value()) return std::nullopt;
  LabBound out;
  out.bound = *bare;
  if (out.bound.unit.empty()) out.bound.unit = first.bound.unit;
  (b.low ? out.bound.bounds.high : out.bound.bounds.low).reset();
  out.bound.bounds.low_inclusive = b.low_inclusive;
  out.bound.bounds.high_inclusive = b.high_inclusive;
  out.first = bare->first;
  out.last = bare->last;
  return out;
}

bool SameBound(const Lexicon& lexicon, const Entry& lab, const LabBound& a, const LabBound& b) {
  if (a.relative() && b.relative() && a.normal == LabBound::Normal::kNone && b.normal == LabBound::Normal::kNone) {
    return a.bound.relative == b.bound.relative && a.bound.bounds == b.bound.bounds;   // "3 times the upper limit of normal (<= 3 x ULN)"
  }
  if (a.relative() || b.relative()) return false;
  CompareLeaf first{lab.id, a.bound.bounds, a.bound.unit, Relative::kAbsolute, ""};
  CompareLeaf second{lab.id, b.bound.bounds, b.bound.unit, Relative::kAbsolute, ""};
  if (!Repair(lexicon, lab, &first) || !Repair(lexicon, lab, &second)) return false;
  const base::UnitTable& units = lexicon.units();
  const base::Unit *from = units.Find(second.unit), *to = units.Find(first.unit);
  if (from == nullptr || to == nullptr || first.bounds.low.has_value() != second.bounds.low.has_value() ||
      first.bounds.high.has_value() != second.bounds.high.has_value()) {
    return false;
  }
  // "470 ms (500 ms in patients with a pacemaker)": near as they are, they differ.
  const double tolerance = first.unit == second.unit && !a.bound.unit.empty() && !b.bound.unit.empty() ? 0.01 : 0.1;
  const auto near = [&](const std::optional<double>& x, const std::optional<double>& y) {
    if (!x) return true;
    const auto told = units.Convert(*y, *from, *to, lab.GetNumber("molar_mass"));
    return told && std::abs(*told - *x) <= tolerance * std::abs(*x);
  };
  return near(first.bounds.low, second.bounds.low) && near(first.bounds.high, second.bounds.high);
}

}  // namespace trialmatch::rules
