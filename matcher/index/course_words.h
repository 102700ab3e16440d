#ifndef TRIALMATCH_MATCHER_INDEX_COURSE_WORDS_H_
#define TRIALMATCH_MATCHER_INDEX_COURSE_WORDS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/date.h"
#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/treatment_attributes.h"

namespace trialmatch::matcher {

// Leaves about any treatment of a kind, for a group of patients at once. The courses of the group lie in slots, the k-th course of every
// patient in slot k, a bit for each. What leaves ask of a course (is it of this class, was it given with this intent, does it lie in this
// window) is asked of it once for all leaves; a leaf is put together slot by slot, as MatchCourse does it course by course. For one thread; its memory
// serves one group after the other.
class CourseWords {
 public:
  using Word = uint64_t;

  // All arguments must outlive it.
  CourseWords(const rules::Lexicon& lexicon, KindRelations& relations) : lexicon_(lexicon), relations_(relations) {}

  // Adds a leaf of that form, which must outlive it; -> its number.
  static bool CanPlan(const rules::TreatmentLeaf& leaf) { return leaf.quantifier == rules::TreatmentLeaf::Quantifier::kAny && !leaf.together; }
  uint32_t Plan(const rules::TreatmentLeaf& leaf);

  // The patients from now on, as LeafWords::Ask; the contexts must outlive the questions. Breakpoints count up to `horizon`.
  void Ask(std::span<const EvaluationContext> contexts, base::Day horizon);

  // Who had something that is, or may be, of the kind that the leaf speaks of, and who certainly had nothing of it.
  struct Had {
    Word perhaps = 0, never = 0;
  };
  Had HadAny(uint32_t plan);

  // Of all the group. Neither met nor not_met is unknown.
  struct Truths {
    Word met = 0, not_met = 0;
    Word dated = 0;   // changes within the horizon by time alone, or may
    Word stops = 0;   // an ongoing drug makes it so
  };
  Truths Decide(uint32_t plan);

  // EvaluateLeaf without words, of the group's patient of that number; the context may be of another day.
  LeafOutcome Evaluate(uint32_t plan, size_t patient, const EvaluationContext& context) const;

 private:
  // Classes asked together: any of some, and none of others. Answered for all the group at once.
  struct Kind {
    bool any = false;                                     // of no class in particular: whatever is no medication
    bool of_treatments = false, of_medications = false;   // the sections that close it
    uint32_t first = 0, size = 0, excepted = 0;           // of kind_classes_; the last `excepted` are exceptions
    uint32_t group = 0, slot = 0;                         // answered for that group, from that place of slots_ on
    Word touched = 0;                                     // had something that is, or may be, of the kind
  };
  struct Class {
    std::string id;
    uint32_t number = 0;   // KindRelations::ClassNumber
    uint32_t group = 0, slot = 0;
  };
  // A demand on a course, or a window; answered for whom a leaf wants to know it.
  struct Asked {
    const rules::TreatmentLeaf* leaf = nullptr;   // one that asks it
    std::optional<Demand> demand;                 // absent: the window
    uint32_t group = 0, slot = 0;
  };
  static constexpr uint32_t kNone = ~uint32_t{0};
  struct Planned {
    const rules::TreatmentLeaf* leaf = nullptr;
    uint32_t kind = 0;
    uint32_t first = 0, size = 0;                // of demands_: numbers of asked_
    uint32_t ongoing = kNone, window = kNone;    // of asked_, behind them
  };
  struct Slot {
    Word known = 0, met = 0, not_met = 0, dated = 0;
  };
  uint32_t KindOf(const rules::TreatmentLeaf& leaf);
  uint32_t ClassOf(const std::string& id);
  uint32_t AskedOf(const rules::TreatmentLeaf& leaf, std::optional<Demand> demand);
  // Whether the question is new to this group: then it has places of its own, one a slot of courses.
  template <typename Question>
  bool IsNew(Question& question);
  const Kind& Answered(uint32_t kind);
  uint32_t AnsweredClass(uint32_t number);
  const Slot& Answer(uint32_t asked, size_t k, Word need);
  Word ClosedTo(const Kind& kind) const;   // the patients whose lists are complete

  const rules::Lexicon& lexicon_;
  KindRelations& relations_;
  std::vector<Planned> plans_;
  std::vector<Kind> kinds_;
  std::vector<Class> classes_;
  std::vector<Asked> asked_;
  std::vector<uint32_t> kind_classes_, demands_;
  absl::flat_hash_map<std::string, uint32_t> kind_ids_, class_ids_, asked_ids_;   // by their bytes

  uint32_t group_ = 0;
  base::Day horizon_;
  std::span<const EvaluationContext> contexts_;
  std::vector<const Line*> last_;        // by patient
  struct Courses {
    Word there = 0, medication = 0, ongoing = 0;
    std::vector<const Course*> of;       // by patient; nullptr: has fewer
  };
  std::vector<Courses> courses_;         // by slot
  std::vector<Slot> slots_;
  Word everyone_ = 0, treatments_complete_ = 0, medications_complete_ = 0;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_COURSE_WORDS_H_
