#include "rules/parse/therapy/named_therapy.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool IsSurgery(const Lexicon& lexicon, const std::string& id) { return lexicon.DrugIsA(id, "surgery") || id == "minor_procedure"; }

// What the words around a therapy say that was read as asked for.
class NamedTherapy {
 public:
  NamedTherapy(const Reading& reading, Clause sentence, Section section, const Statement& statement)
      : r_(reading), c_(sentence), section_(section), s_(statement) {
    while (own_ < c_.end && r_.at(own_).lead) ++own_;
    // "For combination with X, participants must have had ...": of a part of the study.
    for (int k = own_; k < c_.end && k <= own_ + 3; ++k) {
      if (r_.WordContains(k, {"combination"}) && (r_.Is(k - 1, Cue::kFor) || r_.WordIsAny(k - 1, {"for", "for the"}) || r_.WordIsAny(k - 2, {"for"}))) for_combination_ = true;
    }
  }

  bool IsNamedOnly(const TreatmentLeaf& leaf, const std::string& rule, LeafPlace at, Rank rank) const {
    const Lexicon& lexicon = r_.lexicon();
    const bool requires_it = s_.mood == Mood::kRequires;
    if (r_.at(at.first).lead) return IsAnchor(at.first) || r_.WordStarts(at.last + 1, {"plan"});
    // A medicine, a contrast agent, a puncture is named, never asked for.
    const bool one_of_ways = rank == Rank::kOneOfWays && leaf.window.empty();
    if (!one_of_ways && AllOf(leaf, [&](const std::string& id) { return IsMedication(lexicon, id) || id == "minor_procedure"; })) return true;
    // "Patients undergoing lobectomy": the operation lies ahead.
    if (requires_it && leaf.ongoing.value_or(false) && AllOf(leaf, [&](const std::string& id) { return IsSurgery(lexicon, id) || (IsUndergone(at.first) && lexicon.DrugIsA(id, "radiation")); })) return true;
    // "Incomplete resection, radiotherapy, a response after 2 courses of chemotherapy": no cycles of surgery.
    const auto local = [&](const std::string& id) { return IsSurgery(lexicon, id) || lexicon.DrugIsA(id, "radiation"); };
    if (leaf.quantifier == TreatmentLeaf::Quantifier::kCycles && leaf.what.size() > 1 && std::any_of(leaf.what.begin(), leaf.what.end(), [&](const std::string& id) { return IsSurgery(lexicon, id); })) return true;
    // "Radiotherapy completed prior to entry": if there was any.
    if (requires_it && leaf.window.empty() && AllOf(leaf, local) && r_.IsTerm(own_, TermKind::kDrugClass) && r_.WordStarts(own_ + 1, {"completed"})) return true;
    // Nothing is forbidden for lack of a therapy within the last weeks.
    if (section_ == Section::kExclusion && (leaf.window.within || (rank == Rank::kAlone && leaf.ongoing.value_or(false)))) return true;
    if (section_ == Section::kExclusion && (StartsWithNoPrior() || (s_.mood == Mood::kProhibits && rank == Rank::kAlone && AllOf(leaf, [&](const std::string& id) { return IsSurgery(lexicon, id) || lexicon.DrugIsA(id, "radiation"); })))) return true;
    if (rule == "treatment.naive") return s_.mood == Mood::kProhibits && !UntreatedCancer(at.first);
    if (requires_it && leaf.window.within && (TellsWhenTested(at) || TellsWhenToStart(at))) return true;
    // "A completed radiotherapy plan".
    if (requires_it && (r_.WordIsAny(at.last + 1, {"plan", "plans", "treatment plan", "planning", "plan to"}) || r_.WordIs(at.last, "plan to"))) return true;
    // "Weight loss over the past 3 months and refuses chemotherapy".
    if (requires_it && (r_.WordStarts(at.first - 1, {"refus", "declin"}) || (r_.WordIs(at.first - 1, "taking") && r_.WordStarts(at.first - 2, {"stopp", "discontinu", "ceas"})))) return true;
    // Nobody is asked to have had a drug that is only tried; what made a woman infertile is told.
    if (requires_it && leaf.window.empty() && AllOf(leaf, [](const std::string& id) { return id == "investigational_agent"; })) return true;
    if (requires_it && (TellsOfMenopause() || (at.last - at.first <= 2 && MayHold(at.last)))) return true;
    if (leaf.window.no_more_than) return false;   // a window that closes is a demand
    if (!leaf.count && leaf.window.empty() && UnderCeiling(at.first)) return true;
    return IsAnchor(at.first) || LiesAhead(at.first) || IsEffect(at.first) || TellsHowToCount(leaf, at) || (requires_it && (IsHeading(at) || IsWashout(leaf, at))) ||
           DeniedBehind(at) || IsExample(at.first) || IsUsual(at.last) || OfRecurrence(at.first) || OfListedTumour(at) || OfLesions(at) || MustEnd(at.last) || for_combination_ || (rank == Rank::kAlone && (OrUnfitForIt(at.last) || OrUnfitBetween(at))) || IsNameOfPart(at.first) || OnlyIfGiven(at.first, at.last);
  }

 private:
  // A word of `patterns` stands before item `i`, in the same part of the sentence.
  template <size_t n>
  int WordBefore(int i, int reach, const WordPattern (&patterns)[n], MarkSet stops) const {
    for (int k = i - 1; k >= c_.begin && k >= i - reach; --k) {
      if (r_.IsAnyMark(k, stops)) return -1;
      if (r_.WordStarts(k, patterns)) return k;
    }
    return -1;
  }

  // "Must be undergoing radiotherapy": the study or the site gives it.
  bool IsUndergone(int first) const {
    for (int k = first - 1; k >= c_.begin && k >= first - 4; --k) {
      if (r_.WordIsAny(k, {"undergoing", "be undergoing", "who are undergoing", "to undergo"})) return !r_.WordStarts(k - 1, {"current"});
    }
    return false;
  }

  // "Untreated advanced NSCLC", "newly diagnosed patients"; not "untreated brain metastases", "(untreated)".
  bool UntreatedCancer(int naive) const {
    if (!r_.WordStarts(naive, {"untreated", "newly"})) return true;
    int k = naive + 1;
    while (k < c_.end && k <= naive + 4 && (r_.IsTermOf(k, KindBits({TermKind::kSetting, TermKind::kPlain})) || r_.IsAny(k, {Cue::kFiller}))) {
      if (r_.WordContains(k, {"patient"})) return true;
      ++k;
    }
    if (k >= c_.end || r_.IsMark(k, '.')) return (naive == own_ && !r_.WordStarts(naive, {"untreated"})) || r_.WordContains(naive - 1, {"patient"});
    return r_.IsTermOf(k, KindBits({TermKind::kDisease})) || r_.Is(k, Cue::kDiseaseWord) || r_.WordContains(k, {"patient"});
  }

  // "No more than 3 fractions of prior radiotherapy".
  bool UnderCeiling(int first) const {
    for (int k = first - 1; k >= c_.begin && k >= first - 8; --k) {
      if (r_.Is(k, Cue::kAtMost)) return ReadCount(r_, k + 1).has_value();
      if (r_.IsAnyMark(k, ",;:()") || r_.IsAny(k, {Cue::kAtLeast, Cue::kMoreThan, Cue::kProgressed, Cue::kWithin})) return false;
    }
    return false;
  }

  // "A chest CT after surgery and within 28 days", "imaging within 42 days of chemoradiation": when the test is done.
  bool TellsWhenTested(LeafPlace at) const {
    bool test = false;
    for (int k = own_; k < at.first; ++k) {
      const Entry* plain = r_.Find(k, TermKind::kPlain);
      test = test || (plain != nullptr && plain->id == "imaging") || r_.WordContains(k, {"imaging", "scan", "x-ray", "tomograph", "radiograph"}) || r_.WordIsAny(k, {"ct", "mri", "pet", "ecg", "spirometry"});
      if (r_.IsMark(k, ';') || r_.WordContains(k, {"treated", "received", "progress", "relaps", "recur"})) return false;
    }
    return test;
  }

  // "Able to start radiotherapy within 5 weeks of surgery", "to be scheduled within 12 weeks after it".
  bool TellsWhenToStart(LeafPlace at) const {
    for (int k = own_; k <= at.last; ++k) {
      if (r_.WordStarts(k, {"able to start", "able to begin", "able to initiate", "to begin", "to start", "begin", "be scheduled", "can be scheduled", "scheduled"})) return true;
    }
    return false;
  }

  // "No prior docetaxel" among the exclusions: whether it is asked for or forbidden is not told.
  bool StartsWithNoPrior() const { return own_ == c_.begin && (r_.WordStarts(own_, {"no prior", "no previous"}) || (r_.WordIs(own_, "no") && r_.WordStarts(own_ + 1, {"prior", "previous"}))); }

  // "NSCLC, breast cancer, or platinum-resistant ovarian cancer": of the last of the list.
  bool OfListedTumour(LeafPlace at) const {
    if (!r_.Is(at.first - 1, Cue::kOr)) return false;
    const auto tumour = [&](int from, int to) {
      for (int k = from; k < to; ++k) {
        if ((r_.IsTermOf(k, KindBits({TermKind::kDisease})) || r_.WordContains(k, {"cancer", "carcinoma"})) && !r_.Is(k, Cue::kDiseaseWord)) return true;
      }
      return false;
    };
    return tumour(own_, at.first - 1) && tumour(at.last + 1, std::min(c_.end, at.last + 14)) && !HasCue(r_, at.last + 1, std::min(c_.end, at.last + 7), {Cue::kFor, Cue::kMust});
  }

  // "Lesions that were irradiated must have grown since": which lesions count.
  bool OfLesions(LeafPlace at) const {
    for (int k = own_; k < at.first; ++k) {
      if (r_.WordContains(k, {"patient"}) || r_.IsAnyMark(k, ";.:")) return false;
      if (!r_.WordContains(k, {"lesion"}) || r_.Is(k, Cue::kCnsMetastasis) || r_.Is(k - 1, Cue::kCnsMetastasis)) continue;
      const bool several = r_.WordContains(k, {"lesions"});
      for (int m = k + 1; m < at.last; ++m) {
        if (r_.Is(m, Cue::kWho) && HasCue(r_, m + 1, m + 4, {Cue::kNot, Cue::kNaive})) return true;   // "a lesion that has not undergone radiotherapy"
        if (several && m < at.first && m <= k + 6 && (r_.IsAny(m, {Cue::kWho, Cue::kPrior}) || r_.WordContains(m, {"treated", "irradiated", "located"}))) return true;
      }
      if (several) return false;
    }
    return false;
  }

  // "Stage IV, or recurrence after treatment of earlier disease": of those who recur.
  bool OfRecurrence(int first) const {
    if (r_.WordStarts(first, {"recurrence", "relapse"})) {
      for (int m = first - 1; m > c_.begin && m >= first - 3; --m) {
        if (r_.Is(m, Cue::kOr)) return HasCue(r_, c_.begin, m, {Cue::kStage});
      }
    }
    for (int k = first - 1; k > c_.begin && k >= first - 3; --k) {
      if (!r_.WordIsAny(k, {"after", "following"}) || !r_.WordContains(k - 1, {"recurren", "relaps"})) continue;
      for (int m = k - 2; m >= c_.begin && m >= k - 5; --m) {
        if (r_.Is(m, Cue::kOr)) return HasCue(r_, c_.begin, m, {Cue::kStage});
      }
    }
    return false;
  }

  // "Prior to each cycle of X", "at the initiation of X", "before surgery": a point in time.
  bool IsAnchor(int first) const {
    bool point = false;
    for (int k = first - 1; k >= c_.begin && k >= first - 7; --k) {
      if (r_.IsAnyMark(k, ",;:()")) return false;
      if (r_.WordIsAny(k, {"prior to", "before", "at the initiation of", "at initiation of", "at the start of", "in advance of"})) return !r_.WordIs(k - 1, "not");
      point = point || r_.WordContains(k, {"initiat", "start", "begin", "commenc"}) || r_.WordStarts(k, {"first cycle", "each cycle", "cycle", "first dose", "first administration"});
      if (point && (r_.WordIsAny(k, {"at", "at the", "within", "between", "at time of", "at the time of", "until"}) || r_.Is(k, Cue::kBefore)) && !r_.WordIsAny(k, {"of", "of the"})) return true;
      const bool joins = r_.IsAny(k, {Cue::kFiller, Cue::kReference, Cue::kBefore, Cue::kCycle, Cue::kPlanned, Cue::kOngoing, Cue::kPrior, Cue::kOr, Cue::kAnd, Cue::kFirstLine}) || r_.Find(k, TermKind::kPlain) != nullptr ||
                         r_.IsKind(k, Item::Kind::kWord) || r_.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r_.IsNumber(k);
      if (!joins || r_.WordContains(k, {"complet", "received", "undergo", "underwent", "treated"})) return false;
    }
    return false;
  }

  // A plan, a judgement or an advice: "scheduled to receive", "amenable to", "able to tolerate".
  bool LiesAhead(int first) const {
    constexpr WordPattern kAhead[] = {"scheduled", "possibility", "amenable", "caution", "assigned", "willing", "unwilling", "tolerate", "able to tolerate", "discretion", "ineligible", "unsuitable", "can be safely", "safely", "safely treated", "will undergo", "stop taking", "stop treatment", "stopped taking", "have stopped", "benefit from", "potential", "protocol treatment", "protocol therapy"};
    const int ahead = WordBefore(first, 10, kAhead, ";:.");
    if (ahead >= 0 && !r_.WordContains(ahead, {"curativ"}) && !r_.WordStarts(ahead + 1, {"curativ"})) return true;   // "(not potentially curative)"
    // "Starting first-line alectinib", "patients initiating an ALK inhibitor".
    if (own_ + 1 < first && r_.WordIsAny(own_, {"patients"}) ? r_.WordIsAny(own_ + 1, {"starting", "initiating", "beginning", "commencing"}) : r_.WordIsAny(own_, {"starting", "initiating", "beginning", "commencing"})) return true;
    // "Exclusive management by chemoradiotherapy, given with a platinum".
    for (int k = own_; k < first; ++k) {
      if (r_.WordContains(k, {"management", "managed"}) && r_.WordIsAny(k + 1, {"by", "with"})) return !r_.WordContains(k, {"previously", "prior"}) && !HasCue(r_, own_, k, {Cue::kPrior, Cue::kProgressed, Cue::kMust});
    }
    for (int k = first; k < c_.end && k <= first + 30; ++k) {
      if (r_.IsMark(k, ';')) break;
      if (r_.WordStarts(k, {"can continue", "may continue", "at the discretion", "potential clinical benefit"})) return true;
      if (r_.WordIsAny(k, {"can", "may"}) && r_.WordStarts(k + 1, {"continue"})) return true;
    }
    return false;
  }

  // "Ovarian failure (hormones in menopausal range, who have received pelvic radiation)".
  bool TellsOfMenopause() const {
    for (int k = own_; k < c_.end; ++k) {
      if (r_.WordContains(k, {"menopaus", "ovarian failure", "oophorectomy"})) return true;
    }
    return false;
  }

  // "First-line chemotherapy may include maintenance".
  bool MayHold(int last) const { return r_.WordStarts(last + 1, {"may include", "may contain"}) || (r_.WordIsAny(last + 1, {"may", "can"}) && r_.WordStarts(last + 2, {"include", "contain"})); }

  // "Recovered from any effects of surgery", "no changes in medication", "outside the area of prior
  // resection", "did not include X": something about the therapy, or its absence.
  bool IsEffect(int first) const {
    constexpr WordPattern kAbout[] = {"recover", "resolution", "resolved", "change", "changes", "outside", "healing", "no change", "contraindicat"};
    if (WordBefore(first, 8, kAbout, ";:.") >= 0) return true;
    // "All adverse events while receiving prior immunotherapy must have resolved".
    constexpr WordPattern kHarm[] = {"ae", "aes", "adverse events", "adverse event", "toxicities", "toxicity", "irae", "iraes"};
    const int harm = WordBefore(first, 6, kHarm, ",;:.");
    for (int k = first + 1; harm >= 0 && k < c_.end && k <= first + 10 && r_.WordStarts(harm + 1, {"while", "during", "on"}); ++k) {
      if (r_.WordContains(k, {"resolved", "recovered"})) return true;
    }
    for (int k = first - 1; k >= c_.begin && k >= first - 6 && !r_.IsAnyMark(k, ",;:"); --k) {
      if (r_.WordStarts(k, {"includ", "contain"}) && r_.IsAny(k - 1, {Cue::kNot, Cue::kNo})) return true;
      if (r_.WordStarts(k, {"did not includ", "not includ", "not contain"})) return true;
      // "Completed any prior radiotherapy", "discontinued all previous therapies".
      if (r_.WordContains(k, {"complet", "discontinu"}) && (r_.WordIsAny(k + 1, {"any", "all"}) || r_.WordIsAny(k + 2, {"any", "all"}))) return true;
    }
    return false;
  }

  // "... is considered one line of therapy".
  bool TellsHowToCount(const TreatmentLeaf& leaf, LeafPlace at) const {
    int depth = 0;   // "one prior regimen (a TKI will be counted as one)" is asked for
    for (int k = at.first + 1; k < c_.end && k <= at.last + 16 && !r_.IsAnyMark(k, ";"); ++k) {
      if (r_.IsMark(k, '(')) ++depth;
      if (r_.IsMark(k, ')')) --depth;
      if (depth > 0 && leaf.count && leaf.intents.empty()) continue;
      if (r_.WordContains(k, {"counts as", "count as", "constitut"})) return true;
      const bool counted = r_.WordContains(k, {"considered", "counted"}) && !r_.WordIs(k - 1, "being") && !r_.WordContains(k, {"being"});
      for (int m = k + 1; counted && m < c_.end && m <= k + 5; ++m) {
        if (r_.Is(m, Cue::kLine) || r_.at(m).value || r_.WordStarts(m, {"regimen", "as having"})) return true;
      }
      if (r_.WordIsAny(k, {"counts", "count"}) && r_.WordStarts(k + 1, {"as", "toward"})) return true;
    }
    return false;
  }

  bool IsTold(int k) const {
    return r_.WordContains(k, {"received", "treated", "progress", "fail", "complet", "undergo", "underwent", "exposed", "relaps", "refractory", "naive", "resistan", "recur", "respon", "intoleran"}) || r_.WordIsAny(k, {"had", "have had", "has had"}) ||
           r_.IsAny(k, {Cue::kMust, Cue::kProgressed, Cue::kIntolerant, Cue::kNaive, Cue::kLine, Cue::kAtLeast, Cue::kMoreThan});
  }

  // "Prior anticancer therapy:", "Prior systemic therapy requirements:".
  bool IsHeading(LeafPlace at) const {
    int end = c_.end;
    while (end > own_ && r_.IsAnyMark(end - 1, "*)")) --end;
    if (end <= own_ || !r_.IsMark(end - 1, ':')) return false;
    for (int k = own_; k < end; ++k) {
      if (IsTold(k)) return false;
    }
    return at.first >= own_;
  }

  // Below "washout periods:": "immunotherapy >= 4 weeks", "cytotoxic chemotherapy - at least 21 days"; and
  // "previous treatment completed >= 3 weeks", "to be discontinued".
  bool IsWashout(const TreatmentLeaf& leaf, LeafPlace at) const {
    // "At least 3 weeks (or 5 half-lives) from the previous chemotherapy".
    if (leaf.window.empty() && leaf.outcome == TreatmentLeaf::Outcome::kAnyOutcome && leaf.quantifier == TreatmentLeaf::Quantifier::kAny) {
      bool from = false;
      for (int k = at.first - 1; k > own_ && k > at.first - 16 && !r_.IsAnyMark(k, ";."); --k) {
        from = from || r_.WordIsAny(k, {"from", "from the", "since the"});
        if (from && ReadDuration(r_, k, at.first) && (r_.IsComparison(k - 1) || r_.IsAny(k - 1, {Cue::kAtLeast, Cue::kMoreThan}))) return true;
      }
    }
    // "HER2 inhibitors to be stopped before the study (14 days for trastuzumab)".
    for (int k = at.first + 1; k < at.last; ++k) {
      if (r_.WordContains(k, {"discontinued", "stopped"}) && (r_.WordContains(k, {"be "}) || r_.WordIsAny(k - 1, {"be", "to be", "must be"})) && !HasCue(r_, c_.begin, at.last + 1, {Cue::kProgressed})) return true;
    }
    for (int k = at.last + 1; k < c_.end && k <= at.last + 8 && !r_.IsAnyMark(k, ";"); ++k) {
      if (r_.WordContains(k, {"discontinued", "stopped", "finished", "washed out", "washout"}) && !HasCue(r_, c_.begin, at.last + 1, {Cue::kProgressed})) return true;
      // "Radiotherapy completed prior to entry."
      const bool before_entry = k == at.last + 1 && at.first == own_ && (r_.WordStarts(k + 1, {"prior to", "before"}) || r_.Is(k + 1, Cue::kBefore));
      const bool completed = r_.WordContains(k, {"completed"}) && !r_.WordContains(k, {"have", "has"}) && (r_.IsComparison(k + 1) || r_.IsAny(k + 1, {Cue::kAtLeast, Cue::kMoreThan}) || before_entry);
      if (completed) return true;
    }
    if (!leaf.window.empty() || leaf.quantifier != TreatmentLeaf::Quantifier::kAny || (leaf.outcome == TreatmentLeaf::Outcome::kProgression && r_.IsMark(at.last + 1, ','))) return false;
    int k = at.last + 1;
    // "Antibody(ies) - at least 28 days", "chemotherapy (e.g., a small molecule) - at least 14 days".
    for (int close = k; r_.IsMark(k, '(') && close < c_.end && close < k + 8; ++close) {
      if (r_.IsMark(close, ')')) k = close;
    }
    const int behind = k;
    while (k < c_.end && k <= behind + 2 && r_.IsAnyMark(k, ":-(),")) ++k;
    const bool compares = r_.IsComparison(k) || r_.IsAny(k, {Cue::kAtLeast, Cue::kMoreThan});
    return compares && ReadDuration(r_, k + 1, c_.end).has_value();
  }

  // "Prior chemotherapy has not been performed".
  bool DeniedBehind(LeafPlace at) const {
    for (int k = at.last + 1; k < c_.end && k <= at.last + 14; ++k) {
      if (r_.IsAnyMark(k, ";.")) return false;
      if (r_.WordStarts(k, {"not appropriate", "inappropriate"}) || (r_.WordIs(k, "appropriate") && r_.IsAny(k - 1, {Cue::kNot}))) return k <= at.last + 5;
      const bool performed = r_.WordContains(k, {"performed", "administered"}) || r_.WordIsAny(k, {"given", "been given"});
      if (performed && (r_.IsAny(k - 1, {Cue::kNot}) || r_.IsAny(k - 2, {Cue::kNot}) || r_.WordContains(k - 1, {"not been"}) || r_.WordContains(k, {"not been"}))) return true;
    }
    return false;
  }

  // "Steroids must be tapered".
  bool MustEnd(int last) const {
    for (int k = last + 1; k < c_.end && k <= last + 14 && !r_.IsMark(k, ';'); ++k) {
      if (!r_.Is(k, Cue::kMust)) continue;
      for (int m = k + 1; m < c_.end && m <= k + 2; ++m) {
        if (r_.WordIsAny(m, {"be performed", "performed", "be done", "occur", "take place", "be administered", "be documented", "documented", "be recorded", "recorded"})) return true;
        if (r_.WordStarts(m, {"taper", "be taper", "stop", "be stop", "discontinu", "be discontinu", "withheld", "be withheld", "reduc", "be reduc", "interrupt", "be interrupt"})) return true;
      }
    }
    return false;
  }

  // "Prior platinum, or not eligible for platinum".
  bool OrUnfitBetween(LeafPlace at) const {
    const int joint = r_.FindCue(at.first + 1, at.last, {Cue::kOr});
    for (int k = joint + 1; joint > 0 && k < at.last; ++k) {
      if (r_.Is(k, Cue::kNotCandidate) || r_.WordStarts(k, {"ineligible", "unsuitable", "not eligible", "not suitable"})) return true;
    }
    return IsAfterNotIndicated(r_, at.first);
  }

  // "Progression on standard therapy, or considered ineligible for it".
  bool OrUnfitForIt(int last) const {
    bool other = false;
    for (int k = last + 1; k < c_.end && k <= last + 25 && !r_.IsMark(k, ';') && !r_.IsAny(k, {Cue::kMust, Cue::kAnd}); ++k) {
      other = other || r_.Is(k, Cue::kOr);
      if (other && r_.WordIs(k, "plan")) return true;
      if (other && (r_.WordStarts(k, {"treatment plan", "planned", "scheduled", "will receive", "plan to", "ineligible", "unsuitable", "not eligible", "not suitable", "contraindicat", "contra-indicat", "inappropriate", "not appropriate", "refus", "declin"}) || r_.Is(k, Cue::kNotCandidate))) return true;
    }
    return false;
  }

  // "(such as recurrence after surgery, chemotherapy)".
  bool IsExample(int first) const {
    for (int k = first - 1; k >= own_ && k >= first - 24; --k) {
      if (r_.IsAnyMark(k, ")")) return false;
      if (!r_.IsMark(k, '(')) continue;
      if (r_.WordStarts(k + 1, {"such as", "e.g", "eg", "for example", "e g", "defined as", "i.e", "ie", "usually", "typically", "generally", "commonly", "most often", "for instance"}) || (r_.WordIs(k + 1, "such") && r_.WordIs(k + 2, "as"))) return true;
      for (int m = first; m < c_.end && !r_.IsMark(m, ')'); ++m) {
        if (r_.WordIsAny(m, {"etc", "etc."})) return true;
      }
      return false;
    }
    return false;
  }

  // "Systemic therapy (usually this will be chemotherapy with a checkpoint inhibitor)".
  bool IsUsual(int last) const {
    for (int k = last; k > own_ && k >= last - 12 && !r_.IsMark(k, ')'); --k) {
      if (r_.IsMark(k, '(')) return r_.WordStarts(k + 1, {"usually", "typically", "generally", "commonly", "most often"});
    }
    return false;
  }

  // "In cohorts including X only", "Part B, Cohort 2 (X + Y)".
  bool IsNameOfPart(int first) const {
    for (int k = first - 1; k >= c_.begin && k >= first - 6; --k) {
      if (r_.IsAnyMark(k, ";.:,")) return false;
      if (r_.IsMark(k, '(')) return r_.WordStarts(k - 1, {"cohort", "part", "arm", "group", "stratum"}) || (r_.IsNumber(k - 1) && r_.WordStarts(k - 2, {"cohort", "part", "arm", "group", "stratum"}));
      if (r_.WordIsAny(k, {"including", "receiving", "with"}) && r_.WordStarts(k - 1, {"cohort", "arm", "group"})) return true;
    }
    return false;
  }

  static constexpr WordPattern kIfSo[] = {"if applicable", "if eligible", "if available", "where available", "where applicable"};

  // "Radiotherapy, if given, must ...", "in case they received it", "and, if eligible, immunotherapy".
  bool OnlyIfGiven(int first, int last) const {
    for (int k = first - 1; k > c_.begin && k >= first - 4; --k) {
      if (r_.WordIsAny(k, kIfSo)) return r_.IsMark(k - 1, ',') || r_.Is(k - 1, Cue::kAnd) || r_.IsMark(k - 1, '(');
      if (!r_.IsAnyMark(k, ",)") && !r_.Is(k, Cue::kFiller) && r_.Find(k, TermKind::kPlain) == nullptr) break;
    }
    for (int k = last + 1; k < c_.end && k <= last + 8; ++k) {
      if (r_.IsAnyMark(k, ";.") || r_.Is(k, Cue::kAnd)) return false;
      if (k <= last + 2 && r_.WordIsAny(k, kIfSo)) return true;
      if (r_.WordStarts(k, {"if given", "if received", "if applicable", "in the case", "in case", "if any"})) return true;
      if (r_.Is(k, Cue::kIf) && r_.WordStarts(k + 1, {"given", "received", "any", "applicable", "previously"})) return true;
    }
    return false;
  }

  const Reading& r_;
  Clause c_;
  Section section_;
  const Statement& s_;
  int own_ = c_.begin;  // the first item that is no lead-in
  bool for_combination_ = false;
};

}  // namespace

bool IsNamedOnly(const Reading& r, Clause sentence, Section section, const Statement& statement, const TreatmentLeaf& leaf, const std::string& rule, LeafPlace at, Rank rank) {
  return NamedTherapy(r, sentence, section, statement).IsNamedOnly(leaf, rule, at, rank);
}

}  // namespace trialmatch::rules
