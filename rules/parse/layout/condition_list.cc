#include "rules/parse/layout/condition_list.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/parse/domains.h"
#include "rules/parse/ground.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/list_words.h"
#include "rules/parse/residue.h"
#include "rules/parse/sentence.h"
#include "rules/parse/unread_parts.h"

namespace trialmatch::rules {
namespace {

bool Announces(const Reading& r, int i) {
  return HoldsTogether(r, i) || r.IsAny(i, {Cue::kAllOf, Cue::kAnyOf, Cue::kMust, Cue::kIncluding}) ||
         r.WordIsAny(i, {"they", "are", "is", "have", "meet", "met", "true", "following", "criteria", "criterion", "conditions", "condition", "apply", "applies", "all", "both", "fulfilled",
                         "satisfied", "fulfill", "the following", "of the following", "requirements", "present"});
}

bool IsOfBrain(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<BrainLeaf>(*e.leaf);
  return std::any_of(e.children.begin(), e.children.end(), IsOfBrain);
}

}  // namespace

int ConditionList::Announcement(const Reading& r, int begin, int end) {
  bool meet = false;
  for (int i = end - 1; i > begin; --i) {
    if (r.IsAny(i, {Cue::kUnless, Cue::kIf})) return i;
    // "... except for patients who meet all of the following:".
    if (r.Is(i, Cue::kExcept)) return meet ? i : -1;
    meet = meet || r.WordContains(i, {"meet", "fulfil", "satisf"});
    const bool whom = meet && (r.IsAny(i, {Cue::kWho, Cue::kFiller}) || r.WordContains(i, {"meet", "fulfil", "satisf"}));
    if (!whom && !Announces(r, i)) return -1;
  }
  return -1;
}

std::optional<Combined> ConditionList::Limit(int i, std::vector<Statement> statements, base::Span announcement) const {
  const OutlineItem& it = item(i);
  const bool full = !statements.empty() && std::all_of(statements.begin(), statements.end(), [](const Statement& s) { return s.empty || s.understood == Understood::kFull; });
  if (!full || statements.back().content.kind == Expression::Kind::kOpaque) return std::nullopt;
  Statement& last = statements.back();
  Reading turn(grammar_, text_);
  turn.Append(announcement, false);
  const bool unless = turn.IsAny(0, {Cue::kUnless, Cue::kExcept});
  // "Must have had a platinum, unless:" lets in who had none, of whom no words can be said.
  const bool denies = last.mood == Mood::kRequires && last.content.kind == Expression::Kind::kNot && IsPositive(last.content.children[0]);
  const bool of_who_has_it = last.mood == Mood::kRequires ? denies : IsPositive(last.content);
  if (unless == (last.mood == Mood::kPermits) || !of_who_has_it) return std::nullopt;
  std::optional<Expression> asked = Asks(i, last.content, announcement);
  if (!asked) return std::nullopt;
  last.conditional = false;
  if (!unless && statements.size() == 1 && it.section == Section::kInclusion) {
    last.content = Expression::When(std::move(last.content), *std::move(asked));
    last.mood = Mood::kRequires;
  } else if (!unless) {
    last.content = Expression::All(std::move(last.content), *std::move(asked));
  }
  Combined combined = Combine(grammar_.lexicon, std::move(statements), it.section, it.body);
  if (combined.understood != Understood::kFull) return std::nullopt;
  if (unless) combined.expression = Expression::Any(std::move(combined.expression), *std::move(asked));
  return combined;
}

std::optional<Expression> ConditionList::ReadOne(int i, const Expression& of) const {
  if (!all_.children[static_cast<size_t>(i)].empty()) return std::nullopt;
  Reading reading(grammar_, text_);
  reading.Append(item(i).body, false);
  int end = reading.size();
  while (end > 0 && (reading.IsAnyMark(end - 1, ".,;") || reading.IsAny(end - 1, {Cue::kAnd, Cue::kOr}))) --end;
  if (end <= 0) return std::nullopt;
  if (IsOfBrain(of)) return ReadBrainState(reading, {0, end});
  Combined one = Combine(grammar_.lexicon, ReadStatements(reading, 0, end, Section::kInclusion), Section::kInclusion, item(i).body);
  Ground(reading, 0, end, Section::kInclusion, &one);
  const bool read = one.understood == Understood::kFull && one.mood == Mood::kRequires && one.topic != Topic::kOther && one.topic != Topic::kDisease && one.expression.kind != Expression::Kind::kAlways && !HasOpaque(one.expression);
  return read ? std::optional(std::move(one.expression)) : std::nullopt;
}

std::optional<Expression> ConditionList::Asks(int i, const Expression& of, base::Span announcement) const {
  Reading own(grammar_, text_);
  own.Append(announcement, false);
  bool any_of = false;
  for (int k = 0; k < own.size(); ++k) any_of = any_of || own.Is(k, Cue::kAnyOf) || own.WordIsAny(k, {"any", "either", "one"});
  // "Asymptomatic, *or*", and below it "treated and stable": any, where the last but one ends so.
  if (const std::vector<int>& list = all_.children[static_cast<size_t>(i)]; list.size() > 1) {
    std::string_view body = base::Slice(text_, item(list[list.size() - 2]).body);
    while (!body.empty() && (base::IsSpace(body.back()) || body.back() == ',' || body.back() == ';')) body.remove_suffix(1);
    any_of = any_of || base::EndsWithIgnoreCase(body, " or");
  }
  std::vector<Expression> asked;
  std::vector<std::string> said;
  for (int child : all_.children[static_cast<size_t>(i)]) {
    if (std::optional<Expression> one = ReadOne(child, of)) {
      asked.push_back(*std::move(one));
      continue;
    }
    std::optional<std::string> words = WordsOfItem(text_, all_, child);
    if (!words) return std::nullopt;
    said.push_back(*std::move(words));
    if (!any_of) continue;
    std::optional<Expression> leaf = LeafWithWords(of, said, announcement);
    if (!leaf) return std::nullopt;
    asked.push_back(*std::move(leaf));
    said.clear();
  }
  if (!said.empty()) {
    std::optional<Expression> leaf = LeafWithWords(of, said, announcement);
    if (!leaf) return std::nullopt;
    asked.push_back(*std::move(leaf));
  }
  if (asked.empty()) return std::nullopt;
  return any_of ? Expression::Any(std::move(asked)) : Expression::All(std::move(asked));
}

}  // namespace trialmatch::rules
