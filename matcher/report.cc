#include "matcher/report.h"

namespace trialmatch::matcher {

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kLikely:
      return "likely";
    case Verdict::kPossible:
      return "possible";
    case Verdict::kLater:
      return "later";
    case Verdict::kExcluded:
      return "excluded";
  }
  return "possible";
}

}  // namespace trialmatch::matcher
