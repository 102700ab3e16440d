#include "rules/audit/html_study.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/audit/describe_leaf.h"
#include "rules/audit/quote.h"
#include "rules/audit/text_audit.h"
#include "rules/audit/unread.h"

namespace trialmatch::rules {
namespace {

// What stands on a piece of the text.
struct Mark {
  base::Span span;
  std::string name;   // of its colour: "t-lab", "aside", kUnread
  std::string tip;    // "marker.fusion: ALK fusion"
};

constexpr char kUnread[] = "unread";

void Marks(const Expression& e, std::vector<Mark>* out) {
  if (e.kind == Expression::Kind::kLeaf && !e.span.empty()) {
    out->push_back({e.span, absl::StrCat("t-", TopicName(TopicOfLeaf(e.leaf))),
                    absl::StrCat(e.rule, ": ", DescribeLeaf(e.leaf))});
  } else if (e.kind == Expression::Kind::kOpaque && !e.span.empty()) {
    out->push_back({e.span, kUnread, "not understood"});
  }
  for (const Expression& child : e.children) Marks(child, out);
}

// The words of `span` with what stands on them. Leaves may overlap: each piece between two ends has
// the colour of the shortest one on it, and tells all.
void WriteMarked(std::string_view text, base::Span span, const std::vector<Mark>& marks,
                 HtmlWriter* html) {
  std::set<uint32_t> ends = {span.begin, span.end};
  for (const Mark& mark : marks) {
    for (uint32_t at : {mark.span.begin, mark.span.end}) {
      if (at > span.begin && at < span.end) ends.insert(at);
    }
  }
  for (auto at = ends.begin(); std::next(at) != ends.end(); ++at) {
    const base::Span piece = {*at, *std::next(at)};
    const Mark* top = nullptr;
    std::string tips;
    for (const Mark& mark : marks) {
      if (!mark.span.Contains(piece)) continue;
      const bool above = top == nullptr || (top->name == kUnread && mark.name != kUnread) ||
                         (mark.name != kUnread && mark.span.size() < top->span.size());
      if (above) top = &mark;
      if (tips.find(mark.tip) == std::string::npos)
        absl::StrAppend(&tips, tips.empty() ? "" : "; ", mark.tip);
    }
    const std::string_view words = base::Slice(text, piece);
    if (top == nullptr || OneLine(words).empty()) {
      html->Text(words);
    } else {
      html->Open("mark", {{"class", top->name},
                          {"tabindex", "0"},
                          {"data-tip", tips},
                          {"aria-description", tips}});
      html->Text(words).Close("mark");
    }
  }
}

std::string ScopeOf(const Criterion& c, const TrialCriteria& t) {
  std::string scope;
  for (int index : c.cohorts) {
    absl::StrAppend(&scope, scope.empty() ? "for " : ", ",
                    t.cohorts[static_cast<size_t>(index)].name);
  }
  return scope;
}

std::string AnchorOf(const TrialCriteria& t, const Criterion& c) {
  return absl::StrCat(t.nct_id, "-", c.id);
}

void RulesOf(const Expression& e, std::vector<const Expression*>* out) {
  const bool told = e.kind == Expression::Kind::kLeaf ||
                    (e.kind == Expression::Kind::kAlways && !e.rule.empty());
  if (told) out->push_back(&e);
  for (const Expression& child : e.children) RulesOf(child, out);
}

void WriteReading(const Criterion& c, const TrialCriteria& t, HtmlWriter* html) {
  html->Open("div", {{"class", "reading"}});
  html->Open("p", {{"class", "facts"}});
  html->Element("a", c.id, {{"class", "id"}, {"href", "#" + AnchorOf(t, c)}}).Text(" ");
  html->Element("span", UnderstoodName(c.understood),
                {{"class", absl::StrCat("level ", UnderstoodName(c.understood))}});
  html->Text(absl::StrCat(" ", TopicName(c.topic), ", ", MoodName(c.mood)));
  if (const std::string scope = ScopeOf(c, t); !scope.empty()) html->Text(", " + scope);
  html->Close("p");
  html->Element("p", Describe(c.expression), {{"class", "says"}});
  std::vector<const Expression*> rules;
  RulesOf(c.expression, &rules);
  if (!rules.empty()) {
    html->Open("ul", {{"class", "rules"}});
    for (const Expression* e : rules) {
      html->Open("li").Element("code", e->rule);
      if (e->kind == Expression::Kind::kLeaf) html->Text(" " + DescribeLeaf(e->leaf));
      html->Close("li");
    }
    html->Close("ul");
  }
  html->Close("div");
}

void WriteCriterion(std::string_view text, const Criterion& c, const TrialCriteria& t,
                    const Lexicon& lexicon, HtmlWriter* html) {
  html->Open("article", {{"id", AnchorOf(t, c)},
                         {"class", UnderstoodName(c.understood)},
                         {"data-t", TopicName(c.topic)},
                         {"data-u", UnderstoodName(c.understood)}});
  html->Open("div", {{"class", "text"}});
  if (c.span.empty()) {
    html->Element("span", c.source, {{"class", "field"}}).Text(" " + c.text);
  } else {
    std::vector<Mark> marks;
    Marks(c.expression, &marks);
    for (base::Span aside : c.asides) marks.push_back({aside, "aside", "constrains nobody"});
    if (c.understood == Understood::kPartial) {
      for (base::Span word : UnreadSpans(c, text, lexicon))
        marks.push_back({word, kUnread, "no rule has read this"});
    }
    WriteMarked(text, c.span, marks, html);
  }
  html->Close("div");
  WriteReading(c, t, html);
  html->Close("article").Markup("\n");
}

// The criteria of a level as a list of links, each with its first words.
void WriteList(const TrialCriteria& t, Understood level, const char* title, HtmlWriter* html) {
  const auto is = [&](const Criterion& c) { return c.understood == level; };
  const auto count = std::count_if(t.criteria.begin(), t.criteria.end(), is);
  if (count == 0) return;
  html->Element("h3", absl::StrCat(title, " (", count, ")"));
  html->Open("ul", {{"class", "unread-list"}});
  for (const Criterion& c : t.criteria) {
    if (!is(c)) continue;
    html->Open("li", {{"data-t", TopicName(c.topic)}, {"data-u", UnderstoodName(level)}});
    html->Element("a", c.id, {{"href", "#" + AnchorOf(t, c)}});
    html->Text(" " + OneLine(c.text, 160)).Close("li");
  }
  html->Close("ul").Markup("\n");
}

std::string Share(int part, int whole) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%.1f", whole == 0 ? 0 : 100.0 * part / whole);
  return buffer;
}

}  // namespace

Topic TopicOfLeaf(const Leaf& leaf) {
  if (const auto* l = std::get_if<CompareLeaf>(&leaf)) {
    if (l->quantity == "age") return Topic::kAgeSex;
    const bool performance =
        l->quantity == "ecog" || l->quantity == "karnofsky" || l->quantity == "lansky";
    return performance ? Topic::kPerformance : Topic::kLab;
  }
  if (const auto* l = std::get_if<OneOfLeaf>(&leaf)) {
    switch (l->attribute) {
      case OneOfLeaf::Attribute::kSex: return Topic::kAgeSex;
      case OneOfLeaf::Attribute::kDisease: return Topic::kDisease;
      case OneOfLeaf::Attribute::kStage:
      case OneOfLeaf::Attribute::kSetting:
      case OneOfLeaf::Attribute::kMetastasisSite: return Topic::kStageSetting;
      default: return Topic::kOther;
    }
  }
  if (std::holds_alternative<MarkerLeaf>(leaf)) return Topic::kBiomarker;
  if (const auto* l = std::get_if<TreatmentLeaf>(&leaf)) {
    if (!l->window.empty()) return Topic::kWashout;
    if (l->quantifier == TreatmentLeaf::Quantifier::kLines) return Topic::kLineOfTherapy;
    return l->ongoing.value_or(false) ? Topic::kConcomitantMedication : Topic::kPriorTherapy;
  }
  if (std::holds_alternative<ConditionLeaf>(leaf)) return Topic::kComorbidity;
  if (std::holds_alternative<BrainLeaf>(leaf)) return Topic::kCns;
  if (std::holds_alternative<StandardTherapyLeaf>(leaf)) return Topic::kPriorTherapy;
  const std::string& fact = std::get<FactLeaf>(leaf).fact;
  if (fact == "pregnant" || fact == "breastfeeding") return Topic::kReproductive;
  if (fact == "measurable" || fact == "evaluable") return Topic::kMeasurable;
  return Topic::kOther;
}

void WriteLevels(const TopicCoverage::Row& row, HtmlWriter* html) {
  const int all = row.criteria();
  const auto part = [&](const char* level, int count) {
    html->Open("span", {{"class", level}, {"style", "width:" + Share(count, all) + "%"}});
    html->Close("span");
  };
  html->Open("span", {{"class", "bar"}, {"aria-hidden", "true"}});
  part("full", row.full);
  part("partial", row.partial);
  part("none", row.none);
  html->Close("span");
  html->Element("span",
                absl::StrCat(row.full, " full, ", row.partial, " partial, ", row.none, " none"),
                {{"class", "counts"}});
}

void WriteLegend(HtmlWriter* html) {
  html->Open("p", {{"class", "legend"}}).Text("Colours: ");
  for (int i = 0; i < TopicCoverage::kTopics; ++i) {
    const Topic topic = static_cast<Topic>(i);
    if (topic == Topic::kLogistics) continue;
    html->Element("mark", TopicName(topic), {{"class", absl::StrCat("t-", TopicName(topic))}});
    html->Text(" ");
  }
  html->Element("mark", "constrains nobody", {{"class", "aside"}}).Text(" ");
  html->Element("mark", "not understood", {{"class", kUnread}});
  html->Close("p").Markup("\n");
}

void WriteStudyBody(const fetch::Study& study, const TrialCriteria& t, const Lexicon& lexicon,
                    HtmlWriter* html) {
  const Coverage& cover = t.coverage;
  html->Open("p", {{"class", "levels"}});
  html->Text(absl::StrCat(cover.criteria, " criteria: "));
  WriteLevels({cover.full, cover.partial, cover.none}, html);
  html->Close("p").Markup("\n");
  for (const base::Diagnostic& d : t.diagnostics) {
    html->Element("p", absl::StrCat(base::SeverityName(d.severity), ": ", d.message),
                  {{"class", "diagnostic"}});
  }
  if (!t.cohorts.empty()) {
    html->Open("p", {{"class", "cohorts"}}).Text("Parts: ");
    for (size_t i = 0; i < t.cohorts.size(); ++i) {
      const Cohort& c = t.cohorts[i];
      const bool no_door = c.kind == Cohort::Kind::kAlternative && !c.has_own_inclusion;
      html->Text(absl::StrCat(i == 0 ? "" : "; ", c.name,
                              c.kind == Cohort::Kind::kStep ? " (a step)" : "",
                              c.closed ? " (closed)" : "",
                              no_door ? " (no inclusion of its own)" : ""));
    }
    html->Close("p").Markup("\n");
  }
  WriteList(t, Understood::kNone, "Not understood", html);
  WriteList(t, Understood::kPartial, "Understood in part", html);
  html->Element("h3", "The text and its reading");
  size_t heading = 0;
  const auto headings_before = [&](uint32_t at) {
    for (; heading < t.headings.size() && t.headings[heading].span.begin < at; ++heading)
      html->Element("h4", OneLine(t.headings[heading].text)).Markup("\n");
  };
  for (const Criterion& c : t.criteria) {
    if (!c.span.empty()) headings_before(c.span.begin);
    if (c.span.empty()) headings_before(static_cast<uint32_t>(-1));
    WriteCriterion(study.eligibility_criteria, c, t, lexicon, html);
  }
  headings_before(static_cast<uint32_t>(-1));
}

}  // namespace trialmatch::rules
