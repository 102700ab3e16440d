#ifndef TRIALMATCH_RULES_TEXT_WORD_CACHE_H_
#define TRIALMATCH_RULES_TEXT_WORD_CACHE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace trialmatch::rules {

// The words that were read last, as written, with their ids: texts repeat a few thousand words, and
// each is folded, spelled and looked up once. Of a fixed size; answers what the vocabulary would,
// never anything else. One a thread.
class WordCache {
 public:
  static constexpr size_t kMaxBytes = 16;

  struct Key {
    uint64_t low = 0, high = 0;  // the bytes, zeros behind the end
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Entry {
    Key key;  // {}: empty
    uint32_t word = 0;
  };

  // Requires begin <= end <= text.size(), at most kMaxBytes apart and without zero bytes.
  static Key KeyOf(std::string_view text, size_t begin, size_t end) {
    const size_t size = end - begin;
    Key key;
    if (text.size() - begin >= kMaxBytes && std::endian::native == std::endian::little) {
      std::memcpy(&key, text.data() + begin, kMaxBytes);
      const auto kept = [](size_t bytes) { return bytes >= 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * bytes)) - 1; };
      key.low &= kept(size);
      key.high &= kept(size > 8 ? size - 8 : 0);
    } else {
      std::memcpy(&key, text.data() + begin, size);
    }
    return key;
  }

  // Forgets all words unless they are of this stamp (of a vocabulary and its spelling).
  void Use(uint64_t stamp) {
    if (stamp == stamp_) return;
    entries_.assign(kEntries, Entry{});
    stamp_ = stamp;
  }

  // The place of the key: its word where the entry has the key. Requires Use() before.
  Entry& At(const Key& key) {
    constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15u;
    const uint64_t hash = (key.low ^ (key.high * kMultiplier)) * kMultiplier;
    return entries_[hash >> (64 - kEntryBits)];
  }

 private:
  static constexpr size_t kEntryBits = 14, kEntries = size_t{1} << kEntryBits;  // stay near the processor
  uint64_t stamp_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_WORD_CACHE_H_
