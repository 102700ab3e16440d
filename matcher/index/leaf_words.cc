#include "matcher/index/leaf_words.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>
#include <variant>

#include "matcher/evaluate/compare.h"
#include "matcher/evaluate/condition.h"
#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/marker.h"
#include "matcher/evaluate/treatment.h"

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
    : leaves_(leaves), lexicon_(lexicon), relations_(relations), plans_(leaves.size()) {}

void LeafWords::Ask(std::vector<EvaluationContext> contexts) {
  ++group_;
  contexts_.swap(contexts);
  has_courses_ = treatments_complete_ = medications_complete_ = conditions_complete_ = unnamed_illness_ = 0;
  female_ = male_ = sex_told_ = 0;
  for (size_t i = 0; i < contexts_.size(); ++i) {
    const EvaluationContext& context = contexts_[i];
    const auto put = [bit = Word{1} << i](Word& word, bool holds) { word |= holds ? bit : 0; };
    put(has_courses_, !KeptCourses(context).empty());
    put(treatments_complete_, context.patient.IsComplete("treatments"));
    put(medications_complete_, context.patient.IsComplete("medications"));
    put(conditions_complete_, context.patient.IsComplete("conditions"));
    put(unnamed_illness_, HasUnnamedIllness(context));
    put(female_, context.patient.sex == "female");
    put(male_, context.patient.sex == "male");
    put(sex_told_, !context.patient.sex.empty());
  }
}

LeafWords::Truths LeafWords::Decide(uint32_t leaf, Word fresh) {
  const Plan& plan = PlanOf(leaf);
  switch (plan.way) {
    case Way::kTreatment: return Treatment(plan, fresh);
    case Way::kCondition: return Condition(plan, fresh);
    case Way::kNever: return {.not_met = fresh};
    case Way::kMarker: return Marker(plan, fresh);
    case Way::kOneOf: return OneOf(plan, fresh);
    case Way::kCompare: return Compare(std::get<CompareLeaf>(leaves_[leaf]), plan, fresh);
    default: return {.open = fresh};
  }
}

const LeafWords::Plan& LeafWords::PlanOf(uint32_t leaf) {
  Plan& plan = plans_[leaf];
  if (plan.way == Way::kNotPlanned) plan = Make(leaves_[leaf]);
  return plan;
}

void LeafWords::Add(Plan& plan, const std::string& name, std::function<Truth(const EvaluationContext&)> ask) {
  const auto [at, fresh] = question_ids_.try_emplace(name, static_cast<uint32_t>(questions_.size()));
  if (fresh) questions_.push_back({.ask = std::move(ask)});
  asked_.push_back(at->second);
  ++plan.size;
}

const LeafWords::Question& LeafWords::Answered(uint32_t number) {
  Question& question = questions_[number];
  if (question.group == group_) return question;
  question.group = group_;
  question.met = question.not_met = 0;
  for (size_t i = 0; i < contexts_.size(); ++i) {
    const Truth truth = question.ask(contexts_[i]);
    if (truth == Truth::kMet) question.met |= Word{1} << i;
    if (truth == Truth::kNotMet) question.not_met |= Word{1} << i;
  }
  return question;
}

LeafWords::Plan LeafWords::Make(const rules::Leaf& leaf) {
  if (const auto* treatment = std::get_if<TreatmentLeaf>(&leaf)) return MakeTreatment(*treatment);
  if (const auto* condition = std::get_if<ConditionLeaf>(&leaf)) return MakeCondition(*condition);
  if (const auto* marker = std::get_if<MarkerLeaf>(&leaf)) return MakeMarker(*marker);
  if (const auto* one_of = std::get_if<OneOfLeaf>(&leaf)) return MakeOneOf(*one_of);
  if (const auto* compare = std::get_if<CompareLeaf>(&leaf)) {
    const std::string name = compare->quantity + '\n' + compare->unit + '\n' + std::to_string(static_cast<int>(compare->relative));
    const auto [at, fresh] = quantity_ids_.try_emplace(name, static_cast<uint32_t>(quantities_.size()));
    if (fresh) quantities_.emplace_back().leaf = compare;
    return {.way = Way::kCompare, .first = at->second};
  }
  return {.way = Way::kOneByOne};
}

// Who never had anything that may be of these classes: whether the list is closed is all that counts.
LeafWords::Plan LeafWords::MakeTreatment(const TreatmentLeaf& leaf) {
  if (leaf.quantifier != TreatmentLeaf::Quantifier::kAny || leaf.together) return {.way = Way::kOneByOne};
  Plan plan{.way = Way::kTreatment, .any = leaf.what.empty(), .first = static_cast<uint32_t>(asked_.size())};
  plan.of_treatments = leaf.what.empty();
  plan.first_class = static_cast<uint32_t>(classes_.size());
  for (const std::vector<std::string>* ids : {&leaf.what, &leaf.except}) {
    for (const std::string& id : *ids) classes_.push_back(relations_.ClassNumber(id));
  }
  for (const std::string& id : leaf.what) {
    (relations_.IsMedicine(id) ? plan.of_medications : plan.of_treatments) = true;
    Add(plan, "had " + id, [id, number = relations_.ClassNumber(id)](const EvaluationContext& context) {
      const std::vector<Course>& courses = KeptCourses(context);
      return Perhaps(std::any_of(courses.begin(), courses.end(), [&](const Course& course) { return CourseIs(course, id, number, context) != Truth::kNotMet; }));
    });
  }
  return plan;
}

LeafOutcome LeafWords::Evaluate(uint32_t leaf, size_t patient, const EvaluationContext& context) {
  const Plan& plan = PlanOf(leaf);
  if (plan.way != Way::kTreatment) return EvaluateLeaf(leaves_[leaf], context);
  const auto& treatment = std::get<TreatmentLeaf>(leaves_[leaf]);
  const std::span<const uint32_t> classes = std::span(classes_).subspan(plan.first_class, treatment.what.size() + treatment.except.size());
  const bool closed = (ClosedTo(plan) >> patient & 1) != 0;
  return EvaluateAnyTreatment(treatment, classes.first(treatment.what.size()), classes.last(treatment.except.size()),
                              closed ? Truth::kNotMet : Truth::kUnknown, context);
}

LeafWords::Word LeafWords::ClosedTo(const Plan& plan) const {
  return (plan.of_treatments ? treatments_complete_ : ~Word{0}) & (plan.of_medications ? medications_complete_ : ~Word{0});
}

LeafWords::Truths LeafWords::Treatment(const Plan& plan, Word fresh) {
  Word touched = plan.any ? has_courses_ : 0;
  for (const uint32_t question : Questions(plan)) touched |= Answered(question).met;
  return {.not_met = fresh & ~touched & ClosedTo(plan), .open = fresh & touched};
}

LeafWords::Plan LeafWords::MakeCondition(const ConditionLeaf& leaf) {
  if (leaf.family) return {.way = Way::kNever};
  Plan plan{.way = Way::kCondition, .first = static_cast<uint32_t>(asked_.size())};
  for (const std::string& id : leaf.conditions) {
    Add(plan, "ill " + id, [id](const EvaluationContext& context) { return Perhaps(HasIllnessLike(id, context)); });
  }
  // Behind them, when each may be impossible: whether it is.
  const bool may_be = !leaf.conditions.empty() && std::all_of(leaf.conditions.begin(), leaf.conditions.end(), [&](const std::string& id) {
    const rules::Entry* row = lexicon_.Find(TermKind::kCondition, id);
    return row != nullptr && !row->Get("only_after").empty();
  });
  if (!may_be) return plan;
  plan.excepted = plan.size;
  for (const std::string& id : leaf.conditions) {
    Add(plan, "never " + id, [id](const EvaluationContext& context) { return Perhaps(CannotBe(id, context)); });
  }
  return plan;
}

LeafWords::Truths LeafWords::Condition(const Plan& plan, Word fresh) {
  const std::span<const uint32_t> all = Questions(plan);
  Word touched = 0;
  for (const uint32_t question : all.first(plan.size - plan.excepted)) touched |= Answered(question).met;
  Word impossible = plan.excepted > 0 ? ~Word{0} : 0;
  for (const uint32_t question : all.last(plan.excepted)) impossible &= Answered(question).met;
  // An illness that nobody knows may be any of them.
  return {.not_met = fresh & ~touched & (impossible | (conditions_complete_ & ~unnamed_illness_)), .open = fresh & touched};
}

LeafWords::Plan LeafWords::MakeMarker(const MarkerLeaf& leaf) {
  if (leaf.tested || leaf.score) return {.way = Way::kOneByOne};
  Plan plan{.way = Way::kMarker, .known_only = leaf.known_only, .first = static_cast<uint32_t>(asked_.size())};
  MarkerLeaf asked = leaf;
  plan.negated = leaf.alteration == "wild_type" || leaf.alteration == "negative";
  if (plan.negated) asked.alteration = "any";
  asked.known_only = false;
  for (const std::string& gene : GenesOf(leaf, lexicon_)) {
    asked.genes = {gene};
    asked.except_genes.clear();
    std::string name = "marker " + gene + '\n' + asked.alteration + (asked.resistance ? "\nresistance" : "");
    for (const std::string& detail : asked.details) name += '\n' + detail;
    Add(plan, name, [asked](const EvaluationContext& context) { return GeneTruth(asked, asked.genes.front(), context); });
  }
  return plan;
}

LeafWords::Truths LeafWords::Marker(const Plan& plan, Word fresh) {
  Word met = 0, not_met = ~Word{0};
  for (const uint32_t question : Questions(plan)) {
    const Question& gene = Answered(question);
    met |= gene.met;
    not_met &= gene.not_met;
  }
  if (plan.known_only) not_met |= ~met;
  if (plan.negated) std::swap(met, not_met);
  return {.met = met & fresh, .not_met = not_met & fresh};
}

LeafWords::Plan LeafWords::MakeOneOf(const OneOfLeaf& leaf) {
  using Attribute = OneOfLeaf::Attribute;
  const bool by_value = leaf.attribute == Attribute::kDisease || leaf.attribute == Attribute::kStage || leaf.attribute == Attribute::kSetting ||
                        leaf.attribute == Attribute::kMetastasisSite;
  if (!by_value) return {.way = Way::kOneByOne};
  Plan plan{.way = Way::kOneOf, .any = leaf.values.empty(), .first = static_cast<uint32_t>(asked_.size())};
  const auto add = [&](const std::string& value) {
    const OneOfLeaf alone{.attribute = leaf.attribute, .values = {value}, .edition = leaf.edition};
    Add(plan, "is " + std::to_string(static_cast<int>(leaf.attribute)) + '\n' + std::to_string(leaf.edition) + '\n' + value,
        [alone](const EvaluationContext& context) { return EvaluateOneOf(alone, context).truth; });
  };
  for (const std::string& value : leaf.values) add(value);
  for (const std::string& value : leaf.except) add(value);
  plan.excepted = static_cast<uint32_t>(leaf.except.size());
  return plan;
}

LeafWords::Truths LeafWords::OneOf(const Plan& plan, Word fresh) {
  const std::span<const uint32_t> all = Questions(plan);
  Word met = plan.any ? ~Word{0} : 0, not_met = ~met;
  for (const uint32_t question : all.first(plan.size - plan.excepted)) {
    const Question& value = Answered(question);
    met |= value.met;
    not_met &= value.not_met;
  }
  for (const uint32_t question : all.last(plan.excepted)) {
    const Question& value = Answered(question);
    met &= value.not_met;
    not_met |= value.met;
  }
  return {.met = met & fresh, .not_met = not_met & fresh};
}

const LeafWords::Quantity& LeafWords::Measured(uint32_t number) {
  Quantity& quantity = quantities_[number];
  if (quantity.group == group_) return quantity;
  quantity.group = group_;
  quantity.told = quantity.other = 0;
  for (size_t i = 0; i < contexts_.size(); ++i) {
    const ComparedValue value = ValueOf(*quantity.leaf, contexts_[i]);
    if (value.kind == ComparedValue::Kind::kNumber) quantity.told |= Word{1} << i;
    if (value.kind == ComparedValue::Kind::kOther) quantity.other |= Word{1} << i;
    quantity.low[i] = value.low;
    quantity.high[i] = value.high;
  }
  return quantity;
}

LeafWords::Truths LeafWords::Compare(const CompareLeaf& leaf, const Plan& plan, Word fresh) {
  const Quantity& quantity = Measured(plan.first);
  // Who is 75 and a half is 75 for "at most 75".
  const bool whole_years = leaf.quantity == "age" && IsWhole(leaf.bounds.low) && IsWhole(leaf.bounds.high);
  Truths truths{.open = fresh & quantity.other};
  for (Word left = fresh & quantity.told; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    Interval value{quantity.low[patient], quantity.high[patient]};
    if (whole_years) value = {std::floor(value.low), std::floor(value.high)};
    const Truth truth = Within(value, leaf.bounds);
    truths.met |= Word{truth == Truth::kMet} << patient;
    truths.not_met |= Word{truth == Truth::kNotMet} << patient;
  }
  if (leaf.sex.empty()) return truths;
  // Of the other sex nothing is asked; where the sex is not told, what is met is met for both.
  const Word asked = leaf.sex == "female" ? female_ : leaf.sex == "male" ? male_ : 0;
  const Word other = fresh & sex_told_ & ~asked;
  truths.met |= other;
  truths.not_met &= asked;
  truths.open &= ~other;
  return truths;
}

}  // namespace trialmatch::matcher
