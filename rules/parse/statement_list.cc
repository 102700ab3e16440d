#include "rules/parse/statement_list.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/part_name.h"
#include "rules/parse/layout/scope.h"

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

namespace {

// "Those treated at the maximum tolerated dose must ...".
bool OfThoseAtDose(const Reading& r, int first, int end) {
  if (!r.WordStarts(first + 1, {"treated", "enrolled", "enrolling"})) return false;
  for (int i = first + 1; i < std::min(end, first + 8) && !r.Is(i, Cue::kMust); ++i) {
    if (r.WordContains(i, {"mtd", "tolerated", "rp2d"})) return true;
  }
  return false;
}

// "The phase II component will require ...", "Expansion cohorts are limited to ...".
bool IsAboutPart(const Reading& r, int first, int end) {
  constexpr int kLongestName = 6;
  constexpr WordPattern kParts[] = {"phase", "part", "cohort", "arm", "expansion", "escalation", "group", "module", "stud"};
  if (!r.MayHoldWord(kParts)) return false;
  bool part = false;
  for (int i = first; i < std::min(end, first + kLongestName); ++i) {
    if (part && (r.WordIsAny(i, {"will require", "will enroll", "will enrol", "will include", "will be limited to", "is limited to", "are limited to", "require", "requires", "limited to", "will be restricted to"}) ||
                 (r.WordIsAny(i, {"will", "is", "are"}) && r.WordIsAny(i + 1, {"require", "enroll", "enrol", "include", "limited", "limited to", "restricted", "be"})))) return true;
    part = part || !PartWord(r.Word(i)).empty() || r.WordIsAny(i, {"expansion", "escalation"});
    if (r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kMust, Cue::kNo, Cue::kNot, Cue::kPrior})) return false;
  }
  return false;
}

}  // namespace

PartSentence ReadPartSentence(const Reading& r, Clause sentence) {
  int first = sentence.begin;
  while (first < sentence.end && r.IsKind(first, Item::Kind::kMark)) ++first;
  // "In addition, for participants in the combination cohorts, ...".
  if (r.WordIs(first, "in addition") || r.WordIs(first, "additionally")) first += r.IsMark(first + 1, ',') ? 2 : 1;
  const bool opens = r.Is(first, Cue::kFor) || r.WordIsAny(first, {"for", "in", "in the"});
  const bool named = !PartWord(r.Word(std::min(first, r.size() - 1))).empty();   // "Phase 2 participants must ..."
  const bool people = named || r.WordStarts(first, {"patient"});
  if (r.at(sentence.begin).lead) return PartSentence::kNone;
  if (!opens && !people && !r.MayHoldMark(":")) return IsAboutPart(r, first, sentence.end) ? PartSentence::kOfPeople : PartSentence::kNone;
  const ScopeLabel label = ReadScopeLabel(r, opens || people ? first : sentence.begin, sentence.end, LabelPlace::kItemStart);
  if (label.empty()) return (people && OfThoseAtDose(r, first, sentence.end)) || IsAboutPart(r, first, sentence.end) ? PartSentence::kOfPeople : PartSentence::kNone;
  if (label.step || label.end_item >= sentence.end) return PartSentence::kNone;
  // "Those in the ovarian cancer cohort must ...": of whom is told.
  for (int i = label.name_begin; people && i < label.name_end; ++i) {
    if (r.IsTerm(i, TermKind::kDisease)) return PartSentence::kNone;
  }
  if (r.IsMark(label.end_item - 1, ':')) return PartSentence::kLabelled;
  // "In both the escalation and the expansion, ..." is for everybody. What a part is allowed asks nothing of the others.
  const bool ends = people || (opens && r.IsMark(label.end_item - 1, ','));
  if (!ends || label.paths.size() > 1) return PartSentence::kNone;
  return r.FindCue(label.end_item, sentence.end, {Cue::kPermitted}) < 0 ? PartSentence::kOfPeople : PartSentence::kPermits;
}

bool IsForPart(const Reading& r, const Clauses& sentences, size_t k) {
  const PartSentence part = ReadPartSentence(r, sentences[k]);
  if (part == PartSentence::kNone || part == PartSentence::kPermits) return false;
  if (k > 0 && part == PartSentence::kLabelled) return true;
  if (k == 0) return part == PartSentence::kOfPeople && sentences.size() > 1 && ReadPartSentence(r, sentences[1]) == PartSentence::kOfPeople;
  // "Those on arm A must ...; for arm B, ..." tells each part what it asks.
  for (size_t j = 0; j < k; ++j) {
    if (ReadPartSentence(r, sentences[j]) != PartSentence::kNone) continue;
    for (int i = sentences[j].begin; i < sentences[j].end; ++i) {
      if (!r.at(i).lead && !r.at(i).used && !PartWord(r.Word(i)).empty()) return false;
    }
  }
  return true;
}

namespace {

// The statements of [begin, end) are alternatives: the first becomes all of them.
void MakeAny(size_t begin, size_t end, std::vector<Statement>* statements) {
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
}

bool BeginsBehind(const Expression& e, uint32_t byte) {
  if (e.kind == Expression::Kind::kLeaf || e.kind == Expression::Kind::kOpaque) return e.span.begin >= byte;
  return std::all_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return BeginsBehind(child, byte); });
}

// "One or more of the following: A; B": the colon of the announcement, or -1.
int ColonOfAnyOf(const Reading& r, Clause sentence) {
  const int any = FindCue(r, sentence.begin, sentence.end, {Cue::kAnyOf});
  if (any < 0 || r.at(any).lead) return -1;
  for (int i = any + 1; i < std::min(sentence.end, any + 4); ++i) {
    if (r.IsMark(i, ':')) return i;
  }
  return -1;
}

void JoinAnyOf(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  for (size_t first = 0; first + 1 < sentences.size(); ++first) {
    const int colon = ColonOfAnyOf(r, sentences[first]);
    if (colon < 0) continue;
    size_t last = first;
    while (last + 1 < sentences.size() && sentences[last + 1].begin == sentences[last].end + 1 && r.IsMark(sentences[last].end, ';')) ++last;
    const size_t begin = from[first], end = from[last + 1];
    const bool list = last > first && end > begin + 1 && std::all_of(statements->begin() + static_cast<std::ptrdiff_t>(begin), statements->begin() + static_cast<std::ptrdiff_t>(end), [&](const Statement& s) {
      return !s.empty && !s.logistics && s.mood == Mood::kRequires && !s.mood_from_words && BeginsBehind(s.content, r.at(colon).span.begin);
    });
    if (!list) continue;
    MakeAny(begin, end, statements);
  }
}

}  // namespace

// "Age 70 and over with ECOG 0-2 OR age 18 to 69 with ECOG 2".
bool IsOrOfAges(const Reading& r, int i) { return r.Is(i, Cue::kOr) && r.Word(i) == "OR" && r.Is(i + 1, Cue::kAge); }

bool StartsAlternative(const Reading& r, int i) { return r.Is(i, Cue::kOr) && r.Word(i) == "OR" && (r.IsMark(i - 1, ',') || r.Is(i + 1, Cue::kAge)); }

Clauses SplitAlternatives(const Reading& r, const Clauses& sentences) {
  if (!r.MayHoldCue({Cue::kOr}) || !(r.MayHoldMark(",") || r.MayHoldCue({Cue::kAge}))) return sentences;
  constexpr int kShortestAlternative = 8;   // items
  Clauses out;
  for (Clause sentence : sentences) {
    int start = sentence.begin, depth = 0;
    for (int i = sentence.begin; i < sentence.end; ++i) {
      if (r.IsMark(i, '(')) ++depth;
      if (r.IsMark(i, ')')) --depth;
      const int shortest = IsOrOfAges(r, i) ? 1 : kShortestAlternative;
      const bool long_enough = i - start > shortest && sentence.end - i > shortest;
      if (depth != 0 || !long_enough || r.at(start).lead || !StartsAlternative(r, i) || r.Word(i + 1).empty() || (!IsOrOfAges(r, i) && (r.Word(i + 1)[0] < 'A' || r.Word(i + 1)[0] > 'Z'))) continue;
      if (IsOrOfAges(r, i) && !r.Is(start, Cue::kAge)) continue;
      out.push_back({start, r.IsMark(i - 1, ',') ? i - 1 : i});
      start = i;
    }
    out.push_back({start, sentence.end});
  }
  return out;
}

namespace {

// "..., OR Tumor is negative for ...": each side one way, or not understood.
void JoinSplitAlternatives(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  for (size_t last = 1; last < sentences.size(); ++last) {
    if (!StartsAlternative(r, sentences[last].begin)) continue;
    const size_t begin = from[last - 1];
    while (last + 1 < sentences.size() && StartsAlternative(r, sentences[last + 1].begin)) ++last;
    const size_t end = from[last + 1];
    for (size_t i = begin; i < end; ++i) {
      Statement& s = (*statements)[i];
      if (s.mood == Mood::kRequires && !s.empty && !s.logistics) continue;
      s.content = Expression::Opaque(s.span);
      s.understood = Understood::kPartial;
      s.mood = Mood::kRequires;
      s.empty = s.logistics = false;
    }
    if (end > begin + 1) MakeAny(begin, end, statements);
  }
}

}  // namespace

namespace {

const StandardTherapyLeaf* OfStandardTherapy(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf ? std::get_if<StandardTherapyLeaf>(e.leaf.get()) : nullptr;
}

// "Solid tumours that relapsed after standard therapy; or for which no standard therapy is available": the second way is one
// to what is said of the standard therapy, of the same tumours.
void JoinNoneAvailable(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  for (size_t i = 1; i < sentences.size(); ++i) {
    const size_t one = from[i - 1], other = from[i];
    if (!r.Is(sentences[i].begin, Cue::kOr) || other != one + 1 || from[i + 1] != other + 1) continue;
    Statement &main = (*statements)[one], &none = (*statements)[other];
    const auto demands = [](const Statement& s) { return !s.empty && !s.logistics && s.mood == Mood::kRequires; };
    if (!demands(main) || !demands(none) || OfStandardTherapy(none.content) == nullptr) continue;
    Expression* first = &main.content;
    if (first->kind == Expression::Kind::kAll) {
      const auto is = [](const Expression& e) { return OfStandardTherapy(e) != nullptr; };
      const auto at = std::find_if(first->children.begin(), first->children.end(), is);
      if (at == first->children.end()) continue;
      first = &*at;
    }
    if (OfStandardTherapy(*first) == nullptr) continue;
    *first = Expression::Any(std::move(*first), std::move(none.content));
    if (none.understood != Understood::kFull) main.understood = Understood::kPartial;
    none.empty = true;
    none.content = Expression::Always(none.span, "nothing_said");
  }
}

}  // namespace

namespace {

// What the second way asks for: "..., or patients with X must have Y" does not say it of who has no X.
Expression SecondWay(Statement&& s) {
  if (s.content.kind == Expression::Kind::kWhen || s.content.kind == Expression::Kind::kAlways) return Expression::Opaque(s.span);
  return std::move(s.content);
}

// "Received chemotherapy; or is not eligible for it": two ways. Where the first asks for several things, the second may stand
// for one of them alone.
void JoinOrElse(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  const auto demands = [](const Statement& s) { return !s.empty && !s.logistics && s.mood == Mood::kRequires && s.topic != Topic::kReproductive; };
  const auto of_therapy = [](const Statement& s) { return s.topic == Topic::kPriorTherapy || s.topic == Topic::kLineOfTherapy; };
  for (size_t i = sentences.size(); i-- > 1;) {
    const int begin = sentences[i].begin;
    const bool after_stop = r.IsMark(begin - 1, '.') && r.Word(begin) == "OR";
    if (!r.Is(begin, Cue::kOr) || r.WordIs(begin, "either") || !(r.IsMark(begin - 1, ';') || after_stop) || sentences[i - 1].end != begin - 1) continue;
    if (r.at(begin).lead || r.at(sentences[i - 1].begin).lead || from[i] != from[i - 1] + 1 || from[i + 1] != from[i] + 1) continue;
    Statement &one = (*statements)[from[i - 1]], &other = (*statements)[from[i]];
    const bool own_tumour = NamesDisease(one.content);
    // "..., or has a contraindication to it": a way that only the study site judges.
    const bool judged = other.logistics && !other.empty && of_therapy(one) && demands(one) && HasCue(r, begin, sentences[i].end, {Cue::kNotCandidate}) && !HasCue(r, begin, sentences[i].end, {Cue::kProgressed});
    if (judged) other.content = Expression::Opaque(other.span);
    if (!demands(one) || (!demands(other) && !judged)) continue;
    bool tumour = NamesDisease(one.content) && NamesDisease(other.content);
    const bool several = one.content.kind == Expression::Kind::kAll && !tumour;
    if (one.understood != Understood::kFull || other.understood != Understood::kFull || several) one.understood = Understood::kPartial;
    Expression second = SecondWay(std::move(other));
    if (several && second.kind != Expression::Kind::kOpaque) second = Expression::All(std::move(second), Expression::Opaque(other.span));
    if (other.topic == Topic::kBiomarker) one.topic = other.topic;
    else if (tumour && one.topic != Topic::kBiomarker) one.topic = Topic::kDisease;
    one.content = Expression::Any(std::move(one.content), std::move(second));
    other.empty = true;
    other.content = Expression::Always(other.span, "nothing_said");
    // "NSCLC with an ALK fusion; melanoma with a BRAF mutation; or ...": each names its tumour.
    for (tumour = own_tumour; tumour && i > 1 && r.IsMark(sentences[i - 1].begin - 1, ';') && sentences[i - 2].end == sentences[i - 1].begin - 1 && from[i - 1] == from[i - 2] + 1; --i) {
      Statement &before = (*statements)[from[i - 2]], &now = (*statements)[from[i - 1]];
      tumour = demands(before) && NamesDisease(before.content);
      if (!tumour) break;
      if (now.understood != Understood::kFull) before.understood = Understood::kPartial;
      before.topic = now.topic == Topic::kBiomarker || before.topic == Topic::kBiomarker ? Topic::kBiomarker : Topic::kDisease;
      before.content = Expression::Any(std::move(before.content), std::move(now.content));
      now.empty = true;
      now.content = Expression::Always(now.span, "nothing_said");
    }
  }
}

}  // namespace

void JoinAlternatives(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  JoinNoneAvailable(r, sentences, from, statements);
  JoinAnyOf(r, sentences, from, statements);
  JoinSplitAlternatives(r, sentences, from, statements);
  if (!r.MayHoldCue({Cue::kOr})) return;
  for (size_t last = sentences.size(); last-- > 1;) {
    if (!r.Is(sentences[last].begin, Cue::kOr)) continue;
    size_t first = last;
    while (first > 0 && r.IsMark(sentences[first].begin - 1, ';') && sentences[first - 1].end == sentences[first].begin - 1) --first;
    const size_t begin = from[first], end = from[last + 1];
    // "Must have" opens the list.
    const Statement* opens = &(*statements)[begin];
    const bool list = end > begin + 1 && std::all_of(statements->begin() + static_cast<std::ptrdiff_t>(begin), statements->begin() + static_cast<std::ptrdiff_t>(end), [&](const Statement& s) {
      return !s.empty && !s.logistics && s.mood == Mood::kRequires && (&s == opens || !s.mood_from_words) && (s.topic == Topic::kDisease || s.topic == Topic::kBiomarker);
    });
    if (!list) continue;
    MakeAny(begin, end, statements);
    return;
  }
  JoinOrElse(r, sentences, from, statements);
}

namespace {

// "Testing is required for non-squamous histologies and recommended for the others": nothing is asked of
// the others.
void MarkRecommended(Reading& r, Clause sentence) {
  constexpr WordPattern kRecommends[] = {"recommended"};
  if (!r.MayHoldWord(kRecommends)) return;
  for (int i = sentence.begin + 1; i < sentence.end; ++i) {
    if (!r.WordIsAny(i, kRecommends) || !r.IsAny(i - 1, {Cue::kAnd, Cue::kHowever}) || !HasCue(r, sentence.begin, i, {Cue::kMust})) continue;
    for (int k = i - 1; k < sentence.end && !r.IsAnyMark(k, ",;"); ++k) r.at(k).aside = r.at(k).used = true;
    return;
  }
}

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
  MarkRecommended(r, sentence);
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
