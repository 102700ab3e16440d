#include "rules/parse/lettered_ways.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace trialmatch::rules {
namespace {

// Which of "(a)", "(b)" or "(1)", "(2)" opens at item `i`, from 1; 0: none does.
int LetterAt(const Reading& r, int i) {
  if (!r.IsMark(i, '(') || !r.IsMark(i + 2, ')')) return 0;
  if (r.IsNumber(i + 1)) return r.at(i + 1).number >= 1 && r.at(i + 1).number <= 9 ? static_cast<int>(r.at(i + 1).number) : 0;
  const std::string_view word = r.Word(i + 1);
  return word.size() == 1 && word[0] >= 'a' && word[0] <= 'h' ? word[0] - 'a' + 1 : 0;
}

// Where the first of what the expression holds stands.
uint32_t LeftmostBegin(const Expression& e) {
  uint32_t first = e.span.begin;
  for (size_t k = 0; k < e.children.size(); ++k) {
    const uint32_t of_child = LeftmostBegin(e.children[k]);
    first = k == 0 && e.span.end == e.span.begin ? of_child : std::min(first, of_child);
  }
  return first;
}

}  // namespace

int LetteredWaysAt(const Reading& r, Clause sentence) {
  if (!r.MayHoldMark("(") || !r.MayHoldCue({Cue::kOr})) return -1;
  int next = 1, first = -1;
  bool joined = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead || LetterAt(r, i) != next) continue;
    joined = joined || (next > 1 && r.Is(i - 1, Cue::kOr));
    if (next == 1) first = i;
    ++next;
  }
  return joined ? first : -1;
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

void LeaveWaysOpen(const Reading& r, int at, Statement* statement) {
  if (statement->mood != Mood::kRequires || statement->content.kind != Expression::Kind::kAll) return;
  const uint32_t from = r.SpanOf(at, at).begin;
  std::vector<Expression> before, ways;
  for (Expression& one : statement->content.children) (LeftmostBegin(one) < from ? before : ways).push_back(std::move(one));
  // "(a) standard therapy failed, (b) there is none": several ways are read as one.
  const bool one_leaf = ways.size() == 1 && ways[0].kind == Expression::Kind::kLeaf && std::holds_alternative<StandardTherapyLeaf>(*ways[0].leaf.get());
  if (one_leaf) {
    before.push_back(std::move(ways[0]));
  } else {
    before.push_back(ways.empty() ? Expression::Opaque(statement->span) : Expression::Any(Expression::All(std::move(ways)), Expression::Opaque(statement->span)));
    statement->understood = Understood::kPartial;
  }
  statement->content = Expression::All(std::move(before));
}

}  // namespace trialmatch::rules
