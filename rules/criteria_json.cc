#include "rules/criteria_json.h"

#include <cstdio>
#include <cstdlib>

#include "rules/json_text.h"
#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

void Put(JsonText& j, const char* key, const std::optional<bool>& value) {
  if (value) j.Key(key).Bool(*value);
}
void Put(JsonText& j, const char* key, const std::optional<int>& value) {
  if (value) j.Key(key).Integer(*value);
}
void Put(JsonText& j, const char* key, const std::optional<double>& value) {
  if (value) j.Key(key).Number(*value);
}
void PutAlways(JsonText& j, const char* key, const std::vector<std::string>& value) {
  j.Key(key).Open('[');
  for (const std::string& one : value) j.String(one);
  j.Close(']');
}
void Put(JsonText& j, const char* key, const std::vector<std::string>& value) {
  if (!value.empty()) PutAlways(j, key, value);
}
void Put(JsonText& j, const char* key, std::string_view value) {
  if (!value.empty()) j.Key(key).String(value);
}
void PutIf(JsonText& j, const char* key, bool value) {
  if (value) j.Key(key).Bool(true);
}
void Put(JsonText& j, const char* key, const base::Bounds& b) {
  j.Key(key).Open('{');
  if (b.low) j.Key(b.low_inclusive ? "at_least" : "more_than").Number(*b.low);
  if (b.high) j.Key(b.high_inclusive ? "at_most" : "less_than").Number(*b.high);
  j.Close('}');
}
void Put(JsonText& j, const char* key, const std::optional<base::Bounds>& value) {
  if (value) Put(j, key, *value);
}
void Put(JsonText& j, const char* key, const std::optional<base::Duration>& value) {
  if (value) j.Key(key).String(value->ToString());
}
void Put(JsonText& j, const char* key, const Window& w) {
  if (w.empty()) return;
  j.Key(key).Open('{');
  Put(j, "at_least", w.at_least);
  Put(j, "within", w.within);
  Put(j, "no_more_than", w.no_more_than);
  Put(j, "half_lives", w.half_lives);
  if (w.which != Window::Which::kOnly) j.Key("whichever").String(w.which == Window::Which::kShorter ? "shorter" : "longer");
  if (w.anchor != Window::Anchor::kEnrolment) {
    static constexpr const char* kNames[] = {"enrolment", "progression", "surgery", "end_of_therapy"};
    j.Key("before").String(kNames[static_cast<int>(w.anchor)]);
  }
  j.Close('}');
}

// What stands between the brackets of a leaf.
void PutAttributes(JsonText& j, const CompareLeaf& l) {
  j.Key("quantity").String(l.quantity);
  Put(j, "bounds", l.bounds);
  Put(j, "unit", l.unit);
  if (l.relative == CompareLeaf::Relative::kTimesUpperLimit) j.Key("times").String("upper_limit_of_normal");
  if (l.relative == CompareLeaf::Relative::kTimesLowerLimit) j.Key("times").String("lower_limit_of_normal");
  Put(j, "sex", l.sex);
}

void PutAttributes(JsonText& j, const OneOfLeaf& l) {
  static constexpr const char* kNames[] = {"sex", "disease", "stage", "setting", "country", "smoking", "metastasis_site"};
  j.Key("attribute").String(kNames[static_cast<int>(l.attribute)]);
  PutAlways(j, "values", l.values);
  Put(j, "except", l.except);
  if (l.edition != 0) j.Key("edition").Integer(l.edition);
}

void PutAttributes(JsonText& j, const MarkerLeaf& l) {
  if (l.genes.size() == 1) j.Key("gene").String(l.genes[0]);
  else PutAlways(j, "genes", l.genes);
  Put(j, "except_genes", l.except_genes);
  Put(j, "alteration", l.alteration);
  Put(j, "details", l.details);
  Put(j, "score", l.score);
  Put(j, "score_unit", l.score_unit);
  PutIf(j, "known_only", l.known_only);
  PutIf(j, "tested", l.tested);
  PutIf(j, "resistance", l.resistance);
}

void PutAttributes(JsonText& j, const TreatmentLeaf& l) {
  static constexpr const char* kQuantifiers[] = {"any", "only", "most_recent", "lines", "agents", "cycles"};
  static constexpr const char* kOutcomes[] = {"", "progression", "intolerance", "progression_or_intolerance", "response", "no_progression"};
  j.Key("quantifier").String(kQuantifiers[static_cast<int>(l.quantifier)]);
  Put(j, "what", l.what);
  Put(j, "except", l.except);
  Put(j, "within_class", l.within_class);
  Put(j, "count", l.count);
  Put(j, "intents", l.intents);
  Put(j, "except_intents", l.except_intents);
  Put(j, "outcome", std::string_view(kOutcomes[static_cast<int>(l.outcome)]));
  Put(j, "ongoing", l.ongoing);
  Put(j, "window", l.window);
  Put(j, "sites", l.sites);
  Put(j, "dose_gy", l.dose_gy);
  Put(j, "marrow_percent", l.marrow_percent);
  Put(j, "major", l.major);
  PutIf(j, "for_this_cancer", l.for_this_cancer);
  PutIf(j, "together", l.together);
  PutIf(j, "in_trial", l.in_trial);
  Put(j, "said", l.said);
}

void PutAttributes(JsonText& j, const ConditionLeaf& l) {
  static constexpr const char* kStatus[] = {"ever", "active", "past", "uncontrolled"};
  PutAlways(j, "conditions", l.conditions);
  j.Key("status").String(kStatus[static_cast<int>(l.status)]);
  Put(j, "except", l.except);
  Put(j, "window", l.window);
  Put(j, "min_grade", l.min_grade);
  Put(j, "needed_steroids", l.needed_steroids);
  Put(j, "viral_load_undetectable", l.viral_load_undetectable);
  Put(j, "cd4_per_ul", l.cd4_per_ul);
  Put(j, "nyha_at_least", l.nyha_at_least);
  Put(j, "qualities", l.qualities);
  Put(j, "lacking", l.lacking);
  Put(j, "said", l.said);
  if (!l.unless.empty()) {
    j.Key("unless");
    j.Open('[');
    for (const ConditionLeaf& exception : l.unless) {
      j.Open('{');
      PutAttributes(j, exception);
      j.Close('}');
    }
    j.Close(']');
  }
  PutIf(j, "family", l.family);
}

void PutAttributes(JsonText& j, const BrainLeaf& l) {
  static constexpr const char* kSites[] = {"brain", "leptomeningeal", "either", "spinal_cord"};
  j.Key("site").String(kSites[static_cast<int>(l.site)]);
  Put(j, "treated", l.treated);
  Put(j, "active", l.active);
  Put(j, "progressing", l.progressing);
  Put(j, "stable", l.stable);
  Put(j, "stable_for", l.stable_for);
  Put(j, "symptomatic", l.symptomatic);
  Put(j, "on_steroids", l.on_steroids);
  Put(j, "steroids_increasing", l.steroids_increasing);
  Put(j, "steroid_prednisone_mg_per_day", l.steroid_prednisone_mg_per_day);
  Put(j, "largest_mm", l.largest_mm);
  Put(j, "count", l.count);
  Put(j, "since_treatment", l.since_treatment);
}

void PutAttributes(JsonText& j, const StandardTherapyLeaf& l) {
  static constexpr const char* kKinds[] = {"failed", "exhausted", "unavailable", "failed_or_unavailable", "none"};
  j.Key("kind").String(kKinds[static_cast<int>(l.kind)]);
}

void PutAttributes(JsonText& j, const FactLeaf& l) { j.Key("fact").String(l.fact); }

void PutExpression(JsonText& j, const Expression& e, Places places) {
  auto children = [&](const char* key) {
    j.Key(key).Open('[');
    for (const Expression& child : e.children) PutExpression(j, child, places);
    j.Close(']');
  };
  auto child = [&](const char* key, size_t i) { PutExpression(j.Key(key), e.children[i], places); };
  j.Open('{');
  switch (e.kind) {
    case Expression::Kind::kAll: children("all"); break;
    case Expression::Kind::kAny: children("any"); break;
    case Expression::Kind::kNot: child("not", 0); break;
    case Expression::Kind::kAtLeast:
      j.Key("at_least").Open('{');
      j.Key("count").Integer(e.count);
      children("of");
      j.Close('}');
      break;
    case Expression::Kind::kWhen:
      j.Key("when").Open('{');
      child("if", 0);
      child("then", 1);
      j.Close('}');
      break;
    case Expression::Kind::kAlways: j.Key("always").Bool(true); break;
    case Expression::Kind::kOpaque: j.Key("opaque").Bool(true); break;
    case Expression::Kind::kLeaf:
      j.Key("leaf").Open('{');
      j.Key(LeafKindName(e.leaf)).Open('{');
      std::visit([&](const auto& leaf) { PutAttributes(j, leaf); }, *e.leaf);
      j.Close('}');
      j.Close('}');
      break;
  }
  const bool stands_somewhere = e.kind == Expression::Kind::kAlways || e.kind == Expression::Kind::kOpaque || e.kind == Expression::Kind::kLeaf;
  if (stands_somewhere && !e.span.empty() && places == Places::kTold) {
    j.Key("begin").Integer(e.span.begin);
    j.Key("end").Integer(e.span.end);
  }
  if (stands_somewhere) Put(j, "rule", e.rule);
  j.Close('}');
}

void PutSpan(JsonText& j, base::Span span) {
  j.Key("begin").Integer(span.begin);
  j.Key("end").Integer(span.end);
}

void PutCohorts(JsonText& j, const TrialCriteria& t) {
  j.Key("cohorts").Open('[');
  for (const Cohort& c : t.cohorts) {
    j.Open('{');
    j.Key("name").String(c.name);
    j.Key("kind").String(c.kind == Cohort::Kind::kStep ? "step" : "alternative");
    j.Key("closed").Bool(c.closed);
    if (c.kind == Cohort::Kind::kStep) j.Key("later").Bool(c.later_step);
    j.Key("way_in").Bool(c.kind == Cohort::Kind::kAlternative && c.has_own_inclusion && !c.closed);
    if (c.parent >= 0) j.Key("parent").String(t.cohorts[static_cast<size_t>(c.parent)].name);
    PutSpan(j, c.span);
    j.Close('}');
  }
  j.Close(']');
}

void PutAsides(JsonText& j, const Criterion& c) {
  if (c.asides.empty()) return;
  j.Key("asides").Open('[');
  for (const base::Span& span : c.asides) {
    j.Open('{');
    PutSpan(j, span);
    j.Close('}');
  }
  j.Close(']');
}

void PutScope(JsonText& j, const Criterion& c, const TrialCriteria& t) {
  j.Key("scope").Open('[');
  auto put = [&](std::string_view kind, std::string_view name) {
    j.Open('{');
    j.Key("kind").String(kind);
    j.Key("name").String(name);
    j.Close('}');
  };
  for (int index : c.cohorts) {
    const Cohort& cohort = t.cohorts[static_cast<size_t>(index)];
    put(cohort.kind == Cohort::Kind::kStep ? "step" : "alternative", cohort.name);
  }
  if (c.expression.kind == Expression::Kind::kWhen) put("when", "condition in the expression");
  j.Close(']');
}

void PutCriterion(JsonText& j, const Criterion& c, const TrialCriteria& t) {
  char hash[17];
  std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(HashOf(c)));
  j.Open('{');
  j.Key("id").String(c.id);
  j.Key("hash").String(hash);
  j.Key("section").String(c.section == Section::kExclusion ? "exclusion" : "inclusion");
  j.Key("topic").String(TopicName(c.topic));
  j.Key("source").String(c.source);
  if (!c.span.empty()) PutSpan(j, c.span);
  j.Key("text").String(c.text);
  PutScope(j, c, t);
  j.Key("mood").String(MoodName(c.mood));
  j.Key("understood").String(UnderstoodName(c.understood));
  PutAsides(j, c);
  PutExpression(j.Key("expression"), c.expression, Places::kTold);
  j.Close('}');
}

void PutCoverage(JsonText& j, const Coverage& coverage) {
  char share[16];
  std::snprintf(share, sizeof share, "%.2f", coverage.bytes_understood);
  j.Key("coverage").Open('{');
  j.Key("criteria").Integer(coverage.criteria);
  j.Key("full").Integer(coverage.full);
  j.Key("partial").Integer(coverage.partial);
  j.Key("none").Integer(coverage.none);
  j.Key("bytes_understood").Number(std::strtod(share, nullptr));
  j.Close('}');
}

void PutDiagnostics(JsonText& j, const base::Diagnostics& diagnostics) {
  j.Key("diagnostics").Open('[');
  for (const base::Diagnostic& d : diagnostics) {
    j.Open('{');
    j.Key("severity").String(base::SeverityName(d.severity));
    j.Key("id").String(d.id);
    j.Key("message").String(d.message);
    if (d.span) PutSpan(j, *d.span);
    j.Close('}');
  }
  j.Close(']');
}

}  // namespace

void AppendExpressionJson(const Expression& expression, Places places, std::string* out) {
  JsonText j(out);
  PutExpression(j, expression, places);
}

std::string ExpressionToJson(const Expression& expression) {
  std::string out;
  AppendExpressionJson(expression, Places::kTold, &out);
  return out;
}

uint64_t HashOf(const Criterion& c) {
  std::string said;
  said.reserve(c.text.size() + 256);
  said += c.text;
  said += c.section == Section::kExclusion ? 'E' : 'I';
  AppendExpressionJson(c.expression, Places::kLeftOut, &said);
  constexpr uint64_t kStart = 14695981039346656037ULL, kPrime = 1099511628211ULL;  // FNV-1a
  uint64_t hash = kStart;
  for (const char byte : said) hash = (hash ^ static_cast<unsigned char>(byte)) * kPrime;
  return hash;
}

std::string CriteriaToJson(const TrialCriteria& t, const Lexicon& lexicon) {
  std::string out;
  JsonText j(&out);
  j.Open('{');
  j.Key("nct_id").String(t.nct_id);
  j.Key("rules_version").String(RulesVersion(lexicon));
  j.Key("text_sha256").String(t.text_sha256);
  PutCohorts(j, t);
  j.Key("headings").Open('[');
  for (const Heading& h : t.headings) {
    j.Open('{');
    PutSpan(j, h.span);
    j.Key("text").String(h.text);
    j.Close('}');
  }
  j.Close(']');
  j.Key("criteria").Open('[');
  for (const Criterion& c : t.criteria) PutCriterion(j, c, t);
  j.Close(']');
  PutCoverage(j, t.coverage);
  PutDiagnostics(j, t.diagnostics);
  j.Close('}');
  return out;
}

}  // namespace trialmatch::rules
