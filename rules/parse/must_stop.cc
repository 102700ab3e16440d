#include "rules/parse/must_stop.h"

#include <algorithm>
#include <utility>

#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

// "Discontinue", "be tapered off".
bool IsStop(const Reading& r, int i) {
  return r.WordStarts(i, {"stop", "be stop", "discontinu", "be discontinu", "cease", "taper",
                          "be taper", "withdraw", "be withdrawn", "be weaned", "come off"});
}

// What carries the demand, or names the drugs again.
bool PassesBehindStop(const Reading& r, int i) {
  return IsStop(r, i) || r.IsAnyMark(i, ".,;()") || r.Find(i, TermKind::kPlain) != nullptr ||
         r.IsAny(i, {Cue::kFiller, Cue::kBefore, Cue::kReference, Cue::kInhibitor, Cue::kPrior,
                     Cue::kAtLeast, Cue::kOngoing}) ||
         r.WordIsAny(i, {"be",      "them",   "it",     "these",      "this",        "such",
                         "use",     "their",  "its",    "off",        "of",          "drug",
                         "drugs",   "agent",  "agents", "medication", "medications", "treatment",
                         "therapy", "taking", "using",  "from"});
}

// Bounds each of the therapies; false for anything but therapies that are taken.
bool Bound(const std::optional<base::Duration>& within, Expression* e) {
  if (e->kind == Expression::Kind::kAny) {
    return std::all_of(e->children.begin(), e->children.end(),
                       [&](Expression& child) { return Bound(within, &child); });
  }
  auto* leaf =
      e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->quantifier != TreatmentLeaf::Quantifier::kAny ||
      !leaf->window.empty() || !leaf->ongoing.value_or(false) ||
      leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome)
    return false;
  if (within) {
    leaf->ongoing.reset();
    leaf->window.within = within;
  }
  return true;
}

}  // namespace

std::optional<Expression> MustStop(Reading& r, const Part& who, Clause behind) {
  constexpr int kNear = 3;  // items
  if (!who.found) return std::nullopt;
  bool stops = false;
  for (int i = behind.begin; i < std::min(behind.end, behind.begin + kNear); ++i)
    stops = stops || IsStop(r, i);
  if (!stops) return std::nullopt;
  std::optional<base::Duration> within;
  for (int i = behind.begin; i < behind.end; ++i) {
    const auto duration = within ? std::nullopt : ReadDuration(r, i, behind.end);
    if (duration) {
      within = duration->duration;
      i = duration->last;
    } else if (!PassesBehindStop(r, i)) {
      return std::nullopt;
    }
  }
  Expression taken = who.content;
  if (!Bound(within, &taken)) return std::nullopt;
  r.UseRange(behind.begin, behind.end - 1);
  return Expression::Not(std::move(taken));
}

}  // namespace trialmatch::rules
