#ifndef TRIALMATCH_FETCH_STUDY_H_
#define TRIALMATCH_FETCH_STUDY_H_

#include <optional>
#include <string>
#include <vector>

namespace trialmatch::fetch {

// The parts of a ClinicalTrials.gov API v2 record that the engine reads. Enumerated fields keep the registry's own words
// ("RECRUITING"), known to us or not. An absent field is empty.
// Source: the registry's OpenAPI document, version 2.0.5.
struct Contact {
  std::string name, role, phone, phone_ext, email;
};

struct GeoPoint {
  double latitude = 0;    // degrees north
  double longitude = 0;   // degrees east
};

struct Location {
  std::string facility, status, city, state, zip, country;   // country in English words, as the registry has it
  std::optional<GeoPoint> point;
  std::vector<Contact> contacts;
};

struct ArmGroup {
  std::string label, type, description;
  std::vector<std::string> intervention_names;   // as written: "Drug: Alectinib"
};

struct Intervention {
  std::string type, name, description;
  std::vector<std::string> other_names;
};

struct Study {
  std::string nct_id;
  std::string brief_title, official_title, acronym;
  std::string brief_summary;
  std::string overall_status, last_known_status, why_stopped;
  std::string status_verified_date, start_date, primary_completion_date, completion_date;   // "2025-06" or "2025-06-14"
  std::string first_post_date, last_update_post_date;
  std::string study_type;                     // INTERVENTIONAL, OBSERVATIONAL, EXPANDED_ACCESS
  std::vector<std::string> phases;            // EARLY_PHASE1, PHASE1, ... NA
  std::string allocation, intervention_model, primary_purpose, masking;
  std::vector<std::string> conditions, keywords;
  std::vector<ArmGroup> arm_groups;
  std::vector<Intervention> interventions;
  std::string eligibility_criteria;           // the text as fetched: never trimmed, never unescaped
  bool eligibility_criteria_was_utf8 = true;  // false: bytes that were no UTF-8 were replaced by U+FFFD before any span was taken
  std::string sex;                            // ALL, FEMALE, MALE
  std::string minimum_age, maximum_age;       // "18 Years", "6 Months"
  std::optional<bool> healthy_volunteers;
  std::string study_population;
  std::vector<Contact> central_contacts;
  std::vector<Location> locations;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_STUDY_H_
