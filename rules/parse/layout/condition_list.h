#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_CONDITION_LIST_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_CONDITION_LIST_H_

#include <optional>
#include <string_view>
#include <vector>

#include "rules/parse/emit.h"
#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "HIV, unless all of the following are met:", "... with treated metastases may participate provided they:" and
// the items of their list: a door that is open to those who fulfil them.
class ConditionList {
 public:
  // `all` outlives it, and holds the items of `text` and who stands below whom when asked.
  ConditionList(const Grammar& grammar, std::string_view text, const OutlineReading& all)
      : grammar_(grammar), text_(text), all_(all) {}

  // The "unless" or "provided" that ends the items of [begin, end) of a reading with nothing but the announcement
  // of a list, or -1.
  static int Announcement(const Reading& reading, int begin, int end);

  // The statements before the announcement, with what the list below item `i` opens. nullopt where any of it
  // was not understood.
  std::optional<Combined> Limit(int i, std::vector<Statement> statements, base::Span announcement) const;

 private:
  // What the list asks of whom `of` speaks of: each item as it was read, or in its own words. nullopt where it
  // cannot stand in leaves.
  std::optional<Expression> Asks(int i, const Expression& of, base::Span announcement) const;
  const OutlineItem& item(int i) const { return all_.outline.items[static_cast<size_t>(i)]; }
  // One item understood in full; nullopt for any other.
  std::optional<Expression> ReadOne(int i, const Expression& of) const;

  const Grammar& grammar_;
  std::string_view text_;
  const OutlineReading& all_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_CONDITION_LIST_H_
