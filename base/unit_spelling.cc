#include "base/unit_spelling.h"

#include <array>
#include <cctype>

#include "absl/strings/str_replace.h"

namespace trialmatch::base {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

struct Glyph {
  std::string_view utf8;
  std::string_view plain;   // "^9": a superscript, with its mark
};

constexpr auto kGlyphs = std::to_array<Glyph>({
    {"\u00B5", "u"},   // micro sign
    {"\u03BC", "u"},   // Greek mu
    {"\u039C", "u"},   // Greek capital mu, as upper-casing leaves it
    {"\u00D7", "*"},   {"\u2715", "*"},   {"\u2A2F", "*"},   {"\u00B7", "*"},   {"\u22C5", "*"},   {"\u2022", "*"},   {"\u2217", "*"},
    {"\u2070", "^0"},  {"\u00B9", "^1"},  {"\u00B2", "^2"},  {"\u00B3", "^3"},  {"\u2074", "^4"},  {"\u2075", "^5"},
    {"\u2076", "^6"},  {"\u2077", "^7"},  {"\u2078", "^8"},  {"\u2079", "^9"},  {"\u207B", "^-"},  {"\u207A", "^"},
    {"\u2212", "-"},   {"\u2010", "-"},   {"\u2011", "-"},   {"\u2013", "-"},
    {"\u2044", "/"},   {"\u2215", "/"},   {"\uFF0F", "/"},   {"\u2113", "l"},   {"\uFF05", "%"},
    {"\u00A0", " "},   {"\u2009", " "},   {"\u202F", " "},   {"\u200A", " "},   {"\u2007", " "},   {"\u200B", ""},    {"\uFEFF", ""},
});

// Lower-case ASCII with the glyphs above in plain form and one mark for a run of superscripts; spaces still stand.
std::string ToPlain(std::string_view spelling) {
  std::string plain;
  bool in_superscript = false;
  for (size_t i = 0; i < spelling.size();) {
    const char c = spelling[i];
    if (static_cast<unsigned char>(c) >= 0x80) {
      const Glyph* found = nullptr;
      for (const Glyph& glyph : kGlyphs) {
        if (spelling.substr(i).starts_with(glyph.utf8)) {
          found = &glyph;
          break;
        }
      }
      if (found != nullptr) {
        std::string_view text = found->plain;
        const bool superscript = text.starts_with('^');
        if (superscript && in_superscript) text.remove_prefix(1);
        plain += text;
        in_superscript = superscript;
        i += found->utf8.size();
        continue;
      }
    }
    in_superscript = false;
    ++i;
    const bool escape = c == '\\' && i < spelling.size() && std::ispunct(static_cast<unsigned char>(spelling[i])) != 0;
    if (escape) continue;
    if (static_cast<unsigned char>(c) <= ' ') {
      plain += ' ';
    } else {
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return plain;
}

// "10(9)", "10^(9)", "10^{9}", "10<sup>9</sup>", "10e9" -> "10^9"; "mm^3" -> "mm3".
std::string JoinExponents(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size();) {
    const bool after_ten = result.size() >= 2 && result.ends_with("10") && (result.size() == 2 || !IsDigit(result[result.size() - 3]));
    const bool marked = text[i] == '^';
    if (marked || (after_ten && (text[i] == '(' || text[i] == '{' || text[i] == 'e'))) {
      size_t at = i + (marked || text[i] == 'e' ? 1 : 0);
      const char open = at < text.size() ? text[at] : '\0';
      const bool bracketed = open == '(' || open == '{';
      if (bracketed) ++at;
      const size_t sign = at;
      if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
      const size_t digits = at;
      while (at < text.size() && IsDigit(text[at])) ++at;
      const bool closed = !bracketed || (at < text.size() && text[at] == (open == '(' ? ')' : '}'));
      if (at > digits && closed) {
        if (result.empty() || !IsLetter(result.back())) result += '^';
        result += text.substr(sign, at - sign);
        if (text[sign] == '+') result.erase(result.size() - (at - sign), 1);
        i = at + (bracketed ? 1 : 0);
        continue;
      }
    }
    result += text[i++];
  }
  return result;
}

}  // namespace

std::string NormalizeUnitSpelling(std::string_view spelling) {
  std::string text = ToPlain(spelling);
  text = absl::StrReplaceAll(text, {{" per ", "/"}, {"<sup>", "^"}, {"</sup>", ""}});
  std::erase(text, ' ');
  text = JoinExponents(absl::StrReplaceAll(text, {{"**", "^"}}));

  std::string_view rest = text;
  while (rest.starts_with('*')) rest.remove_prefix(1);
  if (rest.size() > 1 && rest[0] == 'x' && (IsDigit(rest[1]) || rest.substr(1).starts_with("uln"))) rest.remove_prefix(1);

  // "mcg", "mcl", "mcmol", "micromol": micro, at the start of a word.
  std::string result;
  for (size_t i = 0; i < rest.size();) {
    if (i == 0 || !IsLetter(rest[i - 1])) {
      const std::string_view word = rest.substr(i);
      const size_t prefix = word.starts_with("micro") ? 5 : word.starts_with("mc") ? 2 : 0;
      if (prefix > 0 && prefix < word.size() && std::string_view("glmk").find(word[prefix]) != std::string_view::npos) {
        result += 'u';
        i += prefix;
        continue;
      }
    }
    result += rest[i++];
  }
  return result;
}

}  // namespace trialmatch::base
