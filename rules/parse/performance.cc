#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// Words that may stand between the name of the scale and its bound.
bool Passes(const Reading& r, int i) {
  return r.Is(i, Cue::kFiller) || r.Is(i, Cue::kPerformanceStatus) || r.Is(i, Cue::kEcog) || r.Is(i, Cue::kStatus) || r.Is(i, Cue::kGrade) ||
         r.Is(i, Cue::kBefore) || r.Is(i, Cue::kMust) || r.Is(i, Cue::kWith) || r.IsMark(i, '(') || r.IsMark(i, ')') || r.IsMark(i, ':') ||
         r.IsMark(i, ',') || r.IsMark(i, '-') || r.Is(i, Cue::kAnd) || r.WordIs(i, "ps") || r.WordIs(i, "scale") || r.WordIs(i, "score") ||
         r.WordIs(i, "group") || r.Is(i, Cue::kKarnofsky) || r.Is(i, Cue::kOr) || r.WordIs(i, "oncology");
}

}  // namespace

void ReadPerformance(Reading& r, Clause clause, Atoms& atoms) {
  int previous = -1;   // index of the previous scale's atom in this clause
  for (int i = clause.begin; i < clause.end; ++i) {
    bool ecog = r.Is(i, Cue::kEcog), karnofsky = r.Is(i, Cue::kKarnofsky), lansky = r.Is(i, Cue::kLansky);
    bool bare = r.Is(i, Cue::kPerformanceStatus);
    if ((!ecog && !karnofsky && !lansky && !bare) || r.at(i).used) continue;
    int k = i + 1;
    std::optional<BoundReading> bound;
    for (; k < clause.end && k <= i + 10; ++k) {
      if (karnofsky == false && lansky == false && r.Is(k, Cue::kKarnofsky)) {
        karnofsky = true;   // "performance status (Karnofsky) >= 70"
        continue;
      }
      bound = ReadBound(r, k, clause.end);
      if (bound) break;
      if (!Passes(r, k)) break;
    }
    if (!bound) continue;
    const base::Bounds& b = bound->bounds;
    double largest = b.high ? *b.high : (b.low ? *b.low : 0);
    CompareLeaf leaf;
    leaf.quantity = largest >= 10 ? (lansky ? "lansky" : "karnofsky") : "ecog";
    leaf.bounds = b;
    if (leaf.quantity == "ecog" && largest > 5) continue;
    // "Karnofsky 70 %" alone is a lower bound; "0-2" and "0 or 1" are what they say.
    if (leaf.quantity != "ecog" && !bound->has_comparison && b.low == b.high) leaf.bounds.high.reset();
    int last = bound->last;
    while (last + 1 < clause.end && r.IsMark(last + 1, '%')) ++last;
    Atom atom;
    atom.first = i;
    atom.last = last;
    atom.topic = Topic::kPerformance;
    atom.negated = DeniedBefore(r, clause, i);
    atom.expression = Expression::OfLeaf(leaf, r.SpanOf(i, last), "performance." + leaf.quantity);
    r.UseRange(i, last);
    // Two scales in one clause tell the same thing twice: "ECOG 0-2 (Karnofsky >= 60 %)".
    if (previous >= 0 && !atom.negated) {
      Atom& first = atoms[static_cast<size_t>(previous)];
      first.expression = Expression::Any({first.expression, atom.expression});
      first.last = last;
      continue;
    }
    previous = static_cast<int>(atoms.size());
    atoms.push_back(atom);
    i = last;
  }
}

}  // namespace trialmatch::rules
