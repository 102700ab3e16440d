#include "matcher/index/index_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/status.h"
#include "matcher/index/record_codec.h"

namespace trialmatch::matcher {
namespace {

constexpr char kMagic[8] = {'T', 'M', 'I', 'N', 'D', 'E', 'X', '\n'};
constexpr uint32_t kVersion = 8;
constexpr uint32_t kByteOrder = 0x01020304;

enum SectionId : size_t {
  kKey, kOrigin, kTrials, kWays, kUses, kRoots, kNodes, kChildren, kLeaves,
  kRanks, kAsks, kRankWays, kDeciding, kDrugs, kClasses, kGenes, kSites,
  kFactPlaces, kPlaces, kFacts, kRecords, kSections,
};

struct Section {
  uint64_t offset = 0, size = 0;
  uint64_t checksum = 0;   // of kFacts and kRecords 0: each record has its own
};
struct Header {
  char magic[8];
  uint32_t version, byte_order;
  Section sections[kSections];
  uint64_t checksum;   // of all before
};
// Where a trial's record lies within kFacts or kRecords.
struct Place {
  uint64_t offset = 0, size = 0, checksum = 0;
};

// Against torn and bad disks, not against people: eight bytes a step.
uint64_t Checksum(std::string_view bytes) {
  uint64_t hash = 0x9e3779b97f4a7c15ULL ^ bytes.size();
  const auto mix = [&](uint64_t word) {
    hash = (hash ^ word) * 0xff51afd7ed558ccdULL;
    hash ^= hash >> 32;
  };
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    mix(word);
  }
  uint64_t rest = 0;
  if (i < bytes.size()) std::memcpy(&rest, bytes.data() + i, bytes.size() - i);
  mix(rest);
  return hash;
}

template <typename T>
std::string_view Bytes(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

// Every table with its section, in the order in which they lie in the file; of what is read and of what is written.
template <typename Compiled, typename Ranks, typename F>
void ForEachTable(Compiled& compiled, Ranks& ranks, F f) {
  f(kTrials, compiled.trials);
  f(kWays, compiled.ways);
  f(kUses, compiled.uses);
  f(kRoots, compiled.roots);
  f(kNodes, compiled.nodes);
  f(kChildren, compiled.children);
  f(kRanks, ranks.trials);
  f(kAsks, ranks.asks);
  f(kRankWays, ranks.ways);
  f(kDeciding, ranks.deciding);
  f(kDrugs, ranks.drugs);
  f(kClasses, ranks.classes);
  f(kGenes, ranks.genes);
  f(kSites, ranks.sites);
}

absl::Status Errno(const std::string& path, const char* what) {
  const int error = errno;
  const std::string message = path + ": " + what + ": " + std::strerror(error);
  return error == ENOENT ? absl::NotFoundError(message) : absl::UnavailableError(message);
}

// A file that appears under its name when it is whole, or not at all.
class NewFile {
 public:
  explicit NewFile(const std::string& path) : path_(path), temporary_(path + ".tmp" + std::to_string(getpid())), file_(std::fopen(temporary_.c_str(), "wb")) {}
  ~NewFile() {
    if (file_ != nullptr) std::fclose(file_);
    if (!kept_) unlink(temporary_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  bool Write(std::string_view bytes) {
    at_ += bytes.size();
    return file_ != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
  }
  bool Align() {
    static constexpr char kZeros[8] = {};
    return at_ % 8 == 0 || Write({kZeros, 8 - at_ % 8});
  }
  uint64_t at() const { return at_; }
  bool Overwrite(std::string_view bytes) { return std::fseek(file_, 0, SEEK_SET) == 0 && std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size(); }
  bool Keep() {
    if (std::fflush(file_) != 0 || fsync(fileno(file_)) != 0) return false;
    std::FILE* file = std::exchange(file_, nullptr);
    if (std::fclose(file) != 0) return false;
    kept_ = std::rename(temporary_.c_str(), path_.c_str()) == 0;
    return kept_;
  }
  bool open() const { return file_ != nullptr; }

 private:
  const std::string path_, temporary_;
  std::FILE* file_;
  uint64_t at_ = 0;
  bool kept_ = false;
};

// One value a trial, read from its bytes when it is first asked for.
template <typename T>
class OnDemand {
 public:
  OnDemand() = default;
  ~OnDemand() {
    for (std::atomic<const T*>& value : values_) delete value.load();
  }
  OnDemand(const OnDemand&) = delete;
  OnDemand& operator=(const OnDemand&) = delete;

  void Open(std::span<const Place> places, std::string_view all) {
    places_ = places;
    all_ = all;
    values_ = std::vector<std::atomic<const T*>>(places.size());
  }
  size_t size() const { return places_.size(); }

  // `mend` gives a value that turned out damaged a shape that can be walked.
  template <typename Mend>
  const T& Get(size_t i, Mend mend) const {
    std::atomic<const T*>& slot = values_[i];
    if (const T* value = slot.load(std::memory_order_acquire)) return *value;
    auto fresh = std::make_unique<T>();
    const Place& place = places_[i];
    const bool inside = place.offset <= all_.size() && place.size <= all_.size() - place.offset;
    const std::string_view bytes = inside ? all_.substr(place.offset, place.size) : std::string_view();
    ByteReader reader(bytes);
    if (inside && Checksum(bytes) == place.checksum) reader(*fresh);
    if (bytes.empty() || !reader.ok() || !reader.at_end()) {
      *fresh = {};
      mend(*fresh);
    }
    const T* expected = nullptr;
    if (slot.compare_exchange_strong(expected, fresh.get(), std::memory_order_acq_rel)) return *fresh.release();
    return *expected;
  }

 private:
  std::span<const Place> places_;
  std::string_view all_;
  mutable std::vector<std::atomic<const T*>> values_;
};

class Mapped : public TrialStorage {
 public:
  Mapped(const char* data, size_t size) : data_(data), size_(size) {}
  ~Mapped() override { munmap(const_cast<char*>(data_), size_); }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;

  absl::Status Open(const std::string& path, std::string_view key, StudiesOrigin& origin);

  const TrialRecord& Record(size_t trial) const override {
    return records_.Get(trial, [&](TrialRecord& record) {
      healthy_.store(false);
      record.criteria.criteria.resize(compiled_.trials[trial].criteria);
      const WaysIn& ways = Facts(trial).ways;
      int cohorts = 0;
      for (const WayIn& way : ways.ways) cohorts = std::max(cohorts, way.cohort + 1);
      for (const int closed : ways.closed) cohorts = std::max(cohorts, closed + 1);
      record.criteria.cohorts.resize(static_cast<size_t>(cohorts));
    });
  }
  const TrialFacts& Facts(size_t trial) const override {
    return facts_.Get(trial, [&](TrialFacts& facts) {
      healthy_.store(false);
      facts.asks.resize(compiled_.trials[trial].criteria);
      facts.ways.ways.resize(compiled_.trials[trial].ways);
    });
  }
  const CompiledTrials& compiled() const override { return compiled_; }
  const RankRows& ranks() const override { return ranks_; }
  std::span<const rules::Leaf> leaves() const override { return leaves_; }
  bool healthy() const override { return healthy_.load(); }

 private:
  std::string_view Bytes(SectionId id) const { return {data_ + header_.sections[id].offset, header_.sections[id].size}; }
  template <typename T>
  std::span<const T> Array(SectionId id) const {
    const std::string_view bytes = Bytes(id);
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }

  const char* data_;
  const size_t size_;
  Header header_ = {};
  CompiledTrials compiled_;
  RankRows ranks_;
  std::vector<rules::Leaf> leaves_;
  OnDemand<TrialFacts> facts_;
  OnDemand<TrialRecord> records_;
  mutable std::atomic<bool> healthy_ = true;
};

absl::Status Mapped::Open(const std::string& path, std::string_view key, StudiesOrigin& origin) {
  const auto damaged = [&](const char* what) { return absl::DataLossError(path + ": the index is damaged (" + what + ")"); };
  if (size_ < sizeof(Header) || std::memcmp(data_, kMagic, sizeof kMagic) != 0) return damaged("no index at all, or cut off");
  std::memcpy(&header_, data_, sizeof header_);
  if (header_.version != kVersion || header_.byte_order != kByteOrder) return absl::FailedPreconditionError(path + ": written by another version");
  if (header_.checksum != Checksum({data_, offsetof(Header, checksum)})) return damaged("header");
  for (size_t id = 0; id < kSections; ++id) {
    const Section& section = header_.sections[id];
    if (section.offset % 8 != 0 || section.offset > size_ || section.size > size_ - section.offset) return damaged("cut off");
  }
  if (Checksum(Bytes(kKey)) != header_.sections[kKey].checksum) return damaged("key");
  if (Bytes(kKey) != key) return absl::FailedPreconditionError(path + ": made of other studies, rules or program");
  for (size_t id = 0; id < kFacts; ++id) {
    if (Checksum(Bytes(static_cast<SectionId>(id))) != header_.sections[id].checksum) return damaged("tables");
  }
  ByteReader origin_reader(Bytes(kOrigin)), leaf_reader(Bytes(kLeaves));
  origin_reader(origin);
  leaf_reader(leaves_);
  if (!origin_reader.ok() || !leaf_reader.ok()) return damaged("tables");
  ForEachTable(compiled_, ranks_, [&](SectionId id, auto& table) { table = Array<typename std::remove_reference_t<decltype(table)>::value_type>(id); });
  facts_.Open(Array<Place>(kFactPlaces), Bytes(kFacts));
  records_.Open(Array<Place>(kPlaces), Bytes(kRecords));
  if (records_.size() != compiled_.trials.size() || facts_.size() != compiled_.trials.size() || ranks_.trials.size() != compiled_.trials.size()) return damaged("tables");
  return absl::OkStatus();
}

}  // namespace

absl::Status SaveIndex(const std::string& path, std::string_view key, const TrialIndex& index) {
  NewFile file(path);
  if (!file.open()) return Errno(path, "the index cannot be written");
  Header header = {};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.byte_order = kByteOrder;
  bool good = file.Write({reinterpret_cast<const char*>(&header), sizeof header});

  const auto begin = [&](SectionId id) {
    good = good && file.Align();
    header.sections[id].offset = file.at();
  };
  const auto whole = [&](SectionId id, std::string_view bytes) {
    begin(id);
    good = good && file.Write(bytes);
    header.sections[id].size = bytes.size();
    header.sections[id].checksum = Checksum(bytes);
  };
  ByteWriter origin, leaves;
  origin(index.origin());
  leaves(std::vector<rules::Leaf>(index.leaves().begin(), index.leaves().end()));
  whole(kKey, key);
  whole(kOrigin, origin.bytes());
  whole(kLeaves, leaves.bytes());
  ForEachTable(index.compiled(), index.ranks(), [&](SectionId id, const auto& table) { whole(id, Bytes(table)); });

  // One record after the other: they are many times the tables.
  ByteWriter bytes;
  const auto one_by_one = [&](SectionId id, SectionId places_id, auto value_of) {
    begin(id);
    std::vector<Place> places;
    for (size_t trial = 0; good && trial < index.size(); ++trial) {
      bytes.Clear();
      bytes(value_of(trial));
      places.push_back({.offset = file.at() - header.sections[id].offset, .size = bytes.bytes().size(), .checksum = Checksum(bytes.bytes())});
      good = file.Write(bytes.bytes());
    }
    header.sections[id].size = file.at() - header.sections[id].offset;
    whole(places_id, Bytes(std::span<const Place>(places)));
  };
  one_by_one(kFacts, kFactPlaces, [&](size_t trial) -> const TrialFacts& { return index.facts(trial); });
  one_by_one(kRecords, kPlaces, [&](size_t trial) -> const TrialRecord& { return index.record(trial); });
  header.checksum = Checksum({reinterpret_cast<const char*>(&header), offsetof(Header, checksum)});
  good = good && file.Overwrite({reinterpret_cast<const char*>(&header), sizeof header});
  if (!good || !file.Keep()) return Errno(path, "the index cannot be written");
  return absl::OkStatus();
}

absl::StatusOr<TrialIndex> LoadIndex(const std::string& path, std::string_view key, const rules::Lexicon& lexicon) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Errno(path, "the index cannot be opened");
  struct stat status = {};
  const bool known = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
  void* data = known ? mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0) : MAP_FAILED;
  close(descriptor);
  if (data == MAP_FAILED) return absl::DataLossError(path + ": the index is empty or cannot be mapped");
  const auto mapped = std::make_shared<Mapped>(static_cast<const char*>(data), static_cast<size_t>(status.st_size));
  StudiesOrigin origin;
  TM_RETURN_IF_ERROR(mapped->Open(path, key, origin));
  return TrialIndex(std::move(origin), mapped, lexicon);
}

}  // namespace trialmatch::matcher
