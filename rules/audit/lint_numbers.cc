#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "rules/audit/lint_checks.h"
#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

// "106" for 10^6: a power of ten of three or more, its exponent written behind it.
std::optional<int> LostExponent(std::string_view digits) {
  if (digits.size() < 3 || digits.size() > 4 || !digits.starts_with("10")) return std::nullopt;
  int exponent = 0;
  for (char c : digits.substr(2)) {
    if (c < '0' || c > '9') return std::nullopt;
    exponent = exponent * 10 + (c - '0');
  }
  if (exponent < 3 || exponent > 12) return std::nullopt;
  return exponent;
}

// "1.5 x 109/L", "100 109/L", "1.5 x 10 9/L".
void LostSuperscripts(const LintInput& in, const Criterion& c, LintFindings* findings) {
  const TokenStream stream = Tokenize(in.text, c.body, in.lexicon());
  const auto& tokens = stream.tokens;
  const auto mark = [&](size_t i, char m) { return i < tokens.size() && tokens[i].mark == m; };
  for (size_t i = 1; i + 2 < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::kNumber) continue;
    size_t last = i;
    std::optional<int> exponent = LostExponent(base::Slice(in.text, tokens[i].span));
    const bool times = mark(i - 1, 'x') || mark(i - 1, '*');
    if (!exponent && tokens[i].number == 10 && times && tokens[i + 1].kind == TokenKind::kNumber &&
        tokens[i + 1].space_before && tokens[i + 1].span.begin == tokens[i].span.end + 1) {
      exponent = LostExponent(absl::StrCat("10", tokens[i + 1].number));
      last = i + 1;
    }
    if (!exponent) continue;
    // A unit of counts must follow, and something to multiply stand before.
    const bool factor = times || tokens[i - 1].kind == TokenKind::kNumber;
    const bool unit = mark(last + 1, '/') || (tokens[last + 1].kind == TokenKind::kWord &&
                                              mark(last + 2, '/'));
    if (!factor || !unit || last + 2 >= tokens.size()) continue;
    const size_t from = i >= 2 && tokens[i - 2].kind == TokenKind::kNumber ? i - 2 : i - 1;
    findings->push_back(
        in.Finding("superscript.lost", c, {tokens[from].span.begin, tokens[last + 2].span.end},
                   absl::StrCat("10 to the power of ", *exponent, " has lost its superscript")));
  }
}

// The bound of a lab that follows it within a few words, with a unit.
std::optional<BoundReading> BoundOf(const Reading& r, int lab) {
  for (int k = lab + 1; k < r.size() && k <= lab + 6; ++k) {
    if (r.IsAnyMark(k, ";.") || r.Find(k, TermKind::kLab) != nullptr) return std::nullopt;
    auto bound = ReadBound(r, k, r.size());
    if (bound) return bound->unit.empty() ? std::nullopt : bound;
    if (r.IsNumber(k)) return std::nullopt;
  }
  return std::nullopt;
}

// The unit goes on behind what the tables know of it ("mL" of "mL/min1", "mm" of "mm^3", "millimeter of
// mercury"), or is a share of the predicted value.
bool UnitIsWhole(const Reading& r, const BoundReading& bound, const base::Unit& unit) {
  if (unit.dimension == "fraction" || unit.dimension == "time") return false;
  const int next = bound.last + 1;
  if (!r.Has(next)) return true;
  if (r.at(next).kind == Item::Kind::kMark) return r.IsAnyMark(next, ".,;)");
  return r.at(next).space_before && !r.WordIsAny(next, {"per", "of"}) && !r.IsNumber(next);
}

// Blood counts and concentrations of enzymes and other mass: what is measured in these is told in no
// other kind of unit. Salts, hormones and what is excreted come in many.
bool HasOneKindOfUnit(const Entry& lab, const base::Unit& own, const base::Unit& unit) {
  if (lab.id == "urine_protein" || lab.id == "ca125" || unit.dimension == "mass_ratio") return false;
  return own.dimension == "cell_count" || own.dimension == "mass_concentration" ||
         own.dimension == "enzyme_activity";
}

// "creatinine CL > 40 mL/min" is the clearance; "1.5 G/L" are giga a litre.
bool SpeltOtherwise(const Reading& r, const BoundReading& bound, const Entry& lab,
                    const base::Unit& unit) {
  if (lab.id == "creatinine" && unit.dimension == "flow") return true;
  return unit.id == "g/L" && r.Word(bound.last).starts_with("G");
}

// A lab's value in a unit of another kind, or one that no patient has.
void ImpossibleValues(const LintInput& in, const Criterion& c, LintFindings* findings) {
  Reading r(in.grammar, in.text);
  r.Append(c.body, false);
  const base::UnitTable& units = in.lexicon().units();
  for (int i = 0; i < r.size(); ++i) {
    const Entry* lab = r.Find(i, TermKind::kLab);
    if (lab == nullptr) continue;
    const auto bound = BoundOf(r, i);
    if (!bound || bound->relative != CompareLeaf::Relative::kAbsolute) continue;
    const base::Unit* own = units.Find(lab->Get("unit"));
    const base::Unit* unit = units.Find(bound->unit);
    if (own == nullptr || unit == nullptr) continue;
    const base::Span span = r.SpanOf(i, bound->last);
    if (bound->bounds.low && bound->bounds.high) continue;
    const double number = bound->bounds.low.value_or(bound->bounds.high.value_or(0));
    const auto value = units.Convert(number, *unit, *own, lab->GetNumber("molar_mass"));
    if (!value) {
      const bool told = UnitIsWhole(r, *bound, *unit) && HasOneKindOfUnit(*lab, *own, *unit) &&
                        !SpeltOtherwise(r, *bound, *lab, *unit);
      if (told)
        findings->push_back(in.Finding("unit.other_kind", c, span,
                                       absl::StrCat(lab->id, " is not measured in ", unit->id)));
      continue;
    }
    const auto low = lab->GetNumber("plausible_low"), high = lab->GetNumber("plausible_high");
    // The tables' ranges are of patients; a bound may lie a little outside.
    constexpr double kBeyond = 2.5;
    if ((!low || *value >= *low / kBeyond) && (!high || *value <= *high * kBeyond)) continue;
    const bool lost = std::any_of(findings->begin(), findings->end(), [&](const LintFinding& f) {
      return f.id == "superscript.lost" && f.span.Overlaps(span);
    });
    if (lost) continue;
    findings->push_back(in.Finding(
        "value.impossible", c, span,
        absl::StrCat(lab->id, " of ", base::FormatNumber(number), " ", unit->id, " is ",
                     base::FormatNumber(*value, 6), " ", own->id, ", outside of ",
                     low ? base::FormatNumber(*low) : "", " to ",
                     high ? base::FormatNumber(*high) : "")));
  }
}

bool Meets(const base::Bounds& below, const base::Bounds& above) {
  return !below.high || !above.low || *above.low <= *below.high;
}

// "Age < 18 and > 75 years": two bounds joined by "and" that no number meets both.
void EmptyRanges(const LintInput& in, const Criterion& c, LintFindings* findings) {
  Reading r(in.grammar, in.text);
  r.Append(c.body, false);
  for (int i = 1; i + 1 < r.size(); ++i) {
    if (!r.Is(i, Cue::kAnd) || !r.WordIs(i, "and")) continue;
    const auto second = ReadBound(r, i + 1, r.size());
    if (!second || !second->has_comparison) continue;
    for (int k = std::max(0, i - 6); k < i; ++k) {
      const auto first = ReadBound(r, k, i);
      if (!first || !first->has_comparison || first->last != i - 1) continue;
      // A comma may part a number, or two.
      const base::Span both = r.SpanOf(k, second->last);
      if (base::Slice(in.text, both).find(',') != std::string_view::npos) break;
      const bool same = first->relative == second->relative &&
                        (first->unit.empty() || first->unit == second->unit);
      if (same && (!Meets(first->bounds, second->bounds) || !Meets(second->bounds, first->bounds)))
        findings->push_back(in.Finding("range.empty", c, both, "no number meets both bounds"));
      break;
    }
  }
}

}  // namespace

void LintNumbers(const LintInput& in, LintFindings* findings) {
  for (const Criterion& c : in.criteria.criteria) {
    if (c.span.empty()) continue;
    LostSuperscripts(in, c, findings);
    ImpossibleValues(in, c, findings);
    EmptyRanges(in, c, findings);
  }
}

}  // namespace trialmatch::rules
