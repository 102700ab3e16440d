#include "rules/parse/statement_list.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/scope.h"

namespace trialmatch::rules {

bool DeniesBrain(const Expression& e) {
  if (e.kind == Expression::Kind::kNot && e.children[0].kind == Expression::Kind::kLeaf && std::holds_alternative<BrainLeaf>(*e.children[0].leaf)) return true;
  return std::any_of(e.children.begin(), e.children.end(), DeniesBrain);
}

Statement Unread(const Reading& r, Clause sentence, Section section) {
  Statement s;
  s.mood = section == Section::kExclusion ? Mood::kProhibits : Mood::kRequires;
  s.span = r.SpanOf(sentence.begin, sentence.end - 1);
  s.content = Expression::Opaque(s.span);
  return s;
}

bool IsForPart(const Reading& r, Clause sentence) {
  const ScopeLabel label = ReadScopeLabel(r, sentence.begin, sentence.end, LabelPlace::kItemStart);
  return !label.empty() && !label.step && label.end_item < sentence.end && r.IsMark(label.end_item - 1, ':') && !r.at(sentence.begin).lead;
}

int PartBehindColon(const Reading& r, Clause sentence) {
  for (int i = sentence.begin + 1; i + 2 < sentence.end; ++i) {
    if (r.IsMark(i, ':') && IsForPart(r, {i + 1, sentence.end})) return i + 1;
  }
  return -1;
}

void JoinAlternatives(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  for (size_t last = sentences.size(); last-- > 1;) {
    if (!r.Is(sentences[last].begin, Cue::kOr)) continue;
    size_t first = last;
    while (first > 0 && r.IsMark(sentences[first].begin - 1, ';') && sentences[first - 1].end == sentences[first].begin - 1) --first;
    const size_t begin = from[first], end = from[last + 1];
    const bool list = end > begin + 1 && std::all_of(statements->begin() + static_cast<std::ptrdiff_t>(begin), statements->begin() + static_cast<std::ptrdiff_t>(end), [](const Statement& s) {
      return !s.empty && !s.logistics && s.mood == Mood::kRequires && !s.mood_from_words && (s.topic == Topic::kDisease || s.topic == Topic::kBiomarker);
    });
    if (!list) continue;
    Statement& one = (*statements)[begin];
    std::vector<Expression> any;
    for (size_t i = begin; i < end; ++i) {
      Statement& s = (*statements)[i];
      any.push_back(std::move(s.content));
      if (s.understood != Understood::kFull) one.understood = Understood::kPartial;
      if (s.topic == Topic::kBiomarker) one.topic = s.topic;
      if (i > begin) s.empty = true, s.content = Expression::Always(s.span, "nothing_said");
    }
    one.content = Expression::Any(std::move(any));
    return;
  }
}

void MarkReason(Reading& r, Clause sentence) {
  int depth = 0;
  for (int i = sentence.begin + 2; i + 2 < sentence.end; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (depth != 0 || !r.IsMark(i - 1, ',') || !r.WordIsAny(i, {"as", "because"}) || !r.WordIsAny(i + 1, {"these", "such", "those", "they"})) continue;
    for (int k = i; k < sentence.end; ++k) r.at(k).aside = r.at(k).used = true;
    return;
  }
}

}  // namespace trialmatch::rules
