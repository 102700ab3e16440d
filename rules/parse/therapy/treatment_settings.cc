#include "rules/parse/therapy/treatment_settings.h"

#include <algorithm>

#include "rules/parse/therapy/wider_exception.h"

namespace trialmatch::rules {

void ReadSettings(const Reading& r, Clause clause, TreatmentFrame* f) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kSetting))) return;
  bool advanced_word = false;
  std::vector<int> behind;
  int first_therapy = clause.end;
  for (int i = clause.begin; i < clause.end; ++i) {
    bool therapy = r.Find(i, TermKind::kDrug) != nullptr || r.Find(i, TermKind::kDrugClass) != nullptr || r.Is(i, Cue::kLine);
    if (first_therapy == clause.end && therapy) first_therapy = i;
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting == nullptr || r.at(i).used || i <= first_therapy || IsSettingOfException(r, clause, i)) continue;
    // "Systemic therapy for early-stage disease": what goes with an operation or is meant to cure.
    if (setting->id == "early_stage" && HasCue(r, first_therapy, i, {Cue::kFor}) && !f->adjuvant && !f->neoadjuvant) f->early = true;
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
    if (HasCue(r, first_therapy, i, {Cue::kFor}) || HasCue(r, i, std::min(clause.end, i + 4), {Cue::kFiller}) || r.WordIs(i + 1, "setting")) {
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
