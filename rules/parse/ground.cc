#include "rules/parse/ground.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "rules/parse/residue.h"
#include "rules/parse/telling.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kDenials = {Cue::kNo,       Cue::kNot,   Cue::kWithout,    Cue::kMustNot,
                             Cue::kExcluded, Cue::kNaive, Cue::kNotRequired};
// Said of the leaf they stand beside, with or without a number of their own.
constexpr CueSet kFrame = {Cue::kWithin, Cue::kBefore,    Cue::kSince, Cue::kPrior,
                           Cue::kOngoing, Cue::kReference, Cue::kTreated};
constexpr CueSet kBoundary = {Cue::kAnd, Cue::kOr, Cue::kWho, Cue::kWith};

// The leaf itself says that something is not there.
bool SpeaksOfAbsence(const Leaf& leaf) {
  if (const auto* t = std::get_if<TreatmentLeaf>(&leaf)) {
    return t->outcome == TreatmentLeaf::Outcome::kNoProgression ||
           t->quantifier == TreatmentLeaf::Quantifier::kOnly ||
           (t->count && t->count->high && *t->count->high < 1);
  }
  if (const auto* c = std::get_if<ConditionLeaf>(&leaf)) {
    return c->viral_load_undetectable.value_or(false) ||
           c->status == ConditionLeaf::Status::kUncontrolled;
  }
  if (const auto* b = std::get_if<BrainLeaf>(&leaf)) {
    for (const auto& state : {b->treated, b->active, b->progressing, b->stable, b->symptomatic,
                              b->on_steroids, b->steroids_increasing}) {
      if (state) return true;
    }
    return false;
  }
  return std::holds_alternative<StandardTherapyLeaf>(leaf);
}

// Leaves that stand at one place ("AST and ALT <= 3 x ULN" is two of them).
struct Block {
  base::Span span;
  int first = 0, last = 0;  // items
  bool denied = false;      // a denial beside it is in the reading
  absl::InlinedVector<Expression*, 4> leaves;
};

class Grounding {
 public:
  Grounding(const Reading& reading, int begin, int end, Section section)
      : r_(reading), begin_(begin), end_(end), excludes_(section == Section::kExclusion) {}

  void Run(Combined* combined) {
    // "No active infection" among the exclusions: its denial has turned the section already.
    excludes_ = excludes_ && combined->mood != Mood::kRequires;
    Collect(combined->expression, false);
    FindItems();
    if (!blocks_.empty()) Grow();
    for (Block& block : blocks_) {
      base::Span span = base::Cover(block.span, r_.SpanOf(block.first, block.last));
      for (Expression* leaf : block.leaves) leaf->span = span;
    }
    Recover(combined->expression);
    SetAside(&combined->asides);
    if (combined->understood != Understood::kFull || combined->topic == Topic::kLogistics) return;
    for (int i = begin_; i < end_; ++i) {
      if (covered(i) || IsAside(i) || !Tells(i)) continue;
      combined->understood = Understood::kPartial;
      return;
    }
  }

 private:
  void Collect(Expression& e, bool denied) {
    if (e.kind == Expression::Kind::kLeaf && !e.span.empty()) {
      Block& block = BlockOf(e.span);
      block.denied = block.denied || denied != excludes_ || SpeaksOfAbsence(e.leaf);
      block.leaves.push_back(&e);
    }
    if (e.kind == Expression::Kind::kAlways) always_.push_back(&e);
    const bool turns = e.kind == Expression::Kind::kNot;
    for (Expression& child : e.children) Collect(child, denied != turns);
  }

  // The block at the span, a new one if need be.
  Block& BlockOf(base::Span span) {
    constexpr size_t kFew = 16;  // are looked through faster than looked up
    if (blocks_.size() < kFew) {
      const auto same = std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& b) { return b.span == span; });
      return same != blocks_.end() ? *same : blocks_.emplace_back(Block{.span = span});
    }
    if (block_at_.empty()) {
      for (size_t i = 0; i < blocks_.size(); ++i) block_at_.try_emplace({blocks_[i].span.begin, blocks_[i].span.end}, i);
    }
    const auto [at, is_new] = block_at_.try_emplace({span.begin, span.end}, blocks_.size());
    return is_new ? blocks_.emplace_back(Block{.span = span}) : blocks_[at->second];
  }

  // Which items each block holds; a block of the lead-in alone holds none of the item's own.
  void FindItems() {
    covered_.assign(static_cast<size_t>(end_ - begin_), false);
    std::sort(blocks_.begin(), blocks_.end(),
              [](const Block& a, const Block& b) { return a.span.begin < b.span.begin; });
    int from = begin_;
    for (Block& block : blocks_) {
      while (from < end_ && r_.at(from).span.end <= block.span.begin) ++from;
      int to = from;
      while (to < end_ && r_.at(to).span.begin < block.span.end) cover(to++);
      block.first = from;
      block.last = to - 1;
    }
    blocks_.erase(std::remove_if(blocks_.begin(), blocks_.end(), [](const Block& b) { return b.last < b.first; }), blocks_.end());
    for (const Expression* always : always_) {
      for (int i = FirstAt(always->span.begin); i < end_ && r_.at(i).span.end <= always->span.end; ++i) {
        if (Answers(*always, i)) cover(i);
      }
    }
  }

  // The first of the items that does not start before the byte.
  int FirstAt(uint32_t byte) const {
    int from = begin_, to = end_;
    while (from < to) {
      const int middle = from + (to - from) / 2;
      if (r_.at(middle).span.begin < byte)
        from = middle + 1;
      else
        to = middle;
    }
    return from;
  }

  // What constrains nothing answers for its words; a lead-in only for what its list takes over, its
  // denial and its time.
  bool Answers(const Expression& always, int i) const {
    if (always.rule == "explains") return r_.IsAny(i, kDenials);
    if (always.rule != "lead_in") return true;
    bool time = r_.IsNumber(i) || r_.IsAny(i, kFrame) ||
                r_.IsAny(i, {Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kYear, Cue::kHour, Cue::kPrior});
    return time || r_.IsAny(i, kDenials);
  }

  void Grow() {
    const Clauses sentences = Sentences();
    const auto sentence_of = [&](int i) {
      auto behind = std::upper_bound(sentences.begin(), sentences.end(), i,
                                     [](int item, const Clause& s) { return item < s.begin; });
      const bool inside = behind != sentences.begin() && i < std::prev(behind)->end;
      return inside ? *std::prev(behind) : Clause{i, i + 1};
    };
    // First what stands before a leaf and belongs to it ("no prior", "at least 4 weeks since"),
    // then what trails it, then what is left.
    enum { kNear, kRight, kLeft };
    for (int pass : {kNear, kRight, kLeft}) {
      for (Block& block : blocks_) {
        const Clause sentence = sentence_of(pass == kRight ? block.last : block.first);
        if (pass == kRight)
          block.last = Walk(block, block.last, 1, sentence, false);
        else
          block.first = Walk(block, block.first, -1, sentence, pass == kNear);
      }
    }
  }

  // A sentence that has no leaf goes with the one before it, or behind it: "prior crizotinib is
  // acceptable; other ALK inhibitors are not" is one leaf.
  Clauses Sentences() const {
    const Clauses sentences = SplitSentences(r_, begin_, end_);
    if (sentences.size() < 2) return sentences;
    Marks in_leaf(covered_.size(), false);  // by own item
    for (const Block& b : blocks_)
      std::fill(in_leaf.begin() + (b.first - begin_), in_leaf.begin() + (b.last + 1 - begin_), char{true});
    Clauses out;
    bool any_leaf = false;
    for (const Clause& sentence : sentences) {
      const auto end = in_leaf.begin() + (sentence.end - begin_);
      const bool has_leaf = std::find(in_leaf.begin() + (sentence.begin - begin_), end, char{true}) != end;
      if (!out.empty() && (!has_leaf || !any_leaf))
        out.back().end = sentence.end;
      else
        out.push_back(sentence);
      any_leaf = any_leaf || has_leaf;
    }
    return out;
  }

  // The furthest item in the direction of `step` that belongs to the block.
  int Walk(const Block& block, int from, int step, Clause sentence, bool stops_at_boundary) {
    int reached = from;
    for (int i = from + step; i >= sentence.begin && i < sentence.end && !covered(i); i += step) {
      if (stops_at_boundary && (r_.IsAny(i, kBoundary) || r_.IsAnyMark(i, ",():"))) break;
      const bool is_word = !r_.IsKind(i, Item::Kind::kMark);
      if (r_.at(i).aside) continue;
      if (r_.at(i).used && is_word) {
        reached = i;
      } else if (r_.IsAny(i, kDenials) || r_.WordIs(i, "no other")) {
        if (!block.denied) break;
        reached = i;
      } else if (r_.IsAny(i, kFrame)) {
        reached = i;
      } else if (!HoldsTogether(r_, i) && !r_.IsAny(i, {Cue::kOr, Cue::kWhen, Cue::kHowever})) {
        break;
      }
    }
    for (int i = from; i != reached + step; i += step) cover(i);
    return reached;
  }

  bool IsAside(int i) const { return r_.at(i).aside || r_.Find(i, TermKind::kPlain) != nullptr; }

  // What stands beside the leaves and constrains nobody, adjoining words in one span.
  void SetAside(std::vector<base::Span>* spans) const {
    int last = -2;
    for (int i = begin_; i < end_; ++i) {
      if (r_.at(i).lead || covered(i) || !IsAside(i)) continue;
      if (i == last + 1)
        spans->back() = base::Cover(spans->back(), r_.at(i).span);
      else
        spans->push_back(r_.at(i).span);
      last = i;
    }
  }

  bool covered(int i) const { return covered_[static_cast<size_t>(i - begin_)]; }
  void cover(int i) { covered_[static_cast<size_t>(i - begin_)] = true; }

  bool Tells(int i) const {
    const Item& item = r_.at(i);
    if (JoinsList(item.terms, r_.lexicon())) return false;
    if (TellingOfTerms(item.terms)) return true;
    if (item.kind == Item::Kind::kNumber) return true;
    if (item.kind == Item::Kind::kComparison || item.kind == Item::Kind::kMark) return false;
    return AnyWordTells(r_.Word(i));
  }

  bool AnyWordTells(std::string_view words) const {
    constexpr std::string_view kBetween = " \t\r\n-/,.()";
    while (!words.empty()) {
      const size_t size = std::min(words.find_first_of(kBetween), words.size());
      const std::string_view word = words.substr(0, size);
      const bool number = !word.empty() && word[0] >= '0' && word[0] <= '9';
      if (number || TellingOfWord(word, r_.lexicon())) return true;
      words.remove_prefix(std::min(size + 1, words.size()));
    }
    return false;
  }

  // Groups stand where their leaves stand.
  static void Recover(Expression& e) {
    if (e.children.empty()) return;
    base::Span span;
    for (Expression& child : e.children) {
      Recover(child);
      span = base::Cover(span, child.span);
    }
    if (!e.span.empty()) e.span = span;
  }

  const Reading& r_;
  int begin_, end_;
  bool excludes_;
  using Marks = absl::InlinedVector<char, 120>;

  absl::InlinedVector<Block, 4> blocks_;
  absl::flat_hash_map<std::pair<uint32_t, uint32_t>, size_t> block_at_;  // by its span
  absl::InlinedVector<const Expression*, 4> always_;
  Marks covered_;  // by own item
};

}  // namespace

void Ground(const Reading& reading, int begin, int end, Section section, Combined* combined) {
  Grounding(reading, begin, end, section).Run(combined);
}

}  // namespace trialmatch::rules
