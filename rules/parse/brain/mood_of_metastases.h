#ifndef TRIALMATCH_RULES_PARSE_BRAIN_MOOD_OF_METASTASES_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_MOOD_OF_METASTASES_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Patients with brain metastases are included": they may come as others may. The item that says so, or -1.
int IncludesBrain(const Reading& reading, int begin, int end, Section section);

// "This does not include stable brain metastases", behind what is forbidden: the item that spares them, or -1.
int SparesMetastases(const Reading& reading, int begin, int end);

// "Known brain metastases, unless treated and stable", among the inclusions: nobody asks for metastases and excepts some; they are
// forbidden.
bool ForbidsMetastases(const Reading& reading, int begin, int end);

// "Must be free of brain metastases or have treated, stable ones": who has some must have them so. The item that denies them, or -1.
int LetsInTreatedOnes(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_MOOD_OF_METASTASES_H_
