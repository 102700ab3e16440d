#include "rules/parse/brain/state_behind.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool SpeaksOfBrain(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<BrainLeaf>(*e.leaf);
  return std::any_of(e.children.begin(), e.children.end(), SpeaksOfBrain);
}

// "But participants must": the demand, or -1.
int DemandOfPeople(const Reading& r, Clause sentence) {
  bool people = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.Is(i, Cue::kMust)) return people ? i : -1;
    const bool person =
        r.WordIsAny(i, {"patients", "participants", "subjects", "individuals", "they"});
    if (!person && !r.IsAny(i, {Cue::kHowever, Cue::kFiller}) && !r.IsMark(i, ',')) return -1;
    people = people || person;
  }
  return -1;
}

}  // namespace

void ReadStateOfMetastases(Reading& r, Clause sentence, std::vector<Statement>* statements) {
  Statement& last = statements->back();
  if (last.understood != Understood::kNone || last.empty || last.logistics ||
      last.mood != Mood::kRequires)
    return;
  const bool of_brain =
      std::any_of(statements->begin(), statements->end() - 1,
                  [](const Statement& s) { return !s.empty && SpeaksOfBrain(s.content); });
  const int must = of_brain ? DemandOfPeople(r, sentence) : -1;
  if (must < 0) return;
  std::optional<Expression> state = ReadBrainState(r, {must + 1, sentence.end});
  if (!state) return;
  r.UseRange(sentence.begin, must);
  BrainLeaf any;
  last.content =
      Expression::When(Expression::OfLeaf(any, last.span, "brain.any"), *std::move(state));
  last.topic = Topic::kCns;
  last.understood = Understood::kFull;
}

int AnticonvulsantsBehind(const Reading& r, int i) {
  const Entry* drugs = r.Is(i, Cue::kOr) ? r.Find(i + 1, TermKind::kDrugClass) : nullptr;
  return drugs != nullptr && drugs->id == "antiepileptic" ? i + 1 : -1;
}

bool BehindOffSteroids(const Reading& r, int i) { return r.Is(i - 1, Cue::kOffSteroids); }

Expression WithoutAnticonvulsants(Reading& r, Clause clause, Expression state) {
  for (int i = clause.begin; i < clause.end; ++i) {
    const int drugs = BehindOffSteroids(r, i) ? AnticonvulsantsBehind(r, i) : -1;
    if (drugs < 0 || r.at(drugs).used) continue;
    r.UseRange(i, drugs);
    return Expression::All(std::move(state), Expression::Not(TakesAnticonvulsants(r, drugs)));
  }
  return state;
}

void AddAnticonvulsants(Reading& r, Clause clause, std::vector<Expression>* parts) {
  for (int i = clause.begin; i < clause.end; ++i) {
    const int drugs = AnticonvulsantsBehind(r, i);
    if (drugs < 0 || r.at(drugs).used) continue;
    r.Use(drugs);
    Expression metastases =
        Expression::OfLeaf(BrainLeaf(), r.SpanOf(clause.begin, drugs), "brain.any");
    parts->push_back(Expression::All(std::move(metastases), TakesAnticonvulsants(r, drugs)));
  }
}

Expression TakesAnticonvulsants(const Reading& r, int i) {
  TreatmentLeaf leaf;
  leaf.what = {"antiepileptic"};
  leaf.ongoing = true;
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(i, i), "treatment.had");
}

}  // namespace trialmatch::rules
