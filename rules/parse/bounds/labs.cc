#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "rules/parse/bounds/lab_group.h"
#include "rules/parse/bounds/urine_dipstick.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// The bounds of labs in one clause, one group (labs that share a bound, and all that limits it)
// after the other.
class LabReader {
 public:
  LabReader(Reading& reading, Clause clause, Atoms& atoms) : r_(reading), c_(clause), atoms_(atoms) {}

  void Run() {
    for (int i = c_.begin; i < c_.end; ++i) {
      if (r_.at(i).used || r_.Find(i, TermKind::kLab) == nullptr) continue;
      if (IsCondition(i)) continue;
      if (const int ratio = BehindRatio(i); ratio > i) {
        Atom atom;
        atom.first = i;
        atom.last = ratio;
        atom.topic = Topic::kLab;
        atom.expression = Expression::Opaque(r_.SpanOf(i, ratio));
        atoms_.push_back(std::move(atom));
        i = ratio;
        continue;
      }
      auto group = ReadLabGroup(r_, c_, i);
      if (!group) continue;
      ReadLabLimits(r_, c_, bounded_, &*group, &atoms_);
      i = std::max({i, group->last, group->skip_to});
      Emit(*std::move(group));
    }
    // Named again without a bound: "prolonged QT as corrected (QTcF), QTcF > 500 ms".
    for (int i = c_.begin; i < c_.end; ++i) {
      const Entry* lab = r_.Find(i, TermKind::kLab);
      if (lab != nullptr && bounded_.count(lab->id) > 0 && !r_.at(i).lead) r_.Use(i);
    }
  }

 private:
  // "Neutrophil-to-lymphocyte ratio >= 2" bounds neither of the two: its last item, or `i`.
  int BehindRatio(int i) const {
    int k = i + 1;
    while (k < c_.end && k <= i + 4 && (r_.IsAnyMark(k, "-/:") || r_.Is(k, Cue::kTo))) ++k;
    const bool two = k > i + 1 && k + 1 < c_.end && r_.Find(k, TermKind::kLab) != nullptr;
    return two && r_.WordStarts(k + 1, {"ratio"}) ? k + 1 : i;
  }

  void Emit(LabGroup group) {
    // "No dyspnea, and an oximetry > 94 %": nobody denies what is healthy, but by its function.
    const bool of_function = DenialIsOfFunction(group);
    const bool healthy = group.describes_health || StartsOwnLine(group) || TellsWhatIsNotImpaired(group);
    const bool meant = healthy ? of_function : !(group.describes_worry && of_function);
    const bool denied = DeniedBefore(r_, c_, group.first) && meant && !(group.describes_worry && IsBehindWhatIsLacked(group.first));
    // The denial is understood, whether it turns the bound or the bound tells what it denies.
    if (DeniedBefore(r_, c_, group.first)) r_.Use(FindDenial(group.first));
    if (FailTogether(group, denied) || FailWithCreatinine(group, denied)) return;
    if (group.describes_worry && !denied) worry_ = {atoms_.size(), atoms_.size() + group.read.size()};
    for (Expression& expression : group.read) {
      Atom atom;
      atom.first = group.first;
      atom.last = group.last;
      atom.topic = Topic::kLab;
      atom.negated = denied;
      atom.expression = std::move(expression);
      atoms_.push_back(std::move(atom));
    }
    MarkModifiers(group.first);
    for (const NamedLab& lab : group.labs) bounded_.insert(lab.row->id);
    for (int i = group.first; i <= group.last; ++i) {
      // What nobody knows stays unread, but for a remark in brackets behind a name.
      const auto inside = [&](const auto& ranges) {
        return std::any_of(ranges.begin(), ranges.end(), [&](const auto& a) { return a.first <= i && i <= a.second; });
      };
      if (inside(group.asides) && !r_.at(i).used) r_.at(i).aside = true;
      if (!r_.IsKind(i, Item::Kind::kWord) || inside(group.asides) || inside(group.told) || PassesToBound(r_, i)) r_.Use(i);
    }
  }

  // "AST > 1.5 x ULN concomitant with alkaline phosphatase > 2.5 x ULN": both must be bad.
  bool FailTogether(LabGroup& group, bool denied) {
    const bool worse = group.describes_worry && !denied && !group.read.empty() && worry_.end == atoms_.size() && worry_.begin < worry_.end;
    if (!worse) return false;
    const int from = atoms_.back().last + 1;
    bool together = false;
    for (int k = from; k < group.first; ++k) {
      if (k > from + 5 || r_.Is(k, Cue::kOr) || r_.IsMark(k, ';')) return false;
      together = together || r_.WordContains(k, {"concomitant"}) || r_.WordContains(k, {"concurrent"}) || r_.WordContains(k, {"simultaneous"}) || r_.WordContains(k, {"conjunction"}) || r_.WordStarts(k, {"associated", "together", "accompanied"});
    }
    if (!together) return false;
    std::vector<Expression> before;
    for (size_t k = worry_.begin; k < worry_.end; ++k) before.push_back(std::move(atoms_[k].expression));
    atoms_.resize(worry_.begin + 1);
    Atom& both = atoms_.back();
    both.expression = Expression::All(Expression::Any(std::move(before)), Expression::Any(std::move(group.read)));
    both.last = group.last;
    r_.UseRange(from, group.last);
    for (const NamedLab& lab : group.labs) bounded_.insert(lab.row->id);
    worry_ = {};
    return true;
  }

  // "Creatinine > 1.5 x ULN and clearance < 50 mL/min": two measures of one organ, both of which must be bad.
  bool FailWithCreatinine(LabGroup& group, bool denied) {
    const auto of_kidney = [](const Expression& e) {
      const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr;
      return leaf != nullptr && (leaf->quantity == "creatinine" || leaf->quantity == "creatinine_clearance") ? leaf : nullptr;
    };
    const bool worse = group.describes_worry && !denied && group.read.size() == 1;
    const CompareLeaf* other = worse && worry_.end == atoms_.size() && worry_.begin + 1 == worry_.end ? of_kidney(atoms_.back().expression) : nullptr;
    const CompareLeaf* own = worse ? of_kidney(group.read[0]) : nullptr;
    if (other == nullptr || own == nullptr || other->quantity == own->quantity) return false;
    const int from = atoms_.back().last + 1;
    if (!HasCue(r_, from, group.first, {Cue::kAnd}) || HasCue(r_, from, group.first, {Cue::kOr}) || group.first > from + 3) return false;
    // One of them alone may be meant too.
    Atom& both = atoms_.back();
    Expression either = Expression::Any(both.expression, group.read[0]);
    both.expression = Expression::All(std::move(both.expression), std::move(group.read[0]));
    both.expression = Expression::Any(std::move(both.expression), Expression::All(std::move(either), Expression::Opaque(r_.SpanOf(group.first, group.last))));
    both.last = group.last;
    r_.UseRange(from, group.last);
    bounded_.insert(group.labs[0].row->id);
    return true;
  }

  // "Fasting serum glucose", "elevated PSA": the bound says how much, the site how it is measured.
  void MarkModifiers(int first) {
    for (int i = first - 1; i >= c_.begin && i >= first - 3; --i) {
      const bool word = r_.WordIsAny(i, {"serum", "fasting", "nonfasting", "elevated", "decreased", "increased", "reduced", "mean", "peripheral", "resting", "abnormal", "low", "high",
                                         "prolonged", "prolongation", "persistent", "persistently", "number", "uncontrolled", "lung", "level", "levels", "median", "actual", "standard", "baseline"});
      if (!word && !r_.IsAny(i, {Cue::kFiller, Cue::kBefore})) return;
      if (word && !r_.at(i).used && !r_.at(i).lead) r_.at(i).aside = r_.at(i).used = true;
    }
  }

  // "... (to be calculated only when creatinine > 1.5 x ULN)": what nobody asks for.
  bool IsCondition(int i) const {
    for (int k = i - 1; k > c_.begin && k >= i - 4; --k) {
      if (r_.IsAny(k, {Cue::kIf, Cue::kWhen})) return !r_.at(k).lead;
      if (!r_.Is(k, Cue::kFiller) && r_.Find(k, TermKind::kPlain) == nullptr) return false;
    }
    return false;
  }

  int FindDenial(int i) const {
    while (i > c_.begin && !r_.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout})) --i;
    return i;
  }

  // "A block without a pacemaker, QTc >= 480 ms": the pacemaker is lacked.
  bool IsBehindWhatIsLacked(int lab) const {
    bool comma = false;
    for (int k = lab - 1; k >= c_.begin && !r_.at(k).lead && !r_.IsAny(k, {Cue::kNo, Cue::kNot}); --k) {
      comma = comma || r_.IsMark(k, ',');
      if (r_.Is(k, Cue::kWithout)) return comma;
    }
    return false;
  }

  // "No major impairment of hematological function, as defined by: WBC > 3.0": of a value that is bad on both sides, too.
  bool TellsWhatIsNotImpaired(const LabGroup& group) const {
    const base::Bounds& bounds = group.bound.bound.bounds;
    if (group.describes_worry || !bounds.low || bounds.high || group.bound.relative()) return false;
    bool impaired = false;
    for (int k = group.first - 1; k >= c_.begin && !r_.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout}); --k) impaired = impaired || r_.WordContains(k, {"impair", "dysfunction"});
    return impaired;
  }

  // "No active heart disease Left ventricular ejection fraction within normal range": lines of a list that ran together.
  bool StartsOwnLine(const LabGroup& group) const {
    if (group.bound.normal != LabBound::Normal::kWithin || group.first <= c_.begin || !r_.IsKind(group.first, Item::Kind::kTerm) || r_.IsKind(group.first - 1, Item::Kind::kMark)) return false;
    const std::string_view word = r_.Word(group.first);
    return word.size() > 2 && std::isupper(static_cast<unsigned char>(word[0])) != 0 && std::islower(static_cast<unsigned char>(word[1])) != 0;
  }

  // "Do not have adequate marrow function (ANC < 1.5)" denies the function; the bound says how.
  bool DenialIsOfFunction(const LabGroup& group) const {
    bool of_function = false;
    for (int k = group.first - 1; k >= c_.begin; --k) {
      if (r_.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kNaive})) return of_function;
      // "No severe impairment of marrow function (ANC > 1.5)", "no inadequate function: ANC < 1.5".
      if (r_.WordContains(k, {"impair", "inadequate", "insufficien", "dysfunction"})) return false;
      // "No illness that would interfere with the study, including:" denies what stands below it.
      const bool function = r_.Find(k, TermKind::kLogistics) != nullptr && r_.WordContains(k, {"function", "organ", "marrow", "reserve", "adequate"});
      of_function = of_function || function || r_.WordStarts(k, {"adequate", "sufficient"});
    }
    return of_function;
  }

  Reading& r_;
  Clause c_;
  Atoms& atoms_;
  struct Range {
    size_t begin = 0, end = 0;
  };
  Range worry_;                                   // the atoms of the last group that describes a worry
  std::set<std::string, std::less<>> bounded_;   // labs of the clause that have a bound
};

}  // namespace

void ReadLabs(Reading& reading, Clause clause, Atoms& atoms) {
  ReadUrineDipstick(reading, clause, atoms);
  LabReader(reading, clause, atoms).Run();
}

}  // namespace trialmatch::rules
