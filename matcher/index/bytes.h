#ifndef TRIALMATCH_MATCHER_INDEX_BYTES_H_
#define TRIALMATCH_MATCHER_INDEX_BYTES_H_

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace trialmatch::matcher {

// Values as bytes and back: two archives with the same interface, so that one list of a type's members (Visit in the *_codec.h)
// serves both. Integers are variable-length, doubles as they are in memory, lists and strings behind their length. Equal values have
// equal bytes.
class ByteWriter {
 public:
  template <typename T>
  using Ref = const T&;

  template <typename... T>
  void operator()(const T&... values) {
    (One(values), ...);
  }
  const std::string& bytes() const { return bytes_; }
  std::string Take() { return std::move(bytes_); }
  void Clear() { bytes_.clear(); }

 private:
  void One(const std::string& text) {
    Unsigned(text.size());
    bytes_ += text;
  }
  template <typename T>
  void One(const std::optional<T>& value) {
    bytes_ += value ? '\1' : '\0';
    if (value) One(*value);
  }
  template <typename T>
  void One(const std::vector<T>& list) {
    Unsigned(list.size());
    for (const T& value : list) One(value);
  }
  void One(const std::vector<bool>& list) {
    Unsigned(list.size());
    for (const bool value : list) bytes_ += value ? '\1' : '\0';
  }
  template <typename... T>
  void One(const std::variant<T...>& value) {
    Unsigned(value.index());
    std::visit([this](const auto& held) { this->One(held); }, value);
  }
  template <typename T>
  void One(const T& value) {
    if constexpr (std::is_same_v<T, double>) {
      char raw[sizeof value];
      std::memcpy(raw, &value, sizeof value);
      bytes_.append(raw, sizeof raw);
    } else if constexpr (std::is_enum_v<T> || (std::is_integral_v<T> && std::is_unsigned_v<T>)) {
      Unsigned(static_cast<uint64_t>(value));
    } else if constexpr (std::is_integral_v<T>) {
      const auto wide = static_cast<int64_t>(value);
      Unsigned((static_cast<uint64_t>(wide) << 1) ^ static_cast<uint64_t>(wide >> 63));
    } else {
      Visit(*this, value);
    }
  }
  void Unsigned(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

// Never reads past its bytes: what lacks is empty, and ok() is false from then on.
class ByteReader {
 public:
  template <typename T>
  using Ref = T&;

  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <typename... T>
  void operator()(T&... values) {
    (One(values), ...);
  }
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  void One(std::string& text) {
    const uint64_t size = Unsigned();
    if (!Has(size)) return;
    text.assign(bytes_.substr(at_, size));
    at_ += size;
  }
  template <typename T>
  void One(std::optional<T>& value) {
    if (Unsigned() == 0) return value.reset();
    One(value.emplace());
  }
  template <typename T>
  void One(std::vector<T>& list) {
    const uint64_t size = Unsigned();
    if (!Has(size)) return;  // every element has at least a byte
    list.resize(size);
    for (T& value : list) One(value);
  }
  void One(std::vector<bool>& list) {
    const uint64_t size = Unsigned();
    if (!Has(size)) return;
    list.resize(size);
    for (uint64_t i = 0; i < size; ++i) list[i] = bytes_[at_ + i] != 0;
    at_ += size;
  }
  template <typename... T>
  void One(std::variant<T...>& value) {
    const uint64_t index = Unsigned();
    uint64_t i = 0;
    (void)((i++ == index ? (One(value.template emplace<T>()), true) : false) || ...);
    if (index >= sizeof...(T)) ok_ = false;
  }
  template <typename T>
  void One(T& value) {
    if constexpr (std::is_same_v<T, double>) {
      if (!Has(sizeof value)) return;
      std::memcpy(&value, bytes_.data() + at_, sizeof value);
      at_ += sizeof value;
    } else if constexpr (std::is_same_v<T, bool>) {
      value = Unsigned() != 0;
    } else if constexpr (std::is_enum_v<T> || (std::is_integral_v<T> && std::is_unsigned_v<T>)) {
      value = static_cast<T>(Unsigned());
    } else if constexpr (std::is_integral_v<T>) {
      const uint64_t coded = Unsigned();
      value = static_cast<T>(static_cast<int64_t>(coded >> 1) ^ -static_cast<int64_t>(coded & 1));
    } else {
      Visit(*this, value);
    }
  }
  bool Has(uint64_t size) {
    if (size > bytes_.size() - at_) ok_ = false;
    return ok_;
  }
  uint64_t Unsigned() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!Has(1)) return 0;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }

  std::string_view bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_BYTES_H_
