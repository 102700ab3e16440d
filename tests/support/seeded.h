#ifndef TRIALMATCH_TESTS_SUPPORT_SEEDED_H_
#define TRIALMATCH_TESTS_SUPPORT_SEEDED_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace trialmatch::testing {

// SplitMix64: the same numbers on every machine, unlike the distributions of <random>.
class Seeded {
 public:
  explicit Seeded(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  // In [low, high].
  int Int(int low, int high) {
    return low + static_cast<int>(Next() % static_cast<uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Int(1, 100) <= percent; }
  template <typename T>
  const T& Of(const std::vector<T>& list) {
    return list[Next() % list.size()];
  }
  std::string_view Of(std::initializer_list<std::string_view> list) {
    return *(list.begin() + Next() % list.size());
  }

 private:
  uint64_t state_;
};

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_SEEDED_H_
