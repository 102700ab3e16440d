#include "rules/parse/asked_alone.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/exceptions.h"
#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {

bool DeniesBrain(const Expression& e) {
  if (e.kind == Expression::Kind::kNot && e.children[0].kind == Expression::Kind::kLeaf && std::holds_alternative<BrainLeaf>(*e.children[0].leaf)) return true;
  return std::any_of(e.children.begin(), e.children.end(), DeniesBrain);
}

}  // namespace

std::optional<Expression> AskedAlone(Reading& r, const Part& main, const Part& proviso, Clause words, Clause condition) {
  if (!main.found) return std::nullopt;
  if (ResidueOf(r, words.begin, words.end).unread > 0) return std::nullopt;
  const auto* therapy = main.content.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(main.content.leaf.get()) : nullptr;
  if (therapy != nullptr && !proviso.found) {
    auto window = FindWindow(r, condition, condition.begin);
    if (!window || !window->window.at_least || !therapy->window.empty()) return std::nullopt;
    r.UseRange(window->first, window->last);
    if (ResidueOf(r, condition.begin, condition.end).unread > 0) return std::nullopt;
    TreatmentLeaf recent = *therapy;
    recent.window.within = window->window.at_least;
    return Expression::Not(Expression::OfLeaf(std::move(recent), main.content.span, main.content.rule));
  }
  // Of who has an illness, how it must be.
  if (main.topic == Topic::kComorbidity && proviso.found && OnlyIllnesses(main.content) && OnlyIllnesses(proviso.content) &&
      ResidueOf(r, condition.begin, condition.end).unread == 0)
    return Expression::When(main.content, proviso.content);
  // Of who has metastases, some state of theirs.
  const bool has = main.content.kind == Expression::Kind::kLeaf && std::holds_alternative<BrainLeaf>(*main.content.leaf);
  if (!has || DeniesBrain(proviso.content)) return std::nullopt;
  const bool whole = main.topic == Topic::kCns && proviso.found && ResidueOf(r, condition.begin, condition.end).unread == 0;
  if (!whole) return std::nullopt;
  return Expression::When(main.content, proviso.content);
}

bool AsksNothing(const Reading& r, const Part& proviso, int condition, const Expression& content) {
  if (proviso.found || !proviso.logistics || (content.kind != Expression::Kind::kLeaf && content.kind != Expression::Kind::kNot)) return false;
  return r.WordIs(condition, "provided") || r.WordContains(condition + 1, {"childbearing"}) || r.WordContains(condition + 2, {"childbearing"});
}

}  // namespace trialmatch::rules
