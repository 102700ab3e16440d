#ifndef TRIALMATCH_RULES_LEXICON_VOCABULARY_H_
#define TRIALMATCH_RULES_LEXICON_VOCABULARY_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trialmatch::rules {

// The words of all wordings, numbered from 1. Numbers ("19", "1.5") and marks ("+", "%") that stand
// in a wording are words too.
class Vocabulary {
 public:
  // Longer words are in no wording.
  static constexpr size_t kMaxWordBytes = 64;

  // 0: in no wording.
  uint32_t Find(std::string_view normalized_word) const;
  uint32_t FindMark(char mark) const { return marks_[static_cast<unsigned char>(mark)]; }
  // The word's id, a new one if need be. Requires 1 <= size <= kMaxWordBytes.
  uint32_t Intern(std::string_view normalized_word);

  std::string_view word(uint32_t id) const {
    if (id == 0 || id >= ends_.size()) return {};
    return {letters_.data() + ends_[id - 1], ends_[id] - ends_[id - 1]};
  }
  // No two vocabularies of one process that differ have the same.
  uint64_t stamp() const { return stamp_; }
  uint32_t size() const { return static_cast<uint32_t>(ends_.size()); }  // ids are < size()

 private:
  struct Key {
    uint64_t first = 0, last = 0;  // the first eight bytes and the last; of a shorter word all in `first`
    uint32_t size = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  // A word is found in one place of memory: texts ask for each of their words.
  struct Slot {
    Key key;
    uint32_t id = 0;  // 0: empty
  };
  static Key KeyOf(std::string_view word);
  // Where the search for a key starts. Requires slots.
  size_t PlaceOf(const Key& key) const;
  void Put(const Slot& slot);
  void Grow();

  uint64_t stamp_ = 0;
  std::vector<Slot> slots_;           // open addressing, a power of two, at most half full
  std::string letters_;               // all words, one after the other
  std::vector<uint32_t> ends_ = {0};  // word `id` is letters_[ends_[id - 1], ends_[id])
  std::array<uint32_t, 256> marks_{};
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_VOCABULARY_H_
