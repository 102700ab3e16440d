#include "rules/parse/said_words.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/parse/illness/second_cancers.h"
#include "rules/parse/layout/list_words.h"
#include "rules/parse/residue.h"
#include "rules/parse/sides.h"
#include "rules/parse/therapy/steroid_dose.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kDrugs = KindBits({TermKind::kDrug, TermKind::kDrugClass});
constexpr uint32_t kClinical = kDrugs | KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kGene, TermKind::kMutation, TermKind::kFact, TermKind::kSetting,
                                                  TermKind::kLogistics, TermKind::kLab});
// What turns the sentence, or says who is let in: words behind it are said of more than the name before.
constexpr CueSet kTurning = {Cue::kUnless,     Cue::kExcept,       Cue::kHowever, Cue::kIf,         Cue::kNote,           Cue::kPermitted,   Cue::kExcluded,
                             Cue::kMust,       Cue::kMustNot,      Cue::kInvestigator, Cue::kAllOf, Cue::kAnyOf,          Cue::kRegardless,  Cue::kNotRequired,
                             Cue::kIncluding,  Cue::kLine,         Cue::kProgressed,   Cue::kFamily, Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kSteroids,
                             Cue::kHalfLives,  Cue::kStandardTherapy};
constexpr size_t kLongest = 160;  // letters that are kept

bool EndsWithAny(std::string_view word, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return word.size() > end.size() + 2 && base::EndsWithIgnoreCase(word, end); });
}

bool IsParticiple(const Reading& r, int i) {
  if (r.WordIsAny(i, {"required", "needed", "recommended", "preferred", "documented", "planned", "scheduled", "delivered", "used"})) return false;
  return r.IsKind(i, Item::Kind::kWord) && EndsWithAny(r.Word(i), {"ed", "ing"});
}

bool IsAdjective(const Reading& r, int i) {
  if (!r.IsKind(i, Item::Kind::kWord) || r.WordIsAny(i, {"receive", "give", "have", "live", "relieve", "achieve", "involve", "experience", "required", "delivered"})) return false;
  return EndsWithAny(r.Word(i), {"al", "ic", "ary", "ous", "ive", "ar", "oid", "ed", "able", "ible", "ine", "ile", "less", "ing", "ory", "ent", "ant"}) ||
         r.WordIsAny(i, {"left", "right", "upper", "lower", "deep", "oral", "primary", "secondary", "low", "high", "grade", "simple", "small", "type", "third", "gunshot", "system", "non", "dose", "strong", "long", "term"});
}

// Words that make more of the thing than it is, less certain, or another's.
bool Widens(const Reading& r, int i) {
  return !r.WordIs(i, "vaccinia") && r.WordStarts(i, {"suspect", "possib", "potential", "probab", "presum", "impend", "immin", "border", "near", "pre", "donor", "matern", "famil", "relative", "vaccin", "risk", "expos",
                          "suscept", "similar", "equival", "related", "other", "anti", "protect", "resist", "failed", "refus", "plan", "anticip", "schedul", "intend"});
}

// What a tail starts with: it is said of the name before it.
bool OpensTail(const Reading& r, int i) {
  if (r.IsAny(i, {Cue::kWho, Cue::kWith, Cue::kFor, Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost, Cue::kWithout, Cue::kNot, Cue::kTo}) || r.IsComparison(i)) return true;
  if (r.WordIsAny(i, {"of", "in", "on", "at", "to", "by", "from", "under", "over", "during", "following", "after", "beyond", "into", "involving", "due to", "because of", "caused by",
                      "related to", "associated with", "secondary to", "attributed to", "result of", "through", "where", "when", "likely", "liable", "amenable", "despite", "outside", "near",
                      "unlikely", "able", "unable", "are", "is", "was", "were", "as", "for which", "in which", "on which", "sufficient", "severe enough", "based on"}))
    return true;
  return IsParticiple(r, i);
}

// Leaves of one kind, to which words can be put.
bool TakesWords(const Expression& e, size_t* kind) {
  if (e.kind == Expression::Kind::kLeaf) {
    const size_t own = static_cast<const Leaf&>(e.leaf).index();
    const bool takes = std::holds_alternative<ConditionLeaf>(*e.leaf) || std::holds_alternative<BrainLeaf>(*e.leaf) || std::holds_alternative<TreatmentLeaf>(*e.leaf);
    if (!takes || (*kind != 0 && *kind != own + 1)) return false;
    *kind = own + 1;
    return true;
  }
  // Of who does not have it nothing can be said.
  const bool group = e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kAll;
  return group && !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return TakesWords(child, kind); });
}

class WordsBeside {
 public:
  WordsBeside(Reading& reading, Clause clause, Mood mood, Atoms& atoms) : r_(reading), c_(clause), mood_(mood), atoms_(atoms) {}

  void Run() {
    for (int i = c_.begin; i < c_.end; ++i) {
      if (r_.Is(i, Cue::kExcept)) KeepException(i);
      if (r_.IsTerm(i, TermKind::kCondition) && IsName(i)) KeepWholeTail(i);
    }
    for (int i = c_.begin; i < c_.end; ++i) {
      if (!Free(i)) continue;
      int end = i;
      while (end < c_.end && Free(end)) ++end;
      const int behind = end;
      while (end > i && !Unread(end - 1)) --end;
      int first = i;
      while (first < end && !Unread(first) && !OpensTail(r_, first)) ++first;
      if (AnyUnread(first, end) && !SaysOtherThings(first, end)) Limit(first, end, behind);
      i = std::max(i, behind - 1);
    }
  }

 private:
  // A word that no reader has taken, or that only holds the others together.
  bool Free(int i) const {
    const Item& item = r_.at(i);
    if (item.lead || r_.IsAnyMark(i, ",;:()[]") || r_.IsAny(i, kTurning)) return false;
    if (r_.IsAny(i, {Cue::kOr, Cue::kAnd})) return JoinsAdjectives(i);
    if (item.used && !item.aside) return false;
    return !r_.IsTermOf(i, kClinical);
  }
  // "Motor or sensory", "stable or increasing": of one thing.
  bool JoinsAdjectives(int i) const { return IsAdjective(r_, i - 1) && IsAdjective(r_, i + 1) && !r_.at(i - 1).used && !r_.at(i + 1).used; }
  bool Unread(int i) const {
    const Item& item = r_.at(i);
    if (item.used || r_.IsKind(i, Item::Kind::kMark) || r_.IsComparison(i) || IsEnumerator(r_, i, c_.begin, c_.end)) return false;
    return !HoldsTogether(r_, i) && !r_.IsAny(i, {Cue::kOr, Cue::kWhen});
  }
  bool AnyUnread(int first, int end) const {
    for (int i = first; i < end; ++i) {
      if (Unread(i)) return true;
    }
    return false;
  }
  // A time, or a part of the study.
  bool SaysOtherThings(int first, int end) const {
    if (r_.IsNumber(end) || r_.IsAny(end, kLengths)) return true;
    for (int i = first; i < end; ++i) {
      if (r_.IsAny(i, kLengths) || r_.WordIsAny(i, {"cohort", "cohorts", "arm", "part", "phase", "step", "previous", "past"})) return true;
    }
    return false;
  }

  bool IsName(int i) const {
    const Item& item = r_.at(i);
    return item.used && !item.aside && !item.lead && r_.IsTermOf(i, kDrugs | KindBit(TermKind::kCondition));
  }
  bool Names(int i, const std::string& id) const {
    for (TermKind kind : {TermKind::kCondition, TermKind::kDrug, TermKind::kDrugClass}) {
      const Entry* row = r_.Find(i, kind);
      if (row != nullptr && row->id == id) return true;
    }
    return false;
  }

  // "No radiotherapy except for a limb": of what stands before it, all but what fits the words.
  void KeepException(int except) {
    if (r_.at(except).used || r_.at(except).lead || except + 1 >= c_.end) return;
    int end = except + 1, depth = 0;
    bool unread = false;
    for (; end < c_.end && !r_.IsMark(end, ';'); ++end) {
      if (r_.IsMark(end, '(')) ++depth;
      if (r_.IsMark(end, ')') && --depth < 0) break;
      if (r_.at(end).lead || r_.IsMark(end, ':') || r_.WordContains(end, {"cohort", "phase", "part "}) || r_.IsAny(end, {Cue::kHowever, Cue::kUnless, Cue::kIf, Cue::kExcluded, Cue::kPermitted, Cue::kMustNot, Cue::kAllOf, Cue::kAnyOf})) return;
      unread = unread || Unread(end);
    }
    while (end > except + 1 && r_.IsAnyMark(end - 1, ".,")) --end;
    const std::string words = end > except + 1 ? AsSaid(r_, except + 1, end) : "";
    if (!unread || words.size() < 3 || words.size() > kLongest) return;
    size_t kind = 0, before = 0;
    for (const Atom& a : atoms_) {
      if (a.first >= except && a.last < end) continue;
      // Who is asked for a treatment and had none may be among those excepted.
      const bool asked = mood_ == Mood::kRequires && !a.negated;
      if (a.last >= except || a.logistics || asked || !TakesWords(a.expression, &kind)) return;
      ++before;
    }
    if (before == 0) return;
    std::erase_if(atoms_, [&](const Atom& a) { return a.first >= except; });
    const base::Span span = r_.SpanOf(except, end - 1);
    for (Atom& a : atoms_) {
      std::optional<Expression> leaf = LeafWithWords(a.expression, {words}, span);
      if (leaf && mood_ == Mood::kProhibits) AskTherapyOfCause(r_, {except, end}, &*leaf);
      if (leaf) a.expression = Expression::All(std::move(a.expression), Expression::Not(*std::move(leaf)));
    }
    r_.UseRange(except, end - 1);
  }

  // "An infection that anticancer therapy could worsen": what is named in the tail says which infection, and is
  // nothing beside it.
  void KeepWholeTail(int name) {
    int first = name + 1;
    while (first < c_.end && first <= name + 2 && r_.at(first).used && r_.IsTermOf(first, KindBits({TermKind::kQuality}))) ++first;
    const bool opens = first < c_.end && (r_.WordIsAny(first, {"that", "which", "whose", "due to", "caused by", "associated with", "secondary to", "resulting in", "leading to", "for which"}));
    if (!opens || r_.at(first).used) return;
    int end = first, depth = 0;
    bool unread = false, joined = false;
    for (; end < c_.end && !r_.IsMark(end, ';'); ++end) {
      if (r_.IsMark(end, '(')) ++depth;
      if (r_.IsMark(end, ')') && --depth < 0) break;
      if (r_.IsAny(end, kTurning) || r_.at(end).lead || r_.Find(end, TermKind::kLogistics) != nullptr || r_.IsAny(end, kLengths) || r_.IsNumber(end)) return;
      joined = joined || r_.IsAny(end, {Cue::kOr, Cue::kAnd}) || r_.IsMark(end, ',');
      if (joined && r_.IsTermOf(end, kDrugs | KindBit(TermKind::kCondition))) return;
      unread = unread || Unread(end);
    }
    if (!unread || end - first > 16) return;
    const auto inside = [&](const Atom& a) { return a.first >= first && a.last < end; };
    for (const Atom& a : atoms_) {
      if (!inside(a) && a.first < end && a.last >= first && !(a.first <= name && a.last >= name)) return;
    }
    if (!Keep(name, first, end)) return;
    std::erase_if(atoms_, [&](const Atom& a) { return inside(a); });
  }

  // `behind`: the next item that is not free.
  void Limit(int first, int end, int behind) {
    if (const int name = NameBefore(first); name >= 0 && OpensTail(r_, first)) {
      if (Ends(first, behind) && !OnlyCounts(name, first, end)) Keep(name, first, behind);
    } else if (const int ahead = NameBehind(first, end); ahead >= 0) {
      Keep(ahead, first, end);
    }
  }

  // The tail at `first` goes no further than `behind`.
  bool Ends(int first, int behind) const {
    if (behind >= c_.end || r_.IsAnyMark(behind, ";)]")) return true;
    const bool cause = r_.WordIsAny(first, {"due to", "because of", "caused by", "secondary to", "related to", "attributed to", "associated with", "resulting", "leading", "causing"});
    return !cause && (r_.IsMark(behind, ',') || r_.IsAny(behind, {Cue::kOr, Cue::kAnd}));
  }
  // "Lines of therapy >= 2", "at most one".
  bool OnlyCounts(int name, int first, int end) const {
    bool number = false, unit = false, word = false;
    for (int i = first; i < end; ++i) {
      number = number || r_.at(i).value;
      unit = unit || r_.Find(i, TermKind::kUnit) != nullptr;
      word = word || (Unread(i) && !r_.IsAny(i, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost}) && !r_.IsNumber(i));
    }
    return (!word && !unit && !r_.IsTerm(name, TermKind::kCondition)) || (number && !unit && !r_.IsTerm(name, TermKind::kCondition)) || (!word && !number);
  }

  // The name that a tail at `first` is said of, or -1.
  int NameBefore(int first) const {
    int i = first - 1;
    if (r_.IsMark(i, '(')) --i;  // "(> 100 beats a minute)"
    for (int steps = 0; i >= c_.begin && steps < 8; --i, ++steps) {
      if (IsName(i)) return i;
      const bool passes = !r_.IsKind(i, Item::Kind::kMark) || r_.IsAnyMark(i, ")-");
      if (!passes || r_.IsNumber(i) || r_.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kReference, Cue::kBefore, Cue::kSince, Cue::kWithin}) || r_.IsAny(i, kLengths) || r_.IsAny(i, kTurning)) return -1;
      if (!r_.at(i).used && !HoldsTogether(r_, i)) return -1;
    }
    return -1;
  }

  // The name that the words of [first, end) stand before as adjectives, or -1.
  int NameBehind(int first, int end) const {
    int unread = 0;
    for (int i = first; i < end; ++i) {
      if (r_.IsNumber(i) || Widens(r_, i)) return -1;
      const bool dose = r_.WordIsAny(i, {"dose", "doses", "dosage"}) || (r_.WordIs(i, "of") && r_.WordIsAny(i - 1, {"dose", "doses", "dosage"}));  // "increasing doses of"
      const bool passes = IsAdjective(r_, i) || dose || r_.IsAnyMark(i, "-/") || r_.IsAny(i, {Cue::kOr, Cue::kAnd}) || (!Unread(i) && r_.Find(i, TermKind::kPlain) != nullptr);
      if (!passes && !IsGerm(i, end)) return -1;
      unread += Unread(i) ? 1 : 0;
    }
    if (unread > 3 || Widens(r_, first - 1)) return -1;
    for (int i = end; i < c_.end && i < end + 4; ++i) {
      if (IsName(i)) return i;
      if (r_.WordIs(i, "virus")) continue;
      if (r_.IsKind(i, Item::Kind::kMark) || !r_.at(i).used || r_.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kNot, Cue::kNo, Cue::kFiller})) return -1;
    }
    return -1;
  }

  // "Vaccinia infection", "Pneumocystis infection": a germ that no table names.
  bool IsGerm(int i, int end) const {
    while (end < c_.end && r_.WordIs(end, "virus")) ++end;
    const Entry* infection = end < c_.end ? r_.Find(end, TermKind::kCondition) : nullptr;
    return infection != nullptr && (infection->id == "active_infection" || infection->id == "active_viral_infection") && i >= end - 3 && r_.IsKind(i, Item::Kind::kWord) && r_.Word(i).size() > 4;
  }

  bool Keep(int name, int first, int end) {
    const std::string words = AsSaid(r_, first, end);
    const Entry* drugs = r_.Find(name, TermKind::kDrugClass);
    if (words.empty() || words.size() > kLongest || (drugs != nullptr && drugs->id == "contraceptive")) return false;
    for (TermKind kind : {TermKind::kCondition, TermKind::kDrug, TermKind::kDrugClass}) {
      const Entry* row = r_.Find(name, kind);
      if (row == nullptr) continue;
      int mentions = 0;
      for (int i = c_.begin; i < c_.end; ++i) mentions += IsName(i) && Names(i, row->id) && !r_.IsMark(i + 1, ':') ? 1 : 0;
      if (mentions != 1) continue;
      const base::Span span = r_.SpanOf(first, end - 1);
      for (Atom& atom : atoms_) {
        if (atom.logistics || atom.first > name || atom.last < name) continue;
        if (!Put(row->id, words, span, r_.at(name).span, &atom.expression)) continue;
        r_.UseRange(first, end - 1);
        atom.first = std::min(atom.first, first);
        atom.last = std::max(atom.last, end - 1);
        return true;
      }
    }
    return false;
  }

  // Moves what is named `id` out of its leaf into one with the words.
  static bool Put(const std::string& id, const std::string& words, base::Span span, base::Span name, Expression* e) {
    for (Expression& child : e->children) {
      if (Put(id, words, span, name, &child)) return true;
    }
    if (e->kind != Expression::Kind::kLeaf) return false;
    if (auto* leaf = std::get_if<ConditionLeaf>(e->leaf.get())) return !leaf->family && PutIllness(id, words, span, leaf, e);
    auto* leaf = std::get_if<TreatmentLeaf>(e->leaf.get());
    if (leaf == nullptr || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || leaf->together || e->span.begin > name.begin || e->span.end < name.end) return false;
    if (std::optional<TreatmentLeaf> own = Split(id, words, &TreatmentLeaf::what, leaf)) return Beside(std::move(own), leaf, leaf->what.empty(), span, e);
    return false;
  }

  static bool PutIllness(const std::string& id, const std::string& words, base::Span span, ConditionLeaf* leaf, Expression* e) {
    if (std::optional<ConditionLeaf> own = Split(id, words, &ConditionLeaf::conditions, leaf)) return Beside(std::move(own), leaf, leaf->conditions.empty(), span, e);
    for (size_t i = 0; i < leaf->unless.size(); ++i) {
      std::optional<ConditionLeaf> own = Split(id, words, &ConditionLeaf::conditions, &leaf->unless[i]);
      if (!own) continue;
      if (leaf->unless[i].conditions.empty()) leaf->unless[i] = *std::move(own);
      else leaf->unless.push_back(*std::move(own));
      e->span = base::Cover(e->span, span);
      return true;
    }
    const auto at = std::find(leaf->except.begin(), leaf->except.end(), id);
    if (at == leaf->except.end()) return false;
    leaf->except.erase(at);
    ConditionLeaf own;
    own.conditions = {id};
    own.said = {words};
    leaf->unless.push_back(std::move(own));
    e->span = base::Cover(e->span, span);
    return true;
  }

  // Puts `own` in the place of its leaf, where nothing is left of that, or beside it.
  template <typename L>
  static bool Beside(std::optional<L> own, L* leaf, bool alone, base::Span span, Expression* e) {
    if (alone) {
      *leaf = *std::move(own);
      e->span = base::Cover(e->span, span);
      return true;
    }
    Expression limited = Expression::OfLeaf(*std::move(own), base::Cover(e->span, span), e->rule);
    Expression rest = std::move(*e);
    std::vector<Expression> any;
    any.push_back(std::move(rest));
    any.push_back(std::move(limited));
    *e = Expression::Any(std::move(any));
    return true;
  }

  // The leaf of this one alone, with the words; its id is taken from `leaf`.
  template <typename L>
  static std::optional<L> Split(const std::string& id, const std::string& words, std::vector<std::string> L::*ids, L* leaf) {
    const auto at = std::find((leaf->*ids).begin(), (leaf->*ids).end(), id);
    if (at == (leaf->*ids).end()) return std::nullopt;
    (leaf->*ids).erase(at);
    L own = *leaf;
    own.*ids = {id};
    own.said.push_back(words);
    return own;
  }

  Reading& r_;
  Clause c_;
  Mood mood_;
  Atoms& atoms_;
};

}  // namespace

std::string AsSaid(const Reading& r, int first, int end) {
  std::string out;
  for (char c : base::Slice(r.text(), r.SpanOf(first, end - 1))) {
    const bool letter = c > ' ' && c != '"' && c != '\\';
    if (letter) out.push_back(base::ToLower(c));
    else if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  return out;
}

namespace {

std::optional<Expression> TurnAsSaid(Reading& r, Clause turn, const Expression& content) {
  size_t kind = 0;
  int end = turn.end;
  while (end > turn.begin + 1 && r.IsAnyMark(end - 1, ".;:,)")) --end;
  if (turn.begin + 1 >= end || r.at(turn.begin).lead || r.IsMark(turn.end - 1, ':') || !TakesWords(content, &kind) || kind == 0) return std::nullopt;
  for (int i = turn.begin; i < end; ++i) {
    // What goes on behind a stop, or turns again, is more than these words.
    if (r.IsMark(i, ';') || (i > turn.begin && r.IsAny(i, {Cue::kHowever, Cue::kExcluded, Cue::kPermitted, Cue::kMustNot, Cue::kNote}))) return std::nullopt;
  }
  const std::string words = AsSaid(r, turn.begin + 1, end);
  if (words.size() < 3 || words.size() > kLongest) return std::nullopt;
  std::optional<Expression> leaf = LeafWithWords(content, {words}, r.SpanOf(turn.begin, end - 1));
  if (leaf) TimeCuredCancer(r, turn, &*leaf);
  if (leaf) r.UseRange(turn.begin, turn.end - 1);
  return leaf;
}

}  // namespace

TurnReading ReadTurn(Reading& r, const Part& part, Clause turn, const Expression& before) {
  if (part.found) return {part.content, true};
  if (std::optional<Expression> ceiling = SteroidCeiling(r, turn)) return {Expression::All(*std::move(ceiling), Expression::Opaque(r.SpanOf(turn.begin, turn.end - 1))), false};
  if (std::optional<Expression> said = part.logistics ? std::nullopt : TurnAsSaid(r, turn, before)) return {*std::move(said), true};
  return {Expression::Opaque(r.SpanOf(turn.begin, turn.end - 1)), false};
}

void KeepWordsBeside(Reading& reading, Clause clause, Mood mood, Atoms& atoms) {
  const bool any = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return !a.logistics; });
  if (any) WordsBeside(reading, clause, mood, atoms).Run();
}

}  // namespace trialmatch::rules
