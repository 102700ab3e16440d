#include "matcher/explain/explained_trial.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/explain/plain/criterion_words.h"
#include "matcher/explain/words.h"
#include "matcher/index/trial_facts.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kQuoteLetters = 2000;

Standing StandingOf(const TrialResult& trial, int index) {
  const CriterionResult& result = trial.results[index];
  if (!result.decides) return Standing::kSiteChecks;
  if (result.truth == base::Truth::kMet) return Standing::kMet;
  if (result.truth == base::Truth::kNotMet) return Standing::kNotMet;
  const auto& unread = trial.not_understood;
  return std::find(unread.begin(), unread.end(), index) != unread.end() ? Standing::kNotRead : Standing::kUnknown;
}

std::string TimeInWords(const CriterionResult& result) {
  std::string out;
  if (result.lifts_on) {
    absl::StrAppend(&out, "This passes on ", DayInWords(*result.lifts_on));
    if (!result.needs_stop.empty()) {
      absl::StrAppend(&out, ", if ", absl::StrJoin(result.needs_stop, " and "), " stopped first. Only with your oncologist");
    }
    out += ".";
  }
  if (result.closes_on) absl::StrAppend(&out, out.empty() ? "" : " ", "This holds until ", DayInWords(*result.closes_on), ".");
  return out;
}

std::vector<MissingFact> MissingOf(const CriterionResult& result, const PlainWords& words) {
  std::vector<MissingFact> out;
  for (const Reason& reason : result.reasons) {
    for (const std::string& need : reason.needs) {
      MissingFact missing = words.Missing(need);
      const bool told = std::any_of(out.begin(), out.end(), [&](const MissingFact& other) { return other.what == missing.what; });
      if (!told) out.push_back(std::move(missing));
    }
  }
  return out;
}

ExplainedCriterion ExplainCriterion(const TrialResult& trial, int index, const PlainWords& words, std::vector<std::string>* terms) {
  const CriterionResult& result = trial.results[index];
  const rules::Criterion& criterion = *result.criterion;
  const PlainCriterion plain = InPlainWords(criterion, *trial.criteria, words.labels());
  terms->insert(terms->end(), plain.terms.begin(), plain.terms.end());
  ExplainedCriterion out{.id = criterion.id,
                         .field = criterion.source == "eligibilityCriteria" ? "" : criterion.source,
                         .exclusion = criterion.section == rules::Section::kExclusion,
                         .original = OneLine(QuotedText(criterion, *trial.study), kQuoteLetters),
                         .plain = plain.text,
                         .scope = plain.scope,
                         .standing = StandingOf(trial, index),
                         .because = {},
                         .missing = {},
                         .time = TimeInWords(result)};
  if (result.decides) out.because = words.reasons().SayAll(result);
  if (result.decides && result.truth == base::Truth::kUnknown) out.missing = MissingOf(result, words);
  return out;
}

}  // namespace

const char* StandingInWords(Standing standing) {
  switch (standing) {
    case Standing::kMet:
      return "met";
    case Standing::kNotMet:
      return "not met";
    case Standing::kUnknown:
      return "not known";
    case Standing::kNotRead:
      return "not read";
    case Standing::kSiteChecks:
      return "site checks";
  }
  return "";
}

int ExplainedTrial::Count(Standing standing) const {
  return static_cast<int>(std::count_if(criteria.begin(), criteria.end(), [&](const ExplainedCriterion& each) { return each.standing == standing; }));
}

std::vector<std::string> VerdictInWords(const TrialResult& trial) {
  std::vector<std::string> out;
  switch (trial.verdict) {
    case Verdict::kLikely:
      out.emplace_back("Likely fits: nothing that we know stands against it.");
      break;
    case Verdict::kPossible:
      out.emplace_back("Possible: nothing stands against it, and something is still to find out.");
      if (trial.text_gap != TextGap::kNone) out.emplace_back(TextGapInWords(trial.text_gap));
      break;
    case Verdict::kLater:
      out.push_back(trial.eligible_from ? absl::StrCat("Later: could fit from ", DayInWords(*trial.eligible_from), ".") : "Later.");
      break;
    case Verdict::kExcluded:
      out.emplace_back("Not now: something stands against it.");
      break;
  }
  if (const size_t n = trial.read_in_part.size(); n > 0 && trial.verdict != Verdict::kExcluded) {
    out.push_back(n == 1 ? "One demand was read only in part: its other words may ask for more. Please read it." : absl::StrCat(n, " demands were read only in part: their other words may ask for more. Please read them."));
  }
  if (trial.eligible_until) out.push_back(absl::StrCat("This door closes after ", DayInWords(*trial.eligible_until), "."));
  if (!trial.needs_stop.empty()) {
    out.push_back(absl::StrCat("Would have to stop first, only with your oncologist: ", absl::StrJoin(trial.needs_stop, ", "), "."));
  }
  for (const int index : trial.closed_cohorts) {
    out.push_back(absl::StrCat("This part takes no new people: ", OneLine(trial.criteria->cohorts[index].name, 160), "."));
  }
  return out;
}

std::vector<std::string> KindOfStudy(const fetch::Study& study) {
  std::vector<std::string> out;
  for (const std::string& phase : study.phases) {
    if (phase != "NA") out.push_back("trial/" + absl::AsciiStrToLower(phase));
  }
  if (study.study_type == "OBSERVATIONAL" || study.study_type == "EXPANDED_ACCESS") out.push_back("trial/" + absl::AsciiStrToLower(study.study_type));
  if (study.allocation == "RANDOMIZED") out.emplace_back("trial/randomized");
  if (study.allocation == "NON_RANDOMIZED") out.emplace_back("trial/one_group");
  if (!study.masking.empty()) out.emplace_back(study.masking == "NONE" ? "trial/open_label" : "trial/blinded");
  const bool placebo_arm = std::any_of(study.arm_groups.begin(), study.arm_groups.end(), [](const fetch::ArmGroup& arm) { return arm.type == "PLACEBO_COMPARATOR"; });
  const bool placebo = std::any_of(study.interventions.begin(), study.interventions.end(),
                                   [](const fetch::Intervention& each) { return absl::StrContains(absl::AsciiStrToLower(each.name), "placebo"); });
  if (placebo_arm || placebo) out.emplace_back("trial/placebo");
  return out;
}

ExplainedTrial ExplainTrial(const TrialResult& trial, const PlainWords& words) {
  const fetch::Study& study = *trial.study;
  ExplainedTrial out{.nct_id = study.nct_id,
                     .title = OneLine(TitleOf(study), 300),
                     .verdict = trial.verdict,
                     .verdict_words = VerdictInWords(trial),
                     .kind = words.Explain(KindOfStudy(study)),
                     .criteria = {},
                     .drugs = DrugLines(FindTrialFacts(study, *trial.criteria, words.lexicon()).drugs, words),
                     .cautions = trial.cautions,
                     .glossary = {}};
  std::vector<std::string> terms;
  for (int i = 0; i < static_cast<int>(trial.results.size()); ++i) out.criteria.push_back(ExplainCriterion(trial, i, words, &terms));
  std::stable_sort(out.criteria.begin(), out.criteria.end(), [](const ExplainedCriterion& a, const ExplainedCriterion& b) { return a.exclusion < b.exclusion; });
  out.glossary = words.Explain(terms);
  return out;
}

}  // namespace trialmatch::matcher
