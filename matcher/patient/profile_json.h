#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_JSON_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_JSON_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/diagnostic.h"
#include "matcher/patient/patient.h"
#include "matcher/patient/profile_names.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

class NameMemo;

struct ProfileError {
  std::string path;      // "/treatments/0/end"; "" for the whole
  std::string message;   // what stands there and what was expected
};

struct ProfileResult {
  Patient patient;                     // valid only when errors is empty
  std::vector<ProfileError> errors;    // all of them, in the order of the document
  base::Diagnostics notes;             // names nobody knows (kept), dates after as_of and the like: worth a look, no error
  std::string sha256;                  // of the bytes
};

// Reads one JSON object of docs/profile.md. Errors: broken JSON (with line and column), nesting over 32, a key twice, an unknown key, a wrong type,
// a value outside its range or list, a date that does not exist. Limits: 4 MB a profile. `names`: kept from profile to profile by who reads many.
ProfileResult ReadProfile(std::string_view json, const rules::Lexicon& lexicon, NameMemo* names = nullptr,
                          Guesses guesses = Guesses::kTold);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_JSON_H_
