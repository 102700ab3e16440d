#ifndef TRIALMATCH_RULES_PARSE_THERAPY_WIDER_EXCEPTION_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_WIDER_EXCEPTION_H_

#include <string>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/therapy/treatment_anchors.h"

namespace trialmatch::rules {

// "A live vaccine (except inactivated vaccines)": whether `excepted` is wider than each of `what`,
// so that, taken as it is named, it would leave nothing of what is meant.
bool IsWiderThanAll(const Lexicon& lexicon, const std::string& excepted,
                    const std::vector<std::string>& what);

// Whether the exception is its name alone, to the end of its bracket or of the clause. "Except
// immunotherapy given for early-stage disease" takes some of what is meant out.
bool IsBareException(const Reading& reading, Clause clause, const TreatmentAnchors& anchors,
                     const TreatmentAnchor& excepted, Clause read_as_purpose);

// "Except chemotherapy for locally advanced disease": whether the setting at item `setting` is that
// of what is excepted. A bracket ends the exception, and so does a comma before "for".
bool IsSettingOfException(const Reading& reading, Clause clause, int setting);

// Whether the clause has such a setting.
bool HasSettingOfException(const Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_WIDER_EXCEPTION_H_
