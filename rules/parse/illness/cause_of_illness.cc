#include "rules/parse/illness/cause_of_illness.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/illness/illness_words.h"

namespace trialmatch::rules {
namespace {

bool SaysCause(const Reading& r, int i) {
  if (r.WordIsAny(i, {"related to", "due to", "secondary to", "caused by", "induced by", "because of", "resulting from", "attributed to", "attributable to", "triggered by"})) return true;
  return (r.WordIsAny(i, {"to", "by", "from"}) || r.Is(i, Cue::kTo)) && r.WordIsAny(i - 1, {"related", "due", "secondary", "caused", "induced", "resulting", "attributed", "attributable", "triggered"});
}

// The therapy of a cancer that is named as a cause right behind the word at `cause`, or -1.
int TherapyNamed(const Reading& r, Clause c, int cause) {
  for (int i = cause + 1; i < std::min(c.end, cause + 6); ++i) {
    const Entry* drug = r.Find(i, TermKind::kDrug);
    if (drug == nullptr) drug = r.Find(i, TermKind::kDrugClass);
    // "Due to radiation, chemotherapy or infection": of several causes any will do.
    if (drug != nullptr) return IsMedication(r.lexicon(), drug->id) || r.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) || r.IsAnyMark(i + 1, ",/(") ? -1 : i;
    if (!r.IsAny(i, {Cue::kFiller, Cue::kPrior, Cue::kAnyOf}) && r.Find(i, TermKind::kPlain) == nullptr) return -1;
  }
  return -1;
}

bool OfOneKind(const Lexicon& lexicon, const std::vector<std::string>& ids) {
  return std::all_of(ids.begin(), ids.end(), [&](const std::string& id) { return SameKind(lexicon, ids.front(), id); });
}

}  // namespace

void BindCauses(const Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood != Mood::kProhibits) return;
  for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
    const int therapy = !r.at(i).lead && SaysCause(r, i) ? TherapyNamed(r, clause, i) : -1;
    if (therapy < 0) continue;
    const auto ill = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& atom) { return atom.topic == Topic::kComorbidity && atom.first < i && atom.last >= i - 4; });
    if (ill == atoms.end() || ill->negated || ill->expression.kind != Expression::Kind::kLeaf) continue;
    const auto* leaf = std::get_if<ConditionLeaf>(ill->expression.leaf.get());
    if (leaf == nullptr || !OfOneKind(r.lexicon(), leaf->conditions)) continue;
    const Entry* drug = r.Find(therapy, TermKind::kDrug);
    if (drug == nullptr) drug = r.Find(therapy, TermKind::kDrugClass);
    TreatmentLeaf had;
    had.what = {drug->id};
    const base::Span span = r.SpanOf(therapy, therapy);
    ill->expression = Expression::All(std::move(ill->expression), Expression::OfLeaf(std::move(had), span, "condition.cause"));
    ill->last = std::max(ill->last, therapy);
    const size_t own = static_cast<size_t>(ill - atoms.begin());
    for (size_t k = atoms.size(); k-- > 0;) {
      const bool again = k != own && atoms[k].first <= therapy && atoms[k].last >= therapy && (atoms[k].topic == Topic::kPriorTherapy || atoms[k].topic == Topic::kWashout || atoms[k].topic == Topic::kConcomitantMedication);
      if (again && atoms[k].expression.kind == Expression::Kind::kLeaf) atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(k));
    }
    return;
  }
}

}  // namespace trialmatch::rules
