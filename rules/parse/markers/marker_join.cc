#include "rules/parse/markers/marker_join.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"
#include "rules/parse/markers/marker_role.h"

namespace trialmatch::rules {
namespace {

OneOfLeaf* ListOfDiseases(Atom& atom) {
  if (atom.topic != Topic::kDisease || atom.negated || atom.expression.kind != Expression::Kind::kLeaf) return nullptr;
  auto* leaf = std::get_if<OneOfLeaf>(atom.expression.leaf.get());
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease ? leaf : nullptr;
}

bool IsTumourWord(const Reading& r, int i) { return r.Is(i, Cue::kDiseaseWord) || r.WordStarts(i, {"tumor", "cancer", "solid tumor", "malignanc"}); }

// The disease that the marker at [first, last] speaks of: the one right behind it, or before it.
const Entry* MemberOf(const Reading& r, int first, int last) {
  int behind = last + 1;
  while (r.IsAnyMark(behind, "-+/()") || r.IsTermOf(behind, KindBits({TermKind::kGene, TermKind::kAlteration, TermKind::kMutation})) || r.Find(behind, TermKind::kPlain) != nullptr || r.Find(behind, TermKind::kSetting) != nullptr) ++behind;
  if (const Entry* entry = r.Find(behind, TermKind::kDisease)) return entry;
  // "Breast cancer (HR-positive and HER2-negative)".
  if (const Clause bracket = BracketAround(r, {0, r.size()}, first); bracket.begin > 0) {
    if (const Entry* entry = r.Find(bracket.begin - 1, TermKind::kDisease)) return entry;
    if (const Clause outer = BracketAround(r, {0, r.size()}, bracket.begin - 1); outer.begin > 0) {
      if (const Entry* entry = r.Find(outer.begin - 1, TermKind::kDisease)) return entry;
    }
  }
  int before = first - 1;
  while (r.IsAnyMark(before, "([-,") || r.IsAny(before, {Cue::kWith, Cue::kWho, Cue::kFiller, Cue::kKnown, Cue::kDiseaseWord, Cue::kNo, Cue::kNot, Cue::kWithout})) --before;
  return r.Find(before, TermKind::kDisease);
}

// "..., HNSCC, and MSI-H tumors": the last of a list, of any organ.
bool ClosesList(const Reading& r, const Atom& diseases, const Atom& marker) {
  if (marker.first <= diseases.last || !IsTumourWord(r, marker.last + 1)) return false;
  bool comma = false;
  for (int i = diseases.last + 1; i < marker.first; ++i) {
    // "..., cervical, anal, or MSI-high tumours": members by their organ alone.
    const bool unread = r.IsKind(i, Item::Kind::kWord) && r.IsMark(i - 1, ',') && r.IsMark(i + 1, ',') && !r.at(i).cue;
    if (!unread && !r.IsKind(i, Item::Kind::kMark) && !r.IsAny(i, {Cue::kOr, Cue::kAnd})) return false;
    comma = comma || r.IsMark(i, ',') || r.IsAny(i, {Cue::kOr, Cue::kAnd});
  }
  return comma;
}

// "..., MSI-high tumours, ...": a member of the list, of any organ.
bool IsMemberOfAnyOrgan(const Reading& r, const Atom& marker) {
  int before = marker.first - 1;
  while (r.WordIsAny(before, {"any", "all", "high"}) || r.IsAnyMark(before, "(-") || (r.IsMark(marker.first - 1, '(') && r.Find(before, TermKind::kGene) != nullptr)) --before;
  if (!r.IsMark(before, ',') && !r.IsAny(before, {Cue::kOr, Cue::kAnd})) return false;
  int behind = marker.last + 1;
  while (r.IsAnyMark(behind, "-()") || r.WordIsAny(behind, {"high", "tmb-h", "msi-h"}) || (r.IsKind(behind, Item::Kind::kWord) && r.IsMark(behind + 1, ')'))) ++behind;
  const Entry* disease = r.Find(behind, TermKind::kDisease);
  return IsTumourWord(r, behind) && (disease == nullptr || disease->id == "cancer" || disease->id == "solid_tumor");
}

// Properties that tell tumours of one organ apart: "MSS colorectal cancer, NSCLC" asks no NSCLC.
bool IsOfOneOrgan(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), IsOfOneOrgan);
  const auto* leaf = std::get_if<MarkerLeaf>(e.leaf.get());
  if (leaf == nullptr || leaf->genes.size() != 1) return false;
  const std::string& gene = leaf->genes.front();
  // "HER2-negative" tells breast cancers apart; a mutation of the gene stands in many organs.
  return (gene == "HER2" && e.rule == "marker.any") || gene == "MSI" || gene == "MMR" || gene == "ESTROGEN_RECEPTOR" || gene == "PROGESTERONE_RECEPTOR";
}

// "(hormone receptor positive [HR+] and HER2-negative)": two markers of one tumour.
bool GoesTogether(const Reading& r, int last, int first) {
  for (int i = last + 1; i < first; ++i) {
    const bool name = (r.IsKind(i, Item::Kind::kWord) || r.WordIs(i, "hr")) && r.IsAnyMark(i - 1, "[(");
    if (!name && !r.IsKind(i, Item::Kind::kMark) && !r.Is(i, Cue::kAnd)) return false;
    if (r.IsAnyMark(i, ";:")) return false;
  }
  return last >= 0 && first - last <= 8;
}

const MarkerLeaf* OneMarker(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e.leaf.get()) : nullptr;
}

// The markers of which `e` asks for one (`wanted`), or whose absence it asks for.
void Markers(const Expression& e, bool wanted, std::vector<const MarkerLeaf*>* out) {
  const Expression* asked = &e;
  if (e.kind == Expression::Kind::kNot) asked = &e.children.front();
  if ((e.kind == Expression::Kind::kNot) == wanted) return;
  if (const MarkerLeaf* leaf = OneMarker(*asked)) out->push_back(leaf);
  // To deny any of several is to deny each.
  if (asked->kind != Expression::Kind::kAny) return;
  for (const Expression& child : asked->children) {
    const MarkerLeaf* leaf = OneMarker(child);
    if (leaf != nullptr) out->push_back(leaf);
    if (leaf == nullptr && wanted) return out->clear();  // another way remains
  }
}

bool Excludes(const MarkerLeaf& denied, const MarkerLeaf& wanted) {
  if (denied.tested || wanted.tested || denied.genes != wanted.genes || denied.score || denied.resistance) return false;
  if (denied.details.empty() && (denied.alteration == "any" || (denied.alteration == "mutation" && !wanted.details.empty()))) return true;
  return denied.alteration == wanted.alteration && denied.details == wanted.details;
}

// "Solid tumour with a BRAF mutation (limited to melanoma or colorectal cancer)": the rest of the list
// stands in brackets behind the marker.
bool NamesAllBehind(const Reading& r, int marker_last, int list_last) {
  if (!r.IsMark(marker_last + 1, '(')) return false;
  const Clause bracket = BracketAround(r, {marker_last + 1, r.size()}, marker_last + 1);
  return bracket.end >= list_last;
}

}  // namespace

namespace {

// How often the list names the disease; an abbreviation behind the name is no second time.
size_t TimesNamed(const Reading& r, const Atom& list, std::string_view id) {
  if (id == "solid_tumor" || id == "cancer") return 1;
  size_t times = 0;
  int before = -2;
  for (int i = list.first; i <= list.last; ++i) {
    const Entry* disease = r.Find(i, TermKind::kDisease);
    if (disease == nullptr || disease->id != id) continue;
    if (!(r.IsMark(i - 1, '(') && before == i - 2)) ++times;
    before = i;
  }
  return times;
}

}  // namespace

void QualifyMembers(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t d = 0; d < atoms.size(); ++d) {
    OneOfLeaf* list = ListOfDiseases(atoms[d]);
    if (list == nullptr || list->values.size() < 2) continue;
    std::vector<Expression> members;
    OneOfLeaf rest = *list;
    bool bound_before = false;
    int marker_before = -1;
    std::map<std::string, size_t> own_members, times_bound;
    const Atom whole = atoms[d];
    for (size_t m = 0; m < atoms.size();) {
      const Atom& marker = atoms[m];
      const bool biomarker = marker.topic == Topic::kBiomarker;
      const bool inside = biomarker && marker.first > atoms[d].first && marker.last < atoms[d].last && !NamesAllBehind(r, marker.last, atoms[d].last), in_last = biomarker && !own_members.empty() && r.IsMark(whole.last + 1, '(') && marker.first == whole.last + 2 && r.IsMark(marker.last + 1, ')');   // "NSCLC (EGFR mutant), melanoma (BRAF mutant)"
      const bool any_organ = inside && IsMemberOfAnyOrgan(r, marker);
      // "ER+ HER2- breast cancer, NSCLC": before the first of the list.
      const Entry* beside = biomarker && marker.last < atoms[d].first ? MemberOf(r, marker.first, marker.last) : nullptr;
      const bool before = biomarker && marker.last < atoms[d].first && ((beside != nullptr && TimesNamed(r, whole, beside->id) > 1) || IsOfOneOrgan(marker.expression) || (m > 0 && atoms[m - 1].topic == Topic::kBiomarker && IsOfOneOrgan(atoms[m - 1].expression)) || bound_before);
      const Entry* member = (inside || before || in_last) && !any_organ ? MemberOf(r, marker.first, marker.last) : nullptr;
      if (before && (member == nullptr || std::find(list->values.begin(), list->values.end(), member->id) == list->values.end())) member = nullptr;
      const bool closes = biomarker && (any_organ || ClosesList(r, atoms[d], marker));
      if (member == nullptr && !closes) {
        ++m;
        continue;
      }
      bound_before = before;
      Expression asked = WithPolarity(marker);
      const auto again = member == nullptr ? own_members.end() : own_members.find(member->id);
      const bool together = again != own_members.end() && (before || GoesTogether(r, marker_before, marker.first));
      marker_before = marker.last;
      if (together) {
        Expression& with = members[again->second];
        with = Expression::All(std::move(with), std::move(asked));
      } else if (member != nullptr) {
        // "NSCLC, EGFR-mutated NSCLC" names the one without the marker as well.
        if (++times_bound[member->id] >= TimesNamed(r, whole, member->id)) std::erase(rest.values, member->id);
        own_members[member->id] = members.size();
        OneOfLeaf own;
        own.attribute = OneOfLeaf::Attribute::kDisease;
        own.values = {member->id};
        asked = Expression::All(Expression::OfLeaf(std::move(own), atoms[d].expression.span, atoms[d].expression.rule), std::move(asked));
      }
      if (!together) members.push_back(std::move(asked));
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

void BindBrackets(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t i = 1; i < atoms.size();) {
    Atom& disease = atoms[i - 1];
    const OneOfLeaf* leaf = ListOfDiseases(disease);
    const bool behind = atoms[i].topic == Topic::kBiomarker && r.IsMark(disease.last + 1, '(') && atoms[i].first == disease.last + 2;
    if (leaf == nullptr || leaf->values.size() != 1 || !behind) {
      ++i;
      continue;
    }
    disease.expression = Expression::All({disease.expression, WithPolarity(atoms[i])});
    disease.last = atoms[i].last;
    disease.topic = Topic::kBiomarker;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void BindCompany(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t i = 1; i < atoms.size();) {
    Atom& a = atoms[i - 1];
    const Atom& b = atoms[i];
    bool company = false;
    if (a.topic == Topic::kBiomarker && b.topic == Topic::kBiomarker && !a.negated && !b.negated && b.first - a.last <= 9) {
      for (int k = a.last + 1; k + 1 < b.first; ++k) {
        company = company || (r.WordStarts(k, {"concurrent", "co-occurring", "coexisting", "co-existing", "concomitant"}) && r.Is(k + 1, Cue::kWith)) ||
                  r.WordIsAny(k, {"concurrent with", "co-occurring with", "concomitant with", "coexisting with"});
        if (r.IsMark(k, ';')) company = false;
      }
    }
    if (!company) {
      ++i;
      continue;
    }
    LeaveOutOfDrivers(&a.expression, &atoms[i].expression);
    a.expression = Expression::All({WithPolarity(a), WithPolarity(b)});
    a.last = b.last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
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

bool DetailInBrackets(const Reading& r, const Atom& a, const Atom& b) {
  const MarkerLeaf* gene = OneMarker(a.expression);
  const MarkerLeaf* detail = OneMarker(b.expression.kind == Expression::Kind::kAny ? b.expression.children.front() : b.expression);
  if (gene == nullptr || detail == nullptr || a.negated || b.negated || gene->tested || detail->tested) return false;
  const bool brackets = r.IsMark(a.last + 1, '(') && BracketAround(r, {a.first, r.size()}, b.first).begin == a.last + 1;
  return brackets && gene->genes == detail->genes && gene->details.empty() && !detail->details.empty() && b.last > b.first + 1;
}

bool GenesOfOneList(const Reading& r, const Atom& a, const Atom& b) {
  if (a.topic != Topic::kBiomarker || b.topic != Topic::kBiomarker || a.negated || b.negated) return false;
  bool comma = false;
  for (int i = a.last + 1; i < b.first; ++i) {
    comma = comma || r.IsMark(i, ',');
    const bool name = r.IsKind(i, Item::Kind::kWord) && (r.at(i).may_be_code || r.Word(i).find_first_of("0123456789") != std::string_view::npos);
    if (!name && !r.IsKind(i, Item::Kind::kMark) && !r.IsNumber(i)) return false;
    if (r.IsAnyMark(i, ";.")) return false;
  }
  return comma && b.first > a.last + 2;
}

bool DetailsOfOneGene(const Reading& r, const Atom& a, const Atom& b) {
  const MarkerLeaf* left = OneMarker(a.expression);
  const MarkerLeaf* right = OneMarker(b.expression);
  if (left == nullptr || right == nullptr || a.negated || b.negated) return false;
  // "EGFR mutation (e.g. T790M, exon 19 deletion)": examples.
  const Clause bracket = BracketAround(r, {a.first, r.size()}, b.first);
  const bool example = bracket.begin > a.first && r.Is(bracket.begin + 1, Cue::kIncluding);
  if (example && left->genes == right->genes && left->details.empty()) return true;
  if (left->genes != right->genes || left->details.empty() || right->details.empty()) return false;
  bool listed = true;
  for (int i = a.last + 1; i < b.first; ++i) listed = listed && !r.IsAny(i, {Cue::kAnd, Cue::kWith});
  for (const MarkerLeaf* leaf : {left, right}) {
    if (listed && b.first > a.last + 1) break;
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

namespace {

// A driver gene whose fusion or mutation is asked for, or "".
std::string_view DriverAskedFor(const Lexicon& lexicon, const Expression& e) {
  const MarkerLeaf* leaf = OneMarker(e);
  if (leaf == nullptr || leaf->tested || leaf->genes.size() != 1 || leaf->alteration == "amplification" || leaf->alteration == "overexpression" || leaf->alteration == "loss") return {};
  const Entry* gene = lexicon.Find(TermKind::kGene, leaf->genes.front());
  return gene != nullptr && !gene->Get("driver").empty() ? std::string_view(leaf->genes.front()) : std::string_view();
}

}  // namespace

namespace {

// What must all hold, however deep the demands are nested.
void Conjuncts(std::vector<Expression>& all, std::vector<Expression*>* out) {
  for (Expression& e : all) {
    if (e.kind != Expression::Kind::kAll) {
      out->push_back(&e);
      continue;
    }
    for (Expression& child : e.children) out->push_back(&child);
  }
}

bool AnyMarker(const std::vector<Expression>& all) {
  return std::any_of(all.begin(), all.end(), [](const Expression& e) {
    return e.kind == Expression::Kind::kLeaf ? std::holds_alternative<MarkerLeaf>(*e.leaf) : AnyMarker(e.children);
  });
}

bool IsTripleNegative(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease && leaf->values == std::vector<std::string>{"tnbc"};
}

// Each of the markers of which one is asked for is denied.
bool AllExcluded(const std::vector<const MarkerLeaf*>& wanted, const std::vector<const MarkerLeaf*>& denied) {
  const auto excluded = [&](const MarkerLeaf* w) {
    return std::any_of(denied.begin(), denied.end(), [&](const MarkerLeaf* d) { return Excludes(*d, *w); });
  };
  // "KRAS or RAS mutations; wild-type RAS in part 2": every alteration of one of them is denied.
  const auto wholly = [&](const MarkerLeaf* w) {
    return std::any_of(denied.begin(), denied.end(), [&](const MarkerLeaf* d) { return d->alteration == "any" && d->details.empty() && Excludes(*d, *w); });
  };
  return !wanted.empty() && (std::all_of(wanted.begin(), wanted.end(), excluded) || std::any_of(wanted.begin(), wanted.end(), wholly));
}

}  // namespace

void GiveUpSeveralDrivers(const Lexicon& lexicon, std::vector<Expression>& all) {
  if (!AnyMarker(all)) return;
  std::vector<Expression*> demands;
  Conjuncts(all, &demands);
  std::string_view first;
  bool several = false;
  for (const Expression* e : demands) {
    const std::string_view gene = DriverAskedFor(lexicon, *e);
    const bool family = gene.starts_with("NTRK") && first.starts_with("NTRK");
    several = several || (!gene.empty() && !first.empty() && gene != first && !family);
    if (first.empty()) first = gene;
  }
  if (!several) return;
  for (Expression* e : demands) {
    if (!DriverAskedFor(lexicon, *e).empty()) *e = Expression::Opaque(e->span);
  }
}

void GiveUpContradictions(std::vector<Expression>& all) {
  if (!AnyMarker(all)) return;
  std::vector<Expression*> demands;
  Conjuncts(all, &demands);
  constexpr size_t kMostDemands = 64;  // more in one criterion is no list that a person wrote
  if (demands.size() > kMostDemands) return;
  std::vector<bool> contradicted(demands.size(), false);
  for (size_t i = 0; i < demands.size(); ++i) {
    std::vector<const MarkerLeaf*> wanted;
    Markers(*demands[i], true, &wanted);
    for (size_t k = 0; k < demands.size() && !wanted.empty(); ++k) {
      std::vector<const MarkerLeaf*> denied;
      Markers(*demands[k], false, &denied);
      if (AllExcluded(wanted, denied)) contradicted[i] = contradicted[k] = true;
    }
  }
  for (size_t i = 0; i < demands.size(); ++i) {
    // "HR+/HER2-negative or triple-negative breast cancer": nobody has both, and breast cancer is asked for.
    if (IsTripleNegative(*demands[i])) {
      for (size_t k = 0; k < demands.size(); ++k) {
        std::vector<const MarkerLeaf*> wanted;
        Markers(*demands[k], true, &wanted);
        const bool receptor = std::any_of(wanted.begin(), wanted.end(), [](const MarkerLeaf* w) { return !w->tested && w->genes.size() == 1 && (w->genes[0] == "ESTROGEN_RECEPTOR" || w->genes[0] == "PROGESTERONE_RECEPTOR"); });
        if (!receptor) continue;
        contradicted[k] = true;
        std::get<OneOfLeaf>(*demands[i]->leaf).values = {"breast_cancer"};
      }
    }
  }
  for (size_t i = 0; i < demands.size(); ++i) {
    if (!contradicted[i]) continue;
    const Expression& of = demands[i]->kind == Expression::Kind::kNot ? demands[i]->children.front() : *demands[i];
    *demands[i] = Expression::Opaque(of.kind == Expression::Kind::kLeaf ? of.span : of.children.front().span);
  }
}

}  // namespace trialmatch::rules
