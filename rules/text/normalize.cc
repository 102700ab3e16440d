#include "rules/text/normalize.h"

#include <algorithm>
#include <atomic>
#include <cstring>

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

void Spelling::Add(std::string_view british, std::string_view american) {
  static std::atomic<uint64_t> last_stamp{0};
  stamp_ = ++last_stamp;
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

size_t Spelling::Apply(char* word, size_t size) const {
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

size_t NormalizeFolded(char* word, size_t size, const Spelling& spelling) {
  for (int round = 0; round < kMaxRounds; ++round) {
    const size_t spelled = spelling.Apply(word, size);
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
  folded.resize(NormalizeFolded(folded.data(), folded.size(), spelling));
  return folded;
}

std::string NormalizeWord(std::string_view word) {
  static const Spelling kNone;
  return NormalizeWord(word, kNone);
}

}  // namespace trialmatch::rules
