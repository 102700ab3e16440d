#include "rules/parse/markers/marker_role.h"

#include <algorithm>

#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool IsPeople(const Reading& r, int i) {
  return r.WordStarts(i, {"patients", "tumors", "those"});
}

bool IsFiller(const Reading& r, int i) { return r.Is(i, Cue::kFiller) || r.Find(i, TermKind::kPlain) != nullptr; }

// "Inhibitor", "-targeted", "-selective", "-toxicity": what stands behind the name of a target.
bool ActsOnTarget(const Reading& r, int i) {
  if (r.WordIsAny(i, {"car", "car-t", "target", "targets"})) return true;
  return r.Is(i, Cue::kInhibitor) || r.WordStarts(i, {"inhibit", "antibod", "antagonist", "agonist", "blockade", "degrader", "selective", "toxic", "signal", "pathway", "substrate"});
}

// "BRAF gene and/or MEK protein inhibitor", "VEGF/VEGFR inhibitors", "UGT1A1, 1A4 and 2B4 inhibitors":
// names alone, the last of them of what acts on all.
bool NamesEndInTherapy(const Reading& r, Clause c, int first, int last) {
  if (r.WordIsAny(first - 1, {"positive for", "negative for"})) return false;
  for (int i = last + 1; i < std::min(c.end, last + 12); ++i) {
    if (r.IsTermOf(i, kTherapies) || ActsOnTarget(r, i)) return true;
    if (r.WordIsAny(i, {"treatment", "therapy", "therapies"})) return true;
    const bool code = r.Word(i).find_first_of("0123456789") != std::string_view::npos;
    const bool name = code || r.Find(i, TermKind::kGene) != nullptr || r.WordStarts(i, {"gene", "protein", "receptor", "kinase", "mitogen"});
    if (!name && !r.IsAnyMark(i, ",/+&-()[]^") && !r.IsAny(i, {Cue::kAnd, Cue::kOr, Cue::kFiller})) return false;
  }
  return false;
}

bool IsTarget(const Reading& r, Clause c, int first, int last, MarkerWords words) {
  int behind = last + 1;
  while (behind < c.end && r.IsAnyMark(behind, "-)]/")) ++behind;
  // "KRAS G12C (OFF) inhibitors".
  if (r.IsMark(behind, '(') && r.IsKind(behind + 1, Item::Kind::kWord) && r.IsMark(behind + 2, ')')) behind += 3;
  const bool list = words != MarkerWords::kNames && HasCue(r, first, last, {Cue::kOr, Cue::kAnd});
  if (behind < c.end && ActsOnTarget(r, behind) && !list) return true;
  // "VEGF-related adverse event".
  if (r.WordIsAny(behind, {"related", "mediated", "associated"})) {
    for (int i = behind + 1; i < std::min(c.end, behind + 3); ++i) {
      if (r.WordContains(i, {"advers", "toxic", "event", "side effect"})) return true;
    }
  }
  if (words == MarkerWords::kNames && NamesEndInTherapy(r, c, first, last)) return true;
  int before = first - 1;
  while (before >= c.begin && (r.IsAnyMark(before, ",/-([") || r.IsAny(before, {Cue::kOr, Cue::kAnd}) || r.IsTermOf(before, kTherapies) || r.Find(before, TermKind::kGene) != nullptr)) --before;
  if (before < c.begin) return false;
  if (words == MarkerWords::kNames && r.WordIsAny(before, {"treatment with", "treated with", "therapy with", "therapies with"})) return true;
  if (r.WordIsAny(before, {"anti", "targeting", "against", "inhibiting", "blocking", "directed against", "directed at", "dependency on", "dependent on", "dependence on"})) return true;
  if (r.WordIsAny(before, {"target", "targets"})) return r.Is(before - 1, Cue::kWho) || r.WordStarts(before - 1, {"drug", "agent"});
  bool joins = r.Is(before, Cue::kTo) || r.WordIsAny(before, {"to", "of"});
  return joins && (r.Is(before - 1, Cue::kInhibitor) || r.WordStarts(before - 1, {"mab", "antibod", "inhibit"}));
}

bool NamesTest(const Reading& r, int i) {
  return r.WordStarts(i, {"testing", "test", "analys", "analyz", "assay", "profiling", "result", "evaluat", "assess", "determination", "determine ", "genotyping", "central testing", "local testing"}) ||
         r.WordIsAny(i, {"determine", "determining", "to determine"});
}

// "IHC 22C3", "by FISH": how a marker is looked at.
bool NamesAssay(const Reading& r, int i) {
  return r.Is(i, Cue::kStatus) && r.WordStarts(i, {"ihc", "fish", "ngs", "pcr", "rt pcr", "rt-pcr", "immunohistochem", "next generation", "next-generation", "fluorescence"});
}

// "Mutation assessed by a local laboratory": how what is asked for was found.
bool TellsHowFound(const Reading& r, int i) { return r.WordContains(i, {"ed by", "ed in", "ed at"}) || r.WordIsAny(i, {"assessed", "tested", "determined", "evaluated", "analyzed", "analysed"}); }

// Of a donor, of a graft.
bool IsOfDonor(const Reading& r, Clause c, int last) {
  for (int i = last + 1; i < std::min(c.end, last + 6); ++i) {
    if (r.WordContains(i, {"donor", "identical", "matched", "mismatch"})) return true;
  }
  return false;
}

bool IsTest(const Reading& r, Clause c, Mood mood, int first, int last, MarkerWords words) {
  int behind = last + 1;
  while (behind < c.end && (r.IsAnyMark(behind, "-)]") || r.WordStarts(behind, {"biomarker", "protein"}))) ++behind;
  // "PD-L1 and HPV status".
  if (words == MarkerWords::kNames && r.IsAny(behind, {Cue::kAnd, Cue::kOr}) && r.IsKind(behind + 1, Item::Kind::kWord) && r.at(behind + 1).may_be_code && r.WordIs(behind + 2, "status")) return true;
  const bool found = (words == MarkerWords::kAlteration || mood == Mood::kProhibits) && TellsHowFound(r, behind);
  if (words == MarkerWords::kAlteration && r.WordIs(behind, "scored")) return true;
  if (behind < c.end && !found && (NamesTest(r, behind) || (words == MarkerWords::kNames && NamesAssay(r, behind)))) {
    for (int k = behind + 1; k < std::min(c.end, behind + 5); ++k) {
      const Entry* alteration = r.Find(k, TermKind::kAlteration);
      if (alteration != nullptr && (alteration->id == "positive" || alteration->id == "negative")) return false;
      if (r.WordContains(k, {"show", "confirm", "demonstrat", "indicat"})) return false;
    }
    return true;
  }
  for (int before = first - 1; before >= c.begin && before >= first - 6; --before) {
    if (NamesTest(r, before) || (words == MarkerWords::kNames && NamesAssay(r, before) && before + 1 < first)) return !r.WordStarts(before, {"tested"});
    if (r.WordIsAny(before, {"status of"}) || (r.WordIs(before, "status") && before + 1 < first)) return true;   // "status of tumour MMR/MSI"
    if (r.IsAnyMark(before, "([") || r.Is(before, Cue::kIncluding)) continue;
    if (!IsFiller(r, before) && !r.IsAny(before, {Cue::kFor, Cue::kDiseaseWord}) && !r.WordIsAny(before, {"of", "for", "tumor"})) return false;
  }
  return false;
}

// "Receptor status: not specified", "EGFR testing is not required", "may provide tissue for testing".
bool AsksForNothing(const Reading& r, Clause c, int first, int last) {
  int behind = last + 1;
  while (behind < c.end && (r.IsMark(behind, ':') || r.Is(behind, Cue::kStatus) || r.WordIs(behind, "status"))) ++behind;
  if (behind < c.end && r.WordStarts(behind, {"test", "assess"}) && r.WordContains(behind, {"not required", "not mandatory", "not necessary", "not be required"})) return true;
  if (r.WordStarts(behind, {"not specified", "unspecified", "not stated"}) || (r.WordStarts(behind, {"not"}) && (r.WordContains(behind, {"specified"}) || r.WordIsAny(behind + 1, {"specified", "stated"})))) return true;
  if (behind < c.end && NamesTest(r, behind) && HasCue(r, behind + 1, std::min(c.end, behind + 4), {Cue::kNotRequired})) return true;
  // "KRAS testing is encouraged but not mandatory".
  if (behind < c.end && NamesTest(r, behind)) {
    int asked = behind + 1;
    while (asked < c.end && (r.Is(asked, Cue::kFiller) || r.WordIsAny(asked, {"is", "are", "strongly", "highly"}))) ++asked;
    if (r.WordIsAny(asked, {"recommended", "encouraged", "optional", "suggested", "is recommended", "is encouraged", "strongly recommended", "strongly encouraged"})) return true;
  }
  for (int i = c.begin; i < first; ++i) {
    if (r.WordIsAny(i, {"may", "can", "could"}) && r.WordStarts(i + 1, {"provide", "submit"})) return true;
    if (r.WordIsAny(i, {"may provide", "may submit", "can provide"})) return true;
  }
  return false;
}

// "Per PD-L1 status", "any PD-L1 TPS", "based on HER2 expression": whatever it is.
bool WhateverItIs(const Reading& r, Clause c, int first, MarkerWords words) {
  if (first <= c.begin || words == MarkerWords::kResult) return false;
  if (r.WordIsAny(first - 1, {"per", "according to", "based on", "depending on", "depends on"})) return true;
  // "Any HER2 and ER status".
  for (int i = first; r.WordIs(first - 1, "any") && i < std::min(c.end, first + 8); ++i) {
    if (r.WordIs(i, "status")) return true;
    if (r.IsAnyMark(i, ",;)")) break;
  }
  // "Any MSI-high tumour" is a tumour.
  for (int i = first; i < std::min(c.end, first + 8); ++i) {
    if (r.Is(i, Cue::kDiseaseWord) || r.WordStarts(i, {"tumor", "cancer", "high"})) return false;
  }
  return r.WordIs(first - 1, "any") && words == MarkerWords::kNames;
}

// "Alone or in combination with T790M", "coexisting mutations such as T790M may be present": what may
// stand beside the marker that is asked for.
bool MayStandBeside(const Reading& r, Clause c, Mood mood, int first) {
  for (int i = first - 1; i > c.begin && i >= first - 10; --i) {
    if (r.IsMark(i, ';')) return false;
    if (r.Is(i, Cue::kOr) && r.WordIsAny(i - 1, {"alone", "either alone"})) return true;
    if (r.Is(i, Cue::kRegardless) || r.WordIsAny(i, {"alone or in combination with", "alone or with"})) return true;
  }
  if (mood != Mood::kPermits) return false;
  for (int i = c.begin; i < first; ++i) {
    if (r.WordContains(i, {"co-occur", "cooccur", "co-exist", "coexist", "concurrent", "concomitant", "occurrence"})) return true;
  }
  return false;
}

// "HER2 status will be determined": what the study will do.
bool WillBeTested(const Reading& r, Clause c, int last) {
  for (int i = last + 1; i < std::min(c.end, last + 6); ++i) {
    if (r.WordStarts(i, {"will", "may", "can"})) {
      for (int k = i; k < std::min(c.end, i + 4); ++k) {
        if (r.WordContains(k, {"determin", "tested", "assess", "evaluat", "analy", "performed", "record"})) return true;
      }
      return false;
    }
    if (!IsFiller(r, i) && !r.IsAnyMark(i, "/)")) return false;
  }
  return false;
}

// "For patients whose tumors have ...", "in those with ...": the item of the preposition, or -1.
int ForWhomBefore(const Reading& r, Clause c, int first) {
  bool people = false;
  for (int i = first - 1; i > c.begin && i >= first - 18; --i) {
    if (r.IsAnyMark(i, ",;:")) return -1;
    if (people && (r.Is(i, Cue::kFor) || r.WordIsAny(i, {"for", "in", "among"}))) return i;
    people = people || IsPeople(r, i);
  }
  return -1;
}

// "To assess the activity in patients with NSCLC with a KRAS mutation": the tumour stands behind the preposition, and nothing that
// could be asked before it.
bool TellsWhoIsStudied(const Reading& r, Clause c, int whom, int first) {
  bool aim = false;   // "to evaluate sotorasib in patients with ..."
  for (int i = c.begin; i < whom; ++i) {
    aim = aim || r.WordStarts(i, {"evaluat", "assess", "determin", "investigat", "explor", "characteri", "study", "trial"});
    if (!aim && r.IsTermOf(i, kTherapies)) return false;
    if (r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kLab, TermKind::kGene, TermKind::kFact, TermKind::kCondition})) || r.IsAny(i, {Cue::kMust, Cue::kPrior, Cue::kLine, Cue::kStandardTherapy, Cue::kProgressed})) return false;
  }
  for (int i = whom + 1; i < first; ++i) {
    if (r.IsTerm(i, TermKind::kDisease)) return true;
  }
  return false;
}

// "A PD-1 inhibitor for dMMR tumours".
bool ForTumours(const Reading& r, Clause c, int first, int last) {
  const bool after_therapy = r.Is(first - 1, Cue::kFor) && !r.WordStarts(first - 2, {"treatment", "therap"});
  if (!after_therapy || !(r.WordStarts(last + 1, {"tumor"}) || IsPeople(r, last + 1))) return false;
  for (int i = c.begin; i < first; ++i) {
    if (r.IsTermOf(i, kTherapies)) return true;
  }
  return false;
}

// "Preferably positive for CD5 or c-KIT", "it is preferred that ...": wished for, and asked of nobody.
bool IsWished(const Reading& r, Clause c, int first) {
  for (int i = first - 1; i >= c.begin && i >= first - 7; --i) {
    if (r.IsAnyMark(i, ";:(")) return false;
    if (r.WordContains(i, {"preferred", "preferab"})) return true;
  }
  return false;
}

// "Tumor types (historically) known to express", "tumors that commonly express" before item `first`.
bool IsOfTumourTypes(const Reading& r, Clause c, int first) {
  constexpr WordPattern kExpress[] = {"express", "overexpress", "over-express"};
  constexpr int kFarthest = 8;   // items
  if (!r.MayHoldWord(kExpress)) return false;
  bool known = false, types = false;
  for (int i = first - 1; i >= c.begin && i >= first - kFarthest; --i) {
    if (r.IsAnyMark(i, ";:")) return false;
    known = known || r.WordContains(i, {"known to", "commonly", "frequently", "often", "typically", "historically"}) || r.WordIs(i, "known");
    types = types || (known && r.WordContains(i, {"type", "histolog", "indication"}));
  }
  return known && types;
}

bool IsIncludedCompany(const Reading& r, Clause c, int first) {
  // "NSCLC including driver mutation positive".
  if (r.Is(first - 1, Cue::kIncluding) && r.Find(first - 2, TermKind::kDisease) != nullptr && r.Is(first, Cue::kDriverAlteration)) return true;
  for (int i = first - 1; i > c.begin && i >= first - 8; --i) {
    if (r.IsAnyMark(i, ",;:")) return false;
    if (IsPeople(r, i)) return r.Is(i - 1, Cue::kIncluding);
  }
  return false;
}

}  // namespace

Clause BracketAround(const Reading& r, Clause clause, int i) {
  int depth = 0, open = -1;
  for (int k = i; k >= clause.begin && open < 0; --k) {
    if (r.IsAnyMark(k, ")]")) ++depth;
    if (r.IsAnyMark(k, "([") && depth-- == 0) open = k;
  }
  if (open < 0) return {-1, -1};
  depth = 0;
  for (int k = open; k < clause.end; ++k) {
    if (r.IsAnyMark(k, "([")) ++depth;
    if (r.IsAnyMark(k, ")]") && --depth == 0) return {open, k};
  }
  return {-1, -1};
}

bool UntestedBehind(const Reading& r, Clause c, int last) {
  bool no = false;
  for (int i = last + 1; i < std::min(c.end, last + 6); ++i) {
    if (r.Is(i, Cue::kUnknownStatus)) return true;
    if (no && r.WordContains(i, {"detected", "tested", "determined", "known", "available", "assessed", "done", "performed"})) return true;
    no = no || r.WordIs(i, "not");
    if (!no && !IsFiller(r, i)) return false;
  }
  return false;
}

bool StandsInDefinition(const Reading& r, Clause c, int first) {
  for (int i = first - 1; i > c.begin; --i) {
    if (r.WordIsAny(i, {"defined as", "is defined as", "are defined as", "determined as", "means", "diagnosed in"})) return true;
  }
  return false;
}

MarkerRole RoleOfMarker(const Reading& r, Clause clause, Mood mood, int first, int last, MarkerWords words) {
  if (IsTarget(r, clause, first, last, words)) return MarkerRole::kTarget;
  if (words != MarkerWords::kResult && AsksForNothing(r, clause, first, last)) return MarkerRole::kRemark;
  if (IsOfDonor(r, clause, last) || WhateverItIs(r, clause, first, words) || MayStandBeside(r, clause, mood, first)) return MarkerRole::kRemark;
  if (mood != Mood::kProhibits && (words != MarkerWords::kResult || r.WordStarts(last, {"positivity"})) && WillBeTested(r, clause, last)) return MarkerRole::kRemark;
  const Clause bracket = BracketAround(r, clause, first);
  if (bracket.begin > clause.begin && HasCue(r, bracket.begin, bracket.end, {Cue::kPermitted, Cue::kNotRequired})) return MarkerRole::kRemark;
  if ((r.WordIs(first - 1, "associated with") || r.WordIs(first - 1, "commonly associated with"))) return MarkerRole::kRemark;
  // "c-Kit-associated solid tumours": types of tumours.
  if (r.WordIs(last + 1, "associated") || (r.IsMark(last + 1, '-') && r.WordIs(last + 2, "associated"))) return MarkerRole::kRemark;
  // "Of types known to express HER2": of the types, and no word of this tumour.
  if (mood == Mood::kRequires && IsOfTumourTypes(r, clause, first)) return MarkerRole::kRemark;
  // "Histologies with a high prevalence of DLL3".
  if (r.WordContains(first - 1, {"prevalence"}) || r.WordContains(first - 2, {"prevalence"})) return MarkerRole::kRemark;
  if (mood == Mood::kRequires) {
    if (IsIncludedCompany(r, clause, first) || IsWished(r, clause, first)) return MarkerRole::kRemark;
    // "PARP inhibitors (for BRCA mutants)", "pembrolizumab (if MSI-high)".
    if (bracket.begin > clause.begin && (HasCue(r, bracket.begin, first, {Cue::kIf}) || (r.Is(bracket.begin + 1, Cue::kFor) && r.IsTermOf(bracket.begin - 1, kTherapies)))) return MarkerRole::kCondition;
    if (const int whom = ForWhomBefore(r, clause, first); whom > clause.begin + 1 && !TellsWhoIsStudied(r, clause, whom, first)) return MarkerRole::kCondition;
    if (ForTumours(r, clause, first, last)) return MarkerRole::kCondition;
    if (r.Is(first - 1, Cue::kFor) && (r.Is(first - 2, Cue::kMust) || r.WordIsAny(first - 2, {"required", "mandatory"}))) return MarkerRole::kCondition;
  }
  if (words != MarkerWords::kResult && IsTest(r, clause, mood, first, last, words)) return MarkerRole::kTest;
  return MarkerRole::kState;
}

}  // namespace trialmatch::rules
