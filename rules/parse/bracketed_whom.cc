#include "rules/parse/bracketed_whom.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "rules/parse/disease/title_condition.h"
#include "rules/parse/domains.h"
#include "rules/parse/layout/part_name.h"
#include "rules/parse/layout/scope.h"
#include "rules/parse/part.h"
#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kWhom = KindBits({TermKind::kDisease, TermKind::kGene, TermKind::kMutation, TermKind::kAlteration});
constexpr int kLongest = 8;  // items in brackets

int CloseOf(const Reading& r, int open, int end) {
  for (int i = open + 1; i < end; ++i) {
    if (r.IsMark(i, '(')) return -1;
    if (r.IsMark(i, ')')) return i;
  }
  return -1;
}

bool IsPeople(const Reading& r, int i) { return r.WordIsAny(i, {"patients", "patient", "cohort"}); }

// What stands in brackets: tumours or drivers, and whether a word says that they are those whom the sentence is about.
struct Whom {
  int begin = 0, end = 0;
  bool said = false;
};
std::optional<Whom> WhomIn(const Reading& r, int open, int close) {
  Whom whom{open + 1, close};
  while (whom.begin < whom.end && (r.IsAny(whom.begin, {Cue::kOnly, Cue::kFor, Cue::kFiller}) || r.WordIs(whom.begin, "in") || r.WordStarts(whom.begin, {"patients with"}))) {
    whom.said = whom.said || !r.Is(whom.begin, Cue::kFiller) || r.WordIs(whom.begin, "in");
    ++whom.begin;
  }
  while (whom.end > whom.begin && (r.Is(whom.end - 1, Cue::kOnly) || IsPeople(r, whom.end - 1))) {
    whom.said = true;
    --whom.end;
  }
  if (whom.begin >= whom.end || whom.end - whom.begin > kLongest) return std::nullopt;
  bool named = false;
  for (int i = whom.begin; i < whom.end; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kLab})) || r.IsNumber(i)) return std::nullopt;
    if (r.IsTermOf(i, kWhom) && !r.Is(i, Cue::kDiseaseWord)) named = true;
    else if (!r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kDiseaseWord, Cue::kStatus}) && !r.IsAnyMark(i, ",/-") && !r.WordStarts(i, {"positive", "mutant", "rearranged", "driven"})) return std::nullopt;
  }
  return named ? std::optional(whom) : std::nullopt;
}

bool NamesTumour(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if ((r.IsTermOf(i, kWhom | KindBits({TermKind::kSetting})) && !r.Is(i, Cue::kDiseaseWord)) || r.IsAny(i, {Cue::kStage, Cue::kDriverAlteration, Cue::kDiagnosis})) return true;
  }
  return false;
}

// The words of one such bracket, and it.
struct Piece {
  Clause words;
  Whom whom;
};

// A piece behind the first that names what it bounds: "... or *1 line* (SCLC)".
bool StandsAlone(const Reading& r, Clause words) {
  for (int i = words.begin; i < words.end; ++i) {
    if (r.IsAny(i, {Cue::kAge, Cue::kYear, Cue::kLine, Cue::kEcog, Cue::kPerformanceStatus, Cue::kKarnofsky}) || r.IsTerm(i, TermKind::kLab)) return true;
  }
  return false;
}

// The sentence in pieces that each end with their brackets; none when something stands behind the last.
std::vector<Piece> PiecesOf(const Reading& r, Clause sentence) {
  std::vector<Piece> pieces;
  int begin = sentence.begin;
  while (begin < sentence.end && r.at(begin).lead) ++begin;
  for (int i = begin; i < sentence.end; ++i) {
    if (!r.IsMark(i, '(')) continue;
    const int close = CloseOf(r, i, sentence.end);
    const std::optional<Whom> whom = close > i ? WhomIn(r, i, close) : std::nullopt;
    if (!whom || i == begin || r.at(i - 1).lead) return {};
    pieces.push_back({{pieces.empty() ? sentence.begin : begin, i}, *whom});
    for (i = close; r.IsAnyMark(i + 1, ",;/") || r.IsAny(i + 1, {Cue::kOr, Cue::kAnd});) ++i;
    begin = i + 1;
  }
  while (begin < sentence.end && r.IsAnyMark(begin, ".,;")) ++begin;
  return begin < sentence.end ? std::vector<Piece>{} : pieces;
}

Expression ReadWhom(Reading& r, const Whom& whom) {
  Part part = ReadPart(r, {whom.begin, whom.end}, Mood::kPermits);
  const bool read = part.found && ResidueOf(r, whom.begin, whom.end).unread == 0;
  return read ? std::move(part.content) : Expression::Opaque(r.SpanOf(whom.begin, whom.end - 1));
}

// "(Part A)", or behind `open` in the same brackets "for Group 3"; not the "(phase IIIB)" of a tumour.
bool NamesPart(const Reading& r, int open, int close) {
  bool part = false;
  for (int i = open + 1; i < close; ++i) {
    int last = i;
    if (r.WordStarts(i, {"iii", "iv"}) && r.WordStarts(i - 1, {"phase"})) return false;
    part = part || !PartWord(r.Word(i)).empty() || !NamedPart(r, i, &last).empty();
  }
  return part && IsOnlyLabel(r, open, close);
}

// "Creatinine clearance >= 60 (*>= 50 for Group 3*)": a wider bound for one part.
bool IsWiderForPart(const Reading& r, int open, int close) {
  const int value = open + 2;
  if (!r.IsComparison(open + 1) || !r.IsNumber(value)) return false;
  int label = value + 1;
  while (label < close && !r.Is(label, Cue::kFor) && !r.WordIs(label, "in")) ++label;
  int outer = open - 1;
  while (outer >= 0 && !r.IsNumber(outer)) --outer;
  if (label >= close || outer < 0 || !NamesPart(r, label, close)) return false;
  const bool at_least = r.at(open + 1).comparison == Comparison::kGreaterEqual || r.at(open + 1).comparison == Comparison::kGreater;
  return at_least ? r.at(value).number < r.at(outer).number : r.at(value).number > r.at(outer).number;
}

// "Before enrollment (Phase 1b) or randomization (Phase 2)": from when a time counts in each part.
bool IsTimeBefore(const Reading& r, int open) {
  if (r.IsAny(open - 1, {Cue::kReference, Cue::kDay}) || r.WordStarts(open - 1, {"enrol", "random", "registr", "dose", "treatment", "screening"})) return true;
  for (int i = open - 1; i >= 0 && i > open - 4; --i) {
    if (r.Is(i, Cue::kDay) || r.WordStarts(i, {"day"})) return true;
  }
  return false;
}

bool IsOfTumour(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), IsOfTumour);
  return std::holds_alternative<MarkerLeaf>(*e.leaf) || std::holds_alternative<OneOfLeaf>(*e.leaf);
}

// Of which each is perhaps taken by one part alone.
bool HoldsSeveralTumours(const Expression& e) {
  if (e.kind == Expression::Kind::kAll) return std::any_of(e.children.begin(), e.children.end(), HoldsSeveralTumours);
  if (e.kind == Expression::Kind::kAny) return std::all_of(e.children.begin(), e.children.end(), IsOfTumour);
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease && leaf->values.size() > 1;
}

}  // namespace

bool ReadForWhomInBrackets(Reading& r, Clause sentence, Section section, std::vector<Statement>* out) {
  if (!r.MayHoldMark("(")) return false;
  const std::vector<Piece> pieces = PiecesOf(r, sentence);
  if (pieces.empty() || (pieces.size() == 1 && !pieces[0].whom.said)) return false;
  for (const Piece& piece : pieces) {
    if (NamesTumour(r, piece.words.begin, piece.words.end) && (section == Section::kInclusion || pieces.size() > 1)) return false;
  }
  for (const Piece& piece : pieces) {
    std::vector<Statement> read;
    ReadSentence(r, piece.words, section, &read);
    if (&piece != &pieces.front() && !StandsAlone(r, piece.words)) {
      read.resize(std::min<size_t>(read.size(), 1));
      if (read.empty()) continue;
      read.front().content = Expression::Opaque(r.SpanOf(piece.words.begin, piece.words.end - 1));
      read.front().understood = Understood::kPartial;
    }
    for (Statement& one : OnlyFor(ReadWhom(r, piece.whom), std::move(read))) out->push_back(std::move(one));
    r.UseRange(piece.words.end, piece.whom.end + 1);
  }
  return true;
}

bool NamesPartsInBrackets(const Reading& r, Clause sentence, Section section) {
  if (!r.MayHoldMark("(")) return false;
  int labels = 0;
  bool goes_on = false, only = false;
  for (int open = sentence.begin + 1; open < sentence.end; ++open) {
    const int close = r.IsMark(open, '(') && !r.at(open).lead ? CloseOf(r, open, sentence.end) : -1;
    if (close < 0) continue;
    if (section == Section::kInclusion && IsWiderForPart(r, open, close)) return true;
    if (!NamesPart(r, open, close) || IsTimeBefore(r, open)) continue;
    int behind = close + 1;
    while (behind < sentence.end && r.IsAnyMark(behind, ".,*")) ++behind;
    goes_on = goes_on || behind < sentence.end || r.IsMark(sentence.end, ';');
    only = behind >= sentence.end && HasCue(r, open, close, {Cue::kOnly});
    ++labels;
  }
  // Among what excludes, one of a list may be for a part, and the others for all. "A (cohort 1 only); B (cohort 2 only)": each for its own.
  const bool one_of_several = sentence.end < r.size() || (sentence.begin > 0 && !r.at(sentence.begin - 1).lead);
  return section == Section::kInclusion ? goes_on : labels > 1 || (only && one_of_several);
}

void LeaveOpenForParts(Statement* statement) {
  if (statement->empty || statement->logistics || statement->mood == Mood::kPermits || statement->content.kind == Expression::Kind::kOpaque) return;
  if (statement->topic == Topic::kPerformance) return;   // the widest of its parts
  statement->understood = Understood::kPartial;
  // "NSCLC (Part A) or melanoma (Part B)": whoever has one of them has a part to enter.
  const bool prohibits = statement->mood == Mood::kProhibits;
  if (!prohibits && HoldsSeveralTumours(statement->content)) return;
  Expression open = Expression::Opaque(statement->span);
  statement->content = prohibits ? Expression::All(std::move(statement->content), std::move(open)) : Expression::Any(std::move(statement->content), std::move(open));
}

bool TurnsBetweenParts(const Reading& r, Clause sentence) {
  constexpr int kLongestSentence = 26;  // items
  if (sentence.end - sentence.begin > kLongestSentence) return false;
  int parts = 0, depth = 0;
  bool asks = false, forbids = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    depth += r.IsAnyMark(i, "([") ? 1 : r.IsAnyMark(i, ")]") ? -1 : 0;
    if (r.at(i).lead || depth > 0) continue;
    const bool numbered = r.IsNumber(i + 1) || (r.Has(i + 1) && r.Word(i + 1).size() <= 2);
    parts += !PartWord(r.Word(i)).empty() && numbered ? 1 : 0;
    asks = asks || r.IsAny(i, {Cue::kMust, Cue::kPermitted});
    forbids = forbids || r.IsAny(i, {Cue::kMustNot, Cue::kExcluded}) || (r.Is(i, Cue::kNot) && r.WordIs(i - 1, "but")) || r.WordStarts(i, {"but not", "mandatory"});
  }
  return parts >= 2 && asks && forbids;
}

void LeaveTurnOpen(Statement* statement) {
  if (statement->empty || statement->logistics) return;
  statement->mood = Mood::kRequires;
  statement->content = Expression::Opaque(statement->span);
  statement->understood = Understood::kPartial;
}

}  // namespace trialmatch::rules
