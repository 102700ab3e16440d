#ifndef TRIALMATCH_FETCH_REGISTRY_REGISTRY_STUDIES_H_
#define TRIALMATCH_FETCH_REGISTRY_REGISTRY_STUDIES_H_

#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "fetch/registry/registry_reader.h"
#include "fetch/study_reader.h"

namespace trialmatch::fetch {

// The studies of a snapshot that are not withdrawn, by number, as ReadStudies() would give them;
// `source` is how the caller names the file. With `only`, those of these numbers that are here (in
// their order, withdrawn ones and aliases too), without reading the others. Errors of
// RegistryReader.
absl::StatusOr<StudyList> ReadRegistryStudies(RegistryReader& reader, const std::string& source,
                                              std::span<const std::string> only);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_REGISTRY_STUDIES_H_
