#include "rules/parse/illness/nyha_assessment.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool AsksForAssessment(const Reading& r, Clause sentence) {
  if (!HasCue(r, sentence.begin, sentence.end, {Cue::kNyha}) ||
      !HasCue(r, sentence.begin, sentence.end, {Cue::kMust}))
    return false;
  bool risk = false;
  int named = 0;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    // "Class II or better (note: the others should have an assessment)": a class is asked for too.
    named += r.Is(i, Cue::kNyha) ? 1 : 0;
    if (named > 1 || r.WordContains(i, {"or better"}) || r.Is(i, Cue::kExcluded)) return false;
    risk = risk || (r.WordIs(i, "risk") && r.WordStarts(i + 1, {"assessment"})) ||
           r.WordStarts(i, {"risk assessment"});
    if (risk && r.WordIs(i, "class")) return false;
  }
  return risk;
}

// "Class 2B or better": the worst class that is let in.
std::optional<int> WorstClass(const Reading& r, Clause sentence) {
  const int must = r.FindCue(sentence.begin, sentence.end, {Cue::kMust});
  for (int i = must + 1; must >= 0 && i + 2 < sentence.end; ++i) {
    if (!r.WordIs(i, "class") || !r.IsNumber(i + 1)) continue;
    const bool better = r.WordStarts(i + 2, {"or better"}) || r.WordStarts(i + 3, {"or better"});
    const int worst = static_cast<int>(r.at(i + 1).number);
    return better && worst >= 1 && worst <= 3 ? std::optional(worst) : std::nullopt;
  }
  return std::nullopt;
}

// The classification is named in a sentence near before.
bool FollowsNyha(const Reading& r, Clause sentence) {
  constexpr int kNear = 40;  // items
  return HasCue(r, std::max(0, sentence.begin - kNear), sentence.end, {Cue::kNyha});
}

}  // namespace

bool ReadNyhaAssessment(Reading& r, Clause sentence, std::vector<Statement>* statements) {
  if (!r.MayHoldCue({Cue::kNyha})) return false;
  const bool assessment = AsksForAssessment(r, sentence);
  const std::optional<int> worst =
      assessment || !FollowsNyha(r, sentence) ? std::nullopt : WorstClass(r, sentence);
  if (!assessment && !worst) return false;
  Statement out;
  out.mood = Mood::kRequires;
  out.mood_from_words = true;
  out.span = r.SpanOf(sentence.begin, sentence.end - 1);
  out.understood = Understood::kFull;
  out.logistics = assessment;
  out.topic = assessment ? Topic::kLogistics : Topic::kComorbidity;
  out.content = Expression::Always(out.span, "logistics");
  if (worst) {
    ConditionLeaf failing;
    failing.conditions = {"heart_failure"};
    failing.nyha_at_least = *worst + 1;
    out.content = Expression::Not(Expression::OfLeaf(std::move(failing), out.span, "condition"));
  }
  r.UseRange(sentence.begin, sentence.end - 1);
  statements->push_back(std::move(out));
  return true;
}

}  // namespace trialmatch::rules
