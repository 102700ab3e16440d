#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/asked_of_nobody.h"
#include "rules/parse/bounds/lab_raise.h"
#include "rules/parse/doubtful_demand.h"
#include "rules/parse/exceptions.h"
#include "rules/parse/join.h"
#include "rules/parse/markers/marker_join.h"
#include "rules/parse/permit.h"
#include "rules/parse/record/rivals.h"
#include "rules/parse/sentence.h"
#include "rules/parse/unread_parts.h"

namespace trialmatch::rules {
namespace {

// The therapies of `e` that have a window, without `ids`.
void ExceptFromWindows(const std::vector<std::string>& ids, Expression& e) {
  for (Expression& child : e.children) ExceptFromWindows(ids, child);
  auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr && !leaf->window.empty()) leaf->except.insert(leaf->except.end(), ids.begin(), ids.end());
}

// "This exclusion applies only to ...".
void HoldFor(const Expression& whom, Rule* rule) {
  if (whom.kind == Expression::Kind::kAlways || rule->content.kind == Expression::Kind::kAlways) return;
  if (rule->mood == Mood::kProhibits) rule->content = Expression::All(std::move(rule->content), whom);
  else rule->content = Expression::When(whom, std::move(rule->content));
}

void Therapies(const Expression& e, std::vector<std::string>* ids) {
  if (e.kind == Expression::Kind::kLeaf) {
    if (const auto* leaf = std::get_if<TreatmentLeaf>(e.leaf.get())) {
      ids->insert(ids->end(), leaf->what.begin(), leaf->what.end());
    }
  }
  for (const Expression& child : e.children) Therapies(child, ids);
}

// Speaks of one of the therapies by the same word.
bool NamesOneOf(const std::vector<std::string>& therapies, const Expression& e) {
  if (const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr) {
    if (std::find_first_of(leaf->what.begin(), leaf->what.end(), therapies.begin(), therapies.end()) != leaf->what.end()) return true;
  }
  return std::any_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return NamesOneOf(therapies, child); });
}

// "ALT <= 2.5 x ULN; for patients with liver metastases, ALT <= 5 x ULN": the later sentence raises
// the bound of the one before; true when it did.
bool RaisesEarlier(const Statement& s, std::vector<Rule>& rules) {
  if (s.mood == Mood::kProhibits || s.topic != Topic::kLab || rules.empty() || rules.back().mood != Mood::kRequires) return false;
  return RaiseBounds(s.content, &rules.back().content);
}

// "Two weeks must have elapsed since radiotherapy".
bool DeniesRecent(const Expression& e) {
  if (e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kAll) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), DeniesRecent);
  if (e.kind != Expression::Kind::kNot || e.children.front().kind != Expression::Kind::kLeaf) return false;
  const auto* leaf = std::get_if<TreatmentLeaf>(e.children.front().leaf.get());
  return leaf != nullptr && leaf->window.within.has_value() && !leaf->ongoing;
}

// What was allowed before is not forbidden by a later sentence: "may have had ALK inhibitors or be
// naive. Naive patients ...". How long ago it must be is asked all the same.
bool AlreadyPermitted(const Statement& s, const std::vector<Expression>& permissions) {
  if (s.mood != Mood::kRequires || s.for_everybody || permissions.empty() || DeniesRecent(s.content)) return false;
  std::vector<std::string> therapies;
  Therapies(s.content, &therapies);
  // A long list has few of them, and its permissions are not looked through for the others.
  return !therapies.empty() && std::any_of(permissions.begin(), permissions.end(), [&](const Expression& p) { return NamesOneOf(therapies, p); });
}

Expression WithMood(Rule rule) {
  bool inverted = rule.mood == Mood::kProhibits && rule.content.kind != Expression::Kind::kOpaque;
  if (inverted) ForbidConditionTogether(rule.content);
  return inverted ? Expression::Not(std::move(rule.content)) : std::move(rule.content);
}

// "Mesothelioma or MSI-H colorectal cancer": a disease in each of the alternatives.
bool IsListOfDiseases(const Expression& e) {
  if (e.kind == Expression::Kind::kAll) return std::any_of(e.children.begin(), e.children.end(), IsListOfDiseases);
  return e.kind == Expression::Kind::kAny && std::all_of(e.children.begin(), e.children.end(), NamesDisease);
}

void Diseases(const Expression& e, std::vector<std::string>* out) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease) out->insert(out->end(), leaf->values.begin(), leaf->values.end());
  for (const Expression& child : e.children) Diseases(child, out);
}

bool OfOtherMalignancy(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr) return std::find(leaf->conditions.begin(), leaf->conditions.end(), "other_malignancy") != leaf->conditions.end();
  return std::any_of(e.children.begin(), e.children.end(), OfOtherMalignancy);
}

// "Other malignancy. Patients with resected skin cancer are eligible": which of the others closes the study is not told to the end.
// How much of it was read; nullopt where nothing of the kind is allowed.
std::optional<Understood> AllowsOtherTumour(const Statement& permission, std::vector<Rule>& rules) {
  std::vector<std::string> tumours;
  Diseases(permission.content, &tumours);
  const bool named = !tumours.empty() || permission.second_cancers;
  if (!named || rules.empty() || !OfOtherMalignancy(rules.back().content)) return std::nullopt;
  Expression& content = rules.back().content;
  const bool denied = rules.back().mood == Mood::kRequires && content.kind == Expression::Kind::kNot;
  if (rules.back().mood != Mood::kProhibits && !denied) return std::nullopt;
  Expression& forbidden = denied ? content.children.front() : content;
  if (permission.second_cancers && OnlyIllnesses(forbidden)) {
    ExceptIllnesses({*permission.second_cancers}, &forbidden);
    return Understood::kFull;
  }
  // An exception in words stands beside the malignancy already.
  const bool words_beside = permission.second_cancers && forbidden.kind == Expression::Kind::kAll && OnlyIllnesses(forbidden.children.front());
  forbidden = Expression::All(std::move(forbidden), words_beside ? Expression::Not(*permission.second_cancers) : Expression::Opaque(permission.span));
  return words_beside ? Understood::kFull : Understood::kPartial;
}

// "Advanced NSCLC. Non-squamous histology.": the second says which of the first.
bool Narrows(const Lexicon& lexicon, const Expression& wide, const Expression& narrow) {
  if (narrow.kind != Expression::Kind::kLeaf) return false;
  std::vector<std::string> one, other;
  Diseases(wide, &one);
  Diseases(narrow, &other);
  return !one.empty() && !other.empty() && std::all_of(other.begin(), other.end(), [&](const std::string& n) {
    return std::any_of(one.begin(), one.end(), [&](const std::string& w) { return n != w && lexicon.IsA(TermKind::kDisease, w, "lung_cancer") && lexicon.IsA(TermKind::kDisease, n, w); });
  });
}

// "NSCLC by histology; assessed as unresectable stage III NSCLC": the second tells more of the same.
bool TellsMoreOfSame(const Lexicon& lexicon, const Expression& first, const Expression& second) {
  const auto* leaf = first.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(first.leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->values.size() != 1 || second.kind != Expression::Kind::kAll) return false;
  std::vector<std::string> again;
  Diseases(second, &again);
  const std::string& told = leaf->values[0];
  const bool any_tumour = told == "solid_tumor" || told == "cancer";   // "a solid tumor. The solid tumor must be in stage IV"
  return !again.empty() && std::all_of(again.begin(), again.end(), [&](const std::string& d) {
    return (any_tumour && d == told) || (lexicon.IsA(TermKind::kDisease, d, "lung_cancer") && lexicon.IsA(TermKind::kDisease, d, told));
  });
}

// "Stage III NSCLC. The cancer must be confirmed by a scan": of that cancer.
bool IsOnlyCancer(const Expression& e) {
  const OneOfLeaf* leaf = BareDisease(e);
  return leaf != nullptr && leaf->values == std::vector<std::string>{"cancer"};
}

// Nobody is asked not to have been tested: "subjects without test results will be tested".
void GiveUpUntested(Expression& e) {
  const bool denied = e.kind == Expression::Kind::kNot && OnlyTests(e.children.front());
  if (denied) {
    const Expression& test = e.children.front();
    e = Expression::Opaque(test.kind == Expression::Kind::kLeaf ? test.span : test.children.front().span);
  } else if (e.kind == Expression::Kind::kAll) {
    for (Expression& child : e.children) GiveUpUntested(child);
  } else if (e.kind == Expression::Kind::kAny) {
    for (Expression& child : e.children) {
      if (child.kind == Expression::Kind::kAll) GiveUpUntested(child);
    }
  } else if (e.kind == Expression::Kind::kWhen) {
    GiveUpUntested(e.children[1]);
  }
}

Combined Constraining(const Lexicon& lexicon, std::vector<Rule> rules, Section section) {
  Combined out;
  auto is = [](Mood mood) { return [mood](const Rule& rule) { return rule.mood == mood; }; };
  bool all_demand = std::all_of(rules.begin(), rules.end(), is(Mood::kRequires));
  bool all_prohibit = std::all_of(rules.begin(), rules.end(), is(Mood::kProhibits));
  out.mood = all_prohibit || (!all_demand && section == Section::kExclusion) ? Mood::kProhibits
                                                                             : Mood::kRequires;
  std::vector<Expression> all;
  for (Rule& rule : rules) {
    if (rule.mood == Mood::kRequires) GiveUpUntested(rule.content);
    all.push_back(WithMood(std::move(rule)));
  }
  GiveUpContradictions(all);
  GiveUpSeveralDrivers(lexicon, all);
  out.expression = Expression::All(std::move(all));
  return out;
}

}  // namespace

namespace {

// A sentence alone that demands or forbids, as most are: nothing limits it.
Combined OfOne(const Lexicon& lexicon, Statement s) {
  Combined out;
  out.mood = s.mood;
  out.topic = s.topic;
  out.understood = s.understood;
  if (s.mood == Mood::kRequires) GiveUpUntested(s.content);
  out.expression = WithMood({s.mood, s.topic, std::move(s.content)});
  GiveUpAskedOfNobody(lexicon, &out.expression);
  if (out.understood == Understood::kFull && HasOpaque(out.expression)) out.understood = Understood::kPartial;
  return out;
}

}  // namespace

Combined Combine(const Lexicon& lexicon, std::vector<Statement> statements, Section section, base::Span whole) {
  if (statements.size() == 1) {
    Statement& s = statements[0];
    if (!s.empty && !s.logistics && s.mood != Mood::kPermits) return OfOne(lexicon, std::move(s));
  }
  std::vector<Rule> rules;
  std::vector<Expression> permissions, asked_of_treated;
  bool all_full = true, any_read = false, only_logistics = !statements.empty(), conditional = false;
  Topic topic = Topic::kOther, allowed = Topic::kOther;
  for (Statement& s : statements) {
    if (s.empty) continue;
    const Topic before = topic;
    all_full = all_full && s.understood == Understood::kFull;
    // "<= 5 x ULN if liver metastases are present" is still about the lab.
    bool of_lab = topic == Topic::kLab && s.topic == Topic::kStageSetting;
    if (TopicWeight(s.topic) > TopicWeight(topic) && !of_lab) topic = s.topic;
    if (s.logistics) continue;
    if (s.limits_before) {
      only_logistics = false;
      all_full = all_full && !rules.empty();
      conditional = conditional || rules.empty();
      for (size_t n = s.limits_last && !rules.empty() ? rules.size() - 1 : 0; n < rules.size(); ++n) HoldFor(s.content, &rules[n]);
      continue;
    }
    if (s.own_washout) {
      const std::vector<Expression> alone = {s.content};
      for (const Expression& each : s.content.kind == Expression::Kind::kAny ? s.content.children : alone) {
        if (each.kind != Expression::Kind::kLeaf) continue;
        for (Rule& rule : rules) ExceptFromWindows(std::get<TreatmentLeaf>(*each.leaf).what, rule.content);
      }
    }
    only_logistics = false;
    any_read = any_read || s.understood != Understood::kNone;
    if (s.mood == Mood::kPermits) {
      // "Patients may have ALT <= 5 x ULN if they have liver metastases".
      if (RaisesEarlier(s, rules)) continue;
      if (const auto allowed_tumour = AllowsOtherTumour(s, rules)) {
        all_full = all_full && *allowed_tumour == Understood::kFull;
        topic = before;
        continue;
      }
      // "EGFR-mutant patients are eligible if ...; ALK-positive patients are eligible if ...": each asks its own.
      const bool of_other_marker = s.topic == Topic::kBiomarker && s.asked_alone && !asked_of_treated.empty() && !rules.empty() && rules.back().content.kind == Expression::Kind::kWhen;
      const bool limits = !of_other_marker && Permit(lexicon, s, rules);
      if (!limits && (PermitRelated(lexicon, s, rules) || PermitOnAnticoagulant(lexicon, s, rules))) {
        topic = before;
        continue;
      }
      if (!limits && s.asked_alone) {
        asked_of_treated.push_back(std::move(s.content));
        rules.push_back({Mood::kRequires, s.topic, *std::move(s.asked_alone)});
        continue;
      }
      // "Patients with seizures may be enrolled if well controlled": what is asked of them is not said
      // by a permission that limits nothing.
      all_full = all_full && (limits || !s.conditional);
      // "Prostate cancer on stable hormones may remain on them" makes no criterion one of the tumour.
      if (!limits) {
        if (TopicWeight(s.topic) > TopicWeight(allowed)) allowed = s.topic;
        topic = before;
      }
      conditional = conditional || (!limits && s.conditional);
      permissions.push_back(std::move(s.content));
    } else if (RaisesEarlier(s, rules)) {
      continue;
    } else if (AlreadyPermitted(s, permissions) || (s.content.kind != Expression::Kind::kNot && AlreadyPermitted(s, asked_of_treated))) {
      // "Prior chemotherapy is allowed if it ended a year ago. It must have been adjuvant": nobody is asked to have had it.
      rules.push_back({s.mood, s.topic, Expression::Always(s.span, "permission")});
    } else if (!rules.empty() && s.mood == Mood::kRequires && rules.back().mood == Mood::kRequires && AskForOtherTumours(lexicon, rules.back().content, s.content)) {
      // "Lung cancer; breast cancer (triple negative); gastric cancer".
      rules.back().content = Expression::Any(std::move(rules.back().content), std::move(s.content));
    } else if (!rules.empty() && s.mood == Mood::kRequires && rules.back().mood == Mood::kRequires && rules.back().topic == Topic::kDisease && s.content.kind != Expression::Kind::kWhen && !IsOnlyCancer(s.content) && s.content.rule != "disease.all_types" &&
               !Narrows(lexicon, rules.back().content, s.content) && !TellsMoreOfSame(lexicon, rules.back().content, s.content) && (s.topic == Topic::kDisease || (s.topic == Topic::kBiomarker && IsListOfDiseases(s.content)))) {
      // "Gastric cancer; melanoma; NSCLC": a list of diseases, any of them.
      rules.back().content = Expression::Any(std::move(rules.back().content), std::move(s.content));
    } else {
      rules.push_back({s.mood, s.topic, std::move(s.content)});
    }
  }
  Combined out;
  if (only_logistics) {
    out.mood = section == Section::kExclusion ? Mood::kProhibits : Mood::kRequires;
    out.topic = Topic::kLogistics;
    out.understood = Understood::kFull;
    out.expression = Expression::Always(whole, "logistics");
    return out;
  }
  if (rules.empty()) {
    out.mood = Mood::kPermits;
    out.topic = TopicWeight(allowed) > TopicWeight(topic) ? allowed : topic;
    out.expression = Expression::Always(whole, "permission");
    out.understood = (any_read || all_full) && !conditional ? Understood::kFull : Understood::kPartial;
    return out;
  }
  out = Constraining(lexicon, std::move(rules), section);
  GiveUpAskedOfNobody(lexicon, &out.expression);
  const bool selects = OfTumour(allowed) || allowed == Topic::kPriorTherapy || allowed == Topic::kLineOfTherapy;
  out.topic = topic == Topic::kOther && selects ? allowed : topic;
  out.understood =
      !any_read ? Understood::kNone : (all_full && !HasOpaque(out.expression) ? Understood::kFull : Understood::kPartial);
  return out;
}

}  // namespace trialmatch::rules
