#include <algorithm>
#include <string>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kScales = {Cue::kEcog, Cue::kKarnofsky, Cue::kLansky, Cue::kPerformanceStatus};

// A word that names or carries the scale: "ps", "score", "on the WHO scale".
bool IsScaleWord(const Reading& r, int i) {
  return r.IsAny(i, kScales) || r.Is(i, Cue::kStatus) ||
         r.WordIsAny(i, {"ps", "scale", "score", "scores", "scoring", "group", "oncology", "criteria", "system", "point", "points", "grade", "who", "index", "levels", "class"});
}

// Words that may stand between the name of the scale and its bound.
bool Passes(const Reading& r, int i) {
  return IsScaleWord(r, i) || r.IsAny(i, {Cue::kFiller, Cue::kGrade, Cue::kBefore, Cue::kMust, Cue::kWith, Cue::kWho, Cue::kAnd, Cue::kOr, Cue::kIncluding, Cue::kFor}) ||
         r.IsAnyMark(i, "():,-[]*=") || r.Find(i, TermKind::kPlain) != nullptr || r.at(i).aside;
}

class PerformanceReader {
 public:
  PerformanceReader(Reading& reading, Clause clause, Atoms& atoms) : r_(reading), c_(clause), atoms_(atoms) {}

  void Run() {
    for (int i = c_.begin; i < c_.end; ++i) {
      if (r_.at(i).used || !r_.IsAny(i, kScales)) continue;
      i = std::max(i, ReadScale(i));
    }
    // A scale named behind its bound: "0-1 (ECOG)", "0 or 1 on the WHO scale".
    if (previous_ < 0) return;
    for (int i = atoms_[static_cast<size_t>(previous_)].last + 1; i < c_.end && (Passes(r_, i) || r_.WordStarts(i, {"per", "by", "according", "using"})); ++i) {
      if (IsScaleWord(r_, i)) r_.Use(i);
    }
  }

 private:
  // The last item of the bound of the scale named at `i`, or -1.
  int ReadScale(int i) {
    karnofsky_ = lansky_ = ecog_ = false;
    // The World Health Organization also writes guidelines.
    if (r_.WordStarts(i, {"world"}) && !r_.WordContains(i, {"performance"}) && !HasCue(r_, c_.begin, c_.end, {Cue::kPerformanceStatus})) return -1;
    Name(i);
    auto bound = FindBound(i);
    if (!bound) return -1;
    const base::Bounds& b = bound->bounds;
    const double largest = b.high ? *b.high : b.low.value_or(0);
    CompareLeaf leaf;
    leaf.quantity = largest >= 10 ? (lansky_ && !karnofsky_ ? "lansky" : "karnofsky") : "ecog";
    leaf.bounds = b;
    if (leaf.quantity == "ecog" && (largest > 5 || (karnofsky_ && !ecog_))) return -1;
    if (leaf.quantity != "ecog" && (largest > 100 || ecog_)) return -1;
    if (b.low.value_or(0) >= 2 && leaf.quantity == "ecog" && IsLetInToo(i, bound->last)) {
      r_.UseRange(std::min(i, bound->first), bound->last);
      return bound->last;
    }
    // "Karnofsky 70 %" alone is a lower bound; "0-2" and "0 or 1" are what they say.
    if (leaf.quantity != "ecog" && !bound->has_comparison && b.low == b.high) leaf.bounds.high.reset();
    const int first = std::min(i, bound->first);
    int last = bound->last;
    while (last + 1 < c_.end && (r_.IsMark(last + 1, '%') || r_.WordIsAny(last + 1, {"point", "points", "score", "scores"}))) ++last;
    Atom atom;
    atom.first = first;
    atom.last = last;
    atom.topic = Topic::kPerformance;
    // "Absence of pleural effusion, performance status 1": the denial is of what stands before the comma.
    bool comma = false;
    for (int k = first - 1; k >= c_.begin && !r_.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout}); --k) comma = comma || r_.IsMark(k, ',');
    atom.negated = !comma && DeniedBefore(r_, c_, first);
    const bool both = lansky_ && karnofsky_ && leaf.quantity != "ecog";
    if (leaf.quantity == "ecog" && !atom.negated) WidenForOtherPart(last, &leaf.bounds);
    atom.expression = Expression::OfLeaf(leaf, r_.SpanOf(first, last), "performance." + leaf.quantity);
    if (both) {
      leaf.quantity = "lansky";
      atom.expression = Expression::Any({atom.expression, Expression::OfLeaf(leaf, r_.SpanOf(first, last), "performance.lansky")});
    }
    Use(first, last);
    r_.UseRange(bound->first, bound->last);
    if (leaf.quantity == "ecog" && !atom.negated) AllowMoreOfSome(leaf, bound->last, &atom);
    if (leaf.quantity != "ecog") ReadAgeOfScale(&last, &atom);
    Add(std::move(atom));
    return last;
  }

  // "Including some patients in poor condition (ECOG 3 and 4)", "patients with ECOG 2 are to be discussed with the medical monitor": nobody is asked to
  // be that ill.
  bool IsLetInToo(int i, int last) const {
    constexpr int kFarthest = 16;   // items
    for (int k = last + 1; k < std::min(c_.end, last + kFarthest / 2) && !r_.IsAny(k, {Cue::kPermitted, Cue::kMust}); ++k) {
      if (r_.WordContains(k, {"discuss"})) return true;
    }
    for (int k = i - 1; k >= std::max(c_.begin, i - kFarthest); --k) {
      if (r_.Is(k, Cue::kIncluding) && !r_.at(k).lead) return r_.WordStarts(k + 1, {"some", "patients", "those"});
    }
    return false;
  }

  // "Lansky >= 50 for patients under 16": the scale of an age; beside the other scale the ages only
  // say which of the two is used.
  void ReadAgeOfScale(int* last, Atom* atom) {
    for (int k = *last + 1; k < c_.end && k <= *last + 6; ++k) {
      auto bound = ReadBound(r_, k, c_.end);
      if (bound && bound->has_comparison) {
        const int next = bound->last + 1;
        const bool years = bound->unit == "year" || r_.IsAny(bound->last, {Cue::kYear, Cue::kAge}) || r_.WordStarts(bound->first, {"younger", "older", "under"}) || (r_.IsAny(next, {Cue::kYear, Cue::kAge}) && next < c_.end);
        if (!years) return;
        int end = r_.IsAny(next, {Cue::kYear, Cue::kAge}) && next < c_.end ? next : bound->last;
        if (r_.Is(end + 1, Cue::kAge) && end + 1 < c_.end) ++end;
        CompareLeaf age;
        age.quantity = "age";
        age.bounds = bound->bounds;
        const bool alone = !(HasCue(r_, c_.begin, c_.end, {Cue::kLansky}) && HasCue(r_, c_.begin, c_.end, {Cue::kKarnofsky}));
        if (alone) atom->expression = Expression::When(Expression::OfLeaf(age, r_.SpanOf(k, end), "performance.age"), atom->expression);
        r_.UseRange(*last + 1, end);
        *last = atom->last = end;
        return;
      }
      if (!r_.IsAny(k, {Cue::kFor, Cue::kFiller, Cue::kIf, Cue::kWho, Cue::kBefore, Cue::kWith}) && !r_.IsAnyMark(k, "(,") && !r_.WordStarts(k, {"those"}) &&
          r_.Find(k, TermKind::kPlain) == nullptr) {
        return;
      }
    }
  }

  // "0-1, or 2 if the patient is under 70": of whom more is let in stands behind the "if", which is the sentence's (sentence.cc).
  bool AllowsMoreIf(CompareLeaf leaf, int last, Atom* atom) const {
    const int joint = r_.IsMark(last + 1, ',') ? last + 2 : last + 1;
    if (!r_.Is(joint, Cue::kOr) || joint + 1 >= c_.end || !leaf.bounds.high) return false;
    const auto more = Bound(joint + 1);
    if (!more || !r_.IsAny(more->last + 1, {Cue::kIf, Cue::kWhen}) || more->bounds.low != more->bounds.high || *more->bounds.high <= *leaf.bounds.high || *more->bounds.high > 4) return false;
    leaf.bounds = more->bounds;
    r_.UseRange(last + 1, more->last);
    atom->last = more->last;
    atom->expression = Expression::Any(std::move(atom->expression), Expression::OfLeaf(std::move(leaf), r_.SpanOf(joint + 1, more->last), "performance.ecog"));
    return true;
  }

  // "0-1 (2 is allowed for patients with ALK-positive disease)": for whom is not read.
  void AllowMoreOfSome(CompareLeaf leaf, int last, Atom* atom) const {
    if (AllowsMoreIf(leaf, last, atom)) return;
    if (!r_.IsMark(last + 1, '(') || !leaf.bounds.high) return;
    const auto more = Bound(last + 2);
    if (!more || !more->bounds.high || *more->bounds.high <= *leaf.bounds.high || *more->bounds.high > 4) return;
    if (!HasCue(r_, more->last + 1, std::min(c_.end, more->last + 4), {Cue::kPermitted})) return;
    leaf.bounds.high = more->bounds.high;
    const base::Span span = r_.SpanOf(last + 2, more->last);
    atom->expression = Expression::Any(std::move(atom->expression), Expression::All(Expression::OfLeaf(std::move(leaf), span, "performance.ecog"), Expression::Opaque(span)));
  }

  // "0-1 (dose escalation) or 0-2 (expansion cohorts)": nobody is asked for less than the widest of the parts asks for.
  void WidenForOtherPart(int last, base::Bounds* bounds) const {
    constexpr int kFarthest = 14;
    bool part = false, joined = false;
    for (int k = last + 1; k < std::min(c_.end, last + kFarthest); ++k) {
      part = part || r_.WordStarts(k, {"phase", "part", "cohort", "dose", "escalation", "expansion", "arm"});
      joined = joined || r_.IsAny(k, {Cue::kOr, Cue::kAnd});
      if (r_.IsAny(k, kScales) || !joined) continue;
      const auto other = Bound(k);
      if (!other) continue;
      const bool wider = part && bounds->high && other->bounds.high && *other->bounds.high > *bounds->high && *other->bounds.high <= 4;
      if (!wider) return;
      bounds->high = other->bounds.high;
      bounds->high_inclusive = other->bounds.high_inclusive;
      return;
    }
  }

  void Name(int i) {
    ecog_ = ecog_ || r_.Is(i, Cue::kEcog);
    karnofsky_ = karnofsky_ || r_.Is(i, Cue::kKarnofsky);
    lansky_ = lansky_ || r_.Is(i, Cue::kLansky);
  }

  // The bound of the scale at `i`: behind its name, or its sign right before it ("> ECOG 2").
  std::optional<BoundReading> FindBound(int i) {
    if (i - 1 >= c_.begin && (r_.IsComparison(i - 1) || r_.IsAny(i - 1, {Cue::kAtLeast, Cue::kAtMost, Cue::kMoreThan, Cue::kLessThan}))) {
      if (auto bound = Bound(i - 1)) return bound;
    }
    for (int k = i + 1; k < c_.end && k <= i + 24; ++k) {
      if (r_.IsAny(k, kScales)) {
        Name(k);
        continue;
      }
      if (auto bound = Bound(k)) return bound;
      // "Karnofsky (those 16 years and older) or Lansky (...) of at least 50".
      if (r_.IsMark(k, '(') && CloseOf(k) > k) {
        for (int m = k; m <= CloseOf(k); ++m) Name(m);
        k = CloseOf(k);
        continue;
      }
      if (!Passes(r_, k)) return std::nullopt;
    }
    return std::nullopt;
  }

  // A bound of a scale has no unit but "%"; a number of years is an age.
  std::optional<BoundReading> Bound(int k) const {
    if (r_.at(k).aside) return std::nullopt;
    auto bound = ReadBound(r_, k, c_.end);
    if (!bound || (!bound->unit.empty() && bound->unit != "%") || bound->relative != CompareLeaf::Relative::kAbsolute) return std::nullopt;
    if (r_.IsAny(bound->last + 1, {Cue::kYear, Cue::kAge, Cue::kMonth, Cue::kWeek, Cue::kDay}) && bound->last + 1 < c_.end) return std::nullopt;
    if (r_.IsAny(bound->last, {Cue::kAge, Cue::kYear}) || r_.IsAny(bound->last - 1, {Cue::kAge, Cue::kYear})) return std::nullopt;
    MendRange(&*bound);
    return bound;
  }

  bool IsLess(int i) const {
    return r_.Is(i, Cue::kLessThan) || (r_.IsComparison(i) && (r_.at(i).comparison == Comparison::kLess || r_.at(i).comparison == Comparison::kLessEqual));
  }

  // "0 1", "0 ? 2", "0≤2", "=< 0-2": ranges of which the dash was lost or doubled; "2 or <": the sign behind the number.
  void MendRange(BoundReading* bound) const {
    const base::Bounds& b = bound->bounds;
    const bool one = !bound->has_comparison && !bound->is_list && b.low && b.low == b.high;
    int next = bound->last + 1;
    if (one && *b.low >= 1 && *b.low <= 2 && r_.Is(next, Cue::kOr) && IsLess(next + 1) && !r_.IsNumber(next + 2)) {
      bound->bounds.low.reset();
      bound->has_comparison = true;
      bound->last = next + 1;
      return;
    }
    const bool most = bound->has_comparison && b.high && b.high_inclusive && !b.low && *b.high < 1;
    if (!(one && *b.low < 1) && !most) return;
    if (r_.IsAnyMark(next, "?-") || (one && IsLess(next))) ++next;
    if (next >= c_.end || !r_.IsNumber(next) || r_.IsAny(next + 1, {Cue::kYear, Cue::kAge, Cue::kMonth, Cue::kWeek, Cue::kDay}) || r_.IsAnyMark(next + 1, "%/")) return;
    const double value = r_.at(next).number;
    if (value != 1 && value != 2 && value != 3) return;
    bound->bounds.high = value;
    bound->last = next;
  }

  // The end of a bracket that holds no bound of the scale.
  int CloseOf(int open) const {
    for (int k = open + 1; k < c_.end && k < open + 12; ++k) {
      if (r_.IsMark(k, ')')) return k;
      if (Bound(k)) return -1;
    }
    return -1;
  }

  // Words that nobody knows stay unread.
  void Use(int first, int last) {
    for (int k = first; k <= last; ++k) {
      if (!r_.IsKind(k, Item::Kind::kWord) || IsScaleWord(r_, k)) r_.Use(k);
    }
  }

  // Two scales in one clause tell the same thing twice: "ECOG 0-2 (Karnofsky >= 60 %)"; for patients
  // of different ages they are alternatives all the same.
  void Add(Atom atom) {
    if (previous_ >= 0 && !atom.negated) {
      Atom& first = atoms_[static_cast<size_t>(previous_)];
      if (!Same(first.expression, atom.expression)) first.expression = Expression::Any({first.expression, atom.expression});
      first.last = atom.last;
      return;
    }
    previous_ = static_cast<int>(atoms_.size());
    atoms_.push_back(std::move(atom));
  }

  // "Performance status: ECOG 0-2 SWOG 0-2".
  static bool Same(const Expression& a, const Expression& b) {
    return a.kind == Expression::Kind::kLeaf && b.kind == Expression::Kind::kLeaf && a.leaf == b.leaf;
  }

  Reading& r_;
  Clause c_;
  Atoms& atoms_;
  int previous_ = -1;   // index of the previous scale's atom in this clause
  bool karnofsky_ = false, lansky_ = false, ecog_ = false;
};

}  // namespace

void ReadPerformance(Reading& reading, Clause clause, Atoms& atoms) { PerformanceReader(reading, clause, atoms).Run(); }

}  // namespace trialmatch::rules
