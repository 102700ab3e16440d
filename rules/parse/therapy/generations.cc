#include "rules/parse/therapy/generations.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace trialmatch::rules {
namespace {

// "First", "1st" (which ends at item `i`): the number, else 0.
int OrdinalEndingAt(const Reading& r, int i) {
  if (r.WordStarts(i, {"first-gen", "first gen", "1st gen", "1st-gen"}) || r.WordIsAny(i, {"first", "1st"})) return 1;
  if (r.WordStarts(i, {"second-gen", "second gen", "2nd gen", "2nd-gen"}) || r.WordIsAny(i, {"second", "2nd"})) return 2;
  if (r.WordStarts(i, {"third-gen", "third gen", "3rd gen", "3rd-gen"}) || r.WordIsAny(i, {"third", "3rd"})) return 3;
  const bool split = r.WordIsAny(i, {"st", "nd", "rd"}) && r.IsNumber(i - 1) && !r.at(i).space_before;
  return split && r.at(i - 1).number >= 1 && r.at(i - 1).number <= 3 ? static_cast<int>(r.at(i - 1).number) : 0;
}

// Left of the bracket that closes at item `i`, or `i`.
int BeforeBracket(const Reading& r, int begin, int i) {
  if (!r.IsMark(i, ')')) return i;
  int open = i;
  while (open > begin && open > i - 8 && !r.IsMark(open, '(')) --open;
  return r.IsMark(open, '(') ? open - 1 : i;
}

// What has the generation told before it and no target: "lorlatinib or other *3rd-gen TKI*". Of the target that the drugs and genes of
// the clause tell; empty where they tell none, or several.
std::string ClassOfGeneration(const Reading& r, Clause clause, int generation) {
  constexpr std::string_view kFamilies[] = {"alk_tki", "egfr_tki"};
  constexpr std::string_view kGenes[] = {"ALK", "EGFR"};
  std::string found;
  for (size_t family = 0; family < std::size(kFamilies); ++family) {
    bool told = false;
    for (int i = 0; i < clause.end; ++i) {
      const Entry* drug = r.Find(i, TermKind::kDrug);
      const Entry* gene = r.Find(i, TermKind::kGene);
      const Entry* named = r.Find(i, TermKind::kDrugClass);
      if (named != nullptr && r.lexicon().DrugIsA(named->id, std::string(kFamilies[family]))) return "";   // told of that class, and not of its target
      told = told || (drug != nullptr && r.lexicon().DrugIsA(drug->id, std::string(kFamilies[family]))) || (gene != nullptr && gene->id == kGenes[family]);
    }
    if (told && !found.empty()) return "";
    if (told) found = std::string(kFamilies[family]) + "_gen" + std::to_string(generation);
  }
  return found.empty() || r.lexicon().Find(TermKind::kDrugClass, found) == nullptr ? "" : found;
}

// The item of the mutation that the inhibitors ending at item `i` are told to act on, or -1.
int MutationActedOn(const Reading& r, Clause clause, int i) {
  int k = i + 1;
  if (r.IsMark(k, '(')) {
    while (k < clause.end && k < i + 16 && !r.IsMark(k, ')')) ++k;
    ++k;
  }
  bool acts = false;
  for (const int end = std::min(clause.end, k + 9); k < end; ++k) {
    if (acts && r.IsTerm(k, TermKind::kMutation)) return k;
    if (r.IsAnyMark(k, ",;:.()") || r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kMustNot, Cue::kWithout, Cue::kExcept, Cue::kOr}) || r.WordStarts(k, {"resist"})) return -1;
    acts = acts || r.WordStarts(k, {"inhibit", "against", "active against", "activity against", "target", "directed against"});
  }
  return -1;
}

// The generation of the class to which every drug belongs that the mutation answers to, and none that it resists; or "".
std::string GenerationAgainst(const Lexicon& lexicon, const std::string& own, const std::string& mutation) {
  for (const char digit : {'1', '2', '3', '4'}) {
    const std::string generation = own + "_gen" + digit;
    bool acts = false, fits = lexicon.Find(TermKind::kDrugClass, generation) != nullptr;
    for (const Entry& row : lexicon.rows("resistance")) {
      if (!fits || row.Get("mutation") != mutation) continue;
      const bool answers = row.Get("response") == "sensitive";
      fits = answers == lexicon.DrugIsA(row.Get("drug"), generation);
      acts = acts || answers;
    }
    if (fits && acts) return generation;
  }
  return "";
}

// "EGFR-TKIs (e.g. X) that can inhibit T790M": the generation that does.
TreatmentAnchor WithActionBehind(const Reading& r, Clause clause, TreatmentAnchor anchor) {
  const int mutation = MutationActedOn(r, clause, anchor.last);
  const std::string generation = mutation < 0 ? "" : GenerationAgainst(r.lexicon(), anchor.ids[0], r.Find(mutation, TermKind::kMutation)->id);
  if (generation.empty()) return anchor;
  anchor.ids = {generation};
  anchor.last = r.IsTerm(mutation + 1, TermKind::kAlteration) ? mutation + 1 : mutation;
  return anchor;
}

}  // namespace

TreatmentAnchor OfGenerationBefore(const Reading& r, Clause clause, TreatmentAnchor anchor) {
  if (anchor.ids != std::vector<std::string>{"tki"}) return anchor;
  int k = anchor.first - 1;
  if (r.WordIsAny(k, {"generation", "gen"})) k = r.IsMark(k - 1, '-') ? k - 2 : k - 1;
  const int ordinal = k >= clause.begin && k < anchor.first - 1 ? OrdinalEndingAt(r, k) : 0;
  if (ordinal == 0) return anchor;
  std::string of = ClassOfGeneration(r, clause, ordinal);
  if (of.empty()) return anchor;
  anchor.ids = {std::move(of)};
  anchor.first = r.WordIsAny(k, {"st", "nd", "rd"}) ? k - 1 : k;
  return anchor;
}

TreatmentAnchor WithGenerationsBefore(const Reading& r, Clause clause, TreatmentAnchor anchor) {
  if (anchor.ids[0].ends_with("_tki")) return WithActionBehind(r, clause, std::move(anchor));
  const std::string own = anchor.ids[0];
  const size_t digit = own.size() - 1;
  if (own.size() < 5 || own.compare(own.size() - 5, 4, "_gen") != 0) return anchor;
  bool joined = false;
  for (int k = anchor.first - 1; k >= clause.begin; --k) {
    k = BeforeBracket(r, clause.begin, k);
    if (r.IsAny(k, {Cue::kOr, Cue::kAnd}) || r.IsAnyMark(k, "/,")) {
      joined = true;
      continue;
    }
    if ((joined && (r.IsMark(k, '-') || r.WordStarts(k, {"generation"}))) || (r.WordIsAny(k, {"a", "an"}) && r.IsAny(k - 1, {Cue::kOr, Cue::kAnd}))) continue;   // "a first- and a second-generation TKI"
    const int ordinal = joined ? OrdinalEndingAt(r, k) : 0;
    if (ordinal == 0) break;
    std::string other = own;
    other[digit] = static_cast<char>('0' + ordinal);
    const bool told = std::find(anchor.ids.begin(), anchor.ids.end(), other) != anchor.ids.end();
    if (r.lexicon().Find(TermKind::kDrugClass, other) == nullptr || told) break;
    anchor.ids.push_back(std::move(other));
    anchor.first = r.WordIsAny(k, {"st", "nd", "rd"}) ? k - 1 : k;
    k = anchor.first;
  }
  std::sort(anchor.ids.begin(), anchor.ids.end());
  return anchor;
}

}  // namespace trialmatch::rules
