#include "rules/parse/asked_alone.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/exceptions.h"
#include "rules/parse/must_stop.h"
#include "rules/parse/residue.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_interval.h"
#include "rules/parse/therapy/treatment_permission.h"
#include "rules/parse/therapy/treatment_windows.h"

namespace trialmatch::rules {
namespace {

bool DeniesBrain(const Expression& e) {
  if (e.kind == Expression::Kind::kNot && e.children[0].kind == Expression::Kind::kLeaf && std::holds_alternative<BrainLeaf>(*e.children[0].leaf)) return true;
  return std::any_of(e.children.begin(), e.children.end(), DeniesBrain);
}

// Each of the therapies, with their distance.
bool LimitAll(const Window& window, Expression* e) {
  if (e->kind == Expression::Kind::kAny) return std::all_of(e->children.begin(), e->children.end(), [&](Expression& child) { return LimitAll(window, &child); });
  auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
  if (leaf == nullptr || !leaf->window.empty() || leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return false;
  leaf->window = window;
  return true;
}

bool OnlyTherapies(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<TreatmentLeaf>(*e.leaf);
  return e.kind == Expression::Kind::kAny && std::all_of(e.children.begin(), e.children.end(), OnlyTherapies);
}

// A condition that says how the disease, or a therapy, has gone. What therapies it only names is not what it asks for.
bool TellsState(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return e.kind != Expression::Kind::kOpaque && !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), TellsState);
  const auto* leaf = std::get_if<TreatmentLeaf>(e.leaf.get());
  if (leaf == nullptr) return !std::holds_alternative<ConditionLeaf>(*e.leaf);
  const bool told = leaf->quantifier != TreatmentLeaf::Quantifier::kAny || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome || !leaf->window.empty();
  return told && leaf->sites.empty() && !leaf->marrow_percent && !leaf->dose_gy;
}

// "No evidence of disease progression", and nothing else.
std::optional<Expression> AsksNotToProgress(const Reading& r, Clause clause) {
  bool none = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    none = none || r.Is(i, Cue::kNoProgression);
    if (!r.Is(i, Cue::kNoProgression) && !r.IsKind(i, Item::Kind::kMark) && !r.Is(i, Cue::kFiller) && r.Find(i, TermKind::kPlain) == nullptr) return std::nullopt;
  }
  if (!none) return std::nullopt;
  return Expression::Not(Expression::OfLeaf(FactLeaf{"cancer_progressing"}, r.SpanOf(clause.begin, clause.end - 1), "fact.cancer_progressing"));
}

// The distance of the last dose, and the therapies with a length of their own.
struct LastDose {
  Window window;
  std::vector<BracketedWindow> others;
};
// "A washout of at least 14 days or 5 half-lives (whichever is longer)", from which on no word says.
std::optional<WindowReading> LengthOfWashout(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    const auto duration = ReadDuration(r, i, clause.end);
    if (!duration) continue;
    WindowReading out;
    const bool longer = HasCue(r, clause.begin, duration->last + 1, {Cue::kAtLeast}) || (r.WordIsAny(duration->last + 1, {"ago", "earlier"}) && (r.Is(i - 1, Cue::kMoreThan) || r.at(i - 1).comparison == Comparison::kGreater || r.at(i - 1).comparison == Comparison::kGreaterEqual));
    if (!longer) return std::nullopt;
    out.window.at_least = duration->duration;
    out.first = i;
    out.last = duration->last;
    const auto count = r.Is(out.last + 1, Cue::kOr) ? ReadCount(r, out.last + 2) : std::nullopt;
    if (count && r.Is(out.last + 3, Cue::kHalfLives)) {
      out.last += 3;
      out.window.half_lives = *count;
      const int which = FindCue(r, out.last, clause.end, {Cue::kWhicheverLonger, Cue::kWhicheverShorter});
      out.window.which = which >= 0 && r.Is(which, Cue::kWhicheverLonger) ? Window::Which::kLonger : Window::Which::kShorter;
      if (which >= 0) out.last = which;
    }
    return out;
  }
  return std::nullopt;
}

// "Must have had their last dose at least 4 weeks (6 weeks for nitrosoureas) or 5 half-lives before day 1", and nothing else.
std::optional<LastDose> ReadLastDose(const Reading& r, Clause clause) {
  std::optional<WindowReading> found = FindWindow(r, clause, clause.begin);
  if (!found) found = LengthOfWashout(r, clause);
  if (!found || !found->window.at_least || found->window.at_least->count == 0) return std::nullopt;
  LastDose out{found->window, FindBracketedWindows(r, clause)};
  out.window.within = std::exchange(out.window.at_least, std::nullopt);
  bool ends = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (i >= found->first && i <= found->last) continue;
    // "Before the first dose of AB-01".
    if (i > found->last && i <= found->last + 4 && r.IsAny(found->last, {Cue::kReference, Cue::kBefore}) && (r.at(i).may_be_code || (r.IsNumber(i) && r.IsMark(i - 1, '-')))) continue;
    const bool other = std::any_of(out.others.begin(), out.others.end(), [&](const BracketedWindow& b) { return i >= b.first && i <= b.last; });
    ends = ends || r.Is(i, Cue::kLastDose) || r.WordContains(i, {"washout", "wash-out", "complet", "stopp", "discontinu", "finish"});
    if (!other && !HoldsTogether(r, i) && !r.IsKind(i, Item::Kind::kMark) && !r.IsAny(i, {Cue::kLastDose, Cue::kPrior, Cue::kReference, Cue::kMostRecent, Cue::kWith, Cue::kBefore, Cue::kAtLeast}) && !r.IsComparison(i) && !r.WordContains(i, {"complet", "stopp", "discontinu", "finish", "received", "administered", "given", "washout", "wash-out", "ago", "earlier"}) && !r.Is(i, Cue::kMoreThan)) return std::nullopt;
  }
  if (!ends) return std::nullopt;
  return out;
}

// The therapies of `recent` without those that have a length of their own, or those.
Expression WithOwnTimes(const LastDose& last, Expression recent) {
  auto* leaf = recent.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(recent.leaf.get()) : nullptr;
  if (leaf == nullptr) return recent;
  std::vector<Expression> all;
  for (const BracketedWindow& b : last.others) {
    TreatmentLeaf own = *leaf;
    own.what = b.what;
    own.except.clear();
    own.window.within = b.length;
    own.window.half_lives = b.half_lives;
    own.window.which = b.which;
    all.push_back(Expression::OfLeaf(std::move(own), recent.span, recent.rule));
  }
  for (const BracketedWindow& b : last.others) leaf->except.insert(leaf->except.end(), b.what.begin(), b.what.end());
  all.insert(all.begin(), std::move(recent));
  return all.size() > 1 ? Expression::Any(std::move(all)) : std::move(all[0]);
}

// "On antiviral therapy for at least 4 weeks": how long it has gone on, not when the illness was.
void DropTimes(Expression* e) {
  for (Expression& child : e->children) DropTimes(&child);
  if (e->kind != Expression::Kind::kLeaf) return;
  Window& window = std::get<ConditionLeaf>(*e->leaf).window;
  window.within.reset();
  window.at_least.reset();
}

// Leaves that the whole sentence tells of.
void StandOn(base::Span sentence, Expression* e) {
  e->span = sentence;
  for (Expression& child : e->children) StandOn(sentence, &child);
}

// The illnesses by their names alone; false when one of them says no more than that.
bool CollectBare(const Expression& e, std::vector<Expression>* out) {
  if (e.kind == Expression::Kind::kAny) return std::all_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return CollectBare(child, out); });
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->family) return false;
  ConditionLeaf bare;
  bare.conditions = leaf->conditions;
  // "Chronic hepatitis B is allowed if ...": which illness it is stands before the condition.
  constexpr std::string_view kStates[] = {"on_treatment", "treated", "curatively_treated", "in_remission", "no_treatment_needed", "stable", "asymptomatic"};
  for (const std::string& quality : leaf->qualities) {
    if (std::find(std::begin(kStates), std::end(kStates), quality) == std::end(kStates)) bare.qualities.push_back(quality);
  }
  if (bare == *leaf) return false;
  out->push_back(Expression::OfLeaf(std::move(bare), e.span, e.rule));
  return true;
}

// "On antiretroviral therapy, with a CD4 count >= 200/uL and an undetectable viral load".
bool OfIllnessAndCells(const Expression& e) {
  if (e.kind == Expression::Kind::kAll) return std::all_of(e.children.begin(), e.children.end(), OfIllnessAndCells);
  const auto* cells = e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr;
  return OnlyIllnesses(e) || (cells != nullptr && cells->quantity == "cd4");
}

// Who has the illness must be as asked. "A negative test, with this exception: a positive one, provided ..." asks the same of who has it.
Expression OfWhoIsIll(const Expression& ill, const Expression& asked) {
  const bool denied = ill.kind == Expression::Kind::kNot && ill.children.front().kind == Expression::Kind::kLeaf;
  if (!denied) return Expression::When(ill, asked);
  ConditionLeaf bare;
  bare.conditions = std::get<ConditionLeaf>(*ill.children.front().leaf).conditions;
  return Expression::When(Expression::OfLeaf(std::move(bare), ill.span, ill.children.front().rule), asked);
}

bool OnlyMarkers(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<MarkerLeaf>(*e.leaf);
  return e.kind == Expression::Kind::kAny && std::all_of(e.children.begin(), e.children.end(), OnlyMarkers);
}

// Of what was had, and of nothing that must not have been.
bool AsksForTherapies(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return (e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kAll) && std::all_of(e.children.begin(), e.children.end(), AsksForTherapies);
  const auto* fact = std::get_if<FactLeaf>(e.leaf.get());
  return (fact != nullptr && fact->fact == "therapy_ruled_out") || std::holds_alternative<TreatmentLeaf>(*e.leaf) || std::holds_alternative<StandardTherapyLeaf>(*e.leaf);
}

// "Brain metastases", or in any state "brain metastases or cord compression": the metastases, or nullptr.
const Expression* MetastasesIn(const Expression& e) {
  const auto brain = [](const Expression& one) { return one.kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(one.leaf.get()) : nullptr; };
  if (brain(e) != nullptr) return &e;
  if (e.kind != Expression::Kind::kAny) return nullptr;
  const auto stateless = [&](const Expression& one) {
    BrainLeaf bare;
    if (brain(one) != nullptr) bare.site = brain(one)->site;
    return brain(one) != nullptr ? *brain(one) == bare : OnlyIllnesses(one);
  };
  const auto found = std::find_if(e.children.begin(), e.children.end(), [&](const Expression& one) { return brain(one) != nullptr; });
  return found != e.children.end() && std::all_of(e.children.begin(), e.children.end(), stateless) ? &*found : nullptr;
}

// "Not pregnant, not breastfeeding".
bool DeniesPregnancy(const Expression& e, bool denied = false) {
  if (e.kind == Expression::Kind::kNot) return !denied && DeniesPregnancy(e.children.front(), true);
  if (e.kind != Expression::Kind::kLeaf) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return DeniesPregnancy(child, denied); });
  const auto* fact = std::get_if<FactLeaf>(e.leaf.get());
  return denied && fact != nullptr && (fact->fact == "pregnant" || fact->fact == "breastfeeding");
}

// "If they have stopped taking anticonvulsants": no therapy that is read there is asked for.
bool TellsOfStop(const Reading& r, Clause clause) {
  for (int i = clause.begin; i + 1 < clause.end; ++i) {
    if (r.WordStarts(i, {"stopp", "discontinu", "ceas"}) && r.Is(i + 1, Cue::kOngoing)) return true;
  }
  return false;
}

bool NamesTherapy(const Expression& e) {
  if (e.kind == Expression::Kind::kNot) return false;
  return (e.kind == Expression::Kind::kLeaf && std::holds_alternative<TreatmentLeaf>(*e.leaf)) || std::any_of(e.children.begin(), e.children.end(), NamesTherapy);
}

const OneOfLeaf* ValueOf(const Expression& e) {
  if (e.kind == Expression::Kind::kNot) return ValueOf(e.children.front());
  return e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
}

bool AsksForStage(const Expression& e) {
  const OneOfLeaf* leaf = e.kind == Expression::Kind::kLeaf ? ValueOf(e) : nullptr;
  if (leaf != nullptr) return leaf->attribute == OneOfLeaf::Attribute::kStage && leaf->values.front().starts_with('I');
  return e.kind == Expression::Kind::kAll && std::any_of(e.children.begin(), e.children.end(), AsksForStage);
}

// "Provided it was initiated at least 14 days before": how long it has been taken, and not how long ago it ended.
bool TellsStart(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.WordStarts(i, {"initiated", "was initiated", "started", "was started", "begun", "began"})) return true;
    if (ReadDuration(r, i, clause.end)) return false;
  }
  return false;
}

// "Before the first dose *of ABC-123*": where the name of a drug that no table knows begins at the end of the clause, or clause.end.
int BeforeNameOfStudyDrug(const Reading& r, Clause clause) {
  int of = clause.end - 1;
  while (of > clause.begin && of > clause.end - 6 && (r.IsNumber(of) || r.IsAnyMark(of, "-.") || (r.IsKind(of, Item::Kind::kWord) && !r.WordIs(of, "of")))) --of;
  return of + 1 < clause.end && r.WordIs(of, "of") && r.Is(of - 1, Cue::kReference) ? of : clause.end;
}

}  // namespace

const Expression& MetastasesAmong(const Expression& permitted) {
  const Expression* metastases = MetastasesIn(permitted);
  const auto illnesses = std::count_if(permitted.children.begin(), permitted.children.end(), OnlyIllnesses);
  return metastases != nullptr && illnesses + 1 == static_cast<std::ptrdiff_t>(permitted.children.size()) ? *metastases : permitted;
}

bool SaysWhichOfStage(const Expression& asked, const Expression& condition) {
  const OneOfLeaf* leaf = ValueOf(condition);
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kSetting && AsksForStage(asked);
}

std::optional<Expression> AskedInterval(Reading& r, const Part& main, Clause whole) {
  if (std::optional<Expression> stopped = MustStop(r, main, whole)) return stopped;
  if (!main.found || FindStableDose(r, whole) >= 0 || TellsStart(r, whole)) return std::nullopt;
  const Clause condition = {whole.begin, BeforeNameOfStudyDrug(r, whole)};
  const std::optional<TherapyInterval> interval = ReadTherapyInterval(r, condition);
  Expression recent = main.content;
  if (!interval) {
    const std::optional<LastDose> last = ReadLastDose(r, condition);
    if (!last || !LimitAll(last->window, &recent)) return std::nullopt;
    if (!last->others.empty() && recent.kind != Expression::Kind::kLeaf) return std::nullopt;
    r.UseRange(whole.begin, whole.end - 1);
    return Expression::Not(WithOwnTimes(*last, std::move(recent)));
  }
  Window window;
  window.within = interval->at_least;
  window.anchor = interval->anchor;
  if (!LimitAll(window, &recent)) return std::nullopt;
  if (interval->to_enrolment) {
    Expression before = main.content;
    window.anchor = Window::Anchor::kEnrolment;
    if (!LimitAll(window, &before)) return std::nullopt;
    recent = Expression::Any(std::move(before), std::move(recent));
  }
  r.UseRange(whole.begin, whole.end - 1);
  return Expression::Not(std::move(recent));
}

std::optional<Expression> AskedAlone(Reading& r, const Part& main, const Part& proviso, Clause words, Clause condition) {
  if (!main.found || (TellsOfStop(r, condition) && NamesTherapy(proviso.content))) return std::nullopt;
  if (ResidueOf(r, words.begin, words.end).unread > 0) return std::nullopt;
  if (OnlyTherapies(main.content)) {
    if (std::optional<Expression> still = proviso.found ? std::nullopt : AsksNotToProgress(r, condition)) {
      r.UseRange(condition.begin, condition.end - 1);
      return Expression::When(main.content, *std::move(still));
    }
    if (proviso.found && TellsState(proviso.content) && ResidueOf(r, condition.begin, condition.end).unread == 0) {
      // "If completed at least 2 weeks before, and a lesion outside the field is measurable".
      std::optional<Expression> ended = TellsOfTherapy(proviso.content) ? std::nullopt : EndedBefore(r, main.content, condition);
      Expression state = Expression::When(main.content, proviso.content);
      return ended ? Expression::All(*std::move(ended), std::move(state)) : std::move(state);
    }
  }
  // "Patients with EGFR mutations are eligible provided they have received targeted therapy".
  if (main.topic == Topic::kBiomarker && OnlyMarkers(main.content)) {
    const bool whole = proviso.found && AsksForTherapies(proviso.content) && ResidueOf(r, condition.begin, condition.end).unread == 0;
    return whole ? std::optional(Expression::When(main.content, proviso.content)) : std::nullopt;
  }
  const auto* therapy = main.content.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(main.content.leaf.get()) : nullptr;
  if (therapy != nullptr && !proviso.found) {
    std::optional<Expression> ended = EndedBefore(r, main.content, condition);
    return ResidueOf(r, condition.begin, condition.end).unread > 0 ? std::nullopt : std::move(ended);
  }
  // Of who has an illness, how it must be.
  if (main.topic == Topic::kComorbidity && proviso.found && OnlyIllnesses(main.content) && OfIllnessAndCells(proviso.content) &&
      ResidueOf(r, condition.begin, condition.end).unread == 0)
    return OfWhoIsIll(main.content, proviso.content);
  // Of who has metastases, some state of theirs.
  const Expression* has = MetastasesIn(main.content);
  if (has == nullptr || DeniesBrain(proviso.content)) return std::nullopt;
  const bool whole = main.topic == Topic::kCns && proviso.found && ResidueOf(r, condition.begin, condition.end).unread == 0;
  if (whole) return Expression::When(*has, proviso.content);
  // "Only if treated, asymptomatic and seen by a surgeon": of whom has any, what was not read to the end.
  if (!r.Is(condition.begin - 2, Cue::kOnly) || main.topic != Topic::kCns) return std::nullopt;
  return Expression::When(*has, Expression::Opaque(r.SpanOf(condition.begin, condition.end - 1)));
}

std::optional<Expression> AskedOfIllness(const Expression& permitted, base::Span sentence) {
  std::vector<Expression> bare;
  if (!OnlyIllnesses(permitted) || !CollectBare(permitted, &bare)) return std::nullopt;
  Expression asked = permitted;
  DropTimes(&asked);
  for (Expression& one : bare) one.span = sentence;
  StandOn(sentence, &asked);
  return Expression::When(Expression::Any(std::move(bare)), std::move(asked));
}

std::optional<Expression> AskedHalfRead(Reading& r, const Part& main, const Part& proviso, Clause words, Clause condition) {
  if (condition.empty() || (!main.found && !proviso.found)) return std::nullopt;
  if (proviso.found && DeniesPregnancy(proviso.content)) return proviso.content;
  if (!main.found || r.IsMark(condition.end - 1, ':')) return std::nullopt;
  if ((!proviso.found && proviso.logistics) || ResidueOf(r, words.begin, words.end).unread > 0) return std::nullopt;
  const bool unread = ResidueOf(r, condition.begin, condition.end).unread > 0;
  if (!unread && !proviso.found) return std::nullopt;
  Expression open = Expression::Opaque(r.SpanOf(condition.begin, condition.end - 1));
  if (const Expression* has = main.topic == Topic::kCns ? MetastasesIn(main.content) : nullptr) return Expression::When(*has, std::move(open));
  if (OnlyTherapies(main.content) || OnlyIllnesses(main.content)) return Expression::When(main.content, std::move(open));
  if (main.topic != Topic::kPerformance) return std::nullopt;
  return Expression::When(main.content, unread ? std::move(open) : proviso.content);
}

std::optional<Expression> AskedOfMetastases(const Expression& permitted, base::Span sentence) {
  bool good = false;
  const auto allows = [&](const Expression& e) {
    const auto* brain = e.kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(e.leaf.get()) : nullptr;
    if (brain == nullptr || brain->site != BrainLeaf::Site::kBrain || brain->symptomatic == true || brain->progressing == true || brain->stable == false) return false;
    good = good || (brain->treated != false && (brain->treated.value_or(false) || brain->stable.value_or(false) || brain->symptomatic == false || brain->progressing == false));
    return !(*brain == BrainLeaf());
  };
  const bool all = permitted.kind == Expression::Kind::kAny ? std::all_of(permitted.children.begin(), permitted.children.end(), allows) : allows(permitted);
  if (!all || !good) return std::nullopt;
  Expression state = permitted;
  StandOn(sentence, &state);
  return Expression::When(Expression::OfLeaf(BrainLeaf{}, sentence, "brain.allowed"), std::move(state));
}

bool TellsViralLoad(const Expression& permitted) {
  const auto* leaf = permitted.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(permitted.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->viral_load_undetectable && leaf->conditions == std::vector<std::string>{"hiv"};
}

void NoFewestLines(Expression* e) {
  for (Expression& child : e->children) NoFewestLines(&child);
  auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
  if (leaf != nullptr && leaf->quantifier == TreatmentLeaf::Quantifier::kLines && leaf->count && leaf->count->high) leaf->count->low.reset();
}

bool AsksNothing(const Reading& r, const Part& proviso, int condition, const Expression& content) {
  if (proviso.found || !proviso.logistics || (content.kind != Expression::Kind::kLeaf && content.kind != Expression::Kind::kNot)) return false;
  return r.WordIs(condition, "provided") || r.WordContains(condition + 1, {"childbearing"}) || r.WordContains(condition + 2, {"childbearing"});
}

std::optional<Expression> TreatedWhoMayCome(const Reading& r, const Part& who, Clause behind) {
  if (!who.found || (who.topic != Topic::kPriorTherapy && who.topic != Topic::kWashout) || !r.Is(behind.end - 1, Cue::kPermitted)) return std::nullopt;
  bool unread = false;
  for (int i = behind.begin; i + 1 < behind.end; ++i) {
    const bool told = HoldsTogether(r, i) || r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kHowever, Cue::kProgressed, Cue::kDiseaseWord, Cue::kWith, Cue::kAnd}) || r.Find(i, TermKind::kPlain) != nullptr;
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kNot})) return std::nullopt;
    unread = unread || !told || r.IsAny(i, {Cue::kIf, Cue::kOnly, Cue::kWithin, Cue::kAtLeast});
  }
  // "If osimertinib was started within 21 days, and its date is known, ... will be eligible".
  const auto limited = [&](Expression had) { return unread ? Expression::All(std::move(had), Expression::Opaque(r.SpanOf(behind.begin, behind.end - 1))) : std::move(had); };
  const auto therapy = [](const Expression& e) { return e.kind == Expression::Kind::kLeaf && std::holds_alternative<TreatmentLeaf>(*e.leaf); };
  if (therapy(who.content)) return limited(who.content);
  if (who.content.kind != Expression::Kind::kAll || std::count_if(who.content.children.begin(), who.content.children.end(), therapy) != 1) return std::nullopt;
  return limited(*std::find_if(who.content.children.begin(), who.content.children.end(), therapy));
}

}  // namespace trialmatch::rules
