#include "rules/parse/half_read.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {


// Calls change(leaf) for each leaf that is said to be there, and not denied or a condition.
template <typename Change>
void ForEachLeaf(Expression* e, const Change& change) {
  if (e->kind == Expression::Kind::kNot) return;
  if (e->kind == Expression::Kind::kLeaf) return change(e);
  const size_t first = e->kind == Expression::Kind::kWhen ? 1 : 0;
  for (size_t k = first; k < e->children.size(); ++k) ForEachLeaf(&e->children[k], change);
}

bool HasWays(const Expression& e) {
  return e.kind == Expression::Kind::kAny || std::any_of(e.children.begin(), e.children.end(), HasWays);
}

template <typename Leaf>
Leaf* Of(Expression* e) { return e->kind == Expression::Kind::kLeaf ? std::get_if<Leaf>(e->leaf.get()) : nullptr; }

int StatesOf(const BrainLeaf& b) {
  return b.treated.has_value() + b.active.has_value() + b.stable.has_value() + b.symptomatic.has_value() + b.on_steroids.has_value();
}

class Opener {
 public:
  Opener(const Reading& reading, Clause sentence, Section section, Statement* statement) : r_(reading), c_(sentence), section_(section), s_(*statement) {
    while (own_ < c_.end && r_.at(own_).lead) ++own_;
  }

  void Run() {
    if (DiscussedWithSponsor() || TellsOfTargetLesions()) return LeaveToSite();
    if (s_.mood == Mood::kRequires) {
      OrRefused();
      OrEligibleForIt();
      StateOrState();
      LesionIrradiated();
      OrOtherScore();
    } else if (section_ == Section::kExclusion) {
      MoreThanAfter();
      NotOnOne();
      OrWho();
      OfSoleProgression();
      ToExtent();
      BelowProphylaxis();
    }
    Both();
    if (opened_ && s_.understood == Understood::kFull) s_.understood = Understood::kPartial;
  }

 private:
  void LeaveToSite() {
    s_.content = Expression::Always(s_.span, "logistics");
    s_.logistics = true;
    s_.topic = Topic::kLogistics;
    s_.understood = Understood::kFull;
  }

  // What is forbidden holds of fewer; what is asked for asks more.
  void Narrow(Expression* e) {
    const base::Span span = e->span;
    *e = Expression::All(std::move(*e), Expression::Opaque(span));
    opened_ = true;
  }

  void AllowOther(Expression* e) {
    const base::Span span = e->span;
    *e = Expression::Any(std::move(*e), Expression::Opaque(span));
    opened_ = true;
  }

  // "Brain metastases > 2 cm must be discussed with the sponsor": nobody is asked to have any.
  bool DiscussedWithSponsor() const {
    if (section_ != Section::kInclusion || HasCue(r_, own_, c_.end, {Cue::kMust, Cue::kMustNot})) return false;
    int verb = own_ + 1;
    while (verb < c_.end && !r_.WordStarts(verb, {"must be discussed", "should be discussed", "has to be discussed", "must be reviewed with"})) ++verb;
    for (int i = verb; i < std::min(c_.end, verb + 6); ++i) {
      if (r_.Is(i, Cue::kInvestigator) || r_.WordContains(i, {"sponsor", "monitor", "investigator", "chair"})) return true;
    }
    return false;
  }

  // "CNS lesions are not allowed as target lesions": how the tumour is measured.
  bool TellsOfTargetLesions() {
    Expression* e = s_.content.kind == Expression::Kind::kNot ? &s_.content.children.front() : &s_.content;
    if (section_ != Section::kInclusion || Of<BrainLeaf>(e) == nullptr) return false;
    for (int i = own_ + 1; i < c_.end; ++i) {
      if (r_.WordContains(i, {"target"}) && (r_.WordIsAny(i - 1, {"as", "as a", "as the"}) || r_.WordIsAny(i - 2, {"as"}))) return true;
    }
    return false;
  }

  // "Must have received, or be intolerant to, or have refused, platinum".
  void OrRefused() {
    constexpr int kFarthest = 4;  // items
    auto* standard = Of<StandardTherapyLeaf>(&s_.content);
    if (standard != nullptr && standard->kind != StandardTherapyLeaf::Kind::kFailed) return;
    const auto* therapy = Of<TreatmentLeaf>(&s_.content);
    if (standard == nullptr && therapy == nullptr) return;
    const bool had = therapy != nullptr && therapy->outcome == TreatmentLeaf::Outcome::kAnyOutcome;
    for (int i = FindCue(r_, own_, c_.end, {Cue::kOr}); i >= 0; i = FindCue(r_, i + 1, c_.end, {Cue::kOr})) {
      for (int k = i + 1; k < std::min(c_.end, i + kFarthest); ++k) {
        const bool refused = r_.Is(k, Cue::kNotCandidate) || r_.WordStarts(k, {"refus", "declin", "ineligible"});
        const bool ruled_out = refused || (had && r_.Is(k, Cue::kIntolerant));
        bool behind = standard != nullptr;
        for (int m = k + 1; m < c_.end; ++m) behind = behind || r_.IsTermOf(m, kTherapies);
        if (r_.IsTermOf(k, kTherapies) || !ruled_out || !behind) continue;
        if (standard == nullptr) return AllowOther(&s_.content);
        standard->kind = StandardTherapyLeaf::Kind::kFailedOrUnavailable;
        return;
      }
    }
  }

  // "Is eligible for pembrolizumab as the standard of care, or has no standard therapy left": who may have it comes as well.
  void OrEligibleForIt() {
    auto* standard = Of<StandardTherapyLeaf>(&s_.content);
    if (standard == nullptr || standard->kind != StandardTherapyLeaf::Kind::kUnavailable) return;
    const int joint = FindCue(r_, own_, c_.end, {Cue::kOr});
    if (joint < 0 || !HasCue(r_, joint, c_.end, {Cue::kNotExist})) return;
    for (int i = own_; i < joint; ++i) {
      if (!r_.WordContains(i, {"eligible", "candidate", "suitable"}) || r_.IsAny(i, {Cue::kExcluded, Cue::kNotCandidate}) || r_.IsAny(i - 1, {Cue::kNot, Cue::kNo})) continue;
      return AllowOther(&s_.content);
    }
  }

  // "Must be treated or be asymptomatic and not require steroids": not all of it.
  void StateOrState() {
    constexpr CueSet kStates = {Cue::kTreated, Cue::kStable, Cue::kAsymptomatic, Cue::kUntreatedCns};
    bool either = false;
    for (int i = FindCue(r_, own_, c_.end, {Cue::kOr}); i >= 0; i = FindCue(r_, i + 1, c_.end, {Cue::kOr})) {
      either = either || (HasCue(r_, std::max(own_, i - 1), i, kStates) && HasCue(r_, i + 1, std::min(c_.end, i + 3), kStates));
    }
    if (!either || HasWays(s_.content) || HasCue(r_, 0, c_.end, {Cue::kIf})) return;
    ForEachLeaf(&s_.content, [&](Expression* e) {
      const auto* brain = Of<BrainLeaf>(e);
      if (brain != nullptr && StatesOf(*brain) > 1) AllowOther(e);
    });
  }

  // "A lesion that was not irradiated, or progressed after irradiation": of the lesion.
  void LesionIrradiated() {
    bool lesion = false;
    for (int i = own_; i < c_.end && !r_.IsTermOf(i, kTherapies) && !lesion; ++i) lesion = r_.WordStarts(i, {"lesion"}) || r_.WordContains(i, {"measurable", "evaluable"});
    if (!lesion || HasWays(s_.content) || s_.content.kind == Expression::Kind::kWhen || HasCue(r_, 0, c_.end, {Cue::kIf})) return;
    ForEachLeaf(&s_.content, [&](Expression* e) {
      const auto* therapy = Of<TreatmentLeaf>(e);
      const bool radiation = therapy != nullptr && therapy->outcome == TreatmentLeaf::Outcome::kProgression && !therapy->what.empty() && r_.lexicon().DrugIsA(therapy->what[0], "radiation");
      if (!radiation) return;
      *e = Expression::Opaque(e->span);
      opened_ = true;
    });
  }

  // "PD-L1 TPS 1-49% or >= 50%": the second range was not read.
  void OrOtherScore() {
    bool other = false;
    for (int i = FindCue(r_, own_, c_.end, {Cue::kOr}); i >= 0; i = FindCue(r_, i + 1, c_.end, {Cue::kOr})) {
      const int number = r_.IsComparison(i + 1) ? i + 2 : i + 1;
      other = other || (r_.IsNumber(number) && !r_.at(number).used && r_.WordIs(number + 1, "%"));
    }
    if (!other || HasWays(s_.content)) return;
    ForEachLeaf(&s_.content, [&](Expression* e) {
      const auto* marker = Of<MarkerLeaf>(e);
      if (marker != nullptr && marker->score) AllowOther(e);
    });
  }

  // "Relapsed more than 12 months after adjuvant chemotherapy": late, and not early.
  void MoreThanAfter() {
    if (HasCue(r_, own_, c_.end, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kNoProgression, Cue::kWithin, Cue::kLessThan})) return;
    bool late = false;
    for (int i = own_ + 1; i < c_.end; ++i) {
      const bool more = r_.IsAny(i, {Cue::kMoreThan, Cue::kAtLeast}) || r_.WordIs(i, "later than") || (r_.WordIs(i, "than") && r_.WordIs(i - 1, "later")) || (r_.IsComparison(i) && (r_.at(i).comparison == Comparison::kGreater || r_.at(i).comparison == Comparison::kGreaterEqual));
      const auto length = more ? ReadDuration(r_, i + 1, c_.end) : std::nullopt;
      late = late || (length && length->first == i + 1 && (r_.Is(length->last, Cue::kSince) || r_.Is(length->last + 1, Cue::kSince) || r_.WordStarts(length->last + 1, {"after", "following", "from"})));
    }
    if (!late) return;
    ForEachLeaf(&s_.content, [&](Expression* e) {
      const auto* therapy = Of<TreatmentLeaf>(e);
      if (therapy == nullptr || therapy->outcome != TreatmentLeaf::Outcome::kProgression || !therapy->window.within) return;
      TreatmentLeaf ever = *therapy;
      ever.window = {};
      *e = Expression::OfLeaf(std::move(ever), e->span, e->rule);
      Narrow(e);
    });
  }

  // "Have not progressed on at least one prior TKI": on none.
  void NotOnOne() {
    const int none = FindCue(r_, own_, c_.end, {Cue::kNoProgression});
    if (none < 0 || !HasCue(r_, none, std::min(c_.end, none + 3), {Cue::kAtLeast})) return;
    auto* therapy = Of<TreatmentLeaf>(&s_.content);
    if (therapy == nullptr || therapy->outcome != TreatmentLeaf::Outcome::kNoProgression) return;
    TreatmentLeaf progressed = *therapy;
    progressed.outcome = TreatmentLeaf::Outcome::kProgression;
    s_.content = Expression::Not(Expression::OfLeaf(std::move(progressed), s_.content.span, s_.content.rule));
  }

  // "Brain metastases that have not been treated, or that need steroids": either excludes.
  void OrWho() {
    const int brain = FindCue(r_, own_, c_.end, {Cue::kCnsMetastasis});
    const int who = brain < 0 ? -1 : FindCue(r_, brain, c_.end, {Cue::kWho});
    if (who < 0 || HasWays(s_.content)) return;
    bool either = false;
    for (int i = who + 1; i + 1 < c_.end; ++i) either = either || (r_.Is(i, Cue::kOr) && r_.Is(i + 1, Cue::kWho));
    if (!either) return;
    ForEachLeaf(&s_.content, [&](Expression* e) {
      auto* state = Of<BrainLeaf>(e);
      if (state == nullptr || StatesOf(*state) == 0) return;
      BrainLeaf any;
      any.site = state->site;
      *e = Expression::OfLeaf(any, e->span, "brain.any");
      Narrow(e);
    });
  }

  // "CNS progression on osimertinib as only site of progression": one event, of neither part alone.
  void OfSoleProgression() {
    bool one = false;
    for (int i = own_; i < c_.end && !one; ++i) {
      const bool brain = IsOfBrain(i), returned = r_.Is(i, Cue::kProgressed);
      if (r_.Is(i, Cue::kCnsMetastasis) && r_.WordContains(i, {"progression"})) one = Behind(i, i + 4);
      if (brain && r_.Is(i + 1, Cue::kProgressed)) one = one || Behind(i + 1, i + 5);
      for (int k = std::max(own_, i - 3); (brain || returned) && k < std::min(c_.end, i + 4); ++k) one = one || ((r_.Is(k, Cue::kOnly) || r_.WordIsAny(k, {"sole", "solely"})) && SpeaksOfBrain() && SaysProgression());
    }
    if (one && !HasCue(r_, own_, c_.end, {Cue::kOr})) Narrow(&s_.content);
  }

  bool Behind(int from, int to) const {
    for (int i = from; i < std::min(c_.end, to); ++i) {
      if (r_.IsTermOf(i, kTherapies)) return true;
    }
    return false;
  }

  bool IsOfBrain(int i) const { return r_.Is(i, Cue::kCnsMetastasis) || r_.WordIsAny(i, {"brain", "cns", "intracranial"}) || r_.WordStarts(i, {"intracranial", "brain ", "cns "}); }

  bool SpeaksOfBrain() const {
    int i = own_;
    while (i < c_.end && !IsOfBrain(i)) ++i;
    return i < c_.end;
  }

  bool SaysProgression() const {
    int i = own_;
    while (i < c_.end && !r_.Is(i, Cue::kProgressed) && !r_.WordContains(i, {"progression"})) ++i;
    return i < c_.end;
  }

  // "Liver metastases involving > 50% of the liver".
  void ToExtent() {
    constexpr int kFarthest = 12;  // items
    bool extent = false;
    for (int i = own_; i < c_.end; ++i) {
      const Entry* setting = r_.Find(i, TermKind::kSetting);
      if (setting == nullptr || setting->id != "metastatic") continue;
      extent = extent || r_.WordStarts(i + 1, {"involving", "replacing", "occupying", "comprising", "covering"}) || (r_.IsAny(i + 1, {Cue::kWith}) && r_.WordIsAny(i + 2, {"involvement", "replacement"}));
      // "Metastases to the liver (more than 50% involvement)".
      for (int k = i + 2; k + 1 < std::min(c_.end, i + kFarthest); ++k) extent = extent || (r_.WordIs(k, "%") && (r_.WordStarts(k + 1, {"involvement"}) || r_.WordStarts(k + 1, {"of the"})));
    }
    if (!extent) return;
    ForEachLeaf(&s_.content, [&](Expression* e) {
      const auto* site = Of<OneOfLeaf>(e);
      if (site != nullptr && site->attribute == OneOfLeaf::Attribute::kMetastasisSite) Narrow(e);
    });
  }

  // "Full-dose anticoagulants (prophylactic dose permitted)".
  void BelowProphylaxis() {
    if (!r_.MayHoldWord({"prophyla"}) || !r_.MayHoldCue({Cue::kPermitted})) return;
    bool full = false, prophylaxis = false;
    for (int i = own_; i < c_.end; ++i) full = full || r_.WordStarts(i, {"full", "therapeutic"});
    int open = own_;
    while (open < std::min(r_.size(), c_.end + 2) && !r_.IsMark(open, '(')) ++open;
    for (int i = open; r_.IsMark(open, '(') && i < r_.size() && !r_.IsMark(i, ')'); ++i) prophylaxis = prophylaxis || r_.WordContains(i, {"prophyla"});
    if (!full || !prophylaxis) return;
    ForEachLeaf(&s_.content, [&](Expression* e) {
      const auto* therapy = Of<TreatmentLeaf>(e);
      if (therapy != nullptr && !therapy->what.empty() && r_.lexicon().DrugIsA(therapy->what[0], "anticoagulant")) Narrow(e);
    });
  }

  // "Both a second generation and a third generation ALK TKI", of which one was read.
  void Both() {
    const auto* therapy = Of<TreatmentLeaf>(&s_.content);
    if (therapy == nullptr || s_.mood == Mood::kPermits || therapy->quantifier != TreatmentLeaf::Quantifier::kAny) return;
    for (int i = own_; i + 3 < c_.end; ++i) {
      if (!r_.WordIs(i, "both")) continue;
      int therapies = 0;
      for (int k = i; k < c_.end; ++k) therapies += r_.IsTermOf(k, kTherapies) ? 1 : 0;
      const int other = FindCue(r_, i, c_.end, {Cue::kAnd});
      const bool unread = therapies == 1 && r_.WordStarts(other - 1, {"generation"});
      if (other > 0 && (unread || (therapies == 2 && therapy->what.size() == 2 && !therapy->together))) Narrow(&s_.content);
      return;
    }
  }

  const Reading& r_;
  Clause c_;
  Section section_;
  Statement& s_;
  int own_ = c_.begin;  // the first item that is no lead-in
  bool opened_ = false;
};

// "Autoimmune disease (vitiligo excluded)": the brackets may take it out of what is excluded, or name one more.
bool IsBracketOfExcluded(const Reading& r, Clause sentence) {
  return sentence.begin > 0 && r.IsMark(sentence.begin - 1, '(') && r.WordIs(sentence.end - 1, "excluded") && r.IsMark(sentence.end, ')');
}

// "Unknown EGFR status; squamous patients are exempt": what stands before does not hold of them.
bool ExemptFromBefore(const Reading& r, Clause sentence, Section section, Statement* before, Statement* exempt) {
  bool says = false;
  for (int i = sentence.begin; i < sentence.end; ++i) says = says || (r.WordContains(i, {"exempt"}) && !r.WordContains(i + 2, {"test"}));
  const bool rule = !before->empty && !before->logistics && before->mood != Mood::kPermits && before->content.kind != Expression::Kind::kOpaque;
  if (!says || exempt->mood != Mood::kPermits || exempt->topic != Topic::kDisease || !rule) return false;
  Expression whom = std::move(exempt->content);
  const bool forbids = section == Section::kExclusion && before->mood == Mood::kProhibits;
  before->content = forbids ? Expression::All(std::move(before->content), Expression::Not(std::move(whom))) : Expression::Any(std::move(before->content), std::move(whom));
  if (exempt->understood != Understood::kFull) before->understood = Understood::kPartial;
  exempt->empty = true;
  exempt->content = Expression::Always(exempt->span, "nothing_said");
  return true;
}

// "Asymptomatic metastases are allowed, whereas symptomatic ones are not": who may not come was not read.
bool AllowsOnlySome(const Reading& r, Clause sentence) {
  bool turns = false;
  for (int i = sentence.begin; i < sentence.end; ++i) turns = turns || r.WordIsAny(i, {"whereas", "while"});
  return turns && r.WordIsAny(sentence.end - 1, {"not", "are not"});
}

}  // namespace

void OpenHalfRead(const Reading& r, Clause sentence, Section section, size_t from, std::vector<Statement>* all) {
  if (from > 0 && all->size() == from + 1 && ExemptFromBefore(r, sentence, section, &(*all)[from - 1], &all->back())) return;
  const bool bracket = section == Section::kExclusion && from > 0 && IsBracketOfExcluded(r, sentence);
  for (size_t k = bracket ? from - 1 : from; k < all->size(); ++k) {
    Statement& s = (*all)[k];
    if (section == Section::kInclusion && !s.empty && s.mood == Mood::kPermits && AllowsOnlySome(r, sentence)) {
      s.mood = Mood::kRequires;
      s.content = Expression::Opaque(s.span);
      s.understood = Understood::kNone;
    }
    if (s.empty || s.logistics || s.mood == Mood::kPermits || s.content.kind == Expression::Kind::kOpaque) continue;
    if (bracket) {
      s.content = Expression::All(std::move(s.content), Expression::Opaque(r.SpanOf(sentence.begin, sentence.end - 1)));
      s.understood = Understood::kPartial;
    } else {
      Opener(r, sentence, section, &s).Run();
    }
  }
}

}  // namespace trialmatch::rules
