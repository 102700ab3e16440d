#include "rules/text/characters.h"

namespace trialmatch::rules {
namespace {

// U+00C0 to U+017F without accents.
constexpr std::string_view kLatin[] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c",  "e",  "e", "e", "e", "i",  "i", "i", "i", "d", "n",
    "o", "o", "o",  "o",  "o", "",  "o",  "u",  "u",  "u", "u", "y", "th", "",  "a", "a", "a", "a",
    "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i",  "i", "i", "i", "d",  "n", "o", "o", "o", "o",
    "o", "",  "o",  "u",  "u", "u", "u",  "y",  "th", "y", "a", "a", "a",  "a", "a", "a", "c", "c",
    "c", "c", "c",  "c",  "c", "c", "d",  "d",  "d",  "d", "e", "e", "e",  "e", "e", "e", "e", "e",
    "e", "e", "g",  "g",  "g", "g", "g",  "g",  "g",  "g", "h", "h", "h",  "h", "i", "i", "i", "i",
    "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j",  "j", "k", "k", "k",  "l", "l", "l", "l", "l",
    "l", "l", "l",  "l",  "l", "n", "n",  "n",  "n",  "n", "n", "n", "n",  "n", "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r",  "r", "s", "s", "s",  "s", "s", "s", "s", "s",
    "t", "t", "t",  "t",  "t", "t", "u",  "u",  "u",  "u", "u", "u", "u",  "u", "u", "u", "u", "u",
    "w", "w", "y",  "y",  "y", "z", "z",  "z",  "z",  "z", "z", "s",
};

// U+03B1 to U+03C9, the capitals are 0x20 below. Spelled out as texts do ("TNF-alpha"); mu is the
// micro sign.
constexpr std::string_view kGreek[] = {
    "alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",   "theta", "iota",
    "kappa", "lambda", "u",       "nu",    "xi",      "omicron", "pi",    "rho",   "sigma",
    "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega",
};
constexpr std::string_view kRoman[] = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                       "vii", "viii", "ix",  "x",  "xi", "xii"};
constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz";

constexpr bool In(uint32_t value, uint32_t first, uint32_t last) {
  return value - first <= last - first;
}

Character Symbol(char mark) { return {CharacterClass::kSymbol, mark}; }

Character ClassifyPunctuation(uint32_t c) {
  switch (c) {
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x2033:
    case 0x3003:
      return Symbol('"');
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x02BC:
    case 0x02B9:
      return Symbol('\'');
    case 0xAD:
    case 0x2043:
    case 0x2212:
    case 0xFE58:
    case 0xFE63:
      return Symbol('-');
    case 0xB1:
      return Symbol('p');
    case 0xD7:
    case 0x2179:
    case 0x2715:
    case 0x2716:
    case 0x2A2F:
      return Symbol('x');
    case 0xF7:
    case 0x2044:
    case 0x2215:
      return Symbol('/');
    case 0x2264:
    case 0x2266:
    case 0x2A7D:
    case 0xF0A3:
      return Symbol('l');  // 0xF0A3, 0xF0B3: Word's Symbol font
    case 0x2265:
    case 0x2267:
    case 0x2A7E:
    case 0xF0B3:
      return Symbol('g');
    case 0x02C2:
    case 0xFE64:
      return Symbol('<');
    case 0x02C3:
    case 0xFE65:
      return Symbol('>');
    case 0xB0:
    case 0xBA:
    case 0x02DA:
      return Symbol('o');
    case 0x223C:
    case 0x2248:
    case 0x2243:
    case 0x2245:
      return Symbol('~');
    case 0xB7:
    case 0x2022:
    case 0x2023:
    case 0x2027:
    case 0x2219:
    case 0x22C5:
    case 0x25E6:
      return Symbol('*');
    case 0x2026:
    case 0x3002:
      return Symbol('.');
    case 0x3001:
      return Symbol(',');
    case 0x037E:
      return Symbol(';');
    default:
      break;
  }
  if (In(c, 0x2010, 0x2015)) return Symbol('-');
  if (In(c, 0x2460, 0x24FF) || In(c, 0x25A0, 0x25FF) || In(c, 0x2600, 0x27BF) ||
      In(c, 0xE000, 0xF8FF))
    return Symbol('*');
  return Symbol(0);
}

bool IsLetter(uint32_t c) {
  if (c < 0x2000) {
    if (c == 0xAA || c == 0xB5) return true;
    if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == 0x37E || c == 0x387) return false;
    return !In(c, 0x2B9, 0x2DF) && !In(c, 0x2E5, 0x36F);
  }
  if (c == 0x2179) return false;  // written for a multiplication sign
  if (!FoldLetter(c).empty()) return true;
  return c == 0x2071 || c == 0x207F || c == 0x2126 || c == 0x212B || In(c, 0x2160, 0x217F) ||
         In(c, 0x2C00, 0x2DFF) || In(c, 0x3040, 0x30FF) || In(c, 0x3105, 0x31FF) ||
         In(c, 0x3400, 0x9FFF) || In(c, 0xA000, 0xD7FF) || In(c, 0xF900, 0xFDFF) ||
         In(c, 0xFF66, 0xFFDC) || In(c, 0x10000, 0x1EFFF) || In(c, 0x20000, 0x3FFFF);
}

Character ClassifyAscii(char c) {
  if (c == ' ' || c == '\t' || c == '\v' || c == '\f') return {CharacterClass::kBlank, ' '};
  if (c == '\n' || c == '\r') return {CharacterClass::kLineBreak, '\n'};
  if (c >= '0' && c <= '9') return {CharacterClass::kDigit, c};
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return {CharacterClass::kLetter, 0};
  if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return {CharacterClass::kBlank, ' '};
  return Symbol(c == '`' ? '\'' : c);
}

}  // namespace

CodePoint DecodeUtf8(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const auto follows = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const uint32_t first = byte(at);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && follows(at + 1))
    return {(first & 0x1F) << 6 | (byte(at + 1) & 0x3F), 2};
  if (first >= 0xE0 && first < 0xF0 && follows(at + 1) && follows(at + 2)) {
    const uint32_t value =
        (first & 0x0F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F);
    if (value >= 0x800 && !In(value, 0xD800, 0xDFFF)) return {value, 3};
  }
  if (first >= 0xF0 && first < 0xF5 && follows(at + 1) && follows(at + 2) && follows(at + 3)) {
    const uint32_t value = (first & 0x07) << 18 | (byte(at + 1) & 0x3F) << 12 |
                           (byte(at + 2) & 0x3F) << 6 | (byte(at + 3) & 0x3F);
    if (In(value, 0x10000, 0x10FFFF)) return {value, 4};
  }
  return {kInvalidCodePoint, 1};
}

Character Classify(uint32_t c) {
  if (c < 0x80) return ClassifyAscii(static_cast<char>(c));
  if (c == 0xA0 || In(c, 0x2000, 0x200F) || c == 0x202F || In(c, 0x205F, 0x2064) || c == 0x3000 ||
      c == 0xFEFF) {
    return {CharacterClass::kBlank, ' '};
  }
  if (c == 0x85 || c == 0x2028 || c == 0x2029) return {CharacterClass::kLineBreak, '\n'};
  if (c == 0xB9) return {CharacterClass::kSuperscript, '1'};
  if (c == 0xB2 || c == 0xB3)
    return {CharacterClass::kSuperscript, static_cast<char>('0' + (c - 0xB0))};
  if (c == 0x2070 || In(c, 0x2074, 0x2079))
    return {CharacterClass::kSuperscript, static_cast<char>('0' + (c - 0x2070))};
  if (c == 0x207A) return Symbol('+');
  if (c == 0x207B) return Symbol('-');
  if (In(c, 0x2080, 0x2089))
    return {CharacterClass::kSubscript, static_cast<char>('0' + (c - 0x2080))};
  if (In(c, 0x300, 0x36F) || In(c, 0xFE00, 0xFE0F)) return {CharacterClass::kCombining, 0};
  if (In(c, 0xFF01, 0xFF5E)) return ClassifyAscii(static_cast<char>(c - 0xFEE0));
  if (IsLetter(c)) return {CharacterClass::kLetter, 0};
  return ClassifyPunctuation(c);
}

std::string_view FoldLetter(uint32_t c) {
  if (In(c, 'a', 'z')) return kAlphabet.substr(c - 'a', 1);
  if (In(c, 'A', 'Z')) return kAlphabet.substr(c - 'A', 1);
  if (c == 0xDF) return "beta";  // the German sharp s stands for beta in these texts ("ß-blocker")
  if (In(c, 0xC0, 0x17F)) return kLatin[c - 0xC0];
  if (c == 0xAA) return "a";
  if (c == 0xB5) return "u";
  switch (c) {  // ligatures and units in one character
    case 0xFB00:
      return "ff";
    case 0xFB01:
      return "fi";
    case 0xFB02:
      return "fl";
    case 0xFB03:
      return "ffi";
    case 0xFB04:
      return "ffl";
    case 0x338D:
      return "ug";
    case 0x338E:
      return "mg";
    case 0x338F:
      return "kg";
    case 0x3395:
      return "ul";
    case 0x3396:
      return "ml";
    case 0x3397:
      return "dl";
    case 0x339C:
      return "mm";
    case 0x339D:
      return "cm";
    case 0x33A1:
      return "m2";
    case 0x33A3:
      return "mm3";
    default:
      break;
  }
  if (In(c, 0x3B1, 0x3C9)) return kGreek[c - 0x3B1];
  if (In(c, 0x391, 0x3A9)) return kGreek[c - 0x391];
  if (In(c, 0x2160, 0x216B)) return kRoman[c - 0x2160];
  if (In(c, 0x2170, 0x217B)) return kRoman[c - 0x2170];
  if (In(c, 0xFF21, 0xFF3A)) return kAlphabet.substr(c - 0xFF21, 1);
  if (In(c, 0xFF41, 0xFF5A)) return kAlphabet.substr(c - 0xFF41, 1);
  return {};
}

}  // namespace trialmatch::rules
