#ifndef TRIALMATCH_RULES_AUDIT_TRY_SENTENCE_H_
#define TRIALMATCH_RULES_AUDIT_TRY_SENTENCE_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// A sentence, or the whole text of a list, read as if it stood in a study.
struct Trial {
  std::string text;       // with the heading of its section before it
  base::Span sentence;    // what was given
  TrialCriteria criteria;
};

// A wording of the tables, or a token that is in none.
struct Piece {
  base::Span span;
  const char* kind = "";           // of a token: "word", "number", "comparison", "mark"
  std::vector<std::string> terms;  // "drug:lorlatinib"; empty: in no table
};
std::vector<Piece> PiecesOf(const Trial& trial, const Lexicon& lexicon);

Trial TrySentence(std::string_view sentence, Section section, const Lexicon& lexicon);

// The tokens with what the tables say of them, then each criterion with its expression as a tree:
// a leaf a line with its rule and the words it stands on.
std::string TrialToText(const Trial& trial, const Lexicon& lexicon);
// {"text", "tokens": [{"begin", "end", "text", "kind", "terms": ["drug:lorlatinib"]}], and the keys
// of audit --format json}.
std::string TrialToJson(const Trial& trial, const Lexicon& lexicon);

// The expression as an indented tree, a node a line.
std::string TreeToText(const Expression& expression, std::string_view text, int indent);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_TRY_SENTENCE_H_
