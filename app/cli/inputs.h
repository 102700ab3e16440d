#ifndef TRIALMATCH_APP_CLI_INPUTS_H_
#define TRIALMATCH_APP_CLI_INPUTS_H_

#include <fstream>
#include <istream>
#include <optional>
#include <span>
#include <string>

#include "app/cli/command.h"
#include "app/cli/terminal.h"
#include "base/date.h"
#include "fetch/study_reader.h"
#include "matcher/match.h"
#include "matcher/patient/profile_json.h"

namespace trialmatch::app {

struct LoadedStudies {
  fetch::StudyList list;
  int refused = 0;  // lines or files that could not be read; each was named on stderr
  // kSomeRefused when some were refused, else kDone.
  ExitStatus status() const { return refused > 0 ? ExitStatus::kSomeRefused : ExitStatus::kDone; }
};

// The studies of --studies, else of the registry, else the built-in examples (which is said). `only`:
// no others are asked for, so that a large registry need not be read whole. nullopt: a message was
// printed.
std::optional<LoadedStudies> LoadStudies(const SharedOptions& options, const Terminal& terminal,
                                         std::span<const std::string> only = {});

struct LoadedIndex {
  matcher::TrialIndex index;
  ExitStatus status = ExitStatus::kDone;
  std::string file;  // that it was loaded from; empty: built
};

// The same, with their criteria read on `threads` threads; from the file of SharedOptions::index (for a registry by default
// the one beside it) when that is of these studies, and saved there when it is not.
std::optional<LoadedIndex> LoadIndex(const SharedOptions& options, int threads, const Terminal& terminal);

// Says on stderr how the patient's place was found, when that is rough; and when --within is given and
// their place is not known at all.
void TellPlace(const matcher::Patient& patient, bool within_is_given, const Terminal& terminal);

// The profile in the file ("-": stdin). nullopt: every error of it was printed.
std::optional<matcher::ProfileResult> LoadProfile(const std::string& path,
                                                  const Terminal& terminal);

// Opens a file for reading bytes. False: a message was printed; a folder is refused too.
bool OpenFile(const std::string& path, const Terminal& terminal, std::ifstream* file);

// "FILE: /labs/0/value: message".
std::string ProfileErrorText(const std::string& where, const matcher::ProfileError& error);

// The next line without its end, or false at the end of the stream. Of a line longer than `limit`
// only `limit` bytes are kept.
bool ReadLine(std::istream& in, size_t limit, std::string* line);

// The day of --as-of, or today by the clock and time zone of this machine. Requires that the option
// was checked.
base::Day DecisionDay(const std::string& as_of);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_INPUTS_H_
