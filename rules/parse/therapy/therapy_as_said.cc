#include "rules/parse/therapy/therapy_as_said.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/residue.h"
#include "rules/parse/said_words.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kOther = KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kMutation, TermKind::kFact, TermKind::kLogistics, TermKind::kLab, TermKind::kDrug,
                                      TermKind::kDrugClass, TermKind::kSetting});
constexpr CueSet kTurning = {Cue::kUnless, Cue::kExcept, Cue::kHowever, Cue::kIf, Cue::kNote, Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kInvestigator, Cue::kLine,
                             Cue::kProgressed, Cue::kWithin, Cue::kSince, Cue::kHalfLives, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kAllOf, Cue::kAnyOf};

// "Prior treatment with", "has received", "exposure to".
bool LeadsToTherapy(const Reading& r, int i) {
  if (!r.IsAny(i, {Cue::kPrior, Cue::kOngoing, Cue::kTreated, Cue::kNaive})) return false;
  return r.WordContains(i, {"treatment with", "therapy with", "treated with", "exposure to", "exposed to", "use of", "administration of", "received", "receiving", "receipt of"});
}

// The last item of what the therapy is called, or -1 where it says other things too.
int EndOfName(const Reading& r, Clause clause, int first) {
  int last = first - 1, unread = 0, depth = 0;
  for (int i = first; i < clause.end && i < first + 14; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')') && --depth < 0) break;
    if (r.IsAnyMark(i, ";") || (r.IsMark(i, '.') && depth == 0)) break;
    const bool other = r.IsTermOf(i, kOther) || r.IsAny(i, kTurning) || r.IsAny(i, kLengths) || r.IsComparison(i) || r.IsAny(i, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost});
    const bool no_therapy = r.WordStarts(i, {"diagnos", "inform", "consent", "result", "approv", "counsel", "educat", "invit", "care", "transfus", "notice", "letter", "report", "training"});
    if (other || no_therapy || (r.at(i).used && !r.at(i).aside && !HoldsTogether(r, i))) return -1;
    if (!r.at(i).used && !HoldsTogether(r, i) && !r.Is(i, Cue::kOr)) ++unread;
    last = i;
  }
  const bool all = last + 1 >= clause.end || r.IsAnyMark(last + 1, ".;)");
  return unread > 0 && all ? last : -1;
}

// "Tegavivint": by its ending the one name of a drug, which those of the tables are not.
bool IsNameOfDrug(const Reading& r, int i) {
  constexpr std::string_view kEndings[] = {"mab", "nib", "lisib", "sertib", "clib", "parib", "degib", "stat", "vint", "clax", "platin", "taxel", "tecan", "bulin", "rubicin",
                                           "limus", "fusp", "leucel", "domide", "rsen", "tug", "bart", "lutamide", "trexed", "tide"};
  const std::string_view word = r.Word(i);
  if (!r.IsKind(i, Item::Kind::kWord) || word.size() < 8 || !std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return false;
  return std::any_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view ending) { return word.ends_with(ending); });
}

}  // namespace

void ReadTherapyAsSaid(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood == Mood::kPermits || !r.MayHoldCue({Cue::kPrior, Cue::kOngoing, Cue::kTreated, Cue::kNaive})) return;
  if (!atoms.empty()) return;
  int lead = -1;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (LeadsToTherapy(r, i) && !r.at(i).lead) lead = i;
  }
  if (lead < 0) return;
  const bool denied = DeniedBefore(r, clause, lead) || r.Is(lead, Cue::kNaive);
  if (denied != (mood == Mood::kRequires)) return;
  for (int i = clause.begin; i < lead; ++i) {
    const bool plain = r.at(i).lead || r.at(i).used || HoldsTogether(r, i) || r.IsAny(i, {Cue::kOr, Cue::kNo, Cue::kNot, Cue::kMustNot, Cue::kPrior, Cue::kOngoing}) || IsEnumerator(r, i, clause.begin, clause.end);
    if (!plain) return;
  }
  const int last = EndOfName(r, clause, lead + 1);
  if (last < 0) return;
  TreatmentLeaf leaf;
  leaf.what = {"any_therapy", "medication"};
  const int name = r.Is(lead + 1, Cue::kFiller) ? lead + 2 : lead + 1;
  if (name == last && IsNameOfDrug(r, name)) leaf.what = {"unlisted_agent"};
  else leaf.said = {AsSaid(r, lead + 1, last + 1)};
  if (r.Is(lead, Cue::kOngoing)) leaf.ongoing = true;
  Atom atom;
  atom.first = lead;
  atom.last = last;
  atom.topic = r.Is(lead, Cue::kOngoing) ? Topic::kConcomitantMedication : Topic::kPriorTherapy;
  atom.negated = denied;
  atom.expression = Expression::OfLeaf(std::move(leaf), r.SpanOf(lead, last), "treatment.as_said");
  atoms.push_back(std::move(atom));
  r.UseRange(clause.begin, last);
}

}  // namespace trialmatch::rules
