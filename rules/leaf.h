#ifndef TRIALMATCH_RULES_LEAF_H_
#define TRIALMATCH_RULES_LEAF_H_

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/quantity.h"

namespace trialmatch::rules {

// The leaves of criteria. Each is a plain value that says something about a patient, without the span and rule of its use. All ids are ids of
// lexicon tables; an empty list or an absent value says nothing. DESIGN section 3 is the contract.

// How far an event lies from the day of decision, or from another event.
struct Window {
  enum class Anchor : uint8_t { kEnrolment, kProgression, kSurgery, kEndOfTherapy };
  enum class Which : uint8_t { kOnly, kShorter, kLonger };
  std::optional<base::Duration> at_least;    // the event ended this long ago or longer ("at least 4 weeks since")
  std::optional<base::Duration> within;      // the event happened less long ago ("within 4 weeks before"); day N itself is outside
  std::optional<base::Duration> no_more_than;  // a window that closes ("no more than 60 days ago"); day N itself is inside
  std::optional<double> half_lives;          // with at_least / within: so many half-lives of the drug
  Which which = Which::kOnly;                // "whichever is shorter / longer" of days and half-lives
  Anchor anchor = Anchor::kEnrolment;
  bool empty() const { return !at_least && !within && !no_more_than && !half_lives; }
  friend bool operator==(const Window&, const Window&) = default;
};

// A number of the patient against bounds.
struct CompareLeaf {
  enum class Relative : uint8_t { kAbsolute, kTimesUpperLimit, kTimesLowerLimit };
  std::string quantity;      // "age", "ecog", "karnofsky", "weight", or an id of lab.tsv
  base::Bounds bounds;
  std::string unit;          // id of unit.tsv; "" for age (years), ECOG, Karnofsky and multiples of a limit
  Relative relative = Relative::kAbsolute;
  std::string sex;           // "female" or "male": a bound for one sex only; "" for all
  friend bool operator==(const CompareLeaf&, const CompareLeaf&) = default;
};

// A value of the patient in a set.
struct OneOfLeaf {
  enum class Attribute : uint8_t { kSex, kDisease, kStage, kSetting, kCountry, kSmoking, kMetastasisSite };
  Attribute attribute = Attribute::kDisease;
  std::vector<std::string> values;   // "female"; ids of disease.tsv (with all below them); "IIIB"; ids of setting.tsv; "US"; ids of site.tsv
  std::vector<std::string> except;   // of these values, not those ("NSCLC except squamous")
  int edition = 0;                   // AJCC edition of the stage, 0: none named
  friend bool operator==(const OneOfLeaf&, const OneOfLeaf&) = default;
};

// The tumour has an alteration.
struct MarkerLeaf {
  std::vector<std::string> genes;        // any of these; ids of gene.tsv, "driver" is every gene whose row says driver
  std::vector<std::string> except_genes; // "driver alterations other than ALK"
  std::string alteration;                // id of alteration.tsv: fusion, mutation, amplification, overexpression, loss, any
  std::vector<std::string> details;      // any of these: "L858R", "exon 19 deletion", "I1171*"; empty: any detail
  std::optional<base::Bounds> score;     // PD-L1 TPS, IHC, copy number, with score_unit ("%", "+")
  std::string score_unit;
  bool known_only = false;               // "no known ...": an untested patient does not have it
  bool tested = false;                   // says only that the test was done
  bool resistance = false;               // "a resistance mutation" without a name
  friend bool operator==(const MarkerLeaf&, const MarkerLeaf&) = default;
};

// The patient has had, or is on, a treatment.
struct TreatmentLeaf {
  enum class Quantifier : uint8_t {
    kAny,         // at least one of `what`
    kOnly,        // had some of `what`, and of `within_class` nothing else
    kMostRecent,  // the last systemic therapy was one of `what`
    kLines,       // the number of lines (of `what`, or of systemic therapy when empty) lies in `count`
    kAgents,      // the number of different drugs of `what` lies in `count`
    kCycles,      // the number of cycles of `what` lies in `count`
  };
  Quantifier quantifier = Quantifier::kAny;
  std::vector<std::string> what;         // any of these; ids of drug.tsv or drug_class.tsv ("alk_tki", "radiation", "systemic_therapy", "any_therapy")
  std::vector<std::string> except;       // these do not count
  std::vector<std::string> within_class; // with kOnly
  std::optional<base::Bounds> count;
  std::vector<std::string> intents;      // any of: neoadjuvant, adjuvant, definitive, metastatic, maintenance; empty: any
  std::vector<std::string> except_intents;
  enum class Outcome : uint8_t { kAnyOutcome, kProgression, kIntolerance, kProgressionOrIntolerance, kResponse, kNoProgression };
  Outcome outcome = Outcome::kAnyOutcome;
  std::optional<bool> ongoing;
  Window window;                         // distance of the last dose (or of the operation, the last fraction)
  std::vector<std::string> sites;        // radiation or surgery of these; ids of site.tsv
  std::optional<base::Bounds> dose_gy;
  std::optional<base::Bounds> marrow_percent;  // radiation of so much of the bone marrow
  std::optional<bool> major;             // surgery
  bool for_this_cancer = false;          // treatments for another cancer do not count
  bool together = false;                 // all of `what` in one line (a doublet)
  bool in_trial = false;                 // given as an investigational drug in a clinical trial
  std::vector<std::string> said;         // what else the text says of it, in its own words: a person must weigh them
  friend bool operator==(const TreatmentLeaf&, const TreatmentLeaf&) = default;
};

// The patient has, or had, an illness.
struct ConditionLeaf {
  enum class Status : uint8_t { kEver, kActive, kPast, kUncontrolled };
  std::vector<std::string> conditions;   // any of these; ids of condition.tsv, with all below them
  std::vector<std::string> except;       // these do not count; ids of condition.tsv
  Status status = Status::kEver;
  Window window;                         // distance of the event
  std::optional<int> min_grade;          // CTCAE
  std::optional<bool> needed_steroids;
  std::optional<bool> viral_load_undetectable;
  std::optional<base::Bounds> cd4_per_ul;
  std::optional<int> nyha_at_least;      // New York Heart Association class, 1 to 4
  std::vector<std::string> qualities;    // all of these hold of the illness; ids of quality.tsv ("severe", "needs_antibiotics")
  std::vector<std::string> lacking;      // none of these holds; ids of quality.tsv
  std::vector<ConditionLeaf> unless;     // an illness that fits one of these does not count
  bool family = false;                   // of a relative: says nothing about the patient
  std::vector<std::string> said;         // what else the text says of it, in its own words: a person must weigh them
  friend bool operator==(const ConditionLeaf&, const ConditionLeaf&) = default;
};

// The patient's central nervous system is in a state: metastases (or leptomeningeal disease) with every property that is set.
struct BrainLeaf {
  enum class Site : uint8_t { kBrain, kLeptomeningeal, kEither, kSpinalCord };
  Site site = Site::kBrain;
  std::optional<bool> treated;           // locally treated
  std::optional<bool> active;            // untreated or progressing ("active")
  std::optional<bool> progressing;
  std::optional<bool> stable;
  std::optional<base::Duration> stable_for;
  std::optional<bool> symptomatic;
  std::optional<bool> on_steroids;
  std::optional<bool> steroids_increasing;
  std::optional<base::Bounds> steroid_prednisone_mg_per_day;
  std::optional<base::Bounds> largest_mm;
  std::optional<base::Bounds> count;
  Window since_treatment;                // of the last local treatment of the brain
  friend bool operator==(const BrainLeaf&, const BrainLeaf&) = default;
};

// Standard therapy for the patient's own driver and setting; judged by standard_therapy.tsv.
struct StandardTherapyLeaf {
  enum class Kind : uint8_t {
    kFailed,       // progressed on or did not tolerate standard therapy
    kExhausted,    // nothing standard is left
    kUnavailable,  // none exists, or the patient is unfit for it or declines it
    kFailedOrUnavailable,
    kNone,         // none exists for the disease, or is left; what suits the patient is not asked
  };
  Kind kind = Kind::kFailed;
  friend bool operator==(const StandardTherapyLeaf&, const StandardTherapyLeaf&) = default;
};

// A thing a person can answer with yes or no; id of fact.tsv ("measurable", "pregnant", "can_swallow", "progressing", "takes_cyp3a_strong_inhibitor").
struct FactLeaf {
  std::string fact;
  friend bool operator==(const FactLeaf&, const FactLeaf&) = default;
};

using Leaf = std::variant<CompareLeaf, OneOfLeaf, MarkerLeaf, TreatmentLeaf, ConditionLeaf, BrainLeaf, StandardTherapyLeaf, FactLeaf>;

// A leaf in memory of its own: expressions are moved often while a text is read, and leaves are
// large. A value: each copy has its own leaf. Empty until one is put in.
class LeafBox {
 public:
  LeafBox() = default;
  template <typename T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, LeafBox> && std::is_constructible_v<Leaf, T>)
  LeafBox(T&& leaf) : leaf_(std::make_unique<Leaf>(std::forward<T>(leaf))) {}  // NOLINT: a leaf goes where a box is asked for
  LeafBox(const LeafBox& other) : leaf_(other.leaf_ ? std::make_unique<Leaf>(*other.leaf_) : nullptr) {}
  LeafBox(LeafBox&&) noexcept = default;
  LeafBox& operator=(LeafBox other) noexcept {
    leaf_ = std::move(other.leaf_);
    return *this;
  }

  // nullptr: empty.
  const Leaf* get() const { return leaf_.get(); }
  Leaf* get() { return leaf_.get(); }
  // Require a leaf.
  const Leaf& operator*() const { return *leaf_; }
  Leaf& operator*() { return *leaf_; }
  operator const Leaf&() const { return *leaf_; }  // NOLINT: a box goes where a leaf is asked for
  friend bool operator==(const LeafBox& a, const LeafBox& b) {
    return a.leaf_ && b.leaf_ ? *a.leaf_ == *b.leaf_ : a.leaf_ == b.leaf_;
  }

 private:
  std::unique_ptr<Leaf> leaf_;
};

// "compare", "one_of", "marker", "treatment", "condition", "brain", "standard_therapy", "fact".
const char* LeafKindName(const Leaf& leaf);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEAF_H_
