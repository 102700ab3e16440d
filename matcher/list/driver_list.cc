#include "matcher/list/driver_list.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "matcher/explain/plain/plain_words.h"
#include "matcher/explain/words.h"
#include "matcher/list/archetype.h"
#include "matcher/match.h"
#include "matcher/quote.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/rank/patient_picture.h"

namespace trialmatch::matcher {
namespace {

using rules::TermKind;

std::string Joined(std::initializer_list<const std::string*> parts) {
  std::vector<std::string> told;
  for (const std::string* part : parts) {
    if (!part->empty()) told.push_back(OneLine(*part, 80));
  }
  return absl::StrJoin(told, ", ");
}

std::string ContactOf(const std::vector<fetch::Contact>& contacts) {
  return contacts.empty() ? "" : Joined({&contacts.front().name, &contacts.front().phone, &contacts.front().email});
}

ListedTrial::News NewsOf(const fetch::Study& study, const std::optional<base::Day>& since) {
  if (!since) return ListedTrial::News::kNone;
  const auto first = base::PartialDate::Parse(study.first_post_date), last = base::PartialDate::Parse(study.last_update_post_date);
  if (first.ok() && first->last() >= *since) return ListedTrial::News::kNew;
  return last.ok() && last->last() >= *since ? ListedTrial::News::kChanged : ListedTrial::News::kNone;
}

// What the driver is to a trial.
class DriverOfTrial {
 public:
  DriverOfTrial(const std::string& driver, const std::vector<std::string>& classes, const rules::Lexicon& lexicon)
      : driver_(driver), classes_(classes), lexicon_(lexicon) {}

  bool IsNamed(const TrialFacts& facts) const {
    const bool asked = std::any_of(facts.asks.begin(), facts.asks.end(), [&](const CriterionAsks& asks) { return Holds(asks.genes, driver_); });
    if (asked || Holds(facts.named_genes, driver_)) return true;
    return std::any_of(facts.drugs.begin(), facts.drugs.end(), [&](const std::string& drug) {
      return std::any_of(classes_.begin(), classes_.end(), [&](const std::string& id) { return lexicon_.DrugIsA(drug, id); });
    });
  }
  // Asks for a driver, whichever.
  static bool TakesAny(const TrialFacts& facts) {
    return std::any_of(facts.asks.begin(), facts.asks.end(), [](const CriterionAsks& asks) { return Holds(asks.genes, "driver"); });
  }

 private:
  const std::string& driver_;
  const std::vector<std::string>& classes_;
  const rules::Lexicon& lexicon_;
};

// The gene as a word of a title; a negation is for the verdicts to see.
bool TitleSays(const fetch::Study& study, const std::string& gene) {
  for (const std::string* title : {&study.brief_title, &study.official_title}) {
    for (size_t at = title->find(gene); at != std::string::npos; at = title->find(gene, at + 1)) {
      const auto is_word = [&](size_t i) { return i < title->size() && absl::ascii_isalnum(static_cast<unsigned char>((*title)[i])); };
      if ((at == 0 || !is_word(at - 1)) && !is_word(at + gene.size())) return true;
    }
  }
  return false;
}

bool SpeaksOfBrain(const TrialFacts& facts) {
  return facts.names_brain || std::any_of(facts.asks.begin(), facts.asks.end(), [](const CriterionAsks& asks) { return asks.brain; });
}

// Whether the trial refuses the patient for what is in the tumour.
bool RefusesTumour(const TrialRecord& record, const Patient& patient, const rules::Lexicon& lexicon, const ListOptions& options) {
  const TrialResult result = MatchTrial(record.study, record.criteria, patient, lexicon, {.decided_on = options.decided_on, .status = MatchOptions::Status::kAny});
  return std::any_of(result.blocking.begin(), result.blocking.end(), [&](int index) { return result.results[index].criterion->topic == rules::Topic::kBiomarker; });
}

ListedTrial Tell(const fetch::Study& study, const TrialFacts& facts, const std::optional<base::Day>& since, const PlainWords& words) {
  ListedTrial out{.nct_id = study.nct_id,
                  .title = OneLine(TitleOf(study), 200),
                  .phase = PhasesInWords(study.phases),
                  .status = StatusInWords(study.overall_status),
                  .type = StudyTypeInWords(study.study_type),
                  .contact = ContactOf(study.central_contacts),
                  .first_posted = study.first_post_date,
                  .last_changed = study.last_update_post_date,
                  .news = NewsOf(study, since)};
  for (const std::string& drug : facts.drugs) out.drugs.push_back(words.labels().Of("drug", drug));
  if (out.drugs.empty()) {
    for (const fetch::Intervention& each : study.interventions) out.drugs.push_back(OneLine(each.name, 60));
  }
  for (const fetch::Location& site : study.locations) {
    // A record without states of its sites tells of all by its own.
    if (!(site.status.empty() ? IsRecruiting(study.overall_status) : IsRecruiting(site.status))) continue;
    out.sites.push_back({OneLine(site.facility, 80), OneLine(site.city, 60), OneLine(site.country, 60), ContactOf(site.contacts)});
    if (!Holds(out.countries, site.country)) out.countries.push_back(site.country);
  }
  if (out.contact.empty() && !out.sites.empty()) out.contact = out.sites.front().contact;
  return out;
}

}  // namespace

const char* NewsInWords(ListedTrial::News news) {
  return news == ListedTrial::News::kNew ? "new" : news == ListedTrial::News::kChanged ? "changed" : "";
}

DriverList MakeDriverList(const TrialIndex& index, const ListOptions& options) {
  const rules::Lexicon& lexicon = index.lexicon();
  const PlainWords words(lexicon);
  DriverList out{.driver = options.driver, .studies = OneLine(index.origin().source, 100), .decided_on = options.decided_on, .since = options.since};
  if (!index.origin().data_timestamp.empty()) absl::StrAppend(&out.studies, ", as of ", index.origin().data_timestamp);
  const std::vector<Situation> situations = SituationsOf(options.driver, lexicon, options.decided_on);
  std::vector<const Patient*> patients;
  for (const Situation& situation : situations) patients.push_back(&situation.patient);
  if (patients.empty()) return out;

  GroupMatcher matcher(index, {.decided_on = options.decided_on, .status = MatchOptions::Status::kAny});
  const std::span<const GroupMatcher::Verdicts> verdicts = matcher.Decide(patients);
  std::vector<std::string> classes;
  for (const Driver& driver : Picture(situations.front().patient, lexicon).drivers) classes = driver.classes;
  const DriverOfTrial driver(options.driver, classes, lexicon);

  std::vector<size_t> chosen;
  for (size_t trial = 0; trial < index.size(); ++trial) {
    const TrialFacts& facts = index.facts(trial);
    const fetch::Study& study = index.study(trial);
    const bool for_it = driver.IsNamed(facts) || DriverOfTrial::TakesAny(facts) || TitleSays(study, options.driver);
    if (for_it && IsRecruiting(study.overall_status)) chosen.push_back(trial);
  }
  std::sort(chosen.begin(), chosen.end(), [&](size_t a, size_t b) { return index.study(a).nct_id < index.study(b).nct_id; });

  std::vector<ListGroup> groups;
  for (const Situation& situation : situations) groups.push_back({situation.id, situation.title, {}});
  ListGroup any_line{"any_line", "Cancer that has spread, whatever came before", {}}, other{"other", "Other situations: read the record", {}};
  std::vector<std::string> drugs;
  for (const size_t trial : chosen) {
    const TrialFacts& facts = index.facts(trial);
    const uint64_t takes = verdicts[trial].likely | verdicts[trial].possible | verdicts[trial].later;
    const auto fits = [&](size_t i) { return (takes >> i & 1) != 0 && (!situations[i].needs_brain || SpeaksOfBrain(facts)); };
    bool every_line = true, some = false;
    for (size_t i = 0; i < situations.size(); ++i) {
      some = some || fits(i);
      if (situations[i].metastatic && !situations[i].needs_brain) every_line = every_line && fits(i);
    }
    const bool named = driver.IsNamed(facts);
    if (!some && !named) continue;   // takes some drivers, and not this one
    const bool refused = !some && std::all_of(situations.begin(), situations.end(), [&](const Situation& situation) {
      return RefusesTumour(index.record(trial), situation.patient, lexicon, options);
    });
    if (refused) continue;           // names the driver to shut it out
    const size_t at = out.trials.size();
    out.trials.push_back(Tell(index.study(trial), facts, options.since, words));
    out.trials.back().by_name = named || TitleSays(index.study(trial), options.driver);
    out.new_trials += out.trials.back().news == ListedTrial::News::kNew;
    out.changed_trials += out.trials.back().news == ListedTrial::News::kChanged;
    drugs.insert(drugs.end(), facts.drugs.begin(), facts.drugs.end());
    for (size_t i = 0; i < situations.size(); ++i) {
      const bool told_by_any_line = every_line && situations[i].metastatic && !situations[i].needs_brain;
      if (fits(i) && !told_by_any_line) groups[i].trials.push_back(at);
    }
    if (every_line) any_line.trials.push_back(at);
    if (!some) other.trials.push_back(at);
  }
  groups.push_back(std::move(any_line));
  groups.push_back(std::move(other));
  std::erase_if(groups, [](const ListGroup& group) { return group.trials.empty(); });
  out.groups = std::move(groups);
  out.drugs = DrugLines(drugs, words);
  return out;
}

}  // namespace trialmatch::matcher
