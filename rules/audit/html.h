#ifndef TRIALMATCH_RULES_AUDIT_HTML_H_
#define TRIALMATCH_RULES_AUDIT_HTML_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace trialmatch::rules {

// Writes HTML so that data can never become markup: names of tags and attributes are constants,
// everything else is escaped.
class HtmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<const char*, std::string_view>>;

  // <tag a="b">; an attribute with an empty value is left out.
  HtmlWriter& Open(const char* tag, Attributes attributes = {});
  HtmlWriter& Close(const char* tag);
  // Escaped; control characters that HTML forbids are left out.
  HtmlWriter& Text(std::string_view text);
  // <tag a="b">text</tag>
  HtmlWriter& Element(const char* tag, std::string_view text, Attributes attributes = {});
  // Markup of our own, never data.
  HtmlWriter& Markup(const char* constant);

  const std::string& str() const { return out_; }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_HTML_H_
