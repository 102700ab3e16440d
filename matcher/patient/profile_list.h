#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_LIST_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "matcher/patient/profile_json.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// One profile of a file, not read yet: where it begins (a line, from 1) and its bytes.
struct ProfileText {
  int line = 1;
  std::string_view json;
};

// Splits a text into profiles: the whole text when it is one JSON object over any number of lines,
// else each line that is not blank. It is JSON lines when a line holds a whole object from its
// first to its last letter and is not the only line. InvalidArgument "SOURCE: empty; ..." when
// nothing but blanks is there. The pieces point into `text`.
absl::StatusOr<std::vector<ProfileText>> SplitProfiles(std::string_view text,
                                                       std::string_view source);

// A profile of a file as it came out. A line with errors does not keep the others from being read.
struct ProfileLine {
  int line = 1;
  ProfileResult result;
  std::string
      patient_id_guess;  // the id; for a profile that cannot be read, what looks like its id, or ""
};

ProfileLine ReadProfileLine(const ProfileText& text, const rules::Lexicon& lexicon, NameMemo* names = nullptr);

// SplitProfiles and ReadProfileLine; an id that an earlier line has already gets a note.
absl::StatusOr<std::vector<ProfileLine>> ReadProfiles(std::string_view text,
                                                      std::string_view source,
                                                      const rules::Lexicon& lexicon);

// The same for a file. Every message names the path.
absl::StatusOr<std::vector<ProfileLine>> ReadProfileFile(const std::string& path,
                                                         const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_LIST_H_
