// Bytes of any kind as an eligibility text: every byte that is no white space in exactly one heading or item, parents before children.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rules/text/outline.h"
#include "tests/fuzz/check.h"
#include "tests/support/outline_dump.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const trialmatch::rules::Outline outline = trialmatch::rules::ReadOutline(text);
  FUZZ_CHECK(trialmatch::testing::BrokenOutlineProperty(text, outline).empty());
  return 0;
}
