#ifndef TRIALMATCH_MATCHER_EVALUATE_ALTERATIONS_H_
#define TRIALMATCH_MATCHER_EVALUATE_ALTERATIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// What one line of `biomarkers` says about one alteration of one gene.
enum class Evidence : uint8_t {
  kNothing,     // about something else
  kHas,
  kDenies,      // tested, not found
  kOpen,        // perhaps: indeterminate, or told less exactly than asked
  kNotTested,
};

// An alteration as a text asks for it.
struct WantedAlteration {
  std::string_view gene;                    // id of gene.tsv
  std::string_view alteration;              // id of alteration.tsv; "" is any
  const std::vector<std::string>& details;  // any of these; empty: any
  bool resistance = false;
};

Evidence EvidenceOf(const Biomarker& biomarker, const WantedAlteration& wanted, const rules::Lexicon& lexicon);

// KindRelations::TypeOf of the lines of `biomarkers`, in the order of the profile. Requires a memo.
const std::vector<int32_t>& KeptBiomarkerTypes(const EvaluationContext& context);

// What each line of `biomarkers` says about the alteration, in the order of the profile; worked out once a kind of line where there is a memo.
std::vector<Evidence> EvidenceOfAll(const WantedAlteration& wanted, const EvaluationContext& context);

// True when a complete `biomarkers` section rules out what it does not mention: fusions, mutations and amplifications of driver genes,
// never expression, loss or anything that is scored.
bool ClosedByComplete(const WantedAlteration& wanted, const rules::Lexicon& lexicon);

bool IsDriver(const rules::Lexicon& lexicon, std::string_view gene);

// "G1202R/L1196M" -> "g1202r", "l1196m"; "p." taken off, hyphens as spaces.
std::vector<std::string> SplitDetail(std::string_view detail);

// Whether a mutation as written ("G1202R") is what is asked ("G1202R", "I1171*", "EGFR:exon 19 deletion", another spelling of the table).
bool DetailMatches(std::string_view written, std::string_view asked, std::string_view gene, const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_ALTERATIONS_H_
