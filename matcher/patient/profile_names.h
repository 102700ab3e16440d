#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_NAMES_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_NAMES_H_

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "base/diagnostic.h"
#include "base/status.h"
#include "matcher/patient/patient.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// What names of profiles stood for, for who reads many: a name is looked up once. The answers are the same without it. For one lexicon and
// one thread; forgets all when it has grown large.
class NameMemo {
 public:
  static constexpr size_t kLongest = 200;   // letters of a name worth keeping
  const std::string* Find(std::string_view key) const {
    const auto at = kept_.find(base::ToAbsl(key));
    return at == kept_.end() ? nullptr : &at->second;
  }
  std::string Keep(std::string key, std::string answer) {
    constexpr size_t kMost = 1 << 14;
    if (kept_.size() >= kMost) kept_.clear();
    return kept_[std::move(key)] = std::move(answer);
  }

 private:
  absl::flat_hash_map<std::string, std::string> kept_;
};

// Whether a note says which name was perhaps meant; looking for it takes long.
enum class Guesses : uint8_t { kTold, kNone };

// Fills every `*_id` of the patient from the tables. A name that no row has is kept as it was
// written, its id stays empty, and a note says so. A treatment that names several drugs
// ("carboplatin/pemetrexed") becomes one treatment a drug, in place, each concurrent with the
// others.
void ResolveNames(const rules::Lexicon& lexicon, Patient& patient, base::Diagnostics& notes, NameMemo* memo = nullptr,
                  Guesses guesses = Guesses::kTold);

// The id of drug.tsv, else of drug_class.tsv, that the name stands for; "" when none.
std::string ResolveDrug(const rules::Lexicon& lexicon, std::string_view name);

// The disease that `name` stands for inside the family of `type_id`: "adenocarcinoma" under "nsclc"
// is the adenocarcinoma of the lung. Of all readings (the name alone, with the names of the type
// and of what is above it) the one nearest to the type wins. "" when none.
std::string ResolveHistology(const rules::Lexicon& lexicon, std::string_view name,
                             std::string_view type_id);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_NAMES_H_
