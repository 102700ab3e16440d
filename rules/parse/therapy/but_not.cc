#include "rules/parse/therapy/but_not.h"

#include <algorithm>

#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool IsGlue(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kPrior, Cue::kWith}) ||
         r.IsMark(i, ',') || r.Find(i, TermKind::kPlain) != nullptr ||
         r.WordIsAny(i, {"other", "another", "any other", "with", "with any", "with other", "to"});
}

}  // namespace

std::optional<ButNot> FindButNot(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kExcept, Cue::kNot})) return std::nullopt;
  ButNot out;
  out.at = r.FindCue(clause.begin, clause.end, {Cue::kExcept});
  const bool but_not = out.at > clause.begin && r.WordStarts(out.at, {"but not"});
  // "Treated with chemotherapy, not with immunotherapy".
  if (!but_not) {
    out.at = r.FindCue(clause.begin + 1, clause.end, {Cue::kNot});
    if (!r.WordIs(out.at, "not") || !r.IsMark(out.at - 1, ',')) return std::nullopt;
  }
  if (r.at(out.at).lead || r.at(out.at).used) return std::nullopt;
  constexpr CueSet kHad = {Cue::kPrior, Cue::kProgressed, Cue::kTreated, Cue::kIntolerant};
  constexpr CueSet kDenials = {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kMustNot};
  if (!HasCue(r, clause.begin, out.at, kHad) || HasCue(r, clause.begin, out.at, kDenials))
    return std::nullopt;
  // "Progressed on crizotinib but not on chemotherapy": progression on it is what is denied.
  if (HasCue(r, clause.begin, out.at, {Cue::kProgressed}) && r.WordIs(out.at + 1, "on"))
    out.never.outcome = TreatmentLeaf::Outcome::kProgression;
  int last = clause.end;
  while (last > out.at && r.IsAnyMark(last - 1, ".;,")) --last;
  for (int i = out.at + 1; i < last; ++i) {
    const Entry* named = TherapyAt(r, i);
    // "But not systemic therapy", of which the therapy that is asked for is one: which is not told.
    if (named != nullptr && (named->id == "any_therapy" || named->id == "systemic_therapy"))
      return std::nullopt;
    if (named != nullptr)
      out.never.what.push_back(named->id);
    else if (!IsGlue(r, i))
      return std::nullopt;
  }
  // "At least one line, but not with a HER2 TKI".
  bool asked = HasCue(r, clause.begin, out.at, {Cue::kLine});
  for (int i = clause.begin; i < out.at; ++i) {
    const Entry* named = TherapyAt(r, i);
    if (named == nullptr) continue;
    asked = true;
    const auto wider = [&](const std::string& id) { return r.lexicon().DrugIsA(named->id, id); };
    if (std::find(out.never.what.begin(), out.never.what.end(), named->id) != out.never.what.end())
      return std::nullopt;  // "a TKI, but not another TKI": which one is meant is not told
    if (std::any_of(out.never.what.begin(), out.never.what.end(), wider))
      out.never.except.push_back(named->id);
  }
  if (!asked || out.never.what.empty()) return std::nullopt;
  return out;
}

}  // namespace trialmatch::rules
