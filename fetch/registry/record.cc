#include "fetch/registry/record.h"

#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"
#include "base/utf8.h"
#include "fetch/study_json.h"
#include "simdjson.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;
namespace dom = simdjson::dom;

constexpr size_t kLeastCapacity = 1 << 16;
constexpr size_t kKeptBytes = 4 << 20;

std::string_view TextAt(const dom::element& root, const char* pointer) {
  std::string_view text;
  return root.at_pointer(pointer).get(text) == simdjson::SUCCESS ? text : std::string_view();
}

bool SameValue(const dom::element& a, const dom::element& b);

bool SameObject(const dom::object& a, const dom::object& b) {
  if (a.size() != b.size()) return false;
  auto other = b.begin();
  for (const auto& [key, value] : a) {
    // Usually both have one order.
    dom::element match;
    if (other != b.end() && (*other).key == key) {
      match = (*other).value;
    } else if (b.at_key(key).get(match) != simdjson::SUCCESS) {
      return false;
    }
    if (other != b.end()) ++other;
    if (!SameValue(value, match)) return false;
  }
  return true;
}

bool SameValue(const dom::element& a, const dom::element& b) {
  using Type = dom::element_type;
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Type::OBJECT:
      return SameObject(a.get_object().value_unsafe(), b.get_object().value_unsafe());
    case Type::ARRAY: {
      const dom::array left = a.get_array().value_unsafe(), right = b.get_array().value_unsafe();
      if (left.size() != right.size()) return false;
      auto other = right.begin();
      for (const dom::element item : left) {
        if (!SameValue(item, *other)) return false;
        ++other;
      }
      return true;
    }
    case Type::STRING:
      return a.get_string().value_unsafe() == b.get_string().value_unsafe();
    case Type::INT64:
      return a.get_int64().value_unsafe() == b.get_int64().value_unsafe();
    case Type::UINT64:
      return a.get_uint64().value_unsafe() == b.get_uint64().value_unsafe();
    case Type::DOUBLE:
      return a.get_double().value_unsafe() == b.get_double().value_unsafe();
    case Type::BOOL:
      return a.get_bool().value_unsafe() == b.get_bool().value_unsafe();
    case Type::NULL_VALUE:
      return true;
  }
  return false;
}

}  // namespace

std::string DigestHex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const uint8_t byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

int64_t NctNumberOf(std::string_view nct_id) {
  int64_t number = 0;
  std::from_chars(nct_id.data() + 3, nct_id.data() + nct_id.size(), number);
  return number;
}

std::string NctIdOf(int64_t number) {
  const std::string digits = absl::StrCat(number);
  return absl::StrCat("NCT", std::string(digits.size() < 8 ? 8 - digits.size() : 0, '0'), digits);
}

KnownRecords::Half KnownRecords::Start(const Digest& digest) {
  Half half;
  std::copy_n(digest.begin(), half.size(), half.begin());
  return half;
}

struct RecordPreparer::Impl {
  const KnownRecords* known;
  dom::parser parser;
  std::string padded, content;
  ZSTD_CCtx* zstd = ZSTD_createCCtx();

  explicit Impl(const KnownRecords* k) : known(k) {
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, kZstdLevel);
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
  }
  ~Impl() { ZSTD_freeCCtx(zstd); }

  // One huge record does not cost memory for ever.
  void Shrink() {
    parser = dom::parser();
    padded = std::string();
    content = std::string();
  }

  simdjson::error_code Parse(std::string_view json, dom::element& root) {
    if (parser.capacity() < kLeastCapacity && parser.allocate(kLeastCapacity) != simdjson::SUCCESS)
      return simdjson::MEMALLOC;
    padded.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    padded.assign(json);
    return parser.parse(padded.data(), json.size(), false).get(root);
  }

  PreparedRecord Prepare(std::string_view json) {
    if (padded.capacity() > kKeptBytes) Shrink();
    PreparedRecord out;
    if (json.size() > kMaxRecordBytes) {
      out.refused_because = absl::StrCat("a record of ", json.size() >> 20, " MiB; at most ",
                                         kMaxRecordBytes >> 20, " are kept");
      return out;
    }
    dom::element root;
    simdjson::error_code error = Parse(json, root);
    std::string repaired;
    if (error != simdjson::SUCCESS && !base::IsValidUtf8(json)) {
      repaired = base::ReplaceInvalidUtf8(json);
      json = repaired;
      error = Parse(json, root);
      out.was_repaired = true;
    }
    if (error != simdjson::SUCCESS) {
      std::string_view words = simdjson::error_message(error);
      while (words.ends_with('.')) words.remove_suffix(1);
      out.refused_because = absl::StrCat("not valid JSON: ", ToAbsl(words));
      out.is_broken = true;
      return out;
    }
    const std::string_view id = TextAt(root, "/protocolSection/identificationModule/nctId");
    if (!IsNctId(id)) {
      out.refused_because =
          id.empty() ? "no study record: protocolSection.identificationModule.nctId is missing"
                     : absl::StrCat("protocolSection.identificationModule.nctId is \"",
                                    ToAbsl(id.substr(0, 40)), "\", expected NCT and 8 digits");
      return out;
    }
    out.nct = NctNumberOf(id);
    if (out.nct == 0) {
      out.refused_because = "the number of no study";
      return out;
    }
    out.overall_status = TextAt(root, "/protocolSection/statusModule/overallStatus");
    out.last_update_post_date =
        TextAt(root, "/protocolSection/statusModule/lastUpdatePostDateStruct/date");

    content.resize(json.size());
    size_t size = 0;
    if (simdjson::minify(json.data(), json.size(), content.data(), size) != simdjson::SUCCESS) {
      out.nct = 0;
      out.refused_because = "not valid JSON";
      return out;
    }
    content.resize(size);
    out.bytes = size;
    out.digest = base::Sha256(content);
    out.is_known = known != nullptr && known->Has(out.nct, out.digest);
    if (out.is_known) return out;
    out.body.resize(ZSTD_compressBound(size));
    const size_t packed =
        ZSTD_compress2(zstd, out.body.data(), out.body.size(), content.data(), size);
    if (ZSTD_isError(packed)) {
      out.nct = 0;
      out.refused_because = absl::StrCat("cannot be compressed: ", ZSTD_getErrorName(packed));
      return out;
    }
    out.body.resize(packed);
    out.body.shrink_to_fit();
    return out;
  }
};

RecordPreparer::RecordPreparer(const KnownRecords* known) : impl_(std::make_unique<Impl>(known)) {}
RecordPreparer::~RecordPreparer() = default;
PreparedRecord RecordPreparer::Prepare(std::string_view json) { return impl_->Prepare(json); }

struct RecordUnpacker::Impl {
  ZSTD_DCtx* zstd = ZSTD_createDCtx();
  std::string content;
  ~Impl() { ZSTD_freeDCtx(zstd); }
};

RecordUnpacker::RecordUnpacker() : impl_(std::make_unique<Impl>()) {}
RecordUnpacker::~RecordUnpacker() = default;

absl::StatusOr<std::string_view> RecordUnpacker::Unpack(std::string_view body, uint64_t bytes) {
  if (bytes > kMaxRecordBytes) return absl::DataLossError("a record of impossible length");
  if (impl_->content.size() < bytes) impl_->content.resize(bytes);
  const size_t size =
      ZSTD_decompressDCtx(impl_->zstd, impl_->content.data(), bytes, body.data(), body.size());
  if (ZSTD_isError(size))
    return absl::DataLossError(
        absl::StrCat("a record cannot be unpacked: ", ZSTD_getErrorName(size)));
  if (size != bytes) return absl::DataLossError("a record is shorter than it should be");
  return std::string_view(impl_->content.data(), size);
}

bool SameJson(std::string_view a, std::string_view b) {
  dom::parser left, right;
  dom::element a_root, b_root;
  if (left.parse(a.data(), a.size()).get(a_root) != simdjson::SUCCESS) return false;
  if (right.parse(b.data(), b.size()).get(b_root) != simdjson::SUCCESS) return false;
  return SameValue(a_root, b_root);
}

}  // namespace trialmatch::fetch
