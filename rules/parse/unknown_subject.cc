#include "rules/parse/unknown_subject.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"
#include "rules/parse/part.h"

namespace trialmatch::rules {
namespace {

// What stands in [own, demand) narrows whom the demand about a therapy is for, and was not read.
bool SubjectUnread(const Reading& r, int own, int demand, int end) {
  if (!HasCue(r, demand, end, {Cue::kPrior, Cue::kProgressed, Cue::kLine})) return false;
  for (int i = own; i < demand; ++i) {
    if (r.at(i).used) continue;
    const bool word = r.IsKind(i, Item::Kind::kWord) && r.Word(i).size() > 3;
    if (word || r.IsTermOf(i, KindBits({TermKind::kAlteration, TermKind::kMutation, TermKind::kGene}))) return true;
  }
  return false;
}

}  // namespace

std::optional<Statement> DemandOfUnread(Reading& r, Clause sentence, int demand, Statement blank) {
  if (!SubjectUnread(r, sentence.begin, demand, sentence.end)) return std::nullopt;
  Part what = ReadPart(r, {demand + 1, sentence.end}, Mood::kRequires);
  if (!what.found || !(what.topic == Topic::kPriorTherapy || what.topic == Topic::kLineOfTherapy)) return std::nullopt;
  blank.topic = what.topic;
  blank.content = Expression::When(Expression::Opaque(r.SpanOf(sentence.begin, demand - 1)), std::move(what.content));
  blank.understood = Understood::kPartial;
  return blank;
}

void HoldForOthers(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  int others = -1;
  for (int i = sentence.begin; i < std::min(sentence.end, sentence.begin + 4) && others < 0; ++i) {
    if (r.WordIsAny(i, {"other", "others", "all other", "all others", "those without", "other patients"})) others = i;
    else if (!r.IsAny(i, {Cue::kFor, Cue::kFiller, Cue::kAnd}) && !r.WordIs(i, "all")) return;
  }
  if (others < 0 || !r.MayHoldCue({Cue::kMust}) || !HasCue(r, others, std::min(sentence.end, others + 4), {Cue::kMust})) return;
  std::vector<Expression> named;
  for (size_t k = 0; k < from; ++k) {
    if ((*all)[k].content.kind == Expression::Kind::kWhen) named.push_back((*all)[k].content.children[0]);
  }
  if (named.empty()) return;
  const Expression rest = Expression::Not(Expression::Any(std::move(named)));
  for (size_t k = from; k < all->size(); ++k) {
    Statement& s = (*all)[k];
    if (s.mood == Mood::kRequires && !s.logistics && !s.empty && s.content.kind != Expression::Kind::kWhen) s.content = Expression::When(rest, std::move(s.content));
  }
}

namespace {

void CollectGenes(const Expression& asked, std::vector<std::string>* genes) {
  const auto* leaf = asked.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(asked.leaf.get()) : nullptr;
  if (leaf != nullptr && leaf->genes.size() == 1 && leaf->genes[0] != "driver" && !leaf->tested) genes->push_back(leaf->genes[0]);
  if (asked.kind != Expression::Kind::kAll) return;
  for (const Expression& child : asked.children) CollectGenes(child, genes);
}

// Of whoever has a driver alteration, whichever; nullptr where it is of others.
MarkerLeaf* OfAnyDriver(Statement& s) {
  Expression* whom = s.content.kind == Expression::Kind::kWhen ? &s.content.children[0] : nullptr;
  auto* leaf = whom != nullptr && whom->kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(whom->leaf.get()) : nullptr;
  return leaf != nullptr && leaf->genes.size() == 1 && leaf->genes[0] == "driver" && leaf->except_genes.empty() ? leaf : nullptr;
}

}  // namespace

void DoubtDriverAskedFor(size_t from, std::vector<Statement>* all) {
  // A long list has few conditions, and is not looked through for the others.
  if (std::none_of(all->begin() + static_cast<std::ptrdiff_t>(from), all->end(), [](Statement& s) { return OfAnyDriver(s) != nullptr; })) return;
  std::vector<std::string> genes;
  for (size_t k = 0; k < from; ++k) {
    if ((*all)[k].mood == Mood::kRequires) CollectGenes((*all)[k].content, &genes);
  }
  for (size_t k = from; k < all->size() && !genes.empty(); ++k) {
    MarkerLeaf* leaf = OfAnyDriver((*all)[k]);
    if (leaf == nullptr) continue;
    Expression* whom = &(*all)[k].content.children[0];
    MarkerLeaf own = *leaf;
    own.genes = genes;
    leaf->except_genes = genes;
    Expression perhaps = Expression::All(Expression::OfLeaf(std::move(own), whom->span, whom->rule), Expression::Opaque(whom->span));
    *whom = Expression::Any(std::move(*whom), std::move(perhaps));
  }
}

void HoldForSamePatients(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  if (from == 0 || !r.Is(sentence.begin, Cue::kAnd)) return;
  const Expression& before = (*all)[from - 1].content;
  if (before.kind != Expression::Kind::kWhen || before.children[0].kind != Expression::Kind::kOpaque) return;
  const Expression whom = before.children[0];
  for (size_t k = from; k < all->size(); ++k) {
    Statement& s = (*all)[k];
    if (s.mood == Mood::kRequires && !s.logistics && !s.empty) s.content = Expression::When(whom, std::move(s.content));
  }
}

std::optional<Statement> OfUnreadPeople(base::Span who, Part what, Statement blank, Statement site_only) {
  if (!what.found) return what.logistics ? std::optional<Statement>(std::move(site_only)) : std::nullopt;
  blank.mood = Mood::kRequires;
  blank.topic = what.topic;
  blank.content = Expression::When(Expression::Opaque(who), std::move(what.content));
  blank.understood = Understood::kPartial;
  return blank;
}

bool AreCandidates(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (!r.Is(i, Cue::kPlanned) || !r.WordStarts(i, {"eligible for", "candidate", "appropriate for", "suitable for"})) continue;
    for (int k = i + 1; k < end && k <= i + 3; ++k) {
      if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return true;
    }
  }
  return false;
}

bool HoldsForAnyCancer(const Expression& who) {
  return who.kind == Expression::Kind::kAny && std::any_of(who.children.begin(), who.children.end(), [](const Expression& each) { return BareDisease(each) != nullptr; });
}

bool AdmitsTumours(const Reading& r, int demand, const Expression& who) {
  if (!r.WordStarts(demand, {"are eligible and"})) return false;
  const auto names_several = [](const Expression& e) {
    const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
    return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease && leaf->values.size() > 1;
  };
  return names_several(who) || (who.kind == Expression::Kind::kAll && std::any_of(who.children.begin(), who.children.end(), names_several));
}

bool OfWorsePerformance(const Expression& who) {
  const auto* scale = who.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(who.leaf.get()) : nullptr;
  return scale != nullptr && scale->quantity == "ecog" && scale->bounds.low && *scale->bounds.low >= 2;
}

Part ReadSubject(Reading& r, int begin, int end) {
  const int except = r.FindCue(begin, end, {Cue::kExcept});
  bool all = except > begin;
  for (int i = begin; i < except; ++i) all = all && (r.Is(i, Cue::kFiller) || r.IsMark(i, ',') || r.Find(i, TermKind::kPlain) != nullptr);
  // "Patients with HIV except ..." are some already.
  if (!all || HasCue(r, begin, except, {Cue::kWith})) return ReadPart(r, {begin, end}, Mood::kPermits);
  Part who = ReadPart(r, {except + 1, end}, Mood::kPermits);
  if (!who.found) return who;
  r.UseRange(begin, except);
  who.content = Expression::Not(std::move(who.content));
  who.topic = Topic::kStageSetting;   // which of all, and no illness of which more is asked
  return who;
}

bool HoldsBound(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<CompareLeaf>(*e.leaf);
  return std::any_of(e.children.begin(), e.children.end(), HoldsBound);
}

}  // namespace trialmatch::rules
