#include "matcher/index/course_words.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/status.h"
#include "matcher/evaluate/leaf_evaluators.h"
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
    case Demand::kForThisCancer:
    case Demand::kInTrial: break;
    case Demand::kMarrow: bytes(leaf.marrow_percent); break;
    case Demand::kIntents: bytes(leaf.intents); break;
    case Demand::kExceptIntents: bytes(leaf.except_intents); break;
    case Demand::kOutcome: bytes(leaf.outcome); break;
    case Demand::kSites:
      bytes(leaf.sites);
      bytes(leaf.marrow_percent);  // little of the marrow is reached from any site
      break;
    case Demand::kDose: bytes(leaf.dose_gy); break;
    case Demand::kMajor: bytes(leaf.major); break;
    case Demand::kSaid: break;  // the same whatever the words
    case Demand::kOngoing: bytes(leaf.ongoing.value_or(true)); break;
  }
  return std::to_string(static_cast<int>(*demand)) + bytes.Take();
}

}  // namespace

bool CourseWords::CanPlan(const TreatmentLeaf& leaf) {
  using Quantifier = TreatmentLeaf::Quantifier;
  switch (leaf.quantifier) {
    case Quantifier::kAny: return !leaf.together;
    case Quantifier::kLines:
    case Quantifier::kAgents:
    case Quantifier::kCycles: return true;
    default: return false;
  }
}

uint32_t CourseWords::ClassOf(const std::string& id) {
  const auto [at, fresh] = class_ids_.try_emplace(id, static_cast<uint32_t>(classes_.size()));
  if (fresh) classes_.push_back({.id = id, .number = relations_.ClassNumber(id), .by_type = HangsOnType(id)});
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
  for (const Demand demand : DemandsOf(leaf)) demands_.push_back(AskedOf(leaf, demand));
  plan.size = static_cast<uint32_t>(demands_.size()) - plan.first;
  if (leaf.ongoing || IsAboutNow(leaf, lexicon_)) plan.ongoing = AskedOf(leaf, Demand::kOngoing);
  if (!leaf.window.empty()) plan.window = AskedOf(leaf, std::nullopt);
  plan.counts = leaf.quantifier != TreatmentLeaf::Quantifier::kAny;
  plans_.push_back(plan);
  return static_cast<uint32_t>(plans_.size()) - 1;
}

void CourseWords::Ask(const GroupContexts& contexts) {
  ++group_;
  contexts_ = &contexts;
  slots_.clear();
  courses_.clear();
  everyone_ = has_courses_ = has_ongoing_ = treatments_complete_ = medications_complete_ = 0;
  for (size_t i = 0; i < contexts.today().size(); ++i) {
    const EvaluationContext& context = contexts.today()[i];
    const Word bit = Word{1} << i;
    const std::vector<Course>& own = KeptCourses(context);
    everyone_ |= bit;
    if (context.patient.IsComplete("treatments")) treatments_complete_ |= bit;
    if (context.patient.IsComplete("medications")) medications_complete_ |= bit;
    if (!own.empty()) has_courses_ |= bit;
    if (courses_.size() < own.size()) courses_.resize(own.size());
    for (size_t k = 0; k < own.size(); ++k) {
      Courses& slot = courses_[k];
      slot.there |= bit;
      if (own[k].medication) slot.medication |= bit;
      if (IsOngoing(own[k], context) == Truth::kMet) slot.ongoing |= bit;
      if ((slot.ongoing & bit) != 0 && MayStop(own[k], context)) slot.may_stop |= bit;
      has_ongoing_ |= slot.ongoing & bit;
      slot.of.resize(i + 1);
      slot.types.resize(i + 1);
      slot.of[i] = &own[k];
      slot.types[i] = own[k].type;
    }
  }
}

bool CourseWords::IsNew(Place& place) {
  if (place.group == group_) return false;
  place = {.group = group_, .slot = static_cast<uint32_t>(slots_.size())};
  slots_.resize(slots_.size() + courses_.size());
  return true;
}

const CourseWords::Class& CourseWords::AnsweredClass(uint32_t number) {
  Class& one = classes_[number];
  if (!IsNew(one.place)) return one;
  one.touched = 0;
  for (size_t k = 0; k < courses_.size(); ++k) {
    const Courses& courses = courses_[k];
    Word met = 0, not_met = 0;
    for (Word left = courses.there; left != 0; left &= left - 1) {
      const auto patient = static_cast<size_t>(std::countr_zero(left));
      const std::optional<Truth> kept = one.by_type ? relations_.CourseIs(courses.types[patient], one.number) : std::nullopt;
      const Truth truth = kept ? *kept : CourseIs(*courses.of[patient], one.id, one.number, contexts_->today()[patient]);
      met |= Word{truth == Truth::kMet} << patient;
      not_met |= Word{truth == Truth::kNotMet} << patient;
    }
    slots_[one.place.slot + k] = {.known = courses.there, .met = met, .not_met = not_met};
    one.touched |= courses.there & ~not_met;
  }
  return one;
}

const CourseWords::Kind& CourseWords::Answered(uint32_t number) {
  Kind& kind = kinds_[number];
  if (kind.place.group == group_) return kind;
  const std::span<const uint32_t> classes = std::span(kind_classes_).subspan(kind.first, kind.size);
  const std::span<const uint32_t> asked = classes.first(kind.size - kind.excepted), excepted = classes.last(kind.excepted);
  kind.touched = kind.any ? has_courses_ : 0;
  for (const uint32_t one : asked) kind.touched |= AnsweredClass(one).touched;
  if (kind.touched == 0) {
    kind.place.group = group_;
    return kind;
  }
  for (const uint32_t one : excepted) AnsweredClass(one);
  IsNew(kind.place);
  kind.touched = 0;
  for (size_t k = 0; k < courses_.size(); ++k) {
    const Courses& courses = courses_[k];
    Word met = kind.any ? courses.there & ~courses.medication : 0;
    Word not_met = courses.there & ~met;
    for (const uint32_t one : asked) {
      const Slot& slot = slots_[classes_[one].place.slot + k];
      met |= slot.met;
      not_met &= slot.not_met;
    }
    for (const uint32_t one : excepted) {
      const Slot& slot = slots_[classes_[one].place.slot + k];
      met &= slot.not_met;
      not_met |= slot.met;
    }
    slots_[kind.place.slot + k] = {.known = courses.there, .met = met, .not_met = not_met};
    kind.touched |= courses.there & ~not_met;
  }
  return kind;
}

const CourseWords::Slot& CourseWords::Answer(uint32_t number, When when, size_t k, Word need) {
  Asked& asked = asked_[number];
  // Another day changes windows alone; stopped drugs also what goes on, and which line was the last.
  const bool moves = !asked.demand || (when == When::kAheadStopped && (*asked.demand == Demand::kOngoing || *asked.demand == Demand::kOutcome));
  if (!moves) when = When::kToday;
  Place& place = asked.places[static_cast<size_t>(when)];
  IsNew(place);
  Slot& slot = slots_[place.slot + k];
  for (Word left = need & ~slot.known; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    const EvaluationContext& context = contexts_->at(when)[patient];
    const Course& course = *courses_[k].of[patient];
    Truth truth = Truth::kUnknown;
    if (asked.demand) {
      truth = Meets(*asked.demand, *asked.leaf, course, KeptLastLine(context), context);
    } else {
      const WindowOutcome window = InWindow(asked.leaf->window, course, KeptLastLine(context), context);
      truth = window.truth;
      const bool dated = std::any_of(window.breakpoints.begin(), window.breakpoints.end(), [&](base::Day day) { return contexts_->Counts(day); });
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

CourseWords::Settled CourseWords::Settle(uint32_t number) {
  const Planned& plan = plans_[number];
  const Kind& kind = Answered(plan.kind);
  if (plan.counts) return {.open = everyone_};
  return {.not_met = everyone_ & ~kind.touched & ClosedTo(kind), .open = kind.touched};
}

CourseWords::Matched CourseWords::Match(const Planned& plan, const Kind& kind, When when, size_t k, Word need, Word& unsure) {
  const Slot& of_kind = slots_[kind.place.slot + k];
  Matched out{.of_kind = need & courses_[k].there & ~of_kind.not_met};
  Word alive = out.of_kind;
  out.met = alive & of_kind.met;
  const auto demand = [&](uint32_t asked) {
    if (asked == kNone || alive == 0) return Word{0};
    const Slot& slot = Answer(asked, when, k, alive);
    const Word dated = slot.dated & alive;
    out.met &= slot.met;
    alive &= ~slot.not_met;
    return dated;
  };
  for (uint32_t i = 0; i < plan.size; ++i) demand(demands_[plan.first + i]);
  if (plan.ongoing != kNone || plan.window != kNone) out.stops = alive & courses_[k].may_stop;
  demand(plan.ongoing);
  // From another anchor than the day asked for: what goes on has the day itself for its end.
  if (plan.window != kNone && plan.leaf->window.anchor != rules::Window::Anchor::kEnrolment) unsure |= alive & has_ongoing_;
  out.dated = demand(plan.window);
  out.not_failed = alive;
  return out;
}

CourseWords::Truths CourseWords::Decide(uint32_t number, When when, Word need) {
  const Planned& plan = plans_[number];
  const Kind& kind = Answered(plan.kind);
  if (plan.counts) return Count(plan, kind, when, need);
  Truths out{.not_met = need};
  Word stops_met = 0, stops_open = 0, stops_not_met = 0;
  for (size_t k = 0; (kind.touched & need) != 0 && k < courses_.size(); ++k) {
    const Matched one = Match(plan, kind, when, k, need, out.unsure);
    out.met |= one.met;
    out.not_met &= ~one.not_failed;
    out.dated |= one.dated;
    stops_met |= one.stops & one.met;
    stops_open |= one.stops & one.not_failed & ~one.met;
    stops_not_met |= one.stops & ~one.not_failed;
  }
  // What the list does not have was not given, if the list is complete.
  out.not_met &= ClosedTo(kind);
  out.stops = (stops_met & out.met) | (stops_not_met & out.not_met) | (stops_open & ~out.met & ~out.not_met);
  return out;
}

CourseWords::Truths CourseWords::Count(const Planned& plan, const Kind& kind, When when, Word need) {
  Truths out;
  matched_.assign(courses_.size(), {});
  for (size_t k = 0; (kind.touched & need) != 0 && k < courses_.size(); ++k) {
    matched_[k] = Match(plan, kind, when, k, need, out.unsure);
  }
  const base::Bounds bounds = plan.leaf->count.value_or(base::Bounds{.low = 1, .high = std::nullopt});
  const Word closed = ClosedTo(kind);
  for (Word left = need; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    const Word bit = Word{1} << patient;
    Interval count = CountOf(plan, patient, contexts_->at(when)[patient], out);
    if ((closed & bit) == 0) count.high = kInfinity;
    const Truth truth = Within(count, bounds);
    if (truth == Truth::kMet) out.met |= bit;
    if (truth == Truth::kNotMet) out.not_met |= bit;
  }
  // These are asked on days on which something else changes, not on the last of the horizon.
  if (plan.window != kNone) out.unsure |= need;
  return out;
}

Interval CourseWords::CountOf(const Planned& plan, size_t patient, const EvaluationContext& context, Truths& out) const {
  const std::vector<Course>& courses = KeptCourses(context);
  // Of drugs and cycles time and stopped drugs are not asked.
  const Word bit = plan.leaf->quantifier == TreatmentLeaf::Quantifier::kLines ? Word{1} << patient : 0;
  const auto truth_of = [&](const Course& course) {
    const Matched& matched = matched_[static_cast<size_t>(&course - courses.data())];
    out.dated |= matched.dated & bit;
    out.stops |= matched.stops & bit;
    if ((matched.met >> patient & 1) != 0) return Truth::kMet;
    return (matched.not_failed >> patient & 1) != 0 ? Truth::kUnknown : Truth::kNotMet;
  };
  switch (plan.leaf->quantifier) {
    case TreatmentLeaf::Quantifier::kLines: return CountLines(*plan.leaf, truth_of, context);
    case TreatmentLeaf::Quantifier::kAgents: return CountAgents(truth_of, context);
    default: return CountCycles(truth_of, context);
  }
}

void CourseWords::AddStops(uint32_t number, size_t patient, std::vector<std::string>& drugs) {
  const Planned& plan = plans_[number];
  if (plan.counts) {
    const LeafOutcome outcome = EvaluateTreatment(*plan.leaf, contexts_->today()[patient]);
    drugs.insert(drugs.end(), outcome.needs_stop.begin(), outcome.needs_stop.end());
    return;
  }
  const Kind& kind = Answered(plan.kind);
  const Word bit = Word{1} << patient;
  if ((kind.touched & bit) == 0) return;
  const Truths whole = Decide(number, When::kToday, bit);
  Word unsure = 0;
  for (size_t k = 0; k < courses_.size(); ++k) {
    const Matched one = Match(plan, kind, When::kToday, k, bit, unsure);
    const bool makes_so = whole.met != 0 ? one.met != 0 : whole.not_met != 0 ? one.not_failed == 0 : one.not_failed != 0 && one.met == 0;
    if (one.stops != 0 && makes_so) drugs.push_back(NameOf(*courses_[k].of[patient]));
  }
}

LeafOutcome CourseWords::Evaluate(uint32_t number, size_t patient, const EvaluationContext& context) const {
  const Planned& plan = plans_[number];
  if (plan.counts) return EvaluateTreatment(*plan.leaf, context);
  const Kind& kind = kinds_[plan.kind];
  std::vector<uint32_t> classes;
  for (uint32_t i = 0; i < kind.size; ++i) classes.push_back(classes_[kind_classes_[kind.first + i]].number);
  const std::span<const uint32_t> all(classes);
  const bool closed = (ClosedTo(kind) >> patient & 1) != 0;
  return EvaluateAnyTreatment(*plan.leaf, all.first(kind.size - kind.excepted), all.last(kind.excepted), closed ? Truth::kNotMet : Truth::kUnknown, context);
}

}  // namespace trialmatch::matcher
