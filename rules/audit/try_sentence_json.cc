#include <nlohmann/json.hpp>

#include "rules/audit/try_sentence.h"
#include "rules/criteria_json.h"

namespace trialmatch::rules {

std::string TrialToJson(const Trial& trial, const Lexicon& lexicon) {
  using Json = nlohmann::ordered_json;
  Json j = {{"text", trial.text}, {"tokens", Json::array()}};
  for (const Piece& piece : PiecesOf(trial, lexicon)) {
    j["tokens"].push_back({{"begin", piece.span.begin},
                           {"end", piece.span.end},
                           {"text", std::string(base::Slice(trial.text, piece.span))},
                           {"kind", piece.terms.empty() ? piece.kind : "wording"},
                           {"terms", piece.terms}});
  }
  const Json read = Json::parse(CriteriaToJson(trial.criteria, lexicon));
  for (const char* key : {"rules_version", "cohorts", "headings", "criteria", "diagnostics"})
    j[key] = read[key];
  return j.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace trialmatch::rules
