#include "matcher/patient/profile_list.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "base/file.h"
#include "base/status.h"
#include "base/utf8.h"
#include "matcher/patient/profile_node.h"

namespace trialmatch::matcher {
namespace {

constexpr std::string_view kBlank = " \t\r";

// The text between quotes after the first `"id":`, when it is plain; for naming a profile that is
// broken elsewhere.
std::string GuessId(std::string_view json) {
  json = json.substr(0, 4096);
  size_t at = json.find("\"id\"");
  if (at == std::string_view::npos) return "";
  at = json.find_first_not_of(" \t\r\n", at + 4);
  if (at == std::string_view::npos || json[at] != ':') return "";
  at = json.find_first_not_of(" \t\r\n", at + 1);
  if (at == std::string_view::npos || json[at] != '"') return "";
  const std::string_view rest = json.substr(at + 1);
  const std::string_view id = rest.substr(0, rest.find_first_of("\"\\\n"));
  const bool is_closed = id.size() < rest.size() && rest[id.size()] == '"';
  if (!is_closed || id.empty() || id.size() > 128 || !base::IsValidUtf8(id) ||
      !FindControlCharacter(id).empty())
    return "";
  return std::string(id);
}

}  // namespace

absl::StatusOr<std::vector<ProfileText>> SplitProfiles(std::string_view text,
                                                       std::string_view source) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<ProfileText> lines;
  bool has_whole_line = false;
  int number = 0;
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    std::string_view line = text.substr(from, end - from);
    ++number;
    from = end + 1;
    const size_t last = line.find_last_not_of(kBlank);
    if (last == std::string_view::npos) continue;
    line = line.substr(0, last + 1);
    // Only from the first column: an entry of a list inside one indented profile is a whole object,
    // too.
    has_whole_line |= line.front() == '{' && line.back() == '}';
    lines.push_back({number, line});
  }
  if (lines.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        base::ToAbsl(source), ": empty; expected a profile as one JSON object, or one a line"));
  }
  if (has_whole_line || lines.size() == 1) return lines;
  const char* const begin = lines.front().json.data();
  const std::string_view last = lines.back().json;
  return std::vector<ProfileText>{
      {lines.front().line, {begin, static_cast<size_t>(last.data() + last.size() - begin)}}};
}

ProfileLine ReadProfileLine(const ProfileText& text, const rules::Lexicon& lexicon, NameMemo* names) {
  ProfileLine line;
  line.line = text.line;
  line.result = ReadProfile(text.json, lexicon, names);
  line.patient_id_guess =
      line.result.patient.id.empty() ? GuessId(text.json) : line.result.patient.id;
  return line;
}

absl::StatusOr<std::vector<ProfileLine>> ReadProfiles(std::string_view text,
                                                      std::string_view source,
                                                      const rules::Lexicon& lexicon) {
  TM_ASSIGN_OR_RETURN(const std::vector<ProfileText> texts, SplitProfiles(text, source));
  std::vector<ProfileLine> lines;
  absl::flat_hash_map<std::string, int> line_of;
  for (const ProfileText& one : texts) {
    ProfileLine& line = lines.emplace_back(ReadProfileLine(one, lexicon));
    const auto [first, is_new] = line_of.emplace(line.result.patient.id, line.line);
    if (!is_new && !first->first.empty()) {
      line.result.notes.push_back(
          {base::Severity::kWarning, "profile.id_twice", "/id", std::nullopt,
           absl::StrCat(Quote(first->first), " is the id of line ", first->second, ", too")});
    }
  }
  return lines;
}

absl::StatusOr<std::vector<ProfileLine>> ReadProfileFile(const std::string& path,
                                                         const rules::Lexicon& lexicon) {
  TM_ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path));
  return ReadProfiles(text, path, lexicon);
}

}  // namespace trialmatch::matcher
