#include "matcher/patient/profile_checks.h"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::matcher {
namespace {

using base::Day;
using base::PartialDate;

struct DatedFact {
  std::string path;
  PartialDate date;
};

std::vector<DatedFact> AllDates(const Patient& patient) {
  std::vector<DatedFact> dates;
  const auto add = [&](std::string path, const std::optional<PartialDate>& date) {
    if (date) dates.push_back({std::move(path), *date});
  };
  add("/cancer/diagnosed", patient.cancer.diagnosed);
  add("/cancer/progressed_on", patient.cancer.progressed_on);
  for (size_t i = 0; i < patient.biomarkers.size(); ++i)
    add(absl::StrCat("/biomarkers/", i, "/date"), patient.biomarkers[i].date);
  for (size_t i = 0; i < patient.treatments.size(); ++i) {
    const Treatment& treatment = patient.treatments[i];
    const std::string path = absl::StrCat("/treatments/", i);
    add(path + "/start", treatment.start);
    add(path + "/end", treatment.end);
    add(path + "/last_dose", treatment.last_dose);
    add(path + "/progressed_on", treatment.progressed_on);
  }
  if (patient.brain) {
    add("/brain/stable_since", patient.brain->stable_since);
    add("/brain/last_imaging", patient.brain->last_imaging);
    add("/brain/treated_on", patient.brain->treated_on);
  }
  for (size_t i = 0; i < patient.labs.size(); ++i)
    add(absl::StrCat("/labs/", i, "/date"), patient.labs[i].date);
  for (size_t i = 0; i < patient.conditions.size(); ++i)
    add(absl::StrCat("/conditions/", i, "/date"), patient.conditions[i].date);
  return dates;
}

int FullYears(Day from, Day to) {
  const bool before_birthday =
      to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
  return to.year() - from.year() - (before_birthday ? 1 : 0);
}

class Checker {
 public:
  Checker(const rules::Lexicon& lexicon, std::vector<ProfileError>& errors,
          base::Diagnostics& notes)
      : lexicon_(lexicon), errors_(errors), notes_(notes) {}

  void Run(const Patient& patient) {
    CheckBirth(patient);
    CheckDates(patient);
    for (size_t i = 0; i < patient.treatments.size(); ++i) {
      CheckTreatment(patient.treatments[i], patient.as_of, absl::StrCat("/treatments/", i));
    }
    CheckBrain(patient);
    for (size_t i = 0; i < patient.labs.size(); ++i)
      CheckLab(patient.labs[i], absl::StrCat("/labs/", i));
    for (size_t i = 0; i < patient.biomarkers.size(); ++i) {
      const Biomarker& marker = patient.biomarkers[i];
      if (marker.gene.empty() && marker.marker.empty()) {
        Warn("profile.empty_biomarker", absl::StrCat("/biomarkers/", i),
             "names neither a gene nor a marker; it decides nothing");
      }
    }
    if (patient.sex == "male" && patient.pregnant.value_or(false)) {
      Warn("profile.contradiction", "/pregnancy/pregnant", "true beside sex male");
    }
    if (patient.location.latitude.has_value() != patient.location.longitude.has_value()) {
      Warn("profile.half_coordinates", "/location",
           "latitude and longitude belong together; one alone is not used");
    }
  }

 private:
  void Error(std::string path, std::string message) {
    errors_.push_back({std::move(path), std::move(message)});
  }
  void Add(base::Severity severity, std::string id, std::string where, std::string message) {
    notes_.push_back({severity, std::move(id), std::move(where), std::nullopt, std::move(message)});
  }
  void Warn(std::string id, std::string where, std::string message) {
    Add(base::Severity::kWarning, std::move(id), std::move(where), std::move(message));
  }

  void CheckBirth(const Patient& patient) {
    if (!patient.as_of) {
      return Add(
          base::Severity::kNote, "profile.no_as_of", "/as_of",
          "not told on which day the facts were true; ages and dates were not checked against it");
    }
    const PartialDate as_of = *patient.as_of;
    if (!patient.birth_date) return;
    const PartialDate birth = *patient.birth_date;
    if (birth.first() > as_of.last()) {
      return Error("/birth_date", absl::StrCat(birth.ToString(), " is after as_of (",
                                               as_of.ToString(), "); expected a day before it"));
    }
    const int least = FullYears(birth.last(), as_of.first());
    const int most = FullYears(birth.first(), as_of.last());
    if (least > 120) {
      return Error("/birth_date", absl::StrCat(birth.ToString(), " makes an age of ", least, " on ",
                                               as_of.ToString(), "; expected at most 120"));
    }
    if (!patient.age_years) return;
    const double age = std::floor(*patient.age_years);
    if (age < least - 1 || age > most + 1) {
      Error("/age_years", absl::StrCat(*patient.age_years, " does not fit birth_date ",
                                       birth.ToString(), ", which makes ", std::max(least, 0),
                                       " on ", as_of.ToString(), "; correct one of them"));
    }
  }

  void CheckDates(const Patient& patient) {
    std::optional<Day> born;  // the earliest day it can have been
    std::string known_by;
    if (patient.birth_date &&
        !(patient.as_of && patient.birth_date->first() > patient.as_of->last())) {
      born = patient.birth_date->first();
      known_by = absl::StrCat("born ", patient.birth_date->ToString());
    } else if (patient.as_of && patient.age_years) {
      // A year more than the age says: the age may be a year off.
      born =
          base::AddMonths(patient.as_of->first(), -12 * (static_cast<int>(*patient.age_years) + 2));
      known_by = absl::StrCat("age ", *patient.age_years, " on ", patient.as_of->ToString());
    }
    for (const DatedFact& fact : AllDates(patient)) {
      if (born && fact.date.last() < *born) {
        Error(fact.path, absl::StrCat(fact.date.ToString(), " is before the patient was born (",
                                      known_by, ")"));
      } else if (patient.as_of && fact.date.first() > patient.as_of->last()) {
        Add(base::Severity::kNote, "profile.date_after_as_of", fact.path,
            absl::StrCat(fact.date.ToString(), " is after as_of (", patient.as_of->ToString(),
                         "): planned, or as_of is out of date"));
      }
    }
  }

  void CheckTreatment(const Treatment& treatment, const std::optional<PartialDate>& as_of,
                      const std::string& path) {
    const auto before_start = [&](const std::optional<PartialDate>& date, const char* key) {
      if (!date || !treatment.start || !(date->last() < treatment.start->first())) return;
      Error(absl::StrCat(path, "/", key), absl::StrCat(date->ToString(), " is before the start (",
                                                       treatment.start->ToString(), ")"));
    };
    before_start(treatment.end, "end");
    before_start(treatment.last_dose, "last_dose");
    if (treatment.end && treatment.last_dose &&
        treatment.last_dose->first() > treatment.end->last()) {
      Warn("profile.contradiction", path + "/last_dose",
           absl::StrCat(treatment.last_dose->ToString(), " is after the end (",
                        treatment.end->ToString(), ")"));
    }
    const bool is_over = treatment.end && as_of && treatment.end->last() < as_of->first();
    if (treatment.ongoing.value_or(false) && is_over) {
      Error(path + "/ongoing",
            absl::StrCat("true, but the treatment ended ", treatment.end->ToString(),
                         ", before as_of (", as_of->ToString(), "); leave out one of them"));
    } else if (treatment.outcome == "ongoing" && is_over) {
      Error(path + "/outcome",
            absl::StrCat("\"ongoing\", but the treatment ended ", treatment.end->ToString(),
                         ", before as_of (", as_of->ToString(), ")"));
    }
    if (treatment.outcome == "ongoing" && !treatment.ongoing.value_or(true)) {
      Error(path + "/outcome", "\"ongoing\", but ongoing is false; correct one of them");
    }
  }

  void CheckBrain(const Patient& patient) {
    if (!patient.brain) return;
    const Brain& brain = *patient.brain;
    if (brain.metastases == "none") {
      if (brain.count.value_or(0) > 0) {
        Error("/brain/count",
              absl::StrCat(*brain.count,
                           " metastases, but brain.metastases is \"none\"; correct one of them"));
      }
      if (brain.largest_mm.value_or(0) > 0) {
        Error("/brain/largest_mm",
              absl::StrCat(*brain.largest_mm,
                           " mm, but brain.metastases is \"none\"; correct one of them"));
      }
    } else if (!brain.metastases.empty() && brain.metastases != "treated" && brain.count &&
               *brain.count == 0) {
      Error("/brain/count", absl::StrCat("0, but brain.metastases is \"", brain.metastases,
                                         "\"; correct one of them"));
    }
    if (brain.metastases == "progressing" && brain.stable.value_or(false)) {
      Warn("profile.contradiction", "/brain/stable", "true beside metastases that are progressing");
    }
    if (brain.steroids == "none" && brain.steroid_prednisone_mg_per_day.value_or(0) > 0) {
      Warn("profile.contradiction", "/brain/steroid_prednisone_mg_per_day",
           "a dose beside steroids \"none\"");
    }
    if (!patient.cancer.metastases) return;
    for (size_t i = 0; i < patient.cancer.metastases->size(); ++i) {
      const std::string& site = (*patient.cancer.metastases)[i];
      const std::string path = absl::StrCat("/cancer/metastases/", i);
      if (site == "brain" && brain.metastases == "none")
        Warn("profile.contradiction", path, "brain, but brain.metastases is \"none\"");
      if (site == "leptomeninges" && brain.leptomeningeal == false) {
        Warn("profile.contradiction", path, "leptomeninges, but brain.leptomeningeal is false");
      }
    }
  }

  void CheckLab(const Lab& lab, const std::string& path) {
    if (lab.lower_limit && lab.upper_limit && *lab.lower_limit > *lab.upper_limit) {
      Error(path + "/lower_limit",
            absl::StrCat(*lab.lower_limit, " is above upper_limit ", *lab.upper_limit));
    }
    const rules::Entry* row =
        lab.lab_id.empty() ? nullptr : lexicon_.Find(rules::TermKind::kLab, lab.lab_id);
    if (row == nullptr) return;
    const std::string_view table_unit = row->Get("unit");
    const base::Unit* unit = lab.unit.empty() ? nullptr : lexicon_.units().Find(lab.unit);
    const base::Unit* expected = table_unit.empty() ? nullptr : lexicon_.units().Find(table_unit);
    if (expected == nullptr) return;
    if (lab.unit.empty()) {
      if (table_unit != "ratio") {
        Warn("profile.no_unit", path + "/unit",
             absl::StrCat("missing; ", lab.name,
                          " is compared with bounds only when its unit is told, such as ",
                          base::ToAbsl(table_unit)));
      }
      return;
    }
    if (unit == nullptr) return;  // told as an unknown name
    const std::optional<double> value =
        lexicon_.units().Convert(lab.value, *unit, *expected, row->GetNumber("molar_mass"));
    if (!value) {
      return Warn("profile.wrong_unit", path + "/unit",
                  absl::StrCat("\"", lab.unit, "\" cannot be told in ", base::ToAbsl(table_unit),
                               ", the unit of ", lab.name));
    }
    const std::optional<double> low = row->GetNumber("plausible_low");
    const std::optional<double> high = row->GetNumber("plausible_high");
    if ((low && *value < *low) || (high && *value > *high)) {
      Warn("profile.implausible_lab", path + "/value",
           absl::StrCat(base::FormatNumber(lab.value), " ", lab.unit, " is not a plausible ",
                        lab.name, " (", low ? base::FormatNumber(*low) : "any", " to ",
                        high ? base::FormatNumber(*high) : "any", " ", base::ToAbsl(table_unit),
                        "); is the unit right?"));
    }
  }

  const rules::Lexicon& lexicon_;
  std::vector<ProfileError>& errors_;
  base::Diagnostics& notes_;
};

}  // namespace

void CheckProfile(const Patient& patient, const rules::Lexicon& lexicon,
                  std::vector<ProfileError>& errors, base::Diagnostics& notes) {
  Checker(lexicon, errors, notes).Run(patient);
}

}  // namespace trialmatch::matcher
