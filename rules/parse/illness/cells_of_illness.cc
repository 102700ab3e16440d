#include "rules/parse/illness/cells_of_illness.h"

#include <utility>
#include <vector>

#include "rules/parse/exceptions.h"
#include "rules/parse/part.h"

namespace trialmatch::rules {
namespace {

bool IsCells(const Reading& r, int i) {
  const Entry* lab = r.Find(i, TermKind::kLab);
  return lab != nullptr && lab->id == "cd4";
}

// The clause between its commas and "and", without the words that only open a piece.
Clauses Pieces(const Reading& r, Clause clause) {
  Clauses out;
  int from = clause.begin;
  for (int i = clause.begin; i <= clause.end; ++i) {
    const bool joint = i == clause.end || r.IsAnyMark(i, ",;") || r.Is(i, Cue::kAnd);
    if (!joint) continue;
    while (from < i &&
           (r.IsAny(from, {Cue::kFiller, Cue::kWith, Cue::kMust}) || r.IsAnyMark(from, ".)(")))
      ++from;
    int to = i;
    while (to > from && r.IsAnyMark(to - 1, ".;")) --to;
    if (from < to) out.push_back({from, to});
    from = i + 1;
  }
  return out;
}

}  // namespace

std::optional<Expression> HowIllnessAndCellsAre(Reading& r, Clause clause, const Expression& has) {
  int cells = clause.begin;
  while (cells < clause.end && !IsCells(r, cells)) ++cells;
  if (cells >= clause.end || !OnlyIllnesses(has)) return std::nullopt;
  std::vector<Expression> all;
  for (const Clause piece : Pieces(r, clause)) {
    bool counts = false;
    for (int i = piece.begin; i < piece.end; ++i) counts = counts || IsCells(r, i);
    if (!counts) {
      std::optional<Expression> how = HowIllnessIs(r, piece, has);
      if (!how) return std::nullopt;
      all.push_back(*std::move(how));
      continue;
    }
    Part part = ReadPart(r, piece, Mood::kPermits);
    const auto* leaf = part.found && part.content.kind == Expression::Kind::kLeaf
                           ? std::get_if<CompareLeaf>(part.content.leaf.get())
                           : nullptr;
    if (leaf == nullptr || leaf->quantity != "cd4") return std::nullopt;
    all.push_back(std::move(part.content));
  }
  r.UseRange(clause.begin, clause.end - 1);
  return all.size() == 1 ? std::move(all.front()) : Expression::All(std::move(all));
}

}  // namespace trialmatch::rules
