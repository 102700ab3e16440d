#ifndef TRIALMATCH_FETCH_IMPORT_BATCHES_H_
#define TRIALMATCH_FETCH_IMPORT_BATCHES_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "fetch/registry/record.h"

namespace trialmatch::fetch {

// Records that are stored in one go.
struct Batch {
  struct Item {
    size_t begin = 0, end = 0;  // in `bytes`
    std::string where;          // "FILE:LINE", or "FILE" where `line` is to be added
    uint64_t line = 0;
    std::string refused_because;  // not empty: no record
  };
  uint64_t number = 0;
  uint64_t bytes_used = 0;  // of the input, so far
  std::string bytes;
  std::vector<Item> items;
  std::vector<PreparedRecord> prepared;  // by PrepareBatch()

  bool is_full() const { return items.size() >= kMostItems || bytes.size() >= kMostBytes; }
  static constexpr size_t kMostItems = 1000;
  static constexpr size_t kMostBytes = 4 << 20;
};

// Prepares every item. An answer of the registry or a list that was taken for a record is taken
// apart, and a broken record that swallowed whole ones gives them back.
void PrepareBatch(RecordPreparer& preparer, Batch* batch);

// Hands batches from one reader to several workers and on, in their first order, to one writer.
// Holds a bounded number of them. Once Stop() was called nothing waits any more.
class BatchQueue {
 public:
  bool Push(std::unique_ptr<Batch> batch);  // reader; false: stopped
  void Close(absl::Status status);          // reader: no more will come
  Batch* TakeUnprepared();                  // worker; nullptr: no more
  void MarkPrepared(Batch* batch);          // worker
  std::unique_ptr<Batch> PopPrepared();     // writer; nullptr: no more
  void Stop();
  absl::Status status();

 private:
  enum class State { kFilled, kTaken, kPrepared };
  struct Entry {
    std::unique_ptr<Batch> batch;
    State state = State::kFilled;
  };
  static constexpr size_t kMostEntries = 6;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> entries_;
  bool is_closed_ = false, is_stopped_ = false;
  absl::Status status_;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_IMPORT_BATCHES_H_
