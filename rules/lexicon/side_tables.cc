#include "rules/lexicon/side_tables.h"

#include <algorithm>
#include <span>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/date.h"
#include "base/status.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::rules {
namespace {

using base::ToAbsl;

// kDrugs: a list of drugs and drug classes.
enum class Cell : uint8_t {
  kText,
  kRequired,
  kChoice,
  kList,
  kDrugs,
  kDate,
  kPositive,
  kLabelKeys
};

struct Column {
  std::string_view name;
  Cell cell = Cell::kText;
  std::string_view choices;        // kChoice: "|a|b|", each part of the cell
  std::optional<TermKind> target;  // kList: ids of this table
};

struct SideTable {
  std::string_view name;
  std::span<const Column> columns;
};

constexpr Column kLabel[] = {{"id", Cell::kLabelKeys}, {"text", Cell::kRequired}};
constexpr Column kGlossary[] = {
    {"term", Cell::kRequired}, {"text", Cell::kRequired}, {"terms", Cell::kLabelKeys}};
constexpr Column kWho[] = {{"who", Cell::kChoice, "|you|report|oncologist|site|"}};
constexpr Column kContext[] = {{"kind", Cell::kChoice, "|usual|testing|caution|"},
                               {"driver", Cell::kList, {}, TermKind::kGene},
                               {"country", Cell::kList, {}, TermKind::kPlace},
                               {"setting", Cell::kChoice, "||resectable|resected|locally_advanced|metastatic|"},
                               {"prior", Cell::kChoice, "||none|1|2|3|"},
                               {"brain", Cell::kChoice, "||yes|"},
                               {"text", Cell::kRequired},
                               {"from", Cell::kDate},
                               {"until", Cell::kDate}};
constexpr Column kDrugFact[] = {{"id", Cell::kList, {}, TermKind::kDrug}, {"taken", Cell::kRequired}};
constexpr Column kSituation[] = {
    {"title", Cell::kRequired},
    {"drivers", Cell::kList, {}, TermKind::kGene},
    {"setting", Cell::kChoice, "|resectable|resected|locally_advanced|metastatic|"},
    {"stage", Cell::kRequired},
    {"brain", Cell::kChoice, "|none|untreated|treated|progressing|"},
    {"also", Cell::kChoice, "||surgery|chemoradiation|leptomeningeal|"},
    {"needs", Cell::kChoice, "||brain|"}};
constexpr Column kReason[] = {{"pattern", Cell::kRequired}, {"text", Cell::kRequired}};
constexpr Column kRegimen[] = {{"drugs", Cell::kList, {}, TermKind::kDrug}};
constexpr Column kTreatedBy[] = {{"illness", Cell::kRequired},
                                 {"illness", Cell::kList, {}, TermKind::kCondition},
                                 {"drugs", Cell::kRequired},
                                 {"drugs", Cell::kDrugs}};
constexpr Column kViralLoad[] = {{"id", Cell::kList, {}, TermKind::kLab},
                                 {"illness", Cell::kRequired},
                                 {"illness", Cell::kList, {}, TermKind::kCondition},
                                 {"word", Cell::kRequired}};
constexpr Column kNormalLimit[] = {{"id", Cell::kList, {}, TermKind::kLab},
                                   {"limit", Cell::kChoice, "|lower|upper|"},
                                   {"from", Cell::kPositive},
                                   {"to", Cell::kPositive},
                                   {"unit", Cell::kRequired}};
constexpr Column kThreshold[] = {{"value", Cell::kPositive}, {"unit", Cell::kRequired}};
constexpr Column kDoctorQuestion[] = {{"text", Cell::kRequired}};
constexpr SideTable kTables[] = {{"label", kLabel},
                                 {"glossary", kGlossary},
                                 {"who", kWho},
                                 {"context", kContext},
                                 {"drug_fact", kDrugFact},
                                 {"situation", kSituation},
                                 {"reason", kReason},
                                 {"doctor_question", kDoctorQuestion},
                                 {"regimen", kRegimen},
                                 {"treated_by", kTreatedBy},
                                 {"viral_load", kViralLoad},
                                 {"normal_limit", kNormalLimit},
                                 {"threshold", kThreshold}};

// Kinds of label keys that are no table: words of sentences, and values of leaves.
constexpr std::string_view kOwnKinds[] = {"word",       "trial",  "brain",     "smoking",
                                          "intent",     "detail", "score_unit"};
// Measurements that are no row of lab.tsv.
constexpr std::string_view kOwnMeasures[] = {"age", "ecog", "karnofsky", "lansky", "height"};

absl::Status CheckCell(const Lexicon& lexicon, const SideTable& table, const Entry& row,
                       const Column& column) {
  const std::string_view cell = column.name == "id" ? std::string_view(row.id) : row.Get(column.name);
  const auto error = [&](std::string_view message) {
    return TableError(absl::StrCat(ToAbsl(table.name), ".tsv"), row.line,
                      absl::StrCat("\"", ToAbsl(cell), "\" in column \"", ToAbsl(column.name), "\" ",
                                   ToAbsl(message)));
  };
  if (column.cell == Cell::kRequired && cell.empty()) return error("must not be empty");
  if (column.cell == Cell::kDate && !cell.empty() && !base::PartialDate::Parse(cell).ok())
    return error("is no date");
  if (column.cell == Cell::kPositive && row.GetNumber(column.name).value_or(0) <= 0)
    return error("is no number above 0");
  if (column.cell == Cell::kChoice) {
    std::vector<std::string_view> parts = SplitList(cell);
    if (parts.empty()) parts.emplace_back();
    for (const std::string_view part : parts) {
      if (column.choices.find(absl::StrCat("|", ToAbsl(part), "|")) == std::string_view::npos)
        return error(absl::StrCat("is none of ", ToAbsl(column.choices)));
    }
  }
  if (column.cell == Cell::kList) {
    for (const std::string_view part : SplitList(cell)) {
      if (lexicon.Find(*column.target, part) == nullptr)
        return error(absl::StrCat("is no id of ", KindName(*column.target), ".tsv"));
    }
  }
  if (column.cell == Cell::kDrugs) {
    for (const std::string_view part : SplitList(cell)) {
      if (lexicon.Find(TermKind::kDrug, part) == nullptr &&
          lexicon.Find(TermKind::kDrugClass, part) == nullptr)
        return error("is no id of drug.tsv or drug_class.tsv");
    }
  }
  if (column.cell == Cell::kLabelKeys) {
    for (const std::string_view part : SplitList(cell)) {
      if (!IsLabelKey(lexicon, part)) return error("names what no table has; expected KIND/ID");
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool IsLabelKey(const Lexicon& lexicon, std::string_view key) {
  const size_t slash = key.find('/');
  if (slash == std::string_view::npos || slash + 1 == key.size()) return false;
  const std::string_view kind = key.substr(0, slash), id = key.substr(slash + 1);
  if (std::find(std::begin(kOwnKinds), std::end(kOwnKinds), kind) != std::end(kOwnKinds)) return true;
  if (kind == "lab" &&
      std::find(std::begin(kOwnMeasures), std::end(kOwnMeasures), id) != std::end(kOwnMeasures))
    return true;
  if (kind == "gene" && id == "driver") return true;
  if (kind == "marker") return lexicon.Find(TermKind::kGene, id) != nullptr;
  const std::optional<TermKind> table = KindFromName(kind);
  return table && lexicon.Find(*table, id) != nullptr;
}

absl::Status CheckSideTables(const Lexicon& lexicon) {
  for (const SideTable& table : kTables) {
    for (const Entry& row : lexicon.rows(table.name)) {
      for (const Column& column : table.columns)
        TM_RETURN_IF_ERROR(CheckCell(lexicon, table, row, column));
    }
  }
  return absl::OkStatus();
}

}  // namespace trialmatch::rules
