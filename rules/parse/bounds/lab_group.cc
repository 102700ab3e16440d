#include "rules/parse/bounds/lab_group.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

// How many items may stand between the first lab of a list and its bound.
constexpr int kLongestList = 40;

// Names of the clinical tables in brackets behind a lab limit it ("AST (without liver metastases)").
bool NamesOther(const Reading& r, int i) {
  return r.Find(i, TermKind::kSite) != nullptr || r.Find(i, TermKind::kCondition) != nullptr || r.Find(i, TermKind::kDrug) != nullptr ||
         r.Find(i, TermKind::kDrugClass) != nullptr || r.Find(i, TermKind::kDisease) != nullptr;
}

// A clearance has no upper limit of normal to stay below, and creatinine is no flow: "creatinine or
// clearance <= 1.5 x ULN or >= 60 mL/min" gives each its own.
bool Suits(const LabGroup& group, const Entry& lab, const LabBound& bound) {
  if (lab.id != "creatinine_clearance" || group.labs.size() < 2) return true;
  return bound.normal != LabBound::Normal::kNone || bound.bound.relative != CompareLeaf::Relative::kTimesUpperLimit;
}

// Functions of the lungs are told in percent of what is predicted.
bool IsOfLungs(std::string_view id) {
  return id.starts_with("fev1") || id.starts_with("fvc") || id.find("dlco") != std::string_view::npos || id.starts_with("ppo");
}

class GroupReader {
 public:
  GroupReader(const Reading& reading, Clause clause) : r_(reading), c_(clause) {}

  std::optional<LabGroup> Read(int i) {
    g_.first = i;
    auto bound = CollectLabs();
    if (bound && g_.labs.size() > 1 && r_.Is(g_.first - 1, Cue::kNormal)) bound = NormalOfFirst(*bound);
    if (!bound) bound = NormalBefore();
    if (!bound) return std::nullopt;
    const Entry* behind = r_.Find(r_.IsMark(bound->last + 1, '(') ? bound->last + 2 : bound->last + 1, TermKind::kLab);
    const bool named_behind = behind != nullptr && bound->bound.unit == "mmHg" && (behind->id == "systolic_bp" || behind->id == "diastolic_bp");
    if (named_behind && behind != g_.labs.front().row) return std::nullopt;
    // "Urine dipstick < 2+" grades a color, and is no amount.
    const bool grade = g_.labs.front().row->id == "urine_protein" && bound->normal == LabBound::Normal::kNone && bound->bound.unit.empty() && !bound->relative();
    if (grade) return std::nullopt;
    g_.bound = *bound;
    g_.last = bound->last;
    std::vector<NamedLab> waiting;
    g_.read = FitLabs(r_, &g_, g_.labs, *bound, &waiting);
    if (g_.read.empty()) return std::nullopt;
    AbsorbPredicted(r_, c_, &g_);
    if (const int last = BehindNormal(*bound); last > g_.last) {
      g_.last = last;
      g_.read = {Expression::Opaque(r_.SpanOf(g_.first, last))};
      g_.describes_worry = g_.describes_health = false;
      return std::move(g_);
    }
    AbsorbSameBound(*bound);
    if (!waiting.empty()) ReadWaiting(waiting, &g_.read);
    if (auto pair = ReadPressurePair(*bound)) g_.read = {*std::move(pair)};
    g_.told.push_back({bound->first, bound->last});
    return std::move(g_);
  }

 private:
  // The labs up to their bound: "AST (SGOT) and ALT (SGPT) <= 2.5 x ULN".
  std::optional<LabBound> CollectLabs() {
    for (int k = g_.first; k < c_.end && k <= g_.first + kLongestList; ++k) {
      if (r_.at(k).aside || (r_.Word(k).size() == 1 && r_.IsKind(k, Item::Kind::kWord))) continue;
      // "FEV_1".
      if (r_.IsMark(k, '_') && (r_.IsNumber(k + 1) || r_.IsMark(k + 1, '_'))) {
        k += r_.IsNumber(k + 1) ? 1 : 2;
        continue;
      }
      if (const Entry* lab = r_.Find(k, TermKind::kLab)) {
        AddLab(lab, k);
        continue;
      }
      // "Forced expiratory volume 1 (FEV1)", "(FEV) 1".
      const bool first_second = g_.labs.front().row->id == "fev1" && r_.IsNumber(k) && r_.at(k).number == 1;
      if (first_second && (r_.IsMark(k + 1, '(') || r_.IsComparison(k + 1)) && (r_.Find(k - 1, TermKind::kLab) != nullptr || r_.IsMark(k - 1, ')'))) continue;
      if (r_.IsAnyMark(k, "([")) {
        if (BoundInside(k)) continue;
        int close = CloseOf(k);
        if (close < 0) return std::nullopt;
        k = close;
        continue;
      }
      if (auto bound = ReadLabBound(r_, k, c_.end)) return SpeaksOfTime(*bound) ? std::nullopt : bound;
      if (auto bound = ReadMultipleWithoutSign(r_, k, c_.end)) return bound;
      // "QTcF: female > 470 ms, male > 450 ms".
      const Cue other = r_.Is(k, Cue::kMale) ? Cue::kFemale : Cue::kMale;
      if (r_.IsAny(k, {Cue::kMale, Cue::kFemale}) && HasCue(r_, k + 1, c_.end, {other})) continue;
      g_.joined_by_or = g_.joined_by_or || r_.Is(k, Cue::kOr);
      if (PassesToBound(r_, k)) continue;
      // One word that nobody knows may stand between; it stays unread.
      const bool word = r_.IsKind(k, Item::Kind::kWord) && !r_.IsAny(k - 1, {Cue::kAnd, Cue::kOr}) && !r_.IsMark(k - 1, ',') && !unknown_;
      if (!word) return std::nullopt;
      unknown_ = true;
    }
    return std::nullopt;
  }

  // "A dose by weight for at least 8 weeks".
  bool SpeaksOfTime(const LabBound& bound) const {
    return bound.normal == LabBound::Normal::kNone && bound.bound.unit.empty() && r_.IsAny(bound.last + 1, kLengths) && bound.last + 1 < c_.end;
  }

  // "Left ventricular function (LVEF < 55 %)": the bound stands in the bracket.
  bool BoundInside(int open) const {
    for (int k = open + 1; k < c_.end && k < open + 12 && !r_.IsAnyMark(k, ")]"); ++k) {
      if (r_.at(k).aside) continue;
      if (ReadLabBound(r_, k, c_.end)) return true;
      if (r_.Find(k, TermKind::kLab) == nullptr && !PassesToBound(r_, k)) return false;
      // "(to be calculated only when creatinine > 1.5 x ULN)" is a condition.
      if (r_.IsAny(k, {Cue::kWhen, Cue::kIf, Cue::kFor})) return false;
    }
    return false;
  }

  void AddLab(const Entry* lab, int at) {
    // "Blood pressures: systolic > 150": the one that is meant.
    if (lab->id == "systolic_bp" || lab->id == "diastolic_bp") std::erase_if(g_.labs, [](const NamedLab& l) { return l.row->id == "blood_pressure"; });
    const bool known = std::any_of(g_.labs.begin(), g_.labs.end(), [&](const NamedLab& l) { return l.row == lab; });
    if (!known) g_.labs.push_back({lab, at});
  }

  // The end of a bracket behind a name that holds no bound: another name, a method, whom it is for;
  // -1 when it is something else.
  int CloseOf(int open) {
    for (int k = open + 1; k < c_.end && k < open + 20; ++k) {
      if (const Entry* lab = r_.Find(k, TermKind::kLab)) AddLab(lab, k);
      if (NamesOther(r_, k)) return -1;
      if (!r_.IsAnyMark(k, ")]")) continue;
      g_.asides.push_back({open, k});
      return k;
    }
    return -1;
  }

  // "Normal INR, PT <= 1.5 x ULN": the bound is not of the first.
  std::optional<LabBound> NormalOfFirst(const LabBound& bound) {
    int comma = g_.labs[0].at + 1;
    while (comma < g_.labs[1].at && !r_.IsMark(comma, ',')) ++comma;
    if (comma >= g_.labs[1].at || g_.first - 1 < c_.begin || r_.at(g_.first - 1).used) return bound;
    g_.labs.resize(1);
    std::erase_if(g_.asides, [&](const auto& aside) { return aside.first > comma; });
    --g_.first;
    g_.told.push_back({g_.first, g_.first});
    LabBound out;
    out.normal = LabBound::Normal::kWithin;
    out.first = out.last = comma - 1;
    return out;
  }

  // "The criteria for abnormal ALT due to liver metastases can be relaxed to <= 5 x ULN": no value is asked to be abnormal.
  bool IsRelaxed() const {
    if (!r_.WordIs(g_.first - 1, "abnormal")) return false;
    for (int k = g_.first + 1; k < c_.end && !r_.IsAnyMark(k, ";."); ++k) {
      if (r_.WordContains(k, {"relax"})) return true;
    }
    return false;
  }

  // "Normal potassium, calcium and magnesium".
  std::optional<LabBound> NormalBefore() {
    if (!r_.Is(g_.first - 1, Cue::kNormal) && !r_.WordIs(g_.first - 1, "abnormal")) return std::nullopt;
    if (g_.first - 1 < c_.begin || r_.at(g_.first - 1).used || IsRelaxed()) return std::nullopt;
    LabBound out;
    out.normal = r_.WordIs(g_.first - 1, "abnormal") ? LabBound::Normal::kOutside : LabBound::Normal::kWithin;
    out.first = out.last = g_.labs.back().at;
    g_.labs.erase(std::remove_if(g_.labs.begin(), g_.labs.end(), [&](const NamedLab& l) { return !Listed(g_.first, l.at); }), g_.labs.end());
    out.last = g_.labs.back().at;
    g_.asides.clear();
    --g_.first;
    g_.told.push_back({g_.first, g_.first});
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

  // "Ejection fraction at least 80 % of normal for age", "creatinine no more than 0.3 mg/dL above the ULN": the last item of what is measured
  // against a value that is not told, or the group's.
  int BehindNormal(const LabBound& bound) const {
    constexpr int kLongest = 5;             // words
    constexpr double kLeastPredicted = 60;  // percent; below it stands for the value itself
    if (bound.relative() || bound.bound.unit.empty() || IsOfLungs(g_.labs.back().row->id)) return g_.last;
    const bool percent = bound.bound.unit == "%", apart = r_.WordIsAny(g_.last + 1, {"above", "below"});
    if (!percent && !apart) return g_.last;
    bool of = apart;
    for (int k = g_.last + 1; k < std::min(c_.end, g_.last + 1 + kLongest); ++k) {
      const bool predicted = percent && r_.WordStarts(k, {"predict"}) && bound.bound.bounds.low.value_or(0) >= kLeastPredicted;
      if (predicted || (of && r_.IsAny(k, {Cue::kNormal, Cue::kUln, Cue::kLln}))) return k;
      if (r_.WordStarts(k, {"of"})) of = true;
      else if (!(apart && k == g_.last + 1) && !r_.Is(k, Cue::kFiller) && !r_.WordStarts(k, {"institution", "upper", "lower", "local", "the "})) return g_.last;
    }
    return g_.last;
  }

  // "9 g/dL (90 g/L)", "1500/mm3 or 1.5 x 10^9/L".
  void AbsorbSameBound(const LabBound& bound) {
    for (int round = 0; round < 2; ++round) {
      int k = g_.last + 1;
      while (k < c_.end && k <= g_.last + 3 && (r_.IsAnyMark(k, "([/,=") || r_.IsAny(k, {Cue::kOr, Cue::kIncluding}))) ++k;
      if (k >= c_.end || k == g_.last + 1) return;
      // "gram per deciliter (g/dL)".
      if (r_.IsAnyMark(k - 1, "([") && r_.Find(k, TermKind::kUnit) != nullptr && r_.IsAnyMark(k + 1, ")]")) {
        g_.last = k + 1;
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
      if (!SameBound(r_.lexicon(), *g_.labs.front().row, bound, *again)) return;
      g_.last = again->last;
      if (r_.IsAnyMark(g_.last + 1, ")]")) ++g_.last;
    }
  }

  // The labs that the first bound did not fit take the next one.
  void ReadWaiting(const std::vector<NamedLab>& waiting, std::vector<Expression>* read) {
    int k = g_.last + 1;
    bool either = g_.joined_by_or;
    while (k < c_.end && k <= g_.last + 4 && (r_.IsAnyMark(k, "(),/") || r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller}))) {
      either = either || r_.Is(k, Cue::kOr);
      ++k;
    }
    auto next = k < c_.end ? ReadLabBound(r_, k, c_.end) : std::nullopt;
    if (!next) return;
    std::vector<NamedLab> unfit;
    std::vector<Expression> more = FitLabs(r_, &g_, waiting, *next, &unfit);
    if (more.empty()) return;
    g_.last = next->last;
    if (either) {
      read->insert(read->end(), more.begin(), more.end());
      *read = {Expression::Any(std::move(*read))};
    } else {
      read->insert(read->end(), more.begin(), more.end());
    }
  }

  // "Blood pressure > 150/100 mmHg": either is too high, or both are low enough.
  std::optional<Expression> ReadPressurePair(const LabBound& bound) {
    const std::string& id = g_.labs.front().row->id;
    if (id != "blood_pressure" && id != "systolic_bp") return std::nullopt;
    const base::Bounds& b = bound.bound.bounds;
    if (bound.relative() || b.low.has_value() == b.high.has_value()) return std::nullopt;
    int k = g_.last + 1;
    if (!r_.IsMark(k, '/') || k + 1 >= c_.end) return std::nullopt;
    auto second = ReadBound(r_, k + 1, c_.end);
    if (!second) return std::nullopt;
    g_.last = second->last;
    const double value = second->bounds.low.value_or(second->bounds.high.value_or(0));
    const base::Span span = r_.SpanOf(g_.first, g_.last);
    CompareLeaf systolic{"systolic_bp", b, "mmHg", CompareLeaf::Relative::kAbsolute, ""};
    CompareLeaf diastolic = systolic;
    diastolic.quantity = "diastolic_bp";
    (b.low ? diastolic.bounds.low : diastolic.bounds.high) = value;
    std::vector<Expression> both = {Expression::OfLeaf(systolic, span, "lab.pressure"), Expression::OfLeaf(diastolic, span, "lab.pressure")};
    return b.low ? Expression::Any(std::move(both)) : Expression::All(std::move(both));
  }

  const Reading& r_;
  Clause c_;
  LabGroup g_;
  bool unknown_ = false;   // a word between name and bound that no table has
};

}  // namespace

bool PassesToBound(const Reading& r, int i) {
  if (r.Find(i, TermKind::kUnit) != nullptr || r.Find(i, TermKind::kPlain) != nullptr || r.Find(i, TermKind::kLogistics) != nullptr) return true;
  if (r.IsKind(i, Item::Kind::kMark)) return r.IsAnyMark(i, "(),:/[]-*");
  return r.IsAny(i, {Cue::kFiller, Cue::kAnd, Cue::kOr, Cue::kMust, Cue::kBefore, Cue::kWith, Cue::kStatus, Cue::kSize, Cue::kFor, Cue::kWho, Cue::kKnown, Cue::kTo}) ||
         r.WordStarts(i, {"unmeasur", "bazett", "count", "concentration", "absolute", "serum", "blood", "plasma", "peripheral", "total", "rate", "number", "index", "ratio"});
}

std::vector<Expression> FitLabs(const Reading& r, LabGroup* group, const std::vector<NamedLab>& labs, const LabBound& bound,
                                std::vector<NamedLab>* unfit) {
  std::vector<Expression> out;
  for (const NamedLab& lab : labs) {
    auto reading = Suits(*group, *lab.row, bound) ? BoundOfLab(r.lexicon(), *lab.row, bound, r.SpanOf(group->first, bound.last)) : std::nullopt;
    if (!reading) {
      unfit->push_back(lab);
      continue;
    }
    group->describes_worry = reading->describes_worry;
    group->describes_health = reading->describes_health;
    out.push_back(std::move(reading->expression));
  }
  return out;
}

void AbsorbPredicted(const Reading& r, Clause c, LabGroup* group) {
  const std::string_view id = group->labs.back().row->id;
  if (!IsOfLungs(id)) return;
  int last = group->last;
  for (int k = group->last + 1; k < c.end && k < group->last + 6; ++k) {
    if (r.WordStarts(k, {"predict", "expected"}) || r.Is(k, Cue::kNormal)) {
      last = k;
    } else if (!r.IsAny(k, {Cue::kFiller, Cue::kBefore}) && !r.IsAnyMark(k, "(%)") && !r.WordStarts(k, {"value"})) {
      break;
    }
  }
  while (last > group->last && last + 1 < c.end && r.WordStarts(last + 1, {"value"})) ++last;
  if (last > group->last) group->told.push_back({group->last + 1, last});
  group->last = last;
}

namespace {

// "> 150 mm Hg systolic", ">= 100 mmHg (diastolic)": the pressure named behind its bound.
std::optional<LabGroup> ReadPressureBefore(const Reading& r, Clause c, int i) {
  const Entry* lab = r.Find(i, TermKind::kLab);
  if (lab->id != "systolic_bp" && lab->id != "diastolic_bp") return std::nullopt;
  const int end = r.IsMark(i - 1, '(') ? i - 1 : i;
  for (int k = end - 1; k >= c.begin && k >= end - 6; --k) {
    auto bound = ReadLabBound(r, k, end);
    if (!bound || bound->relative() || bound->last != end - 1 || (bound->bound.unit != "mmHg" && !(bound->bound.unit.empty() && !ReadLabBound(r, i + 1, c.end) && !r.at(k).used))) continue;
    LabGroup group;
    group.labs = {{lab, i}};
    group.bound = *bound;
    group.first = k;
    group.last = end < i && r.IsMark(i + 1, ')') ? i + 1 : i;
    std::vector<NamedLab> unfit;
    group.read = FitLabs(r, &group, group.labs, *bound, &unfit);
    if (group.read.empty()) return std::nullopt;
    return group;
  }
  return std::nullopt;
}

}  // namespace

std::optional<LabGroup> ReadLabGroup(const Reading& reading, Clause clause, int i) {
  if (auto pressure = ReadPressureBefore(reading, clause, i)) return pressure;
  return GroupReader(reading, clause).Read(i);
}

}  // namespace trialmatch::rules
