#include "matcher/ask/if_next.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "matcher/ask/typed.h"
#include "matcher/ask/weigh.h"
#include "matcher/explain/page.h"
#include "matcher/explain/words.h"
#include "matcher/patient/profile_names.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kQuoteLetters = 140;
constexpr size_t kMostListed = 10;

// The first criterion that shuts the trial for the patient.
std::string WhatShuts(const TrialIndex& index, size_t trial, const Patient& patient, const MatchOptions& options) {
  const TrialResult result = MatchTrial(index.study(trial), index.criteria(trial), patient, index.lexicon(), options);
  if (result.blocking.empty()) return "";
  const CriterionResult& criterion = result.results[static_cast<size_t>(result.blocking.front())];
  std::string out = absl::StrCat("\"", OneLine(QuotedText(*criterion.criterion, *result.study), kQuoteLetters), "\"");
  if (const std::string because = OneLine(JoinedReasons(criterion), kQuoteLetters); !because.empty()) absl::StrAppend(&out, " - ", because);
  return out;
}

Verdict Of(const GroupMatcher::Verdicts& verdicts, int patient) {
  if ((verdicts.likely >> patient & 1) != 0) return Verdict::kLikely;
  if ((verdicts.possible >> patient & 1) != 0) return Verdict::kPossible;
  return (verdicts.later >> patient & 1) != 0 ? Verdict::kLater : Verdict::kExcluded;
}

bool IsOpen(Verdict verdict) { return verdict == Verdict::kLikely || verdict == Verdict::kPossible; }

}  // namespace

absl::StatusOr<IfNext> AskIfNext(const TrialIndex& index, const ProfileDraft& draft, std::string_view drug, const MatchOptions& options) {
  const rules::Lexicon& lexicon = index.lexicon();
  const std::optional<Patient> now = PatientOf(draft, lexicon);
  if (!now) return absl::InvalidArgumentError("the profile has errors");
  int line = 0;
  for (const Treatment& treatment : now->treatments) line = std::max(line, treatment.line.value_or(0));
  const std::string spread = now->cancer.setting == "metastatic" || now->cancer.stage.starts_with("IV") ? ",\"intent\":\"metastatic\"" : "";
  std::vector<std::string> heads;
  for (const std::string& name : SplitAt(drug, '+')) {
    const std::string id = ResolveDrug(lexicon, name);
    if (id.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("no drug or class of drugs is known as \"", OneLine(name, 60), "\".",
                                                     DidYouMean(lexicon, {rules::TermKind::kDrug, rules::TermKind::kDrugClass}, name)));
    }
    for (const Treatment& treatment : now->treatments) {
      if (treatment.drug_id == id && treatment.goes_on()) {
        return absl::InvalidArgumentError(absl::StrCat(treatment.name, " is taken already, as the profile tells"));
      }
    }
    heads.push_back(absl::StrCat("{\"kind\":\"drug\",\"name\":", JsonText(name), ",\"line\":", line + 1, spread, ",\"start\":\"@-0\""));
  }
  if (heads.empty()) return absl::InvalidArgumentError("no drug is named");
  const auto with = [&](std::string_view rest) { return absl::StrCat("\"treatments\":[", absl::StrJoin(heads, absl::StrCat(base::ToAbsl(rest), "},")), base::ToAbsl(rest), "}]"); };
  ProfileDraft taking = draft, failed = draft;
  TM_RETURN_IF_ERROR(taking.Merge(absl::StrCat("{", with(",\"ongoing\":true"), "}"), options.decided_on, lexicon));
  TM_RETURN_IF_ERROR(failed.Merge(absl::StrCat("{", with(",\"end\":\"@-0\",\"outcome\":\"progression\""), ",\"cancer\":{\"progressing\":true}}"), options.decided_on, lexicon));
  const std::optional<Patient> patient_taking = PatientOf(taking, lexicon), patient_failed = PatientOf(failed, lexicon);
  if (!patient_taking || !patient_failed) return absl::InvalidArgumentError("the drug does not go together with the dates of the profile");

  IfNext out{.drug = std::string(drug)};
  GroupMatcher group(index, options);
  const Patient* patients[] = {&*now, &*patient_taking, &*patient_failed};
  const std::span<const GroupMatcher::Verdicts> verdicts = group.Decide(patients);
  const std::vector<std::vector<GroupMatcher::Placed>> places = group.Places(0);
  for (const GroupMatcher::Placed& place : places[0]) {
    const Verdict taken = Of(verdicts[place.trial], 1), after = Of(verdicts[place.trial], 2);
    if (taken == Verdict::kExcluded) {
      out.closes.push_back({place.trial, place.verdict, taken, WhatShuts(index, place.trial, *patient_taking, options)});
    } else if (IsOpen(place.verdict) && taken == Verdict::kLater) {
      out.waits.push_back({place.trial, place.verdict, taken, WhatShuts(index, place.trial, *patient_taking, options)});
    } else if (IsOpen(place.verdict)) {
      ++out.stays;
    }
    if (taken != Verdict::kExcluded && after == Verdict::kExcluded) {
      out.shut_after.push_back({place.trial, place.verdict, after, WhatShuts(index, place.trial, *patient_failed, options)});
    }
  }
  for (const GroupMatcher::Placed& place : places[2]) {
    const Verdict before = Of(verdicts[place.trial], 0);
    if (before == Verdict::kExcluded) out.opens.push_back({place.trial, before, place.verdict, ""});
  }
  return out;
}

std::string RenderIfNextText(const IfNext& result, const TrialIndex& index, const TextOptions& options) {
  Page page(options);
  page.Line(absl::StrCat("What the record of each trial says about ", result.drug, " as the next treatment"), 0, Ink::kBold);
  page.Line("This tells how the criteria of trials would be answered. It is no word for or against any treatment: talk about that with your oncologist.", 0);
  page.Blank();
  const auto list = [&](const std::vector<IfNext::Change>& changes, const std::string& title, std::string_view none) {
    page.Line(title, 0, Ink::kBold);
    if (changes.empty()) page.Line(none, 2);
    for (size_t i = 0; i < std::min(changes.size(), kMostListed); ++i) {
      const IfNext::Change& change = changes[i];
      page.Item("- ", absl::StrCat(index.study(change.trial).nct_id, "  ", OneLine(TitleOf(index.study(change.trial)), 120)), 2);
      if (!change.because.empty()) page.Line(change.because, 4, Ink::kDim);
    }
    if (changes.size() > kMostListed) page.Line(absl::StrCat("... and ", changes.size() - kMostListed, " more"), 2, Ink::kDim);
    page.Blank();
  };
  list(result.closes, absl::StrCat("Would close while ", result.drug, " is taken: ", result.closes.size()), "No trial that is open to you today.");
  list(result.waits, absl::StrCat("Would have to wait until ", result.drug, " has been stopped for long enough: ", result.waits.size()), "No trial.");
  list(result.shut_after, absl::StrCat("Would close later, if the cancer grew under ", result.drug, ": ", result.shut_after.size()), "No other trial.");
  list(result.opens, absl::StrCat("Could open later, if the cancer grew under ", result.drug, ": ", result.opens.size()), "No trial that is shut today.");
  page.Line(absl::StrCat(result.stays, result.stays == 1 ? " trial stays" : " trials stay", " as open as today while ", result.drug, " is taken."), 0);
  page.Blank();
  WriteClosing(page);
  return page.Take();
}

std::string IfNextJson(const IfNext& result, const TrialIndex& index) {
  const auto list = [&](const std::vector<IfNext::Change>& changes) {
    std::string out = "[";
    for (const IfNext::Change& change : changes) {
      absl::StrAppend(&out, out.size() > 1 ? "," : "", "{\"nct_id\":", JsonText(index.study(change.trial).nct_id), ",\"before\":\"", VerdictName(change.before), "\",\"after\":\"",
                      VerdictName(change.after), "\",\"because\":", JsonText(change.because), "}");
    }
    return out + "]";
  };
  return absl::StrCat("{\"if_next\":", JsonText(result.drug), ",\"closes\":", list(result.closes), ",\"waits\":", list(result.waits), ",\"shut_after\":", list(result.shut_after),
                      ",\"opens\":", list(result.opens), ",\"stays\":", result.stays, "}");
}

}  // namespace trialmatch::matcher
