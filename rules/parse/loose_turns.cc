#include "rules/parse/loose_turns.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/statement_list.h"
#include "rules/parse/turn_words.h"
#include "rules/parse/turns.h"

namespace trialmatch::rules {
namespace {

using Effect = LooseTurn::Effect;

constexpr uint32_t kDrugs = KindBits({TermKind::kDrug, TermKind::kDrugClass});
constexpr uint32_t kMarkers = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration});
constexpr CueSet kDenials = {Cue::kNo, Cue::kNot, Cue::kWithout};
constexpr CueSet kScales = {Cue::kEcog, Cue::kPerformanceStatus};

class TurnFinder {
 public:
  TurnFinder(Reading& reading, Clause sentence, Section section) : r_(reading), c_(sentence), section_(section) {
    while (own_ < c_.end && r_.at(own_).lead) ++own_;
  }

  std::vector<LooseTurn> Find() {
    ReadUntreatedMetastases();
    ReadNarrowerKind();
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
      if (const std::optional<Effect> effect = OfBracket(open, close)) Take(open, close + 1, *effect);
    }
  }

  std::optional<Effect> OfBracket(int open, int close) const {
    if (section_ == Section::kExclusion) {
      if (IsForDrugOnly(open, close)) return Effect::kLimits;
      if (ExplainsOnly(open)) return Effect::kNone;
      return OfPermission(open, close);
    }
    if (IsForHistologyOnly(open, close) || IsExemptFromTest(open, close) || IsWiderForSome(open, close)) return Effect::kLimits;
    return std::nullopt;
  }

  // "Hearing loss (for cisplatin only)": of whom it is asked.
  bool IsForDrugOnly(int open, int close) const {
    const bool only = (r_.Is(open + 1, Cue::kFor) && r_.Is(close - 1, Cue::kOnly)) || (r_.Is(open + 1, Cue::kOnly) && r_.Is(open + 2, Cue::kFor));
    return only && HasTermOf(r_, open, close, kDrugs) && !HasTermOf(r_, own_, open, kDrugs);
  }

  // "Only non-measurable disease (bone metastases or an effusion)": examples.
  bool ExplainsOnly(int open) const { return r_.Is(own_, Cue::kOnly) && r_.WordIs(own_, "only") && HasTermOf(r_, own_, open, KindBit(TermKind::kFact)); }

  // "HIV (patients on therapy with CD4 > 350 permitted)", "chemotherapy (one cycle permitted while awaiting results)".
  std::optional<Effect> OfPermission(int open, int close) const {
    if (!HasCue(r_, open, close, {Cue::kPermitted})) return std::nullopt;
    if (HasCue(r_, open, close, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kOnly, Cue::kExcept, Cue::kUnless, Cue::kIf})) return std::nullopt;
    if (IsOfOtherGenes(open, close)) return Effect::kNone;
    const bool cycles = HasCue(r_, open, close, {Cue::kCycle}) && HasTermOf(r_, own_, open, kDrugs);
    return cycles || IsOfTreatedIll(open, close) || IsOfOtherMedicine(open, close) ? std::optional(Effect::kLimits) : std::nullopt;
  }

  // "HIV (those on antiretrovirals with an undetectable load are permitted)".
  bool IsOfTreatedIll(int open, int close) const {
    if (!IsPeople(r_, open + 1) && !r_.WordStarts(open + 1, {"those"})) return false;
    constexpr uint32_t kCondition = KindBit(TermKind::kCondition);
    const bool on = r_.WordIsAny(open + 2, {"on", "receiving", "taking"});
    return HasTermOf(r_, own_, open, kCondition) && !HasTermOf(r_, open, close, kCondition) && (on || HasTermOf(r_, open, close, kDrugs | KindBits({TermKind::kQuality, TermKind::kLab})));
  }

  // "Anticoagulation with warfarin (low-dose warfarin and heparin are permitted)".
  bool IsOfOtherMedicine(int open, int close) const {
    if (r_.IsComparison(open + 1) || HasTermOf(r_, own_, close, KindBit(TermKind::kCondition))) return false;
    bool before = false, inside = false;
    for (int i = own_; i < close; ++i) {
      const Entry* drug = r_.Find(i, TermKind::kDrug) != nullptr ? r_.Find(i, TermKind::kDrug) : r_.Find(i, TermKind::kDrugClass);
      if (drug == nullptr) continue;
      if (!IsMedication(r_.lexicon(), drug->id)) return false;
      (i < open ? before : inside) = true;
    }
    return before && inside;
  }

  // "EGFR or ALK alterations (KRAS mutations are not excluded)": nothing of the rule is allowed.
  bool IsOfOtherGenes(int open, int close) const {
    bool gene = false;
    for (int i = open; i < close; ++i) {
      const std::string_view allowed = GeneAt(i);
      if (allowed.empty() && r_.IsTermOf(i, kDrugs | KindBit(TermKind::kCondition))) return false;
      gene = gene || !allowed.empty();
      for (int k = own_; k < open && !allowed.empty(); ++k) {
        if (r_.Is(k, Cue::kDriverAlteration) || GeneAt(k) == allowed) return false;
      }
    }
    return gene;
  }

  // The gene that item `i` names, or of the mutation it names ("BRAF V600E"); empty for others.
  std::string_view GeneAt(int i) const {
    if (const Entry* gene = r_.Find(i, TermKind::kGene)) return gene->id;
    const Entry* mutation = r_.Find(i, TermKind::kMutation);
    return mutation != nullptr ? std::string_view(mutation->id).substr(0, mutation->id.find(':')) : std::string_view();
  }

  // "No EGFR mutation (non-squamous only)": of whom it is asked; of the others it is not.
  bool IsForHistologyOnly(int open, int close) const {
    if (!HasCue(r_, open, close, {Cue::kOnly}) || close - open > 6 || !HasTermOf(r_, open, close, KindBit(TermKind::kDisease)) || HasTermOf(r_, open, close, kMarkers)) return false;
    int before = open - 1;
    while (before > own_ && r_.Is(before, Cue::kFiller)) --before;
    return r_.Is(before, Cue::kStatus) || (r_.IsTermOf(before, kMarkers) && HasCue(r_, own_, before, kDenials));
  }

  // "EGFR wild-type (squamous histology is exempt from testing)".
  bool IsExemptFromTest(int open, int close) const {
    bool exempt = false, test = false;
    for (int i = open + 1; i < close; ++i) {
      exempt = exempt || r_.WordContains(i, {"exempt", "not required", "not needed", "not necessary", "need not", "not mandatory"});
      test = test || r_.WordContains(i, {"test"});
    }
    return exempt && test && HasTermOf(r_, open, close, KindBit(TermKind::kDisease)) && !HasTermOf(r_, open, close, kMarkers);
  }

  // "ECOG 0-1 (0-2 for patients older than 75)".
  bool IsWiderForSome(int open, int close) const {
    if (!HasCue(r_, own_, open, kScales) || HasTermOf(r_, open, close, KindBit(TermKind::kLab))) return false;
    for (int i = open + 2; i + 1 < close; ++i) {
      const bool whom = r_.IsAny(i, {Cue::kFor, Cue::kIf}) || r_.WordIs(i, "in");
      if (whom && HasCue(r_, i, close, {Cue::kMoreThan, Cue::kAtLeast, Cue::kLessThan, Cue::kAge})) return r_.IsNumber(i - 1);
    }
    return false;
  }

  // "PD-L1 any", "with EGFR wild type or mutant": asks for nothing.
  void ReadEitherState() {
    const auto wild = [&](int i) { return r_.WordStarts(i, {"wild", "negative", "non-mutant", "wt"}); };
    const auto mutant = [&](int i) { return r_.WordStarts(i, {"mutant", "mutated", "positive", "mutation-positive"}); };
    for (int i = own_; i + 1 < c_.end; ++i) {
      const Entry* gene = r_.Find(i, TermKind::kGene);
      if (gene == nullptr) continue;
      const int any = r_.WordIsAny(i + 1, {"tps", "cps", "expression", "status", "level"}) ? i + 2 : i + 1;
      if (gene->id == "PDL1" && r_.WordIs(any, "any") && (any + 1 >= c_.end || r_.IsAnyMark(any + 1, ",.;)"))) Take(i, any + 1, Effect::kNone);
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
      if (!such && !IsOtherState(first, i, end) && !IsAlsoPositive(i)) continue;
      return Take(r_.IsMark(i - 1, ',') ? i - 1 : i, end, Effect::kLimits);
    }
  }

  // "Without an EGFR mutation or with PD-L1 >= 50%".
  bool IsAlsoPositive(int joint) const {
    if (!r_.WordIs(joint + 1, "with") || !r_.IsTerm(joint + 2, TermKind::kGene)) return false;
    return HasTermOf(r_, own_, joint, kMarkers) && HasCue(r_, own_, joint, {Cue::kWithout});
  }

  // The gene at item `at` stands negative before, and positive here with a therapy.
  bool IsOtherState(int at, int joint, int end) const {
    const Entry* gene = r_.Find(at, TermKind::kGene);
    if (gene == nullptr || !r_.WordStarts(at + 1, {"positive"}) || !HasTermOf(r_, at, end, kDrugs)) return false;
    for (int k = own_; k < joint; ++k) {
      const Entry* before = r_.Find(k, TermKind::kGene);
      if (before != nullptr && before->id == gene->id && r_.WordStarts(k + 1, {"negative"})) return true;
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
      const bool widens = r_.IsAny(i, kScales) && r_.IsNumber(i + 1) && r_.Is(i + 2, Cue::kOnly) && (r_.IsAny(i + 3, {Cue::kIf, Cue::kFor, Cue::kWhen}) || r_.WordIs(i + 3, "in"));
      if (widens && HasCue(r_, own_, i, kScales)) return Take(r_.IsMark(i - 1, ',') ? i - 1 : i, EndOfPart(i), Effect::kLimits);
    }
  }

  // "Brain metastases not treated with surgery or radiotherapy": the local therapies are what treated means.
  void ReadUntreatedMetastases() {
    if (!r_.MayHoldCue({Cue::kCnsMetastasis})) return;
    for (int i = own_ + 1; i + 1 < c_.end; ++i) {
      if (!r_.Is(i, Cue::kNaive) || !r_.Is(i - 1, Cue::kCnsMetastasis) || !r_.WordStarts(i, {"not treated with", "not previously treated with"})) continue;
      int end = i + 1;
      while (end < c_.end && (IsLocalTherapy(r_, end) || r_.IsAny(end, {Cue::kOr, Cue::kFiller}) || r_.IsMark(end, ','))) ++end;
      if (end > i + 1 && (end >= c_.end || r_.IsAnyMark(end, ".;)")) && IsLocalTherapy(r_, end - 1)) return Take(i + 1, end, Effect::kNone);
    }
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

  // "A bispecific PD-1/VEGF, PD-1/CTLA-4 antibody": its targets are no drugs of their own, and not every bispecific is meant.
  void ReadTargetsOfBispecific() {
    for (int i = own_; i + 3 < c_.end; ++i) {
      const Entry* kind = r_.Find(i, TermKind::kDrugClass);
      if (kind == nullptr || kind->id != "bispecific_antibody") continue;
      int end = i + 1;
      if (r_.WordIsAny(end, {"against", "targeting", "of", "to"})) ++end;
      const int first = end;
      bool pair = false;
      for (; end < c_.end; ++end) {
        const bool target = r_.IsTermOf(end, kDrugs | KindBit(TermKind::kGene));
        const bool joins = r_.IsAnyMark(end, "/x") || ((r_.IsMark(end, ',') || r_.Is(end, Cue::kOr)) && r_.IsMark(end + 2, '/'));
        if (!target && !joins) break;
        pair = pair || (r_.IsMark(end, '/') && end > first);
      }
      if (pair) return Take(i, end, Effect::kAdds);
    }
  }

  // "Intolerance to immunotherapy or no prior immunotherapy": who never had it as well.
  void ReadNoneOfIt() {
    for (int i = own_ + 2; i + 2 < c_.end; ++i) {
      if (!r_.Is(i, Cue::kOr) || !r_.Is(i + 1, Cue::kNaive) || !r_.WordIsAny(i + 1, {"no prior", "no previous", "not treated with"})) continue;
      const bool drug = r_.IsTermOf(i + 2, kDrugs) && (i + 3 >= c_.end || r_.IsAnyMark(i + 3, ".;)"));
      if (drug && HasCue(r_, own_, i, {Cue::kIntolerant, Cue::kProgressed}) && HasTermOf(r_, own_, i, kDrugs)) return Take(i, i + 3, Effect::kAdds);
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
  constexpr WordPattern kScan[] = {"brain mri", "brain ct", "mri of the brain", "cranial mri", "brain imaging", "head mri", "head ct"};
  if (!r.MayHoldWord(kScan) || r.MayHoldCue({Cue::kCnsMetastasis})) return false;
  for (int i = c.begin; i + 2 < c.end; ++i) {
    if (!r.WordIsAny(i, kScan)) continue;
    for (int k = i + 1; k < std::min(c.end, i + 5); ++k) {
      const Entry* setting = r.Find(k, TermKind::kSetting);
      if (setting != nullptr && setting->id == "metastatic" && r.WordStarts(k, {"metasta"}) && HasCue(r, i, k, kDenials)) return true;
    }
  }
  return false;
}

// "Tumour other than NSCLC": of which kind the tumour is, and no second one.
bool TellsKindOfTumour(const Reading& r, Clause c) {
  int i = c.begin;
  while (i < c.end && (r.at(i).lead || r.Is(i, Cue::kFiller))) ++i;
  if (!r.WordIsAny(i, {"tumor", "tumour", "tumors", "tumours", "histology", "lung cancer", "lung tumor", "lung tumour"}) || !r.Is(i + 1, Cue::kExcept)) return false;
  return r.IsTerm(i + 2, TermKind::kDisease) && (i + 3 >= c.end || r.IsAnyMark(i + 3, ".;"));
}

}  // namespace

std::vector<LooseTurn> PassOverLooseTurns(Reading& r, Clause sentence, Section section) { return TurnFinder(r, sentence, section).Find(); }

void ApplyLooseTurns(const std::vector<LooseTurn>& turns, size_t from, std::vector<Statement>* out) {
  for (size_t k = from; k < out->size(); ++k) {
    Statement& s = (*out)[k];
    if (s.empty || s.logistics) continue;
    for (const LooseTurn& turn : turns) Apply(turn, &s);
  }
}

bool IsBeyondReading(const Reading& r, Clause sentence, Section section) {
  return DeniesByPronoun(r, sentence) || TellsScanOfBrain(r, sentence) || (section == Section::kExclusion && TellsKindOfTumour(r, sentence));
}

bool TellsWhoIsMeant(const Reading& r, Clause sentence) {
  constexpr WordPattern kThose[] = {"those"};
  if (!r.MayHoldWord(kThose) || HasCue(r, sentence.begin, sentence.end, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kPermitted})) return false;
  for (int i = sentence.begin + 1; i + 2 < sentence.end; ++i) {
    if (r.at(i).lead) return false;
    const bool are = r.WordIs(i, "are") || r.WordIs(i, "are those") || r.WordIs(i, "are those with");
    if (are && (r.WordStarts(i, {"are those"}) || r.WordStarts(i + 1, {"those"}))) return HasCue(r, sentence.begin, i, {Cue::kCnsMetastasis});
  }
  return false;
}

bool WidensPerformance(const Reading& r, Clause sentence, std::vector<Statement>* out) {
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.Is(i, Cue::kFiller))) ++i;
  const bool widens = r.IsAny(i, kScales) && r.IsNumber(i + 1) && r.Is(i + 2, Cue::kOnly) && (r.IsAny(i + 3, {Cue::kIf, Cue::kFor, Cue::kWhen}) || r.WordIs(i + 3, "in"));
  if (!widens || out->empty() || out->back().topic != Topic::kPerformance || out->back().mood != Mood::kRequires) return false;
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
