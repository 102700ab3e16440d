#include "rules/parse/alternatives.h"

#include <algorithm>

#include "rules/parse/join.h"

namespace trialmatch::rules {
namespace {

bool TellsTumourAndExtent(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<OneOfLeaf>(*e.leaf);
  return (e.kind == Expression::Kind::kAll || e.kind == Expression::Kind::kAny) && std::all_of(e.children.begin(), e.children.end(), TellsTumourAndExtent);
}

// "NSCLC and must have received a platinum" read as what is asked of those with NSCLC.
bool AsksOfTumour(const Expression& e) { return e.kind == Expression::Kind::kWhen && NamesDisease(e.children[0]) && TellsTumourAndExtent(e.children[0]); }

bool TellsTumour(const Expression& e) {
  return e.kind == Expression::Kind::kOpaque || NamesDisease(e) || AsksOfTumour(e) || (e.kind == Expression::Kind::kAll && std::any_of(e.children.begin(), e.children.end(), TellsTumour));
}

Expression Together(const Expression& when) { return Expression::All(Expression(when.children[0]), Expression(when.children[1])); }

// One of several tumours lets nobody in who has none of them: the tumour is demanded, and no longer the condition.
void DemandTheTumour(Expression* e) {
  if (AsksOfTumour(*e)) *e = Together(*e);
  if (e->kind != Expression::Kind::kAll || NamesDisease(*e)) return;
  const auto one = std::find_if(e->children.begin(), e->children.end(), AsksOfTumour);
  if (std::count_if(e->children.begin(), e->children.end(), AsksOfTumour) == 1) *one = Together(*one);
}

bool IsLab(const Expression& e) { return e.kind == Expression::Kind::kLeaf && std::holds_alternative<CompareLeaf>(*e.leaf); }

}  // namespace

std::vector<Expression> AsAlternatives(std::vector<Expression> any) {
  if (any.size() < 2) return any;
  const bool tumours = std::all_of(any.begin(), any.end(), TellsTumour);
  for (Expression& e : any) {
    if (tumours) DemandTheTumour(&e);
    if (e.kind == Expression::Kind::kWhen && (IsLab(e.children[0]) || IsLab(e.children[1]))) e = Together(e);
  }
  return any;
}

}  // namespace trialmatch::rules
