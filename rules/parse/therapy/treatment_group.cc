#include "rules/parse/therapy/treatment_group.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "rules/parse/said_words.h"
#include "rules/parse/therapy/aimed_therapy.h"
#include "rules/parse/therapy/limited_exception.h"
#include "rules/parse/therapy/most_recent.h"
#include "rules/parse/therapy/radiation_kind.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_lines.h"
#include "rules/parse/therapy/treatment_names.h"
#include "rules/parse/therapy/treatment_purpose.h"
#include "rules/parse/therapy/treatment_reference.h"
#include "rules/parse/therapy/treatment_windows.h"
#include "rules/parse/therapy/wider_exception.h"

namespace trialmatch::rules {
namespace {

using Quantifier = TreatmentLeaf::Quantifier;

bool AllMedication(const TreatmentLeaf& leaf, const Lexicon& lexicon) { return std::all_of(leaf.what.begin(), leaf.what.end(), [&](const std::string& id) { return IsMedication(lexicon, id); }); }

Topic TopicOf(const TreatmentLeaf& leaf, const Lexicon& lexicon) {
  if (!leaf.what.empty() && AllMedication(leaf, lexicon)) return Topic::kConcomitantMedication;
  if (!leaf.window.empty() && leaf.outcome == TreatmentLeaf::Outcome::kAnyOutcome) return Topic::kWashout;
  return leaf.quantifier == Quantifier::kLines ? Topic::kLineOfTherapy : Topic::kPriorTherapy;
}

// One group on its way to an atom.
class GroupReader {
 public:
  GroupReader(Reading& reading, const TreatmentClause& treatments, const TreatmentGroup& group)
      : r_(reading), t_(treatments), group_(group), begin_(group.front().first), end_(group.back().last + 1) {}

  Atom Read(Quantifier quantifier) {
    leaf_.quantifier = quantifier;
    leaf_.what = WhatOf(r_, group_);
    AddExceptions();
    AddFrame();
    AddSites();
    AddRadiationAmount(r_, t_.clause, {begin_, end_}, &leaf_);
    AddOrderOfChemoradiation(r_, t_.clause, {begin_, end_}, &leaf_);
    AddCycles();
    if (t_.mood == Mood::kRequires && !t_.frame.naive && !t_.frame.window) AskLength(r_, t_.clause, begin_, &leaf_);
    AddCount();
    if (t_.mood == Mood::kProhibits) KeepLimit(r_, t_.clause, begin_, end_, &leaf_);
    bool negated = Denied();
    if (t_.mood == Mood::kRequires && !negated) AskNothingElse(r_, t_.clause, begin_, end_, &leaf_);
    ReadTrialDrug();
    const bool limited = t_.mood == Mood::kProhibits && !t_.frame.window && !t_.frame.window_of_illness && r_.WordIs(FindCue(r_, t_.clause.begin, t_.clause.end, {Cue::kWithin}), "within");   // "within protocol specified intervals"
    const bool wait = TurnWait();
    negated = wait ? t_.mood != Mood::kProhibits : negated;
    leaf_what_is_any_ = std::all_of(leaf_.what.begin(), leaf_.what.end(), [](const std::string& id) { return id == "any_therapy" || id == "systemic_therapy"; });
    Atom atom = TreatmentAtom(r_, std::move(leaf_), begin_, end_ - 1, negated && !wait ? "treatment.none" : "treatment.had");
    atom.negated = negated;
    if (t_.mood == Mood::kRequires) LetInFewCycles(&atom);
    NarrowAimed(r_, t_.clause, group_, &atom);
    if (t_.frame.window && t_.mood == Mood::kProhibits && !negated) AddMostWaited(r_, t_.clause, *t_.frame.window, &atom);
    if (const int line = LineBefore(); line > 0) AddLine(line, &atom);
    if (some_excepted_ != nullptr) {
      const base::Span span = r_.SpanOf(some_excepted_->first, some_excepted_->last);
      const bool radiation = r_.lexicon().DrugIsA(some_excepted_->ids[0], "radiation") && r_.WordContains(some_excepted_->first, {"palliative"});
      Expression some = radiation ? Expression::OfLeaf(FactLeaf{"palliative_radiation"}, span, "fact.palliative_radiation") : Expression::Opaque(span);
      // Of several, that one alone: "chemotherapy or radiation, except palliative radiation".
      std::optional<Expression> others;
      auto* given = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom.expression.leaf.get()) : nullptr;
      if (given != nullptr && given->what.size() > 1) {
        TreatmentLeaf rest = *given;
        std::erase(rest.what, some_excepted_->ids[0]);
        given->what = {some_excepted_->ids[0]};
        others = Expression::OfLeaf(std::move(rest), atom.expression.span, atom.expression.rule);
      }
      atom.expression = Expression::All(std::move(atom.expression), Expression::Not(std::move(some)));
      if (others) atom.expression = Expression::Any(*std::move(others), std::move(atom.expression));
    }
    const auto before_other = std::find_if(group_.begin(), group_.end(), [&](const TreatmentAnchor& a) { return BeforeTherapy(r_, t_.clause, a.last + 1); });
    if (t_.mood == Mood::kProhibits && before_other != group_.end()) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(r_.SpanOf(before_other->last + 1, before_other->last + 1)));
    int length = -1;
    for (const TreatmentAnchor& a : group_) if (t_.mood == Mood::kProhibits && !negated && length < 0) length = LengthOfUseBehind(r_, t_.clause, a.last + 1);
    const int group = t_.mood == Mood::kProhibits && negated && t_.frame.naive ? GroupOfNaive(r_) : -1;
    for (const int unread : {length, group, some_of_it_ != nullptr ? some_of_it_->first : -1}) if (unread >= 0) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(r_.SpanOf(unread, unread)));
    if (group >= 0) atom.negated = false;
    if (limited) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(r_.SpanOf(group_.back().first, group_.back().last)));
    return atom;
  }

 private:
  void AddExceptions() {
    // "Prior crizotinib is permitted, but no other ALK inhibitor": what stood before is not among the others.
    int other = begin_ - 1;
    while (other > t_.clause.begin && r_.Is(other, Cue::kPrior)) --other;
    const bool others = begin_ > t_.clause.begin && r_.WordIsAny(other, {"other", "another", "no other"});
    for (int i = 0; others && i < other; ++i) {
      const Entry* named = r_.at(i).lead ? nullptr : r_.Find(i, TermKind::kDrug);
      if (named == nullptr || (i >= t_.clause.begin && !Among(named->id))) continue;
      leaf_.except.push_back(named->id);
      r_.Use(i);
    }
    // "One prior ALK TKI, and no other systemic therapy".
    int own = t_.clause.begin;   // the clause may begin behind the "and"
    while (others && own > 0 && !r_.at(own - 1).lead && !r_.IsAnyMark(own - 1, ".;:")) --own;
    for (int i = own; others && (r_.WordIs(other, "no other") || r_.Is(other - 1, Cue::kNo)) && i < begin_; ++i) {
      const Entry* named = r_.Find(i, TermKind::kDrugClass);
      if (named != nullptr && !r_.at(i).lead && Among(named->id)) leaf_.except.push_back(named->id);
    }
    for (const TreatmentAnchor& a : t_.anchors.named) {
      const bool narrower = t_.mood == Mood::kProhibits && a.last < begin_ && IsAnyOther(r_, begin_) && r_.lexicon().DrugIsA(a.ids[0], leaf_.what[0]) && a.ids[0] != leaf_.what[0];
      if (narrower) leaf_.except.push_back(a.ids[0]);
    }
    for (const TreatmentAnchor& e : t_.anchors.excepted) {
      // "Radiation, except palliative radiation": some of it, which no table names.
      const bool same = e.ids.size() == 1 && std::find(leaf_.what.begin(), leaf_.what.end(), e.ids[0]) != leaf_.what.end() && leaf_.quantifier == Quantifier::kAny;
      if (same && (some_excepted_ == nullptr || some_excepted_->ids == e.ids)) some_excepted_ = &e;
      else for (const std::string& id : e.ids) AddException(id, e);
    }
  }

  void AddException(const std::string& id, const TreatmentAnchor& e) {
    const bool wider = leaf_.quantifier == Quantifier::kAny && IsWiderThanAll(r_.lexicon(), id, leaf_.what);
    const bool bare = !r_.WordStarts(t_.anchors.except_at, {"but not"}) && IsBareException(r_, t_.clause, t_.anchors, e, t_.frame.excepted);
    if (wider ? !bare : HasSettingOfException(r_, t_.clause)) some_of_it_ = &e;
    else if (!wider && std::find(leaf_.except.begin(), leaf_.except.end(), id) == leaf_.except.end()) leaf_.except.push_back(id);
  }

  // One of what is meant, and not all of it.
  bool Among(const std::string& id) const {
    return std::any_of(leaf_.what.begin(), leaf_.what.end(), [&](const std::string& of) { return r_.lexicon().DrugIsA(id, of) && id != of; });
  }

  // "Chemoradiation followed by consolidation durvalumab", "consolidation durvalumab following chemoradiation": the purpose is that of what follows.
  bool ThenFollows(CueSet purpose) const {
    const int at = FindCue(r_, t_.clause.begin, t_.clause.end, purpose);
    for (int i = end_; i < at; ++i) if (r_.WordContains(i, {"followed"})) return true;
    const bool may_precede = purpose.contains_any({Cue::kMaintenance}) || begin_ > t_.anchors.named.front().first;
    for (int i = at + 1; at >= 0 && may_precede && i < begin_; ++i) if (r_.WordIsAny(i, {"following", "after"})) return true;
    return false;
  }

  void AddFrame() {
    const TreatmentFrame& f = t_.frame;
    SetOutcome(f, &leaf_);
    SetIntents(f, &leaf_);
    if (ThenFollows({Cue::kMaintenance})) std::erase(leaf_.intents, "maintenance");
    // "Progression on durvalumab consolidation after chemoradiation": on the first of them.
    if (f.maintenance && leaf_.intents.empty() && begin_ > t_.anchors.named.front().first && ThenFollows({Cue::kMaintenance})) leaf_.outcome = TreatmentLeaf::Outcome::kAnyOutcome;
    if (ThenFollows({Cue::kAdjuvant, Cue::kPerioperative})) std::erase(leaf_.intents, "adjuvant");
    // "Neoadjuvant chemotherapy and surgery".
    if (std::all_of(leaf_.what.begin(), leaf_.what.end(), [&](const std::string& id) { return r_.lexicon().DrugIsA(id, "surgery"); })) std::erase_if(leaf_.intents, [](const std::string& intent) { return intent == "neoadjuvant" || intent == "adjuvant"; });
    if (f.window) leaf_.window = f.window->window;
    // "Within 14 days or 5 half-lives" forbids both; "at least 14 days or 5 half-lives since" asks
    // for one of them.
    bool either_forbidden = t_.mood == Mood::kProhibits && leaf_.window.which == Window::Which::kShorter &&
                            !f.window->which_said;
    if (either_forbidden) leaf_.window.which = Window::Which::kLonger;
    if ((!f.window || f.window->window.anchor == Window::Anchor::kProgression) && t_.mood != Mood::kPermits) SetMostRecent(r_, t_.clause, begin_, &leaf_);
    // "Treatment for lung cancer" is one wording.
    const bool own = r_.WordContains(group_.front().first, {" for "}) && (r_.WordContains(group_.front().first, {"nsclc"}) || r_.WordContains(group_.front().first, {"lung"}));
    leaf_.for_this_cancer = f.for_cancer || own;
    bool given_now = (f.ongoing && !(t_.mood == Mood::kRequires && OnlyGivenTogether(r_, t_.clause))) || AllMedication(leaf_, r_.lexicon());
    if (given_now && !f.prior && !f.naive && !f.window && !f.progressed) leaf_.ongoing = true;
  }

  void AddSites() {
    bool local = std::any_of(leaf_.what.begin(), leaf_.what.end(), [&](const std::string& id) { return r_.lexicon().DrugIsA(id, "radiation") || r_.lexicon().DrugIsA(id, "surgery"); });
    bool joined = true, elsewhere = false;  // from the site that the wording of the therapy names
    for (int i = t_.clause.begin; i < t_.clause.end; ++i) {
      const Entry* site = r_.Find(i, TermKind::kSite);
      if (site != nullptr && local && std::abs(i - begin_) <= 9 && !r_.at(i).used) {
        r_.Use(i);
        if (SiteOfOthers(r_, begin_, t_.anchors.excepted.empty() ? -1 : t_.anchors.except_at, i)) continue;
        // "Local or whole brain radiotherapy": of any site.
        if (i < begin_ && r_.WordIsAny(i - 1, {"whole"}) && r_.Is(i - 2, Cue::kOr) && r_.WordIsAny(i - 3, {"local", "focal", "localized"})) continue;
        // "Thoracic or other major surgery" is any; "disease outside of the CNS and CNS radiotherapy" irradiated the CNS.
        if (i < begin_ && (r_.WordIs(i + 1, "or other") || (r_.Is(i + 1, Cue::kOr) && r_.WordIsAny(i + 2, {"other", "any other"})))) continue;
        if (site->id == "extracranial" && r_.lexicon().DrugIsA(leaf_.what.front(), "cranial_radiation")) continue;
        leaf_.sites.push_back(site->id);
        // "Pelvic or thoracic radiotherapy", but "chest radiotherapy in the area of nodes".
        elsewhere = i > begin_ && r_.lexicon().DrugIsA(leaf_.what.front(), "radiation") && !r_.lexicon().IsA(TermKind::kSite, site->id, "thorax");
        joined = i + 2 == begin_ && (r_.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) || r_.IsMark(i + 1, '/'));
      }
      if (r_.WordIs(i, "major") && i + 1 == begin_) leaf_.major = true;
    }
    // "Thoracic radiotherapy" is one wording and names its site itself.
    struct SiteWord {
      std::string_view part, site;
    };
    constexpr SiteWord kSiteWords[] = {{"thorac", "thorax"},
                                       {"chest", "thorax"},
                                       {"mediastin", "thorax"},
                                       {"lung", "thorax"},
                                       {"hemithora", "thorax"},
                                       {"pelvi", "pelvis"}};
    for (const TreatmentAnchor& anchor : group_) {
      for (const SiteWord& word : kSiteWords) {
        const bool named = local && leaf_.sites.size() < 2 && (leaf_.sites.empty() || joined || elsewhere) && r_.WordContainsText(anchor.first, word.part);
        if (!named || r_.lexicon().Find(TermKind::kSite, word.site) == nullptr || leaf_.sites == std::vector<std::string>{std::string(word.site)}) continue;
        if (!joined) leaf_.sites.clear();
        leaf_.sites.emplace_back(word.site);
      }
    }
  }

  // "At least two cycles of platinum doublet", "4 to 6 courses of chemotherapy".
  void AddCycles() {
    if (leaf_.quantifier != Quantifier::kAny) return;
    for (int i = std::max(t_.clause.begin, begin_ - 6); i < std::min(t_.clause.end, end_ + 6); ++i) {
      const bool cycles = r_.Is(i, Cue::kCycle) || r_.WordIsAny(i, {"courses", "doses", "courses of", "doses of", "infusions", "infusions of", "dose of"});
      if (!cycles || r_.at(i).used) continue;
      const bool before = i < begin_;
      bool of = !before || i + 1 == begin_;
      of = of || (before && r_.WordIsAny(i, {"courses of", "doses of", "infusions of", "dose of"}));
      for (int k = i + 1; k < begin_ && before; ++k) of = of || r_.Is(k, Cue::kBefore);
      // "Chemoradiation including 2 cycles of platinum": cycles of what stands behind them.
      const int counted = r_.WordIs(i + 1, "of") ? i + 2 : i + 1;
      if (i >= end_ && r_.IsTermOf(counted, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) continue;
      auto count = CountBefore(r_, t_.clause, i);
      if (!of || !count || (!before && count->first <= begin_)) continue;
      leaf_.quantifier = Quantifier::kCycles;
      leaf_.count = count->bounds;
      // "Two cycles" asked for are two at least.
      if (count->exact && t_.mood == Mood::kRequires) leaf_.count->high.reset();
      if (!before && Denied()) CountPastException(r_, begin_, count->first, &*leaf_.count);
      r_.UseRange(count->first, i);
      return;
    }
  }

  // How many different drugs: "more than one prior ALK TKI", "up to 2 prior ALK inhibitors".
  void AddCount() {
    if (leaf_.quantifier == Quantifier::kCycles) return;
    auto count = CountBefore(r_, t_.clause, begin_);
    if (!count) return;
    if (t_.mood == Mood::kRequires) AddMostBehind(r_, t_.clause, group_.back().ids == group_.front().ids ? group_.front().last + 1 : end_, &*count);   // "at least one prior systemic therapy, but no more than three systemic therapies"
    bool one_or_more = count->bounds.low == 1.0 && count->bounds.low_inclusive && !count->bounds.high;
    // "Trophoblast antigen 2 (TROP2)-directed conjugate".
    const bool glued = r_.IsMark(count->first - 1, '-') && !r_.at(count->first - 1).space_before && !r_.IsNumber(count->first - 2);   // "gene-3 (LAG-3) inhibitor"
    const bool of_name = glued || (count->exact && r_.WordContains(count->first - 1, {"antigen", "receptor", "protein", "ligand", "factor", "death", "type", "phase", "stage", "grade", "cohort"}));
    if ((t_.frame.window && !one_or_more) || of_name || r_.Is(count->first - 1, Cue::kGrade)) return;
    const bool demands = t_.mood == Mood::kRequires;
    const bool at_least_one = count->bounds.low.value_or(0) <= 1 && count->bounds.low_inclusive && !count->bounds.high;
    bool one_asked = count->exact && count->bounds.low == 1.0 && demands && !t_.frame.only;
    if (!at_least_one && !one_asked && leaf_.what.size() == 1) {
      // Several drugs are one chemotherapy.
      const std::string& counted = leaf_.what.front();
      const bool any = counted == "systemic_therapy" || counted == "any_therapy";
      leaf_.quantifier = any || counted == "chemotherapy" ? Quantifier::kLines : Quantifier::kAgents;
      if (any) leaf_.what.clear();
      // "At least two ALK TKIs, or intolerant of lorlatinib" counts drugs, not intolerances.
      if (leaf_.outcome == TreatmentLeaf::Outcome::kIntolerance) leaf_.outcome = TreatmentLeaf::Outcome::kAnyOutcome;
      leaf_.count = count->bounds;
      if (demands) SayWhichAreCounted(r_, *count, begin_, &leaf_);
      if (demands && count->exact && t_.frame.only && HasCue(r_, end_, t_.clause.end, {Cue::kPermitted})) leaf_.count->low.reset();   // "only one is allowed"
      // "Progressed on no more than one" is on one at least.
      if (demands && leaf_.outcome == TreatmentLeaf::Outcome::kProgression && !leaf_.count->low) leaf_.count->low = 1;
    }
    // "More than one prior chemotherapy or any other systemic treatment": of which of them is not told.
    if (!at_least_one && !one_asked && !demands && leaf_.quantifier == Quantifier::kAny && leaf_.what.size() > 1) leaf_.said.push_back(AsSaid(r_, count->first, count->last + 1));
    r_.UseRange(count->first, count->last);
  }

  bool Denied() const {
    const TreatmentFrame& f = t_.frame;
    return TherapyDenied(r_, t_.clause, begin_) || (t_.mood == Mood::kRequires && EndOfNotGiven(r_, t_.clause, end_) > 0) || (f.naive && !f.progressed && !f.prior) ||
           // "who are ALK TKI naive" stands behind its noun.
           HasCue(r_, end_, std::min(t_.clause.end, end_ + 2), {Cue::kNaive});
  }

  // "Second-line chemotherapy": which line it was, or 0.
  int LineBefore() const {
    for (int i = begin_ - 1; i >= std::max(t_.clause.begin, begin_ - 2); --i) {
      if (r_.Is(i, Cue::kFirstLine)) return leaf_what_is_any_ ? 1 : 0;
      if (r_.Is(i, Cue::kSecondLine)) return 2;
      if (r_.Is(i, Cue::kThirdLine)) return 3;
      if (!r_.Is(i, Cue::kFiller)) return 0;
    }
    return 0;
  }

  // So many lines were had, and the therapy, where it is more than any.
  void AddLine(int line, Atom* atom) const {
    TreatmentLeaf lines;
    lines.quantifier = TreatmentLeaf::Quantifier::kLines;
    lines.count = base::Bounds{.low = line, .high = std::nullopt};
    Expression so_many = Expression::OfLeaf(std::move(lines), atom->expression.span, "treatment.lines");
    atom->expression = leaf_what_is_any_ ? std::move(so_many) : Expression::All(std::move(so_many), std::move(atom->expression));
    atom->topic = leaf_what_is_any_ ? Topic::kLineOfTherapy : atom->topic;
  }

  // "Alectinib as an investigational drug in a clinical trial".
  void ReadTrialDrug() {
    const auto trial_drug = std::find(leaf_.what.begin(), leaf_.what.end(), "investigational_agent");
    if (leaf_.what.size() > 1 && trial_drug != leaf_.what.end()) {
      for (int i = group_.front().last + 1; i < group_.back().first; ++i) leaf_.in_trial = leaf_.in_trial || r_.WordIs(i, "as");
      if (leaf_.in_trial) leaf_.what.erase(trial_drug);
    }
    for (int i = end_; i < t_.clause.end && i <= end_ + 2 && !leaf_.in_trial; ++i) {
      const bool named = r_.WordContains(i + 1, {"investigational"}) || r_.WordContains(i + 2, {"investigational"});
      leaf_.in_trial = r_.WordIs(i, "as") && i + 2 < t_.clause.end && named;
    }
    if (!leaf_.in_trial) return;
    // "... drug in a clinical trial" says it once more.
    for (int i = begin_; i < t_.clause.end; ++i) {
      const Entry* fact = r_.Find(i, TermKind::kFact);
      const bool trial = fact != nullptr && fact->id == "in_another_trial";
      if (trial || r_.WordContains(i, {"investigational", "clinical trial", "clinical study"})) r_.UseRange(i, i);
    }
  }

  // "At least 4 weeks since chemotherapy" holds for whoever had none: nothing of it within 4 weeks.
  // A demand "last dose 21 days before" waits as well; it does not ask for a therapy within 21
  // days.
  bool TurnWait() {
    bool bare = t_.mood == Mood::kRequires && t_.frame.window && t_.frame.window->bare &&
                leaf_.window.within && !TherapyDenied(r_, t_.clause, begin_);
    if (!leaf_.window.at_least && !bare) return false;
    if (leaf_.window.at_least) leaf_.window.within = leaf_.window.at_least;
    leaf_.window.at_least.reset();
    return true;
  }

  Reading& r_;
  const TreatmentClause& t_;
  const TreatmentGroup& group_;
  int begin_, end_;  // the items of the group
  bool leaf_what_is_any_ = false;
  TreatmentLeaf leaf_;
  const TreatmentAnchor* some_excepted_ = nullptr;
  const TreatmentAnchor* some_of_it_ = nullptr;   // "except immunotherapy given for early-stage disease"
};

}  // namespace

Atom TreatmentAtom(const Reading& r, TreatmentLeaf leaf, int first, int last, const char* rule) {
  Atom atom = {.topic = TopicOf(leaf, r.lexicon()), .first = first, .last = last};
  atom.expression = Expression::OfLeaf(std::move(leaf), r.SpanOf(first, last), rule);
  return atom;
}

Atom ReadTreatmentGroup(Reading& r, const TreatmentClause& treatments, const TreatmentGroup& group, TreatmentLeaf::Quantifier quantifier) {
  return GroupReader(r, treatments, group).Read(quantifier);
}

}  // namespace trialmatch::rules
