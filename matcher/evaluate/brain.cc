#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/memo.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::BrainLeaf;
using Site = rules::BrainLeaf::Site;

namespace {

// The state of the central nervous system as three-valued facts.
struct State {
  Truth treated = Truth::kUnknown, progressing = Truth::kUnknown, stable = Truth::kUnknown, active = Truth::kUnknown;
  Truth symptomatic = Truth::kUnknown, on_steroids = Truth::kUnknown, steroids_increasing = Truth::kUnknown;
  EventDays treated_on, stable_since;
  std::string words;   // "treated, stable"
};

// Local treatment of the brain: radiation or surgery there, whole-brain radiation wherever the site is not told.
bool TreatsBrain(const Course& course, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  const bool there = context.lexicon.IsA(rules::TermKind::kSite, treatment.site_id, "brain") || treatment.site_id == "cns";
  const bool local = treatment.kind == "radiation" || treatment.kind == "surgery";
  return local && (there || CourseIs(course, "wbrt", context) == Truth::kMet || CourseIs(course, "brain_surgery", context) == Truth::kMet);
}

Truth OnSteroids(const EvaluationContext& context) {
  const Patient& patient = context.patient;
  if (patient.brain && patient.brain->steroid_prednisone_mg_per_day.value_or(0) > 0) return Truth::kMet;
  if (patient.brain && !patient.brain->steroids.empty()) return base::FromBool(patient.brain->steroids != "none");
  const CourseList courses(context);
  for (const Course& course : *courses) {
    if (CourseIs(course, "corticosteroid", context) == Truth::kMet && IsOngoing(course, context) == Truth::kMet) return Truth::kMet;
  }
  return patient.IsComplete("medications") ? Truth::kNotMet : Truth::kUnknown;
}

State FindState(const EvaluationContext& context) {
  const Patient& patient = context.patient;
  State state;
  const Brain none;
  const Brain& brain = patient.brain ? *patient.brain : none;
  state.words = brain.metastases.empty() ? "" : brain.metastases;

  bool local = false;
  const CourseList courses(context);
  for (const Course& course : *courses) {
    if (!TreatsBrain(course, context)) continue;
    local = true;
    const EventDays end = EndOf(course, context);
    if (end.known() && (!state.treated_on.known() || *end.last > *state.treated_on.last)) state.treated_on = end;
  }
  if (brain.treated_on) state.treated_on = EventDays::Past(brain.treated_on, context.decided_on);
  if (brain.metastases == "treated" || brain.treated_on || local) {
    state.treated = Truth::kMet;
  } else if (brain.metastases == "untreated" || patient.IsComplete("treatments")) {
    state.treated = Truth::kNotMet;
  }

  const bool fresh = !IsStale(context);
  if (brain.metastases == "progressing") {
    state.stable = Truth::kNotMet;
    state.words = "progressing";
  } else if (brain.stable && fresh) {
    state.stable = base::FromBool(*brain.stable);
    state.words += *brain.stable ? ", stable" : ", not stable";
  }
  if (state.stable == Truth::kMet) state.stable_since = EventDays::Past(brain.stable_since, context.decided_on);
  if (brain.metastases == "progressing") {
    state.progressing = Truth::kMet;
  } else if (state.stable == Truth::kMet) {
    state.progressing = Truth::kNotMet;
  } else if (state.stable == Truth::kNotMet && state.treated == Truth::kMet) {
    state.progressing = Truth::kMet;
  }
  // Active is untreated, progressing, or treated and not stable; what is told to be stable is not active.
  if (state.stable != Truth::kUnknown) {
    state.active = base::Not(state.stable);
  } else if (brain.metastases == "untreated") {
    state.active = Truth::kMet;
  }
  if (brain.symptomatic && fresh) {
    state.symptomatic = base::FromBool(*brain.symptomatic);
    state.words += *brain.symptomatic ? ", with symptoms" : ", without symptoms";
  }
  state.on_steroids = fresh ? OnSteroids(context) : Truth::kUnknown;
  if (!brain.steroids.empty() && fresh) state.steroids_increasing = base::FromBool(brain.steroids == "increasing");
  if (state.on_steroids == Truth::kNotMet) state.steroids_increasing = Truth::kNotMet;
  return state;
}

std::shared_ptr<const State> StateOf(const EvaluationContext& context) {
  const bool keeps = context.memo != nullptr && context.day == context.decided_on && !context.stopped;
  if (keeps && context.memo->brain != nullptr) return std::static_pointer_cast<const State>(context.memo->brain);
  auto state = std::make_shared<const State>(FindState(context));
  if (keeps) context.memo->brain = state;
  return state;
}

// The properties of the leaf, one after the other.
class Demands {
 public:
  explicit Demands(Words words) : words_(words) {}
  void Add(Truth truth, std::string_view because, const char* path) {
    if (words_ == Words::kNone) {
      outcome.truth = base::And(outcome.truth, truth);
      return;
    }
    if (truth == Truth::kUnknown) outcome.needs.push_back(path);
    if (truth == Truth::kNotMet && fails.empty()) fails = because;
    if (truth == Truth::kUnknown) open += (open.empty() ? "" : ", ") + std::string(because);
    outcome.truth = base::And(outcome.truth, truth);
  }
  void Flag(const std::optional<bool>& wanted, Truth own, const char* word, const char* path) {
    if (!wanted) return;
    const Truth truth = *wanted ? own : base::Not(own);
    if (words_ == Words::kNone) return Add(truth, "", path);
    const char* told = own == Truth::kMet ? "" : own == Truth::kNotMet ? "not " : "unknown whether ";
    Add(truth, std::string(told) + word, path);
  }
  void Number(const std::optional<base::Bounds>& bounds, const std::optional<double>& own, const char* name, const char* unit, const char* path) {
    if (!bounds) return;
    const Truth truth = own ? base::FromBool(bounds->Contains(*own)) : Truth::kUnknown;
    if (words_ == Words::kNone) return Add(truth, "", path);
    const std::string told = std::string(name) + (own ? " " + base::FormatNumber(*own) + " " + unit : " not told") + "; " + DescribeBounds(*bounds, unit);
    Add(truth, told, path);
    if (own) facts += "; " + told;
  }
  void Dated(const rules::Window& window, const EventDays& days, const char* name, const char* path,
             const EvaluationContext& context) {
    if (window.empty()) return;
    const WindowOutcome result =
        EvaluateWindow(window, days, UnknownHalfLife(context.lexicon, window), context.day, words_);
    if (outcome.truth != Truth::kNotMet) outcome.breakpoints.insert(outcome.breakpoints.end(), result.breakpoints.begin(), result.breakpoints.end());
    if (words_ == Words::kNone) return Add(result.truth, "", path);
    Add(result.truth, std::string(name) + " " + result.because, path);
    facts += "; " + std::string(name) + " " + result.because;
  }
  LeafOutcome outcome = Outcome(Truth::kMet, "");
  std::string fails, open, facts;

 private:
  const Words words_;
};

Truth Present(const BrainLeaf& leaf, const EvaluationContext& context) {
  const Truth brain = HasMetastasisIn(context, "brain"), meninges = HasMetastasisIn(context, "leptomeninges");
  switch (leaf.site) {
    case Site::kBrain: return brain;
    case Site::kLeptomeningeal: return meninges;
    default: return base::Or(brain, meninges);
  }
}

const char* SiteName(Site site) {
  switch (site) {
    case Site::kBrain: return "brain metastases";
    case Site::kLeptomeningeal: return "leptomeningeal disease";
    default: return "brain metastases or leptomeningeal disease";
  }
}

std::vector<std::string> PresenceNeeds(const BrainLeaf& leaf, const EvaluationContext& context) {
  std::vector<std::string> needs;
  if (leaf.site != Site::kLeptomeningeal && HasMetastasisIn(context, "brain") == Truth::kUnknown) needs.push_back("brain.metastases");
  if (leaf.site != Site::kBrain && HasMetastasisIn(context, "leptomeninges") == Truth::kUnknown) needs.push_back("brain.leptomeningeal");
  return needs;
}

// Stable for a time: from stable_since; stable is never longer ago than the last local treatment, nor than the diagnosis.
void DemandStableFor(const base::Duration& duration, const State& state, const EvaluationContext& context, Demands& demands) {
  rules::Window window;
  window.at_least = duration;
  if (state.stable == Truth::kUnknown) {
    const EventDays found = EventDays::Past(context.patient.cancer.diagnosed, context.decided_on);
    const bool too_recent = found.known() && EvaluateWindow(window, found, HalfLife(), context.day, context.words).truth == Truth::kNotMet;
    if (too_recent) demands.Dated(window, found, "cancer found", "brain.stable", context);
  }
  if (state.stable != Truth::kMet) {
    demands.Add(state.stable, "not stable", "brain.stable");
    return;
  }
  if (state.stable_since.known()) {
    demands.Dated(window, state.stable_since, "stable since", "brain.stable_since", context);
    return;
  }
  const WindowOutcome since_treatment =
      EvaluateWindow(window, state.treated_on, HalfLife(), context.day, context.words);
  if (since_treatment.truth == Truth::kNotMet) {
    demands.Dated(window, state.treated_on, "treated", "brain.treated_on", context);
  } else {
    demands.Add(Truth::kUnknown, "since when stable", "brain.stable_since");
  }
}

}  // namespace

LeafOutcome EvaluateBrain(const BrainLeaf& leaf, const EvaluationContext& context) {
  if (leaf.site == Site::kSpinalCord) {
    rules::ConditionLeaf compression;
    compression.conditions = {"spinal_cord_compression"};
    compression.status = leaf.active.value_or(false) || leaf.symptomatic.value_or(false) ? rules::ConditionLeaf::Status::kActive
                                                                                        : rules::ConditionLeaf::Status::kEver;
    return EvaluateCondition(compression, context);
  }
  const Truth present = Present(leaf, context);
  if (present == Truth::kNotMet && context.wordless()) return Outcome(Truth::kNotMet, "");
  const std::string name = SiteName(leaf.site);
  if (present == Truth::kNotMet) return Outcome(Truth::kNotMet, "no " + name);

  const std::shared_ptr<const State> kept = StateOf(context);
  const State& state = *kept;
  const Patient& patient = context.patient;
  Demands demands(context.words);
  if (present == Truth::kUnknown) {
    demands.outcome.truth = Truth::kUnknown;
    demands.outcome.needs = PresenceNeeds(leaf, context);
  }
  demands.Flag(leaf.treated, state.treated, "treated", "brain.metastases");
  demands.Flag(leaf.active, state.active, "active", "brain.stable");
  demands.Flag(leaf.progressing, state.progressing, "progressing", "brain.stable");
  demands.Flag(leaf.stable, state.stable, "stable", "brain.stable");
  if (leaf.stable_for) DemandStableFor(*leaf.stable_for, state, context, demands);
  demands.Flag(leaf.symptomatic, state.symptomatic, "with symptoms", "brain.symptomatic");
  demands.Flag(leaf.on_steroids, state.on_steroids, "on steroids", "brain.steroids");
  demands.Flag(leaf.steroids_increasing, state.steroids_increasing, "on rising steroids", "brain.steroids");
  std::optional<double> dose, largest, count;
  if (patient.brain) {
    dose = patient.brain->steroid_prednisone_mg_per_day;
    largest = patient.brain->largest_mm;
    if (patient.brain->count) count = *patient.brain->count;
  }
  if (state.on_steroids == Truth::kNotMet) dose = 0;
  demands.Number(leaf.steroid_prednisone_mg_per_day, dose, "prednisone", "mg a day", "brain.steroid_prednisone_mg_per_day");
  demands.Number(leaf.largest_mm, largest, "largest", "mm", "brain.largest_mm");
  demands.Number(leaf.count, count, "number", "", "brain.count");
  if (!leaf.since_treatment.empty()) {
    if (state.treated == Truth::kNotMet) {
      demands.Add(Truth::kNotMet, "never treated locally", "brain.treated_on");
    } else {
      demands.Dated(leaf.since_treatment, state.treated_on, "treated", "brain.treated_on", context);
    }
  }

  LeafOutcome outcome = std::move(demands.outcome);
  if (context.wordless()) {
    Canonicalize(outcome.breakpoints);
    return outcome;
  }
  const std::string told = name + (state.words.empty() || leaf.site == Site::kLeptomeningeal ? "" : " " + state.words);
  if (outcome.truth == Truth::kNotMet) outcome.because = (present == Truth::kMet ? told : name) + ": " + demands.fails;
  if (outcome.truth == Truth::kMet) outcome.because = told + demands.facts;
  if (outcome.truth == Truth::kUnknown) {
    outcome.because = present == Truth::kUnknown ? "whether the patient has " + name + " is not told" : told + ": " + demands.open;
  }
  if (outcome.truth != Truth::kUnknown) outcome.needs.clear();
  Canonicalize(outcome.needs);
  Canonicalize(outcome.breakpoints);
  return outcome;
}

}  // namespace trialmatch::matcher
