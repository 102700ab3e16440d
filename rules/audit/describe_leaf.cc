#include "rules/audit/describe_leaf.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace trialmatch::rules {
namespace {

std::string Words(const base::Bounds& b) {
  if (b.low && b.high && *b.low == *b.high) return base::FormatNumber(*b.low);
  std::vector<std::string> parts;
  if (b.low) parts.push_back(absl::StrCat(b.low_inclusive ? "at least " : "more than ", base::FormatNumber(*b.low)));
  if (b.high) parts.push_back(absl::StrCat(b.high_inclusive ? "at most " : "less than ", base::FormatNumber(*b.high)));
  return absl::StrJoin(parts, " and ");
}

std::string Words(const Window& w) {
  std::vector<std::string> parts;
  if (w.at_least) parts.push_back(absl::StrCat("at least ", w.at_least->ToString(), " ago"));
  if (w.within) parts.push_back(absl::StrCat("within ", w.within->ToString()));
  if (w.no_more_than) parts.push_back(absl::StrCat("no more than ", w.no_more_than->ToString(), " ago"));
  if (w.at_least && w.no_more_than) parts = {absl::StrJoin(parts, " and ")};
  if (w.half_lives) parts.push_back(absl::StrCat(base::FormatNumber(*w.half_lives), " half-lives"));
  std::string out = absl::StrJoin(parts, " or ");
  if (w.which == Window::Which::kShorter) out += " (the shorter)";
  if (w.which == Window::Which::kLonger) out += " (the longer)";
  if (w.anchor == Window::Anchor::kProgression) out += " before progression";
  if (w.anchor == Window::Anchor::kSurgery) out += " before surgery";
  if (w.anchor == Window::Anchor::kEndOfTherapy) out += " before the end of therapy";
  return out;
}

std::string List(const std::vector<std::string>& v) { return absl::StrJoin(v, "|"); }

std::string Describe(const CompareLeaf& l) {
  const char* times = l.relative == CompareLeaf::Relative::kTimesUpperLimit ? " x ULN" : (l.relative == CompareLeaf::Relative::kTimesLowerLimit ? " x LLN" : "");
  return absl::StrCat(l.quantity, " ", Words(l.bounds), times, l.unit.empty() ? "" : " ", l.unit);
}

std::string Describe(const OneOfLeaf& l) {
  static constexpr const char* kNames[] = {"sex", "disease", "stage", "setting", "country", "smoking", "metastases in"};
  return absl::StrCat(kNames[static_cast<int>(l.attribute)], " ", List(l.values), l.except.empty() ? "" : absl::StrCat(" except ", List(l.except)),
                      l.edition != 0 ? absl::StrCat(" (edition ", l.edition, ")") : "");
}

std::string Describe(const MarkerLeaf& l) {
  std::string out = absl::StrCat(l.known_only ? "known " : "", List(l.genes), l.except_genes.empty() ? "" : absl::StrCat(" except ", List(l.except_genes)));
  if (l.tested) return out + " tested";
  absl::StrAppend(&out, " ", l.resistance ? "resistance " : "", l.alteration == "any" ? "alteration" : l.alteration);
  if (!l.details.empty()) absl::StrAppend(&out, " ", List(l.details));
  if (l.score) absl::StrAppend(&out, " ", Words(*l.score), l.score_unit.starts_with("%") ? "" : " ", l.score_unit);
  return out;
}

std::string Describe(const TreatmentLeaf& l) {
  static constexpr const char* kOutcomes[] = {"", " with progression", " with intolerance", " with progression or intolerance", " with response", " without progression"};
  std::string what = absl::StrCat(List(l.what), l.except.empty() ? "" : absl::StrCat(" except ", List(l.except)));
  std::string out;
  switch (l.quantifier) {
    case TreatmentLeaf::Quantifier::kAny: out = absl::StrCat(l.ongoing.value_or(false) ? "on " : "had ", what); break;
    case TreatmentLeaf::Quantifier::kOnly: out = absl::StrCat("of ", List(l.within_class), " had only ", what); break;
    case TreatmentLeaf::Quantifier::kMostRecent: out = absl::StrCat("last ", l.within_class.empty() ? "therapy" : List(l.within_class), " was ", what); break;
    case TreatmentLeaf::Quantifier::kLines: out = absl::StrCat("lines", what.empty() ? "" : " of ", what, ": ", l.count ? Words(*l.count) : ""); break;
    case TreatmentLeaf::Quantifier::kAgents: out = absl::StrCat("number of ", what, ": ", l.count ? Words(*l.count) : ""); break;
    case TreatmentLeaf::Quantifier::kCycles: out = absl::StrCat("cycles of ", what, ": ", l.count ? Words(*l.count) : ""); break;
  }
  if (l.major.value_or(false)) out += " (major)";
  if (!l.sites.empty()) absl::StrAppend(&out, " of ", List(l.sites));
  if (l.dose_gy) absl::StrAppend(&out, " of ", Words(*l.dose_gy), " Gy");
  if (l.marrow_percent) absl::StrAppend(&out, " of ", Words(*l.marrow_percent), "% of the bone marrow");
  if (l.together) out += " together";
  if (!l.intents.empty()) absl::StrAppend(&out, " as ", List(l.intents));
  if (!l.except_intents.empty()) absl::StrAppend(&out, " not as ", List(l.except_intents));
  out += kOutcomes[static_cast<int>(l.outcome)];
  if (!l.window.empty()) absl::StrAppend(&out, " ", Words(l.window));
  if (l.for_this_cancer) out += " for this cancer";
  if (l.in_trial) out += " in a trial";
  for (const std::string& words : l.said) absl::StrAppend(&out, " \"", words, "\"");
  return out;
}

std::string Describe(const ConditionLeaf& l) {
  static constexpr const char* kStatus[] = {"", "active ", "past ", "uncontrolled "};
  std::string out = absl::StrCat(l.family ? "relative's " : "", kStatus[static_cast<int>(l.status)], List(l.conditions),
                                 l.qualities.empty() ? "" : absl::StrCat(" (", absl::StrJoin(l.qualities, ", "), ")"),
                                 l.lacking.empty() ? "" : absl::StrCat(" (not ", absl::StrJoin(l.lacking, ", not "), ")"),
                                 l.except.empty() ? "" : absl::StrCat(" except ", List(l.except)));
  if (l.min_grade) absl::StrAppend(&out, " grade ", *l.min_grade, " or more");
  if (l.needed_steroids.value_or(false)) out += " that needed steroids";
  if (l.viral_load_undetectable) out += *l.viral_load_undetectable ? " with undetectable viral load" : " with detectable viral load";
  if (l.cd4_per_ul) absl::StrAppend(&out, " with CD4 ", Words(*l.cd4_per_ul), "/uL");
  if (l.nyha_at_least) absl::StrAppend(&out, " of NYHA class ", *l.nyha_at_least, " or more");
  for (const std::string& words : l.said) absl::StrAppend(&out, " \"", words, "\"");
  if (!l.window.empty()) absl::StrAppend(&out, " ", Words(l.window));
  for (const ConditionLeaf& exception : l.unless) absl::StrAppend(&out, " unless [", Describe(exception), "]");
  return out;
}

std::string Describe(const BrainLeaf& l) {
  static constexpr const char* kSites[] = {"brain metastases", "leptomeningeal disease", "brain metastases or leptomeningeal disease", "spinal cord compression"};
  std::vector<std::string> parts;
  auto add = [&](const std::optional<bool>& value, const char* yes, const char* no) {
    if (value) parts.emplace_back(*value ? yes : no);
  };
  add(l.treated, "treated", "untreated");
  add(l.active, "active", "not active");
  add(l.progressing, "progressing", "not progressing");
  add(l.stable, "stable", "not stable");
  if (l.stable_for) parts.push_back(absl::StrCat("for ", l.stable_for->ToString()));
  add(l.symptomatic, "symptomatic", "without symptoms");
  add(l.on_steroids, "on steroids", "off steroids");
  add(l.steroids_increasing, "steroids rising", "steroids not rising");
  if (l.steroid_prednisone_mg_per_day) parts.push_back(absl::StrCat("prednisone ", Words(*l.steroid_prednisone_mg_per_day), " mg/day"));
  if (l.largest_mm) parts.push_back(absl::StrCat("largest ", Words(*l.largest_mm), " mm"));
  if (l.count) parts.push_back(absl::StrCat("number ", Words(*l.count)));
  if (!l.since_treatment.empty()) parts.push_back(absl::StrCat("treated ", Words(l.since_treatment)));
  return absl::StrCat(kSites[static_cast<int>(l.site)], parts.empty() ? "" : ": ", absl::StrJoin(parts, ", "));
}

std::string Describe(const StandardTherapyLeaf& l) {
  static constexpr const char* kKinds[] = {"standard therapy failed", "standard therapy exhausted", "no standard therapy available", "standard therapy failed or unavailable", "no standard therapy exists"};
  return kKinds[static_cast<int>(l.kind)];
}

std::string Describe(const FactLeaf& l) { return l.fact; }

}  // namespace

std::string DescribeLeaf(const Leaf& leaf) {
  return std::visit([](const auto& l) { return Describe(l); }, leaf);
}

}  // namespace trialmatch::rules
