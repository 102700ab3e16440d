#include "rules/parse/numbered_conditions.h"

#include <utility>

#include "rules/parse/part.h"
#include "rules/parse/residue.h"
#include "rules/parse/statement_list.h"

namespace trialmatch::rules {
namespace {

bool IsNumbered(const Reading& r, int i, int number) { return r.IsNumber(i) && r.at(i).number == number && r.Word(i).size() == 1 && r.IsMark(i + 1, ')') && !r.IsComparison(i - 1); }

// What stands behind each number, without what joins them.
Clauses NumberedFrom(const Reading& r, int first, int end) {
  Clauses pieces;
  for (int i = first, number = 1; i < end; ++i) {
    if (!IsNumbered(r, i, number)) continue;
    pieces.push_back({i + 2, end});
    if (++number > 9) break;
    int next = i + 2;
    while (next < end && !IsNumbered(r, next, number)) ++next;
    i = next - 1;
    int& last = pieces.back().end;
    last = next;
    while (last > pieces.back().begin && (r.IsAnyMark(last - 1, "(,;.") || r.IsAny(last - 1, {Cue::kAnd, Cue::kOr}))) --last;
  }
  return pieces;
}

// One of the conditions, of the people who are told before.
Statement OfThese(Reading& r, const Expression& people, Clause piece) {
  std::vector<Statement> read;
  ReadSentence(r, piece, Section::kExclusion, &read);
  Statement one = read.size() == 1 && read[0].mood == Mood::kProhibits && !read[0].empty && !read[0].logistics ? std::move(read[0]) : Unread(r, piece, Section::kExclusion);
  if (one.understood != Understood::kFull && one.content.kind != Expression::Kind::kOpaque) one.content = Expression::All(std::move(one.content), Expression::Opaque(one.span));
  if (one.understood == Understood::kNone) one.understood = Understood::kPartial;
  one.content = Expression::All(people, std::move(one.content));
  return one;
}

}  // namespace

bool ReadNumberedConditions(Reading& r, Clause sentence, std::vector<Statement>* out) {
  if (!r.MayHoldCue({Cue::kExcluded, Cue::kMustNot}) || !r.MayHoldMark(")")) return false;
  const int excluded = r.FindCue(sentence.begin, sentence.end, {Cue::kExcluded, Cue::kMustNot});
  if (excluded <= sentence.begin || !r.Is(excluded + 1, Cue::kIf)) return false;
  int first = excluded + 2;
  while (first < sentence.end && (r.IsAny(first, {Cue::kFiller, Cue::kAnyOf}) || r.IsAnyMark(first, ":("))) ++first;
  if (!IsNumbered(r, first, 1)) return false;
  const Clauses pieces = NumberedFrom(r, first, sentence.end);
  if (pieces.size() < 2) return false;
  const Part people = ReadPart(r, {sentence.begin, excluded}, Mood::kPermits);
  if (!people.found || ResidueOf(r, sentence.begin, excluded).unread > 0) return false;
  r.UseRange(excluded, first + 1);
  for (const Clause piece : pieces) out->push_back(OfThese(r, people.content, piece));
  return true;
}

}  // namespace trialmatch::rules
