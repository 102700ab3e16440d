#include "app/cli/batch.h"

#include <cstdint>
#include <unordered_set>
#include <utility>
#include <vector>

#include "app/cli/inputs.h"
#include "app/cli/parallel.h"
#include "app/cli/progress.h"
#include "matcher/patient/profile_list.h"
#include "nlohmann/json.hpp"

namespace trialmatch::app {
namespace {

// A profile may have 4 MB; one byte more makes its reader say so.
constexpr size_t kLineLimit = (4u << 20) + 1;
constexpr size_t kChunkBytes = 16u << 20;

struct Line {
  uint64_t number = 0;
  std::string bytes;
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

void Work(const Batch& batch, Line* line) {
  matcher::ProfileLine profile =
      matcher::ReadProfileLine({.line = 1, .json = line->bytes}, batch.index.lexicon());
  line->patient_id = std::move(profile.patient_id_guess);
  line->errors = std::move(profile.result.errors);
  line->notes = std::move(profile.result.notes);
  if (!line->errors.empty()) {
    line->output = ErrorLine(*line);
  } else {
    matcher::MatchReport report = matcher::Match(batch.index, profile.result.patient, batch.match);
    report.profile_sha256 = std::move(profile.result.sha256);
    line->output = matcher::MatchReportJson(report, batch.json);
  }
  line->output += '\n';
}

}  // namespace

ExitStatus Batch::Run(std::istream& patients, const std::string& name, const Terminal& terminal,
                      Output* out) const {
  LimitedMessages refused(terminal, base::Severity::kError);
  LimitedMessages notes(terminal, base::Severity::kNote);
  Progress progress(terminal,
                    stream_bytes > 0 ? "matching patients" : "patients matched:", stream_bytes);
  const size_t chunk_lines = static_cast<size_t>(threads) * 16;
  std::unordered_set<std::string> ids;
  uint64_t line_number = 0;
  uint64_t read = 0;
  bool open = true;
  bool more = true;
  while (open && more) {
    std::vector<Line> chunk;
    size_t chunk_bytes = 0;
    while (chunk.size() < chunk_lines && chunk_bytes < kChunkBytes) {
      Line line;
      more = ReadLine(patients, kLineLimit, &line.bytes);
      if (!more) break;
      line.number = ++line_number;
      if (line.bytes.find_first_not_of(" \t") == std::string::npos) continue;
      chunk_bytes += line.bytes.size();
      chunk.push_back(std::move(line));
    }
    RunParallel(chunk.size(), threads, [&](size_t i) {
      Work(*this, &chunk[i]);
      progress.Advance(stream_bytes > 0 ? chunk[i].bytes.size() + 1 : 1);
    });
    read += chunk.size();
    for (const Line& line : chunk) {
      const std::string where = name + ":" + std::to_string(line.number);
      if (!line.errors.empty()) {
        const size_t others = line.errors.size() - 1;
        refused.Add(ProfileErrorText(where, line.errors.front()) +
                    (others > 0 ? " (and " + std::to_string(others) + " more)" : ""));
      } else {
        if (!ids.insert(line.patient_id).second)
          notes.Add(where + ": the id \"" + line.patient_id +
                    "\" stood on an earlier line already");
        for (const base::Diagnostic& note : line.notes)
          notes.Add(where + ": " + (note.where.empty() ? "" : note.where + ": ") + note.message);
      }
      open = open && out->Write(line.output);
    }
  }
  refused.Finish("patients were refused");
  notes.Finish("notes about profiles");
  if (read == 0) {
    terminal.Error(name + ": no patient; expected one JSON object a line");
    return ExitStatus::kBadInput;
  }
  if (refused.count() == 0) return ExitStatus::kDone;
  terminal.Warn(std::to_string(refused.count()) + " of " + std::to_string(read) +
                " patients were refused");
  return static_cast<uint64_t>(refused.count()) == read ? ExitStatus::kBadInput
                                                        : ExitStatus::kSomeRefused;
}

}  // namespace trialmatch::app
