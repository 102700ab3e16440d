#ifndef TRIALMATCH_RULES_AUDIT_UNREAD_H_
#define TRIALMATCH_RULES_AUDIT_UNREAD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// The words of a criterion that carry meaning and that no leaf, permission or wording of logistics
// covers, in the order of the text; words that only hold a sentence together are left out.
std::vector<base::Span> UnreadSpans(const Criterion& criterion, std::string_view text,
                                    const Lexicon& lexicon);

// A sequence of words that nothing understood.
struct UnreadSequence {
  std::string words;  // normalised: "any other condition within # month"; # is any number
  int count = 0;
  int studies = 0;           // that have it
  std::string nct_id;        // the first place where it stands
  std::string criterion_id;
};

// The work list of the rules: the words of criteria that are not understood in full, outside of
// every leaf, permission and wording of logistics. Marks end a sequence, but for hyphens, slashes
// and apostrophes.
class UnreadWords {
 public:
  enum class WordKind : uint8_t {
    kGlue,   // only holds a sentence together ("of", "the", "patients")
    kFrame,  // numbers, units, cues
    kContent,
  };
  static constexpr int kMinWords = 2;
  static constexpr int kMaxWords = 8;

  // `text` is the eligibility text that the criteria point into.
  void Add(const TrialCriteria& criteria, std::string_view text, const Lexicon& lexicon);

  // The most frequent sequences of two to eight words that occur at least twice, by count, then by
  // more words, then by place. None starts or ends with a word that only holds a sentence together
  // ("of the"), none consists of numbers, units and cues alone ("within # day").
  // A sequence with the count of a longer one that holds it is left out.
  std::vector<UnreadSequence> Top(size_t most) const;

 private:
  struct Place {
    uint32_t first_token = 0;  // of the gap
    int study = 0;
    std::string criterion_id;
  };
  uint32_t Intern(std::string word, WordKind kind);

  absl::flat_hash_map<std::string, uint32_t> ids_;
  std::vector<std::string> words_ = {""};  // by id; 0 is the end of a gap
  std::vector<WordKind> kinds_ = {WordKind::kGlue};
  std::vector<uint32_t> tokens_ = {0};
  std::vector<Place> gaps_;
  std::vector<std::string> studies_;
};

// One line a sequence: count, studies, first place, words.
std::string UnreadToText(const std::vector<UnreadSequence>& sequences);
// One JSON object: {"unread": [{"words", "count", "studies", "nct_id", "id"}]}.
std::string UnreadToJson(const std::vector<UnreadSequence>& sequences);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_UNREAD_H_
