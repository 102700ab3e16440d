#include "rules/criterion.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {

const char* TopicName(Topic topic) {
  switch (topic) {
    case Topic::kDisease: return "disease";
    case Topic::kStageSetting: return "stage_setting";
    case Topic::kBiomarker: return "biomarker";
    case Topic::kPriorTherapy: return "prior_therapy";
    case Topic::kLineOfTherapy: return "line_of_therapy";
    case Topic::kWashout: return "washout";
    case Topic::kCns: return "cns";
    case Topic::kPerformance: return "performance";
    case Topic::kMeasurable: return "measurable";
    case Topic::kLab: return "lab";
    case Topic::kComorbidity: return "comorbidity";
    case Topic::kConcomitantMedication: return "concomitant_medication";
    case Topic::kReproductive: return "reproductive";
    case Topic::kAgeSex: return "age_sex";
    case Topic::kLogistics: return "logistics";
    case Topic::kOther: return "other";
  }
  return "other";
}

const char* MoodName(Mood mood) {
  switch (mood) {
    case Mood::kRequires: return "requires";
    case Mood::kProhibits: return "prohibits";
    case Mood::kPermits: return "permits";
  }
  return "requires";
}

const char* UnderstoodName(Understood understood) {
  switch (understood) {
    case Understood::kFull: return "full";
    case Understood::kPartial: return "partial";
    case Understood::kNone: return "none";
  }
  return "none";
}

Expression Expression::Always(base::Span span, std::string rule) {
  Expression e;
  e.kind = Kind::kAlways;
  e.span = span;
  e.rule = std::move(rule);
  return e;
}

Expression Expression::Opaque(base::Span span) {
  Expression e;
  e.kind = Kind::kOpaque;
  e.span = span;
  return e;
}

Expression Expression::OfLeaf(LeafBox leaf, base::Span span, std::string rule) {
  Expression e;
  e.kind = Kind::kLeaf;
  e.leaf = std::move(leaf);
  e.span = span;
  e.rule = std::move(rule);
  return e;
}

Expression Expression::Not(Expression child) {
  if (child.kind == Kind::kNot) return std::move(child.children[0]);
  Expression e;
  e.kind = Kind::kNot;
  e.span = child.span;
  e.children.push_back(std::move(child));
  return e;
}

namespace {

Expression Join(Expression::Kind kind, std::vector<Expression> children) {
  if (children.size() == 1 && children[0].kind != kind) return std::move(children[0]);
  Expression e;
  e.kind = kind;
  e.children.reserve(children.size());
  for (Expression& child : children) {
    e.span = base::Cover(e.span, child.span);
    if (child.kind == kind) {
      for (Expression& grandchild : child.children) e.children.push_back(std::move(grandchild));
    } else {
      e.children.push_back(std::move(child));
    }
  }
  if (e.children.size() == 1) return std::move(e.children[0]);
  return e;
}

std::vector<Expression> Both(Expression first, Expression second) {
  std::vector<Expression> both;
  both.reserve(2);
  both.push_back(std::move(first));
  both.push_back(std::move(second));
  return both;
}

}  // namespace

Expression Expression::All(Expression first, Expression second) { return All(Both(std::move(first), std::move(second))); }

Expression Expression::Any(Expression first, Expression second) { return Any(Both(std::move(first), std::move(second))); }

Expression Expression::All(std::vector<Expression> children) {
  if (children.empty()) return Always({}, "");
  return Join(Kind::kAll, std::move(children));
}

Expression Expression::Any(std::vector<Expression> children) { return Join(Kind::kAny, std::move(children)); }

Expression Expression::When(Expression condition, Expression then) {
  // What is asked under the same condition already.
  const auto unwrap = [&](Expression& inner) {
    const bool same = inner.kind == Kind::kWhen && condition.kind == Kind::kLeaf && inner.children[0].kind == Kind::kLeaf && *inner.children[0].leaf == *condition.leaf;
    if (!same) return;
    Expression asked = std::move(inner.children[1]);
    inner = std::move(asked);
  };
  unwrap(then);
  if (then.kind == Kind::kAll) std::for_each(then.children.begin(), then.children.end(), unwrap);
  Expression e;
  e.kind = Kind::kWhen;
  e.span = base::Cover(condition.span, then.span);
  e.children.push_back(std::move(condition));
  e.children.push_back(std::move(then));
  return e;
}

}  // namespace trialmatch::rules
