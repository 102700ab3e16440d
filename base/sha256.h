#ifndef TRIALMATCH_BASE_SHA256_H_
#define TRIALMATCH_BASE_SHA256_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace trialmatch::base {

// The SHA-256 digest of the bytes.
std::array<uint8_t, 32> Sha256(std::string_view bytes);

// The same as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_SHA256_H_
