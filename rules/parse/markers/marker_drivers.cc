#include <algorithm>
#include <utility>

#include "rules/parse/markers/marker_join.h"
#include "rules/parse/markers/marker_mention.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kMarkers = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration});

bool IsMarker(const Reading& r, int i) { return r.IsTermOf(i, kMarkers) || r.IsAny(i, {Cue::kDriverAlteration, Cue::kActionable}); }

// "Any other genomic alteration", "known to harbor molecular alterations", "an oncogenic driver".
bool IsAnyAlteration(const Reading& r, Clause c, int i) {
  const Entry* kind = r.Find(i, TermKind::kAlteration);
  if (kind == nullptr || kind->id != "any") return false;
  if (r.Is(i, Cue::kActionable) || r.WordContains(i, {"genetic", "genomic", "molecular"})) return true;
  for (int k = i - 1; k >= c.begin && k >= i - 4; --k) {
    if (r.WordIs(k, "any") || r.WordContains(k, {"other"}) || r.WordStarts(k, {"harbor"})) return true;
  }
  return false;
}

// "Without driver", "any oncogenic driver": the alteration is left unsaid.
bool IsDriverAlone(const Reading& r, Clause c, int i) {
  if (!r.Is(i, Cue::kActionable) || !r.WordIsAny(i, {"driver", "drivers", "oncogenic driver", "oncogenic drivers"})) return false;
  const bool told = r.IsAny(i - 1, {Cue::kWithout, Cue::kNo, Cue::kKnown, Cue::kFiller}) || r.WordIsAny(i - 1, {"any", "an", "a"});
  const bool ends = i + 1 >= c.end || r.IsAnyMark(i + 1, ",.;)") || r.IsAny(i + 1, {Cue::kAnd, Cue::kOr, Cue::kWith});
  return i > c.begin && told && ends;
}

bool NamesLaterDriver(const MarkerLeaf& leaf) {
  return std::any_of(leaf.genes.begin(), leaf.genes.end(), [](const std::string& gene) { return gene == "KRAS" || gene == "HER2"; });
}

}  // namespace

void MarkTherapyOfAlterations(Reading& r, Clause c) {
  if (!r.MayHoldTermOf(kMarkers) && !r.MayHoldCue({Cue::kDriverAlteration, Cue::kActionable})) return;
  for (int i = c.begin + 1; i < c.end; ++i) {
    // "Targetable alterations with approved available therapy".
    const bool with = r.WordIs(i, "with") && (r.Is(i - 1, Cue::kDriverAlteration) || IsAnyAlteration(r, c, i - 1) || (r.IsTerm(i - 1, TermKind::kAlteration) && r.WordIsAny(i + 1, {"approved", "available", "an approved", "an available"})));
    // "Translocations sensitive to available targeted inhibitor therapy".
    const bool sensitive = r.WordIsAny(i, {"sensitive to", "amenable to"}) || (r.WordIsAny(i, {"sensitive", "amenable"}) && r.WordIs(i + 1, "to"));
    if ((!r.IsAny(i, {Cue::kWho, Cue::kWhen}) && !r.WordIs(i, "for which") && !with && !sensitive) || r.at(i).used) continue;
    bool marker = false;
    for (int k = i - 1; k >= c.begin && k >= i - 4 && !marker; --k) marker = IsMarker(r, k);
    marker = marker || IsAnyAlteration(r, c, i - 1);
    if (!marker && !HasCue(r, std::max(c.begin, i - 20), i, {Cue::kDriverAlteration, Cue::kActionable})) continue;
    int end = i + 1;
    bool exists = sensitive || r.WordIsAny(i, {"that have", "that has"}), had = false, therapy = false, none = false;
    for (; end < c.end; ++end) {
      // "A standard of care (SoC)".
      if (r.IsMark(end, '(') && r.IsMark(end + 2, ')') && r.IsAny(end + 1, {Cue::kStandardTherapy, Cue::kFirstLine})) {
        therapy = true;
        end += 2;
        continue;
      }
      if (r.IsAnyMark(end, ",;:()[]") || r.IsAny(end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kUnless, Cue::kExcept})) break;
      exists = exists || r.WordContains(end, {"approved", "availab", "option", "licensed", "confer", "confirm", "can be treated"}) || r.WordIsAny(end, {"exist", "exists", "indicated", "considered", "sensitive", "sensitive to"});
      had = had || (r.IsAny(end, {Cue::kProgressed, Cue::kPrior, Cue::kIntolerant, Cue::kNaive, Cue::kTreated}) && !r.WordStarts(end, {"resistan"})) || r.WordStarts(end, {"receiv", "refus", "fail"});
      none = none || r.IsAny(end, {Cue::kNo, Cue::kNot, Cue::kWithout}) || r.WordIsAny(end, {"no", "not"});
      therapy = therapy || r.IsTermOf(end, kTherapies) || r.IsAny(end, {Cue::kStandardTherapy, Cue::kInhibitor}) || (r.WordIs(end, "care") && r.WordContains(end - 1, {"standard of"}));
    }
    if (!exists || had || !therapy || none) continue;
    for (int k = i; k < end; ++k) {
      if (r.IsTermOf(k, kTherapies | kMarkers) || r.IsAny(k, {Cue::kStandardTherapy, Cue::kInhibitor, Cue::kFirstLine, Cue::kNotExist, Cue::kProgressed}) || r.WordIsAny(k, {"care", "is indicated", "indicated", "can be treated with", "amenable to"})) r.at(k).aside = r.at(k).used = true;
    }
  }
}

void LimitDriversToFirstLine(const Reading& r, Clause c, Atoms& atoms) {
  if (!r.MayHoldCue({Cue::kFirstLine, Cue::kDriverAlteration})) return;
  for (Atom& a : atoms) {
    const auto* leaf = a.topic == Topic::kBiomarker && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(a.expression.leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->genes.empty() || leaf->genes[0] != "driver" || NamesLaterDriver(*leaf) || leaf->tested || a.first < c.begin) continue;
    bool first_line = false;
    for (int k = a.last + 1; k < std::min(c.end, a.last + 24) && !first_line; ++k) first_line = r.Is(k, Cue::kFirstLine) && r.at(k).aside;
    // "First line treatment druggable gene abnormalities" is one word.
    for (int k = a.first; k <= a.last; ++k) first_line = first_line || r.WordContains(k, {"first line", "first-line", "frontline", "1l "});
    if (!first_line) continue;
    // For these there are drugs of later lines; whether one of the first has come since, nobody tells here.
    MarkerLeaf later = *leaf, others = *leaf;
    later.genes = {"KRAS", "HER2"};
    others.except_genes.insert(others.except_genes.end(), later.genes.begin(), later.genes.end());
    const base::Span span = a.expression.span;
    a.expression = Expression::Any({Expression::OfLeaf(std::move(others), span, "marker.driver"),
                                    Expression::All({Expression::OfLeaf(std::move(later), span, "marker.driver"), Expression::Opaque(span)})});
  }
}

void AddUnnamedDrivers(const Reading& r, Clause c, Atoms& atoms) {
  constexpr int kNear = 5, kLongestBracket = 60;
  constexpr WordPattern kOther[] = {"other than"};
  if (!r.MayHoldWord(kOther)) return;
  for (int i = c.begin; i < c.end; ++i) {
    const Entry* kind = r.Find(i, TermKind::kAlteration);
    if (kind == nullptr || kind->id != "any") continue;
    int other = i + 1;
    while (other < std::min(c.end, i + kNear) && !r.WordIs(other, "other than")) ++other;
    if (!r.WordIs(other, "other than")) continue;
    MarkerLeaf driver;
    driver.genes = {"driver"};
    driver.alteration = "any";
    driver.known_only = true;
    int open = other + 1;
    for (; open < c.end && !(r.IsMark(open, '(') && r.Is(open + 1, Cue::kIncluding)); ++open) {
      if (const Entry* gene = r.Find(open, TermKind::kGene)) driver.except_genes.push_back(gene->id);
    }
    int close = open + 1;
    while (close < std::min(c.end, open + kLongestBracket) && !r.IsMark(close, ')')) ++close;
    for (Atom& a : atoms) {
      if (a.topic != Topic::kBiomarker || a.negated || driver.except_genes.empty() || a.first < open || a.last > close) continue;
      const base::Span span = a.expression.span;
      a.expression = Expression::Any(std::move(a.expression), Expression::All(Expression::OfLeaf(driver, span, "marker.driver"), Expression::Opaque(span)));
      return;
    }
  }
}

// MarkTherapyOfAlterations has told of their therapy behind the item.
bool TreatedAlterations(const Reading& r, Clause c, int i) {
  constexpr int kLongest = 14;
  const int who = i + 1 + static_cast<int>(r.IsMark(i + 1, ')'));
  if (!r.Is(who, Cue::kWho) && !r.WordIsAny(who, {"for which", "with", "sensitive to", "amenable to"})) return false;
  for (int k = who + 1; k < std::min(c.end, who + kLongest); ++k) {
    if (r.at(k).aside) return true;
  }
  return false;
}

bool StandsBesideOthers(const Reading& r, int i) {
  int before = i - 1;
  while (r.Is(before, Cue::kFiller)) --before;
  return r.WordIsAny(before, {"in addition to", "on top of", "beyond"});
}

bool NamesOtherDrivers(const Reading& r, Clause c, int i) { return (IsAnyAlteration(r, c, i) && TreatedAlterations(r, c, i)) || IsDriverAlone(r, c, i); }

Expression UnnamedAlterations(const Reading& r, Clause c, int lead, int last, bool known) {
  if (!TreatedAlterations(r, c, last)) return Expression::Opaque(r.SpanOf(lead, lead));
  MarkerLeaf driver;
  driver.genes = {"driver"};
  driver.alteration = "any";
  driver.known_only = known;
  return Expression::OfLeaf(std::move(driver), r.SpanOf(lead, lead), "marker.driver");
}

bool KindsOfNamedGene(const Reading& r, Clause c, int i) {
  int kinds = 0, k = i;
  for (; k < c.end && k < i + 8; ++k) {
    if (r.IsTerm(k, TermKind::kAlteration)) ++kinds;
    else if (!r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kBefore}) && !r.IsAnyMark(k, ",/") && !r.WordIsAny(k, {"in", "of", "in the", "of the"})) break;
  }
  return kinds >= 2 && k < c.end && r.IsTerm(k, TermKind::kGene) && r.WordIsAny(k - 1, {"in", "of", "the", "in the", "of the"});
}

void LeaveOutOfDrivers(Expression* one, Expression* other) {
  const auto marker = [](Expression* e) { return e->kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e->leaf.get()) : nullptr; };
  MarkerLeaf* drivers = marker(one);
  MarkerLeaf* named = marker(other);
  if (drivers == nullptr || named == nullptr || drivers->genes.empty() || named->genes.empty()) return;
  if (named->genes.front() == "driver") std::swap(drivers, named);
  if (drivers->genes.front() == "driver") drivers->except_genes.insert(drivers->except_genes.end(), named->genes.begin(), named->genes.end());
}

void PushOtherDriver(const Reading& r, int first, int last, std::vector<Atom>* atoms) {
  MarkerLeaf driver;
  driver.genes = {"driver"};
  driver.alteration = "any";
  driver.known_only = r.WordContains(first, {"known"}) || r.WordContains(first - 1, {"known"});
  const base::Span span = r.SpanOf(first, last);
  Expression other = Expression::All(Expression::OfLeaf(std::move(driver), span, "marker.driver"), Expression::Opaque(span));
  atoms->push_back({.expression = std::move(other), .topic = Topic::kBiomarker, .first = first, .last = last});
}

}  // namespace trialmatch::rules
