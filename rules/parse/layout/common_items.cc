#include "rules/parse/layout/common_items.h"

#include <algorithm>
#include <bit>
#include <initializer_list>

#include "base/ascii.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/flat_cohorts.h"
#include "rules/text/stems.h"

namespace trialmatch::rules {
namespace {

// What a protocol asks of everybody once: a bit each.
enum Common : uint8_t {
  kPerformance = 1,
  kExpectancy = 2,
  kOrgans = 4,
  kConsent = 8,
  kPregnancy = 16
};
enum class Reach : uint8_t { kCommon, kAll };
constexpr size_t kMostCohorts = 200;  // of a text that means them
constexpr uint8_t kOfHealth = kPerformance | kExpectancy | kOrgans;

uint8_t CommonOf(std::string_view text, const OutlineItem& item) {
  const std::string_view words = base::Slice(text, item.body).substr(0, 160);
  const auto says = [words](std::initializer_list<std::string_view> cues) {
    return std::any_of(cues.begin(), cues.end(), [words](std::string_view cue) {
      return base::ContainsIgnoreCase(words, cue);
    });
  };
  static constexpr Stems kAny({"performance s", "ecog", "karnofsky", "life expect", "organ ", "function", "hematolog", "haematolog", "neutrophil", "informed", "pregnancy", "contracepti", "birth"});
  if (!kAny.AnyIn(words)) return 0;   // as most say nothing of it
  if (says({"performance status", "ecog", "karnofsky", "performance score"})) return kPerformance;
  if (says({"life expectancy"})) return kExpectancy;
  if (says({"organ function", "organ and", "marrow function", "hematologic", "haematologic",
            "hepatic function", "liver function", "renal function", "neutrophil"}))
    return kOrgans;
  if (says({"informed consent"})) return kConsent;
  if (says({"pregnancy test", "contracepti", "birth control"})) return kPregnancy;
  return 0;
}

class Parts {
 public:
  Parts(std::string_view text, const std::vector<Cohort>& cohorts, OutlineReading* all)
      : text_(text), cohorts_(cohorts), all_(*all) {}

  // One part is freed of what is common; true when any was.
  bool FreeLast() {
    const int last = LastInPart();
    if (last < 0) return false;
    const std::vector<int> part = cohorts_of(last);
    if (!Alternatives(part)) return false;
    const uint8_t inside = KindsIn(part), outside = KindsOutside(part);
    const bool several = (inside & (inside - 1)) != 0;
    if (!several || (inside & kOfHealth) == 0 || (inside & outside & kOfHealth) != 0) return false;
    const int ended = BehindOthers(part);
    const int first = ended >= 0 ? ended : FirstWithAge(part, FirstCommon(part));
    if (first < 0) return false;
    const bool behind_parts = OthersStandBefore(part, first) && TellsOwn(part, first);
    if (!behind_parts && !OnlyPart(part, inside, first)) return false;
    Free(part, first, ended >= 0 ? Reach::kAll : Reach::kCommon);
    return true;
  }

 private:
  const OutlineItem& item(int i) const { return all_.outline.items[static_cast<size_t>(i)]; }
  ItemReading& read(int i) const { return all_.items[static_cast<size_t>(i)]; }
  int size() const { return static_cast<int>(all_.items.size()); }
  const std::vector<int>& cohorts_of(int i) const { return read(i).context.cohorts; }
  bool inclusion(int i) const { return item(i).section == Section::kInclusion; }
  bool Holds(const std::vector<int>& part, int i) const {
    return inclusion(i) && cohorts_of(i) == part;
  }

  // The last inclusion that lies in a part without a label of its own.
  int LastInPart() const {
    for (int i = size() - 1; i >= 0; --i) {
      if (inclusion(i) && !read(i).context.labelled) return cohorts_of(i).empty() ? -1 : i;
    }
    return -1;
  }

  bool Alternatives(const std::vector<int>& part) const {
    return std::all_of(part.begin(), part.end(), [this](int c) {
      return cohorts_[static_cast<size_t>(c)].kind == Cohort::Kind::kAlternative;
    });
  }

  bool Inside(int cohort, const std::vector<int>& part) const {
    for (; cohort >= 0; cohort = cohorts_[static_cast<size_t>(cohort)].parent) {
      if (std::find(part.begin(), part.end(), cohort) != part.end()) return true;
    }
    return false;
  }
  bool OfOthers(int i, const std::vector<int>& part) const {
    const std::vector<int>& own = cohorts_of(i);
    return !own.empty() &&
           std::none_of(own.begin(), own.end(), [&](int c) { return Inside(c, part); }) &&
           std::none_of(part.begin(), part.end(), [&](int c) { return Inside(c, own); });
  }

  // Another part has items before what is common.
  bool OthersStandBefore(const std::vector<int>& part, int first) const {
    for (int i = 0; i < first; ++i) {
      if (inclusion(i) && OfOthers(i, part)) return true;
    }
    return false;
  }

  // "For the expansion cohort only:" is the one part that is named: whom the study takes stands
  // before it, and nearly all that is asked of everybody behind it.
  bool OnlyPart(const std::vector<int>& part, uint8_t inside, int first) const {
    if (cohorts_.size() != 1 || std::popcount(inside) < 3) return false;
    bool own = false, before = false;
    for (int i = 0; i < first; ++i) {
      const bool asks = read(i).combined.expression.kind != Expression::Kind::kAlways;
      own = own || Holds(part, i);
      before = before || (inclusion(i) && cohorts_of(i).empty() && asks);
    }
    return own && before;
  }

  // Under "For cohort B:" a line "For cohorts A, C and D: ...": what follows it is of none of them.
  int BehindOthers(const std::vector<int>& part) const {
    bool inside = false, ended = false;
    for (int i = 0; i < size(); ++i) {
      if (item(i).parent >= 0) continue;
      const bool own = Holds(part, i) && !read(i).context.labelled;
      if (own && ended) return i;
      inside = inside || own;
      ended = inside && inclusion(i) && read(i).context.labelled && OfOthers(i, part);
    }
    return -1;
  }

  // "Age >= 18" right before it.
  int FirstWithAge(const std::vector<int>& part, int first) const {
    const auto age = [&](int i) {
      return Holds(part, i) && !read(i).context.labelled &&
             read(i).combined.topic == Topic::kAgeSex;
    };
    while (first > 0 && age(first - 1)) --first;
    return first;
  }

  // Asked of everybody, when it stands behind what is.
  bool OfEverybody(int i) const {
    switch (read(i).combined.topic) {
      case Topic::kPerformance:
      case Topic::kMeasurable:
      case Topic::kLab:
      case Topic::kComorbidity:
      case Topic::kCns:
      case Topic::kReproductive:
      case Topic::kAgeSex:
      case Topic::kLogistics:
        return true;
      default:
        return CommonOf(text_, item(i)) != 0;
    }
  }

  uint8_t KindsIn(const std::vector<int>& part) const {
    uint8_t kinds = 0;
    for (int i = 0; i < size(); ++i) {
      if (Holds(part, i) && !read(i).context.labelled) kinds |= CommonOf(text_, item(i));
    }
    return kinds;
  }
  uint8_t KindsOutside(const std::vector<int>& part) const {
    uint8_t kinds = 0;
    for (int i = 0; i < size(); ++i) {
      if (inclusion(i) && (!Holds(part, i) || read(i).context.labelled))
        kinds |= CommonOf(text_, item(i));
    }
    return kinds;
  }

  // Where what is common begins: "3." below "2. For dose expansion:", or the first that asks for
  // it.
  int FirstCommon(const std::vector<int>& part) const {
    int first = 0;
    while (first < size() && (!Holds(part, first) || read(first).context.labelled ||
                              CommonOf(text_, item(first)) == 0))
      ++first;
    if (first == size()) return -1;
    const int parent = item(first).parent;
    const int next = parent >= 0 ? NumberOf(parent) + 1 : 0;
    if (next <= 1 || NumberOf(first) < next) return first;
    for (const int child : all_.children[static_cast<size_t>(parent)]) {
      if (NumberOf(child) == next && child <= first && !read(child).context.labelled) return child;
    }
    return first;
  }

  int NumberOf(int i) const {
    std::string_view marker =
        text_.substr(item(i).span.begin, item(i).body.begin - item(i).span.begin);
    int number = 0;
    for (const char c : marker) {
      if (c < '0' || c > '9') break;
      number = number * 10 + (c - '0');
      if (number > 999) return 0;
    }
    return number;
  }

  // Something of its own stands before: it is a part of its own then too.
  bool TellsOwn(const std::vector<int>& part, int end) const {
    for (int i = 0; i < end; ++i) {
      const Combined& c = read(i).combined;
      if (Holds(part, i) && c.understood != Understood::kNone &&
          c.expression.kind != Expression::Kind::kAlways &&
          c.expression.kind != Expression::Kind::kOpaque)
        return true;
    }
    return false;
  }

  // Numbered on from the list of the parts, or behind other parts, all of it is common; else what
  // is asked of everybody, with its list.
  void Free(const std::vector<int>& part, int first, Reach reach) {
    std::vector<int> around;
    const int parent = cohorts_[static_cast<size_t>(part[0])].parent;
    const bool same = std::all_of(part.begin(), part.end(), [&](int c) {
      return cohorts_[static_cast<size_t>(c)].parent == parent;
    });
    if (parent >= 0 && same &&
        cohorts_[static_cast<size_t>(parent)].kind == Cohort::Kind::kAlternative)
      around.push_back(parent);
    const int above = item(first).parent;
    const bool numbered_on =
        above >= 0 && NumberOf(above) > 0 && NumberOf(first) == NumberOf(above) + 1;
    std::vector<bool> freed(static_cast<size_t>(size()), false);
    for (int i = first; i < size(); ++i) {
      if (!Holds(part, i) || read(i).context.labelled) continue;
      const int up = item(i).parent;
      const bool of_list = up >= 0 && freed[static_cast<size_t>(up)];
      if (reach == Reach::kCommon && !of_list && !(numbered_on && up == above) && !OfEverybody(i))
        continue;
      freed[static_cast<size_t>(i)] = true;
      read(i).context.cohorts = around;
    }
  }

  std::string_view text_;
  const std::vector<Cohort>& cohorts_;
  OutlineReading& all_;
};

}  // namespace

void FreeCommonItems(std::string_view text, const std::vector<Cohort>& cohorts,
                     OutlineReading* all) {
  constexpr int kDeepest = 3;  // a cohort in a part in a phase
  AskOfPartsAbove(all);
  if (cohorts.empty() || cohorts.size() > kMostCohorts) return;
  for (int level = 0; level < kDeepest && Parts(text, cohorts, all).FreeLast(); ++level) {
  }
}

namespace {

// "or urothelial cancer (cohort J)", "or sarcoma", "or thyroid cancer (cohort F)": one of the ways whose
// part is not told; nobody else is asked for it.
void LeaveOtherWaysOpen(OutlineReading* all) {
  const auto of_a_part = [all](size_t i) {
    return !all->items[i].context.cohorts.empty() && all->items[i].context.labelled;
  };
  for (size_t i = 1; i + 1 < all->items.size(); ++i) {
    ItemReading& item = all->items[i];
    const std::vector<OutlineItem>& items = all->outline.items;
    const bool way = items[i].section == Section::kInclusion && item.starts_with_or &&
                     !items[i].has_children && item.context.cohorts.empty() &&
                     OfTumour(item.combined.topic);
    const auto beside = [&](size_t k) {
      return items[k].parent == items[i].parent && items[k].heading == items[i].heading &&
             of_a_part(k);
    };
    if (!way || !beside(i - 1) || !beside(i + 1)) continue;
    item.combined.expression = Expression::Any(std::move(item.combined.expression),
                                               Expression::Opaque(items[i].body));
    if (item.combined.understood == Understood::kFull) item.combined.understood = Understood::kPartial;
  }
}

}  // namespace

void LimitToOtherParts(const CohortTable& table, const std::vector<Cohort>& cohorts,
                       OutlineReading* all) {
  const auto within = [&](int cohort, int outer) {
    for (; cohort >= 0; cohort = cohorts[static_cast<size_t>(cohort)].parent) {
      if (cohort == outer) return true;
    }
    return false;
  };
  for (size_t i = 0; i < all->items.size(); ++i) {
    ItemContext& context = all->items[i].context;
    if (context.not_for.empty()) continue;
    std::vector<int> of, others;
    for (const ScopeLabel& label : context.not_for) {
      const std::vector<int> known = table.Known(label, cohorts);
      of.insert(of.end(), known.begin(), known.end());
    }
    for (int c = 0; c < static_cast<int>(cohorts.size()); ++c) {
      const bool left_out = std::any_of(
          of.begin(), of.end(), [&](int each) { return within(c, each) || within(each, c); });
      if (!left_out && cohorts[static_cast<size_t>(c)].kind == Cohort::Kind::kAlternative)
        others.push_back(c);
    }
    if (cohorts.size() <= kMostCohorts && context.cohorts.empty() && !of.empty() && !others.empty())
      context.cohorts = std::move(others);
    else
      context.when.push_back(Expression::Opaque(all->outline.items[i].body));
  }
  LeaveOtherWaysOpen(all);
}

}  // namespace trialmatch::rules
