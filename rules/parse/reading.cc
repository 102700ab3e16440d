#include "rules/parse/reading.h"

#include <algorithm>
#include <cctype>

#include "base/ascii.h"

namespace trialmatch::rules {

void Reading::Append(base::Span range, bool lead) {
  streams_.push_back(Tokenize(text_, range, grammar_->lexicon));
  const TokenStream& stream = streams_.back();
  size_t next = 0;
  for (uint32_t t = 0; t < stream.tokens.size();) {
    const Token& token = stream.tokens[t];
    Item item;
    item.lead = lead;
    item.space_before = token.space_before;
    item.line_before = token.line_before;
    while (next < stream.mentions.size() && stream.mentions[next].first < t) ++next;
    if (next < stream.mentions.size() && stream.mentions[next].first == t) {
      const Mention& mention = stream.mentions[next];
      item.kind = Item::Kind::kTerm;
      item.mention = &mention;
      item.span = base::Cover(token.span, stream.tokens[mention.last].span);
      if (token.kind == TokenKind::kNumber && mention.first == mention.last)
        item.number = token.number;
      for (const Term& term : mention.terms) {
        if (term.kind == TermKind::kCue) item.cue = grammar_->cue_of_row[term.row];
      }
      t = mention.last + 1;
    } else {
      item.span = token.span;
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
    items_.push_back(item);
  }
}

const Entry* Reading::Find(int i, TermKind kind) const {
  if (i < 0 || i >= size() || at(i).mention == nullptr) return nullptr;
  for (const Term& term : at(i).mention->terms) {
    if (term.kind == kind) return &lexicon().entry(term);
  }
  return nullptr;
}

bool Reading::WordIs(int i, std::string_view lower) const {
  if (i < 0 || i >= size()) return false;
  std::string_view word = Word(i);
  return word.size() == lower.size() &&
         std::equal(word.begin(), word.end(), lower.begin(), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) == b;
         });
}

bool Reading::WordIsAny(int i, std::initializer_list<std::string_view> lower) const {
  return std::any_of(lower.begin(), lower.end(),
                     [&](std::string_view word) { return WordIs(i, word); });
}

bool Reading::WordStarts(int i, std::initializer_list<std::string_view> lower) const {
  return Has(i) && std::any_of(lower.begin(), lower.end(), [&](std::string_view start) {
           return base::StartsWithIgnoreCase(Word(i), start);
         });
}

bool Reading::WordContains(int i, std::initializer_list<std::string_view> lower) const {
  return Has(i) && std::any_of(lower.begin(), lower.end(), [&](std::string_view part) {
           return base::ContainsIgnoreCase(Word(i), part);
         });
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
