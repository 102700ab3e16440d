#include "rules/parse/layout/flat_cohorts.h"

#include <algorithm>
#include <set>
#include <variant>
#include <vector>

namespace trialmatch::rules {
namespace {

bool IsMarked(const OutlineItem& item) { return item.body.begin > item.span.begin; }

bool IsOfTumourOrTherapy(Topic topic) {
  using enum Topic;
  return topic == kDisease || topic == kStageSetting || topic == kBiomarker ||
         topic == kPriorTherapy || topic == kLineOfTherapy;
}

bool DemandsTumour(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) {
    const auto* leaf = std::get_if<OneOfLeaf>(e.leaf.get());
    return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease;
  }
  return e.kind == Expression::Kind::kAll &&
         std::any_of(e.children.begin(), e.children.end(), DemandsTumour);
}

class FlatParts {
 public:
  explicit FlatParts(OutlineReading* all) : all_(*all) {}

  // All inclusions stand at the margin without marks, but for short lists of parts.
  bool IsFlat() const {
    constexpr size_t kFewest = 8;
    size_t plain = 0, marked = 0;
    for (const OutlineItem& item : all_.outline.items) {
      if (item.section == Section::kInclusion) (IsMarked(item) ? marked : plain) += 1;
    }
    return plain >= kFewest && marked * 4 <= plain;
  }

  void Run() {
    int part = -1;  // the last item with a label
    for (int i = 0; i < static_cast<int>(all_.items.size()); ++i) {
      if (item(i).section != Section::kInclusion) return;
      if (part >= 0 && item(i).heading != item(part).heading) part = -1;
      const ItemContext& context = read(i).context;
      if (!context.labelled || context.cohorts.empty()) continue;
      if (part >= 0) Take(part, i, Named(context.cohorts));
      part = i;
      named_.insert(context.cohorts.begin(), context.cohorts.end());
    }
  }

 private:
  const OutlineItem& item(int i) const { return all_.outline.items[static_cast<size_t>(i)]; }

  bool Named(const std::vector<int>& cohorts) const {
    return std::all_of(cohorts.begin(), cohorts.end(),
                       [this](int each) { return named_.count(each) > 0; });
  }

  ItemReading& read(int i) const { return all_.items[static_cast<size_t>(i)]; }

  bool Asks(int i) const {
    const ItemReading& one = read(i);
    return one.combined.mood == Mood::kRequires && item(i).parent < 0 && !IsMarked(item(i)) &&
           one.context.cohorts.empty() && !one.starts_with_or;
  }

  // The items between two parts.
  void Take(int part, int next, bool next_named) {
    if (next_named) return LeaveOpen(part, next);
    for (int i = part + 1; i < next; ++i) {
      const Topic topic = read(i).combined.topic;
      const bool of_part = IsOfTumourOrTherapy(topic) || topic == Topic::kMeasurable;
      if (Asks(i) && of_part) read(i).context.cohorts = read(part).context.cohorts;
    }
  }

  // Those right behind the part, when one of them asks for a tumour of its own.
  void LeaveOpen(int part, int next) {
    int end = part + 1;
    bool tumour = false;
    for (; end < next && Asks(end) && IsOfTumourOrTherapy(read(end).combined.topic); ++end)
      tumour = tumour || DemandsTumour(read(end).combined.expression);
    for (int i = part + 1; tumour && i < end; ++i)
      read(i).context.when.push_back(Expression::Opaque(item(i).body));
  }

  OutlineReading& all_;
  std::set<int> named_;
};

}  // namespace

void AskOfPartsAbove(OutlineReading* all) {
  FlatParts parts(all);
  if (parts.IsFlat()) parts.Run();
}

}  // namespace trialmatch::rules
