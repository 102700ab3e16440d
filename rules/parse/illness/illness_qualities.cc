#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/parse/illness/illness_reader.h"

namespace trialmatch::rules {

bool IllnessReader::IsRecentWithTime(int i) const {
  const Entry* row = r_.Find(i, TermKind::kQuality);
  if (row == nullptr || row->id != "recent") return false;
  for (int k = i + 1; k < c_.end && k < i + 5; ++k) {
    if (AnyWindowAt(r_, c_, k) || r_.IsComparison(k)) return true;
  }
  return false;
}

int IllnessReader::ReadNeed(int i) {
  Illness* one = current();
  bool verb = one != nullptr && (r_.Find(i, TermKind::kQuality) == nullptr || !r_.at(i).used);
  if (!verb || one->ids[0] == "concurrent_illness") return -1;
  // "Autoimmune disease (except thyroid disease that is stable), requiring steroids".
  int behind = one->last + 1;
  const int close = r_.IsMark(i - 1, ',') ? i - 2 : i - 1;
  if (out_.back().excepted && r_.IsMark(close, ')') && (!one->excepted || close < i - 1)) behind = i;
  if (i > behind + 4) return -1;
  for (int k = behind; k < i; ++k) {
    bool glue =
        r_.IsAny(k, {Cue::kFiller, Cue::kWho, Cue::kWith, Cue::kOngoing, Cue::kKnown, Cue::kNot}) ||
        r_.IsAnyMark(k, "()") || r_.Find(k, TermKind::kPlain) != nullptr ||
        r_.Find(k, TermKind::kQuality) != nullptr;
    if (!glue) return -1;
  }
  auto need = NeedAt(r_, c_, i);
  if (!need) return -1;
  // "Other cancer, except skin cancer, requiring treatment": said of what the exception limits.
  if (one->excepted && r_.IsMark(i - 1, ',')) {
    for (Illness& other : out_) {
      if (!other.excepted) one = &other;
    }
  }
  bool denied = DeniedHere(i);
  AddQuality(one, {QualityRow(lexicon(), need->quality), denied}, i);
  one->needs.push_back({i, need->last + 1});
  r_.UseRange(i, need->last);
  int next = need->last + 1;
  while (next < c_.end && r_.IsAnyMark(next, ",)(")) ++next;
  // "... for more than 28 days within 3 years".
  if (r_.Is(next, Cue::kFor)) {
    for (int k = next + 1; k < c_.end && k < next + 6; ++k) {
      const auto lasted = ReadDuration(r_, k, c_.end);
      if (!lasted) continue;
      if (r_.Is(lasted->last + 1, Cue::kWithin)) next = lasted->last + 1;
      break;
    }
  }
  auto window = next < c_.end ? AnyWindowAt(r_, c_, next) : std::nullopt;
  if (!window || !one->window.empty()) return need->last;
  one->window = window->window;
  one->needs.back().end = window->last + 1;
  r_.UseRange(next, window->last);
  SpreadWindow(static_cast<int>(one - out_.data()));
  return window->last;
}

void IllnessReader::UseMeans(int i) {
  if (!r_.WordIsAny(i, {"with", "by", "on", "under", "despite", "through"})) return;
  int last = -1;
  for (int k = i + 1; k < c_.end && k < i + 6; ++k) {
    bool means = r_.WordContains(k, {"medic", "drug", "therap", "treatment", "diet", "management", "agent"});
    bool plain =
        (r_.IsKind(k, Item::Kind::kWord) || r_.Is(k, Cue::kFiller) || r_.Is(k, Cue::kOngoing) ||
         r_.Find(k, TermKind::kPlain) != nullptr || r_.Is(k, Cue::kStandardTherapy) || means) &&
        !r_.IsNumber(k);
    if (!plain || r_.Find(k, TermKind::kDrug) != nullptr || NamesIllness(k)) break;
    if (means) last = k;
  }
  if (last > 0) r_.UseRange(i, last);
}

// "No other malignancy, except in situ cancer, or has undergone curative therapy": how the malignancy itself must be to be excepted.
bool IllnessReader::TellsOfHead(const Illness& one, int i) const {
  if (!excepting_ || !other_ || !one.excepted) return false;
  bool joint = false;
  for (int k = one.last + 1; k < i; ++k) {
    if (r_.Is(k, Cue::kOr)) joint = true;
    else if (joint && r_.WordStarts(k, {"has", "have", "had", "who", "undergone"})) return true;
  }
  return joint && r_.WordStarts(i, {"has ", "have ", "had ", "who ", "undergone "});
}

int IllnessReader::ReadQuality(int i) {
  const Entry* row = r_.Find(i, TermKind::kQuality);
  if (row->id == "weighed") return i;  // only behind "that"
  // "Stage III with effusion, or recurrent NSCLC": the state of the tumour.
  if (!other_ && r_.IsTerm(i, TermKind::kSetting) && r_.IsTerm(i + 1, TermKind::kDisease) && !r_.IsTerm(i + 1, TermKind::kCondition)) return i;
  // "Diagnosed or treated for another malignancy".
  if (other_ && row->id == "treated" && !excepting_ && r_.Is(i + 1, Cue::kFor)) {
    int name = i + 2;
    while (name < c_.end && r_.Is(name, Cue::kFiller)) ++name;
    if (name < c_.end && NamesIllness(name)) {
      r_.Use(i);
      return i;
    }
  }
  if (std::string_view as = row->Get("as"); as == "undetectable" || as == "detectable") {
    if (const char* virus = VirusOfResult(r_, i);
        virus != nullptr && (current() == nullptr || !IsIllness(lexicon(), *current(), virus))) {
      Illness one;
      one.first = one.last = i;
      one.ids = {virus};
      one.excepted = excepting_;
      one.example = examples_;
      one.ways = {{{row, false}}};
      out_.push_back(std::move(one));
      fresh_ = false;
      r_.Use(i);
      return i;
    }
  }
  bool tail = row->Get("place") == "tail";
  // "Active or prior", where a treatment has taken the second word: however it is.
  if (row->id == "active" && r_.Is(i + 1, Cue::kOr) && r_.Is(i + 2, Cue::kPrior) && r_.at(i + 2).used && LeadsToName(i)) {
    r_.UseRange(i, i + 1);
    return i;
  }
  if (!tail && LeadsToName(i)) {
    PushAhead(i, row);
    return i;
  }
  Illness* one = current();
  if (one == nullptr || row->Get("place") == "lead") return i;
  if (TellsOfHead(*one, i)) {
    Illness head;
    head.ids = out_[0].ids;
    head.first = head.last = i;
    head.excepted = true;
    head.ways = {{{row, DeniedHere(i)}}};
    out_.push_back(std::move(head));
    fresh_ = back_to_head_ = false;
    r_.Use(i);
    return i;
  }
  if (!NearEnough(*one, i)) return i;
  // "Lung disease, including unresolved toxicity of drugs": the toxicity is.
  for (int k = i + 1; row->id == "persistent" && k < std::min(c_.end, i + 3); ++k) {
    if (r_.WordContains(k, {"toxic", "adverse"})) return i;
  }
  if (row->id == "defined_in_protocol") {   // all that stands before
    r_.Use(i);
    AddWeight({row, false});
    return i;
  }
  if (row->id == "not_among_exceptions") {
    // "With certain exceptions such as vitiligo": the list of them follows.
    int list = i + 1;
    while (r_.IsMark(list, ',') || r_.IsMark(list, '(') || r_.IsMark(list, ':')) ++list;
    const bool named = (list > i + 1 || r_.Is(list, Cue::kIncluding)) && MoreNames(i) && r_.WordStarts(i, {"with "}) && r_.WordContains(i, {"exceptions"});
    r_.Use(i);
    if (named) return StartExceptions(i);
    ExceptFromList({row, false});
    return i;
  }
  if (row->Get("as") == "detectable" && !IsIllness(lexicon(), *one, "active_infection") && !IsIllness(lexicon(), *one, "hepatitis") && one->ids[0] != "hiv") row = QualityRow(lexicon(), "under_conditions");
  AddQuality(one, {row, DeniedHere(i)}, i);
  return i;
}

bool IllnessReader::NearEnough(const Illness& one, int i) const {
  return !HasCue(r_, one.last + 1, i, {Cue::kStage, Cue::kMust, Cue::kExcluded, Cue::kPermitted, Cue::kHowever});
}

bool IllnessReader::DeniedHere(int i) {
  for (int k = i - 1; k >= std::max(c_.begin, i - 3); --k) {
    if (r_.IsAny(k, {Cue::kNot, Cue::kMustNot, Cue::kNo, Cue::kWithout})) {
      r_.Use(k);
      return true;
    }
    if (!r_.Is(k, Cue::kFiller) && !r_.Is(k, Cue::kWith)) return false;
  }
  return false;
}

bool IllnessReader::IsGerm(const Entry* row) {
  return row->id == "bacterial" || row->id == "viral" || row->id == "fungal" || row->id == "parasitic";
}

void IllnessReader::PushAhead(int i, const Entry* row) {
  IllnessQuality quality{row, false};
  r_.Use(i);
  bool alternative = ahead_.last >= 0 && ((HasCue(r_, ahead_.last + 1, i, {Cue::kOr}) && !r_.WordIsAny(i - 1, {"concurrent", "concomitant"})) || r_.IsMark(i - 1, '/') ||
                           (IsGerm(row) && !ahead_.ways.empty() && !ahead_.ways.back().empty() &&
                            IsGerm(ahead_.ways.back().back().row)));
  if (SaidOfNowAndPast(row)) ahead_.ways.erase(ahead_.ways.begin());
  const bool known = (row->id == "active" || row->id == "uncontrolled") && IsOrKnown(i);
  if (ahead_.ways.empty() && (known || (row->id == "active" && IsOnceActive(i)))) {
    ahead_.ways.push_back({});
    ahead_.last = i;
    behind_ = false;
    return;
  }
  // "History of, or active, pneumonitis".
  if (ahead_.ways.empty() && AfterHistoryOr(i)) {
    ahead_.ways.push_back({});
    alternative = true;
  }
  // "Exudative, bloody, or malignant": a list of ways.
  if (alternative && ahead_.listed && ahead_.ways.size() == 1 && ahead_.ways[0].size() > 1 && HasCue(r_, ahead_.last + 1, i, {Cue::kOr}) && r_.IsMark(ahead_.last + 1, ',')) {
    const IllnessWay together = std::move(ahead_.ways[0]);
    ahead_.ways.clear();
    for (const IllnessQuality& each : together) ahead_.ways.push_back({each});
  }
  ahead_.listed = ahead_.ways.empty() || (ahead_.listed && (alternative || r_.IsMark(i - 1, ',')));
  // "History of or active significant disease": significant, however it is.
  const bool of_both = !alternative && ahead_.ways.size() == 2 && ahead_.ways.front().empty();
  if (of_both) ahead_.ways.front().push_back(quality);
  // "Severe acute or chronic": what stands before both is said of both.
  IllnessWay shared;
  if (alternative && !ahead_.ways.empty()) shared = ahead_.ways.back();
  if (!shared.empty()) shared.pop_back();
  if (ahead_.ways.empty() || alternative) ahead_.ways.push_back(std::move(shared));
  ahead_.ways.back().push_back(quality);
  ahead_.last = i;
  behind_ = false;
}

void IllnessReader::AddQuality(Illness* one, IllnessQuality quality, int i) {
  r_.Use(i);
  if (quality.row->id == "active" && r_.WordContains(i + 1, {"imaging"}) && HasCue(r_, c_.begin, one->first, {Cue::kPrior}) && HasCue(r_, c_.begin, one->first, {Cue::kOr})) return;  // "history or signs of, on current imaging"
  // "Current or past".
  if (quality.row->id == "active" && r_.Is(i + 1, Cue::kOr) && (r_.Is(i + 2, Cue::kPrior) || r_.WordIsAny(i + 2, {"past", "in the past"}))) {
    r_.UseRange(i + 1, i + 2);
    return;
  }
  // "Serious infections, including those requiring antibiotics".
  if (r_.WordIs(i - 1, "those") && !one->ways.empty()) {
    one->ways.push_back({quality});
    tail_at_ = i;
    return;
  }
  if (quality.row->id == "needs_treatment" || quality.row->id == "needed_treatment") DropInheritedState(one);
  bool alternative = tail_at_ > one->last && HasCue(r_, tail_at_ + 1, i, {Cue::kOr});
  if (alternative && !one->ways.empty()) {
    IllnessWay other = one->ways.back();
    if (!other.empty()) other.pop_back();
    other.push_back(quality);
    one->ways.push_back(std::move(other));
  } else if (one->ways.empty()) {
    one->ways = {{quality}};
  } else {
    for (IllnessWay& way : one->ways) way.push_back(quality);
  }
  // "Effusion (pleural, pericardial) requiring drainage": said of the examples too.
  if (back_to_head_ && head_ >= 0 && one == &out_[static_cast<size_t>(head_)]) {
    QualifyAlike(head_, quality);
    for (size_t k = static_cast<size_t>(head_) + 1; k < out_.size(); ++k) {
      if (!out_[k].example) continue;
      if (out_[k].ways.empty()) out_[k].ways.push_back({});
      for (IllnessWay& way : out_[k].ways) way.push_back(quality);
    }
  }
  tail_at_ = i;
  behind_ = true;
  if (std::string_view id = quality.row->id; id == "stable" || id == "uncontrolled")
    UseMeans(i + 1);
  if (quality.row->id == "treated") TakeTherapyBy(i, one);
  // A virus that is found is that of its own illness.
  bool viral = quality.row->id == "detectable" || quality.row->id == "undetectable";
  back_from_ = one == &out_.back() && !viral ? static_cast<int>(out_.size()) - 1 : -1;
  SpreadBack();
  ReadTimeSinceFree(one, quality, i);
}

bool IllnessReader::LessThanIn(int from, int to) const {
  for (int k = from; k < to; ++k) {
    if (r_.IsComparison(k) &&
        (r_.at(k).comparison == Comparison::kLess || r_.at(k).comparison == Comparison::kLessEqual))
      return true;
  }
  return false;
}

void IllnessReader::ReadTimeSinceFree(Illness* one, const IllnessQuality& quality, int i) {
  const bool treated = quality.row->id == "treated" && one->excepted && (HasCue(r_, i + 1, i + 3, {Cue::kMoreThan, Cue::kAtLeast}) || r_.IsComparison(i + 1));
  if (quality.row->id != "in_remission" && quality.row->id != "curatively_treated" && !treated) return;
  for (int k = i + 1; k < c_.end && k <= i + 6; ++k) {
    auto duration = ReadDuration(r_, k, c_.end);
    if (!duration) {
      bool glue = r_.IsAny(k, {Cue::kFiller, Cue::kFor, Cue::kAtLeast, Cue::kMoreThan, Cue::kWithin,
                               Cue::kBefore, Cue::kPrior, Cue::kTo}) ||
                  r_.IsComparison(k) || r_.IsAnyMark(k, "()");
      if (!glue) return;
      continue;
    }
    if (!one->window.empty()) return;
    bool less = HasCue(r_, i + 1, k, {Cue::kLessThan}) || LessThanIn(i + 1, k);
    if (less && !one->excepted) {
      // "Disease free for less than 5 years": it was there within 5 years.
      for (IllnessWay& way : one->ways) std::erase(way, quality);
      one->window.within = duration->duration;
      r_.UseRange(i + 1, duration->last);
      return;
    }
    if (less) return;
    if (quality.row->id == "curatively_treated" && HasCue(r_, i + 1, k, {Cue::kWithin})) return;
    one->window.at_least = duration->duration;
    r_.UseRange(i + 1, duration->last);
    return;
  }
}

int IllnessReader::Leader(int k) const {
  return out_[static_cast<size_t>(k)].inherited ? k - 1 : -1;
}

void IllnessReader::SpreadBack() {
  if (back_from_ < 1) return;
  const Illness& last = out_[static_cast<size_t>(back_from_)];
  if (last.excepted && last.ids == out_[0].ids) return;   // how the malignancy itself must be
  for (int k = back_from_ - 1; k >= 0; --k) {
    Illness& one = out_[static_cast<size_t>(k)];
    bool own = !one.window.empty() || one.min_grade || one.nyha ||
               (!one.ways.empty() && !one.inherited && k != Leader(k + 1));
    if (own || one.excepted != last.excepted || one.example != last.example) return;
    if (!Coordinated(one.last, out_[static_cast<size_t>(k) + 1].first) || (!one.ways.empty() && HistoryAnew(one.last, out_[static_cast<size_t>(k) + 1].first))) return;
    // "Except skin cancer or a prostate cancer not requiring therapy": of the one with the article.
    for (int j = one.last + 1; last.excepted && k + 1 == back_from_ && j < last.first; ++j) {
      if (r_.WordIsAny(j, {"a", "an"})) return;
    }
    if (!SameKind(lexicon(), one.ids[0], last.ids[0])) return;
    if (NeededSteroidsAlone(k)) return;
    // "ILD or active pneumonitis that needed steroids": what stands before the last name is its own.
    const bool led = last.ways.size() == 1 && last.ways[0].size() > 1 && !last.inherited;
    if (!led) one.ways = last.ways;
    else if (one.ways.empty()) one.ways = {{last.ways[0].back()}};
    else for (IllnessWay& way : one.ways) way.push_back(last.ways[0].back());
  }
}

void IllnessReader::TakeTherapyFor(int i, Illness* one) {
  int purpose = i - 1;
  while (purpose > c_.begin && (r_.Is(purpose, Cue::kFiller) || r_.Is(purpose, Cue::kKnown) || r_.Find(purpose, TermKind::kQuality) != nullptr)) --purpose;
  const Entry* therapy = r_.Is(purpose, Cue::kFor) ? r_.Find(purpose - 1, TermKind::kDrugClass) : nullptr;
  if (therapy == nullptr || !lexicon().DrugIsA(therapy->id, "antiviral") || !IsInfection(r_, i)) return;
  one->needs.push_back({purpose - 1, i});
  if (one->ways.empty()) one->ways.push_back({});
  for (IllnessWay& way : one->ways) way.push_back({QualityRow(lexicon(), "on_treatment"), false});
}

bool IllnessReader::ReadSyndrome(int i) {
  if (excepting_ || out_.empty() || !r_.WordIsAny(i, {"syndrome", "syndromes"})) return false;
  int joint = i - 1;
  // "... or recent history of a syndrome".
  while (joint > c_.begin && (r_.IsAny(joint, {Cue::kFiller, Cue::kPrior}) || r_.Find(joint, TermKind::kQuality) != nullptr)) --joint;
  int end = joint - 1;
  while (end > c_.begin && r_.IsAnyMark(end, ",)")) --end;
  if (!r_.Is(joint, Cue::kOr) || end > out_.back().last + 3) return false;
  if (joint == i - 1 && end == out_.back().last) return r_.Use(i), out_.back().last = i, true;
  Illness one = NamedAt(i, out_.back().ids[0]);
  one.ids = out_.back().ids;
  one.ways = std::exchange(ahead_, Ahead()).ways;
  if (out_.back().ways.empty()) out_.back().ways.push_back({});
  out_.push_back(std::move(one));
  fresh_ = back_to_head_ = false;
  r_.Use(i);
  return true;
}

int IllnessReader::ReadTail(int i) {
  Illness* one = current();
  if (one == nullptr) return -1;
  auto tail = WeighedTailAt(r_, c_, i, [&](int k) { return NamesIllness(k); });
  if (!tail) return -1;
  r_.UseRange(i, *tail);
  const IllnessQuality weighed{QualityRow(lexicon(), "weighed"), false};
  AddWeight(weighed);
  WeighWhole(weighed, i);
  WeighBracketed(i);
  return *tail;
}

void IllnessReader::AddWeight(const IllnessQuality& weighed) {
  const Illness* from = current();
  WeighGeneral(from->excepted);
  bool list = back_to_head_ && head_ >= 0;
  for (auto one = out_.rbegin(); one != out_.rend(); ++one) {
    bool first = &*one == from;
    if (one->excepted != from->excepted || (!list && one->example != from->example)) return;
    if (!first && !list && !(one->ways.empty() && !from->example)) return;
    if (!first && (!one->window.empty() || one->min_grade)) return;
    // What has a time of its own is bounded by it; what it might do is said besides.
    bool timed = !one->window.empty() && one->window != leading_window_;
    if (timed) return;
    if (one->ways.empty()) one->ways.push_back({});
    for (IllnessWay& way : one->ways) way.push_back(weighed);
    if (list && first) return;
  }
}

}  // namespace trialmatch::rules
