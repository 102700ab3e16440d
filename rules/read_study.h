#ifndef TRIALMATCH_RULES_READ_STUDY_H_
#define TRIALMATCH_RULES_READ_STUDY_H_

#include <string>

#include "fetch/study.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// Turns a study into criteria: layout, scopes, tokens, one criterion an item, and criteria from the structured fields (age, sex,
// healthyVolunteers, conditions). Never fails: what is not understood is opaque, a text over 1 MB is one opaque criterion with a diagnostic.
// Deterministic; any thread.
TrialCriteria ReadStudy(const fetch::Study& study, const Lexicon& lexicon);

// "2026.11-1a2b3c4d": the rules' release and the digest of the tables. Part of every report.
std::string RulesVersion(const Lexicon& lexicon);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_READ_STUDY_H_
