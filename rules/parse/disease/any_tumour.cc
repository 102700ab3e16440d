#include "rules/parse/disease/any_tumour.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"

namespace trialmatch::rules {
namespace {

bool IsAnyTumour(const Reading& r, int i) {
  const Entry* disease = r.Find(i, TermKind::kDisease);
  return disease != nullptr && (disease->id == "solid_tumor" || disease->id == "cancer");
}

// "..., or any advanced solid tumor": its last item, between the list at `first` and the marker at `marker`; -1 where
// none closes the list.
int AnyTumourBefore(const Reading& r, int first, int marker) {
  for (int i = marker - 1; i > first; --i) {
    if (r.IsAnyMark(i, ";:")) return -1;
    if (r.Find(i, TermKind::kDisease) == nullptr) continue;
    if (!IsAnyTumour(r, i)) return -1;
    for (int k = i - 1; k >= i - 4 && k > first; --k) {
      // "NSCLC or other tumours with ...": of both.
      if (r.WordIs(k, "or any") || (r.WordIs(k, "any") && r.Is(k - 1, Cue::kOr))) return i;
      if (r.Find(k, TermKind::kSetting) == nullptr && !r.IsAnyMark(k, ",/")) break;
    }
    return -1;
  }
  return -1;
}

void BindToAnyTumour(const Reading& r, std::vector<Atom>& atoms) {
  if (!r.MayHoldCue({Cue::kOr}) || atoms.size() < 2) return;
  for (size_t d = 0; d + 1 < atoms.size(); ++d) {
    const auto* list = atoms[d].expression.kind == Expression::Kind::kLeaf && !atoms[d].negated ? std::get_if<OneOfLeaf>(atoms[d].expression.leaf.get()) : nullptr;
    const Atom& marker = atoms[d + 1];
    if (list == nullptr || list->attribute != OneOfLeaf::Attribute::kDisease || !list->except.empty() || marker.topic != Topic::kBiomarker || marker.first < atoms[d].last) continue;
    const int any = AnyTumourBefore(r, atoms[d].first, marker.first);
    if (any < 0) continue;
    OneOfLeaf whole;
    whole.attribute = OneOfLeaf::Attribute::kDisease;
    whole.values = {r.Find(any, TermKind::kDisease)->id};
    std::vector<Expression> markers;
    size_t end = d + 1;
    for (; end < atoms.size() && atoms[end].topic == Topic::kBiomarker && !atoms[end].negated; ++end) markers.push_back(atoms[end].expression);
    if (markers.empty()) continue;
    // Whether those named first need none of them is not sure.
    std::vector<Expression> doubted = markers;
    doubted.push_back(Expression::Opaque(r.SpanOf(any, any)));
    Expression other = Expression::All(Expression::OfLeaf(std::move(whole), r.SpanOf(any, any), "disease.type"), Expression::Any(std::move(markers)));
    OneOfLeaf rest = *list;
    std::erase_if(rest.values, [](const std::string& id) { return id == "solid_tumor" || id == "cancer"; });
    if (rest.values.empty()) continue;
    Atom& one = atoms[d];
    Expression named = Expression::All(Expression::OfLeaf(std::move(rest), one.expression.span, one.expression.rule), Expression::Any(std::move(doubted)));
    one.expression = Expression::Any(std::move(named), std::move(other));
    one.topic = Topic::kBiomarker;
    one.last = atoms[end - 1].last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(d) + 1, atoms.begin() + static_cast<std::ptrdiff_t>(end));
  }
}

void BindDeniedMarkersToTumour(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t d = 1; d < atoms.size(); ++d) {
    Atom& tumour = atoms[d];
    const auto* list = tumour.negated && tumour.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(tumour.expression.leaf.get()) : nullptr;
    if (list == nullptr || list->attribute != OneOfLeaf::Attribute::kDisease || IsAnyTumour(r, tumour.first)) continue;
    size_t from = d;
    while (from > 0 && atoms[from - 1].topic == Topic::kBiomarker && atoms[from - 1].negated) --from;
    bool of_it = false, apart = from == d;
    for (int i = atoms[d - 1].last + 1; i < tumour.first && !apart; ++i) {
      of_it = of_it || r.Is(i, Cue::kFor) || r.WordIsAny(i, {"in", "for", "among", "of", "in patients with", "for patients with"});
      apart = !r.IsAny(i, {Cue::kFiller, Cue::kFor, Cue::kWith}) && !r.IsMark(i, '(') && !r.WordStarts(i, {"in", "for", "among", "of", "patient", "those"});
    }
    if (!of_it || apart) continue;
    for (size_t m = from; m < d; ++m) atoms[m].expression = Expression::All(tumour.expression, std::move(atoms[m].expression));
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(d--));
  }
}

}  // namespace

void BindMarkersToTumours(const Reading& r, std::vector<Atom>& atoms) {
  BindToAnyTumour(r, atoms);
  BindDeniedMarkersToTumour(r, atoms);
}

void BindScalesToTumour(const Reading& r, std::vector<Atom>& atoms) {
  const auto bounds = [](const Atom& a) { return a.topic == Topic::kPerformance; };
  if (!std::any_of(atoms.begin(), atoms.end(), bounds)) return;
  for (size_t n = 0; n < atoms.size(); ++n) {
    const Atom& tumour = atoms[n];
    if (tumour.topic != Topic::kDisease || tumour.negated || tumour.expression.kind != Expression::Kind::kLeaf) continue;
    int before = tumour.first - 1;
    while (r.Is(before, Cue::kFiller) || r.WordStarts(before, {"patients"})) --before;
    if (!r.Is(before, Cue::kFor) || r.at(before).lead || !r.Has(before - 1)) continue;
    // Right behind the tumour, right before its "for", or on both sides.
    const bool opens = r.IsKind(before - 1, Item::Kind::kMark) || r.IsAny(before - 1, {Cue::kOr, Cue::kAnd}) || r.at(before - 1).lead;
    const auto near = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& a) {
      return bounds(a) && ((opens && a.first > tumour.last && a.first <= tumour.last + 5) || (a.last < before && a.last + 3 > before) || (a.first < before && a.last > tumour.last));
    });
    if (near == atoms.end()) continue;
    const bool either = r.Is(before - 1, Cue::kOr) || r.Is(near->first - 1, Cue::kOr);
    // Of two scales told as one of two ways, the better is asked of everybody.
    if (near->expression.kind == Expression::Kind::kLeaf) {
      near->expression = either ? Expression::All({tumour.expression, near->expression}) : Expression::When(tumour.expression, near->expression);
    }
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(n));
    return;
  }
}

void DoubtCancerAmongIllnesses(const Reading& r, Clause clause, Atoms& atoms) {
  bool list = false;
  for (int i = clause.begin; i < clause.end && !list; ++i) {
    const Entry* illness = r.Find(i, TermKind::kCondition);
    list = illness != nullptr && illness->id == "concurrent_illness" && HasCue(r, i + 1, clause.end, {Cue::kIncluding});
  }
  if (!list) return;
  for (Atom& a : atoms) {
    const auto* leaf = a.topic == Topic::kDisease && !a.negated && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(a.expression.leaf.get()) : nullptr;
    if (leaf != nullptr && leaf->values == std::vector<std::string>{"metastatic_disease"}) a.expression = Expression::Opaque(r.SpanOf(a.first, a.last));
  }
}

namespace {

bool IsTumourOfBrain(const Lexicon& lexicon, const Atom& a) {
  const auto* leaf = a.topic == Topic::kDisease && !a.negated && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(a.expression.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease && leaf->except.empty() &&
         std::all_of(leaf->values.begin(), leaf->values.end(), [&](const std::string& id) { return id == "cns_tumor" || lexicon.IsA(TermKind::kDisease, id, "cns_tumor"); });
}

bool IsAnyBrainMetastasis(const Atom& a) {
  const auto* leaf = a.topic == Topic::kCns && !a.negated && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(a.expression.leaf.get()) : nullptr;
  return leaf != nullptr && *leaf == BrainLeaf{};
}

}  // namespace

void JoinTumoursOfBrain(const Reading& r, std::vector<Atom>& atoms) {
  if (atoms.size() != 2 || !r.MayHoldCue({Cue::kOr})) return;
  Atom& one = atoms[atoms[0].first < atoms[1].first ? 0 : 1];
  Atom& other = &one == &atoms[0] ? atoms[1] : atoms[0];
  const bool both = (IsTumourOfBrain(r.lexicon(), one) && IsAnyBrainMetastasis(other)) || (IsTumourOfBrain(r.lexicon(), other) && IsAnyBrainMetastasis(one));
  if (!both || r.FindCue(one.first, other.last + 1, {Cue::kOr}) < 0 || r.FindCue(one.first, other.last + 1, {Cue::kAnd, Cue::kWith, Cue::kWithout, Cue::kNo, Cue::kNot}) >= 0) return;
  Atom joined = one;
  joined.last = other.last;
  joined.topic = Topic::kDisease;
  joined.expression = Expression::Any(std::move(one.expression), std::move(other.expression));
  atoms.assign(1, std::move(joined));
}

bool TumourOfMetastases(const Reading& r, const Atom& metastases, const Atom& tumour) {
  const auto of = [&](int i) { return r.WordIsAny(i, {"of", "from"}); };
  return metastases.topic == Topic::kCns && tumour.topic == Topic::kDisease && !tumour.negated &&
         metastases.last + 2 >= tumour.first && (of(tumour.first) || of(tumour.first - 1));
}

}  // namespace trialmatch::rules
