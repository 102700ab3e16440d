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
  // What had to be repaired says too little about the text.
  if (e.kind == kLeaf && e.rule != "lab.repaired") out->push_back({e.leaf.get(), required, e.span, &c});
  const bool each = e.kind == kNot || (e.kind == kAll && required) || (e.kind == kAny && !required);
  if (!each) return;
  for (const Expression& child : e.children)
    Collect(child, e.kind == kNot ? !required : required, c, out);
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

bool Implies(const Leaf& required, const Leaf& excluded, const Lexicon& lexicon) {
  if (required.index() != excluded.index()) return false;
  if (const auto* marker = std::get_if<MarkerLeaf>(&required))
    return Implies(*marker, std::get<MarkerLeaf>(excluded));
  if (const auto* one_of = std::get_if<OneOfLeaf>(&required))
    return Implies(*one_of, std::get<OneOfLeaf>(excluded), lexicon);
  return false;
}

// Below a lead-in or among alternatives a criterion need not hold for everybody.
bool HoldsForAll(const Criterion& c) {
  return c.understood == Understood::kFull && c.id.find('.') == std::string::npos &&
         c.cohorts.empty() && c.expression.kind != Expression::Kind::kWhen;
}

// An exclusion of this leaf and nothing else, of one disease or marker, in few words: in a list, or
// beside other words, it may be a part of a description ("treated before for small cell lung
// cancer").
bool ExcludesAlone(const LintInput& in, const Criterion& c) {
  constexpr int kMostWords = 6;
  if (c.section != Section::kExclusion || c.expression.kind != Expression::Kind::kNot) return false;
  const std::string_view words = base::Slice(in.text, c.body);
  if (std::count(words.begin(), words.end(), ' ') >= kMostWords) return false;
  const Expression& what = c.expression.children[0];
  if (what.kind != Expression::Kind::kLeaf) return false;
  const auto* one_of = std::get_if<OneOfLeaf>(what.leaf.get());
  return one_of == nullptr || one_of->values.size() == 1;
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

void Report(const LintInput& in, const char* id, const Literal& early, const Literal& late,
            LintFindings* findings) {
  findings->push_back(in.Finding(id, *late.criterion, late.span,
                                 absl::StrCat("no patient meets both: the study ", Said(early),
                                              " and ", Said(late))));
}

}  // namespace

void LintLogic(const LintInput& in, LintFindings* findings) {
  std::vector<Literal> literals;
  for (const Criterion& c : in.criteria.criteria) {
    // Ages of the registry's fields: age.differs.
    const bool told = !c.span.empty() && HoldsForAll(c) && !ChoosesSome(in, c);
    if (told) Collect(c.expression, true, c, &literals);
  }
  for (size_t i = 0; i < literals.size(); ++i) {
    for (size_t k = i + 1; k < literals.size(); ++k) {
      const Literal &a = literals[i], &b = literals[k];
      if (a.leaf->index() != b.leaf->index() || a.criterion == b.criterion) continue;
      const Literal &early = a.span.begin <= b.span.begin ? a : b, &late = &early == &a ? b : a;
      if (std::holds_alternative<CompareLeaf>(*a.leaf)) {
        if (Apart(a, b)) Report(in, "contradiction", early, late, findings);
      } else if (a.required != b.required) {
        const Literal &wanted = a.required ? a : b, &banned = a.required ? b : a;
        if (ExcludesAlone(in, *banned.criterion) && Implies(*wanted.leaf, *banned.leaf, in.lexicon()))
          Report(in, "target.excluded", early, late, findings);
      }
    }
  }
}

}  // namespace trialmatch::rules
