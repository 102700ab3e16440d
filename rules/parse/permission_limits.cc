#include "rules/parse/permission_limits.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "rules/parse/therapy/treatment_permission.h"

namespace trialmatch::rules {
namespace {

using Ids = std::vector<std::string>;
enum class Relation : bool { kSameOrWider, kAnyIllness };

bool Drugs(const Lexicon& lexicon, const std::string& one, const std::string& of) { return lexicon.DrugIsA(one, of); }
bool Illnesses(const Lexicon& lexicon, const std::string& one, const std::string& of) { return lexicon.IsA(TermKind::kCondition, one, of); }

template <typename IsA>
bool Below(const Lexicon& lexicon, IsA is_a, const Ids& narrow, const Ids& wide) {
  return std::any_of(narrow.begin(), narrow.end(), [&](const std::string& one) {
    return std::any_of(wide.begin(), wide.end(), [&](const std::string& of) { return is_a(lexicon, one, of); });
  });
}

// What any of the alternatives of a permission names.
void Alternatives(const Expression& e, std::vector<const Expression*>* out) {
  // "Vitiligo, psoriasis or diabetes" with words that were not read.
  const auto unread = [](const Expression& child) { return child.kind == Expression::Kind::kOpaque; };
  const bool with_unread = e.kind == Expression::Kind::kAll && e.children.size() == 2 && e.children[0].kind == Expression::Kind::kAny && unread(e.children[1]);
  if (with_unread) return Alternatives(e.children[0], out);
  if (e.kind != Expression::Kind::kAny) return out->push_back(&e);
  for (const Expression& child : e.children) Alternatives(child, out);
}

template <typename L>
const L* LeafOf(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf ? std::get_if<L>(e.leaf.get()) : nullptr;
}

// The first leaf that is not denied.
template <typename L>
const L* FirstOf(const Expression& e) {
  if (e.kind == Expression::Kind::kNot) return nullptr;
  if (const L* leaf = LeafOf<L>(e)) return leaf;
  for (const Expression& child : e.children) {
    if (const L* leaf = FirstOf<L>(child)) return leaf;
  }
  return nullptr;
}

// Nothing but how long ago, or that it goes on, is said beside the names.
bool SaysNoMore(const TreatmentLeaf& permitted) {
  TreatmentLeaf bare;
  bare.what = permitted.what;
  bare.ongoing = permitted.ongoing;
  bare.for_this_cancer = permitted.for_this_cancer;
  return bare == permitted;
}

bool SaysNoMore(const ConditionLeaf& permitted) {
  ConditionLeaf bare;
  bare.conditions = permitted.conditions;
  bare.status = permitted.status == ConditionLeaf::Status::kActive ? permitted.status : bare.status;
  return bare == permitted;
}

bool Meet(const Ids& a, const Ids& b) { return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end(); }

// "Prophylactic antibiotics (e.g. against an infection of the urinary tract)": the therapy is in words that a person must
// weigh, and what it is for stands beside it.
const Expression& WithoutPurpose(const Expression& one) {
  if (one.kind != Expression::Kind::kAll) return one;
  const Expression* therapy = nullptr;
  for (const Expression& child : one.children) {
    const auto* leaf = LeafOf<TreatmentLeaf>(child);
    if (leaf != nullptr && !leaf->said.empty() && therapy == nullptr) therapy = &child;
    else if (FirstOf<ConditionLeaf>(child) == nullptr) return one;
  }
  return therapy != nullptr ? *therapy : one;
}

// More than names: a dose, words to weigh.
bool SaysHow(const Expression& e) {
  if (const auto* leaf = LeafOf<TreatmentLeaf>(e)) return !leaf->said.empty();
  return LeafOf<CompareLeaf>(e) != nullptr || std::any_of(e.children.begin(), e.children.end(), SaysHow);
}

bool NamesTumour(const Expression& e) {
  const auto* leaf = LeafOf<OneOfLeaf>(e);
  return (leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease) || std::any_of(e.children.begin(), e.children.end(), NamesTumour);
}

bool IsDose(const Expression& e) { return LeafOf<CompareLeaf>(e) != nullptr || (e.kind == Expression::Kind::kNot && IsDose(e.children.front())); }

// "Adrenal replacement above 10 mg a day": what it replaces was not read, and the dose is the one that is forbidden.
bool AboveDose(const Expression& e) {
  const auto* leaf = LeafOf<CompareLeaf>(e);
  return (leaf != nullptr && leaf->bounds.low.has_value()) || std::any_of(e.children.begin(), e.children.end(), AboveDose);
}

void Therapies(const Expression& e, Ids* ids) {
  if (const auto* leaf = LeafOf<TreatmentLeaf>(e)) ids->insert(ids->end(), leaf->what.begin(), leaf->what.end());
  for (const Expression& child : e.children) Therapies(child, ids);
}

class Limiter {
 public:
  Limiter(const Lexicon& lexicon, const Permission& permission, Relation relation) : lexicon_(lexicon), permission_(permission), relation_(relation) {
    Alternatives(permission.content, &alternatives_);
  }

  bool Limit(Expression* e, bool denied, bool dosed = false) {
    if (e->kind == Expression::Kind::kLeaf) {
      if (!denied) return false;
      if (auto* leaf = std::get_if<ConditionLeaf>(e->leaf.get())) return !leaf->family && LimitIllness(leaf);
      if (std::holds_alternative<BrainLeaf>(*e->leaf)) return LimitBrain(e);
      return std::holds_alternative<TreatmentLeaf>(*e->leaf) && LimitTreatment(e, dosed);
    }
    const bool turns = e->kind == Expression::Kind::kNot;
    dosed = dosed || (e->kind == Expression::Kind::kAll && std::any_of(e->children.begin(), e->children.end(), IsDose));
    bool limited = false;
    for (Expression& child : e->children) limited = Limit(&child, denied != turns, dosed) || limited;
    return limited;
  }

 private:
  // From metastases that are forbidden whatever their state. Of those let in whatever theirs, or in words that were not read, it is open whom.
  bool LimitBrain(Expression* e) const {
    BrainLeaf bare;
    bare.site = std::get<BrainLeaf>(*e->leaf).site;
    if (bare != std::get<BrainLeaf>(*e->leaf)) return false;
    std::vector<Expression> let_in;
    bool open = false;
    for (const Expression* one : alternatives_) {
      const auto* permitted = FirstOf<BrainLeaf>(*one);
      if (permitted == nullptr || (permitted->site != bare.site && permitted->site != BrainLeaf::Site::kEither)) continue;
      bare.site = permitted->site;
      open = open || !permission_.full || *permitted == bare;
      let_in.push_back(*one);
    }
    if (let_in.empty()) return false;
    const base::Span span = e->span;
    *e = Expression::All(std::move(*e), open ? Expression::Opaque(span) : Expression::Not(Expression::Any(std::move(let_in))));
    return true;
  }

  bool LimitIllness(ConditionLeaf* leaf) const {
    bool limited = false;
    const bool other_tumour = std::find(leaf->conditions.begin(), leaf->conditions.end(), "other_malignancy") != leaf->conditions.end();
    if (other_tumour && NamesTumour(permission_.content)) {
      if (permission_.words.empty()) return false;
      ConditionLeaf other;
      other.conditions = {"other_malignancy"};
      other.said = {permission_.words};
      leaf->unless.push_back(std::move(other));
      return true;
    }
    for (const Expression* one : alternatives_) {
      const auto* permitted = FirstOf<ConditionLeaf>(*one);
      if (permitted == nullptr || permitted->family) continue;
      const bool narrower = Below(lexicon_, Illnesses, permitted->conditions, leaf->conditions);
      const bool related = narrower || Below(lexicon_, Illnesses, leaf->conditions, permitted->conditions);
      if (!related && relation_ != Relation::kAnyIllness) continue;
      const bool whole = permission_.full && LeafOf<ConditionLeaf>(*one) != nullptr;
      const bool same = Meet(permitted->conditions, leaf->conditions);
      ConditionLeaf other = *permitted;
      if (whole && SaysNoMore(*permitted) && !same && (narrower || !related)) {
        leaf->except.insert(leaf->except.end(), permitted->conditions.begin(), permitted->conditions.end());
        limited = true;
        continue;
      }
      if (!whole || SaysNoMore(*permitted)) {
        // The same illness, and nothing more was read of how it must be: a person must weigh that.
        if (permission_.words.empty()) continue;
        other = ConditionLeaf();
        other.conditions = permitted->conditions;
        other.said = {permission_.words};
      }
      leaf->unless.push_back(std::move(other));
      limited = true;
    }
    return limited;
  }

  // `dosed`: a dose that is forbidden stands beside it, and says enough of what is let in.
  bool LimitTreatment(Expression* e, bool dosed) const {
    const TreatmentLeaf forbidden = std::get<TreatmentLeaf>(*e->leaf);
    if (forbidden.quantifier != TreatmentLeaf::Quantifier::kAny || forbidden.what.empty()) return false;
    bool limited = false;
    std::vector<Expression> let_in;
    for (const Expression* each : alternatives_) {
      const Expression* const one = &WithoutPurpose(*each);
      const auto* permitted = FirstOf<TreatmentLeaf>(*one);
      if (permitted == nullptr || (!permitted->intents.empty() && !forbidden.intents.empty() && !Meet(permitted->intents, forbidden.intents)) || permitted->quantifier != TreatmentLeaf::Quantifier::kAny) continue;
      const bool narrower = Below(lexicon_, Drugs, permitted->what, forbidden.what);
      // "Live vaccines. Vaccines are allowed": the wider word means the others.
      const bool same = Meet(permitted->what, forbidden.what);
      if (!narrower && !(Below(lexicon_, Drugs, forbidden.what, permitted->what) && SaysHow(*one))) continue;
      if (AboveDose(*one) || (dosed && !permission_.full)) continue;
      if (!MayStayUnread() && (same || LeafOf<TreatmentLeaf>(*one) == nullptr)) continue;
      const bool whole = permission_.full && LeafOf<TreatmentLeaf>(*one) != nullptr;
      // "Patients on warfarin may go on with another anticoagulant".
      const bool others = same && std::any_of(permitted->what.begin(), permitted->what.end(), [&](const std::string& id) { return !Below(lexicon_, Drugs, {id}, forbidden.what); });
      if (others) {
        if (MayStayUnread()) let_in.push_back(Unread(forbidden));
        continue;
      }
      if (whole && (SaysNoMore(*permitted) || !permitted->intents.empty())) {
        Expression asked = Expression::Not(*e);
        if (e->kind == Expression::Kind::kLeaf && ExceptPermittedTreatment(lexicon_, *one, &asked)) {
          limited = limited || narrower;
          *e = std::move(asked.children[0]);
          continue;
        }
        // "Steroids. Steroids are allowed": more was said than was read.
        if (SaysNoMore(*permitted)) {
          if (MayStayUnread()) let_in.push_back(Unread(forbidden));
          continue;
        }
      }
      if (permission_.full) let_in.push_back(WithoutTime(*one, forbidden));
      else if (MayStayUnread()) let_in.push_back(Unread(*permitted));
    }
    if (let_in.empty()) return limited;
    std::optional<Expression> others = SplitUnrelated(e);
    const bool opaque = let_in.front().kind == Expression::Kind::kOpaque;
    *e = Expression::All(std::move(*e), opaque ? std::move(let_in.front()) : Expression::Not(Expression::Any(std::move(let_in))));
    if (others) *e = Expression::Any(*std::move(others), std::move(*e));
    return true;
  }

  // "Anticancer therapy or steroids. Short courses of steroids are allowed": the therapies that the permission has nothing to do with.
  std::optional<Expression> SplitUnrelated(Expression* e) const {
    auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->together) return std::nullopt;
    Ids permitted;
    Therapies(permission_.content, &permitted);
    // Steroids suppress the immune system: one word may stand for the other.
    const auto suppresses = [&](const std::string& id) { return Below(lexicon_, Drugs, {id}, {"corticosteroid", "immunosuppressant", "inhaled_corticosteroid"}); };
    const bool any = std::any_of(permitted.begin(), permitted.end(), suppresses);
    const auto is_related = [&](const std::string& id) { return (any && suppresses(id)) || Below(lexicon_, Drugs, permitted, {id}) || Below(lexicon_, Drugs, {id}, permitted); };
    TreatmentLeaf others = *leaf, related = *leaf;
    std::erase_if(others.what, is_related);
    std::erase_if(related.what, [&](const std::string& id) { return !is_related(id); });
    if (others.what.empty() || related.what.empty()) return std::nullopt;
    *leaf = std::move(related);
    return Expression::OfLeaf(std::move(others), e->span, e->rule);
  }

  // Who is said to be on it may have stopped.
  static Expression WithoutTime(Expression one, const TreatmentLeaf& forbidden) {
    if (auto* leaf = one.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(one.leaf.get()) : nullptr; leaf != nullptr && forbidden.ongoing != leaf->ongoing) leaf->ongoing.reset();
    return one;
  }

  bool MayStayUnread() const { return !permission_.words.empty() || !permission_.span.empty(); }
  Expression Unread(const TreatmentLeaf& of) const {
    if (permission_.words.empty()) return Expression::Opaque(permission_.span);
    TreatmentLeaf leaf;
    leaf.what = of.what;
    leaf.said = {permission_.words};
    return Expression::OfLeaf(std::move(leaf), permission_.span, "treatment.as_said");
  }

  const Lexicon& lexicon_;
  const Permission& permission_;
  Relation relation_;
  std::vector<const Expression*> alternatives_;
};

}  // namespace

bool LimitRelated(const Lexicon& lexicon, const Permission& permission, Expression* rule) {
  return Limiter(lexicon, permission, Relation::kSameOrWider).Limit(rule, false);
}

bool LetsInBrain(const Expression& content) {
  return LeafOf<BrainLeaf>(content) != nullptr || (content.kind != Expression::Kind::kNot && std::any_of(content.children.begin(), content.children.end(), LetsInBrain));
}

bool LimitBelow(const Lexicon& lexicon, const Permission& permission, Expression* rule) {
  return LimitRelated(lexicon, permission, rule) || Limiter(lexicon, permission, Relation::kAnyIllness).Limit(rule, false);
}

}  // namespace trialmatch::rules
