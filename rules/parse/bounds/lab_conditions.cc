#include "rules/parse/bounds/lab_conditions.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// "Liver function abnormalities are due to the underlying malignancy", told of the illness at `i`: the last item, or -1.
int LastOfTumourAsCause(const Reading& r, int i) {
  bool cause = false;
  for (int k = i + 1; k <= i + 7 && r.Has(k); ++k) {
    if (cause && (r.Is(k, Cue::kDiseaseWord) || r.IsTerm(k, TermKind::kDisease))) return k;
    const bool causes = r.WordIsAny(k, {"due to", "secondary to", "caused by", "related to", "from", "because of", "attributed to", "attributable to"});
    cause = cause || causes;
    if (!causes && !r.Is(k, Cue::kFiller) && r.Find(k, TermKind::kPlain) == nullptr && !r.WordIsAny(k, {"are", "is", "the", "underlying", "to"})) return -1;
  }
  return -1;
}

// "Liver tumor involvement", told of the cancer at `i`: what any cancer has in the liver.
bool IsTumourInLiver(const Reading& r, int i) {
  return r.WordStarts(i, {"liver ", "hepatic "}) && r.WordStarts(i + 1, {"involve", "infiltrat"});
}

// What the item names as a condition of a bound.
std::optional<Expression> ConditionAt(const Reading& r, int i) {
  if (r.at(i).aside) return std::nullopt;
  const base::Span span = r.SpanOf(i, i);
  if (const Entry* site = r.Find(i, TermKind::kSite)) {
    return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kMetastasisSite, {site->id}, {}, 0}, span, "lab.condition");
  }
  if (const Entry* condition = r.Find(i, TermKind::kCondition)) {
    if (condition->id == "hepatocellular_carcinoma" && IsTumourInLiver(r, i))
      return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kMetastasisSite, {"liver"}, {}, 0}, r.SpanOf(i, i + 1), "lab.condition");
    // It is the metastases then.
    if (condition->id == "hepatic_impairment" && LastOfTumourAsCause(r, i) > i)
      return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kMetastasisSite, {"liver"}, {}, 0}, r.SpanOf(i, LastOfTumourAsCause(r, i)), "lab.condition");
    ConditionLeaf leaf;
    leaf.conditions = {condition->id};
    return Expression::OfLeaf(leaf, span, "lab.condition");
  }
  const Entry* drug = r.Find(i, TermKind::kDrugClass);
  if (drug == nullptr) drug = r.Find(i, TermKind::kDrug);
  if (drug != nullptr && IsMedication(r.lexicon(), drug->id)) {
    TreatmentLeaf leaf;
    leaf.what = {drug->id};
    leaf.ongoing = true;
    return Expression::OfLeaf(leaf, span, "lab.condition");
  }
  return std::nullopt;
}

// Words that go on with "liver": metastases, involvement.
bool GoesOn(const Reading& r, int i) {
  return r.Find(i, TermKind::kSetting) != nullptr || r.IsAny(i, {Cue::kDiseaseWord, Cue::kFiller, Cue::kUncontrolled}) ||
         r.WordStarts(i, {"involve", "metasta", "present", "mets", "lesion", "infiltrat", "known"});
}

bool Denies(const Reading& r, int begin, int i) {
  for (int k = i - 1; k >= begin && k >= i - 4; --k) {
    if (r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout})) return true;
    if (!r.IsAny(k, {Cue::kFiller, Cue::kKnown, Cue::kWith, Cue::kDiagnosis, Cue::kPrior}) && r.Find(k, TermKind::kPlain) == nullptr &&
        !r.WordStarts(k, {"document"})) {
      return false;
    }
  }
  return false;
}

// The end of a bracket that only says again what stands before it ("(BM)", "(unconjugated
// hyperbilirubinemia)"), or -1.
int CloseOfWords(const Reading& r, int open, int end) {
  for (int k = open + 1; k < end && k < open + 8; ++k) {
    if (r.IsMark(k, ')')) return k;
    if (r.at(k).value || r.IsComparison(k) || r.Find(k, TermKind::kLab) != nullptr) return -1;
  }
  return -1;
}

// The tumour of those who are told of from `i` on, right behind an "or"; else -1.
int TumourBehindOr(const Reading& r, int i, int end) {
  if (!r.Is(i - 1, Cue::kOr)) return -1;
  for (int k = i; k < end && k < i + 5; ++k) {
    if (r.Find(k, TermKind::kDisease) != nullptr) return k;
    if (!r.IsAny(k, {Cue::kFor, Cue::kFiller, Cue::kWith, Cue::kWho, Cue::kIf, Cue::kKnown}) &&
        !r.WordIsAny(k, {"in", "patients with"}) &&
        r.Find(k, TermKind::kPlain) == nullptr)
      return -1;
  }
  return -1;
}

// "ALT <= 2.5 x ULN; patients with liver metastases: <= 5 x ULN": a bound without a name, of those it is told of.
bool BoundsSomeAgain(const Reading& r, int stop) {
  constexpr int kLongest = 14;  // items
  if (!r.Is(stop - 1, Cue::kUln)) return false;
  bool some = false;
  for (int i = stop + 1; i < std::min(r.size(), stop + kLongest); ++i) {
    if (some && r.IsComparison(i)) return r.IsNumber(i + 1);
    if (r.IsAnyMark(i, ";.") || r.at(i).lead || r.IsComparison(i) || r.Find(i, TermKind::kLab) != nullptr) return false;
    some = some || ConditionAt(r, i).has_value();
  }
  return false;
}

bool Weaker(const base::Bounds& a, const base::Bounds& b) {
  const bool low = !a.low || (b.low && *a.low <= *b.low);
  const bool high = !a.high || (b.high && *a.high >= *b.high);
  return low && high;
}

// "Creatinine > 1.5 x ULN *unless creatinine clearance > 50 mL/min*": an exception that another value makes, and not another limit of the same.
bool IsOtherBound(const Reading& r, int begin, int unless, int end) {
  if (!r.Is(unless, Cue::kUnless)) return false;
  const Entry* other = nullptr;
  bool number = false;
  for (int k = unless + 1; k < end; ++k) {
    if (r.IsAnyMark(k, ",;(") || r.IsAny(k, {Cue::kIf, Cue::kOr, Cue::kAnd, Cue::kFor, Cue::kUln, Cue::kLln})) return false;
    const Entry* lab = r.Find(k, TermKind::kLab);
    if (lab != nullptr && other != nullptr) return false;
    other = lab != nullptr ? lab : other;
    number = number || (other != nullptr && r.IsNumber(k));
  }
  for (int k = begin; k < unless && other != nullptr; ++k) {
    const Entry* lab = r.Find(k, TermKind::kLab);
    if (lab != nullptr && lab->id == other->id) return false;
  }
  return number;
}

}  // namespace

std::optional<LabCondition> FindLabCondition(const Reading& r, int begin, int end) {
  std::vector<Expression> any;
  LabCondition out;
  for (int i = begin; i < end; ++i) {
    auto one = ConditionAt(r, i);
    if (!one) {
      if (!any.empty() && r.IsMark(i, '(')) {
        const int close = CloseOfWords(r, i, end);
        if (close > i) {
          i = close;
          continue;
        }
      }
      // "If liver metastases or for patients with HCC".
      if (const int tumour = any.empty() ? -1 : TumourBehindOr(r, i, end); tumour >= 0) {
        OneOfLeaf leaf;
        leaf.attribute = OneOfLeaf::Attribute::kDisease;
        leaf.values = {r.Find(tumour, TermKind::kDisease)->id};
        any.push_back(Expression::OfLeaf(leaf, r.SpanOf(tumour, tumour), "lab.condition"));
        out.last = i = tumour;
        continue;
      }
      // "If liver metastases or hepatomegaly": the second was not read.
      if (!any.empty() && r.Is(i - 1, Cue::kOr) && r.IsKind(i, Item::Kind::kWord)) {
        any.push_back(Expression::Opaque(r.SpanOf(i, i)));
        out.last = i;
        break;
      }
      // Past the words that go on with it, only another condition joined to it counts.
      const bool bracket_ends = r.IsMark(i, ')') && r.Is(i + 1, Cue::kOr);
      if (!any.empty() && !bracket_ends && !GoesOn(r, i) && !r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kDiagnosis, Cue::kKnown, Cue::kWithout}) && !r.IsAnyMark(i, "/,")) break;
      continue;
    }
    if (any.empty()) {
      out.first = i;
      out.negated = Denies(r, begin, i);
    } else if (Denies(r, out.last + 1, i) != out.negated && Denies(r, out.last + 1, i)) {
      // "Bone metastases in the absence of liver metastases".
      if (HasCue(r, out.last + 1, i, {Cue::kOr})) break;
      any.back() = Expression::All({std::move(any.back()), Expression::Not(*std::move(one))});
      out.last = i;
      continue;
    }
    any.push_back(*std::move(one));
    out.last = i;
    if (r.IsTerm(i, TermKind::kCondition)) i = out.last = std::max(i, LastOfTumourAsCause(r, i));
  }
  if (any.empty()) return std::nullopt;
  while (out.last + 1 < end && GoesOn(r, out.last + 1)) ++out.last;
  // "Liver involvement with lymphoma".
  if (r.WordStarts(out.last, {"involve", "infiltrat"}) && out.last + 2 < end && r.WordIsAny(out.last + 1, {"with", "by", "from", "of", "due to"}) && r.Find(out.last + 2, TermKind::kDisease) != nullptr) out.last += 2;
  if (r.IsMark(out.last + 1, '(') && !HasCue(r, out.last + 2, out.last + 4, {Cue::kOr, Cue::kUnless, Cue::kExcept})) out.last = std::max(out.last, CloseOfWords(r, out.last + 1, end));
  out.condition = Expression::Any(std::move(any));
  if (out.negated) out.condition = Expression::Not(std::move(out.condition));
  return out;
}

std::optional<LabOfCondition> ReadLabOfCondition(const Reading& r, int i, int end) {
  LabOfCondition out;
  bool opens = false;
  int k = i;
  for (; k < end && k < i + 8 && r.Find(k, TermKind::kLab) == nullptr; ++k) {
    opens = opens || r.IsAny(k, {Cue::kFor, Cue::kIf, Cue::kWhen}) ||
            r.WordIsAny(k, {"patients with", "whose", "having", "in"});
    out.joins = out.joins || r.WordIs(k, "with");
    const bool glue = r.IsAny(k, {Cue::kFor, Cue::kIf, Cue::kWhen, Cue::kFiller, Cue::kWith, Cue::kWho, Cue::kAnd}) || r.IsMark(k, '(') ||
                      r.Find(k, TermKind::kPlain) != nullptr || r.WordStarts(k, {"baseline"});
    if (!glue || (r.Is(k, Cue::kAnd) && k > i)) return std::nullopt;
  }
  if ((!opens && !out.joins) || k >= end || r.Find(k, TermKind::kLab) == nullptr) return std::nullopt;
  out.joins = !opens;
  out.first = i;
  out.lab = k;
  for (int m = k + 1; m < end && m <= k + 4; ++m) {
    if (auto bound = ReadLabBound(r, m, end)) {
      out.bound = *bound;
      out.last = bound->last;
      return out;
    }
    if (!r.IsAny(m, {Cue::kFiller, Cue::kMust, Cue::kBefore}) && r.Find(m, TermKind::kLab) == nullptr && !r.IsAnyMark(m, "(),")) break;
  }
  return std::nullopt;
}

bool RelaxesBoundBefore(const Reading& r, int stop) {
  if (BoundsSomeAgain(r, stop)) return true;
  constexpr WordPattern kRelaxed[] = {"relax"};
  constexpr int kLongest = 40;  // items
  if (!r.MayHoldWord(kRelaxed)) return false;
  bool lab = false, relaxed = false;
  for (int i = stop + 1; i < std::min(r.size(), stop + kLongest) && !r.IsAnyMark(i, ";."); ++i) {
    lab = lab || r.Find(i, TermKind::kLab) != nullptr;
    relaxed = relaxed || (lab && r.WordContains(i, kRelaxed));
    if (relaxed && r.Is(i, Cue::kUln)) return true;
  }
  return false;
}

bool LimitsLab(const Reading& r, int begin, int turn, int end) {
  if (turn >= end || !r.MayHoldTermOf(KindBit(TermKind::kLab))) return false;
  bool lab = false, number = false;
  for (int k = begin; k < turn; ++k) {
    if (r.Find(k, TermKind::kLab) != nullptr && !r.at(k).aside) lab = true, number = false;
    number = number || r.IsNumber(k) || r.IsAny(k, {Cue::kUln, Cue::kLln, Cue::kNormal});
  }
  if (!lab || !number || turn >= end || IsOtherBound(r, begin, turn, end)) return false;
  // "Heart rate below 50 unless due to beta-blockers": the drug that it comes from excepts all of it.
  for (int k = turn + 1; r.Is(turn, Cue::kUnless) && k + 1 < end && k <= turn + 4; ++k) {
    if (r.WordContains(k, {"due to", "caused by", "because of", "induced by", "related to"}) && r.IsTermOf(k + 1, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return false;
  }
  for (int k = turn; k < end; ++k) {
    if (r.at(k).aside) continue;
    if (ConditionAt(r, k) || r.Find(k, TermKind::kLab) != nullptr) return true;
  }
  return false;
}

Expression BoundByCondition(Expression base, const base::Bounds& base_said, Expression condition, Expression other,
                            const base::Bounds& other_said) {
  // "At least 100,000/mm3 (75,000 if ...)": a unit that is told once.
  const auto leaf = [](const Expression& e) { return e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr; };
  const CompareLeaf *own = leaf(base), *raised = leaf(other);
  const bool comparable = own != nullptr && raised != nullptr && own->unit == raised->unit && own->relative == raised->relative;
  const base::Bounds &base_bounds = comparable ? own->bounds : base_said, &other_bounds = comparable ? raised->bounds : other_said;
  if (Weaker(other_bounds, base_bounds)) {
    return Expression::Any({std::move(base), Expression::All({std::move(condition), std::move(other)})});
  }
  if (Weaker(base_bounds, other_bounds)) {
    return Expression::All({std::move(base), Expression::Any({Expression::Not(std::move(condition)), std::move(other)})});
  }
  return Expression::Any({Expression::All({Expression::Not(condition), std::move(base)}), Expression::All({condition, std::move(other)})});
}

}  // namespace trialmatch::rules
