#include "rules/parse/illness/second_cancers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rules/parse/illness/illness.h"
#include "rules/parse/illness/illness_leaf.h"
#include "rules/parse/illness/illness_words.h"
#include "rules/parse/said_words.h"

namespace trialmatch::rules {
namespace {

bool NamesOtherMalignancy(const Expression& e) {
  const auto* leaf =
      e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr)
    return std::find(leaf->conditions.begin(), leaf->conditions.end(), "other_malignancy") !=
           leaf->conditions.end();
  return std::any_of(e.children.begin(), e.children.end(), NamesOtherMalignancy);
}

bool IsPeople(const Reading& r, int i) {
  return r.WordStarts(i, {"patient", "those"});
}

// "Any malignancy", "the tumour": more than the cancers named may be meant.
bool NamesAnyCancer(const Reading& r, int i) {
  const Entry* illness = r.Find(i, TermKind::kCondition);
  const Entry* tumour = r.Find(i, TermKind::kDisease);
  const bool any = (illness != nullptr && illness->id == "other_malignancy") ||
                   (tumour != nullptr && (tumour->id == "cancer" || tumour->id == "solid_tumor")) ||
                   r.WordIsAny(i, {"malignancy", "malignancies", "cancer", "cancers", "tumor", "tumors", "neoplasm", "neoplasms"});
  return any && !r.WordContains(i - 1, {"following"});
}

bool IsGlue(const Reading& r, int i) {
  return r.at(i).used || r.IsKind(i, Item::Kind::kMark) || IsPeople(r, i) ||
         r.Find(i, TermKind::kPlain) != nullptr ||
         r.WordIsAny(i, {"note", "the", "of", "also", "following"}) ||
         r.IsAny(i, {Cue::kFiller, Cue::kNote, Cue::kPermitted, Cue::kAnd, Cue::kOr, Cue::kWho,
                     Cue::kWith, Cue::kPrior, Cue::kKnown, Cue::kHowever, Cue::kIncluding,
                     Cue::kDiagnosis});
}

// Only cancers that are named, in one list of one group of patients.
bool IsOneList(const Reading& r, int own) {
  int groups = 0;
  for (int i = own; i < r.size(); ++i) {
    groups += IsPeople(r, i) ? 1 : 0;
    if (groups > 1 || NamesAnyCancer(r, i) ||
        r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kUnless, Cue::kExcept, Cue::kMust, Cue::kMustNot,
                    Cue::kExcluded}))
      return false;
  }
  return true;
}

// The cancers of the list in `again` from item `own` on, read behind the rule that they are
// excepted from.
std::vector<Illness> CancersOfList(Reading& again, int own) {
  std::vector<Illness> cancers;
  if (!IsOneList(again, own)) return cancers;
  for (Illness& one : ReadIllnesses(again, {0, again.size()}, Mood::kProhibits)) {
    // "Carcinoma in situ (e.g., of the breast)": what illustrates is not let in by itself.
    if (one.first < own || one.example) continue;
    // "Adequately treated basal or squamous cell cancer": the second has it from the first, not
    // from the rule.
    const bool of_rule =
        one.inherited && !one.excepted && (cancers.empty() || cancers.back().ways != one.ways);
    if (one.negative || one.family || of_rule ||
        !IsIllness(again.lexicon(), one, "other_malignancy"))
      return {};
    cancers.push_back(std::move(one));
  }
  return cancers;
}

bool AllGlue(const Reading& again, int own) {
  for (int i = own; i < again.size(); ++i) {
    if (!IsGlue(again, i)) return false;
  }
  return true;
}

std::optional<Expression> SecondCancersIn(const Reading& r, base::Span rule,
                                          base::Span permission) {
  Reading again(r.grammar(), r.text());
  again.Append(rule, false);
  const int own = again.size();
  again.Append(permission, false);
  const std::vector<Illness> cancers = CancersOfList(again, own);
  if (cancers.empty()) return std::nullopt;
  const bool whole = AllGlue(again, own);
  std::vector<Expression> any;
  for (const Illness& one : cancers) {
    const base::Span span = again.SpanOf(one.first, one.last);
    if (whole) {
      for (ConditionLeaf& leaf : LeavesOf(one))
        any.push_back(Expression::OfLeaf(std::move(leaf), span, "condition"));
      continue;
    }
    ConditionLeaf leaf;
    leaf.conditions = one.ids;
    leaf.said = {AsSaid(again, own, again.size())};
    any.push_back(Expression::OfLeaf(std::move(leaf), span, "condition.as_said"));
  }
  return Expression::Any(std::move(any));
}

}  // namespace

std::vector<Illness> ExceptedSecondCancers(const Reading& r, base::Span rule,
                                           base::Span exception) {
  Reading again(r.grammar(), r.text());
  again.Append(rule, false);
  const int own = again.size();
  again.Append(exception, false);
  std::vector<Illness> cancers = CancersOfList(again, own);
  if (!AllGlue(again, own)) cancers.clear();
  return cancers;
}

int EndOfCancerUnderStudy(const Reading& r, int first, int end) {
  constexpr int kLongest = 12;  // items
  bool study = false;
  int i = first;
  for (; i < std::min(end, first + kLongest); ++i) {
    // "Other than the primary cancer": the one the patient comes with.
    const bool own = r.WordIsAny(i, {"primary", "index", "target", "the primary", "the index"}) &&
                     IsCancerWord(r, i + 1);
    study = study || own || r.WordContains(i, {"study", "trial", "investigated"});
    const bool passes = r.IsAny(i, {Cue::kFiller, Cue::kBefore, Cue::kFor, Cue::kWho, Cue::kTreated,
                                    Cue::kDiseaseWord}) ||
                        r.Find(i, TermKind::kPlain) != nullptr || IsCancerWord(r, i) ||
                        r.WordIsAny(i, {"investigated", "evaluated", "target", "studied"});
    if (!(passes || own) || r.IsTerm(i, TermKind::kCondition) ||
        r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kExcept}))
      break;
  }
  return study && i > first ? i - 1 : -1;
}

void TimeCuredCancer(const Reading& r, Clause turn, Expression* exception) {
  auto* leaf = exception->kind == Expression::Kind::kLeaf
                   ? std::get_if<ConditionLeaf>(exception->leaf.get())
                   : nullptr;
  if (leaf == nullptr || leaf->conditions[0] != "other_malignancy" || !leaf->window.empty()) return;
  bool free = false;
  for (int i = turn.begin + 1; i < turn.end; ++i) {
    const Entry* quality = r.Find(i, TermKind::kQuality);
    free = free || (quality != nullptr &&
                    (quality->id == "in_remission" || quality->id == "curatively_treated"));
    if (r.Is(i, Cue::kOr)) return;
    const auto window = AnyWindowAt(r, turn, i);
    if (!window || !window->window.at_least) continue;
    // "... at least 2 years ago and no therapy is needed or planned": the choice is one of the
    // second half.
    const int choice = FindCue(r, window->last, turn.end, {Cue::kOr}),
              joint = FindCue(r, window->last, turn.end, {Cue::kAnd});
    if (free && (choice < 0 || (joint >= 0 && joint < choice))) leaf->window = window->window;
    return;
  }
}

void ReadPermittedSecondCancers(Reading& r, Clause sentence, std::vector<Statement>* statements) {
  if (statements->size() < 2 || statements->back().mood != Mood::kPermits ||
      statements->back().empty)
    return;
  for (size_t k = statements->size() - 1; k-- > 0;) {
    const Statement& rule = (*statements)[k];
    if (rule.empty || rule.mood == Mood::kPermits) continue;
    if (rule.mood != Mood::kProhibits || !NamesOtherMalignancy(rule.content)) return;
    std::optional<Expression> cancers = SecondCancersIn(r, rule.span, statements->back().span);
    if (!cancers) return;
    statements->back().second_cancers = std::move(cancers);
    statements->back().understood = Understood::kFull;
    r.UseRange(sentence.begin, sentence.end - 1);
    return;
  }
}

namespace {

// "The time requirement (for no evidence of disease for 3 years) also does not apply to ...": the
// item behind "to", or -1.
int BehindWaiver(const Reading& r, Clause sentence) {
  constexpr WordPattern kRequirement[] = {"requirement"};
  if (!r.MayHoldWord(kRequirement)) return -1;
  int i = sentence.begin;
  while (i < sentence.end && !r.WordStarts(i, {"requirement", "time requirement"})) ++i;
  const int not_at = r.FindCue(i, sentence.end, {Cue::kNot});
  const bool of_time = i < sentence.end && (r.WordIs(i - 1, "time") || r.WordStarts(i, {"time"}));
  if (!of_time || not_at < 0 || !r.WordStarts(not_at + 1, {"apply"})) return -1;
  const int to = not_at + 2;
  return r.Is(to, Cue::kTo) || r.WordIs(to, "to") ? to + 1 : -1;
}

// "These exceptions include, but are not limited to, basal cell cancer of the skin": the item behind
// "include", or -1.
int BehindTheseExceptions(const Reading& r, Clause sentence) {
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark))) ++first;
  if (!r.WordIs(first, "these") || !r.WordStarts(first + 1, {"exceptions include"})) return -1;
  int named = first + 2;
  while (named < sentence.end && (r.IsMark(named, ',') || r.Is(named, Cue::kIncluding))) ++named;
  return named;
}

// The second cancers of the sentence from item `named` on, behind the rule that forbids them.
std::optional<Expression> BehindRule(const Reading& r, Clause sentence, int named,
                                     const std::vector<Statement>& statements) {
  const auto rule = std::find_if(statements.rbegin(), statements.rend(), [](const Statement& one) {
    return one.mood == Mood::kProhibits && NamesOtherMalignancy(one.content);
  });
  if (rule == statements.rend()) return std::nullopt;
  return SecondCancersIn(r, rule->span, r.SpanOf(named, sentence.end - 1));
}

}  // namespace

bool ReadWaivedTime(Reading& r, Clause sentence, std::vector<Statement>* statements) {
  const int waived = BehindWaiver(r, sentence);
  const int named = waived < 0 ? BehindTheseExceptions(r, sentence) : waived;
  if (named < 0 || named >= sentence.end) return false;
  std::optional<Expression> cancers = BehindRule(r, sentence, named, *statements);
  if (!cancers && waived < 0) return false;
  // "Does not apply after resection of certain cancers": whom it lets in was not read.
  if (!cancers && !statements->empty() && NamesOtherMalignancy(statements->back().content) && statements->back().mood == Mood::kProhibits) {
    Expression& forbidden = statements->back().content;
    forbidden = Expression::All(std::move(forbidden), Expression::Opaque(r.SpanOf(sentence.begin, sentence.end - 1)));
  }
  Statement out;
  out.mood = Mood::kPermits;
  out.mood_from_words = true;
  out.empty = !cancers;
  out.topic = Topic::kComorbidity;
  out.span = r.SpanOf(sentence.begin, sentence.end - 1);
  out.content = cancers ? *cancers : Expression::Always(out.span, "nothing_said");
  out.understood = Understood::kFull;
  out.second_cancers = std::move(cancers);
  r.UseRange(sentence.begin, sentence.end - 1);
  statements->push_back(std::move(out));
  return true;
}

}  // namespace trialmatch::rules
