#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "matcher/patient/profile_json.h"
#include "matcher/patient/profile_list.h"
#include "rules/lexicon/lexicon.h"
#include "tests/fuzz/check.h"

// Any bytes: no crash, every message is UTF-8 and bounded, no patient without an id, and the same answer twice.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace trialmatch;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  const matcher::ProfileResult first = matcher::ReadProfile(bytes, lexicon);
  const matcher::ProfileResult second = matcher::ReadProfile(bytes, lexicon);
  FUZZ_CHECK(!first.errors.empty() || !first.patient.id.empty());
  FUZZ_CHECK(first.errors.size() <= 100 && first.errors.size() == second.errors.size());
  for (size_t i = 0; i < first.errors.size(); ++i) {
    const matcher::ProfileError& error = first.errors[i];
    FUZZ_CHECK(!error.message.empty() && base::IsValidUtf8(error.message) && base::IsValidUtf8(error.path));
    FUZZ_CHECK(error.path == second.errors[i].path && error.message == second.errors[i].message);
  }
  for (const base::Diagnostic& note : first.notes) FUZZ_CHECK(base::IsValidUtf8(note.message) && base::IsValidUtf8(note.where));
  const auto lines = matcher::ReadProfiles(bytes, "fuzz", lexicon);
  if (lines.ok()) FUZZ_CHECK(!lines->empty());
  return 0;
}
