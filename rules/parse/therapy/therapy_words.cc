#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool SaysStableDose(const Reading& r, int i) {
  if (r.WordContains(i, {"unstable"})) return false;
  return (r.WordContains(i, {"stable"}) && r.WordContains(i, {" dos", "regimen"})) || (r.WordContains(i, {"stable"}) && (r.WordStarts(i + 1, {"dos", "regimen"}) || r.WordStarts(i + 2, {"dos", "regimen"})));
}

}  // namespace

bool OfAnyKind(const Entry& therapy) { return therapy.id == "systemic_therapy" || therapy.id == "any_therapy"; }

const Entry* TherapyAt(const Reading& r, int i) {
  if (const Entry* drug = r.Find(i, TermKind::kDrug)) return drug;
  const Entry* drug_class = r.Find(i, TermKind::kDrugClass);
  return drug_class != nullptr && drug_class->id != "medication" ? drug_class : nullptr;
}

bool IsAnyOther(const Reading& r, int i) {
  return r.WordStarts(i, {"any other ", "other "}) || r.WordContains(i - 1, {"other"}) || r.WordIsAny(i - 1, {"any", "or any"});
}

bool IsInability(const Reading& r, int i) {
  if (r.at(i).lead || r.Is(i, Cue::kIntolerant)) return false;
  return r.WordStarts(i, {"unable", "unwilling", "cannot", "can not", "inability", "not willing", "not able"}) || (r.Is(i, Cue::kNot) && r.WordStarts(i + 1, {"willing", "able", "agree"})) ||
         (r.WordStarts(i, {"do not", "does not"}) && r.WordStarts(i + 1, {"agree"}));
}

bool IsStopping(const Reading& r, int i) {
  return r.WordContains(i, {"stop", "discontinu", "switch", "withdraw", "taper", "replac", "interrupt", "suspend", "substitut"}) || r.WordIsAny(i, {"held", "hold", "be held", "wash out", "washout", "transferred", "changed"});
}

int FindStableDose(const Reading& r, Clause clause) {
  constexpr WordPattern kStable[] = {"stable"};
  if (!r.MayHoldWord(kStable)) return -1;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.at(i).lead && SaysStableDose(r, i)) return i;
  }
  return -1;
}

bool IsAfterNotIndicated(const Reading& r, int i) {
  const auto ends = [&r](int k) { return k < 0 || r.at(k).lead || r.IsAnyMark(k, ".;"); };
  int joint = i;
  while (!ends(joint) && joint >= i - 5 && !r.Is(joint, Cue::kOr)) --joint;
  if (ends(joint) || !r.Is(joint, Cue::kOr)) return false;
  for (int k = joint - 1; !ends(k) && k >= joint - 4; --k) {
    const bool suits = r.WordContains(k, {"indicated", "suitable", "appropriate"});
    if (suits) return r.IsAny(k - 1, {Cue::kNot, Cue::kNo}) || r.WordContains(k, {"not ", "contra", "unsuit", "inapp"});
  }
  return false;
}

}  // namespace trialmatch::rules
