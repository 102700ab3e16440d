#include "matcher/ask/wants.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/memo.h"

namespace trialmatch::matcher {
namespace {

void MakeSet(std::vector<uint32_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Sorts the paths, and numbers them anew in the trials.
void SortPaths(Wants& wants) {
  std::vector<uint32_t> order(wants.paths.size()), place(wants.paths.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return wants.paths[a] < wants.paths[b]; });
  std::vector<std::string> sorted;
  for (uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    sorted.push_back(std::move(wants.paths[order[i]]));
  }
  wants.paths = std::move(sorted);
  for (std::vector<uint32_t>& trial : wants.trials) {
    for (uint32_t& path : trial) path = place[path];
    std::sort(trial.begin(), trial.end());
  }
}

}  // namespace

Wants WhatIsWanted(const TrialIndex& index, const Patient& patient, base::Day decided_on, std::span<const size_t> trials) {
  const CompiledTrials& compiled = index.compiled();
  KindRelations relations(index.lexicon());
  PatientMemo memo(relations);
  const EvaluationContext context{.patient = patient, .lexicon = index.lexicon(), .decided_on = decided_on, .day = decided_on, .memo = &memo};
  Wants wants;
  absl::flat_hash_map<std::string, uint32_t> numbers;
  std::vector<std::vector<uint32_t>> of_node(compiled.nodes.size());   // the paths of a whole expression
  std::vector<bool> seen(compiled.nodes.size());
  const auto look = [&](uint32_t at, const auto& self) -> const std::vector<uint32_t>& {
    std::vector<uint32_t>& paths = of_node[at];
    if (seen[at]) return paths;
    seen[at] = true;
    const ExpressionNode& node = compiled.nodes[at];
    if (static_cast<rules::Expression::Kind>(node.kind) == rules::Expression::Kind::kLeaf) {
      LeafOutcome outcome = EvaluateLeaf(index.leaves()[node.first], context);
      if (outcome.truth != base::Truth::kUnknown) return paths;
      for (std::string& need : outcome.needs) {
        const auto [number, fresh] = numbers.try_emplace(need, static_cast<uint32_t>(wants.paths.size()));
        if (fresh) wants.paths.push_back(std::move(need));
        paths.push_back(number->second);
      }
    } else {
      for (const uint32_t child : compiled.children.subspan(node.first, node.size)) {
        const std::vector<uint32_t>& more = self(child, self);
        paths.insert(paths.end(), more.begin(), more.end());
      }
    }
    MakeSet(paths);
    return paths;
  };
  for (const size_t trial : trials) {
    std::vector<uint32_t>& paths = wants.trials.emplace_back();
    const TrialRow& row = compiled.trials[trial];
    for (const WayRow& way : compiled.ways.subspan(row.first_way, row.ways)) {
      for (const UseRow& use : compiled.uses.subspan(way.first_use, way.uses)) {
        const std::vector<uint32_t>& more = look(use.node, look);
        paths.insert(paths.end(), more.begin(), more.end());
      }
    }
    MakeSet(paths);
  }
  SortPaths(wants);
  return wants;
}

}  // namespace trialmatch::matcher
