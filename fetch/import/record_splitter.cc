#include "fetch/import/record_splitter.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/match.h"
#include "base/status.h"
#include "fetch/json_split.h"
#include "fetch/registry/record.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

// Of a refused piece, what a message may quote.
constexpr size_t kShownBytes = 80;
// As much is looked at to tell lines from documents, at most.
constexpr size_t kGuessBytes = 4 << 20;
// FindRecordStart() needs to see this much to know a start; white space may stand in it.
constexpr size_t kStartBytes = 64;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Whether the list that opens at text[at] is the value of a member "studies".
bool IsStudiesMember(std::string_view text, size_t at) {
  const auto back = [&] {
    while (at > 0 && IsSpace(text[at - 1])) --at;
  };
  back();
  if (at == 0 || text[at - 1] != ':') return false;
  --at;
  back();
  return text.substr(0, at).ends_with("\"studies\"");
}

}  // namespace

RecordSplitter::RecordSplitter(std::string_view name, Layout layout)
    : is_named_as_lines_(absl::EndsWithIgnoreCase(ToAbsl(name), ".jsonl") ||
                         absl::EndsWithIgnoreCase(ToAbsl(name), ".ndjson")),
      layout_(layout) {}

void RecordSplitter::Append(std::string_view bytes) {
  if (begin_ > 0 && begin_ * 2 >= buffer_.size()) {
    buffer_.erase(0, begin_);
    scan_ -= begin_;
    begin_ = 0;
  }
  buffer_ += bytes;
}

void RecordSplitter::Finish() { is_finished_ = true; }

void RecordSplitter::Consume(size_t end) {
  line_ += static_cast<uint64_t>(std::count(buffer_.data() + begin_, buffer_.data() + end, '\n'));
  begin_ = end;
  scan_ = std::max(scan_, end);
}

bool RecordSplitter::Refuse(Piece* piece, size_t end, const char* because) {
  *piece = {.bytes = std::string_view(buffer_).substr(begin_, std::min(kShownBytes, end - begin_)),
            .line = line_,
            .refused_because = because};
  Consume(end);
  return true;
}

bool RecordSplitter::Next(Piece* piece) {
  if (is_first_) {
    if (buffer_.size() - begin_ < 3 && !is_finished_) return false;
    if (std::string_view(buffer_).substr(begin_).starts_with("\xEF\xBB\xBF")) begin_ += 3;
    scan_ = begin_;
    is_first_ = false;
  }
  if (layout_ == Layout::kGuess && !GuessLayout()) return false;
  return layout_ == Layout::kLines ? NextLine(piece) : NextValue(piece);
}

// False: more bytes are needed.
bool RecordSplitter::GuessLayout() {
  const size_t at = SkipSpace(buffer_, begin_);
  Consume(at);  // or a file of white space would be looked at again with each part of it
  if (at >= buffer_.size()) {
    if (is_finished_) layout_ = Layout::kDocument;
    return is_finished_;
  }
  const std::string_view text = std::string_view(buffer_).substr(at);
  const size_t newline = text.find('\n');
  const bool is_all = is_finished_ || text.size() >= kGuessBytes;
  if (newline == std::string_view::npos && !is_all) return false;
  std::string_view first_line = text.substr(0, std::min(newline, text.size()));
  while (!first_line.empty() && IsSpace(first_line.back())) first_line.remove_suffix(1);
  const bool is_whole = SkipValue(first_line, 0) == first_line.size();
  if (is_named_as_lines_) {
    layout_ = first_line == "{" || first_line == "[" || (first_line[0] == '[' && !is_whole)
                  ? Layout::kDocument
                  : Layout::kLines;
  } else {
    const size_t next = newline == std::string_view::npos ? text.size() : SkipSpace(text, newline);
    if (next >= text.size() && !is_all) return false;
    layout_ = first_line[0] == '{' && is_whole && next < text.size() && text[next] == '{'
                  ? Layout::kLines
                  : Layout::kDocument;
  }
  return true;
}

bool RecordSplitter::NextLine(Piece* piece) {
  while (true) {
    const void* found = scan_ < buffer_.size()
                            ? std::memchr(buffer_.data() + scan_, '\n', buffer_.size() - scan_)
                            : nullptr;
    const bool is_whole = found != nullptr || is_finished_;
    const size_t end = found != nullptr
                           ? static_cast<size_t>(static_cast<const char*>(found) - buffer_.data())
                           : buffer_.size();
    if (!is_whole) {
      scan_ = end;
      if (end - begin_ <= kMaxRecordBytes) return false;
      const bool is_told = is_over_limit_;
      is_over_limit_ = true;
      if (!is_told) return Refuse(piece, end, "a line of more bytes than any record has");
      Consume(end);
      return false;
    }
    if (begin_ >= buffer_.size() && found == nullptr) return false;
    const size_t next = found != nullptr ? end + 1 : end;
    const bool is_rest = is_over_limit_;
    is_over_limit_ = false;
    if (!is_rest && end - begin_ > kMaxRecordBytes)
      return Refuse(piece, next, "a line of more bytes than any record has");
    size_t first = begin_, last = end;
    while (first < last && IsSpace(buffer_[first])) ++first;
    while (last > first && IsSpace(buffer_[last - 1])) --last;
    *piece = {.bytes = std::string_view(buffer_).substr(first, last - first),
              .line = line_,
              .refused_because = nullptr};
    line_ += found != nullptr ? 1 : 0;
    begin_ = scan_ = next;
    if (!is_rest && first < last) return true;
  }
}

void RecordSplitter::StartValue() {
  is_in_value_ = true;
  is_scalar_ = is_in_string_ = false;
  depth_ = 0;
}

// From scan_ to the end of the value that begins at begin_.
RecordSplitter::Scan RecordSplitter::ScanValue() {
  const char* text = buffer_.data();
  const size_t size = buffer_.size();
  size_t at = scan_;
  while (at < size) {
    if (is_in_string_) {
      while (at < size && text[at] != '"' && text[at] != '\\') ++at;
      if (at >= size) break;
      if (text[at] == '\\') {
        if (at + 1 >= size) break;
        at += 2;
        continue;
      }
      is_in_string_ = false;
      ++at;
      if (depth_ == 0 && !is_skipping_) {
        scan_ = at;
        return Scan::kEnd;
      }
      continue;
    }
    const char c = text[at];
    if (is_scalar_) {
      if (IsSpace(c) || c == ',' || c == ']' || c == '}' || c == '{' || c == '[') {
        scan_ = at;
        return Scan::kEnd;
      }
    } else if (c == '"') {
      is_in_string_ = true;
    } else if (c == '{' || c == '[') {
      const bool is_answer = c == '[' && depth_ == 1 && lists_ == 0 && !is_skipping_ &&
                             IsStudiesMember({text + begin_, at - begin_}, at - begin_);
      ++at;
      if (is_answer) {
        scan_ = at;
        return Scan::kStudies;
      }
      ++depth_;
      continue;
    } else if (c == '}' || c == ']') {
      ++at;
      if (--depth_ <= 0) {
        scan_ = at;
        return Scan::kEnd;
      }
      continue;
    } else if (depth_ == 0) {
      is_scalar_ = true;
    }
    ++at;
  }
  scan_ = at;
  if (is_scalar_ && is_finished_) return Scan::kEnd;
  return Scan::kMore;
}

// Moves on to what looks like the start of a record. False: none in the bytes so far.
bool RecordSplitter::FindNextStart() {
  const size_t start = FindRecordStart(buffer_, begin_);
  if (start != kNoEnd) {
    Consume(start);
    is_lost_ = is_in_value_ = false;
    scan_ = start;
    return true;
  }
  const size_t keep = is_finished_ ? 0 : kStartBytes;
  if (buffer_.size() - begin_ > keep) Consume(buffer_.size() - keep);
  scan_ = begin_;
  return false;
}

bool RecordSplitter::NextValue(Piece* piece) {
  while (true) {
    if (is_lost_ && !FindNextStart()) return false;
    if (!is_in_value_) {
      size_t at = begin_;
      while (at < buffer_.size() && (IsSpace(buffer_[at]) || (lists_ > 0 && buffer_[at] == ',')))
        ++at;
      Consume(at);
      scan_ = at;
      if (at >= buffer_.size()) return false;
      const char c = buffer_[at];
      if (c == '[' && lists_ == 0) {
        ++lists_;
        Consume(at + 1);
        continue;
      }
      if (c == ']' || c == '}') {
        // The end of a list; of a list of records inside an answer, its other members follow. A
        // stray one is passed over.
        Consume(at + 1);
        if (c == ']' && lists_ > 0) --lists_;
        if (c == ']' && is_in_answer_) {
          is_in_answer_ = false;
          is_skipping_ = true;
          StartValue();
          depth_ = 1;
          scan_ = begin_;
        }
        continue;
      }
      if (c == ',' || c == ':') {
        Consume(at + 1);
        continue;
      }
      StartValue();
    }
    const Scan scan = ScanValue();
    if (scan == Scan::kStudies) {
      Consume(scan_);
      is_in_value_ = false;
      is_in_answer_ = true;
      lists_ = 1;
      continue;
    }
    if (scan == Scan::kEnd) {
      is_in_value_ = false;
      if (scan_ - begin_ > kMaxRecordBytes)
        return Refuse(piece, scan_, "a record of more bytes than any study has");
      const std::string_view bytes = std::string_view(buffer_).substr(begin_, scan_ - begin_);
      const bool is_rest = is_skipping_;
      is_skipping_ = false;
      *piece = {.bytes = bytes, .line = line_, .refused_because = nullptr};
      Consume(scan_);
      if (is_rest) continue;
      return true;
    }
    if (scan_ - begin_ > kMaxRecordBytes) {
      is_lost_ = true;
      return Refuse(piece, scan_, "a record of more bytes than any study has");
    }
    if (!is_finished_) return false;
    if (begin_ >= buffer_.size()) return false;
    // The text ends inside a value: its beginning is lost, but whole records may stand in it.
    is_lost_ = true;
    const bool is_rest = is_skipping_;
    is_skipping_ = false;
    if (is_rest) return Refuse(piece, begin_ + 1, "the answer is cut off behind its studies");
    return Refuse(piece, begin_ + 1, "not valid JSON: the text ends inside this record");
  }
}

}  // namespace trialmatch::fetch
