#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_NODE_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_NODE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/patient/profile_json.h"

namespace trialmatch::matcher {

inline constexpr size_t kMaxProfileBytes = size_t{4} << 20;
inline constexpr int kMaxProfileDepth = 32;
inline constexpr int kMaxProfileValues =
    100'000;  // bounds the memory that 4 MB of "[[],[],..." would take

struct ProfileMember;

// A JSON value as it was written: members in order and with repeats, numbers with their text.
struct ProfileNode {
  enum class Kind : uint8_t { kNull, kBool, kNumber, kText, kArray, kObject };
  Kind kind = Kind::kNull;
  bool boolean = false;
  double number = 0;
  std::string text;                    // kText: the text; kNumber: as it was written
  std::vector<ProfileNode> items;      // kArray
  std::vector<ProfileMember> members;  // kObject
  int order = 0;                       // counts values from the beginning of the document
};

struct ProfileMember {
  std::string key;
  ProfileNode value;
};

// Fills `root`, or says why the bytes are not one JSON value within the limits; then `root` is not
// to be used.
std::optional<ProfileError> ParseProfileNode(std::string_view json, ProfileNode* root);

// "" + key as a piece of a JSON path (RFC 6901: ~ is ~0, / is ~1), control characters shown as
// \u001b, cut when very long.
std::string ChildPath(std::string_view path, std::string_view key);
std::string ChildPath(std::string_view path, size_t index);

// What stands there, for a message: "\"alectinib\"", "300", "true", "a list", "an object"; cut when
// long.
std::string Describe(const ProfileNode& node);
// Any text in quotes, control characters shown, cut after 60 bytes at the border of a character.
std::string Quote(std::string_view text);

// The first code point of UTF-8 `text` that would move a cursor or end a line (C0 without tab and
// line ends, DEL, C1), as "U+001B"; "" when none.
std::string FindControlCharacter(std::string_view text);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_NODE_H_
