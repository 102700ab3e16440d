#include "rules/parse/layout/criteria_for.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/parse/disease/tumour_words.h"
#include "rules/parse/part.h"
#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {

constexpr WordPattern kCriteria[] = {"criteri", "requirement"};

bool IsFor(const Reading& r, int i) { return r.IsAny(i, {Cue::kFor, Cue::kForThisCancer}) || r.WordIs(i, "for") || (r.IsMark(i, '-') && r.at(i).space_before); }

bool IsPeople(const Reading& r, int i) {
  return r.WordStarts(i, {"patient", "patients", "control", "caregiver", "recipient", "sibling", "partner", "relative"}) ||
         r.WordContains(i, {"volunteer", "donor", "healthy"});
}

// Words that single nobody out.
bool IsOfAll(const Reading& r, int i) {
  return r.IsKind(i, Item::Kind::kMark) || r.Is(i, Cue::kAllOf) || r.WordStarts(i, {"enrol", "particip", "includ", "eligib", "patient", "patients", "all"}) ||
         r.WordIsAny(i, {"both", "each", "every", "any", "the", "this", "these", "study", "trial", "arms", "groups", "cohorts", "parts", "phases", "adult", "adults", "only", "follow", "follows", "following",
                         "are", "is", "as", "in", "of", "to", "for", "and", "or", "be", "entry", "entering", "inclusion", "part", "in this", "in the", "of the", "of this", "candidates", "cancer", "with"});
}

// The clause that tells whom the list is for; empty when none does.
Clause WhomOf(const Reading& r, int begin, int end, bool* additional) {
  constexpr int kMostBefore = 12;
  while (begin < end && r.IsKind(begin, Item::Kind::kMark)) ++begin;
  // "For those at the maximum dose, the following additional inclusion criteria must be met:".
  if (IsFor(r, begin) && !r.IsMark(begin, '-')) {
    int comma = begin + 1;
    while (comma < end && !r.IsMark(comma, ',')) ++comma;
    bool criteria = false, following = false;
    for (int i = comma + 1; i < end; ++i) {
      criteria = criteria || r.WordContains(i, kCriteria);
      following = following || r.WordContains(i, {"follow", "additional"});
      *additional = *additional || r.WordContains(i, {"additional"});
    }
    return criteria && following ? Clause{r.Is(begin, Cue::kForThisCancer) ? begin : begin + 1, comma} : Clause{};
  }
  int at = begin;
  while (at < std::min(end, begin + kMostBefore) && !r.WordContains(at, kCriteria)) {
    *additional = *additional || r.WordContains(at, {"additional", "specific", "further"});
    ++at;
  }
  *additional = *additional || r.WordContains(at, {"additional", "specific", "further"});
  if (at >= end || !r.WordContains(at, kCriteria)) return {};
  // "Solid Tumors Inclusion Criteria:".
  int kind = begin;
  while (kind < at && !r.WordContains(kind, {"inclusion", "exclusion", "eligib"})) ++kind;
  const bool closes = r.WordContains(kind, {"inclusion", "exclusion", "eligib"}) && (at + 1 >= end || (at + 2 >= end && r.IsKind(at + 1, Item::Kind::kMark)));
  if (closes && kind > begin && NamesDisease(r, {begin, kind})) return {begin, kind};
  // "for NSCLC" is one item.
  const int first = IsFor(r, at + 1) && !r.Is(at + 1, Cue::kForThisCancer) ? at + 2 : at + 1;
  if (first == at + 1 && !r.IsTerm(first, TermKind::kDisease) && !r.Is(first, Cue::kForThisCancer)) return {};
  int last = end;
  while (last > first && r.IsAnyMark(last - 1, ":.*-")) --last;
  return {first, last};
}

// The tumour of "for NSCLC"; none of "for this disease".
std::optional<Expression> TumourOfWord(const Reading& r, int i) {
  if (!r.Is(i, Cue::kForThisCancer)) return std::nullopt;
  const std::string_view word = r.Word(i);
  const auto term = r.lexicon().Resolve(TermKind::kDisease, word.substr(word.find(' ') + 1));
  if (!term) return std::nullopt;
  return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, {r.lexicon().entry(*term).id}, {}, 0}, r.SpanOf(i, i), "disease");
}

}  // namespace

std::optional<CriteriaFor> ReadCriteriaFor(Reading& r, int begin, int end) {
  if (!r.MayHoldWord(kCriteria)) return std::nullopt;
  CriteriaFor found;
  found.words = WhomOf(r, begin, end, &found.additional);
  if (found.words.empty()) return std::nullopt;
  std::optional<Expression> tumour = TumourOfWord(r, found.words.begin);
  if (tumour) {
    r.Use(found.words.begin++);
  } else if (r.Is(found.words.begin, Cue::kForThisCancer)) {
    return std::nullopt;
  }
  bool whom = tumour.has_value(), single = false;
  for (int i = found.words.begin; i < found.words.end; ++i) {
    whom = whom || IsPeople(r, i) || r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kGene}));
    single = single || !IsOfAll(r, i);
  }
  if (tumour && !single) {
    found.whom = *std::move(tumour);
    return found;
  }
  if (!whom || !single) return std::nullopt;
  const Expression unread = Expression::Opaque(r.SpanOf(found.words.begin, found.words.end - 1));
  Part part = ReadPart(r, found.words, Mood::kPermits);
  if (!part.found) found.whom = unread;
  else if (ResidueOf(r, found.words.begin, found.words.end).unread > 0) found.whom = Expression::All(std::move(part.content), unread);
  else found.whom = std::move(part.content);
  if (tumour) found.whom = Expression::All(*std::move(tumour), std::move(found.whom));
  return found;
}

int BehindSomeParts(const Reading& r, int begin, int end) {
  constexpr WordPattern kSome[] = {"some", "certain", "selected", "one"};
  if (!r.MayHoldWord(kSome)) return -1;
  for (int i = begin; i + 1 < end; ++i) {
    if (!r.WordIsAny(i, kSome)) continue;
    int part = i + 1;
    while (part < end && (r.Is(part, Cue::kFiller) || r.WordIsAny(part, {"study", "treatment", "dose", "expansion", "escalation"}))) ++part;
    if (r.WordIs(i, "one") && r.WordStarts(i + 1, {"part of", "part", "arm of", "cohort of"}) && (r.WordContains(i + 1, {" of"}) || r.WordStarts(i + 2, {"of"}))) {
      for (int k = i + 2; k < std::min(end, i + 6); ++k) {
        if (r.IsAnyMark(k, ",:")) return k + 1;
      }
    }
    // "parts of" is one item.
    if (r.WordStarts(part, {"parts", "cohorts", "arms", "phases", "modules", "substudies"})) return part + 1;
  }
  return -1;
}

}  // namespace trialmatch::rules
