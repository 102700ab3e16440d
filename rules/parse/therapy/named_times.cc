#include "rules/parse/therapy/named_times.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rules/parse/numbers.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

// One part: its therapies, "within", and the time.
std::optional<BracketedWindow> NamedTime(const Reading& r, int begin, int end) {
  constexpr CueSet kTurned = {Cue::kNo, Cue::kNot, Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kFor, Cue::kPermitted, Cue::kExcluded, Cue::kSince, Cue::kAtLeast, Cue::kMoreThan};
  BracketedWindow own;
  bool within = false, measured = false;
  for (int i = begin; i < end; ++i) {
    if (r.IsAny(i, kTurned) || r.IsComparison(i)) return std::nullopt;
    if (const Entry* therapy = TherapyAt(r, i)) {
      if (measured || within) return std::nullopt;
      // "Nonspecific immunomodulators (e.g., thymosin)" are no checkpoint inhibitors.
      const bool wide = therapy->id == "immunotherapy" && r.WordContains(i, {"modul"});
      if (!wide && std::find(own.what.begin(), own.what.end(), therapy->id) == own.what.end()) own.what.push_back(therapy->id);
    }
    if (auto duration = ReadDuration(r, i, end)) {
      if (measured || !within) return std::nullopt;
      measured = true;
      own.length = duration->duration;
      i = duration->last;
      continue;
    }
    within = within || r.Is(i, Cue::kWithin);
    if (r.Is(i, Cue::kHalfLives) && measured) {
      own.half_lives = ReadCount(r, r.IsMark(i - 1, '-') ? i - 2 : i - 1);
      own.which = Window::Which::kShorter;
    }
    if (r.Is(i, Cue::kWhicheverLonger) && own.half_lives) own.which = Window::Which::kLonger;
  }
  return measured && !own.what.empty() ? std::optional(std::move(own)) : std::nullopt;
}

}  // namespace

std::vector<BracketedWindow> NamedTimesIn(const Reading& r, int begin, int end) {
  std::vector<BracketedWindow> out;
  for (int part = begin; part < end;) {
    int stop = part;
    while (stop < end && !r.IsMark(stop, ';')) ++stop;
    std::optional<BracketedWindow> own = NamedTime(r, part, stop);
    if (!own) return {};
    out.push_back(*std::move(own));
    part = stop + 1;
  }
  return out;
}

}  // namespace trialmatch::rules
