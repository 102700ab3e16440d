#include "rules/text/item_stack.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

constexpr size_t kDeepest = 64;

bool SameColumn(uint32_t a, uint32_t b) { return a < b + kIndentStep && b < a + kIndentStep; }

bool Beside(const OpenItem& item, uint32_t column) { return item.marker.none() || SameColumn(column, item.column); }

bool Follows(const Marker& before, const Marker& next) {
  return (before.number != 0 && before.number + 1 == next.number) ||
         (before.roman != 0 && before.roman + 1 == next.roman);
}

}  // namespace

void ItemStack::CapDepth() {
  if (items_.size() >= kDeepest) items_.resize(kDeepest - 1);
}

void ItemStack::Push(const OpenItem& item) { items_.push_back(item); }

bool ItemStack::Holds(uint32_t column) const {
  return std::any_of(items_.begin(), items_.end(), [&](const OpenItem& item) {
    return !item.marker.none() && column >= item.column + kIndentStep;
  });
}

void ItemStack::PlacePiece() {
  while (!items_.empty() && !items_.back().lead_in) items_.pop_back();
}

void ItemStack::PlaceMarked(Block& block) {
  while (!items_.empty()) {
    const OpenItem& top = items_.back();
    if (top.marker.none()) {
      if (top.lead_in && block.column >= top.column) return;
    } else {
      if (block.column >= top.column + kIndentStep) {
        GoOnFurtherOut(block);
        return;
      }
      if (SameColumn(block.column, top.column)) {
        // "5. Melanoma (Cohort 5 only) • ..." in one line: the bullets of the part.
        if (top.part && block.inside_line && block.marker.kind == MarkerKind::kBullet && top.marker.kind == MarkerKind::kNumber) {
          block.column += top.marker.size;
          return;
        }
        PlaceBeside(block);
        return;
      }
    }
    items_.pop_back();
  }
}

// "4." deeper than "3." or a bullet of it that stands before it: no list begins with it.
void ItemStack::GoOnFurtherOut(Block& block) {
  const Marker& marker = block.marker;
  if (marker.kind != MarkerKind::kNumber || marker.number < 3 || (top().marker.kind == MarkerKind::kBullet && top().lead_in)) return;
  for (size_t i = items_.size(); i-- > 0;) {
    const OpenItem& item = items_[i];
    if (item.marker.kind != MarkerKind::kNumber || !SameList(item.marker, marker) || item.marker.number + 1 != marker.number) continue;
    block.column = item.column;   // its bullets stand there too
    items_.resize(i);
    return;
  }
}

// The marker stands in the column of the top item: the next of its list, the next of a list further out, or the first of an inner list.
void ItemStack::PlaceBeside(const Block& block) {
  const Marker& marker = block.marker;
  const OpenItem& top = items_.back();
  const bool numbered = marker.kind == MarkerKind::kNumber;
  // "i. Melanoma:" and "1." below it, in the column of the numbers that it stands in.
  if (numbered && marker.number == 1 && top.lead_in && !SameList(top.marker, marker)) return;
  const int turn = numbered ? TurnOf(block) : -1;
  if (SameList(top.marker, marker)) {
    if (numbered && marker.number == 1 && top.lead_in) return;
    // "4." behind the inner "1. 2." of "3.": the list whose turn it is.
    items_.resize(turn >= 0 ? static_cast<size_t>(turn) : items_.size() - 1);
    return;
  }
  // "4." behind the bullets below the inner "3." or below it.
  if (turn >= 0) {
    items_.resize(static_cast<size_t>(turn));
    return;
  }
  for (size_t i = items_.size() - 1; i-- > 0 && Beside(items_[i], block.column);) {
    if (!items_[i].marker.none() && SameList(items_[i].marker, marker)) {
      items_.resize(i);
      return;
    }
  }
  const bool below_number = top.marker.kind == MarkerKind::kNumber && marker.kind == MarkerKind::kBullet && !block.inside_line;
  if (top.lead_in || below_number || StartsInnerList(top.marker, marker)) return;
  items_.pop_back();
}

int ItemStack::TurnOf(const Block& block) const {
  int found = -1;
  for (size_t i = items_.size(); i-- > 0 && Beside(items_[i], block.column);) {
    if (!SameList(items_[i].marker, block.marker) || items_[i].marker.number + 1 != block.marker.number) continue;
    if (items_[i].part == block.part) return static_cast<int>(i);
    if (found < 0 || !block.part) found = static_cast<int>(i);
  }
  return found;
}

bool ItemStack::PlaceBetween(const Block& block, const Block& next, bool is_note) {
  if (next.marker.none() || block.inside_line || next.inside_line) return false;
  for (size_t i = items_.size(); i-- > 0;) {
    const OpenItem& item = items_[i];
    if (item.marker.none() || !SameColumn(item.column, block.column) ||
        !SameColumn(item.column, next.column))
      continue;
    if (!SameList(item.marker, next.marker)) continue;
    const bool bullet = item.marker.kind == MarkerKind::kBullet;
    if (bullet ? !is_note : !Follows(item.marker, next.marker)) continue;
    items_.resize(i + 1);
    return true;
  }
  return false;
}

}  // namespace trialmatch::rules
