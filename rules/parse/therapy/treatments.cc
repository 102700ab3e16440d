#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/most_recent.h"
#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_frame.h"
#include "rules/parse/therapy/treatment_group.h"
#include "rules/parse/therapy/treatment_lines.h"
#include "rules/parse/therapy/treatment_names.h"
#include "rules/parse/therapy/treatment_plan.h"
#include "rules/parse/therapy/treatment_purpose.h"
#include "rules/parse/therapy/treatment_reference.h"
#include "rules/parse/therapy/treatment_unnamed.h"
#include "rules/parse/therapy/treatment_ways.h"
#include "rules/parse/therapy/treatment_windows.h"

namespace trialmatch::rules {
namespace {

using Quantifier = TreatmentLeaf::Quantifier;

bool AnyTherapy(const std::string& id) { return id == "systemic_therapy" || id == "any_therapy"; }

// One clause, read by the first of its steps that understands it.
class TreatmentReader {
 public:
  TreatmentReader(Reading& reading, Clause clause, Mood mood, Atoms& atoms)
      : r_(reading), atoms_(atoms) {
    t_.clause = clause;
    t_.mood = mood;
    t_.frame = ReadTreatmentFrame(r_, clause);
    t_.anchors = ReadTreatmentAnchors(r_, clause, mood, t_.frame);
    if (t_.frame.window && !named().empty() && FollowsIllness()) {
      if (auto own = OwnWindowBehindIllness(r_, clause, *t_.frame.window, named().front().first, &t_.frame.window_shared)) t_.frame.window = own;
    }
    t_.frame.window_of_illness = t_.frame.window && WindowOfIllness();
    if (t_.frame.window_of_illness) t_.frame.window.reset();
    line_at_ = FindCue(r_, clause.begin, clause.end, {Cue::kLine});
    if (line_at_ < 0 && t_.anchors.named.empty()) line_at_ = CountedPriorTherapy(r_, clause);
  }

  void Read() {
    if (named().empty()) {
      if (!ReadLines()) ReadWithoutTherapy();
      return;
    }
    UseAnyIllnessInNeed(r_, t_);
    if (ReadAllergy() || UseWhatIsNoTherapyOfTheCancer() || ReadPlan() || ReadLines()) return;
    first_denied_ = FirstIsDenied();
    if (NothingSaid() || ReadOnly()) return;
    ReadGroups();
    if (t_.mood == Mood::kRequires) r_.UseRange(back().last + 1, EndOfNotGiven(r_, t_.clause, back().last + 1));
    UseNeighboursOfTherapies(r_, t_);
    if (t_.frame.window) UseSameTimeInBrackets(r_, t_.clause, t_.frame.window->window);
    t_.anchors.Use(r_);
    if (!t_.anchors.excepted.empty()) r_.Use(t_.anchors.except_at);
    UseFrame();
  }

 private:
  std::vector<TreatmentAnchor>& named() { return t_.anchors.named; }
  const std::vector<TreatmentAnchor>& named() const { return t_.anchors.named; }
  const TreatmentAnchor& front() const { return t_.anchors.named.front(); }
  const TreatmentAnchor& back() const { return t_.anchors.named.back(); }
  bool Has(std::initializer_list<Cue> cues) const {
    return HasCue(r_, t_.clause.begin, t_.clause.end, cues);
  }

  bool FollowsIllness() const { return t_.mood == Mood::kProhibits && named().front().first > t_.frame.window->last && StandsBehindIllness(r_, t_.clause, *t_.frame.window); }

  // "Pulmonary embolism within 3 months, severe asthma, or prior pneumonectomy": the time is of what stands before it.
  bool WindowOfIllness() const {
    const WindowReading& w = *t_.frame.window;
    if (named().empty() || !FollowsIllness()) return false;
    int joint = w.first;
    while (joint < named().front().first && !r_.IsAnyMark(joint, ",;)") && !r_.IsAny(joint, {Cue::kOr, Cue::kAnd})) ++joint;
    return joint < named().front().first && (r_.Is(named().front().first - 1, Cue::kPrior) || r_.WordStarts(named().front().first, {"prior", "previous"}) || r_.Is(named().front().first - 2, Cue::kPrior));
  }

  void UseFrame() { UseTreatmentFrame(r_, t_.clause, t_.frame); }
  void UseNamed() { for (const TreatmentAnchor& a : named()) r_.UseRange(a.first, a.last); }

  void Push(TreatmentLeaf leaf, int first, int last, const char* rule) { atoms_.push_back(TreatmentAtom(r_, std::move(leaf), first, last, rule)); }

  void PushLogistics(const char* rule) {
    Atom atom;
    atom.first = front().first;
    atom.last = back().last;
    atom.topic = Topic::kLogistics;
    atom.logistics = true;
    atom.expression = Expression::Always(r_.SpanOf(atom.first, atom.last), rule);
    atoms_.push_back(std::move(atom));
    UseNamed();
  }

  bool ReadAllergy() {
    if (!t_.frame.allergy && !IsReactionToMedicine(r_, t_.clause, front())) return false;
    PushLogistics("logistics.allergy");
    for (int i = t_.clause.begin; i < t_.clause.end; ++i) {
      if (r_.Is(i, Cue::kAllergy)) r_.Use(i);
    }
    return true;
  }

  bool UseWhatIsNoTherapyOfTheCancer() {
    if (!IsNoTherapyOfTheCancer(r_, t_)) return false;
    t_.anchors.Use(r_);
    return true;
  }

  // "Candidate for docetaxel", "contraindication to platinum": a judgement about what comes, not
  // about what was.
  bool ReadPlan() {
    const TreatmentFrame& f = t_.frame;
    if (ReadPlannedOperation(r_, t_, atoms_)) return true;
    if (NeedsTherapy(r_, t_)) {
      PushLogistics("logistics.planned_therapy");
      return true;
    }
    if ((!f.planned && !f.not_candidate) || TakeOngoingOrPlanned(r_, &t_)) return false;
    int plan = FindCue(r_, t_.clause.begin, t_.clause.end, {Cue::kPlanned, Cue::kNotCandidate});
    const bool candidate = r_.WordStarts(plan, {"candidate"}) && plan < front().first;
    // "Anticipation of need for a vaccine during treatment or within 5 months after it", "no planned chemotherapy within 8 weeks after
    // treatment": it lies ahead, with its time.
    const bool ahead = f.planned && plan < front().first && (r_.WordStarts(plan, {"anticipat"}) || (t_.mood == Mood::kRequires && r_.WordStarts(plan, {"will ", "about to ", "due to start", "due to begin", "scheduled to "})) || (t_.mood == Mood::kRequires && r_.WordIs(plan, "planned") && plan + 1 == front().first));
    if (f.naive || f.progressed || (f.window && !ahead) || (f.prior && line_at_ >= 0 && !candidate)) return false;
    bool behind = (plan < front().first || r_.WordIsAny(plan, {"is indicated", "indicated"})) && !HasCue(r_, t_.clause.begin, plan, {Cue::kPrior});
    if (f.prior && !behind) return false;
    if (f.planned && (ReadPlannedLine(r_, t_, plan, atoms_) || ReadPlanOfTumour(r_, t_, plan, atoms_))) return true;
    PushLogistics("logistics.planned_therapy");
    return true;
  }

  // Lines: "at least one prior line of systemic therapy", "no more than two regimens", "2L".
  bool ReadLines() {
    if (line_at_ < 0 || r_.at(line_at_).used) return false;
    auto count = CountBefore(r_, t_.clause, line_at_);
    if (!count && t_.frame.progressed) count = NumberOfLine(r_, t_.clause, line_at_);
    if (!count) count = CountBehindLines(r_, t_.clause, line_at_);
    if (!count || (r_.WordStarts(line_at_, {"course"}) && count->bounds.low.value_or(0) > 2)) return false;   // "(4 to 6 courses)" of one chemotherapy
    AddOtherBound(r_, t_.clause, line_at_, &*count);
    // "Only one regimen allowed (cisplatin and etoposide in turns are one)": what is told behind is not asked for.
    const int allowed = t_.frame.only && HasCue(r_, t_.clause.begin, line_at_, {Cue::kOnly}) ? FindCue(r_, line_at_, t_.clause.end, {Cue::kPermitted}) : -1;
    if (allowed > line_at_) std::erase_if(named(), [&](const TreatmentAnchor& a) { return a.first > allowed; });
    if (t_.mood == Mood::kRequires && !count->bounds.low) DropBehindCeiling(r_, line_at_, &named());
    const std::vector<TreatmentAnchor> beside = t_.mood == Mood::kProhibits ? TakeBesideLines(r_, *count, line_at_, &named()) : std::vector<TreatmentAnchor>();
    TreatmentLeaf leaf;
    TakeUncounted(r_, t_.clause, line_at_, &t_.anchors, &leaf);
    FillLinesLeaf(*count, &leaf);
    const int first = std::min({count->first, line_at_, named().empty() ? line_at_ : front().first});
    const int last = std::max({count->last, line_at_, named().empty() ? line_at_ : back().last});
    bool denied = TherapyDenied(r_, t_.clause, count->first);
    // "including one platinum doublet and one ALK inhibitor": each of them, beside the count.
    bool each = t_.mood == Mood::kRequires && leaf.what.size() > 1 && Has({Cue::kAnd}) && !denied;
    std::vector<TreatmentAnchor> each_of;
    if (each) each_of = named();
    else if (t_.mood == Mood::kRequires && !denied) each_of = HeldByLines(r_, line_at_, named());
    for (TreatmentAnchor& a : each_of) {
      std::erase_if(a.ids, AnyTherapy);
      std::erase_if(leaf.what, [&](const std::string& id) { return std::find(a.ids.begin(), a.ids.end(), id) != a.ids.end(); });
    }
    if (each) std::erase_if(leaf.what, [](const std::string& id) { return id != "chemotherapy"; });   // the class of the lines
    Push(std::move(leaf), first, last, "treatment.lines");
    atoms_.back().negated = denied;
    for (const TreatmentAnchor& a : beside) {
      TreatmentLeaf had;
      had.what = a.ids;
      Push(std::move(had), a.first, a.last, "treatment.had");
      r_.UseRange(a.first, a.last);
    }
    for (TreatmentAnchor& a : each_of) {
      TreatmentLeaf one;
      one.what = std::move(a.ids);
      if (!one.what.empty()) Push(std::move(one), a.first, a.last, "treatment.each");
    }
    UseNamed();
    r_.UseRange(count->first, count->last);
    if (IsTherapyNoun(r_, t_.clause, line_at_ + 1)) r_.Use(line_at_ + 1);
    r_.Use(line_at_);
    UseFrame();
    return true;
  }

  void FillLinesLeaf(const CountReading& count, TreatmentLeaf* lines) {
    TreatmentLeaf& leaf = *lines;
    leaf.quantifier = Quantifier::kLines;
    CountLines(r_, t_.clause, t_.mood, line_at_, count, &leaf);
    // "one line" asked for is at least one; forbidden, or with a ceiling, it is what it says.
    bool one_asked = count.exact && t_.mood == Mood::kRequires && leaf.count->low.value_or(0) == 1;
    if (one_asked && !r_.Is(count.first - 1, Cue::kOnly)) leaf.count->high.reset();
    if (r_.WordContains(line_at_, {"chemotherapy"})) leaf.what.push_back("chemotherapy");
    for (const TreatmentAnchor& a : named()) {
      const bool among = std::count_if(named().begin(), named().end(), [](const TreatmentAnchor& one) { return !AnyTherapy(one.ids[0]); }) == 1 && !count.bounds.low && a.first > line_at_ && t_.mood == Mood::kRequires && HasCue(r_, line_at_ + 1, a.first, {Cue::kIncluding});   // "up to 5 lines, including a platinum"
      if (among || IsExampleBehind(r_, line_at_, a) || MayBeAmong(r_, line_at_, a.first)) continue;
      for (const std::string& id : a.ids) {
        if (!AnyTherapy(id) && !IsMedication(r_.lexicon(), id)) leaf.what.push_back(id);
      }
    }
    if (!PurposesDoNotCount(r_, t_.clause, line_at_)) SetIntents(t_.frame, &leaf);
    // "Only one prior regimen in the curative setting" is one at most.
    const bool early = t_.frame.definitive || t_.frame.adjuvant || t_.frame.neoadjuvant;
    const bool only_allowed = count.exact && t_.frame.only && t_.mood == Mood::kRequires && Has({Cue::kPermitted}) && count.bounds.low;
    if (only_allowed) leaf.count = base::Bounds{.low = std::nullopt, .high = count.bounds.low};
    if (one_asked && t_.frame.only && early) leaf.count = base::Bounds{.low = std::nullopt, .high = 1};
    if (t_.frame.progressed || t_.frame.intolerant) SetOutcome(t_.frame, &leaf);
    if (!leaf.except.empty() && leaf.what.empty()) leaf.what = {"systemic_therapy"};
  }

  static TreatmentLeaf OfSystemicTherapy() {
    TreatmentLeaf leaf;
    leaf.what = {"systemic_therapy"};
    return leaf;
  }

  // "Progression while on or after *last treatment*": the item of it, or -1.
  int BehindOrAfter(int progressed) const {
    const int last = progressed + 3;
    return r_.Is(progressed + 1, Cue::kOr) && r_.Is(progressed + 2, Cue::kSince) && IsTherapyNoun(r_, t_.clause, last) && r_.WordStarts(last, {"last "}) ? last : -1;
  }

  // "Progression during or following the most recent therapy", "treatment-naive": without a drug.
  void ReadWithoutTherapy() {
    bool therapy_word = false, line_word = false;
    const bool asked = Has({Cue::kProgressed, Cue::kNaive});
    for (int i = t_.clause.begin; asked && i < t_.clause.end; ++i) {
      therapy_word = therapy_word || r_.WordIsAny(i, {"therapy", "treatment", "therapies"}) || (IsTherapyNoun(r_, t_.clause, i) && !r_.at(i).lead);
      line_word = line_word || r_.IsAny(i, {Cue::kFirstLine, Cue::kSecondLine, Cue::kThirdLine}) || (r_.Is(i, Cue::kLine) && t_.frame.most_recent && !r_.at(i).lead);
    }
    const TreatmentFrame& f = t_.frame;
    if (ReadToldLine(r_, t_.clause, t_.frame, atoms_)) return;
    int progressed = FindCue(r_, t_.clause.begin, t_.clause.end, {Cue::kProgressed});
    if (progressed >= 0 && r_.WordContains(progressed - 1, {"screen"})) progressed = -1;  // "screening failure"
    // "With progression following treatment".
    bool of_site = false;
    for (int i = t_.clause.begin; i < t_.clause.end; ++i) of_site = of_site || r_.WordContains(i, {"biops", "tissue", "sample", "specimen", "screen"});
    const bool follows = progressed >= 0 && !of_site && (r_.Is(progressed + 1, Cue::kSince) || r_.WordContains(progressed, {" on", "after", "following", "during"})) &&
                         (IsTherapyNoun(r_, t_.clause, progressed + 1) || IsTherapyNoun(r_, t_.clause, progressed + 2) || BehindOrAfter(progressed) > 0);
    if (progressed >= 0 && !r_.at(progressed).used && (line_word || (therapy_word && (f.prior || f.most_recent || follows || RecursAfterPurpose(r_, t_.clause, f, progressed))))) {
      TreatmentLeaf leaf = OfSystemicTherapy();
      const bool last = f.most_recent || BehindOrAfter(progressed) > 0;
      leaf.quantifier = last ? Quantifier::kMostRecent : Quantifier::kAny;
      SetOutcome(f, &leaf);
      // "Recurrence within 6 months after adjuvant or neoadjuvant therapy".
      if ((f.adjuvant || f.neoadjuvant) && HasCue(r_, progressed, t_.clause.end, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative})) {
        leaf.what = {"any_therapy"};
        SetIntents(f, &leaf);
        if (f.window) leaf.window = f.window->window;
        if (f.window && f.window->first > progressed) leaf.window.anchor = Window::Anchor::kProgression;
      }
      Push(std::move(leaf), progressed, progressed, "treatment.progressed");
      atoms_.back().negated = TherapyDenied(r_, t_.clause, progressed);
      UseFrame();
      return;
    }
    if (ReadUnnamedTherapy(r_, t_.clause, t_.mood, t_.frame, atoms_)) return;
    int naive = FindCue(r_, t_.clause.begin, t_.clause.end, {Cue::kNaive});
    if (naive < 0 || r_.at(naive).used || UntreatedIllness(r_, t_.clause, naive)) return;
    const bool chemotherapy = r_.WordStarts(naive, {"chemo"});
    bool of_any = chemotherapy ||
        r_.WordIsAny(naive, {"treatment naive", "treatment-naive", "treatment-na\xC3\xAFve",
                             "therapy naive", "therapy-naive", "untreated", "previously untreated", "newly diagnosed", "newly-diagnosed"}) || r_.WordContains(naive, {"systemically", "systematically"}) || (r_.WordContains(naive, {"treated"}) && r_.Is(naive + 1, Cue::kMetastaticIntent)) || (r_.WordIsAny(naive, {"no prior therapy with", "no prior treatment with"}) && HasCue(r_, naive + 1, naive + 4, {Cue::kExcept}));
    if (!of_any && !therapy_word) return;
    // "No prior malignancy": the denial is of what stands behind it.
    const bool bare = r_.WordIsAny(naive, {"no prior", "no previous"});
    bool of_therapy = !bare;
    for (int k = naive + 1; bare && k < t_.clause.end && k <= naive + 4 && !r_.IsTermOf(k, KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kSetting})); ++k) {
      of_therapy = of_therapy || r_.WordContains(k, {"therap", "treatment"});
    }
    for (int k = naive + 1; bare && k <= naive + 4; ++k) of_therapy = of_therapy && !(r_.WordIsAny(k, {"which", "that", "targeting", "directed"}) && r_.WordContains(k - 1, {"therap", "treatment"}));   // "no prior therapy which targets EGFR"
    if (!of_therapy) return;
    TreatmentLeaf leaf = OfSystemicTherapy();
    if (chemotherapy) leaf.what = {"chemotherapy"};
    leaf.for_this_cancer = true;
    // "No prior treatment within 30 days".
    const bool lately = bare && f.window && f.window->window.within && f.window->first > naive;
    if (lately) {
      leaf.what = {"any_therapy"};
      leaf.for_this_cancer = false;
      leaf.window = f.window->window;
    }
    SetIntents(f, &leaf);
    if (leaf.intents.empty() && !chemotherapy && UntreatedAsAdvanced(naive)) leaf.intents = {"metastatic"};
    Push(std::move(leaf), naive, naive, "treatment.naive");
    atoms_.back().negated = true;
    // "Stage IV, newly diagnosed or recurrent": the treated may come as well.
    const Entry* other = r_.WordStarts(naive, {"newly"}) && r_.Is(naive + 1, Cue::kOr) ? r_.Find(naive + 2, TermKind::kSetting) : nullptr;
    if (other != nullptr && other->id == "recurrent") atoms_.back().expression = Expression::All(std::move(atoms_.back().expression), Expression::Opaque(r_.SpanOf(naive + 2, naive + 2)));
    UseFrame();
  }

  // "Previously untreated metastatic or recurrent NSCLC": what came before it was metastatic is not told.
  bool UntreatedAsAdvanced(int naive) const {
    if (!r_.WordIsAny(naive, {"untreated", "previously untreated"})) return false;
    for (int i = naive + 1; i < t_.clause.end && i <= naive + 6; ++i) {
      const Entry* setting = r_.Find(i, TermKind::kSetting);
      if (setting != nullptr && (setting->id == "metastatic" || setting->id == "recurrent")) return true;
      if (setting == nullptr && !r_.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kFor, Cue::kStage}) && !r_.IsAnyMark(i, ",/()")) return false;
    }
    return false;
  }

  // "Not accessible to surgery" denies something else: without a word of the past only a "no" right
  // before the therapy counts.
  bool FirstIsDenied() const {
    int first = front().first;
    return HasCue(r_, std::max(t_.clause.begin, first - 3), first, {Cue::kNo, Cue::kNaive, Cue::kWithout}) ||
           (t_.mood == Mood::kRequires && EndOfNotGiven(r_, t_.clause, back().last + 1) > 0) || (first > t_.clause.begin && r_.WordIs(first - 1, "no other")) || (t_.frame.past() && TherapyDenied(r_, t_.clause, first));
  }

  // Therapies are named, but nothing says that they were given.
  bool NothingSaid() {
    const TreatmentFrame& f = t_.frame;
    bool all_medication = std::all_of(named().begin(), named().end(), [&](const TreatmentAnchor& a) {
          return std::all_of(a.ids.begin(), a.ids.end(), [&](const auto& id) { return IsMedication(r_.lexicon(), id); });
        });
    // "Candidates for curative surgery or radiotherapy" may have it yet.
    const int first = front().first;
    if (r_.IsAny(first - 1, {Cue::kOr, Cue::kAnd}) && r_.IsTerm(first - 2, TermKind::kSetting) && r_.WordContains(first - 2, {"candidate", "amenable", "suitable", "eligible"})) return true;
    // In a list of demands a medicine that is only named ("able to take oral medication") asks for nothing.
    if (all_medication && t_.mood == Mood::kRequires && !first_denied_ && !f.window) {
      UseNamed();
      return true;
    }
    // "Not receiving X" among the exclusions asks for X now: whether the study gives it was not
    // read.
    if (t_.mood == Mood::kProhibits && f.ongoing && !f.window && !f.prior &&
        TherapyDenied(r_, t_.clause, front().first)) {
      return true;
    }
    // "One of the prior regimens must have included an anti-PD-1 antibody".
    bool regimen = false;
    for (int i = line_at_ + 1; line_at_ >= 0 && i < front().first; ++i) regimen = regimen || r_.WordContains(i, {"includ", "contain", "consist"});
    // "Recurrence following radiation", "stage I NSCLC after radical surgery": it was given.
    int before = front().first - 1;
    while (before > t_.clause.begin && (r_.IsAny(before, {Cue::kFiller, Cue::kDefinitive}) || r_.Find(before, TermKind::kPlain) != nullptr)) --before;
    bool tumour = false;
    for (int i = t_.clause.begin; i < before; ++i) tumour = (tumour || r_.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kSetting})) || r_.Is(i, Cue::kProgressed)) && !r_.IsAny(i, {Cue::kExcept, Cue::kUnless});
    const bool after = t_.mood == Mood::kRequires && tumour && !f.window && !f.planned && !all_medication && r_.Is(before, Cue::kSince) && r_.WordIsAny(before, {"after", "following", "after completion of", "since"});
    bool said = regimen || after || f.past() || first_denied_ || all_medication || f.neoadjuvant || f.adjuvant ||
                f.only || f.most_recent || f.response || Has({Cue::kFirstLine});
    said = said || r_.WordStarts(front().first, {"prior ", "previous "}) || (t_.mood == Mood::kRequires && AtLeastBehindColon(r_, front().first));
    // "Prior treatment in the metastatic setting with an mTOR inhibitor".
    for (int i = t_.clause.begin; f.metastatic && i < front().first; ++i) said = said || (r_.Is(i, Cue::kTreated) && r_.WordIsAny(i, {"prior treatment", "previous treatment", "prior therapy", "previous therapy"}) && HasCue(r_, i, front().first, {Cue::kWith}));
    // "Participants who receive sequential chemoradiation".
    for (int i = t_.clause.begin; t_.mood == Mood::kProhibits && i < front().first; ++i) said = said || (r_.WordIsAny(i, {"receive", "receives"}) && r_.Is(i - 1, Cue::kWho));
    bool list_item = t_.mood == Mood::kProhibits && front().first - BehindBareHeading(r_, t_.clause) <= 2;
    return !said && !list_item;
  }

  // "Alectinib as the only prior ALK inhibitor".
  bool ReadOnly() {
    int only = FindCue(r_, t_.clause.begin, t_.clause.end, {Cue::kOnly});
    if (only <= front().first || named().size() < 2 || back().first <= only) return false;
    // "Platinum (patients with non-target lesions only are eligible), chemotherapy": of other words.
    for (int k = only; k < back().first; ++k) if (r_.IsAnyMark(k, ")(")) return false;
    TreatmentLeaf leaf;
    leaf.quantifier = Quantifier::kOnly;
    for (const TreatmentAnchor& a : named()) std::copy(a.ids.begin(), a.ids.end(), std::back_inserter(a.first < only ? leaf.what : leaf.within_class));
    Push(std::move(leaf), front().first, back().last, "treatment.only");
    if (!first_denied_) AskOutcomeOfOnly(t_.frame, &atoms_.back().expression);
    atoms_.back().negated = first_denied_;
    UseNamed();
    r_.Use(only);
    UseFrame();
    return true;
  }

  static void SetClassOfLast(const std::vector<std::string>& of, Expression* e) {
    auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
    if (leaf != nullptr && leaf->quantifier == Quantifier::kMostRecent) leaf->within_class = of;
  }

  void ReadGroups() {
    const auto recent = t_.mood != Mood::kPermits && !t_.frame.window ? ReadMostRecent(r_, t_.clause, &named()) : std::nullopt;
    const Quantifier quantifier = recent ? Quantifier::kMostRecent : TreatmentLeaf{}.quantifier;
    for (const TreatmentGroup& group :
         GroupAnchors(r_, t_, first_denied_ ? FirstDenied::kYes : FirstDenied::kNo)) {
      atoms_.push_back(ReadTreatmentGroup(r_, t_, group, quantifier));
      if (recent && !recent->of.empty()) SetClassOfLast(recent->of, &atoms_.back().expression);
      if (t_.mood != Mood::kProhibits) AllowNoCandidate(r_, t_.clause, group.front().first, &atoms_.back());
    }
  }

  Reading& r_;
  Atoms& atoms_;
  TreatmentClause t_;
  int line_at_ = -1;
  bool first_denied_ = false;
};

}  // namespace

void ReadTreatmentClause(Reading& r, Clause clause, Mood mood, Atoms& atoms) { TreatmentReader(r, clause, mood, atoms).Read(); }

}  // namespace trialmatch::rules
