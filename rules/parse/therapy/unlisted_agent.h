#ifndef TRIALMATCH_RULES_PARSE_THERAPY_UNLISTED_AGENT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_UNLISTED_AGENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/therapy/treatment_anchors.h"

namespace trialmatch::rules {

// "alk" has the class alk_tki, "mek" has mek_inhibitor; "" for a target without inhibitors.
std::string ClassAgainst(const Lexicon& lexicon, std::string_view target);
// The same of the mutation that stands at `i`: "KRAS G12C".
std::string ClassAgainstMutation(const Reading& reading, int i);

// Of the gene, or of the name it is written with ("PI3K").
std::string ClassOfGene(const Lexicon& lexicon, const Entry& gene, std::string_view written);
// "Any agent targeting HER2": inhibitors, antibodies and conjugates; one that no table knows where there is none.
void AddAgentsOfGene(const Lexicon& lexicon, const Entry& gene, std::string_view written, std::vector<std::string>* ids);

// A code that no table knows: "CCR8", "PVRIG", "XB002".
bool IsCode(const Reading& reading, int i);

// "anti-CD137", "PVRIG-targeted therapy", "HGF inhibitors": an agent against a target that no table
// knows. No drug of the tables is one.
std::optional<TreatmentAnchor> UnlistedAgent(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_UNLISTED_AGENT_H_
