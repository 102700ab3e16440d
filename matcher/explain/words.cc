#include "matcher/explain/words.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/ascii.h"

namespace trialmatch::matcher {
namespace {

struct Wording {
  std::string_view path;
  std::string_view words;
};

// Ordered by path; docs/profile.md has the paths.
constexpr Wording kWordings[] = {
    {"age_years", "the age"},
    {"allergies", "allergies"},
    {"biomarkers", "which gene tests of the tumour were done, and their results"},
    {"birth_date", "the age"},
    {"brain", "the latest brain scan: metastases, treated or not, stable or growing"},
    {"brain.count", "how many brain metastases there are"},
    {"brain.largest_mm", "how large the largest brain metastasis is"},
    {"brain.last_imaging", "when the brain was last scanned"},
    {"brain.leptomeningeal", "whether the lining of the brain (leptomeninges) is affected"},
    {"brain.metastases", "whether there are brain metastases, and whether they were treated"},
    {"brain.stable", "whether the brain metastases are stable"},
    {"brain.stable_since", "since when the brain metastases are stable"},
    {"brain.steroids", "whether steroids are taken for the brain, and whether the dose is stable"},
    {"brain.steroid_prednisone_mg_per_day", "the daily dose of steroids"},
    {"brain.symptomatic", "whether the brain metastases cause symptoms"},
    {"brain.treated_on", "when the brain metastases were treated"},
    {"cancer.diagnosed", "when the cancer was found"},
    {"cancer.histology", "the cell type in the pathology report (adenocarcinoma, squamous, ...)"},
    {"cancer.measurable", "whether a scan shows a tumour that can be measured"},
    {"cancer.metastases", "where the cancer has spread to"},
    {"cancer.progressed_on", "when the cancer last grew"},
    {"cancer.progressing", "whether the cancer is growing at present"},
    {"cancer.resectable", "whether surgeons think that it can be removed"},
    {"cancer.setting", "whether the cancer is operable, locally advanced or metastatic"},
    {"cancer.stage", "the stage, with the edition of the staging system"},
    {"cancer.stage_edition", "the edition of the staging system (7, 8 or 9)"},
    {"cancer.surgery_planned", "whether an operation is planned"},
    {"cancer.type", "the kind of cancer"},
    {"conditions", "other illnesses, present and past"},
    {"facts.can_swallow", "whether tablets can be swallowed"},
    {"facts.in_another_trial", "taking part in another trial"},
    {"height_cm", "the height"},
    {"labs.albumin", "albumin in the blood"},
    {"labs.alkaline_phosphatase", "alkaline phosphatase in the blood"},
    {"labs.alt", "the liver value ALT"},
    {"labs.amylase", "the pancreas value amylase"},
    {"labs.anc", "the count of neutrophils (white blood cells)"},
    {"labs.ast", "the liver value AST"},
    {"labs.ast_alt", "the liver values AST and ALT"},
    {"labs.calcium", "calcium in the blood"},
    {"labs.creatinine", "the kidney value creatinine"},
    {"labs.creatinine_clearance", "the kidney function (creatinine clearance)"},
    {"labs.hemoglobin", "hemoglobin"},
    {"labs.inr", "the clotting value INR"},
    {"labs.lipase", "the pancreas value lipase"},
    {"labs.lvef", "the pumping strength of the heart (LVEF)"},
    {"labs.platelets", "the count of platelets"},
    {"labs.qtcf", "the QTc interval of a recent ECG"},
    {"labs.spo2", "the oxygen saturation"},
    {"labs.systolic_bp", "the blood pressure"},
    {"labs.total_bilirubin", "bilirubin"},
    {"labs.upcr", "protein in the urine"},
    {"labs.urine_protein_dipstick", "protein in the urine"},
    {"labs.urine_protein", "protein in the urine"},
    {"labs.wbc", "the count of white blood cells"},
    {"location", "the place of living"},
    {"medications", "all medicines that are taken"},
    {"performance.ecog", "daily activity (ECOG, as the doctor rates it)"},
    {"performance.karnofsky", "daily activity (Karnofsky, as the doctor rates it)"},
    {"pregnancy.breastfeeding", "whether she breastfeeds"},
    {"pregnancy.can_become_pregnant", "whether she can become pregnant"},
    {"pregnancy.pregnant", "whether she is pregnant"},
    {"sex", "the sex"},
    {"smoking", "smoking, now and in the past"},
    {"treatments", "all treatments so far, with dates and how each ended"},
    {"weight_kg", "the weight"},
};

// "treatments.0.end" and "treatments[0].end" mean a field of one treatment.
std::string_view LastField(std::string_view path) {
  const size_t dot = path.find_last_of("./");
  return dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
}

bool IsIndex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

std::string Spaced(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string_view TreatmentField(std::string_view field) {
  if (field == "end" || field == "last_dose") return "when a treatment ended";
  if (field == "start") return "when a treatment began";
  if (field == "outcome" || field == "progressed_on")
    return "how a treatment ended (growth, side effects, completed)";
  if (field == "intent" || field == "line")
    return "what a treatment was for (before or after surgery, for metastatic disease)";
  if (field == "cycles") return "how many cycles were given";
  if (field == "dose_gy") return "the dose of radiation";
  if (field == "ongoing") return "whether a treatment still goes on";
  return "details of a treatment";
}

}  // namespace

std::string NeedInWords(std::string_view path) {
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  for (const Wording& wording : kWordings) {
    if (wording.path == path) return std::string(wording.words);
  }
  const size_t cut = path.find_first_of("./[");
  const std::string_view section = path.substr(0, cut);
  const std::string_view rest =
      cut == std::string_view::npos ? std::string_view() : path.substr(cut + 1);
  const std::string_view field = LastField(path);
  const bool one_treatment = section == "treatments" && cut != std::string_view::npos && path[cut] == '.' && rest == field && !IsIndex(rest);
  if (one_treatment) return "whether this was given: " + Spaced(rest);
  if (section == "treatments") return std::string(TreatmentField(field));
  if (section == "labs" && (field == "upper_limit" || field == "lower_limit")) {
    const std::string_view lab = path.substr(0, path.size() - field.size() - 1);
    return "the laboratory's limit of normal for " + NeedInWords(lab);
  }
  if (section == "labs") return "the value of " + Spaced(rest);
  if (section == "biomarkers" && !rest.empty() && !IsIndex(rest) && path[cut] != '[') {
    return "whether the tumour was tested for " + Spaced(rest.substr(0, rest.find('.'))) +
           ", and the result";
  }
  if (section == "conditions" && !rest.empty() && path[cut] != '[' &&
      !IsIndex(rest.substr(0, rest.find('.')))) {
    return "whether there is or was: " + Spaced(rest.substr(0, rest.find('.')));
  }
  if (section == "facts") return "whether this is so: " + Spaced(rest);
  const std::string section_key(section);
  for (const Wording& wording : kWordings) {
    if (wording.path == section_key) return std::string(wording.words);
  }
  std::string words = Spaced(path);
  std::replace(words.begin(), words.end(), '.', ' ');
  return words.empty() ? "more about the patient" : words;
}

std::string DayInWords(base::Day day) {
  static constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
  return std::to_string(day.day()) + " " + kMonths[day.month() - 1] + " " +
         std::to_string(day.year());
}

std::string PhasesInWords(const std::vector<std::string>& phases) {
  std::string out;
  for (const std::string& phase : phases) {
    if (phase == "NA") continue;
    if (phase == "EARLY_PHASE1") {
      out += out.empty() ? "early phase 1" : "/early 1";
    } else if (phase.starts_with("PHASE")) {
      out += (out.empty() ? "phase " : "/") + phase.substr(5);
    } else {
      out += (out.empty() ? "" : "/") + absl::AsciiStrToLower(phase);
    }
  }
  return out;
}

std::string StatusInWords(std::string_view overall_status) {
  if (overall_status == "ACTIVE_NOT_RECRUITING") return "active, not recruiting";
  if (overall_status == "ENROLLING_BY_INVITATION") return "by invitation";
  if (overall_status.empty()) return "status not told";
  std::string out = Spaced(overall_status);
  absl::AsciiStrToLower(&out);
  return out;
}

std::string StudyTypeInWords(std::string_view study_type) {
  if (study_type == "OBSERVATIONAL") return "observational study";
  if (study_type == "EXPANDED_ACCESS") return "expanded access";
  return "";
}

std::string_view TextGapInWords(TextGap gap) {
  switch (gap) {
    case TextGap::kNone:
      return "";
    case TextGap::kNoText:
      return "The registry gives no text on who may take part: ask the study.";
    case TextGap::kMostlyUnread:
      return "Most of the text on who may take part was not understood by this program: please read it.";
    case TextGap::kPartNotDescribed:
      return "The study has a part of which the text does not say who may take part: ask the study.";
    case TextGap::kTumourNotNamed:
      return "Nothing in the text was understood to say which cancer the study takes: please read it.";
  }
  return "";
}

std::string OneLine(std::string_view text, size_t limit) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool escape = c == '\\' && i + 1 < text.size() &&
                        std::ispunct(static_cast<unsigned char>(text[i + 1])) != 0;
    if (escape) continue;
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (static_cast<unsigned char>(c) >= 0x20 &&
               c != 0x7f) {  // no control bytes: the text is a stranger's, the terminal is ours
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (DisplayWidth(out) <= limit) return out;
  size_t end = 0, width = 0, last_space = 0;
  while (end < out.size() && width + 3 < limit) {
    if (out[end] == ' ') last_space = end;
    ++end;
    while (end < out.size() && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) ++end;
    ++width;
  }
  if (last_space > end / 2) end = last_space;
  return out.substr(0, end) + "...";
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return width;
}

std::string Wrap(std::string_view text, std::string_view first, std::string_view rest,
                 size_t width) {
  std::string out(first);
  size_t column = DisplayWidth(first);
  bool empty_line = true;
  size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && text[at] == ' ') ++at;
    size_t end = text.find(' ', at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view word = text.substr(at, end - at);
    at = end;
    if (word.empty()) break;
    const size_t size = DisplayWidth(word);
    if (!empty_line && column + 1 + size > width) {
      out += '\n';
      out += rest;
      column = DisplayWidth(rest);
      empty_line = true;
    }
    if (!empty_line) {
      out += ' ';
      ++column;
    }
    out += word;
    column += size;
    empty_line = false;
  }
  out += '\n';
  return out;
}

}  // namespace trialmatch::matcher
