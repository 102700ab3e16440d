#include "rules/parse/layout/exception_list.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/exceptions.h"
#include "rules/parse/ground.h"
#include "rules/parse/layout/lead_in.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {
namespace {

// Where the words of the reading end: without the marks and the "or" that lead to the next item.
int EndOfWords(const Reading& r, int begin) {
  int end = r.size();
  while (end > begin && (r.IsKind(end - 1, Item::Kind::kMark) || r.Is(end - 1, Cue::kOr)) && !r.IsMark(end - 1, ')')) --end;
  return end;
}

// Of what is forbidden something was excepted that was not understood.
void WeakenForbidden(base::Span unread, Combined* combined) {
  Expression& e = combined->expression;
  const bool denied = e.kind == Expression::Kind::kNot && e.children.size() == 1;
  Expression had = denied ? std::move(e.children[0]) : Expression::Not(std::move(e));
  e = Expression::Not(Expression::All(std::move(had), Expression::Opaque(unread)));
  combined->understood = Understood::kPartial;
}

}  // namespace

std::vector<int> ExceptionList::Take(int i, Combined* forbidden, bool in_own_words) const {
  const std::vector<int>& list = all_.children[static_cast<size_t>(i)];
  std::vector<int> taken;
  if (forbidden->understood == Understood::kNone) return taken;
  if (OnlyTreatments(forbidden->expression)) return TakeTreatments(i, forbidden, in_own_words);
  if (!OnlyIllnesses(forbidden->expression)) return taken;
  std::vector<Expression> excepted;
  for (int child : list) {
    if (ReadException(item(i).body, child, &excepted) || ReadBareException(child, forbidden->expression, &excepted)) taken.push_back(child);
  }
  if (in_own_words) TakeInOwnWords(i, forbidden->expression, &taken, &excepted);
  if (taken.empty()) return taken;
  ExceptIllnesses(excepted, &forbidden->expression);
  if (taken.size() < list.size()) WeakenForbidden(item(list.back()).body, forbidden);
  return WithListsBelow(grammar_, text_, all_, std::move(taken));
}

void ExceptionList::TakeInOwnWords(int i, const Expression& forbidden, std::vector<int>* taken, std::vector<Expression>* excepted) const {
  for (int child : all_.children[static_cast<size_t>(i)]) {
    if (std::find(taken->begin(), taken->end(), child) != taken->end()) continue;
    const std::optional<std::string> words = WordsOfItem(text_, all_, child);
    std::optional<Expression> said = words ? LeafWithWords(forbidden, {*words}, item(i).body) : std::nullopt;
    if (!said) continue;
    excepted->push_back(*std::move(said));
    taken->push_back(child);
  }
}

std::vector<int> ExceptionList::TakeTreatments(int i, Combined* forbidden, bool in_own_words) const {
  std::vector<int> taken;
  std::vector<Expression> own_times;
  const std::vector<int>& list = all_.children[static_cast<size_t>(i)];
  for (int child : list) {
    if (HasList(child)) continue;
    Reading reading(grammar_, text_);
    reading.Append(item(child).body, false);
    int end = EndOfWords(reading, 0);
    std::vector<Statement> statements = ReadStatements(reading, 0, end, Section::kExclusion);
    if (ExceptStatementsOfOwnTime(statements, &forbidden->expression, &own_times)) {
      taken.push_back(child);
      continue;
    }
    if (statements.size() != 1 || statements[0].understood != Understood::kFull || statements[0].logistics || statements[0].mood == Mood::kRequires) continue;
    Combined one;
    one.expression = statements[0].content;
    one.understood = Understood::kFull;
    one.mood = Mood::kProhibits;
    Ground(reading, 0, end, Section::kExclusion, &one);
    if (one.understood == Understood::kFull && ExceptTreatment(statements[0].content, &forbidden->expression)) taken.push_back(child);
  }
  std::vector<Expression> said;
  if (in_own_words) TakeInOwnWords(i, forbidden->expression, &taken, &said);
  if (!said.empty() && forbidden->expression.kind == Expression::Kind::kNot) {
    Expression& what = forbidden->expression.children[0];
    what = Expression::All(std::move(what), Expression::Not(Expression::Any(std::move(said))));
  }
  if (!taken.empty() && taken.size() < list.size()) WeakenForbidden(item(list.back()).body, forbidden);
  if (!own_times.empty()) {
    own_times.insert(own_times.begin(), std::move(forbidden->expression));
    forbidden->expression = Expression::All(std::move(own_times));
  }
  return WithListsBelow(grammar_, text_, all_, std::move(taken));
}

// "Curatively treated, with no active disease for 5 years", "patients without active disease in the
// last 5 years": how the illness itself must be to be excepted, and no illness of its own.
bool ExceptionList::ReadBareException(int i, const Expression& forbidden, std::vector<Expression>* excepted) const {
  if (HasList(i)) return false;
  Reading reading(grammar_, text_);
  reading.Append(item(i).body, false);
  int end = EndOfWords(reading, 0);
  std::optional<Expression> how = BareException(reading, end, forbidden);
  if (!how) return false;
  Combined one;
  one.expression = *how;
  one.understood = Understood::kFull;
  one.mood = Mood::kProhibits;
  Ground(reading, 0, end, Section::kExclusion, &one);
  if (one.understood != Understood::kFull) return false;
  excepted->push_back(*std::move(how));
  return true;
}

namespace {

// "Exception: monoclonal antibodies (are acceptable)", below therapies that are forbidden.
bool ExceptNamedTreatment(Reading& r, int from, Expression* forbidden) {
  int end = EndOfWords(r, 0);
  if (r.Is(end - 1, Cue::kPermitted)) --end;
  const std::vector<Statement> statements = ReadStatements(r, from, end, Section::kExclusion);
  if (statements.size() != 1 || statements[0].understood != Understood::kFull || statements[0].logistics || statements[0].mood == Mood::kRequires) return false;
  const auto* leaf = statements[0].content.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(statements[0].content.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->window.empty() && leaf->said.empty() && leaf->quantifier == TreatmentLeaf::Quantifier::kAny && ExceptTreatment(statements[0].content, forbidden);
}

}  // namespace

bool ExceptionList::TakeOwn(int i, Combined* forbidden) const {
  if (HasList(i) || forbidden->mood != Mood::kProhibits || forbidden->understood == Understood::kNone) return false;
  Reading reading(grammar_, text_);
  reading.Append(item(i).body, false);
  int begin = 0;
  while (begin < reading.size() && reading.IsAnyMark(begin, "*-")) ++begin;
  if (begin + 2 >= reading.size() || !reading.IsAny(begin, {Cue::kExcept, Cue::kUnless})) return false;
  // "Except if it is seen in a scan alone".
  const int from = reading.IsMark(begin + 1, ':') ? begin + 2 : begin + 1;
  std::vector<Expression> excepted;
  const bool read = OnlyIllnesses(forbidden->expression) && ReadExceptionIn(item(item(i).parent).body, reading.SpanOf(from, reading.size() - 1), i, &excepted);
  if (read) ExceptIllnesses(excepted, &forbidden->expression);
  else if (!ExceptNamedTreatment(reading, from, &forbidden->expression)) WeakenForbidden(item(i).body, forbidden);
  return true;
}

namespace {

bool SaysSince(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    const bool more = r.IsComparison(i) && (r.at(i).comparison == Comparison::kGreater || r.at(i).comparison == Comparison::kGreaterEqual);
    if (more || r.IsAny(i, {Cue::kAtLeast, Cue::kMoreThan})) return true;
  }
  return false;
}

// Items are read as what is forbidden, where "free of disease for 2 years" means none within them. Of what is excepted it means: since then.
void FreeSince(bool says_since, Expression* e) {
  for (Expression& child : e->children) FreeSince(says_since, &child);
  const auto* told = e->kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e->leaf.get()) : nullptr;
  if (told == nullptr || !told->window.within || told->window.at_least) return;
  const auto has = [&](const char* quality) { return std::find(told->qualities.begin(), told->qualities.end(), quality) != told->qualities.end(); };
  if (!has("in_remission") && !(says_since && (has("curatively_treated") || has("treated")))) return;
  ConditionLeaf leaf = *told;
  leaf.window.at_least = std::exchange(leaf.window.within, std::nullopt);
  *e = Expression::OfLeaf(std::move(leaf), e->span, e->rule);
}

}  // namespace

bool ExceptionList::ReadException(base::Span lead, int i, std::vector<Expression>* excepted) const {
  return ReadExceptionIn(lead, item(i).body, i, excepted);
}

bool ExceptionList::ReadExceptionIn(base::Span lead, base::Span body, int i, std::vector<Expression>* excepted) const {
  Reading reading(grammar_, text_);
  // "No other malignancy, except:" denies nothing of its list.
  if (item(i).section == Section::kExclusion) reading.Append(lead, true);
  const int own = reading.size();
  reading.Append(body, false);
  BlindLead(reading, own);
  int end = EndOfWords(reading, own);
  if (end <= own) return true;
  // "Eczema is permitted, provided that all of these conditions are met:" and their list.
  const bool conditional = HasList(i);
  if (conditional) {
    end = FindCue(reading, own, end, {Cue::kIf});
    if (end <= own) return false;
  }
  std::vector<Expression> read;
  for (Statement& s : ReadStatements(reading, 0, end, Section::kExclusion)) {
    if (s.empty) continue;
    if (s.understood != Understood::kFull || s.logistics || s.mood == Mood::kRequires || !OnlyIllnesses(s.content)) return false;
    read.push_back(std::move(s.content));
  }
  if (read.empty()) return false;
  const bool since = SaysSince(reading, own, end);
  for (Expression& e : read) FreeSince(since, &e);
  Combined one;
  one.expression = read.size() == 1 ? read[0] : Expression::Any(read);
  one.understood = Understood::kFull;
  one.mood = Mood::kProhibits;
  Ground(reading, own, end, Section::kExclusion, &one);
  if (one.understood != Understood::kFull) return false;
  if (conditional) {
    for (int below : all_.children[static_cast<size_t>(i)]) {
      const std::optional<std::string> words = WordsOfItem(text_, all_, below);
      for (Expression& e : read) QualifyIllnesses(words.value_or("the conditions named in the text"), &e);
    }
  }
  excepted->insert(excepted->end(), read.begin(), read.end());
  return true;
}

}  // namespace trialmatch::rules
