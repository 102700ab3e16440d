#ifndef TRIALMATCH_FETCH_IMPORT_BYTE_INPUT_H_
#define TRIALMATCH_FETCH_IMPORT_BYTE_INPUT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/diagnostic.h"

namespace trialmatch::fetch {

// The bytes of a file as they are meant: unpacked if it is .gz or .zst (told by its content), and
// entry by entry if it is a zip. Nothing is ever written to a disk. One thread at a time.
class ByteInput {
 public:
  // NotFound, PermissionDenied; InvalidArgument: no regular file.
  static absl::StatusOr<ByteInput> Open(const std::string& path);
  ByteInput(ByteInput&&) noexcept;
  ByteInput& operator=(ByteInput&&) noexcept;
  ~ByteInput();

  // Goes to the first or next stream; false: there is none. Entries that are refused (encrypted,
  // links, names that lead out of the folder they would be unpacked to) are diagnostics, with
  // severity kError.
  absl::StatusOr<bool> NextStream(base::Diagnostics* diagnostics);
  // "FILE" or "FILE/ENTRY".
  const std::string& name() const;
  // The next bytes of the stream, valid until the next call; empty at its end. DataLoss: the file
  // is torn or damaged; InvalidArgument: it expands beyond all measure (a bomb).
  absl::StatusOr<std::string_view> Read();
  // How many bytes of the file have been used.
  uint64_t bytes_used() const;

 private:
  struct Impl;
  explicit ByteInput(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Whether an entry of this name may be read: relative, without "..", without a drive or backslash.
bool IsHarmlessEntryName(std::string_view name);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_IMPORT_BYTE_INPUT_H_
