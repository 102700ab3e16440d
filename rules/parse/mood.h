#ifndef TRIALMATCH_RULES_PARSE_MOOD_H_
#define TRIALMATCH_RULES_PARSE_MOOD_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

struct MoodReading {
  Mood mood = Mood::kRequires;
  bool from_words = false;  // the words said it, not the section
  bool ceiling = false;     // of the lines that are told, no more are allowed
};

// Whether [begin, end) requires, prohibits or permits what it tells: words first ("must", "are
// excluded", "is allowed"), the section only where they are silent. Marks the words that decided.
MoodReading MoodOf(Reading& reading, int begin, int end, Section section);

// "Eligible tumor types are NSCLC and melanoma": a list of all that may come. `permitted` is the item of the permission.
bool ListsAllTumours(const Reading& reading, int begin, int end, int permitted);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MOOD_H_
