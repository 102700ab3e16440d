#include "fetch/import/import.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "fetch/import/batches.h"
#include "fetch/import/byte_input.h"
#include "fetch/import/import_files.h"
#include "fetch/import/record_splitter.h"

namespace trialmatch::fetch {
namespace {

std::string SliceName(uint64_t number) { return absl::StrCat("batch ", number); }

// Why no study can be in bytes that begin like this, or nullptr.
const char* ForeignFormat(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    return "UTF-16 text, expected UTF-8";
  if (bytes.starts_with("\x1F\x8B") || bytes.starts_with("PK\x03\x04") ||
      bytes.starts_with("\x28\xB5\x2F\xFD")) {
    return "packed twice: unpack it once first";
  }
  return nullptr;
}

// Reads the files and cuts them into batches, the same batches whenever the files are the same.
class Reader {
 public:
  Reader(const ImportFiles& files, std::unordered_set<std::string> complete, BatchQueue& queue)
      : files_(files), complete_(std::move(complete)), queue_(queue) {
    Start();
  }

  absl::Status Run() {
    for (const std::string& path : files_.paths) {
      TM_ASSIGN_OR_RETURN(ByteInput input, ByteInput::Open(path));
      while (!is_stopped_) {
        base::Diagnostics refused;
        TM_ASSIGN_OR_RETURN(const bool is_there, input.NextStream(&refused));
        for (base::Diagnostic& entry : refused)
          Add({}, {.begin = 0,
                   .end = 0,
                   .where = entry.where,
                   .line = 0,
                   .refused_because = entry.message});
        if (!is_there) break;
        TM_RETURN_IF_ERROR(ReadStream(input));
        batch_->bytes_used = done_before_ + input.bytes_used();
      }
      done_before_ += input.bytes_used();
      if (is_stopped_) return absl::OkStatus();
    }
    Flush();
    return absl::OkStatus();
  }

 private:
  void Start() {
    const uint64_t used = batch_ == nullptr ? 0 : batch_->bytes_used;
    batch_ = std::make_unique<Batch>();
    batch_->number = ++batches_;
    batch_->bytes_used = used;
    is_complete_ = complete_.contains(SliceName(batches_));
  }

  void Add(std::string_view bytes, Batch::Item item) {
    // Of a batch that is stored already only the size matters.
    item.begin = batch_->bytes.size();
    batch_->bytes += bytes;
    item.end = batch_->bytes.size();
    batch_->items.push_back(std::move(item));
    if (batch_->is_full()) Flush();
  }

  void Flush() {
    if (!is_complete_ && !queue_.Push(std::move(batch_))) is_stopped_ = true;
    Start();
  }

  absl::Status ReadStream(ByteInput& input) {
    const std::string file = input.name();
    RecordSplitter splitter(NameOfContent(file), RecordSplitter::Layout::kGuess);
    bool is_first = true, is_more = true;
    while (is_more && !is_stopped_) {
      TM_ASSIGN_OR_RETURN(const std::string_view bytes, input.Read());
      if (is_first) {
        if (const char* because = ForeignFormat(bytes)) {
          Add({}, {.begin = 0, .end = 0, .where = file, .line = 0, .refused_because = because});
          return absl::OkStatus();
        }
        is_first = false;
      }
      is_more = !bytes.empty();
      if (is_more) {
        splitter.Append(bytes);
      } else {
        splitter.Finish();
      }
      for (RecordSplitter::Piece piece; !is_stopped_ && splitter.Next(&piece);) {
        batch_->bytes_used = done_before_ + input.bytes_used();
        Add(piece.refused_because != nullptr ? std::string_view() : piece.bytes,
            {.begin = 0,
             .end = 0,
             .where = file,
             .line = piece.line,
             .refused_because = piece.refused_because != nullptr ? piece.refused_because : ""});
      }
    }
    return absl::OkStatus();
  }

  const ImportFiles& files_;
  const std::unordered_set<std::string> complete_;
  BatchQueue& queue_;
  uint64_t batches_ = 0, done_before_ = 0;
  bool is_complete_ = false, is_stopped_ = false;
  std::unique_ptr<Batch> batch_;
};

// Runs `work` as a thread would: what it throws becomes a status.
absl::Status Guarded(const std::function<absl::Status()>& work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError("not enough memory to import");
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
}

absl::Status Store(RegistryWriter& writer, BatchQueue& queue, uint64_t bytes_total,
                   const ImportOptions& options) {
  ImportProgress progress{.bytes_done = 0, .bytes_total = bytes_total, .records = 0};
  while (const std::unique_ptr<Batch> batch = queue.PopPrepared()) {
    const std::string slice = SliceName(batch->number);
    TM_RETURN_IF_ERROR(writer.PutPrepared(slice, batch->prepared));
    TM_RETURN_IF_ERROR(writer.CompleteSlice(slice));
    progress.bytes_done = batch->bytes_used;
    progress.records += static_cast<int64_t>(batch->prepared.size());
    if (options.progress) options.progress(progress);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportResult> ImportStudies(RegistryWriter& writer, const std::string& path,
                                           const ImportOptions& options) {
  TM_ASSIGN_OR_RETURN(const ImportFiles files, ListImportFiles(path));
  TM_ASSIGN_OR_RETURN(
      const std::vector<std::string> complete,
      writer.Begin({.plan = absl::StrCat("import ", files.identity), .data_timestamp = ""},
                   CrawlScope::kImport));
  ImportResult result;
  result.went_on = !complete.empty();
  result.files = static_cast<int64_t>(files.paths.size());

  BatchQueue queue;
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    queue.Close(Guarded([&] {
      return Reader(files, {complete.begin(), complete.end()}, queue).Run();
    }));
  });
  for (int i = 0; i < std::max(1, options.threads); ++i) {
    threads.emplace_back([&] {
      const absl::Status status = Guarded([&] {
        RecordPreparer preparer(&writer.known());
        while (Batch* batch = queue.TakeUnprepared()) {
          PrepareBatch(preparer, batch);
          queue.MarkPrepared(batch);
        }
        return absl::OkStatus();
      });
      if (status.ok()) return;
      queue.Close(status);
      queue.Stop();
    });
  }
  const absl::Status stored = Guarded([&] { return Store(writer, queue, files.bytes, options); });
  if (!stored.ok()) queue.Stop();
  for (std::thread& thread : threads) thread.join();
  result.diagnostics = writer.TakeDiagnostics();
  TM_RETURN_IF_ERROR(stored);
  if (const absl::Status status = queue.status(); !status.ok()) {
    // What cannot be read will not be better the next time.
    if (absl::IsDataLoss(status) || absl::IsInvalidArgument(status))
      TM_RETURN_IF_ERROR(writer.Abandon());
    return status;
  }
  TM_ASSIGN_OR_RETURN(const CrawlSummary staged, writer.Staged());
  if (staged.added + staged.changed + staged.unchanged + staged.older == 0) {
    TM_RETURN_IF_ERROR(writer.Abandon());
    const std::string cause = result.diagnostics.empty()
                                  ? std::string()
                                  : absl::StrCat(": ", result.diagnostics.front().where, ": ",
                                                 result.diagnostics.front().message);
    return absl::InvalidArgumentError(absl::StrCat(path, ": no study record in it", cause));
  }
  if (files.passed_over > 0) {
    result.diagnostics.push_back(
        {.severity = base::Severity::kNote,
         .id = "import.passed_over",
         .where = path,
         .span = std::nullopt,
         .message = absl::StrCat(files.passed_over, " files of other kinds were passed over")});
  }
  TM_ASSIGN_OR_RETURN(result.summary, writer.Publish(options.published_at));
  return result;
}

}  // namespace trialmatch::fetch
