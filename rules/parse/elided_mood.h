#ifndef TRIALMATCH_RULES_PARSE_ELIDED_MOOD_H_
#define TRIALMATCH_RULES_PARSE_ELIDED_MOOD_H_

#include <optional>

#include "rules/parse/mood.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Prior platinum is allowed; *prior docetaxel is not*", "those with leptomeningeal disease *are not*", and behind what is forbidden "*prior crizotinib
// is*": allowed or not as the sentence before says of something else. nullopt for a sentence with a verb of its own.
std::optional<Mood> ElidedMood(Reading& reading, int begin, int end);

// "..., but those with prior amivantamab *are not*", "*is not*.": the sentence ends before what it denies.
bool EndsBeforeWhatItDenies(const Reading& reading, int begin, int end);

// "Exclusion: prior lorlatinib", "key exclusions: ...", as an item: what stands behind the label is forbidden, whatever the section. The colon, or -1.
int ColonOfExclusion(const Reading& reading, int begin, int end);

// "Patients with any of the following *are eligible*:" over a list of what is asked for asks for one of them.
bool OffersOneOfAList(const Reading& reading, int permitted, Section section);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ELIDED_MOOD_H_
