#include "rules/parse/other_stage.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace trialmatch::rules {
namespace {

bool TellsStage(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr) return leaf->attribute == OneOfLeaf::Attribute::kStage || leaf->attribute == OneOfLeaf::Attribute::kSetting;
  return (e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kAll) && !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), TellsStage);
}

// "Who are not felt to be candidates for ...": more is told of those who may come than was read.
bool TellsMoreUnread(const Reading& r, Clause sentence) {
  constexpr CueSet kMore = {Cue::kNot, Cue::kNotCandidate, Cue::kPlanned, Cue::kPrior, Cue::kTreated, Cue::kNaive, Cue::kIf};
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.IsAny(i, kMore) && (!r.at(i).used || r.at(i).aside)) return true;
  }
  return false;
}

void StageValues(const Expression& e, std::vector<std::string>* out) {
  if (e.kind == Expression::Kind::kLeaf) out->insert(out->end(), std::get<OneOfLeaf>(*e.leaf).values.begin(), std::get<OneOfLeaf>(*e.leaf).values.end());
  for (const Expression& child : e.children) StageValues(child, out);
}

// "Metastatic disease; the sites of allowed metastases are: ...": nothing that was not asked for before.
bool TellsSameStages(const Expression& way, const Expression& stages) {
  std::vector<std::string> one, other;
  StageValues(way, &one);
  StageValues(stages, &other);
  return std::all_of(one.begin(), one.end(), [&](const std::string& value) { return std::find(other.begin(), other.end(), value) != other.end(); });
}

// The stages and settings among the demands, or nullptr.
Expression* StagesIn(Expression* e) {
  if (TellsStage(*e)) return e;
  if (e->kind != Expression::Kind::kAll) return nullptr;
  const auto first = std::stable_partition(e->children.begin(), e->children.end(), [](const Expression& child) { return !TellsStage(child); });
  if (first == e->children.end()) return nullptr;
  Expression stages = Expression::All(std::vector<Expression>(std::make_move_iterator(first), std::make_move_iterator(e->children.end())));
  e->children.erase(first, e->children.end());
  e->children.insert(e->children.begin(), std::move(stages));
  return &e->children.front();
}

}  // namespace

bool OpensOtherStage(const Reading& r, Clause sentence, std::vector<Statement>* all) {
  Statement& way = all->back();
  if (way.mood != Mood::kPermits || way.topic != Topic::kStageSetting || way.asked_alone) return false;
  Expression told = way.content;
  if (told.kind == Expression::Kind::kAll) std::erase_if(told.children, [](const Expression& e) { return e.kind == Expression::Kind::kOpaque; });
  if (!TellsStage(told)) return false;
  for (size_t i = all->size() - 1; i-- > 0;) {
    Statement& before = (*all)[i];
    Expression* stages = before.mood == Mood::kRequires && !before.empty && !before.logistics ? StagesIn(&before.content) : nullptr;
    if (stages == nullptr) continue;
    if (TellsSameStages(told, *stages)) return false;
    const bool more = way.understood != Understood::kFull || stages->kind == Expression::Kind::kAll || TellsMoreUnread(r, sentence);
    if (more) before.understood = Understood::kPartial;
    *stages = Expression::Any(std::move(*stages), more ? Expression::All(std::move(told), Expression::Opaque(way.span)) : std::move(told));
    way.content = Expression::Always(way.span, "nothing_said");
    return way.empty = true;
  }
  return false;
}

}  // namespace trialmatch::rules
