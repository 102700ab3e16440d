#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/illness/demanded_illness.h"
#include "rules/parse/illness/illness.h"
#include "rules/parse/illness/illness_leaf.h"
#include "rules/parse/illness/illness_purpose.h"
#include "rules/parse/illness/illness_words.h"
#include "rules/parse/illness/needed_therapy.h"
#include "rules/parse/illness/second_cancers.h"
#include "rules/parse/illness/toxicity.h"
#include "rules/parse/illness/wider_illness.h"

namespace trialmatch::rules {
namespace {

// Qualities that are asked of who has the illness and is to be let in.
constexpr std::string_view kGood[] = {"stable",       "treated",      "curatively_treated", "in_remission",        "on_treatment",
                                      "undetectable", "asymptomatic", "mild",               "no_treatment_needed", "past"};

bool AllGood(const IllnessWay& way) {
  return !way.empty() && std::all_of(way.begin(), way.end(), [](const IllnessQuality& q) {
    return !q.denied && std::find(std::begin(kGood), std::end(kGood), q.row->id) != std::end(kGood);
  });
}

class ConditionReader {
 public:
  ConditionReader(Reading& reading, Clause clause, Mood mood, Atoms& atoms) : r_(reading), c_(clause), mood_(mood), atoms_(atoms) {}

  void Read() {
    if (ReadToxicity(r_, c_, atoms_)) return;
    illnesses_ = ReadIllnesses(r_, c_, mood_);
    DropTherapiesNeeded();
    const int need = mood_ == Mood::kRequires ? -1 : FindNeededTherapies(r_, c_, atoms_, illnesses_);
    if (need < 0 && mood_ != Mood::kPermits) DropIndications(r_, c_, atoms_, &illnesses_);
    if (std::all_of(illnesses_.begin(), illnesses_.end(), [](const Illness& one) { return one.excepted; })) return;
    UseBeside();
    if (IsOnlyHeading(r_, c_, illnesses_)) return;
    if (OnlyForTheSite()) return PushLogistics();
    if (need >= 0) needed_ = TakeNeededTherapies(need, &atoms_, &illnesses_.front());
    WeighByInvestigator();
    for (Illness& one : illnesses_) {
      if (one.bare() && !one.excepted && NamesWhatever(one.ids[0]) && FollowsAnyOtherDisease(r_, c_, illnesses_.front().first)) one.ways = {{QualityById(r_.lexicon(), "weighed")}};
    }
    ReadTurnBehind();
    Sort();
    TakeExceptions();
    Emit();
  }

 private:
  // "Colitis requiring systemic steroids": the drug is no treatment that the sentence is about.
  void DropTherapiesNeeded() {
    for (const Illness& one : illnesses_) {
      for (Clause need : one.needs) {
        std::erase_if(atoms_, [&](const Atom& atom) { return atom.first >= need.begin && atom.last < need.end && atom.topic != Topic::kComorbidity; });
      }
    }
  }

  // "Cardiovascular: No angina", "(2) Unstable angina".
  void UseLabel() {
    int i = c_.begin;
    while (r_.Has(i) && i < c_.end && r_.at(i).lead) ++i;
    if (r_.IsMark(i, '(') && r_.IsNumber(i + 1) && r_.IsMark(i + 2, ')')) r_.Use(i + 1);
    for (int k = i; k < c_.end && k < i + 5; ++k) {
      if (r_.IsMark(k, ':')) {
        if (k < illnesses_.front().first) r_.UseRange(i, k - 1);
        return;
      }
      bool plain = (r_.IsKind(k, Item::Kind::kWord) || r_.IsAny(k, {Cue::kAnd, Cue::kOr}) ||
                    r_.IsAnyMark(k, "/,") || (r_.IsKind(k, Item::Kind::kTerm) && !r_.at(k).cue)) &&
                   !r_.IsNumber(k);
      if (!plain) return;
    }
  }

  // Words beside illnesses that say nothing more.
  void UseBeside() {
    UseLabel();
    if (const Clause aside = ReplacementExcepted(r_, c_); !aside.empty()) r_.UseRange(aside.begin, aside.end - 1);
    for (int i = c_.begin; i < std::min(c_.end, illnesses_.back().first); ++i) {
      // "Any of the following conditions: ...".
      bool announces = r_.IsMark(i + 1, ':') || r_.Is(i + 1, Cue::kIncluding) ||
                       r_.IsAny(i - 1, {Cue::kAllOf, Cue::kAnyOf}) ||
                       (r_.IsAnyMark(i + 1, "(,") && r_.Is(i + 2, Cue::kIncluding));
      if (!announces || r_.at(i).used) continue;
      if (r_.WordIsAny(i, {"condition", "conditions", "disorder", "disorders", "disease", "diseases", "illness", "illnesses", "event", "events", "infection", "infections"})) r_.Use(i);
    }
    for (int i = c_.begin + 1; i + 1 < c_.end; ++i) {
      if (r_.WordIsAny(i, {"s", "es", "ies"}) && r_.IsMark(i - 1, '(') && r_.IsMark(i + 1, ')')) r_.Use(i);
    }
    for (int i = c_.begin; i < c_.end; ++i) {
      if (r_.Is(i, Cue::kPrior) && !r_.at(i).used && i < illnesses_.back().last) r_.Use(i);
    }
  }

  bool AllGeneral() const {
    return std::all_of(illnesses_.begin(), illnesses_.end(), [](const Illness& one) { return one.ids[0] == "concurrent_illness"; });
  }

  bool SiteDecides() const {
    if (HasCue(r_, c_.begin, c_.end, {Cue::kInvestigator})) return true;
    return std::any_of(illnesses_.begin(), illnesses_.end(), [](const Illness& one) {
      return std::any_of(one.ways.begin(), one.ways.end(), [](const IllnessWay& way) {
        return std::any_of(way.begin(), way.end(),
                           [](const IllnessQuality& q) { return q.row->id == "weighed"; });
      });
    });
  }

  // "Any other condition that in the investigator's opinion ...".
  bool OnlyForTheSite() const { return AllGeneral() && SiteDecides(); }

  void PushLogistics() {
    Atom atom;
    atom.first = illnesses_.front().first;
    atom.last = illnesses_.back().last;
    atom.topic = Topic::kLogistics;
    atom.logistics = true;
    atom.expression = Expression::Always(r_.SpanOf(atom.first, atom.last), "logistics");
    atoms_.push_back(std::move(atom));
  }

  // A judgement of the investigator behind named illnesses weighs the last of them.
  void WeighByInvestigator() {
    int at = FindCue(r_, illnesses_.back().last, c_.end, {Cue::kInvestigator});
    if (at < 0 || SiteHasWeighed()) return;
    Illness& last = illnesses_.back();
    if (last.excepted || !last.window.empty() || last.min_grade) return;
    if (last.ways.empty()) last.ways.push_back({});
    for (IllnessWay& way : last.ways) way.push_back(QualityById(r_.lexicon(), "weighed"));
    if (Illness& first = illnesses_.front(); first.ids[0] == "concurrent_illness" && first.bare() && !first.excepted) first.ways = {{QualityById(r_.lexicon(), "weighed")}};
  }

  bool SiteHasWeighed() const {
    const Illness& last = illnesses_.back();
    return std::any_of(last.ways.begin(), last.ways.end(), [](const IllnessWay& way) {
      return std::any_of(way.begin(), way.end(), [](const IllnessQuality& q) {
        return q.row->id == "weighed" || q.row->id == "significant" || q.row->id == "severe";
      });
    });
  }

  // "... unless controlled on treatment", "(except skin cancer) if curatively treated": the turn
  // that ends the clause speaks of the illness itself. Its word is marked, and so read.
  void ReadTurnBehind() {
    const bool unless = r_.Is(c_.end, Cue::kUnless), given = r_.Is(c_.end, Cue::kIf);
    if ((!unless && !given) || r_.at(c_.end).used) return;
    bool to_exception = given && illnesses_.back().excepted;
    bool to_permission = given && mood_ == Mood::kPermits && !illnesses_.back().excepted;
    if (given && !to_exception && !to_permission) return;
    if (unless && HasCue(r_, c_.begin, c_.end, {Cue::kCnsMetastasis, Cue::kLeptomeningeal})) return;   // "cord compression or brain metastases, unless stable"
    int end = c_.end + 1;
    while (end < r_.size() && !r_.IsMark(end, ';') &&
           !(r_.IsMark(end, '.') &&
             (end + 1 >= r_.size() || r_.at(end + 1).space_before || r_.at(end + 1).line_before)))
      ++end;
    // "Unless cured, except for skin cancer".
    const int again = unless ? FindCue(r_, c_.end + 1, end, {Cue::kExcept}) : -1;
    std::vector<Illness> cancers;
    if (again > c_.end + 2 && r_.IsMark(again - 1, ',')) cancers = ExceptedSecondCancers(r_, r_.SpanOf(c_.begin, c_.end - 1), r_.SpanOf(again + 1, end - 1));
    auto turn = ReadBareQualities(r_, c_.end + 1, cancers.empty() ? end : again - 1);
    if (!turn) return;
    for (Illness& one : cancers) {
      one.excepted = true;
      one.first = one.last = again;
      illnesses_.push_back(std::move(one));
    }
    if (!cancers.empty()) r_.UseRange(again, end - 1);
    r_.Use(c_.end);
    if (unless || (to_exception && r_.Is(c_.end - 1, Cue::kOr))) {  // "except skin cancer, or if free of disease"
      turn->excepted = true;
      for (const Illness& one : illnesses_) {
        if (one.excepted) continue;
        Illness exception = *turn;
        exception.ids = one.ids;
        turned_.push_back(std::move(exception));
      }
      return;
    }
    for (Illness& one : illnesses_) {
      // Of "skin cancer, or another cancer if cured" said of the second alone.
      const bool of_last = to_exception && illnesses_.back().ids == illnesses_.front().ids && &one != &illnesses_.back();
      if (one.excepted != to_exception || of_last) continue;
      if (one.ways.empty()) one.ways = turn->ways;
      else
        for (IllnessWay& way : one.ways) way.insert(way.end(), turn->ways[0].begin(), turn->ways[0].end());
      if (one.window.empty()) one.window = turn->window;
    }
  }

  bool Denied(const Illness& one) const {
    bool denied = DeniedBefore(r_, c_, one.first);
    // "No prior malignancy": one cue of treatments, and a denial here.
    for (int k = c_.begin; k < one.first && !denied; ++k) {
      denied = r_.Is(k, Cue::kNaive) && r_.WordStarts(k, {"no p", "never"}) &&
               !HasCue(r_, k, one.first, {Cue::kHowever, Cue::kMust});
    }
    return (denied != one.negative) != one.ceiling;
  }

  // "Patients with treated hepatitis B who are antigen-negative are let in": they had it.
  bool HadBeforeNegativeTest(const Illness& one) const {
    return mood_ == Mood::kPermits && one.negative && !DeniedBefore(r_, c_, one.first) && (!one.ways.empty() || HasCue(r_, one.first, c_.end, {Cue::kWho}));
  }

  void Sort() {
    for (const Illness& one : illnesses_) {
      if (one.excepted) continue;
      const bool had = HadBeforeNegativeTest(one);
      std::vector<Found>& list = Denied(one) && !had ? denied_ : present_;
      for (ConditionLeaf& leaf : LeavesOf(one)) {
        if (had) leaf.qualities.emplace_back("under_conditions");
        const bool free = FreeOfCancer(&leaf, list);
        Add(free ? &denied_ : &list, std::move(leaf), one);
      }
    }
    for (std::vector<Found>* list : {&present_, &denied_}) {
      for (Found& found : *list) {
        // "Those with a stroke more than 6 months ago are eligible".
        if (mood_ != Mood::kPermits || list != &present_ || HasCue(r_, c_.begin, c_.end, {Cue::kUnless})) found.leaf.window = Within(found.leaf.window);
      }
    }
  }

  // "Disease free from other cancers for 5 years", asked for: none within 5 years.
  bool FreeOfCancer(ConditionLeaf* leaf, const std::vector<Found>& list) const {
    if (mood_ != Mood::kRequires || &list != &present_ ||
        leaf->conditions[0] != "other_malignancy" || !leaf->window.at_least)
      return false;
    auto free = std::find(leaf->qualities.begin(), leaf->qualities.end(), "in_remission");
    if (free == leaf->qualities.end()) return false;
    leaf->qualities.erase(free);
    return true;
  }

  void TakeExceptions() {
    std::vector<std::string> except;
    std::vector<ConditionLeaf> unless;
    auto take = [&](const Illness& one) {
      for (const ConditionLeaf& leaf : LeavesOf(one)) {
        ConditionLeaf named;
        named.conditions = leaf.conditions;
        // "Arrhythmia except sinus arrhythmia": a kind that the table has no name for.
        const bool own = std::any_of(illnesses_.begin(), illnesses_.end(), [&](const Illness& of) { return !of.excepted && !of.example && of.ids == leaf.conditions; });
        if (named == leaf && own && leaf.conditions[0] != "other_malignancy") {
          named.qualities.emplace_back("under_conditions");
          unless.push_back(std::move(named));
        } else if (named == leaf)
          except.insert(except.end(), leaf.conditions.begin(), leaf.conditions.end());
        else
          unless.push_back(WithGradeAsSaid(leaf));
      }
    };
    for (const Illness& one : illnesses_) {
      if (one.excepted) take(one);
    }
    for (std::vector<Found>* list : {&present_, &denied_}) {
      for (Found& found : *list) {
        found.leaf.except = except;
        found.leaf.unless = unless;
        for (const Illness& turn : turned_) {
          if (std::find(found.leaf.conditions.begin(), found.leaf.conditions.end(), turn.ids[0]) ==
              found.leaf.conditions.end())
            continue;
          for (const ConditionLeaf& leaf : LeavesOf(turn)) {
            if (std::find(found.leaf.unless.begin(), found.leaf.unless.end(), leaf) ==
                found.leaf.unless.end())
              found.leaf.unless.push_back(leaf);
          }
        }
      }
    }
  }

  // Takes the leaves out of the list.
  Expression Any(std::vector<Found>& list) const {
    std::vector<Expression> any;
    any.reserve(list.size());
    for (Found& found : list)
      any.push_back(Expression::OfLeaf(std::move(found.leaf), r_.SpanOf(found.first, found.last), "condition"));
    return Expression::Any(std::move(any));
  }

  void Push(Expression expression, const std::vector<Found>& list, bool negated) {
    Atom atom;
    atom.first = list.front().first;
    atom.last = list.back().last;
    for (const Found& found : list) {
      atom.first = std::min(atom.first, found.first);
      atom.last = std::max(atom.last, found.last);
    }
    atom.topic = Topic::kComorbidity;
    atom.negated = negated;
    atom.expression = needed_ ? Expression::All(std::move(expression), *needed_) : std::move(expression);
    atoms_.push_back(std::move(atom));
  }

  void Emit() {
    if (mood_ == Mood::kProhibits && denied_.empty() && FirstWithOthers(r_, illnesses_)) {
      Expression first = AnyOfIllnesses(r_, std::span(illnesses_).first(1));
      return Push(Expression::All(std::move(first), AnyOfIllnesses(r_, std::span(illnesses_).subspan(1))), present_, false);
    }
    bool both = !present_.empty() && !denied_.empty();
    if (both && mood_ != Mood::kRequires) {
      // "Hepatitis C with no detectable virus": both together. "HIV, as there are no data in HIV": nobody has and lacks one illness.
      const base::Span same = r_.SpanOf(denied_[0].first, denied_.back().last);
      Expression lacking = !DeniesTheSame() ? Expression::Not(Any(denied_)) : IsReasonAt(r_, denied_[0].first) ? Expression::Always(same, "reason") : Expression::Opaque(same);
      Expression together = Expression::All({Any(present_), std::move(lacking)});
      std::vector<Found> all = std::move(present_);
      all.insert(all.end(), denied_.begin(), denied_.end());
      return Push(std::move(together), all, false);
    }
    if (!denied_.empty() && mood_ == Mood::kProhibits) {
      // "The patient has no history of bleeding" among the exclusions: what is asked of everybody.
      int first = c_.begin;
      while (first < c_.end && (r_.at(first).lead || r_.IsKind(first, Item::Kind::kMark) || r_.Is(first, Cue::kFiller) || r_.Is(first, Cue::kWith))) ++first;
      const bool asked = r_.WordIsAny(first, {"no history of", "no evidence of"}) && r_.WordIsAny(first - 1, {"has", "have"}) && illnesses_.front().bare() && !HasCue(r_, c_.begin, c_.end, {Cue::kExcluded});
      if (asked) {
        r_.Use(first);
        for (Found& found : denied_) found.first = std::min(found.first, first);
        return Push(Any(denied_), denied_, false);
      }
      // "... (and no other bleeding risk)" among the exclusions: nobody is excluded for being well.
      return Push(Expression::Opaque(r_.SpanOf(denied_[0].first, denied_[0].last)), denied_, false);
    }
    if (both && IsNegativeOrCleared()) {
      std::vector<Found> all = denied_;
      all.insert(all.end(), present_.begin(), present_.end());
      Expression negative = Expression::Not(Any(denied_));
      return Push(Expression::Any(std::move(negative), Any(present_)), all, false);
    }
    if (!denied_.empty()) Push(Any(denied_), denied_, true);
    if (present_.empty()) return;
    Push(mood_ == Mood::kRequires ? ForWhoHasIt() : BothHepatitides(r_, c_, Any(present_)), present_, false);
  }

  // What is denied is, bare, among what is forbidden.
  bool DeniesTheSame() const {
    return std::all_of(denied_.begin(), denied_.end(), [&](const Found& no) {
      ConditionLeaf bare;
      bare.conditions = no.leaf.conditions;
      return bare == no.leaf && std::any_of(present_.begin(), present_.end(), [&](const Found& yes) {
        return std::all_of(bare.conditions.begin(), bare.conditions.end(), [&](const std::string& id) { return std::find(yes.leaf.conditions.begin(), yes.leaf.conditions.end(), id) != yes.leaf.conditions.end(); });
      });
    });
  }

  // "HCV antibody negative, or positive with negative HCV RNA".
  bool IsNegativeOrCleared() const {
    const bool same = denied_.size() == 1 && present_.size() == 1 && denied_[0].leaf.conditions == present_[0].leaf.conditions;
    return same && present_[0].leaf.viral_load_undetectable.value_or(false) && HasCue(r_, denied_[0].first, present_[0].last, {Cue::kOr});
  }

  // "Hypertension controlled on medication", asked for: of who has it. "Patients with HIV must
  // ...": for those who have it; what is asked of them was not read here.
  Expression ForWhoHasIt() {
    if (illnesses_.size() == 1 && illnesses_.front().bare() && IsDemandedOfAll(r_, c_, present_.front().first, present_.back().last)) return Any(present_);
    // "At least 6 months since myocardial infarction": none more recent.
    if (HasCue(r_, c_.begin, illnesses_.front().first, {Cue::kSince}) && std::all_of(present_.begin(), present_.end(), [](const Found& found) {
          return found.leaf.window.within && found.leaf.unless.empty();
        }))
      return Expression::Not(Any(present_));
    bool good = present_.size() == 1 && illnesses_.size() == 1 && illnesses_[0].ways.size() == 1 &&
                AllGood(illnesses_[0].ways[0]);
    if (!good)
      return Expression::When(Any(present_), Expression::Opaque(r_.SpanOf(present_.front().first,
                                                                          present_.back().last)));
    ConditionLeaf has;
    has.conditions = present_[0].leaf.conditions;
    base::Span span = r_.SpanOf(present_[0].first, present_[0].last);
    return Expression::When(Expression::OfLeaf(has, span, "condition"),
                            Expression::OfLeaf(present_[0].leaf, span, "condition"));
  }

  Reading& r_;
  Clause c_;
  Mood mood_;
  Atoms& atoms_;
  std::optional<Expression> needed_;   // what the illness needs, told with its doses
  std::vector<Illness> illnesses_, turned_;
  std::vector<Found> present_, denied_;
};

}  // namespace

void ReadConditions(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  ConditionReader(r, clause, mood, atoms).Read();
}

}  // namespace trialmatch::rules
