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

std::string_view TextGapName(TextGap gap) {
  switch (gap) {
    case TextGap::kNone:
      return "";
    case TextGap::kNoText:
      return "no_text";
    case TextGap::kMostlyUnread:
      return "mostly_unread";
    case TextGap::kPartNotDescribed:
      return "part_not_described";
    case TextGap::kTumourNotNamed:
      return "tumour_not_named";
  }
  return "";
}

}  // namespace trialmatch::matcher
