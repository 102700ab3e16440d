#include <algorithm>
#include <utility>

#include "rules/parse/bounds/bound_of_group.h"
#include "rules/parse/bounds/lab_conditions.h"
#include "rules/parse/bounds/lab_group.h"

namespace trialmatch::rules {
namespace {

class LimitReader {
 public:
  LimitReader(const Reading& reading, Clause clause, const std::set<std::string, std::less<>>& bounded, LabGroup* group, Atoms* atoms)
      : r_(reading), c_(clause), bounded_(bounded), g_(*group), atoms_(*atoms) {}

  void Run() {
    if (!ReadSexes(g_.bound, &g_.read) && !ReadConditions(g_.bound, &g_.read)) ReadAlternative(g_.bound, &g_.read);
    ReadLabCondition(&g_.read);
    ReadDespite();
  }

 private:
  // The end of what may limit this group: the next lab with a bound of its own.
  int EndOfGroup() const {
    int depth = 0;
    for (int k = g_.last + 1; k < c_.end; ++k) {
      if (r_.IsAnyMark(k, "([")) ++depth;
      if (r_.IsAnyMark(k, ")]")) --depth;
      if (r_.IsMark(k, ';') && depth <= 0 && !r_.IsComparison(k + 1) && !GoesOnBehind(k) && !RelaxesBoundBefore(r_, k)) return k;
      const Entry* lab = r_.Find(k, TermKind::kLab);
      if (lab == nullptr) continue;
      // "unless liver metastases, in which case AST <= 5 x ULN" names the lab again.
      const bool again = std::any_of(g_.labs.begin(), g_.labs.end(), [&](const NamedLab& l) { return SameLab(*l.row, *lab); });
      const bool turns = depth > 0 || HasCue(r_, g_.last + 1, k, {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kFor, Cue::kHowever}) || AgainForSome(k);
      if (!again || !turns) return k;
    }
    return c_.end;
  }

  // "Bilirubin > 1.5 x ULN or bilirubin > 3 x ULN in Gilbert's syndrome": the lab at `k` again, for some.
  bool AgainForSome(int k) const {
    const auto bound = r_.Is(k - 1, Cue::kOr) ? ReadLabBound(r_, k + 1, c_.end) : std::nullopt;
    if (!bound) return false;
    int m = bound->last + 1;
    if (r_.IsMark(m, '(')) {
      while (m < c_.end && !r_.IsMark(m, ')')) ++m;
      ++m;
    }
    return m < c_.end && (r_.IsAny(m, {Cue::kFor, Cue::kIf, Cue::kWhen}) || r_.WordIsAny(m, {"in", "with"}));
  }

  // "; if liver metastases are present, <= 5 x ULN": a bound without a lab of its own.
  bool GoesOnBehind(int stop) const {
    bool bound = false;
    for (int k = stop + 1; k < c_.end && !r_.IsAnyMark(k, ";."); ++k) {
      if (r_.Find(k, TermKind::kLab) != nullptr) return false;
      bound = bound || r_.IsAny(k, {Cue::kUln, Cue::kLln});
    }
    return bound && FindLabCondition(r_, stop + 1, c_.end).has_value();
  }

  // The next bound of [begin, end) that is of the same kind.
  std::optional<LabBound> NextBound(const LabBound& bound, int begin, int end) const {
    for (int m = begin; m < end; ++m) {
      auto more = r_.at(m).aside ? std::nullopt : ReadSecondBound(r_, m, end, bound);
      if (!more) continue;
      const bool duration = ReadDuration(r_, m, end).has_value() || ReadDuration(r_, m + 1, end).has_value() || r_.IsAny(more->last + 1, {Cue::kYear, Cue::kAge});
      if (!duration && (more->relative() == bound.relative() || more->relative())) return more;
      m = more->last;
    }
    return std::nullopt;
  }

  // "QTcF > 450 ms (male) or > 470 ms (female)": a bound for each sex.
  bool ReadSexes(const LabBound& bound, std::vector<Expression>* read) {
    if (g_.labs.size() != 1 || (*read)[0].kind != Expression::Kind::kLeaf) return false;
    int sex = -1;
    for (int m = std::max(c_.begin, g_.first - 2); m < std::min(c_.end, g_.last + 6) && sex < 0; ++m) {
      if (r_.IsAny(m, {Cue::kMale, Cue::kFemale}) && !r_.at(m).lead) sex = m;
      if (m > g_.last && (r_.IsKind(m, Item::Kind::kNumber) || r_.Find(m, TermKind::kLab) != nullptr)) break;
    }
    if (const int subject = SexOfSubject(r_, c_, g_.first, g_.last); subject >= 0 && NextBound(bound, g_.last + 1, EndOfGroup())) sex = subject;
    // "... in men and women": one bound for both.
    if (sex < 0 || Pair(sex)) return false;
    const bool male = r_.Is(sex, Cue::kMale);
    const Expression alone = (*read)[0];
    std::vector<Expression> sexes = {OfSex(sex, male, (*read)[0])};
    auto second = NextBound(bound, g_.last + 1, EndOfGroup());
    g_.last = std::max(g_.last, sex);
    if (second) {
      auto other = BoundOfLab(r_.lexicon(), *g_.labs[0].row, *second, r_.SpanOf(second->first, second->last));
      if (other) {
        int tail = FindCue(r_, second->last, std::min(c_.end, second->last + 6), {Cue::kMale, Cue::kFemale});
        if (tail < 0) tail = FindCue(r_, sex + 1, second->first, {Cue::kMale, Cue::kFemale});
        sexes.push_back(OfSex(tail >= 0 ? tail : sex, !male, std::move(other->expression)));
        g_.last = std::max({g_.last, second->last, tail});
        while (g_.last + 1 < c_.end && (r_.IsMark(g_.last + 1, ')') || r_.Find(g_.last + 1, TermKind::kUnit) != nullptr)) ++g_.last;
      }
    }
    // "Clearance 20-130 mL/min for females" asks nothing of men; "QTc > 470 ms (women)" excludes none.
    if (sexes.size() == 1 && !g_.describes_worry) {
      OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {male ? "male" : "female"}, {}, 0};
      *read = {Expression::When(Expression::OfLeaf(leaf, r_.SpanOf(sex, sex), "lab.sex"), alone)};
      return true;
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
      auto second = NextBound(bound, g_.last + 1, end);
      int until = end;
      if (second) {
        auto third = NextBound(bound, second->last + 1, end);
        if (third) until = third->first;
      }
      auto condition = FindLabCondition(r_, g_.last + 1, until);
      if (!condition) return round > 0;
      g_.told.push_back({condition->first, condition->last});
      // "<= 2.5 x ULN if no liver metastases, <= 5 x ULN if liver metastases": the later one is meant;
      // "<= 5 x ULN with liver metastases or <= 2.5 x ULN": the second is for the others.
      if (second && condition->last < second->first) {
        const bool of_first = condition->negated || r_.Is(second->last + 1, Cue::kWithout) || HasCue(r_, std::max(condition->last + 1, second->first - 5), second->first, {Cue::kOr}) || r_.IsMark(second->first - 1, ';');
        auto own = FindLabCondition(r_, second->last + 1, std::min(until, EndOfBracket(second->first)));
        if (own) condition = own;
        else if (of_first) condition = Opposite(*condition);
        g_.told.push_back({condition->first, condition->last});
      }
      if (second) {
        if (!AddSecond(bound, *second, *condition, read)) return true;
        g_.last = std::max({g_.last, condition->last, second->last});
        RaiseEarlier(*condition, second->first);
        SkipRestOfException(*condition);
      } else if (NumberIn(g_.last + 1, condition->first)) {
        return true;   // a second bound that was not understood
      } else if (HasCue(r_, g_.last + 1, condition->first, {Cue::kExcept, Cue::kUnless})) {
        // "ALT <= 2.5 x ULN and alkaline phosphatase <= 2.5 x ULN, unless liver metastases": both.
        if (!g_.describes_worry && r_.IsMark(g_.last + 1, ',')) SpareEarlier(condition->condition);
        for (Expression& one : *read) one = g_.describes_worry ? Expression::All({one, Expression::Not(condition->condition)}) : Expression::Any({one, condition->condition});
        g_.last = condition->last;
      } else if (LimitsGroup(condition->first) && round == 0) {
        if (condition->negated && !g_.describes_worry) LimitEarlier(condition->condition);
        for (Expression& one : *read) one = g_.describes_worry ? Expression::All({condition->condition, one}) : Expression::When(condition->condition, one);
        g_.last = condition->last;
      } else {
        return true;
      }
    }
    return true;
  }

  // "<= 1.5 mg/dL or <= 1.5 x ULN", "FEV1 >= 1.5 L or >= 50 % predicted": either of the two.
  void ReadAlternative(const LabBound& bound, std::vector<Expression>* read) {
    int k = g_.last + 1;
    while (k < c_.end && k <= g_.last + 2 && r_.IsAnyMark(k, "(,")) ++k;
    if (!r_.Is(k, Cue::kOr) || k + 1 >= c_.end) return;
    auto other = ReadLabBound(r_, k + 1, c_.end);
    if (!other) other = BareAlternative(bound, k + 1);
    if (!other || (other->relative() == bound.relative() && other->bound.unit == bound.bound.unit)) return;
    if (r_.IsAny(other->last + 1, {Cue::kFor, Cue::kIf, Cue::kWhen})) return;
    std::vector<NamedLab> unfit;
    std::vector<Expression> more = FitLabs(r_, &g_, g_.labs, *other, &unfit);
    if (more.size() != read->size()) return;
    for (size_t n = 0; n < read->size(); ++n) (*read)[n] = Expression::Any({std::move((*read)[n]), std::move(more[n])});
    g_.told.push_back({k, other->last});
    g_.last = other->last;
    AbsorbPredicted(r_, c_, &g_);
  }

  // "> 1.8 L or 75 % predicted": the sign stands with the first.
  std::optional<LabBound> BareAlternative(const LabBound& bound, int at) const {
    const base::Bounds& sign = bound.bound.bounds;
    auto bare = ReadBound(r_, at, c_.end);
    if (!bare || bare->has_comparison || bare->is_list || bare->bounds.low != bare->bounds.high || bare->unit.empty() || bare->unit == bound.bound.unit) return std::nullopt;
    if (bound.normal != LabBound::Normal::kNone || sign.low.has_value() == sign.high.has_value()) return std::nullopt;
    LabBound out;
    out.bound = *bare;
    (sign.low ? out.bound.bounds.high : out.bound.bounds.low).reset();
    out.bound.bounds.low_inclusive = sign.low_inclusive;
    out.bound.bounds.high_inclusive = sign.high_inclusive;
    out.bound.has_comparison = true;
    out.first = bare->first;
    out.last = bare->last;
    return out;
  }

  // "(with Gilbert's syndrome <= 3 x ULN and direct bilirubin <= 1.5 x ULN)": what the bracket asks
  // besides is asked of them alone, and stays unread.
  void SkipRestOfException(const LabCondition& condition) {
    int depth = 0;
    for (int k = g_.first; k <= g_.last; ++k) {
      if (r_.IsAnyMark(k, "([")) ++depth;
      if (r_.IsAnyMark(k, ")]")) --depth;
    }
    if (depth <= 0 || condition.first > g_.last) return;
    int close = g_.last + 1;
    bool lab = false;
    for (; close < c_.end && !r_.IsAnyMark(close, ")]"); ++close) lab = lab || r_.Find(close, TermKind::kLab) != nullptr;
    if (lab && close < c_.end) g_.skip_to = close;
  }

  bool NumberIn(int begin, int end) const {
    for (int k = begin; k < end; ++k) {
      if (r_.IsNumber(k) && !r_.at(k).aside) return true;
    }
    return false;
  }

  // "ALT <= 2.5 x ULN and bilirubin <= 1.5 x ULN if there are no liver metastases": both.
  void LimitEarlier(const Expression& condition) {
    for (Atom* atom : JoinedBefore()) atom->expression = Expression::When(condition, std::move(atom->expression));
  }

  void SpareEarlier(const Expression& condition) {
    for (Atom* atom : JoinedBefore()) atom->expression = Expression::Any({std::move(atom->expression), condition});
  }

  // The bounds before this group that "and" joins to it.
  std::vector<Atom*> JoinedBefore() {
    std::vector<Atom*> out;
    int first = g_.first;
    for (size_t i = atoms_.size(); i-- > 0;) {
      Atom& atom = atoms_[i];
      if (!out.empty() && atom.first == out.back()->first) {
        out.push_back(&atom);   // of the same bound
        continue;
      }
      const bool bare = atom.topic == Topic::kLab && atom.expression.kind == Expression::Kind::kLeaf && atom.first >= c_.begin && atom.last < first;
      if (!bare || atom.negated) break;
      bool joined = false;
      for (int k = atom.last + 1; k < first; ++k) {
        joined = joined || r_.Is(k, Cue::kAnd);
        if (!r_.Is(k, Cue::kAnd) && !PassesToBound(r_, k)) return out;
      }
      if (!joined) break;
      first = atom.first;
      out.push_back(&atom);
    }
    return out;
  }

  // Behind the last item of the bracket that opens behind the group and before `at`, or the clause's end.
  int EndOfBracket(int at) const {
    int open = g_.last + 1;
    while (open < at && !r_.IsMark(open, '(')) ++open;
    if (open >= at) return c_.end;
    int depth = 0;
    for (int k = open; k < c_.end; ++k) {
      if (r_.IsMark(k, '(')) ++depth;
      if (r_.IsMark(k, ')') && --depth == 0) return k > at ? k : c_.end;
    }
    return c_.end;
  }

  // "ALT <= 2.5 x ULN, AST <= 2.5 x ULN (with liver metastases, ALT <= 5 x ULN, AST <= 5 x ULN)": the
  // labs that go on in the bracket are raised where they stand.
  void RaiseEarlier(const LabCondition& condition, int second) {
    int k = second - 1;
    while (k > g_.bound.last && r_.Find(k, TermKind::kLab) == nullptr && r_.Is(k, Cue::kFiller)) --k;
    bool goes_on = k > g_.bound.last && r_.Find(k, TermKind::kLab) != nullptr && RaiseOne(condition, k);
    while (goes_on || k <= g_.bound.last) {
      k = g_.last + 1;
      while (k < c_.end && k <= g_.last + 2 && (r_.IsMark(k, ',') || r_.Is(k, Cue::kAnd))) ++k;
      if (k >= c_.end || r_.Find(k, TermKind::kLab) == nullptr || !RaiseOne(condition, k)) return;
      goes_on = true;
    }
  }

  // Raises the bound of the lab named at `k` where it stands; false when it has none in this clause.
  bool RaiseOne(const LabCondition& condition, int k) {
    const Entry* lab = r_.Find(k, TermKind::kLab);
    auto raised = ReadLabBound(r_, k + 1, c_.end);
    auto other = raised ? BoundOfLab(r_.lexicon(), *lab, *raised, r_.SpanOf(k, raised->last)) : std::nullopt;
    if (!other || other->expression.kind != Expression::Kind::kLeaf) return false;
    const auto& higher = std::get<CompareLeaf>(*other->expression.leaf);
    bool found = std::any_of(g_.labs.begin(), g_.labs.end(), [&](const NamedLab& l) { return l.row == lab; });
    for (Atom& atom : atoms_) {
      const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(atom.expression.leaf.get()) : nullptr;
      if (leaf == nullptr || leaf->quantity != lab->id || atom.first < c_.begin) continue;
      const base::Bounds own = leaf->bounds;
      atom.expression = BoundByCondition(atom.expression, own, condition.condition, other->expression, higher.bounds);
      found = true;
    }
    if (found) g_.last = std::max(g_.last, raised->last);
    return found;
  }

  static LabCondition Opposite(LabCondition condition) {
    condition.condition = Expression::Not(std::move(condition.condition));
    condition.negated = !condition.negated;
    return condition;
  }

  // "If", "for", "in patients with(out)" stands between the bound and the condition at `at`.
  bool LimitsGroup(int at) const {
    if (at > g_.last + 8) return false;
    // "CD4 < 350/uL or with a history of AIDS": either.
    if (g_.describes_worry && r_.Is(g_.last + 1, Cue::kOr)) return false;
    if (HasCue(r_, g_.last + 1, at, {Cue::kFor, Cue::kIf, Cue::kWhen})) return true;
    for (int k = g_.last + 1; k < at; ++k) {
      if (r_.WordIsAny(k, {"in", "with", "without", "patients with", "absence of", "in the absence of"})) return true;
    }
    return false;
  }

  bool AddSecond(const LabBound& bound, const LabBound& second, const LabCondition& condition, std::vector<Expression>* read) {
    std::vector<NamedLab> unfit;
    const int first = std::exchange(g_.first, second.first);
    std::vector<Expression> other = FitLabs(r_, &g_, g_.labs, second, &unfit);
    g_.first = first;
    if (other.size() != read->size() || !unfit.empty()) return false;
    const auto bounds = [](const LabBound& b) {
      return b.normal == LabBound::Normal::kNone ? b.bound.bounds : base::Bounds{.low = std::nullopt, .high = 1.0};
    };
    // "> 1.5 x ULN (with Gilbert's syndrome < 3 x ULN may be enrolled)" tells the other side.
    base::Bounds raised = bounds(second);
    const bool turned = bounds(bound).low.has_value() != raised.low.has_value() && raised.low.has_value() != raised.high.has_value();
    if (turned) raised = {.low = raised.high, .high = raised.low, .low_inclusive = !raised.high_inclusive, .high_inclusive = !raised.low_inclusive};
    for (size_t n = 0; n < read->size(); ++n) {
      if (turned) other[n] = Expression::Not(std::move(other[n]));
      (*read)[n] = BoundByCondition(std::move((*read)[n]), bounds(bound), condition.condition, std::move(other[n]), raised);
    }
    return true;
  }

  // "Systolic blood pressure > 150 mmHg despite therapy": whoever is not treated may be brought below it.
  void ReadDespite() {
    const base::Bounds& bounds = g_.bound.bound.bounds;
    if (!bounds.low || bounds.high || !r_.WordStarts(g_.last + 1, {"despite", "in spite of", "notwithstanding"})) return;
    const Expression open = Expression::Opaque(r_.SpanOf(g_.last + 1, g_.last + 1));
    for (Atom& atom : atoms_) {
      const bool beside = atom.topic == Topic::kLab && !atom.negated && atom.first >= c_.begin && atom.last < g_.first && atom.last + 5 > g_.first && HasCue(r_, atom.last + 1, g_.first, {Cue::kOr});
      if (beside) atom.expression = Expression::All({std::move(atom.expression), open});
    }
    for (Expression& one : g_.read) one = Expression::All({std::move(one), open});
  }

  // A lower bound alone: "WBC >= 3 with ANC >= 1.5".
  static bool AsksForMore(const Expression& e) {
    const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr;
    return leaf != nullptr && leaf->bounds.low && !leaf->bounds.high;
  }

  // "... or clearance >= 60 mL/min for patients with creatinine > 1.5 x ULN": the group that the
  // alternative is for is told already when that lab has its bound in this clause. Else it is a
  // condition: "ALT <= 1.5 x ULN if alkaline phosphatase > 2.5 x ULN".
  void ReadLabCondition(std::vector<Expression>* read) {
    auto other = ReadLabOfCondition(r_, g_.last + 1, c_.end);
    if (!other) return;
    const Entry* lab = r_.Find(other->lab, TermKind::kLab);
    const bool told = bounded_.count(lab->id) > 0 || std::any_of(g_.labs.begin(), g_.labs.end(), [&](const NamedLab& l) { return l.row == lab; });
    if (!told) {
      auto condition = BoundOfLab(r_.lexicon(), *lab, other->bound, r_.SpanOf(other->lab, other->last));
      if (!condition) return;
      // "Creatinine <= 1.5 x ULN with a clearance >= 60 mL/min": both are asked for.
      if (other->joins && ((g_.describes_health && condition->describes_health) || (AsksForMore(g_.read[0]) && AsksForMore(condition->expression)))) return;
      for (Expression& one : *read) {
        one = g_.describes_worry ? Expression::All({condition->expression, std::move(one)}) : Expression::When(condition->expression, std::move(one));
      }
    }
    g_.last = other->last;
    while (g_.last + 1 < c_.end && r_.IsMark(g_.last + 1, ')')) ++g_.last;
  }

  const Reading& r_;
  Clause c_;
  const std::set<std::string, std::less<>>& bounded_;
  LabGroup& g_;
  Atoms& atoms_;
};

}  // namespace

void ReadLabLimits(const Reading& reading, Clause clause, const std::set<std::string, std::less<>>& bounded, LabGroup* group, Atoms* atoms) {
  LimitReader(reading, clause, bounded, group, atoms).Run();
}

}  // namespace trialmatch::rules
