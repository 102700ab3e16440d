#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/audit/describe_leaf.h"
#include "rules/audit/lint_checks.h"

namespace trialmatch::rules {
namespace {

// A leaf that must hold for every patient of the criterion, or must not.
struct Literal {
  const Leaf* leaf;
  bool required;
  base::Span span;
  const Criterion* criterion;
};

void Collect(const Expression& e, bool required, const Criterion& c, std::vector<Literal>* out) {
  using enum Expression::Kind;
  if (e.kind == kLeaf) out->push_back({&e.leaf, required, e.span, &c});
  const bool each = e.kind == kNot || (e.kind == kAll && required) || (e.kind == kAny && !required);
  if (!each) return;
  for (const Expression& child : e.children)
    Collect(child, e.kind == kNot ? !required : required, c, out);
}

// The same patients must meet both.
bool Together(const Criterion& a, const Criterion& b) {
  return a.cohorts.empty() || b.cohorts.empty() || a.cohorts == b.cohorts;
}

bool SubsetOf(const std::vector<std::string>& part, const std::vector<std::string>& all) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [&](const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  });
}

// Whoever has `required` has `excluded` too.
bool Implies(const MarkerLeaf& required, const MarkerLeaf& excluded) {
  if (required.tested || excluded.tested || required.score || excluded.score) return false;
  if (required.resistance != excluded.resistance) return false;
  const bool alteration =
      required.alteration == excluded.alteration || excluded.alteration == "any";
  const bool details = excluded.details.empty() || SubsetOf(required.details, excluded.details);
  const bool spared = std::any_of(required.genes.begin(), required.genes.end(), [&](const auto& g) {
    return std::find(excluded.except_genes.begin(), excluded.except_genes.end(), g) !=
           excluded.except_genes.end();
  });
  return alteration && details && !spared && SubsetOf(required.genes, excluded.genes);
}

bool Implies(const OneOfLeaf& required, const OneOfLeaf& excluded, const Lexicon& lexicon) {
  if (required.attribute != excluded.attribute || !excluded.except.empty()) return false;
  if (required.attribute != OneOfLeaf::Attribute::kDisease)
    return required.edition == excluded.edition && SubsetOf(required.values, excluded.values);
  return !required.values.empty() &&
         std::all_of(required.values.begin(), required.values.end(), [&](const std::string& v) {
           return std::any_of(excluded.values.begin(), excluded.values.end(),
                              [&](const std::string& above) {
                                return lexicon.IsA(TermKind::kDisease, v, above);
                              });
         });
}

bool Bare(const TreatmentLeaf& t) {
  TreatmentLeaf bare;
  bare.what = t.what;
  return t == bare;
}

bool Implies(const TreatmentLeaf& required, const TreatmentLeaf& excluded,
             const Lexicon& lexicon) {
  if (required == excluded) return true;
  if (required.quantifier != TreatmentLeaf::Quantifier::kAny || !Bare(excluded)) return false;
  return !required.what.empty() &&
         std::all_of(required.what.begin(), required.what.end(), [&](const std::string& w) {
           return std::any_of(
               excluded.what.begin(), excluded.what.end(),
               [&](const std::string& above) { return lexicon.DrugIsA(w, above); });
         });
}

bool Implies(const Leaf& required, const Leaf& excluded, const Lexicon& lexicon) {
  if (required.index() != excluded.index()) return false;
  if (const auto* marker = std::get_if<MarkerLeaf>(&required))
    return Implies(*marker, std::get<MarkerLeaf>(excluded));
  if (const auto* one_of = std::get_if<OneOfLeaf>(&required))
    return Implies(*one_of, std::get<OneOfLeaf>(excluded), lexicon);
  if (const auto* treatment = std::get_if<TreatmentLeaf>(&required))
    return Implies(*treatment, std::get<TreatmentLeaf>(excluded), lexicon);
  if (std::holds_alternative<CompareLeaf>(required)) return false;  // by bounds
  return required == excluded;
}

bool IsTarget(const Leaf& leaf) {
  if (std::holds_alternative<MarkerLeaf>(leaf)) return true;
  const auto* one_of = std::get_if<OneOfLeaf>(&leaf);
  return one_of != nullptr && one_of->attribute == OneOfLeaf::Attribute::kDisease;
}

// What a literal says about a number: its bounds, turned around when it is excluded.
std::optional<base::Bounds> BoundsOf(const Literal& literal) {
  const base::Bounds& b = std::get<CompareLeaf>(*literal.leaf).bounds;
  if (literal.required) return b;
  if (b.low && b.high) return std::nullopt;
  base::Bounds out;
  if (b.low) {
    out.high = b.low;
    out.high_inclusive = !b.low_inclusive;
  } else if (b.high) {
    out.low = b.high;
    out.low_inclusive = !b.high_inclusive;
  }
  return out;
}

bool Empty(const base::Bounds& b) {
  if (!b.low || !b.high) return false;
  if (*b.low != *b.high) return *b.low > *b.high;
  return !b.low_inclusive || !b.high_inclusive;
}

bool SameScale(const CompareLeaf& a, const CompareLeaf& b) {
  return a.quantity == b.quantity && a.unit == b.unit && a.relative == b.relative && a.sex == b.sex;
}

bool Apart(const Literal& a, const Literal& b) {
  if (!SameScale(std::get<CompareLeaf>(*a.leaf), std::get<CompareLeaf>(*b.leaf))) return false;
  const auto first = BoundsOf(a), second = BoundsOf(b);
  if (!first || !second) return false;
  const base::Bounds down = {second->low, first->high, second->low_inclusive,
                             first->high_inclusive};
  const base::Bounds up = {first->low, second->high, first->low_inclusive,
                           second->high_inclusive};
  return Empty(down) || Empty(up);
}

std::string Said(const Literal& literal) {
  return absl::StrCat(literal.required ? "asks for " : "excludes ", DescribeLeaf(*literal.leaf),
                      " (", literal.criterion->id, ")");
}

void Report(const LintInput& in, const Literal& a, const Literal& b, bool numbers,
            LintFindings* findings) {
  const Literal& late = b.span.begin >= a.span.begin ? b : a;
  const Literal& early = &late == &b ? a : b;
  const char* id = numbers && a.criterion == b.criterion ? "range.empty" : "contradiction";
  if (!numbers && IsTarget(*a.leaf)) id = "target.excluded";
  findings->push_back(in.Finding(id, *late.criterion, late.span,
                                 absl::StrCat("no patient meets both: the study ", Said(early),
                                              " and ", Said(late))));
}

}  // namespace

void LintLogic(const LintInput& in, LintFindings* findings) {
  std::vector<Literal> literals;
  for (const Criterion& c : in.criteria.criteria) {
    if (c.understood == Understood::kFull) Collect(c.expression, true, c, &literals);
  }
  for (const Literal& one : literals) {
    const auto* compare = std::get_if<CompareLeaf>(one.leaf);
    if (compare != nullptr && Empty(compare->bounds))
      findings->push_back(in.Finding("range.empty", *one.criterion, one.span,
                                     absl::StrCat("no number is ", DescribeLeaf(*one.leaf))));
  }
  for (size_t i = 0; i < literals.size(); ++i) {
    for (size_t k = i + 1; k < literals.size(); ++k) {
      const Literal &a = literals[i], &b = literals[k];
      if (a.leaf->index() != b.leaf->index() || !Together(*a.criterion, *b.criterion)) continue;
      if (std::holds_alternative<CompareLeaf>(*a.leaf)) {
        if (Apart(a, b)) Report(in, a, b, true, findings);
      } else if (a.required != b.required) {
        const Literal &wanted = a.required ? a : b, &banned = a.required ? b : a;
        if (Implies(*wanted.leaf, *banned.leaf, in.lexicon())) Report(in, a, b, false, findings);
      }
    }
  }
}

}  // namespace trialmatch::rules
