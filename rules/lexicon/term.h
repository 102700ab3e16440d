#ifndef TRIALMATCH_RULES_LEXICON_TERM_H_
#define TRIALMATCH_RULES_LEXICON_TERM_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace trialmatch::rules {

// One kind a table. The name of the table is KindName(kind) + ".tsv".
enum class TermKind : uint8_t {
  kDrug,
  kDrugClass,
  kGene,
  kAlteration,
  kMutation,
  kDisease,
  kCondition,
  kLab,
  kUnit,
  kSetting,
  kSite,
  kFact,
  kCue,
  kLogistics,
  kPlace,
  kPlain,
  kQuality,
};
inline constexpr int kTermKinds = 17;
const char* KindName(TermKind kind);
std::optional<TermKind> KindFromName(std::string_view name);

// A row of a table. Terms are compared by (kind, row).
struct Term {
  TermKind kind = TermKind::kCue;
  uint16_t row = 0;
  friend bool operator==(const Term&, const Term&) = default;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_TERM_H_
