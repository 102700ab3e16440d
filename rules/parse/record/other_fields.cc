#include "rules/parse/record/other_fields.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/record/says.h"
#include "rules/text/stems.h"

namespace trialmatch::rules {
namespace {

bool SpeaksOfCancer(std::string_view text) {
  static constexpr Stems kStems({"cancer", "tumor", "tumour", "neoplas", "oncolog", "carcino", "malignan", "metasta", "lymphom", "leukem", "leukaem", "myelom", "melanom", "sarcom",
                                 "chemo", "radiother", "radiation", "palliat", "cachexia", "transplant", "nodule", "nsclc", "sclc", "mesotheliom", "gliom", "blastom", "thymom"});
  return kStems.AnyIn(text);
}

// As a word: "chemotherapy" holds no "other".
bool HasWord(std::string_view text, std::string_view word) {
  const std::string lower = base::Lower(text);
  const auto letter = [&](size_t i) { return i < lower.size() && lower[i] >= 'a' && lower[i] <= 'z'; };
  for (size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
    if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
  }
  return false;
}

bool AnyOf(const std::vector<std::string>& texts) {
  return std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return SpeaksOfCancer(text); });
}

bool NamesTumour(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return std::any_of(e.children.begin(), e.children.end(), NamesTumour);
  const auto* leaf = std::get_if<OneOfLeaf>(e.leaf.get());
  using enum OneOfLeaf::Attribute;
  return std::holds_alternative<MarkerLeaf>(*e.leaf) || (leaf != nullptr && (leaf->attribute == kDisease || leaf->attribute == kStage || leaf->attribute == kSetting));
}

// A nodule, or what may become a cancer, is none yet.
bool NamesMoreThanARisk(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return std::any_of(e.children.begin(), e.children.end(), NamesMoreThanARisk);
  const auto* leaf = std::get_if<OneOfLeaf>(e.leaf.get());
  const bool risk = leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease &&
                    std::all_of(leaf->values.begin(), leaf->values.end(), [](const std::string& id) { return id == "pulmonary_nodule" || id == "precancerous"; });
  return !risk && NamesTumour(e);
}

// "Eligible for lung cancer screening" tells of nobody's cancer.
bool TellsOfCancer(std::string_view text) {
  if (!SpeaksOfCancer(text)) return false;
  std::string rest = base::Lower(text);
  for (const std::string_view risk : {"cancer screening", "screening for lung cancer", "risk of lung cancer", "risk for lung cancer", "developing lung cancer", "development of lung cancer", "pulmonary nodule", "lung nodule", "nodule", "radiation dose"}) {
    for (size_t at = rest.find(risk); at != std::string::npos; at = rest.find(risk)) rest.erase(at, risk.size());
  }
  return SpeaksOfCancer(rest);
}

bool IsOfCancer(const fetch::Study& study, const TrialCriteria& criteria) {
  if (SpeaksOfCancer(study.brief_title) || SpeaksOfCancer(study.official_title) || SpeaksOfCancer(study.brief_summary) || AnyOf(study.conditions) || AnyOf(study.keywords)) return true;
  // "Another malignancy" has one beside it.
  const auto other = [](std::string_view text) {
    return SpeaksOfCancer(text) && (HasWord(text, "other") || Says(text, {"another", "second", "primary"}));
  };
  return std::any_of(criteria.criteria.begin(), criteria.criteria.end(), [&](const Criterion& c) {
    return other(c.text) || Says(c.text, {"neoadjuvant", "lobectom", "pneumonectom", "segmentectom", "mastectom"}) || (c.section != Section::kExclusion && c.mood != Mood::kProhibits && (SpeaksOfCancer(c.text) || NamesTumour(c.expression)));
  });
}

// Cancer as it is, and no other way for it to be.
bool IsPlainCancer(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->family || leaf->status == ConditionLeaf::Status::kPast || leaf->status == ConditionLeaf::Status::kUncontrolled) return false;
  const bool cancer = std::find(leaf->conditions.begin(), leaf->conditions.end(), "other_malignancy") != leaf->conditions.end();
  return cancer && leaf->qualities.empty() && leaf->lacking.empty() && leaf->said.empty() && !leaf->min_grade && !leaf->window.at_least;
}

void ForbidIn(Expression* e, bool denied) {
  if (denied && IsPlainCancer(*e)) {
    OneOfLeaf own{OneOfLeaf::Attribute::kDisease, {"cancer"}, {}, 0};
    Expression cancer = Expression::OfLeaf(std::move(own), e->span, "disease.type");
    *e = Expression::Any(std::move(*e), std::move(cancer));
    return;
  }
  if (e->kind == Expression::Kind::kNot) {
    ForbidIn(&e->children[0], !denied);
  } else if (e->kind == Expression::Kind::kAny || (e->kind == Expression::Kind::kAll && !denied)) {
    for (Expression& child : e->children) ForbidIn(&child, denied);
  }
}

// "Cancer", "Any active cancer or cancer in remission for less than 10 years": nothing but cancer is named.
bool SaysOnlyCancer(std::string_view text) {
  constexpr std::string_view kCancer[] = {"cancer", "cancers", "malignancy", "malignancies"};
  constexpr std::string_view kBeside[] = {"any", "a", "active", "current", "known", "history", "of", "or", "patients", "patient", "subjects", "with", "diagnosis", "in", "remission", "for", "less", "than", "year", "years", "months"};
  const auto is = [](std::span<const std::string_view> words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); };
  const std::string lower = base::Lower(text);
  bool cancer = false;
  for (size_t at = 0; at < lower.size();) {
    size_t end = at;
    while (end < lower.size() && lower[end] >= 'a' && lower[end] <= 'z') ++end;
    const std::string_view word = std::string_view(lower).substr(at, end - at);
    if (!word.empty() && !is(kCancer, word) && !is(kBeside, word)) return false;
    cancer = cancer || is(kCancer, word);
    at = end + 1;
  }
  return cancer;
}

void ForbidWhereOnlyCancerIsSaid(Criterion* c) {
  const bool unread = c->expression.kind == Expression::Kind::kOpaque || c->expression.kind == Expression::Kind::kAlways;
  if (c->section != Section::kExclusion || c->mood != Mood::kProhibits || !unread || !SaysOnlyCancer(c->text)) return;
  OneOfLeaf own{OneOfLeaf::Attribute::kDisease, {"cancer"}, {}, 0};
  c->expression = Expression::Not(Expression::OfLeaf(std::move(own), c->body, "disease.type"));
  c->topic = Topic::kDisease;
  c->understood = Understood::kFull;
}

}  // namespace

bool IsOfPeopleAtRisk(const fetch::Study& study, const TrialCriteria& criteria) {
  static constexpr Stems kRisks({"smok", "nodule", "screening", "early detection", "at risk", "high risk", "high-risk"});
  const auto of_risk = [](std::string_view text) { return kRisks.AnyIn(text); };
  bool risk = of_risk(study.brief_title) || of_risk(study.official_title), inclusions = false;
  for (const Criterion& c : criteria.criteria) {
    // "No prior cancer" asks nobody to have one, nor does "Chemotherapy: Not specified".
    const bool denies = c.mood == Mood::kProhibits || c.expression.kind == Expression::Kind::kNot || base::ContainsIgnoreCase(c.text, "not specified");
    if (c.section != Section::kInclusion || c.source != "eligibilityCriteria" || denies) continue;
    inclusions = true;
    if (TellsOfCancer(c.text) || NamesMoreThanARisk(c.expression)) return false;
    risk = risk || of_risk(c.text);
  }
  return inclusions && risk;
}

void ForbidOwnCancer(const fetch::Study& study, TrialCriteria* criteria) {
  if (study.conditions.empty()) return;
  const bool forbids = std::any_of(criteria->criteria.begin(), criteria->criteria.end(), [](const Criterion& c) { return SpeaksOfCancer(c.text); });
  if (!forbids || (IsOfCancer(study, *criteria) && !IsOfPeopleAtRisk(study, *criteria))) return;
  for (Criterion& c : criteria->criteria) {
    ForbidIn(&c.expression, false);
    ForbidWhereOnlyCancerIsSaid(&c);
  }
}

}  // namespace trialmatch::rules
