#ifndef TRIALMATCH_RULES_PARSE_CUES_H_
#define TRIALMATCH_RULES_PARSE_CUES_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <vector>

#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// The words around the clinical words, one value a row of cue.tsv.
enum class Cue : uint8_t {
  kNo,
  kNot,
  kWithout,
  kMust,
  kMustNot,
  kExcluded,
  kPermitted,
  kNotRequired,
  kExcept,
  kUnless,
  kIf,
  kWhen,
  kHowever,
  kNote,
  kOnly,
  kAnd,
  kOr,
  kWho,
  kWith,
  kIncluding,
  kAnyOf,
  kAllOf,
  kAtLeast,
  kAtMost,
  kMoreThan,
  kLessThan,
  kBetween,
  kTo,
  kUln,
  kLln,
  kNormal,
  kTimes,
  kWithin,
  kBefore,
  kSince,
  kReference,
  kDay,
  kWeek,
  kMonth,
  kYear,
  kHour,
  kHalfLives,
  kWhicheverShorter,
  kWhicheverLonger,
  kPrior,
  kNaive,
  kProgressed,
  kIntolerant,
  kResponse,
  kNoProgression,
  kOngoing,
  kLine,
  kFirstLine,
  kSecondLine,
  kThirdLine,
  kMostRecent,
  kCycle,
  kNeoadjuvant,
  kAdjuvant,
  kPerioperative,
  kDefinitive,
  kMaintenance,
  kMetastaticIntent,
  kFor,
  kForThisCancer,
  kMonotherapy,
  kLastDose,
  kPlanned,
  kNotCandidate,
  kAllergy,
  kCnsMetastasis,
  kLeptomeningeal,
  kActive,
  kSymptomatic,
  kAsymptomatic,
  kUntreatedCns,
  kTreated,
  kStable,
  kSteroids,
  kSteroidsIncreasing,
  kOffSteroids,
  kStableSteroids,
  kEcog,
  kPerformanceStatus,
  kKarnofsky,
  kLansky,
  kAge,
  kMale,
  kFemale,
  kGrade,
  kNyha,
  kStage,
  kEdition,
  kDiseaseWord,
  kDiagnosis,
  kKnown,
  kActionable,
  kDriverAlteration,
  kUnknownStatus,
  kStatus,
  kInhibitor,
  kScore,
  kStandardTherapy,
  kExhausted,
  kNotExist,
  kFamily,
  kInvestigator,
  kClosed,
  kSize,
  kCountWord,
  kExtensive,
  kLifeThreat,
  kUncontrolled,
  kSystemicTreatmentNeeded,
  kRequiredSteroids,
  kUndetectable,
  kDetectable,
  kClinicallySignificant,
  kSecondMalignancyFree,
  kSurgeryWord,
  kFiller,
  kRegardless,
};
inline constexpr int kCueCount = 122;
// Stands where an item is no cue: in no set.
inline constexpr Cue kNoCue = static_cast<Cue>(127);

// A set of cues, built at compile time where it is a constant of a parser.
class CueSet {
 public:
  constexpr CueSet(std::initializer_list<Cue> cues) {
    for (Cue cue : cues) bits_[Index(cue)] |= Bit(cue);
  }
  constexpr bool contains(Cue cue) const { return (bits_[Index(cue)] & Bit(cue)) != 0; }
  constexpr bool contains_any(CueSet others) const {
    for (size_t i = 0; i < std::size(bits_); ++i) {
      if ((bits_[i] & others.bits_[i]) != 0) return true;
    }
    return false;
  }
  constexpr void insert(Cue cue) { bits_[Index(cue)] |= Bit(cue); }
  constexpr void insert_all(CueSet others) {
    for (size_t i = 0; i < std::size(bits_); ++i) bits_[i] |= others.bits_[i];
  }

 private:
  static constexpr size_t Index(Cue cue) { return static_cast<size_t>(cue) / 64; }
  static constexpr uint64_t Bit(Cue cue) { return uint64_t{1} << (static_cast<size_t>(cue) % 64); }
  uint64_t bits_[(kCueCount + 63) / 64] = {};
};

// The row's id: "whichever_shorter".
std::string_view CueId(Cue cue);

// For each row of the lexicon's cue table its value. Requires a table whose ids are exactly
// CueId's; a test holds that.
std::vector<Cue> CueOfRow(const Lexicon& lexicon);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_CUES_H_
