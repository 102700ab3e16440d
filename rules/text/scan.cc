#include "rules/text/scan.h"

#include "rules/text/scanner.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kFarEnough = Vocabulary::kMaxWordBytes + 1;

constexpr bool IsAsciiPunctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

struct Entity {
  std::string_view name;
  uint32_t code_point;
};
constexpr Entity kEntities[] = {
    {"&lt;", '<'},     {"&gt;", '>'},      {"&le;", 0x2264},    {"&ge;", 0x2265},   {"&amp;", '&'},
    {"&quot;", '"'},   {"&nbsp;", 0xA0},   {"&#39;", '\''},     {"&#60;", '<'},     {"&#62;", '>'},
    {"&times;", 0xD7}, {"&plusmn;", 0xB1}, {"&#8804;", 0x2264}, {"&#8805;", 0x2265}};

}  // namespace

Scanner::Glyph Scanner::GlyphAt(uint32_t at) const {
  Glyph glyph;
  if (at >= end_) {
    glyph.character.kind = CharacterClass::kBlank;
    glyph.end = at;
    return glyph;
  }
  uint32_t from = at;
  if (text_[from] == '\\' && from + 1 < end_ && IsAsciiPunctuation(text_[from + 1])) ++from;
  if (text_[from] == '&') {
    for (const Entity& entity : kEntities) {
      if (!text_.substr(from).starts_with(entity.name)) continue;
      return {Classify(entity.code_point), entity.code_point,
              from + static_cast<uint32_t>(entity.name.size())};
    }
  }
  const CodePoint point = DecodeUtf8(text_, from);
  return {Classify(point.value), point.value, from + point.bytes};
}

uint32_t Scanner::SkipSpaces(uint32_t at, uint32_t most) const {
  for (; most > 0 && at < end_ && text_[at] == ' '; --most) ++at;
  return at;
}

// True when the "x" at `at_`, in the run of letters and digits that ends at `run_end`, stands for
// "times": "2.5 x ULN", "2.5xULN", "x109/L".
bool Scanner::IsTimesSign(uint32_t run_end) const {
  const uint32_t rest = at_ + 1;
  if (rest == run_end) {
    if (run_end < end_ && text_[run_end] == '-') return false;  // "2 X-rays"
    return AfterNumber() || (SkipSpaces(rest, 1) > rest && IsDigit(rest + 1) && !tokens_.empty());
  }
  if (IsDigit(rest)) {
    uint32_t digits_end = rest;
    while (digits_end < run_end && IsDigit(digits_end)) ++digits_end;
    if (text_.substr(rest, 2) == "10") return true;  // "x109/L", "x10E9"; "X396" may be a drug
    return (digits_end == run_end ||
            kBytes.lower[static_cast<unsigned char>(text_[digits_end])] == 'e') &&
           grow_ == nullptr && (RunId(at_, run_end) & ~kRespelled) == 0;
  }
  if (!AfterNumber()) return false;
  const std::string_view tail = text_.substr(rest, run_end - rest);
  return tail == "ULN" || tail == "LLN" || tail == "uln" || tail == "lln" || tail == "IULN";
}

void Scanner::ScanWord() {
  const uint32_t begin = at_;
  // The end is looked for only as far as a word may reach: "x10x10x10…" would be read to its end at
  // every x.
  if ((text_[begin] | 0x20) == 'x' && IsTimesSign(AlnumEnd(begin, begin + kFarEnough)))
    return AddMark('x', begin, begin + 1);
  uint32_t end = AlnumEnd(begin, end_);
  // "within14 days": no name is spelled so.
  constexpr std::string_view kWithin = "within";
  const bool glued = end > begin + kWithin.size() && end <= begin + kWithin.size() + 3 && IsDigit(begin + kWithin.size()) && IsDigit(end - 1) && IsDigit((begin + kWithin.size() + end - 1) / 2);
  if (glued && text_.substr(begin, kWithin.size()) == kWithin) end = begin + kWithin.size();
  if (end < end_ && (text_[end] == '\'' || IsHigh(end))) return ScanLongWord(begin);
  const uint32_t word = RunId(begin, end);
  Token& token = Add(TokenKind::kWord, begin, end);
  token.word = word & ~kRespelled;
  token.respelled = (word & kRespelled) != 0;
}

// A word with an apostrophe or with letters that are not ASCII.
void Scanner::ScanLongWord(uint32_t begin) {
  // Room for the longest word and for the longest folded letter behind it; what is longer is in no
  // wording.
  char folded[Vocabulary::kMaxWordBytes + 16];
  size_t size = 0;
  const auto append = [&](std::string_view letters) {
    if (size <= Vocabulary::kMaxWordBytes) size += letters.copy(folded + size, 16);
  };
  uint32_t at = begin;
  while (at < end_) {
    if (IsAlnum(at)) {
      append({&kBytes.lower[static_cast<unsigned char>(text_[at])], 1});
      ++at;
      continue;
    }
    const bool ascii = !IsHigh(at);
    if (ascii && text_[at] != '\'') break;
    const CodePoint point = DecodeUtf8(text_, at);
    const Character character = Classify(point.value);
    const uint32_t next = at + point.bytes;
    if (character.kind == CharacterClass::kLetter) {
      const std::string_view letters = FoldLetter(point.value);
      append(letters.empty() ? text_.substr(at, point.bytes) : letters);
    } else if (character.kind == CharacterClass::kSubscript) {
      append({&character.mark, 1});
    } else if (character.kind == CharacterClass::kSuperscript && size <= 2 &&
               (character.mark == '2' || character.mark == '3') && !IsDigit(next)) {
      append({&character.mark, 1});  // mm², m³
      at = next;
      break;
    } else if (character.mark == '\'' && next < end_ && Class(next) == kLetterByte) {
      if ((text_[next] | 0x20) == 's' && !IsAlnum(next + 1)) {
        at = next + 1;
        break;
      }
    } else if (character.kind != CharacterClass::kCombining) {
      break;
    }
    at = next;
  }
  if (size > 0 && IsPluralOfCapitals(text_.substr(begin, at - begin))) --size;
  bool respelled = false;
  const uint32_t word = size > Vocabulary::kMaxWordBytes
                            ? 0
                            : WordId({folded, NormalizeFolded(folded, size, spelling_, &respelled)});
  Token& token = Add(TokenKind::kWord, begin, at);
  token.word = word;
  token.respelled = respelled;
}

void Scanner::ScanOther() {
  const uint32_t begin = at_;
  if (text_[begin] == '.' && IsDigit(begin + 1) && !TouchesWord()) return ScanNumber();
  const Glyph glyph = GlyphAt(begin);
  switch (glyph.character.kind) {
    case CharacterClass::kBlank:
      space_ = true;
      at_ = glyph.end;
      return;
    case CharacterClass::kLineBreak:
      space_ = line_ = true;
      at_ = glyph.end;
      return;
    case CharacterClass::kLetter:
      return ScanLongWord(begin);
    case CharacterClass::kSuperscript:
      // A broken Symbol font writes "³ 18" for "≥ 18" and "³Grade 2": no exponent stands like that.
      if (glyph.code_point == 0xB3 && (!TouchesWord() || (TouchesLongWord() && IsDigit(glyph.end))) &&
          (IsAlnum(glyph.end) || IsDigit(SkipSpaces(glyph.end, 1)))) {
        Add(TokenKind::kComparison, begin, glyph.end).comparison = Comparison::kGreaterEqual;
        return;
      }
      return ScanDigitsInOtherDress(glyph.character);
    case CharacterClass::kSubscript:
    case CharacterClass::kDigit:
      return ScanDigitsInOtherDress(glyph.character);
    case CharacterClass::kCombining:
      at_ = glyph.end;
      return;
    case CharacterClass::kSymbol:
      break;
  }
  if (ScanComparison(glyph)) return;
  if (glyph.code_point == 0xA3 && IsDigit(SkipSpaces(glyph.end, 1))) {  // the same font's "≤"; nobody enters by what they own
    Add(TokenKind::kComparison, begin, glyph.end).comparison = Comparison::kLessEqual;
    return;
  }
  if (glyph.character.mark == '+') {
    const Glyph slash = GlyphAt(glyph.end);
    const Glyph dash = GlyphAt(slash.end);
    if (slash.character.mark == '/' && dash.character.mark == '-')
      return AddMark('p', begin, dash.end);
  }
  if (glyph.character.mark == '-') {
    // "->" is an arrow, no comparison.
    const Glyph head = GlyphAt(glyph.end);
    const Glyph behind = GlyphAt(SkipSpaces(head.end, 1));
    const bool bound = behind.character.kind == CharacterClass::kDigit ||
                       behind.character.mark == '=';  // "->18 years": a bullet
    if (head.character.mark == '>' && head.end == glyph.end + 1 && !bound)
      return AddMark('-', begin, head.end);
  }
  AddMark(glyph.character.mark, begin, glyph.end);
}

void ScanTokens(std::string_view text, base::Span range, const Vocabulary& vocabulary,
                const Spelling& spelling, std::vector<Token>* tokens) {
  thread_local WordCache cache;
  cache.Use((spelling.stamp() + 1) << 32 | (vocabulary.stamp() + 1));
  Scanner(text, range, vocabulary, nullptr, spelling, &cache, tokens).Run();
}

void ScanWording(std::string_view wording, Vocabulary* vocabulary, const Spelling& spelling,
                 std::vector<Token>* tokens) {
  const base::Span all = {0, static_cast<uint32_t>(wording.size())};
  Scanner(wording, all, *vocabulary, vocabulary, spelling, nullptr, tokens).Run();
}

std::vector<uint32_t> WordingWords(const std::vector<Token>& tokens) {
  std::vector<uint32_t> words;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool skipped = tokens[i].kind == TokenKind::kPunctuation &&
                         (tokens[i].mark == '-' || (tokens[i].mark == '/' && i > 0));
    if (!skipped) words.push_back(tokens[i].word);
  }
  return words;
}

}  // namespace trialmatch::rules
