#include "rules/parse/illness/cause_of_illness.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/illness/illness_words.h"

namespace trialmatch::rules {
namespace {

bool SaysCause(const Reading& r, int i) {
  if (r.WordIsAny(i, {"related to", "due to", "secondary to", "caused by", "induced by", "because of", "resulting from", "attributed to", "attributable to", "triggered by"})) return true;
  // "Pneumonitis from prior chemoradiation".
  if (r.WordIs(i, "from") && (r.Is(i + 1, Cue::kPrior) || r.WordIsAny(i + 1, {"prior", "previous"}))) return true;
  // "Rash when receiving enfortumab vedotin", "adverse events during prior immunotherapy".
  if (r.WordIsAny(i, {"when receiving", "while receiving", "when taking", "while taking", "while on", "during treatment with", "during prior", "during previous"})) return true;
  if (r.WordIsAny(i - 1, {"when", "while"}) && (r.Is(i, Cue::kOngoing) || r.WordIsAny(i, {"receiving", "taking", "on"}))) return true;
  if (r.WordIs(i, "during") && (r.Is(i + 1, Cue::kPrior) || r.WordIsAny(i + 1, {"prior", "previous"}))) return true;
  return (r.WordIsAny(i, {"to", "by", "from"}) || r.Is(i, Cue::kTo)) && r.WordIsAny(i - 1, {"related", "due", "secondary", "caused", "induced", "resulting", "attributed", "attributable", "triggered"});
}

// The drug or class of the item; a medicine that treats no cancer is none.
const Entry* CancerTherapyAt(const Reading& r, int i) {
  const Entry* drug = r.Find(i, TermKind::kDrug);
  if (drug == nullptr) drug = r.Find(i, TermKind::kDrugClass);
  return drug != nullptr && !IsMedication(r.lexicon(), drug->id) ? drug : nullptr;
}

// The items of the therapies of a cancer that are named as the cause right behind the word at `cause`; none where something else may
// be the cause as well.
std::vector<int> TherapiesNamed(const Reading& r, Clause c, int cause) {
  std::vector<int> out;
  for (int i = cause + 1; i < c.end; ++i) {
    const bool glue = r.IsAny(i, {Cue::kFiller, Cue::kPrior, Cue::kAnyOf}) || r.Find(i, TermKind::kPlain) != nullptr;
    const bool joins = !out.empty() && (r.Is(i, Cue::kOr) || r.IsMark(i, '/'));
    if (CancerTherapyAt(r, i) != nullptr) {
      out.push_back(i);
    } else if (!out.empty() && r.Is(i + 1, Cue::kIncluding)) {
      break;
    } else if (joins || r.IsAnyMark(i, ",(")) {
      int next = i + 1;
      while (next < c.end && r.IsAny(next, {Cue::kFiller, Cue::kPrior, Cue::kOr})) ++next;
      if (next >= c.end || CancerTherapyAt(r, next) == nullptr) return {};
      i = next - 1;
    } else if (!out.empty() || !glue) {
      break;
    }
  }
  return out;
}

bool OfOneKind(const Lexicon& lexicon, const std::vector<std::string>& ids) {
  return std::all_of(ids.begin(), ids.end(), [&](const std::string& id) { return SameKind(lexicon, ids.front(), id); });
}

// "Serious adverse events during prior immunotherapy (including colitis, arrhythmia)": the illnesses behind are such events. Whether there are some.
bool BindEvents(const Reading& r, int cause, int last, const TreatmentLeaf& had, Atoms& atoms) {
  bool events = false;
  for (int k = cause - 1; k >= 0 && k >= cause - 3; --k) events = events || r.WordContains(k, {"adverse", "toxicit", "reaction", "side effect"}) || r.WordIsAny(k, {"event", "events", "ae", "aes"});
  if (!events) return false;
  bool any = false;
  for (Atom& atom : atoms) {
    const bool example = atom.topic == Topic::kComorbidity && !atom.negated && atom.first > last && HasCue(r, last, atom.first, {Cue::kIncluding});
    if (!example) continue;
    atom.expression = Expression::All(std::move(atom.expression), Expression::OfLeaf(had, r.SpanOf(cause, last), "condition.cause"));
    any = true;
  }
  return any;
}

}  // namespace

void BindCauses(const Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood != Mood::kProhibits) return;
  for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
    const std::vector<int> therapies = !r.at(i).lead && SaysCause(r, i) ? TherapiesNamed(r, clause, i) : std::vector<int>();
    if (therapies.empty()) continue;
    const int therapy = therapies.front(), last = therapies.back();
    TreatmentLeaf had;
    for (int k : therapies) {
      const std::string& id = CancerTherapyAt(r, k)->id;
      if (std::find(had.what.begin(), had.what.end(), id) == had.what.end()) had.what.push_back(id);
    }
    const auto ill = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& atom) { return atom.topic == Topic::kComorbidity && atom.first < i && atom.last >= i - 4; });
    if (ill == atoms.end() && BindEvents(r, i, last, had, atoms)) return;
    if (ill == atoms.end() || ill->negated || ill->expression.kind != Expression::Kind::kLeaf) continue;
    const auto* leaf = std::get_if<ConditionLeaf>(ill->expression.leaf.get());
    // "Immune-related adverse events during prior immunotherapy, including pneumonitis": each of them is such an event.
    const bool events = leaf != nullptr && std::find(leaf->conditions.begin(), leaf->conditions.end(), "immune_related_adverse_event") != leaf->conditions.end();
    // "Pneumonitis and myocarditis related to prior immunotherapy": two that one "and" joins have one cause.
    const bool pair = leaf != nullptr && leaf->conditions.size() == 2 && ill->last + 1 == i && r.Is(i - 2, Cue::kAnd) && r.IsTerm(i - 1, TermKind::kCondition) && r.IsTerm(i - 3, TermKind::kCondition);
    if (leaf == nullptr || (!events && !pair && !OfOneKind(r.lexicon(), leaf->conditions))) continue;
    const base::Span span = r.SpanOf(therapy, last);
    // "Pneumonitis, including that due to prior immunotherapy": of every cause.
    const bool of_every_cause = HasCue(r, ill->last + 1, i, {Cue::kIncluding});
    if (!of_every_cause) ill->expression = Expression::All(std::move(ill->expression), Expression::OfLeaf(std::move(had), span, "condition.cause"));
    ill->last = std::max(ill->last, last);
    const size_t own = static_cast<size_t>(ill - atoms.begin());
    for (size_t k = atoms.size(); k-- > 0;) {
      const bool again = k != own && atoms[k].first <= last && atoms[k].last >= therapy && (atoms[k].topic == Topic::kPriorTherapy || atoms[k].topic == Topic::kWashout || atoms[k].topic == Topic::kConcomitantMedication);
      if (again && atoms[k].expression.kind == Expression::Kind::kLeaf) atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(k));
    }
    return;
  }
}

}  // namespace trialmatch::rules
