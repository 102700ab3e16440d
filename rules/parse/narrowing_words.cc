#include "rules/parse/narrowing_words.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/turns.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kAlterations = KindBits({TermKind::kGene, TermKind::kMutation});

class Narrower {
 public:
  Narrower(Reading& reading, Clause sentence, Section section) : r_(reading), c_(sentence), section_(section) {
    while (own_ < c_.end && r_.at(own_).lead) ++own_;
  }

  NarrowingWords Run() {
    if (r_.MayHoldCue({Cue::kOr})) StateOrNot();
    if (r_.MayHoldWord({"than"})) OtherThan();
    if (r_.MayHoldCue({Cue::kWithout})) WithoutTherapy();
    if (r_.MayHoldCue({Cue::kMoreThan})) LongerThan();
    if (section_ == Section::kInclusion && r_.MayHoldCue({Cue::kAnd})) WhenIndicated();
    if (section_ == Section::kExclusion && r_.MayHoldWord({"excepted"})) TrailingExcepted();
    if (const int except = FindCue(r_, own_ + 1, c_.end - 1, {Cue::kExcept}); except > own_) {
      if (section_ == Section::kExclusion) ExceptInBrain(except) || ExceptTreatedBy(except) || ExceptDose(except);
      if (section_ == Section::kInclusion && ExceptLesions(except)) return std::move(out_);
      ExceptAltered(except);
    }
    if (section_ == Section::kExclusion && r_.MayHoldCue({Cue::kCnsMetastasis})) MetastasesInNeed();
    return std::move(out_);
  }

 private:
  bool Holds(int from, int to, uint32_t kinds) const {
    for (int i = from; i < to; ++i) {
      if (r_.IsTermOf(i, kinds)) return true;
    }
    return false;
  }

  bool Narrow(int first, int end) {
    out_.span = r_.SpanOf(first, end - 1);
    out_.narrows = true;
    r_.PassOver(first, end);
    return true;
  }

  bool InBrackets(int i) const {
    int depth = 0;
    for (int k = own_; k < i; ++k) depth += r_.IsMark(k, '(') ? 1 : r_.IsMark(k, ')') ? -1 : 0;
    return depth > 0;
  }

  // The first comma, bracket or end behind item `i`.
  int EndOfPart(int i) const {
    while (i < c_.end && !r_.IsAnyMark(i, ",;)")) ++i;
    return i;
  }

  // "Brain metastases, stable or not": whatever they are.
  void StateOrNot() {
    constexpr CueSet kStates = {Cue::kStable, Cue::kTreated, Cue::kSymptomatic, Cue::kAsymptomatic, Cue::kActive};
    for (int i = own_ + 1; i + 1 < c_.end; ++i) {
      const bool ends = i + 2 >= c_.end || r_.IsKind(i + 2, Item::Kind::kMark);
      if (r_.Is(i, Cue::kOr) && r_.WordIs(i + 1, "not") && ends && r_.IsAny(i - 1, kStates)) r_.PassOver(i - 1, i + 2);
    }
  }

  // "No other prior EGFR TKI than osimertinib".
  void OtherThan() {
    constexpr int kFarthest = 6;  // items
    for (int i = own_ + 2; i + 1 < c_.end; ++i) {
      const Entry* class_before = r_.Find(i - 1, TermKind::kDrugClass);
      if (!r_.WordIs(i, "than") || class_before == nullptr || !r_.IsTermOf(i + 1, kTherapies)) continue;
      bool other = false;
      for (int k = i - 2; k >= own_ && k >= i - kFarthest; --k) other = other || r_.WordIsAny(k, {"other", "another", "any other", "no other"});
      if (!other) continue;
      const Entry* named = r_.Find(i + 1, TermKind::kDrug);
      if (named == nullptr) named = r_.Find(i + 1, TermKind::kDrugClass);
      out_.except.push_back(named->id);
      out_.span = r_.SpanOf(i, i + 1);
      r_.PassOver(i, i + 2);
      return;
    }
  }

  // "Osimertinib without subsequent platinum": whoever had both may come.
  void WithoutTherapy() {
    constexpr int kFarthest = 4;  // items
    if (HasCue(r_, own_, c_.end, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kPermitted, Cue::kMustNot, Cue::kIncluding})) return;
    if (section_ == Section::kInclusion && HasCue(r_, own_, c_.end, {Cue::kOr})) return;
    const int without = FindCue(r_, own_ + 1, c_.end, {Cue::kWithout});
    if (without < 0 || !r_.WordIs(without, "without") || r_.Is(without - 1, Cue::kOr) || r_.IsMark(without - 1, '/') || InBrackets(without) || !Holds(own_, without, kTherapies)) return;
    int therapy = without + 1;
    while (therapy < c_.end && therapy <= without + kFarthest && !r_.IsTermOf(therapy, kTherapies) && (r_.IsAny(therapy, {Cue::kFiller, Cue::kPrior, Cue::kAdjuvant, Cue::kOngoing}) || r_.IsTerm(therapy, TermKind::kPlain))) ++therapy;
    const bool last = therapy + 1 >= c_.end || r_.IsAnyMark(therapy + 1, ",;.)") || r_.IsAny(therapy + 1, {Cue::kFor, Cue::kWithin});
    if (therapy < c_.end && r_.IsTermOf(therapy, kTherapies) && last) Narrow(without, therapy + 1);
  }

  // "Platinum and, when indicated, a checkpoint inhibitor": the second is not asked of all.
  void WhenIndicated() {
    constexpr int kLongest = 6;  // items
    for (int i = FindCue(r_, own_, c_.end, {Cue::kAnd}); i >= 0; i = FindCue(r_, i + 1, c_.end, {Cue::kAnd})) {
      const int when = r_.IsMark(i + 1, ',') ? i + 2 : i + 1;
      const int last = EndOfPart(when) - 1;
      if (last - when > kLongest || !r_.IsMark(last + 1, ',') || !Holds(own_, i, kTherapies) || Holds(when, last + 1, kTherapies)) continue;
      // "And, for EGFR-mutant tumours, a TKI".
      const bool of_some = (r_.Is(when, Cue::kFor) || r_.WordIsAny(when, {"for", "in"})) && Holds(when, last + 1, kAlterations | KindBits({TermKind::kDisease}));
      const bool given = r_.WordStarts(when, {"when", "where", "as "}) && r_.WordContains(last, {"indicated", "appropriate", "applicable", "available"});
      if (!of_some && !given) continue;
      int end = last + 2;
      while (end < c_.end && (r_.Is(end, Cue::kFiller) || r_.IsTermOf(end, kTherapies) || r_.Is(end, Cue::kInhibitor) || r_.Is(end, Cue::kPrior))) ++end;
      if (end > last + 2 && r_.IsTermOf(end - 1, kTherapies)) Narrow(i, end);
      return;
    }
  }

  // "Systemic steroids, inhaled steroids excepted".
  void TrailingExcepted() {
    const bool bracket = r_.IsMark(c_.end - 1, ')');
    const int says = bracket ? c_.end - 2 : c_.end - 1;
    if (!r_.WordIs(says, "excepted")) return;
    int comma = says - 1;
    while (bracket && comma > own_ && !r_.IsMark(comma, '(')) --comma;
    for (int depth = 0; !bracket && comma > own_ && (depth > 0 || !r_.IsMark(comma, ',')); --comma) depth += r_.IsMark(comma, ')') ? 1 : r_.IsMark(comma, '(') ? -1 : 0;
    if (comma <= own_) return;
    bool unclear = false;
    std::vector<std::string> except;
    for (int i = comma + 1; i < says; ++i) {
      const Entry* named = r_.Find(i, TermKind::kDrug);
      if (named == nullptr) named = r_.Find(i, TermKind::kDrugClass);
      if (named != nullptr) except.push_back(named->id);
      unclear = unclear || r_.IsMark(i, '(');
      for (int k = own_; named != nullptr && k < comma; ++k) {
        const Entry* forbidden = r_.Find(k, TermKind::kDrugClass);
        unclear = unclear || (forbidden != nullptr && r_.lexicon().DrugIsA(forbidden->id, named->id));
      }
    }
    Narrow(comma, c_.end);
    if (!unclear && !except.empty()) out_.narrows = false, out_.except = std::move(except);
  }

  // "Prior TKI exposure longer than 28 days": how long it was given.
  void LongerThan() {
    if (section_ != Section::kExclusion || Holds(own_, c_.end, KindBits({TermKind::kCondition, TermKind::kDisease}))) return;
    for (int i = own_ + 1; i < c_.end; ++i) {
      if (!r_.Is(i, Cue::kMoreThan) || InBrackets(i) || !r_.WordIsAny(i, {"longer than", "exceeding", "more than"})) continue;
      int therapy = i - 1;
      const bool of = r_.WordIsAny(therapy, {"of", "for", "lasting"});
      if (!of && r_.WordIs(i, "more than")) continue;
      if (of) --therapy;
      // "Exposure to a TKI", "TKI exposure".
      if (r_.WordIsAny(therapy, {"exposure", "treatment", "therapy"})) --therapy;
      const auto length = ReadDuration(r_, i + 1, c_.end);
      const bool counted = length && r_.IsAny(length->last + 1, {Cue::kBefore, Cue::kSince, Cue::kReference, Cue::kWithin});
      if (r_.IsTermOf(therapy, kTherapies) && length && length->first == i + 1 && !counted && !r_.WordIsAny(length->last + 1, {"ago", "earlier", "after", "from"})) {
        Narrow(i, length->last + 1);
        return;
      }
    }
  }

  // "Stage IV other than M1b with one brain metastasis": these are let in.
  bool ExceptInBrain(int except) {
    bool spread = false;
    for (int i = own_; i < except; ++i) {
      const Entry* setting = r_.Find(i, TermKind::kSetting);
      spread = spread || r_.Is(i, Cue::kStage) || (setting != nullptr && setting->id == "metastatic");
    }
    const bool brain = HasCue(r_, except, c_.end, {Cue::kCnsMetastasis}) && !HasCue(r_, own_, except, {Cue::kCnsMetastasis});
    return spread && brain && !Holds(except, c_.end, kTherapies) && Narrow(except, c_.end);
  }

  // "At least one measurable lesion, excluding brain metastases": which lesions count.
  bool ExceptLesions(int except) {
    bool lesion = false;
    for (int i = own_; i < except; ++i) {
      const Entry* fact = r_.Find(i, TermKind::kFact);
      lesion = lesion || (fact != nullptr && (fact->id == "measurable" || fact->id == "evaluable"));
      if (r_.IsTerm(i, TermKind::kDisease) || r_.IsAny(i, {Cue::kStage, Cue::kCnsMetastasis})) return false;
    }
    const int end = EndOfPart(except);
    if (!lesion || !HasCue(r_, except, end, {Cue::kCnsMetastasis}) || HasCue(r_, except, c_.end, {Cue::kMust, Cue::kPermitted, Cue::kIf, Cue::kUnless, Cue::kWho}) || IsPeopleWith(r_, except + 1)) return false;
    r_.PassOver(except, end);
    return true;
  }

  // "Other cancer within 5 years, except cervical cancer treated with surgery": no operation is forbidden.
  bool ExceptTreatedBy(int except) {
    if (!Holds(own_, except, KindBits({TermKind::kCondition})) || Holds(own_, except, kTherapies)) return false;
    for (int i = except + 2; i + 1 < c_.end; ++i) {
      const bool treated = r_.WordIsAny(i, {"treated with", "treated by", "managed with", "cured by", "removed by"}) || (r_.WordIsAny(i, {"treated", "managed", "cured"}) && r_.WordIsAny(i + 1, {"with", "by"}));
      if (!treated) continue;
      const int end = EndOfPart(i);
      if (!Holds(i, end, kTherapies) || HasCue(r_, i, end, {Cue::kWithin, Cue::kAtLeast, Cue::kMoreThan})) return false;
      out_.in_exception = true;
      return Narrow(i, end);
    }
    return false;
  }

  // "Radiation to the lung except SBRT or < 30 Gy": two exceptions.
  bool ExceptDose(int except) {
    const int other = FindCue(r_, except + 1, c_.end, {Cue::kOr, Cue::kAtMost});
    const bool less_than = other > 0 && r_.WordIs(other, "or less") && r_.WordIs(other + 1, "than");
    if (other < 0 || !(r_.Is(other, Cue::kOr) || less_than) || !Holds(own_, except, KindBits({TermKind::kDrugClass})) || !Holds(except, other, kTherapies)) return false;
    bool less = less_than;
    for (int i = other + 1; i < std::min(c_.end, other + 7); ++i) {
      less = less || r_.IsComparison(i) || r_.IsAny(i, {Cue::kLessThan, Cue::kAtMost});
      if (less && r_.WordIs(i, "gy")) return Narrow(other, i + 1);
    }
    return false;
  }

  // "Small cell lung cancer, except transformed from EGFR-mutant NSCLC", "solid tumours except NSCLC with an EGFR mutation".
  void ExceptAltered(int except) {
    constexpr uint32_t kTumours = KindBits({TermKind::kDisease});
    const int end = section_ == Section::kExclusion ? c_.end : EndOfPart(except);
    if (!Holds(own_, except, kTumours) || Holds(own_, except, kAlterations | kTherapies) || !Holds(except, end, kAlterations) || Holds(except, end, kTherapies)) return;
    if (HasCue(r_, own_, except, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kDriverAlteration}) || HasCue(r_, except, end, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMust, Cue::kPermitted})) return;
    if (section_ == Section::kExclusion) {
      Narrow(except, end);
      return;
    }
    std::optional<std::string> tumour;
    for (int i = except + 1; i < end; ++i) {
      const Entry* named = r_.Find(i, TermKind::kDisease);
      if (named == nullptr) continue;
      // "Solid tumours other than NSCLC with an ALK fusion": all of them have it.
      if (r_.WordContains(except, {"other than"}) && !Holds(except, i, kAlterations)) return;
      if (tumour || HasCue(r_, except, i, {Cue::kOr, Cue::kAnd})) return;
      tumour = named->id;
    }
    if (!tumour) return;
    out_.span = r_.SpanOf(except, end - 1);
    out_.tumour = std::move(tumour);
    r_.PassOver(except, end);
  }

  // "Brain metastases requiring urgent neurosurgery or WBRT".
  void MetastasesInNeed() {
    for (int i = own_ + 1; i + 1 < c_.end; ++i) {
      if (!r_.Is(i - 1, Cue::kCnsMetastasis) || !r_.WordIsAny(i, {"requiring", "needing", "in need of", "that require", "which require"})) continue;
      int end = i;
      while (end < c_.end && !r_.IsAnyMark(end, ",;().") && !r_.IsAny(end, {Cue::kUnless, Cue::kExcept, Cue::kIf})) ++end;
      bool steroids = false;
      for (int k = i; k < c_.end; ++k) steroids = steroids || r_.IsAny(k, {Cue::kSteroids, Cue::kRequiredSteroids}) || r_.WordContains(k, {"steroid", "predniso", "dexameth"});
      // In a list the others hold as they are.
      bool alone = end >= c_.end - 1 && !HasCue(r_, own_, i, {Cue::kOr});
      for (int k = own_; k < i; ++k) alone = alone && !r_.IsMark(k, ',');
      // Surgery and radiotherapy that are needed tell that they are active.
      bool of_brain = false;
      for (int k = i; k < end; ++k) {
        const Entry* therapy = r_.Find(k, TermKind::kDrugClass);
        of_brain = of_brain || (therapy != nullptr && (therapy->id == "wbrt" || therapy->id == "radiosurgery" || therapy->id == "cranial_radiation"));
      }
      if (alone && !steroids && of_brain && !HasCue(r_, i, end, {Cue::kCnsMetastasis, Cue::kWithin})) Narrow(i, end);
      return;
    }
  }

  Reading& r_;
  Clause c_;
  Section section_;
  int own_ = c_.begin;  // the first item that is no lead-in
  NarrowingWords out_;
};

bool ExceptsIllness(const Expression& e) {
  const auto* illness = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  const auto* tumour = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  if (tumour != nullptr) return !tumour->except.empty();
  return illness != nullptr ? !illness->except.empty() || !illness->unless.empty() : std::any_of(e.children.begin(), e.children.end(), ExceptsIllness);
}

// The one therapy that the expression speaks of.
TreatmentLeaf* SoleTherapy(Expression* e) {
  if (e->kind == Expression::Kind::kNot) return SoleTherapy(&e->children.front());
  return e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
}

}  // namespace

NarrowingWords PassOverNarrowingWords(Reading& r, Clause sentence, Section section) {
  return Narrower(r, sentence, section).Run();
}

void LimitByNarrowingWords(const NarrowingWords& words, size_t from, std::vector<Statement>* all) {
  for (size_t k = from; words.any() && k < all->size(); ++k) {
    Statement& s = (*all)[k];
    if (s.empty || s.logistics || s.mood == Mood::kPermits || s.content.kind == Expression::Kind::kOpaque) continue;
    Expression unread = Expression::Opaque(words.span);
    TreatmentLeaf* therapy = words.except.empty() ? nullptr : SoleTherapy(&s.content);
    if (therapy != nullptr) {
      therapy->except.insert(therapy->except.end(), words.except.begin(), words.except.end());
      continue;
    }
    if (s.understood == Understood::kFull) s.understood = Understood::kPartial;
    if (words.in_exception && ExceptsIllness(s.content)) continue;
    if (words.tumour) {
      Expression other = Expression::Not(Expression::OfLeaf(OneOfLeaf{.attribute = OneOfLeaf::Attribute::kDisease, .values = {*words.tumour}}, words.span, "disease.type"));
      unread = Expression::Any(std::move(other), std::move(unread));
    }
    s.content = Expression::All(std::move(s.content), std::move(unread));
  }
}

}  // namespace trialmatch::rules
