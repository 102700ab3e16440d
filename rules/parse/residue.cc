#include "rules/parse/residue.h"

#include "base/ascii.h"
#include "rules/parse/second_half.h"

namespace trialmatch::rules {
namespace {

// Cues that only hold a sentence together.
constexpr CueSet kGlue = {Cue::kFiller,      Cue::kAnd,       Cue::kWith,
                          Cue::kWho,         Cue::kBefore,    Cue::kDiagnosis,
                          Cue::kKnown,       Cue::kMust,      Cue::kNo,
                          Cue::kNot,         Cue::kWithout,   Cue::kFor,
                          Cue::kStatus,      Cue::kAllOf,     Cue::kAnyOf,
                          Cue::kIncluding,   Cue::kReference, Cue::kDiseaseWord,
                          Cue::kTo,          Cue::kSince,     Cue::kOngoing,
                          Cue::kOnly,        Cue::kAge,       Cue::kMale,
                          Cue::kFemale,      Cue::kWithin,    Cue::kStage,
                          Cue::kActionable,  Cue::kEdition,   Cue::kClinicallySignificant,
                          Cue::kPermitted,   Cue::kExcluded,  Cue::kMustNot,
                          Cue::kNaive,       Cue::kPrior,     Cue::kInhibitor,
                          Cue::kMonotherapy, Cue::kTreated,   Cue::kSurgeryWord,
                          Cue::kNotRequired, Cue::kNote,      Cue::kRegardless,
                          Cue::kScore,       Cue::kNyha,
                          Cue::kPerformanceStatus, Cue::kEcog,      Cue::kForThisCancer};

constexpr CueSet kTurns = {Cue::kUnless, Cue::kExcept, Cue::kHowever, Cue::kIf, Cue::kNote};

bool IsSign(const Reading& r, int i) { return r.IsKind(i, Item::Kind::kMark) || r.IsComparison(i); }

bool IsGlueItem(const Reading& r, int i) {
  return IsSign(r, i) || r.IsAny(i, kGlue) || r.Find(i, TermKind::kPlain) != nullptr || r.WordIs(i, "no other");
}

// Unread words from the "or" at `i` up to the next boundary in the direction of `step`; 0 when one
// of them was read.
int UnreadSide(const Reading& r, int i, int step, int begin, int end) {
  int unread = 0;
  for (int k = i + step; k >= begin && k < end; k += step) {
    if (r.IsAnyMark(k, ",;()") || r.IsAny(k, {Cue::kOr, Cue::kAnd})) break;
    if (IsGlueItem(r, k)) continue;
    if (r.at(k).used) return 0;
    ++unread;
  }
  return unread;
}

// True when a whole side of the "or" at `i` was not read: it may open another door.
bool UnreadDisjunct(const Reading& r, int i, int begin, int end) {
  // Between two words of the same unread phrase ("confirmed or probable diagnosis", "'type a' or
  // 'type b' tumours") it only joins them.
  int left = i - 1, right = i + 1;
  while (left > begin && r.IsKind(left, Item::Kind::kMark) && !r.IsMark(left, ',')) --left;
  while (right + 1 < end && r.IsKind(right, Item::Kind::kMark) && !r.IsMark(right, ',')) ++right;
  bool inside = left >= begin && !r.at(left).used && !r.IsMark(left, ',') &&
                (!IsGlueItem(r, left) || r.Is(left, Cue::kDiagnosis));
  if (inside && right < end && !r.at(right).used && !r.IsMark(right, ',')) return false;
  return UnreadSide(r, i, 1, begin, end) >= 3 || UnreadSide(r, i, -1, begin, end) >= 3;
}

// "... as determined by FISH, RT-PCR or NGS in a certified laboratory": how it is known opens no
// door. The last item of such a phrase that starts at `i`, or -1 when none does.
int EndOfEvidence(const Reading& r, int i, int begin, int end) {
  bool by = r.Is(i, Cue::kStatus) && i > begin &&
            (base::EndsWithIgnoreCase(r.Word(i), " by") || r.WordIs(i, "according to"));
  if (!by) return -1;
  for (; i + 1 < end; ++i) {
    bool read = r.at(i + 1).used && !IsGlueItem(r, i + 1);
    bool new_part = r.IsMark(i + 1, ',') && r.IsAny(i + 2, {Cue::kAnd, Cue::kWith, Cue::kWho});
    bool turns = r.IsAny(i + 1, {Cue::kUnless, Cue::kExcept, Cue::kIf});
    if (r.IsMark(i + 1, ';') || read || new_part || turns) break;
  }
  return i;
}

bool DemandsBehindNote(const Reading& r, int begin, int end) {
  if (!r.Is(begin, Cue::kNote) || !r.IsMark(begin + 1, ':')) return false;
  for (int i = begin; i < end; ++i) {
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kExcluded})) return true;
  }
  return false;
}

// "QTcF > 470 ms or concomitant drugs known to prolong it": what stands before the "or" at `i` was read and is whole, and the unread words behind it
// are one more member. Behind "who" they may be of the same member, and a bracket may explain them.
bool AddsMember(const Reading& r, int i, int begin, int end) {
  int left = i - 1;
  while (left > begin && r.IsMark(left, ',')) --left;
  if (!r.at(left).used || r.at(left).aside || r.FindCue(begin, i, {Cue::kWho, Cue::kWith}) >= 0) return false;
  for (int k = i + 1; k < end; ++k) {
    if (r.IsMark(k, '(')) return false;
    if (r.IsAnyMark(k, ",;)") || r.IsAny(k, {Cue::kOr, Cue::kAnd})) break;
  }
  return UnreadSide(r, i, 1, begin, end) >= 3;
}

}  // namespace

bool HoldsTogether(const Reading& r, int i) { return IsGlueItem(r, i); }

bool IsEnumerator(const Reading& r, int i, int begin, int end) {
  bool short_word = r.IsKind(i, Item::Kind::kWord) && r.Word(i).size() <= 4 &&
                    (r.Word(i).size() == 1 || r.Word(i).find_first_not_of("ivxIVX") == std::string_view::npos);
  bool short_number = r.IsNumber(i) && r.Word(i).size() <= 2;
  const bool starts = i == begin || r.at(i - 1).lead;
  // "(C7) Patients with ...".
  const bool letter = r.Word(i).size() <= 3 && (r.Word(i)[0] | 0x20) >= 'a' && (r.Word(i)[0] | 0x20) <= 'z' &&
                      r.Word(i).find_first_of("0123456789") == 1;
  if (letter && r.IsMark(i - 1, '(') && r.IsMark(i + 1, ')') && (i - 1 == begin || r.at(i - 2).lead)) return true;
  if (!short_word && !short_number) return false;
  // "B - Leukocytes >= 3.0 x 10^9/L".
  if (starts && short_word && r.IsMark(i + 1, '-') && r.Word(i)[0] >= 'A' && r.Word(i)[0] <= 'Z' && i + 2 < end && r.at(i + 2).used) return true;
  bool first = starts || r.IsAnyMark(i - 1, ",;.(:") || r.IsAny(i - 1, {Cue::kOr, Cue::kAnd});
  bool alone = i == begin && i + 1 == end;
  const bool roman = r.WordIsAny(i, {"ii", "iii", "iv", "vi"}) && i + 1 < end && r.at(i).space_before;
  return alone || (first && r.IsAnyMark(i + 1, ").") && (r.IsMark(i + 1, ')') || starts || roman || r.IsAnyMark(i - 1, ";.") || (r.IsMark(i - 1, ':') && i + 2 < end)));
}

bool LeavesWhomUnread(const Reading& r, int begin, int end) {
  constexpr WordPattern kWhom[] = {"whom"};
  if (!r.MayHoldWord(kWhom)) return false;
  int i = begin + 1;
  while (i < end && !(r.WordContains(i, kWhom) && !r.at(i).used)) ++i;
  for (++i; i < end && !r.IsAnyMark(i, ",;()"); ++i) {
    if (!r.at(i).used && !IsGlueItem(r, i)) return true;
  }
  return false;
}

bool LeavesCountUnread(const Reading& r, int begin, int end) {
  int i = begin;
  while (i < end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.Is(i, Cue::kFiller))) ++i;
  const bool counts = r.IsAny(i, {Cue::kMoreThan, Cue::kAtLeast}) || (r.IsComparison(i) && (r.at(i).comparison == Comparison::kGreater || r.at(i).comparison == Comparison::kGreaterEqual));
  return i + 1 < end && counts && !r.at(i).used && r.at(i + 1).value.has_value() && !r.at(i + 1).used;
}

Residue ResidueOf(const Reading& r, int begin, int end) {
  Residue out;
  for (int i = begin; i < end; ++i) {
    const Item& item = r.at(i);
    if (item.lead) continue;
    if (int last = EndOfEvidence(r, i, begin, end); last >= 0) {
      i = last;
      continue;
    }
    if (IsSign(r, i)) continue;
    if (item.used) {
      ++out.content;
      continue;
    }
    if (r.WordIs(i, "however") && GoesOnInClause(r, i)) continue;
    // "Note: patients must have ..." demands; a note behind other words may turn them.
    if (r.IsAny(i, kTurns) && !(i == begin && DemandsBehindNote(r, begin, end))) out.alternative = true;
    // "With exceptions defined in the protocol", of a therapy.
    if (const Entry* quality = r.Find(i, TermKind::kQuality); quality != nullptr && quality->id == "not_among_exceptions") out.alternative = true;
    if (IsGlueItem(r, i) || r.Is(i, Cue::kWhen) || IsEnumerator(r, i, begin, end)) continue;
    if (r.Is(i, Cue::kOr)) {
      // "Where cure is not possible or is declined" says more of the same.
      bool qualifier = false;
      for (int k = i - 1; k >= begin && !r.IsMark(k, ';'); --k) qualifier = qualifier || r.WordIs(k, "where");
      if (!qualifier && UnreadDisjunct(r, i, begin, end)) (AddsMember(r, i, begin, end) ? out.member : out.alternative) = true;
      continue;
    }
    ++out.content;
    ++out.unread;
    out.span = base::Cover(out.span, item.span);
  }
  return out;
}

}  // namespace trialmatch::rules
