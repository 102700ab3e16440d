#include "rules/parse/emit.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/parse/alternatives.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/exempted_items.h"
#include "rules/parse/record/rivals.h"
#include "rules/parse/unread_parts.h"

namespace trialmatch::rules {
namespace {

bool IsPermission(const Expression& e) { return e.kind == Expression::Kind::kAlways && e.rule == "permission"; }

Expression FoldOf(Fold fold, int count, std::vector<Expression> children) {
  // "Either: stage IV, or stage IIIB. Note: either edition may be used": a permission is no third way.
  const auto permissions = std::stable_partition(children.begin(), children.end(), [](const Expression& e) { return !IsPermission(e); });
  if (fold == Fold::kAny && permissions != children.begin() && permissions != children.end()) {
    std::vector<Expression> all(std::make_move_iterator(permissions), std::make_move_iterator(children.end()));
    children.erase(permissions, children.end());
    all.insert(all.begin(), FoldOf(fold, count, std::move(children)));
    return Expression::All(std::move(all));
  }
  if (fold == Fold::kAny) return Expression::Any(AsAlternatives(std::move(children)));
  if (fold == Fold::kNone) return Expression::All(std::move(children));
  Expression e;
  if (fold == Fold::kUnread) {
    for (const Expression& child : children) e.span = base::Cover(e.span, child.span);
    return Expression::Opaque(e.span);
  }
  e.kind = Expression::Kind::kAtLeast;
  e.count = count;
  for (const Expression& child : children) e.span = base::Cover(e.span, child.span);
  e.children = std::move(children);
  return e;
}

bool IsSex(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return false;
  const auto* leaf = std::get_if<OneOfLeaf>(&*e.leaf);
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kSex;
}

bool OfTumourOrTherapy(Topic topic) {
  return OfTumour(topic) || topic == Topic::kPriorTherapy || topic == Topic::kLineOfTherapy ||
         topic == Topic::kCns || topic == Topic::kWashout;
}

class Emitter {
 public:
  Emitter(const Lexicon& lexicon, std::string_view text, OutlineReading* read, TrialCriteria* out)
      : lexicon_(lexicon), text_(text), all_(*read), out_(*out) {}

  void Run() {
    out_.criteria.reserve(out_.criteria.size() + all_.items.size());
    OpenExemptedItems(text_, &all_);
    JoinBehindLists();
    LeaveFlatWaysOpen();
    std::vector<int> roots;
    for (size_t i = 0; i < all_.items.size(); ++i) {
      int root = static_cast<int>(i);
      if (item(root).parent >= 0) continue;
      // Runs joined by "or" never cross a heading.
      if (!roots.empty() && item(root).heading != item(roots.back()).heading) {
        EmitSiblings(roots, "");
        roots.clear();
      }
      roots.push_back(root);
    }
    EmitSiblings(roots, "");
  }

 private:
  const OutlineItem& item(int i) const { return all_.outline.items[static_cast<size_t>(i)]; }
  const ItemReading& read(int i) const { return all_.items[static_cast<size_t>(i)]; }
  bool AsksForTumour(int i) const { return OfTumour(read(i).combined.topic) && read(i).combined.expression.kind != Expression::Kind::kAlways; }

  // "Either of the following:" and its list beside it: nobody is asked for each of those.
  void LeaveFlatWaysOpen() {
    constexpr int kMostWays = 4;
    for (size_t i = 0; i < all_.items.size(); ++i) {
      if (!all_.items[i].opens_ways) continue;
      const OutlineItem& lead = item(static_cast<int>(i));
      int ways = 0;
      for (size_t k = i + 1; k < all_.items.size() && ways < kMostWays; ++k) {
        const OutlineItem& way = item(static_cast<int>(k));
        if (way.parent != lead.parent) continue;
        ItemReading& read_way = all_.items[k];
        Combined& c = read_way.combined;
        if (way.heading != lead.heading || way.section != lead.section || read_way.context.cohorts != all_.items[i].context.cohorts || c.mood != Mood::kRequires || !OfTumourOrTherapy(c.topic)) break;
        ++ways;
        if (c.expression.kind == Expression::Kind::kAlways || c.expression.kind == Expression::Kind::kOpaque) continue;
        const base::Span span = way.body;
        c.expression = Expression::Any(std::move(c.expression), Expression::Opaque(span));
        c.understood = Understood::kPartial;
      }
    }
  }

  // "Stage IIIB / - T4 by an effusion OR" and behind it "Stage IV": the last of a list joins what the list is of.
  void JoinBehindLists() {
    for (size_t i = 0; i < all_.items.size(); ++i) {
      const int last = static_cast<int>(i), parent = item(last).parent;
      if (!all_.items[i].ends_with_or || item(last).section != Section::kInclusion || parent < 0 || children(parent).back() != last || !AsksForTumour(last)) continue;
      size_t next = i + 1;
      while (next < all_.items.size() && item(static_cast<int>(next)).parent != item(parent).parent) ++next;
      if (next >= all_.items.size() || item(static_cast<int>(next)).heading != item(parent).heading || !AsksForTumour(static_cast<int>(next)) || !AsksForTumour(parent)) continue;
      all_.items[i].ends_with_or = false;
      all_.items[static_cast<size_t>(parent)].ends_with_or = true;
    }
  }

  // The item's own reading: it goes into one criterion.
  Combined Take(int i) { return std::move(all_.items[static_cast<size_t>(i)].combined); }
  const std::vector<int>& children(int i) const { return all_.children[static_cast<size_t>(i)]; }

  // The item with everything below it as one expression; adds to the criterion's understanding,
  // topic and span.
  Expression Subtree(int i, Combined* whole, base::Span* span) {
    const ItemReading& r = read(i);
    *span = base::Cover(*span, item(i).span);
    whole->asides.insert(whole->asides.end(), r.combined.asides.begin(), r.combined.asides.end());
    if (r.combined.understood != Understood::kFull) whole->understood = Understood::kPartial;
    if (whole->topic == Topic::kOther || whole->topic == Topic::kLogistics)
      whole->topic = r.combined.topic;
    std::vector<Expression> below, beside;
    bool or_joined = false;
    for (int c : children(i)) {
      *span = base::Cover(*span, item(c).span);
      or_joined = or_joined || read(c).only_connective || read(c).ends_with_or;
      if (read(c).only_connective) continue;
      // Sentences for several parts among the ways are none of them.
      const bool aside = r.fold == Fold::kAny && read(c).context.of_several;
      Expression one = Subtree(c, whole, span);
      if (aside) beside.push_back(Expression::When(read(c).context.when.back(), std::move(one)));
      else below.push_back(std::move(one));
    }
    std::vector<Expression> all = std::move(beside);
    all.push_back(Take(i).expression);
    // A list of tumours is of ways, whether or not the words above it say so.
    const bool tumours = below.size() > 1 && std::all_of(below.begin(), below.end(), NamesDisease);
    Fold fold = r.fold == Fold::kNone && (or_joined || tumours) ? Fold::kAny : r.fold;
    // A bare word in a list of alternatives ("Renal") is one of them that was not read, and lets nobody in.
    for (Expression& e : below) {
      if (fold != Fold::kAny || e.kind != Expression::Kind::kAlways || e.rule != "label") continue;
      e = Expression::Opaque(e.span);
      whole->understood = Understood::kPartial;
    }
    if (fold == Fold::kUnread) whole->understood = Understood::kPartial;
    if (!below.empty()) all.push_back(FoldOf(fold, r.count, std::move(below)));
    Expression expression = Expression::All(std::move(all));
    if (expression.kind != Expression::Kind::kAll) return expression;
    std::erase_if(expression.children, [&](const Expression& e) {
      // Nothing of the criterion points at a permission that is left out.
      if (e.rule == "permission") whole->understood = Understood::kPartial;
      // What a lead-in says beside its list goes with it: a part's name, a time.
      if (e.rule == "lead_in") whole->asides.push_back(e.span);
      return e.kind == Expression::Kind::kAlways;
    });
    if (expression.children.size() == 1) return Expression(expression.children[0]);
    if (expression.children.empty()) return Expression::Always(*span, "logistics");
    return expression;
  }

  void Push(int i, const std::string& id, Combined combined, base::Span span, base::Span body) {
    Criterion c;
    c.id = id;
    c.section = item(i).section;
    c.topic = combined.topic;
    c.span = span;
    c.body = body;
    c.text = std::string(base::Slice(text_, span));
    c.cohorts = read(i).context.cohorts;
    c.mood = combined.mood;
    c.understood = combined.understood;
    c.asides = std::move(combined.asides);
    c.expression = std::move(combined.expression);
    if (c.expression.kind != Expression::Kind::kAlways) {
      for (const Expression& when : read(i).context.when) {
        // Below "Male participants:" the tumour is everybody's.
        if (IsSex(when) && OfTumourOrTherapy(c.topic)) continue;
        c.expression = Expression::When(when, std::move(c.expression));
        if (HasOpaque(when) && c.understood == Understood::kFull) c.understood = Understood::kPartial;
      }
    }
    out_.criteria.push_back(std::move(c));
  }

  void EmitItem(int i, const std::string& id) {
    const ItemReading& r = read(i);
    bool scoped_children = false, scoped_lists = false, for_all = false;
    for (int c : children(i)) {
      const bool scoped = read(c).context.cohorts != r.context.cohorts;
      scoped_children = scoped_children || scoped;
      scoped_lists = scoped_lists || (scoped && !children(c).empty());
      for_all = for_all || (!scoped && read(c).combined.expression.kind != Expression::Kind::kAlways);
    }
    // "One of these: melanoma; NSCLC; (Part A only) sarcoma": a way among those for everybody, of whom none is asked for all of them.
    if (r.fold == Fold::kAny && for_all && !scoped_lists) scoped_children = false;
    if (r.fold == Fold::kNone || children(i).empty() || scoped_children) {
      Push(i, id, Take(i), item(i).span, item(i).body);
      EmitSiblings(children(i), id);
      return;
    }
    Combined combined;
    combined.topic = Topic::kOther;
    combined.understood = Understood::kFull;
    combined.mood = item(i).section == Section::kExclusion ? Mood::kProhibits : Mood::kRequires;
    base::Span span = item(i).span;
    combined.expression = Subtree(i, &combined, &span);
    Push(i, id, std::move(combined), span, {item(i).body.begin, span.end});
  }

  // Behind the last sibling that "or" joins to the one at `s`, in a list that demands.
  size_t EndOfRun(const std::vector<int>& siblings, size_t s) const {
    size_t end = s + 1;
    if (item(siblings[s]).section != Section::kInclusion) return end;
    for (; end < siblings.size(); ++end) {
      const ItemReading &before = read(siblings[end - 1]), &next = read(siblings[end]);
      bool joined = before.ends_with_or || next.starts_with_or || next.only_connective || before.only_connective;
      const bool leaves = children(siblings[end - 1]).empty() && children(siblings[end]).empty();
      joined = joined || (leaves && AreRivals(lexicon_, before.combined, next.combined));
      // "Phase 1: lung cancer", "Or,", "any tumour with an NTRK1 fusion": what tells of no part of its own is a way into the same one.
      const bool bare = next.context.cohorts.empty() && (next.only_connective || before.only_connective);
      if (!joined || (!bare && read(siblings[s]).context.cohorts != next.context.cohorts)) break;
    }
    return end;
  }

  void EmitRun(const std::vector<int>& siblings, size_t begin, size_t end, const std::string& id) {
    int first = siblings[begin];
    Combined combined = read(first).combined;
    combined.asides.clear();
    combined.understood = Understood::kFull;
    combined.mood = Mood::kRequires;
    base::Span span;
    std::vector<Expression> any;
    for (size_t k = begin; k < end; ++k) {
      span = base::Cover(span, item(siblings[k]).span);
      if (!read(siblings[k]).only_connective) any.push_back(Subtree(siblings[k], &combined, &span));
    }
    // Alternatives of which one constrains nothing constrain nothing: a judgement of the site
    // beside them.
    combined.expression = Expression::Any(AsAlternatives(std::move(any)));
    Push(first, id, std::move(combined), span, {item(first).body.begin, span.end});
  }

  std::string IdOf(int i, const std::string& prefix, int number) {
    if (!prefix.empty()) return absl::StrCat(prefix, ".", number);
    return item(i).section == Section::kExclusion ? absl::StrCat("E", ++exclusions_)
                                                  : absl::StrCat("I", ++inclusions_);
  }

  void EmitSiblings(const std::vector<int>& siblings, const std::string& prefix) {
    int number = 0;
    for (size_t s = 0; s < siblings.size(); ++s) {
      std::string id = IdOf(siblings[s], prefix, ++number);
      size_t end = EndOfRun(siblings, s);
      if (end > s + 1 && !read(siblings[s]).only_connective) {
        EmitRun(siblings, s, end, id);
        s = end - 1;
      } else {
        EmitItem(siblings[s], id);
        if (end > s + 1) OpenBehindLostOr(siblings[s + 1]);
      }
    }
  }

  // "Or," with nothing before it in its own list: what stands behind it is a way into something that stands elsewhere, and not asked of everybody.
  void OpenBehindLostOr(int next) {
    Combined& way = all_.items[static_cast<size_t>(next)].combined;
    if (way.mood != Mood::kRequires || way.expression.kind == Expression::Kind::kAlways || !OfTumourOrTherapy(way.topic)) return;
    way.expression = Expression::Any(std::move(way.expression), Expression::Opaque(item(next).span));
    way.understood = Understood::kPartial;
  }

  const Lexicon& lexicon_;
  std::string_view text_;
  OutlineReading& all_;
  TrialCriteria& out_;
  int inclusions_ = 0, exclusions_ = 0;
};

}  // namespace

void EmitCriteria(const Lexicon& lexicon, std::string_view text, OutlineReading read, TrialCriteria* out) {
  Emitter(lexicon, text, &read, out).Run();
}

}  // namespace trialmatch::rules
