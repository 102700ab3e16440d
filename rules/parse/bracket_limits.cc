#include "rules/parse/bracket_limits.h"

#include <string_view>

#include "rules/parse/domains.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {
namespace {

using Effect = LooseTurn::Effect;
using turns::kDenials;
using turns::kDrugs;
using turns::kMarkers;
using turns::kScales;

class BracketReader {
 public:
  BracketReader(const Reading& reading, int own, Section section) : r_(reading), own_(own), section_(section) {}

  std::optional<Effect> Of(int open, int close) const {
    if (section_ == Section::kExclusion) {
      if (IsForDrugOnly(open, close)) return Effect::kLimits;
      if (ExplainsOnly(open) || IsExemptFromTest(open, close)) return Effect::kNone;
      return OfPermission(open, close);
    }
    if (IsForHistologyOnly(open, close) || IsExemptFromTest(open, close) || IsWiderForSome(open, close) || IsTherapyOfSome(open, close)) return Effect::kLimits;
    return std::nullopt;
  }

 private:
  // "Hearing loss (for cisplatin only)": of whom it is asked.
  bool IsForDrugOnly(int open, int close) const {
    const bool only = (r_.Is(open + 1, Cue::kFor) && r_.Is(close - 1, Cue::kOnly)) || (r_.Is(open + 1, Cue::kOnly) && r_.Is(open + 2, Cue::kFor));
    return only && HasTermOf(r_, open, close, kDrugs) && !HasTermOf(r_, own_, open, kDrugs);
  }

  // "Only non-measurable disease (bone metastases or an effusion)": examples.
  bool ExplainsOnly(int open) const { return r_.Is(own_, Cue::kOnly) && r_.WordIs(own_, "only") && HasTermOf(r_, own_, open, KindBit(TermKind::kFact)); }

  // "HIV (patients on therapy with CD4 > 350 permitted)", "chemotherapy (one cycle permitted while awaiting results)".
  std::optional<Effect> OfPermission(int open, int close) const {
    if (!HasCue(r_, open, close, {Cue::kPermitted})) return std::nullopt;
    if (HasCue(r_, open, close, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kOnly, Cue::kExcept, Cue::kUnless, Cue::kIf})) return std::nullopt;
    if (IsOfOtherGenes(open, close)) return Effect::kNone;
    constexpr uint32_t kClinical = kDrugs | KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kLab});
    const bool cycles = HasCue(r_, open, close, {Cue::kCycle}) && HasTermOf(r_, own_, open, kDrugs);
    const bool long_ago = HasCue(r_, open, close, kLengths) && HasTermOf(r_, own_, open, kDrugs) && !HasTermOf(r_, open, close, kClinical);
    return cycles || long_ago || IsOfTreatedIll(open, close) || IsOfOtherMedicine(open, close) ? std::optional(Effect::kLimits) : std::nullopt;
  }

  // "HIV (those on antiretrovirals with an undetectable load are permitted)".
  bool IsOfTreatedIll(int open, int close) const {
    if (!IsPeople(r_, open + 1) && !r_.WordStarts(open + 1, {"those"})) return false;
    constexpr uint32_t kCondition = KindBit(TermKind::kCondition);
    const bool on = r_.WordIsAny(open + 2, {"on", "receiving", "taking"});
    return HasTermOf(r_, own_, open, kCondition) && !HasTermOf(r_, open, close, kCondition) && (on || HasTermOf(r_, open, close, kDrugs | KindBits({TermKind::kQuality, TermKind::kLab})));
  }

  // "Anticoagulation with warfarin (low-dose warfarin and heparin are permitted)".
  bool IsOfOtherMedicine(int open, int close) const {
    if (r_.IsComparison(open + 1) || HasTermOf(r_, own_, close, KindBit(TermKind::kCondition))) return false;
    bool before = false, inside = false;
    for (int i = own_; i < close; ++i) {
      const Entry* drug = r_.Find(i, TermKind::kDrug) != nullptr ? r_.Find(i, TermKind::kDrug) : r_.Find(i, TermKind::kDrugClass);
      if (drug == nullptr) continue;
      if (!IsMedication(r_.lexicon(), drug->id)) return false;
      (i < open ? before : inside) = true;
    }
    return before && inside;
  }

  // "EGFR or ALK alterations (KRAS mutations are not excluded)": nothing of the rule is allowed.
  bool IsOfOtherGenes(int open, int close) const {
    bool gene = false;
    for (int i = open; i < close; ++i) {
      const std::string_view allowed = GeneAt(i);
      if (allowed.empty() && r_.IsTermOf(i, kDrugs | KindBit(TermKind::kCondition))) return false;
      gene = gene || !allowed.empty();
      for (int k = own_; k < open && !allowed.empty(); ++k) {
        if (r_.Is(k, Cue::kDriverAlteration) || GeneAt(k) == allowed) return false;
      }
    }
    return gene;
  }

  // The gene that item `i` names, or of the mutation it names ("BRAF V600E"); empty for others.
  std::string_view GeneAt(int i) const {
    if (const Entry* gene = r_.Find(i, TermKind::kGene)) return gene->id;
    const Entry* mutation = r_.Find(i, TermKind::kMutation);
    return mutation != nullptr ? std::string_view(mutation->id).substr(0, mutation->id.find(':')) : std::string_view();
  }

  // "No EGFR mutation (non-squamous only)": of whom it is asked; of the others it is not.
  bool IsForHistologyOnly(int open, int close) const {
    if (!HasCue(r_, open, close, {Cue::kOnly}) || close - open > 6 || !HasTermOf(r_, open, close, KindBit(TermKind::kDisease)) || HasTermOf(r_, open, close, kMarkers)) return false;
    // "A prior platinum (in non-squamous only)".
    if ((r_.WordIs(open + 1, "in") || r_.Is(open + 1, Cue::kFor)) && HasTermOf(r_, own_, open, kDrugs)) return true;
    int before = open - 1;
    while (before > own_ && r_.Is(before, Cue::kFiller)) --before;
    return r_.Is(before, Cue::kStatus) || (r_.IsTermOf(before, kMarkers) && HasCue(r_, own_, before, kDenials));
  }

  // "EGFR wild-type (squamous histology is exempt from testing)".
  bool IsExemptFromTest(int open, int close) const {
    const bool at_once = r_.Is(open + 1, Cue::kNotRequired) || r_.WordContains(open + 1, {"not required", "not needed"});
    bool exempt = false, test = at_once && HasTermOf(r_, own_, open, kMarkers);
    for (int i = open + 1; i < close; ++i) {
      exempt = exempt || r_.Is(i, Cue::kNotRequired) || r_.WordContains(i, {"exempt", "not required", "not needed", "not necessary", "need not", "not mandatory"});
      test = test || r_.WordContains(i, {"test"});
    }
    return exempt && test && HasTermOf(r_, open, close, KindBit(TermKind::kDisease)) && !HasTermOf(r_, open, close, kMarkers);
  }

  // "A prior platinum (not required for PD-L1 >= 50%)", "prior osimertinib (EGFR-mutant patients only)".
  bool IsTherapyOfSome(int open, int close) const {
    if (!HasTermOf(r_, own_, open, kDrugs) || HasTermOf(r_, open, close, kDrugs)) return false;
    if (r_.Is(open + 1, Cue::kNotRequired) || r_.WordContains(open + 1, {"not required", "not needed", "not necessary", "not mandatory"})) return true;
    const bool people = r_.Is(close - 1, Cue::kOnly) && (IsPeople(r_, close - 2) || r_.WordIsAny(close - 2, {"tumors", "patients", "nsclc"}));
    return people && HasTermOf(r_, open, close, kMarkers) && !HasTermOf(r_, own_, open, kMarkers);
  }

  // "ECOG 0-1 (0-2 for patients older than 75)".
  bool IsWiderForSome(int open, int close) const {
    if (!HasCue(r_, own_, open, kScales) || HasTermOf(r_, open, close, KindBit(TermKind::kLab))) return false;
    for (int i = open + 2; i + 1 < close; ++i) {
      const bool whom = r_.IsAny(i, {Cue::kFor, Cue::kIf}) || r_.WordIs(i, "in");
      const bool age = HasCue(r_, i, close, {Cue::kMoreThan, Cue::kAtLeast, Cue::kLessThan, Cue::kAge}) || r_.WordStarts(i + 1, {"elderly", "older"});
      if (whom && age) return r_.IsNumber(i - 1) || r_.IsTerm(i - 1, TermKind::kUnit);
    }
    return false;
  }

  const Reading& r_;
  int own_;  // the first item of the sentence that is no lead-in
  Section section_;
};

}  // namespace

std::optional<LooseTurn::Effect> EffectOfBracket(const Reading& r, Clause own, Clause bracket, Section section) {
  return BracketReader(r, own.begin, section).Of(bracket.begin, bracket.end);
}

}  // namespace trialmatch::rules
