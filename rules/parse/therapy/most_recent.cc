#include "rules/parse/therapy/most_recent.h"

#include <algorithm>

#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool AnyTherapy(const TreatmentAnchor& a) {
  return a.ids[0] == "systemic_therapy" || a.ids[0] == "any_therapy";
}

// "Most recent", "last prior", right before the item.
int RecentBefore(const Reading& r, Clause c, int i) {
  for (int k = i - 1; k >= c.begin && k >= i - 3; --k) {
    if (r.Is(k, Cue::kMostRecent)) return k;
    if (!r.IsAny(k, {Cue::kPrior, Cue::kFiller})) break;
  }
  return -1;
}

// Every therapy of [begin, end) is of the class that the anchor names.
bool AreOf(const Lexicon& lexicon, const TreatmentAnchor& wide,
           const std::vector<TreatmentAnchor>& named, size_t begin, size_t end) {
  if (AnyTherapy(wide)) return true;
  return std::all_of(named.begin() + static_cast<std::ptrdiff_t>(begin),
                     named.begin() + static_cast<std::ptrdiff_t>(end),
                     [&](const TreatmentAnchor& a) {
                       return std::all_of(a.ids.begin(), a.ids.end(), [&](const std::string& id) {
                         return id != wide.ids[0] && lexicon.DrugIsA(id, wide.ids[0]);
                       });
                     });
}

// "Must have been", "was", "contained".
bool IsCopula(const Reading& r, int k) {
  return r.Is(k, Cue::kMust) || r.WordIsAny(k, {"was", "is", "be", "been"}) ||
         r.WordStarts(k, {"includ", "contain"});
}

// Nothing but "must have been", "was", "as the" stands between.
bool OnlyJoins(const Reading& r, int begin, int end, bool as) {
  bool joined = false;
  for (int k = begin; k < end; ++k) {
    joined = joined || (as ? r.WordIs(k, "as") : IsCopula(r, k));
    if (!r.IsAny(k, {Cue::kMust, Cue::kFiller, Cue::kMostRecent, Cue::kPrior, Cue::kIncluding}) &&
        !r.WordIs(k, "regimen") && !IsCopula(r, k))
      return false;
  }
  return joined;
}

// "... as their most recent line of treatment", "... must have been the most recent therapy": the
// item "most recent" behind the therapy that ends at `last`, or -1.
int RecentBehind(const Reading& r, Clause c, int last) {
  int k = last + 1;
  // "Osimertinib monotherapy (as most recent line of treatment)".
  while (k <= last + 2 && (r.IsMark(k, '(') || r.WordIs(k, "monotherapy"))) ++k;
  if (!r.WordIs(k, "as") && !IsCopula(r, k)) return -1;
  while (k < c.end && r.IsAny(k, {Cue::kFiller, Cue::kMust})) ++k;
  if (!r.Is(k, Cue::kMostRecent)) return -1;
  const int recent = k++;
  while (k < c.end && r.IsAny(k, {Cue::kPrior, Cue::kFiller})) ++k;
  if (r.IsMark(k, ')')) return -1;
  if (k < c.end && !r.IsAny(k, {Cue::kInhibitor, Cue::kLine}) &&
      !r.WordContains(k, {"therap", "treatment", "regimen", "line"}))
    return -1;
  return recent;
}

// "The last prior therapy must be ...".
bool RecentTherapyBefore(Reading& r, Clause c, int first) {
  const int recent = r.FindCue(c.begin, first, {Cue::kMostRecent});
  if (recent < 0) return false;
  bool therapy = false, joined = false;
  for (int k = recent + 1; k < first; ++k) {
    therapy = therapy || r.IsAny(k, {Cue::kInhibitor, Cue::kLine}) ||
              r.WordContains(k, {"therap", "treatment", "regimen"});
    joined = joined || IsCopula(r, k);
    if (!therapy && !r.IsAny(k, {Cue::kPrior, Cue::kFiller})) return false;
    if (r.IsKind(k, Item::Kind::kMark) ||
        r.IsAny(k, {Cue::kProgressed, Cue::kWithin, Cue::kLastDose}))
      return false;
  }
  if (therapy && joined) r.Use(recent);
  return therapy && joined;
}

}  // namespace

std::optional<MostRecent> ReadMostRecent(Reading& r, Clause c,
                                         std::vector<TreatmentAnchor>* named) {
  if (named->empty() || !r.MayHoldCue({Cue::kMostRecent})) return std::nullopt;
  // "..., or as any prior therapy": a way beside it.
  if (r.FindCue(named->back().last + 1, c.end, {Cue::kOr}) >= 0) return std::nullopt;
  const size_t n = named->size();
  const TreatmentAnchor front = named->front(), back = named->back();
  const auto take = [&](const TreatmentAnchor& wide, int recent, size_t at) {
    r.Use(recent);
    r.UseRange(wide.first, wide.last);
    named->erase(named->begin() + static_cast<std::ptrdiff_t>(at));
    return MostRecent{AnyTherapy(wide) ? std::vector<std::string>() : wide.ids};
  };
  if (n >= 2) {
    const int behind = RecentBefore(r, c, back.first);
    const TreatmentAnchor& before = (*named)[n - 2];
    const bool joined =
        behind >= 0 && (AnyTherapy(back) || OnlyJoins(r, before.last + 1, back.first, true) ||
                        OnlyJoins(r, before.last + 1, back.first, false));
    if (joined && AreOf(r.lexicon(), back, *named, 0, n - 1)) return take(back, behind, n - 1);
    const int ahead = RecentBefore(r, c, front.first);
    if (ahead >= 0 && OnlyJoins(r, front.last + 1, (*named)[1].first, false) &&
        AreOf(r.lexicon(), front, *named, 1, n))
      return take(front, ahead, 0);
  }
  if (const int recent = RecentBehind(r, c, back.last); recent >= 0) {
    r.Use(recent);
    return MostRecent{};
  }
  if (RecentTherapyBefore(r, c, front.first)) return MostRecent{};
  return std::nullopt;
}

void SetMostRecent(const Reading& r, Clause c, int at, TreatmentLeaf* leaf) {
  int reach = 4;
  for (int i = at - 4; i < at; ++i)
    reach = r.WordContains(i, {"included", "contained", "consisted"}) ? 9 : reach;
  // "Progressed on osimertinib as their most recent line of treatment, and ...".
  int last = at;
  while (last + 1 < c.end && r.IsTermOf(last + 1, KindBits({TermKind::kDrug, TermKind::kDrugClass})))
    ++last;
  if (RecentBehind(r, c, last) < 0 &&
      r.FindCue(std::max(c.begin, at - reach), at, {Cue::kMostRecent}) < 0)
    return;
  leaf->quantifier = TreatmentLeaf::Quantifier::kMostRecent;
  const bool of_class = r.Is(at - 1, Cue::kMostRecent) && leaf->what[0] != "any_therapy" &&
                        leaf->what[0] != "systemic_therapy";
  if (of_class) leaf->within_class = leaf->what;
}

std::optional<LastOfThose> FindLastOfThose(const Reading& r, Clause c) {
  if (!r.MayHoldCue({Cue::kMostRecent})) return std::nullopt;
  const int recent = r.FindCue(c.begin + 1, c.end, {Cue::kMostRecent});
  if (recent < 0 || r.at(recent).lead) return std::nullopt;
  int k = recent + 1;
  if (r.WordIs(k, "of")) ++k;
  if (!r.WordIsAny(k, {"which", "these", "those", "them", "of which", "of these", "of those", "of them"})) return std::nullopt;
  LastOfThose out;
  out.leaf.quantifier = TreatmentLeaf::Quantifier::kMostRecent;
  for (++k; k < c.end; ++k) {
    const Entry* named = TherapyAt(r, k);
    if (named != nullptr) out.leaf.what.push_back(named->id);
    else if (!IsCopula(r, k) && !r.IsAny(k, {Cue::kFiller, Cue::kPrior, Cue::kMust, Cue::kOr}) && !r.IsAnyMark(k, ".;,")) return std::nullopt;
  }
  if (out.leaf.what.empty()) return std::nullopt;
  for (int i = recent - 1; i >= c.begin; --i) {
    const Entry* wide = TherapyAt(r, i);
    if (wide == nullptr) continue;
    // "Regimens" in general: the last of all.
    if (wide->id != "systemic_therapy" && wide->id != "any_therapy") out.leaf.within_class = {wide->id};
    const bool among = std::all_of(out.leaf.what.begin(), out.leaf.what.end(), [&](const std::string& id) { return out.leaf.within_class.empty() || r.lexicon().DrugIsA(id, wide->id); });
    if (!among) return std::nullopt;
    out.at = recent;
    while (out.at > i + 1 && (r.Is(out.at - 1, Cue::kFiller) || r.IsMark(out.at - 1, ',') || r.Is(out.at - 1, Cue::kAnd))) --out.at;
    return out;
  }
  return std::nullopt;
}

void AskOutcomeOfOnly(const TreatmentFrame& frame, Expression* only) {
  TreatmentLeaf had;
  had.what = std::get<TreatmentLeaf>(*only->leaf).what;
  SetOutcome(frame, &had);
  if (had.outcome == TreatmentLeaf::Outcome::kAnyOutcome) return;
  const base::Span span = only->span;
  *only = Expression::All(std::move(*only), Expression::OfLeaf(std::move(had), span, "treatment.had"));
}

}  // namespace trialmatch::rules
