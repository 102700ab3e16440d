#include "rules/parse/therapy/limited_exception.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/numbers.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_windows.h"

namespace trialmatch::rules {
namespace {

std::vector<int> TherapiesIn(const Reading& r, int begin, int end) {
  std::vector<int> found;
  for (int i = begin; i < end; ++i) {
    if (TherapyAt(r, i) != nullptr) found.push_back(i);
  }
  return found;
}

bool Denies(const Reading& r, Clause clause, int except, Mood mood) {
  return mood == Mood::kProhibits ||
         HasCue(r, clause.begin, except,
                {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kMustNot});
}

bool SaysItEnded(const Reading& r, int from, int to) {
  for (int i = from; i < to; ++i) {
    if (r.WordContains(i, {"complet", "stopped", "discontinued", "ended", "finished"}) ||
        r.Is(i, Cue::kLastDose))
      return true;
  }
  return false;
}

// The excepted therapy past its limit: "more than one cycle", "within 4 weeks". False where it has
// no limit.
bool ReadLimit(const Reading& r, int therapy, LimitedException* out) {
  if (auto cycles = CyclesBetween(r, out->at + 1, therapy)) {
    out->beyond.quantifier = TreatmentLeaf::Quantifier::kCycles;
    out->beyond.count = base::Bounds{.low = *cycles + 1.0};
    return true;
  }
  const std::optional<WindowReading> window = FindWindow(r, out->words, out->at + 1);
  if (window && window->window.no_more_than) {
    out->open = true;
    return true;
  }
  if (window && window->window.at_least && !window->window.half_lives &&
      SaysItEnded(r, therapy + 1, window->last)) {
    out->beyond.window.within = window->window.at_least;
    return true;
  }
  // "Up to 6 weeks of", "for at most 6 weeks".
  for (int i = out->at + 1; i + 1 < out->words.end; ++i) {
    const bool length = r.Is(i, Cue::kAtMost) && ReadDuration(r, i + 1, out->words.end);
    if (length) return out->open = true;
  }
  return false;
}

bool Names(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

std::optional<LimitedException> FindLimitedException(const Reading& r, Clause clause, Mood mood) {
  LimitedException out;
  out.at = r.FindCue(clause.begin, clause.end, {Cue::kExcept});
  if (out.at <= clause.begin || r.at(out.at).lead || r.at(out.at).used ||
      !Denies(r, clause, out.at, mood))
    return std::nullopt;
  out.words = {out.at, clause.end};
  const std::vector<int> denied = TherapiesIn(r, clause.begin, out.at),
                         excepted = TherapiesIn(r, out.at + 1, clause.end);
  if (denied.empty() || excepted.size() != 1 || FindWindow(r, {clause.begin, out.at}, clause.begin))
    return std::nullopt;
  const std::string& id = TherapyAt(r, excepted[0])->id;
  const bool part = std::any_of(denied.begin(), denied.end(), [&](int i) {
    return r.lexicon().DrugIsA(id, TherapyAt(r, i)->id);
  });
  out.beyond.what = {id};
  if (!part || !ReadLimit(r, excepted[0], &out)) return std::nullopt;
  return out;
}

void ExceptUpToLimit(Reading& r, const LimitedException& exception, size_t from, Atoms& atoms) {
  const base::Span span = r.SpanOf(exception.words.begin, exception.words.end - 1);
  bool excepted = false;
  for (size_t k = from; k < atoms.size(); ++k) {
    Expression& main = atoms[k].expression;
    auto* leaf = main.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(main.leaf.get())
                                                      : nullptr;
    if (leaf == nullptr || leaf->quantifier != TreatmentLeaf::Quantifier::kAny ||
        Names(leaf->except, exception.beyond.what[0]))
      continue;
    TreatmentLeaf beyond = exception.beyond;
    beyond.intents = leaf->intents;
    beyond.except_intents = leaf->except_intents;
    // "Chemotherapy or radiation, except one cycle of chemotherapy": one of the list.
    if (std::erase(leaf->what, beyond.what[0]) == 0) leaf->except.push_back(beyond.what[0]);
    const bool others = !leaf->what.empty();
    Expression some = Expression::OfLeaf(std::move(beyond), span, "treatment.past_limit");
    if (exception.open) some = Expression::All(std::move(some), Expression::Opaque(span));
    main = others ? Expression::Any(std::move(main), std::move(some)) : std::move(some);
    excepted = true;
  }
  if (!excepted) return;
  for (int i = exception.words.begin; i < exception.words.end; ++i) {
    if (!r.IsKind(i, Item::Kind::kMark)) r.Use(i);
  }
}

std::optional<int> CyclesBetween(const Reading& r, int begin, int therapy) {
  for (int i = begin; i < therapy; ++i) {
    if (!r.Is(i, Cue::kCycle)) continue;
    for (int k = i - 1; k > begin - 1 && k >= i - 3; --k) {
      if (auto count = ReadCount(r, k)) return count;
      if (r.WordIsAny(k, {"one", "a", "a single", "single", "one single"})) return 1;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

void LetInFewCycles(Atom* denied) {
  const auto* leaf = denied->expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(denied->expression.leaf.get()) : nullptr;
  if (!denied->negated || leaf == nullptr || leaf->quantifier != TreatmentLeaf::Quantifier::kCycles || !leaf->count || leaf->count->low || !leaf->count->high) return;
  TreatmentLeaf any = *leaf;
  any.quantifier = TreatmentLeaf::Quantifier::kAny;
  any.count.reset();
  Expression none = Expression::Not(Expression::OfLeaf(std::move(any), denied->expression.span, "treatment.none"));
  denied->expression = Expression::Any(std::move(none), std::move(denied->expression));
  denied->negated = false;
}

void CountPastException(const Reading& r, int from, int count_at, base::Bounds* cycles) {
  if (r.FindCue(from, count_at, {Cue::kExcept}) < 0) return;
  const double most = cycles->high.value_or(cycles->low.value_or(0));
  *cycles = {.low = most + 1};
}

}  // namespace trialmatch::rules
