#include "rules/parse/disease/disease_branch.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {

Expression TumourLeaf(const Reading& r, OneOfLeaf::Attribute attribute, std::vector<std::string> values, int edition, int first, int last, const char* rule) {
  OneOfLeaf leaf;
  leaf.attribute = attribute;
  leaf.values = std::move(values);
  leaf.edition = edition;
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(first, last), rule);
}

void LeaveExtentToStage(const StageReading& stages, DiseaseBranch* branch) {
  const auto is_extent = [](const std::string& extent) { return extent == "advanced" || extent == "locally_advanced"; };
  if (branch->extents.empty() || !branch->stages.empty() || !branch->tnm.empty() || !is_extent(branch->extents.back())) return;
  const bool third = std::any_of(stages.stages.begin(), stages.stages.end(), [](const std::string& stage) { return stage.starts_with("III"); });
  const bool fourth = std::any_of(stages.stages.begin(), stages.stages.end(), [](const std::string& stage) { return stage.starts_with("IV"); });
  if (third || fourth) branch->extents.pop_back();
}

void SayOfAll(const SettingOfAll& of_all, std::vector<DiseaseBranch>* branches) {
  if (of_all.count < 2) return;
  const auto last = branches->begin() + static_cast<std::ptrdiff_t>(of_all.count) - 1;
  const bool told = !last->extents.empty() || !last->stages.empty() || of_all.behind_histologies;
  const bool bare = told && std::all_of(branches->begin(), last, [](const DiseaseBranch& b) { return b.besides.empty() && b.lacking.empty(); });
  const bool more = std::any_of(last + 1, branches->end(), [](const DiseaseBranch& b) { return !b.empty(); });
  for (auto branch = branches->begin(); bare && !more && branch != last; ++branch) {
    if (!branch->empty()) branch->besides.push_back(of_all.setting);
  }
  // The "or" stood between the histologies.
  const bool only = last->extents.empty() && last->stages.empty() && last->tnm.empty() && last->besides == std::vector<std::string>{of_all.setting};
  if (bare && !more && only) *last = {};
}

void DropSameTwice(std::vector<DiseaseBranch>* branches) {
  for (size_t b = 0; b + 1 < branches->size(); ++b) {
    DiseaseBranch& one = (*branches)[b];
    const DiseaseBranch& next = (*branches)[b + 1];
    const bool only_besides = one.extents.empty() && one.stages.empty() && one.tnm.empty() && !one.besides.empty();
    if (only_besides && one.besides == next.besides && !next.stages.empty() && next.first <= one.last + 2) one = {};
  }
}

std::optional<DiseaseBranch> TakeCourse(const Reading& r, std::vector<DiseaseBranch>* branches) {
  for (size_t b = 0; b + 1 < branches->size(); ++b) {
    const DiseaseBranch& one = (*branches)[b];
    DiseaseBranch& next = (*branches)[b + 1];
    const bool bare = one.extents == std::vector<std::string>{"recurrent"} && one.besides.empty() && one.stages.empty() && one.lacking.empty();
    const Entry* refractory = r.Find(next.first, TermKind::kSetting);
    if (!bare || next.extents.empty() || refractory == nullptr || refractory->id != "refractory" || next.first > one.last + 2 || !(r.IsMark(next.first + 1, ',') || r.IsTerm(next.first + 1, TermKind::kSetting))) continue;
    DiseaseBranch course = one;
    course.extents.push_back(refractory->id);
    course.last = next.first;
    std::erase(next.besides, refractory->id);
    branches->erase(branches->begin() + static_cast<std::ptrdiff_t>(b));
    return course;
  }
  return std::nullopt;
}

std::optional<Atom> StageOfUnspread(Reading& r, const StageReading& stages, const DiseaseBranch& branch) {
  const bool metastatic = !branch.extents.empty() && branch.extents.back() == "metastatic";
  if (!metastatic || !branch.stages.empty() || !r.IsMark(stages.first - 1, '(') || stages.last_stage.starts_with("IV")) return std::nullopt;
  r.UseRange(stages.first, stages.last);
  return Atom{.expression = TumourLeaf(r, OneOfLeaf::Attribute::kStage, stages.stages, 0, stages.first, stages.last, "stage.group"), .topic = Topic::kStageSetting, .first = stages.first, .last = stages.last};
}

namespace {

// "T1 N0 M0", "T1-2 N0 M0": stage I or II of any organ and edition, which a profile tells more often.
bool IsEarlyStage(const TnmReading::Combination& way) {
  if (way.size() != 3 || way[0].empty() || way[1] != std::vector<std::string>{"N0"} || way[2] != std::vector<std::string>{"M0"}) return false;
  return std::all_of(way[0].begin(), way[0].end(), [](const std::string& value) { return value.starts_with("T1") || value.starts_with("T2"); });
}

}  // namespace

Expression AnyOfTnm(const Reading& r, const std::vector<TnmReading::Combination>& combinations, int edition, int first, int last) {
  std::vector<Expression> ways;
  for (const TnmReading::Combination& way : combinations) {
    std::vector<Expression> all;
    for (const std::vector<std::string>& values : way) all.push_back(TumourLeaf(r, OneOfLeaf::Attribute::kStage, values, edition, first, last, "stage.tnm"));
    ways.push_back(Expression::All(std::move(all)));
  }
  return Expression::Any(std::move(ways));
}

bool TakesOut(Reading& r, Clause clause, int i, int except, const TnmReading& tnm, int edition, std::vector<DiseaseBranch>* branches) {
  DiseaseBranch* branch = &branches->back();
  if (branch->empty() && branches->size() > 1 && !(branch - 1)->excluded.empty()) --branch;
  if (except <= clause.begin || except >= i || branch->stages.empty()) return false;
  for (int k = except + 1; k < i; ++k) {
    if (r.IsAnyMark(k, ";)") || r.Is(k, Cue::kStage)) return false;
  }
  Expression out = AnyOfTnm(r, tnm.ways, edition, tnm.first, tnm.last);
  // "Excluding T4 based on an effusion": not every T4.
  for (int k = tnm.last + 1; k < clause.end && k <= tnm.last + 3; ++k) {
    if (!r.WordIsAny(k, {"based on", "based", "due to", "due", "because of", "by virtue of", "with", "that", "which"}) && !r.IsAny(k, {Cue::kWith, Cue::kWho})) continue;
    out = Expression::All(std::move(out), Expression::Opaque(r.SpanOf(k, k)));
    break;
  }
  branch->excluded.push_back(std::move(out));
  r.Use(except);
  return true;
}

bool LackIn(std::vector<DiseaseBranch>* branches, const std::string& setting, int i) {
  bool told = false;
  for (DiseaseBranch& branch : *branches) {
    if (branch.empty()) continue;
    branch.lacking.push_back(setting);
    branch.last = std::max(branch.last, i);
    told = true;
  }
  return told;
}

namespace {

// "Stage IIIB or IV disease (includes M1a and M1b)", "IIIA: T1-3 N2 M0, T 3 N1 M0": what the stage before them consists of.
bool ExplainsStage(const Reading& r, Clause clause, int i, const TnmReading& tnm) {
  const auto ends_stage = [&](int k) { return k >= clause.begin && r.at(k).used && r.IsKind(k, Item::Kind::kWord) && r.Word(k)[0] == 'I' && r.Word(k).find_first_not_of("IVABCabc") == std::string_view::npos; };
  int colon = i - 1;
  while (colon > clause.begin && colon > i - 16 && !r.IsMark(colon, ':') && !ends_stage(colon)) --colon;
  // "Stage III: N2, M0" is a part of stage III.
  const bool substage = ends_stage(colon - 1) && std::string_view("ABCabc").find(r.Word(colon - 1).back()) != std::string_view::npos;
  if (tnm.NamesM() && r.IsMark(colon, ':') && substage) return true;
  int open = i - 1;
  while (open > clause.begin && !r.IsAnyMark(open, "()")) --open;
  if (!r.IsMark(open, '(') || !r.WordStarts(open + 1, {"includ"}) || DeniedBefore(r, clause, open)) return false;
  return ends_stage(open - 1) || (r.Is(open - 1, Cue::kDiseaseWord) && ends_stage(open - 2));
}

}  // namespace

bool RestatesStage(Reading& r, Clause clause, int i, const TnmReading& tnm) {
  if (ExplainsStage(r, clause, i, tnm)) {
    r.UseRange(i, tnm.last);
    return true;
  }
  const bool m0 = tnm.ways == std::vector<TnmReading::Combination>{{{"M0"}}} && r.IsMark(i - 1, '(') && i - 2 >= clause.begin && r.Find(i - 2, TermKind::kSetting) != nullptr && DeniedBefore(r, clause, i - 2);
  if (m0) r.Use(i);
  return m0;
}

bool OnlyIncluded(Reading& r, int i, const TnmReading& tnm) {
  const int joint = r.IsAnyMark(i - 2, "(,") ? i - 3 : i - 2;
  const bool of_stage = r.Is(joint - 1, Cue::kStage) || r.Is(joint - 3, Cue::kStage) || r.IsMark(joint - 1, '-');
  if (!of_stage || !r.Is(i - 1, Cue::kIncluding) || !r.WordIsAny(i - 1, {"including", "incl", "incl."}) || r.Is(tnm.last + 1, Cue::kOnly) || r.Is(i, Cue::kOnly)) return false;
  r.UseRange(i - 1, tnm.last);
  return true;
}

bool IsOneOfOthers(const Reading& r, int i) {
  int other = r.WordIs(i - 1, "non") ? i - 2 : i - 3;
  bool said = r.WordIs(other, "or other");
  for (; r.WordIsAny(other, {"any", "other", "any other", "another"}); --other) said = said || r.WordContains(other, {"other"});
  return said && r.Is(other, Cue::kOr) && r.WordContains(i, {"malignanc", "cancer", "tumor", "neoplasm"});
}

bool IsShareOfCells(const Reading& r, int i) { return r.WordIs(i - 1, "%") && r.IsNumber(i - 2) && (r.IsMark(i - 3, '(') || r.IsMark(i - 4, '(')); }

bool QualifiesMetastasis(const Reading& r, int i, std::string_view id) {
  return (id == "solid_tumor" || id == "cancer") && r.Is(i + 1, Cue::kCnsMetastasis) && !r.at(i).lead;
}

namespace {

// "Locoregionally recurrent", "local recurrence": without distant metastases.
bool CameBackInPlace(const Reading& r, const DiseaseBranch& b) {
  for (int i = b.first; i <= b.last; ++i) {
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting != nullptr && setting->id == "recurrent" && r.WordStarts(i, {"local", "loco", "loco-"})) return true;
  }
  return false;
}

}  // namespace

Expression ToExpression(const Reading& r, const DiseaseBranch& b) {
  std::vector<Expression> parts, extent;
  const auto stage = [&](std::vector<std::string> values) { return TumourLeaf(r, OneOfLeaf::Attribute::kStage, std::move(values), b.edition, b.first, b.last, "stage.group"); };
  std::vector<std::string> plain = b.stages;
  if (b.with) std::erase(plain, b.last_stage);
  const auto any_of = [&](const std::vector<TnmReading::Combination>& ways) { return AnyOfTnm(r, ways, b.edition, b.first, b.last); };
  for (const DiseaseBranch::TnmOfStage& one : b.tnm_of_stage) std::erase(plain, one.stage);
  if (!plain.empty()) extent.push_back(stage(std::move(plain)));
  std::optional<Expression> limited;
  if (b.with) limited = Expression::All(stage({b.last_stage}), *b.with);
  for (const DiseaseBranch::TnmOfStage& one : b.tnm_of_stage) {
    if (limited && one.stage == b.last_stage) limited = Expression::All(*std::move(limited), any_of(one.ways));
    else extent.push_back(Expression::All(stage({one.stage}), any_of(one.ways)));
  }
  if (limited) extent.push_back(*std::move(limited));
  if (b.progressing) extent.push_back(Expression::OfLeaf(FactLeaf{"cancer_progressing"}, r.SpanOf(b.first, b.last), "stage.progressing"));
  if (!b.extents.empty()) extent.push_back(TumourLeaf(r, OneOfLeaf::Attribute::kSetting, b.extents, 0, b.first, b.last, "stage.setting"));
  if (b.extents == std::vector<std::string>{"recurrent"} && CameBackInPlace(r, b)) std::get<OneOfLeaf>(*extent.back().leaf.get()).except = {"metastatic"};
  if (!extent.empty()) parts.push_back(Expression::Any(std::move(extent)));
  for (const std::string& beside : b.besides) parts.push_back(TumourLeaf(r, OneOfLeaf::Attribute::kSetting, {beside}, 0, b.first, b.last, "stage.setting"));
  if (b.progressing_besides) parts.push_back(Expression::OfLeaf(FactLeaf{"cancer_progressing"}, r.SpanOf(b.first, b.last), "stage.progressing"));
  for (const std::string& none : b.lacking) parts.push_back(Expression::Not(TumourLeaf(r, OneOfLeaf::Attribute::kSetting, {none}, 0, b.first, b.last, "stage.setting")));
  if (!b.tnm.empty()) parts.push_back(any_of(b.tnm));
  if (!b.tnm.empty() && b.stages.empty() && b.extents.empty() && std::all_of(b.tnm.begin(), b.tnm.end(), IsEarlyStage)) parts.push_back(stage({"I", "II"}));
  for (const Expression& not_this : b.excluded) parts.push_back(Expression::Not(not_this));
  return Expression::All(std::move(parts));
}

std::vector<Expression> WaysOf(const Reading& r, int edition, std::vector<DiseaseBranch>* branches, int* first, int* last) {
  std::vector<Expression> ways;
  for (DiseaseBranch& branch : *branches) {
    if (branch.empty()) continue;
    branch.edition = edition;
    if (*first < 0) *first = branch.first;
    *last = std::max(*last, branch.last);
    ways.push_back(ToExpression(r, branch));
  }
  return ways;
}

}  // namespace trialmatch::rules
