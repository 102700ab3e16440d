#include "rules/parse/reading.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <iterator>

#include "base/ascii.h"
#include "rules/text/normalize.h"

namespace trialmatch::rules {

namespace {

constexpr WordPattern kNumberWords[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};

// Their first letters.
constexpr MarkSet kNumberStarts = "zotfsen";

std::optional<double> ValueOf(const Item& item, std::string_view word, const WordShape& shape) {
  if (item.kind == Item::Kind::kNumber) return item.number;
  // A number can stand in a wording ("exon 19"); alone it keeps its value.
  if (item.kind == Item::Kind::kTerm && base::IsDigit(word[0]) && item.number != 0)
    return item.number;
  if (word.size() < 3 || word.size() > 6 || !kNumberStarts.contains(static_cast<char>(shape.head & 0xFF))) return std::nullopt;
  for (size_t n = 0; n < std::size(kNumberWords); ++n) {
    if (shape.head == kNumberWords[n].shape.head) return static_cast<double>(n);
  }
  return std::nullopt;
}

bool MayBeCode(std::string_view word, const WordShape& shape) {
  const bool category = word.size() >= 2 && (word[0] == 'T' || word[0] == 'N' || word[0] == 'M') && word[1] >= '0' && word[1] <= '4';
  if (category || (word.size() == 2 && word[0] == 'I' && word[1] >= 'a' && word[1] <= 'c')) return true;
  constexpr WordPattern kStage = "stage";
  if (word.size() >= 3 && (word[0] == 'I' || (shape.head & kStage.head_mask()) == kStage.shape.head)) return true;
  int capitals = 0;
  for (const char c : word) capitals += static_cast<unsigned char>(c - 'A') < 26 ? 1 : 0;
  return capitals >= 2;
}

// Eight bytes with the capitals among them in lower case.
uint64_t Lowered(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  const uint64_t low = bytes & 0x7F * kOnes;
  // Bit 7 of each byte that is one of 'A' to 'Z', moved to where lower case has its bit.
  const uint64_t capital = (low + (0x80 - 'A') * kOnes) & ~(low + (0x7F - 'Z') * kOnes) & ~bytes & 0x80 * kOnes;
  return bytes | capital >> 2;
}

// WordShape::Of, eight letters at a time where the text goes on that far, and the letter triples of
// the word; with bits for what stands behind the word too, which may let a look at the letters happen
// that was not needed.
WordShape ShapeOf(std::string_view text, base::Span span, LetterTriples* triples) {
  const std::string_view word = base::Slice(text, span);
  if (word.size() == 1) return {static_cast<uint8_t>(base::ToLower(word[0])), 0};
  const bool readable = text.size() - span.begin >= word.size() + 8 && std::endian::native == std::endian::little;
  if (!readable || word.empty()) {
    const auto letter = [word](size_t i) { return static_cast<uint8_t>(base::ToLower(word[i])); };
    for (size_t i = 2; i < word.size(); ++i) triples->Insert(LetterTriples::IndexOf(letter(i - 2), letter(i - 1), letter(i)));
    return WordShape::Of(word);
  }
  WordShape shape;
  size_t at = 0;
  do {
    uint64_t bytes;
    std::memcpy(&bytes, word.data() + at, sizeof bytes);
    bytes = Lowered(bytes);
    if (at == 0) shape.head = word.size() < 8 ? bytes & ((uint64_t{1} << (8 * word.size())) - 1) : bytes;
    // Of each pair in these bytes the number of its bit, (first * 5 + second) % 64: no sum reaches 256.
    constexpr uint64_t kOnes = 0x0101010101010101u;
    const uint64_t bits = (((bytes & 0x0F * kOnes) << 2) + (bytes & 0x3F * kOnes) + (bytes >> 8 & 0x3F * kOnes)) & 0x3F * kOnes;
    constexpr size_t kStep = 6;  // pairs, and triples, that are whole in each eight bytes
    for (size_t i = 0; i < kStep; ++i) shape.pairs |= uint64_t{1} << (bits >> (8 * i) & 0x3F);
    // LetterTriples::IndexOf of three at a time, in lanes of sixteen bits.
    constexpr uint64_t kLanes = 0x001F001F001F001Fu;
    const uint64_t even = bytes & kLanes, odd = bytes >> 8 & kLanes;
    const uint64_t from_even = even + odd * LetterTriples::kSecond + (even >> 16) * LetterTriples::kThird;
    const uint64_t from_odd = odd + (even >> 16) * LetterTriples::kSecond + (odd >> 16) * LetterTriples::kThird;
    for (size_t lane = 0; lane < kStep / 2; ++lane) {
      triples->Insert(from_even >> (16 * lane) & 0xFFFF);
      triples->Insert(from_odd >> (16 * lane) & 0xFFFF);
    }
    at += kStep;
  } while (at + 1 < word.size());
  return shape;
}

// "Need to have" and "is required to be" are "must have" and "must be".
std::string DemandInOneWord(std::string demand) {
  constexpr std::string_view kTo = " to ";
  const size_t to = demand.rfind(kTo);
  return to == std::string::npos ? demand : "must " + demand.substr(to + kTo.size());
}

}  // namespace

const Grammar& Grammar::BuiltIn() {
  static const Grammar* const grammar = new Grammar(Lexicon::BuiltIn());
  return *grammar;
}

std::vector<Reading::Memory>& Reading::SpareMemory() {
  thread_local std::vector<Memory> spare;
  return spare;
}

void Reading::Exchange(Memory* memory) {
  std::swap(stream_, memory->stream);
  items_.swap(memory->items);
  cues_.swap(memory->cues);
  shapes_.swap(memory->shapes);
}

Reading::Reading(const Grammar& grammar, std::string_view text) : grammar_(&grammar), text_(text) {
  std::vector<Memory>& spare = SpareMemory();
  if (spare.empty()) return;
  Exchange(&spare.back());
  spare.pop_back();
  Clear();
}

Reading::~Reading() {
  constexpr size_t kMostSpare = 4, kMostItems = 4096;
  std::vector<Memory>& spare = SpareMemory();
  if (spare.size() < kMostSpare && items_.capacity() <= kMostItems) Exchange(&spare.emplace_back());
}

void Reading::Append(base::Span range, bool lead) {
  TokenizeInto(text_, range, grammar_->lexicon, &stream_);
  const std::vector<Token>& tokens = stream_.tokens;
  const int from = size_;
  items_.reserve(items_.size() + tokens.size());
  size_t next = 0;
  for (uint32_t t = 0; t < tokens.size();) {
    const Token& token = tokens[t];
    Item& item = items_.emplace_back();
    item.lead = lead;
    item.space_before = token.space_before;
    item.line_before = token.line_before;
    item.span = token.span;
    item.respelled = token.respelled;
    if (next < stream_.mentions.size() && stream_.mentions[next].first == t) {
      const Mention& mention = stream_.mentions[next++];
      item.kind = Item::Kind::kTerm;
      item.terms = mention.terms;
      item.span = base::Cover(token.span, tokens[mention.last].span);
      if (token.kind == TokenKind::kNumber && mention.first == mention.last)
        item.number = token.number;
      for (const Term& term : mention.terms) {
        item.term_kinds |= KindBit(term.kind);
        if (term.kind == TermKind::kCue) item.cue = grammar_->cue_of_row[term.row];
      }
      for (; t <= mention.last; ++t) item.respelled |= tokens[t].respelled;
    } else {
      switch (token.kind) {
        case TokenKind::kWord:
          item.kind = Item::Kind::kWord;
          break;
        case TokenKind::kNumber:
          item.kind = Item::Kind::kNumber;
          item.number = token.number;
          break;
        case TokenKind::kComparison:
          item.kind = Item::Kind::kComparison;
          item.comparison = token.comparison;
          break;
        case TokenKind::kPunctuation:
          item.kind = Item::Kind::kMark;
          item.mark = token.mark;
          break;
      }
      ++t;
    }
  }
  Register();
  for (int i = from; i < size_; ++i) {
    Item& item = at(i);
    item.value = ValueOf(item, Word(i), shape(i));
    item.may_be_code = item.kind == Item::Kind::kWord && MayBeCode(Word(i), shape(i));
  }
}

void Reading::Append(const std::vector<Item>& items) {
  items_.insert(items_.end(), items.begin(), items.end());
  Register();
}

void Reading::Register() {
  const size_t from = static_cast<size_t>(size_);
  cues_.resize(items_.size());
  shapes_.resize(items_.size());
  for (size_t i = from; i < items_.size(); ++i) {
    Item& item = items_[i];
    cues_[i] = item.cue.value_or(kNoCue);
    any_cues_.insert(cues_[i]);
    any_kinds_ |= item.term_kinds;
    if (item.kind == Item::Kind::kMark) any_marks_.insert(item.mark);
    const bool demand = cues_[i] == Cue::kMust && (i == 0 || cues_[i - 1] != Cue::kWho) && base::Slice(text_, item.span).find(' ') != std::string_view::npos;
    if (demand || !IsPlain(base::Slice(text_, item.span))) item.respelled = true;
    if (item.respelled) {
      std::string& word = respelled_.emplace_back(static_cast<int>(i), lexicon().spelling().InOneSpelling(InPlainLetters(base::Slice(text_, item.span)))).second;
      if (demand) word = DemandInOneWord(std::move(word));
      shapes_[i] = ShapeOf(word, {0, static_cast<uint32_t>(word.size())}, &triples_);
    } else {
      shapes_[i] = ShapeOf(text_, item.span, &triples_);
    }
  }
  size_ = static_cast<int>(items_.size());
  if (grammar_->asks_every_domain) HoldAnything();
}

void Reading::HoldAnything() {
  for (int cue = 0; cue < kCueCount; ++cue) any_cues_.insert(static_cast<Cue>(cue));
  any_kinds_ = ~uint32_t{0};
  for (char mark = '!'; mark <= '~'; ++mark) any_marks_.insert(mark);
  for (uint32_t triple = 0; triple < LetterTriples::kSize; ++triple) triples_.Insert(triple);
}

void Reading::Clear() {
  items_.clear();
  cues_.clear();
  shapes_.clear();
  size_ = 0;
  any_cues_ = {};
  any_kinds_ = 0;
  any_marks_ = {};
  triples_.Clear();
  respelled_.clear();
}

std::string_view Reading::RespelledWord(int i) const {
  const auto at = std::lower_bound(respelled_.begin(), respelled_.end(), i, [](const auto& each, int item) { return each.first < item; });
  return at->second;
}

std::string Reading::Words(int first, int last) const {
  std::string words;
  for (int i = first; i <= last && Has(i); ++i) {
    if (!words.empty() && at(i).space_before) words += ' ';
    words += Word(i);
  }
  return words;
}

int Reading::FindCueIn(int begin, int end, CueSet cues) const {
  const int stop = std::min(end, size());
  for (int i = std::max(begin, 0); i < stop; ++i) {
    if (cues.contains(cues_[static_cast<size_t>(i)])) return i;
  }
  return -1;
}

Presence PresenceIn(const Reading& reading, Clause clause) {
  Presence out;
  for (int i = clause.begin; i < clause.end; ++i) {
    const Item& item = reading.at(i);
    out.term_kinds |= item.term_kinds;
    out.cues.insert(reading.CueOf(i));
    out.value |= item.value.has_value();
    out.may_be_code |= item.may_be_code;
  }
  return out;
}

const Entry* Reading::FindRow(const Item& item, TermKind kind) const {
  const Term* term = item.terms.data();
  while (term->kind != kind) ++term;
  return &lexicon().entry(*term);
}

namespace {

struct PatternText {
  std::array<char, WordPattern::kMaxBytes> bytes;
  PatternText(uint64_t head, uint64_t rest0, uint64_t rest1, uint64_t rest2) {
    size_t at = 0;
    for (const uint64_t part : {head, rest0, rest1, rest2}) {
      for (int i = 0; i < 8; ++i) bytes[at++] = static_cast<char>(part >> (8 * i) & 0xFF);
    }
  }
};

}  // namespace

bool Reading::StartsWithAll(int i, size_t size, uint64_t head, uint64_t rest0, uint64_t rest1, uint64_t rest2) const {
  const PatternText text(head, rest0, rest1, rest2);
  return base::StartsWithIgnoreCase(Word(i), {text.bytes.data(), size});
}

bool Reading::Holds(int i, size_t size, uint64_t head, uint64_t rest0, uint64_t rest1, uint64_t rest2) const {
  const PatternText text(head, rest0, rest1, rest2);
  return base::ContainsIgnoreCase(Word(i), {text.bytes.data(), size});
}

base::Span Reading::SpanOf(int first, int last) const {
  first = std::max(first, 0);
  last = std::min(last, size() - 1);
  if (last < first) return {};
  base::Span any;
  if (at(last).lead) {  // and so are all before it
    for (int i = first; i <= last; ++i) any = base::Cover(any, at(i).span);
    return any;
  }
  while (at(first).lead) ++first;
  return {at(first).span.begin, at(last).span.end};
}

}  // namespace trialmatch::rules
