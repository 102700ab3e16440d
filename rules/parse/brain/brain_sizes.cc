#include "rules/parse/brain/brain_sizes.h"

#include <algorithm>
#include <utility>

#include "rules/parse/brain/brain_words.h"
#include "rules/parse/numbers.h"

namespace trialmatch::rules {

BrainSizes ReadBrainSizes(Reading& r, Clause clause, const std::vector<int>& brain) {
  BrainSizes out;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used) continue;
    auto bound = ReadBound(r, i, clause.end);
    if (!bound) continue;
    bool millimetres = bound->unit == "mm", centimetres = bound->unit == "cm";
    // "Within 1 cm of the brain stem" is no size.
    if ((millimetres || centimetres) && (r.WordIsAny(bound->last + 1, {"of", "from"}) || r.Is(bound->last + 1, Cue::kBefore))) {
      i = bound->last;
      continue;
    }
    if (millimetres || centimetres) {
      double scale = centimetres ? 10 : 1;
      out.largest_mm = SizeOfLesions(r, *bound);
      if (out.largest_mm->low) *out.largest_mm->low *= scale;
      if (out.largest_mm->high) *out.largest_mm->high *= scale;
    } else if (bound->has_comparison && bound->unit.empty() && std::any_of(brain.begin(), brain.end(), [&](int noun) { return noun > bound->last && noun <= bound->last + 3; })) {
      out.count = bound->bounds;
    } else {
      continue;
    }
    r.UseRange(bound->first, bound->last);
    for (int k = bound->last + 1; k < clause.end && k <= bound->last + 2; ++k) {
      if (r.Is(k, Cue::kSize)) r.Use(k);
    }
    out.first = out.first < 0 ? bound->first : std::min(out.first, bound->first);
    out.last = std::max(out.last, bound->last);
    i = bound->last;
  }
  return out;
}

bool OrBefore(const Reading& r, int state, const BrainSizes& sizes) {
  if (r.WordStarts(sizes.first, {"or "})) return true;
  const int from = std::min(state, sizes.last), to = std::max(state, sizes.first);
  const int joint = r.FindCue(from, to, {Cue::kOr});
  // "A lesion of at least 5 mm *that* is untreated or progressing": both states are of that size.
  const int who = sizes.last < state ? r.FindCue(from, to, {Cue::kWho}) : -1;
  return joint >= 0 && !(who >= 0 && who < joint);
}

bool LimitsSize(const Reading& r, Clause clause, int noun, const BrainSizes& sizes) {
  if (!sizes.largest_mm || !sizes.largest_mm->high || sizes.largest_mm->low || (sizes.count && sizes.count->low)) return false;
  if (r.WordIsAny(noun - 1, {"any", "all"}) || r.WordIsAny(noun - 2, {"any", "all"})) return false;   // "any untreated metastases must be": read of each
  return HasCue(r, clause.begin, clause.end, {Cue::kPermitted}) || r.Is(clause.end, Cue::kPermitted) || HasCue(r, noun + 1, clause.end, {Cue::kMust});
}

std::vector<Expression> WithSizes(const Reading& r, int state, const BrainSizes& sizes, BrainLeaf::Site site, base::Span span, std::vector<Expression> states) {
  if (!sizes.largest_mm && !sizes.count) return states;
  if (OrBefore(r, state, sizes)) {
    BrainLeaf size;
    size.site = site;
    size.largest_mm = sizes.largest_mm;
    size.count = sizes.count;
    states.push_back(Expression::OfLeaf(std::move(size), span, "brain.size"));
    return states;
  }
  for (Expression& one : states) {
    auto* leaf = one.kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(one.leaf.get()) : nullptr;
    if (leaf == nullptr) continue;
    leaf->largest_mm = sizes.largest_mm;
    leaf->count = sizes.count;
  }
  return states;
}

}  // namespace trialmatch::rules
