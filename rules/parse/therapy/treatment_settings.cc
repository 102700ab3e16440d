#include "rules/parse/therapy/treatment_settings.h"

#include <algorithm>
#include <optional>

#include "rules/parse/therapy/wider_exception.h"

namespace trialmatch::rules {
namespace {

// "For Stage IIIB, IIIC or IV NSCLC" behind item `from`: stages of advanced disease and no others. Whether stage III is among them, or nullopt.
std::optional<bool> ForAdvancedStages(const Reading& r, Clause clause, int from) {
  for (int i = from; i + 2 < clause.end; ++i) {
    if (!r.Is(i, Cue::kFor) || !r.Is(i + 1, Cue::kStage) || r.at(i).lead) continue;
    bool third = false, fourth = false;
    int k = i + 2;
    for (; k < clause.end; ++k) {
      const bool iv = r.WordStarts(k, {"iv"}), iii = r.WordStarts(k, {"iii"});
      third = third || iii;
      fourth = fourth || iv;
      if (!iv && !iii && !r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kStage}) && !r.IsAnyMark(k, ",/-")) break;
    }
    const bool ends = k < clause.end && (r.IsTerm(k, TermKind::kDisease) || r.Is(k, Cue::kDiseaseWord) || r.WordIsAny(k, {"disease", "cancer"}));
    if (fourth && ends) return third;
  }
  return std::nullopt;
}

// "In the metastatic setting", "in metastatic/non-curable settings".
bool IsOfSetting(const Reading& r, Clause clause, int i) {
  for (int k = i + 1; k < clause.end && k <= i + 5; ++k) {
    if (r.WordIsAny(k, {"setting", "settings"})) return true;
    const bool joins = r.IsAnyMark(k, "/-") || r.Is(k, Cue::kOr) || r.WordStarts(k, {"non", "incurable", "curable", "palliative"}) || r.Find(k, TermKind::kSetting) != nullptr;
    if (!joins) return false;
  }
  return false;
}

}  // namespace

void ReadSettings(const Reading& r, Clause clause, TreatmentFrame* f) {
  if (const std::optional<bool> third = r.MayHoldCue({Cue::kStage}) ? ForAdvancedStages(r, clause, clause.begin + 1) : std::nullopt) {
    f->metastatic = true;
    f->locally_advanced = f->locally_advanced || *third;
  }
  if (!r.MayHoldTermOf(KindBit(TermKind::kSetting))) return;
  bool advanced_word = false;
  std::vector<int> behind;
  int first_therapy = clause.end;
  for (int i = clause.begin; i < clause.end; ++i) {
    bool therapy = r.Find(i, TermKind::kDrug) != nullptr || r.Find(i, TermKind::kDrugClass) != nullptr || r.Is(i, Cue::kLine) ||
                   (r.Is(i, Cue::kNaive) && r.Is(i + 1, Cue::kFor));   // "treatment-naive for advanced disease"
    if (first_therapy == clause.end && therapy) first_therapy = i;
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting == nullptr || r.at(i).used || i <= first_therapy || IsSettingOfException(r, clause, i)) continue;
    // "Systemic therapy for early-stage disease": what goes with an operation or is meant to cure.
    if (setting->id == "early_stage" && HasCue(r, first_therapy, i, {Cue::kFor}) && !f->adjuvant && !f->neoadjuvant) f->early = true;
    // "Except denosumab for bone metastases" tells where they are.
    if (r.IsTerm(i - 1, TermKind::kSite) && HasCue(r, clause.begin, i, {Cue::kExcept})) continue;
    if (setting->id != "metastatic" && setting->id != "advanced" && setting->id != "recurrent" && setting->id != "locally_advanced") continue;
    // "In the non-metastatic setting".
    const int dash = r.IsMark(i - 1, '-') && !r.at(i).space_before ? i - 1 : i;
    if (r.WordIs(dash - 1, "non")) {
      f->except_metastatic = true;
      for (int k = dash - 1; k <= i; ++k) f->any_setting.push_back(k);
      if (r.WordIsAny(i + 1, {"setting"})) f->any_setting.push_back(i + 1);
      continue;
    }
    advanced_word = true;
    behind.push_back(i);
    if (r.WordIs(i + 1, "setting")) behind.push_back(i + 1);
    // "Chemoradiotherapy for locally advanced disease": with the intent to cure.
    const Entry* first = first_therapy < clause.end ? r.Find(first_therapy, TermKind::kDrugClass) : nullptr;
    const bool local = first != nullptr && setting->id == "locally_advanced" && (first->id == "chemoradiation" || r.lexicon().DrugIsA(first->id, "radiation") || r.lexicon().DrugIsA(first->id, "surgery"));
    if (local) continue;
    if (HasCue(r, first_therapy, i, {Cue::kFor}) || HasCue(r, i, std::min(clause.end, i + 4), {Cue::kFiller}) || IsOfSetting(r, clause, i)) {
      f->metastatic = true;
      f->locally_advanced = f->locally_advanced || setting->id == "locally_advanced";
    }
  }
  // "in the adjuvant, locally advanced, or metastatic setting" leaves nothing out.
  if (advanced_word && (f->adjuvant || f->neoadjuvant)) {
    f->adjuvant = f->neoadjuvant = f->metastatic = false;
    f->any_setting.insert(f->any_setting.end(), behind.begin(), behind.end());
  }
}

}  // namespace trialmatch::rules
