#include "rules/parse/illness/illness_leaf.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace trialmatch::rules {
namespace {

using Status = ConditionLeaf::Status;

void AddQuality(const IllnessQuality& quality, ConditionLeaf* leaf) {
  std::string_view as = quality.row->Get("as");
  if (quality.denied) {
    if (as == "needed_steroids")
      leaf->needed_steroids = false;
    else if (as == "detectable" || as == "undetectable")
      leaf->viral_load_undetectable = as == "detectable";
    else
      leaf->lacking.push_back(quality.row->id);
    return;
  }
  if (as == "uncontrolled")
    leaf->status = Status::kUncontrolled;
  else if (as == "active")
    leaf->status = leaf->status == Status::kEver ? Status::kActive : leaf->status;
  else if (as == "past")
    leaf->status = Status::kPast;
  else if (as == "needed_steroids")
    leaf->needed_steroids = true;
  else if (as == "undetectable")
    leaf->viral_load_undetectable = true;
  else if (as == "detectable")
    leaf->viral_load_undetectable = false;
  else if (std::find(leaf->qualities.begin(), leaf->qualities.end(), quality.row->id) ==
           leaf->qualities.end())
    leaf->qualities.push_back(quality.row->id);
}

ConditionLeaf LeafOf(const Illness& illness, const IllnessWay& way) {
  ConditionLeaf leaf;
  leaf.conditions = illness.ids;
  leaf.window = illness.window;
  leaf.min_grade = illness.min_grade;
  leaf.nyha_at_least = illness.nyha;
  leaf.family = illness.family;
  for (const IllnessQuality& quality : way) AddQuality(quality, &leaf);
  return leaf;
}

// `nameless` has no conditions.
bool SameButName(ConditionLeaf* a, const ConditionLeaf& nameless) {
  std::vector<std::string> names = std::exchange(a->conditions, {});
  const bool same = *a == nameless;
  a->conditions = std::move(names);
  return same;
}

}  // namespace

std::vector<ConditionLeaf> LeavesOf(const Illness& illness) {
  std::vector<ConditionLeaf> out;
  // One way that asks nothing takes in the others.
  bool any = illness.ways.empty() || std::any_of(illness.ways.begin(), illness.ways.end(),
                                                 [](const IllnessWay& way) { return way.empty(); });
  if (any) {
    out.push_back(LeafOf(illness, {}));
    return out;
  }
  out.reserve(illness.ways.size());
  for (const IllnessWay& way : illness.ways) out.push_back(LeafOf(illness, way));
  // "Active or uncontrolled HIV": who has it under control, which never goes, is not meant.
  const auto of_status = [](Status status) { return [status](const ConditionLeaf& leaf) { return leaf.status == status; }; };
  if (illness.ids == std::vector<std::string>{"hiv"} && std::any_of(out.begin(), out.end(), of_status(Status::kUncontrolled))) std::erase_if(out, of_status(Status::kActive));
  return out;
}

ConditionLeaf WithGradeAsSaid(ConditionLeaf leaf) {
  if (!leaf.min_grade) return leaf;
  leaf.min_grade.reset();
  leaf.said.emplace_back("of the grade that the text excepts");
  return leaf;
}

void Add(std::vector<Found>* list, ConditionLeaf leaf, const Illness& illness) {
  std::vector<std::string> names = std::exchange(leaf.conditions, {});
  for (Found& one : *list) {
    if (!SameButName(&one.leaf, leaf)) continue;
    std::vector<std::string>& known = one.leaf.conditions;
    for (std::string& id : names) {
      if (std::find(known.begin(), known.end(), id) == known.end()) known.push_back(std::move(id));
    }
    one.last = std::max(one.last, illness.last);
    return;
  }
  leaf.conditions = std::move(names);
  list->push_back({std::move(leaf), illness.first, illness.last});
}

bool FirstWithOthers(const Reading& r, const std::vector<Illness>& illnesses) {
  if (illnesses.size() < 2) return false;
  const Illness &first = illnesses[0], &second = illnesses[1];
  if (first.excepted || second.excepted || second.example || first.example) return false;
  bool joined = false;
  for (int k = first.last + 1; k < second.first; ++k) {
    const bool joins = r.WordIsAny(k, {"with", "patients with", "who have", "who has"}) ||
                       (first.ids[0] == "hiv" && r.Is(k, Cue::kAnd) && r.WordIsAny(k + 1, {"has", "have"}));
    joined = joined || joins;
    const bool passed = joins || r.IsAny(k, {Cue::kFiller, Cue::kPrior, Cue::kKnown, Cue::kDiagnosis}) || r.WordIsAny(k, {"has", "have", "infected", "-"});
    if (!passed) return false;
  }
  if (!joined) return false;
  for (size_t k = 2; k < illnesses.size(); ++k) {
    for (int i = illnesses[k - 1].last + 1; i < illnesses[k].first; ++i) {
      if (r.IsAnyMark(i, ",;")) return false;
    }
  }
  return true;
}

namespace {

// "Concurrent active hepatitis B (...) and hepatitis C infection", "co-infection with ...": no word of a choice outside of brackets.
bool SaysBothAtOnce(const Reading& r, Clause clause) {
  int first = clause.begin;
  while (first < clause.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kFiller) || r.IsAny(first, {Cue::kKnown, Cue::kWith, Cue::kPrior}))) ++first;
  if (!r.WordStarts(first, {"concurrent", "concomitant", "simultaneous", "co-infect", "coinfect", "dual"})) return false;
  int depth = 0;
  bool joined = false;
  for (int i = first; i < clause.end; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (depth > 0) continue;
    if (r.IsAny(i, {Cue::kOr, Cue::kExcept, Cue::kUnless}) || r.IsAnyMark(i, ",;/")) return false;
    joined = joined || r.Is(i, Cue::kAnd);
  }
  return joined;
}

}  // namespace

Expression BothHepatitides(const Reading& r, Clause clause, Expression any) {
  if (!SaysBothAtOnce(r, clause)) return any;
  const std::string kinds[] = {"hepatitis_b", "hepatitis_c"};
  std::vector<Expression> of_kind[2];
  std::vector<Expression> leaves = any.kind == Expression::Kind::kLeaf ? std::vector<Expression>{any} : any.children;
  for (const Expression& one : leaves) {
    const auto* leaf = one.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(one.leaf.get()) : nullptr;
    if (leaf == nullptr) return any;
    for (const std::string& id : leaf->conditions) {
      const size_t kind = id == kinds[0] ? 0 : 1;
      if (id != kinds[kind]) return any;
      ConditionLeaf single = *leaf;
      single.conditions = {id};
      of_kind[kind].push_back(Expression::OfLeaf(std::move(single), one.span, "condition"));
    }
  }
  if (of_kind[0].empty() || of_kind[1].empty()) return any;
  return Expression::All(Expression::Any(std::move(of_kind[0])), Expression::Any(std::move(of_kind[1])));
}

Expression AnyOfIllnesses(const Reading& r, std::span<const Illness> illnesses) {
  std::vector<Expression> any;
  for (const Illness& one : illnesses) {
    for (ConditionLeaf& leaf : LeavesOf(one)) any.push_back(Expression::OfLeaf(std::move(leaf), r.SpanOf(one.first, one.last), "condition"));
  }
  return Expression::Any(std::move(any));
}

}  // namespace trialmatch::rules
