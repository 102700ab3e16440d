#include "rules/parse/record/title_marker.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool SpeaksOfGene(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<MarkerLeaf>(*e.leaf.get());
  return std::any_of(e.children.begin(), e.children.end(), SpeaksOfGene);
}

bool IsPeople(const Reading& r, int i) {
  return r.WordStarts(i, {"patient", "participant", "subject", "adult", "people", "individual"});
}

// Who they are begins behind "participants with"; the item, or -1.
int BehindPeople(const Reading& r) {
  int found = -1;
  for (int i = 0; i + 1 < r.size(); ++i) {
    if (!IsPeople(r, i)) continue;
    if (found >= 0) return -1;  // several groups
    const bool in_one = r.WordContains(i, {" with"});
    if (in_one || r.Is(i + 1, Cue::kWith) || r.WordIs(i + 1, "with"))
      found = in_one ? i + 1 : i + 2;
  }
  return found;
}

// Up to what was done before, or what the study asks.
int EndOfPeople(const Reading& r, int begin) {
  int end = begin;
  while (end < r.size() && !r.IsAnyMark(end, ":;.") &&
         !r.IsAny(end, {Cue::kWho, Cue::kProgressed, Cue::kIncluding, Cue::kPrior}) &&
         !r.WordIsAny(end, {"after", "following", "to", "to assess", "whose", "previously",
                            "versus", "receiving", "treated", "treated with"}))
    ++end;
  return end;
}

// A choice, or people without the marker.
bool IsOpen(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    // "Melanoma or ALK-positive NSCLC", but "advanced or metastatic".
    const bool way = r.Is(i, Cue::kOr) && !r.IsTermOf(i + 1, KindBit(TermKind::kSetting));
    if (way || r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kExcept, Cue::kKnown}) ||
        r.WordContains(
            i, {"without", "wild", "negative", "naive", "status", "select", "other", "regardless"}))
      return true;
  }
  return false;
}

bool IsOfPdl1(const Expression& e) {
  const auto* leaf =
      e.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->genes == std::vector<std::string>{"PDL1"};
}

std::optional<Expression> MarkerOf(const Grammar& grammar, const std::string& title) {
  Reading r(grammar, title);
  r.Append({0, static_cast<uint32_t>(title.size())}, false);
  const int begin = BehindPeople(r);
  if (begin < 0) return std::nullopt;
  const int end = EndOfPeople(r, begin);
  if (IsOpen(r, begin, end)) return std::nullopt;
  Atoms atoms;
  ReadMarkers(r, {begin, end}, Mood::kRequires, atoms);
  // "... With PD-L1 TPS >= 50 %" beside it is asked in the text, by its number.
  if (atoms.size() > 1)
    std::erase_if(atoms, [](const Atom& atom) { return IsOfPdl1(atom.expression); });
  if (atoms.size() != 1 || atoms[0].negated || atoms[0].expression.kind != Expression::Kind::kLeaf)
    return std::nullopt;
  const auto* leaf = std::get_if<MarkerLeaf>(atoms[0].expression.leaf.get());
  constexpr std::string_view kChanges[] = {"mutation", "fusion", "amplification"};
  const bool change =
      leaf != nullptr && leaf->genes.size() == 1 && !leaf->tested &&
      std::find(std::begin(kChanges), std::end(kChanges), leaf->alteration) != std::end(kChanges);
  if (!change) return std::nullopt;
  return Expression::OfLeaf(*leaf, {}, "structured.title");
}

}  // namespace

void AskForMarkerOfTitle(const Grammar& grammar, const fetch::Study& study, TrialCriteria* out) {
  if (study.study_type != "INTERVENTIONAL") return;
  const bool told = std::any_of(out->criteria.begin(), out->criteria.end(),
                                [](const Criterion& c) { return SpeaksOfGene(c.expression); });
  if (told) return;
  for (const std::string& title : {study.official_title, study.brief_title}) {
    std::optional<Expression> marker = MarkerOf(grammar, title);
    if (!marker) continue;
    Criterion c;
    c.id = "S.title";
    c.source = title == study.official_title ? "officialTitle" : "briefTitle";
    c.topic = Topic::kBiomarker;
    c.text = title;
    c.understood = Understood::kFull;
    c.expression = *std::move(marker);
    out->criteria.push_back(std::move(c));
    return;
  }
}

}  // namespace trialmatch::rules
