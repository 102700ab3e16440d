#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/treatment.h"
#include "matcher/evaluate/treatment_attributes.h"
#include "rules/lexicon/threshold.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::TreatmentLeaf;
using Quantifier = rules::TreatmentLeaf::Quantifier;

namespace {

std::string WhatNames(const TreatmentLeaf& leaf) {
  std::string out = leaf.what.empty() ? "treatment" : JoinNames(leaf.what);
  if (!leaf.except.empty()) out += " other than " + JoinNames(leaf.except);
  return out;
}

PatientMemo::Therapy TherapyOf(const std::vector<Course>& courses, const EvaluationContext& context) {
  PatientMemo::Therapy therapy;
  therapy.lines = LinesOf(courses, context);
  therapy.last = LastLine(therapy.lines, context);
  return therapy;
}

// Lines depend on the day asked for only by what ended when: on whether drugs are stopped.
const PatientMemo::Therapy& KeptTherapy(const EvaluationContext& context) {
  std::unique_ptr<const PatientMemo::Therapy>& kept = context.memo->therapy[context.stopped ? 1 : 0];
  if (kept == nullptr) {
    auto fresh = std::make_unique<PatientMemo::Therapy>(TherapyOf(KeptCourses(context), context));
    kept = std::move(fresh);
  }
  return *kept;
}

// Everything one evaluation looks at.
struct History {
  const TreatmentLeaf& leaf;
  const EvaluationContext& context;
  std::optional<std::vector<Course>> own_courses;   // where no memo keeps them
  PatientMemo::Therapy own_therapy;
  const std::vector<Course>& courses;
  const PatientMemo::Therapy& therapy;
  const std::vector<Line>& lines;
  const Line* last;
  const char* closing = "treatments";   // the section that closes it
  bool closed = false;                  // what is not there was not given
  std::vector<std::string> missing;     // paths to ask for when not closed

  History(const TreatmentLeaf& the_leaf, const EvaluationContext& the_context)
      : leaf(the_leaf), context(the_context), courses(Courses()), therapy(Therapy()), lines(therapy.lines), last(therapy.last) {
    bool of_medication = false, of_treatment = leaf.what.empty();
    for (const std::string& id : leaf.what) {
      const bool medication = context.memo != nullptr ? context.memo->relations.IsMedicine(id)
                                                      : KindRelations(context.lexicon).IsMedicine(id);
      (medication ? of_medication : of_treatment) = true;
    }
    closed = true;
    closing = of_treatment ? "treatments" : "medications";
    const auto need = [&](bool asked, const char* section) {
      if (!asked || context.patient.IsComplete(section)) return;
      closed = false;
      const bool many = leaf.what.empty() || leaf.what.size() > 3;
      if (context.wordless()) return;
      if (many) missing.push_back(section);
      for (size_t i = 0; !many && i < leaf.what.size(); ++i) missing.push_back(std::string(section) + "." + leaf.what[i]);
    };
    need(of_treatment, "treatments");
    need(of_medication, "medications");
  }

  Truth Absent() const { return closed ? Truth::kNotMet : Truth::kUnknown; }

  const std::vector<Course>& Courses() {
    if (context.memo == nullptr) return own_courses.emplace(CoursesOf(context));
    return KeptCourses(context);
  }
  const PatientMemo::Therapy& Therapy() {
    if (context.memo != nullptr) return KeptTherapy(context);
    own_therapy = TherapyOf(courses, context);
    return own_therapy;
  }
};

// Leaves of the courses that decide, as one sentence.
std::string Because(const std::vector<LeafOutcome>& outcomes, Truth of) {
  constexpr int kMost = 3;
  std::vector<std::string> parts;
  for (const LeafOutcome& outcome : outcomes) {
    if (outcome.truth == of && std::find(parts.begin(), parts.end(), outcome.because) == parts.end()) parts.push_back(outcome.because);
  }
  std::string text;
  for (size_t i = 0; i < parts.size() && i < kMost; ++i) text += (i > 0 ? "; " : "") + parts[i];
  if (parts.size() > kMost) text += "; and " + std::to_string(parts.size() - kMost) + " more";
  return text;
}

LeafOutcome EvaluateAny(const History& history, const std::vector<const Course*>& among, Truth absent) {
  const TreatmentLeaf& leaf = history.leaf;
  std::vector<LeafOutcome> relevant;
  LeafOutcome outcome;
  outcome.truth = absent;
  for (const Course* course : among) {
    if (IsKindAsked(leaf, *course, history.context) == Truth::kNotMet) continue;
    relevant.push_back(MatchCourse(leaf, *course, history.last, history.context));
    outcome.truth = base::Or(outcome.truth, relevant.back().truth);
  }
  for (const LeafOutcome& one : relevant) {
    outcome.breakpoints.insert(outcome.breakpoints.end(), one.breakpoints.begin(), one.breakpoints.end());
    if (one.truth == outcome.truth) {
      outcome.needs_stop.insert(outcome.needs_stop.end(), one.needs_stop.begin(), one.needs_stop.end());
    }
    if (outcome.truth == Truth::kUnknown) outcome.needs.insert(outcome.needs.end(), one.needs.begin(), one.needs.end());
  }
  if (history.context.wordless()) return outcome;
  outcome.because = Because(relevant, outcome.truth);
  if (outcome.truth == Truth::kUnknown && absent == Truth::kUnknown) {
    outcome.needs.insert(outcome.needs.end(), history.missing.begin(), history.missing.end());
    if (outcome.because.empty()) outcome.because = "whether the patient had " + WhatNames(leaf) + " is not told";
  }
  if (outcome.because.empty()) outcome.because = "no " + WhatNames(leaf) + ": the list of " + history.closing + " is complete";
  return outcome;
}

LeafOutcome EvaluateTogether(const History& history) {
  LeafOutcome outcome;
  outcome.truth = history.Absent();
  outcome.because = "no line with " + WhatNames(history.leaf) + " together";
  for (const Line& line : history.lines) {
    Truth truth = Truth::kMet;
    std::vector<const Course*> used;
    std::string names;
    for (const std::string& id : history.leaf.what) {
      Truth best = Truth::kNotMet;
      const Course* by = nullptr;
      for (const Course* course : line.courses) {
        if (std::find(used.begin(), used.end(), course) != used.end()) continue;
        TreatmentLeaf one = history.leaf;
        one.what = {id};
        const Truth matched = MatchCourse(one, *course, history.last, history.context).truth;
        if (matched > best) {
          best = matched;
          by = course;
        }
      }
      truth = base::And(truth, best);
      if (by != nullptr) {
        used.push_back(by);
        names += (names.empty() ? "" : " and ") + NameOf(*by);
      }
    }
    if (truth > outcome.truth || (truth == Truth::kMet)) outcome.because = names + " in one line";
    outcome.truth = base::Or(outcome.truth, truth);
  }
  if (outcome.truth == Truth::kUnknown) outcome.needs = history.missing;
  return outcome;
}

std::vector<const Course*> All(const History& history) {
  std::vector<const Course*> all;
  for (const Course& course : history.courses) all.push_back(&course);
  return all;
}

LeafOutcome EvaluateOnly(const History& history) {
  LeafOutcome some = EvaluateAny(history, All(history), history.Absent());
  LeafOutcome outcome = some;
  for (const Course& course : history.courses) {
    const Truth in_class = CourseIsAnyOf(course, history.leaf.within_class, {}, history.context);
    const Truth listed = CourseIsAnyOf(course, history.leaf.what, history.leaf.except, history.context);
    const Truth ours = history.leaf.for_this_cancer ? IsForThisCancer(course, history.context) : Truth::kMet;
    const Truth another = base::And(base::And(in_class, ours), base::Not(listed));
    if (another == Truth::kNotMet) continue;
    if (base::Not(another) < outcome.truth) outcome.because = "also had " + Describe(course);
    outcome.truth = base::And(outcome.truth, base::Not(another));
  }
  if (outcome.truth == Truth::kMet && !history.closed) {
    outcome.truth = Truth::kUnknown;
    outcome.needs = {"treatments"};
    outcome.because += "; whether there was something else is not told";
  }
  if (outcome.truth != Truth::kUnknown) outcome.needs.clear();
  return outcome;
}

// The lines with a drug of the class; all where none is named.
std::vector<Line> LinesWithin(const History& history) {
  std::vector<Line> of_class = history.lines;
  const std::vector<std::string>& wanted = history.leaf.within_class;
  if (wanted.empty()) return of_class;
  for (Line& line : of_class) {
    std::erase_if(line.courses, [&](const Course* course) { return CourseIsAnyOf(*course, wanted, {}, history.context) == Truth::kNotMet; });
  }
  std::erase_if(of_class, [](const Line& line) { return line.courses.empty(); });
  return of_class;
}

LeafOutcome EvaluateMostRecent(const History& history) {
  const std::vector<Line> lines = LinesWithin(history);
  const Line* last = LastLine(lines, history.context);
  const std::string of = history.leaf.within_class.empty() ? "systemic therapy" : JoinNames(history.leaf.within_class);
  if (last == nullptr) {
    return Outcome(history.Absent(), history.closed ? "no " + of + ": the list of treatments is complete" : of + " is not told", history.missing);
  }
  LeafOutcome outcome = EvaluateAny(history, last->courses, Truth::kNotMet);
  if (outcome.truth == Truth::kNotMet) outcome.because = "the last " + of + " was " + Describe(*last->courses.front());
  // Without the end of the list there may have been a later one, unless this one still goes on.
  const bool goes_on = std::any_of(last->courses.begin(), last->courses.end(), [&](const Course* course) {
    return IsOngoing(*course, history.context) == Truth::kMet;
  });
  if (outcome.truth != Truth::kUnknown && !history.context.patient.IsComplete("treatments") && !goes_on) {
    return Outcome(Truth::kUnknown, "the last known therapy is " + Describe(*last->courses.front()) + "; whether it was the last is not told",
                   {"treatments"});
  }
  return outcome;
}

LeafOutcome CountOutcome(const History& history, Interval count, const std::string& noun, std::vector<std::string> needs) {
  const base::Bounds bounds = history.leaf.count.value_or(base::Bounds{.low = 1, .high = std::nullopt});
  if (!history.closed) {
    count.high = kInfinity;
    needs.insert(needs.end(), history.missing.begin(), history.missing.end());
  }
  if (history.context.wordless()) return Outcome(Within(count, bounds), "");
  std::string because = base::FormatNumber(count.low);
  if (count.high != count.low) because += std::isinf(count.high) ? " or more" : " to " + base::FormatNumber(count.high);
  const bool one = count.low == 1 && count.exact();
  return Outcome(Within(count, bounds), because + " " + noun + (one ? "" : "s") + "; " + DescribeBounds(bounds), std::move(needs));
}

// Treatment before or after an operation, and chemoradiation, are lines only for a text that says so.
// What was meant to cure a disease that could not be removed may be one.
Truth CountsAsLine(const TreatmentLeaf& leaf, const Line& line, Truth matched, const EvaluationContext& context) {
  if (!leaf.intents.empty()) return matched;
  const bool definitive = std::any_of(line.courses.begin(), line.courses.end(), [](const Course* course) { return course->treatment.intent == "definitive"; });
  const bool perhaps = definitive && line.for_advanced == Truth::kNotMet && context.patient.cancer.setting == "locally_advanced";
  return base::And(matched, perhaps ? Truth::kUnknown : line.for_advanced);
}

void AddOne(Truth counts, Interval& count) {
  count.low += counts == Truth::kMet ? 1 : 0;
  count.high += counts == Truth::kNotMet ? 0 : 1;
}

LeafOutcome EvaluateLines(const History& history) {
  Interval count{0, 0};
  std::vector<std::string> needs;
  LeafOutcome dated;
  for (const Line& line : history.lines) {
    Truth counts = Truth::kNotMet;
    for (const Course* course : line.courses) {
      const LeafOutcome one = MatchCourse(history.leaf, *course, history.last, history.context);
      counts = base::Or(counts, one.truth);
      Absorb(dated, one);
    }
    counts = CountsAsLine(history.leaf, line, counts, history.context);
    AddOne(counts, count);
    if (counts == Truth::kUnknown && !history.context.wordless()) needs.push_back(PathOf(*line.courses.front(), "intent"));
  }
  LeafOutcome outcome = CountOutcome(history, count, "line", std::move(needs));
  outcome.breakpoints = dated.breakpoints;
  outcome.needs_stop = dated.needs_stop;
  return outcome;
}

std::string AgentOf(const Course& course) { return course.treatment.drug_id.empty() ? NameOf(course) : course.treatment.drug_id; }

Interval CountAgentsOf(const std::vector<Course>& courses, const TruthOfCourse& truth_of) {
  std::set<std::string> sure, perhaps;
  for (const Course& course : courses) {
    const Truth truth = truth_of(course);
    if (truth == Truth::kNotMet) continue;
    perhaps.insert(AgentOf(course));
    if (truth == Truth::kMet) sure.insert(AgentOf(course));
  }
  return {static_cast<double>(sure.size()), static_cast<double>(perhaps.size())};
}

LeafOutcome EvaluateAgents(const History& history) {
  const Interval count = CountAgentsOf(history.courses, [&](const Course& course) {
    return MatchCourse(history.leaf, course, history.last, history.context).truth;
  });
  return CountOutcome(history, count, history.leaf.what.empty() ? "drug" : WhatNames(history.leaf), {});
}

// As many as the time between the first dose and the last holds at the least.
double LeastCycles(const Treatment& treatment, const rules::Lexicon& lexicon) {
  if (treatment.cycles) return *treatment.cycles;
  const std::optional<double> longest = rules::Threshold(lexicon, "longest_cycle");
  if (!longest || treatment.kind != "drug" || !treatment.start || !treatment.end) return 1;
  return 1 + std::max(0, (treatment.end->first() - treatment.start->last()) / static_cast<int>(*longest));
}

// `open`, where it is there: the courses that would tell more.
Interval CountCyclesOf(const std::vector<Line>& lines, const TruthOfCourse& truth_of, const rules::Lexicon& lexicon, std::vector<const Course*>* open) {
  Interval count{0, 0};
  for (const Line& line : lines) {
    Interval most{0, 0};
    for (const Course* course : line.courses) {
      const Truth truth = truth_of(*course);
      if (truth == Truth::kNotMet) continue;
      const std::optional<int>& cycles = course->treatment.cycles;
      if (truth == Truth::kMet) most.low = std::max(most.low, LeastCycles(course->treatment, lexicon));
      most.high = std::max(most.high, cycles ? *cycles : kInfinity);
      if (!cycles && open != nullptr) open->push_back(course);
    }
    count.low += most.low;
    count.high += most.high;
  }
  return count;
}

LeafOutcome EvaluateCycles(const History& history) {
  std::vector<const Course*> open;
  const Interval count = CountCyclesOf(history.lines, [&](const Course& course) {
    return MatchCourse(history.leaf, course, history.last, history.context).truth;
  }, history.context.lexicon, &open);
  std::vector<std::string> needs;
  if (!history.context.wordless()) {
    for (const Course* course : open) needs.push_back(PathOf(*course, "cycles"));
  }
  return CountOutcome(history, count, "cycle", std::move(needs));
}

}  // namespace

const Line* KeptLastLine(const EvaluationContext& context) { return KeptTherapy(context).last; }

Interval CountLines(const TreatmentLeaf& leaf, const TruthOfCourse& truth_of, const EvaluationContext& context) {
  Interval count{0, 0};
  for (const Line& line : KeptTherapy(context).lines) {
    Truth matched = Truth::kNotMet;
    for (const Course* course : line.courses) matched = base::Or(matched, truth_of(*course));
    AddOne(CountsAsLine(leaf, line, matched, context), count);
  }
  return count;
}

Interval CountAgents(const TruthOfCourse& truth_of, const EvaluationContext& context) { return CountAgentsOf(KeptCourses(context), truth_of); }
Interval CountCycles(const TruthOfCourse& truth_of, const EvaluationContext& context) {
  return CountCyclesOf(KeptTherapy(context).lines, truth_of, context.lexicon, nullptr);
}

LeafOutcome EvaluateAnyTreatment(const TreatmentLeaf& leaf, std::span<const uint32_t> what, std::span<const uint32_t> except, Truth absent,
                                 const EvaluationContext& context) {
  LeafOutcome outcome;
  outcome.truth = absent;
  const Line* last = KeptLastLine(context);
  std::vector<LeafOutcome> relevant;
  for (const Course& course : KeptCourses(context)) {
    Truth kind = what.empty() ? base::FromBool(!course.medication) : Truth::kNotMet;
    for (size_t i = 0; i < what.size() && kind != Truth::kMet; ++i) kind = base::Or(kind, CourseIs(course, leaf.what[i], what[i], context));
    for (size_t i = 0; i < except.size() && kind != Truth::kNotMet; ++i) kind = base::And(kind, base::Not(CourseIs(course, leaf.except[i], except[i], context)));
    if (kind == Truth::kNotMet) continue;
    LeafOutcome one = MatchCourse(leaf, course, kind, last, context);
    outcome.truth = base::Or(outcome.truth, one.truth);
    outcome.breakpoints.insert(outcome.breakpoints.end(), one.breakpoints.begin(), one.breakpoints.end());
    if (!one.needs_stop.empty()) relevant.push_back(std::move(one));
  }
  for (LeafOutcome& one : relevant) {
    if (one.truth == outcome.truth) outcome.needs_stop.insert(outcome.needs_stop.end(), one.needs_stop.begin(), one.needs_stop.end());
  }
  Canonicalize(outcome.breakpoints);
  Canonicalize(outcome.needs_stop);
  return outcome;
}

LeafOutcome EvaluateTreatment(const TreatmentLeaf& leaf, const EvaluationContext& context) {
  const History history(leaf, context);
  LeafOutcome outcome;
  switch (leaf.quantifier) {
    case Quantifier::kAny:
      outcome = leaf.together ? EvaluateTogether(history) : EvaluateAny(history, All(history), history.Absent());
      break;
    case Quantifier::kOnly: outcome = EvaluateOnly(history); break;
    case Quantifier::kMostRecent: outcome = EvaluateMostRecent(history); break;
    case Quantifier::kLines: outcome = EvaluateLines(history); break;
    case Quantifier::kAgents: outcome = EvaluateAgents(history); break;
    case Quantifier::kCycles: outcome = EvaluateCycles(history); break;
  }
  Canonicalize(outcome.needs);
  Canonicalize(outcome.breakpoints);
  Canonicalize(outcome.needs_stop);
  return outcome;
}

}  // namespace trialmatch::matcher
