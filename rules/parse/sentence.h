#ifndef TRIALMATCH_RULES_PARSE_SENTENCE_H_
#define TRIALMATCH_RULES_PARSE_SENTENCE_H_

#include <optional>
#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What one sentence says, before it meets its neighbours.
struct Statement {
  Mood mood = Mood::kRequires;
  bool mood_from_words = false;  // the words said it, not the section
  Topic topic = Topic::kOther;
  bool logistics = false;  // nothing but what the study site checks
  bool empty = false;      // no content at all ("Note:")
  // Of a permission with a condition, when no rule stands before it: "metastases are allowed if
  // treated" asks treated ones of whoever has any.
  std::optional<Expression> asked_alone;
  // What is permitted, without its condition, where `asked_alone` says the condition of a therapy.
  std::optional<Expression> permitted;
  // Of a permission behind a rule about other malignancies: the second cancers that it lets in.
  std::optional<Expression> second_cancers;
  std::vector<std::string> of_drugs;  // of a permission: the drugs it starts with
  bool for_everybody = false;  // "must have had X to be eligible": of whom something was permitted before as well
  bool conditional = false;  // a permission with a condition of its own words
  bool own_washout = false;    // `content` is a therapy with a washout of its own, beside the statements before it
  bool limits_before = false;  // `content` tells for whom the statements before it hold
  bool limits_last = false;  // with it: of that right before only
  Expression content;      // positive: what the patient has; requires/prohibits/permits is `mood`
  Understood understood = Understood::kNone;
  base::Span span;
};

// One sentence as it stands, behind what is in `out`.
void ReadSentence(Reading& reading, Clause sentence, Section section, std::vector<Statement>* out);

// Reads the sentences of [begin, end) of the reading, each after those before it; the section gives the default mood.
std::vector<Statement> ReadStatements(Reading& reading, int begin, int end, Section section);

// Statements as one expression with its polarity; permissions limit the statement before them.
struct Combined {
  Expression expression;
  Topic topic = Topic::kOther;
  Mood mood = Mood::kRequires;
  Understood understood = Understood::kNone;
  std::vector<base::Span> asides;
};
Combined Combine(const Lexicon& lexicon, std::vector<Statement> statements, Section section, base::Span whole);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SENTENCE_H_
