#ifndef TRIALMATCH_APP_CLI_REGISTRY_WORDS_H_
#define TRIALMATCH_APP_CLI_REGISTRY_WORDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "fetch/registry/registry_reader.h"

namespace trialmatch::app {

// What `registry status` prints.
std::string StatusText(const std::string& path, const fetch::RegistryReader& reader,
                       const fetch::RegistryStatus& status);

// What `registry history` prints of one study, in lines of at most `columns` letters.
std::string HistoryText(const std::string& nct_id, const std::vector<fetch::StudyVersion>& versions,
                        size_t columns);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_REGISTRY_WORDS_H_
