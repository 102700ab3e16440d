#include "rules/parse/illness/illness_with_ways.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "rules/parse/bounds/lab_bounds.h"
#include "rules/parse/domains.h"
#include "rules/parse/part.h"
#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {


bool SaysOr(const Reading& r, int i) { return r.Is(i, Cue::kOr) && !r.WordStarts(i + 1, {"more", "greater", "higher", "less", "lower", "worse", "above", "below", "equal", "longer", "beyond"}); }

// "Detectable viral load".
bool TellsLoad(const Reading& r, Clause c) { return c.end - c.begin <= 4 && HasCue(r, c.begin, c.end, {Cue::kDetectable}); }

// "Not controlled", "uncontrolled by medication".
bool TellsUncontrolled(const Reading& r, Clause c) {
  if (HasTermOf(r, c.begin, c.end, KindBits({TermKind::kCondition, TermKind::kLab}))) return false;
  bool denied = false;
  for (int i = c.begin; i < c.end; ++i) {
    denied = denied || r.IsAny(i, {Cue::kNot}) || r.WordContains(i, {"not "});
    if (r.WordContains(i, {"uncontrolled"}) || (denied && r.WordContains(i, {"controlled"}))) return true;
  }
  return false;
}

// "Requiring home oxygen", "hospitalised within 12 months", "on insulin": how the illness is, without its name.
bool TellsOfIllness(const Reading& r, Clause c) {
  int i = c.begin;
  while (i < c.end && (r.Is(i, Cue::kFiller) || r.WordIsAny(i, {"which", "that", "that is", "has", "have", "is"}))) ++i;
  if (TellsLoad(r, c) || TellsUncontrolled(r, c)) return true;
  return r.WordStarts(i, {"requir", "need", "hospitali", "necessitat", "depend", "caus", "treated with", "admi", "on ", "nyha"}) || r.WordIs(i, "on") || r.Is(i, Cue::kNyha);
}

// Comes of the illness before it, and not alone: "diabetes with HbA1c > 8.5 % or *ketoacidosis*".
bool IsComplication(const Reading& r, Clause c) {
  for (int i = c.begin; i < c.end; ++i) {
    const Entry* condition = r.Find(i, TermKind::kCondition);
    if ((condition != nullptr && (condition->id == "ketoacidosis" || condition->id == "hypoxemia" || condition->id == "oxygen_dependence")) || r.WordContains(i, {"opportunistic"})) return true;
  }
  return false;
}

// The illness at item `i` is what a value says: anemia, hypertension, renal insufficiency.
bool IsOfValue(const Reading& r, int i) {
  const Entry* illness = r.Find(i, TermKind::kCondition);
  if (illness == nullptr) return false;
  const std::string_view id = illness->id;
  if (id == "kidney_disease" || id == "hepatic_impairment" || id == "heart_failure") return r.WordContains(i, {"insufficien", "dysfunction", "impair", "renal failure", "kidney failure", "kidney disease", "renal disease"});
  return id == "anemia" || id == "obesity" || id == "severe_obesity" || id.ends_with("penia") || id.ends_with("cardia") || id.starts_with("hyper") || id.starts_with("hypo");
}

// Up to the end of the bracket the lab at `lab` has a bound that is read, for all.
bool BoundsWhole(const Reading& r, int lab, int end) {
  bool read = false;
  for (int k = lab + 1; k < end && !r.IsMark(k, ')'); ++k) {
    if (r.IsAny(k, {Cue::kMale, Cue::kFemale, Cue::kIf, Cue::kUnless, Cue::kExcept})) return false;
    const auto bound = read || k > lab + 4 ? std::nullopt : ReadLabBound(r, k, end);
    if (bound && !BoundOfLab(r.lexicon(), *r.Find(lab, TermKind::kLab), *bound, r.SpanOf(lab, bound->last))) return false;
    read = read || bound.has_value();
  }
  return read;
}

bool NamesIllness(const Reading& r, Clause c) { return HasTermOf(r, c.begin, c.end, KindBits({TermKind::kCondition, TermKind::kDisease})); }

struct Shape {
  Clause illness;   // with its first way, unless that is a value
  bool with_first = false;
  std::vector<Clause> ways;         // of the illness
  std::vector<Clause> independent;  // others that are excluded beside it
};

std::optional<Shape> ShapeOf(const Reading& r, Clause c) {
  constexpr CueSet kTurns = {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kWhen, Cue::kPermitted, Cue::kMust, Cue::kMustNot, Cue::kHowever, Cue::kNo, Cue::kWithout, Cue::kRegardless};
  while (c.begin < c.end && r.at(c.begin).lead) ++c.begin;
  while (c.end > c.begin && r.IsAnyMark(c.end - 1, ".;")) --c.end;
  if (HasCue(r, c.begin, c.end, kTurns)) return std::nullopt;
  const int denied = r.FindCue(c.begin, c.end, {Cue::kNot});
  int name = -1, with = -1;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.at(i).aside || r.IsAnyMark(i, ",;:/([") || r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kIncluding}) || r.IsTermOf(i, kTherapies | KindBit(TermKind::kLab))) break;
    if (name >= 0 && (r.WordIs(i, "with") || r.WordStarts(i, {"that"}) || (r.WordIs(i, "on") && r.Find(name, TermKind::kCondition)->id != "oxygen_dependence" && IsComplication(r, {i, std::min(c.end, i + 4)})))) {
      with = i;
      break;
    }
    if (!r.IsTerm(i, TermKind::kCondition)) continue;
    if (name >= 0 || r.Find(i, TermKind::kCondition)->id == "concurrent_illness") return std::nullopt;
    name = i;
  }
  if (name < 0 || with < 0 || (denied >= 0 && denied > with + 2)) return std::nullopt;
  Shape shape{.illness = {c.begin, with}, .ways = {}, .independent = {}};
  const bool told = r.WordStarts(with, {"that"});
  int begin = with + 1, depth = 0;
  std::vector<Clause> pieces;
  for (int i = begin; i <= c.end; ++i) {
    if (i < c.end) {
      depth += r.IsAnyMark(i, "([") ? 1 : r.IsAnyMark(i, ")]") ? -1 : 0;
      if (r.IsAnyMark(i, ";:") || (depth == 0 && r.IsMark(i, ',') && !r.Is(i + 1, Cue::kOr)) || r.IsAny(i, {Cue::kAnd})) return std::nullopt;
    }
    if (i < c.end && (depth > 0 || !SaysOr(r, i))) continue;
    const int end = r.IsMark(i - 1, ',') ? i - 1 : i;
    if (end <= begin) return std::nullopt;
    pieces.push_back({begin, end});
    begin = i + 1;
  }
  if (pieces.size() == 1 && r.WordIs(with, "on")) return Shape{.illness = {c.begin, with}, .ways = std::move(pieces), .independent = {}};
  if (pieces.size() < 2) return std::nullopt;
  const auto value = [&](Clause way) { return HasTermOf(r, way.begin, way.end, KindBit(TermKind::kLab)) && !NamesIllness(r, way); };
  if (!value(pieces[0]) && !TellsOfIllness(r, pieces[0])) return std::nullopt;
  for (size_t k = 0; k < pieces.size(); ++k) {
    const Clause piece = pieces[k];
    if (told && (!TellsOfIllness(r, piece) || r.IsMark(piece.end - 1, ')'))) return std::nullopt;
    const bool own = k == 0 || value(piece) || TellsOfIllness(r, piece) || IsComplication(r, piece);
    if (!own && !NamesIllness(r, piece)) return std::nullopt;
    (own ? shape.ways : shape.independent).push_back(piece);
  }
  shape.with_first = !value(pieces[0]) && !TellsLoad(r, pieces[0]) && !TellsUncontrolled(r, pieces[0]);
  if (shape.with_first) {
    shape.illness.end = pieces[0].end;
    shape.ways.erase(shape.ways.begin());
    return shape.ways.empty() ? std::nullopt : std::optional(std::move(shape));
  }
  return shape.ways.size() > 1 || value(pieces[0]) ? std::optional(std::move(shape)) : std::nullopt;
}

// "Uncontrolled hypertension (BP > 160 mmHg)", "hypertension (BP > 160 mmHg) uncontrolled by drugs": told of the illness beside the value.
bool IsQualified(const Reading& r, Clause sentence, int illness) {
  if (r.WordContains(illness, {"uncontrolled", "poorly"}) || r.Is(illness, Cue::kUncontrolled)) return true;
  int close = illness + 2;
  while (close < sentence.end && !r.IsMark(close, ')')) ++close;
  if (r.Is(close + 1, Cue::kUncontrolled) || r.WordStarts(close + 1, {"uncontrolled"})) return true;
  const int before = illness - 1;
  if (before < sentence.begin) return false;
  return r.IsAny(before, {Cue::kUncontrolled, Cue::kActive, Cue::kSymptomatic, Cue::kClinicallySignificant, Cue::kGrade}) || r.IsTerm(before, TermKind::kQuality);
}

}  // namespace

bool ReadIllnessWithWays(Reading& r, Clause sentence, std::vector<Statement>* out) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kCondition))) return false;
  const std::optional<Shape> shape = ShapeOf(r, sentence);
  if (!shape) return false;
  Statement s{.mood = Mood::kProhibits, .topic = Topic::kComorbidity, .span = r.SpanOf(sentence.begin, sentence.end - 1)};
  s.understood = Understood::kFull;
  const auto read = [&](Clause c) {
    Part part = ReadPart(r, c, Mood::kProhibits);
    const bool whole = part.found && ResidueOf(r, c.begin, c.end).unread == 0;
    if (!whole) s.understood = Understood::kPartial;
    Expression open = Expression::Opaque(r.SpanOf(c.begin, c.end - 1));
    return whole ? std::move(part.content) : part.found ? Expression::All(std::move(part.content), std::move(open)) : std::move(open);
  };
  Part illness = ReadPart(r, shape->illness, Mood::kProhibits);
  std::vector<Expression> ways, any;
  const bool whole = !shape->with_first || ResidueOf(r, shape->illness.begin, shape->illness.end).unread == 0;
  const auto* leaf = illness.found && illness.content.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(illness.content.leaf.get()) : nullptr;
  bool of_value = false;
  for (int i = shape->illness.begin; i < shape->illness.end; ++i) of_value = of_value || IsOfValue(r, i);
  of_value = of_value && (leaf == nullptr || leaf->qualities.empty());
  for (const Clause way : shape->ways) {
    if (of_value && HasTermOf(r, way.begin, way.end, KindBit(TermKind::kLab)) && !HasTermOf(r, way.begin, way.end, kTherapies)) {
      any.push_back(read(way));
      continue;
    }
    if (leaf == nullptr || !(TellsLoad(r, way) || TellsUncontrolled(r, way))) {
      ways.push_back(read(way));
      continue;
    }
    ConditionLeaf so = *leaf;
    if (TellsLoad(r, way)) so.viral_load_undetectable = false;
    else so.status = ConditionLeaf::Status::kUncontrolled;
    ways.push_back(Expression::OfLeaf(std::move(so), r.SpanOf(way.begin, way.end - 1), "condition.way"));
    r.UseRange(way.begin, way.end - 1);
  }
  if (shape->with_first) {
    if (leaf == nullptr || !whole) {
      s.content = Expression::Opaque(s.span);
      s.understood = Understood::kNone;
      out->push_back(std::move(s));
      return true;
    }
    ConditionLeaf bare{.conditions = leaf->conditions, .except = {}, .status = leaf->status, .window = {}};
    any.push_back(std::move(illness.content));
    illness.content = Expression::OfLeaf(std::move(bare), r.SpanOf(shape->illness.begin, shape->illness.end - 1), "condition.way");
  }
  if (!ways.empty()) any.push_back(Expression::All(illness.found ? std::move(illness.content) : Expression::Opaque(s.span), Expression::Any(std::move(ways))));
  for (const Clause other : shape->independent) any.push_back(read(other));
  s.content = Expression::Any(std::move(any));
  out->push_back(std::move(s));
  return true;
}

int BehindOwnTurn(const Reading& r, Clause c) {
  constexpr uint32_t kNames = KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kDrug, TermKind::kDrugClass, TermKind::kLab, TermKind::kGene});
  constexpr uint32_t kIllnesses = KindBits({TermKind::kCondition, TermKind::kDisease});
  while (c.begin < c.end && r.at(c.begin).lead) ++c.begin;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.IsAnyMark(i, "(:;")) return -1;
  }
  // "At any time, or": a time for what stands behind alone.
  for (int i = c.begin + 1; i + 3 < c.end; ++i) {
    const bool ever = r.WordIsAny(i, {"at any time", "ever"}) || (r.WordIs(i, "at") && r.WordIs(i + 1, "any") && r.WordIs(i + 2, "time")) || (r.WordIsAny(i, {"at any", "any"}) && r.WordIs(i + 1, "time") && r.WordStarts(i - 1, {"at"}));
    if (!ever || !HasTermOf(r, c.begin, i, kIllnesses)) continue;
    int k = i + 1;
    while (k < c.end && r.WordIsAny(k, {"any", "time"})) ++k;
    if (r.IsMark(k, ',')) ++k;
    if (r.Is(k, Cue::kOr) && HasCue(r, k, c.end, kLengths) && !HasCue(r, k, c.end, {Cue::kUnless, Cue::kExcept})) return k + 1;
  }
  // "Unless treated and stable, B, or C".
  const int unless = r.FindCue(c.begin, c.end, {Cue::kUnless});
  if (unless < 0 || !HasTermOf(r, c.begin, unless, kIllnesses) || HasTermOf(r, c.begin, unless, KindBit(TermKind::kLab))) return -1;
  int comma = unless + 1;
  bool state = false;
  for (; comma < c.end && !r.IsMark(comma, ','); ++comma) {
    if (r.IsTermOf(comma, kNames) || r.IsAny(comma, kLengths) || r.IsNumber(comma)) return -1;
    state = state || r.IsAny(comma, {Cue::kTreated, Cue::kStable, Cue::kAsymptomatic}) || r.IsTerm(comma, TermKind::kQuality);
  }
  if (!state || comma + 1 >= c.end || r.IsAny(comma + 1, {Cue::kOr, Cue::kAnd})) return -1;
  int names = 0;
  bool last = false;
  for (int k = comma + 1; k < c.end; ++k) {
    if (r.IsTermOf(k, kIllnesses)) ++names;
    else if (r.Is(k, Cue::kOr)) last = r.IsMark(k - 1, ',');
    else if (!r.IsAny(k, {Cue::kActive, Cue::kUncontrolled, Cue::kKnown, Cue::kFiller, Cue::kPrior, Cue::kClinicallySignificant}) && !r.IsAnyMark(k, ",.") && !r.IsTerm(k, TermKind::kQuality)) return -1;
  }
  return last && names > 1 ? comma + 1 : -1;
}

void ReadBothTurns(Reading& r, Clause sentence, int behind, std::vector<Statement>* out) {
  const bool ever = !HasCue(r, sentence.begin, behind, {Cue::kUnless});
  for (Statement& one : ReadStatements(r, sentence.begin, behind, Section::kExclusion)) {
    const auto* tumour = one.content.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(one.content.leaf.get()) : nullptr;
    if (ever && one.mood == Mood::kProhibits && tumour != nullptr && tumour->attribute == OneOfLeaf::Attribute::kDisease) {
      ConditionLeaf history{.conditions = tumour->values, .except = tumour->except, .window = {}};
      one.content = Expression::OfLeaf(std::move(history), one.content.span, "condition.ever");
      one.topic = Topic::kComorbidity;
    }
    out->push_back(std::move(one));
  }
  for (Statement& one : ReadStatements(r, behind, sentence.end, Section::kExclusion)) out->push_back(std::move(one));
}

bool BelongsToIllness(const Reading& r, Atom& illness, Atom& with) {
  const auto* leaf = illness.expression.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(illness.expression.leaf.get()) : nullptr;
  if (leaf == nullptr || illness.topic != Topic::kComorbidity || illness.negated || with.negated || with.first <= illness.last) return false;
  const bool bare = leaf->conditions.size() == 1 && leaf->conditions[0] != "end_stage_renal_disease" && leaf->status == ConditionLeaf::Status::kEver && leaf->qualities.empty() && leaf->unless.empty() && leaf->window.empty();
  int behind = illness.last + 1;
  if (with.topic == Topic::kLab) return bare && r.IsMark(behind, '(') && with.first == behind + 1 && (r.IsMark(with.last, ')') || r.IsMark(with.last + 1, ')'));
  const auto* drug = with.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(with.expression.leaf.get()) : nullptr;
  if (drug == nullptr) return false;
  // "Autoimmune disease treated with systemic agents in the last 2 years".
  while (r.IsAnyMark(behind, ")") || r.WordIsAny(behind, {"that", "which", "that was", "previously", "has been"}) || (r.Is(behind, Cue::kFiller) && !r.WordIs(behind, "on"))) ++behind;
  const bool treated = r.WordIsAny(behind, {"treated", "treated with"}) || r.Is(behind, Cue::kTreated);
  if (treated) ++behind;
  if (treated && (behind == with.first || (behind < with.first && r.Is(behind, Cue::kWith)))) {
    // The time is that of the drug.
    ConditionLeaf always = *leaf;
    TreatmentLeaf recent = *drug;
    if (drug->window.empty()) std::swap(always.window, recent.window);
    illness.expression = Expression::OfLeaf(std::move(always), illness.expression.span, illness.expression.rule);
    with.expression = Expression::OfLeaf(std::move(recent), with.expression.span, with.expression.rule);
    return true;
  }
  if (!drug->ongoing) return false;
  if (r.Is(behind, Cue::kAnd)) ++behind;
  if (!r.WordIsAny(behind, {"on", "currently on", "treated with", "requiring", "receiving", "taking"})) return false;
  for (int k = behind + 1; k < with.first; ++k) {
    if (!r.Is(k, Cue::kFiller) && !r.IsTerm(k, TermKind::kPlain)) return false;
  }
  return true;
}

void PassOverIllnessOfValue(Reading& r, Clause sentence) {
  constexpr uint32_t kBoth = KindBit(TermKind::kCondition) | KindBit(TermKind::kLab);
  if (!r.MayHoldMark("(") || !r.MayHoldTermOf(kBoth)) return;
  for (int i = sentence.begin; i + 4 < sentence.end; ++i) {
    const Entry* illness = r.Find(i, TermKind::kCondition);
    if (illness == nullptr || !r.IsMark(i + 1, '(') || r.Find(i + 2, TermKind::kLab) == nullptr || r.at(i).lead) continue;
    if (!IsOfValue(r, i) || IsQualified(r, sentence, i)) continue;
    if (BoundsWhole(r, i + 2, sentence.end)) r.PassOver(i, i + 1);
  }
}

}  // namespace trialmatch::rules
