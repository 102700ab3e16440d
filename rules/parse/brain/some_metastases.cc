#include "rules/parse/brain/some_metastases.h"

#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

void LimitToSome(const Reading& r, Clause clause, int noun, int behind, std::vector<Expression>& sites) {
  // "Brain metastases associated with hemorrhage": of some of them.
  if (behind > 0 && (r.WordIsAny(behind, {"associated with", "complicated by", "accompanied by"}) || (r.WordIs(behind, "associated") && r.WordIs(behind + 1, "with")))) {
    for (Expression& site : sites) site = Expression::All(std::move(site), Expression::Opaque(r.SpanOf(behind, behind)));
  }
  // "Metastases in the brain stem": of some place, which no leaf says.
  for (int i = noun; i < clause.end; ++i) {
    const Entry* place = r.Find(i, TermKind::kSite);
    const int in = r.WordIs(i - 1, "the") ? i - 2 : i - 1;
    const bool there = place != nullptr && place->id == "brainstem" && !r.at(i).used && r.WordIsAny(in, {"in", "within", "involving", "in the"});
    if (!there && !(r.WordIs(i, "stem") && r.WordContains(i - 1, {"in the brain", "to the brain"}))) continue;
    for (Expression& site : sites) site = Expression::All(std::move(site), Expression::Opaque(r.SpanOf(i, i)));
    break;
  }
}

}  // namespace trialmatch::rules
