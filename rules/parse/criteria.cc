#include "rules/parse/criteria.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "rules/parse/domains.h"
#include "rules/parse/scope.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {
namespace {

// What an item gets from above: the cohorts it holds for, the condition under which, and the words before the list it stands in.
struct Context {
  std::vector<int> cohorts;
  std::vector<Expression> when;
  std::vector<base::Span> leads;   // outermost first; the nearest two at most
};

// How the children of a lead-in combine.
enum class Fold { kNone, kAny, kAtLeast };

struct Read {
  Combined combined;
  Context context;
  bool is_lead = false;
  Fold fold = Fold::kNone;
  int count = 0;
  bool ends_with_or = false;     // "...; or" joins it to its next sibling
  bool only_connective = false;  // an item that is just "OR"
  bool explains = false;         // its list tells exceptions or a definition: it limits the item, and asks for nothing itself
};

class Builder {
 public:
  Builder(const Grammar& grammar, std::string_view text, TrialCriteria* out) : grammar_(grammar), text_(text), out_(*out) {}

  void Run() {
    outline_ = ReadOutline(text_);
    out_.diagnostics.insert(out_.diagnostics.end(), outline_.diagnostics.begin(), outline_.diagnostics.end());
    for (const OutlineHeading& heading : outline_.headings) out_.headings.push_back({heading.span, std::string(base::Slice(text_, heading.span))});
    ReadHeadings();
    children_.resize(outline_.items.size());
    for (size_t i = 0; i < outline_.items.size(); ++i) {
      if (outline_.items[i].parent >= 0) children_[static_cast<size_t>(outline_.items[i].parent)].push_back(static_cast<int>(i));
    }
    reads_.resize(outline_.items.size());
    for (size_t i = 0; i < outline_.items.size(); ++i) ReadItem(static_cast<int>(i));
    Emit();
  }

 private:
  const OutlineItem& item(int i) const { return outline_.items[static_cast<size_t>(i)]; }
  Read& read(int i) { return reads_[static_cast<size_t>(i)]; }

  // Phases hold parts, parts hold cohorts.
  static int RankOf(const ScopeLabel& label) {
    const std::string& part = label.paths.front().front();
    if (part.starts_with("phase")) return 0;
    if (part.starts_with("part") || part.starts_with("module") || part.starts_with("sub") || part.starts_with("escalation") || part.starts_with("expansion")) return 1;
    return 2;
  }

  void ReadHeadings() {
    struct OpenPart {
      int rank;
      int parent;
      std::vector<int> cohorts;
    };
    std::vector<OpenPart> open_parts;
    contexts_.resize(outline_.headings.size());
    for (size_t h = 0; h < outline_.headings.size(); ++h) {
      const OutlineHeading& heading = outline_.headings[h];
      Context& context = contexts_[h];
      if (heading.parent >= 0) context = contexts_[static_cast<size_t>(heading.parent)];
      Reading reading(grammar_, text_);
      reading.Append(heading.span, false);
      ScopeLabel label = ReadScopeLabel(reading, 0, reading.size(), LabelPlace::kHeading);
      if (!label.empty() && heading.kind == OutlineHeading::Kind::kScope) {
        // "Phase 2:" and right below it "Cohort A:": the finer part lies in the coarser one, though both stand at the margin.
        int rank = RankOf(label);
        while (!open_parts.empty() && (open_parts.back().rank >= rank || open_parts.back().parent != heading.parent)) open_parts.pop_back();
        if (context.cohorts.empty() && !open_parts.empty()) context.cohorts = open_parts.back().cohorts;
        context.cohorts = cohorts_.Resolve(label, context.cohorts, out_.cohorts);
        open_parts.push_back({rank, heading.parent, context.cohorts});
      } else if (!label.empty()) {
        // A part named in a section heading ("Exclusion criteria, part B") holds beside what stands above only when it lies inside.
        context.cohorts = cohorts_.Resolve(label, context.cohorts, out_.cohorts);
      } else if (heading.kind == OutlineHeading::Kind::kScope) {
        if (auto when = WhenOf(reading, 0, reading.size())) context.when.push_back(*when);
      }
      if (heading.kind == OutlineHeading::Kind::kSubject) context.leads = {heading.span};
    }
  }

  // "For women:", "Patients with squamous histology:", "If HIV positive:": for whom what follows holds.
  std::optional<Expression> WhenOf(Reading& reading, int begin, int end) {
    bool selects = HasCue(reading, begin, std::min(end, begin + 3), {Cue::kFor, Cue::kIf, Cue::kWhen}) ;
    for (int i = begin; i < std::min(end, begin + 3); ++i) {
      selects = selects || reading.WordIs(i, "patients with") || reading.WordIs(i, "participants with") || reading.WordIs(i, "subjects with") || reading.WordIs(i, "patients who") ||
                reading.WordIs(i, "in");
    }
    int sex = FindCue(reading, begin, std::min(end, begin + 4), {Cue::kMale, Cue::kFemale});
    if (sex >= 0 && end - begin <= 8) {
      OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {reading.Is(sex, Cue::kMale) ? "male" : "female"}, {}, 0};
      return Expression::OfLeaf(leaf, reading.SpanOf(sex, sex), "scope.sex");
    }
    if (!selects || HasCue(reading, begin, end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kAnyOf})) return std::nullopt;
    Atoms atoms;
    Clause clause{begin, end};
    ReadBrain(reading, clause, Mood::kPermits, atoms);
    ReadMarkers(reading, clause, Mood::kPermits, atoms);
    ReadConditions(reading, clause, Mood::kPermits, atoms);
    ReadTreatments(reading, clause, Mood::kPermits, atoms);
    ReadDisease(reading, clause, atoms);
    std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
    if (atoms.empty()) return std::nullopt;
    std::vector<Expression> all;
    for (Atom& a : atoms) all.push_back(a.negated ? Expression::Not(a.expression) : a.expression);
    return Expression::All(std::move(all));
  }

  Context ContextOf(int i) {
    const OutlineItem& it = item(i);
    if (it.parent >= 0) {
      const Read& parent = read(it.parent);
      Context context = parent.context;
      if (parent.is_lead) {
        context.leads.push_back(item(it.parent).body);
        if (context.leads.size() > 2) context.leads.erase(context.leads.begin());
      } else {
        context.leads.clear();
      }
      return context;
    }
    if (it.heading >= 0) return contexts_[static_cast<size_t>(it.heading)];
    return {};
  }

  // Of a lead-in only the words around count for its children: what it names itself is read once, in the lead-in's own criterion.
  static void BlindLead(Reading& reading, int lead_end) {
    bool own_therapy = false;
    for (int i = lead_end; i < reading.size(); ++i) {
      own_therapy = own_therapy || reading.Find(i, TermKind::kDrug) != nullptr || reading.Find(i, TermKind::kDrugClass) != nullptr;
    }
    for (int i = 0; i < lead_end; ++i) {
      for (TermKind kind : {TermKind::kCondition, TermKind::kDisease, TermKind::kLab, TermKind::kGene, TermKind::kMutation, TermKind::kAlteration,
                            TermKind::kSetting, TermKind::kFact, TermKind::kLogistics, TermKind::kSite}) {
        if (reading.Find(i, kind) != nullptr) reading.Use(i);
      }
      if (own_therapy && (reading.Find(i, TermKind::kDrug) != nullptr || reading.Find(i, TermKind::kDrugClass) != nullptr)) reading.Use(i);
      if (reading.Is(i, Cue::kInvestigator) || reading.Is(i, Cue::kCnsMetastasis) || reading.Is(i, Cue::kLeptomeningeal) || reading.Is(i, Cue::kDriverAlteration) ||
          reading.Is(i, Cue::kStage) || reading.Is(i, Cue::kStandardTherapy)) {
        reading.Use(i);
      }
    }
  }

  void ReadItem(int i) {
    const OutlineItem& it = item(i);
    Read& out = read(i);
    out.context = ContextOf(i);
    Reading reading(grammar_, text_);
    for (const base::Span& lead : out.context.leads) reading.Append(lead, true);
    int own = reading.size();
    reading.Append(it.body, false);
    BlindLead(reading, own);
    int end = reading.size();
    if (own >= end) {
      out.combined.expression = Expression::Always(it.body, "nothing_said");
      out.combined.understood = Understood::kFull;
      return;
    }
    // The label at the start ("Cohort A: ..."), then one in brackets at the end ("(Part 2 only)").
    int begin = own;
    ScopeLabel label = ReadScopeLabel(reading, own, end, LabelPlace::kItemStart);
    if (!label.empty()) {
      out.context.cohorts = cohorts_.Resolve(label, out.context.cohorts, out_.cohorts);
      reading.UseRange(own, label.end_item - 1);
      begin = label.end_item;
    } else if (reading.IsMark(end - 1, ')') || (end >= 2 && reading.IsMark(end - 2, ')'))) {
      int open = end - 1;
      while (open > own && !reading.IsMark(open, '(')) --open;
      bool only = false;
      for (int k = open; k < end; ++k) only = only || reading.Is(k, Cue::kOnly);
      if (only && end - open <= 10) {
        ScopeLabel tail = ReadScopeLabel(reading, open + 1, end, LabelPlace::kHeading);
        if (!tail.empty() && !tail.step) {
          out.context.cohorts = cohorts_.Resolve(tail, out.context.cohorts, out_.cohorts);
          end = open;
        }
      }
    }
    int last = end - 1;
    while (last > begin && (reading.IsMark(last, '.') || reading.IsMark(last, ')'))) --last;
    bool colon = reading.IsMark(last, ':') || reading.IsMark(last, '-');
    bool following = HasCue(reading, std::max(begin, last - 5), end, {Cue::kAllOf, Cue::kAnyOf, Cue::kIncluding});
    int word = end - 1;
    while (word > begin && reading.at(word).kind == Item::Kind::kMark) --word;
    out.ends_with_or = reading.Is(word, Cue::kOr) && !reading.WordIs(word, "either") && word > begin;
    out.only_connective = end - begin <= 6;
    for (int k = begin; k < end; ++k) out.only_connective = out.only_connective && (reading.Is(k, Cue::kOr) || reading.at(k).kind == Item::Kind::kMark);
    bool either = false;
    for (int k = begin; k < end; ++k) either = either || reading.WordIs(k, "either");
    out.only_connective = out.only_connective && HasCue(reading, begin, end, {Cue::kOr}) && !it.has_children && !either;
    // "--- OR ---" below an item joins that item to the next.
    if (out.only_connective && it.parent >= 0 && children_[static_cast<size_t>(it.parent)].size() == 1) read(it.parent).ends_with_or = true;

    if (it.has_children && (colon || following || begin >= end)) {
      out.is_lead = true;
      int any_of = FindCue(reading, begin, end, {Cue::kAnyOf});
      bool requires_mood = it.section == Section::kInclusion && !HasCue(reading, begin, end, {Cue::kMustNot, Cue::kExcluded, Cue::kNo, Cue::kNot, Cue::kWithout});
      if ((any_of >= 0 || either) && requires_mood) out.fold = Fold::kAny;
      int of = FindCue(reading, begin, end, {Cue::kAllOf});
      for (int k = std::max(begin, of - 3); of >= 0 && k < of && requires_mood && out.fold == Fold::kNone; ++k) {
        auto count = ReadCount(reading, k);
        if (count && *count >= 1 && *count <= 9) {
          out.fold = *count == 1 ? Fold::kAny : Fold::kAtLeast;
          out.count = *count;
        }
      }
    }
    bool under_explanation = it.parent >= 0 && read(it.parent).explains;
    if (it.has_children) {
      // "... with the exception of:", "... are allowed if:", "non-measurable lesions include:".
      bool permission = HasCue(reading, std::max(begin, end - 12), end, {Cue::kExcept, Cue::kPermitted, Cue::kUnless}) && it.section == Section::kExclusion;
      bool measurable = it.section == Section::kInclusion;
      bool lesion = false;
      for (int k = begin; k < end; ++k) {
        const Entry* fact = reading.Find(k, TermKind::kFact);
        lesion = lesion || (fact != nullptr && (fact->id == "measurable" || fact->id == "evaluable" || fact->id == "unmeasurable"));
      }
      out.explains = under_explanation || (permission && (colon || following)) || (measurable && lesion);
      if (out.explains) {
        out.is_lead = false;
        out.fold = Fold::kNone;
      }
    }
    if (under_explanation) {
      out.combined.mood = Mood::kPermits;
      out.combined.expression = Expression::Always(it.body, "explains");
      out.combined.understood = Understood::kPartial;
      std::vector<Statement> told = ReadStatements(reading, begin, end, it.section);
      out.combined.topic = Combine(told, it.section, it.body).topic;
      return;
    }
    if (out.is_lead) {
      Reading scope(grammar_, text_);
      scope.Append(it.body, false);
      if (auto when = WhenOf(scope, begin - own, scope.size())) {
        out.context.when.push_back(*when);
        out.combined.expression = Expression::Always(it.body, "scope.when");
        out.combined.understood = Understood::kFull;
        return;
      }
    }
    if (begin >= end || out.only_connective) {
      out.combined.expression = Expression::Always(it.body, "label");
      out.combined.understood = Understood::kFull;
      return;
    }
    // With a label between, the words of the lead-in come right before the item's own.
    std::vector<Statement> statements = ReadStatements(reading, own == begin ? 0 : begin, end, it.section);
    if (own != begin && own > 0 && statements.size() == 1 && statements[0].understood == Understood::kNone) {
      statements = ReadStatements(reading, 0, end, it.section);
    }
    out.combined = Combine(statements, it.section, it.body);
    if (out.is_lead) {
      // What a lead-in demands counts (an inclusion: "NSCLC with one of the following:"); what it only announces does not.
      bool demands = it.section == Section::kInclusion && out.combined.understood != Understood::kNone && out.combined.topic != Topic::kLogistics &&
                     (out.combined.topic == Topic::kDisease || out.combined.topic == Topic::kBiomarker || out.combined.topic == Topic::kStageSetting || out.combined.topic == Topic::kPriorTherapy ||
                      out.combined.topic == Topic::kLineOfTherapy);
      if (!demands) {
        out.combined.expression = Expression::Always(it.body, "lead_in");
        out.combined.understood = Understood::kFull;
        if (out.combined.topic == Topic::kLogistics) out.combined.topic = Topic::kOther;
      }
    }
  }

  Expression Whole(int i) {
    Expression expression = read(i).combined.expression;
    return expression;
  }

  // The item with everything below it as one expression, and what of it was understood.
  Expression Subtree(int i, Understood* understood, Topic* topic, base::Span* span) {
    const Read& r = read(i);
    *span = base::Cover(*span, item(i).span);
    if (r.combined.understood == Understood::kNone) *understood = Understood::kPartial;
    if (*topic == Topic::kOther || *topic == Topic::kLogistics) *topic = r.combined.topic;
    std::vector<Expression> all = {r.combined.expression};
    std::vector<Expression> children;
    bool or_joined = false;
    for (int c : children_[static_cast<size_t>(i)]) {
      *span = base::Cover(*span, item(c).span);
      if (read(c).only_connective) {
        or_joined = true;
        continue;
      }
      or_joined = or_joined || read(c).ends_with_or;
      children.push_back(Subtree(c, understood, topic, span));
    }
    if (!children.empty()) all.push_back(FoldOf(r.fold == Fold::kNone && or_joined ? Fold::kAny : r.fold, r.count, std::move(children)));
    Expression expression = Expression::All(std::move(all));
    if (expression.kind == Expression::Kind::kAll) {
      std::erase_if(expression.children, [](const Expression& e) { return e.kind == Expression::Kind::kAlways; });
      if (expression.children.size() == 1) return Expression(expression.children[0]);
      if (expression.children.empty()) return Expression::Always(*span, "logistics");
    }
    return expression;
  }

  static Expression FoldOf(Fold fold, int count, std::vector<Expression> children) {
    if (fold == Fold::kAny) return Expression::Any(std::move(children));
    if (fold == Fold::kAtLeast) {
      Expression e;
      e.kind = Expression::Kind::kAtLeast;
      e.count = count;
      for (const Expression& child : children) e.span = base::Cover(e.span, child.span);
      e.children = std::move(children);
      return e;
    }
    return Expression::All(std::move(children));
  }

  void Push(int i, const std::string& id, Combined combined, base::Span span, base::Span body) {
    const Context& context = read(i).context;
    Criterion c;
    c.id = id;
    c.section = item(i).section;
    c.topic = combined.topic;
    c.span = span;
    c.body = body;
    c.text = std::string(base::Slice(text_, span));
    c.cohorts = context.cohorts;
    c.mood = combined.mood;
    c.understood = combined.understood;
    c.expression = std::move(combined.expression);
    bool constrains = c.expression.kind != Expression::Kind::kAlways;
    for (const Expression& when : context.when) {
      if (constrains) c.expression = Expression::When(when, std::move(c.expression));
    }
    out_.criteria.push_back(std::move(c));
  }

  // A criterion an item, but one for a whole tree whose children are alternatives, and one for siblings joined by "or".
  void EmitItem(int i, const std::string& id) {
    const Read& r = read(i);
    const auto& children = children_[static_cast<size_t>(i)];
    bool scoped_children = false;
    for (int c : children) scoped_children = scoped_children || read(c).context.cohorts != r.context.cohorts;
    if (r.fold != Fold::kNone && !children.empty() && !scoped_children) {
      Combined combined = r.combined;
      combined.topic = Topic::kOther;
      combined.understood = Understood::kFull;
      base::Span span = item(i).span;
      combined.expression = Subtree(i, &combined.understood, &combined.topic, &span);
      combined.mood = Mood::kRequires;
      Push(i, id, std::move(combined), span, {item(i).body.begin, span.end});
      return;
    }
    Push(i, id, r.combined, item(i).span, item(i).body);
    EmitSiblings(children, id);
  }

  void EmitSiblings(const std::vector<int>& siblings, const std::string& prefix) {
    int number = 0;
    for (size_t s = 0; s < siblings.size(); ++s) {
      int i = siblings[s];
      ++number;
      std::string id = prefix.empty() ? absl::StrCat(item(i).section == Section::kExclusion ? "E" : "I", ++top_[item(i).section == Section::kExclusion ? 1 : 0])
                                      : absl::StrCat(prefix, ".", number);
      // Runs of siblings joined by "or", in a list that demands.
      size_t end = s + 1;
      while (end < siblings.size() && item(i).section == Section::kInclusion && read(i).context.cohorts == read(siblings[end]).context.cohorts &&
             (read(siblings[end - 1]).ends_with_or || read(siblings[end]).only_connective || (end >= 1 && read(siblings[end - 1]).only_connective))) {
        ++end;
      }
      if (end > s + 1 && !read(i).only_connective) {
        Combined combined = read(i).combined;
        combined.understood = Understood::kFull;
        combined.mood = Mood::kRequires;
        base::Span span;
        std::vector<Expression> any;
        for (size_t k = s; k < end; ++k) {
          span = base::Cover(span, item(siblings[k]).span);
          if (!read(siblings[k]).only_connective) any.push_back(Subtree(siblings[k], &combined.understood, &combined.topic, &span));
        }
        // Alternatives of which one constrains nothing constrain nothing: a judgement of the site beside them.
        combined.expression = Expression::Any(std::move(any));
        Push(i, id, std::move(combined), span, {item(i).body.begin, span.end});
        s = end - 1;
        continue;
      }
      EmitItem(i, id);
    }
  }

  void Emit() {
    std::vector<int> roots;
    for (size_t i = 0; i < outline_.items.size(); ++i) {
      if (item(static_cast<int>(i)).parent >= 0) continue;
      // Runs joined by "or" never cross a heading.
      if (!roots.empty() && item(static_cast<int>(i)).heading != item(roots.back()).heading) {
        EmitSiblings(roots, "");
        roots.clear();
      }
      roots.push_back(static_cast<int>(i));
    }
    EmitSiblings(roots, "");
  }

  const Grammar& grammar_;
  std::string_view text_;
  TrialCriteria& out_;
  Outline outline_;
  std::vector<Context> contexts_;            // of the headings
  std::vector<std::vector<int>> children_;
  std::vector<Read> reads_;
  CohortTable cohorts_;
  int top_[2] = {0, 0};
};

}  // namespace

void ReadCriteria(const Grammar& grammar, std::string_view text, TrialCriteria* out) { Builder(grammar, text, out).Run(); }

}  // namespace trialmatch::rules
