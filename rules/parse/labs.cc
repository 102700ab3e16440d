#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/lab_bounds.h"
#include "rules/parse/lab_conditions.h"

namespace trialmatch::rules {
namespace {

// How many items may stand between the first lab of a list and its bound.
constexpr int kLongestList = 40;

struct NamedLab {
  const Entry* row;
  int at;
};

// Words that may stand between the name of a lab and its bound.
bool Passes(const Reading& r, int i) {
  if (r.Find(i, TermKind::kUnit) != nullptr || r.Find(i, TermKind::kPlain) != nullptr || r.Find(i, TermKind::kLogistics) != nullptr) return true;
  if (r.IsKind(i, Item::Kind::kMark)) return r.IsAnyMark(i, "(),:/[]-*");
  return r.IsAny(i, {Cue::kFiller, Cue::kAnd, Cue::kOr, Cue::kMust, Cue::kBefore, Cue::kWith, Cue::kStatus, Cue::kSize, Cue::kFor, Cue::kWho, Cue::kKnown}) ||
         r.WordStarts(i, {"count", "concentration", "absolute", "serum", "blood", "plasma", "peripheral", "total", "rate", "number", "index", "ratio"});
}

// Names of the clinical tables in brackets behind a lab limit it ("AST (without liver metastases)").
bool NamesOther(const Reading& r, int i) {
  return r.Find(i, TermKind::kSite) != nullptr || r.Find(i, TermKind::kCondition) != nullptr || r.Find(i, TermKind::kDrug) != nullptr ||
         r.Find(i, TermKind::kDrugClass) != nullptr || r.Find(i, TermKind::kDisease) != nullptr;
}

// The bounds of labs in one clause, one group (labs that share a bound, and all that limits it)
// after the other.
class LabReader {
 public:
  LabReader(Reading& reading, Clause clause, Atoms& atoms) : r_(reading), c_(clause), atoms_(atoms) {}

  void Run() {
    for (int i = c_.begin; i < c_.end; ++i) {
      if (r_.at(i).used || r_.Find(i, TermKind::kLab) == nullptr) continue;
      i = std::max(i, ReadGroup(i));
    }
    // Named again without a bound: "prolonged QT as corrected (QTcF), QTcF > 500 ms".
    for (int i = c_.begin; i < c_.end; ++i) {
      const Entry* lab = r_.Find(i, TermKind::kLab);
      if (lab != nullptr && bounded_.count(lab->id) > 0 && !r_.at(i).lead) r_.Use(i);
    }
  }

 private:
  // Reads the group whose first lab is `i`; its last item, or -1.
  int ReadGroup(int i) {
    labs_.clear();
    asides_.clear();
    told_.clear();
    first_ = i;
    or_ = false;
    auto bound = CollectLabs();
    if (!bound) bound = NormalBefore();
    if (!bound) return -1;
    last_ = bound->last;
    std::vector<NamedLab> waiting;
    std::vector<Expression> read = Fit(labs_, *bound, &waiting);
    if (read.empty()) return -1;
    AbsorbPredicted(labs_);
    AbsorbSameBound(*bound);
    if (!waiting.empty() && !ReadWaiting(waiting, &read)) return -1;
    if (auto pair = ReadPressurePair(*bound)) read = {*std::move(pair)};
    told_.push_back({bound->first, bound->last});
    if (!ReadSexes(*bound, &read) && !ReadConditions(*bound, &read)) ReadAlternative(*bound, &read);
    AbsorbLabCondition();
    Emit(std::move(read));
    return last_;
  }

  // The labs up to their bound: "AST (SGOT) and ALT (SGPT) <= 2.5 x ULN".
  std::optional<LabBound> CollectLabs() {
    for (int k = first_; k < c_.end && k <= first_ + kLongestList; ++k) {
      if (r_.at(k).aside) continue;
      if (const Entry* lab = r_.Find(k, TermKind::kLab)) {
        AddLab(lab, k);
        continue;
      }
      if (r_.IsAnyMark(k, "([")) {
        if (ReadLabBound(r_, k + 1, c_.end)) continue;
        int close = CloseOf(k);
        if (close < 0) return std::nullopt;
        k = close;
        continue;
      }
      if (auto bound = ReadLabBound(r_, k, c_.end)) return bound;
      or_ = or_ || r_.Is(k, Cue::kOr);
      if (!Passes(r_, k)) return std::nullopt;
    }
    return std::nullopt;
  }

  void AddLab(const Entry* lab, int at) {
    const bool known = std::any_of(labs_.begin(), labs_.end(), [&](const NamedLab& l) { return l.row == lab; });
    if (!known) labs_.push_back({lab, at});
  }

  // The end of a bracket behind a name that holds no bound: another name, a method, whom it is for;
  // -1 when it is something else.
  int CloseOf(int open) {
    for (int k = open + 1; k < c_.end && k < open + 20; ++k) {
      if (const Entry* lab = r_.Find(k, TermKind::kLab)) AddLab(lab, k);
      if (NamesOther(r_, k)) return -1;
      if (!r_.IsAnyMark(k, ")]")) continue;
      asides_.push_back({open, k});
      return k;
    }
    return -1;
  }

  // "Normal potassium, calcium and magnesium".
  std::optional<LabBound> NormalBefore() {
    if (!r_.Is(first_ - 1, Cue::kNormal) && !r_.WordIs(first_ - 1, "abnormal")) return std::nullopt;
    if (first_ - 1 < c_.begin || r_.at(first_ - 1).used) return std::nullopt;
    LabBound out;
    out.normal = r_.WordIs(first_ - 1, "abnormal") ? LabBound::Normal::kOutside : LabBound::Normal::kWithin;
    out.first = out.last = labs_.back().at;
    labs_.erase(std::remove_if(labs_.begin(), labs_.end(), [&](const NamedLab& l) { return !Listed(first_, l.at); }), labs_.end());
    out.last = labs_.back().at;
    asides_.clear();
    --first_;
    told_.push_back({first_, first_});
    return out;
  }

  // Only labs, commas and "and" stand from `from` to `to`.
  bool Listed(int from, int to) const {
    for (int k = from; k < to; ++k) {
      const bool list = r_.Find(k, TermKind::kLab) != nullptr || r_.IsAnyMark(k, ",/") || r_.IsAny(k, {Cue::kAnd, Cue::kOr});
      if (!list) return false;
    }
    return true;
  }

  // A clearance has no upper limit of normal to stay below, and creatinine is no flow: "creatinine or
  // clearance <= 1.5 x ULN or >= 60 mL/min" gives each its own.
  bool Suits(const Entry& lab, const LabBound& bound) const {
    if (lab.id != "creatinine_clearance" || labs_.size() < 2) return true;
    return bound.normal != LabBound::Normal::kNone || bound.bound.relative != CompareLeaf::Relative::kTimesUpperLimit;
  }

  std::vector<Expression> Fit(const std::vector<NamedLab>& labs, const LabBound& bound, std::vector<NamedLab>* unfit) {
    std::vector<Expression> out;
    for (const NamedLab& lab : labs) {
      auto reading = Suits(*lab.row, bound) ? BoundOfLab(r_.lexicon(), *lab.row, bound, r_.SpanOf(first_, bound.last)) : std::nullopt;
      if (!reading) {
        unfit->push_back(lab);
        continue;
      }
      worry_ = reading->describes_worry;
      out.push_back(std::move(reading->expression));
    }
    return out;
  }

  // "% predicted", "% of the predicted value", "% of normal".
  void AbsorbPredicted(const std::vector<NamedLab>& labs) {
    const std::string_view id = labs.back().row->id;
    if (!id.starts_with("fev1") && !id.starts_with("fvc") && id.find("dlco") == std::string_view::npos && !id.starts_with("ppo")) return;
    int last = last_;
    for (int k = last_ + 1; k < c_.end && k < last_ + 6; ++k) {
      if (r_.WordStarts(k, {"predict", "expected"}) || r_.Is(k, Cue::kNormal)) {
        last = k;
      } else if (!r_.IsAny(k, {Cue::kFiller, Cue::kBefore}) && !r_.IsAnyMark(k, "(%)") && !r_.WordStarts(k, {"value"})) {
        break;
      }
    }
    while (last > last_ && last + 1 < c_.end && r_.WordStarts(last + 1, {"value"})) ++last;
    if (last > last_) told_.push_back({last_ + 1, last});
    last_ = last;
  }

  // "9 g/dL (90 g/L)", "1500/mm3 or 1.5 x 10^9/L".
  void AbsorbSameBound(const LabBound& bound) {
    for (int round = 0; round < 2; ++round) {
      int k = last_ + 1;
      while (k < c_.end && k <= last_ + 3 && (r_.IsAnyMark(k, "([/,=") || r_.IsAny(k, {Cue::kOr, Cue::kIncluding}))) ++k;
      if (k >= c_.end || k == last_ + 1) return;
      // "gram per deciliter (g/dL)".
      if (r_.IsAnyMark(k - 1, "([") && r_.Find(k, TermKind::kUnit) != nullptr && r_.IsAnyMark(k + 1, ")]")) {
        last_ = k + 1;
        continue;
      }
      auto again = ReadLabBound(r_, k, c_.end);
      if (!again) {
        // A bare number in another unit: "9 g/dL (90 g/L)".
        auto bare = ReadBound(r_, k, c_.end);
        if (!bare || bare->unit.empty() || bare->bounds.low != bare->bounds.high) return;
        again = LabBound{};
        again->bound = *bare;
        again->last = bare->last;
        if (bound.bound.bounds.low) again->bound.bounds.high.reset();
        else again->bound.bounds.low.reset();
      }
      if (!SameBound(r_.lexicon(), *labs_.front().row, bound, *again)) return;
      last_ = again->last;
      if (r_.IsAnyMark(last_ + 1, ")]")) ++last_;
    }
  }

  // The labs that the first bound did not fit take the next one.
  bool ReadWaiting(const std::vector<NamedLab>& waiting, std::vector<Expression>* read) {
    int k = last_ + 1;
    bool either = or_;
    while (k < c_.end && k <= last_ + 4 && (r_.IsAnyMark(k, "(),/") || r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller}))) {
      either = either || r_.Is(k, Cue::kOr);
      ++k;
    }
    auto next = k < c_.end ? ReadLabBound(r_, k, c_.end) : std::nullopt;
    if (!next) return waiting.empty() || !read->empty();
    std::vector<NamedLab> unfit;
    std::vector<Expression> more = Fit(waiting, *next, &unfit);
    if (more.empty()) return true;
    last_ = next->last;
    if (either) {
      read->insert(read->end(), more.begin(), more.end());
      *read = {Expression::Any(std::move(*read))};
    } else {
      read->insert(read->end(), more.begin(), more.end());
    }
    return true;
  }

  // "Blood pressure > 150/100 mmHg": either is too high, or both are low enough.
  std::optional<Expression> ReadPressurePair(const LabBound& bound) {
    const std::string& id = labs_.front().row->id;
    if (id != "blood_pressure" && id != "systolic_bp") return std::nullopt;
    const base::Bounds& b = bound.bound.bounds;
    if (bound.relative() || b.low.has_value() == b.high.has_value()) return std::nullopt;
    int k = last_ + 1;
    if (!r_.IsMark(k, '/') || k + 1 >= c_.end) return std::nullopt;
    auto second = ReadBound(r_, k + 1, c_.end);
    if (!second) return std::nullopt;
    last_ = second->last;
    const double value = second->bounds.low.value_or(second->bounds.high.value_or(0));
    const base::Span span = r_.SpanOf(first_, last_);
    CompareLeaf systolic{"systolic_bp", b, "mmHg", CompareLeaf::Relative::kAbsolute, ""};
    CompareLeaf diastolic = systolic;
    diastolic.quantity = "diastolic_bp";
    (b.low ? diastolic.bounds.low : diastolic.bounds.high) = value;
    std::vector<Expression> both = {Expression::OfLeaf(systolic, span, "lab.pressure"), Expression::OfLeaf(diastolic, span, "lab.pressure")};
    return b.low ? Expression::Any(std::move(both)) : Expression::All(std::move(both));
  }

  // The end of what may limit this group: the next lab with a bound of its own.
  int EndOfGroup() const {
    int depth = 0;
    for (int k = last_ + 1; k < c_.end; ++k) {
      if (r_.IsAnyMark(k, "([")) ++depth;
      if (r_.IsAnyMark(k, ")]")) --depth;
      if (r_.IsMark(k, ';') && depth <= 0) return k;
      const Entry* lab = r_.Find(k, TermKind::kLab);
      if (lab == nullptr) continue;
      // "unless liver metastases, in which case AST <= 5 x ULN" names the lab again.
      const bool again = std::any_of(labs_.begin(), labs_.end(), [&](const NamedLab& l) { return l.row == lab; });
      if (!again || !HasCue(r_, last_ + 1, k, {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kFor, Cue::kHowever})) return k;
    }
    return c_.end;
  }

  // The next bound of [begin, end) that is of the same kind.
  std::optional<LabBound> NextBound(const LabBound& bound, int begin, int end) const {
    for (int m = begin; m < end; ++m) {
      auto more = ReadLabBound(r_, m, end);
      if (!more) continue;
      const bool duration = ReadDuration(r_, m, end).has_value() || ReadDuration(r_, m + 1, end).has_value();
      if (!duration && (more->relative() == bound.relative() || more->relative())) return more;
      m = more->last;
    }
    return std::nullopt;
  }

  // "QTcF > 450 ms (male) or > 470 ms (female)": a bound for each sex.
  bool ReadSexes(const LabBound& bound, std::vector<Expression>* read) {
    if (labs_.size() != 1 || (*read)[0].kind != Expression::Kind::kLeaf) return false;
    int sex = -1;
    for (int m = std::max(c_.begin, first_ - 2); m < std::min(c_.end, last_ + 6) && sex < 0; ++m) {
      if (r_.IsAny(m, {Cue::kMale, Cue::kFemale}) && !r_.at(m).lead) sex = m;
      if (m > last_ && (r_.IsKind(m, Item::Kind::kNumber) || r_.Find(m, TermKind::kLab) != nullptr)) break;
    }
    // "... in men and women": one bound for both.
    if (sex < 0 || Pair(sex)) return false;
    const bool male = r_.Is(sex, Cue::kMale);
    std::vector<Expression> sexes = {OfSex(sex, male, (*read)[0])};
    auto second = NextBound(bound, last_ + 1, EndOfGroup());
    last_ = std::max(last_, sex);
    if (second) {
      auto other = BoundOfLab(r_.lexicon(), *labs_[0].row, *second, r_.SpanOf(second->first, second->last));
      if (other) {
        int tail = FindCue(r_, second->last, std::min(c_.end, second->last + 6), {Cue::kMale, Cue::kFemale});
        if (tail < 0) tail = FindCue(r_, sex + 1, second->first, {Cue::kMale, Cue::kFemale});
        sexes.push_back(OfSex(tail >= 0 ? tail : sex, !male, std::move(other->expression)));
        last_ = std::max({last_, second->last, tail});
      }
    }
    *read = {Expression::Any(std::move(sexes))};
    return true;
  }

  bool Pair(int sex) const {
    for (int k = sex + 1; k <= sex + 3 && k < c_.end; ++k) {
      if (r_.IsAny(k, {Cue::kMale, Cue::kFemale})) return !r_.Is(k, *r_.at(sex).cue);
      if (!r_.IsAny(k, {Cue::kAnd, Cue::kOr}) && !r_.IsMark(k, '/')) return false;
    }
    return false;
  }

  Expression OfSex(int at, bool male, Expression bound) const {
    OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {male ? "male" : "female"}, {}, 0};
    return Expression::All({Expression::OfLeaf(leaf, r_.SpanOf(at, at), "lab.sex"), std::move(bound)});
  }

  // A second bound for some ("<= 5 x ULN if liver metastases"), or whom the bound spares. False:
  // neither.
  bool ReadConditions(const LabBound& bound, std::vector<Expression>* read) {
    const int end = EndOfGroup();
    for (int round = 0; round < 3; ++round) {
      auto second = NextBound(bound, last_ + 1, end);
      int until = end;
      if (second) {
        auto third = NextBound(bound, second->last + 1, end);
        if (third) until = third->first;
      }
      auto condition = FindLabCondition(r_, last_ + 1, until);
      if (!condition) return round > 0;
      told_.push_back({condition->first, condition->last});
      // "<= 2.5 x ULN if no liver metastases, <= 5 x ULN if liver metastases": the later one is meant.
      if (second && condition->negated && condition->last < second->first) {
        auto own = FindLabCondition(r_, second->last + 1, until);
        condition = own ? own : Opposite(*condition);
        told_.push_back({condition->first, condition->last});
      }
      if (second) {
        if (!AddSecond(bound, *second, *condition, read)) return true;
        last_ = std::max({last_, condition->last, second->last});
      } else if (HasCue(r_, last_ + 1, condition->first, {Cue::kExcept, Cue::kUnless})) {
        for (Expression& one : *read) one = worry_ ? Expression::All({one, Expression::Not(condition->condition)}) : Expression::Any({one, condition->condition});
        last_ = condition->last;
      } else if (HasCue(r_, last_ + 1, condition->first, {Cue::kFor, Cue::kIf, Cue::kWhen}) && round == 0 && Near(condition->first)) {
        for (Expression& one : *read) one = worry_ ? Expression::All({condition->condition, one}) : Expression::When(condition->condition, one);
        last_ = condition->last;
      } else {
        return true;
      }
    }
    return true;
  }

  // "<= 1.5 mg/dL or <= 1.5 x ULN", "FEV1 >= 1.5 L or >= 50 % predicted": either of the two.
  void ReadAlternative(const LabBound& bound, std::vector<Expression>* read) {
    int k = last_ + 1;
    while (k < c_.end && k <= last_ + 2 && r_.IsAnyMark(k, "(,")) ++k;
    if (!r_.Is(k, Cue::kOr) || k + 1 >= c_.end) return;
    auto other = ReadLabBound(r_, k + 1, c_.end);
    if (!other || (other->relative() == bound.relative() && other->bound.unit == bound.bound.unit)) return;
    if (r_.IsAny(other->last + 1, {Cue::kFor, Cue::kIf, Cue::kWhen})) return;
    std::vector<NamedLab> unfit;
    std::vector<Expression> more = Fit(labs_, *other, &unfit);
    if (more.size() != read->size()) return;
    for (size_t n = 0; n < read->size(); ++n) (*read)[n] = Expression::Any({std::move((*read)[n]), std::move(more[n])});
    told_.push_back({k, other->last});
    last_ = other->last;
    AbsorbPredicted(labs_);
  }

  static LabCondition Opposite(LabCondition condition) {
    condition.condition = Expression::Not(std::move(condition.condition));
    condition.negated = !condition.negated;
    return condition;
  }

  bool Near(int at) const { return at <= last_ + 8; }

  bool AddSecond(const LabBound& bound, const LabBound& second, const LabCondition& condition, std::vector<Expression>* read) {
    std::vector<NamedLab> unfit;
    const int first = std::exchange(first_, second.first);
    std::vector<Expression> other = Fit(labs_, second, &unfit);
    first_ = first;
    if (other.size() != read->size() || !unfit.empty()) return false;
    const auto bounds = [](const LabBound& b) {
      return b.normal == LabBound::Normal::kNone ? b.bound.bounds : base::Bounds{.low = std::nullopt, .high = 1.0};
    };
    for (size_t n = 0; n < read->size(); ++n) {
      (*read)[n] = BoundByCondition(std::move((*read)[n]), bounds(bound), condition.condition, std::move(other[n]), bounds(second));
    }
    return true;
  }

  // "... or clearance >= 60 mL/min for patients with creatinine > 1.5 x ULN": the group that the
  // alternative is for is told already when that lab has its bound in this clause.
  void AbsorbLabCondition() {
    auto other = ReadLabOfCondition(r_, last_ + 1, c_.end);
    if (!other) return;
    const Entry* lab = r_.Find(other->lab, TermKind::kLab);
    const bool told = bounded_.count(lab->id) > 0 || std::any_of(labs_.begin(), labs_.end(), [&](const NamedLab& l) { return l.row == lab; });
    if (!told) return;
    last_ = other->last;
    while (r_.IsMark(last_ + 1, ')') && last_ + 1 < c_.end) ++last_;
  }

  void Emit(std::vector<Expression> read) {
    const bool denied = DeniedBefore(r_, c_, first_) && !(worry_ && DenialIsOfFunction());
    for (Expression& expression : read) {
      Atom atom;
      atom.first = first_;
      atom.last = last_;
      atom.topic = Topic::kLab;
      atom.negated = denied;
      atom.expression = std::move(expression);
      atoms_.push_back(std::move(atom));
    }
    for (const NamedLab& lab : labs_) bounded_.insert(lab.row->id);
    for (int i = first_; i <= last_; ++i) {
      // What nobody knows stays unread, but for a remark in brackets behind a name.
      const auto inside = [&](const auto& ranges) {
        return std::any_of(ranges.begin(), ranges.end(), [&](const auto& a) { return a.first <= i && i <= a.second; });
      };
      if (inside(asides_) && !r_.at(i).used) r_.at(i).aside = true;
      if (!r_.IsKind(i, Item::Kind::kWord) || inside(asides_) || inside(told_) || Passes(r_, i)) r_.Use(i);
    }
  }

  // "Do not have adequate marrow function (ANC < 1.5)" denies the function; the bound says how.
  bool DenialIsOfFunction() const {
    for (int k = first_ - 1; k >= c_.begin; --k) {
      if (r_.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout})) return false;
      if (r_.Find(k, TermKind::kLogistics) != nullptr || r_.WordStarts(k, {"adequate", "sufficient"})) return true;
    }
    return false;
  }

  Reading& r_;
  Clause c_;
  Atoms& atoms_;
  std::vector<NamedLab> labs_;                   // of the group
  std::vector<std::pair<int, int>> asides_;      // brackets between a name and the bound
  std::vector<std::pair<int, int>> told_;        // ranges of which every word was understood
  std::set<std::string, std::less<>> bounded_;   // labs of the clause that have a bound
  int first_ = 0, last_ = 0;
  bool or_ = false;                              // an "or" stood among the labs
  bool worry_ = false;
};

}  // namespace

void ReadLabs(Reading& reading, Clause clause, Atoms& atoms) { LabReader(reading, clause, atoms).Run(); }

}  // namespace trialmatch::rules
