#include "matcher/patient/profile_reader.h"

#include <cmath>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "base/quantity.h"
#include "base/status.h"
#include "matcher/patient/suggest.h"

namespace trialmatch::matcher {
namespace {

using Kind = ProfileNode::Kind;

constexpr size_t kMostHints = 100;  // nobody reads more; a hostile profile may have 100,000 keys

std::string Join(ProfileReader::Choices choices) {
  std::string joined;
  for (std::string_view choice : choices) {
    if (!joined.empty()) joined += ", ";
    joined += choice;
  }
  return joined;
}

bool IsNumber(ProfileReader& reader, const Cursor& at, std::string_view expected) {
  if (at.node.kind == Kind::kNumber) return true;
  const std::string_view hint = at.node.kind == Kind::kText ? ", without quotes" : "";
  reader.AddError(at, absl::StrCat(Describe(at.node), " is not ", base::ToAbsl(expected),
                                   "; write ", base::ToAbsl(expected), base::ToAbsl(hint)));
  return false;
}

}  // namespace

void ProfileReader::AddError(int order, std::string path, std::string message) {
  found_.push_back({order, {std::move(path), std::move(message)}});
}

void ProfileReader::AddMissing(const Cursor& object, std::string_view key,
                               std::string_view expected) {
  AddError(object.node.order, ChildPath(object.path, key),
           absl::StrCat("missing; expected ", base::ToAbsl(expected)));
}

void ProfileReader::ReadText(const Cursor& at, std::string& out) {
  if (at.node.kind != Kind::kText) {
    if (at.node.kind == Kind::kNumber) {
      return AddError(at, absl::StrCat(Describe(at.node), " is not a text; write it in quotes"));
    }
    return AddError(at, absl::StrCat(Describe(at.node), " is not a text; write a text in quotes"));
  }
  if (const std::string control = FindControlCharacter(at.node.text); !control.empty()) {
    return AddError(at, absl::StrCat(Describe(at.node), " holds the control character ", control,
                                     "; write plain text"));
  }
  out = at.node.text;
}

void ProfileReader::ReadChoice(const Cursor& at, Choices choices, std::string& out) {
  if (at.node.kind == Kind::kText) {
    for (std::string_view choice : choices) {
      if (at.node.text == choice) {
        out = at.node.text;
        return;
      }
    }
  }
  std::string hint =
      at.node.kind == Kind::kText
          ? ClosestName(at.node.text, std::vector<std::string_view>(choices.begin(), choices.end()))
          : "";
  if (!hint.empty()) hint = absl::StrCat("; did you mean ", hint, "?");
  AddError(at, absl::StrCat(Describe(at.node), " is not one of ", Join(choices), hint));
}

void ProfileReader::ReadDate(const Cursor& at, std::optional<base::PartialDate>& out) {
  constexpr char kWrite[] = "; write 2025, 2025-06 or 2025-06-14";
  if (at.node.kind != Kind::kText) {
    return AddError(at, absl::StrCat(Describe(at.node), " is not a date in quotes", kWrite));
  }
  const absl::StatusOr<base::PartialDate> date = base::PartialDate::Parse(at.node.text);
  if (date.ok()) {
    out = *date;
    return;
  }
  // The status says `"2025-13" has month 13: expected 01 to 12`; the text itself is told already.
  std::string reason(base::ToStd(date.status().message()));
  const size_t has = reason.rfind("\" has ");
  reason = has == std::string::npos ? "" : reason.substr(has + 6);
  if (const size_t months = reason.find(": expected 01 to 12"); months != std::string::npos)
    reason.resize(months);
  if (!reason.empty()) reason = absl::StrCat(" (", reason, ")");
  AddError(at, absl::StrCat(Describe(at.node), " is not a date", reason, kWrite));
}

void ProfileReader::ReadBool(const Cursor& at, std::optional<bool>& out) {
  if (at.node.kind != Kind::kBool) {
    return AddError(at, absl::StrCat(Describe(at.node),
                                     " is not true or false; leave it out when it is not known"));
  }
  out = at.node.boolean;
}

void ProfileReader::ReadNumber(const Cursor& at, std::optional<double>& out) {
  if (IsNumber(*this, at, "a number")) out = at.node.number;
}

void ProfileReader::ReadNumber(const Cursor& at, double low, double high,
                               std::optional<double>& out) {
  if (!IsNumber(*this, at, "a number")) return;
  if (at.node.number < low || at.node.number > high) {
    if (std::isinf(high)) {
      return AddError(at, absl::StrCat(Describe(at.node), " is below ", base::FormatNumber(low)));
    }
    return AddError(at, absl::StrCat(Describe(at.node), " is not between ", base::FormatNumber(low),
                                     " and ", base::FormatNumber(high)));
  }
  out = at.node.number;
}

void ProfileReader::ReadInteger(const Cursor& at, double low, double high,
                                std::optional<int>& out) {
  if (!IsNumber(*this, at, "a whole number")) return;
  if (at.node.number != std::floor(at.node.number)) {
    return AddError(at, absl::StrCat(Describe(at.node), " is not a whole number"));
  }
  std::optional<double> value;
  ReadNumber(at, low, high, value);
  if (value) out = static_cast<int>(*value);
}

bool ProfileReader::ExpectList(const Cursor& at) {
  if (at.node.kind != Kind::kArray) {
    AddError(at, absl::StrCat(Describe(at.node), " is not a list; write [ ... ]"));
    return false;
  }
  for (size_t i = 0; i < at.node.items.size(); ++i) {
    if (at.node.items[i].kind == Kind::kNull) {
      AddError(at.node.items[i].order, ChildPath(at.path, i), "null is not an entry; leave it out");
    }
  }
  return true;
}

bool ProfileReader::ExpectObject(const Cursor& at, std::string_view example) {
  if (at.node.kind == Kind::kObject) return true;
  AddError(at, absl::StrCat(Describe(at.node), " is not an object; write ", base::ToAbsl(example)));
  return false;
}

void ObjectWalk::Run(ProfileReader& reader, const Cursor& at,
                     const std::vector<std::string_view>& keys, Hint hint,
                     const std::function<void(size_t field, const Cursor&)>& read) {
  absl::flat_hash_set<std::string> seen;
  for (const ProfileMember& member : at.node.members) {
    const std::string path = ChildPath(at.path, member.key);
    const Cursor value{member.value, path};
    if (!seen.insert(member.key).second) {
      reader.AddError(value, "the key stands here a second time; keep one");
      continue;
    }
    size_t field = 0;
    while (field < keys.size() && keys[field] != member.key) ++field;
    if (field == keys.size()) {
      const std::string meant = reader.found().size() < kMostHints ? hint(member.key, keys) : "";
      reader.AddError(value, absl::StrCat("unknown key", meant.empty() ? "" : "; ", meant));
    } else if (member.value.kind != Kind::kNull) {
      read(field, value);
    }
  }
}

}  // namespace trialmatch::matcher
