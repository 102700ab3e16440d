#include <algorithm>
#include <cctype>

#include "base/ascii.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

struct Anchor {
  std::vector<std::string> ids;   // what the wording stands for
  int first = 0, last = 0;
};

// "No prior", "not received" and "naive" deny a therapy as "no" does.
bool Denied(const Reading& r, Clause clause, int i) {
  if (DeniedBefore(r, clause, i)) return true;
  for (int k = i - 1; k >= clause.begin; --k) {
    if (r.IsMark(k, ';') || r.IsMark(k, ':') || r.Is(k, Cue::kHowever) || r.Is(k, Cue::kMust)) return false;
    if (r.WordIs(k, "no other")) return true;
    if (r.Is(k, Cue::kNaive)) return !r.WordIs(k, "untreated") && !r.WordIs(k, "previously untreated") && !base::StartsWithIgnoreCase(r.Word(k), "newly");
  }
  return false;
}

// "EGFR, ALK or ROS1 inhibitors": genes before the word inhibitor are classes of drugs.
std::optional<Anchor> GeneInhibitors(const Reading& r, Clause clause, int i) {
  if (r.Find(i, TermKind::kGene) == nullptr) return std::nullopt;
  Anchor anchor;
  anchor.first = i;
  int k = i;
  std::vector<const Entry*> genes;
  while (k < clause.end) {
    if (const Entry* gene = r.Find(k, TermKind::kGene)) genes.push_back(gene);
    else if (!(r.IsMark(k, ',') || r.IsMark(k, '/') || r.Is(k, Cue::kOr) || r.Is(k, Cue::kAnd) || r.IsMark(k, '-') || r.IsMark(k, '(') || r.IsMark(k, ')'))) break;
    ++k;
  }
  const Entry* word = k < clause.end ? r.Find(k, TermKind::kDrugClass) : nullptr;
  // "EGFR or ALK inhibitors": the last of the list is a class of its own.
  bool class_ends = word != nullptr && (word->id.ends_with("_tki") || word->id.ends_with("_inhibitor"));
  bool inhibitor = r.Is(k, Cue::kInhibitor) && !r.WordIs(k, "therapy");
  if (word != nullptr) inhibitor = inhibitor || word->id == "tki" || word->id == "targeted_therapy";
  if ((!inhibitor && !class_ends) || genes.empty()) return std::nullopt;
  for (const Entry* gene : genes) {
    std::string symbol = base::Lower(gene->id);
    for (const char* ending : {"_tki", "_inhibitor"}) {
      if (r.lexicon().Find(TermKind::kDrugClass, symbol + ending) != nullptr) {
        anchor.ids.push_back(symbol + ending);
        break;
      }
    }
  }
  if (class_ends) anchor.ids.push_back(word->id);
  if (anchor.ids.empty()) return std::nullopt;
  anchor.last = k;
  while (anchor.last + 1 < clause.end && (r.Is(anchor.last + 1, Cue::kInhibitor) || (r.Find(anchor.last + 1, TermKind::kDrugClass) != nullptr &&
         r.Find(anchor.last + 1, TermKind::kDrugClass)->id == "tki") || r.Is(anchor.last + 1, Cue::kFiller))) {
    ++anchor.last;
  }
  return anchor;
}

std::optional<Anchor> AnchorAt(const Reading& r, Clause clause, int i) {
  if (r.at(i).used) return std::nullopt;
  if (auto genes = GeneInhibitors(r, clause, i)) return genes;
  Anchor anchor;
  anchor.first = anchor.last = i;
  if (const Entry* drug = r.Find(i, TermKind::kDrug)) anchor.ids = {drug->id};
  else if (const Entry* drug_class = r.Find(i, TermKind::kDrugClass); drug_class != nullptr && drug_class->id != "medication") {
    anchor.ids = {drug_class->id};   // bare "medication" names none
  }
  else return std::nullopt;
  return anchor;
}

// What the words of the clause say about all its treatments.
struct Frame {
  bool naive = false, prior = false, progressed = false, intolerant = false, no_progression = false, ongoing = false, most_recent = false,
       only = false, planned = false, allergy = false, not_candidate = false, response = false, for_cancer = false, candidate_word = false;
  bool neoadjuvant = false, adjuvant = false, definitive = false, maintenance = false, metastatic = false;
  std::optional<WindowReading> window;
};

Frame ReadFrame(const Reading& r, Clause clause) {
  Frame f;
  auto has = [&](std::initializer_list<Cue> cues) { return HasCue(r, clause.begin, clause.end, cues); };
  f.naive = has({Cue::kNaive});
  f.prior = has({Cue::kPrior});
  f.no_progression = has({Cue::kNoProgression});
  f.progressed = has({Cue::kProgressed}) && !f.no_progression;
  f.intolerant = has({Cue::kIntolerant});
  f.response = has({Cue::kResponse});
  f.ongoing = has({Cue::kOngoing});
  f.most_recent = has({Cue::kMostRecent});
  f.only = has({Cue::kOnly});
  f.planned = has({Cue::kPlanned});
  f.not_candidate = has({Cue::kNotCandidate});
  f.allergy = has({Cue::kAllergy});
  f.for_cancer = has({Cue::kForThisCancer});
  f.neoadjuvant = has({Cue::kNeoadjuvant, Cue::kPerioperative});
  f.adjuvant = has({Cue::kAdjuvant, Cue::kPerioperative});
  f.definitive = has({Cue::kDefinitive});
  f.maintenance = has({Cue::kMaintenance});
  f.metastatic = has({Cue::kMetastaticIntent});
  bool advanced_word = false;
  int first_therapy = clause.end;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (first_therapy == clause.end && (r.Find(i, TermKind::kDrug) != nullptr || r.Find(i, TermKind::kDrugClass) != nullptr || r.Is(i, Cue::kLine))) first_therapy = i;
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting == nullptr || r.at(i).used) continue;
    bool advanced = setting->id == "metastatic" || setting->id == "advanced" || setting->id == "recurrent" || setting->id == "locally_advanced";
    if (advanced && i > first_therapy) {
      advanced_word = true;
      if (HasCue(r, first_therapy, i, {Cue::kFor}) || HasCue(r, i, std::min(clause.end, i + 4), {Cue::kFiller}) || r.WordIs(i + 1, "setting")) f.metastatic = true;
    }
  }
  // "in the adjuvant, locally advanced, or metastatic setting" leaves nothing out.
  if (advanced_word && (f.adjuvant || f.neoadjuvant)) f.adjuvant = f.neoadjuvant = f.metastatic = false;
  f.window = FindWindow(r, clause, clause.begin);
  return f;
}

// The count of lines or agents before the word "line" or before the first anchor: "at least one", "no more than 2", "one to three".
struct CountReading {
  base::Bounds bounds;
  bool exact = false;   // a bare number
  int first = 0, last = 0;
};

std::optional<CountReading> CountBefore(const Reading& r, Clause clause, int i) {
  for (int k = i - 1; k >= clause.begin && k >= i - 7; --k) {
    if (r.at(k).used) break;
    auto at = ReadBound(r, k, i + 1);
    bool number = at && at->unit.empty() && !ReadDuration(r, k, clause.end);
    if (number) {
      // Step left over what the bound starts with ("no more than 2", ">= 1", "1 or 2").
      int start = k;
      std::optional<BoundReading> best = at;
      for (int b = k - 1; b >= clause.begin && b >= k - 4; --b) {
        auto longer = ReadBound(r, b, i + 1);
        if (longer && longer->last >= at->last && longer->unit.empty()) {
          best = longer;
          start = b;
        }
      }
      double top = best->bounds.high.value_or(best->bounds.low.value_or(0));
      if (top > 12) return std::nullopt;
      return CountReading{best->bounds, !best->has_comparison && best->bounds.low == best->bounds.high, start, best->last};
    }
    bool glue = r.Is(k, Cue::kFiller) || r.Is(k, Cue::kPrior) || r.Is(k, Cue::kBefore) || r.Is(k, Cue::kOr) || r.Find(k, TermKind::kDrugClass) != nullptr ||
                r.IsMark(k, '(') || r.IsMark(k, ')') || r.Is(k, Cue::kMonotherapy) || r.Is(k, Cue::kMostRecent);
    if (!glue) break;
  }
  return std::nullopt;
}

void SetOutcome(const Frame& f, TreatmentLeaf* leaf) {
  if (f.no_progression) leaf->outcome = TreatmentLeaf::Outcome::kNoProgression;
  else if (f.progressed && f.intolerant) leaf->outcome = TreatmentLeaf::Outcome::kProgressionOrIntolerance;
  else if (f.progressed) leaf->outcome = TreatmentLeaf::Outcome::kProgression;
  else if (f.intolerant) leaf->outcome = TreatmentLeaf::Outcome::kIntolerance;
  else if (f.response) leaf->outcome = TreatmentLeaf::Outcome::kResponse;
}

void SetIntents(const Frame& f, TreatmentLeaf* leaf) {
  if (f.neoadjuvant) leaf->intents.push_back("neoadjuvant");
  if (f.adjuvant) leaf->intents.push_back("adjuvant");
  if (f.definitive) leaf->intents.push_back("definitive");
  if (f.metastatic && leaf->intents.empty()) leaf->intents = {"metastatic"};
  if (leaf->intents.empty() && f.maintenance) leaf->intents = {"maintenance"};
}

Topic TopicOf(const TreatmentLeaf& leaf, const Lexicon& lexicon) {
  bool medication = !leaf.what.empty();
  for (const std::string& id : leaf.what) medication = medication && IsMedication(lexicon, id);
  if (medication) return Topic::kConcomitantMedication;
  if (!leaf.window.empty() && leaf.outcome == TreatmentLeaf::Outcome::kAnyOutcome) return Topic::kWashout;
  if (leaf.quantifier == TreatmentLeaf::Quantifier::kLines) return Topic::kLineOfTherapy;
  return Topic::kPriorTherapy;
}

}  // namespace

void ReadTreatments(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  // "TKI-naive or previously treated with crizotinib only": two ways, each read on its own.
  if (int naive = FindCue(r, clause.begin, clause.end, {Cue::kNaive}); naive >= 0 && mood != Mood::kProhibits) {
    for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
      if (!r.Is(i, Cue::kOr)) continue;
      bool past_behind = naive < i && HasCue(r, i, clause.end, {Cue::kPrior, Cue::kProgressed}) && !HasCue(r, i, clause.end, {Cue::kNaive});
      bool past_before = naive > i && HasCue(r, clause.begin, i, {Cue::kPrior, Cue::kProgressed});
      if (!past_behind && !past_before) continue;
      ReadTreatments(r, {clause.begin, i}, mood, atoms);
      ReadTreatments(r, {i + 1, clause.end}, mood, atoms);
      return;
    }
  }
  Frame frame = ReadFrame(r, clause);
  // The anchors; those behind "other than" are exceptions; those of the reference point ("first dose of pembrolizumab") are none.
  std::vector<Anchor> anchors, excepted;
  int except_at = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  for (int i = clause.begin; i < clause.end; ++i) {
    auto anchor = AnchorAt(r, clause, i);
    if (!anchor) continue;
    // "Prior to starting immunotherapy": what comes after enrolment.
    bool reference = false;
    for (int k = i - 1; k >= clause.begin && k >= i - 3; --k) {
      if (r.Is(k, Cue::kBefore) && (r.WordIs(k, "prior to") || r.WordIs(k, "before"))) {
        reference = true;
        break;
      }
      if (!(r.Is(k, Cue::kReference) || r.Is(k, Cue::kFiller) || r.WordIs(k, "starting") || r.WordIs(k, "initiation") || r.WordIs(k, "start") || r.WordIs(k, "initiating"))) break;
    }
    if (reference && mood != Mood::kProhibits) {
      r.UseRange(anchor->first, anchor->last);
      i = anchor->last;
      continue;
    }
    if (frame.window && i > frame.window->first && i <= frame.window->last + 4 &&
        HasCue(r, frame.window->first, i, {Cue::kReference}) && i > frame.window->last - 1) {
      r.UseRange(anchor->first, anchor->last);   // "... before the first dose of X"
      i = anchor->last;
      continue;
    }
    // The exception is the list right behind "other than"; a later word is a new subject.
    bool in_exception = except_at >= 0 && i > except_at && !anchors.empty();
    for (int k = excepted.empty() ? except_at + 1 : excepted.back().last + 1; in_exception && k < i; ++k) {
      bool glue = r.IsMark(k, ',') || r.IsMark(k, '/') || r.IsMark(k, '(') || r.IsMark(k, ')') || r.Is(k, Cue::kOr) || r.Is(k, Cue::kAnd) || r.Is(k, Cue::kFiller) ||
                  r.Is(k, Cue::kFor) || r.Is(k, Cue::kPrior) || r.Is(k, Cue::kAdjuvant) || r.Is(k, Cue::kNeoadjuvant) || r.Is(k, Cue::kPerioperative) ||
                  r.at(k).kind == Item::Kind::kWord || r.Is(k, Cue::kOnly);
      in_exception = glue;
    }
    if (in_exception && r.IsMark(except_at - 1, '(')) {
      // "(other than ensartinib)" ends with its bracket.
      for (int k = except_at; k < i; ++k) in_exception = in_exception && !r.IsMark(k, ')');
    }
    if (in_exception) excepted.push_back(*anchor);
    else anchors.push_back(*anchor);
    i = anchor->last;
  }
  int line_at = FindCue(r, clause.begin, clause.end, {Cue::kLine});
  // "other than an ALK inhibitor, ..." with nothing before: the exception is the list itself.
  if (anchors.empty() && !excepted.empty()) std::swap(anchors, excepted);

  if (frame.allergy && !anchors.empty()) {
    Atom atom;
    atom.first = anchors.front().first;
    atom.last = anchors.back().last;
    atom.topic = Topic::kLogistics;
    atom.logistics = true;
    atom.expression = Expression::Always(r.SpanOf(atom.first, atom.last), "logistics.allergy");
    for (const Anchor& a : anchors) r.UseRange(a.first, a.last);
    for (int i = clause.begin; i < clause.end; ++i) if (r.Is(i, Cue::kAllergy)) r.Use(i);
    atoms.push_back(std::move(atom));
    return;
  }
  if (!anchors.empty()) {
    // What is said of the illness before it ("that required corticosteroids") is no therapy of the cancer; nor is what one recovers from.
    int illness = -1, recovery = -1;
    for (int i = clause.begin; i < anchors.front().first; ++i) {
      const Entry* condition = r.Find(i, TermKind::kCondition);
      if (condition != nullptr && r.Find(i, TermKind::kDisease) == nullptr) illness = i;
      if (r.Find(i, TermKind::kLogistics) != nullptr && (base::ContainsIgnoreCase(r.Word(i), "recover") || base::ContainsIgnoreCase(r.Word(i), "toxic") ||
                                                        base::ContainsIgnoreCase(r.Word(i), "resol") || base::ContainsIgnoreCase(r.Word(i), "adverse"))) {
        recovery = i;
      }
      if (base::ContainsIgnoreCase(r.Word(i), "recover")) recovery = i;
    }
    bool of_illness = illness >= 0 && HasCue(r, illness, anchors.front().first, {Cue::kSystemicTreatmentNeeded, Cue::kRequiredSteroids, Cue::kOngoing, Cue::kWho, Cue::kIncluding});
    // "Pneumonitis from prior radiation" is the illness, whatever it came from.
    for (int i = std::max(illness, 0); illness >= 0 && i < anchors.front().first; ++i) {
      for (const char* cause : {"from", "due to", "caused by", "related to", "associated with", "secondary to", "attributed to", "because of"}) of_illness = of_illness || r.WordIs(i, cause);
    }
    bool in_trial = false, site_words = false;
    for (int i = clause.begin; i < clause.end; ++i) {
      if (r.Find(i, TermKind::kLogistics) == nullptr) continue;
      std::string word = base::Lower(r.Word(i));
      for (const char* part : {"contracept", "condom", "sperm", "birth control", "abstin", "tissue", "biops", "specimen", "archival", "sample"}) {
        site_words = site_words || (mood == Mood::kRequires && word.find(part) != std::string::npos);
      }
      for (const char* part : {"contracept", "condom", "sperm", "birth control", "abstin"}) site_words = site_words || word.find(part) != std::string::npos;
    }
    for (int i = clause.begin; i < clause.end; ++i) in_trial = in_trial || (r.Find(i, TermKind::kFact) != nullptr && r.Find(i, TermKind::kFact)->id == "in_another_trial");
    if (of_illness || (recovery >= 0 && !frame.window) || in_trial || site_words) {
      for (const Anchor& a : anchors) r.UseRange(a.first, a.last);
      for (const Anchor& a : excepted) r.UseRange(a.first, a.last);
      return;
    }
  }
  bool past_word = frame.naive || frame.prior || frame.progressed || frame.intolerant || frame.no_progression || frame.window || frame.ongoing;
  int planned_at = FindCue(r, clause.begin, clause.end, {Cue::kPlanned, Cue::kNotCandidate});
  bool behind_plan = planned_at >= 0 && !anchors.empty() && (planned_at < anchors.front().first || r.WordIs(planned_at, "is indicated") || r.WordIs(planned_at, "indicated")) &&
                     !HasCue(r, clause.begin, planned_at, {Cue::kPrior});
  if ((frame.planned || frame.not_candidate) && !frame.naive && !frame.progressed && !(frame.prior && line_at >= 0) && !frame.window) {
    // "candidate for docetaxel", "contraindication to platinum": a judgement about what comes, not about what was.
    if (!anchors.empty() && (!frame.prior || behind_plan)) {
      for (const Anchor& a : anchors) r.UseRange(a.first, a.last);
      Atom atom;
      atom.first = anchors.front().first;
      atom.last = anchors.back().last;
      atom.topic = Topic::kLogistics;
      atom.logistics = true;
      atom.expression = Expression::Always(r.SpanOf(atom.first, atom.last), "logistics.planned_therapy");
      atoms.push_back(std::move(atom));
      return;
    }
  }

  auto use_frame = [&] {
    for (int i = clause.begin; i < clause.end; ++i) {
      const auto& cue = r.at(i).cue;
      if (!cue) continue;
      switch (*cue) {
        case Cue::kNaive: case Cue::kPrior: case Cue::kProgressed: case Cue::kIntolerant: case Cue::kNoProgression: case Cue::kOngoing:
        case Cue::kMostRecent: case Cue::kNeoadjuvant: case Cue::kAdjuvant: case Cue::kPerioperative: case Cue::kMetastaticIntent:
        case Cue::kForThisCancer: case Cue::kLine: case Cue::kLastDose: case Cue::kResponse: case Cue::kDefinitive: case Cue::kMonotherapy:
        case Cue::kFirstLine: case Cue::kSecondLine: case Cue::kThirdLine: case Cue::kInhibitor: case Cue::kCycle: case Cue::kMaintenance:
          r.Use(i);
          break;
        default: break;
      }
    }
    if (frame.window) r.UseRange(frame.window->first, frame.window->last);
  };

  auto push = [&](TreatmentLeaf leaf, int first, int last, bool negated, const char* rule) {
    Atom atom;
    atom.first = first;
    atom.last = last;
    atom.topic = TopicOf(leaf, r.lexicon());
    atom.negated = negated;
    atom.expression = Expression::OfLeaf(std::move(leaf), r.SpanOf(first, last), rule);
    atoms.push_back(std::move(atom));
  };

  // Lines: "at least one prior line of systemic therapy", "no more than two regimens", "2L".
  if (line_at >= 0 && !r.at(line_at).used) {
    auto count = CountBefore(r, clause, line_at);
    bool first_line_only = !count && FindCue(r, clause.begin, clause.end, {Cue::kFirstLine}) >= 0;
    if (count && !first_line_only) {
      TreatmentLeaf leaf;
      leaf.quantifier = TreatmentLeaf::Quantifier::kLines;
      leaf.count = count->bounds;
      // "one line" asked for is at least one; forbidden, or with a ceiling, it is what it says.
      if (count->exact && mood == Mood::kRequires && count->bounds.low.value_or(0) == 1) leaf.count->high.reset();
      if (base::ContainsIgnoreCase(r.Word(line_at), "chemotherapy")) leaf.what.push_back("chemotherapy");
      for (const Anchor& a : anchors) {
        for (const std::string& id : a.ids) {
          if (id != "systemic_therapy" && id != "any_therapy" && !IsMedication(r.lexicon(), id)) leaf.what.push_back(id);
        }
      }
      SetIntents(frame, &leaf);
      if (frame.progressed || frame.intolerant) SetOutcome(frame, &leaf);
      int first = std::min(count->first, anchors.empty() ? count->first : anchors.front().first);
      int last = std::max(line_at, anchors.empty() ? line_at : anchors.back().last);
      bool denied = Denied(r, clause, count->first);
      // "including one platinum doublet and one ALK inhibitor": each of them, beside the count.
      bool each = mood == Mood::kRequires && leaf.what.size() > 1 && HasCue(r, clause.begin, clause.end, {Cue::kAnd}) && !denied;
      if (each) leaf.what.clear();
      push(leaf, first, last, denied, "treatment.lines");
      if (each) {
        for (const Anchor& a : anchors) {
          TreatmentLeaf one;
          for (const std::string& id : a.ids) if (id != "systemic_therapy" && id != "any_therapy") one.what.push_back(id);
          if (!one.what.empty()) push(one, a.first, a.last, false, "treatment.each");
        }
      }
      for (const Anchor& a : anchors) r.UseRange(a.first, a.last);
      r.UseRange(count->first, count->last);
      use_frame();
      return;
    }
  }

  if (anchors.empty()) {
    // "Progression during or following the most recent therapy" without a drug.
    int progressed = FindCue(r, clause.begin, clause.end, {Cue::kProgressed});
    bool therapy_word = false;
    for (int i = clause.begin; i < clause.end; ++i) therapy_word = therapy_word || r.WordIs(i, "therapy") || r.WordIs(i, "treatment") || r.WordIs(i, "therapies");
    if (progressed >= 0 && !r.at(progressed).used && therapy_word && (frame.prior || frame.most_recent)) {
      TreatmentLeaf leaf;
      leaf.what = {"systemic_therapy"};
      leaf.quantifier = frame.most_recent ? TreatmentLeaf::Quantifier::kMostRecent : TreatmentLeaf::Quantifier::kAny;
      SetOutcome(frame, &leaf);
      push(leaf, progressed, progressed, Denied(r, clause, progressed), "treatment.progressed");
      use_frame();
      return;
    }
    int naive = FindCue(r, clause.begin, clause.end, {Cue::kNaive});
    bool whole = naive >= 0 && !r.at(naive).used &&
                 (r.WordIs(naive, "treatment naive") || r.WordIs(naive, "treatment-naive") || r.WordIs(naive, "previously untreated") ||
                  r.WordIs(naive, "untreated") || r.WordIs(naive, "therapy naive") || r.WordIs(naive, "therapy-naive") ||
                  r.WordIs(naive, "newly diagnosed") || r.WordIs(naive, "newly-diagnosed") || r.WordIs(naive, "treatment-na\xC3\xAFve") || therapy_word);
    if (whole) {
      TreatmentLeaf leaf;
      leaf.what = {"systemic_therapy"};
      leaf.for_this_cancer = true;
      SetIntents(frame, &leaf);
      push(leaf, naive, naive, true, "treatment.naive");
      use_frame();
    }
    return;
  }

  bool any_medication = true;
  for (const Anchor& a : anchors) for (const std::string& id : a.ids) any_medication = any_medication && IsMedication(r.lexicon(), id);
  // "Not accessible to surgery" denies something else: without a word of the past only a "no" right before the therapy counts.
  bool denied_first = HasCue(r, std::max(clause.begin, anchors.front().first - 3), anchors.front().first, {Cue::kNo, Cue::kNaive, Cue::kWithout}) ||
                      (anchors.front().first > clause.begin && r.WordIs(anchors.front().first - 1, "no other")) ||
                      (past_word && Denied(r, clause, anchors.front().first));
  // In a list of demands a medicine that is only named ("able to take oral medication") asks for nothing.
  if (any_medication && mood == Mood::kRequires && !denied_first && !frame.window) {
    for (const Anchor& a : anchors) r.UseRange(a.first, a.last);
    return;
  }
  // "Not receiving X" among the exclusions asks for X now: whether the study gives it was not read.
  if (mood == Mood::kProhibits && frame.ongoing && !frame.window && !frame.prior && Denied(r, clause, anchors.front().first)) return;
  if (!past_word && !denied_first && !any_medication && !frame.neoadjuvant && !frame.adjuvant && !frame.only && !frame.most_recent &&
      !frame.response && !HasCue(r, clause.begin, clause.end, {Cue::kFirstLine})) {
    bool list_item = mood == Mood::kProhibits && anchors.front().first - clause.begin <= 2;
    if (!list_item) return;   // a therapy is named, but nothing says that it was given
  }

  // Only: "alectinib as the only prior ALK inhibitor".
  int only_at = FindCue(r, clause.begin, clause.end, {Cue::kOnly});
  if (only_at > anchors.front().first && anchors.size() >= 2 && anchors.back().first > only_at) {
    TreatmentLeaf leaf;
    leaf.quantifier = TreatmentLeaf::Quantifier::kOnly;
    for (const Anchor& a : anchors) {
      auto& list = a.first < only_at ? leaf.what : leaf.within_class;
      list.insert(list.end(), a.ids.begin(), a.ids.end());
    }
    push(leaf, anchors.front().first, anchors.back().last, denied_first, "treatment.only");
    for (const Anchor& a : anchors) r.UseRange(a.first, a.last);
    r.Use(only_at);
    use_frame();
    return;
  }

  // "X must have been the most recent therapy": the last word says which therapy X was.
  bool was_last = false;
  if (anchors.size() >= 2 && mood == Mood::kRequires && (anchors.back().ids[0] == "systemic_therapy" || anchors.back().ids[0] == "any_therapy") &&
      HasCue(r, anchors.front().last, anchors.back().first, {Cue::kMostRecent})) {
    r.UseRange(anchors.back().first, anchors.back().last);
    anchors.pop_back();
    was_last = true;
  }

  // Groups of anchors: joined by "or" or commas they are one list; by "and" in a requirement each is asked for.
  std::vector<std::vector<Anchor>> groups = {{anchors.front()}};
  for (size_t k = 1; k < anchors.size(); ++k) {
    bool and_between = false, or_between = false, example = false;
    for (int i = anchors[k - 1].last + 1; i < anchors[k].first; ++i) {
      and_between = and_between || r.Is(i, Cue::kAnd);
      or_between = or_between || r.Is(i, Cue::kOr) || r.IsMark(i, '/');
      example = example || r.Is(i, Cue::kIncluding) || r.IsMark(i, '(');
    }
    bool each = and_between && !or_between && !example && mood == Mood::kRequires && !denied_first && !frame.naive && !frame.window;
    if (each) groups.push_back({anchors[k]});
    else groups.back().push_back(anchors[k]);
  }
  for (const auto& group : groups) {
    TreatmentLeaf leaf;
    for (const Anchor& a : group) {
      // "(e.g. pembrolizumab)" and "such as" name examples of what stands before.
      bool example = false;
      if (&a != &group.front()) {
        bool covered = false;
        for (const std::string& id : a.ids) for (const std::string& what : leaf.what) covered = covered || r.lexicon().DrugIsA(id, what);
        example = covered;
      }
      if (!example) leaf.what.insert(leaf.what.end(), a.ids.begin(), a.ids.end());
    }
    // "prior systemic anticancer chemotherapy": the narrowest word of a noun group counts, not each.
    if (leaf.what.size() > 1 && group.size() > 1) {
      std::vector<std::string> kept;
      for (size_t a = 0; a < leaf.what.size(); ++a) {
        bool wider_neighbour = false;
        for (size_t b = 0; b < leaf.what.size() && a < group.size() && b < group.size(); ++b) {
          bool touching = b == a + 1 && group[b].first == group[a].last + 1;
          wider_neighbour = wider_neighbour || (touching && r.lexicon().DrugIsA(leaf.what[b], leaf.what[a]) && leaf.what[a] != leaf.what[b]);
        }
        if (!wider_neighbour) kept.push_back(leaf.what[a]);
      }
      if (!kept.empty()) leaf.what = kept;
    }
    // "Prior crizotinib is permitted, but no other ALK inhibitor": what stood before is not among the others.
    if (group.front().first > clause.begin && (r.WordIs(group.front().first - 1, "other") || r.WordIs(group.front().first - 1, "another") || r.WordIs(group.front().first - 1, "no other"))) {
      for (int i = 0; i < clause.begin; ++i) {
        const Entry* named = r.at(i).lead ? nullptr : r.Find(i, TermKind::kDrug);
        if (named != nullptr) leaf.except.push_back(named->id);
      }
    }
    for (const Anchor& e : excepted) leaf.except.insert(leaf.except.end(), e.ids.begin(), e.ids.end());
    SetOutcome(frame, &leaf);
    SetIntents(frame, &leaf);
    if (frame.window) leaf.window = frame.window->window;
    if (was_last) leaf.quantifier = TreatmentLeaf::Quantifier::kMostRecent;
    if (HasCue(r, std::max(clause.begin, group.front().first - 4), group.front().first, {Cue::kMostRecent}) && !frame.window && mood == Mood::kRequires) leaf.quantifier = TreatmentLeaf::Quantifier::kMostRecent;
    if (frame.for_cancer) leaf.for_this_cancer = true;
    bool medication = true;
    for (const std::string& id : leaf.what) medication = medication && IsMedication(r.lexicon(), id);
    if ((frame.ongoing || medication) && !frame.prior && !frame.naive && !frame.window && !frame.progressed) leaf.ongoing = true;
    for (int i = clause.begin; i < clause.end; ++i) {
      const Entry* site = r.Find(i, TermKind::kSite);
      bool local = std::any_of(leaf.what.begin(), leaf.what.end(), [&](const std::string& id) {
        return r.lexicon().DrugIsA(id, "radiation") || r.lexicon().DrugIsA(id, "surgery");
      });
      if (site != nullptr && local && std::abs(i - group.front().first) <= 5 && !r.at(i).used) {
        leaf.sites.push_back(site->id);
        r.Use(i);
      }
      if (r.WordIs(i, "major") && i + 1 == group.front().first) leaf.major = true;
    }
    // How many different drugs: "more than one prior ALK TKI", "up to 2 prior ALK inhibitors".
    if (auto count = CountBefore(r, clause, group.front().first); count && !frame.window) {
      bool at_least_one = count->bounds.low.value_or(0) <= 1 && count->bounds.low_inclusive && !count->bounds.high;
      bool exactly_one = count->exact && count->bounds.low == 1.0;
      if (!at_least_one && !(exactly_one && mood == Mood::kRequires && !frame.only) && leaf.what.size() == 1) {
        leaf.quantifier = TreatmentLeaf::Quantifier::kAgents;
        leaf.count = count->bounds;
        // "Progressed on no more than one" is on one at least.
        if (mood == Mood::kRequires && leaf.outcome == TreatmentLeaf::Outcome::kProgression && !leaf.count->low) leaf.count->low = 1;
      }
      r.UseRange(count->first, count->last);
    }
    bool negated = Denied(r, clause, group.front().first) || (frame.naive && !frame.progressed && !frame.prior);
    // "who are ALK TKI naive" stands behind its noun.
    int naive_after = FindCue(r, group.back().last + 1, std::min(clause.end, group.back().last + 3), {Cue::kNaive});
    negated = negated || naive_after >= 0;
    // "alectinib as an investigational drug in a trial": which of its uses is meant was not read.
    bool as_trial_drug = false;
    if (leaf.what.size() > 1 && std::find(leaf.what.begin(), leaf.what.end(), "investigational_agent") != leaf.what.end()) {
      for (int i = group.front().last + 1; i < group.back().first; ++i) as_trial_drug = as_trial_drug || r.WordIs(i, "as");
      if (as_trial_drug) std::erase(leaf.what, "investigational_agent");
    }
    if (!as_trial_drug && mood == Mood::kProhibits) {
      for (int i = group.back().last + 1; i < clause.end && i <= group.back().last + 3; ++i) {
        as_trial_drug = as_trial_drug || (r.WordIs(i, "as") && i + 2 < clause.end && (base::ContainsIgnoreCase(r.Word(i + 1), "investigational") || base::ContainsIgnoreCase(r.Word(i + 2), "investigational")));
      }
    }
    // A demand "last dose 21 days before" waits; it does not ask for a therapy within 21 days.
    bool wait = leaf.window.at_least.has_value() || (mood == Mood::kRequires && frame.window && frame.window->bare && leaf.window.within && !Denied(r, clause, group.front().first));
    if (wait) {
      // "at least 4 weeks since chemotherapy" holds for whoever had none: nothing of it within 4 weeks.
      if (leaf.window.at_least) leaf.window.within = leaf.window.at_least;
      leaf.window.at_least.reset();
      negated = mood != Mood::kProhibits;
    }
    push(leaf, group.front().first, group.back().last, negated, negated && !wait ? "treatment.none" : "treatment.had");
    if (as_trial_drug) atoms.back().expression = Expression::All({atoms.back().expression, Expression::Opaque(r.SpanOf(group.back().first, group.back().last))});
  }
  // Genes inside the list ("anti-PD-1, PD-L1 or CTLA-4 antibody") and the cancer it was given for belong to the therapy.
  int list_end = anchors.back().last;
  for (int i = list_end + 1; i < clause.end && i <= list_end + 6; ++i) {
    if (r.Find(i, TermKind::kGene) != nullptr) list_end = i;
    else if (!(r.IsMark(i, ',') || r.IsMark(i, '/') || r.IsMark(i, '(') || r.IsMark(i, ')') || r.IsMark(i, '-') || r.Is(i, Cue::kOr) || r.Is(i, Cue::kFiller))) break;
  }
  for (int i = anchors.front().first; i <= list_end; ++i) {
    if (r.Find(i, TermKind::kGene) != nullptr) r.Use(i);
  }
  for (int i = list_end + 1; i < clause.end && i <= list_end + 4; ++i) {
    if (!r.Is(i, Cue::kFor)) continue;
    for (int k = i + 1; k < clause.end && k <= i + 8; ++k) {
      if (r.Find(k, TermKind::kDisease) != nullptr || r.Find(k, TermKind::kSetting) != nullptr || r.Is(k, Cue::kDiseaseWord)) r.Use(k);
      else if (!(r.Is(k, Cue::kFiller) || r.Is(k, Cue::kOr) || r.IsMark(k, '/') || r.Is(k, Cue::kActive))) break;
    }
    break;
  }
  for (const Anchor& a : anchors) r.UseRange(a.first, a.last);
  for (const Anchor& e : excepted) r.UseRange(e.first, e.last);
  if (!excepted.empty() && except_at >= 0) r.Use(except_at);
  use_frame();
}

}  // namespace trialmatch::rules
