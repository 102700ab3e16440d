#include "rules/parse/marker_join.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"

namespace trialmatch::rules {
namespace {

OneOfLeaf* ListOfDiseases(Atom& atom) {
  if (atom.topic != Topic::kDisease || atom.negated || atom.expression.kind != Expression::Kind::kLeaf) return nullptr;
  auto* leaf = std::get_if<OneOfLeaf>(atom.expression.leaf.get());
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease ? leaf : nullptr;
}

bool IsTumourWord(const Reading& r, int i) { return r.Is(i, Cue::kDiseaseWord) || r.WordStarts(i, {"tumor", "tumour", "cancer", "solid tumor", "malignanc"}); }

// The disease that the marker at [first, last] speaks of: the one right behind it, or before it.
const Entry* MemberOf(const Reading& r, int first, int last) {
  int behind = last + 1;
  while (r.IsMark(behind, '-') || r.Find(behind, TermKind::kPlain) != nullptr || r.Find(behind, TermKind::kSetting) != nullptr) ++behind;
  if (const Entry* entry = r.Find(behind, TermKind::kDisease)) return entry;
  int before = first - 1;
  while (r.IsAnyMark(before, "([-,") || r.IsAny(before, {Cue::kWith, Cue::kWho, Cue::kFiller, Cue::kKnown, Cue::kDiseaseWord, Cue::kNo, Cue::kNot, Cue::kWithout})) --before;
  return r.Find(before, TermKind::kDisease);
}

// "..., HNSCC, and MSI-H tumors": the last of a list, of any organ.
bool ClosesList(const Reading& r, const Atom& diseases, const Atom& marker) {
  if (marker.first <= diseases.last || !IsTumourWord(r, marker.last + 1)) return false;
  bool comma = false;
  for (int i = diseases.last + 1; i < marker.first; ++i) {
    if (!r.IsKind(i, Item::Kind::kMark) && !r.IsAny(i, {Cue::kOr, Cue::kAnd})) return false;
    comma = comma || r.IsMark(i, ',') || r.IsAny(i, {Cue::kOr, Cue::kAnd});
  }
  return comma;
}

const MarkerLeaf* OneMarker(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e.leaf.get()) : nullptr;
}

// The markers that `e` asks for (`wanted`), or whose absence it asks for.
void Markers(const Expression& e, bool wanted, std::vector<const MarkerLeaf*>* out) {
  const Expression* asked = &e;
  if (e.kind == Expression::Kind::kNot) asked = &e.children.front();
  if ((e.kind == Expression::Kind::kNot) == wanted) return;
  if (const MarkerLeaf* leaf = OneMarker(*asked)) out->push_back(leaf);
  // To deny any of several is to deny each; to ask for any of several is no demand for one.
  if (!wanted && asked->kind == Expression::Kind::kAny) {
    for (const Expression& child : asked->children) {
      if (const MarkerLeaf* leaf = OneMarker(child)) out->push_back(leaf);
    }
  }
}

bool Excludes(const MarkerLeaf& denied, const MarkerLeaf& wanted) {
  if (denied.tested || wanted.tested || denied.genes != wanted.genes || denied.score || denied.resistance) return false;
  if (denied.alteration == "any" && denied.details.empty()) return true;
  return denied.alteration == wanted.alteration && denied.details == wanted.details;
}

}  // namespace

void QualifyMembers(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t d = 0; d < atoms.size(); ++d) {
    OneOfLeaf* list = ListOfDiseases(atoms[d]);
    if (list == nullptr || list->values.size() < 2) continue;
    std::vector<Expression> members;
    OneOfLeaf rest = *list;
    for (size_t m = 0; m < atoms.size();) {
      const Atom& marker = atoms[m];
      const bool inside = marker.topic == Topic::kBiomarker && marker.first > atoms[d].first && marker.last < atoms[d].last;
      const Entry* member = inside ? MemberOf(r, marker.first, marker.last) : nullptr;
      const bool closes = marker.topic == Topic::kBiomarker && ClosesList(r, atoms[d], marker);
      if (member == nullptr && !closes) {
        ++m;
        continue;
      }
      Expression asked = WithPolarity(marker);
      if (member != nullptr) {
        std::erase(rest.values, member->id);
        OneOfLeaf own;
        own.attribute = OneOfLeaf::Attribute::kDisease;
        own.values = {member->id};
        asked = Expression::All(Expression::OfLeaf(std::move(own), atoms[d].expression.span, atoms[d].expression.rule), std::move(asked));
      }
      members.push_back(std::move(asked));
      atoms[d].last = std::max(atoms[d].last, marker.last);
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(m));
      if (m < d) --d;
    }
    if (members.empty()) continue;
    if (!rest.values.empty()) members.insert(members.begin(), Expression::OfLeaf(std::move(rest), atoms[d].expression.span, atoms[d].expression.rule));
    atoms[d].expression = Expression::Any(std::move(members));
    atoms[d].topic = Topic::kBiomarker;
  }
}

void BindForWhom(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t i = 0; i < atoms.size();) {
    if (!atoms[i].for_whom) {
      ++i;
      continue;
    }
    Expression who = WithPolarity(atoms[i]);
    if (i == 0) {
      atoms[i].expression = Expression::Opaque(r.SpanOf(atoms[i].first, atoms[i].last));
      atoms[i].negated = atoms[i].for_whom = false;
      ++i;
      continue;
    }
    Atom& what = atoms[i - 1];
    what.expression = Expression::When(std::move(who), WithPolarity(what));
    what.negated = false;
    what.last = std::max(what.last, atoms[i].last);
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

bool DetailsOfOneGene(const Reading& r, const Atom& a, const Atom& b) {
  const MarkerLeaf* left = OneMarker(a.expression);
  const MarkerLeaf* right = OneMarker(b.expression);
  if (left == nullptr || right == nullptr || a.negated || b.negated) return false;
  if (left->genes != right->genes || left->details.empty() || right->details.empty()) return false;
  for (const MarkerLeaf* leaf : {left, right}) {
    for (const std::string& detail : leaf->details) {
      const Entry* row = r.lexicon().Find(TermKind::kMutation, leaf->genes.front() + ":" + detail);
      if (row != nullptr && row->Get("class") == "resistance") return false;
    }
  }
  for (int i = a.last + 1; i < b.first; ++i) {
    if (r.Is(i, Cue::kWith) || r.WordContains(i, {"concurrent", "concomitant", "addition", "co-occur"})) return false;
  }
  return true;
}

void GiveUpContradictions(std::vector<Expression>& all) {
  std::vector<bool> contradicted(all.size(), false);
  for (size_t i = 0; i < all.size(); ++i) {
    std::vector<const MarkerLeaf*> wanted;
    Markers(all[i], true, &wanted);
    for (size_t k = 0; k < all.size() && !wanted.empty(); ++k) {
      std::vector<const MarkerLeaf*> denied;
      Markers(all[k], false, &denied);
      const bool both = std::any_of(denied.begin(), denied.end(), [&](const MarkerLeaf* d) { return Excludes(*d, *wanted.front()); });
      if (both) contradicted[i] = contradicted[k] = true;
    }
  }
  for (size_t i = 0; i < all.size(); ++i) {
    if (!contradicted[i]) continue;
    const Expression& of = all[i].kind == Expression::Kind::kNot ? all[i].children.front() : all[i];
    all[i] = Expression::Opaque(of.kind == Expression::Kind::kLeaf ? of.span : of.children.front().span);
  }
}

}  // namespace trialmatch::rules
