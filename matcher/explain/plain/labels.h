#ifndef TRIALMATCH_MATCHER_EXPLAIN_PLAIN_LABELS_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PLAIN_LABELS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Ids of the tables as a layperson says them: rows of label.tsv, whose ids are "KIND/ID"
// ("drug_class/alk_tki_gen2"). What has no row is its id with spaces. Keeps views into the lexicon,
// which must outlive it; immutable, any thread.
class Labels {
 public:
  explicit Labels(const rules::Lexicon& lexicon);

  // Whether the table has a row of its own for it.
  bool Has(std::string_view kind, std::string_view id) const;
  // Never empty for an id that is not.
  std::string Of(std::string_view kind, std::string_view id) const;
  // The words for "it is not so", of a row that has them; else "".
  std::string_view Not(std::string_view kind, std::string_view id) const;
  // "A, B or C"; each id once.
  std::string List(std::string_view kind, const std::vector<std::string>& ids,
                   std::string_view joint) const;
  // The same where an id may be of `first` or of `second`: drugs and their classes.
  std::string Drugs(const std::vector<std::string>& ids, std::string_view joint) const;

  const rules::Lexicon& lexicon() const { return lexicon_; }

 private:
  const rules::Lexicon& lexicon_;
  absl::flat_hash_map<std::string, const rules::Entry*> rows_;
};

// "A", "A or B", "A, B or C" without repeats.
std::string JoinWords(std::vector<std::string> words, std::string_view joint);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PLAIN_LABELS_H_
