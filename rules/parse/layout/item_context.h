#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_ITEM_CONTEXT_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_ITEM_CONTEXT_H_

#include <optional>
#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/layout/scope.h"
#include "rules/parse/reading.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

// What an item gets from above: the cohorts it holds for, the conditions under which, and the words
// before the list it stands in.
struct ItemContext {
  std::vector<int> cohorts;  // indexes of TrialCriteria::cohorts; empty: all patients
  std::vector<Expression> when;
  std::vector<base::Span> leads;  // outermost first; the nearest two at most
  std::vector<ScopeLabel> not_for;  // the parts it does not hold for
  std::optional<Expression> tumour;  // that the title of its part names, "Cohort 2 (melanoma):"
  bool labelled = false;      // the item names its cohorts itself
  bool of_several = false;    // each of its sentences is for another part
};

// The context below each heading of the outline, by its index. Makes the cohorts that headings
// name.
std::vector<ItemContext> ReadHeadingContexts(const Grammar& grammar, std::string_view text,
                                             const Outline& outline, CohortTable* table,
                                             std::vector<Cohort>* cohorts);

// A title at the margin over a list of bullets, "Cohort B: melanoma after PD-1 inhibitors": the bullets lie beside it in the outline, and are for its part.
class FlatPart {
 public:
  // Takes the title, for the items behind it, or ends the part before.
  void Enter(const Outline& outline, size_t item, const Reading& reading, Clause words, bool labelled, const std::vector<int>& cohorts);
  // The cohorts of the part that `item` lies in, or null.
  const std::vector<int>* Around(const OutlineItem& item, std::string_view text) const;

 private:
  bool open_ = false;
  bool any_item_ = false;   // paragraphs too
  bool after_part_ = false;   // the item before was of a list, and had a label of its own
  int heading_ = -1;
  Section section_ = Section::kInclusion;
  std::vector<int> cohorts_;
};

// Takes the label at the start of an item ("Cohort A: ..."), or one at its end ("(Part 2 only)"), off its own words. `tumour`: what
// the name of the part at the start asks for.
Clause TakeLabels(Reading& reading, Clause own, CohortTable* table, std::vector<Cohort>* cohorts, ItemContext* context, std::optional<Expression>* tumour,
                  const OutlineItem& item);

// "For women:", "Patients with squamous histology:", "If HIV positive:": for whom what follows
// holds, when [begin, end) tells nothing else.
std::optional<Expression> ReadWhen(Reading& reading, int begin, int end);

// The same for the line over a list: "Additional criteria for those with liver metastases:", "excluded from some parts of the study:".
// `list`: the text below the line, where it is an item.
std::optional<Expression> ReadWhenOfList(Reading& reading, int begin, int end, std::string_view list = {});

// "Patients with the following tumour types:": each item of the list is one of them.
bool AnnouncesTypes(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_ITEM_CONTEXT_H_
