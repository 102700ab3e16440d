#include "rules/parse/layout/item_context.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/disease/title_condition.h"
#include "rules/parse/domains.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/applies_to.h"
#include "rules/parse/layout/criteria_for.h"
#include "rules/parse/layout/demanding_head.h"
#include "rules/parse/layout/part_label.h"
#include "rules/parse/layout/part_name.h"
#include "rules/parse/layout/part_openings.h"
#include "rules/parse/layout/part_subject.h"
#include "rules/parse/layout/tumour_heading.h"
#include "rules/parse/part_demands.h"

namespace trialmatch::rules {
namespace {

// Phases hold parts, parts hold cohorts.
int RankOf(const ScopeLabel& label) {
  const std::string& part = label.paths.front().front();
  if (part.starts_with("phase")) return 0;
  for (const char* start : {"part", "module", "sub", "escalation", "expansion", "dose"}) {
    if (part.starts_with(start)) return 1;
  }
  return 2;
}

// The scope headings whose part is still open where the next one stands.
class OpenParts {
 public:
  // "Phase 2:" and right below it "Cohort A:": the finer part lies in the coarser one, though both
  // stand at the margin. Closes the parts that `rank` ends, and answers the cohorts of the one
  // around it.
  std::vector<int> Around(int rank, int heading_parent) {
    while (!parts_.empty() &&
           (parts_.back().rank >= rank || parts_.back().parent != heading_parent))
      parts_.pop_back();
    return parts_.empty() ? std::vector<int>() : parts_.back().cohorts;
  }
  void Open(int rank, int heading_parent, const std::vector<int>& cohorts) {
    parts_.push_back({rank, heading_parent, cohorts});
  }

 private:
  struct Part {
    int rank;
    int parent;
    std::vector<int> cohorts;
  };
  std::vector<Part> parts_;
};

bool OpensCondition(const Reading& r, int begin, int end) {
  // "No prior therapy for small cell lung cancer, with these exceptions:" denies.
  if (r.IsAny(begin, {Cue::kNo, Cue::kNot, Cue::kNaive})) return false;
  if (HasCue(r, begin, std::min(end, begin + 3), {Cue::kFor, Cue::kIf, Cue::kWhen})) return true;
  for (int i = begin; i < std::min(end, begin + 3); ++i) {
    if (r.WordIsAny(i,
                    {"patients with", "patients who", "in"}))
      return true;
    if (r.Is(i, Cue::kWithout) && r.WordStarts(i - 1, {"patient"})) return true;
  }
  return false;
}

bool HasNoItems(const Outline& outline, size_t h) {
  return std::none_of(outline.items.begin(), outline.items.end(), [h](const OutlineItem& item) { return item.heading == static_cast<int>(h); });
}

// "Inclusion criteria specific to Part 2" and right below it "Inclusion criteria for Cohort 1".
bool IsOverFinerSections(const Outline& outline, size_t h) {
  if (h + 1 >= outline.headings.size() || outline.headings[h].kind != OutlineHeading::Kind::kSection) return false;
  const OutlineHeading& next = outline.headings[h + 1];
  return next.kind == OutlineHeading::Kind::kSection && next.section == outline.headings[h].section && HasNoItems(outline, h);
}

// "All participants:" right below "Module 4:", no item between: those of the module.
bool ForAllOfTheOneAbove(const Reading& r, const Outline& outline, size_t h) {
  if (h == 0 || outline.headings[h - 1].kind != OutlineHeading::Kind::kScope || outline.headings[h - 1].parent != outline.headings[h].parent) return false;
  bool all = false;
  for (int i = 0; i < r.size(); ++i) {
    if (!r.IsKind(i, Item::Kind::kMark) && !r.WordIsAny(i, {"all", "patients", "for", "all patients", "for all patients"})) return false;
    all = all || r.WordContains(i, {"all"});
  }
  return all && HasNoItems(outline, h - 1);
}

// Lists of one section with a heading of their own.
int ListsOf(const Outline& outline, Section section) {
  return static_cast<int>(std::count_if(outline.headings.begin(), outline.headings.end(), [section](const OutlineHeading& each) {
    return each.kind == OutlineHeading::Kind::kSection && each.section == section;
  }));
}

}  // namespace

std::vector<ItemContext> ReadHeadingContexts(const Grammar& grammar, std::string_view text,
                                             const Outline& outline, CohortTable* table,
                                             std::vector<Cohort>* cohorts) {
  OpenParts open, over_sections;
  const TumourHeadings tumour_headings(grammar, text, outline);
  Reading reading(grammar, text);
  std::vector<ItemContext> contexts(outline.headings.size());
  for (size_t h = 0; h < outline.headings.size(); ++h) {
    const OutlineHeading& heading = outline.headings[h];
    bool scope = heading.kind == OutlineHeading::Kind::kScope;
    ItemContext& context = contexts[h];
    if (heading.parent >= 0) context = contexts[static_cast<size_t>(heading.parent)];
    reading.Clear();
    reading.Append(heading.span, false);
    ScopeLabel label = ReadScopeLabel(reading, 0, reading.size(), LabelPlace::kHeading);
    const bool of_list = heading.kind == OutlineHeading::Kind::kSection || heading.kind == OutlineHeading::Kind::kTitle;
    auto criteria = of_list ? ReadCriteriaFor(reading, 0, reading.size()) : std::nullopt;
    if (criteria && !criteria->additional && ListsOf(outline, heading.section) < 2) criteria.reset();
    // "Inclusion criteria for those with stage II NSCLC who need adjuvant treatment" names a tumour, and no step.
    if (label.empty() && scope) label = ReadPartLabel(reading, 0, reading.size());
    if (label.empty() && heading.kind == OutlineHeading::Kind::kSection) label = ReadPartBehindColon(reading);
    if (criteria && label.step && criteria->whom.kind != Expression::Kind::kOpaque) label = {};
    if (!label.empty() && scope) {
      int rank = RankOf(label);
      std::vector<int> around = open.Around(rank, heading.parent);
      if (context.cohorts.empty()) context.cohorts = std::move(around);
      context.cohorts = table->Resolve(label, context.cohorts, *cohorts);
      open.Open(rank, heading.parent, context.cohorts);
    } else if (!label.empty()) {
      // A part named in a section heading ("Exclusion criteria, part B") lies inside what stands
      // above it.
      const int rank = RankOf(label);
      if (context.cohorts.empty()) context.cohorts = over_sections.Around(rank, heading.parent);
      context.cohorts = table->Resolve(label, context.cohorts, *cohorts);
      if (IsOverFinerSections(outline, h)) over_sections.Open(rank, heading.parent, context.cohorts);
    } else if (scope) {
      if (auto when = ReadWhenOfList(reading, 0, reading.size())) context.when.push_back(*std::move(when));
      if (ForAllOfTheOneAbove(reading, outline, h)) context.cohorts = contexts[h - 1].cohorts;
    }
    if (auto tumour = TumourInTitle(reading, label)) context.tumour = std::move(tumour);
    if (criteria) {
      const bool named = !label.empty() && !criteria->words.empty() && reading.SpanOf(criteria->words.begin, criteria->words.end - 1).Contains(label.span);
      if (!named) context.when.push_back(std::move(criteria->whom));
    }
    if (auto whom = tumour_headings.Of(h)) context.when.push_back(*std::move(whom));
    if (heading.kind == OutlineHeading::Kind::kSubject) context.leads = {heading.span};
  }
  return contexts;
}

bool AnnouncesTypes(const Reading& r, int begin, int end) {
  const int all = FindCue(r, begin, end, {Cue::kAllOf});
  if (all < 0) return false;
  bool types = false;
  for (int i = all + 1; i < std::min(end, all + 8); ++i) {
    if (r.WordContains(i, {"characteristic", "criteri", "condition", "feature", "requirement"})) return false;
    types = types || r.WordContains(i, {"type", "tumor", "cancer", "malignanc", "diagnosis", "diagnoses", "histolog", "indication"});
  }
  return types;
}

namespace {

// "Prior X to be included in Part B": where the words begin, or -1.
int ToBeIncluded(const Reading& r, Clause own) {
  constexpr WordPattern kTaken[] = {"included", "enrolled"};
  if (!r.MayHoldWord(kTaken)) return -1;
  for (int i = own.begin + 2; i + 2 < own.end; ++i) {
    const bool to_be = r.WordIs(i - 1, "to be") || (r.WordIs(i - 1, "be") && r.WordIs(i - 2, "to"));
    if (to_be && r.WordContains(i, kTaken) && (r.WordIsAny(i + 1, {"in", "into", "in the"}) || r.WordContains(i, {" in"}))) return r.WordIs(i - 1, "be") ? i - 2 : i - 1;
  }
  return -1;
}

// "lung cohort": those with the tumour of its name.
Expression WhomOfPart(const Reading& r, Clause name) {
  for (int i = name.begin; i < name.end; ++i) {
    if (std::string tumour = TumourAt(r, i); !tumour.empty()) return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, {std::move(tumour)}, {}, 0}, r.SpanOf(i, i), "disease");
  }
  return Expression::Opaque(r.SpanOf(name.begin, name.end - 1));
}

}  // namespace

Clause TakeLabels(Reading& r, Clause own, CohortTable* table, std::vector<Cohort>* cohorts, ItemContext* context, std::optional<Expression>* tumour,
                  const OutlineItem& item) {
  const auto set_aside = [&](int begin, int end) {
    r.UseRange(begin, end - 1);
    for (int i = begin; i < end; ++i) r.at(i).aside = true;
  };
  // "3. 1) Dose escalation phase: ...": a number behind the marker.
  const bool numbered_twice = r.IsNumber(own.begin) && r.IsMark(own.begin + 1, ')') && own.begin + 3 < own.end;
  const ScopeLabel label = ReadScopeLabel(r, own.begin + (numbered_twice ? 2 : 0), own.end, LabelPlace::kItemStart);
  context->labelled = !label.empty();
  if (!label.empty() && !label.step && !item.has_children && r.Is(own.begin, Cue::kFor) && !r.IsAnyMark(label.end_item - 1, ":-") && SpeaksOfOtherPartsLater(r, label.end_item, own.end)) {
    // "For Phase 2, those of cohort 1 ... . For Cohort 2 ...": each sentence is for another.
    context->labelled = false;
    context->of_several = true;
    context->when.push_back(Expression::Opaque(r.SpanOf(own.begin, label.end_item - 1)));
    r.UseRange(own.begin, label.end_item - 1);
    return {label.end_item, own.end};
  }
  if (!label.empty()) {
    context->cohorts = table->Resolve(label, context->cohorts, *cohorts);
    // "Phase 1b expansion: Part A: ...".
    const bool twice = r.IsMark(label.end_item - 1, ':') && !PartWord(r.Word(std::min(label.end_item, own.end - 1))).empty();
    const ScopeLabel inner = twice ? ReadScopeLabel(r, label.end_item, own.end, LabelPlace::kItemStart) : ScopeLabel{};
    if (!inner.empty() && !inner.step && r.IsMark(inner.end_item - 1, ':')) {
      context->cohorts = table->Resolve(inner, context->cohorts, *cohorts);
      *tumour = TumourOfPart(r, {inner.name_begin, inner.name_end});
      r.UseRange(own.begin, inner.end_item - 1);
      return {inner.end_item, own.end};
    }
    *tumour = TumourOfPart(r, {label.name_begin, label.name_end});
    // "Cohort B (ovarian cancer)" and nothing else.
    if (!*tumour && label.end_item >= own.end && !item.has_children) *tumour = TumourInTitle(r, label);
    r.UseRange(own.begin, label.end_item - 1);
    return {label.end_item, own.end};
  }
  if (const auto left = TakePartOpening(r, own, table, cohorts, context, tumour)) return *left;
  if (const int title = TitleEnd(r, own.begin, own.end); title > own.begin) {
    set_aside(own.begin, title);
    own.begin = title;
  }
  if (const int parts = r.IsAny(own.begin, {Cue::kFor}) ? BehindSomeParts(r, own.begin, std::min(own.end, own.begin + 5)) : -1; parts > own.begin) {
    context->when.push_back(Expression::Opaque(r.SpanOf(own.begin, parts - 1)));
    r.UseRange(own.begin, parts - 1);
    own.begin = parts;
  }
  for (const int behind : {BehindCohortsWhere(r, own), BehindTherapyOfPart(r, own)}) {
    if (behind <= own.begin) continue;
    context->when.push_back(Expression::Opaque(r.SpanOf(own.begin, behind - 1)));
    r.UseRange(own.begin, behind - 1);
    own.begin = behind;
  }
  for (const int demand : {DemandOfThoseInPart(r, own), DemandOfCohort(r, own)}) {
    if (demand <= own.begin) continue;
    context->when.push_back(Expression::Opaque(r.SpanOf(own.begin, demand - 1)));
    r.UseRange(own.begin, demand - 1);
    own.begin = demand;
  }
  if (const auto parts = ReadPartsItHoldsFor(r, own)) {
    if (parts->denied) context->not_for.push_back(parts->parts);
    else context->cohorts = table->Resolve(parts->parts, context->cohorts, *cohorts);
    context->labelled = context->labelled || !parts->denied;
    set_aside(parts->begin, own.end);
    own.end = parts->begin;
  }
  if (const ScopeLabel trailing = ReadTrailingPart(r, own.begin, own.end); !trailing.empty()) {
    constexpr size_t kRow = 4;
    // "for Cohorts 1A - 10A", named nowhere else: which of the parts they are of is not said.
    const bool unknown_row = item.section == Section::kExclusion && trailing.paths.size() >= kRow && table->Known(trailing, *cohorts).empty();
    context->labelled = true;
    if (unknown_row) context->when.push_back(Expression::Opaque(r.SpanOf(trailing.name_begin, own.end - 1)));
    else context->cohorts = table->Resolve(trailing, context->cohorts, *cohorts);
    set_aside(trailing.name_begin, own.end);
    return {own.begin, trailing.name_begin};
  }
  if (EachSentenceHasItsPart(r, own)) {
    context->of_several = true;
    context->when.push_back(Expression::Opaque(r.SpanOf(own.begin, own.end - 1)));
    return own;
  }
  if (const int to_be = ToBeIncluded(r, own); to_be > own.begin) {
    const ScopeLabel part = ReadScopeLabel(r, to_be, own.end, LabelPlace::kHeading);
    if (!part.empty() && !part.step && part.paths.size() == 1) {
      context->labelled = true;
      context->cohorts = table->Resolve(part, context->cohorts, *cohorts);
      set_aside(to_be, own.end);
      return {own.begin, to_be};
    }
    // One part asks for this, the other for that.
    if (!part.empty()) context->when.push_back(Expression::Opaque(r.SpanOf(to_be, own.end - 1)));
  }
  if (!r.IsMark(own.end - 1, ')') && !r.IsMark(own.end - 2, ')')) return own;
  int open = own.end - 1;
  while (open > own.begin && !r.IsMark(open, '(')) --open;
  if (open <= own.begin || own.end - open > 14) return own;
  ScopeLabel tail;
  if (r.FindCue(open, own.end, {Cue::kOnly}) >= 0 || IsOnlyLabel(r, open, own.end)) tail = ReadScopeLabel(r, open + 1, own.end, LabelPlace::kHeading);
  const int close = own.end - (r.IsMark(own.end - 1, ')') ? 1 : 2);
  int name = open + 1;
  while (name < close && r.WordIsAny(name, {"applicable", "applies", "only", "to", "to the", "for", "for the", "the", "in", "in the"})) ++name;
  const bool numbered = !tail.empty();
  if (!numbered) tail = ReadNamedPart(r, name, close);
  // "(not applicable for Part C)", "(Part C only requires a lesion)": a list below may be for that part too.
  const int only = r.FindCue(open, close, {Cue::kOnly});
  const bool demands_else = only > open && (r.Is(only + 1, Cue::kMust) || r.WordStarts(only + 1, {"requir", "need"}));
  const bool of_others = !item.has_children && (demands_else || r.IsAny(open + 1, {Cue::kNot, Cue::kExcept, Cue::kNotRequired}));
  if (const ScopeLabel left_out = of_others ? ReadScopeLabel(r, open + 1, close, LabelPlace::kHeading) : ScopeLabel{}; !left_out.empty() && !left_out.step) {
    context->when.push_back(Expression::Opaque(r.SpanOf(open, close)));
    set_aside(open, own.end);
    return {own.begin, open};
  }
  if (tail.empty() || tail.step || SeveralSentences(r, own.begin, open) || NamesPartOfMember(r, own.begin, open)) return own;
  // A part that only an exclusion names would be a way in for whom the parts that list their criteria do not take.
  context->labelled = true;
  if (numbered || item.section == Section::kInclusion) context->cohorts = table->Resolve(tail, context->cohorts, *cohorts);
  else context->when.push_back(WhomOfPart(r, {name, close}));
  set_aside(open, own.end);
  return {own.begin, open};
}

namespace {

bool NamesSeveralWays(const Reading& r, int begin, int end) {
  int diseases = 0, commas = 0;
  bool marker = false;
  for (int i = begin; i < end; ++i) {
    if (r.Is(i, Cue::kMust)) break;
    const bool tumour = r.Find(i, TermKind::kDisease) != nullptr;
    if (tumour && r.WordStarts(i - 1, {"non"})) return true;
    if (tumour && r.IsMark(i - 1, '-') && r.WordIs(i - 2, "non")) return true;
    diseases += tumour ? 1 : 0;
    commas += r.IsMark(i, ',') ? 1 : 0;
    marker = marker || r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kAlteration, TermKind::kMutation}));
  }
  return marker && diseases >= 2 && commas >= 2;
}

}  // namespace

namespace {

// "Participants with a glioma *must meet all of the following criteria:*": the item where what they must begins, or -1.
int MustMeetTheList(const Reading& r, int begin, int end) {
  const int must = FindCue(r, begin + 1, end, {Cue::kMust});
  if (must < 0 || !r.IsMark(end - 1, ':')) return -1;
  // Of brain metastases the list itself tells; who had a therapy is asked for it.
  if (!r.WordIsAny(begin, {"patients with", "those with"}) || HasCue(r, begin, must, {Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kWho})) return -1;
  bool meet = r.WordContains(must, {"meet", "fulfil", "satisf"});
  for (int i = must + 1; i < end; ++i) {
    const bool verb = i <= must + 2 && r.WordStarts(i, {"meet", "fulfil", "satisf"});
    meet = meet || verb;
    const bool of_list = verb || r.IsMark(i, ':') || r.IsAny(i, {Cue::kAllOf, Cue::kFiller}) || r.WordIsAny(i, {"all", "of", "the", "also", "both", "each", "following", "these", "additional", "criteria", "requirements", "conditions", "follow", "follows"}) ||
                         r.WordContains(i, {"criteri", "requirement", "following"});
    if (!of_list) return -1;
  }
  return meet ? must : -1;
}

}  // namespace

std::optional<Expression> ReadWhenOfList(Reading& r, int begin, int end, std::string_view list) {
  if (const int must = MustMeetTheList(r, begin, end); must > begin) {
    if (auto whom = ReadWhen(r, begin, must)) return whom;
  }
  if (auto title = ReadTitleOfParts(r, {begin, end}); title && title->colon + 1 == end) return std::move(title->whom);
  if (BehindTherapyOfPart(r, {begin, end}) == end) return Expression::Opaque(r.SpanOf(begin, end - 1));
  if (DemandsOfEverybody(r, {begin, end}, list)) return std::nullopt;
  const bool of_some = r.Is(begin, Cue::kFor) || r.FindCue(begin, end, {Cue::kExcluded}) >= 0;
  if (of_some && BehindSomeParts(r, begin, end) >= 0) return Expression::Opaque(r.SpanOf(begin, end - 1));
  auto criteria = ReadCriteriaFor(r, begin, end);
  return criteria ? std::move(criteria->whom) : ReadWhen(r, begin, end);
}

std::optional<Expression> ReadWhen(Reading& r, int begin, int end) {
  int sex = FindCue(r, begin, std::min(end, begin + 4), {Cue::kMale, Cue::kFemale});
  if (sex >= 0 && end - begin <= 8) {
    OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {r.Is(sex, Cue::kMale) ? "male" : "female"}, {}, 0};
    return Expression::OfLeaf(leaf, r.SpanOf(sex, sex), "scope.sex");
  }
  if (!OpensCondition(r, begin, end)) return std::nullopt;
  if (HasCue(r, begin, end,
             {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kAnyOf, Cue::kIncluding})) {
    return std::nullopt;
  }
  // "Patients with the following tumour types:", "subjects with the following heart diseases:" announce a
  // list, of which each is meant.
  const bool as_follows = r.WordIsAny(end - 2, {"as follows", "follows"}) && r.IsMark(end - 1, ':') && r.WordIsAny(begin, {"patients with"});
  if (as_follows || AnnouncesTypes(r, begin, end) || (r.WordIsAny(begin, {"patients with"}) && r.Is(begin + 1, Cue::kAllOf))) return std::nullopt;
  // "For HPV-associated cancer, MSI-high solid tumours, renal carcinoma:", "non-breast cancers": each of them.
  if (NamesSeveralWays(r, begin, end)) return Expression::Opaque(r.SpanOf(begin, end - 1));
  Atoms atoms;
  Clause clause{begin, end};
  ReadBrain(r, clause, Mood::kPermits, atoms);
  ReadMarkers(r, clause, Mood::kPermits, atoms);
  ReadConditions(r, clause, Mood::kPermits, atoms);
  ReadTreatments(r, clause, Mood::kPermits, atoms);
  ReadDisease(r, clause, {}, atoms);
  std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
  if (atoms.empty()) return std::nullopt;
  std::vector<Expression> all;
  for (const Atom& a : atoms) all.push_back(WithPolarity(a));
  return Expression::All(std::move(all));
}

}  // namespace trialmatch::rules
