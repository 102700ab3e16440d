#ifndef TRIALMATCH_RULES_CRITERION_H_
#define TRIALMATCH_RULES_CRITERION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/span.h"
#include "rules/leaf.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

enum class Topic : uint8_t {
  kDisease, kStageSetting, kBiomarker, kPriorTherapy, kLineOfTherapy, kWashout, kCns, kPerformance, kMeasurable, kLab, kComorbidity,
  kConcomitantMedication, kReproductive, kAgeSex, kLogistics, kOther,
};
const char* TopicName(Topic topic);   // "disease", "stage_setting", ... the words of DESIGN section 3

enum class Mood : uint8_t { kRequires, kProhibits, kPermits };
const char* MoodName(Mood mood);

enum class Understood : uint8_t { kFull, kPartial, kNone };
const char* UnderstoodName(Understood understood);

// What must hold for the patient, already with its polarity: a prohibited illness is a kNot over the leaf.
struct Expression {
  enum class Kind : uint8_t {
    kAll, kAny, kNot,   // kNot has one child
    kAtLeast,           // `count` of the children
    kWhen,              // children[0] is `if`, children[1] is `then`
    kAlways,            // constrains nothing: a permission, or what only the study site checks
    kLeaf,
    kOpaque,            // not understood: unknown
  };
  Kind kind = Kind::kOpaque;
  int count = 0;                        // kAtLeast
  std::vector<Expression> children;
  LeafBox leaf;                         // kLeaf
  base::Span span;                      // where it stands; empty for what came from another field
  std::string rule;                     // "marker.fusion": which rule read it

  static Expression Always(base::Span span, std::string rule);
  static Expression Opaque(base::Span span);
  static Expression OfLeaf(LeafBox leaf, base::Span span, std::string rule);
  static Expression Not(Expression child);
  static Expression All(std::vector<Expression> children);   // flattens; one child is itself; none is kAlways
  static Expression Any(std::vector<Expression> children);   // flattens; one child is itself
  // Of two; unlike a list in braces they are moved.
  static Expression All(Expression first, Expression second);
  static Expression Any(Expression first, Expression second);
  static Expression When(Expression condition, Expression then);
};

// A part of the study that the text or the arms name.
struct Cohort {
  enum class Kind : uint8_t {
    kAlternative,   // a patient needs one of them (cohort, arm, part, phase)
    kStep,          // everyone passes it (screening, run-in, randomisation)
  };
  std::string name;                // "Phase 2 cohort 2b", as written, parents' names before it
  std::string key;                 // normalised, for equality: "phase 2/cohort 2b"
  Kind kind = Kind::kAlternative;
  int parent = -1;                 // index of the cohort it is nested in
  bool closed = false;             // "closed to enrollment"
  bool later_step = false;         // kStep: after enrolment (randomisation, adjuvant part)
  bool has_own_inclusion = false;  // an understood inclusion criterion of its own, or its name stands in an arm group
  base::Span span;                 // where it is first named
};

struct Criterion {
  std::string id;                  // "I3.2", "E4": section, number, nested number; "S.age" and so on for other fields
  Section section = Section::kInclusion;
  Topic topic = Topic::kOther;
  std::string source = "eligibilityCriteria";   // or briefTitle, officialTitle, minimumAge, maximumAge, sex, healthyVolunteers, conditions
  base::Span span;                 // with its bullet; empty when source is another field
  base::Span body;                 // without the bullet; what is quoted
  std::string text;                // the bytes of `span`; for another field its value
  std::vector<int> cohorts;        // indexes into TrialCriteria::cohorts; any of them; empty: holds for all
  Mood mood = Mood::kRequires;
  Understood understood = Understood::kNone;
  Expression expression;
  std::vector<base::Span> asides;  // words that were understood and constrain nobody, outside of the leaves
};

struct Heading {
  base::Span span;
  std::string text;
};

struct Coverage {
  int criteria = 0, full = 0, partial = 0, none = 0;   // logistics count as full
  double bytes_understood = 0;                         // of the criteria's bytes, those in criteria or leaves that were understood
};

// A study's eligibility as criteria. A plain value.
struct TrialCriteria {
  std::string nct_id;
  std::string text_sha256;
  std::vector<Cohort> cohorts;
  std::vector<Heading> headings;
  std::vector<Criterion> criteria;
  Coverage coverage;
  base::Diagnostics diagnostics;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_CRITERION_H_
