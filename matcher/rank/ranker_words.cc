#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/rank/ranker.h"

namespace trialmatch::matcher {

std::string Ranker::Words(const Value& value, const Trial& trial, const fetch::Study& study) const {
  std::string drug;
  if (value.drug != kNoRow) drug = lexicon_.entry({rules::TermKind::kDrug, value.drug}).id;
  std::replace(drug.begin(), drug.end(), '_', ' ');
  const auto gene = [&]() -> const std::string& { return picture_.drivers[value.number].gene; };
  const auto resistance = [&]() -> const Resistance& { return resistance_[value.number]; };
  switch (value.why) {
    case Why::kAboutNoDriver: return absl::StrCat("nothing in it is about ", picture_.drivers.front().gene);
    case Why::kAsksForGene: return absl::StrCat("asks for ", gene());
    case Why::kAsksForGeneOfMany: return absl::StrCat("asks for ", gene(), " among other genes");
    case Why::kAsksForAnyDriver: return "asks for a driver alteration of any kind";
    case Why::kDrugActsOn: return absl::StrCat(drug, " acts on ", gene());
    case Why::kNamesGene: return absl::StrCat("names ", gene());
    case Why::kScoreIsMet: return "asks for an expression score that is met";
    case Why::kNoDriver: return "no driver is known, and none is asked for";
    case Why::kTriedAndFailed: return absl::StrCat(drug, " was already tried and did not go on working");
    case Why::kKnownToPatient: return absl::StrCat(drug, " is already known to this patient");
    case Why::kMakesFail: return absl::StrCat(resistance().mutation, " makes ", drug, " fail (", resistance().source, ")");
    case Why::kWorksAgainst: {
      std::string mutation = resistance().mutation;
      std::replace(mutation.begin(), mutation.end(), ':', ' ');
      return absl::StrCat(drug, " works against ", mutation, " (", resistance().source, ")");
    }
    case Why::kFirstGeneration: return absl::StrCat(drug, " is of the first generation; newer ones exist");
    case Why::kFirstDrug: return absl::StrCat("a first drug against ", gene(), ": ", drug);
    case Why::kNotYetTried: return absl::StrCat("a drug against ", gene(), " not yet tried: ", drug);
    case Why::kNewer: return absl::StrCat(drug, " is of a newer generation than what came before");
    case Why::kSameGeneration: return absl::StrCat(drug, " is of the same generation as what came before");
    case Why::kOlder: return absl::StrCat(drug, " is of an older generation than what came before");
    case Why::kUnknownDrug: return "no drug that the tables know";
    case Why::kAllFailed: return "all its drugs were already tried and did not go on working";
    case Why::kNewBesideFailed: return absl::StrCat(drug, " was already tried; here something new stands beside it");
    case Why::kWithoutDriver: return "its drugs do not depend on a driver";
    case Why::kImmunotherapy: return "immunotherapy rarely helps with this driver";
    case Why::kDriverFirst: return "a drug aimed at the driver would come first";
    case Why::kChemotherapy: return "chemotherapy, not used so far";
    case Why::kNotAimed: return "its drugs are not aimed at the driver";
    case Why::kAsksForPast: return "asks for the treatment that was given before";
    case Why::kNoSetting: return "names no stage or setting";
    case Why::kSettingMet: return "made for this stage and setting";
    case Why::kSettingOpen: return "stage or setting not settled";
    case Why::kBrainMet: return "made for disease of the brain";
    case Why::kNamesBrain: return "names disease of the brain in its title";
    case Why::kReachesBrain: return absl::StrCat(drug, " reaches the brain well");
    case Why::kBrainUnknown: return "nothing known of how it reaches the brain";
    case Why::kNothingDecisive: return "nothing decisive was read";
    case Why::kSettled: return absl::StrCat(asked_.settled, " of ", asked_.decisive, " decisive criteria are settled");
    case Why::kObserves: return "observes, and offers no treatment";
    case Why::kPhase: return study.phases.empty() ? "no phase given" : absl::StrJoin(study.phases, ", ");
    case Why::kOpenSite: return "recruiting, with an open site";
    case Why::kNoOpenSite: return "the study takes patients; no open site is listed for your place";
    case Why::kNotRecruiting: return "not recruiting";
    case Why::kKm: return absl::StrCat("the nearest site is ", std::lround(*trial.site->km), " km away");
    case Why::kInCountry: return "a site in your country";
    case Why::kNotInCountry: return "no site in your country is listed";
    case Why::kNoUpdate: return "no readable date of the last update";
    case Why::kUpdated: return absl::StrCat("record updated ", study.last_update_post_date);
  }
  return "";
}

}  // namespace trialmatch::matcher
