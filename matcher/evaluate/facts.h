#ifndef TRIALMATCH_MATCHER_EVALUATE_FACTS_H_
#define TRIALMATCH_MATCHER_EVALUATE_FACTS_H_

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.h"
#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// What several leaf kinds read from a profile, and how one fact implies another.

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A number that lies somewhere in [low, high].
struct Interval {
  double low = 0;
  double high = kInfinity;
  bool exact() const { return low == high; }
};

// Met when every value of the interval lies in the bounds, not met when none does.
base::Truth Within(Interval value, const base::Bounds& bounds);

// "at most 1 allowed", "at least 18 needed", "0 to 2 needed", with the unit behind the numbers.
std::string DescribeBounds(const base::Bounds& bounds, std::string_view unit = {});

// True when the facts may be more than 30 days older than the decision: what changes from week to week is then unknown.
bool IsStale(const EvaluationContext& context);
// "as of 2026-01-15".
std::string AsOf(const EvaluationContext& context);

// Completed years on the day of decision (age never lifts, so `day` does not count); nullopt: not told.
std::optional<Interval> AgeYears(const EvaluationContext& context);

// An id as words: "lung adenocarcinoma".
std::string DisplayName(std::string_view id);
// "a, b or c"; long lists are cut after four.
std::string JoinNames(const std::vector<std::string>& ids);

// `id` against `wanted` in one hierarchy: met when it is `wanted` or below it, unknown when above it or when both have something below
// them in common, not met when they are disjoint.
base::Truth IsKindOf(const rules::Lexicon& lexicon, rules::TermKind kind, std::string_view id, std::string_view wanted);

base::Truth IsKindOf(const EvaluationContext& context, rules::TermKind kind, std::string_view id, std::string_view wanted);

// The rows of disease.tsv that the patient's cancer is. Type and histology together ("nsclc" and "adenocarcinoma" are lung_adenocarcinoma);
// a histology that cannot be of the type has replaced it (transformation to small cell). Empty: not told, or a name nobody knows.
std::vector<std::string> PatientDiseases(const EvaluationContext& context);
// Whether the patient's cancer is `disease`; unknown when nothing is told.
base::Truth HasDisease(const EvaluationContext& context, std::string_view disease);

// A written stage group: 0 to 4, letter and digit as far as written.
struct Stage {
  int group = -1;
  char letter = 0;
  char digit = 0;
};
std::optional<Stage> ParseStage(std::string_view text);

// Metastatic as told or implied by stage, M or metastases.
base::Truth IsMetastatic(const EvaluationContext& context);
// Metastasis in a site of site.tsv (with all below it), from cancer.metastases, brain and stage.
base::Truth HasMetastasisIn(const EvaluationContext& context, std::string_view site);

// A LeafOutcome in one line.
LeafOutcome Outcome(base::Truth truth, std::string because, std::vector<std::string> needs = {});

// Sorted, without repeats.
void Canonicalize(std::vector<std::string>& values);
void Canonicalize(std::vector<base::Day>& days);

// Adds what `other` brought along (breakpoints, needs, needs_stop, worry); truth and because stay.
void Absorb(LeafOutcome& outcome, const LeafOutcome& other);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_FACTS_H_
