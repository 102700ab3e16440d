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

// Every lab of the expression is bounded on the side that nobody worries about ("hemoglobin >= 9").
bool OnlyHealthyLabs(const Lexicon& lexicon, const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) {
    return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), [&](const Expression& c) { return OnlyHealthyLabs(lexicon, c); });
  }
  const auto* leaf = std::get_if<CompareLeaf>(&e.leaf);
  const Entry* lab = leaf != nullptr ? lexicon.Find(TermKind::kLab, leaf->quantity) : nullptr;
  if (lab == nullptr || leaf->bounds.low.has_value() == leaf->bounds.high.has_value()) return false;
  return lab->Get("worry") == (leaf->bounds.low ? "low" : "high");
}

// Nobody is excluded for healthy values: "ANC >= 1,500" among the exclusions states what is asked
// for. Beside other reasons to exclude it is part of something that was not understood.
void TurnHealthyLabs(const Reading& r, Atoms& atoms) {
  const bool labs_only = std::all_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kLab; });
  for (Atom& a : atoms) {
    if (a.topic != Topic::kLab || a.negated || !OnlyHealthyLabs(r.lexicon(), a.expression)) continue;
    if (labs_only) a.negated = true;
    else a.expression = Expression::Opaque(r.SpanOf(a.first, a.last));
  }
}

// "(Liver metastases allowed)" beside a bound of the liver's asks for no metastases.
void DropSiteBesideLab(Atoms& atoms) {
  if (!AnyTopic(atoms, [](Topic t) { return t == Topic::kLab; })) return;
  std::erase_if(atoms, [](const Atom& a) {
    const auto* leaf = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(&a.expression.leaf) : nullptr;
    return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kMetastasisSite;
  });
}

// Words of [begin, end) that leave the weight of an illness to the study site.
bool LimitsCompliance(const Reading& r, int begin, int end) {
  if (!HasCue(r, begin, end, {Cue::kWho})) return false;
  for (int i = begin; i < end; ++i) {
    if (r.Find(i, TermKind::kLogistics) != nullptr && r.WordContains(i, {"complian", "interfere", "jeopard", "confound", "interpretation", "risk"})) return true;
  }
  return false;
}

}  // namespace

Part ReadPart(Reading& r, Clause clause, Mood mood) {
  Atoms atoms = ReadDomains(r, clause, mood);
  MarkAsides(r, clause);
  Part part;
  const auto bounded = [](Topic t) { return t == Topic::kPerformance || t == Topic::kLab || t == Topic::kAgeSex; };
  if (SaysNothing(r, clause) && !AnyTopic(atoms, bounded)) {
    r.UseRange(clause.begin, clause.end - 1);
    part.logistics = true;
    return part;
  }
  part.logistics =
      std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.logistics; });
  std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
  if (mood == Mood::kProhibits) TurnHealthyLabs(r, atoms);
  if (mood == Mood::kProhibits)
    DropSubjectOfProhibition(atoms);
  else
    DropDeniedTumour(atoms);
  if (mood == Mood::kRequires) DropSiteBesideLab(atoms);
  if (atoms.empty()) return part;
  part.found = true;
  int first = atoms.front().first, last = atoms.front().last;
  for (const Atom& a : atoms) {
    if (TopicWeight(a.topic) > TopicWeight(part.topic)) part.topic = a.topic;
    first = std::min(first, a.first);
    last = std::max(last, a.last);
  }
  // "An abnormal ECG that is significant, including QTcF > 470 ms": what is included excludes alone.
  bool includes = std::any_of(atoms.begin(), atoms.end(), [&](const Atom& a) {
    return a.topic == Topic::kLab && HasCue(r, std::max(clause.begin, a.first - 4), a.first, {Cue::kIncluding});
  });
  Relative relative = HasCue(r, first, last, {Cue::kWho}) && !includes ? Relative::kYes : Relative::kNo;
  part.content = JoinAtoms(r, std::move(atoms), mood, relative);
  // "Psychiatric illness that would limit compliance": how bad it must be is the site's to judge, so having it does not exclude.
  bool judged = part.topic == Topic::kComorbidity && LimitsCompliance(r, last + 1, clause.end);
  if (mood == Mood::kProhibits && judged) {
    part.content = Expression::All({std::move(part.content), Expression::Opaque(r.SpanOf(last + 1, clause.end - 1))});
  }
  return part;
}

}  // namespace trialmatch::rules
