#ifndef TRIALMATCH_RULES_PARSE_JOIN_H_
#define TRIALMATCH_RULES_PARSE_JOIN_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// How decisive a topic is: of several the most decisive names the criterion.
int TopicWeight(Topic topic);

// The tumour itself: its kind, its stage, its markers.
bool OfTumour(Topic topic);

// By it a sentence selects the patients that a demand is for.
bool Selects(Topic topic);

// The leaf when the expression is nothing but the disease that studies are about ("cancer",
// "NSCLC"), else nullptr.
const OneOfLeaf* BareDisease(const Expression& expression);

// A disease is asked for, whatever else: in each of several ways.
bool NamesDisease(const Expression& expression);

// The atom as said, denied or not.
Expression WithPolarity(const Atom& atom);
Expression WithPolarity(Atom&& atom);

enum class Relative : bool { kNo, kYes };

// All that the domains found in one clause (at least one atom), joined as its words join it. Under
// kProhibits the result is what must not be: of a list each excludes, while a disease with its
// stage and marker, or "patients with X who have Y" (Relative::kYes), is one thing. Otherwise
// everything is asked for, and "or" makes alternatives.
Expression JoinAtoms(const Reading& reading, std::vector<Atom> atoms, Mood mood, Relative relative);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_JOIN_H_
