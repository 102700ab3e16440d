#ifndef TRIALMATCH_RULES_TEXT_NORMALIZE_H_
#define TRIALMATCH_RULES_TEXT_NORMALIZE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trialmatch::rules {

// Word parts that two spellings of English write differently ("tumour" -> "tumor", "haem" -> "hem"),
// and whole words that say the same ("participants" -> "patients").
class Spelling {
 public:
  static constexpr size_t kMinPartBytes = 3;
  static constexpr size_t kMaxSynonymBytes = 16;

  // Both lower-case ASCII letters. Requires british.size() >= kMinPartBytes, 0 < american.size() <=
  // british.size(), and `british` not inside `american`.
  void Add(std::string_view british, std::string_view american);
  // Whole words of lower-case ASCII letters. Requires 0 < size <= kMaxSynonymBytes of both, and that
  // `same` has no synonym itself.
  void AddSynonym(std::string_view word, std::string_view same);
  // Replaces the word[0, size) that has a synonym, or else every British part of it; returns the new
  // size, greater for a synonym only. Linear but for the parts' length. Requires room for
  // kMaxSynonymBytes at `word`. `*changed`, unless nullptr, becomes true when anything was replaced.
  size_t Apply(char* word, size_t size, bool* changed = nullptr) const;
  // The text with Apply done to each of its words; a capital, or all, stay.
  std::string InOneSpelling(std::string text) const;
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

  struct Synonym {
    std::string word;
    std::string same;
  };

  void TakeNewStamp();

  uint64_t stamp_ = 0;
  std::vector<Part> parts_;              // by key, the longest first
  std::vector<Synonym> synonyms_;        // by word
  uint32_t synonym_starts_ = 0;          // a bit for each first letter, 'a' the lowest
  std::array<uint64_t, 512> has_key_{};  // a bit a key
};

// Normalises word[0, size), which is folded already (lower case, no accents, no apostrophes), in
// place; returns the new size. Requires room for Spelling::kMaxSynonymBytes. `*respelled`, unless
// nullptr: whether more than a plural was changed.
size_t NormalizeFolded(char* word, size_t size, const Spelling& spelling, bool* respelled = nullptr);

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

// True for what InPlainLetters leaves as it is.
bool IsPlain(std::string_view text);
// The text with one space for each run of blanks and ends of lines, ASCII hyphens and quotes, and
// letters without accents; capitals and Greek letters stay.
std::string InPlainLetters(std::string_view text);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_NORMALIZE_H_
