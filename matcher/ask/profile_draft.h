#ifndef TRIALMATCH_MATCHER_ASK_PROFILE_DRAFT_H_
#define TRIALMATCH_MATCHER_ASK_PROFILE_DRAFT_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/date.h"
#include "matcher/ask/profile_parts.h"
#include "matcher/patient/patient.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// A profile that grows: one JSON object of docs/profile.md. A value; copies share nothing.
class ProfileDraft {
 public:
  static ProfileDraft New(std::string_view id);
  // InvalidArgument when the text is no JSON object; whether it is a profile is for ReadProfile to say.
  static absl::StatusOr<ProfileDraft> Parse(std::string_view json);
  ProfileDraft(const ProfileDraft& other);
  ProfileDraft& operator=(const ProfileDraft& other);
  ProfileDraft(ProfileDraft&&) noexcept;
  ProfileDraft& operator=(ProfileDraft&&) noexcept;
  ~ProfileDraft();

  // Adds a fragment: members are set, objects go into each other, lists are joined: a lab or an illness of the same name takes the
  // place of the old one, "complete" holds each section once. "@-30" is the day 30 days before `decided_on`. An item with the
  // member "~" changes the items that its value is the id or name of: {"treatments": [{"~": "alectinib", "end": "2025-12"}]}.
  absl::Status Merge(std::string_view fragment, base::Day decided_on, const rules::Lexicon& lexicon);

  // Takes away what the profile says at a path of `needs` ("labs.anc", "cancer.stage", "conditions", "treatments.alectinib.end"). A
  // section and all below it ("conditions.*") go with its word in "complete".
  void Erase(std::string_view path, const rules::Lexicon& lexicon);

  // A fragment of what the profile says at these paths, for Merge; "" when it says nothing there.
  std::string Part(const std::vector<std::string>& paths, const rules::Lexicon& lexicon) const;

  // What the profile says at a path in one line of words: "IVA", "HIV, controlled"; "" for nothing.
  std::string Words(std::string_view path, const rules::Lexicon& lexicon) const;

  // A member of the top: "as_of".
  void Set(std::string_view key, std::string_view text);
  bool Has(std::string_view key) const;

  // The parts in which the two differ: members of the top, words of "complete" as the part that they close.
  ProfileParts Differs(const ProfileDraft& other) const;

  std::string Text() const;     // in one line
  std::string Pretty() const;   // for a file that people read; a line end at the end

 private:
  struct Json;
  explicit ProfileDraft(std::unique_ptr<Json> json);
  std::unique_ptr<Json> json_;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_PROFILE_DRAFT_H_
