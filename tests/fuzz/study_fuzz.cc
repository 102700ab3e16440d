// Bytes of any kind as a file of studies: read or refused with a message, never a crash, every
// study with its number.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fetch/study_reader.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto list = trialmatch::fetch::ParseStudies(bytes, "fuzz.jsonl");
  if (!list.ok()) {
    FUZZ_CHECK(!list.status().message().empty());
    return 0;
  }
  FUZZ_CHECK(!list->studies.empty());
  FUZZ_CHECK(list->sha256.size() == 64);
  for (const auto& study : list->studies) FUZZ_CHECK(!study.nct_id.empty());
  for (const auto& diagnostic : list->diagnostics) FUZZ_CHECK(!diagnostic.message.empty());
  return 0;
}
