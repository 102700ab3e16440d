#ifndef TRIALMATCH_RULES_LEXICON_WORDINGS_H_
#define TRIALMATCH_RULES_LEXICON_WORDINGS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/lexicon/term.h"

namespace trialmatch::rules {

// The trie over all wordings of all tables. A wording is a sequence of word ids;
// rules/text/tokens.h walks it over the tokens of a text.
class Wordings {
 public:
  // The node after the first word, after one more word; 0: no wording goes on so.
  uint32_t Start(uint32_t word) const {
    const bool starts = word < start_end_ && (nodes_[word].edge_count != 0 || nodes_[word].ending_count != 0);
    return starts ? word : 0;
  }
  uint32_t Step(uint32_t node, uint32_t word) const;
  // After all of them; 0 for none, and when one of them is 0.
  uint32_t Find(std::span<const uint32_t> words) const;

  // True when a wording ends at `node`; Terms() may still be empty, if all of them are
  // case-sensitive and written otherwise.
  bool Ends(uint32_t node) const { return nodes_[node].ending_count != 0; }
  // What the wording that ends at `node` stands for when it is written as `written`. The span lives
  // as long as the Wordings.
  std::span<const Term> Terms(uint32_t node, std::string_view written) const {
    const Node& at = nodes_[node];
    if (at.any_spelling_terms != 0) return {terms_.data() + at.first_ending, at.any_spelling_terms};
    return at.ending_count == 0 ? std::span<const Term>() : TermsOfSpelling(node, written);
  }
  // The same without regard to case: for names that stand alone in a field.
  std::vector<Term> TermsInAnyCase(uint32_t node) const;

 private:
  friend class WordingsBuilder;
  struct Edge {
    uint32_t word = 0;
    uint32_t node = 0;
  };
  struct Ending {
    std::string exact;        // the spelling that it needs, "" for any
    uint32_t first_term = 0;  // an exact spelling's: those of any spelling too, of the kinds that
                              // it does not have itself
    uint32_t term_count = 0;
  };
  struct Node {
    uint32_t first_edge = 0;
    uint32_t edge_count = 0;
    uint32_t first_ending = 0;  // of endings_; of terms_ where any_spelling_terms is not 0
    uint16_t ending_count = 0;
    uint16_t any_spelling_terms = 0;  // how many, of the only ending where that needs no spelling
  };
  std::span<const Term> TermsOfSpelling(uint32_t node, std::string_view written) const;

  // Node 0 is "none"; below start_end_ stands after each word the node that the word leads to at the
  // start, empty where no wording starts so: every word of a text is looked up here.
  std::vector<Node> nodes_ = {Node{}};
  uint32_t start_end_ = 0;
  std::vector<Edge> edges_;             // of a node: sorted by word
  std::vector<Ending> endings_;         // of a node: the one of any spelling first
  std::vector<Term> terms_;
};

class WordingsBuilder {
 public:
  // The node of the wording `words`: one number a wording. Requires at least one word.
  uint32_t NodeOf(std::span<const uint32_t> words);
  // Lets a wording end at a node. `exact` is the spelling it needs, "" for any.
  void AddEnding(uint32_t node, std::string_view exact, Term term);
  // Flattens what was added. `vocabulary_size` is one more than the greatest word id.
  Wordings Build(uint32_t vocabulary_size);

 private:
  struct Ending {
    uint32_t node = 0;
    std::string exact;
    Term term;
  };
  absl::flat_hash_map<uint64_t, uint32_t> children_;  // (node, word) -> node; the root is 0
  std::vector<Ending> endings_;
};

// True when `written` is `exact` but for what markup and typography change: a backslash before a
// mark, the kind of dash, the width of white space, an "'s" at the end.
bool WrittenExactly(std::string_view written, std::string_view exact);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_WORDINGS_H_
