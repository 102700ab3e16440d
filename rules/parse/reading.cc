#include "rules/parse/reading.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/ascii.h"

namespace trialmatch::rules {

namespace {

constexpr std::array<std::string_view, 13> kNumberWords = {
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};

std::optional<double> ValueOf(const Item& item, std::string_view word) {
  if (item.kind == Item::Kind::kNumber) return item.number;
  // A number can stand in a wording ("exon 19"); alone it keeps its value.
  if (item.kind == Item::Kind::kTerm && base::IsDigit(word[0]) && item.number != 0)
    return item.number;
  if (word.size() < 3 || word.size() > 6) return std::nullopt;
  for (size_t n = 0; n < kNumberWords.size(); ++n) {
    if (base::EqualsIgnoreCase(word, kNumberWords[n])) return static_cast<double>(n);
  }
  return std::nullopt;
}

bool MayBeCode(std::string_view word) {
  if (word.size() >= 3 && (word[0] == 'I' || base::StartsWithIgnoreCase(word, "stage"))) return true;
  return std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) >= 2;
}

}  // namespace

const Grammar& Grammar::BuiltIn() {
  static const Grammar* const grammar = new Grammar(Lexicon::BuiltIn());
  return *grammar;
}

void Reading::Append(base::Span range, bool lead) {
  TokenizeInto(text_, range, grammar_->lexicon, &stream_);
  const std::vector<Token>& tokens = stream_.tokens;
  items_.reserve(items_.size() + tokens.size());
  size_t next = 0;
  for (uint32_t t = 0; t < tokens.size();) {
    const Token& token = tokens[t];
    Item& item = items_.emplace_back();
    item.lead = lead;
    item.space_before = token.space_before;
    item.line_before = token.line_before;
    item.span = token.span;
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
      t = mention.last + 1;
    } else {
      switch (token.kind) {
        case TokenKind::kWord:
          item.kind = Item::Kind::kWord;
          item.may_be_code = MayBeCode(base::Slice(text_, item.span));
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
    const std::string_view word = base::Slice(text_, item.span);
    item.shape = WordShape::Of(word);
    item.value = ValueOf(item, word);
    const Cue cue = item.cue.value_or(kNoCue);
    cues_.push_back(cue);
    any_cues_.insert(cue);
  }
}

void Reading::Append(const std::vector<Item>& items) {
  items_.insert(items_.end(), items.begin(), items.end());
  for (const Item& item : items) {
    const Cue cue = item.cue.value_or(kNoCue);
    cues_.push_back(cue);
    any_cues_.insert(cue);
  }
}

void Reading::Clear() {
  items_.clear();
  cues_.clear();
  any_cues_ = {};
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
    if (item.cue) out.cues.insert(*item.cue);
    out.value = out.value || item.value;
    out.may_be_code = out.may_be_code || item.may_be_code;
  }
  return out;
}

const Entry* Reading::FindRow(const Item& item, TermKind kind) const {
  for (const Term& term : item.terms) {
    if (term.kind == kind) return &lexicon().entry(term);
  }
  return nullptr;
}

bool Reading::GoesOn(const Item& item, std::string_view lower) const {
  return base::StartsWithIgnoreCase(base::Slice(text_, item.span), lower);
}

bool Reading::Holds(const Item& item, std::string_view lower) const {
  return base::ContainsIgnoreCase(base::Slice(text_, item.span), lower);
}

base::Span Reading::SpanOf(int first, int last) const {
  base::Span own, any;
  for (int i = std::max(first, 0); i <= last && i < size(); ++i) {
    any = base::Cover(any, at(i).span);
    if (!at(i).lead) own = base::Cover(own, at(i).span);
  }
  return own.empty() ? any : own;
}

namespace {

bool StartsUpper(const Reading& reading, int i) {
  if (i >= reading.size()) return true;
  std::string_view word = reading.Word(i);
  return !word.empty() && (std::isupper(static_cast<unsigned char>(word[0])) != 0);
}

// "e.g." and "i.e." and single letters before a point do not end a sentence.
bool EndsSentence(const Reading& reading, int i) {
  const Item& item = reading.at(i);
  if (item.kind != Item::Kind::kMark) return false;
  // "<= 2.5 x ULN; <= 5 x ULN with liver metastases" goes on.
  if (item.mark == ';') return !reading.IsComparison(i + 1);
  if (item.mark != '.') return false;
  if (i + 1 >= reading.size()) return true;
  const Item& next = reading.at(i + 1);
  if (!next.space_before && !next.line_before) return false;
  if (i > 0 && reading.Word(i - 1).size() == 1 && reading.at(i - 1).kind == Item::Kind::kWord)
    return false;
  if (i > 0 && reading.WordIs(i - 1, "vs")) return false;
  return StartsUpper(reading, i + 1) || next.kind == Item::Kind::kNumber ||
         next.kind == Item::Kind::kMark;
}

}  // namespace

std::vector<Clause> SplitSentences(const Reading& reading, int begin, int end) {
  std::vector<Clause> clauses;
  int start = begin;
  int depth = 0;
  for (int i = begin; i < end; ++i) {
    if (reading.IsMark(i, '(')) ++depth;
    if (reading.IsMark(i, ')') && depth > 0) --depth;
    bool ends = EndsSentence(reading, i) && (depth == 0 || reading.IsMark(i, '.'));
    if (ends && reading.IsMark(i, '.') && depth > 0) depth = 0;
    if (ends) {
      if (i > start) clauses.push_back({start, i});
      start = i + 1;
    }
  }
  if (end > start) clauses.push_back({start, end});
  return clauses;
}

bool DeniedBefore(const Reading& reading, Clause clause, int i) {
  for (int k = i - 1; k >= clause.begin; --k) {
    const Item& item = reading.at(k);
    if (item.kind == Item::Kind::kMark && (item.mark == ';' || item.mark == ':')) return false;
    if (!item.cue) continue;
    switch (*item.cue) {
      case Cue::kNo:
      case Cue::kNot:
      case Cue::kWithout:
        return true;
      case Cue::kNotExist:
        if (reading.WordIs(k, "no other")) return true;
        break;
      case Cue::kHowever:
      case Cue::kMust:
      case Cue::kMustNot:
      case Cue::kExcluded:
      case Cue::kPermitted:
        return false;
      case Cue::kWith: {
        // ", with PD-L1 ..." starts anew; "does not have" is one cue and never comes here.
        bool after_join =
            k > clause.begin && (reading.IsMark(k - 1, ',') || reading.Is(k - 1, Cue::kAnd) ||
                                 reading.Is(k - 1, Cue::kWho));
        if (after_join) return false;
        break;
      }
      default:
        break;
    }
  }
  return false;
}

}  // namespace trialmatch::rules
