#include "matcher/index/leaf_words.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>
#include <variant>

#include "matcher/evaluate/compare.h"
#include "matcher/evaluate/condition.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/kinds.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/marker.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::CompareLeaf;
using rules::ConditionLeaf;
using rules::MarkerLeaf;
using rules::OneOfLeaf;
using rules::TermKind;
using rules::TreatmentLeaf;

namespace {

constexpr Truth Perhaps(bool holds) { return holds ? Truth::kMet : Truth::kNotMet; }

bool IsWhole(const std::optional<double>& bound) { return !bound || *bound == std::floor(*bound); }

}  // namespace

LeafWords::LeafWords(std::span<const rules::Leaf> leaves, const rules::Lexicon& lexicon, KindRelations& relations)
    : leaves_(leaves), lexicon_(lexicon), relations_(relations), courses_(lexicon, relations), plans_(leaves.size()) {}

void LeafWords::Ask(GroupContexts contexts) {
  ++group_;
  std::swap(contexts_, contexts);
  everyone_ = conditions_closed_ = female_ = male_ = sex_told_ = 0;
  for (size_t i = 0; i < contexts_.today().size(); ++i) {
    const EvaluationContext& context = contexts_.today()[i];
    const auto put = [bit = Word{1} << i](Word& word, bool holds) { word |= holds ? bit : 0; };
    put(everyone_, true);
    // An illness that nobody knows may be any of them.
    put(conditions_closed_, context.patient.IsComplete("conditions") && !HasUnnamedIllness(context));
    put(female_, context.patient.sex == "female");
    put(male_, context.patient.sex == "male");
    put(sex_told_, !context.patient.sex.empty());
  }
  courses_.Ask(contexts_);
}

LeafWords::Key LeafWords::KeyOf(uint32_t leaf) {
  const Plan& plan = PlanOf(leaf);
  const uint32_t flags = (plan.any ? 1u : 0u) | (plan.negated ? 2u : 0u) | (plan.known_only ? 4u : 0u);
  switch (plan.way) {
    case Way::kTreatment: return {plan.way, courses_.SettledAs(plan.number), 0, 0};
    case Way::kCondition:
    case Way::kMarker:
    case Way::kOneOf: return {plan.way, plan.number, plan.except, flags};
    case Way::kCompare: return {plan.way, plan.number, plan.rows, 0};
    default: return {plan.way, 0, 0, 0};
  }
}

const std::vector<LeafWords::Ordered>& LeafWords::Order() {
  if (order_.size() == leaves_.size()) return order_;
  std::vector<std::pair<Key, uint32_t>> keys;
  for (uint32_t leaf = 0; leaf < leaves_.size(); ++leaf) keys.emplace_back(KeyOf(leaf), leaf);
  std::sort(keys.begin(), keys.end());
  for (size_t i = 0; i < keys.size(); ++i) order_.push_back({keys[i].second, i > 0 && keys[i].first == keys[i - 1].first});
  return order_;
}

LeafWords::Truths LeafWords::Decide(uint32_t leaf) {
  const Plan& plan = PlanOf(leaf);
  switch (plan.way) {
    case Way::kTreatment: {
      const CourseWords::Settled settled = courses_.Settle(plan.number);
      return {.not_met = settled.not_met, .open = settled.open};
    }
    case Way::kCondition: return Condition(plan);
    case Way::kNever: return {.not_met = everyone_};
    case Way::kMarker: return Marker(plan);
    case Way::kOneOf: return OneOf(plan);
    case Way::kCompare: return Compare(plan);
    default: return {.open = everyone_};
  }
}

LeafWords::Resolved LeafWords::Resolve(uint32_t leaf, Word need) {
  const Plan& plan = PlanOf(leaf);
  if (plan.way == Way::kTreatment) {
    const CourseWords::Truths truths = courses_.Decide(plan.number, When::kToday, everyone_);
    return {.known = everyone_, .met = truths.met, .not_met = truths.not_met, .dated = truths.dated, .stops = truths.stops};
  }
  Resolved out{.known = need};
  for (Word left = need; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    const Word bit = Word{1} << patient;
    const LeafOutcome outcome = EvaluateAlone(leaf, plan, contexts_.today()[patient]);
    if (outcome.truth == Truth::kMet) out.met |= bit;
    if (outcome.truth == Truth::kNotMet) out.not_met |= bit;
    if (outcome.worry) out.worry |= bit;
    const bool dated = std::any_of(outcome.breakpoints.begin(), outcome.breakpoints.end(), [&](base::Day day) { return contexts_.Counts(day); });
    if (dated) out.dated |= bit;
    if (!outcome.needs_stop.empty()) out.stops |= bit;
  }
  return out;
}

LeafWords::Truths LeafWords::Ahead(uint32_t leaf, Word need, Drugs drugs) {
  const Plan& plan = PlanOf(leaf);
  const When when = drugs == Drugs::kStopped ? When::kAheadStopped : When::kAhead;
  const auto* treatment = std::get_if<TreatmentLeaf>(&leaves_[leaf]);
  if (plan.way == Way::kTreatment) {
    const bool counts = treatment->quantifier != TreatmentLeaf::Quantifier::kAny;
    const bool may_be_unsure = !treatment->window.empty() && (counts || treatment->window.anchor != rules::Window::Anchor::kEnrolment);
    if (need == 0 && !may_be_unsure) return {};
    const CourseWords::Truths truths = courses_.Decide(plan.number, when, may_be_unsure ? everyone_ : need);
    return {.met = truths.met & ~truths.unsure, .not_met = truths.not_met & ~truths.unsure, .open = truths.unsure};
  }
  if (treatment != nullptr && !treatment->window.empty()) return {.open = everyone_};
  const Truths told = Decide(leaf);
  Truths truths{.met = told.met, .not_met = told.not_met};
  for (Word left = need & told.open; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    const Truth truth = EvaluateAlone(leaf, plan, contexts_.at(when)[patient]).truth;
    truths.met |= Word{truth == Truth::kMet} << patient;
    truths.not_met |= Word{truth == Truth::kNotMet} << patient;
  }
  return truths;
}

void LeafWords::AddStops(uint32_t leaf, size_t patient, std::vector<std::string>& drugs) {
  const Plan& plan = PlanOf(leaf);
  if (plan.way == Way::kTreatment) return courses_.AddStops(plan.number, patient, drugs);
  const LeafOutcome outcome = EvaluateAlone(leaf, plan, contexts_.today()[patient]);
  drugs.insert(drugs.end(), outcome.needs_stop.begin(), outcome.needs_stop.end());
}

LeafOutcome LeafWords::Evaluate(uint32_t leaf, size_t patient, const EvaluationContext& context) {
  const Plan& plan = PlanOf(leaf);
  return plan.way == Way::kTreatment ? courses_.Evaluate(plan.number, patient, context) : EvaluateAlone(leaf, plan, context);
}

LeafOutcome LeafWords::EvaluateAlone(uint32_t leaf, const Plan& plan, const EvaluationContext& context) const {
  if (plan.way != Way::kCondition) return EvaluateLeaf(leaves_[leaf], context);
  return EvaluateCondition(std::get<ConditionLeaf>(leaves_[leaf]), condition_rows_[plan.rows], context);
}

const LeafWords::Plan& LeafWords::PlanOf(uint32_t leaf) {
  Plan& plan = plans_[leaf];
  if (plan.way == Way::kNotPlanned) plan = Make(leaves_[leaf]);
  return plan;
}

LeafWords::Plan LeafWords::Make(const rules::Leaf& leaf) {
  if (const auto* condition = std::get_if<ConditionLeaf>(&leaf)) return MakeCondition(*condition);
  if (const auto* marker = std::get_if<MarkerLeaf>(&leaf)) return MakeMarker(*marker);
  if (const auto* one_of = std::get_if<OneOfLeaf>(&leaf)) return MakeOneOf(*one_of);
  if (const auto* compare = std::get_if<CompareLeaf>(&leaf)) return MakeCompare(*compare);
  const auto* treatment = std::get_if<TreatmentLeaf>(&leaf);
  if (treatment == nullptr || !CourseWords::CanPlan(*treatment)) return {.way = Way::kOneByOne};
  return {.way = Way::kTreatment, .number = courses_.Plan(*treatment)};
}

uint32_t LeafWords::QuestionOf(const std::string& name, std::function<Truth(const EvaluationContext&)> ask) {
  const auto [at, fresh] = question_ids_.try_emplace(name, static_cast<uint32_t>(questions_.size()));
  if (fresh) questions_.push_back({.ask = std::move(ask)});
  return at->second;
}

uint32_t LeafWords::SetOf(const std::vector<uint32_t>& questions) {
  const auto [at, fresh] = set_ids_.try_emplace(questions, static_cast<uint32_t>(sets_.size()));
  if (!fresh) return at->second;
  sets_.push_back({.first = static_cast<uint32_t>(members_.size()), .size = static_cast<uint32_t>(questions.size())});
  members_.insert(members_.end(), questions.begin(), questions.end());
  return at->second;
}

const LeafWords::Question& LeafWords::Answered(uint32_t number) {
  Question& question = questions_[number];
  if (!IsNew(question.group)) return question;
  question.met = question.not_met = 0;
  const std::vector<EvaluationContext>& contexts = contexts_.today();
  for (size_t i = 0; i < contexts.size(); ++i) {
    const Truth truth = question.ask(contexts[i]);
    if (truth == Truth::kMet) question.met |= Word{1} << i;
    if (truth == Truth::kNotMet) question.not_met |= Word{1} << i;
  }
  return question;
}

const LeafWords::Set& LeafWords::Together(uint32_t number) {
  Set& set = sets_[number];
  if (!IsNew(set.group)) return set;
  set.any = 0;
  set.all = set.none = everyone_;
  for (const uint32_t member : std::span(members_).subspan(set.first, set.size)) {
    const Question& question = Answered(member);
    set.any |= question.met;
    set.all &= question.met;
    set.none &= question.not_met;
  }
  return set;
}

LeafWords::Plan LeafWords::MakeCondition(const ConditionLeaf& leaf) {
  if (leaf.family) return {.way = Way::kNever};
  std::vector<uint32_t> has, cannot;
  ConditionRows rows = RowsOf(leaf, lexicon_);
  for (const std::string& id : leaf.conditions) {
    const std::optional<uint32_t> row = rows.conditions[has.size()];
    has.push_back(QuestionOf("ill " + id, [id, row](const EvaluationContext& context) { return Perhaps(HasIllnessLike(id, row, context)); }));
  }
  Plan plan{.way = Way::kCondition, .number = SetOf(has), .rows = static_cast<uint32_t>(condition_rows_.size())};
  condition_rows_.push_back(std::move(rows));
  const bool may_be_impossible = !leaf.conditions.empty() && std::all_of(leaf.conditions.begin(), leaf.conditions.end(), [&](const std::string& id) {
    const rules::Entry* row = lexicon_.Find(TermKind::kCondition, id);
    return row != nullptr && !row->Get("only_after").empty();
  });
  if (!may_be_impossible) return plan;
  for (const std::string& id : leaf.conditions) {
    cannot.push_back(QuestionOf("never " + id, [id](const EvaluationContext& context) { return Perhaps(CannotBe(id, context)); }));
  }
  plan.except = SetOf(cannot);
  return plan;
}

LeafWords::Truths LeafWords::Condition(const Plan& plan) {
  const Word touched = Together(plan.number).any;
  const Word impossible = plan.except != kNoSet ? Together(plan.except).all : 0;
  return {.not_met = ~touched & (impossible | conditions_closed_), .open = touched};
}

LeafWords::Plan LeafWords::MakeMarker(const MarkerLeaf& leaf) {
  if (leaf.tested || leaf.score) return {.way = Way::kOneByOne};
  MarkerLeaf asked = leaf;
  const bool negated = leaf.alteration == "wild_type" || leaf.alteration == "negative";
  if (negated) asked.alteration = "any";
  asked.known_only = false;
  std::vector<uint32_t> genes;
  for (const std::string& gene : GenesOf(leaf, lexicon_)) {
    asked.genes = {gene};
    asked.except_genes.clear();
    std::string name = "marker " + gene + '\n' + asked.alteration + (asked.resistance ? "\nresistance" : "");
    for (const std::string& detail : asked.details) name += '\n' + detail;
    genes.push_back(QuestionOf(name, [question = GeneQuestion(asked, gene, relations_, lexicon_)](const EvaluationContext& context) { return question.Ask(context); }));
  }
  return {.way = Way::kMarker, .negated = negated, .known_only = leaf.known_only, .number = SetOf(genes)};
}

LeafWords::Truths LeafWords::Marker(const Plan& plan) {
  const Set& genes = Together(plan.number);
  const Word met = genes.any, not_met = plan.known_only ? everyone_ & ~met : genes.none;
  return plan.negated ? Truths{.met = not_met, .not_met = met} : Truths{.met = met, .not_met = not_met};
}

LeafWords::Plan LeafWords::MakeOneOf(const OneOfLeaf& leaf) {
  using Attribute = OneOfLeaf::Attribute;
  const bool by_value = leaf.attribute == Attribute::kDisease || leaf.attribute == Attribute::kStage || leaf.attribute == Attribute::kSetting ||
                        leaf.attribute == Attribute::kMetastasisSite;
  if (!by_value) return {.way = Way::kOneByOne};
  const auto set_of = [&](const std::vector<std::string>& values) {
    std::vector<uint32_t> questions;
    for (const std::string& value : values) {
      const OneOfLeaf alone{.attribute = leaf.attribute, .values = {value}, .edition = leaf.edition};
      const std::string name = "is " + std::to_string(static_cast<int>(leaf.attribute)) + '\n' + std::to_string(leaf.edition) + '\n' + value;
      questions.push_back(QuestionOf(name, [alone](const EvaluationContext& context) { return EvaluateOneOf(alone, context).truth; }));
    }
    return SetOf(questions);
  };
  return {.way = Way::kOneOf, .any = leaf.values.empty(), .number = set_of(leaf.values), .except = leaf.except.empty() ? kNoSet : set_of(leaf.except)};
}

LeafWords::Truths LeafWords::OneOf(const Plan& plan) {
  Truths truths{.met = everyone_};
  if (!plan.any) {
    const Set& values = Together(plan.number);
    truths = {.met = values.any, .not_met = values.none};
  }
  if (plan.except == kNoSet) return truths;
  const Set& except = Together(plan.except);
  return {.met = truths.met & except.none, .not_met = truths.not_met | except.any};
}

LeafWords::Plan LeafWords::MakeCompare(const CompareLeaf& leaf) {
  const std::string name = leaf.quantity + '\n' + leaf.unit + '\n' + std::to_string(static_cast<int>(leaf.relative));
  const auto [at, fresh] = quantity_ids_.try_emplace(name, static_cast<uint32_t>(quantities_.size()));
  if (fresh) quantities_.emplace_back().leaf = &leaf;
  using Sex = Compared::Sex;
  const Sex sex = leaf.sex.empty() ? Sex::kAll : leaf.sex == "female" ? Sex::kFemale : leaf.sex == "male" ? Sex::kMale : Sex::kOther;
  const auto row = static_cast<uint32_t>(compared_.size());
  // Who is 75 and a half is 75 for "at most 75".
  compared_.push_back({.bounds = leaf.bounds, .sex = sex, .whole = leaf.quantity == "age" && IsWhole(leaf.bounds.low) && IsWhole(leaf.bounds.high)});
  return {.way = Way::kCompare, .number = at->second, .rows = row};
}

const LeafWords::Quantity& LeafWords::Measured(uint32_t number) {
  Quantity& quantity = quantities_[number];
  if (!IsNew(quantity.group)) return quantity;
  quantity.told = quantity.rough = quantity.other = 0;
  for (size_t i = 0; i < contexts_.today().size(); ++i) {
    const ComparedValue value = ValueOf(*quantity.leaf, contexts_.today()[i]);
    if (value.kind == ComparedValue::Kind::kNumber) quantity.told |= Word{1} << i;
    if (value.kind == ComparedValue::Kind::kRough) quantity.rough |= Word{1} << i;
    if (value.kind == ComparedValue::Kind::kOther) quantity.other |= Word{1} << i;
    quantity.low[i] = value.low;
    quantity.high[i] = value.high;
  }
  return quantity;
}

LeafWords::Truths LeafWords::Compare(const Plan& plan) {
  const Compared& leaf = compared_[plan.rows];
  const Quantity& quantity = Measured(plan.number);
  Truths truths{.open = quantity.other};
  for (Word left = quantity.told | quantity.rough; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    Interval value{quantity.low[patient], quantity.high[patient]};
    if (leaf.whole) value = {std::floor(value.low), std::floor(value.high)};
    const bool too_near = (quantity.rough >> patient & 1) != 0 && !ClearOf(leaf.bounds, value.low);
    const Truth truth = too_near ? Truth::kUnknown : Within(value, leaf.bounds);
    truths.met |= Word{truth == Truth::kMet} << patient;
    truths.not_met |= Word{truth == Truth::kNotMet} << patient;
  }
  if (leaf.sex == Compared::Sex::kAll) return truths;
  // Of the other sex nothing is asked; where the sex is not told, what is met is met for both.
  const Word asked = leaf.sex == Compared::Sex::kFemale ? female_ : leaf.sex == Compared::Sex::kMale ? male_ : 0;
  const Word other = sex_told_ & ~asked;
  truths.met |= other;
  truths.not_met &= asked;
  truths.open &= ~other;
  return truths;
}

}  // namespace trialmatch::matcher
