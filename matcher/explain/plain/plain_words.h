#ifndef TRIALMATCH_MATCHER_EXPLAIN_PLAIN_PLAIN_WORDS_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PLAIN_PLAIN_WORDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/explain/plain/labels.h"
#include "matcher/explain/plain/reason_words.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// One medical word with its explanation, from glossary.tsv.
struct GlossaryLine {
  std::string term, text, source;
};

// A fact that is missing, and who can tell it.
struct MissingFact {
  std::string path;    // of the profile
  std::string what;    // "the QTc interval of a recent ECG"
  std::string who;     // "your medical report", "you", "your oncologist", "the study site"
  std::string where;   // "your ECG report", or ""
};

// "The QTc interval of a recent ECG. Look in your ECG report."
std::string MissingInWords(const MissingFact& missing);

// Rows that may be shown to a patient: their source was opened.
bool MayBeTold(const rules::Entry& row);

// Everything that makes plain words: labels, reasons, explained terms, and who knows what. Keeps views into the lexicon, which must outlive
// it; immutable, any thread.
class PlainWords {
 public:
  explicit PlainWords(const rules::Lexicon& lexicon);

  const rules::Lexicon& lexicon() const { return labels_.lexicon(); }
  const Labels& labels() const { return labels_; }
  const ReasonWords& reasons() const { return reasons_; }

  // The lines that explain any of these "KIND/ID", in the order of the table.
  std::vector<GlossaryLine> Explain(std::span<const std::string> terms) const;
  // The lines whose term stands in the text as a word, in any case.
  std::vector<GlossaryLine> ExplainWordsIn(std::string_view text) const;
  MissingFact Missing(std::string_view path) const;

 private:
  std::string WhatIsMissing(std::string_view path) const;
  std::string TreatmentIsMissing(std::string_view drug, std::string_view field) const;

  const Labels labels_;
  const ReasonWords reasons_;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PLAIN_PLAIN_WORDS_H_
