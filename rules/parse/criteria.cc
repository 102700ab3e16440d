#include "rules/parse/criteria.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/parse/bounds/lab_raise.h"
#include "rules/parse/disease/title_condition.h"
#include "rules/parse/domains.h"
#include "rules/parse/emit.h"
#include "rules/parse/ground.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/announced_list.h"
#include "rules/parse/layout/common_items.h"
#include "rules/parse/layout/condition_list.h"
#include "rules/parse/layout/demanding_head.h"
#include "rules/parse/layout/exception_list.h"
#include "rules/parse/layout/item_context.h"
#include "rules/parse/layout/lead_in.h"
#include "rules/parse/layout/list_words.h"
#include "rules/parse/layout/open_list.h"
#include "rules/parse/layout/patient_group.h"
#include "rules/parse/layout/permitted_items.h"
#include "rules/parse/layout/preamble.h"
#include "rules/parse/layout/scope.h"
#include "rules/parse/layout/told_above.h"
#include "rules/parse/part_demands.h"
#include "rules/parse/residue.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {
namespace {

// Of the lead-ins that come before the items of one text, all together.
constexpr uint32_t kMostLeadBytes = 4 << 20;

class Reader {
 public:
  Reader(const Grammar& grammar, std::string_view text, TrialCriteria* out)
      : grammar_(grammar), text_(text), out_(*out), exceptions_(grammar, text, all_), reading_(grammar, text) {}

  void Run(std::span<const base::Span> excluding) {
    all_.outline = ReadOutline(text_);
    NestOpenLists(text_, &all_.outline);
    NestTumours(grammar_, text_, &all_.outline);
    NestBelowParts(grammar_, text_, &all_.outline);
    for (OutlineItem& each : all_.outline.items) {
      if (std::find(excluding.begin(), excluding.end(), each.body) != excluding.end()) each.section = Section::kExclusion;
    }
    const Outline& outline = all_.outline;
    out_.diagnostics.insert(out_.diagnostics.end(), outline.diagnostics.begin(), outline.diagnostics.end());
    for (const OutlineHeading& heading : outline.headings) {
      out_.headings.push_back({heading.span, std::string(base::Slice(text_, heading.span))});
    }
    headings_ = ReadHeadingContexts(grammar_, text_, outline, &cohorts_, &out_.cohorts);
    all_.children.resize(outline.items.size());
    for (size_t i = 0; i < outline.items.size(); ++i) {
      int parent = outline.items[i].parent;
      if (parent >= 0) all_.children[static_cast<size_t>(parent)].push_back(static_cast<int>(i));
    }
    all_.items.resize(outline.items.size());
    excepted_.assign(outline.items.size(), false);
    for (size_t i = 0; i < outline.items.size(); ++i) {
      if (!excepted_[i]) ReadItem(static_cast<int>(i));
    }
    RaiseBoundsOfNeighbours(&all_);
    LimitByPermittedItems(grammar_, text_, &all_);
    FreeCommonItems(text_, out_.cohorts, &all_);
    LimitToOtherParts(cohorts_, out_.cohorts, &all_);
    TakeFromLinesAbove(text_, &all_);
    EmitCriteria(grammar_.lexicon, text_, std::move(all_), &out_);
  }

 private:
  const OutlineItem& item(int i) const { return all_.outline.items[static_cast<size_t>(i)]; }
  ItemReading& read(int i) { return all_.items[static_cast<size_t>(i)]; }

  ItemContext ContextOf(int i) {
    const OutlineItem& it = item(i);
    if (it.parent < 0) {
      ItemContext context = it.heading >= 0 ? headings_[static_cast<size_t>(it.heading)] : ItemContext();
      if (const std::vector<int>* part = flat_part_.Around(it, text_)) context.cohorts = *part;
      return context;
    }
    const ItemReading& parent = read(it.parent);
    ItemContext context = parent.context;
    if (!parent.is_lead) {
      context.leads.clear();
      return context;
    }
    context.leads.push_back(item(it.parent).body);
    if (context.leads.size() > 2) context.leads.erase(context.leads.begin());
    return context;
  }

  // A long lead-in before a list of very many items would cost its length for each of them.
  void AppendLead(base::Span lead) {
    if (lead.size() > lead_bytes_left_) {
      if (!leads_dropped_) {
        out_.diagnostics.push_back({base::Severity::kWarning, "criteria.leads_dropped", "", lead,
                                    "the lead-ins of this text are too long for its lists: its last items are read without"});
      }
      leads_dropped_ = true;
      return;
    }
    lead_bytes_left_ -= lead.size();
    reading_.Append(ItemsOfLead(lead));
  }

  // The items of a lead-in. It is read once for all of its list.
  const std::vector<Item>& ItemsOfLead(base::Span span) {
    for (const Lead& lead : leads_) {
      if (lead.span == span) return lead.items;
    }
    Lead& lead = leads_[next_lead_++ % leads_.size()];
    Reading reading(grammar_, text_);
    reading.Append(span, true);
    lead = {span, reading.items()};
    return lead.items;
  }

  Clause ReadLabels(Reading& r, Clause own, ItemContext* context, const OutlineItem& item) {
    return TakeLabels(r, own, &cohorts_, &out_.cohorts, context, &part_tumour_, item);
  }

  // How the item stands to its children and its siblings.
  void ReadPlace(const Reading& r, Clause clause, int i) {
    const OutlineItem& it = item(i);
    ItemReading& out = read(i);
    int begin = clause.begin, end = clause.end;
    out.ends_with_or = EndsWithOr(r, begin, end);
    out.starts_with_or = begin + 1 < end && r.Is(begin, Cue::kOr) && r.WordIs(begin, "or");
    out.starts_with_or |= it.section == Section::kInclusion && !it.has_children && i > 0 && TellsOtherTumours(r, begin, end) && (OfTumour(read(i - 1).combined.topic) || read(i - 1).combined.topic == Topic::kLineOfTherapy);
    out.only_connective =
        !it.has_children && OnlyConnective(r, begin, end) && !AnyWord(r, begin, end, "either");
    // "--- OR ---" below an item joins that item to the next.
    bool only_child = it.parent >= 0 && all_.children[static_cast<size_t>(it.parent)].size() == 1;
    if (out.only_connective && only_child) read(it.parent).ends_with_or = true;
    out.opens_ways = !it.has_children && it.section == Section::kInclusion && OpensWays(r, begin, end);
    if (!it.has_children) return;
    // What stands deeper below an explanation that announces no list is no part of it.
    bool below_explanation = it.parent >= 0 && read(it.parent).explains && AnnouncesList(r, begin, end);
    out.explains = below_explanation || ListExplains(r, begin, end, it.section);
    out.is_lead = !out.explains && (AnnouncesList(r, begin, end) || begin >= end);
    if (out.is_lead) ReadFold(r, begin, end, it.section, &out);
    if (out.is_lead && it.section == Section::kInclusion && ((begin >= end && ListsWhomItTakes(base::Slice(text_, it.body))) || TakesGroupsOfTumours(grammar_, text_, all_.outline, i, all_.children[static_cast<size_t>(i)]))) out.fold = Fold::kAny;
    if (it.section != Section::kInclusion || out.explains || !IsOtherTumours(r, begin, end)) return;
    out.is_lead = false;   // "other" is not of those that it names
    out.fold = Fold::kAny;
  }

  void ReadItem(int i) {
    const OutlineItem& it = item(i);
    ItemReading& out = read(i);
    out.context = ContextOf(i);
    Reading& reading = reading_;
    reading.Clear();
    for (const base::Span& lead : out.context.leads) AppendLead(lead);
    int own = reading.size();
    reading.Append(it.body, false);
    BlindLead(reading, own);
    if (own >= reading.size()) {
      ConstrainsNothing(i, "nothing_said");
      return;
    }
    ReadWords(reading, own, i);
    if (ExceptFromParent(i) || ReadWithExceptions(i) || ReadWithConditions(i)) return;
    Ground(reading, own, reading.size(), it.section, &out.combined);
  }

  // The item's words behind those of its lead-ins; where they begin.
  int AppendWithLeads(int i, Reading* own) {
    for (const base::Span& lead : read(i).context.leads) own->Append(lead, true);
    const int first = own->size();
    own->Append(item(i).body, false);
    BlindLead(*own, first);
    return first;
  }

  // "HIV, unless all of the following are met:" and its list: who fulfils it is let in, nobody else is asked.
  bool ReadWithConditions(int i) {
    const OutlineItem& it = item(i);
    ItemReading& out = read(i);
    if (all_.children[static_cast<size_t>(i)].empty() || (it.parent >= 0 && read(it.parent).explains) || (!out.explains && it.section != Section::kInclusion)) return false;
    Reading own(grammar_, text_);
    const int first = AppendWithLeads(i, &own);
    const int turn = ConditionList::Announcement(own, first, own.size());
    if (turn < first) return false;
    ItemContext context = out.context;
    std::optional<Combined> combined = ConditionList(grammar_, text_, all_).Limit(i, StatementsOf(own, first, ReadLabels(own, {first, turn}, &context, it), it.section), own.SpanOf(turn, own.size() - 1));
    own.UseRange(turn, own.size() - 1);
    if (!combined) return false;
    Ground(own, first, own.size(), it.section, &*combined);
    if (combined->understood != Understood::kFull) return false;
    out.combined = *std::move(combined);
    out.explains = true;
    MarkExcepted(WithListsBelow(grammar_, text_, all_, all_.children[static_cast<size_t>(i)]));
    return true;
  }

  // "Other malignancy, with the following exceptions:" and its list: what was read of the list is
  // taken from the illnesses before it, and asks for nothing itself. What was not may open a door.
  bool ReadWithExceptions(int i) {
    const OutlineItem& it = item(i);
    ItemReading& out = read(i);
    const std::vector<int>& list = all_.children[static_cast<size_t>(i)];
    if (!out.explains || list.empty() || (it.section != Section::kExclusion && !out.context.leads.empty())) return false;
    if (it.parent >= 0 && read(it.parent).explains) return false;
    Reading own(grammar_, text_);
    const int first = AppendWithLeads(i, &own);
    const int turn = AnnouncementOfExceptions(own, first, own.size());
    if (turn < first) return false;
    if (turn == first) return ExceptFromTheOneBefore(i, own, first);
    ItemContext context = out.context;
    const Clause words = ReadLabels(own, {first, turn}, &context, it);
    Combined combined = Combine(grammar_.lexicon, StatementsOf(own, first, words, it.section), it.section, it.body);
    const std::vector<int> taken = exceptions_.Take(i, &combined);
    if (taken.empty()) return false;
    own.UseRange(turn, own.size() - 1);
    Ground(own, first, own.size(), it.section, &combined);
    out.combined = std::move(combined);
    MarkExcepted(taken);
    return true;
  }

  // "Note: this criterion has the following exceptions:" in an item of its own: they are taken from the item before it.
  bool ExceptFromTheOneBefore(int i, Reading& own, int first) {
    const OutlineItem& it = item(i);
    int before = i - 1;
    while (before >= 0 && item(before).parent != it.parent) --before;
    if (before < 0) before = it.parent;  // below the rule itself, or behind a list: its last item
    else if (!all_.children[static_cast<size_t>(before)].empty()) before = i - 1;
    if (it.section != Section::kExclusion || before < 0 || item(before).section != it.section || item(before).heading != it.heading) return false;
    if (excepted_[static_cast<size_t>(before)] || read(before).is_lead || read(before).explains || read(before).combined.mood != Mood::kProhibits) return false;
    // "The following are not exclusionary" may speak of other things than the item before.
    const std::vector<int> taken = exceptions_.Take(i, &read(before).combined, own.FindCue(first, own.size(), {Cue::kExcept}) >= 0);
    if (taken.empty()) return false;
    own.UseRange(first, own.size() - 1);
    read(i).explains = true;
    ConstrainsNothing(i, "label");
    MarkExcepted(taken);
    return true;
  }

  bool ExceptFromParent(int i) {
    const int parent = item(i).parent;
    if (item(i).section != Section::kExclusion || parent < 0 || read(parent).explains || read(parent).is_lead || !exceptions_.TakeOwn(i, &read(parent).combined)) return false;
    MarkExcepted({i});
    return true;
  }

  void MarkExcepted(const std::vector<int>& items) {
    for (int i : items) {
      read(i).explains = OwnsItsList(grammar_, text_, all_, i);
      excepted_[static_cast<size_t>(i)] = true;
      read(i).context = ContextOf(i);
      ConstrainsNothing(i, "excepted");
      const int parent = item(i).parent;
      const Topic topic = parent >= 0 ? read(parent).combined.topic : Topic::kOther;
      read(i).combined.topic = topic == Topic::kWashout || topic == Topic::kConcomitantMedication || topic == Topic::kPriorTherapy || topic == Topic::kCns ? topic : Topic::kComorbidity;
      read(i).combined.mood = Mood::kPermits;
    }
  }

  // The item's own words, from `own` on, with what the name of its part says of the tumour; the title of a part says it once.
  void ReadWords(Reading& reading, int own, int i) {
    part_tumour_.reset();
    ReadOwnWords(reading, own, i);
    const OutlineItem& it = item(i);
    if (it.section != Section::kInclusion) return;
    std::optional<Expression>* tumour = &part_tumour_;
    if (!part_tumour_ && it.heading >= 0 && it.parent < 0 && read(i).context.when.empty()) tumour = &headings_[static_cast<size_t>(it.heading)].tumour;
    if (*tumour && DemandTumour(**tumour, &read(i).combined)) tumour->reset();
  }

  void ReadOwnWords(Reading& reading, int own, int i) {
    const OutlineItem& it = item(i);
    ItemReading& out = read(i);
    Clause clause = ReadLabels(reading, {own, reading.size()}, &out.context, it);
    if (it.parent < 0) flat_part_.Enter(all_.outline, static_cast<size_t>(i), reading, clause, clause.begin > own, out.context.cohorts);
    ReadPlace(reading, clause, i);
    if (it.parent >= 0 && read(it.parent).explains) {
      out.combined.topic = Combine(grammar_.lexicon, ReadStatements(reading, clause.begin, clause.end, it.section),
                                   it.section, it.body)
                               .topic;
      out.combined.mood = Mood::kPermits;
      // "Non-measurable lesions include: bone lesions ..." defines; what an exclusion excepts would have to be taken from it.
      const bool defines = it.section == Section::kInclusion || read(it.parent).explains_site_work;
      ConstrainsNothing(i, defines ? "definition" : "explains");
      out.combined.understood = defines ? Understood::kFull : Understood::kPartial;
      out.explains_site_work = read(it.parent).explains_site_work;
      return;
    }
    if (it.has_children && ReadScopeOfList(i, clause.begin - own)) return;
    const bool heading = !out.explains && (IsHeadingOfList(reading, clause.begin, clause.end, out.is_lead) || (out.fold == Fold::kAny && IsOtherTumours(reading, clause.begin, clause.end)));
    if (clause.empty() || out.only_connective || heading || IsRationale(all_.outline, static_cast<size_t>(i), text_) || (!out.is_lead && OnlyLabel(reading, clause.begin, clause.end))) {
      ConstrainsNothing(i, "label");
      return;
    }
    const int announced = !out.is_lead ? -1 : it.section == Section::kInclusion ? CriteriaAnnouncedAt(reading, clause.begin, clause.end) : SpecialCasesAt(reading, clause.begin, clause.end);
    if (announced > clause.begin) reading.UseRange(announced, std::exchange(clause.end, announced) - 1);
    std::vector<Statement> statements = StatementsOf(reading, own, clause, it.section);
    out.explains_site_work = out.explains && EndsWithSiteWork(statements);
    const bool labelled = clause.begin > own && !out.context.cohorts.empty();
    if (labelled && it.section == Section::kInclusion && AdmitsPersons(reading, clause)) TakeAsDemandOfPart(reading, {own, clause.begin}, &statements);
    out.combined = Combine(grammar_.lexicon, std::move(statements), it.section, it.body);
    if (announced > 0 && it.section == Section::kExclusion) ExceptSpecialCases(all_.outline, all_.children[static_cast<size_t>(i)], Reading(grammar_, text_), &out.combined.expression);
    if (labelled && it.section == Section::kInclusion) DemandTumourOfPart(reading, clause, &out.combined.expression);
    if (it.section == Section::kExclusion && !it.has_children && DefinedByList(reading, clause.begin, clause.end)) LeaveOpenForList(&out.combined);
    if (out.is_lead && announced <= clause.begin && (!LeadDemands(reading, clause, it.section, &out.combined) || NamesRequirements(reading, clause.begin, clause.end))) {
      ConstrainsNothing(i, "lead_in");
      if (out.combined.topic == Topic::kLogistics) {
        out.combined.topic = Topic::kOther;
        if (NamesTherapyOrGene(reading, clause.begin, clause.end)) out.combined.understood = Understood::kPartial;
      }
    }
  }

  // "Heart disease as defined by any of the following:", with its list beside it in a broken layout: which of it is meant was not read.
  static void LeaveOpenForList(Combined* combined) {
    Expression& e = combined->expression;
    if (e.kind != Expression::Kind::kNot) return;
    const base::Span span = e.children[0].span;
    e.children[0] = Expression::All(std::move(e.children[0]), Expression::Opaque(span));
    combined->understood = Understood::kPartial;
  }

  // The lead-in says for whom its list holds, behind `label_end` items of its own words.
  bool ReadScopeOfList(int i, int label_end) {
    Reading scope(grammar_, text_);
    scope.Append(item(i).body, false);
    auto when = read(i).is_lead ? ReadWhenOfList(scope, label_end, scope.size(), base::Slice(text_, {item(i).body.end, item(all_.children[static_cast<size_t>(i)].back()).body.end})) : std::nullopt;
    if (!when) when = ReadPatientGroup(scope, {label_end, scope.size()}, text_, all_, i);
    if (!when) return false;
    read(i).context.when.push_back(*std::move(when));
    ConstrainsNothing(i, "scope.when");
    return true;
  }

  // "... Highly effective contraception includes:": the list explains what the study site checks.
  static bool EndsWithSiteWork(const std::vector<Statement>& statements) {
    const auto last = std::find_if(statements.rbegin(), statements.rend(), [](const Statement& s) { return !s.empty; });
    return last != statements.rend() && last->logistics;
  }

  static std::vector<Statement> StatementsOf(Reading& reading, int own, Clause clause, Section section) {
    if (const auto title = section == Section::kInclusion ? ReadTumourTitle(reading, clause) : std::nullopt) {
      reading.UseRange(clause.begin, title->colon);
      return OnlyFor(title->whom, ReadStatements(reading, title->colon + 1, clause.end, section));
    }
    if (clause.begin == own) return ReadStatements(reading, 0, clause.end, section);
    std::vector<Statement> statements = ReadStatements(reading, clause.begin, clause.end, section);
    // With a label between, the words of the lead-in come in only where the item alone says
    // nothing.
    if (own > 0 && statements.size() == 1 && statements[0].understood == Understood::kNone) {
      return ReadStatements(reading, 0, clause.end, section);
    }
    return statements;
  }

  // The item itself asks for nothing; `rule` says why.
  void ConstrainsNothing(int i, const char* rule) {
    read(i).combined.expression = Expression::Always(item(i).body, rule);
    read(i).combined.understood = Understood::kFull;
  }

  struct Lead {
    base::Span span;
    std::vector<Item> items;
  };

  const Grammar& grammar_;
  std::string_view text_;
  TrialCriteria& out_;
  OutlineReading all_;
  ExceptionList exceptions_;  // of all_
  Reading reading_;  // of one item after the other
  std::array<Lead, 4> leads_;
  size_t next_lead_ = 0;
  uint32_t lead_bytes_left_ = kMostLeadBytes;
  bool leads_dropped_ = false;
  std::vector<ItemContext> headings_;
  std::vector<bool> excepted_;  // by item: it was read with the item above it
  CohortTable cohorts_;
  FlatPart flat_part_;
  std::optional<Expression> part_tumour_;  // of the item that is read
};

}  // namespace

void ReadCriteria(const Grammar& grammar, std::string_view text, std::span<const base::Span> excluding, TrialCriteria* out) {
  Reader(grammar, text, out).Run(excluding);
}

}  // namespace trialmatch::rules
