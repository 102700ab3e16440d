#include "rules/parse/brain/state_behind.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rules/parse/brain/part_of_state.h"
#include "rules/parse/domains.h"
#include "rules/parse/narrowed_denial.h"

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
        r.WordIsAny(i, {"patients", "they"});
    if (!person && !r.IsAny(i, {Cue::kHowever, Cue::kFiller}) && !r.IsMark(i, ',')) return -1;
    people = people || person;
  }
  return -1;
}

// "Note: patients are eligible if": where their state starts, or -1.
int StateOfEligible(const Reading& r, Clause sentence) {
  bool people = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.Is(i, Cue::kPermitted)) {
      const int given = r.Is(i + 1, Cue::kOnly) ? i + 2 : i + 1;
      return people && r.Is(given, Cue::kIf) ? given + 1 : -1;
    }
    const bool person =
        r.WordIsAny(i, {"patients", "they"});
    if (!person && !r.IsAny(i, {Cue::kHowever, Cue::kFiller, Cue::kNote}) &&
        !r.IsAnyMark(i, ",:("))
      return -1;
    people = people || person;
  }
  return -1;
}

void WhereverTheyAre(Expression* e) {
  auto* leaf =
      e->kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(e->leaf.get()) : nullptr;
  if (leaf != nullptr) leaf->site = BrainLeaf::Site::kEither;
  for (Expression& child : e->children) WhereverTheyAre(&child);
}

// Brain metastases are forbidden; "patients are eligible if stable".
void ReadStateOfEligible(Reading& r, Clause sentence, std::vector<Statement>* statements) {
  Statement& last = statements->back();
  const Statement& before = *(statements->end() - 2);
  if (before.topic != Topic::kCns || before.mood != Mood::kProhibits) return;
  const int state = StateOfEligible(r, sentence);
  if (state < 0) return;
  std::optional<Expression> read = ReadBrainState(r, {state, sentence.end});
  const bool whole = read.has_value();
  BrainLeaf any;
  any.site = BrainLeaf::Site::kEither;
  if (!read) read = ReadPartOfBrainState(r, {state, sentence.end}, Expression::OfLeaf(any, last.span, "brain.any"));
  if (!read) return;
  r.UseRange(sentence.begin, state - 1);
  WhereverTheyAre(&*read);
  last.content = *std::move(read);
  last.topic = Topic::kCns;
  last.understood = whole ? Understood::kFull : Understood::kPartial;
}

// Nothing but metastases in a bad state, and what is no metastasis.
bool OnlyBadStates(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf)
    return e.kind == Expression::Kind::kAny &&
           std::all_of(e.children.begin(), e.children.end(), OnlyBadStates);
  const auto* leaf = std::get_if<BrainLeaf>(e.leaf.get());
  return leaf == nullptr || leaf->active.value_or(false) || leaf->progressing.value_or(false) ||
         leaf->symptomatic.value_or(false) || !leaf->treated.value_or(true);
}

}  // namespace

void PassOverPermittedTherapyOfBrain(const Reading& r, Clause sentence,
                                     std::vector<Statement>* statements) {
  Statement& last = statements->back();
  if (last.mood != Mood::kPermits || last.topic != Topic::kCns) return;
  int first = sentence.begin;
  while (first < sentence.end && (r.IsAny(first, {Cue::kFiller, Cue::kPrior, Cue::kHowever}) || r.IsMark(first, ','))) ++first;
  if (!IsLocalTherapy(r, first)) return;
  const auto rule = std::find_if(statements->begin(), statements->end() - 1, [](const Statement& s) { return s.mood == Mood::kProhibits && s.topic == Topic::kCns; });
  if (rule == statements->end() - 1) return;
  const Expression& forbidden = rule->content;
  if (!SpeaksOfBrain(forbidden) || !OnlyBadStates(forbidden)) return;
  last.content = Expression::Always(last.span, "nothing_said");
  last.empty = true;
}

void ReadStateOfMetastases(Reading& r, Clause sentence, std::vector<Statement>* statements) {
  Statement& last = statements->back();
  if (last.understood == Understood::kNone && !last.empty && last.mood == Mood::kPermits)
    return ReadStateOfEligible(r, sentence, statements);
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

bool FollowsLocalTherapy(const Reading& r, Clause clause, int noun) {
  int i = noun + 1;
  if (!r.Is(i, Cue::kSince) || !r.WordIsAny(i, {"after", "following"})) return false;
  for (++i; i < clause.end && r.IsAny(i, {Cue::kPrior, Cue::kFiller}); ++i) {}
  return i < clause.end && IsLocalTherapy(r, i);
}

}  // namespace trialmatch::rules
