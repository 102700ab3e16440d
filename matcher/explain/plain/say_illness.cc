// Sentences about illnesses and about the brain.
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/plain/say.h"

namespace trialmatch::matcher {
namespace {

using rules::BrainLeaf;
using rules::ConditionLeaf;

// " that is severe and needs antibiotics"; "" for none.
std::string That(const std::vector<std::string>& parts) {
  return parts.empty() ? "" : absl::StrCat(" that ", JoinWords(parts, "and"));
}

// The illness with all that narrows it, but without the time it was there.
std::string IllnessWords(const ConditionLeaf& leaf, const Speaker& speaker) {
  const Labels& labels = speaker.labels;
  speaker.NoteAll("condition", leaf.conditions);
  std::string out = labels.List("condition", leaf.conditions, "or");
  if (leaf.min_grade) {
    speaker.Note("word", "grade");
    absl::StrAppend(&out, " of grade ", *leaf.min_grade, " or worse");
  }
  if (leaf.nyha_at_least) {
    speaker.Note("word", "nyha");
    absl::StrAppend(&out, " of NYHA class ", *leaf.nyha_at_least, " or worse");
  }
  if (leaf.cd4_per_ul) absl::StrAppend(&out, " with a CD4 count of ", RangeWords(*leaf.cd4_per_ul, " per microliter"));
  std::vector<std::string> parts;
  for (const std::string& quality : leaf.qualities) parts.push_back(labels.Of("quality", quality));
  for (const std::string& quality : leaf.lacking) {
    const std::string_view no = labels.Not("quality", quality);
    parts.push_back(no.empty() ? absl::StrCat("does not fit this: ", labels.Of("quality", quality))
                               : std::string(no));
  }
  for (const std::string& words : leaf.said) parts.push_back(absl::StrCat("fits the words \"", words, "\""));
  if (leaf.needed_steroids) parts.push_back(*leaf.needed_steroids ? "needed steroids" : "did not need steroids");
  if (leaf.viral_load_undetectable)
    parts.push_back(*leaf.viral_load_undetectable ? "does not show in the blood (viral load)"
                                                  : "shows in the blood (viral load)");
  if (leaf.status == ConditionLeaf::Status::kUncontrolled) parts.push_back("is not under control");
  if (leaf.status == ConditionLeaf::Status::kPast) parts.push_back("is over now");
  return out + That(parts);
}

std::string ExceptionWords(const ConditionLeaf& leaf, const Speaker& speaker) {
  std::vector<std::string> left_out;
  if (!leaf.except.empty()) left_out.push_back(speaker.labels.List("condition", leaf.except, "or"));
  for (const ConditionLeaf& each : leaf.unless) {
    left_out.push_back(absl::StrCat(
        IllnessWords(each, speaker),
        each.status == ConditionLeaf::Status::kActive && each.qualities.empty() ? " that is there now" : "",
        WindowWords(each.window), ExceptionWords(each, speaker)));
  }
  if (left_out.empty()) return "";
  return absl::StrCat(" (not counting ", JoinWords(left_out, "or"), ")");
}

std::vector<std::string> BrainParts(const BrainLeaf& leaf) {
  std::vector<std::string> parts;
  const auto add = [&](const std::optional<bool>& value, const char* yes, const char* no) {
    if (value) parts.emplace_back(*value ? yes : no);
  };
  add(leaf.treated, "were treated", "were not treated");
  add(leaf.active, "are active (not treated, or growing)", "are not active");
  add(leaf.progressing, "are growing", "are not growing");
  add(leaf.stable, "are stable", "are not stable");
  if (leaf.stable_for)
    parts.push_back(absl::StrCat("have been stable for at least ", DurationWords(*leaf.stable_for)));
  add(leaf.symptomatic, "cause symptoms", "cause no symptoms");
  add(leaf.on_steroids, "need steroids", "need no steroids");
  add(leaf.steroids_increasing, "need a rising dose of steroids", "do not need a rising dose of steroids");
  if (leaf.steroid_prednisone_mg_per_day)
    parts.push_back(absl::StrCat("need steroids at a dose of ",
                                 RangeWords(*leaf.steroid_prednisone_mg_per_day, " mg"),
                                 " a day (counted as prednisone)"));
  if (leaf.largest_mm)
    parts.push_back(absl::StrCat("measure ", RangeWords(*leaf.largest_mm, " mm"), " at the largest"));
  if (leaf.count) parts.push_back(absl::StrCat("are ", RangeWords(*leaf.count, ""), " in number"));
  if (!leaf.since_treatment.empty())
    parts.push_back(absl::StrCat("were last treated", WindowWords(leaf.since_treatment)));
  return parts;
}

}  // namespace

std::string SayCondition(const ConditionLeaf& leaf, Polarity polarity, const Speaker& speaker) {
  const bool holds = polarity == Polarity::kHolds;
  const std::string what = IllnessWords(leaf, speaker);
  const std::string behind = absl::StrCat(WindowWords(leaf.window), ExceptionWords(leaf, speaker));
  if (leaf.family)
    return absl::StrCat(holds ? "a relative of yours has or had " : "no relative of yours has or had ",
                        what, behind);
  switch (leaf.status) {
    case ConditionLeaf::Status::kEver:
      if (!leaf.window.empty())
        return absl::StrCat(holds ? "you had " : "you did not have ", what, behind);
      return absl::StrCat(holds ? "you have or had " : "you have never had ", what, behind);
    case ConditionLeaf::Status::kPast:
      return absl::StrCat(holds ? "you had " : "you never had ", what, behind);
    case ConditionLeaf::Status::kActive:
      return absl::StrCat(holds ? "you now have " : "you do not now have ", what, behind);
    case ConditionLeaf::Status::kUncontrolled:
      return absl::StrCat(holds ? "you have " : "you do not have ", what, behind);
  }
  return "";
}

std::string BrainStateWords(const BrainLeaf& leaf) { return JoinWords(BrainParts(leaf), "and"); }

std::string SayBrain(const BrainLeaf& leaf, Polarity polarity, const Speaker& speaker) {
  static constexpr const char* kSites[] = {"brain", "leptomeningeal", "either", "spinal_cord"};
  const char* site = kSites[static_cast<int>(leaf.site)];
  speaker.Note("brain", site);
  return absl::StrCat(polarity == Polarity::kHolds ? "you have " : "you do not have ",
                      speaker.labels.Of("brain", site), That(BrainParts(leaf)));
}

}  // namespace trialmatch::matcher
