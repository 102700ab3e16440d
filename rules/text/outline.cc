#include "rules/text/outline.h"

#include <utility>

#include "rules/text/heading.h"
#include "rules/text/item_stack.h"
#include "rules/text/layout.h"
#include "rules/text/lost_heading.h"
#include "rules/text/part_labels.h"
#include "rules/text/split.h"

namespace trialmatch::rules {
namespace {

using Form = HeadingReading::Form;

struct OpenHeading {
  int index = -1;
  int level = 0;
  Section section = Section::kInclusion;
  bool after_unmarked = false;  // unmarked items stood before it
  bool saw_marked = false;      // marked items stand below it
  uint32_t column = 0;          // of a subject
  uint32_t list_column = 0;     // of the first item below a subject, 0: none yet
};

class Builder {
 public:
  Builder(std::string_view text, bool hard_wrapped, const std::vector<Block>& blocks)
      : text_(text), hard_wrapped_(hard_wrapped), blocks_(blocks) {}

  Outline Build() {
    lost_ = FindLostHeading(text_, blocks_);
    for (size_t i = 0; i < blocks_.size(); ++i) Add(i);
    return std::move(out_);
  }

 private:
  std::string_view View(base::Span span) const { return base::Slice(text_, span); }
  std::string_view Body(const Block& block) const { return View({block.body, block.span.end}); }

  // The next block that is no filler, or null.
  const Block* Next(size_t i) const {
    for (size_t next = i + 1; next < blocks_.size(); ++next) {
      if (!blocks_[next].filler) return &blocks_[next];
    }
    return nullptr;
  }

  HeadingReading Read(size_t i) const {
    const Block& block = blocks_[i];
    const Block* next = Next(i);
    HeadingContext context;
    // "2.1 Exclusion criteria" is a heading of a document's outline; "1. Exclusion criteria" may be one.
    context.marked = !block.marker.none() &&
                     !(block.marker.kind == MarkerKind::kLevels && block.span.size() < 60) && !IsTitleOfStep(Body(block));
    context.list_follows =
        next != nullptr && (!next->marker.none() || (hard_wrapped_ && next->column > block.column));
    context.last = next == nullptr;
    return ReadHeading(Body(block), context);
  }

  void Add(size_t i) {
    const Block& block = blocks_[i];
    if (i == lost_.block && saw_inclusion_ && OpenLost(block)) return;
    if (block.body == block.span.end && i + 1 < blocks_.size() && !blocks_[i + 1].filler &&
        blocks_[i + 1].marker.none() && Read(i + 1).form == Form::kNone) {
      stray_marker_ =
          block.span.begin;  // a bullet alone on its line, its text behind an empty line
      return;
    }
    if (block.filler || block.body == block.span.end) {
      AddFiller(block);
      return;
    }
    if (block.subject && stray_marker_ == UINT32_MAX) {
      HeadingReading reading;
      reading.form = Form::kSubject;
      bool major = false;
      NciSubject(View(block.span), &major);
      if (major) reading.form = Form::kMajor;
      reading.size = block.span.size();
      AddHeading(i, reading);
      return;
    }
    if (stray_marker_ == UINT32_MAX && !InsideItem(i)) {
      const HeadingReading reading = Read(i);
      if (reading.form != Form::kNone) {
        AddHeading(i, reading);
        if (reading.size < block.span.end - block.body) {
          Block rest = BehindHeading(text_, block, reading.size);
          if (rest.span.empty()) return;
          if (rest.body == rest.span.end) {
            AddFiller(rest);
          } else {
            AddItem(i, rest);
          }
        }
        return;
      }
    }
    AddItem(i, block);
  }

  // A line that is indented to the text of a marked item belongs to that item, whatever its words; only a section heading may stand there, or
  // a line whose list goes on further out ("   Step 1:" and "2. Patients must …" at the margin).
  bool InsideItem(size_t i) const {
    const Block& block = blocks_[i];
    if (!block.marker.none() || block.inside_line || !items_.Holds(block.column)) return false;
    const Block* next = Next(i);
    if (next != nullptr && !next->marker.none() && next->column + kIndentStep <= block.column &&
        EndsWithColon(Body(block)))
      return false;
    return ReadHeading(Body(block), {.marked = true}).form != Form::kSection &&
           !(block.blank_before && OpensPart(Body(block)));
  }

  void AddFiller(const Block& block) {
    const uint32_t begin = std::min(stray_marker_, block.span.begin);
    stray_marker_ = UINT32_MAX;
    const bool lost = View(block.span) == ":" || View(block.span) == "：";
    if (lost && saw_inclusion_ && !saw_exclusion_) return OpenLostSection({begin, block.span.end});
    if (last_ == Last::kItem) {
      out_.items.back().span.end = block.span.end;
    } else if (last_ == Last::kHeading) {
      out_.headings.back().span.end = block.span.end;
    } else {
      Push({begin, block.span.end}, OutlineHeading::Kind::kTitle, 2, section());
    }
  }

  void OpenLostSection(base::Span span) {
    out_.diagnostics.push_back(NoteOfLostHeading(span));
    OpenSection(span, {.form = Form::kSection, .section = Section::kExclusion});
  }

  // The exclusions begin at `block`. True when it is what is left of their heading.
  bool OpenLost(const Block& block) {
    if (lost_.is_rest) {
      OpenLostSection(block.span);
      return true;
    }
    out_.diagnostics.push_back(NoteOfLostHeading(block.span));
    CloseHeadings(0);
    items_.clear();
    without_heading_ = Section::kExclusion;
    unmarked_style_ = false;
    saw_exclusion_ = true;
    return false;
  }

  Section section() const { return headings_.empty() ? without_heading_ : headings_.back().section; }

  void CloseHeadings(int level) {
    while (!headings_.empty() && headings_.back().level >= level) headings_.pop_back();
  }

  void Push(base::Span span, OutlineHeading::Kind kind, int level, Section section) {
    CloseHeadings(level);
    OutlineHeading heading{.span = span,
                           .parent = headings_.empty() ? -1 : headings_.back().index,
                           .kind = kind,
                           .section = section};
    out_.headings.push_back(heading);
    headings_.push_back(
        {static_cast<int>(out_.headings.size()) - 1, level, section, unmarked_style_, false});
    items_.clear();
    last_ = Last::kHeading;
  }

  void OpenSection(base::Span span, const HeadingReading& reading) {
    if (reading.form == Form::kSentence) {
      // Below the section heading, and below a subject that it follows at once ("Concurrent medication:", "Excluded:").
      const bool of_subject = last_ == Last::kHeading &&
                              out_.headings.back().kind == OutlineHeading::Kind::kSubject &&
                              headings_.back().level == 4;
      Push(span, OutlineHeading::Kind::kSection, of_subject ? 5 : 2, reading.section);
      headings_.back().after_unmarked |= of_subject;
    } else {
      // "PHASE 2 Key inclusion criteria" names its own scope and ends that of a heading above.
      Push(span, OutlineHeading::Kind::kSection, reading.scoped ? 0 : 1, reading.section);
      headings_.back().level = 1;
      headings_.back().after_unmarked = false;
      unmarked_style_ = false;
    }
    (reading.section == Section::kExclusion ? saw_exclusion_ : saw_inclusion_) = true;
    if (reading.combined) {
      out_.diagnostics.push_back({.severity = base::Severity::kWarning,
                                  .id = "outline.combined_sections",
                                  .span = span,
                                  .message = "one list of inclusion and exclusion criteria; its "
                                             "items are read as inclusion criteria"});
    }
  }

  void AddHeading(size_t i, const HeadingReading& reading) {
    const Block& block = blocks_[i];
    const base::Span span{block.span.begin, block.body + reading.size};
    using Kind = OutlineHeading::Kind;
    switch (reading.form) {
      case Form::kNone:
        break;
      case Form::kSection:
      case Form::kSentence:
        OpenSection(span, reading);
        break;
      case Form::kEligibility: {
        const Block* next = Next(i);
        const bool title = next != nullptr && next->marker.none() &&
                           ReadHeading(Body(*next), {}).form == Form::kSection;
        HeadingReading open = reading;
        open.section = Section::kInclusion;
        if (title || !saw_exclusion_) {
          Push(span, Kind::kTitle, reading.scoped ? 0 : 1, Section::kInclusion);
          headings_.back().level = title ? 0 : 1;
          if (title) headings_.pop_back();  // sections are not nested in a title
        } else {
          OpenSection(span, open);
        }
        break;
      }
      case Form::kMajor:
        Push(span, Kind::kSubject, 1, Section::kInclusion);
        break;
      case Form::kScope: {
        const Block* next = Next(i);
        bool outer = false;
        if (next != nullptr && next->marker.none()) {
          const HeadingReading below = ReadHeading(Body(*next), {});
          outer = below.form == Form::kSection && !below.scoped &&
                  (below.section == Section::kInclusion || !saw_inclusion_);
        }
        const Section kept = outer ? Section::kInclusion : section();
        Push(span, Kind::kScope, outer ? 0 : 3, kept);
        break;
      }
      case Form::kSubject:
        Push(span, Kind::kSubject, 4, section());
        headings_.back().column = block.column + 1;
        break;
      case Form::kTitle:
        Push(span, Kind::kTitle, 2, section());
        break;
    }
  }

  // A heading that stood between unmarked paragraphs holds only for the list below it ("Women are excluded if:" and two bullets).
  void CloseListHeadings() {
    while (!headings_.empty() && headings_.back().after_unmarked && headings_.back().saw_marked) {
      headings_.pop_back();
      items_.clear();
    }
  }

  // "Prior therapy:" over an indented list: what stands at the margin behind it is not of that list.
  void CloseSubject(const Block& block) {
    const uint32_t column = block.column + 1;
    if (headings_.empty() || headings_.back().column == 0 || block.inside_line) return;
    if (headings_.back().list_column == 0) headings_.back().list_column = column;
    if (headings_.back().list_column < headings_.back().column + kIndentStep || column > headings_.back().column) return;
    headings_.pop_back();
    items_.clear();
  }

  void AddItem(size_t i, Block block) {
    if (stray_marker_ != UINT32_MAX) {
      block.marker = ReadMarker(text_.substr(stray_marker_, 8));
      block.span.begin = stray_marker_;
      block.body = std::min(block.body, block.span.end);
      stray_marker_ = UINT32_MAX;
    }
    CloseSubject(block);
    const bool lead_in = EndsWithColon(Body(block));
    block.part = block.marker.kind == MarkerKind::kNumber && NamesPart(text_, block.body, block.span.end);
    bool name = false;
    if (IsOfNextPart(block)) {
      block.marker = items_.top().marker;
      block.marker.size = 0;
      block.column = items_.top().column;
      block.body = block.span.begin;
    }
    if (block.marker.none()) {
      if (i + 1 < blocks_.size() && items_.PlaceBetween(block, blocks_[i + 1], IsNote(block))) {
        if (ItemIsNewest(items_.top()) && !items_.top().lead_in && !lead_in) {
          Extend(block.span.end);
          return;
        }
        Emit(block, lead_in, false);
        return;
      }
      name = lead_in && items_.Holds(block.column) &&
             ReadHeading(Body(block), {}).form == Form::kScope;
      const bool below_lead_in = last_ == Last::kItem && !items_.empty() && items_.top().lead_in &&
                                 !items_.top().marker.none();
      if (!items_.Holds(block.column) && !block.inside_line && !below_lead_in) CloseListHeadings();
      if (PlaceUnmarked(block, lead_in, name)) return;
    } else {
      items_.PlaceMarked(block);
      if (!headings_.empty()) headings_.back().saw_marked = true;
    }
    Emit(block, lead_in, name);
  }

  // "2. For Cohort 1, ..." and a paragraph below it, "For Cohort 2, ...": an item beside it.
  bool IsOfNextPart(const Block& block) const {
    if (!block.marker.none() || block.inside_line || items_.empty() || items_.top().marker.none() || !ItemIsNewest(items_.top())) return false;
    // A text that lost its indents has the line in the column of its number: "2." goes on behind both.
    const bool lost_indent = items_.top().marker.kind == MarkerKind::kNumber && items_.top().column == block.column && !block.blank_before;
    if (!lost_indent && !items_.Holds(block.column)) return false;
    const base::Span before = out_.items.back().body;
    return PartLabelSize(text_, block.span.begin, block.span.end) > 0 && PartLabelSize(text_, before.begin, before.end) > 0;
  }

  bool ItemIsNewest(const OpenItem& item) const {
    return last_ == Last::kItem && item.index == static_cast<int>(out_.items.size()) - 1;
  }

  void Extend(uint32_t end) {
    out_.items.back().span.end = end;
    out_.items.back().body.end = end;
  }

  bool IsNote(const Block& block) const {
    return View(block.span).starts_with("Note") || View(block.span).starts_with("NOTE");
  }

  // Pops the open items that cannot hold the block. True when the block only continues the item before it.
  bool PlaceUnmarked(const Block& block, bool lead_in, bool name) {
    if (block.inside_line) {
      items_.PlacePiece();
      return false;
    }
    while (!items_.empty()) {
      const OpenItem& top = items_.top();
      const bool newest = ItemIsNewest(top);
      if (!top.marker.none() && block.column >= top.column + kIndentStep) {
        if (newest && !top.lead_in && !lead_in) {
          Extend(block.span.end);
          return true;
        }
        return false;
      }
      if (top.marker.none() && top.lead_in &&
          (block.column > top.column || (top.name && !name && block.column == top.column)))
        return false;
      // "One of the following:" and lines that end with ";" up to the first that does not.
      if (top.marker.none() && top.lead_in && block.column == top.column && !lead_in &&
          IsOpenEnded(newest ? Body(block) : View(out_.items.back().body))) {
        return false;
      }
      // "… which might interfere with dosing:" and the list as a paragraph at the margin.
      if (newest && top.lead_in && !top.marker.none()) return false;
      items_.pop();
    }
    unmarked_style_ = true;
    return false;
  }

  void Emit(const Block& block, bool lead_in, bool name) {
    items_.CapDepth();
    OutlineItem item{.span = block.span, .body = {block.body, block.span.end}};
    item.parent = items_.empty() ? -1 : items_.top().index;
    item.depth = static_cast<int>(items_.size());
    item.heading = headings_.empty() ? -1 : headings_.back().index;
    item.section = section();
    if (item.parent >= 0) out_.items[static_cast<size_t>(item.parent)].has_children = true;
    out_.items.push_back(item);
    items_.Push(
        {static_cast<int>(out_.items.size()) - 1, block.column, block.marker, lead_in, block.part, name});
    last_ = Last::kItem;
  }

  enum class Last : uint8_t { kNothing, kItem, kHeading };

  std::string_view text_;
  bool hard_wrapped_;
  const std::vector<Block>& blocks_;
  Outline out_;
  ItemStack items_;
  std::vector<OpenHeading> headings_;
  Last last_ = Last::kNothing;
  bool unmarked_style_ = false;  // unmarked items stand in this section
  bool saw_inclusion_ = false;
  bool saw_exclusion_ = false;
  LostHeading lost_;
  Section without_heading_ = Section::kInclusion;
  uint32_t stray_marker_ = UINT32_MAX;  // where a bullet without text began
};

}  // namespace

Outline ReadOutline(std::string_view text) {
  bool hard_wrapped = false;
  const std::vector<Block> blocks = SplitBlocks(text, ReadBlocks(text, &hard_wrapped));
  return Builder(text, hard_wrapped, blocks).Build();
}

}  // namespace trialmatch::rules
