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
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/treatment_attributes.h"

namespace trialmatch::matcher {

// When a leaf is asked about: on the day of decision, or on the last day of the horizon, with drugs as they are or stopped.
enum class When : uint8_t { kToday, kAhead, kAheadStopped };
constexpr size_t kWhens = 3;

// The patients of a group, each with a memo, without words; by When.
struct GroupContexts {
  std::vector<EvaluationContext> of[kWhens];
  base::Day horizon;
  const std::vector<EvaluationContext>& at(When when) const { return of[static_cast<size_t>(when)]; }
  const std::vector<EvaluationContext>& today() const { return of[0]; }
  bool Counts(base::Day breakpoint) const { return breakpoint > today().front().decided_on && breakpoint <= horizon; }
};

// Leaves about treatments of a kind, any of them or how many, for a group of patients at once. The courses of the group lie in slots, the k-th course of every
// patient in slot k, a bit for each. What leaves ask of a course (is it of this class, was it given with this intent, does it lie in this
// window) is asked of it once for all leaves; a leaf is put together slot by slot, as MatchCourse does it course by course. For one thread; its memory
// serves one group after the other.
class CourseWords {
 public:
  using Word = uint64_t;

  // All arguments must outlive it.
  CourseWords(const rules::Lexicon& lexicon, KindRelations& relations) : lexicon_(lexicon), relations_(relations) {}

  // Adds a leaf of that form, which must outlive it; -> its number.
  static bool CanPlan(const rules::TreatmentLeaf& leaf);
  uint32_t Plan(const rules::TreatmentLeaf& leaf);

  // The patients from now on; what the contexts refer to must outlive the questions.
  void Ask(const GroupContexts& contexts);

  // Of all the group, as far as it hangs on no course: who never had anything of the kind that the leaf speaks of. `open`: to be decided.
  struct Settled {
    Word not_met = 0, open = 0;
  };
  Settled Settle(uint32_t plan);
  // Settle says the same of plans that have the same number here.
  uint32_t SettledAs(uint32_t plan) const { return plans_[plan].counts ? kNone : plans_[plan].kind; }

  // Of those among `need`; of others nothing is told. Neither met nor not_met is unknown.
  struct Truths {
    Word met = 0, not_met = 0;
    Word dated = 0;    // changes within the horizon by time alone, or may
    Word stops = 0;    // an ongoing drug makes it so
    Word unsure = 0;   // of a later day: the day alone does not tell
  };
  Truths Decide(uint32_t plan, When when, Word need);

  // LeafOutcome::needs_stop of today, behind those that are there.
  void AddStops(uint32_t plan, size_t patient, std::vector<std::string>& drugs);

  // EvaluateLeaf without words, of the group's patient of that number; the context may be of another day.
  LeafOutcome Evaluate(uint32_t plan, size_t patient, const EvaluationContext& context) const;

 private:
  // Answered for that group, from that place of slots_ on.
  struct Place {
    uint32_t group = 0, slot = 0;
  };
  // Classes asked together: any of some, and none of others. Answered for all the group at once.
  struct Kind {
    bool any = false;                                     // of no class in particular: whatever is no medication
    bool of_treatments = false, of_medications = false;   // the sections that close it
    uint32_t first = 0, size = 0, excepted = 0;           // of kind_classes_; the last `excepted` are exceptions
    Place place;
    Word touched = 0;                                     // had something that is, or may be, of the kind; for nobody: no slots
  };
  struct Class {
    std::string id;
    uint32_t number = 0;            // KindRelations::ClassNumber
    bool by_type = true;            // hangs on the type of the course alone
    Place place;
    Word touched = 0;
  };
  // A demand on a course, or a window; answered for whom a leaf wants to know it.
  struct Asked {
    const rules::TreatmentLeaf* leaf = nullptr;   // one that asks it
    std::optional<Demand> demand;                 // absent: the window
    Place places[kWhens];
  };
  static constexpr uint32_t kNone = ~uint32_t{0};
  struct Planned {
    const rules::TreatmentLeaf* leaf = nullptr;
    uint32_t kind = 0;
    uint32_t first = 0, size = 0;                // of demands_: numbers of asked_
    uint32_t ongoing = kNone, window = kNone;    // of asked_, behind them
    bool counts = false;                         // lines, drugs or cycles
  };
  struct Slot {
    Word known = 0, met = 0, not_met = 0, dated = 0;
  };
  uint32_t KindOf(const rules::TreatmentLeaf& leaf);
  uint32_t ClassOf(const std::string& id);
  uint32_t AskedOf(const rules::TreatmentLeaf& leaf, std::optional<Demand> demand);
  // Whether a question is new to this group: then it gets a stretch of slots_, one a slot of courses.
  bool IsNew(Place& place);
  const Kind& Answered(uint32_t kind);
  const Class& AnsweredClass(uint32_t number);
  // MatchCourse of every course of a slot.
  struct Matched {
    Word of_kind = 0;              // perhaps of the kind
    Word met = 0, not_failed = 0;  // is what the leaf speaks of; is so, or may be
    Word dated = 0, stops = 0;
  };
  Matched Match(const Planned& plan, const Kind& kind, When when, size_t k, Word need, Word& unsure);
  // Decide of leaves that count.
  Truths Count(const Planned& plan, const Kind& kind, When when, Word need);
  // What the courses of one patient, as they are in matched_, come to; adds what time and stopped drugs change.
  Interval CountOf(const Planned& plan, size_t patient, const EvaluationContext& context, Truths& out) const;
  const Slot& Answer(uint32_t asked, When when, size_t k, Word need);
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
  const GroupContexts* contexts_ = nullptr;
  struct Courses {
    Word there = 0, medication = 0, ongoing = 0, may_stop = 0;   // `may_stop`: of those that go on
    std::vector<const Course*> of;       // by patient; nullptr: has fewer
    std::vector<int32_t> types;          // Course::type
  };
  std::vector<Courses> courses_;         // by slot
  std::vector<Slot> slots_;
  std::vector<Matched> matched_;         // by slot, of the leaf that is counted
  Word everyone_ = 0, has_courses_ = 0, has_ongoing_ = 0, treatments_complete_ = 0, medications_complete_ = 0;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_COURSE_WORDS_H_
