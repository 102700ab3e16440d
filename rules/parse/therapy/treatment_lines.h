#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_LINES_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_LINES_H_

#include <optional>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {

// "At least one, but no more than three prior lines", "at least one line and up to 3 lines": adds the other end of the
// range to the count of the lines at item `line_at`, and marks its words.
void AddOtherBound(Reading& reading, Clause clause, int line_at, CountReading* count);

// "Treatment of line 1 or 2": behind the lines at item `line_at` the number of the line.
std::optional<CountReading> NumberOfLine(const Reading& reading, Clause clause, int line_at);

// The bounds of the lines at item `line_at`. "Two prior lines at most": words behind them may make a ceiling, and are marked. "No more than one
// additional line", "one line of a first- or second-generation TKI": which lines a ceiling counts is for a person to weigh.
void CountLines(Reading& reading, Clause clause, Mood mood, int line_at, const CountReading& count, TreatmentLeaf* lines);

// "No more than one additional chemotherapy": says of a ceiling that it is not of all, where such a word stands before item `noun`.
void SayWhichAreCounted(const Reading& reading, const CountReading& count, int noun, TreatmentLeaf* leaf);

// "Prior lines of systemic therapy >= 2": the count behind the lines at item `line_at`.
std::optional<CountReading> CountBehindLines(const Reading& reading, Clause clause, int line_at);

// The therapies that the lines at item `line_at` must have held: "one of which contained platinum", "including a taxane".
// Alternatives are one anchor.
std::vector<TreatmentAnchor> HeldByLines(const Reading& reading, int line_at, const std::vector<TreatmentAnchor>& named);

// "... line of systemic therapy (including but not limited to targeted therapy)": an example of what the lines at item `line` may be.
bool IsExampleBehind(const Reading& reading, int line, const TreatmentAnchor& anchor);

// "At least one prior systemic therapy for NSCLC, but no more than three (prior therapies)": the other bound, behind the
// therapy that ends before item `end`; marks its words.
void AddMostBehind(Reading& reading, Clause clause, int end, CountReading* count);

// "Two or more ALK TKIs including lorlatinib": what is included among several at `counted`, before item `therapy`, is asked for as well. "At least one ALK TKI
// (including crizotinib)" gives an example.
bool IncludedInSeveral(const Reading& reading, Clause clause, const TreatmentAnchor& counted, int therapy);

// "Docetaxel or more than 2 lines of chemotherapy", "... or any prior docetaxel": takes out of `named` what is forbidden
// whatever the count.
std::vector<TreatmentAnchor> TakeBesideLines(const Reading& reading, const CountReading& count, int line_at, std::vector<TreatmentAnchor>* named);

// "Up to one line of chemotherapy and any number of ALK TKIs": the ceiling is of what stands before the "and".
void DropBehindCeiling(const Reading& reading, int line_at, std::vector<TreatmentAnchor>* named);

// "No more than 2 regimens (adjuvant and maintenance therapy do not count as regimens)": the purposes behind the word "line" at
// `line_at` are of what is not counted.
bool PurposesDoNotCount(const Reading& reading, Clause clause, int line_at);

// "Received second-line therapy", "progression after third-line treatment", "has started a first line of treatment": so many
// lines were had, of whatever therapy. False where the clause says none of it.
bool ReadToldLine(Reading& reading, Clause clause, const TreatmentFrame& frame, Atoms& atoms);

// "No more than 2 lines (TKIs do not count)", "up to 3 lines, excluding ALK TKIs": lines of those alone are not counted. Takes them out of the
// anchors, into the leaf of the lines at item `line_at`.
void TakeUncounted(Reading& reading, Clause clause, int line_at, TreatmentAnchors* anchors, TreatmentLeaf* leaf);

// "Up to two lines, one of which may be an ALK TKI": nobody is asked for the therapy at item `therapy` behind the lines at `line_at`.
bool MayBeAmong(const Reading& reading, int line_at, int therapy);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_LINES_H_
