#ifndef TRIALMATCH_RULES_PARSE_ASKED_ALONE_H_
#define TRIALMATCH_RULES_PARSE_ASKED_ALONE_H_

#include <optional>

#include "rules/criterion.h"
#include "rules/parse/part.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Radiotherapy is allowed if completed 4 weeks before", "metastases may be there only if treated": what
// a permission with a condition asks where it stands alone; nullopt unless both were read whole. The
// items of `words` say what is permitted, those of `condition` when.
std::optional<Expression> AskedAlone(Reading& reading, const Part& main, const Part& proviso, Clause words, Clause condition);

// "..., provided at least 6 months have passed between the last dose and the diagnosis of metastatic disease": what such a
// condition asks of the therapies of `main`; nullopt unless the whole of `condition` was read.
std::optional<Expression> AskedInterval(Reading& reading, const Part& main, Clause condition);

// "Treated and stable brain metastases are allowed", and nothing else said of any: of who has some, that.
std::optional<Expression> AskedOfMetastases(const Expression& permitted, base::Span sentence);

// "Brain metastases are allowed if resected and *documented by a scan*", "ECOG 2 is allowed under the age of 70": the condition is
// asked of who has what is permitted, and open for them where it was not read whole. "A woman is eligible if she is not pregnant" asks that of all.
// nullopt where only the site can judge it.
std::optional<Expression> AskedHalfRead(Reading& reading, const Part& main, const Part& proviso, Clause words, Clause condition);

// "Hepatitis C is allowed if the viral load is undetectable", the condition read with the illness: of who has it, that.
std::optional<Expression> AskedOfIllness(const Expression& permitted, base::Span sentence);

// "HIV-infected patients with an undetectable viral load are eligible": the others are not, with no word of a condition.
bool TellsViralLoad(const Expression& permitted);

// "1 or 2 prior regimens are allowed": at most as many.
void NoFewestLines(Expression* permitted);

// "At least 18 years old and has provided informed consent", "a negative test if of childbearing potential": the
// condition at `condition` is left to the study site, and what is asked is asked of all.
bool AsksNothing(const Reading& reading, const Part& proviso, int condition, const Expression& content);

// "Brain metastases or cord compression" in any state: the metastases; else all that is permitted.
const Expression& MetastasesAmong(const Expression& permitted);

// "Stage IIIA if not resectable": the condition says which of that stage, and is no condition for other stages to be left alone.
bool SaysWhichOfStage(const Expression& asked, const Expression& condition);

// "If the patient had adjuvant therapy, but has relapsed, the patient can be enrolled": the therapy of `who`, behind whom nothing but the permission
// stands; or, where more is told of them, some of them.
std::optional<Expression> TreatedWhoMayCome(const Reading& reading, const Part& who, Clause behind);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ASKED_ALONE_H_
