#include "matcher/evaluate/lines.h"

#include <algorithm>
#include <string>

#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/treatment.h"

namespace trialmatch::matcher {

using base::Day;
using base::Truth;

namespace {

constexpr int kTogetherDays = 60;

bool IsPerioperative(const std::string& intent) { return intent == "neoadjuvant" || intent == "adjuvant" || intent == "definitive"; }

std::string Category(const Course& course) { return IsPerioperative(course.treatment.intent) ? course.treatment.intent : "advanced"; }

std::optional<Day> Began(const Course& course, const EvaluationContext& context) {
  const EventDays start = StartOf(course, context);
  return start.first ? start.first : start.last;
}

std::optional<Day> Began(const Line& line, const EvaluationContext& context) {
  std::optional<Day> first;
  for (const Course* course : line.courses) {
    const std::optional<Day> day = Began(*course, context);
    if (day && (!first || *day < *first)) first = day;
  }
  return first;
}

Line* FindLine(std::vector<Line>& lines, const Course& course, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  const std::optional<Day> began = Began(course, context);
  Line* before = nullptr;
  for (Line& line : lines) {
    if (Category(*line.courses.front()) != Category(course)) continue;
    if (treatment.line && line.number) {
      if (*treatment.line == *line.number) return &line;
      continue;
    }
    if (treatment.line) continue;
    const std::optional<Day> line_began = Began(line, context);
    if (!began || !line_began) continue;
    const int apart = *began - *line_began;
    if (treatment.intent == "maintenance") {
      if (apart >= 0 && (before == nullptr || *Began(*before, context) <= *line_began)) before = &line;
    } else if (apart >= -kTogetherDays && apart <= kTogetherDays) {
      return &line;
    }
  }
  return before;
}

Truth ForAdvanced(const Line& line) {
  Truth truth = Truth::kNotMet;
  for (const Course* course : line.courses) {
    const std::string& intent = course->treatment.intent;
    if (IsPerioperative(intent)) continue;
    const bool told = intent == "metastatic" || intent == "maintenance" || course->treatment.line;
    truth = base::Or(truth, told ? Truth::kMet : Truth::kUnknown);
  }
  return truth;
}

// Later is greater: goes on, then the last dose, then the number.
bool EndsBefore(const Line& a, const Line& b, const EvaluationContext& context) {
  const auto end = [&](const Line& line) {
    Day last(INT32_MIN);
    for (const Course* course : line.courses) {
      if (IsOngoing(*course, context) == Truth::kMet) return Day(INT32_MAX);
      const EventDays days = EndOf(*course, context);
      const std::optional<Day> began = Began(*course, context);
      if (days.known()) {
        last = std::max(last, *days.last);
      } else if (began) {
        last = std::max(last, *began);
      }
    }
    return last;
  };
  const Day end_a = end(a), end_b = end(b);
  if (end_a != end_b) return end_a < end_b;
  return a.number.value_or(0) < b.number.value_or(0);
}

}  // namespace

std::vector<Line> LinesOf(const std::vector<Course>& courses, const EvaluationContext& context) {
  std::vector<const Course*> drugs;
  for (const Course& course : courses) {
    const std::string& kind = course.treatment.kind;
    if (course.medication || kind == "radiation" || kind == "surgery") continue;
    if (CourseIs(course, "systemic_therapy", context) == Truth::kNotMet && CourseIs(course, "cell_therapy", context) != Truth::kMet) continue;
    if (IsForThisCancer(course, context) == Truth::kNotMet) continue;
    drugs.push_back(&course);
  }
  std::stable_sort(drugs.begin(), drugs.end(), [&](const Course* a, const Course* b) {
    if (a->treatment.line.has_value() != b->treatment.line.has_value()) return a->treatment.line.has_value();
    const bool maintenance_a = a->treatment.intent == "maintenance", maintenance_b = b->treatment.intent == "maintenance";
    if (maintenance_a != maintenance_b) return maintenance_b;
    return Began(*a, context).value_or(Day(INT32_MIN)) < Began(*b, context).value_or(Day(INT32_MIN));
  });
  std::vector<Line> lines;
  for (const Course* course : drugs) {
    Line* line = FindLine(lines, *course, context);
    if (line == nullptr) {
      line = &lines.emplace_back();
      line->number = course->treatment.line;
    }
    line->courses.push_back(course);
  }
  const bool all_numbered = std::all_of(lines.begin(), lines.end(), [](const Line& line) { return line.number.has_value(); });
  std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
    if (all_numbered) return *a.number < *b.number;
    return Began(a, context).value_or(Day(INT32_MAX)) < Began(b, context).value_or(Day(INT32_MAX));
  });
  for (Line& line : lines) line.for_advanced = ForAdvanced(line);
  return lines;
}

bool EndedInProgression(const Treatment& treatment) {
  return treatment.outcome == "progression" || treatment.progressed_on;
}

const Line* LastLine(const std::vector<Line>& lines, const EvaluationContext& context) {
  const Line* last = nullptr;
  for (const Line& line : lines) {
    if (last == nullptr || !EndsBefore(line, *last, context)) last = &line;
  }
  return last;
}

namespace {

bool Holds(const Treatment& treatment) {
  return treatment.goes_on() && !treatment.progressed_on &&
         (treatment.outcome == "response" || treatment.outcome == "stable");
}

// Meant to cure, ended well, and nothing since of a disease that has not spread.
bool HeldByCure(const Line& last, const EvaluationContext& context) {
  const Patient& patient = context.patient;
  if (!patient.IsComplete("treatments") || IsStale(context) || IsMetastatic(context) != Truth::kNotMet || patient.cancer.setting != "locally_advanced") return false;
  return std::all_of(last.courses.begin(), last.courses.end(), [](const Course* course) {
    const Treatment& treatment = course->treatment;
    return treatment.intent == "definitive" && treatment.end && (treatment.outcome == "response" || treatment.outcome == "stable");
  });
}

// By the last line alone.
Truth GrowsAfter(const Line* last, const EvaluationContext& context) {
  if (last == nullptr || context.patient.cancer.setting == "resected") return Truth::kUnknown;
  bool progressed = false, holds = false, goes_on = false;
  for (const Course* course : last->courses) {
    progressed = progressed || EndedInProgression(course->treatment);
    holds = holds || Holds(course->treatment);
    goes_on = goes_on || course->treatment.goes_on();
  }
  if (progressed)
    return goes_on || context.patient.IsComplete("treatments") ? Truth::kMet : Truth::kUnknown;
  if (HeldByCure(*last, context)) return Truth::kNotMet;
  return holds && !IsStale(context) ? Truth::kNotMet : Truth::kUnknown;
}

}  // namespace

Truth GrowsNow(const EvaluationContext& context) {
  const std::optional<bool>& told = context.patient.cancer.progressing;
  if (told) return *told ? Truth::kMet : IsStale(context) ? Truth::kUnknown : Truth::kNotMet;
  if (context.memo != nullptr) return GrowsAfter(KeptLastLine(context), context);
  const CourseList courses(context);
  const std::vector<Line> lines = LinesOf(*courses, context);
  return GrowsAfter(LastLine(lines, context), context);
}

Truth Progressed(const Course& course, const Line* last, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  if (EndedInProgression(treatment)) return Truth::kMet;
  // How chemoradiation ended is told of its drugs.
  if (last != nullptr && treatment.kind == "radiation" && treatment.outcome.empty()) {
    for (const Course* drug : last->courses) {
      if (IsGivenWith(course, drug->treatment)) return Progressed(*drug, last, context);
    }
  }
  // Removed, and nothing has come back since.
  const Patient& patient = context.patient;
  if (treatment.kind == "surgery" && patient.cancer.setting == "resected" && patient.IsComplete("treatments") && !IsStale(context)) return Truth::kNotMet;
  const std::optional<bool>& progressing = patient.cancer.progressing;
  const bool is_last = last != nullptr && std::find(last->courses.begin(), last->courses.end(), &course) != last->courses.end();
  if (treatment.goes_on() || is_last) {
    if (IsStale(context)) return Truth::kUnknown;
    if (progressing) return base::FromBool(*progressing);
    if (is_last) return GrowsAfter(last, context);
    return Holds(treatment) ? Truth::kNotMet : Truth::kUnknown;
  }
  const bool ended_otherwise = treatment.outcome == "switched" || treatment.outcome == "intolerance";
  return ended_otherwise ? Truth::kNotMet : Truth::kUnknown;
}

}  // namespace trialmatch::matcher
