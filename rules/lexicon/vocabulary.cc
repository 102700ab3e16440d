#include "rules/lexicon/vocabulary.h"

#include <atomic>
#include <cstring>

namespace trialmatch::rules {
namespace {

uint64_t Load(const char* at, size_t bytes) {
  uint64_t value = 0;
  std::memcpy(&value, at, bytes);
  return value;
}

// A word of less than eight bytes as one number. Words are short and this is the inner loop: no
// byte-wise copies.
uint64_t LoadShort(const char* word, size_t size) {
  if (size >= 4) return Load(word, 4) | Load(word + size - 4, 4) << 32;
  if (size == 0) return 0;
  const auto byte = [&](size_t i) {
    return static_cast<uint64_t>(static_cast<unsigned char>(word[i]));
  };
  return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
}

uint64_t Mixed(uint64_t hash, uint64_t part) {
  constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15u;
  hash = (hash ^ part) * kMultiplier;
  return hash ^ hash >> 32;
}

}  // namespace

// Of words of up to sixteen bytes the size and the two ends tell each from all others.
Vocabulary::Key Vocabulary::KeyOf(std::string_view word) {
  Key key;
  key.size = static_cast<uint32_t>(word.size());
  if (word.size() < 8) {
    key.first = LoadShort(word.data(), word.size());
  } else {
    key.first = Load(word.data(), 8);
    key.last = Load(word.data() + word.size() - 8, 8);
  }
  return key;
}

size_t Vocabulary::PlaceOf(const Key& key) const {
  return Mixed(Mixed(key.size, key.first), key.last) & (slots_.size() - 1);
}

uint32_t Vocabulary::Find(std::string_view normalized_word) const {
  if (slots_.empty()) return 0;
  const Key key = KeyOf(normalized_word);
  for (size_t at = PlaceOf(key); slots_[at].id != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].key != key) continue;
    if (key.size <= 16 || word(slots_[at].id) == normalized_word) return slots_[at].id;
  }
  return 0;
}

uint32_t Vocabulary::Intern(std::string_view normalized_word) {
  if (const uint32_t known = Find(normalized_word)) return known;
  static std::atomic<uint64_t> last_stamp{0};
  stamp_ = ++last_stamp;
  if (2 * (ends_.size() + 1) > slots_.size()) Grow();
  const uint32_t id = size();
  letters_.append(normalized_word);
  ends_.push_back(static_cast<uint32_t>(letters_.size()));
  Put({KeyOf(normalized_word), id});
  if (normalized_word.size() == 1) marks_[static_cast<unsigned char>(normalized_word[0])] = id;
  return id;
}

void Vocabulary::Grow() {
  std::vector<Slot> old = std::move(slots_);
  slots_.assign(old.empty() ? 1024 : old.size() * 2, Slot{});
  for (const Slot& slot : old) {
    if (slot.id != 0) Put(slot);
  }
}

void Vocabulary::Put(const Slot& slot) {
  size_t at = PlaceOf(slot.key);
  while (slots_[at].id != 0) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = slot;
}

}  // namespace trialmatch::rules
