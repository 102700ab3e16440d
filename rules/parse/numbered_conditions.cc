#include "rules/parse/numbered_conditions.h"

#include <algorithm>
#include <iterator>
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

// What is told of the same people: of their metastases, a value, an illness or steroids. Another
// therapy may have been of something else.
bool IsOfThese(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return std::all_of(e.children.begin(), e.children.end(), IsOfThese);
  const auto* therapy = std::get_if<TreatmentLeaf>(e.leaf.get());
  return (therapy == nullptr || therapy->what == std::vector<std::string>{"corticosteroid"}) && !std::holds_alternative<MarkerLeaf>(*e.leaf);
}

bool IsOfBrain(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf && std::holds_alternative<BrainLeaf>(*e.leaf);
}

// "1) ... and 2) ...", "both of the following": together.
bool IsOfBoth(const Reading& r, Clause sentence, const Clauses& pieces) {
  const bool joined = pieces.size() == 2 && r.FindCue(pieces[0].end, pieces[1].begin, {Cue::kAnd}) >= 0;
  bool both = false;
  for (int i = sentence.begin; i < pieces[0].begin; ++i) both = both || r.WordContains(i, {"both"});
  return joined || both;
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
  if (pieces.size() < 2 || IsOfBoth(r, sentence, pieces)) return false;
  const std::vector<Item> before(r.items().begin() + sentence.begin, r.items().begin() + sentence.end);
  const auto give_up = [&] {
    for (int i = sentence.begin; i < sentence.end; ++i) r.at(i) = before[static_cast<size_t>(i - sentence.begin)];
    return false;
  };
  const Part people = ReadPart(r, {sentence.begin, excluded}, Mood::kPermits);
  if (!people.found || !IsOfBrain(people.content) || ResidueOf(r, sentence.begin, excluded).unread > 0) return give_up();
  std::vector<Statement> conditions;
  for (const Clause piece : pieces) conditions.push_back(OfThese(r, people.content, piece));
  const bool all = std::all_of(conditions.begin(), conditions.end(), [](const Statement& one) { return IsOfThese(one.content); });
  if (!all) return give_up();
  r.UseRange(excluded, first + 1);
  std::move(conditions.begin(), conditions.end(), std::back_inserter(*out));
  return true;
}

}  // namespace trialmatch::rules
