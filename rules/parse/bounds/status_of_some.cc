#include "rules/parse/bounds/status_of_some.h"

#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool IsStatus(const Reading& r, int i) { return r.IsNumber(i) && r.Word(i).size() == 1 && r.at(i).number <= 4; }

bool Allow(const StatusOfSome& some, Expression* e) {
  const auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e->leaf.get()) : nullptr;
  if (leaf != nullptr && leaf->quantity == "ecog") {
    CompareLeaf worse = *leaf;
    worse.bounds = base::Bounds{.low = some.highest, .high = some.highest};
    *e = Expression::Any(std::move(*e), Expression::All(Expression::OfLeaf(std::move(worse), some.span, "performance.ecog"), Expression::Opaque(some.span)));
    return true;
  }
  for (Expression& child : e->children) {
    if (Allow(some, &child)) return true;
  }
  return false;
}

}  // namespace

std::optional<StatusOfSome> PassOverStatusOfSome(Reading& r, Clause sentence) {
  constexpr int kNear = 8;   // items
  if (!r.MayHoldCue({Cue::kEcog}) || !r.MayHoldCue({Cue::kIf, Cue::kWhen})) return std::nullopt;
  const int scale = r.FindCue(sentence.begin, sentence.end, {Cue::kEcog});
  int status = -1;
  for (int i = scale + 1; scale >= 0 && i < std::min(sentence.end, scale + kNear); ++i) {
    if (IsStatus(r, i)) status = i;
  }
  if (status < 0) return std::nullopt;
  const int due = status + 1;
  int joint = status - 1;
  while (joint > scale && r.Is(joint, Cue::kEcog)) --joint;
  const bool bracket = r.IsMark(joint, '(');
  const bool worse = IsStatus(r, r.IsMark(joint - 1, ',') ? joint - 2 : joint - 1) && r.at(r.IsMark(joint - 1, ',') ? joint - 2 : joint - 1).number < r.at(status).number;
  if (!worse || (!bracket && !r.Is(joint, Cue::kOr)) || due >= sentence.end || !r.IsAny(due, {Cue::kIf, Cue::kWhen})) return std::nullopt;
  int end = due;
  while (end < sentence.end && !(bracket ? r.IsMark(end, ')') : r.IsAnyMark(end, ".;"))) ++end;
  const StatusOfSome some{static_cast<int>(r.at(status).number), r.SpanOf(joint, end - 1)};
  r.PassOver(r.IsMark(joint - 1, ',') ? joint - 1 : joint, bracket && end < sentence.end ? end + 1 : end);
  return some;
}

void AllowStatusOfSome(const StatusOfSome& some, size_t from, std::vector<Statement>* all) {
  for (size_t i = from; i < all->size(); ++i) {
    Statement& s = (*all)[i];
    if (s.mood != Mood::kRequires || !Allow(some, &s.content)) continue;
    if (s.understood == Understood::kFull) s.understood = Understood::kPartial;
    return;
  }
}

}  // namespace trialmatch::rules
