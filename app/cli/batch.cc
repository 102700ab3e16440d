#include "app/cli/batch.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

#include "app/cli/csv.h"
#include "app/cli/inputs.h"
#include "app/cli/parallel.h"
#include "app/cli/progress.h"
#include "matcher/patient/profile_list.h"
#include "matcher/patient/profile_names.h"
#include "nlohmann/json.hpp"

namespace trialmatch::app {
namespace {

// A profile may have 4 MB; one byte more makes its reader say so.
constexpr size_t kLineLimit = (4u << 20) + 1;
constexpr size_t kChunkBytes = 16u << 20;

struct Line {
  uint64_t number = 0;
  uint64_t size = 0;  // in the stream
  std::string bytes;  // a profile in JSON
  std::string output;
  std::string patient_id;
  std::vector<matcher::ProfileError> errors;
  base::Diagnostics notes;
};

std::string ErrorLine(const Line& line) {
  nlohmann::ordered_json json;
  json["line"] = line.number;
  json["patient_id"] = nullptr;
  if (!line.patient_id.empty()) json["patient_id"] = line.patient_id;
  json["error"]["path"] = line.errors.front().path;
  json["error"]["message"] = line.errors.front().message;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// The profiles of a stream, one after the other.
class Source {
 public:
  Source(std::istream& in, BatchFormat format) : in_(in), format_(format) {}

  // The header of a CSV file. False: `message` says what is wrong.
  bool Begin(std::string* message) {
    if (format_ == BatchFormat::kJsonLines) return true;
    CsvRecord header;
    if (!ReadCsvRecord(in_, kLineLimit, &header)) return true;  // empty
    number_ += header.lines;
    profiles_.emplace(std::move(header.fields));
    const std::string bad = profiles_->BadColumn();
    if (bad.empty()) return true;
    *message = "1: the column \"" + bad + "\" is no part of a profile, or stands twice (see docs/profile.md)";
    return false;
  }

  // False at the end.
  bool Next(Line* line) {
    for (;;) {
      *line = {};
      if (format_ == BatchFormat::kJsonLines) {
        if (!ReadLine(in_, kLineLimit, &line->bytes)) return false;
        line->number = ++number_;
        line->size = line->bytes.size() + 1;
        if (line->bytes.find_first_not_of(" \t") != std::string::npos) return true;
        continue;
      }
      CsvRecord record;
      if (!ReadCsvRecord(in_, kLineLimit, &record)) return false;
      line->number = number_ + 1;
      number_ += record.lines;
      if (record.blank()) continue;
      for (const std::string& field : record.fields) line->size += field.size() + 1;
      if (record.too_long) line->errors.push_back({"", "more than 4 MB"});
      line->bytes = profiles_->ToJson(record, &line->errors);
      return true;
    }
  }

 private:
  std::istream& in_;
  const BatchFormat format_;
  std::optional<CsvProfiles> profiles_;
  uint64_t number_ = 0;  // lines so far
};

// Lines that one worker takes together: as many as share the work, and few enough that reports of all trials stay small in memory.
size_t GroupSize(const Batch& batch) {
  constexpr size_t kResults = 20000;
  const size_t listed = batch.match.top == 0 ? batch.index.size() : std::min(batch.match.top, batch.index.size());
  return std::clamp<size_t>(kResults / std::max<size_t>(listed, 1), 1, matcher::GroupMatcher::kGroup);
}

// What a worker keeps from group to group. It is much memory: one for each worker at a time.
struct Kept {
  explicit Kept(const Batch& batch) : matcher(batch.index, batch.match) {}
  matcher::NameMemo names;
  matcher::GroupMatcher matcher;
};
class Shelf {
 public:
  explicit Shelf(const Batch& batch) : batch_(batch) {}
  std::unique_ptr<Kept> Take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty()) return std::make_unique<Kept>(batch_);
    std::unique_ptr<Kept> kept = std::move(idle_.back());
    idle_.pop_back();
    return kept;
  }
  void Return(std::unique_ptr<Kept> kept) {
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(std::move(kept));
  }

 private:
  const Batch& batch_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Kept>> idle_;
};

void Work(const Batch& batch, std::span<Line> lines, Kept& kept) {
  std::vector<matcher::ProfileResult> profiles;
  std::vector<Line*> readable;
  for (Line& line : lines) {
    matcher::ProfileLine profile =
        matcher::ReadProfileLine({.line = 1, .json = line.bytes}, batch.index.lexicon(), &kept.names);
    line.patient_id = std::move(profile.patient_id_guess);
    std::move(profile.result.errors.begin(), profile.result.errors.end(), std::back_inserter(line.errors));
    line.notes = std::move(profile.result.notes);
    if (!line.errors.empty()) {
      line.output = batch.output == BatchFormat::kCsv ? CsvError(line.number, line.patient_id, line.errors.front()) : ErrorLine(line) + "\n";
      continue;
    }
    profiles.push_back(std::move(profile.result));
    readable.push_back(&line);
  }
  std::vector<const matcher::Patient*> patients;
  for (const matcher::ProfileResult& profile : profiles) patients.push_back(&profile.patient);
  if (patients.empty()) return;
  std::vector<matcher::MatchReport> reports = kept.matcher.Match(patients);
  for (size_t i = 0; i < reports.size(); ++i) {
    reports[i].profile_sha256 = std::move(profiles[i].sha256);
    readable[i]->output = batch.output == BatchFormat::kCsv
                              ? CsvReport(readable[i]->number, reports[i], batch.match.top)
                              : matcher::MatchReportJson(reports[i], batch.json) + "\n";
    reports[i] = {};
  }
}

}  // namespace

ExitStatus Batch::Run(std::istream& patients, const std::string& name, const Terminal& terminal,
                      Output* out) const {
  LimitedMessages refused(terminal, base::Severity::kError);
  LimitedMessages notes(terminal, base::Severity::kNote);
  Progress progress(terminal,
                    stream_bytes > 0 ? "matching patients" : "patients matched:", stream_bytes);
  const size_t group = GroupSize(*this);
  const size_t chunk_lines = static_cast<size_t>(threads) * 4 * group;
  Shelf shelf(*this);
  constexpr size_t kMostIds = 1u << 20;  // ids after these are not looked for twice: memory is bounded
  std::unordered_set<std::string> ids;
  uint64_t read = 0;
  Source source(patients, input);
  std::string message;
  if (!source.Begin(&message)) {
    terminal.Error(name + ":" + message);
    return ExitStatus::kBadInput;
  }
  if (output == BatchFormat::kCsv && done.bytes == 0) out->Write(CsvReportHeader());
  for (uint64_t passed = 0; passed < done.patients || done.last_line > 0; ++passed) {
    Line line;
    if (!source.Next(&line)) {
      terminal.Error(name + ": has fewer patients than the output that is to be continued");
      return ExitStatus::kBadInput;
    }
    ++read;
    progress.Advance(stream_bytes > 0 ? line.size : 1);
    if (line.number == done.last_line) break;
  }
  bool open = true;
  bool more = true;
  while (open && more) {
    std::vector<Line> chunk;
    size_t chunk_bytes = 0;
    while (chunk.size() < chunk_lines && chunk_bytes < kChunkBytes) {
      Line line;
      more = source.Next(&line);
      if (!more) break;
      chunk_bytes += line.bytes.size();
      chunk.push_back(std::move(line));
    }
    const size_t groups = (chunk.size() + group - 1) / group;
    RunParallel(groups, threads, [&](size_t i) {
      const std::span<Line> lines = std::span(chunk).subspan(i * group, std::min(group, chunk.size() - i * group));
      std::unique_ptr<Kept> kept = shelf.Take();
      Work(*this, lines, *kept);
      shelf.Return(std::move(kept));
      for (const Line& line : lines) progress.Advance(stream_bytes > 0 ? line.size : 1);
    });
    read += chunk.size();
    for (const Line& line : chunk) {
      const std::string where = name + ":" + std::to_string(line.number);
      if (!line.errors.empty()) {
        const size_t others = line.errors.size() - 1;
        refused.Add(ProfileErrorText(where, line.errors.front()) +
                    (others > 0 ? " (and " + std::to_string(others) + " more)" : ""));
      } else {
        if (ids.size() < kMostIds && !ids.insert(line.patient_id).second)
          notes.Add(where + ": the id \"" + line.patient_id +
                    "\" stood on an earlier line already");
        for (const base::Diagnostic& note : line.notes)
          notes.Add(where + ": " + (note.where.empty() ? "" : note.where + ": ") + note.message);
      }
      open = open && out->Write(line.output);
    }
    open = open && out->Flush();  // what is done is not done again
  }
  refused.Finish("patients were refused");
  notes.Finish("notes about profiles");
  if (read == 0) {
    terminal.Error(name + ": no patient; expected one " + std::string
                   (input == BatchFormat::kCsv ? "row a patient below the header" : "JSON object a line"));
    return ExitStatus::kBadInput;
  }
  if (refused.count() == 0) return ExitStatus::kDone;
  terminal.Warn(std::to_string(refused.count()) + " of " + std::to_string(read) +
                " patients were refused");
  return static_cast<uint64_t>(refused.count()) == read ? ExitStatus::kBadInput
                                                        : ExitStatus::kSomeRefused;
}

}  // namespace trialmatch::app
