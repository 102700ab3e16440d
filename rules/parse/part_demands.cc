#include "rules/parse/part_demands.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool IsExtent(const Atom& atom) {
  const auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(atom.expression.leaf.get()) : nullptr;
  return leaf != nullptr && !atom.negated && (leaf->attribute == OneOfLeaf::Attribute::kSetting || leaf->attribute == OneOfLeaf::Attribute::kStage);
}

}  // namespace

std::optional<Expression> TumourOfPart(Reading& r, Clause name) {
  bool tumour = false;
  for (int i = name.begin; i < name.end; ++i) {
    tumour = tumour || r.IsTerm(i, TermKind::kDisease);
    if (r.IsAny(i, {Cue::kNot, Cue::kNo, Cue::kExcept}) || r.WordStarts(i, {"non", "other", "all", "any"})) {
      if (!r.IsTerm(i, TermKind::kDisease)) return std::nullopt;
    }
    if (r.IsTermOf(i, KindBits({TermKind::kSite, TermKind::kGene}))) return std::nullopt;
  }
  if (!tumour) return std::nullopt;
  Atoms atoms;
  ReadDisease(r, name, {}, atoms);
  // "Metastatic melanoma" tells of the extent too.
  std::erase_if(atoms, [](const Atom& each) { return IsExtent(each); });
  if (atoms.size() != 1 || atoms[0].expression.kind != Expression::Kind::kLeaf) return std::nullopt;
  return atoms[0].expression;
}

std::optional<Expression> TumourInTitle(Reading& r, const ScopeLabel& label) {
  if (label.step || label.paths.size() != 1) return std::nullopt;
  int open = 0;
  while (open < r.size() && r.SpanOf(open, open).begin < label.span.end) ++open;
  if (!r.IsMark(open, '(')) return std::nullopt;
  int close = open + 1;
  while (close < r.size() && !r.IsAnyMark(close, "()")) ++close;
  return r.IsMark(close, ')') ? TumourOfPart(r, {open + 1, close}) : std::nullopt;
}

bool DemandTumour(const Expression& tumour, Combined* combined) {
  if (combined->topic == Topic::kDisease) return true;
  if (combined->expression.kind == Expression::Kind::kAlways) {
    if (combined->topic != Topic::kOther) return false;
    combined->expression = tumour;
    combined->topic = Topic::kDisease;
    combined->mood = Mood::kRequires;
    return true;
  }
  if (combined->mood != Mood::kRequires && combined->mood != Mood::kProhibits) return false;
  combined->mood = Mood::kRequires;
  combined->expression = Expression::All(Expression(tumour), std::move(combined->expression));
  return true;
}

bool AdmitsPersons(const Reading& reading, Clause clause) {
  int first = clause.begin;
  while (first < clause.end && reading.IsKind(first, Item::Kind::kMark)) ++first;
  if (!reading.WordStarts(first, {"patient", "those"})) return false;
  for (int i = first; i < clause.end; ++i) {
    if (reading.Is(i, Cue::kPermitted) && reading.WordContains(i, {"particip", "enrol", "eligible", "enter"})) return true;
  }
  return false;
}

// "Dose escalation: those who had immunotherapy are eligible": what its patients may have had. Who progressed on it is asked for.
static bool MayHaveHad(const Reading& r, Clause label, const Expression& content) {
  const auto* had = content.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(content.leaf.get()) : nullptr;
  if (had == nullptr || had->outcome != TreatmentLeaf::Outcome::kAnyOutcome || had->count) return false;
  for (int i = label.begin; i < label.end; ++i) {
    if (r.WordContains(i, {"escalat", "dose finding", "dose-finding"})) return true;
  }
  return false;
}

void TakeAsDemandOfPart(const Reading& reading, Clause label, std::vector<Statement>* statements) {
  const auto first = std::find_if(statements->begin(), statements->end(),
                                  [](const Statement& s) { return !s.empty && !s.logistics; });
  if (first == statements->end() || first->mood != Mood::kPermits || MayHaveHad(reading, label, first->content)) return;
  const Topic topic = first->topic;
  if (topic == Topic::kDisease || topic == Topic::kBiomarker || topic == Topic::kPriorTherapy ||
      topic == Topic::kLineOfTherapy || topic == Topic::kStageSetting)
    first->mood = Mood::kRequires;
}

void DemandTumourOfPart(const Reading& reading, Clause clause, Expression* expression) {
  if (expression->kind == Expression::Kind::kAll && !expression->children.empty()) return DemandTumourOfPart(reading, clause, &expression->children[0]);
  if (expression->kind != Expression::Kind::kWhen) return;
  int first = clause.begin;
  while (first < clause.end && reading.IsKind(first, Item::Kind::kMark)) ++first;
  if (reading.IsAny(first, {Cue::kFor, Cue::kIf, Cue::kWhen}) || reading.WordStarts(first, {"in", "patient", "those"})) return;
  const Expression& given = expression->children[0];
  const auto* tumour = given.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(given.leaf.get()) : nullptr;
  if (tumour == nullptr || tumour->attribute != OneOfLeaf::Attribute::kDisease) return;
  *expression = Expression::All(Expression(given), Expression(expression->children[1]));
}

bool SeveralSentences(const Reading& r, int begin, int end) {
  for (int i = begin + 1; i + 2 < end; ++i) {
    if (r.IsMark(i, '.') && r.at(i + 1).space_before && r.Word(i - 1).size() > 3 && r.Word(i + 1)[0] >= 'A' && r.Word(i + 1)[0] <= 'Z') return true;
  }
  return false;
}

bool NamesPartOfMember(const Reading& r, int begin, int end) {
  for (int i = begin + 1; i + 2 < end; ++i) {
    if (!r.IsMark(i, '(')) continue;
    int close = i + 1;
    while (close < end && close < i + 8 && !r.IsMark(close, ')')) ++close;
    if (close < end && r.IsMark(close, ')') && IsOnlyLabel(r, i, close)) return true;
  }
  return false;
}

bool DeniedByItself(const Reading& r, Clause clause, const Atom& a) {
  const int no = r.Is(a.first, Cue::kNo) ? a.first : a.first - 1;
  if (a.topic != Topic::kStageSetting || no != clause.begin || !r.WordIs(no, "no")) return false;
  const int next = r.IsMark(a.last + 1, ')') ? a.last + 2 : a.last + 1;
  return r.IsAnyMark(next, ",;") && r.IsAny(next + 1, {Cue::kNo, Cue::kNaive});
}

}  // namespace trialmatch::rules
