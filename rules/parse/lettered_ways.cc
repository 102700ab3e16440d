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

void LeaveWaysOpen(Statement* statement) {
  if (statement->mood != Mood::kRequires || statement->content.kind != Expression::Kind::kAll) return;
  statement->content = Expression::Any(std::move(statement->content), Expression::Opaque(statement->span));
  statement->understood = Understood::kPartial;
}

}  // namespace trialmatch::rules
