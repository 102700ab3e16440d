#include "matcher/patient/profile_json.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "matcher/patient/profile_checks.h"
#include "matcher/patient/profile_fields.h"
#include "matcher/patient/profile_names.h"
#include "matcher/patient/profile_node.h"
#include "matcher/patient/profile_reader.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kMaxErrors = 100;
constexpr size_t kMaxNotes = 200;

// The place in the document of the value at `path`, or of the last one on the way to it. The paths
// of checks need no unescaping.
int OrderOf(const ProfileNode& root, std::string_view path) {
  const ProfileNode* node = &root;
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const std::string_view piece = path.substr(0, path.find('/'));
    path.remove_prefix(piece.size());
    const ProfileNode* next = nullptr;
    for (const ProfileMember& member : node->members) {
      if (member.key == piece) {
        next = &member.value;
        break;
      }
    }
    if (node->kind == ProfileNode::Kind::kArray && piece.size() <= 6) {
      size_t index = 0;
      for (char c : piece) index = index * 10 + static_cast<size_t>(c - '0');
      if (index < node->items.size()) next = &node->items[index];
    }
    if (next == nullptr) break;
    node = next;
  }
  return node->order;
}

void Cap(std::vector<ProfileReader::Found>& found) {
  if (found.size() <= kMaxErrors) return;
  const size_t more = found.size() - (kMaxErrors - 1);
  found.resize(kMaxErrors - 1);
  found.push_back({found.back().order, {"", absl::StrCat("and ", more, " more errors")}});
}

void Cap(base::Diagnostics& notes) {
  if (notes.size() <= kMaxNotes) return;
  const size_t more = notes.size() - (kMaxNotes - 1);
  notes.resize(kMaxNotes - 1);
  notes.push_back({base::Severity::kNote, "profile.more_notes", "", std::nullopt,
                   absl::StrCat("and ", more, " more notes")});
}

}  // namespace

ProfileResult ReadProfile(std::string_view json, const rules::Lexicon& lexicon, NameMemo* names, Guesses guesses) {
  ProfileResult result;
  result.sha256 = base::Sha256Hex(json);
  ProfileNode root;
  if (std::optional<ProfileError> error = ParseProfileNode(json, &root)) {
    result.errors.push_back(*std::move(error));
    return result;
  }
  ProfileReader reader;
  const std::string top;
  ReadPatientFields(reader, {root, top}, result.patient);

  // The checks look at the treatments as they stand in the document; looking up names may make more
  // of them.
  std::vector<ProfileError> impossible;
  Patient named = result.patient;
  ResolveNames(lexicon, named, result.notes, names, guesses);
  if (root.kind == ProfileNode::Kind::kObject) {
    Patient written = result.patient;
    written.labs = named.labs;  // with their ids
    written.cancer = named.cancer;
    CheckProfile(written, lexicon, impossible, result.notes);
  }
  result.patient = std::move(named);

  std::vector<ProfileReader::Found>& found = reader.found();
  for (ProfileError& error : impossible)
    found.push_back({OrderOf(root, error.path), std::move(error)});
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.order < b.order; });
  Cap(found);
  for (ProfileReader::Found& one : found) result.errors.push_back(std::move(one.error));
  Cap(result.notes);
  return result;
}

}  // namespace trialmatch::matcher
