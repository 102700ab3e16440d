#include "rules/parse/therapy/treatment_plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {
namespace {

struct NamedLine {
  int number = 0;  // 1: the first
  int at = -1;     // its item
};

// The one line that the clause names.
std::optional<NamedLine> OnlyLine(const Reading& r, Clause clause) {
  constexpr Cue kLines[] = {Cue::kFirstLine, Cue::kSecondLine, Cue::kThirdLine};
  std::optional<NamedLine> line;
  for (int n = 0; n < static_cast<int>(std::size(kLines)); ++n) {
    const int at = FindCue(r, clause.begin, clause.end, {kLines[n]});
    if (at < 0) continue;
    if (line) return std::nullopt;
    line = NamedLine{n + 1, at};
  }
  return line;
}

// A plan of the patient's own doctors, not what they would be fit for.
bool IsPlan(const Reading& r, const TreatmentClause& t, int plan) {
  if (r.WordStarts(plan, {"eligible", "candidate", "suitable", "indicat", "is indicated", "amenable", "able"}))
    return false;
  return t.mood == Mood::kRequires && plan < t.anchors.named.front().first && !t.frame.adjuvant &&
         !t.frame.neoadjuvant && !t.frame.maintenance &&
         !HasCue(r, t.clause.begin, t.clause.end, {Cue::kNot, Cue::kNo, Cue::kWithout});
}

std::vector<std::string> NamedDrugs(const TreatmentClause& t) {
  std::vector<std::string> drugs;
  for (const TreatmentAnchor& a : t.anchors.named) {
    std::copy_if(a.ids.begin(), a.ids.end(), std::back_inserter(drugs), [](const std::string& id) {
      return id != "systemic_therapy" && id != "any_therapy";
    });
  }
  return drugs;
}

// The item that says an operation is planned, in front of it, or -1.
int PlanOfOperation(const Reading& r, const TreatmentClause& t) {
  const int first = t.anchors.named.front().first;
  const int plan = FindCue(r, t.clause.begin, first, {Cue::kPlanned});
  if (plan >= 0 && IsPlan(r, t, plan)) return plan;
  for (int i = first - 1; i >= std::max(t.clause.begin, first - 6); --i) {
    if (r.WordIsAny(i, {"undergoing", "undergo"})) return i;
  }
  return -1;
}

bool IsOfLung(const Reading& r, const TreatmentClause& t) {
  bool lung = false;
  for (int i = t.clause.begin; i < t.clause.end; ++i) {
    const Entry* disease = r.Find(i, TermKind::kDisease);
    lung = lung || r.WordContains(i, {"lung", "pulmon", "thorac", "thorax", "lobectom", "pneumonectom", "segmentectom", "vats"}) ||
           (disease != nullptr && (disease->id == "lung_cancer" || r.lexicon().IsA(TermKind::kDisease, disease->id, "lung_cancer"))) || r.Is(i, Cue::kForThisCancer);
    if (r.WordContains(i, {"metasta", "lymph", "brain"})) return false;
  }
  return lung;
}

}  // namespace

bool ReadPlannedOperation(Reading& r, const TreatmentClause& t, Atoms& atoms) {
  const TreatmentFrame& f = t.frame;
  const bool other = f.naive || f.prior || f.progressed || f.window || f.adjuvant || f.neoadjuvant || f.maintenance || f.not_candidate;
  if (t.mood != Mood::kRequires || other || HasCue(r, t.clause.begin, t.clause.end, {Cue::kNot, Cue::kNo, Cue::kWithout, Cue::kOr})) return false;
  const bool operations = std::all_of(t.anchors.named.begin(), t.anchors.named.end(), [&](const TreatmentAnchor& a) {
    return std::all_of(a.ids.begin(), a.ids.end(), [&](const std::string& id) { return r.lexicon().DrugIsA(id, "surgery"); });
  });
  const int plan = operations ? PlanOfOperation(r, t) : -1;
  if (plan < 0) return false;
  Atom atom;
  atom.first = plan;
  atom.last = t.anchors.named.back().last;
  atom.topic = Topic::kStageSetting;
  atom.expression = Expression::OfLeaf(FactLeaf{IsOfLung(r, t) ? "lung_operation_planned" : "surgery_planned"}, r.SpanOf(plan, atom.last), "treatment.planned_operation");
  atoms.push_back(std::move(atom));
  for (const TreatmentAnchor& a : t.anchors.named) r.UseRange(a.first, a.last);
  r.Use(plan);
  UseTreatmentFrame(r, t.clause, f);
  return true;
}

bool ReadPlannedLine(Reading& r, const TreatmentClause& t, int plan, Atoms& atoms) {
  const std::optional<NamedLine> line = OnlyLine(r, t.clause);
  if (!line || !IsPlan(r, t, plan)) return false;
  const int last = std::max(line->at, t.anchors.named.back().last);
  const base::Span span = r.SpanOf(plan, last);
  const std::vector<std::string> drugs = NamedDrugs(t);
  const auto lines_are = [&](int count) {
    TreatmentLeaf leaf;
    leaf.quantifier = TreatmentLeaf::Quantifier::kLines;
    leaf.count = base::Bounds{.low = count, .high = count};
    SetIntents(t.frame, &leaf);
    return Expression::OfLeaf(std::move(leaf), span, "treatment.planned_line");
  };
  const auto given = [&](std::optional<bool> ongoing) {
    TreatmentLeaf leaf;
    leaf.what = drugs;
    leaf.ongoing = ongoing;
    return Expression::OfLeaf(std::move(leaf), span, "treatment.planned_line");
  };
  Atom atom;
  atom.first = plan;
  atom.last = last;
  atom.topic = Topic::kLineOfTherapy;
  atom.expression = lines_are(line->number - 1);
  if (line->number > 1 && !drugs.empty())
    atom.expression = Expression::All(std::move(atom.expression), Expression::Not(given(std::nullopt)));
  if (t.frame.ongoing && !drugs.empty())
    atom.expression = Expression::Any(std::move(atom.expression), Expression::All(given(true), lines_are(line->number)));
  atoms.push_back(std::move(atom));
  for (const TreatmentAnchor& a : t.anchors.named) r.UseRange(a.first, a.last);
  r.Use(line->at);
  r.Use(plan);
  UseTreatmentFrame(r, t.clause, t.frame);
  return true;
}

bool ReadPlanOfTumour(Reading& r, const TreatmentClause& t, int plan, Atoms& atoms) {
  if (!IsPlan(r, t, plan) || r.at(plan).lead) return false;
  bool tumour = false;
  for (int i = t.clause.begin; i < plan; ++i) tumour = tumour || (r.IsTerm(i, TermKind::kDisease) && !r.at(i).lead);
  if (!tumour || r.WordStarts(plan, {"appropriate"})) return false;
  Atom atom;
  atom.first = plan;
  atom.last = t.anchors.named.back().last;
  atom.expression = Expression::Opaque(r.SpanOf(plan, atom.last));
  atoms.push_back(std::move(atom));
  r.UseRange(plan, t.anchors.named.back().last);
  return true;
}

namespace {

// "At least one lesion must be treated with radiotherapy": in the study.
bool LesionsToBeTreated(const Reading& r, Clause clause, int first) {
  for (int i = clause.begin + 1; i + 1 < first; ++i) {
    if (!r.WordIsAny(i + 1, {"treated with", "treated by", "treated"}) || !r.WordIsAny(i, {"must be", "should be", "will be", "to be", "be"})) continue;
    for (int k = i - 1; k >= clause.begin && k >= i - 3; --k) {
      if (r.WordStarts(k, {"lesion", "metastases", "tumor site", "all lesions"})) return true;
    }
  }
  return false;
}

// "Currently receiving chemotherapy or expected to need any other cancer therapy": what is given now; the rest lies ahead.
bool TakeOngoingBeforePlanned(Reading& r, TreatmentClause* t) {
  std::vector<TreatmentAnchor>& named = t->anchors.named;
  const int plan = FindCue(r, t->clause.begin, t->clause.end, {Cue::kPlanned});
  const int now = FindCue(r, t->clause.begin, named.front().first, {Cue::kOngoing});
  if (t->mood != Mood::kProhibits || now < 0 || r.at(now).lead || plan < named.front().last + 2 || !r.Is(plan - 1, Cue::kOr)) return false;
  if (t->frame.window || t->frame.naive || HasCue(r, t->clause.begin, now, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kPrior})) return false;
  for (const TreatmentAnchor& a : named) {
    if (a.first > plan) r.UseRange(a.first, a.last);
  }
  std::erase_if(named, [&](const TreatmentAnchor& a) { return a.first > plan; });
  t->frame.ongoing = true;
  t->frame.prior = false;
  return true;
}

}  // namespace

bool TakeOngoingOrPlanned(Reading& r, TreatmentClause* t) {
  if (TakeOngoingBeforePlanned(r, t)) return true;
  if (IsMedication(r.lexicon(), t->anchors.named.front().ids[0])) return false;
  for (int i = t->clause.begin + 1; i + 1 < t->clause.end; ++i) {
    const bool both = (r.Is(i - 1, Cue::kOngoing) && r.Is(i + 1, Cue::kPlanned)) || (r.Is(i - 1, Cue::kPlanned) && r.Is(i + 1, Cue::kOngoing));
    if (!r.Is(i, Cue::kOr) || !both) continue;
    t->frame.ongoing = true;
    t->frame.prior = false;
    return true;
  }
  return false;
}

namespace {

// "Participants who require or may require a pneumonectomy", forbidden: it lies ahead.
bool MayRequireOperation(const Reading& r, const TreatmentClause& t) {
  const std::vector<TreatmentAnchor>& named = t.anchors.named;
  if (t.mood != Mood::kProhibits || t.frame.window || t.frame.prior) return false;
  if (!std::all_of(named.begin(), named.end(), [&](const TreatmentAnchor& a) { return r.lexicon().DrugIsA(a.ids[0], "surgery"); })) return false;
  for (int i = named.front().first - 1; i >= std::max(t.clause.begin, named.front().first - 3); --i) {
    if (r.WordIsAny(i, {"may require", "might require", "may need"}) || (r.WordStarts(i, {"requir", "need"}) && r.WordIsAny(i - 1, {"may", "might"}))) return true;
  }
  return false;
}

}  // namespace

bool NeedsTherapy(const Reading& r, const TreatmentClause& t) {
  if (MayRequireOperation(r, t)) return true;
  if (t.mood != Mood::kRequires || t.frame.window) return false;
  const std::vector<TreatmentAnchor>& named = t.anchors.named;
  if (LesionsToBeTreated(r, t.clause, named.front().first)) return true;
  int need = -1;
  for (int i = t.clause.begin; i < named.front().first; ++i) {
    if (r.WordStarts(i, {"requir", "need", "in need of"})) need = i;
    else if (need >= 0 && (r.IsAnyMark(i, ",;:.()") || (r.at(i).cue && !r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kDefinitive})))) need = -1;
  }
  return need >= 0 && std::none_of(named.begin(), named.end(), [&](const TreatmentAnchor& a) { return IsMedication(r.lexicon(), a.ids[0]); });
}

bool IsReactionToMedicine(const Reading& r, Clause clause, const TreatmentAnchor& medicine) {
  constexpr WordPattern kReaction[] = {"reaction"};
  if (!r.MayHoldWord(kReaction)) return false;
  int to = medicine.first - 1;
  while (to > clause.begin && r.Is(to, Cue::kFiller)) --to;
  if ((!r.Is(to, Cue::kTo) && !r.WordIs(to, "to")) || !r.WordContains(to - 1, kReaction)) return false;
  if (IsMedication(r.lexicon(), medicine.ids[0])) return true;
  for (int i = to - 1; i >= clause.begin && i >= to - 6; --i) {
    if (r.WordContains(i, {"allerg", "anaphyla", "hypersens"})) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
