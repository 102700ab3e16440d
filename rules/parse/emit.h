#ifndef TRIALMATCH_RULES_PARSE_EMIT_H_
#define TRIALMATCH_RULES_PARSE_EMIT_H_

#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/layout/item_context.h"
#include "rules/parse/sentence.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

// How the children of a lead-in combine.
enum class Fold {
  kNone,
  kAny,
  kAtLeast,
  kUnread,  // how many of them are meant was not read
};

// One item of the outline, read.
struct ItemReading {
  Combined combined;
  ItemContext context;
  bool is_lead = false;
  Fold fold = Fold::kNone;
  int count = 0;                 // kAtLeast
  bool ends_with_or = false;     // "...; or" joins it to its next sibling
  bool starts_with_or = false;   // "or ..." to the one before
  bool only_connective = false;  // an item that is just "OR"
  bool opens_ways = false;       // "one of the following:" with no list below it: what stands beside it may be its list
  bool explains = false;  // its list tells exceptions or a definition, and asks for nothing itself
  bool explains_site_work = false;  // with `explains`: of what the study site checks
};

// The outline with what was read of each of its items; all three lists go by the item's index.
struct OutlineReading {
  Outline outline;
  std::vector<std::vector<int>> children;
  std::vector<ItemReading> items;
};

// Appends a criterion an item, in the order of the text; one for a whole tree whose children are
// alternatives, and one for siblings joined by "or". Ids: "I1", "I1.2", "E3".
void EmitCriteria(const Lexicon& lexicon, std::string_view text, OutlineReading read, TrialCriteria* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_EMIT_H_
