#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

Topic TopicOfFact(const std::string& fact) {
  if (fact == "measurable" || fact == "evaluable") return Topic::kMeasurable;
  if (fact == "pregnant" || fact == "breastfeeding" || fact == "can_become_pregnant") return Topic::kReproductive;
  if (fact == "cancer_progressing") return Topic::kPriorTherapy;
  if (fact == "healthy_volunteer") return Topic::kDisease;
  if (fact == "surgery_planned") return Topic::kStageSetting;
  return Topic::kOther;
}

}  // namespace

void ReadFacts(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  for (int i = clause.begin; i < clause.end; ++i) {
    const Entry* entry = r.Find(i, TermKind::kFact);
    if (entry == nullptr || r.at(i).used) continue;
    std::string fact = entry->id;
    bool turned = false;
    if (fact == "pregnancy_test_negative") { fact = "pregnant"; turned = true; }
    if (fact == "cannot_swallow") { fact = "can_swallow"; turned = true; }
    if (fact == "unmeasurable") { fact = "measurable"; turned = true; }
    if (fact == "can_become_pregnant") {
      // Nearly always says for whom something holds; the sex-specific duties beside it are the site's.
      r.Use(i);
      continue;
    }
    bool reproductive = fact == "pregnant" || fact == "breastfeeding";
    if (mood == Mood::kRequires && reproductive && !turned && !DeniedBefore(r, clause, i)) {
      // Nobody is asked to be pregnant: "should a woman become pregnant ..." is advice.
      r.Use(i);
      continue;
    }
    Atom atom;
    atom.first = atom.last = i;
    atom.topic = TopicOfFact(fact);
    // "negative pregnancy test" says it itself; a "not" far before it belongs to other words.
    bool cannot = r.Is(i - 1, Cue::kMustNot) && r.WordStarts(i - 1, {"cannot", "can not"});
    if (cannot) r.Use(i - 1);
    atom.negated = turned || cannot || DeniedBefore(r, clause, i);
    // "A negative test is required, and she must not be breastfeeding": nobody is asked to be
    // pregnant, however the denials of a sentence add up.
    if (reproductive && mood != Mood::kPermits) atom.negated = mood == Mood::kRequires;
    atom.expression = Expression::OfLeaf(FactLeaf{fact}, r.SpanOf(i, i), "fact." + fact);
    r.Use(i);
    atoms.push_back(std::move(atom));
  }
}

void ReadLogistics(Reading& r, Clause clause, Atoms& atoms) {
  for (int i = clause.begin; i < clause.end; ++i) {
    bool judged = r.Is(i, Cue::kInvestigator) || r.Is(i, Cue::kAllergy);
    if ((r.Find(i, TermKind::kLogistics) == nullptr && !judged) || r.at(i).used) continue;
    Atom atom;
    atom.first = atom.last = i;
    atom.topic = Topic::kLogistics;
    atom.logistics = true;
    atom.expression = Expression::Always(r.SpanOf(i, i), "logistics");
    r.Use(i);
    atoms.push_back(std::move(atom));
  }
}

}  // namespace trialmatch::rules
