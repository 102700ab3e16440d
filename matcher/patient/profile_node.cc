#include "matcher/patient/profile_node.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "nlohmann/json.hpp"

namespace trialmatch::matcher {
namespace {

std::string Hex(unsigned code) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%04X", code);
  return buffer;
}

// Line and column (in bytes, both from 1) of the byte at `offset`.
std::string Place(std::string_view json, size_t offset) {
  offset = std::min(offset, json.size());
  size_t line = 1, begin = 0;
  for (size_t i = 0; i < offset; ++i) {
    if (json[i] == '\n') {
      ++line;
      begin = i + 1;
    }
  }
  return absl::StrCat("line ", line, ", column ", offset - begin + 1);
}

// The parser's own words without its prefix and without the bytes it read last, which may be
// megabytes of the patient's data.
std::string PlainReason(std::string reason) {
  if (const size_t at = reason.find("syntax error while "); at != std::string::npos) {
    reason.erase(0, at + std::string_view("syntax error while ").size());
  } else if (const size_t bracket = reason.find("] "); bracket != std::string::npos) {
    reason.erase(0, bracket + 2);
  }
  const size_t read = reason.find("; last read: ");
  if (read != std::string::npos) {
    const size_t expected = reason.rfind("; expected ");
    reason.erase(read, expected == std::string::npos || expected < read ? std::string::npos
                                                                        : expected - read);
  }
  if (reason.size() > 200) reason.resize(200);
  return reason;
}

// Builds the tree and stops at the first limit. The pointers of `open_` stay good: a list grows
// only while its last element is closed.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view json, ProfileNode* root) : json_(json), root_(root) {}

  std::optional<ProfileError> TakeError() { return std::move(error_); }

  bool null() override { return Add(ProfileNode::Kind::kNull) != nullptr; }
  bool boolean(bool value) override {
    ProfileNode* node = Add(ProfileNode::Kind::kBool);
    if (node != nullptr) node->boolean = value;
    return node != nullptr;
  }
  bool number_integer(number_integer_t value) override {
    return AddNumber(static_cast<double>(value), absl::StrCat(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return AddNumber(static_cast<double>(value), absl::StrCat(value));
  }
  bool number_float(number_float_t value, const string_t& written) override {
    return AddNumber(value, written);
  }
  bool string(string_t& value) override {
    ProfileNode* node = Add(ProfileNode::Kind::kText);
    if (node != nullptr) node->text = std::move(value);
    return node != nullptr;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(ProfileNode::Kind::kObject); }
  bool start_array(std::size_t) override { return Open(ProfileNode::Kind::kArray); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& value) override {
    open_.back()->members.push_back({std::move(value), {}});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    const std::string reason = PlainReason(error.what());
    const std::string place = Place(json_, position == 0 ? 0 : position - 1);
    if (reason.find("; expected end of input") != std::string::npos) {
      return Fail(absl::StrCat("more text follows the end of the profile at ", place,
                               "; expected one JSON object and nothing else"));
    }
    if (position > json_.size() || reason.find("unexpected end of input") != std::string::npos) {
      return Fail(
          absl::StrCat("the JSON ends too early at ", place, " (was it cut off?): ", reason));
    }
    return Fail(absl::StrCat("broken JSON at ", place, ": ", reason));
  }

 private:
  bool Fail(std::string message) {
    if (!error_) error_ = ProfileError{"", std::move(message)};
    return false;
  }

  ProfileNode* Add(ProfileNode::Kind kind) {
    if (count_ >= kMaxProfileValues) {
      Fail(absl::StrCat("more than ", kMaxProfileValues, " values; a profile has a few hundred"));
      return nullptr;
    }
    ProfileNode* node = root_;
    if (!open_.empty()) {
      ProfileNode& parent = *open_.back();
      node = parent.kind == ProfileNode::Kind::kArray ? &parent.items.emplace_back()
                                                      : &parent.members.back().value;
    }
    node->kind = kind;
    node->order = count_++;
    return node;
  }

  bool AddNumber(double value, std::string written) {
    ProfileNode* node = Add(ProfileNode::Kind::kNumber);
    if (node == nullptr) return false;
    node->number = value;
    node->text = std::move(written);
    return true;
  }

  bool Open(ProfileNode::Kind kind) {
    if (open_.size() >= static_cast<size_t>(kMaxProfileDepth)) {
      return Fail(
          absl::StrCat("nested deeper than ", kMaxProfileDepth, " levels; a profile needs 4"));
    }
    ProfileNode* node = Add(kind);
    if (node != nullptr) open_.push_back(node);
    return node != nullptr;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  std::string_view json_;
  ProfileNode* root_;
  std::vector<ProfileNode*> open_;
  int count_ = 0;
  std::optional<ProfileError> error_;
};

// The code point that begins at `at`; UTF-8 must be valid there.
unsigned CodePoint(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (byte(0) < 0x80) return byte(0);
  if (byte(0) < 0xE0) return (byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
  return 0x800;  // longer forms are never control characters
}

bool IsControl(unsigned code) {
  return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
         (code >= 0x7F && code <= 0x9F);
}

std::string ShowAndCut(std::string_view text, size_t limit) {
  std::string shown;
  for (size_t i = 0; i < text.size();) {
    size_t size = 1;
    while (i + size < text.size() && (static_cast<unsigned char>(text[i + size]) & 0xC0) == 0x80)
      ++size;
    if (shown.size() + size > limit) return shown + "...";
    const unsigned code = CodePoint(text, i);
    if (IsControl(code) || code == '\n' || code == '\r' || code == '\t') {
      shown += "\\u" + Hex(code);
    } else {
      shown += text.substr(i, size);
    }
    i += size;
  }
  return shown;
}

}  // namespace

std::optional<ProfileError> ParseProfileNode(std::string_view json, ProfileNode* root) {
  const auto fail = [](std::string message) { return ProfileError{"", std::move(message)}; };
  if (json.size() > kMaxProfileBytes) {
    return fail(absl::StrCat("the profile has ", json.size(), " bytes; the limit is ",
                             kMaxProfileBytes, " (4 MB)"));
  }
  if (json.starts_with("\xFF\xFE") || json.starts_with("\xFE\xFF")) {
    return fail("the text is UTF-16; save it as UTF-8");
  }
  if (!base::IsValidUtf8(json)) {
    // A blank is never ill-formed, so the texts part at the first byte that is.
    const std::string blanked = base::ReplaceInvalidUtf8(json, " ");
    const size_t bad = static_cast<size_t>(
        std::mismatch(json.begin(), json.end(), blanked.begin(), blanked.end()).first -
        json.begin());
    return fail(absl::StrCat("not UTF-8 at ", Place(json, bad), "; save the text as UTF-8"));
  }
  // The JSON library takes a zero byte for the end of the text and would not see what follows it.
  if (const size_t zero = json.find('\0'); zero != std::string_view::npos) {
    return fail(absl::StrCat("a zero byte at ", Place(json, zero), "; expected JSON text"));
  }
  const size_t first = json.find_first_not_of(" \t\r\n", json.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  if (first == std::string_view::npos)
    return fail("empty; expected one JSON object with at least an \"id\"");
  Builder builder(json, root);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) {
    std::optional<ProfileError> error = builder.TakeError();
    return error ? error : fail("broken JSON");
  }
  return std::nullopt;
}

std::string ChildPath(std::string_view path, std::string_view key) {
  std::string piece;
  for (char c : ShowAndCut(key, 80)) {
    if (c == '~') {
      piece += "~0";
    } else if (c == '/') {
      piece += "~1";
    } else {
      piece.push_back(c);
    }
  }
  return absl::StrCat(std::string(path), "/", piece);
}

std::string ChildPath(std::string_view path, size_t index) {
  return absl::StrCat(std::string(path), "/", index);
}

std::string Quote(std::string_view text) { return "\"" + ShowAndCut(text, 60) + "\""; }

std::string Describe(const ProfileNode& node) {
  switch (node.kind) {
    case ProfileNode::Kind::kNull:
      return "null";
    case ProfileNode::Kind::kBool:
      return node.boolean ? "true" : "false";
    case ProfileNode::Kind::kNumber:
      return ShowAndCut(node.text, 40);
    case ProfileNode::Kind::kText:
      return Quote(node.text);
    case ProfileNode::Kind::kArray:
      return "a list";
    case ProfileNode::Kind::kObject:
      return "an object";
  }
  return "";
}

std::string FindControlCharacter(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    const unsigned code = CodePoint(text, i);
    if (IsControl(code)) return "U+" + Hex(code);
  }
  return "";
}

}  // namespace trialmatch::matcher
