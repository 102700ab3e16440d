#include "rules/parse/layout/announced_list.h"

#include <algorithm>
#include <string>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {

int LastSentence(const Reading& r, int begin, int end) {
  int sentence = begin;
  for (int k = begin; k + 2 < end; ++k) {
    if (r.IsMark(k, '.') && r.at(k + 1).space_before && !r.IsNumber(k + 1)) sentence = k + 1;
  }
  return sentence;
}

namespace {

bool TellsFurther(const Reading& r, int begin, int end) {
  bool further = false, part = false;
  for (int i = begin; i < end; ++i) {
    further = further || r.WordContains(i, {"further defined"}) || (r.WordIs(i, "further") && r.WordIs(i + 1, "defined"));
    part = part || r.WordContains(i, {"cohort", "part", "arm"});
  }
  return further && part;
}

}  // namespace

int CriteriaAnnouncedAt(const Reading& r, int begin, int end) {
  constexpr WordPattern kWhat[] = {"criteri", "requirement", "further"};
  if (!r.IsMark(end - 1, ':') || !r.MayHoldWord(kWhat)) return -1;
  const int sentence = LastSentence(r, begin, end);
  bool more = false, criteria = false;
  for (int k = sentence; sentence > begin && k < end; ++k) {
    more = more || (k < sentence + 4 && r.WordContains(k, {"additional", "specific", "further"}));
    criteria = criteria || r.WordContains(k, kWhat);
  }
  // "... The tumor is further defined in some cohorts as:".
  const bool defined = sentence > begin && r.FindCue(sentence, end, {Cue::kMust, Cue::kNo, Cue::kNot}) < 0 && TellsFurther(r, sentence, end);
  return (more && criteria) || defined ? sentence : -1;
}

bool GivesExamplesOfTumours(const Reading& r, int begin, int end) {
  constexpr WordPattern kLimited[] = {"limited"};
  if (end <= begin || !r.IsMark(end - 1, ':') || !r.MayHoldWord(kLimited)) return false;
  bool any = false, open = false;
  for (int k = begin; k < end; ++k) {
    const Entry* tumour = r.Find(k, TermKind::kDisease);
    if (tumour != nullptr && tumour->id != "solid_tumor" && tumour->id != "cancer") return false;
    any = any || tumour != nullptr;
    open = open || (k >= end - 7 && r.WordContains(k, kLimited));
  }
  return any && open && r.FindCue(begin, end, {Cue::kMustNot, Cue::kExcept, Cue::kExcluded}) < 0;
}

int SpecialCasesAt(const Reading& r, int begin, int end) {
  int last = end - 1;
  while (last > begin && !(r.IsMark(last - 1, '.') && r.Is(last, Cue::kAllOf))) --last;
  if (last <= begin || r.at(last).lead || !FindWindow(r, {begin, last}, begin)) return -1;
  bool special = false, cases = false;
  for (int i = last; i < end; ++i) {
    special = special || r.WordContains(i, {"special", "separately", "individually"});
    cases = cases || r.WordContains(i, {"case", "situation", "circumstance"});
  }
  return special && cases && !HasCue(r, last, end, {Cue::kExcept, Cue::kUnless, Cue::kPermitted, Cue::kExcluded}) ? last : -1;
}

namespace {

void ExceptNamed(const Reading& cases, Expression* forbidden) {
  for (Expression& child : forbidden->children) ExceptNamed(cases, &child);
  auto* leaf = forbidden->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(forbidden->leaf.get()) : nullptr;
  if (leaf == nullptr || !leaf->window.within) return;
  for (int i = 0; i < cases.size(); ++i) {
    const Entry* therapy = TherapyAt(cases, i);
    const bool below = therapy != nullptr && std::any_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return id != therapy->id && cases.lexicon().DrugIsA(therapy->id, id); });
    const bool spared = below && std::find(leaf->except.begin(), leaf->except.end(), therapy->id) != leaf->except.end();
    if (below && !spared) leaf->except.push_back(therapy->id);
  }
}

}  // namespace

void ExceptSpecialCases(const Outline& outline, const std::vector<int>& items, Reading cases, Expression* forbidden) {
  for (int i : items) cases.Append(outline.items[static_cast<size_t>(i)].body, false);
  ExceptNamed(cases, forbidden);
}

}  // namespace trialmatch::rules
