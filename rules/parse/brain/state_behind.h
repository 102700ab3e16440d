#ifndef TRIALMATCH_RULES_PARSE_BRAIN_STATE_BEHIND_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_STATE_BEHIND_H_

#include <vector>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Symptomatic brain metastases. Participants must be asymptomatic and off steroids for 14 days":
// the last of the statements, where nothing else was read of it, is asked of who has the metastases
// that the others speak of. "Patients are eligible if stable": who is let in though all with metastases are kept out.
void ReadStateOfMetastases(Reading& reading, Clause sentence, std::vector<Statement>* statements);

// "Active brain metastases. Resection of brain metastases is permitted": the last of the statements says which treatment may
// have been given, and lets in nobody whose metastases are active.
void PassOverPermittedTherapyOfBrain(const Reading& reading, Clause sentence,
                                     std::vector<Statement>* statements);

// "Steroids or anticonvulsants": the second of them, where the item before the "or" at `i` was the
// first; else -1.
int AnticonvulsantsBehind(const Reading& reading, int i);
// "Off steroids or anticonvulsants": the item before `i` says that steroids are not taken.
bool BehindOffSteroids(const Reading& reading, int i);
// The state, where the words of the clause ask for it without steroids or anticonvulsants: and
// without these. Marks them.
Expression WithoutAnticonvulsants(Reading& reading, Clause clause, Expression state);
// "On steroids or anticonvulsants": another way behind `parts`. Marks them.
void AddAnticonvulsants(Reading& reading, Clause clause, std::vector<Expression>* parts);
// They are taken.
Expression TakesAnticonvulsants(const Reading& reading, int i);

// "End of local therapy for brain metastases is required at least 28 days before screening": a time since it, asked of those who
// had it. False, and nothing is read, of other sentences.
bool ReadIntervalOfLocalTherapy(Reading& reading, Clause sentence, std::vector<Statement>* out);

// "Progressing brain metastases *after prior radiosurgery*": behind item `noun` they are told to have been treated.
bool FollowsLocalTherapy(const Reading& reading, Clause clause, int noun);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_STATE_BEHIND_H_
