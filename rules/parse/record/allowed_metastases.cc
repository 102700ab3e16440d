#include "rules/parse/record/allowed_metastases.h"

#include <utility>
#include <vector>

namespace trialmatch::rules {
namespace {

// Of who has any, an allowed state; and what only allows some, whichever.
bool TellsAllowedState(const Criterion& c) {
  return c.section == Section::kInclusion && c.expression.kind == Expression::Kind::kWhen && c.expression.children[0].rule == "brain.allowed";
}

bool AllowsUntold(const Criterion& c) {
  return c.section == Section::kInclusion && c.topic == Topic::kCns && c.mood == Mood::kPermits && c.expression.kind == Expression::Kind::kAlways;
}

}  // namespace

void JoinAllowedMetastases(TrialCriteria* criteria) {
  std::vector<Criterion*> told;
  bool untold = false;
  for (Criterion& c : criteria->criteria) {
    if (TellsAllowedState(c)) told.push_back(&c);
    untold = untold || AllowsUntold(c);
  }
  if (told.empty() || (told.size() == 1 && !untold)) return;
  std::vector<Expression> states;
  for (const Criterion* c : told) states.push_back(c->expression.children[1]);
  for (Criterion* c : told) {
    std::vector<Expression> any = states;
    if (untold) any.push_back(Expression::Opaque(c->expression.span));
    c->expression.children[1] = Expression::Any(std::move(any));
    if (untold && c->understood == Understood::kFull) c->understood = Understood::kPartial;
  }
}

}  // namespace trialmatch::rules
