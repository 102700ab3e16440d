#ifndef TRIALMATCH_RULES_TEXT_SCANNER_H_
#define TRIALMATCH_RULES_TEXT_SCANNER_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "rules/lexicon/vocabulary.h"
#include "rules/text/characters.h"
#include "rules/text/normalize.h"
#include "rules/text/tokens.h"
#include "rules/text/word_cache.h"

namespace trialmatch::rules {

// kPlainMark: an ASCII mark that is always a token of its own.
enum ByteClass : uint8_t { kOther, kBlankByte, kLineByte, kLetterByte, kDigitByte, kPlainMark };

struct ByteTables {
  ByteClass kind[256] = {};
  bool alnum[256] = {};  // an ASCII letter or digit
  char lower[256] = {};
};
constexpr ByteTables MakeByteTables() {
  ByteTables tables;
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    const bool upper = c >= 'A' && c <= 'Z';
    tables.lower[i] = upper ? static_cast<char>(c - 'A' + 'a') : c;
    if (upper || (c >= 'a' && c <= 'z'))
      tables.kind[i] = kLetterByte;
    else if (c >= '0' && c <= '9')
      tables.kind[i] = kDigitByte;
    else if (c == '\n' || c == '\r')
      tables.kind[i] = kLineByte;
    else if (i <= ' ' || i == 0x7F)
      tables.kind[i] = kBlankByte;
    else if (i < 0x80 && std::string_view("\\&<>=+-.`").find(c) == std::string_view::npos)
      tables.kind[i] = kPlainMark;
    tables.alnum[i] = tables.kind[i] == kLetterByte || tables.kind[i] == kDigitByte;
  }
  return tables;
}
inline constexpr ByteTables kBytes = MakeByteTables();

// Reads one range of a text from left to right; rules/text/scan.h is the way in. Words, marks and
// the whole are in scan.cc, numbers and comparisons in scan_numbers.cc. With `grow`, words that the
// vocabulary lacks are added to it.
class Scanner {
 public:
  Scanner(std::string_view text, base::Span range, const Vocabulary& vocabulary, Vocabulary* grow,
          const Spelling& spelling, WordCache* cache, std::vector<Token>* tokens)
      : whole_(text),
        text_(text.substr(0, range.end)),
        at_(range.begin),
        end_(range.end),
        vocabulary_(vocabulary),
        grow_(grow),
        spelling_(spelling),
        cache_(cache),
        tokens_(*tokens) {}

  void Run() {
    while (at_ < end_) {
      switch (Class(at_)) {
        case kBlankByte:
          space_ = true;
          ++at_;
          break;
        case kLineByte:
          space_ = line_ = true;
          ++at_;
          break;
        case kLetterByte:
          ScanWord();
          break;
        case kDigitByte:
          ScanNumber();
          break;
        case kPlainMark:
          AddMark(text_[at_], at_, at_ + 1);
          break;
        case kOther:
          ScanOther();
          break;
      }
    }
  }

 private:
  // What stands at a place, with the backslash or the entity that spells it.
  struct Glyph {
    Character character;
    uint32_t code_point = 0;
    uint32_t end = 0;
  };

  ByteClass Class(uint32_t at) const { return kBytes.kind[static_cast<unsigned char>(text_[at])]; }
  bool IsDigit(uint32_t at) const { return at < end_ && Class(at) == kDigitByte; }
  bool IsAlnum(uint32_t at) const {
    return at < end_ && kBytes.alnum[static_cast<unsigned char>(text_[at])];
  }
  bool IsHigh(uint32_t at) const {
    return at < end_ && static_cast<unsigned char>(text_[at]) >= 0x80;
  }
  uint32_t DigitsEnd(uint32_t at) const {
    while (IsDigit(at)) ++at;
    return at;
  }
  uint32_t AlnumEnd(uint32_t at, uint32_t limit) const {
    limit = std::min(limit, end_);
    while (at < limit && kBytes.alnum[static_cast<unsigned char>(text_[at])]) ++at;
    return at;
  }

  uint32_t WordId(std::string_view word) const {
    if (word.empty() || word.size() > Vocabulary::kMaxWordBytes) return 0;
    return grow_ != nullptr ? grow_->Intern(word) : vocabulary_.Find(word);
  }
  uint32_t MarkId(char mark) const {
    if (mark == '-' || mark == 'p') return 0;  // 'p' is no letter here
    return grow_ != nullptr ? grow_->Intern({&mark, 1}) : vocabulary_.FindMark(mark);
  }
  // The id of a run of ASCII letters and digits, with kRespelled when Spelling writes it otherwise.
  static constexpr uint32_t kRespelled = uint32_t{1} << 31;
  uint32_t RunId(uint32_t begin, uint32_t end) const {
    if (cache_ == nullptr || end - begin > WordCache::kMaxBytes) return LookUpRun(begin, end);
    const WordCache::Key key = WordCache::KeyOf(whole_, begin, end);
    WordCache::Entry& entry = cache_->At(key);
    if (entry.key == key) return entry.word;
    entry = {key, LookUpRun(begin, end)};
    return entry.word;
  }
  uint32_t LookUpRun(uint32_t begin, uint32_t end) const {
    if (end - begin > Vocabulary::kMaxWordBytes) return 0;
    char folded[Vocabulary::kMaxWordBytes];
    for (uint32_t i = begin; i < end; ++i)
      folded[i - begin] = kBytes.lower[static_cast<unsigned char>(text_[i])];
    const size_t size =
        end - begin - (IsPluralOfCapitals(text_.substr(begin, end - begin)) ? 1 : 0);
    bool respelled = false;
    const uint32_t id = WordId({folded, NormalizeFolded(folded, size, spelling_, &respelled)});
    return id | (respelled ? kRespelled : 0);
  }

  Token& Add(TokenKind kind, uint32_t begin, uint32_t end) {
    Token& token = tokens_.emplace_back();
    token.span = {begin, end};
    token.kind = kind;
    token.space_before = space_;
    token.line_before = line_;
    space_ = line_ = false;
    at_ = end;
    return token;
  }
  void AddMark(char mark, uint32_t begin, uint32_t end) {
    Token& token = Add(TokenKind::kPunctuation, begin, end);
    token.mark = mark;
    token.word = mark != 0 ? MarkId(mark)
                           : WordId(text_.substr(begin, end - begin));  // "♀" is a word of its own
  }
  bool AfterNumber() const {
    return !tokens_.empty() && tokens_.back().kind == TokenKind::kNumber &&
           tokens_.back().span.end <= at_;
  }

  // True when a word or a number ends right here.
  bool TouchesWord() const {
    return !tokens_.empty() && tokens_.back().span.end == at_ &&
           (tokens_.back().kind == TokenKind::kWord || tokens_.back().kind == TokenKind::kNumber);
  }

  // That, and no unit: "clearance³50".
  bool TouchesLongWord() const {
    constexpr uint32_t kLong = 5;
    return TouchesWord() && tokens_.back().kind == TokenKind::kWord && tokens_.back().span.end - tokens_.back().span.begin >= kLong;
  }

  Glyph GlyphAt(uint32_t at) const;
  uint32_t SkipSpaces(uint32_t at, uint32_t most) const;
  bool IsTimesSign(uint32_t run_end) const;
  void ScanWord();
  void ScanLongWord(uint32_t begin);
  void ScanNumber();
  void ScanPlainDigits(uint32_t digits_end);
  void ScanDigitsInOtherDress(Character first);
  void ScanOther();
  bool ScanComparison(const Glyph& first);

  const std::string_view whole_;  // beyond the range too
  const std::string_view text_;   // up to the end of the range
  uint32_t at_;
  const uint32_t end_;
  const Vocabulary& vocabulary_;
  Vocabulary* const grow_;
  const Spelling& spelling_;
  WordCache* const cache_;  // nullptr: none
  std::vector<Token>& tokens_;
  bool space_ = false;
  bool line_ = false;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_SCANNER_H_
