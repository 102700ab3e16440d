#include "matcher/evaluate/treatment_attributes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "matcher/evaluate/facts.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::TermKind;
using rules::TreatmentLeaf;
using Outcome_ = rules::TreatmentLeaf::Outcome;

namespace {

Truth HasIntent(const Course& course, const std::vector<std::string>& intents, const EvaluationContext& context) {
  const std::string& intent = course.treatment.intent;
  const auto asked = [&](const char* name) { return std::find(intents.begin(), intents.end(), name) != intents.end(); };
  if (intent.empty() || intent == "unknown") {
    // What was removed without a rest was meant to cure.
    if (course.treatment.kind == "surgery" && course.treatment.for_disease.empty() && course.treatment.major.value_or(false) && context.patient.cancer.resection_margin == "R0" && asked("definitive")) return Truth::kMet;
    // An operation is what a therapy goes before or after.
    if (course.treatment.kind == "surgery" && std::all_of(intents.begin(), intents.end(), [](const std::string& one) { return one == "neoadjuvant" || one == "adjuvant" || one == "maintenance"; })) return Truth::kNotMet;
    // Radiation of the brain in metastatic disease cures nobody.
    if (course.treatment.kind == "radiation" && course.treatment.site_id == "brain" && !asked("metastatic") && !asked("maintenance") && IsMetastatic(context) == Truth::kMet) return Truth::kNotMet;
    // A numbered line is a line of advanced disease.
    return course.treatment.line && asked("metastatic") ? Truth::kMet : Truth::kUnknown;
  }
  if (asked(intent.c_str())) return Truth::kMet;
  if (intent == "maintenance" && asked("metastatic")) {
    return IsMetastatic(context) == Truth::kMet ? Truth::kMet : Truth::kUnknown;
  }
  // What was given with radiation to cure was for locally advanced disease; whether it counts, trials do not agree.
  if (intent == "definitive" && asked("locally_advanced")) return Truth::kUnknown;
  return Truth::kNotMet;
}

// Nobody is intolerant of an operation; whether the radiation of a chemoradiation was borne is told of its drugs.
Truth WasIntolerant(const Course& course, const EvaluationContext& context) {
  const std::string& told = course.treatment.outcome;
  if (!told.empty()) return base::FromBool(told == "intolerance");
  if (course.treatment.kind == "surgery") return Truth::kNotMet;
  for (const Treatment& drug : context.patient.treatments) {
    if (IsGivenWith(course, drug) && !drug.outcome.empty()) return base::FromBool(drug.outcome == "intolerance");
  }
  return Truth::kUnknown;
}

Truth HasOutcome(const Course& course, Outcome_ outcome, const Line* last, const EvaluationContext& context) {
  const std::string& told = course.treatment.outcome;
  const Truth intolerance = WasIntolerant(course, context);
  switch (outcome) {
    case Outcome_::kAnyOutcome: return Truth::kMet;
    case Outcome_::kProgression: return Progressed(course, last, context);
    case Outcome_::kIntolerance: return intolerance;
    case Outcome_::kProgressionOrIntolerance: return base::Or(Progressed(course, last, context), intolerance);
    case Outcome_::kNoProgression: return base::Not(Progressed(course, last, context));
    case Outcome_::kResponse:
      if (told == "response") return Truth::kMet;
      // Stable disease is no response; what ended in progression may have responded before.
      return told == "stable" ? Truth::kNotMet : Truth::kUnknown;
  }
  return Truth::kUnknown;
}

// Where it was, or "": an operation that is named after a part of the lung was there.
std::string_view SiteOf(const Course& course) {
  if (!course.treatment.site_id.empty() || course.treatment.kind != "surgery") return course.treatment.site_id;
  const bool of_lung = std::any_of(course.classes.begin(), course.classes.end(), [](const std::string& own) { return own == "lobectomy" || own == "pneumonectomy"; });
  return of_lung ? "lung" : "";
}

// Thoracic radiation that was to cure a lung cancer, with no operation before it, was of the lung.
bool AimsAtTumourOfLung(const Course& course, const EvaluationContext& context) {
  if (course.treatment.kind != "radiation" || course.treatment.intent != "definitive") return false;
  if (HasDisease(context, "lung_cancer") != Truth::kMet || IsForThisCancer(course, context) != Truth::kMet) return false;
  const std::vector<Treatment>& treatments = context.patient.treatments;
  return context.patient.IsComplete("treatments") && std::none_of(treatments.begin(), treatments.end(), [](const Treatment& other) { return other.kind == "surgery"; });
}

Truth AtSite(const Course& course, const std::vector<std::string>& sites, const EvaluationContext& context) {
  // "Chemotherapy or thoracic radiotherapy": no drug has a site.
  if (course.treatment.kind == "drug") return Truth::kMet;
  const std::string_view own = SiteOf(course);
  if (own.empty()) return Truth::kUnknown;
  Truth truth = Truth::kNotMet;
  for (const std::string& site : sites) truth = base::Or(truth, IsKindOf(context, TermKind::kSite, own, site));
  if (truth == Truth::kUnknown && own == "thorax" && std::find(sites.begin(), sites.end(), "lung") != sites.end() && AimsAtTumourOfLung(course, context)) return Truth::kMet;
  return truth;
}

// "Radiotherapy to less than 30 % of the marrow": wherever it was given, if it reached little.
bool AsksLittleMarrow(const TreatmentLeaf& leaf) { return leaf.marrow_percent && leaf.marrow_percent->high && !leaf.marrow_percent->low; }

// The skull, limbs or a breast hold less than a sixth of the marrow of an adult.
Truth ReachesLittleMarrow(const TreatmentLeaf& leaf, const Course& course, const EvaluationContext& context) {
  constexpr double kMostPercent = 15;
  const std::string_view own = SiteOf(course);
  if (!AsksLittleMarrow(leaf) || own.empty() || *leaf.marrow_percent->high < kMostPercent) return Truth::kUnknown;
  Truth little = Truth::kNotMet;
  for (const char* site : {"brain", "head_neck", "extremity", "eye", "breast", "skin"}) little = base::Or(little, IsKindOf(context, TermKind::kSite, own, site));
  return little == Truth::kMet ? Truth::kMet : Truth::kUnknown;
}

// On the day asked for: what is stopped goes on no longer.
Truth GoesOn(const Course& course, const EvaluationContext& context) {
  const Truth ongoing = IsOngoing(course, context);
  return context.stopped && ongoing == Truth::kMet && MayStop(course, context) ? Truth::kNotMet : ongoing;
}

// The day that the window looks back from, when it is not the day of enrolment.
EventDays AnchorDays(rules::Window::Anchor anchor, const Course& course, const Line* last, const EvaluationContext& context) {
  const Patient& patient = context.patient;
  if (anchor == rules::Window::Anchor::kProgression) {
    if (course.treatment.progressed_on) return EventDays::Past(course.treatment.progressed_on, context.decided_on);
    return EventDays::Past(patient.cancer.progressed_on, context.decided_on);
  }
  if (anchor == rules::Window::Anchor::kSurgery) {
    EventDays latest;
    for (const Treatment& treatment : patient.treatments) {
      if (treatment.kind != "surgery") continue;
      const EventDays days = EventDays::Past(treatment.end ? treatment.end : treatment.start, context.decided_on);
      if (days.known() && (!latest.known() || *days.last > *latest.last)) latest = days;
    }
    return latest;
  }
  EventDays latest;
  if (last != nullptr) {
    for (const Course* other : last->courses) {
      const EventDays days = EndOf(*other, context);
      if (!days.known()) return {};
      if (!latest.known() || *days.last > *latest.last) latest = days;
    }
  }
  return latest;
}

WindowOutcome FromAnchor(const rules::Window& window, const Course& course, const Line* last, const EvaluationContext& context) {
  EventDays event = EndOf(course, context);
  EventDays anchor = AnchorDays(window.anchor, course, last, context);
  WindowOutcome outcome;
  outcome.truth = Truth::kUnknown;
  outcome.because = "the days between are not known";
  outcome.wants_date = true;
  if (!event.known() || !anchor.known()) return outcome;
  if (*event.first > *anchor.last) std::swap(event, anchor);
  const WindowOutcome early =
      EvaluateWindow(window, event, course.half_life, *anchor.first, context.words);
  const WindowOutcome late =
      EvaluateWindow(window, event, course.half_life, *anchor.last, context.words);
  if (early.truth != late.truth) return outcome;
  outcome = late;
  outcome.breakpoints.clear();
  return outcome;
}

// A complete list of treatments that does not speak of a trial tells of none.
Truth WasInTrial(const Course& course, const EvaluationContext& context) {
  if (course.treatment.in_trial) return *course.treatment.in_trial ? Truth::kMet : Truth::kNotMet;
  return !course.medication && context.patient.IsComplete("treatments") ? Truth::kNotMet : Truth::kUnknown;
}

// Collects attributes one after the other; what is not met says why.
class Matching {
 public:
  Matching(const Course& course, const EvaluationContext& context) : course_(course), wordless_(context.wordless()) {}

  void Add(Truth truth, std::string_view because, std::string_view missing) {
    outcome_.truth = base::And(outcome_.truth, truth);
    if (wordless_) return;
    if (truth == Truth::kUnknown && !missing.empty()) outcome_.needs.push_back(PathOf(course_, missing));
    if (truth != Truth::kMet && !because.empty()) (truth == Truth::kNotMet ? fails_ : open_) = because;
  }
  bool wordless() const { return wordless_; }
  void AddNeed(std::string path) { outcome_.needs.push_back(std::move(path)); }
  LeafOutcome& outcome() { return outcome_; }

  LeafOutcome Finish(const std::string& dated) {
    if (wordless_) return std::move(outcome_);
    const std::string& why = outcome_.truth == Truth::kNotMet ? fails_ : outcome_.truth == Truth::kUnknown ? open_ : dated;
    outcome_.because = !dated.empty() && (why.empty() || why == dated) ? dated : Describe(course_) + (why.empty() ? "" : ": " + why);
    if (outcome_.truth != Truth::kUnknown) outcome_.needs.clear();
    return std::move(outcome_);
  }

 private:
  const Course& course_;
  const bool wordless_;
  LeafOutcome outcome_ = Outcome(Truth::kMet, "");
  std::string fails_, open_;
};

}  // namespace

std::vector<Demand> DemandsOf(const TreatmentLeaf& leaf) {
  // Every member stands here, so that a new one is a compile error. Those that are not used below are no demands on a single course, or come behind.
  const auto& [quantifier, what, except, within_class, count, intents, except_intents, outcome, ongoing, window, sites, dose_gy, marrow_percent, major,
               for_this_cancer, together, in_trial, said] = leaf;
  std::vector<Demand> demands;
  const auto add = [&](bool asks, Demand demand) {
    if (asks) demands.push_back(demand);
  };
  add(for_this_cancer, Demand::kForThisCancer);
  add(in_trial, Demand::kInTrial);
  add(!intents.empty(), Demand::kIntents);
  add(!except_intents.empty(), Demand::kExceptIntents);
  add(outcome != Outcome_::kAnyOutcome, Demand::kOutcome);
  add(!sites.empty(), Demand::kSites);
  add(dose_gy.has_value(), Demand::kDose);
  add(marrow_percent.has_value(), Demand::kMarrow);
  add(major.has_value(), Demand::kMajor);
  add(!said.empty(), Demand::kSaid);
  return demands;
}

Truth Meets(Demand demand, const TreatmentLeaf& leaf, const Course& course, const Line* last, const EvaluationContext& context) {
  const Treatment& treatment = course.treatment;
  switch (demand) {
    case Demand::kForThisCancer: return IsForThisCancer(course, context);
    case Demand::kInTrial: return WasInTrial(course, context);
    case Demand::kIntents: return HasIntent(course, leaf.intents, context);
    case Demand::kExceptIntents: return base::Not(HasIntent(course, leaf.except_intents, context));
    case Demand::kOutcome: return HasOutcome(course, leaf.outcome, last, context);
    case Demand::kSites: return AsksLittleMarrow(leaf) ? Truth::kMet : AtSite(course, leaf.sites, context);
    case Demand::kDose: return treatment.dose_gy ? base::FromBool(leaf.dose_gy->Contains(*treatment.dose_gy)) : Truth::kUnknown;
    case Demand::kMarrow: return ReachesLittleMarrow(leaf, course, context);
    case Demand::kSaid: return Truth::kUnknown;
    case Demand::kMajor: return treatment.major ? base::FromBool(*treatment.major == *leaf.major) : Truth::kUnknown;
    case Demand::kOngoing: {
      const Truth goes_on = GoesOn(course, context);
      return leaf.ongoing.value_or(true) ? goes_on : base::Not(goes_on);
    }
  }
  return Truth::kUnknown;
}

namespace {

// `where`: a context or a lexicon.
template <typename Where>
bool FindAboutNow(const TreatmentLeaf& leaf, const Where& where) {
  return !leaf.what.empty() && leaf.window.empty() && !leaf.ongoing &&
         std::all_of(leaf.what.begin(), leaf.what.end(), [&](const std::string& id) { return IsMedicationClass(where, id); });
}

}  // namespace

bool IsAboutNow(const TreatmentLeaf& leaf, const EvaluationContext& context) { return FindAboutNow(leaf, context); }
bool IsAboutNow(const TreatmentLeaf& leaf, const rules::Lexicon& lexicon) { return FindAboutNow(leaf, lexicon); }

WindowOutcome InWindow(const rules::Window& window, const Course& course, const Line* last, const EvaluationContext& context) {
  WindowOutcome outcome = window.anchor == rules::Window::Anchor::kEnrolment
                              ? EvaluateWindow(window, EndOf(course, context), course.half_life,
                                               context.day, context.words)
                              : FromAnchor(window, course, last, context);
  if (GoesOn(course, context) == Truth::kMet) outcome.breakpoints.clear();
  return outcome;
}

Truth IsKindAsked(const TreatmentLeaf& leaf, const Course& course, const EvaluationContext& context) {
  const Truth kind = CourseIsAnyOf(course, leaf.what, leaf.except, context);
  return kind == Truth::kNotMet || !leaf.for_this_cancer ? kind : base::And(kind, IsForThisCancer(course, context));
}

LeafOutcome MatchCourse(const TreatmentLeaf& leaf, const Course& course, const Line* last, const EvaluationContext& context) {
  return MatchCourse(leaf, course, CourseIsAnyOf(course, leaf.what, leaf.except, context), last, context);
}

LeafOutcome MatchCourse(const TreatmentLeaf& leaf, const Course& course, Truth kind, const Line* last, const EvaluationContext& context) {
  Matching matching(course, context);
  LeafOutcome& outcome = matching.outcome();
  const Treatment& treatment = course.treatment;
  matching.Add(kind, "what it is exactly is not known", "");
  const auto meets = [&](Demand demand) { return Meets(demand, leaf, course, last, context); };
  if (leaf.for_this_cancer) matching.Add(meets(Demand::kForThisCancer), "for another cancer", "for");
  if (leaf.in_trial) matching.Add(meets(Demand::kInTrial), "not in a trial, or not told", "in_trial");
  if (outcome.truth == Truth::kNotMet) return matching.Finish("");

  if (!leaf.intents.empty()) matching.Add(meets(Demand::kIntents), "given with another or an unknown intent", "intent");
  if (!leaf.except_intents.empty()) matching.Add(meets(Demand::kExceptIntents), "given with an intent that does not count, or unknown", "intent");
  if (leaf.outcome != Outcome_::kAnyOutcome) {
    const Truth truth = meets(Demand::kOutcome);
    const bool by_progress = treatment.ongoing.value_or(false) || !treatment.outcome.empty();
    matching.Add(truth, "it did not end in the way that is asked", by_progress ? "" : "outcome");
    if (truth == Truth::kUnknown && by_progress) matching.AddNeed("cancer.progressing");
  }
  if (!leaf.sites.empty()) matching.Add(meets(Demand::kSites), "at another or an unknown site", "site");
  if (leaf.dose_gy) {
    matching.Add(meets(Demand::kDose), context.wordless() ? "" : treatment.dose_gy ? base::FormatNumber(*treatment.dose_gy) + " Gy; " + DescribeBounds(*leaf.dose_gy, "Gy") : "dose not known", "dose_gy");
  }
  if (leaf.marrow_percent) matching.Add(meets(Demand::kMarrow), "how much of the bone marrow it reached is not known", "");
  if (leaf.major) matching.Add(meets(Demand::kMajor), "whether it was major surgery", "major");
  if (!leaf.said.empty()) matching.Add(meets(Demand::kSaid), context.wordless() ? "" : "whether it fits \"" + leaf.said.front() + "\" is not known", "");

  const Truth ongoing = IsOngoing(course, context), goes_on = GoesOn(course, context);
  const bool about_now = IsAboutNow(leaf, context);
  if (outcome.truth != Truth::kNotMet && ongoing == Truth::kMet && (about_now || leaf.ongoing || !leaf.window.empty()) && MayStop(course, context)) {
    outcome.needs_stop.push_back(NameOf(course));
  }
  if (leaf.ongoing || about_now) {
    std::string because;
    if (!context.wordless()) because = goes_on == Truth::kMet ? "still ongoing" : goes_on == Truth::kNotMet ? "no longer given" : "whether it is ongoing is not known " + AsOf(context);
    matching.Add(meets(Demand::kOngoing), because, "ongoing");
  }
  std::string dated;
  if (!leaf.window.empty()) {
    WindowOutcome window = InWindow(leaf.window, course, last, context);
    if (outcome.truth != Truth::kNotMet) outcome.breakpoints = window.breakpoints;
    if (context.wordless()) {
      matching.Add(window.truth, "", "");
      return matching.Finish("");
    }
    const std::string name = NameOf(course);
    const std::string day = treatment.last_dose ? treatment.last_dose->ToString() : treatment.end ? treatment.end->ToString() : "";
    if (goes_on == Truth::kMet) {
      dated = name + " is ongoing" + window.because.substr(std::min(window.because.find(';'), window.because.size()));
      window.breakpoints.clear();
    } else if (context.stopped && ongoing == Truth::kMet && MayStop(course, context)) {
      dated = name + " stopped " + context.decided_on.ToString() + ", " + window.because;
    } else {
      dated = name + (treatment.kind == "drug" ? " ended" : "") + (day.empty() ? "" : " " + day) + ", " + window.because;
    }
    // Once another attribute has said no, time changes nothing.
    if (outcome.truth != Truth::kNotMet) outcome.breakpoints = std::move(window.breakpoints);
    matching.Add(window.truth, dated, window.wants_date ? (ongoing == Truth::kUnknown && !treatment.end ? "ongoing" : "end") : "");
    if (window.wants_date && ongoing == Truth::kUnknown && !treatment.end) matching.AddNeed(PathOf(course, "end"));
  }
  return matching.Finish(dated);
}

}  // namespace trialmatch::matcher
