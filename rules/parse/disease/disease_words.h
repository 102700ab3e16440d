#ifndef TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_WORDS_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/disease/disease_branch.h"
#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What the words around the names of tumours, stages and settings say of them. Items are those of a clause.

// "Progressive, relapsed or recurrent": the state of the tumour, beside words of how far it has gone.
bool IsProgressive(const Reading& reading, int i);

// "Progressive, relapsed or recurrent" offers it; "metastatic, progressive cancer" asks for it besides.
bool IsOneOfSeveral(const Reading& reading, int i, int end);

// "Primary or metastatic tissue": where a sample comes from, and not how far the disease has gone.
bool IsOriginOfTissue(const Reading& reading, int i, int end);
// "Consent to the collection of NSCLC tumor samples": the disease at `i` tells which samples.
bool IsOfCollectedSample(const Reading& reading, int i, int end);

// "Inoperable local recurrence or metastasis": one of the ways how far the tumour has gone.
bool IsRecurrence(const Reading& reading, Clause clause, int i);

// How far a tumour has gone, of the table of settings: "metastatic", "recurrent".
bool IsExtent(std::string_view setting);

// "Advanced (unresectable, metastatic or recurrent)": the bracket around item `i` stands behind how far the
// tumour has gone and lists what that may mean, each of them enough.
bool ListsMeaningsOfExtent(const Reading& reading, Clause clause, int i);

// A comma or "who are" lies between item `i` and the "or" before it.
bool StandsApartFromOr(const Reading& reading, Clause clause, int i);

// "Recurrent disease after a prior diagnosis of stage I to III disease": the stage of then.
bool OfFormerDiagnosis(const Reading& reading, Clause clause, int i);

// "Or selected IIIB": of the stage whose last item is at `last` only some is meant.
bool IsSelected(const Reading& reading, int last);

// "(exception: Part B NSCLC cohort: ...)": the exception is for a part, which names its tumour at `i`; then
// that is set aside.
bool SetAsideForPart(Reading& reading, int except, int i);
// The bracket that the one at `close` closes, when the item `inside` stands between them; else -1.
int BracketAround(const Reading& reading, int inside, int close);
// "Metastases to the liver, bone or adrenal gland": the items that name the sites behind the metastases at `i`, none of them
// of the central nervous system; empty where none follows.
std::vector<int> SitesBehind(const Reading& reading, Clause clause, int i);
// "Bone, liver or adrenal metastases": the sites from item `i` on and the item of the metastases they share; -1
// where none follows. Those of the nervous system are not among `ids`, and `of_nerves` says that there were some.
struct MetastasisSites {
  std::vector<std::string> ids;
  int metastases = -1;
  bool of_nerves = false;
};
MetastasisSites SitesBefore(const Reading& reading, Clause clause, int i);
// "Metastases to ipsilateral nodes", of the items `first` to `last`.
bool OfOwnSide(const Reading& reading, int first, int last);

// "Without distant metastases", "no evidence of": nothing else stands between the denial and item `i`.
bool DeniedRightBefore(const Reading& reading, Clause clause, int i);

// "Non-metastatic": denied by the word before item `i`.
bool HasNonBefore(const Reading& reading, int i);

// Those sites from item `i` on. "Extensive liver metastases", "severe bone metastases": more is meant than to have some.
Atom AtomOfSites(Reading& reading, Clause clause, int i, const MetastasisSites& sites);

// Adds the metastases of `atom`, to `branch` when they are of its last stage alone, `stage`, whose last item is
// `stage_end`: "stage IV, or IIIB with supraclavicular metastases".
void TellSites(const Reading& reading, Atom atom, int stage_end, const std::string& stage, DiseaseBranch* branch, Atoms* atoms);

// "Proven or suspected": the "or" at `i` joins how well the tumour is known, not two tumours.
bool JoinsProofs(const Reading& reading, int i);

// What the words beside the tumours `names` say of them that no leaf says: "centrally located", "suspected", "(closed)".
void NarrowTumour(const Reading& reading, Clause clause, const std::vector<std::string>& names, Atom* atom);

// "Eligible for surgery or definitive radiotherapy": whether it can be removed is not asked.
bool OrOtherTreatment(const Reading& reading, int surgery, int end);

// "RECIST for solid tumors, modified RECIST for mesothelioma": the disease at `i` tells how lesions are measured.
bool IsMeasuredBy(const Reading& reading, Clause clause, int i);

Atom AtomOfDisease(const Reading& reading, int i, const std::string& id);

// "No N3 disease due to supraclavicular nodes" forbids some of the stage that ends at `last`.
void LimitToCause(const Reading& reading, int last, Expression* stage);

// "Inoperable, or refuses surgery": what stands at the items first..last is one of two ways, of which the other is the patient's wish.
bool OrRefuses(const Reading& reading, Clause clause, int first, int last);
// That it is unresectable is then asked of nobody for sure.
void AllowRefusal(Expression* ways);

// "NSCLC with a confirmed malignant effusion": "with" stands between the two items, and no comma.
bool JoinsByWith(const Reading& reading, int disease, int other);

// "Distant metastases, with the exception of participants with stage IV melanoma": whom the words behind item `except_at` name are
// people with a tumour, and no tumour stands before it.
bool ExceptsPeopleWithTumour(const Reading& reading, Clause clause, int except_at);

// "Rare tumors, including but not limited to *thymoma* ...", where what stands before names no tumour of the tables.
bool AreOnlyExamples(const Reading& reading, Clause clause, int first);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_WORDS_H_
