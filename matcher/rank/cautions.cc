#include "matcher/rank/cautions.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "matcher/rank/nearest_site.h"

namespace trialmatch::matcher {
namespace {

using rules::Topic;

// Records of open studies are usually verified every few months.
constexpr int kVerifiedForMonths = 12;

class Cautions {
 public:
  Cautions(const Patient& patient, const PatientPicture& picture, const TrialFacts& facts,
           const rules::Lexicon& lexicon, base::Day decided_on, const TrialResult& result)
      : patient_(patient),
        picture_(picture),
        facts_(facts),
        lexicon_(lexicon),
        decided_on_(decided_on),
        result_(result) {
    alk_ = picture.Has("ALK");
    for (const Driver& driver : picture.drivers) {
      if (driver.gene == "ALK") alk_treated_ = driver.treated;
    }
    for (const std::vector<std::string>* list : {&facts.drugs, &facts.drug_classes}) {
      for (const std::string& drug : *list) {
        if (lexicon.DrugIsA(drug, "checkpoint_inhibitor")) {
          checkpoint_.push_back(absl::StrReplaceAll(drug, {{"_", " "}}));
        } else if (lexicon.DrugIsA(drug, "systemic_therapy")) {
          other_systemic_ = true;
        }
      }
    }
  }

  // What to name when the row applies; nullopt when it does not.
  std::optional<std::vector<std::string>> Applies(std::string_view id) const {
    const std::string& type = result_.study->study_type;
    if (id == "immunotherapy_alone") return If(alk_ && ImmunotherapyAlone(), checkpoint_);
    if (id == "immunotherapy_before_tki") {
      return If(alk_ && !alk_treated_ && !checkpoint_.empty() && !ImmunotherapyAlone() &&
                    !Gives("alk_tki"),
                checkpoint_);
    }
    if (id == "first_line_tki_unused") {
      return If(alk_ && !alk_treated_ && picture_.advanced && !GivesApproved() &&
                    type == "INTERVENTIONAL" &&
                    lexicon_.IsA(rules::TermKind::kDisease, patient_.cancer.type_id, "nsclc"),
                {});
    }
    if (id == "minor") {
      return If(picture_.age_years && *picture_.age_years < 18 &&
                    result_.study->minimum_age.empty() && Silent(Topic::kAgeSex),
                {});
    }
    if (id == "pregnant")
      return If(patient_.pregnant.value_or(false) && Silent(Topic::kReproductive), {});
    if (id == "drug_would_stop") return If(!result_.needs_stop.empty(), result_.needs_stop);
    if (id == "drug_ongoing") {
      return If(!picture_.ongoing.empty() && result_.needs_stop.empty() &&
                    type == "INTERVENTIONAL" && !facts_.drugs.empty() && !OnTrialDrug() &&
                    Silent(Topic::kWashout),
                picture_.ongoing);
    }
    if (id == "observational") return If(type == "OBSERVATIONAL", {});
    if (id == "expanded_access") return If(type == "EXPANDED_ACCESS", {});
    if (id == "record_old") return RecordOld();
    if (id == "record_past_end") return RecordPastEnd();
    if (id == "status_unknown") {
      const std::string& last = result_.study->last_known_status;
      return If(result_.study->overall_status == "UNKNOWN", {last.empty() ? "nothing" : last});
    }
    if (id == "other_driver") {
      const std::vector<std::string> genes = OtherDrivers();
      return If(!genes.empty(), genes);
    }
    return std::nullopt;
  }

 private:
  static std::optional<std::vector<std::string>> If(bool applies, std::vector<std::string> drugs) {
    if (!applies) return std::nullopt;
    return drugs;
  }
  // An open study whose record nobody has looked at for a year; its date.
  std::optional<std::vector<std::string>> RecordOld() const {
    const std::string& date = result_.study->status_verified_date;
    const auto verified = base::PartialDate::Parse(date);
    return If(verified.ok() && IsRecruiting(result_.study->overall_status) &&
                  base::AddMonths(verified->last(), kVerifiedForMonths) < decided_on_,
              {date});
  }
  // An open study whose last day is over, by its own record; that day.
  std::optional<std::vector<std::string>> RecordPastEnd() const {
    const fetch::Study& study = *result_.study;
    const std::string& date =
        study.completion_date.empty() ? study.primary_completion_date : study.completion_date;
    const auto end = base::PartialDate::Parse(date);
    return If(end.ok() && IsRecruiting(study.overall_status) && end->last() < decided_on_, {date});
  }
  bool ImmunotherapyAlone() const { return !checkpoint_.empty() && !other_systemic_; }
  // The driver genes that the record names up front, when the patient has none of them.
  std::vector<std::string> OtherDrivers() const {
    std::vector<std::string> genes;
    if (picture_.driver_unknown) return genes;
    for (const std::string& gene : facts_.named_genes) {
      if (picture_.Has(gene)) return {};
      const rules::Entry* entry = lexicon_.Find(rules::TermKind::kGene, gene);
      if (entry != nullptr && entry->Get("driver") == "yes") genes.push_back(gene);
    }
    return genes;
  }
  bool Gives(std::string_view class_id) const {
    return std::any_of(facts_.drugs.begin(), facts_.drugs.end(),
                       [&](const std::string& drug) { return lexicon_.DrugIsA(drug, class_id); });
  }
  bool GivesApproved() const {
    return Gives("alk_tki_gen1") || Gives("alk_tki_gen2") || Gives("alk_tki_gen3");
  }
  bool OnTrialDrug() const {
    return std::any_of(facts_.drugs.begin(), facts_.drugs.end(),
                       [&](const std::string& drug) { return Holds(picture_.had, drug); });
  }
  bool Silent(Topic topic) const {
    return std::none_of(
        result_.results.begin(), result_.results.end(),
        [&](const CriterionResult& told) { return told.criterion->topic == topic; });
  }

  const Patient& patient_;
  const PatientPicture& picture_;
  const TrialFacts& facts_;
  const rules::Lexicon& lexicon_;
  const base::Day decided_on_;
  const TrialResult& result_;
  bool alk_ = false, alk_treated_ = false, other_systemic_ = false;
  std::vector<std::string> checkpoint_;
};

}  // namespace

void AddCautions(const Patient& patient, const PatientPicture& picture, const TrialFacts& facts,
                 const rules::Lexicon& lexicon, base::Day decided_on, TrialResult& result) {
  const Cautions cautions(patient, picture, facts, lexicon, decided_on, result);
  for (const rules::Entry& row : lexicon.rows("caution")) {
    const std::optional<std::vector<std::string>> names = cautions.Applies(row.id);
    if (!names) continue;
    std::string text(row.Get("text"));
    absl::StrReplaceAll({{"{names}", absl::StrJoin(*names, ", ")}}, &text);
    result.cautions.push_back({.id = row.id, .text = std::move(text), .source = row.source});
  }
}

}  // namespace trialmatch::matcher
