#ifndef TRIALMATCH_FETCH_REGISTRY_RECORD_H_
#define TRIALMATCH_FETCH_REGISTRY_RECORD_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trialmatch::fetch {

using Digest = std::array<uint8_t, 32>;  // SHA-256
std::string DigestHex(const Digest& digest);

// How records are kept: zstd level 3 with a checksum in each frame.
inline constexpr int kZstdLevel = 3;
// A longer record is refused: far more than a study has.
inline constexpr size_t kMaxRecordBytes = size_t{32} << 20;

// "NCT99000001" <-> 99000001. Requires IsNctId().
int64_t NctNumberOf(std::string_view nct_id);
std::string NctIdOf(int64_t number);

// A record ready to be stored.
//
// Its content is the bytes as they came without the white space between the tokens; `digest` is the
// SHA-256 of those. Two states of a study with the same digest are the same; with different digests
// they are still the same if they hold the same members and values in another order (SameJson()).
struct PreparedRecord {
  int64_t nct = 0;  // 0: refused
  std::string refused_because;
  std::string where;          // "FILE:LINE" for diagnostics; may be empty
  bool is_broken = false;     // refused because it is no JSON at all
  bool was_repaired = false;  // bytes that were no UTF-8 became U+FFFD
  Digest digest{};
  bool is_known = false;  // the snapshot in place holds this digest: `body` is empty
  uint64_t bytes = 0;     // of the content
  std::string body;       // the content, compressed
  std::string overall_status, last_update_post_date;
};

// Digests of a snapshot by NCT number.
class KnownRecords {
 public:
  void Add(int64_t nct, const Digest& digest) { by_nct_[nct] = Start(digest); }
  bool Has(int64_t nct, const Digest& digest) const {
    const auto it = by_nct_.find(nct);
    return it != by_nct_.end() && it->second == Start(digest);
  }
  void Clear() { by_nct_.clear(); }

 private:
  // Half of the digest is far more than enough against chance.
  using Half = std::array<uint8_t, 16>;
  static Half Start(const Digest& digest);
  absl::flat_hash_map<int64_t, Half> by_nct_;
};

// Checks, digests and compresses records. Keeps its buffers; one thread at a time.
class RecordPreparer {
 public:
  // `known` may be null; it must outlive the preparer.
  explicit RecordPreparer(const KnownRecords* known);
  ~RecordPreparer();
  PreparedRecord Prepare(std::string_view json);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Unpacks stored bodies. Keeps its buffers; one thread at a time.
class RecordUnpacker {
 public:
  RecordUnpacker();
  ~RecordUnpacker();
  // The content of a body of `bytes` bytes, valid until the next call. DataLoss when the frame does
  // not hold what it should.
  absl::StatusOr<std::string_view> Unpack(std::string_view body, uint64_t bytes);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Whether two JSON texts hold the same values, whatever the order of members; false when one is no
// JSON.
bool SameJson(std::string_view a, std::string_view b);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_RECORD_H_
