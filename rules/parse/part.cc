#include "rules/parse/disease/tnm.h"
#include "rules/parse/part.h"

#include <algorithm>
#include <utility>

#include "rules/parse/asides.h"
#include "rules/parse/bounds/lab_bounds.h"
#include "rules/parse/brain/lesions_in_organ.h"
#include "rules/parse/citations.h"
#include "rules/parse/disease/any_tumour.h"
#include "rules/parse/disease/setting_phrases.h"
#include "rules/parse/domains.h"
#include "rules/parse/illness/cause_of_illness.h"
#include "rules/parse/join.h"
#include "rules/parse/markers/histology_behind.h"
#include "rules/parse/markers/assay.h"
#include "rules/parse/markers/marker_mention.h"
#include "rules/parse/markers/marker_results.h"
#include "rules/parse/named_only.h"
#include "rules/parse/part_demands.h"
#include "rules/parse/reproductive.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/asked_of_whom.h"
#include "rules/parse/therapy/cumulative_dose.h"
#include "rules/parse/therapy/either_course.h"
#include "rules/parse/therapy/missed_response.h"
#include "rules/parse/therapy/offered_therapy.h"
#include "rules/parse/therapy/other_kind.h"
#include "rules/parse/therapy/steroid_dose.h"
#include "rules/parse/therapy/therapy_as_said.h"
#include "rules/parse/therapy/therapy_limits.h"
#include "rules/parse/therapy/treated_tumour.h"
#include "rules/parse/therapy/treatment_unnamed.h"
#include "rules/parse/turns.h"

namespace trialmatch::rules {
namespace {

// What a domain starts from: in a clause without any of it the domain finds nothing and marks
// nothing. A new start of a parser in its file is a new one here; domains_test compares.
struct Anchors {
  uint32_t term_kinds = 0;
  CueSet cues = {};
  bool value = false;
  bool may_be_code = false;

  bool In(const Presence& p) const {
    return (term_kinds & p.term_kinds) != 0 || cues.contains_any(p.cues) || (value && p.value) ||
           (may_be_code && p.may_be_code);
  }
};

constexpr Anchors kStandardTherapy = {.cues = {Cue::kStandardTherapy}};
constexpr Anchors kPerformance = {
    .cues = {Cue::kEcog, Cue::kKarnofsky, Cue::kLansky, Cue::kPerformanceStatus}};
constexpr Anchors kBrain = {.term_kinds = KindBits({TermKind::kSite}),
                            .cues = {Cue::kCnsMetastasis, Cue::kLeptomeningeal}};
constexpr Anchors kLabs = {.term_kinds = KindBits({TermKind::kLab})};
constexpr Anchors kAge = {.cues = {Cue::kAge, Cue::kUln, Cue::kLln, Cue::kNormal}, .value = true};
constexpr Anchors kTreatments = {
    .term_kinds = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kQuality}),
    .cues = {Cue::kLine, Cue::kProgressed, Cue::kNaive, Cue::kInhibitor, Cue::kPrior, Cue::kTreated, Cue::kFirstLine, Cue::kSecondLine, Cue::kThirdLine, Cue::kRequiredSteroids, Cue::kPerioperative},
    .may_be_code = true};
constexpr Anchors kExtents = {.term_kinds = KindBits({TermKind::kSetting}), .cues = {Cue::kMetastaticIntent}};
constexpr Anchors kMarkers = {.term_kinds = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration}),
                              .cues = {Cue::kDriverAlteration, Cue::kActionable, Cue::kScore}};
constexpr Anchors kConditions = {
    .term_kinds = KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kQuality, TermKind::kLogistics}),
    .cues = {Cue::kDiseaseWord, Cue::kNyha}};
constexpr Anchors kFacts = {.term_kinds = KindBits({TermKind::kFact}), .cues = {Cue::kSize, Cue::kNoProgression}};
constexpr Anchors kDiseases = {.term_kinds = KindBits({TermKind::kSite, TermKind::kSetting, TermKind::kDisease}),
                               .cues = {Cue::kEdition, Cue::kStage, Cue::kProgressed},
                               .may_be_code = true};
constexpr Anchors kSettingPhrases = {.term_kinds = KindBits({TermKind::kSetting}), .cues = {Cue::kNotCandidate, Cue::kDefinitive}};
constexpr Anchors kOrganList = {.term_kinds = KindBits({TermKind::kDisease})};
constexpr Anchors kSiteWork = {.term_kinds = KindBits({TermKind::kLogistics}),
                               .cues = {Cue::kInvestigator, Cue::kAllergy}};

void GiveUpWithoutSign(Expression* e) {
  if (e->rule == kLabWithoutSign) *e = Expression::Opaque(e->span);
  for (Expression& child : e->children) GiveUpWithoutSign(&child);
}

// "ALT 3 x ULN", forbidden: so much, or more.
void GiveUpWithoutSign(Atoms& atoms) {
  for (Atom& atom : atoms) {
    if (atom.topic == Topic::kLab) GiveUpWithoutSign(&atom.expression);
  }
}

Atoms ReadDomains(Reading& r, Clause clause, Mood mood) {
  const Presence present = PresenceIn(r, clause);
  const bool all = r.grammar().asks_every_domain;
  const auto may_find = [&](const Anchors& anchors) { return all || anchors.In(present); };
  Atoms atoms;
  if (may_find(kFacts) && ReadWhatIsMeasurable(r, clause, atoms)) return atoms;
  if (kMarkers.In(present)) PassOverAssay(r, clause);
  if (kMarkers.In(present)) MarkTherapyOfAlterations(r, clause);
  if (may_find(kOrganList)) ReadOrganList(r, clause, mood, atoms);
  std::vector<SettingPhrase> phrases;
  if (may_find(kSettingPhrases)) phrases = ReadSettingPhrases(r, clause);
  if (may_find(kStandardTherapy)) ReadStandardTherapy(r, clause, atoms);
  if (may_find(kPerformance)) ReadPerformance(r, clause, atoms);
  ReadNodeNegative(r, clause, mood, atoms);
  const bool of_brain = mood == Mood::kPermits && r.MayHoldCue({Cue::kCnsMetastasis});   // named in the sentence before
  if (may_find(kBrain) || of_brain) ReadBrain(r, clause, mood, atoms);
  if (may_find(kDiseases)) ReadLesionsInOneOrgan(r, clause, mood, atoms);
  if (may_find(kLabs)) ReadLabs(r, clause, atoms);
  if (mood != Mood::kRequires) GiveUpWithoutSign(atoms);
  if (may_find(kAge)) ReadAge(r, clause, atoms);
  if (mood == Mood::kProhibits) PassOverTimeOfConception(r, clause);
  PassOverChildbearing(r, clause);
  if (may_find(kTreatments)) {
    SetAsidePermittedLocalSteroids(r, clause);
    SetAsideOptionalTherapy(r, clause);
    const std::optional<base::Span> missed = SetAsideMissedResponse(r, clause);
    const std::vector<SteroidDose> doses = ReadSteroidDoses(r, clause);
    ReadTreatments(r, clause, mood, atoms);
    KeepOtherKind(r, mood, atoms);
    if (missed) BindMissedResponse(*missed, atoms);
    if (!doses.empty()) BoundSteroids(r, mood, doses, atoms);
    else BoundSteroidsByWord(r, clause, mood, atoms);
  }
  if (may_find(kExtents)) ReadTherapyOfExtent(r, clause, mood, atoms);
  if (may_find(kMarkers)) {
    ReadMarkers(r, clause, mood, atoms);
    AddWordsBehindMarkers(r, clause, mood, atoms);
  }
  if (may_find(kConditions)) {
    ReadConditions(r, clause, mood, atoms);
    BindCauses(r, clause, mood, atoms);
  }
  if (may_find(kFacts)) ReadFacts(r, clause, mood, atoms);
  if (mood == Mood::kRequires) ReadNegativePregnancyTest(r, clause, atoms);
  if (may_find(kDiseases) || !phrases.empty()) ReadDisease(r, clause, phrases, atoms);
  if (may_find(kSiteWork)) ReadLogistics(r, clause, atoms);
  return atoms;
}

bool AnyTopic(const Atoms& atoms, bool (*is)(Topic)) {
  return std::any_of(atoms.begin(), atoms.end(), [&](const Atom& a) { return is(a.topic); });
}

// "Biologic therapy: Not specified" says nothing.
bool SaysNothing(const Reading& r, Clause clause) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kLogistics))) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.Find(i, TermKind::kLogistics) == nullptr) continue;
    if (r.WordIs(i, "not specified") || r.WordStarts(i, {"see disease"})) return true;
  }
  return false;
}

// "History of lung cancer", "known or suspected NSCLC", "patients with NSCLC": the sentence says nothing else.
bool NamesNothingElse(const Reading& r, Clause clause, const Atoms& atoms) {
  if (atoms.empty()) return false;
  for (const Atom& atom : atoms) {
    const OneOfLeaf* leaf = BareDisease(atom.expression);
    if (leaf == nullptr || leaf->values != BareDisease(atoms[0].expression)->values) return false;
  }
  bool said_of_patient = IsPeopleWith(r, clause.begin) && !r.IsMark(clause.end - 1, ':') && BareDisease(atoms[0].expression)->values != std::vector<std::string>{"solid_tumor"};
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsTerm(i, TermKind::kDisease)) continue;
    said_of_patient = said_of_patient || r.IsAny(i, {Cue::kPrior, Cue::kKnown}) || r.WordContains(i, {"diagnos", "history"});
    const bool glue = r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kPrior, Cue::kFiller, Cue::kKnown, Cue::kOr, Cue::kWith, Cue::kDiagnosis}) || r.WordIs(i, "pre") || r.Find(i, TermKind::kPlain) != nullptr ||
                      r.WordContains(i, {"personal", "current", "previous", "diagnos", "history", "symptom", "suspect", "evidence"});
    if (!glue) return false;
  }
  return said_of_patient;
}

// In an exclusion the bare name of the disease under study, or "cancer", is what the sentence is
// about, not what it forbids.
void DropSubjectOfProhibition(const Reading& r, Clause clause, Atoms& atoms) {
  if (const OneOfLeaf* leaf = atoms.empty() ? nullptr : BareDisease(atoms[0].expression); leaf != nullptr && leaf->values != std::vector<std::string>{"cancer"}) {
    if (NamesNothingElse(r, clause, atoms)) return;
  }
  bool tumour_only = !AnyTopic(atoms, [](Topic t) { return t != Topic::kDisease; });
  bool beside = AnyTopic(atoms, [](Topic t) { return !OfTumour(t); });
  bool qualified =
      AnyTopic(atoms, [](Topic t) { return t == Topic::kBiomarker || t == Topic::kStageSetting; });
  if (tumour_only || beside || !qualified) {
    std::erase_if(atoms, [](const Atom& a) {
      if (a.topic != Topic::kDisease || a.negated) return false;
      const OneOfLeaf* leaf = BareDisease(a.expression);
      return leaf != nullptr && leaf->except.empty();
    });
  }
  // How far "disease" has gone says nothing alone when the sentence is about treatment or illness.
  // "Any evidence of stage IV disease, including pleural effusion" forbids the stage.
  if (AnyTopic(atoms, [](Topic t) { return !OfTumour(t); })) {
    std::erase_if(atoms, [&](const Atom& a) {
      bool examples_follow = HasCue(r, a.last + 1, a.last + 4, {Cue::kIncluding}) || (r.Is(a.last + 1, Cue::kDiseaseWord) && HasCue(r, a.last + 2, a.last + 5, {Cue::kIncluding}));
      // "Distant metastasis or a malignant effusion": one of two things forbidden.
      bool one_of_two = std::any_of(atoms.begin(), atoms.end(), [&](const Atom& other) {
        return other.topic == Topic::kComorbidity && other.first > a.last && other.first - a.last <= 3 && r.Is(a.last + 1, Cue::kOr);
      });
      return a.topic == Topic::kStageSetting && !examples_follow && !one_of_two;
    });
  }
}

// "Have not received treatment for NSCLC", "no concurrent therapy to measurable lesions": the denial is of the treatment; nobody is
// asked not to have the disease or the lesions.
void DropDeniedTumour(const Reading& r, Clause clause, Atoms& atoms) {
  if (!AnyTopic(atoms, [](Topic t) { return !OfTumour(t); })) return;
  // "No prior chemotherapy for recurrent (stage IIIB) or metastatic disease": what it would have been for.
  const auto denied_for = [&](const Atom& tumour, const Atom& t) {
    if (!t.negated || t.first > tumour.first || t.expression.kind != Expression::Kind::kLeaf || !std::holds_alternative<TreatmentLeaf>(*t.expression.leaf)) return false;
    if (r.WordContains(t.first, {"untreated"})) return false;   // "previously untreated for metastatic disease"
    int why = tumour.first - 1;
    while (why > t.first && !r.Is(why, Cue::kFor) && !r.IsAnyMark(why, ",;:") && !r.IsAny(why, {Cue::kAnd, Cue::kWho, Cue::kWith})) --why;
    return why > t.first && r.Is(why, Cue::kFor);
  };
  std::erase_if(atoms, [&](const Atom& a) {
    const bool told = a.topic == Topic::kStageSetting || (a.topic == Topic::kDisease && BareDisease(a.expression) != nullptr);
    return told && !a.negated && std::any_of(atoms.begin(), atoms.end(), [&](const Atom& t) { return denied_for(a, t); });
  });
  const bool therapy = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) {
    return a.negated && a.expression.kind == Expression::Kind::kLeaf && std::holds_alternative<TreatmentLeaf>(*a.expression.leaf);
  });
  std::erase_if(atoms, [&](const Atom& a) {
    return a.negated && !DeniedByItself(r, clause, a) && (a.topic == Topic::kDisease || a.topic == Topic::kStageSetting || (therapy && a.topic == Topic::kMeasurable && r.WordIsAny(a.first - 1, {"to", "of", "to the", "of the"})));
  });
}

// Every lab of the expression is bounded on the side that nobody worries about ("hemoglobin >= 9").
bool OnlyHealthyLabs(const Lexicon& lexicon, const Expression& e) {
  if (e.kind == Expression::Kind::kNot) return false;  // "outside of normal limits"
  if (e.kind != Expression::Kind::kLeaf) {
    // A bound for each sex.
    const auto of_sex = [](const Expression& c) {
      const auto* leaf = c.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(c.leaf.get()) : nullptr;
      return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kSex;
    };
    const bool beside_sex = e.kind == Expression::Kind::kAll && e.children.size() > 1;
    return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), [&](const Expression& c) { return (beside_sex && of_sex(c)) || OnlyHealthyLabs(lexicon, c); });
  }
  const auto* leaf = std::get_if<CompareLeaf>(e.leaf.get());
  const Entry* lab = leaf != nullptr ? lexicon.Find(TermKind::kLab, leaf->quantity) : nullptr;
  if (lab == nullptr || leaf->bounds.low.has_value() == leaf->bounds.high.has_value()) return false;
  return lab->Get("worry") == (leaf->bounds.low ? "low" : "high");
}

// Nobody is excluded for healthy values: "ANC >= 1,500" among the exclusions states what is asked
// for. Beside other reasons to exclude it is part of something that was not understood.
void TurnHealthyLabs(const Reading& r, Atoms& atoms) {
  const bool labs_only = std::all_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kLab; });
  for (Atom& a : atoms) {
    if (a.topic != Topic::kLab || a.negated || !OnlyHealthyLabs(r.lexicon(), a.expression)) continue;
    if (labs_only) a.negated = true;
    else a.expression = Expression::Opaque(r.SpanOf(a.first, a.last));
  }
}

// "Impaired kidney function as defined by creatinine > 1.5 x ULN", "abnormal cardiac function: LVEF
// < 50 %": the number says what is meant, and the illness is none beside it.
bool DefinedByLab(const Reading& r, const Atom& illness, const Atom& lab) {
  if (illness.topic != Topic::kComorbidity || lab.topic != Topic::kLab || illness.expression.kind != Expression::Kind::kLeaf) return false;
  if (lab.first <= illness.last || lab.first > illness.last + 6) return false;
  bool defines = false;
  for (int i = illness.last + 1; i < lab.first; ++i) {
    defines = defines || r.IsMark(i, ':') || r.WordContains(i, {"defined", "evidenced by", "indicated by"}) || r.WordIsAny(i, {"i.e.", "ie", "i e"});
    const bool joins = r.IsAnyMark(i, ":(,") || r.IsAny(i, {Cue::kIncluding, Cue::kFiller, Cue::kWith}) || r.Find(i, TermKind::kPlain) != nullptr;
    if (!joins || r.WordIsAny(i, {"including", "e.g.", "such as"})) return false;
  }
  return defines;
}

void DropIllnessDefinedByLab(const Reading& r, Atoms& atoms) {
  std::erase_if(atoms, [&](const Atom& a) {
    return std::any_of(atoms.begin(), atoms.end(), [&](const Atom& lab) { return DefinedByLab(r, a, lab); });
  });
}

// "(Liver metastases allowed)" beside a bound of the liver's asks for no metastases.
void DropSiteBesideLab(Atoms& atoms) {
  if (!AnyTopic(atoms, [](Topic t) { return t == Topic::kLab; })) return;
  std::erase_if(atoms, [](const Atom& a) {
    const auto* leaf = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(a.expression.leaf.get()) : nullptr;
    return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kMetastasisSite;
  });
}

// "Gastrointestinal tumours (e.g. colon or gastric cancer), breast cancer": the brackets ask for nothing.
void DropExamplesOfTumours(const Reading& r, Clause clause, Atoms& atoms) {
  const auto disease = [](const Atom& a) { return a.topic == Topic::kDisease && !a.negated; };
  if (!r.MayHoldMark("(") || std::count_if(atoms.begin(), atoms.end(), disease) < 2) return;
  for (int open = clause.begin + 1; open + 2 < clause.end; ++open) {
    if (!r.IsMark(open, '(') || !r.WordIsAny(open + 1, {"e.g", "e.g.", "eg", "e g", "such as", "for example"})) continue;
    int close = open + 2;
    while (close < clause.end && !r.IsAnyMark(close, "()")) ++close;
    if (!r.IsMark(close, ')') || !std::any_of(atoms.begin(), atoms.end(), [&](const Atom& a) { return disease(a) && a.first < open; })) continue;
    std::erase_if(atoms, [&](const Atom& a) { return disease(a) && a.first > open && a.last < close; });
  }
}

// "Brain metastases in patients who have had chemotherapy": a "who" between the items first..last that tells of those before
// it. One behind "or", or the second of "who have A, who have B", tells of others.
// In a list of illnesses, "that may interfere" is part of a name.
bool DescribesBefore(const Reading& r, Clause clause, const Atoms& atoms, int first, int last) {
  const bool of_illness = std::all_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kComorbidity || a.topic == Topic::kOther; });
  const bool of_list = HasCue(r, clause.begin, first, {Cue::kWho});
  for (int i = first; i < last; ++i) {
    if (!r.Is(i, Cue::kWho) || (of_illness && r.at(i).used)) continue;
    int before = i - 1;
    while (before > first && r.WordIsAny(before, {"patients", "those"})) --before;
    if (!r.Is(before, Cue::kOr) && !(of_list && r.IsMark(before, ','))) return true;
  }
  return false;
}

}  // namespace

bool SelectsPatients(Topic topic) {
  return OfTumour(topic) || topic == Topic::kCns || topic == Topic::kPriorTherapy || topic == Topic::kLineOfTherapy ||
         topic == Topic::kComorbidity || topic == Topic::kReproductive || topic == Topic::kConcomitantMedication;
}

Part ReadPart(Reading& r, Clause clause, Mood mood) {
  MarkExcludedExamples(r, clause);
  PassOverExceptedParts(r, clause);
  if (mood == Mood::kRequires) PassOverEitherCourse(r, clause);
  if (mood == Mood::kRequires) PassOverOfferedTherapy(r, clause);
  Atoms atoms = ReadDomains(r, clause, mood);
  LimitTherapies(r, clause, mood, atoms);
  if (mood == Mood::kRequires && atoms.size() > 1) DropTreatedTumour(r, atoms);
  if (mood == Mood::kProhibits) KeepCumulativeDoses(r, clause, atoms);
  LimitToLesions(r, clause, atoms);
  MarkAsides(r, clause);
  KeepWordsBeside(r, clause, mood, atoms);
  ReadTherapyAsSaid(r, clause, mood, atoms);
  Part part;
  const auto bounded = [](Topic t) { return t == Topic::kPerformance || t == Topic::kLab || t == Topic::kAgeSex; };
  if (SaysNothing(r, clause) && !AnyTopic(atoms, bounded)) {
    r.UseRange(clause.begin, clause.end - 1);
    part.logistics = true;
    return part;
  }
  part.logistics = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.logistics; });
  std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
  DropIllnessDefinedByLab(r, atoms);
  if (mood == Mood::kProhibits) {
    KeepHistologyOfDenied(r, atoms);
    TurnHealthyLabs(r, atoms);
    DoubtCancerAmongIllnesses(r, clause, atoms);
    DropSubjectOfProhibition(r, clause, atoms);
  } else {
    DropDeniedTumour(r, clause, atoms);
  }
  if (mood == Mood::kRequires) {
    DropSiteBesideLab(atoms);
    DropExamplesOfTumours(r, clause, atoms);
    BindScalesToTumour(r, atoms);
    JoinTumoursOfBrain(r, atoms);
    DropWhatItRecurredAfter(r, atoms);
    JoinRelapseToStages(r, atoms);
    AskOfResistantTumour(r, clause, atoms);
    AskOfThoseWith(r, atoms);
    DenyTogether(r, atoms);
  }
  if (atoms.empty()) return part;
  part.found = true;
  int first = atoms.front().first, last = atoms.front().last;
  for (const Atom& a : atoms) {
    if (TopicWeight(a.topic) > TopicWeight(part.topic)) part.topic = a.topic;
    first = std::min(first, a.first);
    last = std::max(last, a.last);
  }
  // A list with a lab in it is a list, whatever "that" stands in one of its parts; and "an abnormal
  // ECG that is significant, including QTcF > 470 ms": what is included excludes alone.
  bool list = atoms.size() > 2 && AnyTopic(atoms, [](Topic t) { return t == Topic::kLab; });
  const bool illnesses = mood == Mood::kProhibits && std::all_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kComorbidity; });
  bool includes = std::any_of(atoms.begin(), atoms.end(), [&](const Atom& a) {
    return (a.topic == Topic::kLab || illnesses) && HasCue(r, std::max(clause.begin, a.first - 4), a.first, {Cue::kIncluding});
  });
  // "A nursing mother (women who stop nursing as well), or pregnant": each excludes.
  bool pregnancy = std::all_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kReproductive; });
  // "Patients with brain metastases who have received chemotherapy", told in one word of the tables.
  bool who_had = false;
  for (int i = first + 1; i < last; ++i) {
    if (r.WordStarts(i, {"who "}) && r.Is(i, Cue::kPrior)) who_had = !r.IsAny(i - 1, {Cue::kOr, Cue::kAnd}) && !r.IsMark(i - 1, ',');
  }
  // "Metastases or cord compression that has not been treated": what is told behind "that" has been read with them.
  int told_to = last;
  if (AnyTopic(atoms, [](Topic t) { return t == Topic::kCns; }) && !HasCue(r, first, last, {Cue::kIncluding})) {
    told_to = first;
    for (const Atom& a : atoms) told_to = std::max(told_to, a.first);
  }
  // "Anemia that needs transfusion or hemoglobin < 8 g/dL": a lab behind "or" is another thing.
  for (const Atom& a : atoms) list = list || (mood == Mood::kProhibits && a.topic == Topic::kLab && a.first > first && HasCue(r, std::max(clause.begin, a.first - 2), a.first, {Cue::kOr}));
  bool relative_clause = !list && !includes && !pregnancy && (who_had || DescribesBefore(r, clause, atoms, first, told_to));
  Relative relative = relative_clause ? Relative::kYes : Relative::kNo;
  part.content = JoinAtoms(r, std::move(atoms), mood, relative);
  return part;
}

}  // namespace trialmatch::rules
