#include "rules/parse/lettered_ways.h"

#include <utility>

namespace trialmatch::rules {
namespace {

// Which of "(a)", "(b)" or "(1)", "(2)" opens at item `i`, from 1; 0: none does.
int LetterAt(const Reading& r, int i) {
  if (!r.IsMark(i, '(') || !r.IsMark(i + 2, ')')) return 0;
  if (r.IsNumber(i + 1)) return r.at(i + 1).number >= 1 && r.at(i + 1).number <= 9 ? static_cast<int>(r.at(i + 1).number) : 0;
  const std::string_view word = r.Word(i + 1);
  return word.size() == 1 && word[0] >= 'a' && word[0] <= 'h' ? word[0] - 'a' + 1 : 0;
}

}  // namespace

bool HoldsLetteredWays(const Reading& r, Clause sentence) {
  if (!r.MayHoldMark("(") || !r.MayHoldCue({Cue::kOr})) return false;
  int next = 1;
  bool joined = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead || LetterAt(r, i) != next) continue;
    joined = joined || (next > 1 && r.Is(i - 1, Cue::kOr));
    ++next;
  }
  return joined;
}

int BehindLetterOfItem(const Reading& r, Clause sentence) {
  int i = sentence.begin;
  while (i < sentence.end && r.at(i).lead) ++i;
  const bool one = r.Is(i, Cue::kFor) && LetterAt(r, i + 1) > 0 && r.IsMark(i + 4, ':');
  return one && i + 5 < sentence.end ? i + 5 : -1;
}

bool TakesOtherTumours(const Reading& r, Clause sentence) {
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark))) ++i;
  if (!r.WordIsAny(i, {"other"}) && !r.WordStarts(i, {"other "})) return false;
  for (; i + 3 < sentence.end; ++i) {
    if (r.IsMark(i, '(') && r.Is(i + 1, Cue::kNot) && r.IsTerm(i + 2, TermKind::kDisease) && r.IsMark(i + 3, ')')) return true;
  }
  return false;
}

void LeaveWaysOpen(Statement* statement) {
  if (statement->mood != Mood::kRequires || statement->content.kind != Expression::Kind::kAll) return;
  statement->content = Expression::Any(std::move(statement->content), Expression::Opaque(statement->span));
  statement->understood = Understood::kPartial;
}

}  // namespace trialmatch::rules
