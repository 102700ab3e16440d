#ifndef TRIALMATCH_RULES_TEXT_ITEM_STACK_H_
#define TRIALMATCH_RULES_TEXT_ITEM_STACK_H_

#include <cstdint>
#include <vector>

#include "rules/text/layout.h"

namespace trialmatch::rules {

inline constexpr uint32_t kIndentStep = 2;  // an inner marker stands at least so far to the right

// An item that further blocks may be nested under.
struct OpenItem {
  int index = -1;  // in Outline::items
  uint32_t column = 0;
  Marker marker;
  bool lead_in = false;  // ends with a colon
  bool part = false;     // as of its block
  bool name =
      false;  // an unmarked line inside an item that names a part ("For Phase 1a:"): what follows in its column is below it
};

// The items that a block may be nested under, outermost first. Each Place… function pops those that cannot hold the block, so that the top
// is its parent.
class ItemStack {
 public:
  bool empty() const { return items_.empty(); }
  const OpenItem& top() const { return items_.back(); }
  void pop() { items_.pop_back(); }
  void clear() { items_.clear(); }
  size_t size() const { return items_.size(); }

  void Push(const OpenItem& item);

  // Before a Push: what is nested deeper than 64 levels is kept at the deepest.
  void CapDepth();

  // True when text in this column is indented to the text of an open marked item.
  bool Holds(uint32_t column) const;

  // May move the block to the column of its list.
  void PlaceMarked(Block& block);

  // For a piece that was cut out of a line: below the lead-in before it, else beside it.
  void PlacePiece();

  // An unmarked line between "2." and "3." in their own column belongs to "2."; a note between two bullets, to the one before it. True when
  // `block` is such a line; the item it belongs to is then on top.
  bool PlaceBetween(const Block& block, const Block& next, bool is_note);

 private:
  void PlaceBeside(const Block& block);
  void GoOnFurtherOut(Block& block);

  // Of the open items in the block's column, the one whose number comes right before that of the block; of several the innermost, and parts
  // for a part. -1 when there is none.
  int TurnOf(const Block& block) const;

  std::vector<OpenItem> items_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_ITEM_STACK_H_
