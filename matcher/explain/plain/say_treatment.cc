#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/plain/say.h"

namespace trialmatch::matcher {
namespace {

using rules::TreatmentLeaf;

bool IsRadiation(const TreatmentLeaf& leaf, const rules::Lexicon& lexicon) {
  return std::any_of(leaf.what.begin(), leaf.what.end(), [&](const std::string& id) {
    return lexicon.DrugIsA(id, "radiation") || lexicon.DrugIsA(id, "chemoradiation");
  });
}

const char* OutcomeWords(TreatmentLeaf::Outcome outcome) {
  switch (outcome) {
    case TreatmentLeaf::Outcome::kAnyOutcome:
      return "";
    case TreatmentLeaf::Outcome::kProgression:
      return " after which the cancer grew";
    case TreatmentLeaf::Outcome::kIntolerance:
      return " that you could not tolerate";
    case TreatmentLeaf::Outcome::kProgressionOrIntolerance:
      return " after which the cancer grew or that you could not tolerate";
    case TreatmentLeaf::Outcome::kResponse:
      return " that made the cancer shrink";
    case TreatmentLeaf::Outcome::kNoProgression:
      return " after which the cancer did not grow";
  }
  return "";
}

// The treatments that count: names, then everything that narrows them.
std::string WhatWords(const TreatmentLeaf& leaf, const Speaker& speaker) {
  const Labels& labels = speaker.labels;
  const bool together = leaf.together && leaf.what.size() > 1;
  std::string out = leaf.what.empty() ? "treatment" : labels.Drugs(leaf.what, together ? "and" : "or");
  if (leaf.major) out = absl::StrCat(*leaf.major ? "major " : "minor ", out);
  if (together) absl::StrAppend(&out, " at the same time");
  std::vector<std::string> sites = leaf.sites;
  if (leaf.marrow_percent) std::erase(sites, "bone_marrow");  // told with the percentage
  if (!sites.empty())
    absl::StrAppend(&out, IsRadiation(leaf, labels.lexicon()) ? " to " : " of ",
                    labels.List("site", sites, "or"));
  if (leaf.dose_gy) absl::StrAppend(&out, " with a dose of ", RangeWords(*leaf.dose_gy, " Gy"));
  if (leaf.marrow_percent)
    absl::StrAppend(&out, " to ", RangeWords(*leaf.marrow_percent, "%"), " of the bone marrow");
  if (!leaf.intents.empty()) absl::StrAppend(&out, " given ", labels.List("intent", leaf.intents, "or"));
  if (leaf.for_this_cancer) absl::StrAppend(&out, " for this cancer");
  if (leaf.in_trial) absl::StrAppend(&out, " in a trial");
  for (const std::string& words : leaf.said) absl::StrAppend(&out, " that fits the words \"", words, "\"");
  absl::StrAppend(&out, OutcomeWords(leaf.outcome), WindowWords(leaf.window));
  std::vector<std::string> left_out;
  if (!leaf.except.empty()) left_out.push_back(labels.Drugs(leaf.except, "or"));
  if (!leaf.except_intents.empty())
    left_out.push_back(absl::StrCat("treatment given ", labels.List("intent", leaf.except_intents, "or")));
  if (!left_out.empty()) absl::StrAppend(&out, " (not counting ", JoinWords(left_out, "or"), ")");
  return out;
}

std::string CountClause(const TreatmentLeaf& leaf, Polarity polarity, const Speaker& speaker,
                        const char* noun, const char* behind) {
  const base::Bounds count = leaf.count.value_or(base::Bounds{.low = 1});
  const auto say = [&](const base::Bounds& bounds) {
    const std::string number = CountWords(bounds);
    const bool one = number == "1" || number == "no" || number.ends_with(" 1");
    return absl::StrCat("you have had ", number, " ", noun, one ? "" : "s", behind,
                        WhatWords(leaf, speaker));
  };
  if (polarity == Polarity::kHolds) return say(count);
  const std::optional<base::Bounds> outside = Outside(count);
  return outside ? say(*outside) : SayItIsNotSo(say(count));
}

}  // namespace

std::string SayTreatment(const TreatmentLeaf& leaf, Polarity polarity, const Speaker& speaker) {
  speaker.NoteDrugs(leaf.what);
  speaker.NoteAll("intent", leaf.intents);
  if (leaf.window.half_lives) speaker.Note("word", "half_life");
  const bool holds = polarity == Polarity::kHolds;
  const Labels& labels = speaker.labels;
  switch (leaf.quantifier) {
    case TreatmentLeaf::Quantifier::kAny:
      if (leaf.ongoing.value_or(false))
        return absl::StrCat(holds ? "you are now on " : "you are not now on ",
                            WhatWords(leaf, speaker));
      return absl::StrCat(holds ? "you have had " : "you have not had ", WhatWords(leaf, speaker),
                          leaf.ongoing ? " that has ended" : "");
    case TreatmentLeaf::Quantifier::kOnly: {
      const std::string only =
          absl::StrCat("of this kind of treatment (", labels.Drugs(leaf.within_class, "or"), "), you have had only ",
                       WhatWords(leaf, speaker));
      return holds ? only : SayItIsNotSo(only);
    }
    case TreatmentLeaf::Quantifier::kMostRecent:
      return absl::StrCat(
          "your last ",
          leaf.within_class.empty() ? "treatment" : labels.Drugs(leaf.within_class, "or"),
          holds ? " was " : " was not ", WhatWords(leaf, speaker));
    case TreatmentLeaf::Quantifier::kLines:
      speaker.Note("word", "line_of_treatment");
      return CountClause(leaf, polarity, speaker, "line", " of ");
    case TreatmentLeaf::Quantifier::kAgents:
      return CountClause(leaf, polarity, speaker, "different drug", " of this kind: ");
    case TreatmentLeaf::Quantifier::kCycles:
      return CountClause(leaf, polarity, speaker, "cycle", " of ");
  }
  return "";
}

}  // namespace trialmatch::matcher
