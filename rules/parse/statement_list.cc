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
  if (!r.MayHoldMark(":")) return false;
  const ScopeLabel label = ReadScopeLabel(r, sentence.begin, sentence.end, LabelPlace::kItemStart);
  return !label.empty() && !label.step && label.end_item < sentence.end && r.IsMark(label.end_item - 1, ':') && !r.at(sentence.begin).lead;
}

int PartBehindColon(const Reading& r, Clause sentence) {
  if (!r.MayHoldMark(":")) return -1;
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

namespace {

// "HIV-positive patients are ineligible because of possible interactions with the study drugs": who is shut out
// is told before.
void MarkReasonOfExclusion(Reading& r, Clause sentence) {
  constexpr WordPattern kReasons[] = {"because", "due to"};
  if (!r.MayHoldCue({Cue::kExcluded, Cue::kMustNot}) || !r.MayHoldWord(kReasons)) return;
  const int excluded = r.FindCue(sentence.begin, sentence.end, {Cue::kExcluded, Cue::kMustNot});
  int depth = 0;
  for (int i = excluded + 1; excluded >= 0 && i + 1 < sentence.end; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (depth > 0) continue;
    bool reason = r.WordIsAny(i, {"because", "because of"});
    for (int k = i + 1; !reason && r.WordIs(i, "due to") && k < std::min(sentence.end, i + 5); ++k)
      reason = r.WordContains(k, {"potential", "possib", "unknown", "risk", "increased", "lack", "interaction", "effect", "teratogen", "harm"});
    if (!reason) continue;
    for (int k = i; k < sentence.end && !r.IsAny(k, {Cue::kHowever, Cue::kExcept, Cue::kUnless}); ++k) r.at(k).aside = r.at(k).used = true;
    return;
  }
}

}  // namespace

void MarkReason(Reading& r, Clause sentence) {
  MarkReasonOfExclusion(r, sentence);
  constexpr WordPattern kThose[] = {"these", "such", "those", "they"};
  if (!r.MayHoldMark(",") || !r.MayHoldWord(kThose)) return;
  int depth = 0;
  for (int i = sentence.begin + 2; i + 2 < sentence.end; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (depth != 0 || !r.IsMark(i - 1, ',') || !r.WordIsAny(i, {"as", "because"}) || !r.WordIsAny(i + 1, kThose)) continue;
    for (int k = i; k < sentence.end; ++k) r.at(k).aside = r.at(k).used = true;
    return;
  }
}

}  // namespace trialmatch::rules
