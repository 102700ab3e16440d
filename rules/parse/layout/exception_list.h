#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_EXCEPTION_LIST_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_EXCEPTION_LIST_H_

#include <string_view>
#include <vector>

#include "rules/parse/emit.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/list_words.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Other malignancy, with the following exceptions:" and the items of its list.
class ExceptionList {
 public:
  // `all` outlives it, and holds the items of `text` and who stands below whom when Take is called.
  ExceptionList(const Grammar& grammar, std::string_view text, const OutlineReading& all)
      : grammar_(grammar), text_(text), all_(all) {}

  // Takes the exceptions listed below item `i` from what is forbidden; answers those that were
  // understood. What was not weakens it, when anything was; `in_own_words`: it stands in its own words.
  std::vector<int> Take(int i, Combined* forbidden, bool in_own_words = true) const;

  // "Exceptions: skin cancer, ...", item `i` below what is forbidden: takes what it names from that, or weakens it. False
  // when the item is of another kind.
  bool TakeOwn(int i, Combined* forbidden) const;

 private:
  const OutlineItem& item(int i) const { return all_.outline.items[static_cast<size_t>(i)]; }
  bool HasList(int i) const { return OwnsItsList(grammar_, text_, all_, i); }
  // "Immunosuppressants within 14 days. Exceptions:" and a list of treatments.
  std::vector<int> TakeTreatments(int i, Combined* forbidden, bool in_own_words) const;
  // "Curatively treated, with no active disease for 5 years": how the illness itself must be to be
  // excepted, and no illness of its own.
  bool ReadBareException(int i, const Expression& forbidden, std::vector<Expression>* excepted) const;
  // What was not read of the list below item `i` stands in its own words.
  void TakeInOwnWords(int i, const Expression& forbidden, std::vector<int>* taken, std::vector<Expression>* excepted) const;
  // One item of such a list, below the words of `lead`.
  bool ReadException(base::Span lead, int i, std::vector<Expression>* excepted) const;
  bool ReadExceptionIn(base::Span lead, base::Span words, int i, std::vector<Expression>* excepted) const;

  const Grammar& grammar_;
  std::string_view text_;
  const OutlineReading& all_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_EXCEPTION_LIST_H_
