#include "matcher/summary/summary.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "base/status.h"
#include "matcher/explain/words.h"
#include "matcher/index/trial_facts.h"
#include "matcher/quote.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/verdict.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kWhy = 3, kUnknown = 3;
constexpr int kClosesWithinDays = 60;

std::string JoinedParts(std::initializer_list<const std::string*> parts) {
  std::vector<std::string> told;
  for (const std::string* part : parts) {
    if (!part->empty()) told.push_back(OneLine(*part, 80));
  }
  return absl::StrJoin(told, ", ");
}

void TellSite(const TrialResult& trial, SummaryTrial& out) {
  if (!trial.nearest_site) return;
  const fetch::Location& site = trial.nearest_site->site;
  out.site = absl::StrCat(trial.nearest_site->open ? "Nearest open site: " : "Nearest site (not open): ", JoinedParts({&site.facility, &site.city, &site.country}));
  if (trial.nearest_site->km) absl::StrAppend(&out.site, ", ", PrintedKm(*trial.nearest_site), " km away");
  if (site.contacts.empty()) return;
  const fetch::Contact& contact = site.contacts.front();
  out.contact = JoinedParts({&contact.name, &contact.phone, &contact.email});
}

// The strongest signals that are not about the place.
std::vector<std::string> WhyOf(const TrialResult& trial) {
  std::vector<const Signal*> signals;
  for (const Signal& signal : trial.signals) {
    const bool about_place = signal.name == "open" || signal.name == "distance" || signal.name == "freshness" || signal.name == "phase" || signal.name == "decided";
    if (!about_place && signal.value >= 0.6 && !signal.because.empty()) signals.push_back(&signal);
  }
  std::stable_sort(signals.begin(), signals.end(), [](const Signal* a, const Signal* b) { return a->value * a->weight > b->value * b->weight; });
  std::vector<std::string> out;
  for (const Signal* signal : signals) {
    std::string line = signal->because;
    if (line[0] >= 'a' && line[0] <= 'z') line[0] = static_cast<char>(line[0] - 'a' + 'A');
    if (out.size() < kWhy) out.push_back(std::move(line));
  }
  return out;
}

SummaryTrial TellTrial(const TrialResult& trial, const PlainWords& words, std::vector<std::string>* terms) {
  const fetch::Study& study = *trial.study;
  SummaryTrial out{.rank = trial.rank, .nct_id = study.nct_id, .title = OneLine(TitleOf(study), 200), .verdict = trial.verdict};
  out.verdict_words = VerdictInWords(trial);
  std::vector<std::string> kind;
  for (const std::string& part : {PhasesInWords(study.phases), StudyTypeInWords(study.study_type), StatusInWords(study.overall_status)}) {
    if (!part.empty()) kind.push_back(part);
  }
  out.kind = absl::StrJoin(kind, ", ");
  out.part = OneLine(trial.cohort, 100);
  TellSite(trial, out);
  out.why = WhyOf(trial);
  const ExplainedTrial told = ExplainTrial(trial, words);
  for (const int index : trial.blocking) {
    const std::string& id = trial.results[index].criterion->id;
    const auto at = std::find_if(told.criteria.begin(), told.criteria.end(), [&](const ExplainedCriterion& each) { return each.id == id; });
    if (at != told.criteria.end()) out.against.push_back(*at);
  }
  for (const ExplainedCriterion& each : told.criteria) {
    for (const MissingFact& missing : each.missing) {
      const bool known = std::any_of(out.missing.begin(), out.missing.end(), [&](const MissingFact& other) { return other.what == missing.what; });
      if (!known) out.missing.push_back(missing);
    }
  }
  out.not_read = told.Count(Standing::kNotRead);
  out.site_checks = told.Count(Standing::kSiteChecks);
  out.cautions = trial.cautions;
  const std::vector<std::string> kinds = KindOfStudy(study);
  terms->insert(terms->end(), kinds.begin(), kinds.end());
  return out;
}

bool MayTake(const TrialResult& trial) { return trial.recruiting && trial.verdict != Verdict::kExcluded; }

// What is open in most of the trials that may take the patient; what must be met before a trial is likely counts more than what is
// checked at screening.
std::vector<UnknownThatMatters> FindUnknown(const MatchReport& report, const PlainWords& words) {
  struct Open {
    double weight = 0;
    int trials = 0;
    std::string path;
  };
  std::map<std::string, Open> open;   // by what is asked for
  for (const TrialResult& trial : report.trials) {
    if (!MayTake(trial)) continue;
    std::map<std::string, std::pair<double, std::string>> here;
    for (const int index : trial.unknown) {
      const double weight = MustBeMetForLikely(trial.results[index].criterion->topic) ? 1 : 0.25;
      for (const Reason& reason : trial.results[index].reasons) {
        for (const std::string& need : reason.needs) {
          auto& [most, path] = here[words.Missing(need).what];
          most = std::max(most, weight);
          path = need;
        }
      }
    }
    for (const auto& [what, found] : here) {
      Open& sum = open[what];
      sum.weight += found.first * trial.score;
      ++sum.trials;
      sum.path = found.second;
    }
  }
  std::vector<Open> sorted;
  for (const auto& [what, found] : open) sorted.push_back(found);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Open& a, const Open& b) { return a.weight > b.weight; });
  if (sorted.size() > kUnknown) sorted.resize(kUnknown);
  std::vector<UnknownThatMatters> out;
  for (const Open& found : sorted) out.push_back({words.Missing(found.path), found.trials});
  return out;
}

int WaitingForTest(const MatchReport& report) {
  const auto waits = [](const TrialResult& trial) {
    return MayTake(trial) && std::any_of(trial.unknown.begin(), trial.unknown.end(), [&](int index) {
      const std::vector<Reason>& reasons = trial.results[index].reasons;
      return std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
        return std::any_of(reason.needs.begin(), reason.needs.end(), [](const std::string& need) { return need.starts_with("biomarkers"); });
      });
    });
  };
  return static_cast<int>(std::count_if(report.trials.begin(), report.trials.end(), waits));
}

// All that is read on the page, for the medical words in it.
std::string TextOf(const Summary& summary) {
  std::vector<std::string> parts = summary.facts;
  for (const UnknownThatMatters& each : summary.unknown) parts.push_back(each.fact.what);
  for (const auto* trials : {&summary.trials, &summary.near_misses}) {
    for (const SummaryTrial& trial : *trials) {
      parts.push_back(trial.title);
      parts.insert(parts.end(), trial.why.begin(), trial.why.end());
      for (const ExplainedCriterion& each : trial.against) parts.insert(parts.end(), {each.plain, each.because});
      for (const MissingFact& missing : trial.missing) parts.push_back(missing.what);
    }
  }
  for (const ContextLine& line : summary.context) parts.push_back(line.text);
  for (const DrugLine& line : summary.drugs) parts.push_back(line.text);
  return absl::StrJoin(parts, "\n");
}

// The rows of doctor_question.tsv that apply.
std::vector<std::string> FindQuestions(const Summary& summary, const PatientPicture& picture, base::Day decided_on, const std::vector<const TrialResult*>& listed,
                                       const rules::Lexicon& lexicon) {
  std::vector<std::string> out;
  const auto ask = [&](std::string_view id, std::string_view names) {
    for (const rules::Entry& row : lexicon.rows("doctor_question")) {
      if (row.id != id) continue;
      std::string line = absl::StrReplaceAll(base::ToAbsl(row.Get("text")), {{"{names}", base::ToAbsl(names)}});
      if (line[0] >= 'a' && line[0] <= 'z') line[0] = static_cast<char>(line[0] - 'a' + 'A');
      out.push_back(std::move(line));
    }
  };
  for (const UnknownThatMatters& each : summary.unknown) {
    if (each.fact.who != "you") ask("unknown", each.fact.what);
  }
  if (listed.empty()) ask("nothing", "");
  if (!listed.empty()) ask("trials", "");
  std::vector<std::string> stop;
  bool caution = false;
  for (const TrialResult* trial : listed) {
    if (trial->eligible_until && *trial->eligible_until - decided_on <= kClosesWithinDays) {
      ask("closing", absl::StrCat(trial->study->nct_id, " (", DayInWords(*trial->eligible_until), ")"));
    }
    for (const std::string& drug : trial->needs_stop) {
      if (std::find(stop.begin(), stop.end(), drug) == stop.end()) stop.push_back(drug);
    }
    for (const Caution& each : trial->cautions) caution = caution || each.id.starts_with("immunotherapy");
  }
  if (!stop.empty()) ask("stop", absl::StrJoin(stop, " or "));
  const auto has = [&](ContextLine::Kind kind) {
    return std::any_of(summary.context.begin(), summary.context.end(), [&](const ContextLine& line) { return line.kind == kind; });
  };
  if (has(ContextLine::Kind::kTesting)) ask("testing", "");
  if (has(ContextLine::Kind::kUsual)) ask("usual", "");
  if (picture.brain_disease && !listed.empty()) ask("brain", "");
  if (caution) ask("caution", "");
  if (!listed.empty()) ask("next", "");
  return out;
}

}  // namespace

std::string TestsInWords(int waiting_for_test) {
  if (waiting_for_test == 0) return "No trial that may fit now waits for a gene test.";
  return absl::StrCat(waiting_for_test, waiting_for_test == 1 ? " trial that may fit waits for a gene test." : " trials that may fit wait for a gene test.");
}

Summary MakeSummary(const MatchReport& report, const Patient& patient, const PlainWords& words, const SummaryOptions& options) {
  Summary out{.patient_id = OneLine(report.patient_id, 60),
              .as_of = report.as_of,
              .studies = OneLine(report.registry_source, 100),
              .decided_on = report.decided_on,
              .counts = report.counts,
              .facts = FactsInWords(patient, words)};
  if (!report.registry_data_timestamp.empty()) absl::StrAppend(&out.studies, ", as of ", report.registry_data_timestamp);
  std::vector<const TrialResult*> listed, missed;
  for (const TrialResult& trial : report.trials) {
    if (MayTake(trial) && listed.size() < options.trials) listed.push_back(&trial);
    if (trial.recruiting && trial.verdict == Verdict::kExcluded) missed.push_back(&trial);
  }
  std::stable_sort(missed.begin(), missed.end(), [](const TrialResult* a, const TrialResult* b) {
    return a->blocking.size() + a->closed_cohorts.size() < b->blocking.size() + b->closed_cohorts.size();
  });
  if (missed.size() > options.near_misses) missed.resize(options.near_misses);
  std::vector<std::string> terms, drugs;
  for (const TrialResult* trial : listed) {
    out.trials.push_back(TellTrial(*trial, words, &terms));
    const TrialFacts facts = FindTrialFacts(*trial->study, *trial->criteria, words.lexicon());
    drugs.insert(drugs.end(), facts.drugs.begin(), facts.drugs.end());
  }
  for (const TrialResult* trial : missed) out.near_misses.push_back(TellTrial(*trial, words, &terms));
  out.context = ContextFor(patient, words.lexicon(), report.decided_on);
  out.waiting_for_test = WaitingForTest(report);
  out.drugs = DrugLines(drugs, words);
  out.unknown = FindUnknown(report, words);
  out.questions = FindQuestions(out, Picture(patient, words.lexicon()), report.decided_on, listed, words.lexicon());
  out.glossary = words.Explain(terms);
  for (GlossaryLine& line : words.ExplainWordsIn(TextOf(out))) {
    const bool told = std::any_of(out.glossary.begin(), out.glossary.end(), [&](const GlossaryLine& other) { return other.term == line.term; });
    if (!told) out.glossary.push_back(std::move(line));
  }
  return out;
}

}  // namespace trialmatch::matcher
