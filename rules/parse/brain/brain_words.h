#ifndef TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_WORDS_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_WORDS_H_

#include <optional>
#include <vector>

#include "rules/criterion.h"
#include "rules/leaf.h"
#include "rules/parse/numbers.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// One thing said of the metastases. `good` ones open the door ("treated", "stable"), the others close it ("symptomatic").
struct BrainQuality {
  BrainLeaf leaf;
  bool good = false;
  bool unclear = false;  // it asks for more than the leaf can say
  std::optional<base::Duration> shorter;  // then: "stable for less than 4 weeks"
  int item = 0;
};

// What item `i` says of them; nullopt when nothing.
std::optional<BrainQuality> BrainQualityAt(const Reading& reading, Clause clause, int i);

// "Requiring therapy with corticosteroids": they tell it, and not the therapy at `i`.
bool NeedsSteroids(const Reading& reading, int i);

// Everything that `from` says is said of `into`.
// "Irradiated or known new metastases": the adjective is one of two ways, and limits nothing behind it.
bool IsTreatedOrNew(const Reading& r, const BrainQuality& q);

void MergeBrain(BrainLeaf* into, const BrainLeaf& from);

// What an unclear one asks for beside its leaf, as far as it can be said.
Expression RestOfUnclear(const BrainQuality& quality, BrainLeaf::Site site, base::Span span);

// "Active infection, brain metastases": the adjective at `i` is of the illness behind it.
bool IsOfOtherIllness(const Reading& reading, int i);

// "Active or a history of", "history of or active", right before the metastases that begin at `at`:
// those that ever were; the last item of it, -1 where none begins at `i`.
int EndOfActiveOrPast(const Reading& reading, int i, int at);

// "Active (i.e. symptomatic or growing) brain metastases", "active, defined as new or symptomatic": the others say what the
// first is.
bool SaysWhatActiveIs(const Reading& reading, const std::vector<BrainQuality>& qualities);

// "Untreated and symptomatic", "symptomatic active": nothing but "and" between the state at `item` and the next of the list.
bool JoinsStates(const Reading& reading, int item, const std::vector<BrainQuality>& list);

// "Symptomatic/active metastases": the stroke at item `i` stands between two states, of which one will do.
bool IsSlashOfStates(const Reading& reading, int i);

// "Treated within the last 4 weeks": the length at item `first` tells when, of metastases that are said to be treated; that
// is no good of them then.
bool IsTimeOfTreatment(Reading& reading, int first, std::vector<BrainQuality>* qualities);

// "MRI of the head to exclude brain metastases": the noun at `i` is what a scan looks for.
bool IsRuledOutByScan(const Reading& reading, int i);

// "MRI is required for participants with known brain metastases": the noun at `i` tells who is scanned.
bool IsWhoIsScanned(const Reading& reading, Clause clause, int i);

// "Hemorrhagic", "large", "multiple" before the noun: more is meant than to have some. The word, or -1.
int KindOfMetastasisBefore(const Reading& reading, Clause clause, int noun);

// "< 4 weeks", "less than": the item before a length.
bool IsLessThanLength(const Reading& reading, int i);

// "Spinal cord", "spine".
bool IsSpine(const Reading& reading, int i);

// The metastases of the spine at item `cord`: of any kind, or of some that no leaf says.
enum class Which : bool { kAny, kSome };
Expression InSpine(const Reading& reading, int cord, Which which);

// "Metastases (untreated or symptomatic ones)": the item stands in the bracket that tells of the noun.
bool IsInBracketBehind(const Reading& reading, int noun, int i);

// "Brain", "CNS", "leptomeninges".
bool IsBrainWord(const Reading& reading, int i);

// "CNS disease such as stroke", "epilepsy, CNS disease or mental disorders": illnesses of the brain, not the tumour in it.
bool IsOtherDiseaseOfBrain(const Reading& reading, int i);

// "Bleeding from CNS disease", "seizures due to brain metastases": the brain at `i` is where an illness before it came from.
bool IsCauseOfIllness(const Reading& reading, Clause clause, int i);

// "Brain or meningeal metastases": the "or" at `i` joins where they are.
bool JoinsPlaces(const Reading& reading, int i);

// "Controlled by radiotherapy or surgery": the "or" at `i` joins what the metastases were treated with.
bool JoinsTherapies(const Reading& reading, int i);

// "No treatment for brain metastases", "no seizures due to them": what is denied left of the noun is another thing.
bool DeniesOtherThan(const Reading& reading, Clause clause, int noun);

// "Craniospinal irradiation (for dural metastases) within 3 weeks": what the treatment was for.
bool IsPurposeInBracket(const Reading& reading, Clause clause, int i);

// "No lesion > 1.5 cm": what is denied turned into what may be.
base::Bounds SizeOfLesions(const Reading& reading, const BoundReading& bound);

// An illness, or a drug that is no steroid.
bool NamesIllnessOrDrug(const Reading& reading, Clause clause);

// "No steroids, except steroids for brain metastases": the metastases at `i` tell what the allowed ones are for.
bool IsWhySteroidsAreAllowed(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_WORDS_H_
