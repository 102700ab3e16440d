#include "rules/parse/therapy/treatment_names.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "rules/parse/layout/part_name.h"

namespace trialmatch::rules {
namespace {

// Nothing stands between the name and the noun, or "based", "-containing".
bool IsNounBehind(const Reading& r, int name, int noun) {
  if (noun == name + 1) return true;
  const int word = r.IsMark(name + 1, '-') ? name + 2 : name + 1;
  return word + 1 == noun && r.WordIsAny(word, {"based", "containing"});
}

// "Prior systemic anticancer chemotherapy": the narrowest word of a noun group counts, not each.
std::vector<std::string> WithoutWiderNeighbours(const Reading& r,
                                                const std::vector<std::string>& what,
                                                const TreatmentGroup& group) {
  const Lexicon& lexicon = r.lexicon();
  std::vector<std::string> kept;
  for (size_t a = 0; a < what.size(); ++a) {
    size_t b = a + 1;
    bool touching = b < what.size() && b < group.size() && group[b].first == group[a].last + 1;
    bool wider = touching && lexicon.DrugIsA(what[b], what[a]) && what[a] != what[b];
    // "Anti-PD-1 monoclonal antibody": the noun behind says what kind of molecule it is.
    bool noun = what[a] == "monoclonal_antibody" && a > 0 && a < group.size() && group[a].first == group[a - 1].last + 1;
    // "Docetaxel chemotherapy": the noun behind a drug says what kind it is.
    noun = noun || (a > 0 && what.size() == group.size() && IsNounBehind(r, group[a - 1].last, group[a].first) && what[a] != what[a - 1] && lexicon.DrugIsA(what[a - 1], what[a]));
    if (!wider && !noun) kept.push_back(what[a]);
  }
  return kept;
}

// "Anti-VEGF therapy (e.g., monoclonal antibodies or tyrosine kinase inhibitors)": what kinds of molecule those against the
// target may be, and not every molecule of the kind.
bool IsKindOfMolecule(const Reading& r, const TreatmentGroup& group, const TreatmentAnchor& a, const std::vector<std::string>& what) {
  constexpr std::string_view kKinds[] = {"tki", "monoclonal_antibody", "bispecific_antibody", "adc", "cell_therapy"};
  constexpr std::string_view kWide[] = {"targeted_therapy", "immunotherapy"};
  const auto among = [](const auto& list, const std::string& id) { return std::find(std::begin(list), std::end(list), id) != std::end(list); };
  if (a.ids.size() != 1 || !among(kKinds, a.ids.front()) || what.empty() || a.first <= group.front().last) return false;
  const std::string& head = what.front();
  const bool aimed = r.lexicon().DrugIsA(head, "targeted_therapy") || r.lexicon().DrugIsA(head, "immunotherapy") || head == "unlisted_agent";
  if (!aimed || among(kWide, head) || among(kKinds, head) || r.lexicon().Find(TermKind::kDrugClass, head) == nullptr) return false;
  // In the brackets, or behind the word, that open examples right behind the name.
  int open = group.front().last + 1;
  if (r.IsMark(open, ',')) ++open;
  if (r.IsAnyMark(open, "([")) ++open;
  if (!r.Is(open, Cue::kIncluding) && !r.WordIsAny(open, {"such as", "e.g", "e.g.", "eg", "e g", "i.e", "i.e.", "ie", "including", "for example"})) return false;
  if (!r.IsAnyMark(open - 1, "([")) return true;
  int depth = 0;
  for (int i = open - 1; i < a.first; ++i) {
    if (r.IsAnyMark(i, "([")) ++depth;
    if (r.IsAnyMark(i, ")]") && --depth == 0) return false;
  }
  return true;
}

// "Chemotherapy that included cisplatin or carboplatin": of the first named, those with one of them.
bool IsWhatItIncluded(const Reading& r, const TreatmentGroup& group, const TreatmentAnchor& a, const std::vector<std::string>& what) {
  const bool second = group.size() > 1 && &a == group.data() + 1 && what.size() == 1;
  if (!second || !r.lexicon().DrugIsA(a.ids.front(), what.front()) || a.ids.front() == what.front()) return false;
  int i = group.front().last + 1;
  if (r.Is(i, Cue::kLine)) ++i;
  if (!r.WordIsAny(i, {"that", "which"}) || !r.WordIsAny(i + 1, {"included", "includes", "contained", "contains"})) return false;
  for (i += 2; i < a.first; ++i) {
    if (!r.Is(i, Cue::kFiller) && !r.WordIsAny(i, {"drug", "medicine", "called", "named", "either"})) return false;
  }
  return true;
}

// The widest class of the drug that is narrower than all tyrosine kinase inhibitors: of gefitinib
// those of EGFR.
std::string OwnClass(const Lexicon& lexicon, const std::string& id) {
  const Entry* at = lexicon.Find(TermKind::kDrug, id);
  if (at == nullptr) at = lexicon.Find(TermKind::kDrugClass, id);
  std::string own = id;
  while (at != nullptr && !at->parents.empty()) {
    const std::string& above = at->parents.front();
    if (above == "tki" || above == "targeted_therapy") return own;
    own = above;
    at = lexicon.Find(TermKind::kDrugClass, above);
  }
  return id;
}

// "Biological therapy (e.g., erlotinib, cetuximab)": drugs of the class of a small molecule are meant
// too, and not the one named alone. "(targeted agents such as erlotinib)": all of them. Or "".
std::string WidensBiologic(const Reading& r, const TreatmentGroup& group, const TreatmentAnchor& a,
                           const std::vector<std::string>& what) {
  const auto biologic = std::find_if(group.begin(), group.end(), [](const TreatmentAnchor& one) {
    return one.ids.front() == "biologic_therapy";
  });
  if (biologic == group.end() || biologic->last >= a.first ||
      std::find(what.begin(), what.end(), "targeted_therapy") != what.end())
    return "";
  const bool small_molecule = r.lexicon().DrugIsA(a.ids.front(), "targeted_therapy") &&
                              !r.lexicon().DrugIsA(a.ids.front(), "biologic_therapy");
  if (!small_molecule || !r.IsMark(biologic->last + 1, '(') ||
      !r.Is(biologic->last + 2, Cue::kIncluding))
    return "";
  for (int i = biologic->first; i < a.first; ++i) {
    if (r.WordContains(i, {"targeted", "small molecule", "small-molecule"})) return "targeted_therapy";
  }
  return OwnClass(r.lexicon(), a.ids.front());
}

}  // namespace

bool IsBareRadiation(const Reading& r, const TreatmentAnchor& anchor) {
  const Entry* therapy = r.Find(anchor.first, TermKind::kDrugClass);
  const Entry* site = r.Find(anchor.first - 1, TermKind::kSite);
  return therapy != nullptr && therapy->id == "radiation" && site == nullptr && !r.WordContains(anchor.first, {"thorac", "chest", "lung", "mediastin", "pelvi"});
}

bool IsExampleOf(const Lexicon& lexicon, TreatmentGroup anchors, size_t head, size_t k) {
  if (head == 0) return false;
  const std::vector<std::string>& of = anchors[head - 1].ids;
  const auto below = [&](const TreatmentAnchor& a) {
    return std::any_of(a.ids.begin(), a.ids.end(), [&](const std::string& id) { return std::any_of(of.begin(), of.end(), [&](const std::string& wide) { return lexicon.DrugIsA(id, wide); }); });
  };
  if (below(anchors[k])) return true;
  for (size_t m = head; m < k; ++m) {
    if (!below(anchors[m])) return true;
  }
  return false;
}

std::vector<std::string> WhatOf(const Reading& r, const TreatmentGroup& group) {
  const Lexicon& lexicon = r.lexicon();
  std::vector<std::string> what;
  for (const TreatmentAnchor& a : group) {
    // "Therapy for lung cancer with chemotherapy": by which therapy.
    bool by = what.size() == 1 && a.ids.size() == 1 && r.WordIs(a.first - 1, "with") && lexicon.DrugIsA(a.ids.front(), what.front());
    for (int i = group.front().last + 1; by && i < a.first; ++i) by = !r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kIncluding}) && !r.IsMark(i, ',');
    // "Cytotoxic treatment platinum containing regimen": the name behind it says which.
    const bool which = what.size() == 1 && a.ids.size() == 1 && group.size() == 2 && a.first == group.front().last + 1 && r.WordContains(a.first, {"containing", "based"}) && lexicon.DrugIsA(a.ids.front(), what.front());
    if (by || which || IsWhatItIncluded(r, group, a, what)) what.clear();
    if (std::string wide = WidensBiologic(r, group, a, what); !wide.empty() && std::find(what.begin(), what.end(), wide) == what.end()) what.push_back(std::move(wide));
    // "(e.g. pembrolizumab)" and "such as" name examples of what stands before.
    bool example = std::any_of(a.ids.begin(), a.ids.end(), [&](const std::string& id) {
      return std::any_of(what.begin(), what.end(),
                         [&](const std::string& before) { return lexicon.DrugIsA(id, before); });
    });
    // "Topoisomerase I inhibitors, including chemotherapy": no more of them than the narrower word says.
    const bool wider = what.size() == 1 && a.ids.front() == "chemotherapy" && a.ids.size() == 1 && what.front() != a.ids.front() && lexicon.DrugIsA(what.front(), a.ids.front()) && r.FindCue(group.front().last + 1, a.first, {Cue::kIncluding}) >= 0 && a.first <= group.front().last + 4;
    if (wider) continue;
    // "VEGFR tyrosine kinase inhibitors (TKIs)": its short form.
    const bool short_form = ((r.IsMark(a.first - 1, '(') && r.IsMark(a.last + 1, ')')) || (r.IsMark(a.first - 1, '[') && r.IsMark(a.last + 1, ']'))) && a.first == a.last && !what.empty() && a.ids.size() == 1 && lexicon.DrugIsA(what.back(), a.ids.front());
    if (!example && !short_form && !IsKindOfMolecule(r, group, a, what)) what.insert(what.end(), a.ids.begin(), a.ids.end());
  }
  if (what.size() > 1 && group.size() > 1) what = WithoutWiderNeighbours(r, what, group);
  return what;
}

int GroupOfNaive(const Reading& r) {
  int last = -1;
  for (int i = 0; i < r.size() && !PartWord(r.Word(i)).empty(); i = last + 2) {
    const bool numbered = !PartNumber(r, i + 1, &last).empty();
    if (!numbered) return -1;
    if (!r.IsMark(last + 1, '/')) break;
  }
  return last > 0 && last + 1 < r.size() && !r.IsKind(last + 1, Item::Kind::kMark) ? 0 : -1;
}

int BehindBareHeading(const Reading& r, Clause clause) {
  int own = clause.begin;
  bool forbids = false;
  while (own < clause.end && r.at(own).lead) {
    forbids = forbids || r.Is(own, Cue::kExcluded);
    const bool bare = r.IsAny(own, {Cue::kExcluded, Cue::kFiller}) || r.IsNumber(own) || r.IsAnyMark(own, ":.-()") || r.WordIsAny(own, {"therapies", "therapy", "treatments", "treatment", "medications", "drugs", "agents", "procedures"});
    if (!bare) return clause.begin;
    ++own;
  }
  return forbids ? own : clause.begin;
}

void HoldAsOnlyTherapy(const Reading& r, Clause clause, int from, TreatmentLeaf* leaf) {
  int only = from;
  while (only < clause.end && (r.WordIsAny(only, {"as", "as the", "as a"}) || r.Is(only, Cue::kFiller))) ++only;
  if (only == from || !r.Is(only, Cue::kOnly) || !r.WordIsAny(only, {"only", "sole"}) || leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return;
  const int noun = r.Is(only + 1, Cue::kPrior) && !r.WordContains(only + 1, {"therap", "treatment"}) ? only + 2 : only + 1;
  if (noun >= clause.end || !r.WordIsAny(noun, {"therapy", "treatment", "prior therapy", "prior treatment"}) || (noun + 1 < clause.end && !r.IsAnyMark(noun + 1, ".,;)"))) return;
  leaf->quantifier = TreatmentLeaf::Quantifier::kOnly;
  leaf->within_class = {"systemic_therapy"};
}

int WhatItPrecludes(const Reading& r, Clause clause, int from) {
  for (int i = from; i < clause.end && i <= from + 14; ++i) {
    if (r.IsAnyMark(i, ",;.()") || r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kExcept, Cue::kUnless})) return -1;
    const Entry* quality = r.Find(i, TermKind::kQuality);
    if (quality == nullptr || quality->id != "weighed") continue;
    if (r.WordStarts(i, {"preclud", "would preclud"})) return i;
    for (int k = i + 1; k < clause.end && k <= i + 5; ++k) {
      if (r.WordContains(k, {"overlap"})) return i;
    }
  }
  return -1;
}

void AskNothingElse(const Reading& r, Clause clause, int begin, int end, TreatmentLeaf* leaf) {
  if (leaf->quantifier != TreatmentLeaf::Quantifier::kAny || leaf->what.empty() || !leaf->window.empty() || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome) return;
  if (end >= clause.end || !r.Is(end, Cue::kOnly)) return;
  if (end + 1 < clause.end && !r.IsAnyMark(end + 1, ",;.)") && !r.IsAny(end + 1, {Cue::kOr, Cue::kAnd})) return;
  for (int k = begin - 1; k >= 0 && k >= begin - 14 && !r.IsAnyMark(k, ".;"); --k) {
    const Entry* of = r.Find(k, TermKind::kDrugClass);
    const auto among = [&](const std::string& id) { return id != of->id && r.lexicon().DrugIsA(id, of->id); };
    if (of == nullptr || !std::all_of(leaf->what.begin(), leaf->what.end(), among)) continue;
    leaf->quantifier = TreatmentLeaf::Quantifier::kOnly;
    leaf->within_class = {of->id};
    return;
  }
}

}  // namespace trialmatch::rules
