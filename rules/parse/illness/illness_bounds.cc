#include <algorithm>
#include <iterator>
#include <string_view>

#include "rules/parse/illness/illness_degree.h"
#include "rules/parse/illness/illness_reader.h"

namespace trialmatch::rules {

int IllnessReader::ReadNyha(int i) {
  if (!r_.Is(i, Cue::kNyha)) return -1;
  // "According to the New York Heart Association Heart Failure guidelines".
  const bool guideline = i + 2 < c_.end && r_.IsTerm(i + 1, TermKind::kCondition) && r_.WordStarts(i + 2, {"guideline", "criteria", "classif"});
  if (guideline) r_.UseRange(i + 1, i + 2);
  auto degree = ReadDegree(r_, i, c_.begin, c_.end);
  // "New York Heart Association cardiac disease (class II or greater)".
  if (!degree && !guideline && LeadsToHeart(i)) {
    for (int k = i + 1; k < c_.end && k <= i + 6 && !degree; ++k) {
      if (r_.WordIsAny(k, {"class", "classes"}) || r_.WordStarts(k, {"class "})) degree = ReadDegree(r_, k, c_.begin, c_.end);
    }
    if (degree) {
      r_.UseRange(degree->first, degree->last);
      ahead_.nyha = degree->least;
      ahead_.ceiling = degree->ceiling;
      return i;
    }
  }
  // "Heart failure > class II NYHA".
  for (int k = i - 1; !degree && k >= std::max(c_.begin, i - 6); --k) {
    if (r_.WordIsAny(k, {"class", "classes"})) degree = ReadDegree(r_, k, c_.begin, i);
    if (degree) degree->last = i;
  }
  // "Class III or IV heart failure according to the New York Heart Association".
  if (Illness* heart = !degree ? HeartBefore() : nullptr; heart != nullptr && i <= heart->last + 5) {
    for (int k = heart->first - 1; !degree && k >= std::max(c_.begin, heart->first - 8) && !r_.IsMark(k, ';'); --k) {
      if (r_.WordIsAny(k, {"class", "classes", "grade", "grades"})) degree = ReadDegree(r_, k, c_.begin, heart->first);
    }
    if (degree) {
      r_.UseRange(degree->first, degree->last);
      r_.Use(i);
      heart->ids = {"heart_failure"};
      heart->nyha = degree->least;
      heart->ceiling = degree->ceiling;
      return i;
    }
  }
  if (!degree) return -1;
  r_.UseRange(degree->first, degree->last);
  const bool leads = !guideline && LeadsToHeart(degree->last);
  Illness* one = leads ? nullptr : HeartBefore();
  // "Bypass surgery within 6 months, NYHA class II": a member of the list.
  const bool own = one != nullptr && r_.IsMark(i - 1, ',') && !IsHeartInGeneral(one->ids[0]) && !IsIllness(lexicon(), *one, "heart_failure");
  if (one != nullptr && !own) {
    // The class is one of heart failure; "heart disease of class III" is that.
    if (IsHeartInGeneral(one->ids[0])) one->ids = {"heart_failure"};
    one->nyha = degree->least;
    one->ceiling = degree->ceiling;
    // "Cardiac symptoms (including heart failure) of NYHA class III".
    for (size_t k = static_cast<size_t>(head_) + 1; back_to_head_ && head_ >= 0 && k < out_.size(); ++k) {
      if (!out_[k].example || out_[k].nyha || out_[k].ids[0] != "heart_failure") continue;
      out_[k].nyha = degree->least;
      out_[k].ceiling = degree->ceiling;
    }
    return degree->last;
  }
  if (leads) {
    ahead_.nyha = degree->least;
    ahead_.ceiling = degree->ceiling;
    return degree->last;
  }
  Illness made;
  made.first = degree->first;
  made.last = degree->last;
  made.ids = {"heart_failure"};
  made.nyha = degree->least;
  made.ceiling = degree->ceiling;
  made.excepted = excepting_;
  made.example = examples_;
  out_.push_back(std::move(made));
  fresh_ = false;
  return degree->last;
}

bool IllnessReader::LeadsToHeart(int i) {
  for (int k = i + 1; k < c_.end && k < i + 5; ++k) {
    const Entry* name = r_.Find(k, TermKind::kCondition);
    if (name != nullptr)
      return name->id == "cardiovascular_disease" ||
             lexicon().IsA(TermKind::kCondition, name->id, "cardiovascular_disease");
    if (!r_.Is(k, Cue::kFiller) && !r_.IsMark(k, ')') && r_.Find(k, TermKind::kQuality) == nullptr)
      return false;
  }
  return false;
}

Illness* IllnessReader::HeartBefore() {
  Illness* one = current();
  if (one == nullptr || one->nyha || IsEvent(one->ids[0]) || !IsIllness(lexicon(), *one, "cardiovascular_disease"))
    return nullptr;
  return one;
}

int IllnessReader::EndOfEvents(int i) const {
  int k = i + 1;
  while (k < c_.end && (r_.WordIsAny(k, {"immune", "related", "associated", "immune-related",
                                         "mediated", "adverse", "serious", "toxic", "toxicities",
                                         "toxicity", "events", "event", "reactions", "reaction"}) ||
                        r_.IsAnyMark(k, ",-")))
    ++k;
  if (k > i + 1 && k < c_.end && NamesIllness(k) && !r_.IsMark(k - 1, ',')) return k - 1;
  if (k == i + 1 || !r_.Is(k, Cue::kIncluding)) return i;
  // "(non-infectious) pneumonitis".
  int name = k + 1;
  while (name < c_.end &&
         (r_.IsAnyMark(name, "()-") ||
          r_.WordIsAny(name, {"non", "infectious", "noninfectious", "non-infectious"})))
    ++name;
  return name < c_.end && NamesIllness(name) ? name - 1 : i;
}

int IllnessReader::ReadGrade(int i) {
  if (!r_.Is(i, Cue::kGrade)) return -1;
  // "Guillain-Barre syndrome of any grade, any event of grade 3": the number behind is of another.
  const bool of_number = r_.IsNumber(i + 1) || r_.IsComparison(i + 1);
  if (r_.WordIs(i, "any grade") && (!of_number || HasCue(r_, i + 1, std::min(c_.end, i + 7), {Cue::kGrade}))) return -1;
  auto degree = ReadDegree(r_, i, c_.begin, c_.end);
  if (!degree && r_.WordIs(i - 1, "any")) r_.Use(i);
  if (!degree) return -1;
  // "Did not recover to grade 2": what is left is above it.
  for (int k = std::max(c_.begin, i - 6); k < i; ++k) {
    if (!r_.WordContains(k, {"recover"}) && !r_.WordStarts(k, {"resolved", "resolution", "improved"})) continue;
    if (!HasCue(r_, std::max(c_.begin, k - 3), k, {Cue::kNot}) || degree->least >= 5) return -1;
    if (!degree->ceiling) ++degree->least;
    degree->ceiling = false;
    break;
  }
  // "Arrhythmia that is grade 2 or above, or uncontrolled fibrillation": said of what stands before.
  bool said_before = false;
  for (int k = degree->first - 1; current() != nullptr && k > std::max(current()->last, degree->first - 4) && !said_before; --k) {
    if (r_.IsAnyMark(k, ",;") || r_.IsAny(k, {Cue::kOr, Cue::kAnd})) break;
    said_before = r_.Is(k, Cue::kWho) || r_.WordIsAny(k, {"of", "that is", "which is"});
  }
  // "Neuropathy grade 2 or higher, or a history of stroke".
  if (const Illness* named = current(); named != nullptr && named->last + 1 == degree->first) said_before = said_before || HasCue(r_, degree->last + 1, degree->last + 4, {Cue::kOr});
  bool leads = !said_before && LeadsToName(EndOfEvents(degree->last));
  Illness* one = current();
  if (!leads && (one == nullptr || one->min_grade)) return -1;
  r_.UseRange(degree->first, degree->last);
  if (leads) {
    ahead_.grade = degree->least;
    ahead_.ceiling = degree->ceiling;
  } else {
    if (one->inherited && !one->example) one->ways.clear();
    one->min_grade = degree->least;
    one->ceiling = degree->ceiling;
    if (degree->first <= one->last + 4 && !r_.IsMark(one->last + 1, ',')) GradeBefore(one);
    // "Arrhythmia (including fibrillation) of grade 2": behind the bracket, of the examples too.
    for (size_t k = static_cast<size_t>(head_) + 1; back_to_head_ && head_ >= 0 && k < out_.size(); ++k) {
      if (!out_[k].example || out_[k].min_grade) continue;
      out_[k].min_grade = degree->least;
      out_[k].ceiling = degree->ceiling;
    }
  }
  return degree->last;
}

bool IllnessReader::HasMeasure(int name) const {
  const Entry* row = r_.Find(name, TermKind::kCondition);
  if (row == nullptr) return false;
  if (row->id == "malnutrition") return r_.WordContains(name, {"weight"});
  constexpr std::string_view kMeasured[] = {"hemoptysis", "bleeding", "fever", "peripheral_vascular_disease", "effusion",
                                            "pleural_effusion", "pericardial_effusion", "ascites", "electrolyte_disorder", "diabetes", "wound"};
  return std::find(std::begin(kMeasured), std::end(kMeasured), row->id) != std::end(kMeasured);
}

namespace {

// "More than ½ teaspoon", "at least 1/2 teaspoon (2.5 mL)": the amount is no number of the text.
std::optional<BoundReading> SpoonsAt(const Reading& r, int i, int end) {
  if (r.IsNumber(i)) return std::nullopt;
  BoundReading out;
  out.first = i;
  out.has_comparison = true;
  out.unit = "teaspoon";
  (r.IsAny(i, {Cue::kLessThan, Cue::kAtMost}) || (r.IsComparison(i) && (r.at(i).comparison == Comparison::kLess || r.at(i).comparison == Comparison::kLessEqual)) ? out.bounds.high : out.bounds.low) = 1;
  int k = i + 1;
  while (k < end && k < i + 7 && (r.IsNumber(k) || r.IsAny(k, {Cue::kFiller, Cue::kOr}) || r.IsAnyMark(k, "/-") || r.WordIsAny(k, {"half", "one", "one-half", "\u00bd", "approximately"}))) ++k;
  if (k >= end || !r.WordStarts(k, {"teaspoon", "tablespoon", "tsp"})) return std::nullopt;
  out.last = k;
  int close = k + 1;
  while (r.IsMark(k + 1, '(') && close < end && close < k + 7 && !r.IsMark(close, ')')) ++close;
  if (r.IsMark(close, ')') && !r.IsTerm(k + 2, TermKind::kCondition)) out.last = close;
  return out;
}

}  // namespace

int IllnessReader::ReadMeasure(int i) {
  const bool starts = r_.IsComparison(i) || r_.IsNumber(i) || r_.IsAny(i, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost});
  if (!starts) return -1;
  auto bound = ReadBound(r_, i, c_.end);
  if (const auto spoon = SpoonsAt(r_, i, c_.end)) bound = spoon;
  constexpr std::string_view kUnits[] = {"%", "mL", "L", "degC", "degF", "cm", "mmol/L", "g/L", "teaspoon", "mg/dL"};
  if (!bound || !bound->has_comparison || std::find(std::begin(kUnits), std::end(kUnits), bound->unit) == std::end(kUnits)) return -1;
  // "No more than 10 % weight loss", "weight loss of at least 10 % of body weight".
  int name = bound->last + 1;
  while (name < c_.end && name < bound->last + 3 && r_.IsAny(name, {Cue::kFiller, Cue::kBefore})) ++name;
  Illness* one = current();
  // "Hemoptysis of at least 1 teaspoon of bright red blood": one illness, named twice.
  const bool again = one != nullptr && name < c_.end && i <= one->last + 6 && NamesIllness(name) && r_.Find(name, TermKind::kCondition) == r_.Find(one->first, TermKind::kCondition);
  if (again) r_.Use(name);
  const bool ahead = !again && name < c_.end && NamesIllness(name) && HasMeasure(name);
  if (!ahead && (one == nullptr || i > one->last + 6 || !HasMeasure(one->first))) return -1;
  const Entry* id = r_.Find(ahead ? name : one->first, TermKind::kCondition);
  // Too little of an electrolyte is the illness; of anything else, too much.
  const bool ceiling = !bound->bounds.low && id->id != "electrolyte_disorder";
  const IllnessQuality measured{QualityRow(lexicon(), "beyond_measure"), false};
  r_.UseRange(bound->first, bound->last);
  if (ahead) {
    PushAhead(bound->last, measured.row);
    ahead_.ceiling = ceiling;
    return bound->last;
  }
  AddQuality(one, measured, bound->last);
  one->ceiling = one->ceiling || ceiling;
  int last = again ? name : bound->last;
  for (int k = last + 1; k < c_.end && k < last + 6; ++k) {
    const Entry* lab = r_.Find(k, TermKind::kLab);
    const bool of_body = (lab != nullptr && lab->id == "weight") || r_.WordIsAny(k, {"blood", "red blood", "body", "actual", "total", "original", "baseline", "sputum"});
    if (of_body) r_.UseRange(last + 1, k), last = k;
    else if (!r_.IsAny(k, {Cue::kFiller, Cue::kBefore}) && r_.Find(k, TermKind::kPlain) == nullptr) break;
  }
  return last;
}

bool IllnessReader::IsTimeOfNext(const WindowReading& window) const {
  if (recent_at_ < 0 || recent_at_ < window.first - 2 || out_.empty() || recent_at_ < out_.back().last) return false;
  for (int k = window.last + 1; k < c_.end && k < window.last + 6; ++k) {
    if (NamesIllness(k)) return true;
    // "Recent (within the past year) or active suicidal ideation".
    const bool or_now = r_.Is(k, Cue::kOr) && r_.WordIsAny(k + 1, {"active", "current", "ongoing"});
    const bool passes = or_now || r_.IsAnyMark(k, "),") || r_.IsAny(k, {Cue::kFiller, Cue::kPrior}) || r_.Find(k, TermKind::kQuality) != nullptr;
    if (!passes) return false;
  }
  return false;
}

int IllnessReader::ReadWindow(int i) {
  if (!r_.MayHoldCue(kLengths)) return -1;
  auto window = IllnessWindowAt(r_, {c_.begin, c_.end}, i);
  if (!window) return -1;
  Illness* one = current();
  if (IsTimeOfNext(*window)) {
    ahead_.window = Within(window->window);
    r_.UseRange(window->first, window->last);
    return window->last;
  }
  // "Except psoriasis not requiring systemic therapy within 2 years": for how long it did not.
  const bool without_need = excepting_ && one != nullptr && one->excepted && tail_at_ > one->last && tail_at_ >= window->first - 2 && !r_.IsAnyMark(tail_at_ + 1, ",)") && !one->ways.empty() &&
                            !one->ways.back().empty() && one->ways.back().back().row->id == "no_treatment_needed";
  if (without_need && window->window.within) {
    r_.UseRange(window->first, window->last);
    return window->last;
  }
  if (excepting_ && window->window.within && !MoreNames(window->last)) return WindowOfMain(*window);
  // "Other cancer (except skin cancer) within 5 years": behind the brackets as well.
  if (one != nullptr && one->excepted && !excepting_ && window->window.within) return WindowOfMain(*window);
  // "Cord compression, or brain metastases that needed steroids over the last 4 weeks": of the metastases.
  if (one != nullptr && HasCue(r_, one->last + 1, window->first, {Cue::kCnsMetastasis})) {
    r_.UseRange(window->first, window->last);
    return window->last;
  }
  if (one != nullptr) {
    if (!one->window.empty() && !(one->window == leading_window_)) return -1;
    if (IsOtherWay(window->first)) {
      Illness other = *one;
      for (IllnessWay& way : other.ways) std::erase_if(way, [](const IllnessQuality& q) { return q.row->id == "active"; });
      other.window = window->window;
      out_.push_back(std::move(other));
      r_.UseRange(window->first, window->last);
      return window->last;
    }
    one->window = window->window;
    window_behind_ = static_cast<int>(out_.size()) - 1;
    // "A cardiac event within 6 months: infarction, angioplasty".
    if (out_.size() == 1 && window->window.within && r_.IsMark(window->last + 1, ':') && MoreNames(window->last + 1)) leading_window_ = Within(window->window);
  } else if (out_.empty() && MoreNames(window->last)) {
    leading_window_ = Within(window->window);
  } else {
    return -1;
  }
  r_.UseRange(window->first, window->last);
  // "Thrombosis (e.g., stroke) within 6 months": the time is that of the examples too.
  if (one != nullptr && back_to_head_) {
    for (size_t k = static_cast<size_t>(head_) + 1; k < out_.size(); ++k) {
      if (out_[k].example && out_[k].window.empty()) out_[k].window = window->window;
    }
  }
  if (window_behind_ >= 0 && one != nullptr) SpreadWindow(window_behind_);
  return window->last;
}

bool IllnessReader::IsOtherWay(int i) {
  return r_.Is(i - 1, Cue::kOr) && r_.WordIsAny(i - 2, {"active", "current", "ongoing"});
}

void IllnessReader::TimeOfExamples() {
  const Illness* head = nullptr;
  for (Illness& one : out_) {
    if (one.excepted) continue;
    if (!one.example) {
      head = &one;
    } else if (head != nullptr && one.window.empty() && head->window.within && one.last > head->last) {
      one.window = head->window;
    }
  }
  // "Thrombotic events, such as stroke, DVT or embolism, within 6 months": the time at the end is of all.
  for (size_t k = 0; k < out_.size(); ++k) {
    if (out_[k].example || out_[k].excepted || !out_[k].window.empty() || !IsIllness(lexicon(), out_[k], "thromboembolism")) continue;
    size_t end = k + 1;
    while (end < out_.size() && out_[end].example && !out_[end].excepted && Coordinated(out_[end - 1].last, out_[end].first)) ++end;
    if (end == k + 1 || !out_[end - 1].window.within) continue;
    for (size_t i = k; i + 1 < end; ++i) {
      if (out_[i].window.empty()) out_[i].window = out_[end - 1].window;
    }
  }
}

void IllnessReader::GradeOfList() {
  bool graded = false;
  for (size_t k = 0; k < out_.size(); ++k) {
    Illness& one = out_[k];
    const int near = HasCue(r_, std::max(c_.begin, one.first - 6), one.first, {Cue::kIncluding})
                         ? 14
                         : 5;  // items
    if (one.min_grade && !graded)
      graded = HasCue(r_, std::max(c_.begin, one.first - near), one.first, {Cue::kGrade});
    if (k == 0 || !graded || one.min_grade) continue;
    const Illness& before = out_[k - 1];
    graded = before.min_grade && one.window.empty() && !one.nyha && one.example == before.example && one.excepted == before.excepted &&
             one.ids[0] != "bowel_obstruction" && (one.ways.empty() || one.ways == before.ways) && Coordinated(before.last, one.first);
    for (int i = before.last + 1; i < one.first; ++i) graded = graded && !r_.IsMark(i, ')');
    if (!graded) continue;
    one.min_grade = before.min_grade;
    one.ceiling = before.ceiling;
  }
}

void IllnessReader::TimeReadWithTherapy() {
  if (out_.empty() || out_.back().excepted || !out_.back().window.empty()) return;
  Illness& last = out_.back();
  const int behind = last.last + 1;
  // "Stroke, infarction, or surgery within 8 weeks".
  int surgery = behind;
  while (r_.IsMark(surgery, ',') || (surgery > behind && r_.Is(surgery, Cue::kFiller))) ++surgery;
  if (surgery + 2 < c_.end && r_.Is(surgery, Cue::kOr) && r_.Is(surgery + 1, Cue::kSurgeryWord) && EndsWithTime(lexicon(), last.ids[0])) {
    if (auto window = AnyWindowAt(r_, c_, surgery + 2); window && window->window.within) {
      last.window = window->window;
      return SpreadWindow(static_cast<int>(out_.size()) - 1);
    }
  }
  if (behind >= c_.end || !r_.at(behind).used || !EndsWithTime(lexicon(), last.ids[0])) return;
  int before = last.first - 1;
  while (before > c_.begin && !r_.Is(before, Cue::kOr) && (r_.Is(before, Cue::kFiller) || r_.Find(before, TermKind::kQuality) != nullptr)) --before;
  if (!r_.Is(before, Cue::kOr)) return;
  if (auto window = AnyWindowAt(r_, c_, behind)) last.window = window->window;
}

int IllnessReader::WindowOfMain(const WindowReading& window) {
  bool any = false;
  for (Illness& one : out_) {
    if (one.excepted || !one.window.empty()) continue;
    one.window = window.window;
    any = true;
  }
  if (!any) return -1;
  r_.UseRange(window.first, window.last);
  return window.last;
}

void IllnessReader::SpreadWindow(int from) {
  const Illness& last = out_[static_cast<size_t>(from)];
  for (int k = from - 1; k >= 0; --k) {
    Illness& one = out_[static_cast<size_t>(k)];
    // "Asthma or other lung disease requiring hospitalization within 30 days".
    const bool alike = !last.excepted && back_from_ == from && !one.ways.empty() && one.ways == last.ways;
    bool same = one.excepted == last.excepted && one.window.empty() && !one.negative &&
                (one.ways.empty() || one.inherited || alike) && (!one.min_grade || (k + 1 == from && last.first <= one.last + 2)) && !one.nyha;
    if (!same || one.example != last.example) return;
    if (!Coordinated(one.last, out_[static_cast<size_t>(k) + 1].first)) return;
    // "Lymphoma, or another malignancy within 3 years".
    const bool cancers = last.ids[0] == "other_malignancy" && lexicon().Find(TermKind::kDisease, one.ids[0]) != nullptr;
    if (!alike && !cancers && one.ids != last.ids && (!EndsWithTime(lexicon(), one.ids[0]) || !EndsWithTime(lexicon(), last.ids[0]))) return;
    one.window = last.window;
  }
}

}  // namespace trialmatch::rules
