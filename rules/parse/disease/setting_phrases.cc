#include "rules/parse/disease/setting_phrases.h"

#include <string_view>

namespace trialmatch::rules {
namespace {

constexpr int kLongestPhrase = 28;  // items

constexpr std::string_view kUnresectable = "unresectable";
constexpr std::string_view kNotCurable = "not_amenable_to_curative_treatment";

// Which treatments a phrase names.
struct Treatments {
  bool surgery = false;
  bool radiation = false;
  bool local = false;      // "local therapy", "definitive therapy"
  bool modality = false;   // "combined modality", chemoradiation
  bool curative = false;   // "curative treatment": whatever it would be
  const char* Setting() const {
    if (modality || local || (surgery && radiation)) return kNotCurable.data();
    if (surgery) return kUnresectable.data();
    if (curative) return kNotCurable.data();
    return nullptr;
  }
};

// "Not amenable to surgery" of the table of settings: it goes on with more treatments.
bool IsSettingOfTreatments(const Reading& r, int i) {
  const Entry* setting = r.Find(i, TermKind::kSetting);
  if (setting == nullptr || (setting->id != kUnresectable && setting->id != kNotCurable)) return false;
  return r.WordStarts(i, {"not ", "no longer", "cannot ", "unsuitable ", "unfit ", "without "});
}

// Nobody asked whether it is possible.
bool IsRefusal(const Reading& r, int i) {
  return r.WordStarts(i, {"refus", "declin", "reject", "unwilling", "contra"});
}

// Said of brain metastases or of an illness, and not of the tumour.
bool OfAnIllness(const Reading& r, int begin, int i) {
  for (int k = i - 1; k >= begin; --k) {
    if (r.IsAny(k, {Cue::kCnsMetastasis, Cue::kLeptomeningeal})) return true;
    if (r.IsTermOf(k, KindBits({TermKind::kDisease, TermKind::kSetting})) || r.IsAny(k, {Cue::kStage, Cue::kDiseaseWord})) return false;
    if (r.Find(k, TermKind::kCondition) != nullptr) return true;
  }
  return false;
}

bool HasStageBefore(const Reading& r, int begin, int i) { return r.FindCue(begin, i, {Cue::kStage}) >= 0; }

// "Not applicable for radical radiotherapy".
bool IsNotApplicable(const Reading& r, int i) {
  if (!r.WordIs(i, "not") || !r.WordIs(i + 1, "applicable")) return false;
  for (int k = i + 2; k <= i + 4; ++k) {
    if (r.WordContains(k, {"radical"}) || r.WordContains(k, {"curative"}) || r.WordContains(k, {"definitive"})) return true;
  }
  return false;
}

bool IsChemotherapy(const Reading& r, int i) {
  const Entry* therapy = r.Find(i, TermKind::kDrugClass);
  return therapy != nullptr && therapy->id == "chemotherapy";
}

class PhraseReader {
 public:
  PhraseReader(const Reading& reading, int end, bool of_stage) : r_(reading), end_(end), of_stage_(of_stage) {}

  // The phrase that starts at item `i`; `setting` is nullptr when it names no such treatment.
  SettingPhrase Read(int i) {
    SettingPhrase out{i, i, nullptr};
    if (IsSettingOfTreatments(r_, i)) {
      TakeWords(i);
      t_.modality = t_.modality || r_.Find(i, TermKind::kSetting)->id == kNotCurable;
    }
    // "Cannot be operated on or treated with radiotherapy".
    if (r_.WordContains(i, {"operated", "irradiated"})) TakeWords(i);
    int depth = 0, chemotherapy = -1;
    for (int k = i + 1; k < end_ && k < i + kLongestPhrase; ++k) {
      if (r_.IsMark(k, '(')) ++depth;
      if (r_.IsMark(k, ')') && --depth < 0) break;
      if (r_.at(k).used) break;
      if (Take(k)) {
        out.last = k;
      } else if (IsChemotherapy(r_, k)) {
        chemotherapy = k;
      } else if (!Joins(k)) {
        break;
      }
    }
    // "Radiotherapy or chemotherapy": beside radiation it is part of the same.
    if (chemotherapy > out.last && t_.radiation) {
      bool joined = true;
      for (int k = out.last + 1; k < chemotherapy; ++k) joined = joined && (r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller}) || r_.IsMark(k, '/'));
      if (joined) out.last = chemotherapy;
    }
    if (out.last + 1 < end_ && r_.WordIsAny(out.last + 1, {"with curative intent", "with radical intent", "curative intent", "of curative intent"})) ++out.last;
    if (OpenBrackets(i, out.last) > 0 && r_.IsMark(out.last + 1, ')')) ++out.last;
    if (out.last > i) out.setting = t_.Setting();
    return out;
  }

 private:
  void TakeWords(int k) {
    if (r_.WordContains(k, {"surg", "resect", "operat"})) t_.surgery = true;
    if (r_.WordContains(k, {"chemoradi", "chemo-radi", "multimodal", "combined"})) t_.modality = true;
    else if (r_.WordContains(k, {"radio", "radiat"})) t_.radiation = true;
    if (!t_.surgery && !t_.radiation && !t_.modality) t_.curative = true;
  }

  // A treatment or its purpose; true when it was.
  bool Take(int k) {
    const Lexicon& lexicon = r_.lexicon();
    if (const Entry* therapy = r_.Find(k, TermKind::kDrugClass)) {
      if (lexicon.DrugIsA(therapy->id, "surgery")) return t_.surgery = true;
      if (therapy->id == "chemoradiation") return t_.modality = true;
      if (therapy->id == "radiation") {
        // "Stage IIIB not amenable to radical radiotherapy".
        t_.curative = t_.curative || (of_stage_ && (r_.WordContains(k, {"radical", "curative", "definitive"}) || r_.Is(k - 1, Cue::kDefinitive)));
        return t_.radiation = true;
      }
      const bool general = therapy->id == "local_therapy" && r_.WordContains(k, {"loc", "regional", "definitive"});
      if (general) return t_.local = true;
    }
    if (const Entry* setting = r_.Find(k, TermKind::kSetting); setting != nullptr && (setting->id == "resected" || setting->id == "resectable")) return t_.surgery = true;
    if (r_.WordIsAny(k, {"multimodality", "multimodal", "multi-modality", "multi-modal", "trimodality", "combined modality", "modality"})) return t_.modality = true;
    const bool curative = r_.WordContains(k, {"curative", "radical", "curable"}) && (r_.Is(k, Cue::kDefinitive) || r_.IsKind(k, Item::Kind::kWord));
    if (curative) t_.curative = true;
    return curative && r_.WordContains(k, {"intent"});
  }

  int OpenBrackets(int first, int last) const {
    int open = 0;
    for (int k = first; k <= last; ++k) open += r_.IsMark(k, '(') ? 1 : r_.IsMark(k, ')') ? -1 : 0;
    return open;
  }

  bool Joins(int k) const {
    if (r_.IsAnyMark(k, ",/-()[]") || (r_.Is(k, Cue::kStandardTherapy) && r_.WordContains(k, {"standard", "soc"})) || r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kFor, Cue::kTo, Cue::kDefinitive, Cue::kIncluding, Cue::kSurgeryWord, Cue::kNotCandidate})) return true;
    return r_.WordIsAny(k, {"curative", "radical", "definitive", "concurrent", "sequential", "ablative", "combined", "multi", "multidisciplinary", "anatomical", "complete", "treated", "treated with", "treated by", "approach", "either", "to", "with", "applicable", "of"});
  }

  const Reading& r_;
  int end_;
  bool of_stage_;  // it stands behind a stage
  Treatments t_;
};

}  // namespace

std::vector<SettingPhrase> ReadSettingPhrases(Reading& r, Clause clause) {
  std::vector<SettingPhrase> out;
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool of_stage = HasStageBefore(r, clause.begin, i);
    const bool starts = (r.Is(i, Cue::kNotCandidate) && !IsRefusal(r, i)) || IsSettingOfTreatments(r, i) || (of_stage && IsNotApplicable(r, i));
    if (!starts || r.at(i).used || OfAnIllness(r, clause.begin, i)) continue;
    const SettingPhrase phrase = PhraseReader(r, clause.end, of_stage).Read(i);
    if (phrase.setting == nullptr) continue;
    r.UseRange(phrase.first, phrase.last);
    out.push_back(phrase);
    i = phrase.last;
  }
  return out;
}

}  // namespace trialmatch::rules
