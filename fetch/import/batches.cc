#include "fetch/import/batches.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "fetch/import/record_splitter.h"
#include "fetch/json_split.h"

namespace trialmatch::fetch {
namespace {

void PrepareOne(RecordPreparer& preparer, std::string_view bytes, const std::string& file,
                uint64_t line, Batch* batch);

void TakeApart(RecordPreparer& preparer, std::string_view bytes, const std::string& file,
               uint64_t line, Batch* batch) {
  RecordSplitter splitter("", RecordSplitter::Layout::kDocument);
  splitter.Append(bytes);
  splitter.Finish();
  for (RecordSplitter::Piece piece; splitter.Next(&piece);) {
    const uint64_t at = line + piece.line - 1;
    if (piece.refused_because == nullptr) {
      PrepareOne(preparer, piece.bytes, file, at, batch);
      continue;
    }
    PreparedRecord& refused = batch->prepared.emplace_back();
    refused.refused_because = piece.refused_because;
    refused.where = absl::StrCat(file, ":", at);
  }
}

void PrepareOne(RecordPreparer& preparer, std::string_view bytes, const std::string& file,
                uint64_t line, Batch* batch) {
  PreparedRecord record = preparer.Prepare(bytes);
  record.where = absl::StrCat(file, ":", line);
  if (record.nct != 0) {
    batch->prepared.push_back(std::move(record));
    return;
  }
  // Each of these is strictly shorter than `bytes`, so that this ends.
  if (!record.is_broken && !bytes.empty() && bytes[0] == '{') {
    const size_t studies = FindArrayMember(bytes, 0, "studies");
    if (studies != kNoEnd) return TakeApart(preparer, bytes.substr(studies), file, line, batch);
  }
  if (!record.is_broken && !bytes.empty() && bytes[0] == '[') {
    const size_t first = SkipSpace(bytes, 1);
    if (first < bytes.size() && bytes[first] == '{')
      return TakeApart(preparer, bytes.substr(first), file, line, batch);
  }
  const size_t swallowed = record.is_broken ? FindRecordStart(bytes, 1) : kNoEnd;
  batch->prepared.push_back(std::move(record));
  if (swallowed != kNoEnd) TakeApart(preparer, bytes.substr(swallowed), file, line, batch);
}

}  // namespace

void PrepareBatch(RecordPreparer& preparer, Batch* batch) {
  batch->prepared.reserve(batch->items.size());
  for (Batch::Item& item : batch->items) {
    if (item.refused_because.empty()) {
      PrepareOne(preparer, std::string_view(batch->bytes).substr(item.begin, item.end - item.begin),
                 item.where, item.line, batch);
      continue;
    }
    PreparedRecord& refused = batch->prepared.emplace_back();
    refused.refused_because = std::move(item.refused_because);
    refused.where = item.line > 0 ? absl::StrCat(item.where, ":", item.line) : item.where;
  }
  batch->items = {};
  batch->bytes = {};
}

bool BatchQueue::Push(std::unique_ptr<Batch> batch) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return is_stopped_ || entries_.size() < kMostEntries; });
  if (is_stopped_) return false;
  entries_.push_back({.batch = std::move(batch), .state = State::kFilled});
  changed_.notify_all();
  return true;
}

void BatchQueue::Close(absl::Status status) {
  const std::lock_guard<std::mutex> lock(mutex_);
  is_closed_ = true;
  if (status_.ok()) status_ = std::move(status);
  changed_.notify_all();
}

Batch* BatchQueue::TakeUnprepared() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!is_stopped_) {
    for (Entry& entry : entries_) {
      if (entry.state != State::kFilled) continue;
      entry.state = State::kTaken;
      return entry.batch.get();
    }
    if (is_closed_) break;
    changed_.wait(lock);
  }
  return nullptr;
}

void BatchQueue::MarkPrepared(Batch* batch) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (Entry& entry : entries_) {
    if (entry.batch.get() == batch) entry.state = State::kPrepared;
  }
  changed_.notify_all();
}

std::unique_ptr<Batch> BatchQueue::PopPrepared() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] {
    return is_stopped_ ||
           (entries_.empty() ? is_closed_ : entries_.front().state == State::kPrepared);
  });
  if (is_stopped_ || entries_.empty()) return nullptr;
  std::unique_ptr<Batch> batch = std::move(entries_.front().batch);
  entries_.pop_front();
  changed_.notify_all();
  return batch;
}

void BatchQueue::Stop() {
  const std::lock_guard<std::mutex> lock(mutex_);
  is_stopped_ = true;
  changed_.notify_all();
}

absl::Status BatchQueue::status() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return status_;
}

}  // namespace trialmatch::fetch
