#include "rules/parse/named_only.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {
namespace {

constexpr uint32_t kTumours = KindBits({TermKind::kDisease});

void MarkAside(Reading& r, int i) {
  if (!r.at(i).used && !r.at(i).lead) r.at(i).aside = r.at(i).used = true;
}

bool IsLocal(const Reading& r, int i) {
  const Entry* therapy = r.Find(i, TermKind::kDrugClass);
  return therapy != nullptr && (r.lexicon().DrugIsA(therapy->id, "radiation") || r.lexicon().DrugIsA(therapy->id, "surgery") || r.lexicon().DrugIsA(therapy->id, "local_therapy"));
}

// The name of criteria by which lesions or organs are assessed ends at `i`.
bool EndsNameOfCriteria(const Reading& r, int i) {
  const Entry* plain = r.Find(i, TermKind::kPlain);
  if (plain != nullptr && plain->id == "response_criteria") return true;
  if (r.WordStarts(i, {"recist", "child-pugh", "pcwg", "recil", "lugano", "cheson"})) return true;
  if (r.WordIs(i, "criteria") && (r.WordIs(i - 1, "response") || r.WordStarts(i - 1, {"group"}))) return true;
  return r.WordStarts(i, {"scor"}) && r.WordStarts(i - 1, {"guideline", "for"});
}

// Behind such a name: "v1.1 for subjects with prostate cancer".
void MarkTumourOfCriteria(Reading& r, Clause sentence, int i) {
  bool joined = false;
  for (int k = i + 1; k < sentence.end && k <= i + 9; ++k) {
    if (r.IsTermOf(k, kTumours) && joined) {
      MarkAside(r, k);
      return;
    }
    joined = joined || r.Is(k, Cue::kFor) || r.WordIsAny(k, {"for", "in"}) || r.WordStarts(k, {"for "});
    const bool version = r.IsNumber(k) || r.Find(k, TermKind::kPlain) != nullptr || r.IsAny(k, {Cue::kFiller, Cue::kFor, Cue::kWith, Cue::kEdition}) || r.IsAnyMark(k, "()[].:-") || r.WordStarts(k, {"version", "scor", "patients with"}) || r.Find(k, TermKind::kGene) != nullptr;
    if (!version) return;
  }
}

// "A standard of care CT or MRI", "if HCV RNA is not the local SOC": no therapy.
void MarkStandardTest(Reading& r, Clause sentence, int standard) {
  if (r.WordContains(standard, {"therap", "treat", "drug", "medic"})) return;
  bool test = r.WordIs(standard - 1, "local") || (r.Is(standard - 1, Cue::kFiller) && r.WordContains(standard - 1, {"local"}));
  for (int k = standard + 1; k < sentence.end && k <= standard + 2 && !test; ++k) {
    const Entry* plain = r.Find(k, TermKind::kPlain);
    test = (plain != nullptr && (plain->id == "imaging" || plain->id == "measuring")) || r.WordIsAny(k, {"ct", "mri", "pet", "imaging", "images", "scan", "scans", "biopsy", "visit", "radiotherapy planning"}) ||
           r.WordStarts(k, {"imaging", "radiograph", "biops", "patholog", "laborator"});
  }
  if (test) MarkAside(r, standard);
}

// "A second primary rather than a metastasis": what it is not.
void MarkWhatItIsNot(Reading& r, Clause sentence, int rather) {
  for (int k = rather + 2; k < sentence.end && k <= rather + 5; ++k) {
    if (r.IsKind(k, Item::Kind::kMark) || (r.at(k).cue && !r.IsAny(k, {Cue::kFiller, Cue::kCnsMetastasis}))) return;
    MarkAside(r, k);
  }
}

// "Except whole brain radiation for developing brain metastases".
void MarkPurposeOfException(Reading& r, Clause sentence, int except) {
  bool therapy = false, purpose = false;
  for (int k = except + 1; k < sentence.end && k <= except + 10 && !r.IsAnyMark(k, ";"); ++k) {
    therapy = therapy || IsLocal(r, k);
    purpose = purpose || (therapy && r.Is(k, Cue::kFor));
    if (!purpose) continue;
    if (r.IsAny(k, {Cue::kWho, Cue::kIf, Cue::kUnless})) return;
    if (r.Is(k, Cue::kCnsMetastasis)) MarkAside(r, k);
  }
}

// "Outside prior radiotherapy fields or the area of prior surgery": the therapies beside the noun are none that are asked
// for. Of measurable disease the place is the study site's to see; else its words stay unread.
void MarkFieldOfRadiation(Reading& r, Clause sentence, int outside) {
  bool field = false, local = false, measured = false;
  int last = outside;
  for (int k = outside + 1; k < sentence.end && k <= outside + 14; ++k) {
    if (r.IsAnyMark(k, ",;.") || r.IsAny(k, {Cue::kMust, Cue::kMustNot, Cue::kPermitted, Cue::kExcluded, Cue::kIf, Cue::kUnless, Cue::kWho})) break;
    const bool noun = r.WordStarts(k, {"field", "port", "area", "volume", "zone"});
    field = field || noun;
    local = local || IsLocal(r, k);
    if (noun || IsLocal(r, k)) last = k;
  }
  if (!field || !local) return;
  for (int m = sentence.begin; m < outside; ++m) measured = measured || (r.Find(m, TermKind::kFact) != nullptr && r.WordContains(m, {"measur", "evaluable", "assessable"}));
  for (int m = outside; m <= last; ++m) {
    if (measured) MarkAside(r, m);
    else if (IsLocal(r, m) || r.IsAny(m, {Cue::kPrior, Cue::kTreated})) r.Use(m);
  }
}

const TreatmentLeaf* LocalTreatment(const Reading& r, const Atom& atom) {
  const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom.expression.leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->what.empty() || !leaf->sites.empty()) return nullptr;
  const bool local = std::all_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) {
    return r.lexicon().DrugIsA(id, "radiation") || r.lexicon().DrugIsA(id, "surgery") || r.lexicon().DrugIsA(id, "local_therapy");
  });
  return local ? leaf : nullptr;
}

// The lesions or the marrow that the local therapy at `last` was given to; their last item, or -1.
int LesionsBehind(const Reading& r, Clause clause, int last) {
  bool joined = false;
  for (int k = last + 1; k < clause.end && k <= last + 9; ++k) {
    const bool to = r.Is(k, Cue::kTo) || r.WordIsAny(k, {"to", "of", "of the", "involving", "on", "inclusive of", "inclusive"}) || r.WordStarts(k, {"include", "not include"}) || (joined && r.IsMark(k, '(') && r.WordIs(k + 1, "s") && r.IsMark(k + 2, ')'));
    if (!joined && !to && !r.IsAnyMark(k, ")]") && !r.IsAny(k, {Cue::kMustNot, Cue::kFiller})) return -1;
    joined = joined || to;
    if ((r.IsAnyMark(k, ",;:(") && !to) || r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kWithin, Cue::kWho, Cue::kReference})) return -1;
    const Entry* fact = r.Find(k, TermKind::kFact);
    const bool lesion = (fact != nullptr && (fact->id == "measurable" || fact->id == "evaluable")) || r.WordContains(k, {"lesion", "measurable", "evaluable"}) ||
                        r.WordIsAny(k, {"target", "indicator", "index"});
    if (!lesion) continue;
    while (k + 1 < clause.end && (r.WordContains(k + 1, {"lesion", "disease", "site", "bone", "tumor"}) || r.Is(k + 1, Cue::kDiseaseWord))) ++k;
    return k;
  }
  return -1;
}

// "Progressed on platinum (fresh or archival tissue must be submitted)": what the study site sees to.
void MarkDemandForTissue(Reading& r, Clause sentence) {
  if (!r.MayHoldMark("(") || !r.MayHoldCue({Cue::kMust})) return;
  constexpr uint32_t kClinical = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kMutation, TermKind::kDisease, TermKind::kCondition, TermKind::kLab});
  for (int open = sentence.begin + 1; open < sentence.end; ++open) {
    if (!r.IsMark(open, '(') || r.at(open).lead) continue;
    bool tissue = false, clinical = false;
    int close = open + 1;
    for (; close < sentence.end && !r.IsAnyMark(close, "().;"); ++close) {
      tissue = tissue || r.WordContains(close, {"tissue", "sample", "biops", "specimen"});
      clinical = clinical || r.IsTermOf(close, kClinical) || (r.IsAny(close, {Cue::kPrior, Cue::kIf, Cue::kUnless, Cue::kExcept}) && !r.WordIs(close, "provided"));
    }
    if (!tissue || clinical || !r.IsMark(close, ')') || r.FindCue(open, close, {Cue::kMust}) < 0) continue;
    for (int i = open; i <= close; ++i) MarkAside(r, i);
  }
}

// "Transformed SCLC *from NSCLC*": what it was before; "grade 1 *with pain*": of which kind that grade is.
void PassOverOriginAndKind(Reading& r, Clause sentence) {
  constexpr int kNear = 6;  // items
  for (int i = sentence.begin + 2; i < sentence.end; ++i) {
    const bool tumour = r.IsTermOf(i, kTumours) && !r.Is(i, Cue::kDiseaseWord) && r.WordIs(i - 1, "from");
    bool transformed = false;
    for (int k = i - 2; tumour && k >= sentence.begin && k > i - kNear; --k) transformed = transformed || r.WordContains(k, {"transform"});
    const bool kind = r.WordIs(i - 1, "with") && r.IsTerm(i, TermKind::kCondition) && r.IsNumber(i - 2) && r.Is(i - 3, Cue::kGrade) && r.Is(i - 4, Cue::kOr);
    if (transformed) r.PassOver(i - 1, i + 1);
    else if (kind) r.PassOver(i, i + 1);
  }
}

}  // namespace

void MarkNamedOnly(Reading& r, Clause sentence) {
  PassOverOriginAndKind(r, sentence);
  const bool tumours = r.MayHoldTermOf(kTumours);
  const bool brain = r.MayHoldCue({Cue::kExcept}) && r.MayHoldCue({Cue::kCnsMetastasis});
  const bool therapies = r.MayHoldTermOf(KindBits({TermKind::kDrugClass}));
  MarkDemandForTissue(r, sentence);
  const bool age = r.MayHoldCue({Cue::kAge}) && r.MayHoldCue({Cue::kSince});
  constexpr WordPattern kApproval[] = {"approval"};
  const bool approval = r.MayHoldWord(kApproval);
  const bool standard = r.MayHoldCue({Cue::kStandardTherapy});
  constexpr WordPattern kRather[] = {"rather"};
  const bool rather = r.MayHoldWord(kRather);
  if (!tumours && !brain && !therapies && !age && !standard && !rather && !approval) return;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    // "International Myeloma Working Group criteria".
    if (tumours && r.IsTermOf(i, kTumours) && r.WordIs(i + 1, "working") && r.WordIs(i + 2, "group")) MarkAside(r, i);
    // "RECIST or Lugano (lymphoma) criteria".
    const bool bracketed = tumours && r.IsMark(i, '(') && r.IsTermOf(i + 1, kTumours) && r.IsMark(i + 2, ')');
    const Entry* criteria = bracketed ? r.Find(i - 1, TermKind::kPlain) : nullptr;
    if (bracketed && (r.WordIs(i - 1, "lugano") || (criteria != nullptr && criteria->id == "response_criteria"))) MarkAside(r, i + 1);
    if (tumours && EndsNameOfCriteria(r, i)) MarkTumourOfCriteria(r, sentence, i);
    // "A drug that has not received regulatory approval".
    if (approval && r.WordContains(i, {"received"}) && (r.WordStarts(i + 1, {"approval"}) || r.WordStarts(i + 2, {"approval"}))) {
      MarkAside(r, i);
      if (r.IsAny(i - 1, {Cue::kNot, Cue::kNo})) MarkAside(r, i - 1);
    }
    // "Has had jaundice since the age of 11".
    if (r.Is(i, Cue::kAge) && (r.Is(i - 1, Cue::kSince) || r.Is(i - 2, Cue::kSince))) {
      for (int k = i; k < sentence.end && k <= i + 3; ++k) {
        if (r.IsNumber(k) || k == i) MarkAside(r, k);
      }
    }
    if (standard && r.Is(i, Cue::kStandardTherapy)) MarkStandardTest(r, sentence, i);
    if (rather && r.WordIs(i, "rather") && r.WordIs(i + 1, "than")) MarkWhatItIsNot(r, sentence, i);
    if (brain && r.Is(i, Cue::kExcept)) MarkPurposeOfException(r, sentence, i);
    if (therapies && r.WordStarts(i, {"outside"})) MarkFieldOfRadiation(r, sentence, i);
  }
}

void LimitToLesions(Reading& r, Clause clause, Atoms& atoms) {
  for (size_t a = 0; a < atoms.size(); ++a) {
    if (LocalTreatment(r, atoms[a]) == nullptr) continue;
    const int last = LesionsBehind(r, clause, atoms[a].last);
    if (last < 0) continue;
    const int first = atoms[a].last + 1;
    bool whole = false;
    for (int i = first; i <= last; ++i) whole = whole || r.WordContains(i, {"target", "measur", "evaluable", "indicator", "index", "marker", "study", "assessable"});
    for (int i = first; i <= last; ++i) whole = whole && !r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal}) && !r.IsNumber(i) && !r.WordStarts(i, {"non", "other", "untreated"}) && !r.IsAny(i, {Cue::kNot, Cue::kNo, Cue::kWithout, Cue::kExcept});
    Expression there = whole ? Expression::OfLeaf(FactLeaf{"measured_lesion_treated"}, r.SpanOf(first, last), "fact.measured_lesion_treated") : Expression::Opaque(r.SpanOf(first, last));
    if (whole) r.UseRange(first, last);
    atoms[a].expression = Expression::All(std::move(atoms[a].expression), std::move(there));
    for (size_t k = atoms.size(); k-- > 0;) {
      if (k == a || atoms[k].topic != Topic::kMeasurable || atoms[k].first < first || atoms[k].last > last) continue;
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(k));
      if (k < a) --a;
    }
  }
}

}  // namespace trialmatch::rules
