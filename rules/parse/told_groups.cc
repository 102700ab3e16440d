#include "rules/parse/told_groups.h"

#include <algorithm>
#include <utility>

#include "rules/parse/layout/part_name.h"

namespace trialmatch::rules {
namespace {

bool TellsGroup(const Reading& r, Clause sentence) {
  constexpr int kLongest = 4;   // items behind the number
  int number = 0;
  if (PartWord(r.Word(sentence.begin)).empty() || PartNumber(r, sentence.begin + 1, &number).empty()) return false;
  bool takes = false;
  for (int i = number + 1; i < std::min(sentence.end, number + 1 + kLongest); ++i) {
    if (r.IsAnyMark(i, ":,")) return false;
    takes = takes || r.Is(i, Cue::kIncluding) || r.WordStarts(i, {"includ", "consist", "compris", "enrol", "recruit", "will includ", "will consist", "will compris", "will enrol", "will recruit", "is for"});
    if (takes && r.WordStarts(i, {"patient", "those"})) return true;
  }
  return false;
}

Expression WayOf(std::vector<Statement>* statements, size_t begin, size_t end, base::Span span, bool* full) {
  std::vector<Expression> all;
  for (size_t i = begin; i < end; ++i) {
    Statement& s = (*statements)[i];
    *full = *full && s.understood == Understood::kFull && s.mood == Mood::kRequires;
    if (!s.empty && s.mood == Mood::kRequires) all.push_back(std::move(s.content));
    s.empty = true;
    s.content = Expression::Always(s.span, "nothing_said");
  }
  return all.empty() ? Expression::Opaque(span) : all.size() == 1 ? std::move(all[0]) : Expression::All(std::move(all));
}

}  // namespace

void JoinToldGroups(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  std::vector<size_t> groups;
  for (size_t k = 0; k < sentences.size(); ++k) {
    if (from[k] < from[k + 1] && TellsGroup(r, sentences[k])) groups.push_back(k);
  }
  if (groups.size() < 2) return;
  const auto first = static_cast<std::ptrdiff_t>(from[groups[0]]);
  Statement joined = (*statements)[static_cast<size_t>(first)];
  std::vector<Expression> ways;
  bool full = true;
  for (const size_t k : groups) ways.push_back(WayOf(statements, from[k], from[k + 1], r.SpanOf(sentences[k].begin, sentences[k].end - 1), &full));
  joined.mood = Mood::kRequires;
  joined.empty = joined.logistics = false;
  joined.content = Expression::Any(std::move(ways));
  joined.understood = full ? Understood::kFull : Understood::kPartial;
  (*statements)[static_cast<size_t>(first)] = std::move(joined);
}

}  // namespace trialmatch::rules
