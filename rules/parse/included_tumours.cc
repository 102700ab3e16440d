#include "rules/parse/included_tumours.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool AsksForTumour(const Expression& e) {
  if (e.kind == Expression::Kind::kNot || e.kind == Expression::Kind::kWhen) return false;
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return (leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease) || std::any_of(e.children.begin(), e.children.end(), AsksForTumour);
}

bool Demands(const Statement& s) { return !s.empty && !s.logistics && s.mood == Mood::kRequires; }

// The sentence that announces a list of at least two, or the end.
size_t Announcement(const Reading& r, const Clauses& sentences) {
  for (size_t k = 0; k + 1 < sentences.size(); ++k) {
    for (int i = sentences[k].begin + 1; i < sentences[k].end; ++i) {
      if (r.IsMark(i, ':') && r.Is(i - 1, Cue::kIncluding)) return r.IsMark(sentences[k + 1].begin - 1, ';') || sentences[k].end <= i + 1 ? k : sentences.size();
    }
  }
  return sentences.size();
}

}  // namespace

void JoinIncludedTumours(const Reading& r, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements) {
  const size_t head = Announcement(r, sentences);
  if (head == sentences.size()) return;
  std::vector<std::vector<Expression>> ways;
  std::vector<Statement*> joined;
  bool full = true;
  for (size_t k = head; k < sentences.size(); ++k) {
    const bool next = k > head && r.IsMark(sentences[k].begin - 1, ';');
    for (size_t s = from[k]; s < from[k + 1]; ++s) {
      Statement& one = (*statements)[s];
      if (!Demands(one)) continue;
      const bool tumour = AsksForTumour(one.content), opens = ways.empty() || (next && s == from[k]);
      // "Other solid tumours with peritoneal metastasis": a way of which the tumour was not read.
      const bool unread = !tumour && opens && !ways.empty() && HasTermOf(r, sentences[k].begin, sentences[k].end, KindBit(TermKind::kDisease));
      if (opens && !tumour && !unread) return;
      if (opens || tumour) ways.emplace_back();
      ways.back().push_back(unread ? Expression::Opaque(one.span) : one.content);
      joined.push_back(&one);
      full = full && !unread && one.understood == Understood::kFull;
    }
  }
  if (ways.size() < 2) return;
  std::vector<Expression> any;
  for (std::vector<Expression>& way : ways) any.push_back(Expression::All(std::move(way)));
  joined.front()->content = Expression::Any(std::move(any));
  joined.front()->understood = full ? Understood::kFull : Understood::kPartial;
  for (size_t j = 1; j < joined.size(); ++j) {
    joined[j]->empty = true;
    joined[j]->content = Expression::Always(joined[j]->span, "nothing_said");
  }
}

}  // namespace trialmatch::rules
