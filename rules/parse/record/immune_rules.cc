#include "rules/parse/record/immune_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {
namespace {

bool IsSteroid(const Lexicon& lexicon, std::string_view id) {
  return lexicon.DrugIsA(id, "corticosteroid") || lexicon.DrugIsA(id, "inhaled_corticosteroid") ||
         lexicon.DrugIsA(id, "steroid_premedication");
}

bool Holds(const std::vector<std::string>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The words name a steroid, and no other drug against the immune system.
bool SpeakOfSteroids(const Grammar& grammar, std::string_view words) {
  Reading reading(grammar, words);
  reading.Append({0, static_cast<uint32_t>(words.size())}, false);
  bool steroid = false;
  for (int i = 0; i < reading.size(); ++i) {
    if (reading.WordContains(i, {"immunosup", "immune-sup", "immune sup"})) return false;
    steroid = steroid || (reading.WordContains(i, {"steroid"}) &&
                           !reading.WordContains(i, {"nonsteroid", "steroidal"}));
    for (const TermKind kind : {TermKind::kDrug, TermKind::kDrugClass}) {
      const Entry* row = reading.Find(i, kind);
      if (row == nullptr) continue;
      const bool one = IsSteroid(grammar.lexicon, row->id);
      if (!one && grammar.lexicon.DrugIsA(row->id, "immunosuppressant")) return false;
      steroid = steroid || one;
    }
  }
  return steroid;
}

class Steroids {
 public:
  Steroids(const Grammar& grammar, std::string_view text) : grammar_(grammar), text_(text) {}

  void Narrow(Expression* e, bool forbidden) const {
    using enum Expression::Kind;
    for (Expression& child : e->children) Narrow(&child, forbidden != (e->kind == kNot));
    if (e->kind == kAll && forbidden) NarrowAll(e);
  }

 private:
  void NarrowAll(Expression* e) const {
    std::vector<Expression> others, of_steroids, rest;
    for (const Expression& child : e->children) {
      const bool excepts =
          child.kind == Expression::Kind::kOpaque || child.kind == Expression::Kind::kNot;
      if (!excepts) CollectOthers(child, &others);
      (excepts && IsOfSteroids(child) ? of_steroids : rest).push_back(child);
    }
    if (others.empty() || of_steroids.empty()) return;
    // What else was excepted is excepted of the others too.
    std::vector<Expression> outside, inside;
    for (Expression& child : rest) {
      const bool excepts =
          child.kind == Expression::Kind::kOpaque || child.kind == Expression::Kind::kNot;
      (excepts ? outside : inside).push_back(std::move(child));
    }
    inside.insert(inside.end(), of_steroids.begin(), of_steroids.end());
    others.push_back(Expression::All(std::move(inside)));
    outside.insert(outside.begin(), Expression::Any(std::move(others)));
    *e = Expression::All(std::move(outside));
  }

  // The immunosuppressants of what is forbidden, without the steroids.
  static void CollectOthers(const Expression& e, std::vector<Expression>* out) {
    if (e.kind == Expression::Kind::kAny) {
      for (const Expression& child : e.children) CollectOthers(child, out);
    }
    const auto* leaf =
        e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->quantifier != TreatmentLeaf::Quantifier::kAny ||
        !leaf->said.empty())
      return;
    if (!Holds(leaf->what, "immunosuppressant") || Holds(leaf->except, "corticosteroid")) return;
    TreatmentLeaf others = *leaf;
    others.except.emplace_back("corticosteroid");
    std::erase(others.what, "corticosteroid");
    out->push_back(Expression::OfLeaf(std::move(others), e.span, e.rule));
  }

  bool IsOfSteroids(const Expression& e) const {
    using enum Expression::Kind;
    const auto of_steroids = [&](const Expression& child) { return IsOfSteroids(child); };
    if (e.kind == kOpaque)
      return e.span.end <= text_.size() && SpeakOfSteroids(grammar_, base::Slice(text_, e.span));
    if (e.kind == kNot || e.kind == kAll)
      return std::any_of(e.children.begin(), e.children.end(), of_steroids);
    if (e.kind == kAny) return std::all_of(e.children.begin(), e.children.end(), of_steroids);
    const auto* leaf = e.kind == kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->what.empty()) return false;
    const bool named =
        std::all_of(leaf->what.begin(), leaf->what.end(),
                    [&](const std::string& id) { return IsSteroid(grammar_.lexicon, id); });
    return named || (!leaf->said.empty() && std::all_of(leaf->said.begin(), leaf->said.end(),
                                                        [&](const std::string& words) {
                                                          return SpeakOfSteroids(grammar_, words);
                                                        }));
  }

  const Grammar& grammar_;
  std::string_view text_;
};

bool NamesHiv(const Expression& e) {
  const auto* leaf =
      e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr) return Holds(leaf->conditions, "hiv");
  return std::any_of(e.children.begin(), e.children.end(), NamesHiv);
}

// "Patients with well controlled HIV may take part", where nothing is forbidden.
bool LetsInHiv(const Criterion& c) {
  if (c.mood != Mood::kPermits) return false;
  const std::string words = base::Lower(c.text);
  const auto holds = [&](std::string_view part) { return words.find(part) != std::string::npos; };
  return holds("hiv") && !holds("test") &&
         !holds("immunodeficiency or") && !holds("immune defici");
}

void SpareHiv(Expression* e) {
  for (Expression& child : e->children) SpareHiv(&child);
  const auto* leaf =
      e->kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e->leaf.get()) : nullptr;
  if (leaf == nullptr || !Holds(leaf->conditions, "immunodeficiency") ||
      Holds(leaf->conditions, "hiv") || Holds(leaf->except, "hiv"))
    return;
  ConditionLeaf other = *leaf;
  other.except.emplace_back("hiv");
  *e = Expression::OfLeaf(std::move(other), e->span, e->rule);
}

}  // namespace

void ForbidImmunosuppressantsButSteroids(const Grammar& grammar, std::string_view text,
                                         TrialCriteria* criteria) {
  const Steroids steroids(grammar, text);
  for (Criterion& c : criteria->criteria) steroids.Narrow(&c.expression, false);
}

void LeaveHivToItsOwnRule(TrialCriteria* criteria) {
  const std::vector<Criterion>& all = criteria->criteria;
  const bool own = std::any_of(all.begin(), all.end(), [](const Criterion& c) {
    return NamesHiv(c.expression) || LetsInHiv(c);
  });
  if (!own) return;
  for (Criterion& c : criteria->criteria) SpareHiv(&c.expression);
}

}  // namespace trialmatch::rules
