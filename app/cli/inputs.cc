#include "app/cli/inputs.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <utility>

#include "app/cli/progress.h"
#include "app/cli/registry_options.h"
#include "app/embedded_examples.h"
#include "base/file.h"
#include "fetch/places/places.h"
#include "fetch/registry/registry_reader.h"
#include "fetch/registry/registry_studies.h"
#include "matcher/index/index_file.h"
#include "rules/read_study.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::app {
namespace {

// Far more than a profile may have: its reader says so.
constexpr uint64_t kProfileLimit = uint64_t{64} << 20;

constexpr char kExamplesName[] = "built-in examples";

// Changes whenever the file does; "" for what is no file.
std::string FileStamp(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return "";
  return std::to_string(status.st_size) + "/" + std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + "/" +
         std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

absl::StatusOr<fetch::StudyList> ReadExamples() {
  std::string array = "[";
  for (const auto& [name, bytes] : EmbeddedExamples()) {
    if (array.size() > 1) array += ",\n";
    array += bytes;
  }
  array += "]";
  return fetch::ParseStudies(array, kExamplesName);
}

absl::StatusOr<fetch::StudyList> ReadList(const SharedOptions& options,
                                          std::span<const std::string> only) {
  if (!options.studies.empty()) return fetch::ReadStudies(options.studies);
  const std::string path = RegistryPath(options.db);
  auto reader = path.empty() ? absl::NotFoundError("") : fetch::RegistryReader::Open(path);
  if (absl::IsNotFound(reader.status())) {
    if (options.db.empty()) return ReadExamples();
    return absl::NotFoundError(path + ": there is no registry; `trialmatch fetch --db` makes one");
  }
  if (!reader.ok()) return reader.status();
  if (reader->studies() == 0) {
    return absl::InvalidArgumentError(
        path + ": the registry holds no study yet; `trialmatch fetch` fills it");
  }
  return fetch::ReadRegistryStudies(*reader, path, only);
}

}  // namespace

bool OpenFile(const std::string& path, const Terminal& terminal, std::ifstream* file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    terminal.Error(path + ": is a folder; expected a file");
    return false;
  }
  errno = 0;
  file->open(path, std::ios::binary);
  if (*file) return true;
  terminal.Error(path + ": cannot be opened: " + std::strerror(errno != 0 ? errno : EIO));
  return false;
}

std::optional<LoadedStudies> LoadStudies(const SharedOptions& options, const Terminal& terminal,
                                         std::span<const std::string> only) {
  absl::StatusOr<fetch::StudyList> list = [&] {
    const Progress progress(terminal, "reading studies");
    return ReadList(options, only);
  }();
  if (!list.ok()) {
    terminal.Error(std::string(list.status().message()));
    return std::nullopt;
  }
  if (list->source == kExamplesName) {
    terminal.Warn(
        "no --studies given and no registry here (`trialmatch fetch` makes one): using the BUILT-IN "
        "EXAMPLE STUDIES. They are invented; no such trial exists.");
  }
  LoadedStudies loaded;
  LimitedMessages errors(terminal, base::Severity::kError);
  LimitedMessages warnings(terminal, base::Severity::kWarning);
  LimitedMessages notes(terminal, base::Severity::kNote);
  for (const base::Diagnostic& diagnostic : list->diagnostics) {
    const bool refused = diagnostic.severity == base::Severity::kError;
    LimitedMessages& messages = refused                                           ? errors
                                : diagnostic.severity == base::Severity::kWarning ? warnings
                                                                                  : notes;
    messages.Add((diagnostic.where.empty() ? "" : diagnostic.where + ": ") + diagnostic.message +
                 " [" + diagnostic.id + "]");
    loaded.refused += refused ? 1 : 0;
  }
  errors.Finish("studies were refused");
  warnings.Finish("warnings about studies");
  notes.Finish("notes about studies");
  if (loaded.refused > 0) {
    terminal.Warn(std::to_string(loaded.refused) + " refused, " +
                  std::to_string(list->studies.size()) + " studies read from " + list->source);
  }
  loaded.list = *std::move(list);
  return loaded;
}

namespace {

// Where the index of the studies is kept, and what it is made of. An empty path: nowhere.
struct IndexPlace {
  std::string path, studies;
  bool is_asked_for = false;  // by --index: then what goes wrong is said
};

IndexPlace PlaceOfIndex(const SharedOptions& options) {
  IndexPlace place{.path = options.index, .is_asked_for = !options.index.empty()};
  if (!options.studies.empty()) {
    place.studies = FileStamp(options.studies);
    return place;
  }
  const std::string registry = RegistryPath(options.db);
  if (registry.empty()) return place;
  const auto reader = fetch::RegistryReader::Open(registry);
  if (!reader.ok() || reader->studies() == 0) return place;
  place.studies = registry + " " + reader->sha256();
  if (place.path.empty()) place.path = registry + ".index";
  return place;
}

}  // namespace

std::optional<LoadedIndex> LoadIndex(const SharedOptions& options, int threads, const Terminal& terminal) {
  const IndexPlace place = PlaceOfIndex(options);
  if (place.is_asked_for && place.studies.empty()) {
    terminal.Error("--index keeps what was read of a file of studies or of a registry; here is neither");
    return std::nullopt;
  }
  const std::string key = "studies " + place.studies + " rules " + rules::RulesVersion(rules::Lexicon::BuiltIn()) + " program " +
                          FileStamp("/proc/self/exe");
  if (!place.path.empty()) {
    absl::StatusOr<matcher::TrialIndex> index = matcher::LoadIndex(place.path, key, rules::Lexicon::BuiltIn());
    if (index.ok()) {
      if (!options.studies.empty()) index->set_source(options.studies);
      return LoadedIndex{*std::move(index), ExitStatus::kDone, place.path};
    }
    if (!absl::IsNotFound(index.status())) terminal.Note(std::string(index.status().message()) + "; made again");
  }
  std::optional<LoadedStudies> loaded = LoadStudies(options, terminal);
  if (!loaded) return std::nullopt;
  const ExitStatus status = loaded->status();
  // What was refused or odd is said again each time: such studies are not kept.
  const bool keep = !place.path.empty() && loaded->list.diagnostics.empty();
  const Progress progress(terminal, "reading the eligibility of " +
                                        std::to_string(loaded->list.studies.size()) + " studies");
  LoadedIndex out{matcher::TrialIndex::Build(std::move(loaded->list), rules::Lexicon::BuiltIn(), threads), status};
  if (keep) {
    const absl::Status saved = matcher::SaveIndex(place.path, key, out.index);
    if (!saved.ok() && place.is_asked_for) terminal.Warn(std::string(saved.message()));
    if (!saved.ok() && !place.is_asked_for) terminal.Note(std::string(saved.message()));
  } else if (place.is_asked_for) {
    terminal.Note(place.path + ": not written, because there is something to say of the studies each time");
  }
  return out;
}

std::optional<matcher::ProfileResult> LoadProfile(const std::string& path,
                                                  const Terminal& terminal) {
  const std::string where = path == "-" ? "stdin" : path;
  const auto bytes = base::ReadFile(path == "-" ? "/dev/stdin" : path, kProfileLimit);
  if (!bytes.ok()) {
    terminal.Error(std::string(bytes.status().message()));
    return std::nullopt;
  }
  matcher::ProfileResult result = matcher::ReadProfile(*bytes, rules::Lexicon::BuiltIn());
  LimitedMessages errors(terminal, base::Severity::kError);
  for (const matcher::ProfileError& error : result.errors)
    errors.Add(ProfileErrorText(where, error));
  errors.Finish("errors in the profile");
  if (!result.errors.empty()) return std::nullopt;
  LimitedMessages notes(terminal, base::Severity::kNote);
  for (const base::Diagnostic& note : result.notes) {
    notes.Add(where + ": " + (note.where.empty() ? "" : note.where + ": ") + note.message);
  }
  notes.Finish("notes about the profile");
  return result;
}

void TellPlace(const matcher::Patient& patient, bool within_is_given, const Terminal& terminal) {
  const matcher::Location& place = patient.location;
  if (place.latitude && place.longitude) return;
  const auto found = fetch::FindPlace(place.postal_code, place.city, place.country);
  if (found && found->is_rough) {
    terminal.Note("distances are from " + found->because +
                  "; location.latitude and longitude would be exact");
  }
  if (!found && within_is_given) {
    terminal.Warn(
        "--within has no effect: the profile does not tell where the patient lives (location: "
        "country with postal_code or city, or latitude and longitude), or the tables do not know it");
  }
}

std::string ProfileErrorText(const std::string& where, const matcher::ProfileError& error) {
  return where + ": " + (error.path.empty() ? "" : error.path + ": ") + error.message;
}

bool ReadLine(std::istream& in, size_t limit, std::string* line) {
  line->clear();
  std::streambuf* buffer = in.rdbuf();
  constexpr int kEnd = std::char_traits<char>::eof();
  int c = buffer->sbumpc();
  if (c == kEnd) return false;
  for (; c != kEnd && c != '\n'; c = buffer->sbumpc()) {
    if (line->size() < limit) line->push_back(static_cast<char>(c));
  }
  if (!line->empty() && line->back() == '\r') line->pop_back();
  return true;
}

base::Day DecisionDay(const std::string& as_of) {
  if (!as_of.empty()) return base::PartialDate::Parse(as_of)->first();
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return base::Day::FromCivil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

}  // namespace trialmatch::app
