#include "rules/parse/able_to_take.h"

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// "Unable or unwilling to take folic acid and vitamin B12", "able to take dexamethasone": what goes
// with the study drug, and says nothing of what the patient takes now.
bool SpeaksOfTakingSupport(const Reading& r, Clause sentence) {
  constexpr WordPattern kVitamins[] = {"folic", "vitamin b", "folate"};
  if (!r.MayHoldWord(kVitamins)) return false;
  bool able = false, support = false;
  int take = -1;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    if (take < 0) able = able || r.WordContains(i, {"unable", "unwilling", "inability", "willing", "ability to"}) || r.WordIs(i, "able");
    if (able && take < 0 && r.WordContains(i, {"take", "receive", "taking", "use"})) take = i;
    const Entry* drug = r.Find(i, TermKind::kDrug);
    const Entry* group = r.Find(i, TermKind::kDrugClass);
    const bool supports = (drug != nullptr && (drug->id == "folic_acid" || drug->id == "vitamin_b12" || drug->id == "dexamethasone" || drug->id == "aspirin")) ||
                          (group != nullptr && (group->id == "corticosteroid" || group->id == "nsaid")) || r.WordContains(i, {"folic acid", "vitamin b"});
    support = support || supports;
    if ((drug != nullptr || group != nullptr) && !supports) return false;
    if (r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kCondition, TermKind::kFact}))) return false;
  }
  bool vitamin = false;
  for (int i = sentence.begin; i < sentence.end; ++i) vitamin = vitamin || r.WordContains(i, kVitamins);
  return able && take >= 0 && support && vitamin && !FindWindow(r, sentence, sentence.begin);
}

// "Inability or unwillingness to take dexamethasone" among the exclusions: nobody has it by taking it.
bool CannotTakeIt(const Reading& r, Clause sentence, Section section) {
  constexpr WordPattern kUnable[] = {"unable", "unwilling", "inability", "cannot", "can not"};
  if (section != Section::kExclusion || !r.MayHoldWord(kUnable)) return false;
  bool unable = false, takes = false, drug = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    takes = takes || (unable && r.WordContains(i, {"take", "receive", "taking", "tolerate"}));
    unable = unable || (!drug && (r.WordContains(i, {"unable", "unwilling", "inability", "unwillingness"}) || r.WordIsAny(i, {"cannot", "can not"})));
    const bool named = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (named && !takes) return false;
    drug = drug || named;
    if (r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDisease, TermKind::kLab, TermKind::kCondition, TermKind::kFact}))) return false;
    if (r.IsAny(i, {Cue::kPrior, Cue::kOngoing, Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kCnsMetastasis})) return false;
  }
  return drug && takes && !FindWindow(r, sentence, sentence.begin);
}

}  // namespace

bool SpeaksOfTaking(const Reading& r, Clause sentence, Section section) {
  return SpeaksOfTakingSupport(r, sentence) || CannotTakeIt(r, sentence, section);
}

}  // namespace trialmatch::rules
