#include "rules/parse/therapy/excepted_washout.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_permission.h"

namespace trialmatch::rules {
namespace {

// Of a therapy with a time, on what its own atom says of it.
const TreatmentLeaf* TimedTherapy(const Atom& atom) {
  const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom.expression.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->window.within && !atom.negated && leaf->quantifier == TreatmentLeaf::Quantifier::kAny ? leaf : nullptr;
}

// The therapies of the parts behind a semicolon at `from` that have a time, up to the end of the sentence.
std::vector<TreatmentLeaf> TimedBehind(const Reading& r, int from) {
  std::vector<TreatmentLeaf> out;
  for (int i = from; i < r.size() && r.IsMark(i, ';');) {
    int end = i + 1;
    while (end < r.size() && !r.IsAnyMark(end, ";.")) ++end;
    const bool timed = HasCue(r, i, end, {Cue::kWithin}) && HasCue(r, i, end, kLengths);
    for (int k = i + 1; k < end && timed; ++k) {
      const Entry* therapy = TherapyAt(r, k);
      if (therapy == nullptr) continue;
      TreatmentLeaf leaf;
      leaf.what = {therapy->id};
      if (r.WordIs(k - 1, "oral")) leaf.said = {"oral"};
      out.push_back(std::move(leaf));
    }
    i = end;
  }
  return out;
}

bool HoldsFact(const Expression& e, std::string_view fact) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<FactLeaf>(e.leaf.get()) : nullptr;
  return (leaf != nullptr && leaf->fact == fact) || std::any_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return HoldsFact(child, fact); });
}

// "Chemotherapy or surgery within 4 weeks, except surgery for a biopsy 1 week ago": of the surgery alone it is open which.
Expression UnclearOf(const Lexicon& lexicon, const std::vector<std::string>& same, Expression main,
                     base::Span except) {
  std::optional<Expression> others = SplitOthersOff(lexicon, same, &main);
  Expression some = Expression::All(std::move(main), Expression::Opaque(except));
  return others ? Expression::Any(*std::move(others), std::move(some)) : std::move(some);
}

}  // namespace

std::optional<Expression> SomeOfExcepted(const TreatmentLeaf& excepted, const Window& window,
                                         base::Span forbidden, base::Span exception) {
  if (excepted.said.empty()) return std::nullopt;
  TreatmentLeaf lately;
  lately.what = excepted.what;
  lately.window = window;
  return Expression::All(Expression::OfLeaf(std::move(lately), forbidden, "treatment.excepted"),
                         Expression::Opaque(exception));
}

void ExceptPartOfOwnTime(Reading& r, Clause clause, int second, size_t from, size_t behind,
                         Atoms& atoms) {
  const int except = FindCue(r, second, std::min(clause.end, second + 2), {Cue::kExcept});
  if (except < 0 || behind <= from || atoms.size() <= behind) return;
  std::vector<TreatmentLeaf> own = TimedBehind(r, clause.end);
  for (size_t k = behind; k < atoms.size(); ++k) {
    const TreatmentLeaf* leaf = TimedTherapy(atoms[k]);
    if (leaf == nullptr) return;
    own.push_back(*leaf);
  }
  for (size_t k = from; k < behind; ++k) {
    if (TimedTherapy(atoms[k]) != nullptr) continue;
    // "Systemic therapy or radiation within 4 weeks, except palliative radiation more than 1 week ago": the purpose is excepted already.
    if (HoldsFact(atoms[k].expression, "palliative_radiation") && own.size() == 1 && r.lexicon().DrugIsA(own[0].what[0], "radiation")) r.Use(except);
    return;
  }
  for (size_t k = from; k < behind; ++k) {
    Expression& main = atoms[k].expression;
    const Window window = TimedTherapy(atoms[k])->window;
    std::vector<Expression> some;
    std::vector<std::string> unclear;
    for (const TreatmentLeaf& one : own) {
      auto& of = std::get<TreatmentLeaf>(*main.leaf);
      const size_t before = unclear.size();
      std::copy_if(one.what.begin(), one.what.end(), std::back_inserter(unclear),
                   [&](const std::string& id) {
                     return std::find(of.what.begin(), of.what.end(), id) != of.what.end();
                   });
      if (unclear.size() > before) continue;
      of.except.insert(of.except.end(), one.what.begin(), one.what.end());
      if (std::optional<Expression> lately =
              SomeOfExcepted(one, window, main.span, r.SpanOf(except, except)))
        some.push_back(*std::move(lately));
    }
    if (!unclear.empty())
      main = UnclearOf(r.lexicon(), unclear, std::move(main), r.SpanOf(except, except));
    if (some.empty()) continue;
    some.insert(some.begin(), std::move(main));
    main = Expression::Any(std::move(some));
  }
  r.Use(except);
}

}  // namespace trialmatch::rules
