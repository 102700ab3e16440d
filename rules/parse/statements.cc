#include "rules/parse/sentence.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "rules/parse/bounds/second_bounds.h"
#include "rules/parse/bounds/status_of_some.h"
#include "rules/parse/bracketed_whom.h"
#include "rules/parse/brain/state_behind.h"
#include "rules/parse/citations.h"
#include "rules/parse/denied_twice.h"
#include "rules/parse/disease/member_bracket.h"
#include "rules/parse/disease/title_condition.h"
#include "rules/parse/domains.h"
#include "rules/parse/counted_list.h"
#include "rules/parse/doubtful_demand.h"
#include "rules/parse/elided_mood.h"
#include "rules/parse/half_read.h"
#include "rules/parse/idle_permission.h"
#include "rules/parse/idle_sentences.h"
#include "rules/parse/if_any.h"
#include "rules/parse/illness/illness_with_ways.h"
#include "rules/parse/illness/negative_or_positive.h"
#include "rules/parse/illness/nyha_assessment.h"
#include "rules/parse/illness/recovery.h"
#include "rules/parse/illness/second_cancers.h"
#include "rules/parse/included_tumours.h"
#include "rules/parse/layout/part_name.h"
#include "rules/parse/layout/part_subject.h"
#include "rules/parse/layout/run_on_list.h"
#include "rules/parse/joined_sentences.h"
#include "rules/parse/leading_window.h"
#include "rules/parse/lettered_ways.h"
#include "rules/parse/loose_turns.h"
#include "rules/parse/lost_lines.h"
#include "rules/parse/narrowing_words.h"
#include "rules/parse/numbered_conditions.h"
#include "rules/parse/other_stage.h"
#include "rules/parse/reading.h"
#include "rules/parse/reproductive.h"
#include "rules/parse/same_people.h"
#include "rules/parse/statement_list.h"
#include "rules/parse/told_groups.h"
#include "rules/parse/therapy/none_or_only.h"
#include "rules/parse/therapy/treatment_ways.h"
#include "rules/parse/trailing_permission.h"
#include "rules/parse/turns.h"
#include "rules/parse/unknown_subject.h"
#include "rules/parse/unread_way.h"

namespace trialmatch::rules {
namespace {

// No sentence that a person wrote is longer; what is would cost time that grows with the square of its length.
constexpr int kLongestSentence = 800;   // items

// "Stage III NSCLC, excluding patients with brain metastases", "ALK-positive NSCLC (except those with prior lorlatinib)": where what is excluded starts,
// or -1.
int ExcludedBehind(const Reading& r, Clause c) {
  constexpr CueSet kMore = {Cue::kStage, Cue::kMust, Cue::kMustNot, Cue::kPermitted, Cue::kUnless, Cue::kIf, Cue::kHowever, Cue::kExcept};
  constexpr CueSet kTherapy = {Cue::kLine, Cue::kProgressed, Cue::kPrior};
  constexpr CueSet kTurned = {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kIf, Cue::kUnless};
  const int at = FindCue(r, c.begin + 1, c.end - 1, {Cue::kExcept});
  if (at < 0 || r.at(at).lead || HasCue(r, c.begin, at, kTurned) || HasCue(r, at + 1, c.end, kMore)) return -1;
  const bool people = IsPeopleWith(r, at + 1) || r.WordIsAny(at + 1, {"those", "those with"}) || r.Is(at + 1, Cue::kPrior) || (r.WordIsAny(at + 1, {"patients"}) && r.Is(at + 2, Cue::kPrior));
  // "Except" may also let in others than those of whom a therapy is asked.
  const bool except = people && r.WordStarts(at, {"except"}) && !HasCue(r, c.begin, at, kTherapy);
  if (!except && !r.WordIsAny(at, {"excluding", "but not", "not including"})) return -1;
  if (!people && HasCue(r, at + 1, c.end, kTherapy)) return -1;
  bool tumour = false, illness = false;
  const bool of_brain = HasCue(r, at + 1, c.end, {Cue::kCnsMetastasis, Cue::kLeptomeningeal});
  int depth = 0;
  for (int i = c.begin; i < at; ++i) {
    if (r.IsAnyMark(i, "()")) depth += r.IsMark(i, '(') ? 1 : -1;
    if (except && r.IsTermOf(i, KindBits({TermKind::kLab, TermKind::kDrug, TermKind::kDrugClass}))) return -1;
    tumour = tumour || (r.IsTerm(i, TermKind::kDisease) && (of_brain || !r.IsTerm(i, TermKind::kCondition))) || (of_brain && r.Is(i, Cue::kStage)) || (people && r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation})));
  }
  for (int i = at + 1; i < c.end; ++i) {
    const bool brain = r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal});
    const bool therapy = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if ((therapy && !people) || r.IsTerm(i, TermKind::kLab) || (r.IsTerm(i, TermKind::kDisease) && !brain)) return -1;
    illness = illness || brain || therapy || r.IsTerm(i, TermKind::kCondition) || (people && r.IsTerm(i, TermKind::kGene));
  }
  const bool in_bracket = depth == 1 && r.IsMark(at - 1, '(') && r.IsMark(c.end - 1, ')');
  return (depth == 0 || in_bracket) && tumour && illness ? at : -1;
}

Clauses SplitExcluded(const Reading& r, const Clauses& sentences) {
  if (!r.MayHoldCue({Cue::kExcept})) return sentences;
  Clauses out;
  for (const Clause c : sentences) {
    const int at = ExcludedBehind(r, c);
    const bool in_bracket = at > c.begin && r.IsMark(at - 1, '(');
    if (at > c.begin) out.push_back({c.begin, r.IsAnyMark(at - 1, ",(") ? at - 1 : at});
    out.push_back({at > c.begin ? at : c.begin, in_bracket ? c.end - 1 : c.end});
  }
  return out;
}

// "Patients with prior PD-1 inhibitors are ineligible for phase 1": whoever has none of it may come, whatever the part.
void ReadExcludedFromPart(Reading& r, Clause sentence, std::vector<Statement>* out) {
  const size_t from = out->size();
  ReadSentence(r, sentence, Section::kExclusion, out);
  Statement* one = out->size() == from + 1 ? &out->back() : nullptr;
  const bool read = one != nullptr && one->mood == Mood::kProhibits && !one->logistics && !one->empty && one->content.kind != Expression::Kind::kOpaque;
  if (!read) {
    out->resize(from);
    out->push_back(Unread(r, sentence, Section::kExclusion));
    return;
  }
  one->content = Expression::All(std::move(one->content), Expression::Opaque(one->span));
  one->understood = Understood::kPartial;
}

void PushIdle(const Reading& r, Clause sentence, Section section, std::vector<Statement>* out) {
  out->push_back(Unread(r, sentence, section));
  out->back().empty = true;
  out->back().content = Expression::Always(out->back().span, "nothing_said");
}

// One more way to what the sentence before asks for, which is not understood.
void AddUnreadWay(Reading& r, Clause sentence, std::vector<Statement>* out) {
  Statement way = Unread(r, sentence, Section::kInclusion);
  Statement& before = out->back();
  if (!before.empty && !before.logistics && before.mood == Mood::kRequires && (before.topic == Topic::kDisease || before.topic == Topic::kBiomarker || before.topic == Topic::kStageSetting)) {
    before.content = Expression::Any(std::move(before.content), std::move(way.content));
    before.understood = Understood::kPartial;
    way.empty = true;
    way.content = Expression::Always(way.span, "nothing_said");
  }
  out->push_back(std::move(way));
}

// "NSCLC, melanoma, and others. For combination with drug A, participants must have received ...": behind the tumours, what one way of
// treatment asks for. Who comes for the drug alone is not asked.
bool AddsCombination(const Reading& r, Clause sentence, const std::vector<Statement>& before) {
  const int behind = BehindTherapyOfPart(r, sentence);
  if (behind < 0 || before.empty() || before.front().topic != Topic::kDisease || before.front().mood != Mood::kRequires) return false;
  for (int i = sentence.begin; i < behind; ++i) {
    if (r.WordContains(i, {"combination with"}) || (r.WordIs(i, "combination") && r.Is(i + 1, Cue::kWith))) return true;
  }
  return false;
}

bool AsksForTherapy(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<TreatmentLeaf>(*e.leaf);
  return e.kind == Expression::Kind::kAll && std::any_of(e.children.begin(), e.children.end(), AsksForTherapy);
}

// "Including at least targeted therapy (patients with EGFR mutations must ...) and platinum": behind the sentence in brackets the
// list of what is asked for goes on.
void ReadRestOfList(Reading& r, Clause sentence, size_t from, std::vector<Statement>* out) {
  const Statement& list = (*out)[from - 2];
  Statement& rest = out->back();
  const bool goes_on = r.Is(sentence.begin, Cue::kAnd) && r.IsMark(sentence.begin - 1, ')') && out->size() == from + 1 && rest.content.kind == Expression::Kind::kOpaque;
  if (!goes_on || list.mood != Mood::kRequires || !AsksForTherapy(list.content)) return;
  for (int i = sentence.begin + 1; i < sentence.end; ++i) {
    if (!r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) && !r.Is(i, Cue::kFiller) && !r.IsAnyMark(i, ".;,")) return;
  }
  Atoms atoms;
  ReadBareNames(r, {sentence.begin + 1, sentence.end}, atoms);
  if (atoms.size() != 1) return;
  rest.content = std::move(atoms.front().expression);
  rest.topic = atoms.front().topic;
  rest.understood = Understood::kFull;
}

bool AsksForMeasurable(const Statement& s) {
  const auto* fact = s.mood == Mood::kRequires && s.content.kind == Expression::Kind::kLeaf ? std::get_if<FactLeaf>(s.content.leaf.get()) : nullptr;
  return fact != nullptr && fact->fact == "measurable";
}

// "Measurable or non-measurable disease; measurable disease must lie outside the field": how it is assessed where it is there, and asked of
// nobody. A part may ask for more than the others.
void PassOverMeasurableOfEither(const Reading& r, std::vector<Statement>* statements) {
  constexpr WordPattern kEither[] = {"or non-measurable", "or nonmeasurable", "or non measurable"};
  if (!r.MayHoldWord(kEither)) return;
  bool either = false;
  for (int i = 0; i < r.size(); ++i) {
    if (!PartWord(r.Word(i)).empty() || (r.Is(i, Cue::kOnly) && r.IsTerm(i + 1, TermKind::kFact))) return;
    either = either || (r.IsTerm(i, TermKind::kFact) && r.WordContains(i, kEither));
  }
  for (Statement& s : *statements) {
    if (!either || !AsksForMeasurable(s)) continue;
    s.content = Expression::Always(s.span, "definition");
    s.empty = true;
  }
}

}  // namespace

std::vector<Statement> ReadStatements(Reading& r, int begin, int end, Section section) {
  std::vector<Statement> out;
  PassOverIfAny(r, begin, end);
  if (const int colon = section == Section::kInclusion ? ColonOfExclusion(r, begin, end) : -1; colon >= 0) {
    r.UseRange(begin, colon);
    return ReadStatements(r, colon + 1, end, Section::kExclusion);
  }
  if (section == Section::kInclusion && NumbersTumours(r, begin, end)) return {Unread(r, {begin, end}, section)};
  if (auto twice = section == Section::kExclusion ? ReadDeniedTwice(r, begin, end) : std::nullopt) return {*std::move(twice)};
  const Clauses sentences = SplitTurns(r, section == Section::kInclusion ? SplitSplicedPermission(r, SplitAlternatives(r, SplitExcluded(r, SplitSentences(r, begin, end)))) : SplitJoinedEvents(r, SplitPregnancy(r, SplitLostLines(r, SplitLettered(r, SplitSentences(r, begin, end))))));
  std::vector<size_t> first_of;  // statement of each sentence
  for (size_t k = 0; k < sentences.size(); ++k) {
    Clause sentence = sentences[k];
    first_of.push_back(out.size());
    const size_t from = out.size();
    const bool too_long = sentence.end - sentence.begin > kLongestSentence;
    const bool for_part = sentences.size() > 1 && (IsForPart(r, sentences, k) || (section == Section::kInclusion && IsOneOfCohorts(r, sentences, k)));
    if (!too_long && !for_part && section == Section::kExclusion && ExcludedFromPart(r, sentence)) {
      ReadExcludedFromPart(r, sentence, &out);
      continue;
    }
    if (too_long || for_part || (sentence.begin > begin && section == Section::kInclusion && EndsWithPart(r, sentence))) {
      out.push_back(Unread(r, sentence, section));
      continue;
    }
    if (section == Section::kInclusion) PassOverDemandOfExceptedPart(r, sentence);
    if (ReadWaivedTime(r, sentence, &out) || ReadNyhaAssessment(r, sentence, &out)) continue;
    if (section == Section::kInclusion && ReadIntervalOfLocalTherapy(r, sentence, &out)) continue;
    if (section == Section::kExclusion && ReadNumberedConditions(r, sentence, &out)) continue;
    if (from > 0 && section == Section::kInclusion && AddsCombination(r, sentence, out)) {
      PushIdle(r, sentence, section, &out);
      continue;
    }
    if (from > 0 && section == Section::kInclusion && (AddsOtherTumours(r, sentence) || AllowsCategory(r, sentence))) {
      AddUnreadWay(r, sentence, &out);
      continue;
    }
    if (const int list = section == Section::kInclusion ? RunOnListAt(r, sentence) : -1; list > 0) {
      out.push_back(Unread(r, {list, sentence.end}, section));
      sentence.end = list;
    }
    if (const int part = PartBehindColon(r, sentence); part > 0) {
      out.push_back(Unread(r, {part, sentence.end}, section));
      sentence.end = part;
    }
    if (const int plan = section == Section::kInclusion ? NoMorePlannedAt(r, sentence) : -1; plan > 0) {
      r.UseRange(plan, sentence.end - 1);
      sentence.end = r.IsMark(plan - 1, ',') ? plan - 1 : plan;
    }
    if (const int unrecovered = section == Section::kExclusion ? UnrecoveredAt(r, sentence) : -1; unrecovered > 0) {
      r.UseRange(unrecovered, sentence.end - 1);
      sentence.end = r.IsMark(unrecovered - 1, ',') ? unrecovered - 1 : unrecovered;
    }
    if (const int own = BehindLetterOfItem(r, sentence); own > 0) {
      for (Statement& one : OnlyFor(Expression::Opaque(r.SpanOf(sentence.begin, own - 1)), ReadStatements(r, own, sentence.end, section))) out.push_back(std::move(one));
      continue;
    }
    if (section == Section::kInclusion && TakesOtherTumours(r, sentence)) {
      out.push_back(Unread(r, sentence, section));
      continue;
    }
    const int behind_stage = PassOverStageOfIllness(r, sentence);
    if (section == Section::kExclusion) PassOverIllnessOfValue(r, sentence);
    else PassOverAllowedBound(r, sentence);
    if (const int rest = section == Section::kExclusion ? BehindOwnTurn(r, sentence) : -1; rest > 0) {
      ReadBothTurns(r, sentence, rest, &out);
      continue;
    }
    if (ReadForWhomInBrackets(r, sentence, section, &out) || (section == Section::kExclusion && ReadIllnessWithWays(r, sentence, &out)) || (section == Section::kInclusion && (ReadNegativeOrPositive(r, sentence, &out) || ReadValuesOfSome(r, sentence, &out)))) continue;
    if (IsBeyondReading(r, sentence, section)) {
      out.push_back(Unread(r, sentence, section));
      continue;
    }
    if (from > 0 && section == Section::kExclusion && TellsWhoIsMeant(r, sentence)) {
      PushIdle(r, sentence, section, &out);
      continue;
    }
    if (from > 0 && section == Section::kInclusion && WidensPerformance(r, sentence, &out)) continue;
    const bool of_parts = NamesPartsInBrackets(r, sentence, section);
    const bool of_member = section == Section::kInclusion && PassOverTherapyOfMember(r, sentence);
    const NarrowingWords narrowing = PassOverNarrowingWords(r, sentence, section);
    const std::vector<LooseTurn> loose = PassOverLooseTurns(r, sentence, section);
    const auto spared = PassOverSparedDrugs(r, sentence);
    const auto some = section == Section::kInclusion ? PassOverStatusOfSome(r, sentence) : std::nullopt;
    if (section == Section::kExclusion || !ReadByLabel(r, sentence, &out)) ReadSentence(r, sentence, section, &out);
    if (section == Section::kExclusion) OpenStageOfIllness(r, sentence, behind_stage, from, &out);
    if (out.size() == from + 1) LimitPermittedGrade(r, sentence, &out.back());
    LimitByNarrowingWords(narrowing, from, &out);
    ApplyLooseTurns(loose, from, &out);
    if (some) AllowStatusOfSome(*some, from, &out);
    if (spared) SpareDrugs(*spared, from, &out);
    if (const int ways = section == Section::kInclusion && out.size() == from + 1 ? LetteredWaysAt(r, sentence) : -1; ways >= 0) LeaveWaysOpen(r, ways, &out.back());
    if (of_parts && out.size() > from) LeaveOpenForParts(&out.back());
    if (out.size() == from + 1 && section == Section::kInclusion && TurnsBetweenParts(r, sentence)) LeaveTurnOpen(&out.back());
    if (of_member && out.size() > from && out.back().understood == Understood::kFull) out.back().understood = Understood::kPartial;
    if (from > 0 && out.size() == from + 1 && section == Section::kInclusion && out.back().mood == Mood::kPermits && PermitsBesideDemand(r, sentence)) out.back().empty = true;
    if (from > 0 && section == Section::kExclusion && PermitsPastOfActive(r, sentence, out)) out.back().empty = true;
    if (from > 0 && out.size() == from + 1) {
      ReadPermittedSecondCancers(r, sentence, &out);
      ReadStateOfMetastases(r, sentence, &out);
      PassOverPermittedTherapyOfBrain(r, sentence, &out);
    }
    if (from > 0 && out.size() == from + 1 && section == Section::kInclusion && OpensOtherStage(r, sentence, &out)) continue;
    HoldForSamePatients(r, sentence, from, &out);
    if (section == Section::kInclusion) {
      HoldForThoseNamed(r, sentence, from, &out);
      HoldForAllOthers(r, sentence, from, &out);
      SpareWhoIsExempt(r, sentence, from, &out);
      JoinOtherWay(r, sentence, from, &out);
    }
    if (from > 0) HoldForOthers(r, sentence, from, &out);
    if (from > 0 && section == Section::kInclusion) DoubtDriverAskedFor(from, &out);
    if (from > 1 && section == Section::kInclusion) ReadRestOfList(r, sentence, from, &out);
    OpenHalfRead(r, sentence, section, from, &out);
    GiveUpDoubtfulDemands(r, sentence, section, from, &out);
    LeaveUnreadWayOpen(r, sentence, section, from, &out);
    if (section == Section::kInclusion) OpenUnreadSecondBound(r, sentence, from, &out);
    if (section == Section::kExclusion) LeaveCountedOpen(r, sentence, from, &out);
    if (section == Section::kInclusion && from > 0 && PassesOverIdlePermission(r, sentence, out, from)) out.back().understood = Understood::kFull;
  }
  first_of.push_back(out.size());
  if (section == Section::kInclusion && r.MayHoldMark(";") && r.MayHoldMark(":") && r.MayHoldCue({Cue::kIncluding})) JoinIncludedTumours(r, sentences, first_of, &out);
  if (section == Section::kInclusion && sentences.size() > 1 && r.MayHoldCue({Cue::kOr, Cue::kAnyOf})) JoinAlternatives(r, sentences, first_of, &out);
  if (section == Section::kInclusion && sentences.size() > 1) JoinToldGroups(r, sentences, first_of, &out);
  if (section == Section::kExclusion && sentences.size() > 1 && r.MayHoldMark(";") && r.MayHoldMark(":")) ShareLeadingWindow(r, sentences, first_of, &out);
  if (section == Section::kInclusion) {
    PassOverMeasurableOfEither(r, &out);
    LetInIfPositive(&out);
  }
  return out;
}

}  // namespace trialmatch::rules
