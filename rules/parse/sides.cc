#include "rules/parse/asked_alone.h"
#include "rules/parse/sides.h"

#include <utility>

#include "rules/parse/brain/part_of_state.h"
#include "rules/parse/domains.h"
#include "rules/parse/exceptions.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kGoodStates = {Cue::kStable, Cue::kTreated, Cue::kAsymptomatic, Cue::kUntreatedCns, Cue::kNaive};

// "Asymptomatic or treated and stable", of metastases: the only "or", with a state on both sides that does not end the same phrase; or -1. What a
// comma and "and" behind it add is said of both.
int BetweenStates(const Reading& r, Clause clause) {
  int joint = -1;
  for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
    if (r.IsAnyMark(i, "([;:") || r.at(i).lead || r.IsAny(i, {Cue::kWho, Cue::kCnsMetastasis, Cue::kIf, Cue::kUnless, Cue::kExcept})) return -1;
    if (joint >= 0 && r.Is(i, Cue::kAnd) && r.IsMark(i - 1, ',')) return -1;
    if (!r.Is(i, Cue::kOr)) continue;
    if (joint >= 0) return -1;
    joint = i;
  }
  if (joint < 0 || !HasCue(r, clause.begin, clause.end, {Cue::kAnd})) return -1;
  int next = joint + 1;
  while (next < clause.end && (r.Is(next, Cue::kFiller) || r.Find(next, TermKind::kPlain) != nullptr)) ++next;
  return r.IsAny(next, kGoodStates) && HasCue(r, clause.begin, joint, kGoodStates) ? joint : -1;
}

// "..., or they have ...", "; or if they ...", "or if treated": the item of the "or" that two ways stand around, or -1.
int SecondWayAt(const Reading& r, Clause clause) {
  int depth = 0;
  for (int i = clause.begin + 1; i + 2 < clause.end; ++i) {
    depth += r.IsAnyMark(i, "([") ? 1 : r.IsAnyMark(i, ")]") ? -1 : 0;
    if (depth != 0 || !r.Is(i, Cue::kOr) || r.at(i).lead) continue;
    if (r.WordIsAny(i + 1, {"they", "if they"}) || r.Is(i + 1, Cue::kIf)) return i;
  }
  return -1;
}

bool IsStateOfBrain(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf && std::holds_alternative<BrainLeaf>(*e.leaf);
}

Part ReadOneSide(Reading& r, Mood mood, const Part& main, Clause clause) {
  std::optional<Expression> state;
  if (main.topic == Topic::kComorbidity && mood == Mood::kPermits && OnlyIllnesses(main.content)) state = HowIllnessIs(r, clause, main.content);
  if (main.topic == Topic::kCns) state = ReadBrainState(r, clause);
  Part part = state ? Part{} : ReadPart(r, clause, Mood::kPermits);
  // A state of brain metastases that was not read whole is not another illness.
  const bool of_brain = main.topic == Topic::kCns && HasCue(r, clause.begin, clause.end, {Cue::kStable, Cue::kTreated, Cue::kSymptomatic, Cue::kAsymptomatic, Cue::kSteroids});
  const bool of_other = part.topic == Topic::kComorbidity || part.topic == Topic::kPriorTherapy || part.topic == Topic::kConcomitantMedication || part.topic == Topic::kWashout;
  if (!state && ((of_brain && (of_other || part.content.kind == Expression::Kind::kNot)) || TellsLengthOfTherapy(r, clause, part.content))) part.found = false;
  if (!state && !part.found && main.topic == Topic::kCns) state = ReadPartOfBrainState(r, clause, mood == Mood::kPermits ? MetastasesAmong(main.content) : main.content);
  if (state) part = {*std::move(state), main.topic, true};
  return part;
}

// One of two ways: what is more than a state of the metastases is left unread.
Expression ReadWay(Reading& r, Mood mood, const Part& main, Clause clause) {
  while (!clause.empty() && r.IsAnyMark(clause.end - 1, ",;")) --clause.end;
  while (!clause.empty() && r.Is(clause.begin, Cue::kIf)) r.Use(clause.begin++);
  Part way = ReadOneSide(r, mood, main, clause);
  const bool told = way.found && (main.topic != Topic::kCns || IsStateOfBrain(way.content));
  r.UseRange(clause.begin, clause.end - 1);
  return told ? std::move(way.content) : Expression::Opaque(r.SpanOf(clause.begin, clause.end - 1));
}

}  // namespace

Part ReadSide(Reading& r, Mood mood, const Part& main, Clause clause) {
  while (!clause.empty() && r.IsMark(clause.begin, ':')) ++clause.begin;
  const bool of_illness = main.topic == Topic::kCns || main.topic == Topic::kComorbidity;
  int second = mood != Mood::kRequires && of_illness ? SecondWayAt(r, clause) : -1;
  if (second < 0 && main.topic == Topic::kCns) second = BetweenStates(r, clause);
  if (second < 0) return ReadOneSide(r, mood, main, clause);
  Expression first = ReadWay(r, mood, main, {clause.begin, second});
  r.Use(second);
  return {Expression::Any(std::move(first), ReadWay(r, mood, main, {second + 1, clause.end})), main.topic, true};
}

void AskTherapyOfCause(const Reading& r, Clause exception, Expression* excepted) {
  const auto* illness = excepted->kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(excepted->leaf.get()) : nullptr;
  if (illness == nullptr || illness->said.empty() || HasCue(r, exception.begin, exception.end, {Cue::kOr, Cue::kAnd})) return;
  for (int i = exception.begin; i < exception.end; ++i) {
    const Entry* quality = r.Find(i, TermKind::kQuality);
    if (quality == nullptr || quality->id != "treatment_related") continue;
    if (!r.WordContains(i, {"radiation", "radiother"})) return;
    TreatmentLeaf cause;
    cause.what = {"radiation"};
    *excepted = Expression::All(std::move(*excepted), Expression::OfLeaf(std::move(cause), r.SpanOf(i, i), "treatment.had"));
    return;
  }
}

}  // namespace trialmatch::rules
