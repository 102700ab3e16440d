#include "rules/parse/therapy/other_way.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "rules/parse/domains.h"
#include "rules/parse/part.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/unread_parts.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kMarkers = KindBits({TermKind::kGene, TermKind::kMutation});

struct Bracket {
  int open = -1, condition = -1, close = -1;
};

// "(or treatment with X if Y)".
std::optional<Bracket> FindBracket(const Reading& r, Clause c) {
  if (!r.MayHoldMark("(") || !r.MayHoldCue({Cue::kIf})) return std::nullopt;
  for (int i = c.begin + 1; i + 4 < c.end; ++i) {
    if (!r.IsMark(i, '(') || r.at(i).lead || !r.Is(i + 1, Cue::kOr)) continue;
    Bracket found{.open = i, .close = i + 1};
    while (found.close < c.end && !r.IsAnyMark(found.close, "()")) ++found.close;
    if (!r.IsMark(found.close, ')')) return std::nullopt;
    found.condition = r.FindCue(i + 2, found.close, {Cue::kIf});
    const bool whole = found.condition > i && HasTermOf(r, c.begin, i, kTherapies) &&
                       HasTermOf(r, i + 2, found.condition, kTherapies) &&
                       HasTermOf(r, found.condition + 1, found.close, kMarkers);
    if (whole) return found;
  }
  return std::nullopt;
}

bool IsTherapy(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf && std::holds_alternative<TreatmentLeaf>(*e.leaf.get());
}

// Therapies alone, one or several to choose from, all before `end`.
bool IsTherapyBefore(const Expression& e, size_t end) {
  if (e.kind == Expression::Kind::kAny)
    return std::all_of(e.children.begin(), e.children.end(),
                       [&](const Expression& child) { return IsTherapyBefore(child, end); });
  return IsTherapy(e) && !e.span.empty() && e.span.end <= end;
}

// The last therapy before the brackets that `e` asks for, or the way.
bool PutBeside(const OtherWay& way, Expression* e) {
  if (IsTherapyBefore(*e, way.begin)) {
    *e = Expression::Any(std::move(*e), Expression(way.content));
    return true;
  }
  if (e->kind != Expression::Kind::kAll) return false;
  return std::any_of(e->children.rbegin(), e->children.rend(),
                     [&](Expression& child) { return PutBeside(way, &child); });
}

bool IsOfTumour(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf)
    return std::holds_alternative<OneOfLeaf>(*e.leaf.get()) ||
           std::holds_alternative<MarkerLeaf>(*e.leaf.get());
  return e.kind == Expression::Kind::kAny &&
         std::all_of(e.children.begin(), e.children.end(), IsOfTumour);
}

// "Patients who decline chemotherapy, or ..."; false where the sentence does not start so.
bool TakeRefusal(Reading& r, Clause c) {
  int first = c.begin;
  while (first < c.end && (r.at(first).lead || r.IsAny(first, {Cue::kFiller, Cue::kWho}) || r.WordStarts(first, {"patient"}))) ++first;
  if (!r.WordStarts(first, {"declin", "refus", "unwilling"})) return false;
  int depth = 0;
  for (int i = first + 1; i + 1 < c.end; ++i) {
    depth += r.IsAnyMark(i, "([") ? 1 : r.IsAnyMark(i, ")]") ? -1 : 0;
    if (depth > 0 || !r.Is(i, Cue::kOr) || !r.IsMark(i - 1, ',')) continue;
    if (!HasTermOf(r, first, i, kTherapies)) return false;
    r.PassOver(first, i + 1);
    return true;
  }
  return false;
}

void AllowRefusal(size_t first, std::vector<Statement>* statements) {
  for (size_t i = first; i < statements->size(); ++i) {
    Statement& one = (*statements)[i];
    if (one.mood != Mood::kRequires || one.empty || one.logistics) continue;
    AllowOtherWay(Expression::Opaque(one.span), &one.content);
    one.understood = Understood::kPartial;
  }
}

}  // namespace

std::optional<OtherWay> TakeOtherWay(Reading& r, Clause c) {
  if (TakeRefusal(r, c)) return OtherWay{.content = {}, .refusal = true};
  const std::optional<Bracket> bracket = FindBracket(r, c);
  if (!bracket) return std::nullopt;
  std::vector<Item> before;
  for (int i = bracket->open; i <= bracket->close; ++i) before.push_back(r.at(i));
  Part therapy = ReadPart(r, {bracket->open + 2, bracket->condition}, Mood::kRequires);
  Part marker = ReadPart(r, {bracket->condition + 1, bracket->close}, Mood::kRequires);
  const bool read = therapy.found && marker.found && marker.topic == Topic::kBiomarker &&
                    !HasOpaque(therapy.content) && !HasOpaque(marker.content);
  for (int i = bracket->open; i <= bracket->close; ++i)
    r.at(i) = before[static_cast<size_t>(i - bracket->open)];
  if (!read) return std::nullopt;
  r.PassOver(bracket->open, bracket->close + 1);
  return OtherWay{Expression::All(std::move(marker.content), std::move(therapy.content)),
                  r.at(bracket->open).span.begin, false};
}

void AddOtherWay(const OtherWay& way, size_t first, std::vector<Statement>* statements) {
  if (way.refusal) return AllowRefusal(first, statements);
  for (size_t i = statements->size(); i > first; --i) {
    Statement& one = (*statements)[i - 1];
    if (one.mood == Mood::kRequires && PutBeside(way, &one.content)) return;
  }
  for (size_t i = first; i < statements->size(); ++i) {
    Statement& one = (*statements)[i];
    if (one.mood != Mood::kRequires || one.empty || one.logistics) continue;
    one.content = Expression::Any(std::move(one.content), Expression::Opaque(one.span));
    one.understood = Understood::kPartial;
  }
}

void AllowOtherWay(Expression other, Expression* content) {
  if (content->kind == Expression::Kind::kAll) {
    const auto rest =
        std::stable_partition(content->children.begin(), content->children.end(), IsOfTumour);
    if (rest != content->children.begin() && rest != content->children.end()) {
      Expression asked = Expression::All(std::vector<Expression>(
          std::make_move_iterator(rest), std::make_move_iterator(content->children.end())));
      content->children.erase(rest, content->children.end());
      content->children.push_back(Expression::Any(std::move(asked), std::move(other)));
      return;
    }
  }
  *content = Expression::Any(std::move(*content), std::move(other));
}

}  // namespace trialmatch::rules
