#ifndef TRIALMATCH_MATCHER_REPORT_H_
#define TRIALMATCH_MATCHER_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/truth.h"
#include "fetch/study.h"
#include "rules/criterion.h"

namespace trialmatch::matcher {

enum class Verdict : uint8_t { kLikely, kPossible, kLater, kExcluded };
const char* VerdictName(Verdict verdict);   // "likely", "possible", "later", "excluded"

// Why one leaf use is not met, or what it lacks. Reasons stand in a canonical order: place of the leaf, patient fact, missing fact.
struct Reason {
  base::Span leaf;                       // empty when the criterion came from another field
  std::string because;                   // "lorlatinib ended 2025-12-20, 26 days ago; 28 days needed"
  std::vector<std::string> needs;        // profile paths that are missing: "labs.qtcf"
};

// A criterion as it came out for the patient.
struct CriterionResult {
  const rules::Criterion* criterion = nullptr;   // into the TrialCriteria given to the matcher
  base::Truth truth = base::Truth::kUnknown;
  bool decides = true;                           // false: shown only (checked by the study site, or asked by a later step)
  std::vector<Reason> reasons;                   // of what is not met or unknown; for kMet of what met it
  std::optional<base::Day> lifts_on;             // not met today, no longer failing from this day on
  std::optional<base::Day> closes_on;            // holds today; the last day on which it does
  std::vector<std::string> needs_stop;           // drugs that would have to stop for lifts_on
};

struct Signal {
  std::string name;      // row of signal.tsv
  double value = 0;      // [0, 1]
  double weight = 0;
  std::string because;   // plain words
};

struct Caution {
  std::string id;        // "immunotherapy_alone"
  std::string text;      // plain words
  std::string source;
};

struct NearestSite {
  fetch::Location site;
  std::string country_code;   // ISO 3166 alpha-2; "" when the registry's name is not known
  std::optional<double> km;   // on the mean sphere, for ranking; PrintedKm() is what a person reads
  bool open = false;          // study and site both take patients
  fetch::GeoPoint from, to;   // the patient and the site, when there is `km`
};

// What a text lacks, so that its trial is at most possible whatever the patient's facts are.
enum class TextGap : uint8_t {
  kNone,
  kNoText,            // the record has no eligibility text
  kMostlyUnread,      // most of it was not understood
  kPartNotDescribed,  // it names a part of the study without its demands
  kTumourNotNamed,    // no criterion that was read says which cancer is asked for
};
// "no_text", "mostly_unread", "part_not_described", "tumour_not_named"; "" for kNone.
std::string_view TextGapName(TextGap gap);

struct TrialResult {
  const fetch::Study* study = nullptr;
  const rules::TrialCriteria* criteria = nullptr;
  int rank = 0;                                 // from 1
  Verdict verdict = Verdict::kPossible;
  bool recruiting = true;                       // offered as an option; with --any-status always true
  double score = 0;                             // [0, 1]
  std::string cohort;                           // the way in that decided; "" for the base criteria
  std::vector<std::string> other_cohorts;       // others that would take the patient
  std::vector<int> closed_cohorts;              // indexes into criteria->cohorts: every way in is closed, hence excluded
  std::optional<base::Day> eligible_from;       // the first day on which nothing fails
  std::optional<base::Day> eligible_until;      // the last day before a closing window ends
  std::vector<std::string> needs_stop;
  std::vector<Signal> signals;
  std::vector<Caution> cautions;
  std::vector<CriterionResult> results;         // every criterion of the way in, in text order
  // Indexes into `results`:
  std::vector<int> blocking;                    // failing, the most decisive first
  std::vector<int> unknown;                     // unknown for want of a fact
  std::vector<int> not_understood;              // unknown because the text was not understood (in full)
  std::vector<int> read_in_part;                // met as far as read; unread words of them may ask for more
  TextGap text_gap = TextGap::kNone;            // only with `possible`
  int checked_at_site = 0;
  std::optional<NearestSite> nearest_site;
};

struct Counts {
  int likely = 0, possible = 0, later = 0, excluded = 0, not_recruiting = 0;
};

struct MatchReport {
  std::string patient_id, as_of, profile_sha256, rules_version;
  base::Day decided_on;
  std::string registry_source, registry_data_timestamp, registry_sha256;
  Counts counts;
  std::vector<TrialResult> trials;              // by rank
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_REPORT_H_
