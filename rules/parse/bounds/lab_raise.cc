#include "rules/parse/bounds/lab_raise.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/bounds/lab_conditions.h"
#include "rules/parse/join.h"

namespace trialmatch::rules {
namespace {

// How many items of a list may stand between a bound and that for some.
constexpr int kFarthestNeighbour = 6;

const CompareLeaf* LabLeaf(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr;
}

// AST and ALT are named one for the other.
bool SameQuantity(const std::string& a, const std::string& b) {
  const auto liver = [](const std::string& id) { return id == "ast" || id == "alt" || id == "ast_alt"; };
  return a == b || (liver(a) && liver(b) && (a == "ast_alt" || b == "ast_alt"));
}

// "Bilirubin <= 1.5 x ULN; if bilirubin > 1.5 x ULN, ...": the condition is that the bound fails.
bool Exceeds(const CompareLeaf& condition, const CompareLeaf& bound) {
  if (condition.quantity != bound.quantity || condition.relative != bound.relative || condition.unit != bound.unit) return false;
  const auto same = [](const std::optional<double>& a, const std::optional<double>& b) { return a && b && std::abs(*a - *b) < 1e-9; };
  const base::Bounds &c = condition.bounds, &b = bound.bounds;
  return (same(c.low, b.high) && !c.high && !b.low) || (same(c.high, b.low) && !c.low && !b.high);
}

// Raises the bounds of `e` for those whom `condition` names; true when one was found.
bool Raise(Expression& e, const Expression& condition, const Expression& raised) {
  const CompareLeaf *own = LabLeaf(e), *other = LabLeaf(raised);
  if (own != nullptr && other != nullptr && SameQuantity(own->quantity, other->quantity)) {
    const base::Bounds bounds = own->bounds;
    CompareLeaf leaf = *other;
    leaf.quantity = own->quantity;
    e = BoundByCondition(e, bounds, condition, Expression::OfLeaf(leaf, raised.span, "lab.bound"), leaf.bounds);
    return true;
  }
  // "Bilirubin <= 1.5 x ULN, or <= 3 mg/dL with Gilbert's syndrome" has another way.
  if (e.kind == Expression::Kind::kAny && !e.children.empty()) {
    Expression first = e.children.front();
    if (LabLeaf(first) == nullptr || !Raise(first, condition, raised) || first.kind != Expression::Kind::kAny) return false;
    // "... unless Gilbert's syndrome. With it, bilirubin <= 5 x ULN": who was let in is asked for that.
    const auto spared = std::find_if(e.children.begin(), e.children.end(), [&](const Expression& c) {
      return c.kind == Expression::Kind::kLeaf && condition.kind == Expression::Kind::kLeaf && c.leaf == condition.leaf;
    });
    Expression& raised_way = first.children.back();
    const bool told = std::any_of(e.children.begin(), e.children.end(), [&](const Expression& c) {
      return c.kind == Expression::Kind::kAll && raised_way.kind == c.kind && c.children.back().kind == Expression::Kind::kLeaf && c.children.back().leaf == raised_way.children.back().leaf;
    });
    if (spared != e.children.end()) *spared = std::move(raised_way);
    else if (!told) e.children.push_back(std::move(raised_way));
    return true;
  }
  if (e.kind != Expression::Kind::kAll) return false;
  bool found = false;
  for (Expression& child : e.children) found = Raise(child, condition, raised) || found;
  return found;
}

// The bound of `e` that `condition` says has failed asks for `then` instead.
bool RaiseFailed(Expression& e, const CompareLeaf& condition, const Expression& then) {
  const CompareLeaf* own = LabLeaf(e);
  if (own != nullptr && Exceeds(condition, *own)) {
    e = Expression::Any({std::move(e), then});
    return true;
  }
  return e.kind == Expression::Kind::kAll && std::any_of(e.children.begin(), e.children.end(), [&](Expression& child) { return RaiseFailed(child, condition, then); });
}

// "AST > 3 x ULN", "AST > 5 x ULN with liver metastases", each forbidden.
bool RaiseForbidden(const Expression& raising, Expression& e) {
  if (e.kind == Expression::Kind::kAny) {
    return std::any_of(e.children.begin(), e.children.end(), [&](Expression& child) { return RaiseForbidden(raising, child); });
  }
  const CompareLeaf *own = LabLeaf(e), *other = LabLeaf(raising.children[1]);
  if (own == nullptr || other == nullptr || !SameQuantity(own->quantity, other->quantity)) return false;
  const base::Bounds bounds = own->bounds;
  Expression raised = BoundByCondition(e, bounds, raising.children[0], raising.children[1], other->bounds);
  const bool weaker = raised.kind == Expression::Kind::kAll;
  if (weaker) e = std::move(raised);
  return weaker;
}

// Of liver metastases or Gilbert's syndrome, and neither of all patients nor of those without.
bool NamesSome(const Expression& condition) {
  if (condition.kind == Expression::Kind::kAny) return std::all_of(condition.children.begin(), condition.children.end(), NamesSome);
  if (condition.kind != Expression::Kind::kLeaf) return false;
  const auto* who = std::get_if<OneOfLeaf>(condition.leaf.get());
  return who != nullptr ? who->attribute == OneOfLeaf::Attribute::kMetastasisSite : std::holds_alternative<ConditionLeaf>(*condition.leaf);
}

bool RaisesSome(const Expression& e) {
  if (e.kind == Expression::Kind::kAll) return std::any_of(e.children.begin(), e.children.end(), RaisesSome);
  if (e.kind != Expression::Kind::kWhen || !NamesSome(e.children[0])) return false;
  const Expression& then = e.children[1];
  return LabLeaf(then) != nullptr || (then.kind == Expression::Kind::kAll && std::all_of(then.children.begin(), then.children.end(), [](const Expression& c) { return LabLeaf(c) != nullptr; }));
}

// What is demanded of some raises each bound that it finds.
void RaiseByNeighbour(const Expression& raising, Expression& demand) {
  if (raising.kind == Expression::Kind::kAll) {
    for (const Expression& each : raising.children) {
      if (RaisesSome(each)) RaiseByNeighbour(each, demand);
    }
    return;
  }
  const Expression &condition = raising.children[0], &then = raising.children[1];
  for (const Expression& bound : then.kind == Expression::Kind::kAll ? then.children : std::vector<Expression>{then}) {
    Raise(demand, condition, bound);
  }
}

bool ForbidsSome(const Expression& e) {
  return e.kind == Expression::Kind::kNot && e.children[0].kind == Expression::Kind::kAll && e.children[0].children.size() == 2 && NamesSome(e.children[0].children[0]) &&
         LabLeaf(e.children[0].children[1]) != nullptr;
}

}  // namespace

bool RaiseBounds(const Expression& raising, Expression* demand) {
  if (raising.kind != Expression::Kind::kWhen) return false;
  const Expression &condition = raising.children[0], &then = raising.children[1];
  if (const CompareLeaf* failed = LabLeaf(condition)) {
    if (RaiseFailed(*demand, *failed, then)) return true;
  }
  // Liver metastases raise a bound, or one of several tumours; the cancer of all patients does not.
  const auto* who = condition.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(condition.leaf.get()) : nullptr;
  const bool of_one_tumour = who != nullptr && who->attribute == OneOfLeaf::Attribute::kDisease && BareDisease(condition) == nullptr;
  if (who != nullptr && who->attribute != OneOfLeaf::Attribute::kMetastasisSite && !of_one_tumour) return false;
  std::vector<Expression> bounds = then.kind == Expression::Kind::kAll ? then.children : std::vector<Expression>{then};
  Expression content = *demand;
  std::string raised;
  for (const Expression& bound : bounds) {
    const CompareLeaf* leaf = LabLeaf(bound);
    if (leaf == nullptr) return false;
    // Of AST and ALT, told as one before, the first has raised both.
    const bool again = raised == "ast_alt" && SameQuantity(leaf->quantity, raised);
    if (!Raise(content, condition, bound) && !again) return false;
    raised = SameQuantity(leaf->quantity, "ast_alt") ? "ast_alt" : leaf->quantity;
  }
  *demand = std::move(content);
  return true;
}

void RaiseBoundsOfNeighbours(OutlineReading* all) {
  const int count = static_cast<int>(all->items.size());
  for (int j = 0; j < count; ++j) {
    const Expression& own = all->items[static_cast<size_t>(j)].combined.expression;
    const bool demands = RaisesSome(own), forbids = ForbidsSome(own);
    if (!demands && !forbids) continue;
    const OutlineItem& some = all->outline.items[static_cast<size_t>(j)];
    for (int i = std::max(0, j - kFarthestNeighbour); i < std::min(count, j + kFarthestNeighbour + 1); ++i) {
      const OutlineItem& other = all->outline.items[static_cast<size_t>(i)];
      const bool near = i != j && other.section == some.section && other.heading == some.heading && (other.parent == some.parent || i == some.parent);
      if (!near || all->items[static_cast<size_t>(i)].context.cohorts != all->items[static_cast<size_t>(j)].context.cohorts) continue;
      Expression& bound = all->items[static_cast<size_t>(i)].combined.expression;
      if (demands) {
        RaiseByNeighbour(own, bound);
      } else if (bound.kind == Expression::Kind::kNot) {
        const Expression& forbidden = own.children[0];
        RaiseForbidden(Expression::When(forbidden.children[0], forbidden.children[1]), bound.children[0]);
      }
    }
  }
}

}  // namespace trialmatch::rules
