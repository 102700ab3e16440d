#include "rules/parse/layout/permitted_items.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/ground.h"
#include "rules/parse/layout/list_words.h"
#include "rules/parse/permission_limits.h"
#include "rules/parse/sentence.h"
#include "rules/parse/unread_parts.h"

namespace trialmatch::rules {
namespace {

constexpr int kFarthestBack = 8;  // items that permit, one behind the other

class Pass {
 public:
  Pass(const Grammar& grammar, std::string_view text, OutlineReading& all) : grammar_(grammar), text_(text), all_(all) {}

  void Run() {
    const int n = static_cast<int>(all_.items.size());
    for (int i = 0; i < n; ++i) {
      if (Permits(i)) Limit(i);
    }
  }

 private:
  const OutlineItem& item(int i) const { return all_.outline.items[static_cast<size_t>(i)]; }
  ItemReading& read(int i) { return all_.items[static_cast<size_t>(i)]; }

  bool Permits(int i) {
    const Combined& c = read(i).combined;
    if (c.mood != Mood::kPermits || c.expression.kind != Expression::Kind::kAlways || c.expression.rule != "permission") return false;
    return item(i).parent < 0 || !read(item(i).parent).explains;
  }

  bool Forbids(int i) {
    const ItemReading& r = read(i);
    return !r.explains && r.combined.understood != Understood::kNone && r.combined.expression.kind != Expression::Kind::kAlways;
  }

  // The item that is no permission before item `i` in the same list, or -1.
  int BeforeInList(int i) {
    int steps = 0;
    for (int k = i - 1; k >= 0 && steps < kFarthestBack; --k) {
      if (item(k).parent != item(i).parent) {
        if (k == item(i).parent) return -1;
        continue;
      }
      if (item(k).heading != item(i).heading || item(k).section != item(i).section) return -1;
      if (!Permits(k)) return k;
      ++steps;
    }
    return -1;
  }

  void Limit(int i) {
    Reading reading(grammar_, text_);
    reading.Append(item(i).body, false);
    std::vector<Expression> let_in;
    bool full = read(i).combined.understood == Understood::kFull;
    for (Statement& s : ReadStatements(reading, 0, reading.size(), item(i).section)) {
      if (s.empty || s.logistics) continue;
      if (s.mood != Mood::kPermits) return;
      full = full && s.understood == Understood::kFull;
      let_in.push_back(std::move(s.content));
    }
    if (let_in.empty()) return;
    const Expression content = Expression::Any(std::move(let_in));
    const bool exclusion = item(i).section == Section::kExclusion;
    const std::optional<std::string> words = exclusion ? WordsOfItem(text_, all_, i) : std::nullopt;
    Permission permission{content, full, words.value_or(""), exclusion ? item(i).body : base::Span()};
    const int before = BeforeInList(i), above = item(i).parent;
    if (before >= 0 && Forbids(before) && (full || StartsWithNote(reading) || LetsInBrain(content)) && LimitRelated(grammar_.lexicon, permission, &read(before).combined.expression)) return Weaken(before);
    if (above < 0 || (!exclusion && !LetsInBrain(content))) return;
    if (read(above).is_lead) ReadAsRule(above);
    if (!read(above).is_lead && Forbids(above) && LimitBelow(grammar_.lexicon, permission, &read(above).combined.expression)) Weaken(above);
  }

  void Weaken(int i) {
    if (read(i).combined.understood == Understood::kFull && HasOpaque(read(i).combined.expression)) read(i).combined.understood = Understood::kPartial;
  }

  static bool StartsWithNote(const Reading& r) {
    int i = 0;
    while (i < r.size() && r.IsKind(i, Item::Kind::kMark)) ++i;
    return r.Is(i, Cue::kNote);
  }

  // "Active autoimmune disease:" over nothing but permissions announces no list of what is forbidden: it forbids.
  void ReadAsRule(int i) {
    ItemReading& out = read(i);
    const std::vector<int>& list = all_.children[static_cast<size_t>(i)];
    if (out.combined.expression.kind != Expression::Kind::kAlways || !out.context.leads.empty() || !std::all_of(list.begin(), list.end(), [&](int k) { return Permits(k); })) return;
    Reading reading(grammar_, text_);
    reading.Append(item(i).body, false);
    Combined rule = Combine(grammar_.lexicon, ReadStatements(reading, 0, reading.size(), item(i).section), item(i).section, item(i).body);
    Ground(reading, 0, reading.size(), item(i).section, &rule);
    if (rule.mood != Mood::kProhibits || rule.understood != Understood::kFull) return;
    out.combined = std::move(rule);
    out.is_lead = false;
  }

  const Grammar& grammar_;
  std::string_view text_;
  OutlineReading& all_;
};

}  // namespace

void LimitByPermittedItems(const Grammar& grammar, std::string_view text, OutlineReading* all) { Pass(grammar, text, *all).Run(); }

}  // namespace trialmatch::rules
