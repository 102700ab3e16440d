#include "rules/parse/layout/open_list.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/ascii.h"
#include "rules/text/part_labels.h"

namespace trialmatch::rules {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// "... are eligible if they:", "... unless:".
bool StaysOpen(std::string_view body) {
  body = Trimmed(body);
  if (!body.ends_with(':')) return false;
  const std::string_view tail = body.substr(body.size() - std::min<size_t>(body.size(), 60));
  const std::initializer_list<std::string_view> turns = {" if ", "unless", "provided", "except", "as long as"};
  const std::string_view sentence = body.substr(body.size() - std::min<size_t>(body.size(), 160));
  const auto says = [](std::string_view where, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return base::ContainsIgnoreCase(where, word); });
  };
  return says(tail, turns) && says(sentence, {"may ", "eligible", "allowed", "permitted", "unless", "except"}) && !says(tail, {"excluded", "ineligible", "not eligible", "may not", "not be", "not allowed"});
}

// "Steroids within 7 days, with the following exceptions:".
bool AnnouncesExceptions(std::string_view body) {
  body = Trimmed(body);
  const std::string_view tail = body.substr(body.size() - std::min<size_t>(body.size(), 40));
  return tail.ends_with("exceptions:") || tail.ends_with("exception of:") || tail.ends_with("except for:") || tail.ends_with("except for the following:");
}

// What such lists name: steroids that do not reach the body, or replace its own.
bool NamesMildSteroids(std::string_view body) {
  for (std::string_view word : {"topical", "intranasal", "inhaled", "intra-articular", "physiologic", "replacement", "adrenal replacement", "steroids as premedication", "low-dose", "a brief"}) {
    if (base::StartsWithIgnoreCase(body, word)) return true;
  }
  return false;
}

bool GoesOn(std::string_view body) { return !body.empty() && body.front() >= 'a' && body.front() <= 'z'; }

// "Patients with one of the following indications:", its list beside it.
bool AnnouncesTumours(std::string_view body) {
  body = Trimmed(body);
  if (!body.ends_with(':') || body.size() > 120) return false;
  const auto says = [body](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return base::ContainsIgnoreCase(body, word); });
  };
  return says({"one of the following", "any of the following", "1 of the following"}) && says({"indication", "diagnos", "tumor", "tumour", "cancer", "malignan", "histolog"}) && !says({"not ", "no ", "exclu"});
}

// "Must have received disease-specific standard therapy as indicated for:".
bool AnnouncesTherapyOfTumours(std::string_view body) {
  return body.ends_with(" for:") && body.size() < 160 && (base::ContainsIgnoreCase(body, "standard therapy") || base::ContainsIgnoreCase(body, "standard treatment") || base::ContainsIgnoreCase(body, "standard of care"));
}

// "Metastatic breast cancer after two lines of therapy": one of such a list.
bool NamesTumour(const Grammar& grammar, std::string_view text, const OutlineItem& item) {
  constexpr int kNear = 12;   // items
  Reading r(grammar, text);
  r.Append(item.body, false);
  if (r.IsAny(0, {Cue::kNo, Cue::kNot, Cue::kPrior, Cue::kMust, Cue::kMustNot}) || r.IsAny(1, {Cue::kMust, Cue::kMustNot})) return false;
  int first = 0;   // behind "(Part A only)"
  while (r.IsMark(0, '(') && first < r.size() && !r.IsMark(first, ')')) ++first;
  for (int i = first; i < std::min(r.size(), first + kNear); ++i) {
    if (r.Is(i, Cue::kPrior) || r.WordContains(i, {"history", "measurable"})) return false;
    if (r.IsTerm(i, TermKind::kDisease) && !r.Is(i, Cue::kDiseaseWord)) return true;
  }
  return false;
}

}  // namespace

void NestTumours(const Grammar& grammar, std::string_view text, Outline* outline) {
  std::vector<OutlineItem>& items = outline->items;
  for (size_t i = 0; i + 2 < items.size(); ++i) {
    OutlineItem& open = items[i];
    if (open.section != Section::kInclusion || open.has_children) continue;
    const bool of_therapy = AnnouncesTherapyOfTumours(Trimmed(base::Slice(text, open.body)));
    if (!of_therapy && !AnnouncesTumours(base::Slice(text, open.body))) continue;
    size_t end = i + 1;
    while (end < items.size() && items[end].parent == open.parent && items[end].heading == open.heading && items[end].section == open.section && !items[end].has_children && NamesTumour(grammar, text, items[end])) ++end;
    if (end < i + (of_therapy ? 2 : 3)) continue;
    for (size_t k = i + 1; k < end; ++k) {
      items[k].parent = static_cast<int>(i);
      items[k].depth = open.depth + 1;
    }
    open.has_children = true;
  }
}

bool ListsWhomItTakes(std::string_view body) {
  constexpr size_t kLongest = 70;
  body = Trimmed(body);
  if (body.size() > kLongest) return false;
  const std::initializer_list<std::string_view> parts = {"Part ", "Cohort ", "Phase ", "Arm ", "Group ", "Dose escalation", "Dose expansion"};
  const std::initializer_list<std::string_view> turns = {" include:", " includes:", " limited to:"};
  return std::any_of(parts.begin(), parts.end(), [body](std::string_view part) { return base::StartsWithIgnoreCase(body, part); }) &&
         std::any_of(turns.begin(), turns.end(), [body](std::string_view turn) { return body.ends_with(turn); });
}

namespace {

// "EGFR: osimertinib", "ALK: alectinib or lorlatinib": each of the list tells of another gene which therapy it is.
bool ListsTherapiesOfGenes(const Grammar& grammar, std::string_view text, const Outline& outline, const std::vector<int>& list) {
  std::vector<std::string> genes;
  for (int each : list) {
    Reading r(grammar, text);
    r.Append(outline.items[static_cast<size_t>(each)].body, false);
    const Entry* gene = r.size() > 2 ? r.Find(0, TermKind::kGene) : nullptr;
    const bool therapy = gene != nullptr && r.IsMark(1, ':') && r.IsTermOf(2, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (!therapy || std::find(genes.begin(), genes.end(), gene->id) != genes.end()) return false;
    genes.push_back(gene->id);
  }
  return genes.size() > 1;
}

}  // namespace

bool TakesGroupsOfTumours(const Grammar& grammar, std::string_view text, const Outline& outline, int i, const std::vector<int>& list) {
  constexpr size_t kLongest = 50, kFewest = 3;
  if (ListsTherapiesOfGenes(grammar, text, outline, list)) return true;
  const std::string_view body = Trimmed(base::Slice(text, outline.items[static_cast<size_t>(i)].body));
  const bool part = body.size() <= kLongest && body.ends_with(':') && (base::ContainsIgnoreCase(body, "expansion") || base::ContainsIgnoreCase(body, "cohorts"));
  if (!part || list.size() < kFewest) return false;
  return std::all_of(list.begin(), list.end(), [&](int each) {
    const OutlineItem& item = outline.items[static_cast<size_t>(each)];
    Reading r(grammar, text);
    r.Append(item.body, false);
    return r.size() > 1 && r.IsTerm(0, TermKind::kDisease) && r.IsAnyMark(1, ",:") && NamesTumour(grammar, text, item);
  });
}

namespace {

// The tumours beside item `i`, with all below them, up to the next part.
void NestMembers(const Grammar& grammar, std::string_view text, size_t i, Outline* outline) {
  std::vector<OutlineItem>& items = outline->items;
  OutlineItem& part = items[i];
  const int parent = part.parent;
  for (size_t k = i + 1; k < items.size(); ++k) {
    OutlineItem& next = items[k];
    if (next.parent >= static_cast<int>(i)) {
      ++next.depth;
      continue;
    }
    const std::string_view body = base::Slice(text, next.body);
    if (next.parent != parent || next.heading != part.heading || next.section != part.section || PartLabelSize(text, next.body.begin, next.body.end) > 0 || ListsWhomItTakes(body) || !NamesTumour(grammar, text, next)) return;
    next.parent = static_cast<int>(i);
    ++next.depth;
    part.has_children = true;
  }
}

}  // namespace

void NestBelowParts(const Grammar& grammar, std::string_view text, Outline* outline) {
  std::vector<OutlineItem>& items = outline->items;
  for (size_t i = 0; i + 1 < items.size(); ++i) {
    const bool whom = items[i].section == Section::kInclusion && !items[i].has_children && ListsWhomItTakes(base::Slice(text, items[i].body));
    if (whom) NestMembers(grammar, text, i, outline);
  }
  for (size_t i = 0; i + 1 < items.size(); ++i) {
    OutlineItem& part = items[i];
    if (part.parent < 0 || part.has_children || !base::Slice(text, part.body).ends_with(':')) continue;
    if (PartLabelSize(text, part.body.begin, part.body.end) != part.body.size()) continue;
    for (size_t k = i + 1; k < items.size(); ++k) {
      OutlineItem& next = items[k];
      const bool beside = next.parent == part.parent && !next.has_children;
      if (!beside || PartLabelSize(text, next.body.begin, next.body.end) > 0) break;
      next.parent = static_cast<int>(i);
      next.depth = part.depth + 1;
      part.has_children = true;
    }
  }
}

void NestOpenLists(std::string_view text, Outline* outline) {
  std::vector<OutlineItem>& items = outline->items;
  for (size_t i = 0; i + 1 < items.size(); ++i) {
    OutlineItem& open = items[i];
    if (open.section != Section::kExclusion || open.has_children) continue;
    const bool exceptions = AnnouncesExceptions(base::Slice(text, open.body));
    if (!exceptions && !StaysOpen(base::Slice(text, open.body))) continue;
    for (size_t k = i + 1; k < items.size(); ++k) {
      OutlineItem& next = items[k];
      const bool beside = next.parent == open.parent && next.heading == open.heading && next.section == open.section && !next.has_children;
      const std::string_view body = base::Slice(text, next.body);
      if (!beside || !(GoesOn(body) || (exceptions && NamesMildSteroids(body)))) break;
      next.parent = static_cast<int>(i);
      next.depth = open.depth + 1;
      open.has_children = true;
    }
  }
}

}  // namespace trialmatch::rules
