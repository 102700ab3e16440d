#include "rules/parse/site_sentences.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// "CT and MRI of the brain (if metastases are known) must be done within 14 days ...": the study
// site sees to it.
bool AsksForExamination(const Reading& r, Clause sentence, const MoodReading& mood) {
  if (mood.mood != Mood::kRequires || !mood.from_words) return false;
  int must = FindCue(r, sentence.begin, sentence.end, {Cue::kMust});
  if (must < 0 || !r.WordIsAny(must + 1, {"done", "performed", "obtained", "conducted", "carried out", "submitted", "collected", "repeated"})) return false;
  bool examination = false;
  for (int i = sentence.begin; i < must; ++i) {
    const Entry* plain = r.Find(i, TermKind::kPlain);
    examination = examination || (plain != nullptr && (plain->id == "imaging" || plain->id == "heart_tests"));
    for (TermKind kind : {TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kLab}) {
      if (r.Find(i, kind) != nullptr) return false;
    }
  }
  return examination;
}

// "Replacement therapy is not considered a form of systemic treatment", "will not be counted as a line
// of therapy": what a word of another sentence means.
bool DefinesTherapy(const Reading& r, Clause sentence) {
  int at = -1;
  for (int i = sentence.begin; i < sentence.end && at < 0; ++i) {
    if (r.at(i).lead) continue;
    const bool counts = r.Is(i, Cue::kNotRequired) && r.WordContains(i, {"considered"});
    const bool counted = r.WordIsAny(i, {"counted", "count", "counts", "count as", "counted as"});
    if (counts || counted) at = i;
  }
  if (at < 0 || HasCue(r, sentence.begin, sentence.end, {Cue::kExcluded, Cue::kMustNot, Cue::kMust})) return false;
  for (int i = at + 1; i < std::min(sentence.end, at + 9); ++i) {
    if (r.IsAny(i, {Cue::kLine, Cue::kForThisCancer})) return true;
    if (r.Find(i, TermKind::kDrugClass) != nullptr) return true;
    if (r.WordContains(i, {"treatment", "therapy", "surgery"})) return true;
  }
  return false;
}

// "Each lesion must be at least 10 mm when measured by CT": what counts as measurable.
bool DefinesMeasurable(const Reading& r, Clause sentence, Section section) {
  if (section == Section::kExclusion) return false;
  bool lesion = false, length = false, method = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    lesion = lesion || r.WordContains(i, {"lesion", "lymph node", "short axis", "diameter", "dimension"});
    method = method || r.WordContains(i, {"measur", "recist", "short axis", "longest diameter"}) || r.Find(i, TermKind::kPlain) != nullptr;
    const Entry* unit = r.Find(i, TermKind::kUnit);
    length = length || (unit != nullptr && (unit->id == "mm" || unit->id == "cm"));
    for (TermKind kind : {TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kFact}) {
      if (r.Find(i, kind) != nullptr) return false;
    }
    if (r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kStage})) return false;
  }
  return lesion && length && method;
}

// "Has not recovered from adverse events (grade 2 endocrinopathy or less)": recovery from earlier
// toxicity. "Pneumonitis, or unresolved toxicity" speaks of an illness before it.
bool SpeaksOfRecovery(const Reading& r, Clause sentence) {
  int recovery = -1, illness = -1;
  bool toxicity = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    if (r.WordContains(i, {"recover", "resol"}) && recovery < 0) {
      if (illness >= 0 && !toxicity && HasCue(r, illness, i, {Cue::kOr})) return false;
      recovery = i;
    }
    if (r.Find(i, TermKind::kCondition) != nullptr) illness = i;
    toxicity = toxicity || r.WordContains(i, {"toxic", "adverse", "side effect"}) || r.WordIsAny(i, {"ae", "aes"});
    for (TermKind kind : {TermKind::kGene, TermKind::kDisease, TermKind::kLab}) {
      if (r.Find(i, kind) != nullptr) return false;
    }
  }
  if (recovery < 0 || !toxicity) return false;
  return !FindWindow(r, {sentence.begin, sentence.end}, sentence.begin) && !HasCue(r, sentence.begin, recovery, {Cue::kWho});
}

}  // namespace

bool LeftToSite(const Reading& r, Clause sentence, Section section, const MoodReading& mood) {
  return AsksForExamination(r, sentence, mood) || SpeaksOfRecovery(r, sentence) ||
         DefinesMeasurable(r, sentence, section) || DefinesTherapy(r, sentence);
}

}  // namespace trialmatch::rules
