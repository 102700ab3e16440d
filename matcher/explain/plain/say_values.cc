// Sentences about values: numbers against bounds, a value in a set, yes-or-no facts.
#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/plain/say.h"

namespace trialmatch::matcher {
namespace {

using base::Bounds;
using base::ToAbsl;
using rules::CompareLeaf;
using rules::OneOfLeaf;

// "18 years old or older", "under 76".
std::string AgeWords(const Bounds& bounds) {
  std::string out;
  if (bounds.low && bounds.high && *bounds.low == *bounds.high)
    return absl::StrCat("exactly ", base::FormatNumber(*bounds.low), " years old");
  if (bounds.low)
    out = bounds.low_inclusive
              ? absl::StrCat(base::FormatNumber(*bounds.low), " years old or older")
              : absl::StrCat("older than ", base::FormatNumber(*bounds.low), " years");
  if (bounds.high)
    absl::StrAppend(&out, out.empty() ? "" : " and ",
                    bounds.high_inclusive ? "not older than " : "younger than ",
                    base::FormatNumber(*bounds.high), " years");
  return out;
}

std::string LevelWords(const CompareLeaf& leaf, const Bounds& bounds, const Labels& labels) {
  if (leaf.quantity == "age") return AgeWords(bounds);
  if (leaf.quantity == "ecog" && bounds.low && *bounds.low == 0 && bounds.high &&
      bounds.high_inclusive)
    return *bounds.high == 0 ? "0" : *bounds.high == 1 ? "0 or 1" : RangeWords(bounds, "").substr(5);
  if (leaf.relative == CompareLeaf::Relative::kTimesUpperLimit)
    return RangeWords(bounds, " times the upper limit of normal");
  if (leaf.relative == CompareLeaf::Relative::kTimesLowerLimit)
    return RangeWords(bounds, " times the lower limit of normal");
  if (leaf.unit.empty() || leaf.unit == "ratio") return RangeWords(bounds, "");
  if (leaf.unit == "%") return RangeWords(bounds, "%");
  return RangeWords(bounds, absl::StrCat(" ", labels.Of("unit", leaf.unit)));
}

}  // namespace

std::string SayCompare(const CompareLeaf& leaf, Polarity polarity, const Speaker& speaker) {
  const Labels& labels = speaker.labels;
  speaker.Note("lab", leaf.quantity);
  if (leaf.relative == CompareLeaf::Relative::kTimesUpperLimit ||
      leaf.relative == CompareLeaf::Relative::kTimesLowerLimit)
    speaker.Note("word", "upper_limit_of_normal");
  const std::string subject =
      leaf.quantity == "age"       ? "you are"
                              : leaf.quantity == "ast_alt" ? absl::StrCat("your ", labels.Of("lab", leaf.quantity), " are")
                                                           : absl::StrCat("your ", labels.Of("lab", leaf.quantity), " is");
  const auto clause = [&](bool holds) {
    if (leaf.bounds.unbounded()) return SayItIsNotSo(absl::StrCat(subject, " known"));
    if (holds) return absl::StrCat(subject, " ", LevelWords(leaf, leaf.bounds, labels));
    if (const std::optional<Bounds> outside = Outside(leaf.bounds))
      return absl::StrCat(subject, " ", LevelWords(leaf, *outside, labels));
    return absl::StrCat(subject, " not ", LevelWords(leaf, leaf.bounds, labels));
  };
  const bool holds = polarity == Polarity::kHolds;
  if (leaf.sex.empty()) return clause(holds);
  const std::string sex = absl::StrCat("your sex is ", leaf.sex);
  return holds ? absl::StrCat("if ", sex, ", ", clause(true)) : absl::StrCat(sex, " and ", clause(false));
}

std::string SayOneOf(const OneOfLeaf& leaf, Polarity polarity, const Speaker& speaker) {
  const Labels& labels = speaker.labels;
  const bool holds = polarity == Polarity::kHolds;
  const auto is = [&](std::string_view subject, const std::string& rest) {
    return absl::StrCat(ToAbsl(subject), holds ? " is " : " is not ", rest);
  };
  switch (leaf.attribute) {
    case OneOfLeaf::Attribute::kSex:
      return is("your sex", JoinWords(leaf.values, "or"));
    case OneOfLeaf::Attribute::kDisease: {
      speaker.NoteAll("disease", leaf.values);
      std::string out = absl::StrCat(holds ? "you have " : "you do not have ",
                                     labels.List("disease", leaf.values, "or"));
      if (!leaf.except.empty())
        absl::StrAppend(&out, " (not counting ", labels.List("disease", leaf.except, "or"), ")");
      return out;
    }
    case OneOfLeaf::Attribute::kStage: {
      speaker.Note("word", "stage");
      std::string out = is("the stage of your cancer", JoinWords(leaf.values, "or"));
      if (!leaf.except.empty())
        absl::StrAppend(&out, " (not counting ", JoinWords(leaf.except, "or"), ")");
      if (leaf.edition != 0)
        absl::StrAppend(&out, " (by edition ", leaf.edition, " of the staging rules)");
      return out;
    }
    case OneOfLeaf::Attribute::kSetting: {
      speaker.NoteAll("setting", leaf.values);
      std::string out = is("your cancer", labels.List("setting", leaf.values, "or"));
      if (!leaf.except.empty())
        absl::StrAppend(&out, " (not counting what is ", labels.List("setting", leaf.except, "or"), ")");
      return out;
    }
    case OneOfLeaf::Attribute::kCountry:
      return absl::StrCat(holds ? "you live in " : "you do not live in ",
                          labels.List("place", leaf.values, "or"));
    case OneOfLeaf::Attribute::kSmoking:
      return absl::StrCat(holds ? "you are " : "you are not ", labels.List("smoking", leaf.values, "or"));
    case OneOfLeaf::Attribute::kMetastasisSite: {
      std::string out =
          absl::StrCat(holds ? "your cancer has spread to " : "your cancer has not spread to ",
                       labels.List("site", leaf.values, "or"));
      if (!leaf.except.empty())
        absl::StrAppend(&out, " (not counting ", labels.List("site", leaf.except, "or"), ")");
      return out;
    }
  }
  return "";
}

std::string SayFact(const rules::FactLeaf& leaf, Polarity polarity, const Speaker& speaker) {
  speaker.Note("fact", leaf.fact);
  const std::string holds = speaker.labels.Of("fact", leaf.fact);
  if (polarity == Polarity::kHolds) return holds;
  const std::string_view fails = speaker.labels.Not("fact", leaf.fact);
  return fails.empty() ? SayItIsNotSo(holds) : std::string(fails);
}

std::string SayStandardTherapy(const rules::StandardTherapyLeaf& leaf, Polarity polarity,
                               const Speaker& speaker) {
  speaker.Note("word", "standard_treatment");
  using enum rules::StandardTherapyLeaf::Kind;
  const bool holds = polarity == Polarity::kHolds;
  switch (leaf.kind) {
    case kFailed:
      return holds ? "standard treatment for your cancer failed: the cancer grew, or you could not tolerate it"
                   : "standard treatment for your cancer has not failed";
    case kExhausted:
      return holds ? "no standard treatment for your cancer is left" : "a standard treatment for your cancer is left";
    case kUnavailable:
      return holds ? "there is no standard treatment for you: none exists, none suits you, or you do not want it"
                   : "there is a standard treatment that suits you";
    case kNone:
      return holds ? "there is no standard treatment for your cancer, or none is left" : "a standard treatment for your cancer is left";
    case kFailedOrUnavailable:
      return holds ? "standard treatment for your cancer failed, you could not tolerate it, or there is none for you"
                   : "there is a standard treatment for you, and it has not failed";
  }
  return "";
}

}  // namespace trialmatch::matcher
