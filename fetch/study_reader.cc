#include "fetch/study_reader.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/date.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/status.h"
#include "fetch/json_split.h"
#include "fetch/study_json.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

// A file of garbage must not fill memory with complaints: the rest are counted.
constexpr size_t kMostDiagnostics = 10'000;

bool IsNamedAsLines(std::string_view name) {
  return absl::EndsWithIgnoreCase(ToAbsl(name), ".jsonl") || absl::EndsWithIgnoreCase(ToAbsl(name), ".ndjson");
}
bool IsNamedAsStudies(std::string_view name) { return IsNamedAsLines(name) || absl::EndsWithIgnoreCase(ToAbsl(name), ".json"); }

std::string_view TrimEnd(std::string_view text) {
  while (!text.empty() && SkipSpace(text.substr(text.size() - 1), 0) == 1) text.remove_suffix(1);
  return text;
}

// Whether `text`, which begins with its first byte that is no space, holds a value a line; else it is one document.
bool HoldsLines(std::string_view text, std::string_view name) {
  const size_t newline = std::min(text.find('\n'), text.size());
  const std::string_view first_line = TrimEnd(text.substr(0, newline));
  if (IsNamedAsLines(name)) {
    if (first_line == "{" || first_line == "[") return false;   // printed for people
    const size_t second = SkipSpace(text, 1);
    const bool opens_a_list = text[0] == '[' && second < text.size() && (text[second] == '{' || text[second] == ']');
    return !(opens_a_list && TrimEnd(text).ends_with(']'));
  }
  if (text[0] == '[') return false;
  if (text[0] != '{') return true;
  const size_t next = SkipSpace(text, newline);
  if (next >= text.size()) return false;
  if (SkipValue(first_line, 0) == first_line.size()) return true;
  return text[next] == '{' && first_line.find_last_of("[{:,") != first_line.size() - 1;
}

// Why no study can be in bytes that begin like this, or nullptr.
const char* ForeignFormat(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "is UTF-16 text, expected UTF-8";
  if (bytes.starts_with("\x1F\x8B") || bytes.starts_with("PK\x03\x04") || bytes.starts_with("\x28\xB5\x2F\xFD")) {
    return "is a compressed file, expected JSON: unpack it first";
  }
  return nullptr;
}

// Collects studies over one file or many.
class Collector {
 public:
  // Studies and diagnostics of the bytes of one file. InvalidArgument: nothing was there to read.
  absl::Status AddFile(std::string_view bytes, const std::string& name);
  void Report(std::string where, std::string id, std::string message) {
    Keep({.severity = base::Severity::kError, .id = std::move(id), .where = std::move(where), .span = std::nullopt,
          .message = std::move(message)});
  }
  // The list, or the first cause why it is empty.
  absl::StatusOr<StudyList> Finish(std::string source, std::string sha256);

 private:
  // False: the bytes at this place are no JSON; a diagnostic says so.
  bool AddValue(std::string_view json, size_t at, size_t element);
  void ReadLines(size_t at);
  void ReadDocuments(size_t at);
  size_t ReadObject(size_t at);
  size_t ReadArray(size_t at);
  void Recover(size_t at);
  std::string WhereIs(size_t at);
  void Keep(base::Diagnostic diagnostic);
  void KeepStudies();

  // The file at hand.
  std::string_view text_;
  std::string name_;
  size_t counted_to_ = 0;   // line_ is the line of this byte
  size_t line_ = 1;

  StudyParser parser_;
  std::vector<Study> fresh_;
  base::Diagnostics fresh_diagnostics_;

  struct Kept {
    size_t index;
    std::string where;
  };
  StudyList list_;
  absl::flat_hash_map<std::string, Kept> by_nct_id_;
  size_t replaced_ = 0;
  size_t refused_ = 0;
  size_t uncounted_ = 0;
  std::string first_cause_;
};

std::string Collector::WhereIs(size_t at) {
  if (at < counted_to_) {
    counted_to_ = 0;
    line_ = 1;
  }
  const std::string_view passed = text_.substr(counted_to_, at - counted_to_);
  line_ += static_cast<size_t>(std::count(passed.begin(), passed.end(), '\n'));
  counted_to_ = at;
  return absl::StrCat(name_, ":", line_);
}

void Collector::Keep(base::Diagnostic diagnostic) {
  if (diagnostic.severity == base::Severity::kError) {
    ++refused_;
    if (first_cause_.empty()) first_cause_ = absl::StrCat(diagnostic.where, diagnostic.where.empty() ? "" : ": ", diagnostic.message);
  }
  if (list_.diagnostics.size() < kMostDiagnostics) {
    list_.diagnostics.push_back(std::move(diagnostic));
  } else {
    ++uncounted_;
  }
}

void Collector::KeepStudies() {
  for (base::Diagnostic& diagnostic : fresh_diagnostics_) Keep(std::move(diagnostic));
  fresh_diagnostics_.clear();
  const std::string where = fresh_.empty() ? "" : absl::StrCat(name_, ":", line_);
  for (Study& study : fresh_) {
    const auto [entry, is_new] = by_nct_id_.try_emplace(study.nct_id, Kept{list_.studies.size(), where});
    if (!is_new) {
      Keep({.severity = base::Severity::kWarning, .id = "study.duplicate", .where = where, .span = std::nullopt,
            .message = absl::StrCat(study.nct_id, ": stands already at ", entry->second.where, "; the later record counts")});
      list_.studies[entry->second.index] = Study{};   // without a number: dropped at the end
      ++replaced_;
      entry->second = {list_.studies.size(), where};
    }
    list_.studies.push_back(std::move(study));
  }
  fresh_.clear();
}

bool Collector::AddValue(std::string_view json, size_t at, size_t element) {
  const std::string where = WhereIs(at);
  const std::string prefix = element > 0 ? absl::StrCat("element ", element, ": ") : "";
  const absl::Status status = parser_.Parse(json, where, prefix, fresh_, fresh_diagnostics_);
  KeepStudies();
  if (status.ok()) return true;
  const bool is_cut_off = SkipValue(json, 0) == kNoEnd;
  Report(where, "study.not_json",
         absl::StrCat(prefix, status.message(), is_cut_off ? "; the text ends inside a value" : ""));
  return false;
}

void Collector::ReadLines(size_t at) {
  while (at < text_.size()) {
    const size_t end = std::min(text_.find('\n', at), text_.size());
    const size_t start = SkipSpace(text_.substr(0, end), at);
    if (start < end) AddValue(TrimEnd(text_.substr(start, end - start)), start, 0);
    at = end + 1;
  }
}

// One document after the other; usually there is one.
void Collector::ReadDocuments(size_t at) {
  while (at != kNoEnd && (at = SkipSpace(text_, at)) < text_.size()) {
    if (text_[at] == '{') {
      at = ReadObject(at);
    } else if (text_[at] == '[') {
      at = ReadArray(at);
    } else {
      Report(WhereIs(at), "study.not_json", "expected a study record or a list of them");
      return Recover(at + 1);
    }
  }
}

// Both return where the value ends; kNoEnd when everything up to the end of the text is dealt with.
size_t Collector::ReadObject(size_t at) {
  const size_t end = SkipValue(text_, at);
  const size_t studies = FindArrayMember(text_, at, "studies");
  if (studies != kNoEnd) {
    if (ReadArray(studies) == kNoEnd) return kNoEnd;
    if (end == kNoEnd) Report(WhereIs(at), "study.cut_off", "the answer is cut off behind its studies");
    return end;
  }
  if (end != kNoEnd) {
    AddValue(text_.substr(at, end - at), at, 0);
    return end;
  }
  Report(WhereIs(at), "study.cut_off", "not valid JSON: the text ends inside this record");
  Recover(at + 1);
  return kNoEnd;
}

size_t Collector::ReadArray(size_t at) {
  at = SkipSpace(text_, at + 1);
  if (at < text_.size() && text_[at] == ']') return at + 1;
  for (size_t element = 1; at < text_.size(); ++element) {
    const size_t end = SkipValue(text_, at);
    if (end == kNoEnd) {
      Report(WhereIs(at), "study.cut_off", absl::StrCat("element ", element, ": not valid JSON: the text ends inside it"));
      Recover(at + 1);
      return kNoEnd;
    }
    const std::string_view piece = text_.substr(at, end - at);
    if (!AddValue(piece, at, element) && FindRecordStart(piece, 1) != kNoEnd) {
      // A lost quote or bracket made this element swallow the ones behind it.
      Recover(at + 1);
      return kNoEnd;
    }
    const size_t next = SkipSpace(text_, end);
    if (next < text_.size() && text_[next] == ']') return next + 1;
    if (next >= text_.size() || text_[next] != ',') {
      if (next < text_.size()) {
        Report(WhereIs(next), "study.not_json", absl::StrCat("expected a comma or the end of the list behind element ", element));
        Recover(next);
        return kNoEnd;
      }
      at = next;
      break;
    }
    at = SkipSpace(text_, next + 1);
  }
  Report(WhereIs(std::min(at, text_.size())), "study.cut_off", "the list is cut off: its end is missing");
  return kNoEnd;
}

// Goes on at whatever looks like the start of a record; linear, whatever the brackets say.
void Collector::Recover(size_t at) {
  size_t start = FindRecordStart(text_, at);
  while (start != kNoEnd) {
    const size_t next = FindRecordStart(text_, start + 1);
    const std::string_view piece = text_.substr(start, (next == kNoEnd ? text_.size() : next) - start);
    const size_t end = SkipValue(piece, 0);
    if (end != kNoEnd) {
      AddValue(piece.substr(0, end), start, 0);
    } else {
      Report(WhereIs(start), "study.cut_off", "not valid JSON: this record has no end");
    }
    start = next;
  }
}

absl::Status Collector::AddFile(std::string_view bytes, const std::string& name) {
  text_ = bytes;
  name_ = name;
  counted_to_ = 0;
  line_ = 1;
  if (bytes.empty()) return absl::InvalidArgumentError(absl::StrCat(name, " is empty"));
  if (const char* why = ForeignFormat(bytes)) return absl::InvalidArgumentError(absl::StrCat(name, " ", why));
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const size_t start = SkipSpace(text_, bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  if (start >= text_.size()) return absl::InvalidArgumentError(absl::StrCat(name, " is empty: it holds nothing but white space"));
  if (HoldsLines(text_.substr(start), name)) {
    ReadLines(start);
  } else {
    ReadDocuments(start);
  }
  return absl::OkStatus();
}

absl::StatusOr<StudyList> Collector::Finish(std::string source, std::string sha256) {
  if (replaced_ > 0) std::erase_if(list_.studies, [](const Study& study) { return study.nct_id.empty(); });
  if (list_.studies.empty()) {
    if (first_cause_.empty()) return absl::InvalidArgumentError(absl::StrCat(source, ": holds no study"));
    const std::string more = refused_ > 1 ? absl::StrCat(" (and ", refused_ - 1, " more errors)") : "";
    return absl::InvalidArgumentError(absl::StrCat("no study could be read: ", first_cause_, more));
  }
  if (uncounted_ > 0) {
    list_.diagnostics.push_back({.severity = base::Severity::kWarning, .id = "study.too_many_diagnostics", .where = source,
                                 .span = std::nullopt, .message = absl::StrCat(uncounted_, " more oddities are not listed")});
  }
  for (const Study& study : list_.studies) {
    if (study.last_update_post_date > list_.data_timestamp && base::PartialDate::Parse(study.last_update_post_date).ok()) {
      list_.data_timestamp = study.last_update_post_date;
    }
  }
  list_.source = std::move(source);
  list_.sha256 = std::move(sha256);
  return std::move(list_);
}

absl::StatusOr<StudyList> ReadFolder(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code type_error;
    if (!name.starts_with('.') && IsNamedAsStudies(name) && it->is_regular_file(type_error)) names.push_back(name);
  }
  if (error == std::errc::permission_denied) return absl::PermissionDeniedError(absl::StrCat(path, ": no permission to read this folder"));
  if (error) return absl::UnavailableError(absl::StrCat(path, ": the folder cannot be read: ", error.message()));
  if (names.empty()) return absl::InvalidArgumentError(absl::StrCat(path, ": the folder holds no .json, .jsonl or .ndjson file"));
  std::sort(names.begin(), names.end());

  Collector collector;
  std::string digests;
  for (const std::string& name : names) {
    const std::string file = (std::filesystem::path(path) / name).string();
    const absl::StatusOr<std::string> bytes = base::ReadFile(file);
    absl::Status status = bytes.status();
    if (status.ok()) {
      digests += base::Sha256Hex(*bytes);
      status = collector.AddFile(*bytes, file);
    }
    if (!status.ok()) collector.Report("", "study.file_not_read", std::string(base::ToStd(status.message())));
  }
  return collector.Finish(path, base::Sha256Hex(digests));
}

}  // namespace

absl::StatusOr<StudyList> ParseStudies(std::string_view bytes, const std::string& name) {
  Collector collector;
  TM_RETURN_IF_ERROR(collector.AddFile(bytes, name));
  return collector.Finish(name, base::Sha256Hex(bytes));
}

absl::StatusOr<StudyList> ReadStudies(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return ReadFolder(path);
  TM_ASSIGN_OR_RETURN(const std::string bytes, base::ReadFile(path));
  return ParseStudies(bytes, path);
}

}  // namespace trialmatch::fetch
