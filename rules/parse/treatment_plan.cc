#include "rules/parse/treatment_plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/treatment_frame.h"

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

}  // namespace

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

namespace {

// "At least one lesion must be treated with radiotherapy": in the study.
bool LesionsToBeTreated(const Reading& r, Clause clause, int first) {
  for (int i = clause.begin + 1; i + 1 < first; ++i) {
    if (!r.WordIsAny(i + 1, {"treated with", "treated by", "treated"}) || !r.WordIsAny(i, {"must be", "should be", "will be", "to be", "be"})) continue;
    for (int k = i - 1; k >= clause.begin && k >= i - 3; --k) {
      if (r.WordStarts(k, {"lesion", "metastases", "tumor site", "tumour site", "all lesions"})) return true;
    }
  }
  return false;
}

}  // namespace

bool NeedsTherapy(const Reading& r, const TreatmentClause& t) {
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

}  // namespace trialmatch::rules
