#include "rules/read_study.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "absl/strings/str_cat.h"
#include "base/ascii.h"
#include "base/sha256.h"
#include "rules/parse/criteria.h"
#include "rules/parse/record/allowed_metastases.h"
#include "rules/parse/record/demanded_therapy.h"
#include "rules/parse/record/immune_rules.h"
#include "rules/parse/record/misplaced.h"
#include "rules/parse/record/one_sex.h"
#include "rules/parse/record/other_fields.h"
#include "rules/parse/record/own_target.h"
#include "rules/parse/record/rivals.h"
#include "rules/parse/record/silent_parts.h"
#include "rules/parse/record/structured.h"
#include "rules/parse/record/title.h"
#include "rules/parse/record/tumour_lines.h"
#include "rules/parse/record/turned_demands.h"

namespace trialmatch::rules {
namespace {

constexpr size_t kMaxTextBytes = 1 << 20;

bool IsUnderstoodRule(const Criterion& c) {
  return c.understood != Understood::kNone && c.topic != Topic::kLogistics && c.expression.kind != Expression::Kind::kAlways &&
         c.expression.kind != Expression::Kind::kOpaque;
}

// Some texts tell whom their parts take in the exclusion list: "Phase 1: patients not previously treated; Phase 2, group A: prior
// TKI is not permitted; group B: progression on a TKI is required". Where one of the parts inside the same part demands there, all of them are told there.
void MarkPartsToldByExclusion(TrialCriteria* out) {
  const size_t n = out->cohorts.size();
  std::vector<bool> told(n, false), demands(n + 1, false);   // by cohort; by parent, 0 for the top
  for (const Criterion& c : out->criteria) {
    if (c.section != Section::kExclusion || !IsUnderstoodRule(c)) continue;
    for (int index : c.cohorts) {
      const Cohort& cohort = out->cohorts[static_cast<size_t>(index)];
      if (cohort.kind != Cohort::Kind::kAlternative) continue;
      told[static_cast<size_t>(index)] = true;
      const bool demand = c.mood == Mood::kRequires || c.expression.kind == Expression::Kind::kLeaf;
      if (demand && !cohort.has_own_inclusion) demands[static_cast<size_t>(cohort.parent + 1)] = true;
    }
  }
  for (size_t i = 0; i < n; ++i) {
    if (told[i] && demands[static_cast<size_t>(out->cohorts[i].parent + 1)]) out->cohorts[i].has_own_inclusion = true;
  }
}

// "Phase 1b" over what holds for every substudy, and further down "substudy A, phase 1b" and "substudy B, phase 1b": the first is no way of its
// own, and what it asks is asked in each of the others.
void SpreadCrossedParts(TrialCriteria* out) {
  const size_t n = out->cohorts.size();
  std::vector<std::vector<int>> crossed(n);
  bool any = false;
  for (size_t i = 0; i < n; ++i) {
    const Cohort& whole = out->cohorts[i];
    if (whole.parent >= 0 || whole.kind != Cohort::Kind::kAlternative) continue;
    std::vector<int> inside;
    bool holds_parts = false;
    for (size_t k = 0; k < n; ++k) {
      const Cohort& part = out->cohorts[k];
      holds_parts = holds_parts || part.parent == static_cast<int>(i);
      const bool later = k > i && part.parent > static_cast<int>(i) && part.kind == Cohort::Kind::kAlternative;
      if (later && out->cohorts[static_cast<size_t>(part.parent)].parent < 0 && part.key.ends_with("/" + whole.key)) inside.push_back(static_cast<int>(k));
    }
    if (holds_parts || inside.size() < 2) continue;
    crossed[i] = std::move(inside);
    any = true;
  }
  if (!any) return;
  std::vector<int> at(n, -1);   // where a cohort stands without those
  std::vector<Cohort> left;
  for (size_t i = 0; i < n; ++i) {
    if (!crossed[i].empty()) continue;
    at[i] = static_cast<int>(left.size());
    left.push_back(std::move(out->cohorts[i]));
    if (left.back().parent >= 0) left.back().parent = at[static_cast<size_t>(left.back().parent)];
  }
  out->cohorts = std::move(left);
  for (Criterion& c : out->criteria) {
    std::vector<int> holds_for;
    for (const int index : c.cohorts) {
      std::vector<int> own = crossed[static_cast<size_t>(index)];
      if (own.empty()) own = {index};
      for (const int each : own) {
        if (std::find(holds_for.begin(), holds_for.end(), at[static_cast<size_t>(each)]) == holds_for.end()) holds_for.push_back(at[static_cast<size_t>(each)]);
      }
    }
    c.cohorts = std::move(holds_for);
  }
}

// An inclusion of its own that was understood, or its name among the arms, makes a cohort a way in.
void MarkWaysIn(const fetch::Study& study, TrialCriteria* out) {
  for (const Criterion& c : out->criteria) {
    if (c.section != Section::kInclusion || !IsUnderstoodRule(c)) continue;
    for (int index : c.cohorts) out->cohorts[static_cast<size_t>(index)].has_own_inclusion = true;
  }
  CloseDoorsOfValues(out);
  MarkPartsToldByExclusion(out);
  for (Cohort& cohort : out->cohorts) {
    std::string part = cohort.key.substr(cohort.key.rfind('/') + 1);
    for (const fetch::ArmGroup& arm : study.arm_groups) {
      std::string label = base::Lower(arm.label);
      size_t at = label.find(part);
      bool whole = at != std::string::npos && (at + part.size() == label.size() || std::isalnum(static_cast<unsigned char>(label[at + part.size()])) == 0);
      if (whole) cohort.has_own_inclusion = true;
    }
  }
}

// "Must meet all of the following to be eligible for randomization" over every inclusion: nothing comes before that step.
void EnrolAtOnlyStep(TrialCriteria* out) {
  for (size_t i = 0; i < out->cohorts.size(); ++i) {
    Cohort& step = out->cohorts[i];
    if (step.kind != Cohort::Kind::kStep || !step.later_step) continue;
    bool any = false, others = false;
    for (const Criterion& c : out->criteria) {
      if (c.section != Section::kInclusion || !IsUnderstoodRule(c)) continue;
      const bool in = std::find(c.cohorts.begin(), c.cohorts.end(), static_cast<int>(i)) != c.cohorts.end();
      (in ? any : others) = true;
    }
    if (any && !others) step.later_step = false;
  }
}

// From the first leaf to the last.
base::Span SpanOfLeaves(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return e.span;
  base::Span span;
  for (const Expression& child : e.children) span = base::Cover(span, SpanOfLeaves(child));
  return span;
}

void Count(TrialCriteria* out) {
  size_t bytes = 0, understood = 0;
  for (const Criterion& c : out->criteria) {
    if (c.source != "eligibilityCriteria") continue;
    ++out->coverage.criteria;
    bytes += c.text.size();
    switch (c.understood) {
      case Understood::kFull:
        ++out->coverage.full;
        understood += c.text.size();
        break;
      case Understood::kPartial: {
        ++out->coverage.partial;
        understood += std::min<size_t>(SpanOfLeaves(c.expression).size(), c.text.size());
        break;
      }
      case Understood::kNone: ++out->coverage.none; break;
    }
  }
  out->coverage.bytes_understood = bytes == 0 ? 0 : static_cast<double>(understood) / static_cast<double>(bytes);
}

// Of tumours and stages that several inclusions ask for: which go together, and of whom each asks.
void CompareDemands(const Lexicon& lexicon, TrialCriteria* out) {
  JoinRivalTumours(lexicon, out);
  AskEachOfItsTumour(lexicon, out);
  AskOthersOfList(out);
  AskLinesOfTheirTumours(lexicon, out);
  SpareTumoursOfMeasurements(lexicon, out);
  JoinRivalExtents(lexicon, out);
  JoinRivalStages(lexicon, out);
}

}  // namespace

TrialCriteria ReadStudy(const fetch::Study& study, const Lexicon& lexicon) {
  TrialCriteria out;
  out.nct_id = study.nct_id;
  const std::string& text = study.eligibility_criteria;
  out.text_sha256 = base::Sha256Hex(text);
  std::optional<Grammar> own;
  const bool built_in = &lexicon == &Lexicon::BuiltIn();
  const Grammar& grammar = built_in ? Grammar::BuiltIn() : own.emplace(lexicon);
  auto note = [&](const char* id, std::string message) {
    out.diagnostics.push_back({base::Severity::kWarning, id, study.nct_id, std::nullopt, std::move(message)});
  };
  if (!study.eligibility_criteria_was_utf8) note("text.not_utf8", "the eligibility text was not UTF-8; bad bytes were replaced");
  bool blank = std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c) != 0; });
  if (blank) {
    note("study.no_eligibility_text", "the study has no eligibility text");
  } else if (text.size() > kMaxTextBytes) {
    note("text.too_long", absl::StrCat("the eligibility text has ", text.size(), " bytes, more than ", kMaxTextBytes, "; it is kept as one unread criterion"));
    Criterion c;
    c.id = "I1";
    c.span = c.body = {0, static_cast<uint32_t>(text.size())};
    c.text = text;
    c.expression = Expression::Opaque(c.span);
    out.criteria.push_back(std::move(c));
  } else {
    ReadCriteria(grammar, text, {}, &out);
    if (const std::vector<base::Span> misplaced = MisplacedExclusions(out); !misplaced.empty()) {
      TrialCriteria again;
      again.nct_id = std::move(out.nct_id);
      again.text_sha256 = std::move(out.text_sha256);
      ReadCriteria(grammar, text, misplaced, &again);
      out = std::move(again);
      note("outline.misplaced", absl::StrCat(misplaced.size(), " inclusions that nobody asks for are read as exclusions"));
    }
  }
  SpreadCrossedParts(&out);
  EnrolAtOnlyStep(&out);
  constexpr size_t kMostCriteria = 1000;   // of a protocol; what compares each with each other is not asked of more
  if (out.criteria.size() <= kMostCriteria) CompareDemands(lexicon, &out);
  SpareOwnTarget(lexicon, &out);
  ForbidImmunosuppressantsButSteroids(grammar, text, &out);
  LeaveHivToItsOwnRule(&out);
  if (out.criteria.size() <= kMostCriteria) SpareDemandedTherapy(lexicon, &out);
  AskForOneSex(text, &out);
  GiveUpTurnedDemands(study, lexicon, &out);
  ReadStructuredFields(grammar, study, &out);
  if (out.criteria.size() <= kMostCriteria) ReadTitle(grammar, study, &out);
  ForbidOwnCancer(study, &out);
  JoinAllowedMetastases(&out);
  JoinPartsThatReferToOthers(&out);
  MarkWaysIn(study, &out);
  ShowRulesOfSilentParts(&out);
  Count(&out);
  return out;
}

std::string RulesVersion(const Lexicon& lexicon) { return absl::StrCat("2026.11-", std::string(lexicon.version())); }

}  // namespace trialmatch::rules
