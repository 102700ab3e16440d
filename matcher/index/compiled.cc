#include "matcher/index/compiled.h"

#include <algorithm>
#include <tuple>

#include "matcher/verdict.h"

namespace trialmatch::matcher {

using rules::Criterion;
using rules::Expression;
using rules::Topic;

void CompileTrial(const rules::TrialCriteria& criteria, const WaysIn& ways, bool recruiting, Distinct& distinct,
                  CompiledTables& tables) {
  TrialRow trial;
  trial.first_way = static_cast<uint32_t>(tables.ways.size());
  trial.ways = static_cast<uint32_t>(ways.ways.size());
  trial.first_criterion = static_cast<uint32_t>(tables.roots.size());
  trial.criteria = static_cast<uint32_t>(criteria.criteria.size());
  trial.closed = ways.closed.empty() ? 0 : 1;
  trial.recruiting = recruiting ? 1 : 0;
  for (const Criterion& criterion : criteria.criteria) tables.roots.push_back(distinct.Add(criterion.expression));

  for (const WayIn& way : ways.ways) {
    std::vector<UseRow> uses;
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      const Criterion& criterion = criteria.criteria[way.criteria[i]];
      const bool always = criterion.expression.kind == Expression::Kind::kAlways;
      if (!way.decides[i] || always) continue;   // what constrains nothing is met
      uses.push_back({.node = tables.roots[trial.first_criterion + static_cast<uint32_t>(way.criteria[i])],
                      .criterion = static_cast<uint32_t>(way.criteria[i]),
                      .must_be_met = static_cast<uint16_t>(MustBeMetForLikely(criterion.topic) ? 1 : 0),
                      .about_tumour = static_cast<uint16_t>(TellsWhichTumour(criterion) ? 1 : 0)});
    }
    const auto place = [&](const UseRow& use) {
      const Criterion& criterion = criteria.criteria[use.criterion];
      return std::tuple(distinct.nodes()[use.node].timed, Decisiveness(criterion.topic), use.node);
    };
    std::sort(uses.begin(), uses.end(), [&](const UseRow& a, const UseRow& b) { return place(a) < place(b); });
    const auto same = [](const UseRow& a, const UseRow& b) {
      return a.node == b.node && a.must_be_met == b.must_be_met && a.about_tumour == b.about_tumour;
    };
    uses.erase(std::unique(uses.begin(), uses.end(), same), uses.end());
    WayRow row;
    row.first_use = static_cast<uint32_t>(tables.uses.size());
    row.uses = static_cast<uint32_t>(uses.size());
    row.timed = static_cast<uint32_t>(std::count_if(uses.begin(), uses.end(), [&](const UseRow& use) { return distinct.nodes()[use.node].timed != 0; }));
    row.cohort = way.cohort;
    row.at_most_possible = way.at_most_possible ? 1 : 0;
    tables.uses.insert(tables.uses.end(), uses.begin(), uses.end());
    tables.ways.push_back(row);
  }
  tables.trials.push_back(trial);
}

}  // namespace trialmatch::matcher
