#include "matcher/evaluate/courses.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/status.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/steroids.h"
#include "rules/lexicon/threshold.h"

namespace trialmatch::matcher {

using base::Day;
using base::Truth;
using rules::Lexicon;
using rules::TermKind;

namespace {

// Words of a radiation technique that no table row spells alone ("SRS 20 Gy in one fraction").
constexpr std::pair<std::string_view, std::string_view> kTechniques[] = {
    {"stereotactic", "radiosurgery"}, {"srs", "radiosurgery"},     {"srt", "radiosurgery"},      {"gamma knife", "radiosurgery"},
    {"cyberknife", "radiosurgery"},   {"radiosurg", "radiosurgery"}, {"wbrt", "wbrt"},           {"whole brain", "wbrt"},
    {"whole-brain", "wbrt"},          {"prophylactic", "prophylactic_cranial_irradiation"},      {"pci", "prophylactic_cranial_irradiation"},
    {"brachy", "brachytherapy"},      {"proton", "proton_therapy"},
};

std::optional<std::string> ResolveClass(const Lexicon& lexicon, std::string_view name, std::string_view root) {
  if (name.empty()) return std::nullopt;
  const std::optional<rules::Term> term = lexicon.Resolve(TermKind::kDrugClass, name);
  if (!term) return std::nullopt;
  const std::string& id = lexicon.entry(*term).id;
  if (!lexicon.DrugIsA(id, root)) return std::nullopt;
  return id;
}

void ClassifyRadiation(Course& course, const Lexicon& lexicon) {
  const Treatment& treatment = course.treatment;
  const std::string technique =
      base::Lower(treatment.technique.empty() ? treatment.name : treatment.technique);
  std::optional<std::string> id = ResolveClass(lexicon, technique, "radiation");
  for (const auto& [word, known] : kTechniques) {
    if (!id && technique.find(word) != std::string::npos) id = known;
  }
  if (id && *id != "radiation") course.classes.push_back(*id);
  course.plain = !technique.empty() && course.classes.empty();
  if (!treatment.concurrent_with.empty()) course.classes.push_back("chemoradiation");
  // A radiosurgery of the brain is cranial radiation as well.
  const bool cranial = std::any_of(course.classes.begin(), course.classes.end(), [&](const std::string& own) { return lexicon.DrugIsA(own, "cranial_radiation"); });
  if (treatment.site_id == "brain" && !cranial && lexicon.Find(TermKind::kDrugClass, "cranial_radiation")) course.classes.push_back("cranial_radiation");
  course.classes.push_back("radiation");
}

void Classify(Course& course, const Lexicon& lexicon) {
  const Treatment& treatment = course.treatment;
  const std::string& kind = treatment.kind;
  course.half_life = HalfLifeOf(lexicon, kind == "radiation" ? "" : treatment.drug_id);
  course.half_life.exists = kind != "radiation" && kind != "surgery";
  if (kind == "radiation") return ClassifyRadiation(course, lexicon);
  if (!treatment.drug_id.empty()) course.classes.push_back(treatment.drug_id);
  if (kind == "surgery" || kind == "transplant" || kind == "cell_therapy") {
    std::optional<std::string> id = ResolveClass(lexicon, treatment.name, kind);
    // "Lobectomy with lymph node dissection", "segmentectomy (left upper lobe)".
    for (const std::string_view addition : {" with ", " and ", " plus ", " (", ", ", " + "}) {
      const size_t at = treatment.name.find(addition);
      if (!id && at != std::string::npos) id = ResolveClass(lexicon, std::string_view(treatment.name).substr(0, at), kind);
    }
    if (id) course.classes.push_back(*id);
    if (kind == "surgery" && treatment.site_id == "brain") course.classes.push_back("brain_surgery");
    course.classes.push_back(kind);
  } else if (course.classes.empty()) {
    course.named = false;
    course.classes.push_back(kind == "drug" ? "systemic_therapy" : "any_therapy");
  }
  if (treatment.in_trial.value_or(false)) course.classes.push_back("investigational_agent");
}

Course FromMedication(std::string name, std::string drug_id) {
  Course course;
  course.treatment.kind = "drug";
  course.treatment.name = std::move(name);
  course.treatment.drug_id = std::move(drug_id);
  course.treatment.ongoing = true;
  course.medication = true;
  return course;
}

bool SameDrug(const Treatment& a, const Treatment& b) {
  return a.drug_id.empty() ? base::Lower(a.name) == base::Lower(b.name) : a.drug_id == b.drug_id;
}

// Radiation with chemotherapy around it, though nobody said "concurrent".
bool OverlapsChemotherapy(const Course& radiation, const EvaluationContext& context) {
  const EventDays end = EndOf(radiation, context);
  for (const Treatment& other : context.patient.treatments) {
    if (other.kind != "drug" || !context.lexicon.DrugIsA(other.drug_id, "chemotherapy") || !other.start) continue;
    if (!end.known()) return true;
    const Day last = other.end ? other.end->last() : context.decided_on;
    if (other.start->first() <= *end.last && *end.first <= last + 60) return true;
  }
  return false;
}

// The head, a bone, a small field of few high doses: never the radiation of a chemoradiation.
bool IsOfOneSpot(const Course& radiation, const EvaluationContext& context) {
  const std::string& site = radiation.treatment.site_id;
  return site == "brain" || site == "bone" || std::any_of(radiation.classes.begin(), radiation.classes.end(), [&](const std::string& own) {
           return context.lexicon.DrugIsA(own, "radiosurgery") || context.lexicon.DrugIsA(own, "sbrt");
         });
}

}  // namespace

bool IsGivenWith(const Course& radiation, const Treatment& drug) {
  const Treatment& own = radiation.treatment;
  if (own.kind != "radiation" || drug.kind != "drug" || own.intent != "definitive" || drug.intent != own.intent) return false;
  if (!own.start || !own.end || !drug.start || !drug.end) return false;
  return drug.start->first() <= own.end->last() && own.start->first() <= drug.end->last();
}

namespace {

// Both were meant to cure and were given in the same weeks: chemoradiation. Merely near each other: perhaps.
Truth IsChemoradiation(const Course& radiation, const EvaluationContext& context) {
  if (IsOfOneSpot(radiation, context)) return Truth::kNotMet;
  for (const Treatment& other : context.patient.treatments) {
    if (IsGivenWith(radiation, other) && context.lexicon.DrugIsA(other.drug_id, "chemotherapy")) return Truth::kMet;
  }
  return OverlapsChemotherapy(radiation, context) ? Truth::kUnknown : Truth::kNotMet;
}

// More prednisone than replaces what the body lacks suppresses the immune system, as most protocols
// count it.
bool IsImmunosuppressingSteroid(const Course& course, const EvaluationContext& context) {
  const std::optional<double> dose = PrednisoneADay(context), most = rules::Threshold(context.lexicon, "physiologic_prednisone");
  if (!dose || !most || *dose <= *most) return false;
  return context.lexicon.DrugIsA(course.treatment.drug_id, "corticosteroid") &&
         IsOngoing(course, context) == Truth::kMet;
}

}  // namespace

std::vector<Course> CoursesOf(const EvaluationContext& context) {
  const Patient& patient = context.patient;
  std::vector<Course> courses;
  for (const Treatment& treatment : patient.treatments) {
    Course course;
    course.treatment = treatment;
    Classify(course, context.lexicon);
    courses.push_back(std::move(course));
  }
  const auto add = [&](Course course) {
    for (const Course& other : courses) {
      if (SameDrug(other.treatment, course.treatment) && IsOngoing(other, context) != Truth::kNotMet) return;
    }
    Classify(course, context.lexicon);
    courses.push_back(std::move(course));
  };
  for (const Medication& medication : patient.medications) add(FromMedication(medication.name, medication.drug_id));
  if (patient.brain && !patient.brain->steroids.empty() && patient.brain->steroids != "none") {
    const bool named = std::any_of(courses.begin(), courses.end(), [&](const Course& course) {
      return CourseIs(course, "corticosteroid", context) == Truth::kMet && IsOngoing(course, context) == Truth::kMet;
    });
    if (!named) add(FromMedication("corticosteroid", "corticosteroid"));
  }
  for (Course& course : courses) {
    if (IsImmunosuppressingSteroid(course, context))
      course.classes.emplace_back("immunosuppressant");
  }
  // An illness of the past that needed steroids had them then.
  for (const Condition& condition : patient.conditions) {
    if (!condition.needed_steroids.value_or(false) || condition.status != "past" || !condition.date) continue;
    Course course = FromMedication("corticosteroid", "corticosteroid");
    course.treatment.ongoing = false;
    course.treatment.start = course.treatment.end = condition.date;
    Classify(course, context.lexicon);
    courses.push_back(std::move(course));
  }
  return courses;
}

const std::vector<Course>& KeptCourses(const EvaluationContext& context) {
  std::unique_ptr<const std::vector<Course>>& kept = context.memo->courses;
  if (kept == nullptr) {
    std::vector<Course> courses = CoursesOf(context);
    for (Course& course : courses) course.type = context.memo->relations.TypeOf(course);
    kept = std::make_unique<const std::vector<Course>>(std::move(courses));
  }
  return *kept;
}

CourseList::CourseList(const EvaluationContext& context)
    : own_(context.memo == nullptr ? CoursesOf(context) : std::vector<Course>()), courses_(context.memo == nullptr ? own_ : KeptCourses(context)) {}

namespace {

Truth FindCourseIs(const Course& course, std::string_view id, const EvaluationContext& context) {
  const Lexicon& lexicon = context.lexicon;
  if (id == "any_therapy" && !course.medication) return Truth::kMet;
  // "Any medication" is never meant word for word.
  if (id == "medication") return course.medication || lexicon.DrugIsA(course.treatment.drug_id, id) ? Truth::kUnknown : Truth::kNotMet;
  // A blood-pressure pill is no systemic therapy of the cancer, whatever else its classes say.
  if (course.medication && !IsMedicationClass(lexicon, id)) {
    const bool is_medicine = lexicon.DrugIsA(course.treatment.drug_id, "medication");
    if (!course.named || is_medicine) return course.treatment.drug_id == id ? Truth::kMet : Truth::kNotMet;
  }
  for (const std::string& own : course.classes) {
    // The drugs of a chemoradiation stand as courses of their own; the radiation is no systemic therapy.
    if (own == "chemoradiation" && id != own) continue;
    if (lexicon.DrugIsA(own, id)) return Truth::kMet;
  }
  if (!course.named) {
    // A drug that no table knows may be the one that no table knows.
    if (id == "unlisted_agent" && course.classes.front() == "systemic_therapy") return Truth::kUnknown;
    if (IsMedicationClass(lexicon, id) || lexicon.Find(TermKind::kDrug, id)) return Truth::kNotMet;
    return lexicon.DrugIsA(id, course.classes.front()) ? Truth::kUnknown : Truth::kNotMet;
  }
  if (course.treatment.kind == "radiation") {
    if (id == "chemoradiation") return IsChemoradiation(course, context);
    const bool cranial = lexicon.DrugIsA(id, "cranial_radiation") || id == "wbrt";
    if (cranial && !course.treatment.site_id.empty() && course.treatment.site_id != "brain") return Truth::kNotMet;
    if (course.plain && !cranial) return Truth::kNotMet;
  }
  // The nearest class decides: a radiosurgery is "radiation" too, but that does not make it perhaps a brachytherapy.
  return lexicon.DrugIsA(id, course.classes.front()) ? Truth::kUnknown : Truth::kNotMet;
}

}  // namespace

bool HangsOnType(std::string_view id) { return id != "chemoradiation"; }

Truth CourseIs(const Course& course, std::string_view id, const EvaluationContext& context) {
  if (context.memo == nullptr || course.type < 0) return FindCourseIs(course, id, context);
  return CourseIs(course, id, context.memo->relations.ClassNumber(id), context);
}

Truth CourseIs(const Course& course, std::string_view id, uint32_t number, const EvaluationContext& context) {
  if (!HangsOnType(id)) return FindCourseIs(course, id, context);
  std::optional<Truth>& kept = context.memo->relations.CourseIs(course.type, number);
  if (!kept) kept = FindCourseIs(course, id, context);
  return *kept;
}

Truth CourseIsAnyOf(const Course& course, const std::vector<std::string>& what, const std::vector<std::string>& except,
                    const EvaluationContext& context) {
  Truth truth = what.empty() ? base::FromBool(!course.medication) : Truth::kNotMet;
  for (const std::string& id : what) truth = base::Or(truth, CourseIs(course, id, context));
  for (const std::string& id : except) truth = base::And(truth, base::Not(CourseIs(course, id, context)));
  return truth;
}

Truth IsForThisCancer(const Course& course, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  if (treatment.for_disease.empty() && treatment.for_disease_id.empty()) return Truth::kMet;
  if (treatment.for_disease_id.empty()) return Truth::kUnknown;
  const Truth same = HasDisease(context, treatment.for_disease_id);
  if (same != Truth::kNotMet) return same;
  // The disease before a transformation is the same cancer.
  const std::string& type = context.patient.cancer.type_id;
  return type.empty() ? same : IsKindOf(context, TermKind::kDisease, type, treatment.for_disease_id);
}

Truth IsOngoing(const Course& course, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  if (treatment.goes_on()) return IsStale(context) ? Truth::kUnknown : Truth::kMet;
  if (treatment.ongoing) return Truth::kNotMet;
  if (treatment.end) return treatment.end->first() <= context.decided_on ? Truth::kNotMet : Truth::kUnknown;
  if (treatment.kind == "surgery" || treatment.kind == "transplant") return Truth::kNotMet;
  return Truth::kUnknown;
}

bool MayStop(const Course& course, const EvaluationContext& context) {
  return !SteroidsRise(context.patient) || CourseIs(course, "corticosteroid", context) != Truth::kMet;
}

EventDays StartOf(const Course& course, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  if (treatment.start) return EventDays::Past(treatment.start, context.decided_on);
  if (treatment.kind == "surgery") return EventDays::Past(treatment.end, context.decided_on);
  EventDays start;
  if (treatment.end) start.last = EventDays::Past(treatment.end, context.decided_on).last;
  return start;
}

EventDays EndOf(const Course& course, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  const Truth ongoing = IsOngoing(course, context);
  if (ongoing == Truth::kMet) return EventDays::Of(context.stopped && MayStop(course, context) ? context.decided_on : context.day);
  if (ongoing == Truth::kNotMet) {
    if (treatment.last_dose) return EventDays::Past(treatment.last_dose, context.decided_on);
    if (treatment.end) return EventDays::Past(treatment.end, context.decided_on);
    if (treatment.kind == "surgery" && treatment.start) return EventDays::Past(treatment.start, context.decided_on);
  }
  EventDays end;
  if (treatment.start) end.first = treatment.start->first();
  if (ongoing == Truth::kNotMet || context.stopped) end.last = context.decided_on;
  return end;
}

std::string NameOf(const Course& course) {
  const Treatment& treatment = course.treatment;
  if (treatment.kind == "radiation") {
    return (treatment.site.empty() ? "" : treatment.site + " ") + "radiation" +
           (treatment.technique.empty() ? "" : " (" + treatment.technique + ")");
  }
  if (!treatment.name.empty()) return treatment.name;
  if (!treatment.drug_id.empty()) return DisplayName(treatment.drug_id);
  return treatment.kind.empty() ? "a treatment" : DisplayName(treatment.kind);
}

std::string Describe(const Course& course) {
  const Treatment& treatment = course.treatment;
  std::string out = NameOf(course);
  const std::string end = treatment.last_dose ? treatment.last_dose->ToString() : treatment.end ? treatment.end->ToString() : "";
  if (treatment.start && !end.empty()) {
    out += ", " + treatment.start->ToString() + " to " + end;
  } else if (!end.empty()) {
    out += ", " + end;
  } else if (treatment.start) {
    out += ", since " + treatment.start->ToString();
  }
  if (!treatment.outcome.empty() && treatment.outcome != "ongoing") out += ", " + treatment.outcome;
  if (treatment.goes_on()) out += course.medication ? ", taken now" : ", ongoing";
  return out;
}

std::string PathOf(const Course& course, std::string_view key) {
  const Treatment& treatment = course.treatment;
  std::string name = !treatment.drug_id.empty() ? treatment.drug_id
                     : !treatment.name.empty()  ? base::Lower(treatment.name)
                                                : treatment.kind;
  std::replace(name.begin(), name.end(), ' ', '_');
  std::string path = (course.medication ? "medications." : "treatments.") + name;
  if (!key.empty()) path += "." + std::string(key);
  return path;
}

bool IsMedicationClass(const Lexicon& lexicon, std::string_view id) {
  return lexicon.Find(TermKind::kDrugClass, id) != nullptr && lexicon.DrugIsA(id, "medication") && !lexicon.DrugIsA(id, "any_therapy");
}

bool IsMedicationClass(const EvaluationContext& context, std::string_view id) {
  if (context.memo == nullptr) return IsMedicationClass(context.lexicon, id);
  std::optional<bool>& kept = context.memo->relations.IsMedicationClass(context.memo->relations.ClassNumber(id));
  if (!kept) kept = IsMedicationClass(context.lexicon, id);
  return *kept;
}

int32_t KindRelations::TypeOf(const Course& course) {
  const Treatment& treatment = course.treatment;
  std::string key = treatment.kind + '\n' + treatment.drug_id + '\n' + treatment.site_id + '\n';
  key += {course.medication ? 'm' : '-', course.named ? 'n' : '-', course.plain ? 'p' : '-'};
  for (const std::string& id : course.classes) key += '\n' + id;
  const auto [at, fresh] = course_types_.try_emplace(std::move(key), static_cast<int32_t>(course_is_.size()));
  if (fresh) course_is_.emplace_back();
  return at->second;
}

}  // namespace trialmatch::matcher
