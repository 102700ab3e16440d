#ifndef TRIALMATCH_RULES_JSON_TEXT_H_
#define TRIALMATCH_RULES_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace trialmatch::rules {

// Appends compact JSON to a string in the order of the calls, byte for byte as nlohmann::ordered_json
// dumps it, without building a tree: a criterion's hash is taken of it. Inside an object each value
// follows its Key; brackets are the caller's to close.
class JsonText {
 public:
  explicit JsonText(std::string* out) : out_(*out) {}

  void Open(char bracket);
  void Close(char bracket);
  JsonText& Key(std::string_view key);  // without signs that need an escape
  // Bytes that are no UTF-8 are replaced.
  void String(std::string_view text);
  void Number(double value);
  void Integer(int64_t value);
  void Bool(bool value);  // NOLINT: a value, not a switch

 private:
  void Separate();
  void Quote(std::string_view text);

  std::string& out_;
  bool fresh_ = true;  // nothing stands before the next value that a comma would part it from
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_JSON_TEXT_H_
