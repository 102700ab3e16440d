#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_REFERENCE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_REFERENCE_H_

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Radiotherapy or chemotherapy *prior to surgery*": the operation that a therapy before it led up to.
// `i` is the name of the operation. Not "within 4 weeks prior to surgery", which counts from it.
bool IsOperationBehindTherapy(const Reading& r, Clause clause, int i);

// Whether a clause has one ("prior to surgery").
bool HasTherapyBeforeOperation(const Reading& r, Clause clause);

// "Chemotherapy for metastatic disease has not been given": denied by the verb behind, where the therapies end before item `next`. The verb, or -1.
int EndOfNotGiven(const Reading& reading, Clause clause, int next);
// "N2 disease determined at *mediastinoscopy*": how it was found. `i` is the name of the procedure.
bool IsMethodOfFinding(const Reading& r, Clause clause, int i);

// "Tumours for which *immunotherapy* is approved": a word about the tumour; nobody had it for that. `i`
// is the name of the therapy.
bool IsTherapyOfTumourKind(const Reading& r, Clause clause, int i, int last);

// "*Any number of* prior TKIs and up to two lines of chemotherapy": none will do. `i` is the name of the therapy.
bool IsOfAnyNumber(const Reading& r, Clause clause, int i);

// "Treatment-naive and eligible to receive *gefitinib*": what lies ahead of who had nothing. `i` is the name of the therapy.
bool IsPlannedForNaive(const Reading& r, Clause clause, int i);

// "Lorlatinib, alone *or after* another TKI", "chemotherapy before or after a TKI": the therapy at `i` only tells when the first was given.
bool TellsOrderOnly(const Reading& r, Clause clause, int i);

// "History of poor *compliance with an antihypertensive regimen*": how it was taken is the site's to judge. `i` is the name of the therapy.
bool IsTakenAsTold(const Reading& r, Clause clause, int i);

// "Any medical condition requiring steroids": the item of the illness, whatever it is, whose need is told at `i`; or -1.
int AnyIllnessInNeed(const Reading& reading, int i);

// "Chemotherapy prior to EGFR inhibitors": behind a therapy that ends before item `next`, the one that it came before, with no time between.
bool BeforeTherapy(const Reading& reading, Clause clause, int next);

// "No other trial drug after durvalumab", "more than 10 metastases after induction therapy": in what is forbidden, when. `i` is the
// name of the therapy.
bool IsTimeOfForbidden(const Reading& reading, Clause clause, int i);

// "Anti-TIGIT drugs", "platinum-based combination": a noun behind the name that adds nothing to it.
bool IsNounOfTherapy(const Reading& reading, int i);

// Whether the clause names a therapy of its own below its heading.
bool NamesOwnTherapy(const Reading& reading, Clause clause);

// "Chemotherapy, targeted or biological therapy", "immuno- or chemotherapy", "anticancer or investigational agents": the
// class of an adjective whose noun stands behind the next one, and the last item of it; else empty.
std::string_view ElidedTherapy(const Reading& reading, Clause clause, int i, int* last);

// "For which no standard treatment exists": nobody had it. `last` is the last item of the name at `i`.
bool IsLackingTherapy(const Reading& reading, Clause clause, int i, int last);

// "Unable to undergo surgery and radical chemoradiation": behind the therapy at `i`, which was read, another is joined that was not.
bool DeniesNextOfList(const Reading& reading, Clause clause, int i);

// "NSCLC: at least platinum-based chemotherapy and a PD-1 inhibitor": of the therapy at `i`, that it must have been.
bool AtLeastBehindColon(const Reading& reading, int i);

// "Lines of therapy, which can include chemotherapy and immunotherapy": nobody is asked to have had the therapy at `i`.
bool IsOfferedOnly(const Reading& reading, Clause clause, int i);

// "Progressed *during or after* platinum": the "or" at `i` joins two times, not two therapies.
bool JoinsTimes(const Reading& reading, int i);
// "1) A platinum and 2) a checkpoint inhibitor": the number at `i` counts nothing.
bool IsMarkOfList(const Reading& reading, Clause clause, int i);

// "Achieved a response or stable disease for 4 months", "clinical benefit from a prior TKI (CR, PR or SD)": whether it lasts is not told.
bool WasOnceAchieved(const Reading& reading, Clause clause);

// "Platinum-based chemotherapy concurrent with radiation": the word is of the two, and not of now.
bool OnlyGivenTogether(const Reading& reading, Clause clause);

// "For locally advanced or metastatic disease", "for stage IIIB or IV disease", in one wording.
bool NamesLocallyAdvanced(const Reading& reading, Clause clause);

// "Within 4 weeks before the first dose received chemotherapy", "within 4 weeks of enrolment, major surgery": the time opens the clause,
// and the therapy at item `i` is not what it is counted from.
bool FollowsLeadingTime(const Reading& reading, Clause clause, const WindowReading& window, int i);

// "Radiation (except palliative radiation of bone)", "major surgery (e.g., intra-thoracic)": the site at item `i` behind the therapy at
// `therapy` is one of the exception at `except` (-1: there is none), or an example.
bool SiteOfOthers(const Reading& reading, int therapy, int except, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_REFERENCE_H_
