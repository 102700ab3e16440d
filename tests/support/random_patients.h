#ifndef TRIALMATCH_TESTS_SUPPORT_RANDOM_PATIENTS_H_
#define TRIALMATCH_TESTS_SUPPORT_RANDOM_PATIENTS_H_

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/date.h"
#include "nlohmann/json.hpp"
#include "tests/support/seeded.h"

namespace trialmatch::testing {

// Invented patients, mostly with lung cancer, as profiles of docs/profile.md. Every part of a profile is sometimes told, sometimes not;
// dates have days, months or years and lie around the washouts of trials. The same seed and number give the same bytes.
class RandomPatient {
 public:
  RandomPatient(uint64_t seed, uint64_t number) : random_(seed * 1000003 + number), number_(number) {}

  std::string Json() {
    Object p;
    char id[32];
    std::snprintf(id, sizeof id, "s%07llu", static_cast<unsigned long long>(number_));
    p["id"] = id;
    p["as_of"] = random_.Chance(90) ? kAsOf.ToString() : "2025-11-20";
    if (random_.Chance(95)) p["age_years"] = random_.Int(16, 88);
    if (random_.Chance(95)) p["sex"] = std::string(random_.Of({"female", "male"}));
    if (random_.Chance(20)) p["smoking"] = std::string(random_.Of({"never", "former", "current"}));
    if (random_.Chance(15)) p["weight_kg"] = random_.Int(42, 120);
    if (random_.Chance(90)) p["location"] = Place();
    p["cancer"] = Cancer();
    if (random_.Chance(90)) p["biomarkers"] = Biomarkers();
    p["treatments"] = Treatments();
    if (random_.Chance(85)) p["brain"] = Brain();
    if (random_.Chance(90)) p["performance"]["ecog"] = random_.Chance(85) ? random_.Int(0, 1) : random_.Int(2, 4);
    if (random_.Chance(80)) p["labs"] = Labs();
    if (random_.Chance(40)) p["conditions"] = Conditions();
    if (random_.Chance(30)) p["medications"] = Medications();
    if (p.value("sex", "") == "female" && random_.Chance(50)) p["pregnancy"] = {{"pregnant", random_.Chance(3)}, {"breastfeeding", false}};
    Object complete = Object::array();
    for (const char* section : {"biomarkers", "treatments", "conditions", "medications", "metastases", "labs"}) {
      if (random_.Chance(60)) complete.push_back(section);
    }
    p["complete"] = std::move(complete);
    return p.dump();
  }

 private:
  using Object = nlohmann::ordered_json;
  inline static const base::Day kAsOf = base::Day::FromCivil(2026, 1, 15);

  std::string Date(int least_days_ago, int most_days_ago) {
    const std::string day = (kAsOf - random_.Int(least_days_ago, most_days_ago)).ToString();
    if (random_.Chance(70)) return day;
    return day.substr(0, random_.Chance(85) ? 7 : 4);
  }
  Object Place() {
    Object place = {{"country", std::string(random_.Of({"US", "US", "US", "FR", "DE", "GB", "CN", "JP", "KR", "ES", "IT", "CA"}))}};
    if (random_.Chance(50)) {
      place["latitude"] = random_.Int(3000, 5200) / 100.0;
      place["longitude"] = random_.Int(-12000, 1500) / 100.0;
    }
    return place;
  }
  Object Cancer() {
    Object c;
    const bool lung = random_.Chance(88);
    c["type"] = lung ? random_.Chance(90) ? "nsclc" : "sclc" : std::string(random_.Of({"breast_cancer", "colorectal_cancer", "melanoma", "lymphoma"}));
    if (lung && random_.Chance(85)) c["histology"] = std::string(random_.Of({"adenocarcinoma", "adenocarcinoma", "adenocarcinoma", "squamous", "large cell"}));
    metastatic_ = random_.Chance(75);
    if (random_.Chance(85)) {
      c["stage"] = std::string(metastatic_ ? random_.Of({"IV", "IVA", "IVB"}) : random_.Of({"IB", "IIA", "IIB", "IIIA", "IIIB", "IIIC"}));
      if (random_.Chance(40)) c["stage_edition"] = random_.Int(7, 9);
    }
    if (random_.Chance(80)) c["setting"] = std::string(metastatic_ ? "metastatic" : random_.Of({"resectable", "resected", "locally_advanced"}));
    if (metastatic_ && random_.Chance(70)) {
      Object sites = Object::array();
      for (const char* site : {"bone", "liver", "brain", "lung", "adrenal", "pleura"}) {
        if (random_.Chance(25)) sites.push_back(site);
      }
      c["metastases"] = std::move(sites);
    }
    if (random_.Chance(75)) c["measurable"] = random_.Chance(85);
    if (random_.Chance(60)) c["progressing"] = random_.Chance(60);
    if (random_.Chance(60)) c["diagnosed"] = Date(60, 2000);
    return c;
  }
  Object Biomarkers() {
    Object list = Object::array();
    const std::string driver(random_.Of({"ALK", "ALK", "ALK", "EGFR", "KRAS", "ROS1", "RET", "MET", "BRAF", "none"}));
    for (const char* gene : {"ALK", "EGFR", "ROS1", "RET", "KRAS", "BRAF", "MET", "ERBB2", "NTRK"}) {
      if (gene != driver && random_.Chance(45)) continue;
      Object one = {{"gene", gene}, {"alteration", "any"}, {"result", random_.Chance(95) ? "negative" : "not_tested"}};
      if (gene == driver) {
        const bool fusion = driver == "ALK" || driver == "ROS1" || driver == "RET";
        one["alteration"] = fusion ? "fusion" : "mutation";
        one["result"] = "positive";
        if (driver == "EGFR") one["detail"] = std::string(random_.Of({"L858R", "exon 19 deletion", "exon 20 insertion", "T790M"}));
        if (driver == "KRAS") one["detail"] = std::string(random_.Of({"G12C", "G12D", "G12V"}));
      }
      list.push_back(std::move(one));
    }
    if (driver == "ALK" && random_.Chance(35)) {
      list.push_back({{"gene", "ALK"}, {"alteration", "mutation"}, {"result", "positive"},
                      {"detail", std::string(random_.Of({"G1202R", "L1196M", "I1171N", "G1202R/L1196M"}))}});
    }
    if (random_.Chance(50)) list.push_back({{"marker", "PD-L1"}, {"value", random_.Int(0, 100)}, {"unit", "%"}});
    return list;
  }
  Object Treatments() {
    Object list = Object::array();
    const int count = random_.Int(0, 5);
    int days_ago = random_.Int(400, 1800), line = 1;
    for (int i = 0; i < count; ++i) {
      const int length = random_.Int(20, 350);
      if (random_.Chance(18)) {
        Object one = {{"kind", "radiation"}, {"site", std::string(random_.Of({"brain", "chest", "bone", "lung"}))}, {"end", Date(3, 400)}};
        if (random_.Chance(40)) one["technique"] = std::string(random_.Of({"stereotactic", "whole brain", "SBRT"}));
        list.push_back(std::move(one));
        continue;
      }
      if (random_.Chance(12)) {
        list.push_back({{"kind", "surgery"}, {"name", "lobectomy"}, {"end", Date(5, 900)}, {"major", true}});
        continue;
      }
      Object one = {{"kind", "drug"},
                    {"name", std::string(random_.Of({"crizotinib", "alectinib", "lorlatinib", "brigatinib", "ceritinib", "osimertinib", "gefitinib",
                                                     "pembrolizumab", "nivolumab", "atezolizumab", "carboplatin", "cisplatin", "pemetrexed", "docetaxel",
                                                     "paclitaxel", "bevacizumab", "selpercatinib", "sotorasib", "an unknown compound"}))}};
      if (random_.Chance(75)) one["line"] = line++;
      if (random_.Chance(80)) one["intent"] = metastatic_ ? "metastatic" : std::string(random_.Of({"adjuvant", "neoadjuvant", "definitive"}));
      if (random_.Chance(85)) one["start"] = Date(days_ago, days_ago + 20);
      const bool last = i + 1 == count;
      if (last && random_.Chance(40)) {
        one["ongoing"] = true;
        if (random_.Chance(40)) one["outcome"] = "progression";
      } else {
        const int ended = last ? random_.Int(1, 120) : days_ago - length;
        if (random_.Chance(85)) one["end"] = Date(std::clamp(ended, 1, days_ago), std::clamp(ended + 10, 1, days_ago));
        if (random_.Chance(80)) one["outcome"] = std::string(random_.Of({"progression", "progression", "intolerance", "completed", "stable", "switched"}));
      }
      if (random_.Chance(20)) one["cycles"] = random_.Int(1, 8);
      days_ago = std::max(30, days_ago - length);
      list.push_back(std::move(one));
    }
    return list;
  }
  Object Brain() {
    Object b;
    b["metastases"] = std::string(random_.Of({"none", "none", "none", "treated", "untreated", "present", "progressing"}));
    if (random_.Chance(70)) b["leptomeningeal"] = random_.Chance(7);
    if (b["metastases"] == "none") return b;
    if (random_.Chance(50)) b["stable"] = random_.Chance(70);
    if (random_.Chance(40)) b["stable_since"] = Date(5, 300);
    if (random_.Chance(60)) b["symptomatic"] = random_.Chance(25);
    if (random_.Chance(40)) b["largest_mm"] = random_.Int(3, 40);
    if (random_.Chance(40)) b["count"] = random_.Int(1, 15);
    if (random_.Chance(60)) b["steroids"] = std::string(random_.Of({"none", "stable", "decreasing", "increasing"}));
    if (random_.Chance(40)) b["treated_on"] = Date(5, 400);
    return b;
  }
  Object Labs() {
    struct Row {
      const char* name;
      const char* unit;
      int low, high, scale;
      double upper_limit;
    };
    static constexpr Row kRows[] = {{"anc", "10^9/L", 9, 80, 10, 0}, {"platelets", "10^9/L", 60, 400, 1, 0}, {"hemoglobin", "g/dL", 75, 160, 10, 0},
                                    {"creatinine", "mg/dL", 5, 22, 10, 1.2}, {"creatinine_clearance", "mL/min", 35, 130, 1, 0},
                                    {"ast", "U/L", 12, 140, 1, 40}, {"alt", "U/L", 12, 140, 1, 40}, {"total_bilirubin", "mg/dL", 3, 26, 10, 1.2},
                                    {"albumin", "g/dL", 25, 48, 10, 0}, {"inr", "ratio", 9, 18, 10, 0}, {"qtcf", "ms", 390, 490, 1, 0}, {"lvef", "%", 40, 70, 1, 0}};
    Object list = Object::array();
    for (const Row& row : kRows) {
      if (random_.Chance(25)) continue;
      Object one = {{"name", row.name}, {"value", static_cast<double>(random_.Int(row.low, row.high)) / row.scale}, {"unit", row.unit}, {"date", "2026-01-10"}};
      if (row.upper_limit > 0) one["upper_limit"] = row.upper_limit;
      list.push_back(std::move(one));
    }
    return list;
  }
  Object Conditions() {
    Object list = Object::array();
    const int count = random_.Int(1, 3);
    for (int i = 0; i < count; ++i) {
      Object one = {{"name", std::string(random_.Of({"hypertension", "interstitial lung disease", "pneumonitis", "hiv", "hepatitis B", "diabetes", "heart failure",
                                                     "myocardial infarction", "stroke", "rheumatoid arthritis", "COPD", "an unheard-of illness", "breast cancer",
                                                     "deep vein thrombosis", "tuberculosis"}))}};
      if (random_.Chance(75)) one["status"] = std::string(random_.Of({"active", "controlled", "past"}));
      if (random_.Chance(50)) one["date"] = Date(10, 2500);
      if (random_.Chance(20)) one["grade"] = random_.Int(1, 4);
      list.push_back(std::move(one));
    }
    return list;
  }
  Object Medications() {
    Object list = Object::array();
    for (const char* name : {"prednisone", "warfarin", "omeprazole", "metoprolol", "rifampin", "itraconazole", "apixaban"}) {
      if (random_.Chance(18)) list.push_back(name);
    }
    return list;
  }

  Seeded random_;
  const uint64_t number_;
  bool metastatic_ = false;
};

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_RANDOM_PATIENTS_H_
