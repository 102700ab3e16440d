#include "fetch/ctgov/registry_sink.h"

#include "base/status.h"

namespace trialmatch::fetch {

absl::StatusOr<RegistrySink> RegistrySink::Open(const std::string& path, std::function<std::string()> now) {
  TM_ASSIGN_OR_RETURN(RegistryWriter writer, RegistryWriter::Open(path));
  return RegistrySink(std::move(writer), path, std::move(now));
}

absl::StatusOr<bool> RegistrySink::Holds(std::string_view nct_id) {
  if (!reader_) {
    TM_ASSIGN_OR_RETURN(reader_, RegistryReader::Open(path_));
  }
  const auto study = reader_->Get(nct_id);
  if (absl::IsNotFound(study.status())) return false;
  TM_RETURN_IF_ERROR(study.status());
  // An older number answers with the current study, and a withdrawn one is kept: neither is a study of the snapshot.
  return !study->is_withdrawn && study->alias_of.empty();
}

absl::StatusOr<CrawlSummary> RegistrySink::Publish() {
  reader_.reset();
  return writer_.Publish(now_());
}

}  // namespace trialmatch::fetch
