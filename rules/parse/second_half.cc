#include "rules/parse/second_half.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"
#include "rules/parse/markers/marker_ways.h"
#include "rules/parse/turn_words.h"
#include "rules/parse/turns.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kClinical = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kDisease, TermKind::kCondition});

bool NamesPeople(const Reading& r, int i) {
  return r.WordStarts(i, {"patients", "patient"});
}

// "And has ...", "and never received ...", "along with ...".
bool GoesOn(const Reading& r, int i) {
  if (!r.Is(i, Cue::kAnd) || r.IsMark(i - 1, ',') || r.IsMark(i + 1, '/')) return false;
  // "Has participated in a study of an investigational agent and received study therapy": one of them.
  if (r.WordStarts(i + 1, {"received"}) && r.Is(i + 2, Cue::kReference)) return false;
  return r.WordIsAny(i, {"along with", "together with"}) || r.WordStarts(i + 1, {"has", "have", "had", "never", "received", "requir"});
}

// "Patients with colitis or patients with lupus", "..., as are patients with lupus": others, and not the same ones.
bool NamesOthers(const Reading& r, Clause clause, int people) {
  int before = people - 1;
  bool as = false;
  for (; before > clause.begin && (r.Is(before, Cue::kFiller) || r.WordIsAny(before, {"as", "as are", "are"})); --before) as = as || r.WordIsAny(before, {"as", "as are"});
  if (as || r.IsAny(before, {Cue::kOr, Cue::kAnd, Cue::kExcluded})) return true;
  bool of_exceptions = false;
  for (int k = clause.begin; k < before && r.IsMark(before, ','); ++k) of_exceptions = of_exceptions || r.Is(k, Cue::kExcept) || r.WordContains(k, {"exceptions"});
  return of_exceptions;
}

// "Has A, and has B, and has C" is a list.
bool GoesOnAgain(const Reading& r, Clause clause, int i) {
  const auto has = [&](int k) { return GoesOn(r, k) && r.WordStarts(k + 1, {"has", "have", "had"}); };
  for (int k = i + 1; has(i) && k + 1 < clause.end; ++k) {
    if (has(k)) return true;
  }
  return false;
}

bool NamesMarker(const Reading& r, int begin, int end) {
  for (int k = begin; k < end; ++k) {
    if (r.IsTermOf(k, KindBits({TermKind::kGene, TermKind::kMutation})) || r.IsAny(k, {Cue::kDriverAlteration, Cue::kActionable})) return true;
  }
  return false;
}

bool DeniesAlteration(const Reading& r, int begin, int end) {
  bool denied = HasCue(r, begin, end, {Cue::kNo, Cue::kNot, Cue::kWithout});
  for (int k = begin; k < end && !denied; ++k) {
    const Entry* alteration = r.Find(k, TermKind::kAlteration);
    denied = alteration != nullptr && (alteration->id == "wild_type" || alteration->id == "negative");
  }
  return denied && NamesMarker(r, begin, end);
}

// "..., or *positive with* ...", "..., or *known alteration with* ..." behind the "or" at `i`.
bool AlteredBehind(const Reading& r, int i) {
  if (!r.IsMark(i - 1, ',')) return false;
  const int next = r.Is(i + 1, Cue::kKnown) ? i + 2 : i + 1;
  const Entry* alteration = r.Find(next, TermKind::kAlteration);
  const bool told = alteration != nullptr && (alteration->id == "positive" || (next == i + 2 && alteration->id == "any"));
  return told && (r.IsAny(next + 1, {Cue::kWith, Cue::kAnd, Cue::kWho}) || r.WordIsAny(next + 1, {"with", "after"}));
}

// "Without an actionable alteration, or with one after failure of targeted therapy": the "or", or -1.
int OrAfterFailure(const Reading& r, Clause clause) {
  if (!r.MayHoldCue({Cue::kProgressed, Cue::kExhausted, Cue::kIntolerant, Cue::kPrior})) return -1;
  for (int i = clause.begin + 2; i + 3 < clause.end; ++i) {
    if (!r.Is(i, Cue::kOr) || !DeniesAlteration(r, clause.begin, i)) continue;
    const bool positive = AlteredBehind(r, i);
    if (!HasCue(r, i, clause.end, positive ? CueSet{Cue::kProgressed, Cue::kExhausted, Cue::kIntolerant, Cue::kPrior} : CueSet{Cue::kProgressed, Cue::kExhausted, Cue::kIntolerant})) continue;
    if (!NamesSomethingClinical(r, i, clause.end, {TermKind::kDrug, TermKind::kDrugClass})) return -1;
    const int next = r.IsMark(i + 1, ',') ? i + 2 : i + 1;
    const bool altered = NamesMarker(r, next, next + 1) && HasCue(r, next, clause.end, {Cue::kAnd, Cue::kSince});
    if (positive || (altered ? r.IsMark(i - 1, ',') : r.IsAny(next, {Cue::kWith, Cue::kWho}) || NamesPeople(r, next) || r.WordStarts(next, {"if "}))) return i;
  }
  return -1;
}

// Either way; the tumour is asked for both.
Part ReadEitherWay(Reading& r, Clause clause, int either, Part one, Mood mood) {
  Part other = ReadPart(r, {either + 1, clause.end}, mood);
  r.Use(either);
  Expression way = other.found ? std::move(other.content) : Expression::Opaque(r.SpanOf(either + 1, clause.end - 1));
  const bool list = one.content.kind == Expression::Kind::kAll && one.content.children.back().kind == Expression::Kind::kNot;
  Expression& lacking = list ? one.content.children.back() : one.content;
  lacking = Expression::Any(std::move(lacking), std::move(way));
  return one;
}

}  // namespace

int SecondHalf(const Reading& r, Clause clause) {
  bool clinical = false;
  int depth = 0;
  for (int i = clause.begin; i + 1 < clause.end; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (r.at(i).lead || depth > 0) continue;
    if (r.Is(i, Cue::kCnsMetastasis) || r.IsMark(i, ';')) return -1;
    if (clinical && GoesOn(r, i)) return GoesOnAgain(r, clause, i) ? -1 : i + 1;
    if (clinical && NamesPeople(r, i) && (r.WordContains(i, {" with"}) || r.WordIs(i + 1, "with"))) return NamesOthers(r, clause, i) || r.IsAny(i - 1, {Cue::kIncluding, Cue::kExcept}) || (r.Is(i - 2, Cue::kExcept) && r.IsTermOf(i - 1, KindBits({TermKind::kCondition}))) ? -1 : i + 1;
    // What follows is said of the illness: "an infection that is active and requires antibiotics".
    if (clinical && r.Is(i, Cue::kWho)) return -1;
    clinical = clinical || r.IsTermOf(i, kClinical);
  }
  return -1;
}

namespace {

// "Must not have received docetaxel, *and have* measurable disease", "must not have brain metastases *and is* fit": a verb of its own behind the
// "and" at `i`. Without a comma "must not have A and have B" denies both together.
bool TellsAnew(const Reading& r, int begin, int i) {
  const int denial = r.FindCue(begin, i, {Cue::kMustNot});
  if (denial < 0 || !r.WordStarts(denial, {"must", "should"})) return false;
  return r.WordIsAny(i + 1, {"is", "are", "has"}) || r.WordStarts(i + 1, {"is ", "are ", "has "}) || (r.IsMark(i - 1, ',') && (r.WordIsAny(i + 1, {"have"}) || r.WordStarts(i + 1, {"have "})));
}

}  // namespace

int AndMustNot(const Reading& r, int begin, int end) {
  if (!r.MayHoldCue({Cue::kMustNot})) return -1;
  int depth = 0;
  for (int i = begin; i + 1 < end; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    // "Has NSCLC, must not have an ALK fusion": told of one patient after the other.
    const bool next = depth == 0 && r.IsMark(i, ',') && r.Is(i + 1, Cue::kMustNot) && r.WordStarts(begin, {"has", "have", "is", "are"});
    if (i < begin + 2 || !(next || r.Is(i, Cue::kAnd)) || r.at(i).lead) continue;
    // "Must not have an ALK fusion and must have failed chemotherapy".
    const bool turned = depth == 0 && (r.Is(i + 1, Cue::kMust) || TellsAnew(r, begin, i)) && HasCue(r, begin, i, {Cue::kMustNot}) && !HasCue(r, begin, i, {Cue::kMust});
    if (!turned && !r.Is(i + 1, Cue::kMustNot)) continue;
    // "Must have progressed, and should have no standard therapy left": one state of the disease.
    if (HasCue(r, i + 2, std::min(end, i + 9), {Cue::kStandardTherapy}) && HasCue(r, begin, i, {Cue::kProgressed})) return -1;
    // "Must have A and must not have B" are two demands, whatever they are of.
    const bool asked = NamesSomethingClinical(r, begin, i, {TermKind::kGene, TermKind::kDrug, TermKind::kDrugClass, TermKind::kDisease, TermKind::kLab}) || HasCue(r, begin, i, {Cue::kScore});
    const bool denied = NamesSomethingClinical(r, i, end, {TermKind::kGene, TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kSetting}) || HasCue(r, i, end, {Cue::kProgressed});
    if (!turned && !HasCue(r, begin, i, {Cue::kMust}) && !(asked && denied)) return -1;
    if (HasCue(r, begin, i, {Cue::kIf, Cue::kUnless, Cue::kExcept, Cue::kPermitted, Cue::kWho})) return -1;
    return DemandAfterSubject(r, begin, i) < 0 && DemandAfterSubject(r, begin, end) < 0 ? i : -1;
  }
  return -1;
}

bool GoesOnInClause(const Reading& r, int i) {
  // "Participants with controlled brain metastases, however, are eligible": one sentence with its verb behind.
  if (r.WordIs(i, "however") && r.IsMark(i - 1, ',') && r.IsMark(i + 1, ',') && r.Is(i + 2, Cue::kPermitted)) return true;
  // "Untreated but asymptomatic metastases are allowed".
  if (r.WordIs(i, "but") && r.IsAny(i + 1, {Cue::kAsymptomatic, Cue::kSymptomatic, Cue::kStable, Cue::kTreated}) && r.IsAny(i - 1, {Cue::kNaive, Cue::kTreated, Cue::kUntreatedCns, Cue::kStable, Cue::kAsymptomatic, Cue::kSymptomatic})) return true;
  if (!r.WordIs(i, "but") || !r.WordIsAny(i + 1, {"are", "is", "have", "has", "can", "do", "does"})) return false;
  int who = i;
  while (who > 0 && !r.IsAnyMark(who, ".;") && !r.Is(who, Cue::kWho)) --who;
  return r.Is(who, Cue::kWho) && r.FindCue(who, i, {Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot}) < 0;
}

Part ReadBothHalves(Reading& r, Clause clause, Mood mood) {
  if (const int either = mood == Mood::kRequires ? OrAfterFailure(r, clause) : -1; either > 0) {
    Part one = ReadPart(r, {clause.begin, either}, mood);
    if (one.found) return ReadEitherWay(r, clause, either, std::move(one), mood);
  }
  if (auto ways = ReadMarkerWays(r, clause, mood)) return *std::move(ways);
  const int second = mood == Mood::kProhibits ? SecondHalf(r, clause) : -1;
  if (second < 0) return ReadPart(r, clause, mood);
  Part one = ReadPart(r, {clause.begin, second - 1}, mood);
  if (!one.found) return ReadPart(r, clause, mood);
  Part other = ReadPart(r, {second, clause.end}, mood);
  Expression more = other.found ? std::move(other.content) : Expression::Opaque(r.SpanOf(second, clause.end - 1));
  one.content = Expression::All(std::move(one.content), std::move(more));
  if (other.found && TopicWeight(other.topic) > TopicWeight(one.topic)) one.topic = other.topic;
  return one;
}

}  // namespace trialmatch::rules
