#include "rules/parse/permit.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "rules/parse/join.h"
#include "rules/parse/permission_limits.h"
#include "rules/parse/therapy/treatment_permission.h"

namespace trialmatch::rules {
namespace {

void Genes(const Expression& e, std::vector<std::string>* ids) {
  if (e.kind == Expression::Kind::kLeaf) {
    if (const auto* leaf = std::get_if<MarkerLeaf>(e.leaf.get())) ids->insert(ids->end(), leaf->genes.begin(), leaf->genes.end());
  }
  for (const Expression& child : e.children) Genes(child, ids);
}

// "Known EGFR or ALK alterations. KRAS mutations are not excluded": nothing of the rule is allowed.
bool OfOtherGenes(const Expression& rule, const Expression& permission) {
  std::vector<std::string> forbidden, allowed;
  Genes(rule, &forbidden);
  Genes(permission, &allowed);
  return !forbidden.empty() && !allowed.empty() && std::find(forbidden.begin(), forbidden.end(), "driver") == forbidden.end() &&
         std::find_first_of(forbidden.begin(), forbidden.end(), allowed.begin(), allowed.end()) == forbidden.end();
}

bool OnlyMarkers(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<MarkerLeaf>(*e.leaf);
  return (e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kAll) && std::all_of(e.children.begin(), e.children.end(), OnlyMarkers);
}

bool ExceptFromDrivers(const std::vector<std::string>& genes, Expression* e) {
  if (auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e->leaf.get()) : nullptr; leaf != nullptr && std::find(leaf->genes.begin(), leaf->genes.end(), "driver") != leaf->genes.end()) {
    leaf->except_genes.insert(leaf->except_genes.end(), genes.begin(), genes.end());
    return true;
  }
  bool any = false;
  for (Expression& child : e->children) any = ExceptFromDrivers(genes, &child) || any;
  return any;
}

// "Driver alterations (EGFR, ALK or ROS1). KRAS mutations are allowed": of the drivers, and whoever has another of them stays out.
bool AllowsOtherDriver(const Expression& permission, Expression* rule) {
  std::vector<std::string> forbidden, allowed;
  Genes(*rule, &forbidden);
  Genes(permission, &allowed);
  if (!OnlyMarkers(permission) || allowed.empty() || std::find_first_of(forbidden.begin(), forbidden.end(), allowed.begin(), allowed.end()) != forbidden.end()) return false;
  return ExceptFromDrivers(allowed, rule);
}

// "No prior chemotherapy. Adjuvant chemotherapy is allowed", and if so, how long ago. True when the rule before it has been
// limited, or had nothing to do with it.
bool PermitTreatment(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules) {
  const Expression& permitted = permission.permitted ? *permission.permitted : permission.content;
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    const bool prohibits = rule->mood == Mood::kProhibits;
    Expression asked = prohibits ? Expression::Not(rule->content) : rule->content;
    if (!ExceptPermittedTreatment(lexicon, permitted, &asked)) continue;
    if (permission.permitted && permission.asked_alone) asked = Expression::All(std::move(asked), *permission.asked_alone);
    rule->content = std::move(asked);
    rule->mood = Mood::kRequires;
    if (prohibits && rule->content.kind == Expression::Kind::kNot) {
      rule->mood = Mood::kProhibits;
      Expression had = std::move(rule->content.children.front());
      rule->content = std::move(had);
    }
    rules.push_back({Mood::kRequires, permission.topic, Expression::Always(permission.span, "permission")});
    return true;
  }
  return false;
}

bool OnlyBrain(const Expression& e, BrainLeaf::Site site) {
  if (e.kind != Expression::Kind::kLeaf) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return OnlyBrain(child, site); });
  const auto* leaf = std::get_if<BrainLeaf>(e.leaf.get());
  return leaf != nullptr && leaf->site == site;
}

bool NamesOnlyBrain(const Expression& permitted) { return OnlyBrain(permitted.kind == Expression::Kind::kAll ? permitted.children.front() : permitted, BrainLeaf::Site::kBrain); }

// "Active brain metastases or carcinomatous meningitis. Treated brain metastases are allowed": the meningitis is not.
bool AllowsBrainAlone(const Expression& permitted, Expression* forbidden) {
  if (forbidden->kind != Expression::Kind::kAny || !NamesOnlyBrain(permitted)) return false;
  std::vector<Expression> brain, others;
  for (const Expression& child : forbidden->children) (OnlyBrain(child, BrainLeaf::Site::kLeptomeningeal) ? others : brain).push_back(child);
  if (brain.empty() || others.empty()) return false;
  others.insert(others.begin(), Expression::All(Expression::Any(std::move(brain)), Expression::Not(permitted)));
  *forbidden = Expression::Any(std::move(others));
  return true;
}

// "Thrombosis. Catheter-related thrombosis is allowed", where both have one name: which of them is not told.
bool AllowsAllOf(const Expression& permitted, const Expression& rule) {
  const auto* allowed = permitted.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(permitted.leaf.get()) : nullptr;
  if (allowed == nullptr) return false;
  ConditionLeaf bare;
  bare.conditions = allowed->conditions;
  if (!(bare == *allowed)) return false;
  if (rule.kind == Expression::Kind::kLeaf) {
    const auto* leaf = std::get_if<ConditionLeaf>(rule.leaf.get());
    return leaf != nullptr && std::all_of(leaf->conditions.begin(), leaf->conditions.end(), [&](const std::string& id) {
      return std::find(bare.conditions.begin(), bare.conditions.end(), id) != bare.conditions.end();
    });
  }
  return std::any_of(rule.children.begin(), rule.children.end(), [&](const Expression& child) { return AllowsAllOf(permitted, child); });
}

void Illnesses(const Expression& e, std::vector<std::string>* ids) {
  if (e.kind == Expression::Kind::kLeaf) {
    if (const auto* leaf = std::get_if<ConditionLeaf>(e.leaf.get())) ids->insert(ids->end(), leaf->conditions.begin(), leaf->conditions.end());
  }
  for (const Expression& child : e.children) Illnesses(child, ids);
}

// "Hepatitis B. Those with HBsAg but normal HBV DNA are allowed".
bool NamesSameIllness(const Expression& permission, const Expression& rule) {
  std::vector<std::string> allowed, forbidden;
  Illnesses(permission, &allowed);
  Illnesses(rule, &forbidden);
  return std::find_first_of(forbidden.begin(), forbidden.end(), allowed.begin(), allowed.end()) != forbidden.end();
}

// "HIV or active hepatitis B. Patients with a history of hepatitis B are eligible": of HIV nothing is allowed, and it stays forbidden.
std::optional<Expression> SplitHivOff(const Lexicon& lexicon, const Expression& permitted, Expression* forbidden) {
  std::vector<std::string> allowed;
  Illnesses(permitted, &allowed);
  const bool of_liver = !allowed.empty() && std::all_of(allowed.begin(), allowed.end(), [&](const std::string& id) { return id == "hepatitis" || lexicon.IsA(TermKind::kCondition, id, "hepatitis"); });
  if (!of_liver || forbidden->kind != Expression::Kind::kAny) return std::nullopt;
  std::vector<Expression> hiv, others;
  for (const Expression& child : forbidden->children) {
    const auto* leaf = child.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(child.leaf.get()) : nullptr;
    if (leaf == nullptr || std::find(leaf->conditions.begin(), leaf->conditions.end(), "hiv") == leaf->conditions.end()) {
      others.push_back(child);
      continue;
    }
    ConditionLeaf own = *leaf, rest = *leaf;
    own.conditions = {"hiv"};
    std::erase(rest.conditions, "hiv");
    hiv.push_back(Expression::OfLeaf(std::move(own), child.span, child.rule));
    if (!rest.conditions.empty()) others.push_back(Expression::OfLeaf(std::move(rest), child.span, child.rule));
  }
  if (hiv.empty() || others.empty()) return std::nullopt;
  *forbidden = Expression::Any(std::move(others));
  return Expression::Any(std::move(hiv));
}

// "Systemic therapy or radiation within 4 weeks; palliative radiation may be 1 week ago": lets in who had the radiation, and systemic therapy stays forbidden.
std::optional<Expression> SplitOthersOff(const Lexicon& lexicon, const Statement& permission, Expression* forbidden) {
  return SplitOthersOff(lexicon, permission.of_drugs.empty() ? TherapiesOf(permission.content) : permission.of_drugs, forbidden);
}

// What was not read aside.
bool NamesOnlyAnticoagulants(const Lexicon& lexicon, const Expression& e, bool* named) {
  if (e.kind == Expression::Kind::kOpaque) return true;
  if (e.kind != Expression::Kind::kLeaf) return std::all_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return NamesOnlyAnticoagulants(lexicon, child, named); });
  const auto* leaf = std::get_if<TreatmentLeaf>(e.leaf.get());
  *named = leaf != nullptr;
  return leaf != nullptr && std::all_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return lexicon.DrugIsA(id, "anticoagulant"); });
}

}  // namespace

bool OnlyTests(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), OnlyTests);
  const auto* leaf = std::get_if<MarkerLeaf>(e.leaf.get());
  return leaf != nullptr && leaf->tested;
}

namespace {

// "Local testing for EGFR mutations is acceptable provided it was done in a certified laboratory": how it may be shown.
bool AllowsTest(const Statement& permission) {
  const Expression& e = permission.content;
  if (e.kind != Expression::Kind::kAll && e.kind != Expression::Kind::kWhen) return false;
  bool test = false;
  for (const Expression& child : e.children) {
    if (child.kind != Expression::Kind::kOpaque && !OnlyTests(child)) return false;
    test = test || child.kind != Expression::Kind::kOpaque;
  }
  return test;
}

}  // namespace

namespace {

// Whenever it was, and however bad.
bool TellsNoTimeOrDegree(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr) return leaf->window.empty() && !leaf->needed_steroids && !leaf->min_grade;
  return std::all_of(e.children.begin(), e.children.end(), TellsNoTimeOrDegree);
}

// "Autoimmune disease; asthma on bronchodilators. Psoriasis is allowed": of a rule before the last one, of which it is a kind.
void PermitKinds(const Lexicon& lexicon, const Statement& permission, std::span<Rule> before) {
  std::vector<std::string> allowed;
  Illnesses(permission.content, &allowed);
  for (Rule& rule : before) {
    std::vector<std::string> forbidden;
    Illnesses(rule.content, &forbidden);
    const auto is_kind = [&](const std::string& one) {
      return std::any_of(forbidden.begin(), forbidden.end(), [&](const std::string& of) { return one != of && lexicon.IsA(TermKind::kCondition, one, of); });
    };
    const bool kinds = rule.mood == Mood::kProhibits && rule.topic == Topic::kComorbidity && TellsNoTimeOrDegree(rule.content) && std::any_of(allowed.begin(), allowed.end(), is_kind);
    if (kinds) rule.content = Expression::All(std::move(rule.content), Expression::Not(permission.content));
  }
}

bool NamesTumour(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease;
}

bool HoldsTumour(const Expression& e) { return NamesTumour(e) || std::any_of(e.children.begin(), e.children.end(), HoldsTumour); }

// "Ovarian cancer after a platinum. Patients who had docetaxel are eligible": another way for who has the tumour that is asked for.
void LetIn(const Expression& permitted, Expression* asked) {
  std::vector<Expression> tumours;
  if (asked->kind == Expression::Kind::kAll && !HoldsTumour(permitted)) {
    for (Expression& child : asked->children) {
      if (NamesTumour(child)) tumours.push_back(child);
    }
  }
  *asked = Expression::Any(std::move(*asked), permitted);
  if (tumours.empty()) return;
  tumours.push_back(std::move(*asked));
  *asked = Expression::All(std::move(tumours));
}

// Alone, or as one of several ways.
bool IsBrain(const Expression& e, const BrainLeaf& as) {
  if (e.kind == Expression::Kind::kAny) return std::any_of(e.children.begin(), e.children.end(), [&](const Expression& each) { return IsBrain(each, as); });
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && *leaf == as;
}

// "Symptomatic metastases. Asymptomatic ones are eligible if stable": those without symptoms that are not stable stay out as well.
void ForbidOtherAsymptomatic(const Statement& permission, Expression* rule) {
  const Expression& allowed = permission.content;
  if (!permission.conditional || allowed.kind != Expression::Kind::kAll || allowed.children.size() < 2) return;
  BrainLeaf with, without;
  with.symptomatic = true;
  without.symptomatic = false;
  // "Asymptomatic or treated ones, if stable": which of them the condition is for is not told.
  if (allowed.children[0].kind != Expression::Kind::kLeaf || !IsBrain(*rule, with) || !IsBrain(allowed.children[0], without)) return;
  Expression state = Expression::All(std::vector<Expression>(allowed.children.begin() + 1, allowed.children.end()));
  *rule = Expression::Any(std::move(*rule), Expression::All(allowed.children[0], Expression::Not(std::move(state))));
}

// "Palliative radiotherapy for bone metastases is allowed": some of the therapy that was forbidden before, and not who has the metastases. Which is
// not told.
bool PermitForPurpose(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules) {
  const bool of_purpose = permission.topic == Topic::kStageSetting || permission.topic == Topic::kDisease || permission.topic == Topic::kComorbidity;
  if (!of_purpose || permission.of_drugs.empty() || TellsOfTherapy(permission.content)) return false;
  const auto rule = std::find_if(rules.rbegin(), rules.rend(), [](const Rule& one) { return one.content.kind != Expression::Kind::kAlways; });
  if (rule == rules.rend() || !SharesTherapy(lexicon, permission.of_drugs, rule->content)) return false;
  if (rule->mood == Mood::kRequires && rule->content.kind == Expression::Kind::kNot) {
    rule->content = Expression::Any(std::move(rule->content), Expression::Opaque(permission.span));
    return true;
  }
  if (rule->mood != Mood::kProhibits) return false;
  std::optional<Expression> others = SplitOthersOff(lexicon, permission, &rule->content);
  rule->content = Expression::All(std::move(rule->content), Expression::Not(Expression::Opaque(permission.span)));
  if (others) rule->content = Expression::Any(*std::move(others), std::move(rule->content));
  return true;
}

}  // namespace

bool Permit(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules) {
  if (OnlyTests(permission.content) || AllowsTest(permission)) return false;
  // "Patients with two primary lung cancers are allowed": who has the disease anyway.
  if (BareDisease(permission.content) != nullptr) return false;
  bool read = permission.understood != Understood::kNone;
  if (PermitForPurpose(lexicon, permission, rules)) return true;
  if (read && PermitTreatment(lexicon, permission, rules)) return true;
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    if (rule->content.kind == Expression::Kind::kAlways) continue;
    bool same = rule->topic == permission.topic || (permission.topic == Topic::kLab && rule->topic == Topic::kComorbidity && NamesSameIllness(permission.content, rule->content));
    if (!same && read && permission.topic != Topic::kOther) continue;
    if (same && rule->mood == Mood::kProhibits && rule->topic == Topic::kBiomarker && OfOtherGenes(rule->content, permission.content)) return true;
    if (rule->mood == Mood::kProhibits) {
      if (same && read && rule->topic == Topic::kBiomarker && AllowsOtherDriver(permission.content, &rule->content)) return true;
      if (same && read && rule->topic == Topic::kCns) ForbidOtherAsymptomatic(permission, &rule->content);
      if (same && read && AllowsBrainAlone(permission.content, &rule->content)) return true;
      // "Leptomeningeal disease. Stable brain metastases are allowed": of the meninges nothing is.
      if (same && read && OnlyBrain(rule->content, BrainLeaf::Site::kLeptomeningeal) && NamesOnlyBrain(permission.content)) return true;
      Expression allowed = AllowsAllOf(permission.content, rule->content) ? Expression::Opaque(permission.span) : permission.content;
      std::optional<Expression> others = SplitOthersOff(lexicon, permission, &rule->content);
      if (!others) others = SplitHivOff(lexicon, permission.content, &rule->content);
      rule->content = Expression::All(std::move(rule->content), Expression::Not(std::move(allowed)));
      if (others) rule->content = Expression::Any(*std::move(others), std::move(rule->content));
      if (same && read) PermitKinds(lexicon, permission, {rules.begin(), rule.base() - 1});
    } else if (same && read && permission.topic == Topic::kComorbidity && LimitRelated(lexicon, {permission.content, permission.understood == Understood::kFull, "", permission.span}, &rule->content)) {
      return true;
    } else if ((same && read) || (!read && rule->topic == Topic::kComorbidity && rule->content.kind == Expression::Kind::kNot)) {
      // What was not read of it may let in some of those who are forbidden.
      LetIn(permission.content, &rule->content);
    }
    return true;
  }
  return false;
}

bool PermitRelated(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules) {
  if (permission.understood == Understood::kNone || OnlyTests(permission.content)) return false;
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    if (rule->mood != Mood::kProhibits) continue;
    Expression forbidden = rule->content;
    std::optional<Expression> others = SplitOthersOff(lexicon, permission, &forbidden);
    Expression asked = Expression::Not(std::move(forbidden));
    if (!LimitRelated(lexicon, {permission.content, permission.understood == Understood::kFull, "", permission.span}, &asked)) continue;
    rule->content = std::move(asked.children.front());
    if (others) rule->content = Expression::Any(*std::move(others), std::move(rule->content));
    return true;
  }
  return false;
}

bool PermitOnAnticoagulant(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules) {
  if (permission.understood == Understood::kNone || rules.empty() || rules.back().mood != Mood::kProhibits || rules.back().topic != Topic::kComorbidity) return false;
  bool named = false;
  if (!NamesOnlyAnticoagulants(lexicon, permission.content, &named) || !named) return false;
  Expression& forbidden = rules.back().content;
  forbidden = Expression::All(std::move(forbidden), Expression::Not(Expression::Opaque(permission.span)));
  return true;
}

}  // namespace trialmatch::rules
