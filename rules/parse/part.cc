#include "rules/parse/part.h"

#include <algorithm>
#include <utility>

#include "rules/parse/asides.h"
#include "rules/parse/domains.h"
#include "rules/parse/join.h"

namespace trialmatch::rules {
namespace {

Atoms ReadDomains(Reading& r, Clause clause, Mood mood) {
  Atoms atoms;
  ReadStandardTherapy(r, clause, atoms);
  ReadPerformance(r, clause, atoms);
  ReadBrain(r, clause, mood, atoms);
  ReadLabs(r, clause, atoms);
  ReadAge(r, clause, atoms);
  ReadTreatments(r, clause, mood, atoms);
  ReadMarkers(r, clause, mood, atoms);
  ReadConditions(r, clause, mood, atoms);
  ReadFacts(r, clause, mood, atoms);
  ReadDisease(r, clause, atoms);
  ReadLogistics(r, clause, atoms);
  return atoms;
}

bool AnyTopic(const Atoms& atoms, bool (*is)(Topic)) {
  return std::any_of(atoms.begin(), atoms.end(), [&](const Atom& a) { return is(a.topic); });
}

// "Biologic therapy: Not specified" says nothing.
bool SaysNothing(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.Find(i, TermKind::kLogistics) == nullptr) continue;
    if (r.WordIs(i, "not specified") || r.WordStarts(i, {"see disease"})) return true;
  }
  return false;
}

// In an exclusion the bare name of the disease under study, or "cancer", is what the sentence is
// about, not what it forbids.
void DropSubjectOfProhibition(Atoms& atoms) {
  bool tumour_only = !AnyTopic(atoms, [](Topic t) { return t != Topic::kDisease; });
  bool beside = AnyTopic(atoms, [](Topic t) { return !OfTumour(t); });
  bool qualified =
      AnyTopic(atoms, [](Topic t) { return t == Topic::kBiomarker || t == Topic::kStageSetting; });
  if (tumour_only || beside || !qualified) {
    std::erase_if(atoms, [](const Atom& a) {
      if (a.topic != Topic::kDisease || a.negated) return false;
      const OneOfLeaf* leaf = BareDisease(a.expression);
      return leaf != nullptr && leaf->except.empty();
    });
  }
  // How far "disease" has gone says nothing alone when the sentence is about treatment or illness.
  if (AnyTopic(atoms, [](Topic t) { return !OfTumour(t); })) {
    std::erase_if(atoms, [](const Atom& a) { return a.topic == Topic::kStageSetting; });
  }
}

// "Have not received treatment for NSCLC": the denial is of the treatment; nobody is asked not to
// have the disease.
void DropDeniedTumour(Atoms& atoms) {
  if (!AnyTopic(atoms, [](Topic t) { return !OfTumour(t); })) return;
  std::erase_if(atoms, [](const Atom& a) {
    return a.negated && (a.topic == Topic::kDisease || a.topic == Topic::kStageSetting);
  });
}

}  // namespace

Part ReadPart(Reading& r, Clause clause, Mood mood) {
  Atoms atoms = ReadDomains(r, clause, mood);
  MarkAsides(r, clause);
  Part part;
  if (SaysNothing(r, clause)) {
    r.UseRange(clause.begin, clause.end - 1);
    part.logistics = true;
    return part;
  }
  part.logistics =
      std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.logistics; });
  std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
  if (mood == Mood::kProhibits)
    DropSubjectOfProhibition(atoms);
  else
    DropDeniedTumour(atoms);
  if (atoms.empty()) return part;
  part.found = true;
  int first = atoms.front().first, last = atoms.front().last;
  for (const Atom& a : atoms) {
    if (TopicWeight(a.topic) > TopicWeight(part.topic)) part.topic = a.topic;
    first = std::min(first, a.first);
    last = std::max(last, a.last);
  }
  Relative relative = HasCue(r, first, last, {Cue::kWho}) ? Relative::kYes : Relative::kNo;
  part.content = JoinAtoms(r, std::move(atoms), mood, relative);
  return part;
}

}  // namespace trialmatch::rules
