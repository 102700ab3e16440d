#include "matcher/rank/rank_rows.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/date.h"
#include "matcher/rank/nearest_site.h"

namespace trialmatch::matcher {
namespace {

using rules::TermKind;

double PhaseValue(const std::vector<std::string>& phases) {
  double best = 0;
  for (const std::string& phase : phases) {
    if (phase == "PHASE4") best = std::max(best, 0.8);
    if (phase == "PHASE3") best = std::max(best, 1.0);
    if (phase == "PHASE2") best = std::max(best, 0.7);
    if (phase == "PHASE1") best = std::max(best, 0.4);
    if (phase == "EARLY_PHASE1") best = std::max(best, 0.2);
  }
  return best;
}

Stretch AddRows(const rules::Lexicon& lexicon, TermKind kind, const std::vector<std::string>& ids, std::vector<uint16_t>& out) {
  const Stretch added{static_cast<uint32_t>(out.size()), static_cast<uint32_t>(ids.size())};
  for (const std::string& id : ids) out.push_back(RowOf(lexicon, kind, id));
  return added;
}

AskRow Ask(const rules::Criterion& criterion, const CriterionAsks& asks, const rules::Lexicon& lexicon, std::vector<uint16_t>& genes) {
  AskRow row;
  row.topic = static_cast<uint8_t>(criterion.topic);
  const bool any_driver = std::find(asks.genes.begin(), asks.genes.end(), "driver") != asks.genes.end();
  row.flags = static_cast<uint8_t>((asks.scored_marker ? AskRow::kScoredMarker : 0) | (asks.setting ? AskRow::kSetting : 0) |
                                   (asks.past_treatment ? AskRow::kPastTreatment : 0) | (asks.brain ? AskRow::kBrain : 0) |
                                   (any_driver ? AskRow::kAnyDriver : 0));
  row.genes = AddRows(lexicon, TermKind::kGene, asks.genes, genes);
  return row;
}

}  // namespace

uint16_t RowOf(const rules::Lexicon& lexicon, TermKind kind, std::string_view id) {
  const std::optional<rules::Term> term = lexicon.FindTerm(kind, id);
  return term ? term->row : kNoRow;
}

RankRows ViewOf(const RankTables& tables) {
  return {.trials = tables.trials, .asks = tables.asks, .ways = tables.ways, .deciding = tables.deciding,
          .drugs = tables.drugs, .classes = tables.classes, .genes = tables.genes, .sites = tables.sites};
}

void AddRankRow(const fetch::Study& study, const rules::TrialCriteria& criteria, const TrialFacts& facts, const rules::Lexicon& lexicon,
                RankTables& tables) {
  RankRow row;
  row.phase = PhaseValue(study.phases);
  row.has_update = study.last_update_post_date.empty() ? 0 : 1;
  if (const auto updated = base::PartialDate::Parse(study.last_update_post_date); updated.ok()) {
    row.update_is_readable = 1;
    row.updated_on = updated->last() - base::Day();
  }
  row.type = static_cast<uint8_t>(study.study_type == "OBSERVATIONAL"    ? RankRow::Type::kObservational
                                  : study.study_type == "INTERVENTIONAL" ? RankRow::Type::kInterventional
                                                                         : RankRow::Type::kOther);
  row.recruiting = IsRecruiting(study.overall_status) ? 1 : 0;
  row.names_brain = facts.names_brain ? 1 : 0;
  row.unknown_drugs = facts.unknown_drugs ? 1 : 0;
  row.has_text = facts.has_text ? 1 : 0;
  row.drugs = AddRows(lexicon, TermKind::kDrug, facts.drugs, tables.drugs);
  row.classes = AddRows(lexicon, TermKind::kDrugClass, facts.drug_classes, tables.classes);
  row.named_genes = AddRows(lexicon, TermKind::kGene, facts.named_genes, tables.genes);

  // Of a damaged index the facts may tell of fewer sites than the record has.
  const size_t sites = std::min(study.locations.size(), facts.site_at.size());
  row.sites = {static_cast<uint32_t>(tables.sites.size()), static_cast<uint32_t>(sites)};
  for (size_t i = 0; i < sites; ++i) {
    RankedSite site;
    site.country = RowOf(lexicon, TermKind::kPlace, facts.site_country[i]);
    site.open = SiteIsOpen(study, study.locations[i]) ? 1 : 0;
    if (facts.site_at[i]) {
      site.placed = 1;
      site.at = *facts.site_at[i];
    }
    tables.sites.push_back(site);
  }

  row.asks = {static_cast<uint32_t>(tables.asks.size()), static_cast<uint32_t>(facts.asks.size())};
  for (size_t i = 0; i < facts.asks.size(); ++i) tables.asks.push_back(Ask(criteria.criteria[i], facts.asks[i], lexicon, tables.genes));
  row.ways = {static_cast<uint32_t>(tables.ways.size()), static_cast<uint32_t>(facts.ways.ways.size())};
  for (const WayIn& way : facts.ways.ways) {
    Stretch deciding{static_cast<uint32_t>(tables.deciding.size()), 0};
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      if (way.decides[i]) tables.deciding.push_back(static_cast<uint32_t>(way.criteria[i]));
    }
    deciding.size = static_cast<uint32_t>(tables.deciding.size()) - deciding.first;
    tables.ways.push_back(deciding);
  }
  tables.trials.push_back(row);
}

}  // namespace trialmatch::matcher
