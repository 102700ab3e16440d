#ifndef TRIALMATCH_RULES_PARSE_RESIDUE_H_
#define TRIALMATCH_RULES_PARSE_RESIDUE_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What no parser has understood of a statement, once all have read it.
struct Residue {
  int content = 0;           // items that carry meaning, read or not
  int unread = 0;            // those of them that were not read
  bool alternative = false;  // the unread words open another door: an exception, a condition, a
                             // whole side of an "or"
  bool member = false;       // they are a whole member of a list behind "or": a door to what is asked for, one more thing that is forbidden
  base::Span span;           // of the unread items

  // Most of it was not read.
  bool weak() const { return unread * 3 > content * 2 && unread > 3; }
};

// A sign, a mark or a cue that carries no meaning of its own: an item that nobody needs to read.
bool HoldsTogether(const Reading& reading, int i);

// "(2)", "b.", "iii)": it only counts the statements of [begin, end).
bool IsEnumerator(const Reading& reading, int i, int begin, int end);

// "Brain metastases for whom surgery is appropriate": words behind "for whom" were not read.
bool LeavesWhomUnread(const Reading& reading, int begin, int end);

// "More than 1 (in arm A) or 2 (in arm B) prior lines": it begins with a count that nobody has read.
bool LeavesCountUnread(const Reading& reading, int begin, int end);

// Of the criterion's own items in [begin, end); those of a lead-in do not count.
Residue ResidueOf(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RESIDUE_H_
