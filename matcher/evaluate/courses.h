#ifndef TRIALMATCH_MATCHER_EVALUATE_COURSES_H_
#define TRIALMATCH_MATCHER_EVALUATE_COURSES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/window.h"

namespace trialmatch::matcher {

// One thing that was done to the patient: a treatment of the profile, or a drug of `medications` (taken now, without dates).
struct Course {
  Treatment treatment;
  bool medication = false;
  std::vector<std::string> classes;   // the rows of drug.tsv and drug_class.tsv that it is, nearest first; not their ancestors
  bool named = true;                  // false: a drug that nobody knows, it may be of any class
  bool plain = false;                 // radiation with a technique that is none of the special ones
  HalfLife half_life;
  int32_t type = -1;                  // KindRelations::TypeOf, where a memo keeps it
};

// Treatments in the order of the profile, then medications that are not among them.
std::vector<Course> CoursesOf(const EvaluationContext& context);

// The same, worked out once a patient. Requires a memo.
const std::vector<Course>& KeptCourses(const EvaluationContext& context);

// Them, wherever they are kept. Belongs to the context.
class CourseList {
 public:
  explicit CourseList(const EvaluationContext& context);
  CourseList(const CourseList&) = delete;
  CourseList& operator=(const CourseList&) = delete;
  const std::vector<Course>& operator*() const { return courses_; }

 private:
  std::vector<Course> own_;
  const std::vector<Course>& courses_;
};

// Whether the course is of `id` (a drug or a class). Unknown when only something wider is known ("chemotherapy" asked for platinum).
base::Truth CourseIs(const Course& course, std::string_view id, const EvaluationContext& context);
// The same of a course that a memo keeps; `number`: KindRelations::ClassNumber(id).
base::Truth CourseIs(const Course& course, std::string_view id, uint32_t number, const EvaluationContext& context);
// Whether that hangs on the course's type (Course::type) alone, not on what else was given.
bool HangsOnType(std::string_view id);
// Any of `what` and none of `except`; an empty `what` is every treatment.
base::Truth CourseIsAnyOf(const Course& course, const std::vector<std::string>& what, const std::vector<std::string>& except,
                          const EvaluationContext& context);

// Not met when the profile says that it was for another cancer than the patient's.
base::Truth IsForThisCancer(const Course& course, const EvaluationContext& context);

// Still given, as the profile tells it (`stopped` does not count); unknown when stale or not told.
base::Truth IsOngoing(const Course& course, const EvaluationContext& context);

// False of what the patient cannot do without: steroids whose dose has to rise.
bool MayStop(const Course& course, const EvaluationContext& context);

// Days of the last dose, the operation, the last fraction; with `stopped` an ongoing course ended on decided_on.
// For a course that goes on, the day asked for.
EventDays EndOf(const Course& course, const EvaluationContext& context);
EventDays StartOf(const Course& course, const EvaluationContext& context);

// Whether the radiation and the drug were one treatment that was meant to cure, by their dates.
bool IsGivenWith(const Course& radiation, const Treatment& drug);

// "alectinib"; the name as a person knows it.
std::string NameOf(const Course& course);
// "alectinib, 2022-06 to 2026-01-05, progression".
std::string Describe(const Course& course);
// "treatments.alectinib.end".
std::string PathOf(const Course& course, std::string_view key);

// True for ids below `medication` that are not a treatment of cancer: closed by `medications`, and about what is taken now.
bool IsMedicationClass(const rules::Lexicon& lexicon, std::string_view id);
bool IsMedicationClass(const EvaluationContext& context, std::string_view id);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_COURSES_H_
