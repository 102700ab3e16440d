#include "rules/parse/illness/viral_load.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace trialmatch::rules {
namespace {

// A row of viral_load.tsv.
struct Virus {
  std::string_view word;  // of what is measured
  std::string_view illness, load;
};

// The name of the infection ends right before the bracket at `open`.
bool NamesVirusBefore(const Reading& r, int open, int from, const Virus& virus) {
  for (int i = open - 1; i >= from && i > open - 4; --i) {
    const Entry* name = r.Find(i, TermKind::kCondition);
    if (name != nullptr) return name->id == virus.illness;
    if (!r.IsMark(i, ')') &&
        !r.WordIsAny(i, {"infection", "virus", "carriers", "carrier", "disease"}))
      return false;
  }
  return false;
}

// The words before the load are its name ("peripheral blood hepatitis B virus (HBV) DNA"), and before them
// stands what joins it to the infection.
bool JoinedToInfection(const Reading& r, const Virus& virus, int load, int from) {
  for (int i = from; i < load; ++i) {
    if (r.IsAnyMark(i, ".;")) return false;
  }
  for (int i = load - 1; i > from; --i) {
    if (r.IsAny(i, {Cue::kAnd, Cue::kWith})) return !r.Is(i + 1, Cue::kOr) && !r.IsMark(i + 1, '/') && !r.WordContains(i, {"or"});
    if (r.WordIs(i, "with")) return true;
    // "Active hepatitis B (HBV DNA above 2000 IU/mL)".
    if (r.IsMark(i, '(') && i == load - 1) return NamesVirusBefore(r, i, from, virus);
    if (r.IsAny(i, {Cue::kOr, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kIf, Cue::kUnless, Cue::kExcept}) || r.WordContains(i, {"negative", "undetect"}) || r.IsAnyMark(i, ",;:./") || r.IsNumber(i)) return false;
  }
  return false;
}

// The leaf of the infection in `e`, alone or among others of which any will do.
Expression* InfectionIn(Expression& e, const Virus& virus) {
  if (e.kind == Expression::Kind::kAny) {
    // "Acute hepatitis B, or chronic hepatitis B with ...": of which, is not for the order to say.
    Expression* found = nullptr;
    for (Expression& child : e.children) {
      Expression* one = InfectionIn(child, virus);
      if (one != nullptr && found != nullptr) return nullptr;
      if (one != nullptr) found = one;
    }
    return found;
  }
  if (e.kind != Expression::Kind::kLeaf) return nullptr;
  const auto* leaf = std::get_if<ConditionLeaf>(e.leaf.get());
  const bool named = leaf != nullptr && !leaf->viral_load_undetectable && std::find(leaf->conditions.begin(), leaf->conditions.end(), virus.illness) != leaf->conditions.end();
  return named ? &e : nullptr;
}

// Asks `amount` of the infection at `place`, and of no other that its leaf names.
void Limit(const Virus& virus, Expression* place, Expression amount) {
  const base::Span span = place->span;
  ConditionLeaf alone = std::get<ConditionLeaf>(*place->leaf), others = alone;
  std::erase(others.conditions, virus.illness);
  alone.conditions = {std::string(virus.illness)};
  Expression both = Expression::All(
      Expression::OfLeaf(std::move(alone), span, "condition.viral_load"), std::move(amount));
  if (others.conditions.empty())
    *place = std::move(both);
  else
    *place =
        Expression::Any(Expression::OfLeaf(std::move(others), span, "condition"), std::move(both));
}

void Bind(const Reading& r, const Virus& virus, std::vector<Atom>* atoms) {
  const bool infected = std::any_of(atoms->begin(), atoms->end(), [&](Atom& atom) {
    return InfectionIn(atom.expression, virus) != nullptr;
  });
  for (int i = 0; infected && i < r.size(); ++i) {
    if (r.at(i).lead || !r.WordContainsText(i, virus.word)) continue;
    size_t infection = atoms->size();
    for (size_t k = 0; k < atoms->size() && (*atoms)[k].first < i; ++k) {
      if (!(*atoms)[k].negated && InfectionIn((*atoms)[k].expression, virus) != nullptr)
        infection = k;
    }
    if (infection == atoms->size() || !JoinedToInfection(r, virus, i, (*atoms)[infection].first))
      continue;
    auto load = std::find_if(atoms->begin(), atoms->end(), [&](const Atom& atom) {
      const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(atom.expression.leaf.get()) : nullptr;
      return leaf != nullptr && !atom.negated && leaf->quantity == virus.load && atom.last >= i && atom.first <= i + 2;
    });
    if (load == atoms->end() && (*atoms)[infection].expression.kind == Expression::Kind::kAny)
      continue;
    Expression amount = load != atoms->end() ? std::move(load->expression) : Expression::Opaque(r.SpanOf(i, i));
    if (load != atoms->end()) {
      if (static_cast<size_t>(load - atoms->begin()) < infection) --infection;
      atoms->erase(load);
    }
    Atom& atom = (*atoms)[infection];
    Limit(virus, InfectionIn(atom.expression, virus), std::move(amount));
    atom.last = std::max(atom.last, i);
  }
}

}  // namespace

void BindViralLoads(const Reading& r, std::vector<Atom>* atoms) {
  if (!r.MayHoldTermOf(KindBits({TermKind::kCondition}))) return;
  for (const Entry& row : r.lexicon().rows("viral_load"))
    Bind(r, {row.Get("word"), row.Get("illness"), row.id}, atoms);
}

}  // namespace trialmatch::rules
