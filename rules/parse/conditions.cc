#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool HasChildren(const Lexicon& lexicon, const std::string& id) {
  for (const Entry& entry : lexicon.table(TermKind::kCondition)) {
    if (std::find(entry.parents.begin(), entry.parents.end(), id) != entry.parents.end()) return true;
  }
  return false;
}

bool IsCancerWord(const Reading& r, int i) {
  if (const Entry* disease = r.Find(i, TermKind::kDisease)) return disease->id == "cancer" || disease->id == "solid_tumor";
  return r.Is(i, Cue::kDiseaseWord) && (r.WordIs(i, "cancer") || r.WordIs(i, "malignancy") || r.WordIs(i, "tumor") || r.WordIs(i, "cancers"));
}

// "malignancy other than NSCLC", "another cancer", "second primary tumour": words of the clause make a second malignancy of it.
bool SpeaksOfOtherMalignancy(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    const Entry* condition = r.Find(i, TermKind::kCondition);
    if (condition != nullptr && condition->id == "other_malignancy") return true;
    if (!IsCancerWord(r, i)) continue;
    for (int k = std::max(clause.begin, i - 4); k < i; ++k) {
      if (r.WordIs(k, "other") || r.WordIs(k, "another") || r.WordIs(k, "second") || r.WordIs(k, "additional") || r.WordIs(k, "secondary") ||
          r.WordIs(k, "different") || r.WordIs(k, "concurrent") || r.WordIs(k, "prior") || r.WordIs(k, "previous") || r.WordIs(k, "synchronous")) {
        return true;
      }
    }
    if (HasCue(r, i, std::min(clause.end, i + 6), {Cue::kExcept})) return true;
  }
  return false;
}

}  // namespace

void ReadConditions(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  const Lexicon& lexicon = r.lexicon();
  int except_at = FindCue(r, clause.begin, clause.end, {Cue::kExcept, Cue::kUnless});
  bool other_malignancy = SpeaksOfOtherMalignancy(r, clause);
  std::vector<std::string> ids, except;
  int first = -1, last = -1;
  bool significant = false, family = false, uncontrolled = false, active_word = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used) continue;
    const Entry* condition = r.Find(i, TermKind::kCondition);
    const Entry* disease = r.Find(i, TermKind::kDisease);
    bool excepted = except_at >= 0 && i > except_at && !ids.empty();
    if (other_malignancy && (condition == nullptr) && (disease != nullptr || IsCancerWord(r, i))) {
      // The cancers of such a clause are the second cancer or its exceptions, never the disease of the study.
      if (!excepted && ids.empty()) ids.push_back("other_malignancy");
      if (first < 0) first = i;
      last = i;
      r.Use(i);
      continue;
    }
    if (condition == nullptr) continue;
    // "Hepatitis C infection" is the hepatitis.
    bool noun_only = condition->id == "active_infection" && !ids.empty() && i > clause.begin && r.Find(i - 1, TermKind::kCondition) != nullptr;
    if (noun_only) {
      r.Use(i);
      continue;
    }
    // A tumour that is a disease too ("breast cancer" in a basket) is read as a disease unless the clause speaks of a second cancer.
    if (disease != nullptr && !other_malignancy && lexicon.IsA(TermKind::kCondition, condition->id, "other_malignancy")) continue;
    if (first < 0) first = i;
    last = i;
    r.Use(i);
    // The wording itself may carry the state: "uncontrolled hypertension".
    uncontrolled = uncontrolled || base::StartsWithIgnoreCase(r.Word(i), "uncontrolled") || base::StartsWithIgnoreCase(r.Word(i), "poorly controlled");
    active_word = active_word || base::StartsWithIgnoreCase(r.Word(i), "active ");
    if (HasCue(r, std::max(clause.begin, i - 3), i, {Cue::kFamily})) family = true;
    // "Hepatitis B or C": the second letter is the second illness.
    if (condition->id == "hepatitis_b" && (r.Is(i + 1, Cue::kOr) || r.Is(i + 1, Cue::kAnd) || r.IsMark(i + 1, '/')) && r.WordIs(i + 2, "c") && ids.empty()) ids.push_back("hepatitis_c");
    if (excepted) {
      except.push_back(condition->id);
      continue;
    }
    if (other_malignancy && condition->id != "other_malignancy" && lexicon.IsA(TermKind::kCondition, condition->id, "other_malignancy") && !ids.empty()) {
      except.push_back(condition->id);
      continue;
    }
    if (HasCue(r, std::max(clause.begin, i - 2), i, {Cue::kClinicallySignificant}) && HasChildren(lexicon, condition->id)) significant = true;
    if (std::find(ids.begin(), ids.end(), condition->id) == ids.end()) ids.push_back(condition->id);
  }
  if (ids.empty()) return;
  ConditionLeaf leaf;
  leaf.conditions = ids;
  leaf.except = except;
  leaf.family = family;
  auto use = [&](std::initializer_list<Cue> cues) {
    int at = FindCue(r, clause.begin, clause.end, cues);
    if (at >= 0) r.Use(at);
    return at >= 0;
  };
  if (use({Cue::kUncontrolled})) leaf.status = ConditionLeaf::Status::kUncontrolled;
  if (uncontrolled) leaf.status = ConditionLeaf::Status::kUncontrolled;
  else if (active_word && ids.size() == 1) leaf.status = ConditionLeaf::Status::kActive;
  int active = FindCue(r, clause.begin, clause.end, {Cue::kActive, Cue::kSymptomatic});
  bool history = HasCue(r, clause.begin, clause.end, {Cue::kPrior}) || HasCue(r, clause.begin, clause.end, {Cue::kOr});
  if (active >= 0 && leaf.status == ConditionLeaf::Status::kEver) {
    bool loose = r.WordIs(active, "uncontrolled") || r.WordIs(active, "unstable") || r.Is(active, Cue::kSymptomatic);
    bool also_past = history && (HasCue(r, clause.begin, clause.end, {Cue::kPrior}));
    leaf.status = loose ? ConditionLeaf::Status::kUncontrolled : (also_past ? ConditionLeaf::Status::kEver : ConditionLeaf::Status::kActive);
    r.Use(active);
  }
  if (use({Cue::kRequiredSteroids})) leaf.needed_steroids = true;
  if (use({Cue::kSystemicTreatmentNeeded}) && leaf.status == ConditionLeaf::Status::kEver) leaf.status = ConditionLeaf::Status::kActive;
  if (int free_at = FindCue(r, clause.begin, clause.end, {Cue::kSecondMalignancyFree}); free_at >= 0) {
    for (int k = std::max(clause.begin, free_at - 4); k < std::min(clause.end, free_at + 8); ++k) {
      if (auto duration = ReadDuration(r, k, clause.end)) {
        leaf.window.within = duration->duration;
        r.UseRange(duration->first, duration->last);
        break;
      }
    }
    r.Use(free_at);
  }
  if (leaf.window.empty()) {
    if (auto window = FindWindow(r, clause, clause.begin)) {
      leaf.window = window->window;
      if (leaf.window.at_least && !leaf.window.within) {
        leaf.window.within = leaf.window.at_least;
        leaf.window.at_least.reset();
      }
      r.UseRange(window->first, window->last);
    }
  }
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kGrade) || r.at(i).used) continue;
    for (int k = std::max(clause.begin, i - 2); k <= std::min(clause.end - 1, i + 3); ++k) {
      auto bound = ReadBound(r, k, clause.end);
      if (!bound) continue;
      double low = bound->bounds.low.value_or(0);
      bool above = r.IsComparison(i - 1) && r.at(i - 1).comparison == Comparison::kGreater;
      if (r.Is(i - 1, Cue::kMoreThan)) above = true;
      if (low >= 1 && low <= 5 && above && k == i + 1) {
        leaf.min_grade = static_cast<int>(low) + 1;
        r.UseRange(i - 1, bound->last);
      } else if (low >= 1 && low <= 5) {
        leaf.min_grade = static_cast<int>(low) + (bound->bounds.low_inclusive ? 0 : 1);
        r.UseRange(std::min(i, k), std::max(i, bound->last));
      }
      break;
    }
    break;
  }
  use({Cue::kPrior});
  use({Cue::kNyha});
  if (except_at >= 0 && !except.empty()) r.Use(except_at);
  Atom atom;
  atom.first = first;
  atom.last = last;
  atom.topic = Topic::kComorbidity;
  atom.negated = DeniedBefore(r, clause, first) && !r.Is(first - 1, Cue::kNaive);
  Expression expression = Expression::OfLeaf(leaf, r.SpanOf(first, last), "condition");
  if (significant) {
    // "Clinically significant cardiovascular disease": who has some must be looked at, nobody is excluded for it alone.
    expression = Expression::All({expression, Expression::Opaque(r.SpanOf(first, last))});
  }
  if (mood == Mood::kRequires && !atom.negated) {
    // "Patients with HIV must ...": for those who have it; what is asked of them was not read.
    expression = Expression::When(expression, Expression::Opaque(r.SpanOf(first, last)));
  }
  atom.expression = std::move(expression);
  atoms.push_back(std::move(atom));
}

}  // namespace trialmatch::rules
