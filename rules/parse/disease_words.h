#ifndef TRIALMATCH_RULES_PARSE_DISEASE_WORDS_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_WORDS_H_

#include <string>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What the words around the names of tumours, stages and settings say of them. Items are those of a clause.

// "Progressive, relapsed or recurrent": the state of the tumour, beside words of how far it has gone.
bool IsProgressive(const Reading& reading, int i);

// "Progressive, relapsed or recurrent" offers it; "metastatic, progressive cancer" asks for it besides.
bool IsOneOfSeveral(const Reading& reading, int i, int end);

// "Primary or metastatic tissue": where a sample comes from, and not how far the disease has gone.
bool IsOriginOfTissue(const Reading& reading, int i, int end);

// "Inoperable local recurrence or metastasis": one of the ways how far the tumour has gone.
bool IsRecurrence(const Reading& reading, Clause clause, int i);

// A comma or "who are" lies between item `i` and the "or" before it.
bool StandsApartFromOr(const Reading& reading, Clause clause, int i);

// "Recurrent disease after a prior diagnosis of stage I to III disease": the stage of then.
bool OfFormerDiagnosis(const Reading& reading, Clause clause, int i);

// "Non-metastatic": denied by the word before item `i`.
bool HasNonBefore(const Reading& reading, int i);

struct NamedDisease {
  std::string id;
  int at = 0;  // its item
};

// "Mixed small cell and non-small cell histology", "NSCLC with a small cell component": two names of one tumour, which
// is a small cell cancer. The word that says so is used; true when `a` and `b` are such.
bool AreMixed(Reading& reading, Clause clause, const NamedDisease& a, const NamedDisease& b);

// "Solid tumors (including NSCLC, melanoma (skin) and ...)": what stands behind "including", up to the end of its brackets.
struct Examples {
  bool on = false;
  int depth = 0;  // brackets opened since

  // Passes the items between the diseases at `before` and `to`.
  void Pass(const Reading& reading, int before, int to);
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_WORDS_H_
