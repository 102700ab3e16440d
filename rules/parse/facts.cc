#include <algorithm>
#include <utility>

#include "rules/parse/asked_amounts.h"
#include "rules/parse/disease/disease_names.h"
#include "rules/parse/domains.h"
#include "rules/parse/layout/part_name.h"

namespace trialmatch::rules {
namespace {

Topic TopicOfFact(const std::string& fact) {
  if (fact == "measurable" || fact == "evaluable") return Topic::kMeasurable;
  if (fact == "pregnant" || fact == "breastfeeding" || fact == "can_become_pregnant") return Topic::kReproductive;
  if (fact == "cancer_progressing" || fact == "therapy_ruled_out") return Topic::kPriorTherapy;
  if (fact == "healthy_volunteer") return Topic::kDisease;
  if (fact == "surgery_planned" || fact == "lung_operation_planned") return Topic::kStageSetting;
  return Topic::kOther;
}

bool OfTrialDrug(const Atom& atom) {
  const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(&*atom.expression.leaf) : nullptr;
  return leaf != nullptr && !leaf->window.empty() && std::find(leaf->what.begin(), leaf->what.end(), "investigational_agent") != leaf->what.end();
}

bool SaysAtPresent(const Reading& r, Clause clause, int i) {
  if (HasCue(r, clause.begin, i, {Cue::kOngoing})) return true;
  return r.WordContains(i, {"current", "concurrent", "simultaneous", "participating", "enrolled in", "concomitant", "active participation"});
}

// "Participation in another clinical trial within 30 days": what was given there. Beside a window that
// was read with a drug of the trial, nothing more is said.
std::optional<Expression> PastTrial(Reading& r, Clause clause, int i, const Atoms& atoms) {
  if (std::any_of(atoms.begin(), atoms.end(), OfTrialDrug)) return Expression::Always(r.SpanOf(i, i), "fact.trial_drug");
  auto window = FindWindow(r, clause, clause.begin);
  if (!window || !window->window.within || r.at(window->first).used) return std::nullopt;
  TreatmentLeaf given;
  given.what = {"investigational_agent"};
  given.window = window->window;
  r.UseRange(window->first, window->last);
  return Expression::OfLeaf(std::move(given), r.SpanOf(std::min(i, window->first), std::max(i, window->last)), "treatment.had");
}

// "... during the course of the study, or within 4 weeks after": when what is planned would be.
void UseTimeOfPlan(Reading& r, Clause clause, int i) {
  for (int k = i + 1; k < clause.end; ++k) {
    if (r.at(k).used) continue;
    if (auto duration = ReadDuration(r, k, clause.end)) {
      r.UseRange(k, duration->last);
      k = duration->last;
      continue;
    }
    bool when = r.IsAny(k, {Cue::kWithin, Cue::kFiller, Cue::kReference, Cue::kBefore, Cue::kSince, Cue::kLastDose, Cue::kLine}) ||
                r.Find(k, TermKind::kPlain) != nullptr;
    if (!when) return;
    r.Use(k);
  }
}

// "Measurable disease or elevated serum markers": the last item of a way that no parser took, or -1.
int UnreadWayBehind(const Reading& r, Clause clause, int i) {
  if (!r.Is(i + 1, Cue::kOr)) return -1;
  int k = i + 2;
  bool words = false;
  for (; k < clause.end && !r.IsAnyMark(k, ",;.()") && !r.Is(k, Cue::kAnd); ++k) {
    const bool of_lesion = r.Find(k, TermKind::kFact) != nullptr || r.Find(k, TermKind::kDisease) != nullptr || r.IsAny(k, {Cue::kDiseaseWord, Cue::kWho, Cue::kNot}) || r.WordContains(k, {"evaluable", "measurable", "assessable", "lesion", "disease"}) || r.WordStarts(k, {"non"});
    if (r.at(k).used || of_lesion) return -1;
    words = words || r.IsKind(k, Item::Kind::kWord);
  }
  return words && k > i + 3 ? k - 1 : -1;
}

// "A measurable tumor of at most 5 cm": the size is asked for too, and is not read. The thickness of a slice is not the tumour's.
bool CapsSize(const Reading& r, Clause clause, int i) {
  bool at_most = false;
  for (int k = i + 1; k < clause.end && k <= i + 14; ++k) {
    if (r.WordContains(k, {"slice", "thick", "interval", "section", "apart", "spac", "short axis"}) || r.IsTermOf(k, KindBit(TermKind::kLab)) || r.IsAnyMark(k, ";.")) return false;
    const bool sign = r.IsComparison(k) && (r.at(k).comparison == Comparison::kLess || r.at(k).comparison == Comparison::kLessEqual);
    at_most = at_most || sign || r.IsAny(k, {Cue::kAtMost, Cue::kLessThan});
    if (!r.IsNumber(k)) continue;
    const Entry* unit = r.Find(k + 1, TermKind::kUnit);
    return at_most && unit != nullptr && unit->id == "cm" && k + 1 < clause.end;
  }
  return false;
}

// How far around a lesion words about it are looked for: a record of thousands of lesions is read in time.
constexpr int kNear = 80;

// "Measurable disease for Part A, measurable or non-measurable disease for Part B": not every part needs it.
bool OnlySomePartsNeedIt(const Reading& r, int i) {
  int parts = 0;
  bool without = false;
  for (int k = std::max(0, i - kNear); k < std::min(r.size(), i + kNear); ++k) {
    if (r.at(k).lead) continue;
    int last = k;
    const bool numbered = !PartWord(r.Word(k)).empty() && !PartNumber(r, k + 1, &last).empty();
    if (numbered || !NamedPart(r, k, &last).empty()) ++parts;
    const Entry* fact = k == i ? nullptr : r.Find(k, TermKind::kFact);
    if (fact == nullptr || (fact->id != "measurable" && fact->id != "evaluable")) continue;
    without = without || r.WordContains(k, {"non", "unmeas"}) || HasCue(r, std::max(0, k - 4), k, {Cue::kNotRequired});
    for (int m = std::max(0, k - 4); m < k; ++m) without = without || r.WordContains(m, {"not required"});
  }
  return without && parts >= 2;
}

bool SaysDiscussed(const Reading& r, int begin, int end) {
  for (int k = begin; k < end; ++k) {
    if (r.WordContains(k, {"discuss"})) return true;
  }
  return false;
}

// "Less than 10 pack-years", "a smoking history of <= 10": those who smoked little or never.
bool IsLittle(const Reading& r, int i) {
  for (int k = std::max(0, i - 4); k <= i + 3; ++k) {
    const bool less = r.IsComparison(k) && (r.at(k).comparison == Comparison::kLess || r.at(k).comparison == Comparison::kLessEqual);
    if ((less || r.IsAny(k, {Cue::kLessThan, Cue::kAtMost})) && (r.IsNumber(k + 1) || r.IsNumber(k + 2))) return true;
  }
  return false;
}

// "Currently smoking, or have quit within the last 15 years": the last item of the second way, or -1.
int QuitSince(const Reading& r, Clause clause, int smoker) {
  const int second = r.Is(smoker + 1, Cue::kOr) ? smoker + 1 : r.IsMark(smoker + 1, ',') && r.Is(smoker + 2, Cue::kOr) ? smoker + 2 : -1;
  for (int k = second + 1; second >= 0 && k < clause.end && k <= second + 4; ++k) {
    if (!r.WordIsAny(k, {"quit", "have quit", "has quit", "stopped"})) continue;
    for (int m = k + 1; m < clause.end && m <= k + 6; ++m) {
      if (r.Is(m, Cue::kYear)) return m;
    }
  }
  return -1;
}

bool AsksForMeasurable(const Atoms& atoms) {
  return std::any_of(atoms.begin(), atoms.end(), [](const Atom& atom) {
    const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf && !atom.negated ? std::get_if<FactLeaf>(atom.expression.leaf.get()) : nullptr;
    return leaf != nullptr && leaf->fact == "measurable";
  });
}

// "Patients without progression of their lung cancer", among the exclusions: it has to grow.
void ReadNotProgressing(Reading& r, Clause clause, Atoms& atoms) {
  const int none = r.FindCue(clause.begin, clause.end, {Cue::kNoProgression});
  if (none < 0 || r.at(none).used || !r.WordContains(none, {"progress"}) || !r.WordIs(none + 1, "of")) return;
  for (int i = clause.begin; i < none; ++i) {
    if (!r.at(i).lead && !r.Is(i, Cue::kFiller) && r.Find(i, TermKind::kPlain) == nullptr) return;
  }
  int tumour = none + 2;
  while (tumour < clause.end && r.Is(tumour, Cue::kFiller)) ++tumour;
  const Entry* disease = tumour < clause.end ? r.Find(tumour, TermKind::kDisease) : nullptr;
  const bool ends = tumour + 1 >= clause.end || r.IsAnyMark(tumour + 1, ".;");
  if (!ends || disease == nullptr || !(disease->id == "cancer" || disease->id == "lung_cancer" || r.lexicon().IsA(TermKind::kDisease, disease->id, "lung_cancer"))) return;
  Atom atom{.topic = TopicOfFact("cancer_progressing"), .first = none, .last = tumour};
  atom.negated = true;
  atom.expression = Expression::OfLeaf(FactLeaf{"cancer_progressing"}, r.SpanOf(none, tumour), "fact.cancer_progressing");
  atoms.push_back(std::move(atom));
  r.UseRange(none, tumour);
}

}  // namespace

bool ReadWhatIsMeasurable(Reading& r, Clause clause, Atoms& atoms) {
  for (int i = clause.begin + 2; i < clause.end; ++i) {
    const Entry* fact = r.Find(i, TermKind::kFact);
    if (fact != nullptr && fact->id == "evaluable") return false;  // asked for before
    if (fact == nullptr || fact->id != "measurable" || r.at(i).used) continue;
    int k = i - 1;
    while (k > clause.begin && (r.WordIsAny(k, {"as", "considered", "be", "to be", "regarded", "considered as", "considered to be"}) || r.Find(k, TermKind::kPlain) != nullptr)) --k;
    if (!r.IsAny(k, {Cue::kNot, Cue::kMustNot, Cue::kExcluded}) && !r.WordContains(k, {"not be"}) && !r.WordIs(k, "neither")) continue;
    const bool verb_apart = r.WordIsAny(k - 1, {"is", "are", "will", "should", "can", "would"});
    const int subject = verb_apart ? k - 2 : k - 1;
    if (subject < clause.begin || r.WordContains(subject, {"disease", "patient", "cancer"})) continue;
    if (!verb_apart && !r.WordStarts(k, {"is ", "are ", "will ", "should ", "can ", "would ", "cannot"})) continue;
    Atom atom;
    atom.first = clause.begin;
    atom.last = clause.end - 1;
    atom.topic = Topic::kMeasurable;
    atom.logistics = true;
    atom.expression = Expression::Always(r.SpanOf(clause.begin, clause.end - 1), "logistics");
    r.UseRange(clause.begin, clause.end - 1);
    atoms.push_back(std::move(atom));
    return true;
  }
  return false;
}

void ReadFacts(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  ReadSmokedAmount(r, clause, atoms);
  ReadTumourSize(r, clause, atoms);
  if (mood == Mood::kProhibits) ReadNotProgressing(r, clause, atoms);
  for (int i = clause.begin; i < clause.end; ++i) {
    const Entry* entry = r.Find(i, TermKind::kFact);
    if (entry == nullptr || r.at(i).used) continue;
    std::string fact = entry->id;
    // "Lung function to tolerate the planned resection": whether it does, a surgeon judges.
    if (fact == "lung_operation_planned" && (r.WordContains(i - 1, {"tolerate"}) || (r.Is(i - 1, Cue::kFiller) && r.WordContains(i - 2, {"tolerate"})))) continue;
    // "A measurable viral titer", "measurable QTcF": no tumour.
    if (fact == "measurable" && r.WordIs(i, "measurable") && (r.IsTerm(i + 1, TermKind::kLab) || r.WordStarts(i + 1, {"viral", "titer", "virus", "antibod", "level"}))) continue;
    // "Such lesions will not be evaluable for response", among the exclusions: of lesions.
    if (fact == "evaluable" && mood == Mood::kProhibits && HasCue(r, std::max(clause.begin, i - 2), i, {Cue::kMustNot, Cue::kNot})) {
      r.Use(i);
      continue;
    }
    // "QTc unmeasurable or > 480 ms".
    if (fact == "unmeasurable" && r.IsKind(i, Item::Kind::kTerm) && r.WordStarts(i, {"unmeasur"})) {
      bool lab = false;
      for (int k = std::max(clause.begin, i - 6); k < i; ++k) lab = lab || r.IsTerm(k, TermKind::kLab) || r.WordStarts(k, {"qt"});
      if (lab) continue;
    }
    bool turned = false;
    if (fact == "pregnancy_test_negative") { fact = "pregnant"; turned = true; }
    if (fact == "breastfeeding" && r.WordStarts(i, {"non"})) turned = true;
    if (fact == "cannot_swallow") { fact = "can_swallow"; turned = true; }
    // "Non-Asian ethnicity".
    const int non = fact.starts_with("ethnicity_") ? (r.IsMark(i - 1, '-') ? i - 2 : i - 1) : -1;
    const bool other_origin = non >= clause.begin && r.WordIs(non, "non");
    turned = turned || other_origin;
    // "Asian or non-Asian ethnicity", "hemoglobin < 11.5 g/dL for non-African American subjects": of all, or of whom a bound holds.
    const int before = other_origin ? non - 1 : i - 1;
    const bool of_whom = fact.starts_with("ethnicity_") && before > clause.begin && (r.Is(before, Cue::kFor) || r.WordIs(before, "for"));
    if (of_whom) continue;
    if (other_origin && r.Is(before, Cue::kOr)) {
      r.UseRange(before + 1, i);
      continue;
    }
    // "Only assessable, non-measurable disease".
    if (fact == "evaluable" && r.WordStarts(i, {"non"}) && (r.Is(i - 1, Cue::kOnly) || r.Is(i - 2, Cue::kOnly))) fact = "unmeasurable";
    if (fact == "unmeasurable") { fact = "measurable"; turned = true; }
    if (fact == "can_become_pregnant") {
      // Nearly always says for whom something holds; the sex-specific duties beside it are the site's.
      r.Use(i);
      continue;
    }
    // "Willing to provide their smoking history".
    if (fact == "smoking_history" && mood == Mood::kRequires) {
      bool told = false;
      for (int k = i - 1; k >= clause.begin && k >= i - 5; --k) told = told || r.WordContains(k, {"provide", "complete", "answer", "questionnaire"});
      if (told) {
        r.Use(i);
        continue;
      }
    }
    // "..., except for those with prostate cancer, who may enter without a measurable lesion": said of them.
    if (fact == "measurable" && DeniedBefore(r, clause, i) && AsksForLesionBefore(r, std::max(0, i - kNear), r.FindCue(std::max(0, i - kNear), i, {Cue::kExcept}))) {
      r.Use(i);
      continue;
    }
    // "A response prior to documented disease progression": when.
    if (fact == "cancer_progressing" && mood == Mood::kRequires && HasCue(r, std::max(clause.begin, i - 3), i, {Cue::kBefore}) && (r.WordIsAny(i - 1, {"prior to", "before", "developing", "the"}) || r.WordIsAny(i - 2, {"prior to", "before"}))) {
      r.Use(i);
      continue;
    }
    // "Effusions are neither measurable nor evaluable": of them.
    if ((fact == "measurable" || fact == "evaluable") && r.WordIsAny(i - 1, {"neither", "nor"})) {
      r.Use(i);
      continue;
    }
    // "At least 5 of 6 patients must be evaluable for hematologic toxicity": of the trial's own count.
    bool of_toxicity = false;
    for (int k = i + 2; fact == "evaluable" && r.Is(i + 1, Cue::kFor) && k < std::min(clause.end, i + 6); ++k) of_toxicity = of_toxicity || r.WordContains(k, {"toxic", "dlt", "safety"});
    if (of_toxicity) {
      r.UseRange(i, i + 1);
      continue;
    }
    bool reproductive = fact == "pregnant" || fact == "breastfeeding";
    if (mood == Mood::kRequires && reproductive && !turned && !DeniedBefore(r, clause, i)) {
      // Nobody is asked to be pregnant: "should a woman become pregnant ..." is advice.
      r.Use(i);
      continue;
    }
    // "Participation in another study should be discussed with the sponsor" asks nobody to take part in one.
    if (mood == Mood::kRequires && fact == "in_another_trial" && SaysDiscussed(r, i, clause.end)) continue;
    // "Withheld for 1 week prior to elective surgery": when.
    if (fact == "surgery_planned" && !atoms.empty() && r.WordIsAny(i - 1, {"prior to", "before", "after", "following"})) {
      r.Use(i);
      continue;
    }
    Atom atom;
    atom.first = atom.last = i;
    atom.topic = TopicOfFact(fact);
    if (fact == "surgery_planned") UseTimeOfPlan(r, clause, i);
    // "Surgery within 4 weeks, or anticipation of major surgery": the plan excludes by itself, and tells nothing of the tumour.
    if (fact == "surgery_planned" && mood == Mood::kProhibits && !atoms.empty()) atom.topic = Topic::kOther;
    if (fact == "in_another_trial") {
      std::optional<Expression> past = PastTrial(r, clause, i, atoms);
      const bool drug_said = past && past->kind == Expression::Kind::kAlways;
      if (drug_said && !SaysAtPresent(r, clause, i)) {
        r.Use(i);
        continue;
      }
      if (past && !drug_said) {
        const bool now = SaysAtPresent(r, clause, i);
        Atom given = atom;
        given.topic = Topic::kWashout;
        given.negated = DeniedBefore(r, clause, i);
        given.expression = *std::move(past);
        atoms.push_back(std::move(given));
        if (!now) {
          r.Use(i);
          continue;
        }
      }
    }
    // "negative pregnancy test" says it itself; a "not" far before it belongs to other words.
    bool cannot = r.Is(i - 1, Cue::kMustNot) && r.WordStarts(i - 1, {"cannot", "can not"});
    if (cannot) r.Use(i - 1);
    const bool lesion = fact == "measurable" || fact == "evaluable";
    // "No prior local treatment, a measurable lesion": nobody denies both.
    const bool far = lesion && !HasCue(r, i - 4, i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kNaive, Cue::kNotExist});
    // "No residual tumor and negative margins": the denial is of what stands before.
    const bool own_no = (fact.ends_with("_negative") || (fact == "surgery_planned" && mood == Mood::kProhibits)) && !r.IsAny(i - 1, {Cue::kNo, Cue::kNot, Cue::kWithout});
    atom.negated = turned || cannot || (!far && !own_no && DeniedBefore(r, clause, i));
    // "A negative test is required, and she must not be breastfeeding": nobody is asked to be
    // pregnant, however the denials of a sentence add up.
    if (reproductive && mood != Mood::kPermits) atom.negated = mood == Mood::kRequires;
    atom.expression = Expression::OfLeaf(FactLeaf{fact}, r.SpanOf(i, i), "fact." + fact);
    if (fact == "measurable" && !atom.negated && mood == Mood::kRequires && CapsSize(r, clause, i)) atom.expression = Expression::All({std::move(atom.expression), Expression::Opaque(r.SpanOf(i, i))});
    if (lesion && !atom.negated && mood == Mood::kRequires) {
      if (const int other = UnreadWayBehind(r, clause, i); other > i) atom.expression = Expression::Any(std::move(atom.expression), Expression::Opaque(r.SpanOf(i + 2, other)));
    }
    if (fact == "measurable" && !atom.negated && mood == Mood::kRequires && OnlySomePartsNeedIt(r, i)) atom.expression = Expression::Any(std::move(atom.expression), Expression::Opaque(r.SpanOf(i, i)));
    // "Measurable disease, defined as a lesion that can be measured": one demand.
    if (fact == "measurable" && !atom.negated && AsksForMeasurable(atoms)) {
      r.Use(i);
      continue;
    }
    if (const int since = fact == "current_smoker" && !atom.negated ? QuitSince(r, clause, i) : -1; since >= 0) {
      Expression quit = Expression::All(Expression::OfLeaf(FactLeaf{"smoking_history"}, r.SpanOf(i, since), "fact.smoking_history"), Expression::OfLeaf(FactLeaf{"quit_as_recently"}, r.SpanOf(i + 1, since), "fact.quit_as_recently"));
      atom.expression = Expression::Any(std::move(atom.expression), std::move(quit));
      atom.last = since;
      r.UseRange(i, since);
    }
    if (fact == "smoking_history" && IsLittle(r, i)) atom.expression = Expression::Opaque(r.SpanOf(i, i));
    r.Use(i);
    atoms.push_back(std::move(atom));
  }
}

void ReadLogistics(Reading& r, Clause clause, Atoms& atoms) {
  for (int i = clause.begin; i < clause.end; ++i) {
    bool judged = r.Is(i, Cue::kInvestigator) || r.Is(i, Cue::kAllergy);
    if ((r.Find(i, TermKind::kLogistics) == nullptr && !judged) || r.at(i).used) continue;
    Atom atom;
    atom.first = atom.last = i;
    atom.topic = Topic::kLogistics;
    atom.logistics = true;
    atom.expression = Expression::Always(r.SpanOf(i, i), "logistics");
    r.Use(i);
    atoms.push_back(std::move(atom));
  }
}

}  // namespace trialmatch::rules
