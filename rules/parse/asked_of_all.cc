#include "rules/parse/asked_of_all.h"

#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/exceptions.h"
#include "rules/parse/residue.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {

bool IsBareSubject(const Reading& r, Clause words) {
  bool people = false, eligible = false;
  if (words.begin > 0 && !r.at(words.begin - 1).lead) return false;   // behind a demand it is one more way
  for (int i = words.begin; i < words.end; ++i) {
    eligible = eligible || r.WordContains(i, {"eligible", "enrol", "included", "participate"});
    if (r.at(i).lead || r.WordContains(i, {"also", "still", "female", "women", "woman"}) || r.IsAny(i, {Cue::kFemale, Cue::kMale, Cue::kWho, Cue::kWith, Cue::kNo, Cue::kNot, Cue::kOr})) return false;
    people = people || IsPeople(r, i) || r.WordStarts(i, {"patient"});
  }
  return people && eligible;
}

std::optional<Expression> AskedUnless(Reading& r, const Part& main, const Part& exception, Clause behind) {
  const auto* therapy = main.content.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(main.content.leaf.get()) : nullptr;
  const bool illness = main.topic == Topic::kCns || (main.topic == Topic::kComorbidity && OnlyIllnesses(main.content));
  if (therapy == nullptr && !illness) return std::nullopt;
  for (int i = behind.begin; i < behind.end; ++i) {
    if (r.WordContains(i, {"excluded", "prohibited", "specified"})) return std::nullopt;   // elsewhere in the protocol
  }
  if (const auto window = therapy != nullptr && therapy->window.empty() ? FindWindow(r, behind, behind.begin) : std::nullopt; window && window->window.within) {
    r.UseRange(window->first, window->last);
    if (ResidueOf(r, behind.begin, behind.end).unread == 0) {
      TreatmentLeaf recent = *therapy;
      recent.window = window->window;
      return Expression::Not(Expression::OfLeaf(std::move(recent), main.content.span, main.content.rule));
    }
  }
  const bool read = exception.found && ResidueOf(r, behind.begin, behind.end).unread == 0;
  Expression so = read ? exception.content : Expression::Opaque(r.SpanOf(behind.begin, behind.end - 1));
  return Expression::Not(Expression::All(main.content, std::move(so)));
}

Expression AndUnread(const Reading& r, Expression read, Clause words) {
  if (ResidueOf(r, words.begin, words.end).unread == 0) return read;
  return Expression::All(std::move(read), Expression::Opaque(r.SpanOf(words.begin, words.end - 1)));
}

bool AsksUnreadOfIll(const Expression& e) {
  return e.kind == Expression::Kind::kWhen && OnlyIllnesses(e.children[0]) && e.children[1].kind == Expression::Kind::kOpaque;
}

bool IsAskedAsWell(const Reading& r, int begin, int condition) {
  if (!r.WordStarts(condition, {"provided", "providing", "as long as", "so long as", "on condition"}) || !r.IsMark(condition - 1, ',')) return false;
  for (int i = begin; i < condition; ++i) {
    if (r.IsAny(i, {Cue::kPermitted, Cue::kNotRequired}) || r.WordContains(i, {"may", "can "})) return false;
  }
  return true;
}

}  // namespace trialmatch::rules
