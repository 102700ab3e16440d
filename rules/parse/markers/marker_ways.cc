#include "rules/parse/markers/marker_ways.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kTurns = {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kExcluded, Cue::kPermitted, Cue::kHowever, Cue::kCnsMetastasis, Cue::kNotRequired, Cue::kNaive};
constexpr uint32_t kMarker = KindBits({TermKind::kGene, TermKind::kMutation});

// What one half of the clause names.
struct Half {
  int markers = 0, therapies = 0, tumours = 0;
  int first_marker = -1, first_tumour = -1, first_therapy = -1;
  bool turned = false, extent = false, balanced = true;
  std::string_view tumour;
};

Half Look(const Reading& r, int begin, int end) {
  Half half;
  int depth = 0;
  for (int i = begin; i < end; ++i) {
    depth += r.IsAnyMark(i, "([") ? 1 : r.IsAnyMark(i, ")]") ? -1 : 0;
    half.turned = half.turned || r.IsAny(i, kTurns) || r.IsMark(i, ';') || r.at(i).lead;
    if (r.IsTermOf(i, kTherapies)) {
      ++half.therapies;
      if (half.first_therapy < 0) half.first_therapy = i;
    } else if (r.IsTermOf(i, kMarker)) {
      ++half.markers;
      if (half.first_marker < 0) half.first_marker = i;
    } else if (const Entry* tumour = r.Find(i, TermKind::kDisease); tumour != nullptr && !r.Is(i, Cue::kDiseaseWord) && r.Find(i, TermKind::kSetting) == nullptr) {
      ++half.tumours;
      half.tumour = tumour->id;
      if (half.first_tumour < 0) half.first_tumour = i;
    } else {
      half.extent = half.extent || r.Find(i, TermKind::kSetting) != nullptr || r.Is(i, Cue::kStage);
    }
  }
  half.balanced = depth == 0;
  return half;
}

bool OfOtherTumours(const Reading& r, const Half& a, const Half& b) {
  if (a.tumours != 1 || b.tumours != 1 || a.therapies + b.therapies != 0 || a.markers == 0 || b.markers == 0 || b.extent) return false;
  const Lexicon& tables = r.lexicon();
  const auto wide = [](std::string_view id) { return id == "cancer" || id == "solid_tumor"; };
  return !wide(a.tumour) && !wide(b.tumour) && !tables.IsA(TermKind::kDisease, a.tumour, b.tumour) && !tables.IsA(TermKind::kDisease, b.tumour, a.tumour);
}

// Between the marker and its therapy stands a word that joins them.
bool GivenFor(const Reading& r, const Half& half) {
  bool joined = false;
  for (int i = half.first_marker + 1; i < half.first_therapy; ++i) {
    if (r.IsAnyMark(i, ",") || r.Is(i, Cue::kOr)) return false;
    joined = joined || r.IsAny(i, {Cue::kPrior, Cue::kProgressed, Cue::kTreated, Cue::kAnd, Cue::kWho}) || r.WordContains(i, {"treated", "received", "after"});
  }
  return joined;
}

bool OfOtherTherapies(const Reading& r, const Half& a, const Half& b) {
  for (const Half* half : {&a, &b}) {
    if (half->tumours != 0 || half->markers == 0 || half->therapies == 0 || half->extent || half->first_therapy < half->first_marker || !GivenFor(r, *half)) return false;
  }
  return true;
}

// The "or" between two ways; -1. Where more than one could be it, none is.
int OrOfWays(const Reading& r, Clause c) {
  int ways = -1, depth = 0;
  for (int i = c.begin + 1; i + 1 < c.end; ++i) {
    depth += r.IsAnyMark(i, "([") ? 1 : r.IsAnyMark(i, ")]") ? -1 : 0;
    if (depth != 0 || !r.Is(i, Cue::kOr) || r.WordContains(i, {"either", "and"})) continue;
    const Half a = Look(r, c.begin, i), b = Look(r, i + 1, c.end);
    if (a.turned || b.turned || !a.balanced || !b.balanced) return -1;
    if (!OfOtherTumours(r, a, b) && !OfOtherTherapies(r, a, b)) continue;
    if (ways >= 0) return -1;
    ways = i;
  }
  return ways;
}

}  // namespace

std::optional<Part> ReadMarkerWays(Reading& r, Clause c, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kOr}) || !r.MayHoldTermOf(kMarker)) return std::nullopt;
  const int ways = OrOfWays(r, c);
  if (ways < 0) return std::nullopt;
  // "Metastatic NSCLC with ... or gastric cancer with ...": how far it has gone is told of both.
  const Half half = Look(r, c.begin, ways);
  int own = c.begin;
  if (half.extent) {
    own = half.tumours > 0 ? std::min(half.first_marker, half.first_tumour) : half.first_marker;
    if (Look(r, own, ways).extent) return std::nullopt;
  }
  std::optional<Part> of_both;
  if (own > c.begin) of_both = ReadPart(r, {c.begin, own}, mood);
  Part one = ReadPart(r, {own, ways}, mood);
  Part other = ReadPart(r, {ways + 1, c.end}, mood);
  r.Use(ways);
  Expression first = one.found ? std::move(one.content) : Expression::Opaque(r.SpanOf(own, ways - 1));
  Expression second = other.found ? std::move(other.content) : Expression::Opaque(r.SpanOf(ways + 1, c.end - 1));
  Part part{Expression::Any(std::move(first), std::move(second)), Topic::kBiomarker, true};
  if (of_both && of_both->found) part.content = Expression::All(std::move(of_both->content), std::move(part.content));
  return part;
}

namespace {

// The half names a stage or a marker before its condition, and no more than that.
bool IsWay(const Reading& r, int begin, int end) {
  const int condition = FindCue(r, begin, end, {Cue::kIf});
  const int own_end = condition < 0 ? end : condition;
  bool named = false;
  for (int i = begin; i < own_end; ++i) {
    if (r.IsTermOf(i, kTherapies | KindBit(TermKind::kLab)) || r.IsAny(i, kTurns) || r.IsAnyMark(i, ";:")) return false;
    named = named || r.Is(i, Cue::kStage) || r.IsTermOf(i, kMarker);
  }
  return named && own_end > begin;
}

// "If" of a way: who has it as well.
Expression WithCondition(Expression e) {
  if (e.kind != Expression::Kind::kWhen) return e;
  return Expression::All(std::move(e.children[1]), std::move(e.children[0]));
}

}  // namespace

bool ReadWaysWithCondition(Reading& r, Clause c, Section section, std::vector<Statement>* out) {
  if (section != Section::kInclusion || !r.MayHoldCue({Cue::kIf}) || !r.MayHoldCue({Cue::kOr})) return false;
  int ways = -1, depth = 0;
  for (int i = c.begin + 1; i + 1 < c.end; ++i) {
    depth += r.IsAnyMark(i, "([") ? 1 : r.IsAnyMark(i, ")]") ? -1 : 0;
    if (r.at(i).lead || r.IsAny(i, {Cue::kMust, Cue::kPermitted, Cue::kExcluded, Cue::kMustNot})) return false;
    // "ROS1, NTRK1, or NTRK2 rearrangement if ..." is one list.
    if (depth == 0 && r.Is(i, Cue::kOr) && r.IsMark(i - 1, ',') && r.IsTerm(i - 2, TermKind::kGene) && !r.IsTerm(i - 2, TermKind::kMutation)) return false;
    if (depth == 0 && r.Is(i, Cue::kOr) && r.IsMark(i - 1, ',') && (r.Is(i + 1, Cue::kStage) || r.IsTermOf(i + 1, kMarker))) {
      if (ways >= 0) return false;
      ways = i;
    }
  }
  if (ways < 0 || r.Is(c.begin, Cue::kIf) || !HasCue(r, c.begin, c.end, {Cue::kIf}) || !IsWay(r, c.begin, ways) || !IsWay(r, ways + 1, c.end)) return false;
  std::vector<Statement> one, other;
  ReadSentence(r, {c.begin, ways - 1}, section, &one);
  ReadSentence(r, {ways + 1, c.end}, section, &other);
  r.Use(ways);
  const auto read = [](const std::vector<Statement>& s) { return s.size() == 1 && s[0].mood == Mood::kRequires && !s[0].logistics && !s[0].empty; };
  const bool both = read(one) && read(other);
  Statement whole = std::move(one.front());
  whole.span = r.SpanOf(c.begin, c.end - 1);
  whole.mood = Mood::kRequires;
  if (both) whole.content = Expression::Any(WithCondition(std::move(whole.content)), WithCondition(std::move(other.front().content)));
  else whole.content = Expression::Opaque(whole.span);
  if (!both) whole.understood = Understood::kNone;
  else if (other.front().understood != Understood::kFull) whole.understood = Understood::kPartial;
  out->push_back(std::move(whole));
  return true;
}

}  // namespace trialmatch::rules
