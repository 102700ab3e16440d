#include "app/cli/resume.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "app/cli/csv.h"

namespace trialmatch::app {
namespace {

// Lines of reports can be long: no more than `kept` bytes of each are handed on.
template <typename OnLine>
void ForEachWholeLine(std::istream& in, size_t kept, OnLine on_line) {
  std::string line;
  uint64_t at = 0, begin = 0;
  char buffer[1 << 16];
  while (in.read(buffer, sizeof buffer), in.gcount() > 0) {
    for (std::streamsize i = 0; i < in.gcount(); ++i) {
      ++at;
      if (buffer[i] != '\n') {
        if (line.size() < kept) line += buffer[i];
        continue;
      }
      on_line(line, begin, at);
      line.clear();
      begin = at;
    }
  }
}

// Records of CSV may hold line breaks within quotes; ours never do at their start, so that a record begins where the number of quotes
// before it is even.
bool OddQuotes(const std::string& text) {
  bool odd = false;
  for (const char c : text) odd = odd != (c == '"');
  return odd;
}

void FindCsvPoint(std::istream& in, ResumePoint* point) {
  bool inside = false, header = true;
  uint64_t record_begin = 0;
  std::string record;
  ForEachWholeLine(in, SIZE_MAX, [&](const std::string& line, uint64_t begin, uint64_t end) {
    if (!inside) {
      record_begin = begin;
      record = line;
    }
    inside = inside != OddQuotes(line);
    if (inside) return;
    if (header) {
      header = false;
      point->bytes = end;
      return;
    }
    uint64_t number = 0;
    std::from_chars(record.data(), record.data() + record.size(), number);
    // Whether the last patient's rows are all there is not known: they are made again.
    if (number == point->patients) return;
    point->last_line = point->patients;
    point->patients = number;
    point->bytes = record_begin;
  });
  point->patients = 0;
}

}  // namespace

std::string MadeWith(const std::string& report) {
  std::string out;
  for (const char* key : {"\"decided_on\": ", "\"sha256\": ", "\"rules_version\": "}) {
    const size_t at = report.find(key);
    if (at == std::string::npos) return "";
    const size_t end = report.find_first_of(",}", at);
    out += report.substr(at, end == std::string::npos ? end : end - at) + " ";
  }
  return out;
}

std::optional<ResumePoint> FindResumePoint(const std::string& path, BatchFormat format, const Terminal& terminal) {
  ResumePoint point;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return point;
  std::ifstream in(path, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(path, error)) {
    terminal.Error(path + ": cannot be continued; expected a file that an earlier batch wrote");
    return std::nullopt;
  }
  if (format == BatchFormat::kCsv) {
    FindCsvPoint(in, &point);
    return point;
  }
  ForEachWholeLine(in, 4096, [&](const std::string& line, uint64_t, uint64_t end) {
    ++point.patients;
    point.bytes = end;
    if (point.first_report.empty() && !MadeWith(line).empty()) point.first_report = line;
  });
  return point;
}

bool ContinueOutput(const std::string& path, const ResumePoint& point, const Terminal& terminal) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) std::filesystem::resize_file(path, point.bytes, error);
  if (!error && std::freopen(path.c_str(), "ab", stdout) != nullptr) return true;
  terminal.Error(path + ": cannot be written: " + (error ? error.message() : std::strerror(errno)));
  return false;
}

}  // namespace trialmatch::app
