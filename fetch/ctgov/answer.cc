#include "fetch/ctgov/answer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "fetch/json_split.h"
#include "simdjson.h"

namespace trialmatch::fetch {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string Text(const simdjson::simdjson_result<element>& value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

void ReadFields(const element& record, RecordOnPage* out) {
  const auto protocol = record["protocolSection"];
  out->nct_id = Text(protocol["identificationModule"]["nctId"]);
  const auto status = protocol["statusModule"];
  out->last_update_post_date = Text(status["lastUpdatePostDateStruct"]["date"]);
  out->overall_status = Text(status["overallStatus"]);
}

// What a person needs to see of a body that is no answer.
absl::Status NotAnAnswer(std::string_view body, std::string_view why) {
  const size_t start = SkipSpace(body, 0);
  if (start >= body.size()) return absl::DataLossError("an empty answer");
  if (body[start] == '<') return absl::DataLossError("a web page instead of JSON");
  return absl::DataLossError(absl::StrCat("no whole JSON answer: ", base::ToAbsl(why), ", in ", body.size(), " bytes"));
}

}  // namespace

struct AnswerReader::Impl {
  simdjson::dom::parser parser;
  element document;   // of the last body

  absl::StatusOr<object> Parse(std::string_view body) {
    if (const auto error = parser.parse(body.data(), body.size()).get(document)) return NotAnAnswer(body, simdjson::error_message(error));
    object members;
    if (document.get(members) != simdjson::SUCCESS) return NotAnAnswer(body, "not an object");
    return members;
  }
};

AnswerReader::AnswerReader() : impl_(std::make_unique<Impl>()) {}
AnswerReader::~AnswerReader() = default;

absl::StatusOr<StudiesPage> AnswerReader::ReadPage(std::string_view body) {
  TM_ASSIGN_OR_RETURN(const object answer, impl_->Parse(body));
  array studies;
  if (answer["studies"].get(studies) != simdjson::SUCCESS) return NotAnAnswer(body, "no list of studies");
  StudiesPage page;
  page.next_page_token = Text(answer["nextPageToken"]);
  int64_t total = 0;
  if (answer["totalCount"].get(total) == simdjson::SUCCESS) page.total_count = total;
  // The bytes were just found to be JSON, so the cuts fall where the parser's elements end.
  size_t at = FindArrayMember(body, SkipSpace(body, 0), "studies");
  if (at == kNoEnd) return NotAnAnswer(body, "its list of studies has an escaped name");
  for (const element study : studies) {
    at = SkipSpace(body, at + 1);
    const size_t end = SkipValue(body, at);
    if (end == kNoEnd) return absl::InternalError("a list of studies that the two readers cut differently");
    RecordOnPage& record = page.records.emplace_back();
    record.json = body.substr(at, end - at);
    ReadFields(study, &record);
    at = SkipSpace(body, end);
  }
  return page;
}

absl::StatusOr<RecordOnPage> AnswerReader::ReadRecord(std::string_view body) {
  TM_ASSIGN_OR_RETURN(const object members, impl_->Parse(body));
  if (members["protocolSection"].error() != simdjson::SUCCESS) return NotAnAnswer(body, "no study record");
  RecordOnPage record;
  record.json = body;
  ReadFields(impl_->document, &record);
  return record;
}

absl::StatusOr<std::string> AnswerReader::ReadDataTimestamp(std::string_view body) {
  TM_ASSIGN_OR_RETURN(const object members, impl_->Parse(body));
  std::string timestamp = Text(members["dataTimestamp"]);
  if (timestamp.empty()) return NotAnAnswer(body, "no data timestamp");
  return timestamp;
}

}  // namespace trialmatch::fetch
