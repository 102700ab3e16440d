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

uint32_t Hash(std::string_view word) {
  constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15u;
  uint64_t hash = word.size() * kMultiplier;
  const auto add = [&](uint64_t part) {
    hash = (hash ^ part) * kMultiplier;
    hash ^= hash >> 32;
  };
  if (word.size() < 8) {
    add(LoadShort(word.data(), word.size()));
  } else {
    for (size_t at = 0; at + 8 < word.size(); at += 8) add(Load(word.data() + at, 8));
    add(Load(word.data() + word.size() - 8, 8));
  }
  return static_cast<uint32_t>(hash);
}

bool Same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.size() < 8) return LoadShort(a.data(), a.size()) == LoadShort(b.data(), b.size());
  for (size_t at = 0; at + 8 < a.size(); at += 8) {
    if (Load(a.data() + at, 8) != Load(b.data() + at, 8)) return false;
  }
  return Load(a.data() + a.size() - 8, 8) == Load(b.data() + b.size() - 8, 8);
}

}  // namespace

uint32_t Vocabulary::Find(std::string_view normalized_word) const {
  if (slots_.empty()) return 0;
  const size_t mask = slots_.size() - 1;
  const uint32_t hash = Hash(normalized_word);
  for (size_t at = hash & mask; slots_[at].id != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == hash && Same(word(slots_[at].id), normalized_word)) return slots_[at].id;
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
  const size_t mask = slots_.size() - 1;
  const uint32_t hash = Hash(normalized_word);
  size_t at = hash & mask;
  while (slots_[at].id != 0) at = (at + 1) & mask;
  slots_[at] = {hash, id};
  if (normalized_word.size() == 1) marks_[static_cast<unsigned char>(normalized_word[0])] = id;
  return id;
}

void Vocabulary::Grow() {
  std::vector<Slot> old = std::move(slots_);
  slots_.assign(old.empty() ? 1024 : old.size() * 2, Slot{});
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == 0) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].id != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace trialmatch::rules
