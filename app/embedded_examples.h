#ifndef TRIALMATCH_APP_EMBEDDED_EXAMPLES_H_
#define TRIALMATCH_APP_EMBEDDED_EXAMPLES_H_

#include <string_view>
#include <utility>
#include <vector>

namespace trialmatch::app {

// The files of examples/studies as (file name, bytes), in name order: invented studies, one record
// a file. Generated at build time.
std::vector<std::pair<std::string_view, std::string_view>> EmbeddedExamples();

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_EMBEDDED_EXAMPLES_H_
