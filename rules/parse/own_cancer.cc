#include "rules/parse/own_cancer.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

constexpr std::string_view kOfCancer[] = {"cancer", "tumor", "tumour", "neoplas", "carcinom", "malignan", "oncolog", "metasta", "lymphom", "leukemi",
                                          "leukaemi", "myelom", "melanom", "sarcom", "nsclc", "sclc", "glioma", "blastoma", "chemother", "radiother"};

bool SpeaksOfCancer(std::string_view text) {
  return std::any_of(std::begin(kOfCancer), std::end(kOfCancer), [&](std::string_view word) { return base::ContainsIgnoreCase(text, word); });
}

bool AnyOfCancer(const std::vector<std::string>& texts) { return std::any_of(texts.begin(), texts.end(), SpeaksOfCancer); }

bool ProhibitsMalignancy(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->status == ConditionLeaf::Status::kPast || leaf->family) return false;
  return std::find(leaf->conditions.begin(), leaf->conditions.end(), "other_malignancy") != leaf->conditions.end();
}

void AddOwnCancer(Expression* e, bool prohibited) {
  if (prohibited && ProhibitsMalignancy(*e)) {
    OneOfLeaf cancer;
    cancer.attribute = OneOfLeaf::Attribute::kDisease;
    cancer.values = {"cancer"};
    const base::Span span = e->span;
    *e = Expression::Any({Expression::OfLeaf(cancer, span, "condition.own_cancer"), std::move(*e)});
    return;
  }
  const bool turns = e->kind == Expression::Kind::kNot;
  for (Expression& child : e->children) AddOwnCancer(&child, turns ? !prohibited : prohibited);
}

}  // namespace

void CountOwnCancer(const fetch::Study& study, TrialCriteria* criteria) {
  if (study.conditions.empty() || AnyOfCancer(study.conditions) || AnyOfCancer(study.keywords) || SpeaksOfCancer(study.brief_title) || SpeaksOfCancer(study.official_title)) return;
  const bool asks_for_cancer = std::any_of(criteria->criteria.begin(), criteria->criteria.end(),
                                           [](const Criterion& c) { return c.section == Section::kInclusion && SpeaksOfCancer(c.text); });
  if (asks_for_cancer) return;
  for (Criterion& c : criteria->criteria) AddOwnCancer(&c.expression, false);
}

}  // namespace trialmatch::rules
