#ifndef TRIALMATCH_RULES_PARSE_READING_H_
#define TRIALMATCH_RULES_PARSE_READING_H_

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"
#include "rules/parse/cues.h"
#include "rules/parse/word_shape.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {

// What all readings share: the tables and the cues of their rows. One a lexicon, for its building
// takes as long as reading a short text; any thread may read it.
struct Grammar {
  explicit Grammar(const Lexicon& tables) : lexicon(tables), cue_of_row(CueOfRow(tables)) {}
  // Of Lexicon::BuiltIn().
  static const Grammar& BuiltIn();
  const Lexicon& lexicon;
  std::vector<Cue> cue_of_row;
  // Domains are asked only where something stands that they start from; a test compares with asking
  // all of them.
  bool asks_every_domain = false;
};

// A set of term kinds is the bits of its members.
constexpr uint32_t KindBit(TermKind kind) { return uint32_t{1} << static_cast<int>(kind); }
constexpr uint32_t KindBits(std::initializer_list<TermKind> kinds) {
  uint32_t bits = 0;
  for (TermKind kind : kinds) bits |= KindBit(kind);
  return bits;
}

// A piece of a criterion as the parsers see it: a wording of the tables, a number, a comparison
// sign, a mark, or a word nobody knows.
struct Item {
  enum class Kind : uint8_t { kTerm, kNumber, kComparison, kMark, kWord };
  Kind kind = Kind::kWord;
  base::Span span;
  std::span<const Term> terms;  // kTerm; into the lexicon
  uint32_t term_kinds = 0;      // KindBit of each of them
  std::optional<Cue> cue;       // kTerm that is (also) a cue
  double number = 0;            // kNumber, and kTerm that is a number
  std::optional<double> value;  // what it counts as: a number, or a number word ("two")
  Comparison comparison = Comparison::kNone;
  char mark = 0;
  bool space_before = false;
  bool line_before = false;
  // kWord with two capitals, or that may be a stage ("PVRIG", "IIIb", "stageIV").
  bool may_be_code = false;
  WordShape shape;    // of the letters under the span
  bool used = false;  // some parser has understood it
  bool aside = false;  // used, and constrains nobody (asides.h)
  // Belongs to the lead-in or a heading above the criterion, not to its own text.
  bool lead = false;
};

// The items of one criterion, its lead-in before it. Parsers read clauses (ranges) of it and mark
// what they used.
class Reading {
 public:
  Reading(const Grammar& grammar, std::string_view text) : grammar_(&grammar), text_(text) {}

  // Appends the items of text[range].
  void Append(base::Span range, bool lead);
  // The same for items that another reading of the text has appended, as they were then.
  void Append(const std::vector<Item>& items);
  const std::vector<Item>& items() const { return items_; }
  // Without items, to be used again; keeps its memory.
  void Clear();

  const Grammar& grammar() const { return *grammar_; }
  const Lexicon& lexicon() const { return grammar_->lexicon; }
  std::string_view text() const { return text_; }
  int size() const { return static_cast<int>(items_.size()); }
  Item& at(int i) { return items_[static_cast<size_t>(i)]; }
  const Item& at(int i) const { return items_[static_cast<size_t>(i)]; }

  // All questions about an item answer no for an index outside.
  bool Has(int i) const { return i >= 0 && i < size(); }
  bool Is(int i, Cue cue) const { return Has(i) && cues_[static_cast<size_t>(i)] == cue; }
  bool IsAny(int i, CueSet cues) const { return Has(i) && cues.contains(cues_[static_cast<size_t>(i)]); }
  // The first item of [begin, end) that is one of the cues, or -1.
  int FindCue(int begin, int end, CueSet cues) const {
    return any_cues_.contains_any(cues) ? FindCueIn(begin, end, cues) : -1;
  }
  bool IsMark(int i, char mark) const { return IsKind(i, Item::Kind::kMark) && at(i).mark == mark; }
  // One of the marks: IsAnyMark(i, ",/()").
  bool IsAnyMark(int i, std::string_view marks) const {
    return IsKind(i, Item::Kind::kMark) && marks.find(at(i).mark) != std::string_view::npos;
  }
  bool IsKind(int i, Item::Kind kind) const { return Has(i) && at(i).kind == kind; }
  bool IsNumber(int i) const { return IsKind(i, Item::Kind::kNumber); }
  bool IsComparison(int i) const { return IsKind(i, Item::Kind::kComparison); }
  bool IsTerm(int i, TermKind kind) const { return Has(i) && (at(i).term_kinds & KindBit(kind)) != 0; }
  // One of the kinds whose KindBits are in `kinds`.
  bool IsTermOf(int i, uint32_t kinds) const { return Has(i) && (at(i).term_kinds & kinds) != 0; }
  // The item's row in the table, or nullptr.
  const Entry* Find(int i, TermKind kind) const {
    return IsTerm(i, kind) ? FindRow(at(i), kind) : nullptr;
  }
  std::string_view Word(int i) const { return base::Slice(text_, at(i).span); }
  // Case-blind; the words asked for are written in lower case. The whole item, its start, or
  // anything in it.
  bool WordIs(int i, const WordPattern& lower) const { return Has(i) && Equals(at(i), lower); }
  template <size_t n>
  [[gnu::always_inline]] bool WordIsAny(int i, const WordPattern (&lower)[n]) const {
    return Has(i) && AnyPattern(lower, [&item = at(i), this](const WordPattern& p) { return Equals(item, p); });
  }
  template <size_t n>
  [[gnu::always_inline]] bool WordStarts(int i, const WordPattern (&lower)[n]) const {
    return Has(i) && AnyPattern(lower, [&item = at(i), this](const WordPattern& p) { return StartsWith(item, p); });
  }
  template <size_t n>
  [[gnu::always_inline]] bool WordContains(int i, const WordPattern (&lower)[n]) const {
    return Has(i) && AnyPattern(lower, [&item = at(i), this](const WordPattern& p) { return Contains(item, p); });
  }
  // The same for words that are no literals.
  bool WordIsText(int i, std::string_view lower) const {
    return Has(i) && at(i).span.size() == lower.size() && base::EqualsIgnoreCase(Word(i), lower);
  }
  bool WordContainsText(int i, std::string_view lower) const {
    return Has(i) && base::ContainsIgnoreCase(Word(i), lower);
  }

  void Use(int i) {
    if (Has(i)) at(i).used = true;
  }
  void UseRange(int first, int last) {
    for (int i = first; i <= last; ++i) Use(i);
  }
  // The span of the items first..last that are the criterion's own; when all are lead-in, of the
  // lead-in.
  base::Span SpanOf(int first, int last) const;

 private:
  template <size_t n, typename Test>
  [[gnu::always_inline]] static bool AnyPattern(const WordPattern (&patterns)[n], const Test& test) {
    return [&]<size_t... k>(std::index_sequence<k...>) { return (test(patterns[k]) || ...); }(std::make_index_sequence<n>());
  }
  [[gnu::always_inline]] bool Equals(const Item& item, const WordPattern& p) const {
    return item.shape.head == p.shape.head && item.span.size() == p.size && (p.size <= sizeof p.shape.head || GoesOn(item, p.text));
  }
  [[gnu::always_inline]] bool StartsWith(const Item& item, const WordPattern& p) const {
    return (item.shape.head & p.head_mask) == p.shape.head && (p.size <= sizeof p.shape.head || GoesOn(item, p.text));
  }
  [[gnu::always_inline]] bool Contains(const Item& item, const WordPattern& p) const {
    return (p.shape.pairs & ~item.shape.pairs) == 0 && Holds(item, p.text);
  }
  // The item's letters start with these; hold these.
  bool GoesOn(const Item& item, std::string_view lower) const;
  bool Holds(const Item& item, std::string_view lower) const;
  const Entry* FindRow(const Item& item, TermKind kind) const;
  int FindCueIn(int begin, int end, CueSet cues) const;

  const Grammar* grammar_;
  std::string_view text_;
  TokenStream stream_;  // of the last range appended
  std::vector<Item> items_;
  std::vector<Cue> cues_;  // of each item, kNoCue where it is none
  CueSet any_cues_ = {};   // of all items
};

// A range of items, [begin, end), that is read as one statement.
struct Clause {
  int begin = 0;
  int end = 0;
  bool empty() const { return end <= begin; }
};

// What stands in a clause, at a glance: whether a parser finds there what it starts from.
struct Presence {
  uint32_t term_kinds = 0;  // KindBits
  CueSet cues = {};
  bool value = false;        // a number, or a number word
  bool may_be_code = false;  // an item of that kind
};
Presence PresenceIn(const Reading& reading, Clause clause);

// What a domain parser found: content about the patient, positive as it stands ("has an ALK
// fusion"), and whether the words around it deny it.
struct Atom {
  Expression expression;
  Topic topic = Topic::kOther;
  int first = 0, last = 0;  // items
  bool negated = false;
  bool logistics = false;
  bool for_whom = false;  // names the patients that the demand before it is for
};

// The sentences of a reading: split at full stops, semicolons, line breaks before capitals and
// where a numbered sub-item starts.
std::vector<Clause> SplitSentences(const Reading& reading, int begin, int end);

// True when the words left of item `i`, inside the clause, deny it: "no", "without", "not ...", up
// to a boundary ("but", "with", ";").
bool DeniedBefore(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_READING_H_
