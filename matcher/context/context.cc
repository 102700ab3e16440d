#include "matcher/context/context.h"

#include <algorithm>

#include "matcher/explain/plain/plain_words.h"
#include "matcher/rank/patient_picture.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::matcher {
namespace {

using rules::Entry;

ContextLine::Kind KindOf(std::string_view name) {
  if (name == "testing") return ContextLine::Kind::kTesting;
  if (name == "caution") return ContextLine::Kind::kCaution;
  return ContextLine::Kind::kUsual;
}

class ContextChooser {
 public:
  ContextChooser(const Patient& patient, const rules::Lexicon& lexicon, base::Day decided_on)
      : patient_(patient), picture_(Picture(patient, lexicon)), decided_on_(decided_on) {}

  bool Applies(const Entry& row) const {
    return MayBeTold(row) && InTime(row) && DriverFits(row) && PlaceFits(row) && SettingFits(row) && PriorFits(row) &&
           (row.Get("brain") != "yes" || picture_.brain_disease);
  }

 private:
  bool InTime(const Entry& row) const {
    const auto from = base::PartialDate::Parse(row.Get("from")), until = base::PartialDate::Parse(row.Get("until"));
    return (!from.ok() || from->first() <= decided_on_) && (!until.ok() || decided_on_ <= until->last());
  }
  // Nothing set, or one of the list.
  static bool Among(std::string_view cell, std::string_view value) {
    const std::vector<std::string_view> list = rules::SplitList(cell);
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  }
  const Driver* DriverOf(const Entry& row) const {
    for (const Driver& driver : picture_.drivers) {
      if (Among(row.Get("driver"), driver.gene)) return &driver;
    }
    return nullptr;
  }
  bool DriverFits(const Entry& row) const { return row.Get("driver").empty() || DriverOf(row) != nullptr; }
  bool PlaceFits(const Entry& row) const { return patient_.location.country.empty() || Among(row.Get("country"), patient_.location.country); }
  bool SettingFits(const Entry& row) const {
    if (row.Get("setting").empty()) return true;
    const std::string& own = patient_.cancer.setting;
    const bool stage_tells = own.empty() && patient_.cancer.stage.starts_with("IV");
    return Among(row.Get("setting"), stage_tells ? std::string_view("metastatic") : std::string_view(own));
  }
  // The highest generation of what was given against the driver, or "none" when the list of treatments is known and holds nothing such.
  bool PriorFits(const Entry& row) const {
    if (row.Get("prior").empty()) return true;
    const Driver* driver = DriverOf(row);
    if (driver != nullptr && driver->treated) {
      return Among(row.Get("prior"), std::to_string(static_cast<int>(std::min(3.0, std::max(1.0, driver->highest_generation)))));
    }
    const bool told = patient_.IsComplete("treatments") || !patient_.treatments.empty();
    return told && Among(row.Get("prior"), "none");
  }

  const Patient& patient_;
  const PatientPicture picture_;
  const base::Day decided_on_;
};

}  // namespace

std::vector<ContextLine> ContextFor(const Patient& patient, const rules::Lexicon& lexicon, base::Day decided_on) {
  const ContextChooser chooser(patient, lexicon, decided_on);
  std::vector<ContextLine> out;
  for (const Entry& row : lexicon.rows("context")) {
    if (chooser.Applies(row)) out.push_back({KindOf(row.Get("kind")), row.id, std::string(row.Get("text")), row.source});
  }
  return out;
}

}  // namespace trialmatch::matcher
