#ifndef TRIALMATCH_RULES_TEXT_NORMALIZE_H_
#define TRIALMATCH_RULES_TEXT_NORMALIZE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trialmatch::rules {

// Word parts that two spellings of English write differently: "tumour" -> "tumor", "haem" -> "hem".
class Spelling {
 public:
  static constexpr size_t kMinPartBytes = 3;

  // Both lower-case ASCII letters. Requires british.size() >= kMinPartBytes, 0 < american.size() <=
  // british.size(), and `british` not inside `american`.
  void Add(std::string_view british, std::string_view american);
  // Replaces every British part of word[0, size); returns the new size, never greater. Linear but
  // for the parts' length.
  size_t Apply(char* word, size_t size) const;
  // No two spellings of one process that differ have the same.
  uint64_t stamp() const { return stamp_; }

 private:
  // A part is looked for by the three letters where the two spellings part ("our" of "tumour"):
  // they are rare in other words.
  struct Part {
    uint16_t key = 0;
    uint8_t key_offset = 0;
    std::string british;
    std::string american;
  };
  static constexpr uint16_t kKeyMask = 0x7FFF;
  static uint16_t NextKey(uint16_t key, char letter) {
    return static_cast<uint16_t>((key << 5 | (letter & 31)) & kKeyMask);
  }

  uint64_t stamp_ = 0;
  std::vector<Part> parts_;              // by key, the longest first
  std::array<uint64_t, 512> has_key_{};  // a bit a key
};

// Normalises word[0, size), which is folded already (lower case, no accents, no apostrophes), in
// place; returns the new size, never greater.
size_t NormalizeFolded(char* word, size_t size, const Spelling& spelling);

// "TKIs": what stands before the small s is no word in "is" or "us".
inline bool IsPluralOfCapitals(std::string_view word) {
  return word.size() >= 3 && word.back() == 's' && word[word.size() - 2] >= 'A' &&
         word[word.size() - 2] <= 'Z';
}

// One word as the trie knows it: lower case, accents folded (naïve -> naive), Greek letters spelled
// out, "'s" and apostrophes dropped, British spelling to American, a plural taken off (metastases
// -> metastasis, biopsies -> biopsy, inhibitors -> inhibitor). Digits and inner points stay
// ("1.5", "g12c"). Idempotent.
std::string NormalizeWord(std::string_view word, const Spelling& spelling);
// The same without spelling.tsv. Lexicon::Normalize is the one that knows the table.
std::string NormalizeWord(std::string_view word);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_NORMALIZE_H_
