#include "rules/lexicon/wordings.h"

#include <algorithm>

#include "rules/text/characters.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kLinearSearch = 8;

// The next character of `text` from `at`, as far as spelling goes; moves `at` behind it. 0 at the
// end.
uint32_t NextWritten(std::string_view text, size_t* at) {
  if (*at >= text.size()) return 0;
  if (text[*at] == '\\' && *at + 1 < text.size()) ++*at;
  CodePoint point = DecodeUtf8(text, *at);
  *at += point.bytes;
  const Character character = Classify(point.value);
  if (character.kind == CharacterClass::kBlank || character.kind == CharacterClass::kLineBreak) {
    while (*at < text.size()) {
      point = DecodeUtf8(text, *at);
      const CharacterClass kind = Classify(point.value).kind;
      if (kind != CharacterClass::kBlank && kind != CharacterClass::kLineBreak) break;
      *at += point.bytes;
    }
    return ' ';
  }
  if (character.mark == '-' || character.mark == '\'') return static_cast<uint32_t>(character.mark);
  return point.value;
}

}  // namespace

bool WrittenExactly(std::string_view written, std::string_view exact) {
  if (written == exact) return true;
  size_t at = 0, exact_at = 0;
  while (exact_at < exact.size()) {
    if (NextWritten(written, &at) != NextWritten(exact, &exact_at)) return false;
  }
  if (at == written.size()) return true;
  if (NextWritten(written, &at) != '\'') return false;
  const uint32_t letter = NextWritten(written, &at);
  return (letter == 's' || letter == 'S') && at == written.size();
}

uint32_t Wordings::Step(uint32_t node, uint32_t word) const {
  const Node& from = nodes_[node];
  const Edge* edge = edges_.data() + from.first_edge;
  const Edge* end = edge + from.edge_count;
  if (from.edge_count > kLinearSearch) {
    edge = std::lower_bound(edge, end, word, [](const Edge& e, uint32_t w) { return e.word < w; });
    return edge != end && edge->word == word ? edge->node : 0;
  }
  for (; edge != end; ++edge) {
    if (edge->word == word) return edge->node;
  }
  return 0;
}

uint32_t Wordings::Find(std::span<const uint32_t> words) const {
  uint32_t node = words.empty() ? 0 : Start(words.front());
  for (size_t i = 1; i < words.size() && node != 0; ++i) node = Step(node, words[i]);
  return node;
}

std::span<const Term> Wordings::TermsOfSpelling(uint32_t node, std::string_view written) const {
  const Node& at = nodes_[node];
  std::span<const Term> terms;
  for (uint32_t i = at.first_ending; i < at.first_ending + at.ending_count; ++i) {
    const Ending& ending = endings_[i];
    if (ending.exact.empty() || WrittenExactly(written, ending.exact))
      terms = {terms_.data() + ending.first_term, ending.term_count};
  }
  return terms;
}

std::vector<Term> Wordings::TermsInAnyCase(uint32_t node) const {
  std::vector<Term> terms;
  const Node& at = nodes_[node];
  if (at.any_spelling_terms != 0) {
    for (const Term& term : Terms(node, {})) {
      if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(term);
    }
    return terms;
  }
  for (uint32_t i = at.first_ending; i < at.first_ending + at.ending_count; ++i) {
    for (uint32_t t = 0; t < endings_[i].term_count; ++t) {
      const Term term = terms_[endings_[i].first_term + t];
      if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(term);
    }
  }
  return terms;
}

uint32_t WordingsBuilder::NodeOf(std::span<const uint32_t> words) {
  uint32_t node = 0;
  for (const uint32_t word : words) {
    const uint32_t next = static_cast<uint32_t>(children_.size()) + 1;
    node = children_.try_emplace(uint64_t{node} << 32 | word, next).first->second;
  }
  return node;
}

void WordingsBuilder::AddEnding(uint32_t node, std::string_view exact, Term term) {
  endings_.push_back({node, std::string(exact), term});
}

Wordings WordingsBuilder::Build(uint32_t vocabulary_size) {
  Wordings wordings;
  std::vector<std::pair<uint64_t, uint32_t>> children(children_.begin(), children_.end());
  std::sort(children.begin(), children.end());
  std::vector<size_t> first_child(children_.size() + 2, children.size());  // by node as it was numbered here
  for (size_t i = children.size(); i-- > 0;) first_child[children[i].first >> 32] = i;
  // The number of each in the wordings: level by level, the children of one node side by side.
  std::vector<uint32_t> place(children_.size() + 1, 0);
  std::vector<uint32_t> order = {0};
  wordings.start_end_ = vocabulary_size;
  wordings.nodes_.resize(vocabulary_size + children_.size());
  uint32_t next = vocabulary_size;
  for (size_t done = 0; done < order.size(); ++done) {
    const uint32_t parent = order[done];
    for (size_t i = first_child[parent]; i < children.size() && children[i].first >> 32 == parent; ++i) {
      const uint32_t word = static_cast<uint32_t>(children[i].first), child = children[i].second;
      place[child] = parent == 0 ? word : next++;
      order.push_back(child);
      if (parent == 0) continue;
      Wordings::Node& node = wordings.nodes_[place[parent]];
      if (node.edge_count++ == 0) node.first_edge = static_cast<uint32_t>(wordings.edges_.size());
      wordings.edges_.push_back({word, place[child]});
    }
  }
  wordings.nodes_.resize(next);
  for (Ending& ending : endings_) ending.node = place[ending.node];

  // Stable: the terms of one spelling stay in the order of the tables.
  const auto same = [](const Ending& a, const Ending& b) {
    return a.node == b.node && a.exact == b.exact;
  };
  std::stable_sort(endings_.begin(), endings_.end(), [](const Ending& a, const Ending& b) {
    return a.node != b.node ? a.node < b.node : a.exact < b.exact;
  });
  for (size_t first = 0, of_node = 0, end; first < endings_.size(); first = end) {
    for (end = first + 1; end < endings_.size() && same(endings_[first], endings_[end]);) ++end;
    if (endings_[of_node].node != endings_[first].node) of_node = first;
    Wordings::Node& node = wordings.nodes_[endings_[first].node];
    if (node.ending_count++ == 0)
      node.first_ending = static_cast<uint32_t>(wordings.endings_.size());
    Wordings::Ending ending{endings_[first].exact, static_cast<uint32_t>(wordings.terms_.size()),
                            0};
    const auto has_own = [&](TermKind kind) {
      return std::any_of(endings_.begin() + first, endings_.begin() + end,
                         [&](const Ending& e) { return e.term.kind == kind; });
    };
    for (size_t i = of_node; i < first && endings_[i].exact.empty(); ++i) {
      if (!has_own(endings_[i].term.kind)) wordings.terms_.push_back(endings_[i].term);
    }
    for (size_t i = first; i < end; ++i) wordings.terms_.push_back(endings_[i].term);
    ending.term_count = static_cast<uint32_t>(wordings.terms_.size()) - ending.first_term;
    wordings.endings_.push_back(std::move(ending));
  }
  for (Wordings::Node& node : wordings.nodes_) {
    if (node.ending_count != 1 || !wordings.endings_[node.first_ending].exact.empty()) continue;
    const Wordings::Ending& ending = wordings.endings_[node.first_ending];
    node.any_spelling_terms = static_cast<uint16_t>(ending.term_count);
    node.first_ending = ending.first_term;
  }
  return wordings;
}

}  // namespace trialmatch::rules
