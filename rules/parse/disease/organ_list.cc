#include <algorithm>
#include <string>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool IsSeparator(const Reading& r, int i) {
  return r.IsAnyMark(i, ",/;") || r.IsAny(i, {Cue::kOr, Cue::kAnd});
}

// "cancer", "tumors": the word that the organs of a list share.
bool NamesCancerAlone(const Reading& r, int i) {
  const Entry* disease = r.Find(i, TermKind::kDisease);
  return disease != nullptr && (disease->id == "cancer" || disease->id == "solid_tumor");
}

// A word of no table, or a place in the body.
bool NamesPart(const Reading& r, int i) {
  if (!r.Has(i) || r.at(i).cue) return false;
  return r.IsKind(i, Item::Kind::kWord) || r.Find(i, TermKind::kSite) != nullptr;
}

struct Member {
  const Entry* cancer = nullptr;
  int last = -1;
};

// The cancer of the organ that the items from `i` on name ("colon", "head and neck"); none for other
// words.
Member CancerOf(const Reading& r, int i) {
  if (!NamesPart(r, i) || r.at(i).used) return {};
  std::string organ;
  Member longest;
  for (int k = i; k < i + 3 && NamesPart(r, k); ++k) {
    if (k > i) organ += ' ';
    organ += r.Word(k);
    const auto term = r.lexicon().Resolve(TermKind::kDisease, organ + " cancer");
    if (term) longest = {&r.lexicon().entry(*term), k};
  }
  return longest;
}

// The disease that the items from `i` on stand for in a list.
Member MemberAt(const Reading& r, int i) {
  if (!r.Has(i) || NamesCancerAlone(r, i)) return {};
  if (const Entry* disease = r.Find(i, TermKind::kDisease)) return r.at(i).used ? Member{} : Member{disease, i};
  return CancerOf(r, i);
}

struct List {
  std::vector<const Entry*> cancers;
  int first = -1, last = -1;
  bool whole = false;  // nothing behind it that could be one more member
};

// The members from `i` on, with what separates them and a bracket behind one ("lung (non-small cell
// and small cell)"); ends before the first item that belongs to no member.
List ReadFrom(const Reading& r, Clause clause, int i) {
  List list;
  list.first = i;
  while (i < clause.end) {
    Member member = MemberAt(r, i);
    if (member.cancer == nullptr && r.IsKind(i, Item::Kind::kWord) && i + 1 < clause.end) {
      member = MemberAt(r, i + 1);  // "invasive breast cancer"
    }
    if (member.cancer == nullptr) break;
    list.cancers.push_back(member.cancer);
    list.last = member.last;
    i = member.last + 1;
    if (r.WordIsAny(i, {"cell", "cancer", "cancers", "carcinoma", "carcinomas"})) list.last = i++;
    if (r.IsMark(i, '(')) {
      while (i < clause.end && !r.IsMark(i, ')')) ++i;
      if (i < clause.end) list.last = i++;
    }
    const int before = i;
    while (i < clause.end && IsSeparator(r, i)) ++i;
    list.whole = i == before;
    if (list.whole) break;
  }
  return list;
}

// Before the list: "cancers (", "cancer including", "tumors such as".
bool FollowsCancer(const Reading& r, Clause clause, int first) {
  int i = first - 1;
  bool announced = false;
  while (i >= clause.begin && (r.IsAnyMark(i, "(:,[") || r.IsAny(i, {Cue::kIncluding, Cue::kFiller, Cue::kAnyOf}))) {
    announced = true;
    --i;
  }
  for (int k = i; announced && k >= std::max(clause.begin, i - 3); --k) {
    if (NamesCancerAlone(r, k)) return true;
  }
  return false;
}

// The first member of the list that the organ at `i` belongs to: "NSCLC, CRC, breast or bladder cancer".
int FirstMember(const Reading& r, Clause clause, int i) {
  int first = i;
  for (int k = i - 1; k > clause.begin;) {
    int member = k;
    while (member > clause.begin && (r.IsMark(member, ',') || r.IsMark(member, '/') || r.IsAny(member, {Cue::kOr, Cue::kAnd}))) --member;
    if (member == k || r.at(member).used || r.Find(member, TermKind::kDisease) == nullptr || NamesCancerAlone(r, member)) break;
    first = member;
    k = member - 1;
  }
  return first;
}

// "Bone or brain metastases": of the first as well, which is no cancer of that organ.
bool OfMetastases(const Reading& r, const List& list) {
  const std::string& last = list.cancers.back()->id;
  return (last == "brain_metastasis" || last == "metastatic_disease") && r.WordContains(list.last, {"metasta"});
}

// "(excluding breast, stomach and colorectal cancer)": the word that excepts the list at `first`, or -1.
int ExceptBefore(const Reading& r, Clause clause, int first) {
  for (int k = first - 1; k >= clause.begin; --k) {
    if (r.Is(k, Cue::kExcept)) return k;
    if (r.IsAnyMark(k, ");:") || r.IsAny(k, {Cue::kMust, Cue::kMustNot, Cue::kIncluding})) return -1;
  }
  return -1;
}

}  // namespace

void ReadOrganList(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood != Mood::kRequires) return;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used || CancerOf(r, i).cancer == nullptr || r.Find(i, TermKind::kDisease) != nullptr) continue;
    const int behind = CancerOf(r, i).last + 1;
    if (!IsSeparator(r, behind) && !r.IsMark(behind, '(')) continue;
    const int first = FirstMember(r, clause, i);
    const List list = ReadFrom(r, clause, first);
    if (list.cancers.size() < 2 || DeniedBefore(r, clause, i)) continue;
    // "Solid tumors (e.g., lung, breast, bladder)": examples of what stands before.
    if (r.WordContains(first - 1, {"e.g", "such as", "for example"}) || r.WordIsAny(first - 1, {"eg", "e g"}) || (r.IsMark(first - 1, ',') && r.WordContains(first - 2, {"e.g", "for example"}))) {
      if (FollowsCancer(r, clause, first) || FollowsCancer(r, clause, first - 1)) {
        for (int k = list.first; k <= list.last; ++k) r.at(k).used = r.at(k).aside = true;
        i = list.last;
        continue;
      }
    }
    // "colon, lung or breast cancer": the last one has the noun; or the noun stands before all.
    const bool noun_behind = r.Find(list.last, TermKind::kDisease) != nullptr;
    const bool noun_first = first < i && r.WordContains(first, {"cancer of", "carcinoma of", "cancers of"});
    if (!noun_behind && !noun_first && !NamesCancerAlone(r, list.last + 1) && !FollowsCancer(r, clause, i)) continue;
    if (OfMetastases(r, list)) continue;
    OneOfLeaf leaf;
    leaf.attribute = OneOfLeaf::Attribute::kDisease;
    for (const Entry* cancer : list.cancers) {
      if (std::find(leaf.values.begin(), leaf.values.end(), cancer->id) == leaf.values.end()) leaf.values.push_back(cancer->id);
    }
    Atom atom;
    atom.first = list.first;
    atom.last = list.last;
    atom.topic = Topic::kDisease;
    const base::Span span = r.SpanOf(list.first, list.last);
    // Where a member of the list is a word that no table knows, the list may be longer than it looks.
    atom.expression = list.whole ? Expression::OfLeaf(std::move(leaf), span, "disease.organ_list") : Expression::Opaque(span);
    if (const int except = ExceptBefore(r, clause, list.first); except >= 0) {
      atom.negated = true;
      r.Use(except);
    }
    r.UseRange(list.first, list.last);
    if (NamesCancerAlone(r, list.last + 1)) r.Use(list.last + 1);
    for (int k = i - 1; k >= std::max(clause.begin, i - 6); --k) {
      if (NamesCancerAlone(r, k) && FollowsCancer(r, clause, i)) r.Use(k);
    }
    i = list.last;
    atoms.push_back(std::move(atom));
  }
}

}  // namespace trialmatch::rules
