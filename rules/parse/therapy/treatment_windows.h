#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_WINDOWS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_WINDOWS_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Chemotherapy within 3 weeks, radiotherapy within 2 weeks": the item at which the second part
// starts when each part has a therapy and a window of its own, or -1.
int SplitBetweenWindows(const Reading& reading, Clause clause);

// "within 4 weeks (6 weeks for nitrosoureas or mitomycin)", "4 weeks since chemotherapy, 6 weeks if
// carmustine": another length for some of them.
struct BracketedWindow {
  std::vector<std::string> what;  // ids of drug.tsv or drug_class.tsv
  std::vector<std::string> sites;  // of radiation
  base::Duration length;
  std::optional<double> half_lives;  // beside it
  Window::Which which = Window::Which::kOnly;
  std::string on_cycle;  // of `what`, the one that has the length only where its cycles are that long
  int first = 0, last = 0;  // the brackets, or the words behind the comma
};
std::vector<BracketedWindow> FindBracketedWindows(const Reading& reading, Clause clause);

// "5 half-lives *of oral targeted drugs*", from item `i`; not "of the investigational agent", which is any.
bool IsOfNamedTherapy(const Reading& reading, int i, int end);

// What [begin, end), the inside of brackets, says of other lengths: empty when one of them lacks its therapies.
std::vector<BracketedWindow> OwnTimesIn(const Reading& reading, int begin, int end);

// Where from `from` on a comma or joint starts such another length without brackets, or clause.end. Its `if`
// conditions nothing that stands before it.
int OtherTimesAt(const Reading& reading, Clause clause, int from);

// Takes the bracketed therapies out of the windows of the atoms from `from` on, and adds an atom
// with its own window for each.
void ApplyBracketedWindow(const Reading& reading, const BracketedWindow& window, size_t from,
                          Atoms& atoms);

// "Within 28 days (4 weeks) before": marks as used the brackets that say the same time in another unit.
void UseSameTimeInBrackets(Reading& reading, Clause clause, const Window& window);

// "Steroids for more than 14 consecutive days within 28 days": the length [first, last], its sign included, is how long the therapy
// lasted, and the window is another.
bool IsLengthOfUse(const Reading& reading, int first, int last);
// The item of such a length right behind a therapy that ends before item `from`, or -1.
int LengthOfUseBehind(const Reading& reading, Clause clause, int from);

// The time stands right behind an illness: "stroke within 6 months".
bool StandsBehindIllness(const Reading& reading, Clause clause, const WindowReading& window);

// "Stroke within 6 months, major surgery within 4 weeks": the window of the therapy at item `therapy`, which stands behind one or more
// windows of illnesses, the first of them `window`. Sets `shared` when an illness without a time of its own stands beside the therapy.
std::optional<WindowReading> OwnWindowBehindIllness(const Reading& reading, Clause clause, WindowReading window, int therapy, bool* shared);

// "Within 2 weeks or 5 half-lives, whichever is longer, up to a maximum of 4 weeks": no more is asked of the therapy of `atom`, whose window
// stands at `window`.
void AddMostWaited(Reading& reading, Clause clause, const WindowReading& window, Atom* atom);

// "At least 6 months of osimertinib": how long a course was, a person must tell. Right before the therapy at `therapy`.
void AskLength(Reading& reading, Clause clause, int therapy, TreatmentLeaf* leaf);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_WINDOWS_H_
