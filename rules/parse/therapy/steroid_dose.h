#ifndef TRIALMATCH_RULES_PARSE_THERAPY_STEROID_DOSE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_STEROID_DOSE_H_

#include <optional>
#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "(> 10 mg prednisone a day or equivalent)": a bound of the daily dose, in mg of prednisone.
struct SteroidDose {
  base::Bounds bounds;
  int first = 0, last = 0;
};

// The first dose of a steroid in the clause, with the steroid's name. Marks nothing.
std::optional<SteroidDose> FindSteroidDose(Reading& reading, Clause clause);

// The doses of steroids in the clause. Marks their items, but not the name of a steroid that is the
// therapy itself ("prednisone > 10 mg a day").
std::vector<SteroidDose> ReadSteroidDoses(Reading& reading, Clause clause);

// "Unless on a stable dose of no more than 10 mg of prednisone, or on inhaled ones", a turn of which not all is read: the
// dose, beyond which nobody is let in. Nullopt where short courses are let in too, whatever their dose.
std::optional<Expression> SteroidCeiling(Reading& reading, Clause turn);

// "Systemic steroids (inhaled steroids are permitted)": what acts on the spot alone was not forbidden.
void SetAsidePermittedLocalSteroids(Reading& reading, Clause clause);

// Bounds the steroids of the atoms before them, or else behind them; a dose that brackets permit ("<= 5 mg a day is
// allowed") is no bound but let through. A dose without such an atom stays unread.
void BoundSteroids(Reading& reading, Mood mood, const std::vector<SteroidDose>& doses, Atoms& atoms);

// "Supraphysiologic doses of steroids", "high-dose steroids", without a number: more than 10 mg of prednisone a day, and how much more is
// not told of the second.
void BoundSteroidsByWord(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_STEROID_DOSE_H_
