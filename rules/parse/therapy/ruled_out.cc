#include "rules/parse/therapy/ruled_out.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "rules/parse/residue.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool OfTherapy(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<TreatmentLeaf>(*e.leaf) || std::holds_alternative<StandardTherapyLeaf>(*e.leaf);
  return std::any_of(e.children.begin(), e.children.end(), OfTherapy);
}

bool AsksForOneOf(const Expression& e, const std::vector<std::string>& named) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && std::find_first_of(leaf->what.begin(), leaf->what.end(), named.begin(), named.end()) != leaf->what.end();
}

}  // namespace

std::vector<std::string> NamedTherapies(const Reading& r, Clause clause) {
  std::vector<std::string> named;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (const Entry* therapy = TherapyAt(r, i)) named.push_back(therapy->id);
  }
  return named;
}

void UnlessRuledOut(Expression ruled_out, const std::vector<std::string>& named, Expression* asked) {
  if (asked->kind != Expression::Kind::kAll || !OfTherapy(*asked)) {
    *asked = Expression::Any(std::move(*asked), std::move(ruled_out));
    return;
  }
  const bool some = std::any_of(asked->children.begin(), asked->children.end(), [&](const Expression& e) { return AsksForOneOf(e, named); });
  const auto first = std::stable_partition(asked->children.begin(), asked->children.end(), [&](const Expression& e) { return some ? !AsksForOneOf(e, named) : !OfTherapy(e); });
  std::vector<Expression> therapies(std::make_move_iterator(first), std::make_move_iterator(asked->children.end()));
  std::vector<Expression> all(std::make_move_iterator(asked->children.begin()), std::make_move_iterator(first));
  all.push_back(Expression::Any(Expression::All(std::move(therapies)), std::move(ruled_out)));
  *asked = Expression::All(std::move(all));
}

std::optional<Expression> ReadRuledOut(Reading& r, Clause clause) {
  bool ruled_out = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    const Entry* fact = r.Find(i, TermKind::kFact);
    const bool says = (fact != nullptr && fact->id == "therapy_ruled_out") || r.Is(i, Cue::kNotCandidate) || r.Is(i, Cue::kIntolerant) || r.WordIsAny(i, {"ineligible", "contraindicated", "contra-indicated", "refused", "declined", "unsuitable", "inappropriate"});
    const bool not_at_all = r.WordIsAny(i, {"not eligible", "is not eligible", "are not eligible", "is ineligible", "are ineligible", "not appropriate", "not indicated", "not tolerated"});
    ruled_out = ruled_out || says || not_at_all;
    // "Was not medically indicated".
    const bool not_indicated = r.WordIs(i, "indicated") && r.FindCue(std::max(clause.begin, i - 2), i, {Cue::kNot}) >= 0;
    ruled_out = ruled_out || not_indicated;
    if (not_indicated || r.IsAny(i, {Cue::kInvestigator, Cue::kWho}) || (r.Is(i, Cue::kNot) && r.WordIs(r.WordIsAny(i + 1, {"medically", "clinically"}) ? i + 2 : i + 1, "indicated"))) continue;
    if (says || not_at_all || HoldsTogether(r, i) || r.IsAny(i, {Cue::kOr, Cue::kUnless})) continue;
    const bool passed = r.IsAnyMark(i, ",()/:-.") || r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kPlain})) ||
                        r.WordStarts(i, {"patient", "receiv", "therap", "treatment", "medical", "clinical", "such", "agent", "drug", "affirm", "judg", "determin", "consider", "deem"});
    if (!passed) return std::nullopt;
  }
  if (!ruled_out) return std::nullopt;
  r.UseRange(clause.begin, clause.end - 1);
  return Expression::OfLeaf(FactLeaf{"therapy_ruled_out"}, r.SpanOf(clause.begin, clause.end - 1), "fact.therapy_ruled_out");
}

}  // namespace trialmatch::rules
