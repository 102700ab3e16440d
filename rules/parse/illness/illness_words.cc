#include "rules/parse/illness/illness_words.h"

#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/disease/tumour_words.h"

namespace trialmatch::rules {
namespace {

constexpr std::string_view kEvents[] = {
    "acute_coronary_syndrome",    "myocardial_infarction", "stroke", "tia", "pulmonary_embolism",
    "coronary_revascularization", "gi_perforation"};

// Roots of illnesses that come on a day, or flare up: a time behind a list of them is for all.
constexpr std::string_view kTimed[] = {
    "cardiovascular_disease", "bleeding",     "gi_perforation", "bowel_obstruction",
    "peptic_ulcer",           "wound",        "seizure",        "pneumonia",
    "diverticulitis",         "pancreatitis", "stroke"};

bool Below(const Lexicon& lexicon, std::string_view id, std::string_view root) {
  return id == root || lexicon.IsA(TermKind::kCondition, id, root);
}

bool IsTestWord(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kFiller, Cue::kStatus, Cue::kKnown, Cue::kFor, Cue::kBefore,
                     Cue::kInhibitor, Cue::kDiagnosis, Cue::kOr, Cue::kAnd}) ||
         r.IsAnyMark(i, "()[]-/,:") || r.IsAny(i, {Cue::kAllOf, Cue::kAnyOf}) || r.Find(i, TermKind::kPlain) != nullptr ||
         r.WordStarts(
             i, {"serolog", "antibod", "antigen", "surface", "screen", "test",    "titer", "core",
                 "viral",   "virus",   "hbs",     "dna",     "rna",    "by",      "is",    "pcr",
                 "total",   "hbc",     "blood",   "type",    "elisa",  "western", "immuno"});
}

}  // namespace

const Entry* QualityRow(const Lexicon& lexicon, std::string_view id) {
  return lexicon.Find(TermKind::kQuality, id);
}

IllnessQuality QualityById(const Lexicon& lexicon, std::string_view id) {
  return {QualityRow(lexicon, id), false};
}

bool IsCancerWord(const Reading& r, int i) {
  // "Prior tumor genotyping": of this one.
  if (r.WordStarts(i + 1, {"test", "genotyp", "biops", "tissue", "sample", "specimen", "sequenc", "profil", "molecular"})) return false;
  // "Prior cancer therapy", "other agents to treat cancer": of a therapy.
  if (r.WordStarts(i + 1, {"therap", "treatment", "drug", "vaccin", "directed", "chemo", "immun", "medic"}) || r.WordIsAny(i - 1, {"treat", "treating", "to treat", "against", "targeting"})) return false;
  if (const Entry* disease = r.Find(i, TermKind::kDisease))
    return disease->id == "cancer" || disease->id == "solid_tumor";
  return r.Is(i, Cue::kDiseaseWord) &&
         r.WordIsAny(i, {"cancer", "cancers", "malignancy", "malignancies", "tumor", "tumors", "neoplasm", "neoplasms", "carcinoma", "carcinomas"});
}

bool IsIllness(const Lexicon& lexicon, const Illness& illness, std::string_view ancestor) {
  return std::any_of(illness.ids.begin(), illness.ids.end(),
                     [&](const std::string& id) { return Below(lexicon, id, ancestor); });
}

bool IsEvent(std::string_view condition) {
  return std::find(std::begin(kEvents), std::end(kEvents), condition) != std::end(kEvents);
}

bool EndsWithTime(const Lexicon& lexicon, std::string_view condition) {
  return std::any_of(std::begin(kTimed), std::end(kTimed),
                     [&](std::string_view root) { return Below(lexicon, condition, root); });
}

bool SameKind(const Lexicon& lexicon, std::string_view a, std::string_view b) {
  if (Below(lexicon, a, b) || Below(lexicon, b, a)) return true;
  const Entry* one = lexicon.Find(TermKind::kCondition, a);
  return one != nullptr &&
         std::any_of(one->parents.begin(), one->parents.end(),
                     [&](const std::string& parent) { return Below(lexicon, b, parent == "heart_disease" ? "cardiovascular_disease" : parent); });
}

bool IsInfection(const Reading& r, int i) {
  const Entry* condition = r.Find(i, TermKind::kCondition);
  if (condition == nullptr) return false;
  return Below(r.lexicon(), condition->id, "active_infection") ||
         Below(r.lexicon(), condition->id, "hepatitis") || condition->id == "hiv";
}

std::optional<int> WeighedTailAt(const Reading& r, Clause clause, int i,
                                 const std::function<bool(int)>& names_illness) {
  auto weighs = [&](int k) {
    const Entry* row = r.Find(k, TermKind::kQuality);
    if (row != nullptr && row->id == "weighed") return true;
    return r.Find(k, TermKind::kLogistics) != nullptr &&
           r.WordContains(k, {"complian", "interfere", "jeopard", "confound", "interpret", "risk",
                              "compromise"});
  };
  int verb = -1;
  if (r.Is(i, Cue::kWho) || r.WordIsAny(i, {"deemed", "considered", "felt", "thought"}) || r.WordStarts(i, {"judged"}) ||
      r.WordIsAny(i, {"sufficient", "sufficiently", "severe enough", "so", "enough"})) {
    for (int k = i + 1; k < clause.end && k < i + 14 && verb < 0; ++k) {
      if (weighs(k)) verb = k;
      bool breaks = r.IsAnyMark(k, ";") || names_illness(k) ||
                    (r.at(k).used && !r.IsAny(k, {Cue::kMust})) || r.IsNumber(k) ||
                    r.IsAny(k, {Cue::kExcept, Cue::kUnless, Cue::kIncluding});
      if (breaks && verb < 0) return std::nullopt;
    }
  } else if (weighs(i) && (r.WordContains(i, {"ing"}) || r.WordStarts(i, {"that ", "which ", "incompatible"}))) {
    verb = i;
  }
  if (verb < 0) return std::nullopt;
  int last = verb;
  int depth = 0;
  for (int k = verb + 1; k < clause.end; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')') && --depth < 0) break;
    if (r.IsMark(k, ';') || r.IsMark(k, ':') || r.IsNumber(k) || r.IsComparison(k)) break;
    if (r.IsAny(k, {Cue::kExcept, Cue::kUnless, Cue::kIncluding, Cue::kHowever, Cue::kMust,
                    Cue::kPermitted, Cue::kExcluded}))
      break;
    // "... or patients unable to swallow": others.
    if (r.Is(k, Cue::kOr) && r.WordStarts(k + 1, {"patients"})) break;
    bool starts = names_illness(k) || (r.IsKind(k, Item::Kind::kTerm) && r.at(k).used);
    // "Resulting in jaundice or coagulation defects": the second is a result as well.
    const bool result = starts && names_illness(k) && r.WordStarts(verb, {"result", "causing", "leading"}) && r.IsAny(k - 1, {Cue::kOr, Cue::kAnd}) && names_illness(k - 2);
    if (starts && !result) {
      int back = k - 1;
      while (back > verb &&
             (r.Is(back, Cue::kFiller) || r.Is(back, Cue::kKnown) || r.Is(back, Cue::kPrior) ||
              r.Is(back, Cue::kActive) || r.Is(back, Cue::kClinicallySignificant)))
        --back;
      if (r.IsAny(back, {Cue::kOr, Cue::kAnd}) || r.IsMark(back, ',')) {
        last = std::min(last, back - 1);
        // What was passed on the way to the list's next illness stays in.
        return std::max(verb, back - 1);
      }
    }
    last = k;
  }
  while (last > verb && r.IsAnyMark(last, ",(")) --last;
  return last;
}

std::optional<NeedReading> NeedAt(const Reading& r, Clause clause, int i) {
  const bool who_need = r.WordIsAny(i, {"need", "needs"}) && r.Is(i - 1, Cue::kWho);
  if (!who_need && !r.WordStarts(i, {"requir", "currently requir", "needing", "needed", "need "}) && !r.WordIs(i, "that required"))
    return std::nullopt;
  struct Object {
    const char* quality;
    std::initializer_list<std::string_view> words;
  };
  const Object objects[] = {
      {"needs_steroids", {"steroid", "glucocorticoid", "prednis", "dexameth"}},
      {"needs_antibiotics", {"antibiotic", "antimicrobial", "anti-infective", "antibacterial", "antiviral", "antifungal", "infective"}},
      {"needs_oxygen", {"oxygen"}},
      {"needs_hospitalization", {"hospital", "inpatient"}},
      {"needs_drainage", {"drain", "paracentes", "thoracentes", "thoracocent", "puncture"}},
      {"needs_systemic_treatment", {"immunosup", "systemic", "disease modifying"}},
      {"needs_surgery", {"surg", "pacemaker", "stent"}},
      {"needs_insulin", {"insulin"}},
      {"needs_treatment", {"medic", "drug", "therap", "treatment", "interven", "coagul", "anticonvuls", "epileptic", "arrhythm", "digoxin", "management", "transfus", "bronchodilat", "psychotic", "agent"}}};
  int best = -1, last = i, depth = 0;
  bool suppressed = false, high_dose = false;
  for (int k = i; k < clause.end && k < i + 14; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')') && --depth < 0) break;
    bool turns =
        r.IsAnyMark(k, ";") ||
        r.IsAny(k, {Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kWho, Cue::kIncluding, Cue::kHowever,
                    Cue::kMust, Cue::kPermitted, Cue::kExcluded, Cue::kInvestigator}) ||
        r.IsComparison(k);
    if (k > i && (turns || AnyWindowAt(r, clause, k) || r.IsNumber(k))) break;
    const Entry* condition = r.Find(k, TermKind::kCondition);
    if (k > i && condition != nullptr && condition->id != "oxygen_dependence" &&
        condition->id != "hospitalization" && condition->id != "active_infection")
      break;
    for (int o = 0; o < static_cast<int>(std::size(objects)); ++o) {
      bool said = std::any_of(objects[o].words.begin(), objects[o].words.end(), [&](std::string_view word) { return base::ContainsIgnoreCase(r.Word(k), word); });
      if (!said) continue;
      if (best < 0 || o < best) best = o;
      suppressed = suppressed || r.WordContains(k, {"immunosup"});
      high_dose = high_dose || r.WordContains(k, {"high-dose", "high dose"}) || r.WordContains(k - 1, {"high-dose", "high dose"});
      last = k;
    }
  }
  if (best < 0) return std::nullopt;
  // "... antibiotics, or": the words of what is needed end where they were last understood.
  // "Steroids or immunosuppressive agents": either will do.
  if (best == 0 && high_dose) return NeedReading{"needs_high_dose_steroids", last};
  if (best == 0 && suppressed && HasCue(r, i, last, {Cue::kOr})) return NeedReading{"needs_systemic_treatment", last};
  // "Insulin or tablets".
  if (std::string_view(objects[best].quality) == "needs_insulin" && HasCue(r, i, std::min(clause.end, last + 3), {Cue::kOr})) return NeedReading{"needs_treatment", last};
  const bool past = std::string_view(objects[best].quality) == "needs_treatment" && r.WordContains(i, {"required"});
  return NeedReading{past ? "needed_treatment" : objects[best].quality, last};
}

std::string EllipticIllness(const Reading& r, Clause clause, int i) {
  const auto joins_at = [&](int k) { return r.IsAny(k, {Cue::kOr, Cue::kAnd}) || r.IsAnyMark(k, ",/"); };
  if (i + 1 >= clause.end || !joins_at(i + 1)) return "";
  bool word = r.IsKind(i, Item::Kind::kWord) || (r.IsKind(i, Item::Kind::kTerm) && !r.at(i).cue);
  if (!word || r.at(i).used || r.Find(i, TermKind::kQuality) != nullptr ||
      r.Find(i, TermKind::kCondition) != nullptr)
    return "";
  for (int k = i + 1; k < clause.end && k < i + 9; ++k) {
    const bool joins = joins_at(k);
    if (r.Find(k, TermKind::kCondition) != nullptr) {
      std::string_view name = r.Word(k);
      size_t space = name.find_last_of(" \n");
      if (space == std::string_view::npos) return "";
      std::string whole = std::string(r.Word(i)) + " " + std::string(name.substr(space + 1));
      return std::string(r.lexicon().ResolveId(TermKind::kCondition, whole));
    }
    bool plain = joins || r.Is(k, Cue::kFiller) ||
                 ((r.IsKind(k, Item::Kind::kWord) || r.Find(k, TermKind::kQuality) != nullptr ||
                   r.Find(k, TermKind::kSite) != nullptr) &&
                  !r.at(k).used);
    if (!plain) return "";
  }
  return "";
}

Result ResultAt(const Reading& r, int i) {
  if (r.WordStarts(i, {"negative", "seronegativ", "nonreactive", "non-reactive", "not detected"})) {
    return r.WordStarts(i, {"negative for"}) ? Result::kNone : Result::kNegative;
  }
  if (r.WordStarts(i, {"positiv", "seropositiv", "reactive"})) return Result::kPositive;
  return Result::kNone;
}

bool OnlyTestWords(const Reading& r, int begin, int end) {
  for (int k = begin; k < end; ++k) {
    if (!IsTestWord(r, k)) return false;
  }
  return true;
}

const char* VirusOfResult(const Reading& r, int i) {
  if (r.WordContains(i, {"hcv", "hepatitis c"})) return "hepatitis_c";
  if (r.WordContains(i, {"hbv", "hepatitis b"})) return "hepatitis_b";
  if (r.WordContains(i, {"hiv"})) return "hiv";
  return nullptr;
}

std::optional<Illness> ReadBareQualities(Reading& r, int begin, int end) {
  Illness out;
  out.first = begin;
  out.last = end - 1;
  IllnessWay way;
  std::vector<int> used;
  bool alternative = false;
  for (int i = begin; i < end; ++i) {
    if (r.at(i).used) return std::nullopt;
    if (const Entry* row = r.Find(i, TermKind::kQuality); row != nullptr && row->id != "weighed") {
      bool denied = r.IsAny(i - 1, {Cue::kNot, Cue::kNo, Cue::kWithout}) && i > begin;
      if (alternative && !way.empty()) {
        out.ways.push_back(std::move(way));
        way = {};
      }
      way.push_back({row, denied});
      used.push_back(i);
      alternative = false;
      continue;
    }
    if (auto window = IllnessWindowAt(r, {begin, end}, i); window && out.window.empty()) {
      out.window = window->window;
      for (int k = i; k <= window->last; ++k) used.push_back(k);
      i = window->last;
      continue;
    }
    if (auto duration = ReadDuration(r, i, end); duration && out.window.empty() && !way.empty()) {
      out.window.at_least = duration->duration;
      for (int k = i; k <= duration->last; ++k) used.push_back(k);
      i = duration->last;
      continue;
    }
    alternative = alternative || r.Is(i, Cue::kOr);
    bool glue = r.IsAny(i, {Cue::kFiller, Cue::kAnd, Cue::kOr, Cue::kWith, Cue::kWho, Cue::kFor,
                            Cue::kBefore, Cue::kAtLeast, Cue::kNot, Cue::kNo, Cue::kWithout,
                            Cue::kDiseaseWord, Cue::kMoreThan, Cue::kReference, Cue::kTo,
                            Cue::kSince, Cue::kTreated, Cue::kInhibitor, Cue::kPrior, Cue::kPermitted,
                            Cue::kInvestigator, Cue::kOnly, Cue::kMostRecent, Cue::kStatus, Cue::kOngoing}) ||
                r.IsAnyMark(i, ",.()-") || r.IsComparison(i) ||
                (r.Find(i, TermKind::kLogistics) != nullptr && !r.WordContains(i, {"expect", "surviv"})) ||
                r.Find(i, TermKind::kPlain) != nullptr;
    if (!glue) return std::nullopt;
  }
  if (way.empty() && out.ways.empty()) return std::nullopt;
  if (!way.empty()) out.ways.push_back(std::move(way));
  // "No treatment, or disease free for 5 years": with more than one way the time is not for all.
  if (out.ways.size() > 1 && !out.window.empty()) return std::nullopt;
  for (int i : used) r.Use(i);
  return out;
}

Clause ReplacementExcepted(const Reading& r, Clause clause) {
  const int except = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  bool needs = false;
  for (int i = clause.begin; i < except && !needs; ++i) {
    const Entry* quality = r.Find(i, TermKind::kQuality);
    needs = quality != nullptr && quality->id.starts_with("needs_");
  }
  if (!needs) return {clause.end, clause.end};
  bool replacement = false;
  int i = except + 1;
  for (; i < clause.end; ++i) {
    const auto of = [&](TermKind kind) {
      const Entry* row = r.Find(i, kind);
      return row != nullptr && (r.lexicon().DrugIsA(row->id, "hormone_replacement") || r.lexicon().DrugIsA(row->id, "thyroid_hormone") || r.lexicon().DrugIsA(row->id, "insulin_class"));
    };
    const bool named = of(TermKind::kDrug) || of(TermKind::kDrugClass);
    replacement = replacement || named;
    if (!named && !r.IsAny(i, {Cue::kIncluding, Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kFor}) && !r.IsAnyMark(i, ",.()/") && !r.WordContains(i, {"replacement", "physiologic"})) return {clause.end, clause.end};
  }
  return replacement ? Clause{except, clause.end} : Clause{clause.end, clause.end};
}

}  // namespace trialmatch::rules
