#ifndef TRIALMATCH_TESTS_FUZZ_CHECK_H_
#define TRIALMATCH_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>

// A property that must hold for every input; stays on in release builds.
#define FUZZ_CHECK(condition)                                                               \
  do {                                                                                      \
    if (!(condition)) {                                                                     \
      std::fprintf(stderr, "%s:%d: broken property: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                         \
    }                                                                                       \
  } while (false)

#endif  // TRIALMATCH_TESTS_FUZZ_CHECK_H_
