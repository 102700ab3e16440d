#include "rules/parse/therapy/therapy_qualifiers.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/other_kind.h"
#include "rules/parse/therapy/stopped_therapy.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/unsettled_washout.h"

namespace trialmatch::rules {
namespace {

class Qualifier {
 public:
  Qualifier(Reading& reading, Clause clause, Atoms& atoms) : r_(reading), c_(clause), atoms_(atoms) {}

  void Run(Atom& atom) {
    TreatmentLeaf* leaf = std::get_if<TreatmentLeaf>(atom.expression.leaf.get());
    if (leaf == nullptr) return;
    KeepGeneration(atom, leaf);
    KeepExtent(atom, leaf);
    KeepRole(atom, leaf);
    KeepTarget(atom, leaf);
    KeepStimulation(atom, leaf);
    KeepPlaceOfBiopsy(atom, leaf);
    const std::string after = KeepOrder(atom, leaf);
    KeepBracketed(atom, leaf);
    KeepAbility(atom, leaf);
    KeepPresent(atom, leaf);
    KeepRoute(atom, leaf);
    KeepWhich(atom, leaf);
    KeepTogether(atom, leaf);
    if (leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return;
    if (!after.empty()) return BindToEarlier(after, atom);
    if (!BindToLine(atom)) BindToTumour(atom);
  }

 private:
  void Keep(TreatmentLeaf* leaf, int first, int last) {
    leaf->said.push_back(AsSaid(r_, first, last + 1));
    r_.UseRange(first, last);
  }

  // "Third-generation TKI": its class has no generations.
  void KeepGeneration(const Atom& atom, TreatmentLeaf* leaf) {
    for (int i = atom.first - 1; i >= c_.begin && i >= atom.first - 2; --i) {
      if (r_.at(i).used || !r_.WordContains(i, {"generation"})) continue;
      int first = i;
      while (first - 1 >= c_.begin && first > i - 3 && (r_.IsMark(first - 1, '-') || r_.IsNumber(first - 1) || r_.at(first - 1).value || r_.WordIsAny(first - 1, {"first", "second", "third", "fourth", "next", "st", "nd", "rd", "th", "1st", "2nd", "3rd", "4th"}))) --first;
      return Keep(leaf, first, i);
    }
  }

  // "Gross total resection", "whole pelvic radiation", "radiation to the whole pelvis": no lesser one.
  void KeepExtent(const Atom& atom, TreatmentLeaf* leaf) {
    const bool operation = IsKind(*leaf, "surgery"), radiation = IsKind(*leaf, "radiation");
    if (!operation && !radiation) return;
    for (int i = std::max(c_.begin, atom.first - 5); i < std::min(c_.end, atom.last + 6); ++i) {
      const bool before = i < atom.first;
      if (!before && i <= atom.last) continue;
      if (r_.IsAnyMark(i, ",;:.")) {
        if (!before) return;
        continue;
      }
      const bool all = operation ? before && i >= atom.first - 3 && r_.WordIsAny(i, {"total", "gross total", "gross-total"}) : (r_.WordIsAny(i, {"whole", "whole body", "total body"}) || (r_.WordIs(i, "total") && r_.WordIs(i + 1, "body"))) && (before || i <= atom.last + 4);
      const bool body = r_.WordContains(i, {"body"}) || r_.WordIs(i + 1, "body");
      if (!all || r_.Is(i - 1, Cue::kOr) || (radiation && !body && leaf->sites.empty())) continue;
      return Keep(leaf, i, radiation && !before ? i + 1 : i);
    }
  }

  // "Low-dose chemotherapy as a radiosensitizer".
  void KeepRole(const Atom& atom, TreatmentLeaf* leaf) {
    if (leaf->what.size() < 2) return;
    for (int i = atom.first + 1; i <= atom.last; ++i) {
      const Entry* role = r_.Find(i, TermKind::kDrugClass);
      if (role == nullptr || role->id != "radiosensitizer") continue;
      const int as = r_.WordIs(i - 1, "as") ? i - 1 : r_.Is(i - 1, Cue::kFiller) || r_.WordIsAny(i - 1, {"a", "as a"}) ? i - 2 : -1;
      if (!r_.WordIs(i - 1, "as a") && !r_.WordIs(as, "as")) continue;
      std::erase(leaf->what, role->id);
      return Keep(leaf, r_.WordIs(i - 1, "as a") ? i - 1 : as, i);
    }
  }

  // "Immunostimulatory agents (interferon, IL-2)": whether a checkpoint inhibitor is one, a person must say.
  void KeepStimulation(const Atom& atom, TreatmentLeaf* leaf) {
    int i = atom.first;
    while (i <= atom.last && !r_.WordContains(i, {"stimulat"})) ++i;
    if (i <= atom.last && leaf->what == std::vector<std::string>{"immunotherapy"}) Keep(leaf, i, i);
  }

  // "An antibody, *small molecules or cells* targeting CCR8": the target is that of each. The item behind what the list goes on with.
  int EndOfKinds(int begin) const {
    int last = begin;
    for (int k = begin; k < c_.end && k <= begin + 12; ++k) {
      if (r_.WordContains(k, {"antibod", "molecule", "cell", "compound", "vaccine", "conjugate", "drug", "agent", "inhibitor", "protein"}) && !r_.IsTerm(k, TermKind::kGene)) last = k + 1;
      else if (!r_.IsAnyMark(k, ",/-") && !r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller}) && !r_.WordIsAny(k, {"small", "other", "fusion", "antibody", "drug", "bispecific", "therapeutic"})) break;
    }
    return last;
  }

  // What no target tells: "tyrosine kinase inhibitors".
  static bool OfKindsAlone(const TreatmentLeaf& leaf) {
    constexpr std::string_view kKinds[] = {"monoclonal_antibody", "tki", "adc", "targeted_therapy", "cell_therapy", "vaccine", "bispecific_antibody", "investigational_agent"};
    return AllOf(leaf, [&](const std::string& id) { return std::find(std::begin(kKinds), std::end(kKinds), id) != std::end(kKinds); });
  }

  // "An antibody directed against PDGF": no other antibody.
  void KeepTarget(const Atom& atom, TreatmentLeaf* leaf) {
    if (!OfKindsAlone(*leaf)) return;
    int aim = EndOfKinds(atom.last + 1);
    while (aim < atom.last + 4 && (r_.Is(aim, Cue::kFiller) || r_.WordIsAny(aim, {"therapy", "treatment", "specifically", "that", "which", "specific"}))) ++aim;
    if (aim >= c_.end || !(r_.WordStarts(aim, {"directed", "targeting", "target"}) || r_.WordIsAny(aim, {"against", "specific for"}))) return;
    int last = aim;
    while (last + 1 < c_.end && !r_.IsAnyMark(last + 1, ",;:.") && !r_.IsAny(last + 1, {Cue::kWithin, Cue::kExcept, Cue::kUnless, Cue::kBefore, Cue::kSince, Cue::kAnd}) && last < aim + 14) ++last;
    if (last > aim) Keep(leaf, aim, last);
  }

  // "Radiation at the biopsy site": none elsewhere.
  void KeepPlaceOfBiopsy(const Atom& atom, TreatmentLeaf* leaf) {
    if (!IsKind(*leaf, "radiation")) return;
    for (int i = atom.last + 1; i < std::min(c_.end, atom.last + 6) && !r_.IsAnyMark(i, ",;:."); ++i) {
      if (r_.WordStarts(i, {"biops"}) && r_.WordStarts(i + 1, {"site", "lesion"})) return Keep(leaf, atom.last + 1, i + 1);
    }
  }

  // "A biologic (G-CSF, GM-CSF or erythropoietin)": those, which are no other biologics.
  void KeepBracketed(const Atom& atom, TreatmentLeaf* leaf) const {
    const Entry* kind = r_.Find(atom.first, TermKind::kDrugClass);
    if (kind == nullptr || kind->id != "biologic_therapy" || !r_.IsMark(atom.first + 1, '(')) return;
    int named = 0, i = atom.first + 2;
    for (; i < c_.end && !r_.IsMark(i, ')'); ++i) {
      const Entry* drug = r_.Find(i, TermKind::kDrug);
      const Entry* therapy = drug != nullptr ? drug : r_.Find(i, TermKind::kDrugClass);
      if (therapy == nullptr ? !r_.IsAnyMark(i, ",-") && !r_.IsAny(i, {Cue::kOr, Cue::kAnd}) : r_.lexicon().DrugIsA(therapy->id, kind->id)) return;
      named += therapy != nullptr ? 1 : 0;
    }
    if (named > 1 && i < c_.end && leaf->what.size() > 1) std::erase(leaf->what, kind->id);
  }

  // "Systemic therapy after a checkpoint inhibitor": of who had one.
  static void BindToEarlier(const std::string& therapy, Atom& atom) {
    TreatmentLeaf earlier;
    earlier.what = {therapy};
    Expression had = Expression::OfLeaf(std::move(earlier), atom.expression.span, "treatment.earlier");
    atom.expression = Expression::All(std::move(atom.expression), std::move(had));
  }

  // "Systemic therapy after a checkpoint inhibitor": not what came before it. The id of that therapy, or "".
  std::string KeepOrder(const Atom& atom, TreatmentLeaf* leaf) {
    if (!leaf->window.empty() || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || leaf->ongoing) return "";
    for (int after = atom.first + 1; after <= atom.last + 1 && after < c_.end; ++after) {
      // "A live vaccine during the period of X administration": X is only when.
      const bool during = r_.WordIs(after, "during");
      if ((!during && !r_.WordIsAny(after, {"after", "post", "following", "since", "subsequent to"})) || !r_.IsTermOf(after - 1, kTherapies)) continue;
      int last = after + 1;
      while (last < std::min(c_.end, after + 5) && !r_.IsTermOf(last, kTherapies) && ((during && r_.WordIsAny(last, {"period", "course", "of", "treatment", "therapy", "with", "the"})) || r_.IsAny(last, {Cue::kFiller, Cue::kPrior, Cue::kLastDose, Cue::kProgressed}) || r_.Find(last, TermKind::kPlain) != nullptr)) ++last;
      if (last >= c_.end || !r_.IsTermOf(last, kTherapies) || r_.Is(last, Cue::kReference)) return "";
      std::vector<std::string> before;
      for (int i = atom.first; i < after; ++i) {
        for (TermKind kind : {TermKind::kDrug, TermKind::kDrugClass}) {
          const Entry* therapy = r_.Find(i, kind);
          if (therapy != nullptr && std::find(before.begin(), before.end(), therapy->id) == before.end()) before.push_back(therapy->id);
        }
      }
      std::erase_if(leaf->what, [&](const std::string& id) { return std::find(before.begin(), before.end(), id) == before.end(); });
      if (leaf->what.empty()) leaf->what = std::move(before);
      if (during) {
        r_.UseRange(after, last);
        return "";
      }
      Keep(leaf, after, last);
      const Entry* drug = r_.Find(last, TermKind::kDrug);
      const std::string id = drug != nullptr ? drug->id : r_.Find(last, TermKind::kDrugClass)->id;
      return IsMedication(r_.lexicon(), id) || id == "medication" ? "" : id;
    }
    return "";
  }

  // "EGFR inhibitors (e.g. X) that can inhibit T790M": not all of them.
  void KeepAbility(const Atom& atom, TreatmentLeaf* leaf) {
    int who = atom.last + 1;
    if (r_.IsMark(who, ')')) ++who;
    if (!leaf->said.empty() || !r_.WordIsAny(who, {"that", "which"})) return;
    if (!r_.WordIsAny(who + 1, {"can", "could", "may", "might", "are able to"}) && !(OfKindsAlone(*leaf) && r_.WordContains(who + 1, {"demonstrat", "shown", "target", "inhibit", "act"}))) return;
    int last = who + 1;
    while (last + 1 < c_.end && last < who + 14 && !r_.IsAnyMark(last + 1, ",;:.") && !r_.IsAny(last + 1, {Cue::kWithin, Cue::kExcept, Cue::kUnless, Cue::kBefore, Cue::kSince, Cue::kNot, Cue::kMustNot})) ++last;
    // "TKIs that are active against ROS1": its class.
    for (int i = who + 1; i <= last && leaf->what == std::vector<std::string>{"tki"}; ++i) {
      const Entry* gene = r_.Find(i, TermKind::kGene);
      const std::string id = gene != nullptr ? base::Lower(gene->id) + "_tki" : "";
      if (id.empty() || r_.lexicon().Find(TermKind::kDrugClass, id) == nullptr) continue;
      leaf->what = {id};
      return r_.UseRange(who, last);
    }
    if (last > who + 1) Keep(leaf, who, last);
  }

  // "Intrapleural injection chemotherapy".
  void KeepRoute(const Atom& atom, TreatmentLeaf* leaf) {
    for (int i = atom.first - 1; i >= c_.begin && i >= atom.first - 3 && !r_.at(i).used; --i) {
      if (r_.WordStarts(i, {"intrapleural", "intra-pleural", "intraperitoneal", "intra-arterial", "intraarterial", "intravesical", "intracavit", "intratumo"})) return Keep(leaf, i, atom.first - 1);
    }
  }

  // "Protocol-prohibited therapies", "the investigational agents being tested in this study", "investigational treatment for an
  // EGFR mutation", "a single lesion in a prior radiation field": of some of them.
  void KeepWhich(const Atom& atom, TreatmentLeaf* leaf) {
    constexpr std::string_view kGeneral[] = {"any_therapy", "systemic_therapy", "investigational_agent", "targeted_therapy", "unlisted_agent", "local_therapy"};
    const bool general = !leaf->what.empty() && std::all_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return std::find(std::begin(kGeneral), std::end(kGeneral), id) != std::end(kGeneral); });
    for (int i = atom.first - 1; general && i >= c_.begin && i >= atom.first - 3 && !r_.IsAnyMark(i, ",;:."); --i) {
      if (r_.WordContains(i, {"prohibited", "disallowed", "subsequent"})) return Keep(leaf, i, i);
    }
    const int before = atom.first - 1, next = atom.last + 1;
    // "Fenretinide systemic therapy".
    const bool unknown = general && leaf->what[0] != "investigational_agent" && leaf->window.empty() && leaf->said.empty() && before > c_.begin && r_.IsKind(before, Item::Kind::kWord) && !r_.at(before).used && !r_.at(before).lead && r_.Word(before).size() > 6 && !r_.at(before).cue && r_.at(before).term_kinds == 0;
    if (unknown) return Keep(leaf, IsDeniedKind(r_, before) ? before - 2 : before, before);   // "non-hormonal cancer therapy"
    // "Systemic therapy between the doses of X", "since the last dose of X"; "radiotherapy near the lesions".
    const bool between = general && leaf->window.empty() && (r_.WordIs(next, "between") || r_.WordStarts(next, {"since the last", "since last"}) || (r_.WordIs(next, "since") && (r_.Is(next + 1, Cue::kLastDose) || r_.Is(next + 2, Cue::kLastDose))));
    const bool near = IsKind(*leaf, "radiation") && r_.WordIsAny(next, {"near", "adjacent", "overlapping", "encompassing", "precluding"});
    if (between || near) {
      int last = next;
      while (last + 1 < c_.end && last < next + 8 && !r_.IsAnyMark(last + 1, ",;:.()")) ++last;
      return Keep(leaf, next, last);
    }
    if (general && (r_.WordIsAny(next, {"being tested", "under study"}) || (r_.WordIs(next, "being") && r_.WordContains(next + 1, {"test", "stud", "investigat", "evaluat"})))) return Keep(leaf, next, next + 1);
    const bool purpose = r_.Is(next, Cue::kFor) || r_.WordIs(next, "for");
    for (int i = next + 1; general && purpose && i < c_.end && i <= next + 3; ++i) {
      if (r_.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration}))) {
        int last = i;
        while (last + 1 < c_.end && last < i + 4 && (r_.IsTermOf(last + 1, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration})) || r_.WordStarts(last + 1, {"mutation", "alteration", "fusion", "rearrange"}))) ++last;
        return Keep(leaf, next, last);
      }
      if (!r_.Is(i, Cue::kFiller) && !r_.Is(i, Cue::kKnown)) break;
    }
    const bool field = IsKind(*leaf, "radiation") && r_.WordIsAny(next, {"field", "fields", "area", "port", "portal", "ports"});
    for (int i = atom.first - 1; field && i >= c_.begin && i >= atom.first - 4; --i) {
      if (r_.WordIsAny(i, {"in", "within", "inside", "in a", "in the", "in an"})) return Keep(leaf, std::max(c_.begin, i - 2), next);
    }
  }

  // "A concomitant EGFR TKI and platinum": one beside the other.
  void KeepTogether(const Atom& atom, TreatmentLeaf* leaf) {
    const bool systemic = leaf->what.size() >= 2 && AllOf(*leaf, [&](const std::string& id) { return r_.lexicon().DrugIsA(id, "chemotherapy") || r_.lexicon().DrugIsA(id, "targeted_therapy") || r_.lexicon().DrugIsA(id, "immunotherapy"); });
    if (!systemic || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || !HasCue(r_, atom.first, atom.last, {Cue::kAnd}) || HasCue(r_, atom.first, atom.last, {Cue::kOr})) return;
    int depth = 0;  // of brackets, whose list says what is meant
    for (int i = atom.first; i <= atom.last; ++i) {
      depth += r_.IsMark(i, '(') ? 1 : r_.IsMark(i, ')') ? -1 : 0;
      if (depth == 0 && (r_.IsAnyMark(i, "/;") || (r_.IsMark(i, ',') && leaf->what.size() == 2))) return;
    }
    // "X and Y in combination", "X, Y and Z in combination".
    int behind = atom.last + 1;
    while (behind < atom.last + 3 && (r_.Is(behind, Cue::kFiller) || r_.WordIsAny(behind, {"given", "administered", "used"}))) ++behind;
    if (behind < c_.end && (r_.WordIs(behind, "in combination") || r_.WordStarts(behind, {"concurrently", "concomitantly", "simultaneously", "together"})) && (behind + 1 >= c_.end || r_.IsAnyMark(behind + 1, ".,;)"))) {
      leaf->together = true;
      return r_.Use(behind);
    }
    for (int i = atom.first - 1; leaf->what.size() == 2 && i >= c_.begin && i >= atom.first - 3; --i) {
      if (!r_.WordStarts(i, {"concomitant", "combined", "simultaneous"}) && !r_.WordIsAny(i, {"combination of", "combination"}) && !(r_.WordIs(i, "combination") || r_.WordStarts(i, {"combination "}))) continue;
      leaf->together = true;
      leaf->ongoing.reset();
      return r_.Use(i);
    }
  }

  // "Current undergoing immunotherapy", "chronic immune therapy": what has ended is not meant.
  void KeepPresent(const Atom& atom, TreatmentLeaf* leaf) {
    if (leaf->ongoing || !leaf->window.empty() || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome) return;
    for (int i = atom.first - 1; i >= c_.begin && i >= atom.first - 6; --i) {
      if (r_.IsAnyMark(i, ",;:.(") || r_.IsAny(i, {Cue::kAnd, Cue::kExcept})) return;
      if (r_.at(i).lead || !r_.WordIsAny(i, {"current", "chronic", "chronically"}) || r_.Is(i + 1, Cue::kOr) || r_.Is(i - 1, Cue::kOr)) continue;
      leaf->ongoing = true;
      return r_.Use(i);
    }
    const int under = atom.first - 1;
    if (under > c_.begin && r_.WordIs(under, "under") && r_.WordContains(under - 1, {"patient", "currently"})) {
      leaf->ongoing = true;
      r_.Use(under);
    }
  }

  // "Platinum-based chemotherapy as first-line treatment": it may have come later. Who had one line had it first.
  bool BindToLine(Atom& atom) {
    const auto* leaf = std::get_if<TreatmentLeaf>(atom.expression.leaf.get());
    const auto general = [](const std::string& id) { return id == "systemic_therapy" || id == "any_therapy" || id == "chemotherapy"; };
    if (std::any_of(leaf->what.begin(), leaf->what.end(), general) || !leaf->window.empty() || leaf->ongoing || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome || (!leaf->intents.empty() && leaf->intents.front() != "metastatic")) return false;
    int line = r_.FindCue(std::max(c_.begin, atom.first - 3), std::min(c_.end, atom.last + 7), {Cue::kFirstLine});
    if (line < 0 || r_.at(line).lead) return false;
    for (int i = std::min(line, atom.last); i < std::max(line, atom.first); ++i) {
      if (r_.IsAny(i, {Cue::kOr, Cue::kExcept, Cue::kUnless, Cue::kMaintenance, Cue::kSecondLine}) || r_.IsAnyMark(i, ",;:.(")) return false;
    }
    const base::Span span = atom.expression.span;
    TreatmentLeaf advanced = *leaf, lines;
    advanced.intents = {"metastatic"};
    lines.quantifier = TreatmentLeaf::Quantifier::kLines;
    lines.count = base::Bounds{.low = 2, .high = std::nullopt};
    Expression first = Expression::All(Expression::OfLeaf(std::move(advanced), span, atom.expression.rule), Expression::Not(Expression::OfLeaf(std::move(lines), span, "treatment.lines")));
    atom.expression = Expression::All(std::move(atom.expression), Expression::Any(std::move(first), Expression::Opaque(r_.SpanOf(line, line))));
    return true;
  }

  // "No chemotherapy for renal cancer": of who has that tumour.
  void BindToTumour(Atom& atom) {
    int i = atom.last + 1;
    while (i < c_.end && i <= atom.last + 3 && (r_.Is(i, Cue::kFiller) || r_.WordIsAny(i, {"regimen", "regimens", "therapy", "treatment", "given", "administered"}) || r_.Is(i, Cue::kPrior))) ++i;
    std::vector<std::string> tumours;
    int last = -1;
    if (r_.Is(i, Cue::kForThisCancer) && r_.WordIs(i, "for sclc")) {
      tumours = {"sclc"};
      last = i;
    } else if (r_.Is(i, Cue::kFor) || r_.WordIs(i, "for")) {
      last = Tumours(i + 1, &tumours);
    }
    if (tumours.empty() || IsDemand(i, last) || InBrackets(atom.first, i)) return;
    auto* leaf = std::get_if<TreatmentLeaf>(atom.expression.leaf.get());
    const bool of_lung = std::all_of(tumours.begin(), tumours.end(), [&](const std::string& id) { return r_.lexicon().IsA(TermKind::kDisease, id, "lung_cancer"); });
    const base::Span span = r_.SpanOf(i, last);
    OneOfLeaf who;
    who.attribute = OneOfLeaf::Attribute::kDisease;
    who.values = tumours;
    Expression has = Expression::OfLeaf(std::move(who), span, "treatment.for_tumour");
    if (of_lung) {
      leaf->for_this_cancer = true;
    } else {
      // Who had it beside the lung cancer may have been treated for it.
      ConditionLeaf other;
      other.conditions = {"other_malignancy"};
      has = Expression::Any(std::move(has), Expression::All(Expression::OfLeaf(std::move(other), span, "treatment.for_tumour"), Expression::Opaque(span)));
    }
    atom.expression = Expression::All(std::move(has), std::move(atom.expression));
    atom.last = std::max(atom.last, last);
    r_.UseRange(i, last);
  }

  // The tumours named from item `i` on, and the last item of them; -1 for none, or where more is said of whom.
  int Tumours(int i, std::vector<std::string>* out) const {
    int last = -1;
    for (int k = i; k < c_.end && k <= i + 12; ++k) {
      const Entry* tumour = r_.Find(k, TermKind::kDisease);
      if (tumour != nullptr) {
        constexpr std::string_view kAny[] = {"cancer", "solid_tumor", "lung_cancer", "nsclc", "thoracic_cancer", "metastatic_disease", "brain_metastasis", "leptomeningeal_metastasis", "malignant_effusion", "precancerous", "pulmonary_nodule"};
        if (std::find(std::begin(kAny), std::end(kAny), tumour->id) != std::end(kAny)) {
          out->clear();
          return -1;
        }
        // Limited disease has been extended since, perhaps.
        const bool staged = tumour->id == "sclc_limited" || tumour->id == "sclc_extensive";
        out->push_back(staged ? "sclc" : tumour->id);
        last = k;
        continue;
      }
      const bool joins = r_.IsAny(k, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kStage, Cue::kExtensive}) || r_.IsMark(k, ',') || r_.IsTermOf(k, KindBits({TermKind::kSetting, TermKind::kPlain})) || r_.WordIsAny(k, {"the", "their", "treatment of", "treatment", "of", "metastatic", "advanced", "prior", "previous", "known"});
      if (!joins) break;
    }
    // "For melanoma patients", "for SCLC within 6 months", which is read elsewhere.
    if (last < 0 || r_.WordStarts(last + 1, {"patient", "cohort"})) {
      out->clear();
      return -1;
    }
    return last;
  }

  // "(Including interferon for CML)": of what stands in them.
  bool InBrackets(int from, int i) const {
    int depth = 0;
    for (int k = from; k < i; ++k) depth += r_.IsMark(k, '(') ? 1 : r_.IsMark(k, ')') ? -1 : 0;
    return depth > 0;
  }

  // Some other reader has taken the items for a demand of its own.
  bool IsDemand(int first, int last) const {
    return std::any_of(atoms_.begin(), atoms_.end(), [&](const Atom& a) { return a.first >= first && a.last <= last && !a.negated; });
  }
  bool IsKind(const TreatmentLeaf& leaf, std::string_view kind) const {
    return !leaf.what.empty() && std::all_of(leaf.what.begin(), leaf.what.end(), [&](const std::string& id) { return r_.lexicon().DrugIsA(id, kind); });
  }

  Reading& r_;
  Clause c_;
  Atoms& atoms_;
};

}  // namespace

void QualifyTherapies(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  BindReasonOfStop(r, clause, mood, atoms);
  Qualifier qualifier(r, clause, atoms);
  for (Atom& atom : atoms) {
    if ((mood == Mood::kProhibits) != atom.negated && atom.expression.kind == Expression::Kind::kLeaf) qualifier.Run(atom);
  }
  LeaveWashoutsOpen(r, clause, mood, atoms);
}

}  // namespace trialmatch::rules
