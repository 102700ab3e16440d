#include "rules/parse/illness/viral_load.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace trialmatch::rules {
namespace {

struct Virus {
  WordPattern word;  // of what is measured
  std::string_view illness, load;
};

constexpr Virus kViruses[] = {{"dna", "hepatitis_b", "hbv_dna"}, {"rna", "hepatitis_c", "hcv_rna"}};

// The words before the load are its name ("peripheral blood hepatitis B virus (HBV) DNA"), and before them
// stands what joins it to the infection.
bool JoinedToInfection(const Reading& r, int load, int from) {
  for (int i = from; i < load; ++i) {
    if (r.IsAnyMark(i, ".;")) return false;
  }
  for (int i = load - 1; i > from; --i) {
    if (r.IsAny(i, {Cue::kAnd, Cue::kWith})) return !r.Is(i + 1, Cue::kOr) && !r.IsMark(i + 1, '/') && !r.WordContains(i, {"or"});
    if (r.WordIs(i, "with")) return true;
    if (r.IsAny(i, {Cue::kOr, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kIf, Cue::kUnless, Cue::kExcept}) || r.WordContains(i, {"negative", "undetect"}) || r.IsAnyMark(i, ",;:./") || r.IsNumber(i)) return false;
  }
  return false;
}

ConditionLeaf* InfectionOf(Atom& atom, const Virus& virus) {
  if (atom.negated || atom.expression.kind != Expression::Kind::kLeaf) return nullptr;
  auto* leaf = std::get_if<ConditionLeaf>(atom.expression.leaf.get());
  const bool named = leaf != nullptr && !leaf->viral_load_undetectable && std::find(leaf->conditions.begin(), leaf->conditions.end(), virus.illness) != leaf->conditions.end();
  return named ? leaf : nullptr;
}

void Bind(const Reading& r, const Virus& virus, std::vector<Atom>* atoms) {
  for (int i = 0; i < r.size(); ++i) {
    if (r.at(i).lead || !r.WordContains(i, {virus.word})) continue;
    size_t infection = atoms->size();
    for (size_t k = 0; k < atoms->size() && (*atoms)[k].first < i; ++k) {
      if (InfectionOf((*atoms)[k], virus) != nullptr) infection = k;
    }
    if (infection == atoms->size() || !JoinedToInfection(r, i, (*atoms)[infection].first)) continue;
    auto load = std::find_if(atoms->begin(), atoms->end(), [&](const Atom& atom) {
      const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(atom.expression.leaf.get()) : nullptr;
      return leaf != nullptr && !atom.negated && leaf->quantity == virus.load && atom.last >= i && atom.first <= i + 2;
    });
    Expression amount = load != atoms->end() ? std::move(load->expression) : Expression::Opaque(r.SpanOf(i, i));
    if (load != atoms->end()) {
      if (static_cast<size_t>(load - atoms->begin()) < infection) --infection;
      atoms->erase(load);
    }
    Atom& atom = (*atoms)[infection];
    ConditionLeaf alone = *InfectionOf(atom, virus);
    std::vector<std::string> others = alone.conditions;
    std::erase(others, virus.illness);
    alone.conditions = {std::string(virus.illness)};
    Atom both = atom;
    both.expression = Expression::All(Expression::OfLeaf(std::move(alone), atom.expression.span, "condition.viral_load"), std::move(amount));
    both.last = std::max(both.last, i);
    if (others.empty()) {
      atom = std::move(both);
    } else {
      InfectionOf(atom, virus)->conditions = std::move(others);
      atoms->insert(atoms->begin() + static_cast<std::ptrdiff_t>(infection) + 1, std::move(both));
    }
  }
}

}  // namespace

void BindViralLoads(const Reading& r, std::vector<Atom>* atoms) {
  for (const Virus& virus : kViruses) {
    const WordPattern words[] = {virus.word};
    if (r.MayHoldWord(words)) Bind(r, virus, atoms);
  }
}

}  // namespace trialmatch::rules
