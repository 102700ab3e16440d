#include "rules/parse/therapy/therapy_toxicity.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/said_words.h"

namespace trialmatch::rules {
namespace {

constexpr WordPattern kToxicity[] = {"toxic", "intoleran", "adverse", "side effect", "irae"};
constexpr WordPattern kStopped[] = {"discontinu", "stopped", "withdrawn", "ceased", "terminated"};

constexpr WordPattern kAftermath[] = {"complication", "sequela", "necrosis", "damage", "injury", "symptom", "manifestation", "impairment", "deficit", "fibrosis", "effects", "reaction", "changes", "events"};

bool IsCause(const Reading& r, int i) {
  return r.Is(i, Cue::kFor) || r.WordIsAny(i, {"for", "due to", "because of", "owing to", "as a result of", "secondary to", "because"}) ||
         (r.WordIsAny(i, {"due", "owing", "secondary"}) && r.WordIs(i + 1, "to"));
}

// The word for its end near the therapy, in the same part of the clause; or -1.
int StoppedAt(const Reading& r, Clause clause, const Atom& therapy) {
  int stopped = -1;
  for (int i = std::max(clause.begin, therapy.first - 4); i < std::min(clause.end, therapy.last + 7); ++i) {
    if (i > therapy.last && (r.IsAnyMark(i, ";.:") || r.IsAny(i, {Cue::kOr, Cue::kUnless, Cue::kExcept}))) break;
    const bool inside = i >= therapy.first && i <= therapy.last;
    if (!inside && r.WordContains(i, kStopped) && !r.WordContains(i, {"not"})) stopped = i;
  }
  return stopped;
}

// An illness that comes of the therapy alone.
bool IsReaction(const Atom& atom) {
  const auto* illness = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(atom.expression.leaf.get()) : nullptr;
  return illness != nullptr && illness->conditions == std::vector<std::string>{"immune_related_adverse_event"};
}

// Why it was stopped; whether that was read.
bool KeepCause(Reading& r, Clause clause, int stopped, Atom& therapy, TreatmentLeaf* leaf, Atoms& atoms) {
  const int behind = std::max(stopped, therapy.last);
  int cause = behind + 1;
  while (cause < clause.end && cause < behind + 5 && !IsCause(r, cause)) ++cause;
  if (cause >= clause.end || !IsCause(r, cause)) return false;
  const auto illness = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& a) { return IsReaction(a) && a.first > cause && a.first <= cause + 6 && a.negated == therapy.negated; });
  if (illness != atoms.end()) {
    therapy.expression = Expression::All(std::move(therapy.expression), std::move(illness->expression));
    therapy.last = std::max(therapy.last, illness->last);
    r.UseRange(stopped, cause);
    atoms.erase(illness);
    return true;
  }
  // What another illness had to do with it is not told.
  const auto told = [&](const Atom& a) { return a.first > cause && a.first <= cause + 6 && a.topic == Topic::kComorbidity; };
  if (std::any_of(atoms.begin(), atoms.end(), told)) return false;
  for (int i = cause + 1; i < clause.end && i <= cause + 5 && !r.IsAnyMark(i, ",;.:"); ++i) {
    if (!r.WordContains(i, kToxicity)) continue;
    leaf->outcome = TreatmentLeaf::Outcome::kIntolerance;
    r.UseRange(stopped < therapy.first ? therapy.last + 1 : stopped, i);
    break;
  }
  return false;
}

// "Led to", "requiring", before the end of the therapy.
bool LeadsTo(const Reading& r, int i) {
  return r.WordIsAny(i, {"leading to", "led to", "lead to", "resulting in", "resulted in", "requiring", "required", "necessitating", "necessitated", "causing", "caused", "prompting", "warranting"}) ||
         (r.WordIsAny(i, {"leading", "led", "lead"}) && r.WordIs(i + 1, "to")) || (r.WordIsAny(i, {"resulting", "resulted"}) && r.WordIs(i + 1, "in"));
}

// "Immune-related events leading to discontinuation of immunotherapy": what led to its end stands before it; whether an atom went.
bool KeepCauseBefore(Reading& r, Clause clause, int stopped, Atom& therapy, TreatmentLeaf* leaf, Atoms& atoms) {
  const int end = std::min(stopped, therapy.first);
  int leads = end - 1;
  while (leads >= clause.begin && leads >= end - 6 && !LeadsTo(r, leads)) --leads;
  if (leads < clause.begin || !LeadsTo(r, leads)) return false;
  const auto illness = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& a) { return IsReaction(a) && a.last < leads && a.last >= leads - 4 && a.negated == therapy.negated; });
  if (illness != atoms.end()) {
    therapy.expression = Expression::All(std::move(therapy.expression), std::move(illness->expression));
    therapy.first = std::min(therapy.first, illness->first);
    r.UseRange(leads, std::max(stopped, therapy.last));
    atoms.erase(illness);
    return true;
  }
  for (int i = leads - 1; i >= clause.begin && i >= leads - 4 && !r.IsAnyMark(i, ",;.:"); --i) {
    if (!r.WordContains(i, kToxicity)) continue;
    leaf->outcome = TreatmentLeaf::Outcome::kIntolerance;
    r.UseRange(i, std::max(stopped, therapy.last));
    break;
  }
  return false;
}

// "With grade 3 toxicity".
void KeepGrade(Reading& r, Clause clause, const Atom& therapy, TreatmentLeaf* leaf) {
  for (int i = therapy.last + 1; i < clause.end && i <= therapy.last + 3; ++i) {
    if (r.IsAnyMark(i, ",;.:()") || r.Is(i, Cue::kOr)) return;
    if (!r.WordIsAny(i, {"with", "having", "experienced", "and experienced", "developed"})) continue;
    for (int k = i + 1; k < clause.end && k <= i + 6 && !r.IsAnyMark(k, ",;.:("); ++k) {
      if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kDisease}))) return;
      if (!r.WordContains(k, kToxicity)) continue;
      leaf->said.push_back(AsSaid(r, i, k + 1));
      return r.UseRange(i, k);
    }
    return;
  }
}

// "Manifestations of a previous checkpoint inhibitor", "symptoms after chemotherapy": who had the therapy is not forbidden for that alone.
void KeepAftermath(Reading& r, Clause clause, const Atom& therapy, TreatmentLeaf* leaf) {
  bool joined = false;
  for (int i = therapy.first - 1; i >= clause.begin && i >= therapy.first - 6; --i) {
    if (r.IsAnyMark(i, ",;.:()") || r.IsAny(i, {Cue::kOr, Cue::kAnd})) return;
    const bool ends_joined = r.WordContains(i, {" of", " to", " from", " after"});
    if ((joined || ends_joined) && r.WordContains(i, kAftermath)) {
      if (r.IsTermOf(i, KindBits({TermKind::kCondition}))) return;
      leaf->said.push_back(AsSaid(r, i, therapy.first));
      return r.UseRange(i, therapy.first - 1);
    }
    joined = joined || r.WordIsAny(i, {"of", "of the", "from", "after", "following", "to", "due to", "caused by", "related to", "secondary to", "during", "with", "to the"});
  }
}

}  // namespace

void KeepToxicity(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  const bool aftermath = r.MayHoldWord(kAftermath);
  if (!aftermath && !r.MayHoldWord(kToxicity) && !r.MayHoldWord(kStopped)) return;
  for (size_t t = 0; t < atoms.size(); ++t) {
    Atom& atom = atoms[t];
    auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom.expression.leaf.get()) : nullptr;
    const bool forbidden = (mood == Mood::kProhibits) != atom.negated;
    if (leaf == nullptr || !forbidden || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome) continue;
    const int stopped = StoppedAt(r, clause, atom);
    if (stopped < 0) KeepGrade(r, clause, atom, leaf);
    else if (KeepCause(r, clause, stopped, atom, leaf, atoms) || KeepCauseBefore(r, clause, stopped, atom, leaf, atoms)) return;   // an atom went
    if (aftermath && leaf->said.empty() && leaf->window.empty() && leaf->outcome == TreatmentLeaf::Outcome::kAnyOutcome) KeepAftermath(r, clause, atom, leaf);
  }
}

}  // namespace trialmatch::rules
