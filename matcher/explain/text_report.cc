#include "matcher/explain/text_report.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/explain/page.h"
#include "matcher/explain/words.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kIndent = 4;
constexpr size_t kMaxLines = 4;  // a part of a trial
constexpr size_t kQuoteLetters = 160;

struct Group {
  Verdict verdict;
  const char* title;
  Ink ink;
  int Counts::* count;
};
constexpr Group kGroups[] = {
    {Verdict::kLikely, "LIKELY FITS", Ink::kGreen, &Counts::likely},
    {Verdict::kPossible, "POSSIBLE, SOMETHING TO FIND OUT", Ink::kYellow, &Counts::possible},
    {Verdict::kLater, "LATER", Ink::kBlue, &Counts::later},
};

std::string Plural(int n, const char* one, const char* many) {
  return absl::StrCat(n, " ", n == 1 ? one : many);
}

std::string Cap(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z' &&
      !(text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z')) {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string Quoted(const CriterionResult& result, const fetch::Study& study) {
  return absl::StrCat("\"", OneLine(QuotedText(*result.criterion, study), kQuoteLetters), "\"");
}

void WriteList(std::string_view heading, std::vector<std::string> lines, const char* more,
               Page& page) {
  if (lines.empty()) return;
  page.Line(heading, kIndent, Ink::kBold);
  const size_t total = lines.size();
  if (total > kMaxLines) lines.resize(kMaxLines);
  for (const std::string& line : lines) page.Item("- ", line, kIndent + 2);
  if (total > kMaxLines)
    page.Item("- ", absl::StrCat("and ", total - kMaxLines, " more ", more), kIndent + 2,
              Ink::kDim);
}

// The strongest signals, and what the record asks of the tumour that is met.
std::vector<std::string> Why(const TrialResult& trial) {
  std::vector<const Signal*> signals;
  for (const Signal& signal : trial.signals) {
    const bool about_place = signal.name == "open" || signal.name == "distance" ||
                             signal.name == "freshness" || signal.name == "phase";
    if (!about_place && signal.value >= 0.6 && !signal.because.empty()) signals.push_back(&signal);
  }
  std::stable_sort(signals.begin(), signals.end(), [](const Signal* a, const Signal* b) {
    return a->value * a->weight > b->value * b->weight;
  });
  std::vector<std::string> lines;
  for (const Signal* signal : signals) {
    if (lines.size() < 3) lines.push_back(Cap(signal->because));
  }
  for (const CriterionResult& result : trial.results) {
    const rules::Criterion& criterion = *result.criterion;
    const bool telling = criterion.section == rules::Section::kInclusion &&
                         (criterion.topic == rules::Topic::kBiomarker ||
                          criterion.topic == rules::Topic::kPriorTherapy);
    if (lines.size() >= kMaxLines || !telling || !result.decides) continue;
    if (result.truth != base::Truth::kMet || result.reasons.empty()) continue;
    std::string line = Cap(OneLine(result.reasons.front().because, kQuoteLetters));
    if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end()) {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

std::vector<std::string> ToFindOut(const TrialResult& trial) {
  std::vector<std::string> lines;
  for (int index : trial.unknown) {
    const CriterionResult& result = trial.results[index];
    bool asked = false;
    for (const Reason& reason : result.reasons) {
      for (const std::string& need : reason.needs) {
        asked = true;
        std::string line = Cap(NeedInWords(need));
        if (std::find(lines.begin(), lines.end(), line) == lines.end())
          lines.push_back(std::move(line));
      }
    }
    if (!asked) lines.push_back(Cap(OneLine(JoinedReasons(result), kQuoteLetters)));
  }
  std::erase(lines, std::string());
  return lines;
}

std::string BlockLine(const CriterionResult& result, const fetch::Study& study) {
  std::string line = Quoted(result, study);
  if (std::string because = OneLine(JoinedReasons(result), kQuoteLetters); !because.empty())
    absl::StrAppend(&line, " - ", because);
  if (result.lifts_on) absl::StrAppend(&line, ". Lifts on ", DayInWords(*result.lifts_on));
  if (!result.needs_stop.empty()) {
    absl::StrAppend(&line, result.lifts_on ? ", " : ". Only ", "if ",
                    absl::StrJoin(result.needs_stop, " and "),
                    " stopped first: only with your oncologist");
  }
  return line;
}

std::vector<std::string> Blocks(const TrialResult& trial) {
  std::vector<std::string> lines;
  for (int index : trial.closed_cohorts) {
    lines.push_back(absl::StrCat("\"", OneLine(trial.criteria->cohorts[index].name, kQuoteLetters),
                                 "\" - this part is closed to new participants"));
  }
  for (int index : trial.blocking) lines.push_back(BlockLine(trial.results[index], *trial.study));
  return lines;
}

void WriteTrial(const TrialResult& trial, Ink ink, Page& page) {
  const fetch::Study& study = *trial.study;
  page.Item(absl::StrCat(trial.rank, trial.rank < 10 ? ".  " : ". "), OneLine(TitleOf(study), 200),
            0, ink);
  WriteTrialFacts(trial, kIndent, page);
  if (trial.eligible_from)
    page.Line(absl::StrCat("Not yet: could fit from ", DayInWords(*trial.eligible_from), "."),
              kIndent, Ink::kBold);
  if (trial.eligible_until)
    page.Line(absl::StrCat("This door closes after ", DayInWords(*trial.eligible_until), "."), kIndent,
              Ink::kBold);
  if (trial.verdict != Verdict::kExcluded) WriteList("Why", Why(trial), "", page);
  WriteList(trial.verdict == Verdict::kLater ? "What has to pass first" : "What stands against it",
            Blocks(trial), "that stand against it", page);
  if (trial.verdict != Verdict::kExcluded) {
    WriteList("Still to find out", ToFindOut(trial), "things", page);
    std::vector<std::string> unread;
    for (int index : trial.not_understood) unread.push_back(Quoted(trial.results[index], study));
    WriteList("Not understood by this program, please read", std::move(unread), "sentences", page);
    std::vector<std::string> in_part;
    for (int index : trial.read_in_part) in_part.push_back(Quoted(trial.results[index], study));
    WriteList("Read only in part, and may ask for more: please read", std::move(in_part), "sentences", page);
    if (trial.text_gap != TextGap::kNone) page.Line(TextGapInWords(trial.text_gap), kIndent);
    std::vector<std::string> cautions;
    for (const Caution& caution : trial.cautions) cautions.push_back(caution.text);
    WriteList("Mind", std::move(cautions), "", page);
    if (trial.checked_at_site > 0) {
      page.Line(absl::StrCat("The study site checks ",
                             Plural(trial.checked_at_site, "more point", "more points"),
                             " (consent, visits and the like)."),
                kIndent, Ink::kDim);
    }
  }
  page.Blank();
}

void WriteHead(const MatchReport& report, Page& page) {
  page.Line(
      absl::StrCat("Trials for ",
                   report.patient_id.empty() ? "this patient" : OneLine(report.patient_id, 60),
                   ", decided on ", DayInWords(report.decided_on)),
      0, Ink::kBold);
  std::string data = absl::StrCat("Studies: ", OneLine(report.registry_source, 100));
  if (!report.registry_data_timestamp.empty())
    absl::StrAppend(&data, ", as of ", report.registry_data_timestamp);
  page.Line(data, 0);
  if (!report.as_of.empty())
    page.Line(absl::StrCat("Facts about the patient: as of ", report.as_of), 0);
  const Counts& counts = report.counts;
  std::string line = absl::StrCat(Plural(counts.likely, "trial", "trials"), " likely to fit, ",
                                  counts.possible, " possible with something to find out, ",
                                  counts.later, " later, ", counts.excluded, " not now.");
  if (counts.not_recruiting > 0)
    absl::StrAppend(&line, " Beside them ",
                    Plural(counts.not_recruiting, "study takes", "studies take"),
                    " no new patients.");
  page.Line(line, 0);
  page.Blank();
}

// Those that lack least, of equal ones the better ranked.
std::vector<const TrialResult*> NearMisses(const MatchReport& report, size_t n) {
  std::vector<const TrialResult*> out;
  for (const TrialResult& trial : report.trials) {
    if (trial.recruiting && trial.verdict == Verdict::kExcluded) out.push_back(&trial);
  }
  std::stable_sort(out.begin(), out.end(), [](const TrialResult* a, const TrialResult* b) {
    return a->blocking.size() + a->closed_cohorts.size() <
           b->blocking.size() + b->closed_cohorts.size();
  });
  if (out.size() > n) out.resize(n);
  std::stable_sort(out.begin(), out.end(),
                   [](const TrialResult* a, const TrialResult* b) { return a->rank < b->rank; });
  return out;
}

}  // namespace

std::string RenderMatchText(const MatchReport& report, const TextOptions& options) {
  Page page(options);
  WriteHead(report, page);
  int room = options.top > 0 ? options.top : static_cast<int>(report.trials.size());
  for (const Group& group : kGroups) {
    int shown = 0;
    for (const TrialResult& trial : report.trials) {
      if (!trial.recruiting || trial.verdict != group.verdict || room == 0) continue;
      if (shown++ == 0) page.Line(group.title, 0, group.ink), page.Blank();
      --room;
      WriteTrial(trial, group.ink, page);
    }
    // By the counts: the report may hold the first trials only.
    const int left_out = report.counts.*group.count - shown;
    if (left_out <= 0) continue;
    if (shown == 0) page.Line(group.title, 0, group.ink), page.Blank();
    page.Line(absl::StrCat("... ", shown > 0 ? "and " : "", left_out,
                           shown > 0       ? " more"
                           : left_out == 1 ? " trial"
                                           : " trials",
                           " not listed here."),
              kIndent, Ink::kDim);
    page.Blank();
  }
  const std::vector<const TrialResult*> misses =
      NearMisses(report, static_cast<size_t>(std::max(0, options.near_misses)));
  if (!misses.empty()) {
    page.Line(absl::StrCat("NOT NOW: ", Plural(report.counts.excluded, "trial", "trials"),
                           ", the nearest misses"),
              0, Ink::kRed);
    page.Blank();
    for (const TrialResult* trial : misses) WriteTrial(*trial, Ink::kDim, page);
  }
  if (report.counts.likely + report.counts.possible + report.counts.later == 0) {
    page.Line("No study of this list fits or may fit at present. New studies open every week.", 0);
    page.Blank();
  }
  WriteClosing(page);
  return page.Take();
}

}  // namespace trialmatch::matcher
