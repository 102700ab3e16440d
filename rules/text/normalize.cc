#include "rules/text/normalize.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "base/ascii.h"
#include "rules/text/characters.h"

namespace trialmatch::rules {
namespace {

// A word of the folded spelling: enough rounds for any table; without a bound a bad table could go
// round for ever.
constexpr int kMaxRounds = 8;

bool EndsWith(std::string_view word, std::string_view end) { return word.ends_with(end); }

// Words in "s" that are no plurals and that no ending tells apart.
bool IsSingularInS(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "aids", "sars",  "mers",  "times",  "does",    "series", "species", "rabies",
      "lens", "alias", "atlas", "caries", "scabies", "hers",   "ours",    "yours"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// The plural in "...es": how many letters to drop, and "is" for "es" when `*to_is`.
size_t DropOfEs(std::string_view word, bool* to_is) {
  if (EndsWith(word, "ies")) return word.size() > 4 ? 3 : 1;  // the caller writes "y"
  if (EndsWith(word, "sses") || EndsWith(word, "xes") || EndsWith(word, "shes")) return 2;
  if (EndsWith(word, "ches"))
    return EndsWith(word, "aches") && !EndsWith(word, "eaches") && !EndsWith(word, "oaches") ? 1
                                                                                             : 2;
  if (EndsWith(word, "ruses") || EndsWith(word, "nuses") || EndsWith(word, "tuses")) return 2;
  static constexpr std::string_view kGreekPlurals[] = {"stases", "yses",   "theses",
                                                       "reses",  "crises", "testes"};
  for (const std::string_view end : kGreekPlurals) {
    if (EndsWith(word, end)) {
      *to_is = true;
      return 2;
    }
  }
  if (EndsWith(word, "oses")) {
    static constexpr std::string_view kOse[] = {"doses",  "poses", "closes", "ooses",
                                                "ucoses", "roses", "noses",  "loses"};
    static constexpr std::string_view kOsis[] = {"gnoses",   "scleroses", "fibroses",
                                                 "necroses", "cirrhoses", "neuroses",
                                                 "stenoses", "culoses",   "cytoses"};
    *to_is = std::none_of(std::begin(kOse), std::end(kOse),
                          [&](std::string_view end) { return EndsWith(word, end); }) ||
             std::any_of(std::begin(kOsis), std::end(kOsis),
                         [&](std::string_view end) { return EndsWith(word, end); });
    return *to_is ? 2 : 1;
  }
  return 1;
}

bool IsPluralInAs(std::string_view word) {
  if (word == "areas") return true;
  if (word.size() < 6) return false;
  return EndsWith(word, "omas") ||
         (word.size() >= 7 && (EndsWith(word, "ias") || EndsWith(word, "las")));
}

size_t TakePluralOff(char* word, size_t size) {
  if (size < 4 || word[size - 1] != 's') return size;
  const char before = word[size - 2];
  if (before < 'a' || before > 'z' || before == 's' || before == 'u' || before == 'i') return size;
  const std::string_view whole(word, size);
  if (before == 'a' && !IsPluralInAs(whole)) return size;
  if (before == 'o' && whole[size - 3] != 'i' && whole[size - 3] != 'y') return size;
  if (IsSingularInS(whole)) return size;
  if (before != 'e') return size - 1;
  bool to_is = false;
  const size_t drop = DropOfEs(whole, &to_is);
  if (drop == 3) {
    word[size - 3] = 'y';
    return size - 2;
  }
  if (to_is) {
    word[size - 2] = 'i';
    return size;
  }
  return size - drop;
}

}  // namespace

void Spelling::TakeNewStamp() {
  static std::atomic<uint64_t> last_stamp{0};
  stamp_ = ++last_stamp;
}

void Spelling::AddSynonym(std::string_view word, std::string_view same) {
  TakeNewStamp();
  synonym_starts_ |= uint32_t{1} << (word.front() - 'a');
  const auto less = [](const Synonym& synonym, std::string_view key) { return synonym.word < key; };
  const auto at = std::lower_bound(synonyms_.begin(), synonyms_.end(), word, less);
  synonyms_.insert(at, {std::string(word), std::string(same)});
}

void Spelling::Add(std::string_view british, std::string_view american) {
  TakeNewStamp();
  size_t difference = 0;
  while (difference < american.size() && british[difference] == american[difference]) ++difference;
  const size_t offset =
      std::min(difference > 0 ? difference - 1 : 0, british.size() - kMinPartBytes);
  Part part{0, static_cast<uint8_t>(offset), std::string(british), std::string(american)};
  for (size_t i = 0; i < kMinPartBytes; ++i) part.key = NextKey(part.key, british[offset + i]);
  has_key_[part.key / 64] |= uint64_t{1} << (part.key % 64);
  const auto before = [](const Part& a, const Part& b) {
    return a.key != b.key ? a.key < b.key : a.british.size() > b.british.size();
  };
  parts_.insert(std::upper_bound(parts_.begin(), parts_.end(), part, before), std::move(part));
}

size_t Spelling::Apply(char* word, size_t size, bool* changed) const {
  if (size > 0 && size <= kMaxSynonymBytes && word[0] >= 'a' && word[0] <= 'z' && (synonym_starts_ >> (word[0] - 'a') & 1) != 0) {
    const auto less = [](const Synonym& synonym, std::string_view key) { return synonym.word < key; };
    const std::string_view written(word, size);
    const auto at = std::lower_bound(synonyms_.begin(), synonyms_.end(), written, less);
    if (at != synonyms_.end() && at->word == written) {
      if (changed != nullptr) *changed = true;
      return at->same.copy(word, kMaxSynonymBytes);
    }
  }
  uint16_t key = 0;
  for (size_t at = 0; at < size; ++at) {
    key = NextKey(key, word[at]);
    if ((has_key_[key / 64] >> (key % 64) & 1) == 0 || at + 1 < kMinPartBytes) continue;
    const auto less = [](const Part& part, uint16_t k) { return part.key < k; };
    for (auto part = std::lower_bound(parts_.begin(), parts_.end(), key, less);
         part != parts_.end() && part->key == key; ++part) {
      const size_t length = part->british.size(), ahead = at + 1 - kMinPartBytes;
      if (part->key_offset > ahead || length > size - (ahead - part->key_offset)) continue;
      const size_t start = ahead - part->key_offset;
      if (std::memcmp(word + start, part->british.data(), length) != 0) continue;
      if (changed != nullptr) *changed = true;
      std::memcpy(word + start, part->american.data(), part->american.size());
      at = start + part->american.size();
      std::memmove(word + at, word + start + length, size - start - length);
      size -= length - part->american.size();
      key = 0;  // what the seam makes new is found in the next round
      --at;
      break;
    }
  }
  return size;
}

std::string Spelling::InOneSpelling(std::string text) const {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const auto is_letter = [&](size_t i) { return i < text.size() && static_cast<unsigned char>((text[i] | 0x20) - 'a') < 26; };
    size_t end = at;
    while (is_letter(end)) ++end;
    std::string word = base::Lower(std::string_view(text).substr(at, end - at));
    const size_t size = word.size();
    word.resize(std::max(size, kMaxSynonymBytes));
    bool changed = false;
    word.resize(Apply(word.data(), size, &changed));
    if (!changed) {
      out.append(text, at, end - at);
    } else {
      const auto is_capital = [&](size_t i) { return i < end && text[i] >= 'A' && text[i] <= 'Z'; };
      const size_t capitals = is_capital(at + 1) ? word.size() : is_capital(at) ? 1 : 0;
      for (size_t i = 0; i < capitals; ++i) word[i] = static_cast<char>(word[i] - 'a' + 'A');
      out += word;
    }
    if (end < text.size()) out += text[end++];
    at = end;
  }
  return out;
}

size_t NormalizeFolded(char* word, size_t size, const Spelling& spelling, bool* respelled) {
  for (int round = 0; round < kMaxRounds; ++round) {
    const size_t spelled = spelling.Apply(word, size, respelled);
    const size_t stemmed = TakePluralOff(word, spelled);
    // A change of the same length ("ise" for "ize", "osis" for "oses") leaves nothing for another
    // round, but for a table that makes plurals.
    if (stemmed == size) return size;
    size = stemmed;
  }
  return size;
}

std::string NormalizeWord(std::string_view word, const Spelling& spelling) {
  if (IsPluralOfCapitals(word)) word.remove_suffix(1);
  std::string folded;
  folded.reserve(word.size());
  for (size_t at = 0; at < word.size();) {
    const CodePoint point = DecodeUtf8(word, at);
    const Character character = Classify(point.value);
    const std::string_view letters = FoldLetter(point.value);
    if (!letters.empty()) {
      folded += letters;
    } else if (character.kind == CharacterClass::kDigit ||
               character.kind == CharacterClass::kSuperscript ||
               character.kind == CharacterClass::kSubscript) {
      folded += character.mark;
    } else if (character.mark == '\'') {
      folded += '\'';
    } else if (point.value == kInvalidCodePoint) {
      folded += '?';
    } else if (character.kind != CharacterClass::kCombining) {
      folded += word.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  while (folded.ends_with("'s")) folded.resize(folded.size() - 2);
  std::erase(folded, '\'');
  const size_t size = folded.size();
  folded.resize(std::max(size, Spelling::kMaxSynonymBytes));
  folded.resize(NormalizeFolded(folded.data(), size, spelling));
  return folded;
}

std::string NormalizeWord(std::string_view word) {
  static const Spelling kNone;
  return NormalizeWord(word, kNone);
}

bool IsGreek(uint32_t c) { return c >= 0x370 && c <= 0x3FF; }

bool IsPlain(std::string_view text) {
  char before = 0;
  for (const char c : text) {
    if (static_cast<signed char>(c) < ' ' || (c == ' ' && before == ' ')) return false;  // bytes of other alphabets are below it too
    before = c;
  }
  return true;
}

std::string InPlainLetters(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    const std::string_view written = text.substr(at, point.bytes);
    const Character character = Classify(point.value);
    at += point.bytes;
    if (character.kind == CharacterClass::kBlank || character.kind == CharacterClass::kLineBreak) {
      if (plain.empty() || plain.back() != ' ') plain += ' ';
    } else if (point.bytes == 1) {
      plain += written;
    } else if (const std::string_view letters = FoldLetter(point.value); !letters.empty() && !IsGreek(point.value)) {
      plain += letters;
    } else if (character.mark == '-' || character.mark == '\'' || character.mark == '"') {
      plain += character.mark;
    } else if (character.kind != CharacterClass::kCombining) {
      plain += written;
    }
  }
  return plain;
}

}  // namespace trialmatch::rules
