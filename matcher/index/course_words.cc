#include "matcher/index/course_words.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/status.h"
#include "matcher/evaluate/treatment.h"
#include "matcher/index/leaf_codec.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::TreatmentLeaf;

namespace {

// The member that a demand is read from, by its bytes.
std::string KeyOf(const TreatmentLeaf& leaf, std::optional<Demand> demand) {
  ByteWriter bytes;
  if (!demand) {
    bytes(leaf.window);
    return "w" + bytes.Take();
  }
  switch (*demand) {
    case Demand::kForThisCancer: break;
    case Demand::kIntents: bytes(leaf.intents); break;
    case Demand::kExceptIntents: bytes(leaf.except_intents); break;
    case Demand::kOutcome: bytes(leaf.outcome); break;
    case Demand::kSites: bytes(leaf.sites); break;
    case Demand::kDose: bytes(leaf.dose_gy); break;
    case Demand::kMarrow: break;
    case Demand::kMajor: bytes(leaf.major); break;
    case Demand::kOngoing: bytes(leaf.ongoing.value_or(true)); break;
  }
  return std::to_string(static_cast<int>(*demand)) + bytes.Take();
}

}  // namespace

uint32_t CourseWords::ClassOf(const std::string& id) {
  const auto [at, fresh] = class_ids_.try_emplace(id, static_cast<uint32_t>(classes_.size()));
  if (fresh) classes_.push_back({.id = id, .number = relations_.ClassNumber(id)});
  return at->second;
}

uint32_t CourseWords::KindOf(const TreatmentLeaf& leaf) {
  ByteWriter bytes;
  bytes(leaf.what, leaf.except);
  const auto [at, fresh] = kind_ids_.try_emplace(bytes.Take(), static_cast<uint32_t>(kinds_.size()));
  if (!fresh) return at->second;
  Kind kind{.any = leaf.what.empty(), .of_treatments = leaf.what.empty(), .first = static_cast<uint32_t>(kind_classes_.size())};
  for (const std::string& id : leaf.what) {
    kind_classes_.push_back(ClassOf(id));
    (relations_.IsMedicine(id) ? kind.of_medications : kind.of_treatments) = true;
  }
  for (const std::string& id : leaf.except) kind_classes_.push_back(ClassOf(id));
  kind.size = static_cast<uint32_t>(leaf.what.size() + leaf.except.size());
  kind.excepted = static_cast<uint32_t>(leaf.except.size());
  kinds_.push_back(kind);
  return at->second;
}

uint32_t CourseWords::AskedOf(const TreatmentLeaf& leaf, std::optional<Demand> demand) {
  const auto [at, fresh] = asked_ids_.try_emplace(KeyOf(leaf, demand), static_cast<uint32_t>(asked_.size()));
  if (fresh) asked_.push_back({.leaf = &leaf, .demand = demand});
  return at->second;
}

uint32_t CourseWords::Plan(const TreatmentLeaf& leaf) {
  Planned plan{.leaf = &leaf, .kind = KindOf(leaf), .first = static_cast<uint32_t>(demands_.size())};
  const auto add = [&](bool asks, Demand demand) {
    if (asks) demands_.push_back(AskedOf(leaf, demand));
  };
  add(leaf.for_this_cancer, Demand::kForThisCancer);
  add(!leaf.intents.empty(), Demand::kIntents);
  add(!leaf.except_intents.empty(), Demand::kExceptIntents);
  add(leaf.outcome != TreatmentLeaf::Outcome::kAnyOutcome, Demand::kOutcome);
  add(!leaf.sites.empty(), Demand::kSites);
  add(leaf.dose_gy.has_value(), Demand::kDose);
  add(leaf.marrow_percent.has_value(), Demand::kMarrow);
  add(leaf.major.has_value(), Demand::kMajor);
  plan.size = static_cast<uint32_t>(demands_.size()) - plan.first;
  if (leaf.ongoing || IsAboutNow(leaf, lexicon_)) plan.ongoing = AskedOf(leaf, Demand::kOngoing);
  if (!leaf.window.empty()) plan.window = AskedOf(leaf, std::nullopt);
  plans_.push_back(plan);
  return static_cast<uint32_t>(plans_.size()) - 1;
}

void CourseWords::Ask(std::span<const EvaluationContext> contexts, base::Day horizon) {
  ++group_;
  contexts_ = contexts;
  horizon_ = horizon;
  last_.clear();
  slots_.clear();
  courses_.clear();
  everyone_ = treatments_complete_ = medications_complete_ = 0;
  for (size_t i = 0; i < contexts.size(); ++i) {
    const EvaluationContext& context = contexts[i];
    const Word bit = Word{1} << i;
    const std::vector<Course>& own = KeptCourses(context);
    last_.push_back(KeptLastLine(context));
    everyone_ |= bit;
    if (context.patient.IsComplete("treatments")) treatments_complete_ |= bit;
    if (context.patient.IsComplete("medications")) medications_complete_ |= bit;
    if (courses_.size() < own.size()) courses_.resize(own.size());
    for (size_t k = 0; k < own.size(); ++k) {
      Courses& slot = courses_[k];
      slot.there |= bit;
      if (own[k].medication) slot.medication |= bit;
      if (IsOngoing(own[k], context) == Truth::kMet) slot.ongoing |= bit;
      slot.of.resize(i + 1);
      slot.of[i] = &own[k];
    }
  }
}

template <typename Question>
bool CourseWords::IsNew(Question& question) {
  if (question.group == group_) return false;
  question.group = group_;
  question.slot = static_cast<uint32_t>(slots_.size());
  slots_.resize(slots_.size() + courses_.size());
  return true;
}

uint32_t CourseWords::AnsweredClass(uint32_t number) {
  Class& one = classes_[number];
  if (!IsNew(one)) return one.slot;
  for (size_t k = 0; k < courses_.size(); ++k) {
    Word met = 0, not_met = 0;
    for (Word left = courses_[k].there; left != 0; left &= left - 1) {
      const auto patient = static_cast<size_t>(std::countr_zero(left));
      const Truth truth = CourseIs(*courses_[k].of[patient], one.id, one.number, contexts_[patient]);
      met |= Word{truth == Truth::kMet} << patient;
      not_met |= Word{truth == Truth::kNotMet} << patient;
    }
    slots_[one.slot + k] = {.known = courses_[k].there, .met = met, .not_met = not_met};
  }
  return one.slot;
}

const CourseWords::Kind& CourseWords::Answered(uint32_t number) {
  Kind& kind = kinds_[number];
  if (!IsNew(kind)) return kind;
  kind.touched = 0;
  const std::span<const uint32_t> classes = std::span(kind_classes_).subspan(kind.first, kind.size);
  for (const uint32_t one : classes) AnsweredClass(one);
  for (size_t k = 0; k < courses_.size(); ++k) {
    const Courses& courses = courses_[k];
    Word met = kind.any ? courses.there & ~courses.medication : 0;
    Word not_met = courses.there & ~met;
    for (const uint32_t one : classes.first(kind.size - kind.excepted)) {
      const Slot& slot = slots_[classes_[one].slot + k];
      met |= slot.met;
      not_met &= slot.not_met;
    }
    for (const uint32_t one : classes.last(kind.excepted)) {
      const Slot& slot = slots_[classes_[one].slot + k];
      met &= slot.not_met;
      not_met |= slot.met;
    }
    slots_[kind.slot + k] = {.known = courses.there, .met = met, .not_met = not_met};
    kind.touched |= courses.there & ~not_met;
  }
  return kind;
}

const CourseWords::Slot& CourseWords::Answer(uint32_t number, size_t k, Word need) {
  Asked& asked = asked_[number];
  IsNew(asked);
  Slot& slot = slots_[asked.slot + k];
  for (Word left = need & ~slot.known; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    const EvaluationContext& context = contexts_[patient];
    const Course& course = *courses_[k].of[patient];
    Truth truth = Truth::kUnknown;
    if (asked.demand) {
      truth = Meets(*asked.demand, *asked.leaf, course, last_[patient], context);
    } else {
      const WindowOutcome window = InWindow(asked.leaf->window, course, last_[patient], context);
      truth = window.truth;
      const bool dated = std::any_of(window.breakpoints.begin(), window.breakpoints.end(),
                                     [&](base::Day day) { return day > context.decided_on && day <= horizon_; });
      slot.dated |= Word{dated} << patient;
    }
    slot.met |= Word{truth == Truth::kMet} << patient;
    slot.not_met |= Word{truth == Truth::kNotMet} << patient;
  }
  slot.known |= need;
  return slot;
}

CourseWords::Word CourseWords::ClosedTo(const Kind& kind) const {
  return (kind.of_treatments ? treatments_complete_ : ~Word{0}) & (kind.of_medications ? medications_complete_ : ~Word{0});
}

CourseWords::Had CourseWords::HadAny(uint32_t plan) {
  const Kind& kind = Answered(plans_[plan].kind);
  return {.perhaps = kind.touched, .never = everyone_ & ~kind.touched & ClosedTo(kind)};
}

CourseWords::Truths CourseWords::Decide(uint32_t number) {
  const Planned& plan = plans_[number];
  const Kind& kind = Answered(plan.kind);
  Truths out{.not_met = everyone_};
  Word stops_met = 0, stops_open = 0, stops_not_met = 0;
  for (size_t k = 0; kind.touched != 0 && k < courses_.size(); ++k) {
    const Slot& of_kind = slots_[kind.slot + k];
    // Those whose course is perhaps what the leaf speaks of, and of these for whom it certainly is.
    Word alive = courses_[k].there & ~of_kind.not_met, met = alive & of_kind.met;
    const Word of_the_kind = alive;
    const auto demand = [&](uint32_t asked) {
      if (asked == kNone || alive == 0) return Word{0};
      const Slot& slot = Answer(asked, k, alive);
      const Word dated = slot.dated & alive;
      met &= slot.met;
      alive &= ~slot.not_met;
      return dated;
    };
    for (uint32_t i = 0; i < plan.size; ++i) demand(demands_[plan.first + i]);
    const Word stops = plan.ongoing != kNone || plan.window != kNone ? alive & courses_[k].ongoing : 0;
    demand(plan.ongoing);
    out.dated |= demand(plan.window);
    out.met |= met;
    out.not_met &= ~alive;
    stops_met |= stops & met;
    stops_open |= stops & alive & ~met;
    stops_not_met |= stops & of_the_kind & ~alive;
  }
  // What the list does not have was not given, if the list is complete.
  out.not_met &= ClosedTo(kind);
  out.stops = (stops_met & out.met) | (stops_not_met & out.not_met) | (stops_open & ~out.met & ~out.not_met);
  return out;
}

LeafOutcome CourseWords::Evaluate(uint32_t number, size_t patient, const EvaluationContext& context) const {
  const Planned& plan = plans_[number];
  const Kind& kind = kinds_[plan.kind];
  std::vector<uint32_t> classes;
  for (uint32_t i = 0; i < kind.size; ++i) classes.push_back(classes_[kind_classes_[kind.first + i]].number);
  const std::span<const uint32_t> all(classes);
  const bool closed = (ClosedTo(kind) >> patient & 1) != 0;
  return EvaluateAnyTreatment(*plan.leaf, all.first(kind.size - kind.excepted), all.last(kind.excepted), closed ? Truth::kNotMet : Truth::kUnknown, context);
}

}  // namespace trialmatch::matcher
