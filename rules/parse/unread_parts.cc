#include "rules/parse/unread_parts.h"

#include <algorithm>

namespace trialmatch::rules {

bool HasOpaque(const Expression& e) {
  return e.kind == Expression::Kind::kOpaque || std::any_of(e.children.begin(), e.children.end(), HasOpaque);
}

bool AsksUnread(const Expression& e) {
  if (e.kind == Expression::Kind::kWhen) return false;
  return e.kind == Expression::Kind::kOpaque || std::any_of(e.children.begin(), e.children.end(), AsksUnread);
}

Expression* DemandBefore(const Reading& r, int turn, Expression* content) {
  if (!r.Has(turn) || r.at(turn).used || content->kind != Expression::Kind::kAll) return content;
  Expression* nearest = nullptr;
  for (Expression& child : content->children) {
    if (child.span.empty() || child.span.end > r.at(turn).span.begin) continue;
    if (nearest == nullptr || child.span.end >= nearest->span.end) nearest = &child;
  }
  return nearest != nullptr ? nearest : content;
}

}  // namespace trialmatch::rules
