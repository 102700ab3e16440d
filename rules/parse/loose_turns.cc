#include "rules/parse/loose_turns.h"

#include <algorithm>
#include <utility>

#include "rules/parse/bracket_limits.h"
#include "rules/parse/domains.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/statement_list.h"
#include "rules/parse/turn_words.h"
#include "rules/parse/turns.h"

namespace trialmatch::rules {
namespace {

using Effect = LooseTurn::Effect;
using turns::kDenials;
using turns::kDrugs;
using turns::kMarkers;
using turns::kScales;

class TurnFinder {
 public:
  TurnFinder(Reading& reading, Clause sentence, Section section) : r_(reading), c_(sentence), section_(section) {
    while (own_ < c_.end && r_.at(own_).lead) ++own_;
  }

  std::vector<LooseTurn> Find() {
    ReadUntreatedMetastases();
    ReadNarrowerKind();
    ReadWhoGetsDrug();
    if (r_.MayHoldMark("(")) ReadBrackets();
    if (section_ == Section::kInclusion) {
      ReadEitherState();
      ReadExceptedPeople();
      ReadSecondWay();
      ReadOtherPeople();
      ReadWiderPerformance();
    } else {
      ReadTargetsOfBispecific();
      ReadNoneOfIt();
    }
    return std::move(found_);
  }

 private:
  void Take(int begin, int end, Effect effect) {
    found_.push_back({effect, r_.SpanOf(begin, end - 1)});
    r_.PassOver(begin, end);
  }

  int EndOfPart(int from) const {
    while (from < c_.end && !r_.IsAnyMark(from, ".;()")) ++from;
    return from;
  }

  void ReadBrackets() {
    for (int open = own_ + 1; open + 2 < c_.end; ++open) {
      if (!r_.IsMark(open, '(')) continue;
      int close = open + 1;
      while (close < c_.end && !r_.IsAnyMark(close, "()")) ++close;
      if (!r_.IsMark(close, ')')) continue;
      if (const std::optional<Effect> effect = EffectOfBracket(r_, {own_, c_.end}, {open, close}, section_)) Take(open, close + 1, *effect);
    }
  }

  // "PD-L1 any", "with EGFR wild type or mutant": asks for nothing.
  void ReadEitherState() {
    const auto wild = [&](int i) { return r_.WordStarts(i, {"wild", "negative", "non-mutant", "wt"}); };
    const auto mutant = [&](int i) { return r_.WordStarts(i, {"mutant", "mutated", "positive", "mutation-positive"}); };
    for (int i = own_; i + 1 < c_.end; ++i) {
      const Entry* gene = r_.Find(i, TermKind::kGene);
      if (gene == nullptr) continue;
      const auto noun = [&](int k) { return r_.WordIsAny(k, {"tps", "cps", "expression", "status", "level"}) ? k + 1 : k; };
      const auto ends = [&](int k) { return k >= c_.end || r_.IsAnyMark(k, ",.;)"); };
      if (gene->id == "PDL1") {
        const int any = noun(i + 1);
        if (r_.WordIs(any, "any") && ends(noun(any + 1))) Take(i, noun(any + 1), Effect::kNone);
        else if (i > own_ && r_.WordIs(i - 1, "any") && ends(any)) Take(i - 1, any, Effect::kNone);
        continue;
      }
      const bool either = (r_.Is(i + 2, Cue::kOr) || r_.IsMark(i + 2, '/')) && i + 3 < c_.end && ((wild(i + 1) && mutant(i + 3)) || (mutant(i + 1) && wild(i + 3)));
      if (either && (i + 4 >= c_.end || r_.IsAnyMark(i + 4, ",.;)") || r_.IsTerm(i + 4, TermKind::kDisease))) Take(i, i + 4, Effect::kNone);
    }
  }

  // "No ALK alterations with the exception of those who progressed on a TKI": who may come after all.
  void ReadExceptedPeople() {
    const int except = FindCue(r_, own_ + 2, c_.end, {Cue::kExcept});
    if (except < 0 || !HasCue(r_, own_, except, kDenials) || !HasTermOf(r_, own_, except, kMarkers)) return;
    const bool people = r_.WordIsAny(except + 1, {"those", "those who"}) || IsPeople(r_, except + 1);
    const int end = EndOfPart(except);
    if (people && HasTermOf(r_, except, end, kDrugs)) Take(except, end, Effect::kLimits);
  }

  // "No EGFR alteration, or with such an alteration if a TKI has failed"; "PD-L1 negative or PD-L1 positive after a PD-1 antibody".
  void ReadSecondWay() {
    for (int i = own_ + 2; i + 3 < c_.end; ++i) {
      if (!r_.Is(i, Cue::kOr)) continue;
      const int first = r_.Is(i + 1, Cue::kWith) ? i + 2 : i + 1;
      const bool named = HasTermOf(r_, own_, i, kMarkers) || HasCue(r_, own_, i, {Cue::kActionable, Cue::kDriverAlteration});
      const int noun = r_.WordIsAny(first + 1, {"a", "an"}) ? first + 2 : first + 1;
      const bool such = named && r_.WordIsAny(first, {"such", "such a", "such an", "these", "those"}) && r_.IsTerm(noun, TermKind::kAlteration);
      const int end = EndOfPart(i);
      // "... after failure of targeted therapy" is read.
      const bool read = HasCue(r_, i, end, {Cue::kProgressed}) && !HasCue(r_, i, end, {Cue::kIf});
      if (!(such && !read) && !IsOtherState(first, i, end) && !IsAlsoPositive(i)) continue;
      return Take(r_.IsMark(i - 1, ',') ? i - 1 : i, end, Effect::kLimits);
    }
  }

  // "Without an EGFR mutation or with PD-L1 >= 50%".
  bool IsAlsoPositive(int joint) const {
    if (!r_.WordIs(joint + 1, "with") || !r_.IsTerm(joint + 2, TermKind::kGene)) return false;
    return HasTermOf(r_, own_, joint, kMarkers) && HasCue(r_, own_, joint, {Cue::kWithout});
  }

  enum class State : uint8_t { kNone, kNegative, kPositive };

  State StateOf(int gene) const {
    const int i = r_.IsMark(gene + 1, '-') ? gene + 2 : gene + 1;
    if (r_.WordStarts(i, {"negative", "wild", "wt"})) return State::kNegative;
    return r_.WordStarts(i, {"positive", "mutated", "mutant", "mutation-positive"}) ? State::kPositive : State::kNone;
  }

  // The gene at item `at` stands in the other state before; here, or there, with a therapy.
  bool IsOtherState(int at, int joint, int end) const {
    const Entry* gene = r_.Find(at, TermKind::kGene);
    const State state = gene != nullptr ? StateOf(at) : State::kNone;
    if (state == State::kNone || !HasTermOf(r_, own_, end, kDrugs)) return false;
    for (int k = own_; k < joint; ++k) {
      const Entry* before = r_.Find(k, TermKind::kGene);
      if (before != nullptr && before->id == gene->id && StateOf(k) != State::kNone && StateOf(k) != state) return true;
    }
    return false;
  }

  // "ALK-positive patients must have had alectinib, ROS1 patients may be naive": the others are asked nothing.
  void ReadOtherPeople() {
    const int must = FindCue(r_, own_, c_.end, {Cue::kMust});
    for (int i = must + 2; must > own_ && i + 3 < c_.end; ++i) {
      const int gene = r_.IsAny(i + 1, {Cue::kAnd, Cue::kHowever}) ? i + 2 : i + 1;
      if (!r_.IsMark(i, ',') || !r_.IsTerm(gene, TermKind::kGene)) continue;
      int may = gene + 1;
      while (may < c_.end && may < gene + 5 && (IsPeople(r_, may) || r_.IsTermOf(may, kMarkers) || r_.IsMark(may, '-') || r_.WordStarts(may, {"positive"}))) ++may;
      if (may > gene + 1 && r_.WordIsAny(may, {"may", "may be", "may have", "can be"})) return Take(i, EndOfPart(i), Effect::kNone);
    }
  }

  // "ECOG 0-1, ECOG 2 only if younger than 70".
  void ReadWiderPerformance() {
    if (!r_.MayHoldCue(kScales)) return;
    for (int i = own_ + 2; i + 3 < c_.end; ++i) {
      // "ECOG 0-1, or 2 if due to pain".
      if (r_.Is(i, Cue::kOr) && r_.IsNumber(i + 1) && r_.Is(i + 2, Cue::kIf) && r_.IsNumber(r_.IsMark(i - 1, ',') ? i - 2 : i - 1) && HasCue(r_, own_, i, kScales)) return Take(r_.IsMark(i - 1, ',') ? i - 1 : i, EndOfPart(i), Effect::kLimits);
      const bool widens = r_.IsAny(i, kScales) && r_.IsNumber(i + 1) && r_.Is(i + 2, Cue::kOnly) && (r_.IsAny(i + 3, {Cue::kIf, Cue::kFor, Cue::kWhen}) || r_.WordIs(i + 3, "in"));
      if (widens && HasCue(r_, own_, i, kScales)) return Take(r_.IsMark(i - 1, ',') ? i - 1 : i, EndOfPart(i), Effect::kLimits);
    }
  }

  // "Brain metastases not treated with surgery or radiotherapy": the local therapies are what treated means.
  void ReadUntreatedMetastases() {
    if (!r_.MayHoldCue({Cue::kCnsMetastasis})) return;
    for (int i = own_ + 1; i + 1 < c_.end; ++i) {
      if (const int end = EndOfUntreated(i); end > i) return Take(i, end, Effect::kLimits);
      if (!r_.Is(i, Cue::kNaive) || !r_.Is(i - 1, Cue::kCnsMetastasis) || !r_.WordStarts(i, {"not treated with", "not previously treated with"})) continue;
      int end = i + 1;
      while (end < c_.end && (IsLocalTherapy(r_, end) || r_.IsAny(end, {Cue::kOr, Cue::kFiller}) || r_.IsMark(end, ','))) ++end;
      if (end > i + 1 && (end >= c_.end || r_.IsAnyMark(end, ".;)")) && IsLocalTherapy(r_, end - 1)) return Take(i + 1, end, Effect::kNone);
    }
  }

  // "Brain metastases that have not been resected or irradiated", "without prior radiotherapy", among the exclusions: behind the words from item `i`
  // on, or -1.
  int EndOfUntreated(int i) const {
    if (section_ != Section::kExclusion || !r_.Is(i - 1, Cue::kCnsMetastasis)) return -1;
    const bool without = r_.Is(i, Cue::kWithout) && r_.Is(i + 1, Cue::kPrior);
    const bool have_not = r_.Is(i, Cue::kWho) && r_.Is(i + 1, Cue::kNot);
    bool local = false;
    int end = i + 2;
    for (; (without || have_not) && end < c_.end; ++end) {
      const bool names = IsLocalTherapy(r_, end) || r_.WordStarts(end, {"resected", "irradiated", "operated"});
      if (!names && !r_.IsAny(end, {Cue::kOr, Cue::kFiller, Cue::kPrior}) && !r_.IsMark(end, ',')) break;
      local = local || names;
    }
    return local && (end >= c_.end || r_.IsAnyMark(end, ".;)")) ? end : -1;
  }

  // "An ADC consisting of an MMAE payload": the second name is of a kind of the first, and means it.
  void ReadNarrowerKind() {
    for (int i = own_; i + 2 < c_.end; ++i) {
      const Entry* wide = r_.Find(i, TermKind::kDrugClass);
      if (wide == nullptr || wide->id != "adc" || !r_.WordIsAny(i + 1, {"consisting of", "comprising", "containing", "with", "that contains", "that consists of", "carrying", "bearing", "that includes", "including"})) continue;
      int name = i + 2;
      while (r_.Is(name, Cue::kFiller)) ++name;
      const Entry* kind = r_.Find(name, TermKind::kDrugClass);
      if (kind != nullptr && kind->id != "adc" && r_.lexicon().DrugIsA(kind->id, "adc") && !r_.WordStarts(i + 1, {"including"})) Take(i, name, Effect::kNone);
    }
  }

  // "Creatinine clearance > 45 mL/min for patients receiving pemetrexed": of whom it is asked.
  void ReadWhoGetsDrug() {
    if (!HasTermOf(r_, own_, c_.end, KindBit(TermKind::kLab))) return;
    for (int i = own_ + 3; i + 2 < c_.end; ++i) {
      const bool whom = (r_.Is(i, Cue::kFor) || r_.WordIs(i, "in")) && IsPeople(r_, i + 1) && r_.WordStarts(i + 2, {"receiving", "treated with", "assigned to", "on", "who will receive", "who receive", "planned to receive", "scheduled to receive"});
      const int end = EndOfPart(i);
      if (!whom || !HasTermOf(r_, own_, i, KindBit(TermKind::kLab)) || HasTermOf(r_, own_, i, kDrugs)) continue;
      if (HasTermOf(r_, i, end, kDrugs) && !HasTermOf(r_, i, end, KindBit(TermKind::kLab))) return Take(i, end, Effect::kLimits);
    }
  }

  // "A bispecific PD-1/VEGF, PD-1/CTLA-4 antibody": its targets are no drugs of their own, and not every bispecific is meant.
  void ReadTargetsOfBispecific() {
    for (int i = own_; i < c_.end; ++i) {
      const Entry* kind = r_.Find(i, TermKind::kDrugClass);
      if (kind == nullptr || kind->id != "bispecific_antibody") continue;
      const auto target = [&](int k) { return r_.IsTermOf(k, kDrugs | KindBit(TermKind::kGene)); };
      if (i - 3 >= own_ && target(i - 1) && r_.IsMark(i - 2, '/') && target(i - 3)) return Take(i - 3, i + 1, Effect::kAdds);
      int end = i + 1;
      if (r_.WordIsAny(end, {"against", "targeting", "of", "to"})) ++end;
      const int first = end;
      bool pair = false;
      for (; end < c_.end; ++end) {
        const bool joins = r_.IsAnyMark(end, "/x") || r_.WordIs(end, "and") || ((r_.IsMark(end, ',') || r_.Is(end, Cue::kOr)) && r_.IsMark(end + 2, '/'));
        if (!target(end) && !joins) break;
        pair = pair || ((r_.IsMark(end, '/') || r_.WordIs(end, "and")) && end > first && target(end + 1));
      }
      if (pair) return Take(i, end, Effect::kAdds);
    }
  }

  // "Intolerance to immunotherapy or no prior immunotherapy": who never had it as well.
  void ReadNoneOfIt() {
    for (int i = own_ + 2; i + 2 < c_.end; ++i) {
      if (!r_.Is(i, Cue::kOr)) continue;
      int first = i + 1;
      if (r_.Is(first, Cue::kWho)) ++first;
      if (!r_.Is(first, Cue::kNot) && !(r_.Is(first, Cue::kNaive) && r_.WordStarts(first, {"no prior", "no previous", "not "}))) continue;
      int drug = first + 1;
      while (r_.IsAny(drug, {Cue::kFiller, Cue::kPrior})) ++drug;
      const bool had = HasCue(r_, own_, i, {Cue::kIntolerant, Cue::kProgressed}) && HasTermOf(r_, own_, i, kDrugs);
      if (had && r_.IsTermOf(drug, kDrugs) && (drug + 1 >= c_.end || r_.IsAnyMark(drug + 1, ".;)"))) return Take(i, drug + 1, Effect::kAdds);
    }
  }

  Reading& r_;
  Clause c_;
  Section section_;
  int own_ = c_.begin;  // the first item that is no lead-in
  std::vector<LooseTurn> found_;
};

// What the turn may open: the markers, therapies and numbers that are asked for, and not the tumour itself.
bool MayOpen(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return e.children.empty() || std::any_of(e.children.begin(), e.children.end(), MayOpen);
  return !std::holds_alternative<OneOfLeaf>(*e.leaf);
}

void OpenDemand(base::Span span, Expression* asked) {
  std::vector<Expression> kept, opened;
  if (asked->kind == Expression::Kind::kAll) {
    for (Expression& child : asked->children) (MayOpen(child) ? opened : kept).push_back(std::move(child));
  } else {
    opened.push_back(std::move(*asked));
  }
  if (!opened.empty()) kept.push_back(Expression::Any(Expression::All(std::move(opened)), Expression::Opaque(span)));
  *asked = Expression::All(std::move(kept));
}

void Apply(const LooseTurn& turn, Statement* s) {
  if (turn.effect == Effect::kNone || s->mood == Mood::kPermits || s->content.kind == Expression::Kind::kOpaque) return;
  if (s->mood == Mood::kRequires) OpenDemand(turn.span, &s->content);
  else if (turn.effect == Effect::kAdds) s->content = Expression::Any(std::move(s->content), Expression::Opaque(turn.span));
  else s->content = Expression::All(std::move(s->content), Expression::Opaque(turn.span));
  if (s->understood == Understood::kFull) s->understood = Understood::kPartial;
}

// "Eligible for a targeted therapy who have not received it".
bool DeniesByPronoun(const Reading& r, Clause c) {
  for (int i = c.begin + 3; i < c.end; ++i) {
    const bool pronoun = r.WordIsAny(i, {"it", "them", "this", "these", "one"}) && (i + 1 >= c.end || r.IsAnyMark(i + 1, ".,;)"));
    if (!pronoun || !HasCue(r, std::max(c.begin, i - 4), i, {Cue::kNot, Cue::kNo, Cue::kNaive, Cue::kMustNot})) continue;
    for (int k = c.begin; k < i; ++k) {
      if (r.WordContains(k, {"eligible", "candidate", "suitable"}) && HasTermOf(r, k, i, kDrugs | KindBit(TermKind::kSetting))) return true;
    }
  }
  return false;
}

// "Brain MRI without metastases, or with treated ones only": the metastases are of the brain, and are named no more.
bool TellsScanOfBrain(const Reading& r, Clause c) {
  if (HasCue(r, c.begin, c.end, {Cue::kCnsMetastasis}) || !r.MayHoldTermOf(KindBit(TermKind::kSetting))) return false;
  bool scan = false, metastases = false;
  for (int i = c.begin; i < c.end; ++i) {
    const Entry* plain = r.Find(i, TermKind::kPlain);
    const bool imaging = (plain != nullptr && plain->id == "imaging") || r.WordIsAny(i, {"mri of the brain", "brain mri"});
    // "No distant metastases on PET, CT of the chest and brain MRI".
    if (r.WordContains(i, {"chest", "thora", "abdom", "bone", "pet", "distant", "liver", "required", "rule out"})) return false;
    scan = scan || (imaging && r.WordContains(i, {"brain", "head", "cranial", "cerebral"}));
    const Entry* setting = r.Find(i, TermKind::kSetting);
    const bool named = setting != nullptr && setting->id == "metastatic" && r.WordStarts(i, {"metasta"});
    metastases = metastases || (named && HasCue(r, std::max(c.begin, i - 4), i, kDenials));
  }
  return scan && metastases;
}

// "Never smokers with squamous cell carcinoma must be tested for EGFR", "testing is mandatory in adenocarcinoma": nobody is asked to be one of those.
bool AsksForTest(const Reading& r, Clause c) {
  constexpr WordPattern kTest[] = {"tested", "testing"};
  if (!r.MayHoldWord(kTest) || HasTermOf(r, c.begin, c.end, kDrugs) || HasCue(r, c.begin, c.end, {Cue::kProgressed, Cue::kStage})) return false;
  int test = c.begin;
  while (test < c.end && (r.at(test).lead || !r.WordIsAny(test, kTest))) ++test;
  if (test >= c.end || !HasTermOf(r, c.begin, c.end, KindBit(TermKind::kDisease))) return false;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.WordContains(i, {"negative", "positive", "wild", "mutation", "no "}) || r.IsAny(i, kDenials)) return false;
  }
  if (r.WordIs(test, "tested")) return test > c.begin + 1 && r.Is(test - 1, Cue::kMust) && HasTermOf(r, c.begin, test, KindBit(TermKind::kDisease));
  for (int i = test + 1; i < c.end; ++i) {
    if (r.IsTerm(i, TermKind::kDisease)) return false;
    const bool needed = r.WordContains(i, {"required", "mandatory", "necessary"});
    if (needed) return r.WordIsAny(i + 1, {"in", "for", "only"}) || r.Is(i + 1, Cue::kFor);
  }
  return false;
}

// "Tumour other than NSCLC": of which kind the tumour is, and no second one.
bool TellsKindOfTumour(const Reading& r, Clause c) {
  int i = c.begin;
  while (i < c.end && (r.at(i).lead || r.Is(i, Cue::kFiller))) ++i;
  if (!r.WordIsAny(i, {"tumor", "tumors", "histology", "lung cancer", "lung tumor"}) || !r.Is(i + 1, Cue::kExcept)) return false;
  return r.IsTerm(i + 2, TermKind::kDisease) && (i + 3 >= c.end || r.IsAnyMark(i + 3, ".;"));
}

}  // namespace

std::vector<LooseTurn> PassOverLooseTurns(Reading& r, Clause sentence, Section section) { return TurnFinder(r, sentence, section).Find(); }

void ApplyLooseTurns(const std::vector<LooseTurn>& turns, size_t from, std::vector<Statement>* out) {
  for (size_t k = from; k < out->size(); ++k) {
    Statement& s = (*out)[k];
    for (const LooseTurn& turn : turns) {
      if (!s.empty && !s.logistics) Apply(turn, &s);
      else if (turn.effect == Effect::kAdds && turns.size() == 1) s = Statement{.mood = Mood::kProhibits, .content = Expression::Opaque(turn.span), .span = s.span};
    }
  }
}

bool IsBeyondReading(const Reading& r, Clause sentence, Section section) {
  return DeniesByPronoun(r, sentence) || TellsScanOfBrain(r, sentence) || (section == Section::kExclusion ? TellsKindOfTumour(r, sentence) : AsksForTest(r, sentence));
}

bool TellsWhoIsMeant(const Reading& r, Clause sentence) {
  constexpr WordPattern kThose[] = {"those"};
  if (!r.MayHoldWord(kThose) || HasCue(r, sentence.begin, sentence.end, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kPermitted})) return false;
  for (int i = sentence.begin + 1; i + 2 < sentence.end; ++i) {
    if (r.at(i).lead) return false;
    const bool are = r.WordIs(i, "are") || r.WordIs(i, "are those") || r.WordIs(i, "are those with");
    if (are && (r.WordStarts(i, {"are those"}) || r.WordStarts(i + 1, {"those"}))) return HasCue(r, sentence.begin, i, {Cue::kCnsMetastasis, Cue::kTreated, Cue::kStable});
  }
  return false;
}

bool WidensPerformance(const Reading& r, Clause sentence, std::vector<Statement>* out) {
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.Is(i, Cue::kFiller))) ++i;
  const bool widens = r.IsAny(i, kScales) && r.IsNumber(i + 1) && r.Is(i + 2, Cue::kOnly) && (r.IsAny(i + 3, {Cue::kIf, Cue::kFor, Cue::kWhen}) || r.WordIs(i + 3, "in"));
  // "ECOG 2 is acceptable only if due to the tumor", "for patients with brain metastases Karnofsky >= 60 % is allowed".
  int only = i + 2;
  while (only < sentence.end && (r.IsAny(only, {Cue::kFiller, Cue::kPermitted}) || r.WordIs(only, "is"))) ++only;
  const bool permits = HasCue(r, i, sentence.end, {Cue::kPermitted}) && !HasCue(r, i, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kNot, Cue::kExcluded});
  const bool if_only = permits && r.IsAny(i, kScales) && r.IsNumber(i + 1) && r.Is(only, Cue::kOnly);
  const bool for_some = permits && (r.IsAny(i, {Cue::kFor, Cue::kIf}) || r.WordIs(i, "in")) && HasCue(r, i, sentence.end, {Cue::kKarnofsky});
  if (!(widens || if_only || for_some) || out->empty() || out->back().topic != Topic::kPerformance || out->back().mood != Mood::kRequires) return false;
  Statement way = Unread(r, sentence, Section::kInclusion);
  Statement& before = out->back();
  before.content = Expression::Any(std::move(before.content), std::move(way.content));
  before.understood = Understood::kPartial;
  way.empty = true;
  way.content = Expression::Always(way.span, "nothing_said");
  out->push_back(std::move(way));
  return true;
}

}  // namespace trialmatch::rules
