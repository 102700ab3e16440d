#include "rules/parse/leading_window.h"

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// The time that stands alone before the first colon of the sentence.
std::optional<Window> WindowBeforeColon(const Reading& r, Clause sentence) {
  int colon = sentence.begin;
  bool illness = false;
  for (; colon < sentence.end && !r.IsMark(colon, ':'); ++colon) {
    if (r.IsTermOf(colon, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kDisease, TermKind::kLab})) || r.at(colon).lead) return std::nullopt;
    illness = illness || r.IsTerm(colon, TermKind::kCondition);
  }
  if (colon >= sentence.end) return std::nullopt;
  const auto window = FindWindow(r, {sentence.begin, colon}, sentence.begin);
  // "Cardiovascular conditions within 6 months: angioplasty; stroke": the time ends the heading.
  if (window && illness && window->last + 1 != colon) return std::nullopt;
  return window && window->window.within && !window->window.half_lives ? std::optional(window->window) : std::nullopt;
}

void Put(const Window& window, Expression* e) {
  if (e->kind == Expression::Kind::kAny || e->kind == Expression::Kind::kAll) {
    for (Expression& child : e->children) Put(window, &child);
  }
  if (e->kind != Expression::Kind::kLeaf) return;
  auto* illness = std::get_if<ConditionLeaf>(e->leaf.get());
  if (illness != nullptr && illness->window.empty() && illness->status == ConditionLeaf::Status::kEver) illness->window = window;
}

}  // namespace

void ShareLeadingWindow(const Reading& r, const Clauses& sentences, const std::vector<size_t>& first_of, std::vector<Statement>* statements) {
  std::optional<Window> window;
  for (size_t i = 0; i < sentences.size(); ++i) {
    const Clause sentence = sentences[i];
    if (i == 0 || !r.IsMark(sentence.begin - 1, ';') || sentences[i - 1].end != sentence.begin - 1) {
      window = WindowBeforeColon(r, sentence);
      continue;
    }
    for (int k = sentence.begin; k < sentence.end; ++k) {
      if (r.IsMark(k, ':')) window.reset();
    }
    for (size_t s = first_of[i]; window && s < first_of[i + 1]; ++s) {
      if ((*statements)[s].mood == Mood::kProhibits) Put(*window, &(*statements)[s].content);
    }
  }
}

}  // namespace trialmatch::rules
