#ifndef TRIALMATCH_FETCH_REGISTRY_RECORD_DIFF_H_
#define TRIALMATCH_FETCH_REGISTRY_RECORD_DIFF_H_

#include <string>
#include <string_view>
#include <vector>

namespace trialmatch::fetch {

// A value of a record that is not what it was.
struct RecordChange {
  std::string path;           // "protocolSection.statusModule.overallStatus"; of lists, the list
  std::string before, after;  // as JSON; empty: was not there, is not there
};

// What became of a record, in the order of the newer one, then what is gone. Lists are compared as
// a whole. Empty when one of the texts is no JSON.
std::vector<RecordChange> DiffRecords(std::string_view before, std::string_view after);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_RECORD_DIFF_H_
