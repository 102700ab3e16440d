#include "rules/parse/brain/part_of_state.h"

#include <algorithm>
#include <utility>

#include "rules/parse/brain/brain_words.h"
#include "rules/parse/domains.h"
#include "rules/parse/said_words.h"

namespace trialmatch::rules {
namespace {

// Words that turn what stands beside them, or say when it holds.
constexpr CueSet kTurns = {Cue::kUnless,   Cue::kExcept,      Cue::kHowever,   Cue::kIf,
                           Cue::kExcluded, Cue::kMustNot,     Cue::kPermitted, Cue::kWhen,
                           Cue::kNote,     Cue::kNotRequired, Cue::kRegardless};

// "Off steroids - exceptions as above": where what comes behind takes back some of what stands
// before.
int EndBeforeException(const Reading& r, Clause clause) {
  for (int i = clause.begin + 1; i < clause.end; ++i) {
    if (r.Is(i, Cue::kExcept) && r.IsAnyMark(i - 1, "-(")) return i - 1;
  }
  return clause.end;
}

// "No radiation for 28 days (14 days if radiosurgery)": the other end of the bracket at `open`, or
// -1.
int EndOfOtherTime(const Reading& r, int open, int end) {
  if (!r.IsMark(open, '(') || !r.IsNumber(open + 1)) return -1;
  for (int i = open + 2; i < end; ++i) {
    if (r.IsMark(i, ')')) return i;
  }
  return -1;
}

// The "or" at `i` joins words of one demand: "surgery or radiotherapy", "prednisone or equivalent".
bool JoinsWithinDemand(const Reading& r, int i) {
  return JoinsPlaces(r, i) || JoinsTherapies(r, i) ||
         r.WordStarts(i + 1, {"equivalent", "its equiv", "an equiv"});
}

// "A stable dose", "stable symptoms": not of the metastases.
bool IsOfOtherThing(const Reading& r, int i) {
  const auto other = [&](int k) {
    return r.WordContains(k, {"dose", "dosing", "dosage", "regimen", "steroid", "symptom",
                              "function", "deficit", "seizure", "anticonvulsant", "extracranial",
                              "systemic", "condition"}) ||
           r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition}));
  };
  for (int k = i + 1; k <= i + 2; ++k) {
    if (!r.Is(k, Cue::kCnsMetastasis) && other(k)) return true;
    if (!r.Is(k, Cue::kFiller)) break;
  }
  for (int k = i - 1; k >= i - 2; --k) {
    if (!r.Is(k, Cue::kCnsMetastasis) && other(k)) return true;
    if (!r.Is(k, Cue::kFiller)) break;
  }
  return false;
}

bool IsDenied(const Reading& r, Clause clause, int i) {
  for (int k = i - 1; k >= clause.begin && k >= i - 3; --k) {
    if (r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout})) return true;
  }
  return false;
}

// Nothing but metastases; `site` is where all of them may be.
bool SpeaksOfBrainAlone(const Expression& e, BrainLeaf::Site* site) {
  if (e.kind != Expression::Kind::kLeaf)
    return std::all_of(e.children.begin(), e.children.end(),
                       [&](const Expression& child) { return SpeaksOfBrainAlone(child, site); });
  const auto* leaf = std::get_if<BrainLeaf>(e.leaf.get());
  if (leaf != nullptr && leaf->site != BrainLeaf::Site::kBrain) *site = BrainLeaf::Site::kEither;
  return leaf != nullptr;
}

// The whole clause, for a person to weigh.
Expression InOwnWords(const Reading& r, Clause clause, base::Span span) {
  constexpr size_t kLongest = 160;  // letters
  int end = clause.end;
  while (end > clause.begin + 1 && r.IsAnyMark(end - 1, ".;:,)")) --end;
  ConditionLeaf leaf;
  leaf.conditions = {"cns_metastatic_disease"};
  leaf.said = {AsSaid(r, clause.begin, end)};
  return leaf.said[0].size() > kLongest
             ? Expression::Opaque(span)
             : Expression::OfLeaf(std::move(leaf), span, "brain.as_said");
}

}  // namespace

std::optional<Expression> ReadPartOfBrainState(Reading& r, Clause clause, const Expression& of) {
  BrainLeaf state;
  if (!SpeaksOfBrainAlone(of, &state.site)) return std::nullopt;
  const int end = EndBeforeException(r, clause);
  if (clause.begin >= clause.end) return std::nullopt;
  bool any = false;
  for (int i = clause.begin; i < end; ++i) {
    if (const int close = EndOfOtherTime(r, i, end); close > i) {
      i = close;
      continue;
    }
    if (r.IsAny(i, kTurns)) return std::nullopt;
    if (r.Is(i, Cue::kOr) && !JoinsWithinDemand(r, i)) return std::nullopt;
    if (r.IsMark(i, '/') || r.IsMark(i, ';') || r.at(i).lead || r.WordIs(i, "either"))
      return std::nullopt;
    std::optional<BrainQuality> quality = BrainQualityAt(r, clause, i);
    if (!quality || !quality->good || quality->unclear) continue;
    // What is excepted behind may be what was told of steroids.
    const bool excepted = end < clause.end && quality->leaf.on_steroids;
    const bool own_denial =
        r.IsAny(i, {Cue::kSymptomatic, Cue::kProgressed, Cue::kSteroids, Cue::kRequiredSteroids});
    if (excepted || IsOfOtherThing(r, i) || (!own_denial && IsDenied(r, clause, i))) continue;
    MergeBrain(&state, quality->leaf);
    any = true;
  }
  if (!any) return std::nullopt;
  const base::Span span = r.SpanOf(clause.begin, clause.end - 1);
  r.UseRange(clause.begin, clause.end - 1);
  return Expression::All(Expression::OfLeaf(std::move(state), span, "brain.state"),
                         InOwnWords(r, clause, span));
}

namespace {

// "Asymptomatic or treated and stable": good states on both sides of the "or" at `joint`, and nothing behind it that is said of both.
bool StandApart(const Reading& r, const std::vector<BrainQuality>& qualities, int joint) {
  if (qualities.front().item > joint || !HasCue(r, qualities.front().item, qualities.back().item, {Cue::kAnd})) return false;
  for (int i = joint + 1; i <= qualities.back().item; ++i) {
    if (r.IsAny(i, {Cue::kWho, Cue::kCnsMetastasis}) || (r.Is(i, Cue::kAnd) && r.IsMark(i - 1, ','))) return false;
  }
  return std::all_of(qualities.begin(), qualities.end(), [](const BrainQuality& q) { return q.good; });
}

}  // namespace

std::optional<Expression> EitherTreatedOrNot(const Reading& r, BrainLeaf::Site site,
                                             const std::vector<BrainQuality>& qualities,
                                             std::optional<base::Duration> stable_for,
                                             base::Span span) {
  if (qualities.size() < 3) return std::nullopt;
  int joint = -1, ors = 0, nouns = 0;
  for (int i = qualities.front().item + 1; i < qualities.back().item; ++i) {
    if (!r.Is(i, Cue::kOr) || r.WordIs(i, "either") || JoinsTherapies(r, i)) continue;
    // "Untreated metastases or metastases treated with surgery or radiation": the one between the
    // metastases.
    const bool behind_noun = r.Is(i - 1, Cue::kCnsMetastasis);
    nouns += behind_noun ? 1 : 0;
    if (ors++ == 0 || behind_noun) joint = i;
  }
  if (ors > 1 && nouns != 1) return std::nullopt;
  BrainLeaf before, behind;
  for (const BrainQuality& q : qualities) {
    BrainLeaf& state = q.item < joint ? before : behind;
    if (q.unclear || (q.leaf.treated && state.treated && *q.leaf.treated != *state.treated))
      return std::nullopt;
    MergeBrain(&state, q.leaf);
  }
  const bool contrary =
      before.treated && behind.treated && *before.treated != *behind.treated;
  if (joint < 0 || (!contrary && !(ors == 1 && StandApart(r, qualities, joint)))) return std::nullopt;
  // "Or symptomatic ones treated with radiation": why they were treated.
  for (BrainLeaf* state : {&before, &behind}) {
    if (state->treated == true && state->symptomatic == true) state->symptomatic.reset();
  }
  std::vector<Expression> either;
  for (BrainLeaf state : {before, behind}) {
    state.site = site;
    if (state.stable.value_or(false)) state.stable_for = stable_for;
    either.push_back(Expression::OfLeaf(state, span, "brain.state"));
  }
  return Expression::Any(std::move(either));
}

BrainLeaf AskedOf(const Reading& r, Clause clause, int noun, bool limits, Expression* state) {
  constexpr int kNear = 4;  // items
  BrainLeaf asked;
  auto* told =
      state->kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(state->leaf.get()) : nullptr;
  const bool symptomatic =
      r.Is(noun - 1, Cue::kSymptomatic) && !r.WordStarts(noun - 2, {"previous"});
  if (symptomatic && r.FindCue(noun, std::min(clause.end, noun + kNear), {Cue::kMust}) > 0) {
    asked.symptomatic = true;
    if (told != nullptr && told->symptomatic == true) told->symptomatic.reset();
  } else if (limits && told != nullptr) {
    asked = *told;
    asked.count.reset();
    asked.largest_mm.reset();
    asked.steroid_prednisone_mg_per_day.reset();
  }
  return asked;
}

bool IsOfCordAlone(const Reading& r, int quality, int first_noun) {
  constexpr int kLongestList = 4;  // items
  int cord = quality + 1;
  const auto names_cord = [&] {
    const Entry* row = r.Find(cord, TermKind::kCondition);
    return row != nullptr && row->id == "spinal_cord_compression";
  };
  while (
      cord < quality + kLongestList && !names_cord() &&
      (r.IsMark(cord, '/') || r.Is(cord, Cue::kOr) || r.Find(cord, TermKind::kQuality) != nullptr))
    ++cord;
  if (!names_cord() || !r.IsMark(cord + 1, ',')) return false;
  int before = quality;
  while (before > first_noun && before > quality - kLongestList && !r.IsMark(before, ',')) --before;
  return before > first_noun && r.IsMark(before, ',');
}

}  // namespace trialmatch::rules
