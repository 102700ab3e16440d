#include "rules/parse/therapy/treatment_anchors.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/numbers.h"
#include "rules/parse/therapy/aimed_therapy.h"
#include "rules/parse/therapy/generations.h"
#include "rules/parse/therapy/merged_anchors.h"
#include "rules/parse/therapy/molecule.h"
#include "rules/parse/therapy/other_kind.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_purpose.h"
#include "rules/parse/therapy/treatment_reference.h"
#include "rules/parse/therapy/treatment_unnamed.h"
#include "rules/parse/therapy/unlisted_agent.h"

namespace trialmatch::rules {
namespace {

// "EGFR, ALK or ROS1 inhibitors": genes before the word inhibitor are classes of drugs.
std::optional<TreatmentAnchor> GeneInhibitors(const Reading& r, Clause clause, int i) {
  // "MEK or BRAF inhibitors" starts with a target that is no gene of the tables.
  const bool code_of_list = IsCode(r, i) && (r.IsAnyMark(i + 1, ",/") || r.IsAny(i + 1, {Cue::kOr, Cue::kAnd}));
  if (r.Find(i, TermKind::kGene) == nullptr && !code_of_list) return std::nullopt;
  std::vector<std::string> codes;  // the classes against those named
  bool unlisted = false;
  TreatmentAnchor anchor;
  int k = i;
  constexpr int kLongestList = 60;  // items
  for (; k < std::min(clause.end, i + kLongestList); ++k) {
    if (const Entry* gene = r.Find(k, TermKind::kGene)) {
      std::string id = ClassOfGene(r.lexicon(), *gene, r.Word(k));
      if (!id.empty()) anchor.ids.push_back(std::move(id));
    } else if (IsCode(r, k)) {
      if (std::string id = ClassAgainst(r.lexicon(), r.Word(k)); !id.empty()) codes.push_back(std::move(id));
      else unlisted = true;
    } else if (!r.IsAnyMark(k, ",/-()") && !r.IsAny(k, {Cue::kOr, Cue::kAnd}))
      break;
  }
  const Entry* word = k < clause.end ? r.Find(k, TermKind::kDrugClass) : nullptr;
  bool inhibitor = r.Is(k, Cue::kInhibitor) && !r.WordIs(k, "therapy");
  inhibitor = inhibitor || (word != nullptr && (word->id == "tki" || word->id == "targeted_therapy"));
  // "EGFR or ALK inhibitors": the last of the list is a class of its own.
  bool class_ends = word != nullptr && (word->id.ends_with("_tki") || word->id.ends_with("_inhibitor"));
  if (!inhibitor && !class_ends) return std::nullopt;
  anchor.first = i;
  for (std::string& id : codes) anchor.ids.push_back(std::move(id));
  if (class_ends) anchor.ids.push_back(word->id);
  std::vector<std::string> once;
  for (std::string& id : anchor.ids) {
    if (std::find(once.begin(), once.end(), id) == once.end()) once.push_back(std::move(id));
  }
  anchor.ids = std::move(once);
  // "CEACAM5-targeted therapy" is not all targeted therapy.
  const bool against = anchor.ids.empty() && (inhibitor || word == nullptr);
  if ((unlisted && !anchor.ids.empty()) || against) anchor.ids.emplace_back("unlisted_agent");
  if (anchor.ids.empty()) return std::nullopt;
  anchor.last = k;
  if (NamesMolecule(r, {i, k}, clause.end, &anchor.ids)) ++anchor.last;
  auto belongs = [&](int next) {
    const Entry* next_class = r.Find(next, TermKind::kDrugClass);
    return r.IsAny(next, {Cue::kInhibitor, Cue::kFiller}) || (next_class != nullptr && next_class->id == "tki");
  };
  while (anchor.last + 1 < clause.end && belongs(anchor.last + 1)) ++anchor.last;
  return anchor;
}

// "Inhibitors of EGFR", "drugs targeting the HGF or MET pathway": the genes behind the word.
std::optional<TreatmentAnchor> AgentsAgainst(const Reading& r, Clause clause, int i) {
  bool agents = r.Is(i, Cue::kInhibitor) || r.WordIsAny(i, {"drug", "drugs", "agents", "medication", "compounds"}) || (r.WordIsAny(i, {"treatment", "treatments", "therapy", "therapies"}) && r.WordIsAny(i + 1, {"targeting", "directed against", "directed at"}));
  if (!agents) return std::nullopt;
  int k = i + 1;
  bool aims = r.WordIs(i, "inhibitor") || r.WordIs(i, "inhibitors");
  bool linked = false;
  for (; k < clause.end && k <= i + 5; ++k) {
    if (r.WordIsAny(k, {"targeting", "target", "targets", "against", "inhibiting", "inhibits", "blocks", "inhibit", "directed against", "directed at"}) || (r.Is(k, Cue::kInhibitor) && r.WordStarts(k, {"target", "direct"}))) aims = linked = true;
    else if (r.WordIsAny(k, {"of", "of the", "for", "to"})) linked = true;
    else if (!r.Is(k, Cue::kFiller) && !r.Is(k, Cue::kBefore) && !r.IsAny(k, {Cue::kKnown, Cue::kWho}) && !r.WordIsAny(k, {"specific", "that"})) break;
    else linked = linked || r.Is(k, Cue::kBefore);
  }
  const bool any_agent = r.WordIsAny(i, {"agent", "agents", "drug", "drugs"});
  if (!aims || !linked || k >= clause.end || (r.Find(k, TermKind::kGene) == nullptr && !IsCode(r, k) && ClassAgainstMutation(r, k).empty())) return std::nullopt;
  TreatmentAnchor anchor{{}, i, i};
  for (; k < clause.end; ++k) {
    if (const Entry* gene = r.Find(k, TermKind::kGene)) {
      if (any_agent) AddAgentsOfGene(r.lexicon(), *gene, r.Word(k), &anchor.ids);
      else if (std::string id = ClassOfGene(r.lexicon(), *gene, r.Word(k)); !id.empty()) anchor.ids.push_back(std::move(id));
      anchor.last = k;
    } else if (std::string id = ClassAgainstMutation(r, k); !id.empty()) {
      anchor.ids.push_back(std::move(id));
      anchor.last = r.Find(k + 1, TermKind::kAlteration) != nullptr ? ++k : k;
    } else if (IsCode(r, k)) {
      id = ClassAgainst(r.lexicon(), r.Word(k));
      anchor.ids.push_back(id.empty() ? "unlisted_agent" : std::move(id));
      anchor.last = k;
    } else if (!r.IsAnyMark(k, ",/-()") && !r.IsAny(k, {Cue::kOr, Cue::kAnd})) {
      break;
    }
  }
  if (r.WordStarts(anchor.last + 1, {"pathway", "receptor", "kinase"})) ++anchor.last;
  if (anchor.ids.empty()) anchor.ids.push_back("unlisted_agent");
  return anchor;
}

TreatmentAnchor OfRow(const Entry& row, int i) {
  TreatmentAnchor anchor{{}, i, i};
  anchor.ids.push_back(row.id);
  return anchor;
}

std::optional<TreatmentAnchor> AnchorAt(const Reading& r, Clause clause, int i) {
  if (r.at(i).used) return std::nullopt;
  const Entry* need = r.Find(i, TermKind::kQuality);
  if (r.Is(i, Cue::kRequiredSteroids) || (need != nullptr && need->id == "needs_steroids")) return AnyIllnessInNeed(r, i) >= 0 ? std::optional(TreatmentAnchor{{"corticosteroid"}, i, i}) : std::nullopt;
  // What one of the readers below starts from.
  const bool may_start = r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kDrug, TermKind::kDrugClass, TermKind::kMutation})) || r.Is(i, Cue::kInhibitor) ||
                         r.at(i).may_be_code || r.WordIsAny(i, {"drug", "drugs", "agents", "medication", "compounds", "treatment", "treatments", "therapy", "therapies", "anti", "anticancer", "anti-cancer", "anti-neoplastic", "anti-tumor", "antineoplastic", "antitumor", "immuno", "radio"});
  if (!may_start) return std::nullopt;
  int elided_to = i;
  if (const std::string_view elided = ElidedTherapy(r, clause, i, &elided_to); !elided.empty()) return TreatmentAnchor{{std::string(elided)}, i, elided_to};
  if (auto genes = GeneInhibitors(r, clause, i)) return genes;
  if (auto agents = AgentsAgainst(r, clause, i)) return agents;
  if (const Entry* drug = r.Find(i, TermKind::kDrug)) return OfRow(*drug, i);
  const Entry* drug_class = r.Find(i, TermKind::kDrugClass);
  if (drug_class == nullptr) return UnlistedAgent(r, clause, i);
  if (drug_class->id == "medication") return std::nullopt;  // names none
  if (IsDeniedKind(r, i)) {
    std::string kind = OnlyNarrows(r, i) ? std::string() : KindBesideDenied(r.lexicon(), drug_class->id);
    return kind.empty() ? std::nullopt : std::optional(TreatmentAnchor{{std::move(kind)}, i, i});
  }
  if (auto aimed = AimedAtMutation(r, clause, i)) return aimed;
  if (auto conjugate = ConjugateAgainst(r, clause, i)) return conjugate;
  // "Platelet-derived growth factor": a target.
  if (drug_class->id == "growth_factor" && r.WordIs(i, "growth factor") && (r.WordIsAny(i - 1, {"derived", "epidermal", "endothelial", "fibroblast", "hepatocyte", "like", "transforming", "nerve"}))) return std::nullopt;
  // "Aurora A-targeted agents", "systemic therapy targeting programmed death 1": not any such therapy.
  const bool generic = drug_class->id == "targeted_therapy" || drug_class->id == "systemic_therapy" || drug_class->id == "any_therapy";
  // "Chronic systemic therapy exceeding prednisone 10 mg daily".
  if (generic && r.Is(i + 1, Cue::kMoreThan) && r.Is(i + 2, Cue::kSteroids)) return TreatmentAnchor{{"corticosteroid"}, i, i};
  const bool aimed_before = generic && r.IsMark(i - 1, '-') && !r.at(i).space_before && (r.IsKind(i - 2, Item::Kind::kWord) || r.Word(i - 2).size() <= 2 || r.IsTermOf(i - 2, KindBits({TermKind::kMutation, TermKind::kAlteration, TermKind::kGene, TermKind::kDrugClass}))) && !r.WordIsAny(i - 2, {"non", "anti"});
  const bool aimed_by_code = generic && i > clause.begin && IsCode(r, i - 1);
  const bool aimed_by_letter = drug_class->id == "targeted_therapy" && i >= clause.begin + 3 && r.IsMark(i - 2, '-') && !r.at(i - 1).space_before && r.Word(i - 1).size() <= 2;
  const bool aimed_behind = generic && i + 2 < clause.end && (r.WordIsAny(i + 1, {"targeting"}) || r.WordIsAny(i + 1, {"directed against", "directed at"})) && r.Find(i + 2, TermKind::kGene) == nullptr;
  if (aimed_before || aimed_behind || aimed_by_code || aimed_by_letter) return TreatmentAnchor{{"unlisted_agent"}, i, i};
  return OfGenerationBefore(r, clause, WithGenerationsBefore(r, clause, OfRow(*drug_class, i)));
}

// "Prior to starting immunotherapy", "before starting the conditioning chemotherapy": what comes after enrolment.
bool BehindStart(const Reading& r, Clause clause, int i, Mood mood) {
  bool starts = false;
  int words = 0;
  for (int k = i - 1; k >= clause.begin && k >= i - 5; --k) {
    if (r.IsAnyMark(k, "[]")) continue;
    if (starts && r.WordIs(k, "to") && r.IsMark(k - 1, ')')) return true;   // "within 4 weeks prior (2 weeks for biopsies) to starting X"
    if (r.Is(k, Cue::kBefore) && r.WordIsAny(k, {"prior to", "before"})) return mood != Mood::kProhibits && words == 0 ? true : starts;
    if (r.WordIsAny(k, {"of starting", "of initiation", "of start"})) return starts = true;
    if (r.WordIsAny(k, {"administration of", "first administration of"}) && r.Is(k - 1, Cue::kBefore)) return true;
    // "Within 12 weeks of the start of X".
    if (r.WordIs(k, "of") && starts) return !HasCue(r, clause.begin, k, {Cue::kProgressed, Cue::kIntolerant, Cue::kResponse});
    if (r.WordIs(k, "of")) continue;
    const bool start = r.WordIsAny(k, {"starting", "initiation", "start", "initiating", "beginning", "commencing", "commencement", "administration", "administering"});
    starts = starts || start;
    bool receiving = r.WordIsAny(k, {"receiving", "treatment with", "therapy with", "receipt of", "treatment"});
    if (start || receiving || r.IsAny(k, {Cue::kReference, Cue::kFiller, Cue::kFirstLine})) continue;
    if (!r.IsKind(k, Item::Kind::kWord) || starts || ++words > 1) break;
  }
  return false;
}

// "... before the first dose of X"; "immunosuppressants within 28 days of X administration", of a therapy that stands before.
bool IsReferencePoint(const Reading& r, const TreatmentFrame& frame, const TreatmentAnchors& before, int i) {
  if (!frame.window) return false;
  const WindowReading& window = *frame.window;
  if (i <= window.first || i < window.last || HasCue(r, window.last, i, {Cue::kExcept})) return false;   // "before the first dose, except topical steroids"
  // "(Within 10 days of the first dose of X) use of aspirin": the brackets have ended.
  int depth = 0;
  for (int k = window.first; k < i && depth >= 0; ++k) depth += r.IsMark(k, '(') ? 1 : r.IsMark(k, ')') ? -1 : 0;
  int drugs = window.last + 1;   // "the first dose of X and 'on-study' Y"
  while (drugs < i && (r.IsTermOf(drugs, KindBits({TermKind::kDrug, TermKind::kPlain})) || r.IsAny(drugs, {Cue::kBefore, Cue::kAnd, Cue::kFiller}) || r.IsAnyMark(drugs, "'\""))) ++drugs;
  if ((i <= window.last + 4 || drugs == i) && depth >= 0 && HasCue(r, window.first, i, {Cue::kReference})) return true;
  const bool told_before = !before.named.empty() && before.named.back().last < window.first;
  // "Within 2 weeks of initial chemotherapy dosing".
  if (told_before && (i <= window.last + 3 || r.WordStarts(i + 1, {"dosing", "administration"})) && r.WordIsAny(i - 1, {"initial", "first"}) && (r.WordIsAny(i - 2, {"of", "to", "the"}) || r.Is(i - 2, Cue::kBefore))) return true;
  if (told_before && i <= window.last + 2 && r.WordIsAny(i - 1, {"prior to", "before"})) return true;
  return told_before && i == window.last + 1 && r.WordIs(i - 1, "of") && r.WordIsAny(i + 1, {"administration", "dosing", "initiation", "start"});
}

constexpr CueSet kListGlue = {Cue::kOr,          Cue::kAnd,           Cue::kFiller,
                              Cue::kFor,         Cue::kPrior,         Cue::kAdjuvant,
                              Cue::kNeoadjuvant, Cue::kPerioperative, Cue::kOnly};

// The exception is the list right behind "other than"; a later word is a new subject, and a bracket
// ends it:
// "(other than ensartinib)".
bool InException(const Reading& r, const TreatmentAnchors& anchors, int i) {
  if (anchors.except_at < 0 || i <= anchors.except_at || anchors.named.empty()) return false;
  int from = anchors.excepted.empty() ? anchors.except_at + 1 : anchors.excepted.back().last + 1;
  const bool bracketed = r.IsMark(anchors.except_at - 1, '(');
  const bool examples = !anchors.excepted.empty() && r.Is(from, Cue::kIncluding) && r.WordIsAny(from, {"such as", "e g", "eg", "e.g.", "like", "for example"});
  int colon = anchors.except_at + 1;   // "except: inhaled steroids; steroids against an allergy"
  while (colon < i && colon < anchors.except_at + 7 && !r.IsAnyMark(colon, ":,(")) ++colon;
  const bool listed = colon < i && r.IsMark(colon, ':');
  for (int k = from; k < i; ++k) {
    const bool example = (bracketed || (examples && k == from)) && r.Is(k, Cue::kIncluding);  // "(excluding diagnostic procedures like mediastinoscopy)"
    const bool next = listed && (k <= colon || r.IsMark(k, ';') || r.Find(k, TermKind::kPlain) != nullptr || r.IsTerm(k, TermKind::kCondition));
    const bool who = bracketed && anchors.excepted.empty() && (r.IsAny(k, {Cue::kWho, Cue::kOngoing}) || r.Find(k, TermKind::kPlain) != nullptr);   // "(except those who currently use inhaled steroids)"
    if (!example && !next && !who && !r.IsAnyMark(k, ",/()-") && !r.IsAny(k, kListGlue) && !r.IsKind(k, Item::Kind::kWord))
      return false;
  }
  // "(e.g., radiotherapy, cytokines except erythropoietin), or steroids": behind the bracket that it stands in.
  int depth = 0;
  for (int k = anchors.except_at; k < i; ++k) {
    depth += r.IsAnyMark(k, "([") ? 1 : 0;
    if (r.IsAnyMark(k, ")]") && --depth < 0) return false;
  }
  return true;
}

// "Trial drugs (except for X), or targeted therapy (except for Y)": the second such word right behind a therapy, of the one at `i`; or -1.
int OtherExceptionAt(const Reading& r, const TreatmentAnchors& anchors, int i) {
  if (anchors.except_at < 0 || !r.IsAnyMark(anchors.except_at - 1, "([") || anchors.named.empty()) return -1;
  for (int k = i - 1; k > anchors.except_at + 1 && k >= i - 4; --k) {
    if (r.Is(k, Cue::kExcept)) return anchors.named.back().last == (r.IsAnyMark(k - 1, "([") ? k - 2 : k - 1) ? k : -1;
    if (!r.IsAny(k, kListGlue)) return -1;
  }
  return -1;
}

// "Except biopsies", "other than for diagnosis": the small operations behind the word at `except`.
std::optional<TreatmentAnchor> SmallSurgery(const Reading& r, Clause clause, int except) {
  int last = -1;
  for (int k = except + 1; k < clause.end && k <= except + 6; ++k) {
    const bool small = r.WordStarts(k, {"biops", "diagnos", "fine needle", "fine-needle", "tumor biops", "needle biops"});
    if (small || (last >= 0 && r.WordStarts(k, {"procedure", "purpose", "surger"}))) last = k;
    else if (!r.IsAny(k, {Cue::kFiller, Cue::kFor, Cue::kOr, Cue::kPrior}) && r.Find(k, TermKind::kPlain) == nullptr) break;
  }
  if (last < 0) return std::nullopt;
  return TreatmentAnchor{{"minor_procedure"}, except + 1, last};
}

// "Major surgery, other than for diagnosis"; of a list right behind the operation, "radiotherapy, surgery (excluding a biopsy)".
std::optional<TreatmentAnchor> ExceptedSmallSurgery(Reading& r, Clause clause, const TreatmentAnchors& anchors) {
  if (anchors.except_at < 0 || anchors.named.empty()) return std::nullopt;
  const auto is_surgery = [&](const TreatmentAnchor& a) { return r.lexicon().DrugIsA(a.ids[0], "surgery"); };
  if (anchors.excepted.empty() && anchors.named.front().first < anchors.except_at && is_surgery(anchors.named.front())) return SmallSurgery(r, clause, anchors.except_at);
  for (const TreatmentAnchor& named : anchors.named) {
    const int except = named.last + 2;
    if (!is_surgery(named) || !r.IsMark(named.last + 1, '(') || !r.Is(except, Cue::kExcept)) continue;
    std::optional<TreatmentAnchor> small = SmallSurgery(r, clause, except);
    if (small) r.Use(except);
    return small;
  }
  return std::nullopt;
}

// "Prior treatment with a vascular disruptive agent", "therapy with ABT-751": an agent that no table knows,
// where the clause names nothing that one does.
std::optional<TreatmentAnchor> UnknownAgent(const Reading& r, Clause clause) {
  constexpr uint32_t kNamed = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kMutation, TermKind::kDisease, TermKind::kCondition,
                                        TermKind::kLab, TermKind::kFact, TermKind::kLogistics, TermKind::kSetting});
  int prior = -1;
  bool agent = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    agent = agent || r.Is(i, Cue::kInhibitor) || r.at(i).may_be_code;
    if (r.IsTermOf(i, kNamed) || r.at(i).used || r.IsAny(i, {Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kNo, Cue::kNot, Cue::kLine, Cue::kAllergy})) return std::nullopt;
    const bool treated = r.Is(i, Cue::kPrior) && r.WordContains(i, {"treatment", "therapy", "treated", "received", "exposure", "exposed"});
    if (treated && prior < 0) prior = i;
  }
  if (prior < 0 || !agent) return std::nullopt;
  int first = prior + 1;
  while (first < clause.end && (r.IsAny(first, {Cue::kFiller, Cue::kWith, Cue::kTo, Cue::kAnyOf}) || r.WordIsAny(first, {"with", "to"}))) ++first;
  int last = -1;
  bool unknown = false;
  for (int k = first; k < clause.end && k <= first + 9; ++k) {
    if (r.IsAny(k, {Cue::kWithin, Cue::kBefore, Cue::kReference, Cue::kSince}) || r.IsMark(k, '.')) break;
    const bool digits = r.IsNumber(k) && r.IsMark(k - 1, '-') && r.IsKind(k - 2, Item::Kind::kWord);
    const bool noun = r.Is(k, Cue::kInhibitor) || r.WordIsAny(k, {"degrader", "agonist", "vaccine", "compound", "drug", "inhibitors"});
    unknown = unknown || (r.IsKind(k, Item::Kind::kWord) && r.Word(k).size() > 2);
    if (digits || noun) last = k;
    if (!digits && r.IsNumber(k)) return std::nullopt;
  }
  if (last < 0 || !unknown) return std::nullopt;
  for (int k = last + 1; k < clause.end; ++k) {
    if (r.IsKind(k, Item::Kind::kWord)) return std::nullopt;  // more is said of it
  }
  return TreatmentAnchor{{"unlisted_agent"}, first, last};
}

}  // namespace

void TreatmentAnchors::Use(Reading& r) const {
  for (const TreatmentAnchor& a : named) r.UseRange(a.first, a.last);
  for (const TreatmentAnchor& a : excepted) r.UseRange(a.first, a.last);
}

TreatmentAnchors ReadTreatmentAnchors(Reading& r, Clause clause, Mood mood,
                                      const TreatmentFrame& frame) {
  TreatmentAnchors out;
  out.except_at = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  std::optional<TreatmentAnchor> timed;
  for (int i = clause.begin; i < clause.end; ++i) {
    auto anchor = AnchorAt(r, clause, i);
    if (!anchor && out.except_at > i && out.named.empty()) anchor = ExceptedTherapyOfExtent(r, clause, i);
    if (!anchor) continue;
    const int last = anchor->last;
    // "anti-CD137": the target is a name of the table.
    const bool against = i >= clause.begin + 2 && r.IsMark(i - 1, '-') && r.WordIs(i - 2, "anti") && !r.at(i - 2).used;
    if (against) anchor->first = i - 2;
    while (anchor->last + 1 < clause.end && IsNounOfTherapy(r, anchor->last + 1)) ++anchor->last;
    // "Chemotherapy: No prior platinum": a heading. "Except in the adjuvant setting": a purpose, not a drug.
    const bool for_any = !frame.ongoing && anchor->ids.front() == "any_therapy" && r.Is(anchor->first - 1, Cue::kFor) && !out.named.empty() && out.named.back().last >= anchor->first - 3;   // "an EGFR TKI for antitumor therapy"
    const bool purpose = for_any || (i >= frame.excepted.begin && i < frame.excepted.end);
    // "Surgery:" over "No prior stomach surgery": the item names its own.
    const bool lead_heading = r.at(i).lead && r.IsMark(anchor->last + 1, ':') && NamesOwnTherapy(r, clause);
    const bool heading = lead_heading || (r.IsMark(anchor->last + 1, ':') && out.named.empty() && anchor->last + 2 < clause.end && !r.at(i).lead);
    const bool told_before = mood == Mood::kProhibits && !out.named.empty() && BeforeTherapy(r, clause, out.named.back().last + 1) && i <= out.named.back().last + 4;
    const bool reference = told_before || (IsReferencePoint(r, frame, out, i) && !FollowsLeadingTime(r, clause, *frame.window, i)) || IsOperationBehindTherapy(r, clause, i) || IsMethodOfFinding(r, clause, i) || IsLackingTherapy(r, clause, i, anchor->last) || (mood == Mood::kProhibits && IsTimeOfForbidden(r, clause, i)) || (mood == Mood::kRequires && IsOfferedOnly(r, clause, i)) ||
                           IsTherapyOfTumourKind(r, clause, i, anchor->last) || IsTakenAsTold(r, clause, i) || (mood == Mood::kRequires && (IsOfAnyNumber(r, clause, i) || TellsOrderOnly(r, clause, i) || IsPlannedForNaive(r, clause, i)));
    // "Chemotherapy: at least 4 weeks since the last dose": what the time is counted from is the heading.
    if (heading && !lead_heading && frame.window && frame.window->first > anchor->last && frame.window->first <= anchor->last + 3) timed = anchor;
    if (heading || purpose || reference || BehindStart(r, clause, i, mood)) {
      r.UseRange(anchor->first, anchor->last);
    } else if (IsEveryPurpose(r, frame, out, *anchor)) {
      r.UseRange(anchor->first, anchor->last);
    } else {
      const int other = OtherExceptionAt(r, out, i);
      if (other > 0) r.Use(other);
      (other > 0 || InException(r, out, i) ? out.excepted : out.named).push_back(*std::move(anchor));
    }
    i = last;
  }
  if (mood == Mood::kRequires && !frame.window) WidenToAnySystemic(r, clause, &out.named);
  if (timed && out.named.empty()) out.named.push_back(*std::move(timed));
  MergeAnchors(r, &out.named);
  if (frame.naive && ExceptsOnlyLocal(r, clause, out)) {
    out.Use(r);
    r.UseRange(out.except_at, EndOfException(r, clause, out));
    out.named.clear();
  }
  if (auto small = ExceptedSmallSurgery(r, clause, out)) out.excepted.push_back(*small);
  if (out.named.empty() && mood == Mood::kProhibits) {
    if (auto unknown = UnknownAgent(r, clause)) out.named.push_back(*unknown);
  }
  return out;
}

int IncludedOne(const Reading& r, int from, int therapy) {
  for (int i = from + 1; i < therapy; ++i) {
    if (!r.Is(i, Cue::kIncluding) || !r.WordIsAny(i, {"including", "which included", "that included", "included", "to include", "include", "that include"})) continue;
    if (r.IsMark(i - 1, '(') || r.WordIsAny(i - 1, {"may", "can", "could", "which may", "that may", "which can", "which could", "may have"})) return -1;
    // "Including platinum and a checkpoint inhibitor".
    if (i + 1 == therapy) return r.IsMark(i - 1, ',') && r.IsTermOf(therapy, kTherapies) && r.Is(therapy + 1, Cue::kAnd) && r.WordIsAny(therapy + 2, {"a", "an", "one"}) && r.IsTermOf(therapy + 3, kTherapies) ? i : -1;
    const bool one = r.WordIsAny(i + 1, {"a", "an", "one", "1", "prior", "both", "either", "two", "2"}) || r.IsAny(i + 1, {Cue::kAtLeast, Cue::kPrior});
    const bool ordinal = r.IsNumber(i + 1) && r.Has(i + 2) && !r.at(i + 2).space_before;   // "including 1st- and 2nd-generation TKIs"
    return one && !ordinal ? i : -1;
  }
  return -1;
}

std::optional<CountReading> CountBefore(const Reading& r, Clause clause, int i) {
  for (int k = i - 1; k >= clause.begin && k >= i - 7; --k) {
    if (r.at(k).used || IsMarkOfList(r, clause, k)) break;
    // "(1) ALK fusion; (2) prior alectinib" numbers the items; "two (2) prior lines" counts.
    if (r.IsNumber(k) && r.IsMark(k - 1, '(') && r.IsMark(k + 1, ')') && (k < clause.begin + 2 || !ReadCount(r, k - 2))) break;
    auto at = ReadBound(r, k, i + 1);
    // "A two-drug regimen" counts drugs of one line.
    if (const int noun = at ? (r.IsMark(at->last + 1, '-') ? at->last + 2 : at->last + 1) : -1; r.WordIs(noun, "drug") || r.WordStarts(noun, {"drug "})) return std::nullopt;
    if (at && at->unit.empty() && !ReadDuration(r, k, clause.end)) {
      // Step left over what the bound starts with ("no more than 2", ">= 1", "1 or 2").
      int start = k;
      BoundReading best = *at;
      for (int b = k - 1; b >= clause.begin && b >= k - 7; --b) {
        auto longer = ReadBound(r, b, i + 1);
        if (longer && longer->last >= at->last && longer->unit.empty()) {
          best = *longer;
          start = b;
        }
      }
      // "At least one but not more than two".
      if (r.WordIs(start - 1, "but not") && best.bounds.low && !best.bounds.low_inclusive && !best.bounds.high) {
        best.bounds = base::Bounds{.high = best.bounds.low};
        --start;
      }
      if (best.bounds.high.value_or(best.bounds.low.value_or(0)) > 12) return std::nullopt;
      bool exact = !best.has_comparison && best.bounds.low == best.bounds.high;
      return CountReading{best.bounds, exact, start, best.last};
    }
    const bool back = r.IsAny(k, {Cue::kAtLeast, Cue::kAtMost}) && r.WordStarts(k, {"or "});  // "one or more"
    bool glue = back || r.IsAny(k, {Cue::kFiller, Cue::kPrior, Cue::kBefore, Cue::kOr, Cue::kMonotherapy,
                            Cue::kMostRecent, Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative}) ||
                (r.Is(k, Cue::kTreated) && r.WordStarts(k, {"prior", "previous"})) || r.Find(k, TermKind::kDrugClass) != nullptr || r.Find(k, TermKind::kDisease) != nullptr || r.IsAnyMark(k, "()") ||
                (r.IsMark(k, ',') && (r.IsNumber(k - 1) || r.WordIsAny(k - 1, {"one", "two", "three", "four"})) && (r.Is(k + 1, Cue::kPrior) || k + 1 == i));   // "at least 1, but no more than 2, prior lines"
    if (!glue) break;
  }
  return std::nullopt;
}

}  // namespace trialmatch::rules
