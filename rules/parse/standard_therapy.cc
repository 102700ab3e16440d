#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// "Treated according to standard of care", "as per local standard of care": how, not with what.
bool TellsOnlyHow(const Reading& r, int i) {
  // "A standard-of-care CT".
  if (const Entry* plain = r.Find(i + 1, TermKind::kPlain); plain != nullptr && (plain->id == "imaging" || plain->id == "heart_tests")) return true;
  if (r.WordStarts(i + 1, {"biops", "imaging", "scan", "test"})) return true;
  while (r.Is(i - 1, Cue::kFiller)) --i;
  return r.WordIsAny(i - 1, {"according to", "per", "as per", "in accordance with", "in line with",
                             "consistent with", "as part of", "following"});
}

}  // namespace

void ReadStandardTherapy(Reading& r, Clause clause, Atoms& atoms) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kStandardTherapy) || r.at(i).used || TellsOnlyHow(r, i)) continue;
    bool failed = HasCue(r, clause.begin, clause.end, {Cue::kProgressed, Cue::kIntolerant}) ||
                  HasCue(r, clause.begin, i, {Cue::kPrior});
    bool exhausted = HasCue(r, clause.begin, clause.end, {Cue::kExhausted});
    int gone = FindCue(r, clause.begin, clause.end, {Cue::kNotExist, Cue::kNotCandidate});
    bool no_before = DeniedBefore(r, clause, i);
    for (int k = std::max(clause.begin, i - 4); k < i; ++k) {
      if (!r.Is(k, Cue::kMustNot) || !r.WordContains(k, {" no"}) || r.WordContains(k, {" not"})) continue;
      no_before = true;
      r.Use(k);
    }
    bool unavailable = gone >= 0 || no_before;
    if (!failed && !exhausted && !unavailable) continue;
    StandardTherapyLeaf leaf;
    if (exhausted && !unavailable) leaf.kind = StandardTherapyLeaf::Kind::kExhausted;
    else if (failed && unavailable) leaf.kind = StandardTherapyLeaf::Kind::kFailedOrUnavailable;
    else if (exhausted || unavailable) leaf.kind = StandardTherapyLeaf::Kind::kUnavailable;
    else leaf.kind = StandardTherapyLeaf::Kind::kFailed;
    int first = i, last = i;
    for (int k = clause.begin; k < clause.end; ++k) {
      const auto& cue = r.at(k).cue;
      if (!cue) continue;
      switch (*cue) {
        case Cue::kStandardTherapy: case Cue::kProgressed: case Cue::kIntolerant: case Cue::kExhausted: case Cue::kNotExist: case Cue::kNo:
        case Cue::kNot: case Cue::kWithout: case Cue::kPrior: case Cue::kNotCandidate: case Cue::kNaive:
          first = std::min(first, k);
          last = std::max(last, k);
          r.Use(k);
          break;
        default: break;
      }
    }
    Atom atom;
    atom.first = first;
    atom.last = last;
    atom.topic = Topic::kLineOfTherapy;
    atom.expression = Expression::OfLeaf(leaf, r.SpanOf(first, last), "standard_therapy");
    atoms.push_back(std::move(atom));
    return;   // one statement a clause: its words speak of the same therapy
  }
}

}  // namespace trialmatch::rules
