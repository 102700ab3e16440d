#ifndef TRIALMATCH_RULES_PARSE_READING_H_
#define TRIALMATCH_RULES_PARSE_READING_H_

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
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
  // Domains, and readers of a sentence, are asked only where something stands that they start from
  // (part.cc, Reading::MayHold...); a test compares with asking all of them.
  bool asks_every_domain = false;
};

// ASCII marks, made of a literal: ",/()".
class MarkSet {
 public:
  consteval MarkSet(const char* marks) {  // NOLINT: a literal stands where a set is asked for
    for (; *marks != 0; ++marks) bits_[*marks / 64] |= uint64_t{1} << (*marks % 64);
  }
  constexpr MarkSet() = default;
  constexpr bool contains(char mark) const { return mark > 0 && (bits_[mark / 64] >> (mark % 64) & 1) != 0; }
  constexpr bool contains_any(MarkSet others) const { return ((bits_[0] & others.bits_[0]) | (bits_[1] & others.bits_[1])) != 0; }
  constexpr void insert(char mark) {
    if (mark > 0) bits_[mark / 64] |= uint64_t{1} << (mark % 64);
  }

 private:
  uint64_t bits_[2] = {};
};

// A set of term kinds is the bits of its members.
constexpr uint32_t KindBit(TermKind kind) { return uint32_t{1} << static_cast<int>(kind); }
constexpr uint32_t KindBits(std::initializer_list<TermKind> kinds) {
  uint32_t bits = 0;
  for (TermKind kind : kinds) bits |= KindBit(kind);
  return bits;
}
// A drug or a class of them.
inline constexpr uint32_t kTherapies = KindBits({TermKind::kDrug, TermKind::kDrugClass});

// A piece of a criterion as the parsers see it: a wording of the tables, a number, a comparison
// sign, a mark, or a word nobody knows.
struct Item {
  enum class Kind : uint8_t { kTerm, kNumber, kComparison, kMark, kWord };
  std::span<const Term> terms;  // kTerm; into the lexicon
  double number = 0;            // kNumber, and kTerm that is a number
  std::optional<double> value;  // what it counts as: a number, or a number word ("two")
  base::Span span;
  uint32_t term_kinds = 0;  // KindBit of each of the terms
  std::optional<Cue> cue;   // kTerm that is (also) a cue
  Kind kind = Kind::kWord;
  Comparison comparison = Comparison::kNone;
  char mark = 0;
  bool space_before = false;
  bool line_before = false;
  // kWord with two capitals, or that may be a stage ("PVRIG", "IIIb", "stageIV").
  bool may_be_code = false;
  bool used = false;   // some parser has understood it
  bool aside = false;  // used, and constrains nobody (asides.h)
  // Belongs to the lead-in or a heading above the criterion, not to its own text.
  bool lead = false;
  bool respelled = false;  // written otherwise than in plain letters, or in another spelling (rules/text/normalize.h)
};
static_assert(sizeof(Item) == 64, "items are looked at all the time: one cache line each");

// The items of one criterion, its lead-in before it. Parsers read clauses (ranges) of it and mark
// what they used.
class Reading {
 public:
  Reading(const Grammar& grammar, std::string_view text);
  ~Reading();
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

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
  int size() const { return size_; }
  Item& at(int i) { return items_[static_cast<size_t>(i)]; }
  const Item& at(int i) const { return items_[static_cast<size_t>(i)]; }

  // All questions about an item answer no for an index outside.
  bool Has(int i) const { return static_cast<unsigned>(i) < static_cast<unsigned>(size_); }
  // kNoCue for an item that is none. Requires Has(i).
  Cue CueOf(int i) const { return cues_[static_cast<size_t>(i)]; }
  bool Is(int i, Cue cue) const { return Has(i) && cues_[static_cast<size_t>(i)] == cue; }
  bool IsAny(int i, CueSet cues) const { return Has(i) && cues.contains(cues_[static_cast<size_t>(i)]); }
  // The first item of [begin, end) that is one of the cues, or -1.
  int FindCue(int begin, int end, CueSet cues) const {
    return any_cues_.contains_any(cues) ? FindCueIn(begin, end, cues) : -1;
  }
  bool IsMark(int i, char mark) const { return IsKind(i, Item::Kind::kMark) && at(i).mark == mark; }
  // One of the marks: IsAnyMark(i, ",/()").
  bool IsAnyMark(int i, MarkSet marks) const { return IsKind(i, Item::Kind::kMark) && marks.contains(at(i).mark); }
  bool IsKind(int i, Item::Kind kind) const { return Has(i) && at(i).kind == kind; }
  bool IsNumber(int i) const { return IsKind(i, Item::Kind::kNumber); }
  bool IsComparison(int i) const { return IsKind(i, Item::Kind::kComparison); }
  bool IsTerm(int i, TermKind kind) const { return Has(i) && (at(i).term_kinds & KindBit(kind)) != 0; }
  // Some item is of one of the kinds whose KindBits are in `kinds`; is one of the cues.
  bool MayHoldTermOf(uint32_t kinds) const { return (any_kinds_ & kinds) != 0; }
  bool MayHoldCue(CueSet cues) const { return any_cues_.contains_any(cues); }
  // Some item is one of the marks.
  bool MayHoldMark(MarkSet marks) const { return any_marks_.contains_any(marks); }
  // False when none of the words is, starts or stands in an item: a reader that starts from them
  // need not look.
  template <size_t n>
  [[gnu::always_inline]] bool MayHoldWord(const WordPattern (&lower)[n]) const {
    return AnyPattern(lower, [this](const WordPattern& p) __attribute__((always_inline)) { return triples_.MayHold(p); });
  }
  // One of the kinds whose KindBits are in `kinds`.
  bool IsTermOf(int i, uint32_t kinds) const { return Has(i) && (at(i).term_kinds & kinds) != 0; }
  // The item's row in the table, or nullptr.
  const Entry* Find(int i, TermKind kind) const {
    return IsTerm(i, kind) ? FindRow(at(i), kind) : nullptr;
  }
  // As written, but in plain letters and one spelling: "participants  with tumour" is "patients with tumor".
  std::string_view Word(int i) const { return at(i).respelled ? RespelledWord(i) : base::Slice(text_, at(i).span); }
  // The words of the items first..last in this way, one space between those that are not written together.
  std::string Words(int first, int last) const;
  // Case-blind; the words asked for are written in lower case. The whole item, its start, or
  // anything in it.
  bool WordIs(int i, const WordPattern& lower) const { return Has(i) && Equals(i, lower); }
  template <size_t n>
  [[gnu::always_inline]] bool WordIsAny(int i, const WordPattern (&lower)[n]) const {
    return Has(i) && MayStart(i, lower) && AnyPattern(lower, [i, this](const WordPattern& p) __attribute__((always_inline)) { return Equals(i, p); });
  }
  template <size_t n>
  [[gnu::always_inline]] bool WordStarts(int i, const WordPattern (&lower)[n]) const {
    return Has(i) && MayStart(i, lower) && AnyPattern(lower, [i, this](const WordPattern& p) __attribute__((always_inline)) { return StartsWith(i, p); });
  }
  template <size_t n>
  [[gnu::always_inline]] bool WordContains(int i, const WordPattern (&lower)[n]) const {
    return Has(i) && AnyPattern(lower, [i, this](const WordPattern& p) __attribute__((always_inline)) { return Contains(i, p); });
  }
  // The same for words that are no literals.
  bool WordIsText(int i, std::string_view lower) const {
    return Has(i) && base::EqualsIgnoreCase(Word(i), lower);
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
  // Takes from the items [begin, end) what they mean: asides from the start, that no parser sees.
  void PassOver(int begin, int end) {
    for (int i = begin; i < end; ++i) {
      Item& item = at(i);
      item.used = item.aside = true;
      item.term_kinds = 0;
      item.cue.reset();
      cues_[static_cast<size_t>(i)] = kNoCue;
    }
  }
  // The span of the items first..last that are the criterion's own; when all are lead-in, of the
  // lead-in.
  base::Span SpanOf(int first, int last) const;

 private:
  // False when the item's first letter starts none of the patterns.
  template <size_t n>
  [[gnu::always_inline]] bool MayStart(int i, const WordPattern (&patterns)[n]) const {
    if constexpr (n < 3) return true;
    const auto bit = [](const WordPattern& p) __attribute__((always_inline)) { return uint64_t{1} << (p.shape.head % 64); };
    const uint64_t firsts = [&]<size_t... k>(std::index_sequence<k...>) __attribute__((always_inline)) {
      return (bit(patterns[k]) | ...);
    }(std::make_index_sequence<n>());
    return (firsts >> (shape(i).head % 64) & 1) != 0;
  }
  template <size_t n, typename Test>
  [[gnu::always_inline]] static bool AnyPattern(const WordPattern (&patterns)[n], const Test& test) {
    return [&]<size_t... k>(std::index_sequence<k...>) __attribute__((always_inline)) { return (test(patterns[k]) || ...); }(std::make_index_sequence<n>());
  }
  const WordShape& shape(int i) const { return shapes_[static_cast<size_t>(i)]; }
  [[gnu::always_inline]] bool Equals(int i, const WordPattern& p) const {
    return shape(i).head == p.shape.head && (at(i).span.size() == p.size || (at(i).respelled && RespelledWord(i).size() == p.size)) && GoesOn(i, p);
  }
  [[gnu::always_inline]] bool StartsWith(int i, const WordPattern& p) const {
    return (shape(i).head & p.head_mask()) == p.shape.head && GoesOn(i, p);
  }
  [[gnu::always_inline]] bool Contains(int i, const WordPattern& p) const {
    return (p.shape.pairs & ~shape(i).pairs) == 0 && Holds(i, p.size, p.shape.head, p.rest[0], p.rest[1], p.rest[2]);
  }
  // Behind the first eight letters too.
  [[gnu::always_inline]] bool GoesOn(int i, const WordPattern& p) const {
    return p.size <= sizeof p.shape.head || StartsWithAll(i, p.size, p.shape.head, p.rest[0], p.rest[1], p.rest[2]);
  }
  // The pattern of these numbers starts the item; stands in it.
  bool StartsWithAll(int i, size_t size, uint64_t head, uint64_t rest0, uint64_t rest1, uint64_t rest2) const;
  bool Holds(int i, size_t size, uint64_t head, uint64_t rest0, uint64_t rest1, uint64_t rest2) const;
  std::string_view RespelledWord(int i) const;
  // Requires an item with a term of the kind.
  [[gnu::pure, gnu::returns_nonnull]] const Entry* FindRow(const Item& item, TermKind kind) const;
  int FindCueIn(int begin, int end, CueSet cues) const;

  // Readings come and go, a few at a time: the next of the thread goes on with the memory of one that
  // is gone.
  struct Memory {
    TokenStream stream;
    std::vector<Item> items;
    std::vector<Cue> cues;
    std::vector<WordShape> shapes;
  };
  static std::vector<Memory>& SpareMemory();
  void Exchange(Memory* memory);

  // What is kept beside the items, for those that were appended.
  void Register();
  // Lets every MayHold be true.
  void HoldAnything();

  const Grammar* grammar_;
  std::string_view text_;
  TokenStream stream_;  // of the last range appended
  std::vector<Item> items_;
  std::vector<Cue> cues_;          // of each item, kNoCue where it is none
  std::vector<WordShape> shapes_;  // of the letters under each item's span
  int size_ = 0;
  CueSet any_cues_ = {};  // of all items
  uint32_t any_kinds_ = 0;
  MarkSet any_marks_;
  LetterTriples triples_;  // of the letters under all items' spans
  std::deque<std::pair<int, std::string>> respelled_;  // by item
};

// A range of items, [begin, end), that is read as one statement.
struct Clause {
  int begin = 0;
  int end = 0;
  bool empty() const { return end <= begin; }
};
using Clauses = absl::InlinedVector<Clause, 6>;

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
Clauses SplitSentences(const Reading& reading, int begin, int end);

// True when the words left of item `i`, inside the clause, deny it: "no", "without", "not ...", up
// to a boundary ("but", "with", ";").
bool DeniedBefore(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_READING_H_
