#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/evaluate/condition.h"
#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/kinds.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/quality.h"
#include "matcher/evaluate/treated_now.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::ConditionLeaf;
using rules::TermKind;
using Status = rules::ConditionLeaf::Status;

namespace {

// Illnesses that are there for good: controlled is still active.
constexpr const char* kChronic[] = {"hiv", "hepatitis_b", "hypertension", "diabetes", "type_1_diabetes", "copd", "asthma", "kidney_disease", "vitiligo"};

// What the profile says of one illness, from `conditions` or from other facts.
struct Illness {
  std::string id, name, status;
  EventDays days;                     // when it happened, or was last treated
  const Condition* told = nullptr;    // absent when implied
  bool dated = false;
  bool chronic = false;               // one of kChronic
  std::optional<uint32_t> row;        // of condition.tsv
};

std::string Describe(const Illness& illness) {
  std::string out = illness.name;
  if (!illness.status.empty()) out += ", " + illness.status;
  if (illness.told != nullptr && illness.told->date) out += ", " + illness.told->date->ToString();
  return out;
}

bool IsOtherCancer(const EvaluationContext& context, const std::string& disease) {
  if (disease.empty() || HasDisease(context, disease) != Truth::kNotMet) return false;
  const std::string& type = context.patient.cancer.type_id;
  return type.empty() || IsKindOf(context, TermKind::kDisease, type, disease) == Truth::kNotMet;
}

// A treatment for another cancer tells of that cancer; one that goes on tells that it is active.
void AddTreated(const EvaluationContext& context, std::vector<Illness>& illnesses) {
  for (const Treatment& treatment : context.patient.treatments) {
    if (!IsOtherCancer(context, treatment.for_disease_id)) continue;
    const bool ongoing = treatment.goes_on();
    const EventDays days = ongoing ? EventDays::Of(context.stopped ? context.decided_on : context.day)
                                   : EventDays::Past(treatment.end ? treatment.end : treatment.start, context.decided_on);
    auto same = std::find_if(illnesses.begin(), illnesses.end(), [&](const Illness& illness) {
      return illness.id == treatment.for_disease_id || context.lexicon.IsA(TermKind::kDisease, treatment.for_disease_id, illness.id) ||
             context.lexicon.IsA(TermKind::kDisease, illness.id, treatment.for_disease_id);
    });
    if (same == illnesses.end()) {
      const bool row = context.lexicon.Find(TermKind::kCondition, treatment.for_disease_id) != nullptr;
      Illness illness{row ? treatment.for_disease_id : "other_malignancy", treatment.for_disease, ongoing ? "active" : "", days, nullptr, days.known()};
      illnesses.push_back(illness);
      continue;
    }
    if (ongoing) same->status = "active";
    if (days.known() && (!same->days.known() || *days.last > *same->days.last)) {
      same->days = days;
      same->dated = true;
    }
  }
}

std::optional<uint32_t> RowOf(std::string_view id, const rules::Lexicon& lexicon) {
  const std::optional<rules::Term> term = lexicon.FindTerm(TermKind::kCondition, id);
  return term ? std::optional(static_cast<uint32_t>(term->row)) : std::nullopt;
}

std::vector<Illness> FindIllnesses(const EvaluationContext& context) {
  const Patient& patient = context.patient;
  std::vector<Illness> illnesses;
  for (const Condition& condition : patient.conditions) {
    Illness illness{condition.condition_id, condition.name, condition.status, EventDays::Past(condition.date, context.decided_on), &condition,
                    condition.date.has_value()};
    if (illness.id.empty()) {
      const std::optional<rules::Term> term = context.lexicon.Resolve(TermKind::kDisease, condition.name);
      if (term && IsOtherCancer(context, context.lexicon.entry(*term).id)) illness.id = "other_malignancy";
    }
    illnesses.push_back(illness);
  }
  const auto imply = [&](Truth truth, const char* id, const char* name) {
    const rules::Entry* row = context.lexicon.Find(TermKind::kCondition, id);
    if (truth == Truth::kMet && row != nullptr) illnesses.push_back({id, name, "active", {}, nullptr, false});
  };
  imply(HasMetastasisIn(context, "brain"), "brain_metastases", "brain metastases");
  imply(HasMetastasisIn(context, "brain"), "cns_metastatic_disease", "brain metastases");
  imply(HasMetastasisIn(context, "leptomeninges"), "cns_metastatic_disease", "leptomeningeal disease");
  imply(HasMetastasisIn(context, "leptomeninges"), "leptomeningeal_disease", "leptomeningeal disease");
  AddTreated(context, illnesses);
  for (Illness& illness : illnesses) {
    illness.chronic = std::any_of(std::begin(kChronic), std::end(kChronic),
                                  [&](const char* id) { return context.lexicon.IsA(TermKind::kCondition, illness.id, id); });
    illness.row = RowOf(illness.id, context.lexicon);
  }
  return illnesses;
}

using Illnesses = std::vector<Illness>;

// Those of the context, wherever they are kept. Belongs to the context.
class IllnessList {
 public:
  explicit IllnessList(const EvaluationContext& context) {
    const bool keeps = context.memo != nullptr && context.day == context.decided_on && !context.stopped;
    if (!keeps) {
      list_ = &own_.emplace(FindIllnesses(context));
      return;
    }
    if (context.memo->illnesses == nullptr) context.memo->illnesses = std::make_shared<const Illnesses>(FindIllnesses(context));
    list_ = static_cast<const Illnesses*>(context.memo->illnesses.get());
  }
  IllnessList(const IllnessList&) = delete;
  IllnessList& operator=(const IllnessList&) = delete;
  Illnesses::const_iterator begin() const { return list_->begin(); }
  Illnesses::const_iterator end() const { return list_->end(); }

 private:
  std::optional<Illnesses> own_;
  const Illnesses* list_ = nullptr;
};

// Whether the illness is the one named `id`; by rows where there are some.
Truth IsKind(const Illness& illness, const std::string& id, std::optional<uint32_t> row, const EvaluationContext& context) {
  if (row && illness.row) return context.memo->relations.Of(TermKind::kCondition, *illness.row, *row);
  return IsKindOf(context, TermKind::kCondition, illness.id, id);
}

}  // namespace

ConditionRows RowsOf(const ConditionLeaf& leaf, const rules::Lexicon& lexicon) {
  ConditionRows rows;
  for (const std::string& id : leaf.conditions) rows.conditions.push_back(RowOf(id, lexicon));
  for (const std::string& id : leaf.except) rows.except.push_back(RowOf(id, lexicon));
  return rows;
}

bool HasIllnessLike(const std::string& condition, std::optional<uint32_t> row, const EvaluationContext& context) {
  const IllnessList illnesses(context);
  return std::any_of(illnesses.begin(), illnesses.end(), [&](const Illness& illness) {
    return !illness.id.empty() && IsKind(illness, condition, row, context) != Truth::kNotMet;
  });
}

bool HasUnnamedIllness(const EvaluationContext& context) {
  const IllnessList illnesses(context);
  return std::any_of(illnesses.begin(), illnesses.end(), [](const Illness& illness) { return illness.id.empty(); });
}

namespace {

// `rows`: those of the leaf, where somebody has them.
Truth IsAsked(const ConditionLeaf& leaf, const ConditionRows* rows, const Illness& illness, const EvaluationContext& context) {
  const auto is = [&](const std::vector<std::string>& ids, const std::vector<std::optional<uint32_t>>* their_rows, size_t i) {
    return IsKind(illness, ids[i], their_rows != nullptr ? (*their_rows)[i] : std::nullopt, context);
  };
  Truth truth = Truth::kNotMet;
  for (size_t i = 0; i < leaf.conditions.size() && truth != Truth::kMet; ++i) {
    const Truth kind = is(leaf.conditions, rows != nullptr ? &rows->conditions : nullptr, i);
    if (kind <= truth) continue;
    truth = kind == Truth::kUnknown && CannotBe(leaf.conditions[i], context) ? truth : kind;
  }
  if (truth == Truth::kUnknown && NamesEveryKind(leaf.conditions, illness.id, context)) truth = Truth::kMet;
  for (size_t i = 0; i < leaf.except.size() && truth != Truth::kNotMet; ++i) {
    const Truth excepted = is(leaf.except, rows != nullptr ? &rows->except : nullptr, i);
    // A pneumonitis of who never had radiation is none of radiation.
    if (excepted == Truth::kUnknown && CannotBe(leaf.except[i], context)) continue;
    truth = base::And(truth, base::Not(excepted));
  }
  return truth;
}

// "Active infection" is about what is active, whatever the sentence adds; HIV under treatment is no such thing by being chronic.
bool IsOf(const std::string& id, const Illness& illness, const EvaluationContext& context) {
  return IsKindOf(context, TermKind::kCondition, illness.id, id) != Truth::kNotMet;
}

bool NamesActive(const ConditionLeaf& leaf, const Illness& illness, const EvaluationContext& context) {
  bool any = false;
  for (const std::string& id : leaf.conditions) {
    if (!IsOf(id, illness, context)) continue;
    if (id.compare(0, 7, "active_") != 0) return false;
    any = true;
  }
  return any;
}

// Asked for by its own name, not by that of all diseases of an organ.
bool IsNamed(const ConditionLeaf& leaf, const Illness& illness, const EvaluationContext& context) {
  constexpr std::string_view kOrgans[] = {"lung_disease", "cardiovascular_disease", "heart_disease", "liver_disease", "kidney_disease", "concurrent_illness", "hematologic_disorder", "gastrointestinal_disease"};
  return std::any_of(leaf.conditions.begin(), leaf.conditions.end(), [&](const std::string& id) {
    return std::find(std::begin(kOrgans), std::end(kOrgans), id) == std::end(kOrgans) && IsOf(id, illness, context);
  });
}

// Hepatitis whose virus cannot be found: what counts as active, the antigen or the virus, only the protocol says.
bool IsSuppressed(const Illness& illness, const EvaluationContext& context) {
  return illness.told != nullptr && illness.told->viral_load_undetectable.value_or(false) &&
         context.lexicon.IsA(TermKind::kCondition, illness.id, "hepatitis");
}

Truth HasStatus(const ConditionLeaf& leaf, const Illness& illness, const EvaluationContext& context) {
  const std::string& told = illness.status;
  const bool active = NamesActive(leaf, illness, context);
  switch (leaf.status == Status::kEver && active ? Status::kActive : leaf.status) {
    case Status::kEver:
      // "Severe disease of the heart", "pulmonary disease": what is over is hardly meant, and nobody says for certain.
      return told == "past" && (!leaf.qualities.empty() || !leaf.said.empty() || IsOf("lung_disease", illness, context)) && !IsNamed(leaf, illness, context) ? Truth::kUnknown : Truth::kMet;
    case Status::kPast:
      if (told == "past") return Truth::kMet;
      return Truth::kUnknown;
    case Status::kActive: {
      if (told == "active") return Truth::kMet;
      // "Active within 2 years" is for the window to decide.
      if (told == "past") return leaf.window.within ? Truth::kMet : Truth::kNotMet;
      // "Active heart disease" of a hypertension under treatment, "active liver disease" of a hepatitis B.
      return illness.chronic && !active && IsNamed(leaf, illness, context) && !IsSuppressed(illness, context) ? Truth::kMet : Truth::kUnknown;
    }
    case Status::kUncontrolled:
      if (told == "controlled" || told == "past") return Truth::kNotMet;
      return Truth::kUnknown;
  }
  return Truth::kUnknown;
}

// "Not severe", "not such that ...".
std::string Lacks(const std::string& quality, const char* start) { return std::string(start) + DisplayName(quality); }

// One illness of the patient against the leaf.
LeafOutcome Match(const ConditionLeaf& leaf, const ConditionRows* rows, const Illness& illness, const EvaluationContext& context) {
  const bool in_words = !context.wordless();
  LeafOutcome outcome;
  outcome.truth = IsAsked(leaf, rows, illness, context);
  if (in_words) outcome.because = Describe(illness);
  if (outcome.truth == Truth::kNotMet) return outcome;
  const std::string path = in_words ? "conditions." + (illness.id.empty() ? illness.name : illness.id) : "";
  if (outcome.truth == Truth::kUnknown && in_words) {
    outcome.because += "; whether that is " + JoinNames(leaf.conditions) + " is not told";
    outcome.needs.push_back(path);
  }
  const auto demand = [&](Truth truth, std::string_view because, const char* missing) {
    if (in_words && truth == Truth::kNotMet && outcome.truth != Truth::kNotMet) outcome.because = Describe(illness) + "; " + std::string(because);
    if (in_words && truth == Truth::kUnknown) outcome.needs.push_back(path + "." + missing);
    outcome.truth = base::And(outcome.truth, truth);
  };
  // "Active autoimmune disease that required systemic treatment in the past 2 years", of one that is treated to this day.
  const bool asks_treatment = std::any_of(leaf.qualities.begin(), leaf.qualities.end(), AsksTreatment);
  const bool treated_now = (asks_treatment || leaf.window.within) && illness.status != "active" && IsTreatedNow(illness.id, illness.status, "autoimmune_disease", context);
  // "A chronic infection that requires systemic treatment": HIV under antiretrovirals.
  const bool asks_chronic = std::find(leaf.qualities.begin(), leaf.qualities.end(), "chronic") != leaf.qualities.end();
  const bool kept_down = asks_treatment && asks_chronic && IsTreatedNow(illness.id, illness.status, "hiv", context);
  const bool active = kept_down || (treated_now && asks_treatment && leaf.status == Status::kActive);
  demand(active ? Truth::kMet : HasStatus(leaf, illness, context), "not the status asked for", "status");
  // An illness that may be the one asked for speaks against the patient until that is known.
  outcome.worry = true;

  const Condition* told = illness.told;
  if (leaf.min_grade) {
    const std::optional<int> grade = told != nullptr ? told->grade : std::nullopt;
    demand(grade ? base::FromBool(*grade >= *leaf.min_grade) : Truth::kUnknown,
           !in_words ? "" : "grade " + std::to_string(grade.value_or(0)) + ", " + std::to_string(*leaf.min_grade) + " asked for", "grade");
  }
  const auto equal = [&](const std::optional<bool>& wanted, const std::optional<bool>& own, const char* words, const char* key) {
    if (wanted) demand(own ? base::FromBool(*own == *wanted) : Truth::kUnknown, words, key);
  };
  equal(leaf.needed_steroids, NeededSteroids(told, illness.id, illness.status, context), "not so as to steroids", "needed_steroids");
  equal(leaf.viral_load_undetectable, told != nullptr ? told->viral_load_undetectable : std::nullopt, "not so as to the viral load",
        "viral_load_undetectable");
  if (leaf.cd4_per_ul) {
    const std::optional<double> cd4 = told != nullptr ? told->cd4_per_ul : std::nullopt;
    demand(cd4 ? base::FromBool(leaf.cd4_per_ul->Contains(*cd4)) : Truth::kUnknown,
           !in_words ? "" : "CD4 " + base::FormatNumber(cd4.value_or(0)) + "/uL; " + DescribeBounds(*leaf.cd4_per_ul, "/uL"), "cd4_per_ul");
  }
  // The class is that of a test on the day; the profile has no place for it.
  if (leaf.nyha_at_least) demand(Truth::kUnknown, "", "status");
  // Another cancer that is active is under treatment, or in need of it.
  const bool asks_quality = !leaf.qualities.empty() || !leaf.lacking.empty();
  const bool is_cancer = asks_quality && (illness.id == "other_malignancy" || context.lexicon.IsA(TermKind::kCondition, illness.id, "other_malignancy"));
  const bool active_cancer = is_cancer && illness.status == "active";
  const auto has = [&](const std::string& quality) {
    if (active_cancer && AsksTreatment(quality)) return QualityTruth{Truth::kMet, ""};
    // "Significant autoimmune disease that required immunosuppressants": one that they are taken for.
    if (quality == "significant" && asks_treatment && IsTreatedNow(illness.id, illness.status, "autoimmune_disease", context)) return QualityTruth{Truth::kMet, ""};
    if (const std::optional<Truth> told_by = ToldByDrugs(quality, illness.id, illness.status, context)) return QualityTruth{*told_by, ""};
    if (kept_down && (quality == "chronic" || AsksTreatment(quality))) return QualityTruth{Truth::kMet, ""};
    // "Another malignancy that required treatment within 3 years": nobody outlives one untreated.
    const bool then = quality == "needed_treatment" || (quality == "needs_treatment" && leaf.window.within && illness.dated);
    if (then && illness.status == "past" && is_cancer) return QualityTruth{Truth::kMet, ""};
    // "Chronic hepatitis B" that is kept down by treatment.
    if (quality == "chronic" && illness.chronic && illness.status == "controlled") return QualityTruth{Truth::kMet, ""};
    return HasQuality(context.lexicon, quality, illness.status, told);
  };
  for (const std::string& quality : leaf.qualities) {
    const QualityTruth own = has(quality);
    demand(own.truth, in_words ? Lacks(quality, "not ") : "", own.missing);
    if (in_words && own.truth == Truth::kUnknown) outcome.because += "; whether it is \"" + DisplayName(quality) + "\" is not told";
  }
  for (const std::string& quality : leaf.lacking) {
    const QualityTruth own = has(quality);
    demand(base::Not(own.truth), in_words ? Lacks(quality, "") : "", own.missing);
  }
  for (const std::string& words : leaf.said) {
    demand(Truth::kUnknown, "", "status");
    if (in_words) outcome.because += "; whether it is \"" + words + "\" is not told";
  }
  if (!leaf.window.empty()) {
    // What is there today lies within any time, and is never over.
    const bool now = (illness.status == "active" || treated_now || illness.id == "hiv") && !leaf.window.no_more_than;
    const EventDays days = now ? EventDays::Of(context.day) : illness.days;
    const HalfLife unknown = UnknownHalfLife(context.lexicon, leaf.window);
    const WindowOutcome window = EvaluateWindow(leaf.window, days, unknown, context.day, context.words);
    if (!now && outcome.truth != Truth::kNotMet) outcome.breakpoints = window.breakpoints;
    demand(window.truth, window.because, "date");
    if (in_words && window.truth != Truth::kNotMet) outcome.because += ", " + window.because;
  }
  for (const ConditionLeaf& exception : leaf.unless) {
    LeafOutcome one = Match(exception, nullptr, illness, context);
    if (one.truth == Truth::kNotMet) continue;
    outcome.needs.insert(outcome.needs.end(), one.needs.begin(), one.needs.end());
    outcome.breakpoints.insert(outcome.breakpoints.end(), one.breakpoints.begin(), one.breakpoints.end());
    if (one.truth == Truth::kMet && outcome.truth != Truth::kNotMet) outcome.because = one.because + ", which is excepted";
    outcome.truth = base::And(outcome.truth, base::Not(one.truth));
  }
  if (outcome.truth != Truth::kUnknown) {
    outcome.needs.clear();
    outcome.worry = false;
  }
  return outcome;
}

LeafOutcome Evaluate(const ConditionLeaf& leaf, const ConditionRows* rows, const EvaluationContext& context) {
  if (leaf.family) return Outcome(Truth::kNotMet, "an illness of relatives says nothing about the patient");
  const auto cannot_be = [&] { return !leaf.conditions.empty() && std::all_of(leaf.conditions.begin(), leaf.conditions.end(), [&](const std::string& id) { return CannotBe(id, context); }); };
  const bool complete = context.patient.IsComplete("conditions");
  // Of a complete list, and without words, it matters only beside an illness that nobody knows.
  const bool impossible = (!complete || !context.wordless() || HasUnnamedIllness(context)) && cannot_be();
  const bool closed = impossible || complete;
  LeafOutcome outcome = Outcome(closed ? Truth::kNotMet : Truth::kUnknown, "");
  std::vector<LeafOutcome> relevant;
  std::string unnamed;
  const IllnessList illnesses(context);
  for (const Illness& illness : illnesses) {
    if (illness.id.empty()) {
      unnamed = illness.name;
      continue;
    }
    // Without words Match says so as well.
    if (!context.wordless() && IsAsked(leaf, rows, illness, context) == Truth::kNotMet) continue;
    LeafOutcome one = Match(leaf, rows, illness, context);
    outcome.truth = base::Or(outcome.truth, one.truth);
    relevant.push_back(std::move(one));
  }
  for (const LeafOutcome& one : relevant) {
    outcome.breakpoints.insert(outcome.breakpoints.end(), one.breakpoints.begin(), one.breakpoints.end());
    if (one.truth != outcome.truth) continue;
    outcome.worry = outcome.worry || one.worry;
    outcome.needs.insert(outcome.needs.end(), one.needs.begin(), one.needs.end());
    if (outcome.because.find(one.because) == std::string::npos) outcome.because += (outcome.because.empty() ? "" : "; ") + one.because;
  }
  if (context.wordless()) {
    if (outcome.truth == Truth::kNotMet && closed && !impossible && !unnamed.empty()) outcome.truth = Truth::kUnknown;
    Canonicalize(outcome.breakpoints);
    return outcome;
  }
  const std::string names = JoinNames(leaf.conditions);
  if (outcome.truth == Truth::kNotMet && closed && !impossible && !unnamed.empty()) {
    // An illness that nobody knows may be any of them.
    outcome.truth = Truth::kUnknown;
    outcome.because = "whether \"" + unnamed + "\" is " + names + " is not known";
    outcome.needs = {"conditions"};
  } else if (outcome.truth == Truth::kUnknown && !closed) {
    if (outcome.because.empty()) outcome.because = "whether the patient has " + names + " is not told";
    constexpr size_t kMost = 3;
    if (leaf.conditions.size() > kMost) outcome.needs.push_back("conditions");
    for (size_t i = 0; leaf.conditions.size() <= kMost && i < leaf.conditions.size(); ++i) outcome.needs.push_back("conditions." + leaf.conditions[i]);
  } else if (outcome.because.empty()) {
    outcome.because = "no " + names + (impossible ? ": the treatment that it comes from was never given" : ": the list of illnesses is complete");
  }
  Canonicalize(outcome.needs);
  Canonicalize(outcome.breakpoints);
  return outcome;
}

}  // namespace

LeafOutcome EvaluateCondition(const ConditionLeaf& leaf, const EvaluationContext& context) { return Evaluate(leaf, nullptr, context); }
LeafOutcome EvaluateCondition(const ConditionLeaf& leaf, const ConditionRows& rows, const EvaluationContext& context) { return Evaluate(leaf, &rows, context); }

}  // namespace trialmatch::matcher
