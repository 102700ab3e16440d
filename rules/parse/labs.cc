#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool Passes(const Reading& r, int i) {
  if (r.Find(i, TermKind::kLab) != nullptr || r.Find(i, TermKind::kUnit) != nullptr) return true;
  if (r.at(i).kind == Item::Kind::kMark) {
    char m = r.at(i).mark;
    return m == '(' || m == ')' || m == ',' || m == ':' || m == '/' || m == '[' || m == ']' || m == '-';
  }
  const auto& cue = r.at(i).cue;
  if (!cue) return r.WordIs(i, "count") || r.WordIs(i, "concentration") || r.WordIs(i, "absolute") || r.WordIs(i, "serum") || r.WordIs(i, "total");
  return *cue == Cue::kFiller || *cue == Cue::kAnd || *cue == Cue::kOr || *cue == Cue::kMust || *cue == Cue::kBefore || *cue == Cue::kWith ||
         *cue == Cue::kStatus || *cue == Cue::kSize || *cue == Cue::kNormal;
}

struct Conditional {
  Expression condition;
  int last = 0;
};

// "if liver metastases", "in patients with Gilbert's syndrome": whom a second bound is for.
std::optional<Conditional> FindCondition(const Reading& r, int begin, int end) {
  std::vector<Expression> any;
  int last = begin;
  for (int i = begin; i < end; ++i) {
    if (const Entry* site = r.Find(i, TermKind::kSite)) {
      OneOfLeaf leaf{OneOfLeaf::Attribute::kMetastasisSite, {site->id}, {}, 0};
      any.push_back(Expression::OfLeaf(leaf, r.SpanOf(i, i), "lab.condition"));
      last = i;
    } else if (const Entry* condition = r.Find(i, TermKind::kCondition)) {
      ConditionLeaf leaf;
      leaf.conditions = {condition->id};
      any.push_back(Expression::OfLeaf(leaf, r.SpanOf(i, i), "lab.condition"));
      last = i;
    } else if (!any.empty() && r.Find(i, TermKind::kLab) != nullptr) {
      break;
    }
  }
  if (any.empty()) return std::nullopt;
  while (last + 1 < end && (r.Find(last + 1, TermKind::kSetting) != nullptr || r.Is(last + 1, Cue::kDiseaseWord) || r.Is(last + 1, Cue::kFiller))) ++last;
  return Conditional{Expression::Any(std::move(any)), last};
}

// A value without a unit, or in a unit that was mangled: the one reading that is plausible, or none.
bool Repair(const Lexicon& lexicon, const Entry& lab, CompareLeaf* leaf, bool* repaired) {
  *repaired = false;
  if (leaf->relative != CompareLeaf::Relative::kAbsolute) {
    double m = leaf->bounds.high.value_or(leaf->bounds.low.value_or(1));
    return m > 0 && m <= 20;
  }
  auto low = lab.GetNumber("plausible_low"), high = lab.GetNumber("plausible_high");
  const base::Unit* own = lexicon.units().Find(lab.Get("unit"));
  if (own == nullptr) return false;
  const base::Unit* unit = leaf->unit.empty() ? own : lexicon.units().Find(leaf->unit);
  if (unit == nullptr) return false;
  auto molar = lab.GetNumber("molar_mass");
  auto told = [&](double value) { return lexicon.units().Convert(value, *unit, *own, molar); };
  auto plausible = [&](double value) { return (!low || value >= *low) && (!high || value <= *high); };
  double first = leaf->bounds.low.value_or(leaf->bounds.high.value_or(0));
  auto value = told(first);
  if (!value) return false;
  if (plausible(*value)) {
    if (leaf->unit.empty()) leaf->unit = own->id;
    return true;
  }
  // Exponents lost or doubled ("1.5 x 106/ul" for 10^9/L), counts without unit ("1500"), grams a litre as grams a decilitre.
  std::vector<double> ways;
  for (double scale : {1e-3, 1e3, 1e-6, 1e6, 0.1, 10.0, 1e-9}) {
    if (plausible(*value * scale)) ways.push_back(scale);
  }
  bool count = own->dimension == "cell_count";
  if (count) std::erase_if(ways, [](double s) { return s == 0.1 || s == 10.0; });
  else if (leaf->unit.empty()) std::erase_if(ways, [](double s) { return s != 0.1 && s != 10.0; });
  if (ways.size() != 1 || (!count && !leaf->unit.empty())) return false;
  auto scale = [&](std::optional<double>& bound) {
    if (bound) bound = *told(*bound) * ways[0];
  };
  scale(leaf->bounds.low);
  scale(leaf->bounds.high);
  leaf->unit = own->id;
  *repaired = true;
  return true;
}

}  // namespace

void ReadLabs(Reading& r, Clause clause, Atoms& atoms) {
  for (int i = clause.begin; i < clause.end; ++i) {
    const Entry* lab = r.Find(i, TermKind::kLab);
    if (lab == nullptr || r.at(i).used) continue;
    // All labs up to the bound share it: "AST (SGOT) and ALT (SGPT) <= 2.5 x ULN".
    std::vector<const Entry*> labs = {lab};
    std::optional<BoundReading> bound;
    int k = i + 1;
    for (; k < clause.end && k <= i + 24; ++k) {
      if (const Entry* more = r.Find(k, TermKind::kLab)) {
        if (std::find(labs.begin(), labs.end(), more) == labs.end()) labs.push_back(more);
        continue;
      }
      bound = ReadBound(r, k, clause.end);
      if (bound && (bound->has_comparison || !bound->unit.empty())) break;
      bound.reset();
      if (!Passes(r, k)) break;
    }
    if (!bound) continue;
    int last = bound->last;
    // Up to the next lab: a second bound for some ("<= 5 x ULN if liver metastases"), or the same bound told again in another unit.
    int next_lab = last + 1;
    while (next_lab < clause.end && r.Find(next_lab, TermKind::kLab) == nullptr) ++next_lab;
    if (next_lab < clause.end && HasCue(r, last + 1, next_lab, {Cue::kUnless, Cue::kExcept, Cue::kIf})) {
      // The second bound may name the lab again: "unless liver metastases, in which case AST <= 5 x ULN".
      int after = next_lab;
      while (after < clause.end && (r.Find(after, TermKind::kLab) == nullptr || r.Find(after, TermKind::kLab) == lab)) ++after;
      next_lab = after;
    }
    std::optional<BoundReading> second;
    for (int m = last + 1; m < next_lab; ++m) {
      auto more = ReadBound(r, m, next_lab);
      if (more && (more->has_comparison || !more->unit.empty())) {
        bool same_kind = more->relative == bound->relative || more->relative != CompareLeaf::Relative::kAbsolute;
        if (same_kind && !ReadDuration(r, m, next_lab)) {
          second = more;
          break;
        }
      }
    }
    auto condition = FindCondition(r, last + 1, next_lab);
    bool exception = HasCue(r, last + 1, next_lab, {Cue::kExcept, Cue::kUnless});
    int end_of_all = last;
    std::vector<Expression> expressions;
    bool understood = true;
    for (const Entry* each : labs) {
      CompareLeaf leaf;
      leaf.quantity = each->id;
      leaf.bounds = bound->bounds;
      leaf.unit = bound->unit;
      leaf.relative = bound->relative;
      bool repaired = false;
      if (!Repair(r.lexicon(), *each, &leaf, &repaired)) {
        understood = false;
        continue;
      }
      Expression expression = Expression::OfLeaf(leaf, r.SpanOf(i, last), repaired ? "lab.repaired" : "lab.bound");
      if (condition && second) {
        CompareLeaf other = leaf;
        other.bounds = second->bounds;
        other.unit = second->unit;
        other.relative = second->relative;
        bool ignored = false;
        if (Repair(r.lexicon(), *each, &other, &ignored)) {
          Expression raised = Expression::OfLeaf(other, r.SpanOf(second->first, second->last), "lab.bound");
          expression = Expression::Any({expression, Expression::All({condition->condition, raised})});
          end_of_all = std::max({end_of_all, condition->last, second->last});
        }
      } else if (condition && exception) {
        expression = Expression::Any({expression, condition->condition});
        end_of_all = std::max(end_of_all, condition->last);
      }
      expressions.push_back(std::move(expression));
    }
    if (!understood || expressions.empty()) continue;
    // "QTcF > 450 ms (male) or > 470 ms (female)": a bound for each sex.
    int sex_first = -1;
    for (int m = i; m < std::min(clause.end, last + 4); ++m) {
      if (r.Is(m, Cue::kMale) || r.Is(m, Cue::kFemale)) {
        sex_first = m;
        break;
      }
    }
    if (sex_first >= 0 && labs.size() == 1 && expressions[0].kind == Expression::Kind::kLeaf) {
      bool male = r.Is(sex_first, Cue::kMale);
      auto of = [&](const char* sex, Expression bound_of_sex) {
        OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {sex}, {}, 0};
        return Expression::All({Expression::OfLeaf(leaf, r.SpanOf(sex_first, sex_first), "lab.sex"), std::move(bound_of_sex)});
      };
      CompareLeaf other = std::get<CompareLeaf>(expressions[0].leaf);
      std::vector<Expression> sexes = {of(male ? "male" : "female", expressions[0])};
      end_of_all = std::max(end_of_all, sex_first);
      if (second) {
        other.bounds = second->bounds;
        sexes.push_back(of(male ? "female" : "male", Expression::OfLeaf(other, r.SpanOf(second->first, second->last), "lab.bound")));
        end_of_all = std::max(end_of_all, second->last);
        int tail = FindCue(r, second->last, std::min(clause.end, second->last + 4), {Cue::kMale, Cue::kFemale});
        end_of_all = std::max(end_of_all, tail);
      }
      expressions = {Expression::Any(std::move(sexes))};
    } else if (second && !condition) {
      end_of_all = std::max(end_of_all, second->last);   // the same told again
    }
    for (Expression& expression : expressions) {
      Atom atom;
      atom.first = i;
      atom.last = end_of_all;
      atom.topic = Topic::kLab;
      atom.negated = DeniedBefore(r, clause, i);
      atom.expression = std::move(expression);
      atoms.push_back(std::move(atom));
    }
    r.UseRange(i, end_of_all);
    i = end_of_all;
  }
}

}  // namespace trialmatch::rules
