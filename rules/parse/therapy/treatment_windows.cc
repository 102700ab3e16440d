#include "rules/parse/therapy/treatment_windows.h"

#include <algorithm>
#include <utility>

#include "rules/parse/said_words.h"
#include "rules/parse/therapy/named_times.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool NamesTherapy(const Reading& r, int i) {
  if (r.at(i).used || r.Find(i, TermKind::kDrug) != nullptr) return !r.at(i).used;
  const Entry* drug_class = r.Find(i, TermKind::kDrugClass);
  return drug_class != nullptr && drug_class->id != "medication";
}

// A therapy in [begin, end) that is not what a window is counted from.
bool AnyTherapy(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (!NamesTherapy(r, i)) continue;
    const int before = FindCue(r, std::max(begin, i - 4), i, {Cue::kReference, Cue::kBefore});
    // "Since the last dose of X": the "of" counts from nothing.
    const bool of_dose = before > begin && r.WordIs(before, "of") && r.WordIsAny(before - 1, {"dose", "doses", "last dose", "administration", "completion", "end", "cycle", "course"});
    if (before < 0 || of_dose) return true;
  }
  return false;
}

// Depth of brackets at item `i`, counted from the start of the clause.
int DepthAt(const Reading& r, Clause clause, int i) {
  int depth = 0;
  for (int k = clause.begin; k < i; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')') && depth > 0) --depth;
  }
  return depth;
}

bool IsJoint(const Reading& r, int i) {
  return r.IsAnyMark(i, ",;") || r.IsAny(i, {Cue::kOr, Cue::kAnd});
}

void SetLength(const BracketedWindow& own, Window* window) {
  for (std::optional<base::Duration>* d : {&window->at_least, &window->within, &window->no_more_than}) {
    if (*d) *d = own.length;
  }
  window->half_lives = own.half_lives;
  window->which = own.which;
}

}  // namespace

int SplitBetweenWindows(const Reading& r, Clause clause) {
  auto first = FindWindow(r, clause, clause.begin);
  if (!first || DepthAt(r, clause, first->first) > 0) return -1;
  auto second = FindWindow(r, clause, first->last + 1);
  if (!second || DepthAt(r, clause, second->first) > 0) return -1;
  bool before = AnyTherapy(r, clause.begin, first->first);
  bool between = AnyTherapy(r, first->last + 1, second->first);
  bool behind = AnyTherapy(r, second->last + 1, clause.end);
  if (!between) return -1;
  if (before) {  // the window stands behind its therapy
    // "..., including chemotherapy (or use of mitomycin) within 6 weeks": the time is of the brackets.
    int open = second->first - 1;
    while (r.IsMark(second->first - 1, ')') && open > first->last && !r.IsMark(open, '(')) --open;
    if (r.IsMark(open, '(') && r.Is(open + 1, Cue::kOr) && AnyTherapy(r, open, second->first) && HasCue(r, first->last, open, {Cue::kIncluding})) return open;
    int from = first->first + 1;
    for (int i = from; i <= first->last; ++i) {
      if (r.IsAny(i, {Cue::kHalfLives, Cue::kWhicheverShorter, Cue::kWhicheverLonger})) from = i + 1;
    }
    for (int i = from; i < second->first; ++i) {
      bool joint = IsJoint(r, i) && DepthAt(r, clause, i) == 0;
      if (joint && AnyTherapy(r, i, second->first)) return i + 1;
    }
    return -1;
  }
  if (!behind) return -1;
  for (int i = second->first - 1; i > first->first; --i) {  // the window stands before its therapy
    if (IsJoint(r, i)) return i + 1;
  }
  return -1;
}

bool IsOfNamedTherapy(const Reading& r, int i, int end) {
  if (!r.WordIs(i, "of") && !r.Is(i, Cue::kBefore)) return false;
  for (int k = i + 1; k < end && k <= i + 3; ++k) {
    const Entry* therapy = r.Find(k, TermKind::kDrugClass);
    if (therapy != nullptr) return therapy->id == "targeted_therapy" || r.lexicon().DrugIsA(therapy->id, "tki") || r.lexicon().DrugIsA(therapy->id, "monoclonal_antibody");
    if (r.WordStarts(k, {"the", "that", "each", "study"}) || r.Is(k, Cue::kReference)) return false;
  }
  return false;
}

namespace {

bool SaysWhose(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kFor, Cue::kIf, Cue::kSince, Cue::kWhen}) || r.WordIsAny(i, {"of", "from", "in the case of", "in case of", "in cases of"});
}

// "..., 6 weeks if the last regimen included mitomycin": where in [from, end) the other times begin, or `end`.
int StartOfTail(const Reading& r, Clause clause, int from) {
  if (!r.IsMark(from, ',') && !r.IsAny(from, {Cue::kOr, Cue::kAnd})) return clause.end;
  int i = from + 1;
  while (i < clause.end && i <= from + 3 && (r.IsAny(i, {Cue::kFiller, Cue::kAtLeast, Cue::kOr, Cue::kAnd, Cue::kLessThan, Cue::kWithin}) || r.IsComparison(i))) ++i;
  const int half_lives = ReadCount(r, i) ? (r.IsMark(i + 1, '-') || r.WordIs(i + 1, "drug") ? i + 2 : i + 1) : -1;
  if (r.Is(half_lives, Cue::kHalfLives) && (r.IsAny(half_lives + 1, {Cue::kFor, Cue::kIf}) || IsOfNamedTherapy(r, half_lives + 1, clause.end))) return from;
  const auto length = ReadDuration(r, i, clause.end);
  if (!length || length->first != i || !r.IsAny(length->last + 1, {Cue::kFor, Cue::kIf, Cue::kWhen})) return clause.end;
  return from;
}

bool IsTailWord(const Reading& r, int i) {
  return TherapyAt(r, i) != nullptr || r.IsAnyMark(i, ",()/") || r.at(i).value || r.IsAny(i, kLengths) || SaysWhose(r, i) ||
         r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kAtLeast, Cue::kLessThan, Cue::kWithin, Cue::kPrior, Cue::kMostRecent, Cue::kIncluding, Cue::kLine, Cue::kBefore, Cue::kReference}) ||
         r.WordStarts(i, {"includ", "contain", "regimen", "treat", "therap", "agent", "drug", "oral"}) || r.Find(i, TermKind::kPlain) != nullptr;
}

// "Within 4 weeks (or for TKIs 5 half-lives, whichever is shorter)": the length of all, or so many half-lives.
std::optional<BracketedWindow> OwnHalfLivesIn(const Reading& r, int begin, int end, const Window& all) {
  const std::optional<base::Duration>& length = all.within ? all.within : all.at_least;
  if (!length || all.half_lives || HasCue(r, begin, end, {Cue::kDay, Cue::kWeek, Cue::kMonth})) return std::nullopt;
  BracketedWindow own;
  own.length = *length;
  bool whose = false;
  for (int k = begin; k < end; ++k) {
    if (r.IsAny(k, {Cue::kExcept, Cue::kUnless, Cue::kNot, Cue::kNo}) || r.WordIs(k, "non") || r.WordStarts(k, {"non-"})) return std::nullopt;
    whose = whose || SaysWhose(r, k);
    if (r.Is(k, Cue::kHalfLives)) own.half_lives = ReadCount(r, r.WordIs(k - 1, "drug") ? k - 2 : k - 1);
    if (r.IsAny(k, {Cue::kWhicheverShorter, Cue::kWhicheverLonger})) own.which = r.Is(k, Cue::kWhicheverLonger) ? Window::Which::kLonger : Window::Which::kShorter;
    if (const Entry* therapy = TherapyAt(r, k)) own.what.push_back(therapy->id);
  }
  if (own.which == Window::Which::kOnly) own.length = base::Duration{0, base::Duration::Unit::kDay};   // those alone
  return own.half_lives && whose && !own.what.empty() ? std::optional(std::move(own)) : std::nullopt;
}

}  // namespace

namespace {

// "(42 days for radiation to the lungs)", "(8 weeks for radiation of the chest)": where the radiation at item `i` was.
void AddSite(const Reading& r, int i, int end, BracketedWindow* window) {
  const Entry* therapy = TherapyAt(r, i);
  if (therapy == nullptr || !r.lexicon().DrugIsA(therapy->id, "radiation")) return;
  if (r.WordContains(i, {"lung", "thorac", "chest"})) window->sites.emplace_back("thorax");
  for (int k = i + 1; k < end && k <= i + 3; ++k) {
    if (const Entry* site = r.Find(k, TermKind::kSite)) window->sites.push_back(site->id);
  }
}

}  // namespace

std::vector<BracketedWindow> OwnTimesIn(const Reading& r, int begin, int end) {
  if (std::vector<BracketedWindow> named = NamedTimesIn(r, begin, end); !named.empty()) return named;
  std::vector<BracketedWindow> out;
  BracketedWindow now;
  bool measured = false, whose = r.Is(begin, Cue::kOr) && HasCue(r, begin, end, {Cue::kWithin});
  const auto close = [&] {
    const bool whole = measured && whose && !now.what.empty();
    if (whole) out.push_back(std::move(now));
    now = BracketedWindow();
    measured = whose = false;
    return whole;
  };
  for (int k = begin; k < end; ++k) {
    if (auto duration = ReadDuration(r, k, end)) {
      const int next = duration->last + 1;
      k = duration->last;
      if (r.Is(next, Cue::kCycle) || r.WordStarts(next, {"cycle", "schedule", "dosing", "interval"})) {   // "pembrolizumab given on a 6-week cycle"
        if (measured && !now.what.empty()) now.on_cycle = now.what.back();
        continue;
      }
      // "2 weeks for vincristine, 3 weeks for procarbazine".
      if (measured && !close()) return {};
      measured = true;
      now.length = duration->duration;
    } else if (measured && whose && !now.what.empty() && r.Is(k, Cue::kBefore) && r.WordIsAny(k, {"before", "prior to"})) {
      break;   // "(or mitomycin within 6 weeks before the study drug)"
    } else if (const Entry* therapy = TherapyAt(r, k)) {
      // "Carmustine (BCNU)".
      if (std::find(now.what.begin(), now.what.end(), therapy->id) == now.what.end()) now.what.push_back(therapy->id);
      AddSite(r, k, end, &now);
    } else {
      whose = whose || SaysWhose(r, k);
      if (r.Is(k, Cue::kHalfLives) && measured) {
        now.half_lives = ReadCount(r, k - 1);
        now.which = Window::Which::kShorter;
      }
      if (r.Is(k, Cue::kWhicheverLonger) && now.half_lives) now.which = Window::Which::kLonger;
    }
  }
  if (!close()) return {};
  return out;
}

std::vector<BracketedWindow> FindBracketedWindows(const Reading& r, Clause clause) {
  std::vector<BracketedWindow> out;
  int lengths = 0;
  for (int i = clause.begin; i < clause.end; ++i) lengths += r.IsAny(i, kLengths) ? 1 : 0;
  auto main = lengths > 1 ? FindWindow(r, clause, clause.begin) : std::nullopt;
  if (!main) return out;
  const auto add = [&](int begin, int end, int first, int last) {
    if (auto one = OwnHalfLivesIn(r, begin, end, main->window)) {
      one->first = first;
      one->last = last;
      out.push_back(*std::move(one));
      return;
    }
    for (BracketedWindow& one : OwnTimesIn(r, begin, end)) {
      one.first = first;
      one.last = last;
      out.push_back(std::move(one));
    }
  };
  for (int i = main->first + 1; i < clause.end && r.MayHoldMark("("); ++i) {
    if (!r.IsMark(i, '(') || r.at(i + 1).used) continue;
    int close = i + 1;
    while (close < clause.end && !r.IsAnyMark(close, "()")) ++close;
    if (!r.IsMark(close, ')')) continue;
    add(i + 1, close, i, close);
    i = close;
  }
  if (!out.empty()) return out;
  const int tail = OtherTimesAt(r, clause, main->last);
  bool only = tail < clause.end;
  for (int i = tail; i < clause.end && only; ++i) only = IsTailWord(r, i) && !r.at(i).used;
  if (only) add(tail + 1, clause.end, tail, clause.end - 1);
  return out;
}

int OtherTimesAt(const Reading& r, Clause clause, int from) {
  for (int i = from; i < clause.end; ++i) {
    if (r.IsMark(i, '(')) return clause.end;
    if (const int tail = StartOfTail(r, clause, i); tail < clause.end) return tail;
  }
  return clause.end;
}

namespace {

// "6 weeks for mitomycin, or pembrolizumab given on a 6-week cycle": of pembrolizumab the longer time holds perhaps, the other surely.
void HoldOnlyOnCycle(const Reading& r, const BracketedWindow& window, TreatmentLeaf* all, Atom* own) {
  std::erase(all->except, window.on_cycle);
  auto& leaf = std::get<TreatmentLeaf>(*own->expression.leaf);
  TreatmentLeaf some = leaf;
  some.what = {window.on_cycle};
  std::erase(leaf.what, window.on_cycle);
  const base::Span span = own->expression.span;
  Expression perhaps = Expression::All(Expression::OfLeaf(std::move(some), span, own->expression.rule), Expression::Opaque(r.SpanOf(window.first, window.last)));
  own->expression = leaf.what.empty() ? std::move(perhaps) : Expression::Any(std::move(own->expression), std::move(perhaps));
}

}  // namespace

void ApplyBracketedWindow(const Reading& r, const BracketedWindow& window, size_t from, Atoms& atoms) {
  const size_t end = atoms.size();
  for (size_t k = from; k < end; ++k) {
    Expression& expression = atoms[k].expression;
    auto* leaf = expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(expression.leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->window.empty()) continue;
    Atom own = atoms[k];
    auto& own_leaf = std::get<TreatmentLeaf>(*own.expression.leaf);
    own_leaf.what = window.what;
    own_leaf.except.clear();
    SetLength(window, &own_leaf.window);
    own.first = window.first;
    own.last = window.last;
    own.expression.span = r.SpanOf(window.first, window.last);
    // "4 weeks (2 weeks for palliative radiation)" of radiation: of some of it, which no table names.
    const bool same = std::any_of(window.what.begin(), window.what.end(), [&](const std::string& id) { return std::find(leaf->what.begin(), leaf->what.end(), id) != leaf->what.end(); });
    if (!same) {
      leaf->except.insert(leaf->except.end(), window.what.begin(), window.what.end());
      if (!window.on_cycle.empty()) HoldOnlyOnCycle(r, window, leaf, &own);
    } else if (const std::optional<base::Duration>& length = leaf->window.within ? leaf->window.within : leaf->window.at_least; length && length->ApproximateDays() > window.length.ApproximateDays()) {
      bool palliative = r.lexicon().DrugIsA(window.what[0], "radiation");
      bool said = false;
      for (int i = window.first; i <= window.last; ++i) said = said || r.WordContains(i, {"palliat", "limited", "focal"});
      palliative = palliative && said;
      Expression some = palliative ? Expression::OfLeaf(FactLeaf{"palliative_radiation"}, own.expression.span, "fact.palliative_radiation") : Expression::Opaque(r.SpanOf(window.first, window.last));
      TreatmentLeaf others = *leaf;
      std::erase_if(others.what, [&](const std::string& id) { return std::find(window.what.begin(), window.what.end(), id) != window.what.end(); });
      leaf->what = window.what;
      const base::Span span = expression.span;
      const std::string rule = expression.rule;
      expression = Expression::All(std::move(expression), Expression::Not(std::move(some)));
      if (!others.what.empty()) expression = Expression::Any(Expression::OfLeaf(std::move(others), span, rule), std::move(expression));
    } else {
      // "2 weeks (6 weeks for radiation of the lung)": of that site, longer.
      own_leaf.sites = window.sites;
      if (window.sites.empty()) own.expression = Expression::All(std::move(own.expression), Expression::Opaque(r.SpanOf(window.first, window.last)));
    }
    atoms.push_back(std::move(own));
    return;  // of several groups the first; the others do not hold what the brackets name
  }
}

void UseSameTimeInBrackets(Reading& r, Clause clause, const Window& w) {
  const std::optional<base::Duration>& said = w.within ? w.within : w.at_least ? w.at_least : w.no_more_than;
  if (!said) return;
  const double said_days = said->ApproximateDays();
  for (int i = clause.begin; i + 3 < clause.end; ++i) {
    if (!r.IsMark(i, '(') || r.at(i + 1).used) continue;
    const auto again = ReadDuration(r, i + 1, clause.end);
    if (!again || again->first != i + 1 || !r.IsMark(again->last + 1, ')')) continue;
    const double days = again->duration.ApproximateDays();
    if (days >= said_days * 0.93 && days <= said_days * 1.07) r.UseRange(i, again->last + 1);
  }
}

namespace {

int PassConsecutive(const Reading& r, int i) { return r.WordStarts(i, {"consecutive", "continuous"}) ? i + 1 : i; }

bool BeginsPeriod(const Reading& r, int i) { return (r.Is(i, Cue::kWithin) && !r.Is(i, Cue::kBefore)) || r.WordIsAny(i, {"during", "in any", "over"}) || (r.WordIs(i, "in") && r.WordIs(i + 1, "any")); }

}  // namespace

bool IsLengthOfUse(const Reading& r, int first, int last) {
  return r.Is(first - 1, Cue::kFor) && BeginsPeriod(r, PassConsecutive(r, last + 1));
}

int LengthOfUseBehind(const Reading& r, Clause clause, int from) {
  // "Chemotherapy 21 days; radiation: 2 weeks": a time, of which it is not told what it is counted from.
  const int bare = r.IsAnyMark(from, ",:(") ? from + 1 : from;
  const auto time = bare < clause.end && r.IsNumber(bare) ? ReadDuration(r, bare, clause.end) : std::nullopt;
  if (time && time->first == bare && (time->last + 1 >= clause.end || r.IsAnyMark(time->last + 1, ",;.)") || r.Is(time->last + 1, Cue::kOr))) return bare;
  for (int i = from; i < clause.end && i < from + 4; ++i) {
    if (r.IsAnyMark(i, ",;.()")) return -1;
    if (!r.Is(i, Cue::kFor)) continue;
    int k = i + 1;
    const auto sign = [&](int at) { return r.IsComparison(at) || r.IsAny(at, {Cue::kMoreThan, Cue::kAtLeast}) || r.WordIsAny(at, {"longer than", "longer", "than", "over"}); };
    while (k < clause.end && k < i + 4 && sign(k)) ++k;
    const auto length = k > i + 1 ? ReadDuration(r, k, clause.end) : std::nullopt;
    if (!length || length->first != k) return -1;
    const int next = PassConsecutive(r, length->last + 1);
    return next >= clause.end || r.IsAnyMark(next, ",;.)") || r.Is(next, Cue::kOr) || BeginsPeriod(r, next) ? k : -1;
  }
  return -1;
}

bool StandsBehindIllness(const Reading& r, Clause clause, const WindowReading& window) {
  int before = window.first - 1;
  while (before > clause.begin && (r.Is(before, Cue::kFiller) || r.IsMark(before, '('))) --before;
  return r.IsTerm(before, TermKind::kCondition) && !r.at(before).used;
}

std::optional<WindowReading> OwnWindowBehindIllness(const Reading& r, Clause clause, WindowReading window, int therapy, bool* shared) {
  const auto illness_in = [&](int begin, int end) {
    while (begin < end && !r.IsTerm(begin, TermKind::kCondition)) ++begin;
    return begin < end;
  };
  int told_to = window.last;  // of the illnesses that have their time
  while (window.last < therapy) {
    told_to = window.last;
    const auto next = FindWindow(r, clause, window.last + 1);
    if (!next) return std::nullopt;
    int joint = window.first;
    while (joint < next->first && !IsJoint(r, joint) && !r.IsMark(joint, ')')) ++joint;
    if (joint == next->first) return std::nullopt;
    window = *next;
  }
  if (illness_in(therapy, window.first)) return std::nullopt;
  *shared = illness_in(told_to + 1, therapy);
  return window;
}

void AddMostWaited(Reading& r, Clause clause, const WindowReading& window, Atom* atom) {
  const auto* given = atom->expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom->expression.leaf.get()) : nullptr;
  if (given == nullptr || !given->window.half_lives || !given->window.within || given->window.which != Window::Which::kLonger) return;
  for (int i = window.first + 3; i < clause.end && i < window.last + 14 && !r.IsMark(i, ';'); ++i) {
    if (!r.Is(i, Cue::kAtMost)) continue;
    int k = i + 1;
    while (k < clause.end && k < i + 6 && (r.IsAny(k, {Cue::kAtMost, Cue::kFiller}) || r.WordIsAny(k, {"maximum", "max", "washout", "wash-out", "period", "of", "a", "total"}))) ++k;
    const auto most = ReadDuration(r, k, clause.end);
    if (!most || most->first != k || most->duration.ApproximateDays() < given->window.within->ApproximateDays()) continue;
    TreatmentLeaf lately = *given;
    lately.window = {};
    lately.window.within = most->duration;
    r.UseRange(window.first, most->last);
    Expression both = Expression::OfLeaf(std::move(lately), atom->expression.span, atom->expression.rule);
    atom->expression = Expression::All(std::move(both), std::move(atom->expression));
    return;
  }
}

void AskLength(Reading& r, Clause clause, int therapy, TreatmentLeaf* leaf) {
  if (leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return;
  for (int i = therapy - 1; i > clause.begin && i >= therapy - 8 && !r.at(i).used; --i) {
    const bool bound = r.IsAny(i - 1, {Cue::kAtLeast, Cue::kMoreThan}) || r.IsComparison(i - 1);
    const auto length = bound ? ReadDuration(r, i, therapy) : std::nullopt;
    if (!length || length->first != i || !r.WordIs(length->last + 1, "of")) continue;
    leaf->said.push_back(AsSaid(r, i - 1, length->last + 2));
    r.UseRange(i - 1, length->last + 1);
    return;
  }
}

}  // namespace trialmatch::rules
