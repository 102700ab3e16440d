#ifndef TRIALMATCH_RULES_PARSE_TREATMENT_WINDOWS_H_
#define TRIALMATCH_RULES_PARSE_TREATMENT_WINDOWS_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Chemotherapy within 3 weeks, radiotherapy within 2 weeks": the item at which the second part
// starts when each part has a therapy and a window of its own, or -1.
int SplitBetweenWindows(const Reading& reading, Clause clause);

// "within 4 weeks (6 weeks for nitrosoureas or mitomycin)": another length for some of them.
struct BracketedWindow {
  std::vector<std::string> what;  // ids of drug.tsv or drug_class.tsv
  base::Duration length;
  int first = 0, last = 0;  // the brackets
};
std::vector<BracketedWindow> FindBracketedWindows(const Reading& reading, Clause clause);

// Takes the bracketed therapies out of the windows of the atoms from `from` on, and adds an atom
// with its own window for each.
void ApplyBracketedWindow(const Reading& reading, const BracketedWindow& window, size_t from,
                          Atoms& atoms);

// "Within 28 days (4 weeks) before": marks as used the brackets that say the same time in another unit.
void UseSameTimeInBrackets(Reading& reading, Clause clause, const Window& window);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TREATMENT_WINDOWS_H_
