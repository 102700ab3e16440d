#include "rules/criteria_json.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const base::Bounds& b) {
  Json j = Json::object();
  if (b.low) j[b.low_inclusive ? "at_least" : "more_than"] = *b.low;
  if (b.high) j[b.high_inclusive ? "at_most" : "less_than"] = *b.high;
  return j;
}

Json ToJson(const Window& w) {
  Json j = Json::object();
  if (w.at_least) j["at_least"] = w.at_least->ToString();
  if (w.within) j["within"] = w.within->ToString();
  if (w.no_more_than) j["no_more_than"] = w.no_more_than->ToString();
  if (w.half_lives) j["half_lives"] = *w.half_lives;
  if (w.which != Window::Which::kOnly) j["whichever"] = w.which == Window::Which::kShorter ? "shorter" : "longer";
  if (w.anchor != Window::Anchor::kEnrolment) {
    static constexpr const char* kNames[] = {"enrolment", "progression", "surgery", "end_of_therapy"};
    j["before"] = kNames[static_cast<int>(w.anchor)];
  }
  return j;
}

template <typename T>
void Put(Json& j, const char* key, const std::optional<T>& value) {
  if (value) j[key] = *value;
}
void Put(Json& j, const char* key, const std::vector<std::string>& value) {
  if (!value.empty()) j[key] = value;
}
void Put(Json& j, const char* key, const std::string& value) {
  if (!value.empty()) j[key] = value;
}
void PutIf(Json& j, const char* key, bool value) {
  if (value) j[key] = true;
}
void Put(Json& j, const char* key, const std::optional<base::Bounds>& value) {
  if (value) j[key] = ToJson(*value);
}
void Put(Json& j, const char* key, const std::optional<base::Duration>& value) {
  if (value) j[key] = value->ToString();
}

Json ToJson(const CompareLeaf& l) {
  Json j = {{"quantity", l.quantity}, {"bounds", ToJson(l.bounds)}};
  Put(j, "unit", l.unit);
  if (l.relative == CompareLeaf::Relative::kTimesUpperLimit) j["times"] = "upper_limit_of_normal";
  if (l.relative == CompareLeaf::Relative::kTimesLowerLimit) j["times"] = "lower_limit_of_normal";
  Put(j, "sex", l.sex);
  return j;
}

Json ToJson(const OneOfLeaf& l) {
  static constexpr const char* kNames[] = {"sex", "disease", "stage", "setting", "country", "smoking", "metastasis_site"};
  Json j = {{"attribute", kNames[static_cast<int>(l.attribute)]}, {"values", l.values}};
  Put(j, "except", l.except);
  if (l.edition != 0) j["edition"] = l.edition;
  return j;
}

Json ToJson(const MarkerLeaf& l) {
  Json j;
  if (l.genes.size() == 1) j["gene"] = l.genes[0];
  else j["genes"] = l.genes;
  Put(j, "except_genes", l.except_genes);
  Put(j, "alteration", l.alteration);
  Put(j, "details", l.details);
  Put(j, "score", l.score);
  Put(j, "score_unit", l.score_unit);
  PutIf(j, "known_only", l.known_only);
  PutIf(j, "tested", l.tested);
  PutIf(j, "resistance", l.resistance);
  return j;
}

Json ToJson(const TreatmentLeaf& l) {
  static constexpr const char* kQuantifiers[] = {"any", "only", "most_recent", "lines", "agents", "cycles"};
  static constexpr const char* kOutcomes[] = {"", "progression", "intolerance", "progression_or_intolerance", "response", "no_progression"};
  Json j = {{"quantifier", kQuantifiers[static_cast<int>(l.quantifier)]}};
  Put(j, "what", l.what);
  Put(j, "except", l.except);
  Put(j, "within_class", l.within_class);
  Put(j, "count", l.count);
  Put(j, "intents", l.intents);
  Put(j, "except_intents", l.except_intents);
  Put(j, "outcome", std::string(kOutcomes[static_cast<int>(l.outcome)]));
  Put(j, "ongoing", l.ongoing);
  if (!l.window.empty()) j["window"] = ToJson(l.window);
  Put(j, "sites", l.sites);
  Put(j, "dose_gy", l.dose_gy);
  Put(j, "major", l.major);
  PutIf(j, "for_this_cancer", l.for_this_cancer);
  PutIf(j, "together", l.together);
  return j;
}

Json ToJson(const ConditionLeaf& l) {
  static constexpr const char* kStatus[] = {"ever", "active", "past", "uncontrolled"};
  Json j = {{"conditions", l.conditions}, {"status", kStatus[static_cast<int>(l.status)]}};
  Put(j, "except", l.except);
  if (!l.window.empty()) j["window"] = ToJson(l.window);
  Put(j, "min_grade", l.min_grade);
  Put(j, "needed_steroids", l.needed_steroids);
  Put(j, "viral_load_undetectable", l.viral_load_undetectable);
  Put(j, "cd4_per_ul", l.cd4_per_ul);
  Put(j, "nyha_at_least", l.nyha_at_least);
  Put(j, "qualities", l.qualities);
  Put(j, "lacking", l.lacking);
  for (const ConditionLeaf& exception : l.unless) j["unless"].push_back(ToJson(exception));
  PutIf(j, "family", l.family);
  return j;
}

Json ToJson(const BrainLeaf& l) {
  static constexpr const char* kSites[] = {"brain", "leptomeningeal", "either", "spinal_cord"};
  Json j = {{"site", kSites[static_cast<int>(l.site)]}};
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
  if (!l.since_treatment.empty()) j["since_treatment"] = ToJson(l.since_treatment);
  return j;
}

Json ToJson(const StandardTherapyLeaf& l) {
  static constexpr const char* kKinds[] = {"failed", "exhausted", "unavailable", "failed_or_unavailable"};
  return {{"kind", kKinds[static_cast<int>(l.kind)]}};
}

Json ToJson(const FactLeaf& l) { return {{"fact", l.fact}}; }

Json ToJson(const Expression& e) {
  Json j;
  auto children = [&](size_t from = 0) {
    Json list = Json::array();
    for (size_t i = from; i < e.children.size(); ++i) list.push_back(ToJson(e.children[i]));
    return list;
  };
  switch (e.kind) {
    case Expression::Kind::kAll: return {{"all", children()}};
    case Expression::Kind::kAny: return {{"any", children()}};
    case Expression::Kind::kNot: return {{"not", ToJson(e.children[0])}};
    case Expression::Kind::kAtLeast: return {{"at_least", {{"count", e.count}, {"of", children()}}}};
    case Expression::Kind::kWhen: return {{"when", {{"if", ToJson(e.children[0])}, {"then", ToJson(e.children[1])}}}};
    case Expression::Kind::kAlways: j["always"] = true; break;
    case Expression::Kind::kOpaque: j["opaque"] = true; break;
    case Expression::Kind::kLeaf:
      j["leaf"] = {{LeafKindName(e.leaf), std::visit([](const auto& leaf) { return ToJson(leaf); }, e.leaf)}};
      break;
  }
  if (!e.span.empty()) {
    j["begin"] = e.span.begin;
    j["end"] = e.span.end;
  }
  if (!e.rule.empty()) j["rule"] = e.rule;
  return j;
}

std::string Hex(uint64_t value) {
  char buffer[17];
  std::snprintf(buffer, sizeof buffer, "%016llx", static_cast<unsigned long long>(value));
  return buffer;
}

Json ScopeOf(const Criterion& c, const TrialCriteria& t) {
  Json scope = Json::array();
  for (int index : c.cohorts) {
    const Cohort& cohort = t.cohorts[static_cast<size_t>(index)];
    scope.push_back({{"kind", cohort.kind == Cohort::Kind::kStep ? "step" : "alternative"}, {"name", cohort.name}});
  }
  if (c.expression.kind == Expression::Kind::kWhen) scope.push_back({{"kind", "when"}, {"name", "condition in the expression"}});
  return scope;
}

}  // namespace

std::string ExpressionToJson(const Expression& expression) { return ToJson(expression).dump(); }

std::string CriteriaToJson(const TrialCriteria& t, const Lexicon& lexicon) {
  Json j;
  j["nct_id"] = t.nct_id;
  j["rules_version"] = RulesVersion(lexicon);
  j["text_sha256"] = t.text_sha256;
  Json cohorts = Json::array();
  for (const Cohort& c : t.cohorts) {
    Json one = {{"name", c.name}, {"kind", c.kind == Cohort::Kind::kStep ? "step" : "alternative"}, {"closed", c.closed}};
    if (c.kind == Cohort::Kind::kStep) one["later"] = c.later_step;
    one["way_in"] = c.kind == Cohort::Kind::kAlternative && c.has_own_inclusion && !c.closed;
    if (c.parent >= 0) one["parent"] = t.cohorts[static_cast<size_t>(c.parent)].name;
    one["begin"] = c.span.begin;
    one["end"] = c.span.end;
    cohorts.push_back(std::move(one));
  }
  j["cohorts"] = std::move(cohorts);
  Json headings = Json::array();
  for (const Heading& h : t.headings) headings.push_back({{"begin", h.span.begin}, {"end", h.span.end}, {"text", h.text}});
  j["headings"] = std::move(headings);
  Json criteria = Json::array();
  for (const Criterion& c : t.criteria) {
    Json one = {{"id", c.id}, {"hash", Hex(c.hash)}, {"section", c.section == Section::kExclusion ? "exclusion" : "inclusion"},
                {"topic", TopicName(c.topic)}, {"source", c.source}};
    if (!c.span.empty()) {
      one["begin"] = c.span.begin;
      one["end"] = c.span.end;
    }
    one["text"] = c.text;
    one["scope"] = ScopeOf(c, t);
    one["mood"] = MoodName(c.mood);
    one["understood"] = UnderstoodName(c.understood);
    one["expression"] = ToJson(c.expression);
    criteria.push_back(std::move(one));
  }
  j["criteria"] = std::move(criteria);
  char share[16];
  std::snprintf(share, sizeof share, "%.2f", t.coverage.bytes_understood);
  j["coverage"] = {{"criteria", t.coverage.criteria}, {"full", t.coverage.full}, {"partial", t.coverage.partial}, {"none", t.coverage.none},
                   {"bytes_understood", Json::parse(share)}};
  Json diagnostics = Json::array();
  for (const base::Diagnostic& d : t.diagnostics) {
    Json one = {{"severity", base::SeverityName(d.severity)}, {"id", d.id}, {"message", d.message}};
    if (d.span) {
      one["begin"] = d.span->begin;
      one["end"] = d.span->end;
    }
    diagnostics.push_back(std::move(one));
  }
  j["diagnostics"] = std::move(diagnostics);
  return j.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace trialmatch::rules
