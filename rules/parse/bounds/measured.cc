#include "rules/parse/bounds/measured.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kScales = {Cue::kEcog, Cue::kKarnofsky, Cue::kLansky, Cue::kPerformanceStatus};
constexpr CueSet kTurns = {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kHowever};

// What keeps blood values up.
bool IsSupport(const Reading& r, int i) {
  return r.WordContains(i, {"transfus", "growth factor", "g-csf", "gcsf", "gm-csf", "filgrastim", "erythropo", "hematopoietic", "colony", "blood product", "thrombopoie", "hemopoietic", "growth-factor", "blood component"}) ||
         r.WordIsAny(i, {"epo", "csf", "csfs", "tpo", "support", "supportive", "leukocyte elevating"});
}

bool NamesOther(const Reading& r, int i) {
  return r.Find(i, TermKind::kDrug) != nullptr || r.Find(i, TermKind::kDrugClass) != nullptr || r.Find(i, TermKind::kCondition) != nullptr ||
         r.Find(i, TermKind::kDisease) != nullptr || r.Find(i, TermKind::kGene) != nullptr || r.Find(i, TermKind::kSite) != nullptr;
}

bool IsWordOfList(std::string_view word) {
  constexpr std::string_view kNumerals[] = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"};
  return (word.size() == 1 && word[0] >= 'a' && word[0] <= 'h') || std::find(std::begin(kNumerals), std::end(kNumerals), word) != std::end(kNumerals);
}

class Marker {
 public:
  Marker(Reading& reading, Clause sentence) : r_(reading), begin_(sentence.begin), end_(sentence.end) {
    while (begin_ < end_ && r_.at(begin_).lead) ++begin_;
  }

  void Run() {
    if (!r_.MayHoldTermOf(KindBit(TermKind::kLab)) && !r_.MayHoldCue(kScales) && !r_.MayHoldCue({Cue::kAge})) return;
    bool lab = false, scale = false, age = false;
    for (int i = begin_; i < end_; ++i) {
      lab = lab || IsLab(i);
      scale = scale || r_.IsAny(i, kScales);
      age = age || r_.Is(i, Cue::kAge);
    }
    if (!lab && !scale && !age) return;
    MarkStep();
    for (int i = begin_; i < end_; ++i) MarkReference(i);
    if (!lab && !scale) return;
    for (int i = begin_; i < end_; ++i) i = std::max(i, MarkTime(i));
    if (!lab) return;
    for (int i = begin_; i < end_; ++i) MarkRecording(i);
    for (int i = begin_; i < end_; ++i) MarkSubject(i);
    for (int i = begin_; i < end_; ++i) i = std::max(i, MarkSupport(i));
    MarkTherapeuticRange();
  }

 private:
  // A lab that is measured, not the platelets of "platelet transfusion".
  bool IsLab(int i) const { return r_.Find(i, TermKind::kLab) != nullptr && !(IsSupport(r_, i + 1) && i + 1 < end_); }

  void Mark(int first, int last) {
    for (int i = first; i <= last; ++i) {
      if (!r_.at(i).used && !r_.at(i).lead) r_.at(i).aside = r_.at(i).used = true;
    }
  }

  // "Track I at randomization: ...", "Pre-registration: ...".
  void MarkStep() {
    bool reference = false;
    for (int i = begin_; i < std::min(end_, begin_ + 8); ++i) {
      if (r_.IsMark(i, ':')) {
        if (reference && i > begin_) Mark(begin_, i);
        return;
      }
      reference = reference || r_.Is(i, Cue::kReference) || r_.WordIsAny(i, {"step", "track", "randomization", "registration"});
      const bool label = r_.IsAny(i, {Cue::kReference, Cue::kFiller, Cue::kBefore, Cue::kFor, Cue::kAnd}) || r_.IsNumber(i) || r_.IsMark(i, '-') ||
                         r_.Find(i, TermKind::kPlain) != nullptr || (r_.IsKind(i, Item::Kind::kWord));
      if (!label) return;
    }
  }

  // Words that only point elsewhere or count the items of a list.
  void MarkReference(int i) {
    if (r_.WordContains(i, {"appendix", "attachment", "annex", "section", "appendices"})) {
      const bool named = i + 1 < end_ && (r_.IsNumber(i + 1) || r_.Word(i + 1).size() <= 3) && !r_.IsKind(i + 1, Item::Kind::kMark);
      Mark(i, named ? i + 1 : i);
    }
    if (r_.WordIsAny(i, {"inclusive", "both inclusive", "inclusively"})) Mark(i, i);
    // "On the day of signing informed consent".
    if (r_.Is(i, Cue::kDay) && !r_.IsNumber(i - 1) && !r_.IsNumber(i + 1) && r_.Is(i - 1, Cue::kFiller) && r_.IsAny(i + 1, {Cue::kBefore, Cue::kFiller, Cue::kReference})) Mark(i, i);
    if (r_.IsNumber(i) && i <= begin_ + 1 && r_.IsMark(i + 1, ')') && !r_.IsComparison(i - 1)) Mark(i, i);   // "(3) ECOG"
    const bool marked = r_.IsAnyMark(i + 1, ".)") || i + 1 == end_ || i == begin_;
    if (r_.IsKind(i, Item::Kind::kWord) && marked && IsWordOfList(r_.Word(i))) Mark(i, i);
    // "Life expectancy: at least 12 weeks" behind the performance status, without a stop between.
    if (r_.Find(i, TermKind::kLogistics) != nullptr && r_.WordContains(i, {"expect", "surviv"}) && r_.IsMark(i + 1, ':')) {
      auto bound = ReadBound(r_, i + 2, end_);
      if (bound && bound->last + 1 < end_ && r_.IsAny(bound->last + 1, {Cue::kWeek, Cue::kMonth, Cue::kDay, Cue::kYear})) Mark(i, bound->last + 1);
      else if (bound && r_.IsAny(bound->last, {Cue::kWeek, Cue::kMonth, Cue::kDay, Cue::kYear})) Mark(i, bound->last);
    }
  }

  // "From 3 ECGs, using the clinic's machine-derived QTc value".
  void MarkRecording(int i) {
    const bool ecg = r_.WordContains(i, {"ecg", "electrocardiogram"});
    if (!ecg) return;
    if (r_.IsNumber(i - 1) || ReadCount(r_, i - 1)) {
      int first = i - 1;
      if (r_.WordIsAny(first - 1, {"from", "on", "over"}) && first > begin_) --first;
      Mark(first, i);
    }
    if (i > begin_ && r_.WordStarts(i - 1, {"clinic"})) Mark(i - 1, i);
    for (int k = i + 1; k < end_ && k <= i + 4; ++k) {
      if (r_.WordStarts(k, {"machine"})) Mark(k, k);
      if (r_.WordStarts(k, {"derived"})) Mark(k, r_.Find(k + 1, TermKind::kLab) != nullptr && k + 1 < end_ ? k + 1 : k);
    }
  }

  // "..., coagulation function: INR ..." inside a sentence.
  void MarkSubject(int i) {
    if (!r_.IsMark(i, ':') || i + 1 >= end_) return;
    bool lab = false;
    for (int k = i + 1; k < std::min(end_, i + 4); ++k) lab = lab || IsLab(k);
    if (!lab) return;
    int first = i;
    const auto word = [&](int k) {
      return (r_.IsKind(k, Item::Kind::kWord) || r_.Find(k, TermKind::kLogistics) != nullptr || r_.Find(k, TermKind::kPlain) != nullptr ||
              r_.Find(k, TermKind::kSite) != nullptr || r_.IsAny(k, {Cue::kFiller, Cue::kAnd, Cue::kStatus})) && !IsLab(k);
    };
    while (first > begin_ && first > i - 5 && word(first - 1) && !r_.at(first - 1).lead) --first;
    const bool starts = first == begin_ || r_.IsAnyMark(first - 1, ",;).") || r_.at(first - 1).aside || r_.at(first).line_before;
    if (first < i && starts) Mark(first, i - 1);
  }

  bool IsTaking(int i) const {
    return r_.WordStarts(i, {"obtain", "assess", "perform", "measur", "done", "evaluat", "document", "determin", "test", "taken", "collect", "conduct",
                             "complet", "confirm", "record", "drawn", "observ", "met", "result", "based"});
  }

  // What a time of measurement may stand behind: a bound, a lab, a scale, a mark; not a treatment
  // or an illness, whose own time it would be.
  bool MayPrecedeTime(int i) const {
    if (i < begin_) return true;
    if (r_.at(i).lead) return true;
    if (r_.IsAnyMark(i, "(:[;")) return true;
    if (r_.IsAnyMark(i, ",)]")) return MayPrecedeTime(i - 1) || !NamesOther(r_, i - 1);
    return r_.IsNumber(i) || r_.Find(i, TermKind::kUnit) != nullptr || r_.IsAny(i, {Cue::kUln, Cue::kLln, Cue::kNormal, Cue::kAtLeast, Cue::kAtMost, Cue::kStatus}) ||
           r_.IsAny(i, kScales) || IsLab(i) || r_.Find(i, TermKind::kLogistics) != nullptr || r_.at(i).aside || IsTaking(i) ||
           r_.Find(i, TermKind::kPlain) != nullptr || r_.WordStarts(i, {"data", "level", "function", "value", "lab"}) || r_.IsAnyMark(i, "%.*");
  }

  // "Obtained within 14 days prior to registration"; its last item, or -1.
  int MarkTime(int i) {
    const bool within = r_.Is(i, Cue::kWithin);
    const bool most = r_.Is(i, Cue::kAtMost) || r_.Is(i, Cue::kLessThan) ||
                      (r_.IsComparison(i) && (r_.at(i).comparison == Comparison::kLessEqual || r_.at(i).comparison == Comparison::kLess));
    if ((!within && !most) || r_.at(i).lead) return -1;
    int at = i + 1;
    while (at < end_ && at < i + 4 && (r_.Is(at, Cue::kFiller) || r_.IsMark(at, '(') || r_.IsComparison(at) || r_.Is(at, Cue::kBefore)) && !ReadDuration(r_, at, end_)) ++at;
    auto duration = ReadDuration(r_, at, end_);
    if (!duration) return -1;
    int last = duration->last;
    bool anchored = false;
    const auto boundary = [&](int k) { return r_.IsAnyMark(k, ",;:()[]") || r_.Is(k, Cue::kUnless) || r_.IsAny(k, kTurns) || IsLab(k) || r_.IsComparison(k); };
    int unknown = 0;
    for (int k = last + 1; k < end_ && !boundary(k); ++k) {
      const bool anchor = r_.IsAny(k, {Cue::kBefore, Cue::kReference, Cue::kSince}) || r_.WordContains(k, {"enrol", "prior to"});
      const bool plain = r_.Find(k, TermKind::kPlain) != nullptr || r_.IsAny(k, {Cue::kFiller, Cue::kFirstLine, Cue::kCycle, Cue::kDay, Cue::kOngoing, Cue::kWith, Cue::kStatus}) ||
                         r_.IsAnyMark(k, "/-") || r_.IsNumber(k) || r_.WordIsAny(k, {"treatment", "therapy", "dose", "drug", "step"});
      const bool joins = r_.IsAny(k, {Cue::kOr, Cue::kAnd}) && (r_.Is(k + 1, Cue::kReference) || r_.Find(k + 1, TermKind::kPlain) != nullptr);
      const bool word = anchored && (r_.IsKind(k, Item::Kind::kWord) || r_.Find(k, TermKind::kDrug) != nullptr || r_.Find(k, TermKind::kDrugClass) != nullptr) && ++unknown <= 3;
      if (!anchor && !plain && !joins && !word) break;
      anchored = anchored || anchor;
      last = k;
    }
    if (!anchored && !(within && (last + 1 >= end_ || r_.IsAnyMark(last + 1, ")]:")))) return -1;
    if (most && !anchored) return -1;
    int first = i;
    while (first > begin_ && !r_.at(first - 1).lead && (IsTaking(first - 1) || r_.IsAny(first - 1, {Cue::kFiller, Cue::kMust, Cue::kAnd}) || r_.WordIsAny(first - 1, {"as", "labs", "laboratory", "re"}) || (r_.IsMark(first - 1, '-') && r_.WordIs(first - 2, "re")))) --first;
    if (!MayPrecedeTime(first - 1)) return -1;
    Mark(first, last);
    return last;
  }

  // From `i` to the next comma, bracket or semicolon; the items on the way.
  int EndOfStretch(int i) const {
    int k = i;
    while (k < end_ && !r_.IsAnyMark(k, ",;()[]:") && !(IsLab(k) && k > i)) ++k;
    return k;
  }
  bool HoldsBound(int first, int last) const {
    for (int k = first; k < last; ++k) {
      const bool limit = r_.IsAny(k, {Cue::kUln, Cue::kLln});
      const bool sign = r_.IsComparison(k) && !ReadDuration(r_, k + 1, end_);
      if (limit || sign || IsLab(k)) return true;
    }
    return false;
  }
  bool HoldsSupport(int first, int last) const {
    for (int k = first; k < last; ++k) {
      if (IsSupport(r_, k)) return true;
    }
    return false;
  }

  // "Without transfusion within 7 days", "(transfusions are allowed)", ", may be transfused to
  // reach this"; the last item, or -1.
  int MarkSupport(int i) {
    if (r_.IsAnyMark(i, "([")) {
      int close = i + 1;
      for (int depth = 1; close < end_; ++close) {
        if (r_.IsAnyMark(close, "([")) ++depth;
        if (r_.IsAnyMark(close, ")]") && --depth == 0) break;
      }
      if (close < end_ && HoldsSupport(i, close) && !HoldsBound(i, close)) {
        Mark(i + 1, close - 1);
        return close;
      }
      return -1;
    }
    const bool denies = r_.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kNaive}) || r_.WordIsAny(i, {"independent of", "independent", "untransfused", "unsupported", "excluding"});
    const bool remark = r_.IsMark(i, ',') && i > begin_;
    if (!denies && !remark) return -1;
    if (!BoundBefore(i)) return -1;
    const int first = remark ? i + 1 : i;
    int last = EndOfStretch(first);
    if (!HoldsSupport(first, last) && !r_.WordIsAny(first, {"untransfused", "unsupported"})) return -1;
    if (HoldsBound(first, last)) return -1;
    if (remark && !HasCue(r_, first, last, {Cue::kPermitted, Cue::kNotRequired, Cue::kExcluded, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot}) &&
        !r_.WordIsAny(first, {"may", "can", "achieved", "independent"})) {
      return -1;
    }
    // A list of such support goes on behind its commas.
    while (last < end_ && (r_.IsMark(last, ',') || r_.IsAnyMark(last, "()"))) {
      const int next = EndOfStretch(last + 1);
      const bool bracket = r_.IsMark(last, '(') && r_.IsMark(next, ')') && !HoldsBound(last + 1, next);
      const bool goes_on = HoldsSupport(last + 1, next) && !HoldsBound(last + 1, next);
      if (!bracket && !goes_on) break;
      last = bracket ? next + 1 : next;
    }
    Mark(first, last - 1);
    return last - 1;
  }

  // A lab with a bound stands before, in this sentence.
  bool BoundBefore(int i) const {
    bool lab = false;
    for (int k = begin_; k < i; ++k) {
      lab = lab || IsLab(k);
      if (lab && (r_.IsNumber(k) || r_.Is(k, Cue::kNormal))) return true;
    }
    return false;
  }

  // "As long as PT or aPTT is within the therapeutic range of intended use of anticoagulants".
  void MarkTherapeuticRange() {
    for (int i = begin_; i < end_; ++i) {
      if (!r_.WordStarts(i, {"therapeutic"}) || r_.Find(i, TermKind::kDrugClass) != nullptr) continue;
      if (!r_.WordStarts(i + 1, {"range", "level", "limit"}) && !r_.WordContains(i, {"range"})) continue;
      int first = i;
      while (first > begin_ && !r_.IsAny(first, {Cue::kIf, Cue::kAnd}) && !r_.IsAnyMark(first - 1, ",;(") && !r_.Is(first - 1, Cue::kUnless)) --first;
      if (!r_.IsAny(first, {Cue::kIf, Cue::kAnd}) && !r_.IsAnyMark(first - 1, ",;(")) continue;
      int last = i;
      while (last + 1 < end_ && !r_.IsAnyMark(last + 1, ",;()[]")) ++last;
      Mark(first, last);
    }
  }

  Reading& r_;
  int begin_, end_;
};

}  // namespace

void MarkHowMeasured(Reading& reading, Clause sentence) { Marker(reading, sentence).Run(); }

}  // namespace trialmatch::rules
