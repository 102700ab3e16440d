#include <algorithm>
#include <utility>

#include "rules/parse/illness/illness_reader.h"

namespace trialmatch::rules {

bool IllnessReader::AfterHistoryOr(int i) const {
  int k = i - 1;
  while (k > c_.begin && r_.IsAny(k, {Cue::kFiller, Cue::kWith, Cue::kKnown})) --k;
  if (!r_.Is(k, Cue::kOr)) return false;
  --k;
  while (k > c_.begin && r_.IsMark(k, ',')) --k;
  // "History of (non-infectious) or active pneumonitis".
  if (r_.IsMark(k, ')') && k - 2 > c_.begin && r_.WordContains(k - 1, {"infectious"})) {
    while (k > c_.begin && !r_.IsMark(k, '(')) --k;
    --k;
  }
  return k >= c_.begin && r_.WordContains(k, {"history of"}) && !NamesIllness(k);
}

bool IllnessReader::IsPartOfName(int i) const {
  // "Hepatitis B, hepatitis C, or co-infection": of what was named.
  if (!out_.empty() && r_.WordIs(i - 2, "co") && r_.IsMark(i - 1, '-') && !r_.at(i).space_before)
    return true;
  int k = i + 1;
  if (r_.IsMark(k, '(') && r_.IsMark(k + 2, ')')) k += 3;
  while (r_.IsMark(k, ')')) ++k;
  return r_.IsMark(k, '-') && !r_.at(k).space_before && r_.WordIsAny(k + 1, {"defining", "related", "associated", "induced"});
}

bool IllnessReader::IsGermOfTumour(int i) const {
  int state = i + 1;
  if (r_.IsMark(state, '(') && r_.IsMark(state + 2, ')')) state += 3;
  while (state < c_.end && r_.IsAnyMark(state, ")-")) ++state;
  return state + 1 < c_.end && r_.WordIsAny(state, {"positive", "negative"}) && r_.IsTerm(state + 1, TermKind::kDisease) && IsInfection(r_, i) && !r_.WordContains(i, {"hiv", "immunodeficiency"});
}

bool IllnessReader::IsQualifiedCause(int i) {
  int cause = i - 1;
  while (cause > out_.back().last && (r_.Find(cause, TermKind::kQuality) != nullptr || r_.WordIsAny(cause, {"clinically", "previously", "fully", "prior"}))) --cause;
  if (cause == i - 1 || !r_.WordIsAny(cause, {"related to", "due to", "secondary to", "caused by", "attributed to"})) return false;
  ahead_ = Ahead();
  return true;
}

bool IllnessReader::SaidOfNowAndPast(const Entry* row) const {
  const std::vector<IllnessWay>& ways = ahead_.ways;
  return (row->id == "significant" || row->id == "severe") && ways.size() == 2 && ways[1].empty() && OnlyActive({ways[0]}) && r_.Is(ahead_.last, Cue::kPrior);
}

// "Active or known disease", "active, suspected or known": known as it may be.
bool IllnessReader::IsOrKnown(int i) const {
  int k = i + 1;
  while (k < c_.end && (r_.IsMark(k, ',') || r_.IsMark(k, '/') || r_.Is(k, Cue::kOr) || r_.WordIs(k, "suspected"))) ++k;
  if (k > i + 1 && ((r_.Is(k, Cue::kKnown) && r_.WordIs(k, "known")) || r_.WordIsAny(k, {"known or suspected", "known/suspected"}))) return true;
  return r_.WordIs(i - 2, "known") && (r_.Is(i - 1, Cue::kOr) || (r_.IsMark(i - 1, ',') && r_.Is(i + 1, Cue::kOr)));
}

bool IllnessReader::IsOnceActive(int i) const {
  if (i <= c_.begin || !r_.WordContains(i - 1, {"history of"})) return false;
  int name = i + 1;
  while (name < c_.end && name < i + 5 && !NamesIllness(name)) ++name;
  const Entry* illness = name < c_.end ? r_.Find(name, TermKind::kCondition) : nullptr;
  return illness != nullptr && NamesIllness(name) && MayBeOver(illness->id);
}

namespace {

// "A primary brain tumour, or another malignancy": right behind the illness that ends at `last`, the cancer at `i` is one more.
bool IsOtherBesideNamed(const Reading& r, int last, int i) {
  if (!r.WordStarts(i, {"another ", "other "}) && !r.WordIsAny(i - 1, {"another", "other", "any other"})) return false;
  int joint = i - 1;
  while (joint > last && (r.WordIsAny(joint, {"another", "other", "any", "any other", "of", "history of"}) || r.Is(joint, Cue::kFiller))) --joint;
  return r.Is(joint, Cue::kOr) && (joint == last + 1 || (joint == last + 2 && r.IsMark(joint - 1, ',')));
}

bool NamesCancer(const Lexicon& lexicon, const std::string& id) {
  return lexicon.Find(TermKind::kDisease, id) != nullptr || lexicon.IsA(TermKind::kCondition, id, "other_malignancy");
}

}  // namespace

bool IllnessReader::IsOtherWayOfCancer(int i, const std::string& id) {
  const Illness& before = out_.back();
  if (before.excepted || examples_) return false;
  if (before.ids[0] != "other_malignancy") return IsOtherBesideNamed(r_, before.last, i) && NamesCancer(lexicon(), before.ids[0]);
  int joint = i - 1;
  while (joint > before.last && joint > i - 10 && !r_.Is(joint, Cue::kOr) && !r_.IsAnyMark(joint, "(),;:") && !r_.Is(joint, Cue::kIncluding)) --joint;
  if (joint <= before.last || !r_.Is(joint, Cue::kOr)) return false;
  // "... or residual disease from an earlier malignancy".
  for (int k = joint + 1; k < i && ahead_.ways.empty(); ++k) {
    if (!r_.WordContains(k, {"residual"}) || OnlyActive(before.ways)) continue;
    r_.UseRange(joint + 1, i - 1);
    ahead_.ways = {{{QualityRow(lexicon(), "active"), false}}};
    return true;
  }
  const auto active = [](const std::vector<IllnessWay>& ways) {
    return ways.size() == 1 && std::any_of(ways[0].begin(), ways[0].end(), [](const IllnessQuality& q) { return q.row->id == "active" && !q.denied; });
  };
  const bool now = active(ahead_.ways) || (ahead_.ways.empty() && active(QualityOfName(r_, i, id)));
  return now != active(before.ways);
}

bool IllnessReader::IsStayFor(int i, const std::string& id) {
  if (id != "hospitalization" || excepting_) return false;
  int name = i + 1;
  if (!r_.Is(name, Cue::kFor) && !r_.WordIsAny(name, {"for", "due to", "because of"})) return false;
  for (++name; name < c_.end && name < i + 7 && !NamesIllness(name); ++name) {
    const bool passed = r_.IsAny(name, {Cue::kFiller, Cue::kBefore, Cue::kPrior}) || r_.Find(name, TermKind::kPlain) != nullptr || r_.Find(name, TermKind::kQuality) != nullptr || r_.WordStarts(name, {"complication", "treatment", "management", "exacerbation"});
    if (!passed) return false;
  }
  if (name >= c_.end || !NamesIllness(name)) return false;
  for (int k = i + 1; k < name; ++k) {
    if (r_.Find(k, TermKind::kQuality) == nullptr) r_.Use(k);
  }
  PushAhead(i, QualityRow(lexicon(), "needs_hospitalization"));
  return true;
}

void IllnessReader::WeighBracketed(int i) {
  int open = i - 1;
  if (!r_.IsMark(open, ')')) return;
  for (int depth = 1; open > c_.begin && depth > 0;) {
    --open;
    depth += r_.IsMark(open, ')') ? 1 : r_.IsMark(open, '(') ? -1 : 0;
  }
  const IllnessQuality weighed{QualityRow(lexicon(), "weighed"), false};
  for (Illness& one : out_) {
    if (!one.example || one.excepted || one.first < open || !one.window.empty()) continue;
    if (one.ways.empty()) one.ways.push_back({});
    for (IllnessWay& way : one.ways) {
      if (std::find(way.begin(), way.end(), weighed) == way.end()) way.push_back(weighed);
    }
  }
}

void IllnessReader::WeighGeneral(bool excepted) {
  const IllnessQuality weighed{QualityRow(lexicon(), "weighed"), false};
  for (size_t k = 0; k + 1 < out_.size(); ++k) {
    Illness& one = out_[k];
    if (one.ids[0] != "concurrent_illness" || one.excepted != excepted || one.ways.empty() || !one.window.empty()) continue;
    for (IllnessWay& way : one.ways) {
      if (std::find(way.begin(), way.end(), weighed) == way.end()) way.push_back(weighed);
    }
  }
}

bool IllnessReader::SaysStay(const std::vector<IllnessWay>& ways) {
  return ways.size() == 1 && ways[0].size() == 1 && ways[0][0].row->id == "needs_hospitalization";
}

bool IllnessReader::IsSignOfHead(const std::string& id) const {
  if (signs_of_ < 0) return false;
  const Illness& head = out_[static_cast<size_t>(signs_of_)];
  return head.ids[0] != "concurrent_illness" && std::none_of(head.ids.begin(), head.ids.end(), [&](const std::string& of) { return lexicon().IsA(TermKind::kCondition, id, of); });
}

bool IllnessReader::StartSigns(int i) {
  const bool defined = r_.WordContains(i, {"defined by"}) || (r_.WordIs(i, "defined") && r_.WordIs(i + 1, "by"));
  if (!defined || out_.empty() || excepting_) return false;
  for (int k = i; k < c_.end && k < i + 4; ++k) {
    if (!r_.WordContains(k, {"presence of"})) continue;
    signs_of_ = static_cast<int>(out_.size()) - 1;
    ahead_ = Ahead();
    r_.UseRange(i, k);
    return true;
  }
  return false;
}

bool IllnessReader::MayBeOver(const std::string& id) const {
  const auto of = [&](const char* root) { return id == root || lexicon().IsA(TermKind::kCondition, id, root); };
  return !of("hiv") && !of("hepatitis") && !of("other_malignancy");
}

bool IllnessReader::OnlyActive(const std::vector<IllnessWay>& ways) {
  return ways.size() == 1 && ways[0].size() == 1 && ways[0][0].row->id == "active" && !ways[0][0].denied;
}

bool IllnessReader::AlsoPast(int i, const std::string& id) const {
  if (r_.WordContains(i - 1, {"history of"})) return i > c_.begin && MayBeOver(id);
  int before = i - 1;
  while (before > c_.begin && r_.Is(before, Cue::kFiller)) --before;
  if (!r_.Is(before, Cue::kOr)) return false;
  --before;
  while (before > c_.begin && r_.IsMark(before, ',')) --before;
  return before >= c_.begin && (r_.Is(before, Cue::kPrior) || (r_.Is(before, Cue::kNaive) && r_.WordStarts(before, {"no p"})));
}

// "Medical, psychiatric, or other conditions that would limit compliance": of any kind.
bool IllnessReader::IsOtherIllness(int i) const {
  const bool noun = r_.WordIsAny(i, {"condition", "conditions", "disorder", "disorders", "illness", "illnesses", "disease", "diseases"}) ||
                    r_.WordIsAny(i, {"process", "processes", "problem", "problems", "factor", "factors", "situation", "situations"}) ||
                    r_.WordIsAny(i, {"abnormality", "abnormalities", "finding", "findings"});
  if (!noun || r_.at(i).used || out_.empty() || excepting_) return false;
  int other = i - 1;
  while (other > c_.begin && r_.Find(other, TermKind::kQuality) != nullptr) --other;
  return r_.WordIsAny(other, {"or other", "or any other", "and other", "any other", "or any"}) && QualifiedBehindOrWeighed(i);
}

bool IllnessReader::QualifiedBehindOrWeighed(int i) const {
  return QualifiedBehind(i) || WeighedTailAt(r_, c_, i + 1, [this](int k) { return NamesIllness(k); }).has_value();
}

bool IllnessReader::ReadElliptic(int i) {
  if (excepting_ && other_) return false;
  std::string id = IsOtherIllness(i) ? "concurrent_illness" : EllipticIllness(r_, c_, i);
  if (id.empty() || (id == "concurrent_illness" && excepting_)) return false;
  if (IsSignOfHead(id)) {
    r_.Use(i);
    return true;
  }
  Illness one = NamedAt(i, std::move(id));
  one.window = leading_window_;
  one.ways = ahead_.ways;
  one.min_grade = ahead_.grade;
  one.ceiling = ahead_.ceiling;
  ahead_ = Ahead();
  if (one.ways.empty() && !out_.empty()) Inherit(out_.back(), i, &one);
  if (one.ways.empty() && !excepting_ && !lead_ways_.empty()) {
    one.ways = lead_ways_;
    one.inherited = true;
  }
  shares_noun_ = true;
  out_.push_back(std::move(one));
  fresh_ = back_to_head_ = false;
  r_.Use(i);
  return true;
}

void IllnessReader::TakeTherapyBy(int i, Illness* one) {
  if (!r_.WordIsAny(i + 1, {"by", "with"}) && !r_.WordContains(i, {" by", " with"})) return;
  const int drugs = r_.WordIsAny(i + 1, {"by", "with"}) ? i + 2 : i + 1;
  const Entry* therapy = drugs < c_.end ? r_.Find(drugs, TermKind::kDrugClass) : nullptr;
  if (therapy == nullptr || !lexicon().DrugIsA(therapy->id, "antiviral") || !IsInfection(r_, one->first)) return;
  one->needs.push_back({i, drugs + 1});
}

bool IllnessReader::IsExampleOfInSitu(int i) const {
  if (!excepting_ || out_.empty()) return false;
  for (size_t k = out_.size(); k-- > 0 && out_[k].excepted;) {
    if (out_[k].ids[0] == "in_situ_cancer" && HasCue(r_, out_[k].last + 1, i, {Cue::kIncluding})) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
