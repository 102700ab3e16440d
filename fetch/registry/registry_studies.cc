#include "fetch/registry/registry_studies.h"

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "fetch/study_json.h"

namespace trialmatch::fetch {
namespace {

void Report(base::Severity severity, const char* id, std::string message, StudyList& list) {
  list.diagnostics.push_back({.severity = severity,
                              .id = id,
                              .where = list.source,
                              .span = std::nullopt,
                              .message = std::move(message)});
}

// Numbers that are here, but not as they were asked for.
void TellOdd(const std::string& asked, const StoredStudy& study, StudyList& list) {
  if (!study.alias_of.empty()) {
    Report(base::Severity::kNote, "registry.alias",
           absl::StrCat(asked, " is ", study.nct_id, " now"), list);
  }
  if (study.is_withdrawn) {
    Report(base::Severity::kWarning, "registry.withdrawn",
           absl::StrCat(study.nct_id, ": the registry no longer lists it; this is its last state"),
           list);
  }
}

}  // namespace

absl::StatusOr<StudyList> ReadRegistryStudies(RegistryReader& reader, const std::string& source,
                                              std::span<const std::string> only) {
  StudyList list;
  list.source = source;
  list.sha256 = reader.sha256();
  list.data_timestamp = reader.data_timestamp();
  StudyParser parser;
  const auto parse = [&](const StoredStudy& study) {
    const std::string where = absl::StrCat(source, "/", study.nct_id);
    return parser.Parse(study.json, where, "", list.studies, list.diagnostics);
  };
  if (only.empty()) {
    list.studies.reserve(static_cast<size_t>(reader.studies()));
    TM_RETURN_IF_ERROR(reader.ForEach(parse));
    return list;
  }
  for (const std::string& nct_id : only) {
    const auto study = reader.Get(nct_id);
    if (absl::IsNotFound(study.status())) continue;
    if (!study.ok()) return study.status();
    TellOdd(nct_id, *study, list);
    TM_RETURN_IF_ERROR(parse(*study));
  }
  return list;
}

}  // namespace trialmatch::fetch
