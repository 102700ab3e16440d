#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_FIELDS_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_FIELDS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matcher/patient/patient.h"
#include "matcher/patient/profile_reader.h"

namespace trialmatch::matcher {

// Reads the whole profile into `patient`: every key of docs/profile.schema.json, nothing else.
// Names are not looked up here.
void ReadPatientFields(ProfileReader& reader, const Cursor& root, Patient& patient);

// Every key of the format with the section it stands in ("ecog", "performance"); "" for the top.
const std::vector<std::pair<std::string_view, std::string_view>>& ProfileKeys();

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_FIELDS_H_
