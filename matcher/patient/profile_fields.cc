#include "matcher/patient/profile_fields.h"

#include <span>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/patient/profile_members.h"
#include "matcher/patient/suggest.h"

// docs/profile.schema.json says the same facts; a test holds the two together.
namespace trialmatch::matcher {
namespace {

using namespace members;
using Choice = std::string_view;
constexpr int kMostCount = 100'000;  // counts without a bound of their own must still fit an int

constexpr Choice kSexes[] = {"female", "male"};
constexpr Choice kSmoking[] = {"never", "former", "current"};
constexpr Choice kStages[] = {"0",   "I",   "IA",   "IA1",  "IA2",  "IA3", "IB",  "II", "IIA",
                              "IIB", "III", "IIIA", "IIIB", "IIIC", "IV",  "IVA", "IVB"};
constexpr Choice kSettings[] = {"resectable", "resected", "locally_advanced", "metastatic"};
constexpr Choice kMargins[] = {"R0", "R1", "R2"};
constexpr Choice kAlterations[] = {
    "fusion", "mutation", "amplification", "loss", "overexpression", "resistance_mutation", "any"};
constexpr Choice kResults[] = {"positive", "negative", "indeterminate", "not_tested"};
constexpr Choice kKinds[] = {"drug", "radiation", "surgery", "transplant", "cell_therapy", "other"};
constexpr Choice kIntents[] = {"neoadjuvant", "adjuvant",    "definitive",
                               "metastatic",  "maintenance", "unknown"};
constexpr Choice kOutcomes[] = {"response",  "stable",   "progression", "intolerance",
                                "completed", "switched", "ongoing"};
constexpr Choice kBrainStates[] = {"none", "present", "untreated", "treated", "progressing"};
constexpr Choice kSteroids[] = {"none", "stable", "decreasing", "increasing"};
constexpr Choice kStatuses[] = {"active", "controlled", "past"};
constexpr Choice kSections[] = {"biomarkers", "treatments", "conditions", "medications",
                                "metastases", "labs",       "allergies"};

void ReadTexts(ProfileReader& reader, const Cursor& at, std::vector<std::string>& out) {
  if (!reader.ExpectList(at)) return;
  for (size_t i = 0; i < at.node.items.size(); ++i) {
    const ProfileNode& item = at.node.items[i];
    if (item.kind == ProfileNode::Kind::kNull) continue;
    reader.ReadText({item, ChildPath(at.path, i)}, out.emplace_back());
  }
}

// ---- unknown keys
// ------------------------------------------------------------------------------------------------

std::string KeyHint(std::string_view key, const std::vector<std::string_view>& known) {
  constexpr std::pair<std::string_view, std::string_view> kOtherWords[] = {
      {"gender", "sex"},
      {"dob", "birth_date"},
      {"patient_id", "id"},
      {"mutations", "biomarkers"},
      {"therapies", "treatments"},
      {"prior_therapies", "treatments"},
      {"comorbidities", "conditions"},
      {"drug", "name"},
      {"stopped", "end"},
      {"started", "start"},
  };
  const auto is_known = [&](std::string_view name) {
    for (std::string_view one : known) {
      if (one == name) return true;
    }
    return false;
  };
  for (const auto& [word, meant] : kOtherWords) {
    if (word == key && is_known(meant))
      return absl::StrCat("did you mean ", base::ToAbsl(meant), "?");
  }
  if (const std::string near = ClosestName(key, known); !near.empty())
    return absl::StrCat("did you mean ", near, "?");
  for (const auto& [name, section] : ProfileKeys()) {
    if (name != key) continue;
    return section.empty() ? "it belongs at the top of the profile"
                           : absl::StrCat("it belongs under ", base::ToAbsl(section));
  }
  return "";
}

template <typename T>
void ReadObject(ProfileReader& reader, const Cursor& at, std::span<const Field<T>> fields, T& out) {
  if (reader.ExpectObject(at, "{ ... }")) ReadFields(reader, at, fields, &KeyHint, out);
}

// Missing keys are those that an entry is nothing without.
template <typename T>
void ReadList(ProfileReader& reader, const Cursor& at, std::span<const Field<T>> fields,
              std::span<const std::pair<std::string_view, std::string_view>> required,
              std::vector<T>& out) {
  if (!reader.ExpectList(at)) return;
  for (size_t i = 0; i < at.node.items.size(); ++i) {
    const ProfileNode& item = at.node.items[i];
    if (item.kind == ProfileNode::Kind::kNull) continue;
    const std::string path = ChildPath(at.path, i);
    const Cursor entry{item, path};
    ReadObject(reader, entry, fields, out.emplace_back());
    if (item.kind != ProfileNode::Kind::kObject) continue;
    for (const auto& [key, expected] : required) {
      bool there = false;
      for (const ProfileMember& member : item.members) {
        there |= member.key == key && member.value.kind != ProfileNode::Kind::kNull;
      }
      if (!there) reader.AddMissing(entry, key, expected);
    }
  }
}

// ---- the format
// --------------------------------------------------------------------------------------------------

void Country(ProfileReader& reader, const Cursor& at, Location& out) {
  std::string country;
  reader.ReadText(at, country);
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (country.size() == 2 && is_upper(country[0]) && is_upper(country[1])) {
    out.country = country;
  } else if (at.node.kind == ProfileNode::Kind::kText) {
    reader.AddError(
        at, absl::StrCat(Describe(at.node),
                         " is not a country of two capital letters (ISO 3166), such as US or DE"));
  }
}

constexpr Field<Location> kLocation[] = {
    {"country", Country},
    {"postal_code", Text<&Location::postal_code>},
    {"city", Text<&Location::city>},
    {"latitude", Number<&Location::latitude, -90, 90>},
    {"longitude", Number<&Location::longitude, -180, 180>},
};

void StageEdition(ProfileReader& reader, const Cursor& at, Cancer& out) {
  reader.ReadInteger(at, 7, 9, out.stage_edition);
}

void Metastases(ProfileReader& reader, const Cursor& at, Cancer& out) {
  std::vector<std::string> sites;
  ReadTexts(reader, at, sites);
  if (at.node.kind == ProfileNode::Kind::kArray) out.metastases = std::move(sites);
}

constexpr Field<Cancer> kCancer[] = {
    {"type", Text<&Cancer::type>},
    {"histology", Text<&Cancer::histology>},
    {"stage", OneOf<&Cancer::stage, kStages>},
    {"stage_edition", StageEdition},
    {"t", Text<&Cancer::t>},
    {"n", Text<&Cancer::n>},
    {"m", Text<&Cancer::m>},
    {"setting", OneOf<&Cancer::setting, kSettings>},
    {"resectable", Bool<&Cancer::resectable>},
    {"surgery_planned", Bool<&Cancer::surgery_planned>},
    {"resection_margin", OneOf<&Cancer::resection_margin, kMargins>},
    {"diagnosed", Date<&Cancer::diagnosed>},
    {"metastases", Metastases},
    {"measurable", Bool<&Cancer::measurable>},
    {"progressing", Bool<&Cancer::progressing>},
    {"progressing_outside_brain", Bool<&Cancer::progressing_outside_brain>},
    {"progressed_on", Date<&Cancer::progressed_on>},
};

constexpr Field<Biomarker> kBiomarker[] = {
    {"gene", Text<&Biomarker::gene>},
    {"alteration", OneOf<&Biomarker::alteration, kAlterations>},
    {"result", OneOf<&Biomarker::result, kResults>},
    {"detail", Text<&Biomarker::detail>},
    {"method", Text<&Biomarker::method>},
    {"score", Text<&Biomarker::score>},
    {"date", Date<&Biomarker::date>},
    {"marker", Text<&Biomarker::marker>},
    {"value", AnyNumber<&Biomarker::value>},
    {"unit", Text<&Biomarker::unit>},
};

void ConcurrentWith(ProfileReader& reader, const Cursor& at, Treatment& out) {
  ReadTexts(reader, at, out.concurrent_with);
}

constexpr Field<Treatment> kTreatment[] = {
    {"kind", OneOf<&Treatment::kind, kKinds>},
    {"name", Text<&Treatment::name>},
    {"intent", OneOf<&Treatment::intent, kIntents>},
    {"for", Text<&Treatment::for_disease>},
    {"line", Integer<&Treatment::line, 1, 30>},
    {"start", Date<&Treatment::start>},
    {"end", Date<&Treatment::end>},
    {"last_dose", Date<&Treatment::last_dose>},
    {"ongoing", Bool<&Treatment::ongoing>},
    {"cycles", Integer<&Treatment::cycles, 0, kMostCount>},
    {"outcome", OneOf<&Treatment::outcome, kOutcomes>},
    {"progressed_on", Date<&Treatment::progressed_on>},
    {"toxicity", Text<&Treatment::toxicity>},
    {"in_trial", Bool<&Treatment::in_trial>},
    {"site", Text<&Treatment::site>},
    {"technique", Text<&Treatment::technique>},
    {"dose_gy", Number<&Treatment::dose_gy, 0, 200>},
    {"concurrent_with", ConcurrentWith},
    {"major", Bool<&Treatment::major>},
    {"detail", Text<&Treatment::detail>},
};

constexpr Field<Brain> kBrain[] = {
    {"metastases", OneOf<&Brain::metastases, kBrainStates>},
    {"stable", Bool<&Brain::stable>},
    {"stable_since", Date<&Brain::stable_since>},
    {"symptomatic", Bool<&Brain::symptomatic>},
    {"largest_mm", Number<&Brain::largest_mm, 0, 200>},
    {"count", Integer<&Brain::count, 0, kMostCount>},
    {"leptomeningeal", Bool<&Brain::leptomeningeal>},
    {"steroids", OneOf<&Brain::steroids, kSteroids>},
    {"steroid_prednisone_mg_per_day", NotNegative<&Brain::steroid_prednisone_mg_per_day>},
    {"last_imaging", Date<&Brain::last_imaging>},
    {"treated_on", Date<&Brain::treated_on>},
};

constexpr Field<Patient> kPerformance[] = {
    {"ecog", Integer<&Patient::ecog, 0, 4>},
    {"karnofsky", Integer<&Patient::karnofsky, 0, 100>},
};

void LabValue(ProfileReader& reader, const Cursor& at, Lab& out) {
  std::optional<double> value;
  reader.ReadNumber(at, value);
  out.value = value.value_or(0);
}

constexpr Field<Lab> kLab[] = {
    {"name", Text<&Lab::name>},
    {"value", LabValue},
    {"unit", Text<&Lab::unit>},
    {"upper_limit", AnyNumber<&Lab::upper_limit>},
    {"lower_limit", AnyNumber<&Lab::lower_limit>},
    {"date", Date<&Lab::date>},
};

constexpr Field<Condition> kCondition[] = {
    {"name", Text<&Condition::name>},
    {"status", OneOf<&Condition::status, kStatuses>},
    {"date", Date<&Condition::date>},
    {"grade", Integer<&Condition::grade, 1, 5>},
    {"needed_steroids", Bool<&Condition::needed_steroids>},
    {"viral_load_undetectable", Bool<&Condition::viral_load_undetectable>},
    {"cd4_per_ul", NotNegative<&Condition::cd4_per_ul>},
    {"detail", Text<&Condition::detail>},
};

constexpr Field<Patient> kPregnancy[] = {
    {"pregnant", Bool<&Patient::pregnant>},
    {"breastfeeding", Bool<&Patient::breastfeeding>},
    {"can_become_pregnant", Bool<&Patient::can_become_pregnant>},
};

void Id(ProfileReader& reader, const Cursor& at, Patient& out) {
  reader.ReadText(at, out.id);
  if (at.node.kind != ProfileNode::Kind::kText) return;
  size_t letters = 0;
  for (char c : at.node.text) letters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  if (letters == 0 || letters > 128)
    reader.AddError(at, absl::StrCat("has ", letters, " letters; expected 1 to 128"));
}

void Weight(ProfileReader& reader, const Cursor& at, Patient& out) {
  std::optional<double> weight;
  reader.ReadNumber(at, 0, 500, weight);
  if (weight && *weight == 0) return reader.AddError(at, "0 is not above 0 and at most 500");
  out.weight_kg = weight;
}

void Facts(ProfileReader& reader, const Cursor& at, Patient& out) {
  if (!reader.ExpectObject(at, "{\"can_swallow\": true}")) return;
  std::vector<std::string_view> keys;  // any name may stand here
  for (const ProfileMember& member : at.node.members) keys.push_back(member.key);
  ObjectWalk::Run(reader, at, keys, &KeyHint, [&](size_t key, const Cursor& value) {
    std::optional<bool> answer;
    reader.ReadBool(value, answer);
    if (answer) out.facts[std::string(keys[key])] = *answer;
  });
}

void Complete(ProfileReader& reader, const Cursor& at, Patient& out) {
  if (!reader.ExpectList(at)) return;
  for (size_t i = 0; i < at.node.items.size(); ++i) {
    if (at.node.items[i].kind == ProfileNode::Kind::kNull) continue;
    std::string section;
    reader.ReadChoice({at.node.items[i], ChildPath(at.path, i)}, kSections, section);
    if (!section.empty()) out.complete.insert(section);
  }
}

using Required = std::pair<std::string_view, std::string_view>;
constexpr Required kTreatmentNeeds[] = {
    {"kind", "one of drug, radiation, surgery, transplant, cell_therapy, other"}};
constexpr Required kLabNeeds[] = {{"name", "a text such as \"anc\""}, {"value", "a number"}};
constexpr Required kConditionNeeds[] = {{"name", "a text such as \"hypertension\""}};

void Medications(ProfileReader& reader, const Cursor& at, Patient& out) {
  std::vector<std::string> names;
  ReadTexts(reader, at, names);
  for (std::string& name : names) out.medications.push_back({std::move(name), ""});
}

constexpr Field<Patient> kPatient[] = {
    {"id", Id},
    {"as_of", Date<&Patient::as_of>},
    {"note", Text<&Patient::note>},
    {"age_years", Number<&Patient::age_years, 0, 120>},
    {"birth_date", Date<&Patient::birth_date>},
    {"sex", OneOf<&Patient::sex, kSexes>},
    {"weight_kg", Weight},
    {"height_cm", Number<&Patient::height_cm, 30, 260>},
    {"smoking", OneOf<&Patient::smoking, kSmoking>},
    {"location", [](ProfileReader& r, const Cursor& at,
                    Patient& p) { ReadObject<Location>(r, at, kLocation, p.location); }},
    {"cancer", [](ProfileReader& r, const Cursor& at,
                  Patient& p) { ReadObject<Cancer>(r, at, kCancer, p.cancer); }},
    {"biomarkers", [](ProfileReader& r, const Cursor& at,
                      Patient& p) { ReadList<Biomarker>(r, at, kBiomarker, {}, p.biomarkers); }},
    {"treatments",
     [](ProfileReader& r, const Cursor& at, Patient& p) {
       ReadList<Treatment>(r, at, kTreatment, kTreatmentNeeds, p.treatments);
     }},
    {"brain", [](ProfileReader& r, const Cursor& at,
                 Patient& p) { ReadObject<Brain>(r, at, kBrain, p.brain.emplace()); }},
    {"performance", [](ProfileReader& r, const Cursor& at,
                       Patient& p) { ReadObject<Patient>(r, at, kPerformance, p); }},
    {"labs", [](ProfileReader& r, const Cursor& at,
                Patient& p) { ReadList<Lab>(r, at, kLab, kLabNeeds, p.labs); }},
    {"conditions",
     [](ProfileReader& r, const Cursor& at, Patient& p) {
       ReadList<Condition>(r, at, kCondition, kConditionNeeds, p.conditions);
     }},
    {"medications", Medications},
    {"allergies",
     [](ProfileReader& r, const Cursor& at, Patient& p) { ReadTexts(r, at, p.allergies); }},
    {"pregnancy", [](ProfileReader& r, const Cursor& at,
                     Patient& p) { ReadObject<Patient>(r, at, kPregnancy, p); }},
    {"facts", Facts},
    {"complete", Complete},
};

template <typename T>
void AddKeys(std::span<const Field<T>> fields, std::string_view section,
             std::vector<std::pair<std::string_view, std::string_view>>& keys) {
  for (const Field<T>& field : fields) keys.emplace_back(field.key, section);
}

}  // namespace

const std::vector<std::pair<std::string_view, std::string_view>>& ProfileKeys() {
  static const auto* const kKeys = [] {
    auto* keys = new std::vector<std::pair<std::string_view, std::string_view>>;
    AddKeys<Patient>(kPatient, "", *keys);
    AddKeys<Patient>(kPerformance, "performance", *keys);
    AddKeys<Patient>(kPregnancy, "pregnancy", *keys);
    AddKeys<Location>(kLocation, "location", *keys);
    AddKeys<Cancer>(kCancer, "cancer", *keys);
    AddKeys<Brain>(kBrain, "brain", *keys);
    AddKeys<Biomarker>(kBiomarker, "biomarkers", *keys);
    AddKeys<Treatment>(kTreatment, "treatments", *keys);
    AddKeys<Lab>(kLab, "labs", *keys);
    AddKeys<Condition>(kCondition, "conditions", *keys);
    return keys;
  }();
  return *kKeys;
}

void ReadPatientFields(ProfileReader& reader, const Cursor& root, Patient& patient) {
  if (!reader.ExpectObject(root,
                           "one profile as {\"id\": \"...\", ...} (several profiles: one a line)"))
    return;
  ReadFields<Patient>(reader, root, kPatient, &KeyHint, patient);
  for (const ProfileMember& member : root.node.members) {
    if (member.key == "id" && member.value.kind != ProfileNode::Kind::kNull) return;
  }
  reader.AddMissing(root, "id", "a text of 1 to 128 letters");
}

}  // namespace trialmatch::matcher
