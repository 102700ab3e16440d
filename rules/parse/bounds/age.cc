#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// No trial asks for an age outside of these.
constexpr double kOldest = 110;
// The words above a table of ages are few.
constexpr int kLongestTableHead = 40;   // items

bool Passes(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kFiller, Cue::kMust, Cue::kBefore, Cue::kMale, Cue::kFemale, Cue::kOr, Cue::kAnd, Cue::kBetween, Cue::kAge, Cue::kIncluding}) ||
         (r.Is(i, Cue::kWithin) && r.IsNumber(i + 1) && (r.Is(i + 2, Cue::kTo) || r.IsMark(i + 2, '-'))) || r.IsAnyMark(i, ":(-,[=") || r.at(i).aside || r.Find(i, TermKind::kPlain) != nullptr;
}

// Ages that limit nobody: a relative's, what defines menopause, the age of a specimen.
bool SpeaksOfOtherAge(const Reading& r, Clause c) {
  if (HasCue(r, c.begin, c.end, {Cue::kFamily})) return true;
  // "A serum creatinine based on age as follows": the rows of a table.
  bool lead_age = false, lead_lab = false;
  for (int i = 0; i < r.size() && i < kLongestTableHead && r.at(i).lead; ++i) {
    lead_age = lead_age || r.Is(i, Cue::kAge);
    lead_lab = lead_lab || r.Find(i, TermKind::kLab) != nullptr;
  }
  if (lead_age && lead_lab) return true;
  for (int i = c.begin; i < c.end; ++i) {
    // "Hepatitis since the age of 11": when the illness came.
    if (r.Is(i, Cue::kAge) && (r.WordIs(i - 1, "since") || (i >= c.begin + 2 && r.WordIs(i - 2, "since")))) return true;
    if (r.WordContains(i, {"sudden death", "sudden cardiac", "menopaus", "amenorrh", "childbearing potential", "child bearing potential", "menses"})) return true;
    if (r.WordStarts(i, {"pregnan"}) && r.WordStarts(i + 1, {"screen", "test"})) return true;
  }
  return false;
}

class AgeReader {
 public:
  AgeReader(Reading& reading, Clause clause, Atoms& atoms) : r_(reading), c_(clause), atoms_(atoms) {}

  void Run() {
    if (!SpeaksOfYears()) return;
    for (int i = c_.begin; i < c_.end; ++i) {
      if (r_.at(i).used) continue;
      auto bound = r_.Is(i, Cue::kAge) ? BehindAge(i) : BeforeYears(i);
      if (!bound) continue;
      if (SpeaksOfOtherAge(r_, c_) || IsOfSpecimen(i)) return;
      i = std::max(i, Add(i, *bound));
    }
  }

 private:
  // A word of age or of years stands in the clause or beside it: most numbers are no ages, and are
  // not looked at one by one.
  bool SpeaksOfYears() const {
    if (HasCue(r_, c_.begin - 1, c_.end + 1, {Cue::kAge, Cue::kYear})) return true;
    for (int i = c_.begin - 1; i <= c_.end; ++i) {
      if (r_.WordStarts(i, {"y", "old", "or old", "or you", "and old", "and you", "adult"})) return true;
    }
    return false;
  }

  // "Age: 18 years or older", "over the age of 18".
  std::optional<BoundReading> BehindAge(int i) {
    const int sign = SignBefore(i);
    if (sign >= 0) {
      if (auto bound = ReadBound(r_, sign, c_.end)) {
        if (bound->last > i) return bound;
      }
    }
    if (r_.Is(i - 1, Cue::kFor) && r_.WordIs(i, "age")) return std::nullopt;   // "ULN for age"
    for (int k = i + 1; k < c_.end && k <= i + 8; ++k) {
      if (r_.at(k).aside) continue;
      auto bound = ReadBound(r_, k, c_.end);
      if (bound && r_.Is(bound->last + 1, Cue::kMonth) && bound->last + 1 < c_.end) return std::nullopt;
      if (bound) {
        if (sign >= 0 && !bound->has_comparison && bound->bounds.low == bound->bounds.high) SetBySign(sign, &*bound);
        if (sign < 0 && bound->has_comparison && bound->bounds.high && !bound->bounds.low) TakeFewestBefore(i, &*bound);
        return OfYears(*bound) ? bound : std::nullopt;
      }
      if (!Passes(r_, k)) return std::nullopt;
    }
    return std::nullopt;
  }

  // "Archival tumor tissue less than 5 years old".
  bool IsOfSpecimen(int i) const {
    for (int k = i - 1; k >= c_.begin && k >= i - 5; --k) {
      if (r_.WordContains(k, {"tissue", "specimen", "sample", "archiv", "block", "biops"})) return true;
      if (r_.IsAnyMark(k, ",;:")) return false;
    }
    return false;
  }

  // "Over the", "under the" right before "age of".
  int SignBefore(int i) const {
    int k = i - 1;
    while (k > c_.begin && r_.Is(k, Cue::kFiller)) --k;
    return k >= c_.begin && !r_.at(k).used && r_.IsAny(k, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost}) ? k : -1;
  }

  void SetBySign(int sign, BoundReading* bound) const {
    const double value = *bound->bounds.low;
    bound->bounds = base::Bounds();
    const bool low = r_.IsAny(sign, {Cue::kMoreThan, Cue::kAtLeast});
    (low ? bound->bounds.low : bound->bounds.high) = value;
    bound->bounds.low_inclusive = !r_.Is(sign, Cue::kMoreThan);
    bound->bounds.high_inclusive = !r_.Is(sign, Cue::kLessThan);
    bound->has_comparison = true;
    bound->first = sign;
  }

  // "18 <= age <= 75", "18 years <= age < 75 years".
  void TakeFewestBefore(int age, BoundReading* bound) const {
    const int less = age - 1;
    const int number = r_.Is(less - 1, Cue::kYear) ? less - 2 : less - 1;
    if (number < c_.begin || !r_.IsComparison(less) || !r_.IsNumber(number) || r_.at(number).number >= *bound->bounds.high) return;
    const Comparison sign = r_.at(less).comparison;
    if (sign != Comparison::kLess && sign != Comparison::kLessEqual) return;
    bound->bounds.low = r_.at(number).number;
    bound->bounds.low_inclusive = sign == Comparison::kLessEqual;
    bound->first = number;
  }

  static bool OfYears(const BoundReading& bound) { return bound.unit.empty() || bound.unit == "year"; }

  // "At least 18 years *at consent*", "*on the day of* enrolment".
  bool TellsDay(int i) const {
    if (!r_.WordIsAny(i, {"at", "on"})) return false;
    for (int k = i + 1; k < c_.end && k < i + 7; ++k) {
      if (r_.Is(k, Cue::kReference) || r_.WordContains(k, {"consent"})) return true;
      if (!r_.IsAny(k, {Cue::kFiller, Cue::kDay, Cue::kBefore}) && !r_.WordIsAny(k, {"of", "the", "signing"})) return false;
    }
    return false;
  }

  // ">= 18 years old", "18 to 75 years of age", "18 years or older".
  std::optional<BoundReading> BeforeYears(int i) {
    auto bound = ReadBound(r_, i, c_.end);
    if (!bound || !OfYears(*bound)) return std::nullopt;
    int next = bound->last + 1;
    const bool bracket = r_.IsMark(next, '(') || (r_.Is(next, Cue::kYear) && r_.IsMark(next + 1, '('));
    bool years = bound->unit == "year" || r_.IsAny(bound->last, {Cue::kYear, Cue::kAge});
    for (; next < c_.end && next <= bound->last + 3 && (r_.Is(next, Cue::kYear) || (years && (r_.IsAnyMark(next, ".()") || r_.Is(next, Cue::kBefore)))); ++next) {
      years = years || r_.Is(next, Cue::kYear);
    }
    const bool aged = next < c_.end && (r_.Is(next, Cue::kAge) || r_.WordIs(next, "old"));
    const bool ends = next >= c_.end || bracket || r_.IsMark(next - 1, ')') || r_.IsAnyMark(next, ".,)") || r_.WordStarts(next, {"at the time", "at time", "at screening", "at enrol"}) || r_.at(next).aside || TellsDay(next) || r_.IsAny(next, {Cue::kAnd, Cue::kOr, Cue::kMale, Cue::kFemale, Cue::kWho});
    const bool starts = years && (bound->has_comparison || bound->bounds.low != bound->bounds.high) && StartsClause(i) && ends;
    // "Older", "younger" and "adults" speak of years without the word.
    const bool older = bound->has_comparison && (r_.WordIsAny(bound->last, {"or older", "and older", "or younger", "and younger"}) || r_.WordStarts(i, {"older", "younger", "or older", "or younger"}) ||
                                                 (r_.WordStarts(i - 1, {"adult"}) && ends));
    // "New (younger than 6 months) metastases".
    if (bound->unit.empty() && r_.IsAny(bound->last + 1, {Cue::kMonth, Cue::kWeek, Cue::kDay})) return std::nullopt;
    if (!aged && !starts && !older && !Inside(*bound)) return std::nullopt;
    if (aged) bound->last = next;
    // "Birth through 21 years of age".
    if (r_.Is(i - 1, Cue::kTo) && r_.WordStarts(i - 2, {"birth"}) && !bound->has_comparison && bound->bounds.low == bound->bounds.high) {
      bound->bounds.low.reset();
      bound->has_comparison = true;
    }
    return bound;
  }

  // "≥ 18 years of age or older" told in one piece.
  bool Inside(const BoundReading& bound) const { return r_.Is(bound.last, Cue::kAge) || r_.Is(bound.last - 1, Cue::kAge); }

  // Nothing but whom it is about stands before: "Adults", "Men and women".
  bool StartsClause(int i) const {
    for (int k = i - 1; k >= c_.begin; --k) {
      const bool person = r_.at(k).lead || r_.at(k).aside || r_.Find(k, TermKind::kPlain) != nullptr || r_.IsAny(k, {Cue::kFiller, Cue::kMust, Cue::kMale, Cue::kFemale, Cue::kAnd, Cue::kOr}) ||
                          r_.IsAnyMark(k, ",:*-(") || r_.WordStarts(k, {"adult", "child", "patient"});
      if (!person) return false;
    }
    return true;
  }

  // "(>= 20 years in Japan)", "(Japan: >= 20 years)": whom another bound is for.
  void ReadCountry(int first, int* last, Atom* atom) {
    int place = -1;
    for (int k = *last + 1; k < c_.end && k <= *last + 4 && place < 0; ++k) {
      if (r_.Find(k, TermKind::kPlace) != nullptr && !r_.WordIs(k, "in")) place = k;
      else if (!r_.IsAny(k, {Cue::kFiller, Cue::kFor}) && !r_.WordIs(k, "in") && !r_.IsMark(k, '(')) break;
    }
    const bool behind = place >= 0;
    for (int k = first - 1; k >= c_.begin && k >= first - 4 && place < 0; --k) {
      if (r_.Find(k, TermKind::kPlace) != nullptr && r_.Word(k).size() > 2) place = k;
      else if (!r_.IsAny(k, {Cue::kFiller, Cue::kFor, Cue::kMust, Cue::kWho}) && !r_.IsMark(k, ':')) break;
    }
    if (place < 0) return;
    OneOfLeaf leaf{OneOfLeaf::Attribute::kCountry, {r_.Find(place, TermKind::kPlace)->id}, {}, 0};
    atom->expression = Expression::When(Expression::OfLeaf(leaf, r_.SpanOf(place, place), "age.country"), atom->expression);
    r_.Use(place);
    if (behind) *last = place;
    atom->last = std::max(atom->last, *last);
    atom->first = std::min(atom->first, place);
  }

  bool IsForPatients(int first) const {
    bool patients = false;
    for (int k = first - 1; k > c_.begin && k >= first - 3; --k) {
      patients = patients || r_.WordStarts(k, {"patient"});
      if (r_.Is(k, Cue::kFor)) return patients;
    }
    return false;
  }

  int Add(int i, const BoundReading& bound) {
    if (bound.bounds.low.value_or(18) > kOldest || bound.bounds.high.value_or(60) < 1) return -1;
    CompareLeaf leaf;
    leaf.quantity = "age";
    leaf.bounds = bound.bounds;
    if (!bound.has_comparison && leaf.bounds.low == leaf.bounds.high) leaf.bounds.high.reset();   // "Age: 18" means from 18 on
    // "Aged 18 and 75 years": "between" was lost.
    int other = -1;
    if (!bound.has_comparison && bound.bounds.low == bound.bounds.high && r_.Is(bound.last + 1, Cue::kAnd) && r_.IsNumber(bound.last + 2) && bound.last + 2 < c_.end && r_.at(bound.last + 2).number > *bound.bounds.low && r_.at(bound.last + 2).number <= kOldest) {
      other = bound.last + 2;
      leaf.bounds.high = r_.at(other).number;
    }
    // "18 to 75 years" includes the whole year in which one is 75.
    if (leaf.bounds.high && leaf.bounds.high_inclusive) {
      leaf.bounds.high = *leaf.bounds.high + 1;
      leaf.bounds.high_inclusive = false;
    }
    const int first = std::min(i, bound.first);
    int last = std::max({i, bound.last, other});
    // "Use Karnofsky for patients > 16 years": which scale is used.
    for (int k = first - 1; k >= c_.begin && k >= first - 4; --k) {
      if (r_.IsAny(k, {Cue::kKarnofsky, Cue::kLansky})) {
        r_.UseRange(first, last);
        return last;
      }
      if (!r_.IsAny(k, {Cue::kFor, Cue::kFiller, Cue::kWho, Cue::kWith})) break;
    }
    while (last + 1 < c_.end && (r_.IsAny(last + 1, {Cue::kYear, Cue::kAge}) || r_.WordIs(last + 1, "old"))) ++last;
    // ">= 18 years of age or older" says it twice.
    if (leaf.bounds.low && r_.Is(last + 1, Cue::kAtLeast) && r_.WordStarts(last + 1, {"or ", "and "})) ++last;
    Atom atom;
    atom.first = first;
    atom.last = last;
    atom.topic = Topic::kAgeSex;
    // "No data in patients under 18 years" denies the data, not the age: only a "no" right before counts.
    atom.negated = DeniedBefore(r_, {std::max(c_.begin, first - 3), c_.end}, first);
    atom.expression = Expression::OfLeaf(leaf, r_.SpanOf(first, last), "age.bound");
    ReadCountry(first, &last, &atom);
    // "..., and for patients over the age of 50, a normal stress test": what is asked of them is not read.
    if (r_.IsMark(last + 1, ',') && IsForPatients(first)) {
      atom.topic = Topic::kOther;
      atom.expression = Expression::When(std::move(atom.expression), Expression::Opaque(r_.SpanOf(first, last)));
    }
    r_.UseRange(first, last);
    atoms_.push_back(atom);
    return last;
  }

  Reading& r_;
  Clause c_;
  Atoms& atoms_;
};

}  // namespace

void ReadAge(Reading& reading, Clause clause, Atoms& atoms) { AgeReader(reading, clause, atoms).Run(); }

}  // namespace trialmatch::rules
