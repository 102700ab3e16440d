#include "rules/audit/table_view.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "rules/lexicon/table_reader.h"
#include "rules/parse/cues.h"

namespace trialmatch::rules {
namespace {

bool NamesIn(std::string_view cell, std::string_view id) {
  const std::vector<std::string_view> list = SplitList(cell);
  return std::find(list.begin(), list.end(), id) != list.end();
}

RowView ViewOf(const Lexicon& lexicon, const TableNames& tables, std::string_view table,
               const Entry& entry) {
  RowView row;
  row.table = std::string(table);
  row.entry = &entry;
  const auto kind = KindFromName(table);
  if (kind) {
    row.above = lexicon.Ancestors(*kind, entry.id);
    if (!row.above.empty()) row.above.erase(row.above.begin());
  }
  for (const std::string& name : tables) {
    const bool may_be_below =
        name == table || (kind == TermKind::kDrugClass && name == KindName(TermKind::kDrug));
    for (const Entry& other : lexicon.rows(name)) {
      const auto& parents = other.parents;
      if (may_be_below && std::find(parents.begin(), parents.end(), entry.id) != parents.end())
        row.below.push_back(other.id);
      for (const auto& [column, text] : other.columns) {
        if (NamesIn(text, entry.id))
          row.used_by.push_back(absl::StrCat(name, ":", other.id, " ", column));
      }
    }
  }
  return row;
}

}  // namespace

std::vector<RowView> FindRows(const Lexicon& lexicon, const TableNames& tables,
                              std::string_view name) {
  std::vector<RowView> rows;
  for (const std::string& table : tables) {
    for (const Entry& entry : lexicon.rows(table)) {
      if (entry.id == name) rows.push_back(ViewOf(lexicon, tables, table, entry));
    }
  }
  if (!rows.empty()) return rows;
  for (int i = 0; i < kTermKinds; ++i) {
    const TermKind kind = static_cast<TermKind>(i);
    if (const auto term = lexicon.Resolve(kind, name))
      rows.push_back(ViewOf(lexicon, tables, KindName(kind), lexicon.entry(*term)));
  }
  // What other tables say of the rows that the wording stands for.
  const size_t named = rows.size();
  for (const std::string& table : tables) {
    if (KindFromName(table)) continue;
    for (const Entry& entry : lexicon.rows(table)) {
      const bool same = std::any_of(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(named),
                                    [&](const RowView& row) { return row.entry->id == entry.id; });
      if (same) rows.push_back(ViewOf(lexicon, tables, table, entry));
    }
  }
  return rows;
}

std::string RowToText(const RowView& row) {
  const Entry& e = *row.entry;
  std::string out = absl::StrCat(row.table, " ", e.id, "  (", row.table, ".tsv line ", e.line, ")\n");
  const auto add = [&](std::string_view label, const std::vector<std::string>& list,
                       const char* between) {
    if (!list.empty())
      absl::StrAppendFormat(&out, "  %-9s %s\n", std::string(label), absl::StrJoin(list, between));
  };
  add("wordings", e.names, " | ");
  add("parents", e.parents, ", ");
  add("above", row.above, ", ");
  add("below", row.below, ", ");
  for (const auto& [column, text] : e.columns) add(column, {text}, "");
  add("used by", row.used_by, ", ");
  add("source", {e.source}, "");
  return out;
}

std::string TablesToText(const Lexicon& lexicon, const TableNames& tables) {
  std::string out = absl::StrFormat("%-17s %6s %9s %11s\n", "table", "rows", "wordings", "unverified");
  for (const std::string& table : tables) {
    size_t wordings = 0, unverified = 0;
    for (const Entry& e : lexicon.rows(table)) {
      wordings += e.names.size();
      unverified += e.verified() ? 0 : 1;
    }
    absl::StrAppendFormat(&out, "%-17s %6d %9d %11d\n", table, lexicon.rows(table).size(), wordings,
                          unverified);
  }
  return out;
}

std::string TableToText(const Lexicon& lexicon, std::string_view table) {
  std::string out;
  for (const Entry& e : lexicon.rows(table)) {
    absl::StrAppend(&out, e.id);
    if (!e.names.empty()) absl::StrAppend(&out, "  ", absl::StrJoin(e.names, " | "));
    if (!e.parents.empty()) absl::StrAppend(&out, "  < ", absl::StrJoin(e.parents, ", "));
    for (const auto& [column, text] : e.columns) absl::StrAppend(&out, "  ", column, "=", text);
    absl::StrAppend(&out, "  [", e.source, "]\n");
  }
  return out;
}

std::vector<std::string> TableWarnings(const Lexicon& lexicon, const TableNames& tables) {
  std::vector<std::string> out;
  std::set<std::string_view> known;
  for (int i = 0; i < kCueCount; ++i) known.insert(CueId(static_cast<Cue>(i)));
  for (const Entry& e : lexicon.table(TermKind::kCue)) {
    if (known.erase(e.id) == 0)
      out.push_back(absl::StrCat("cue.tsv:", e.line, ": no parser knows the cue ", e.id));
  }
  for (std::string_view id : known)
    out.push_back(absl::StrCat("cue.tsv: the parsers look for the cue ", std::string(id),
                               ", which no row has"));
  constexpr std::string_view kOthers[] = {
      "answers", "caution",         "performance", "questions",  "resistance",
      "salt",    "setting_truth",   "signal",      "spelling",   "standard_therapy", "synonym",
      "context", "doctor_question", "drug_fact",   "glossary",   "label",
      "normal_limit", "reason",  "regimen",         "situation",   "steroid_potency", "treated_by", "threshold", "viral_load", "who"};
  for (const std::string& table : tables) {
    const bool read = KindFromName(table) || std::find(std::begin(kOthers), std::end(kOthers),
                                                       table) != std::end(kOthers);
    if (!read) out.push_back(absl::StrCat(table, ".tsv: nothing reads a table of this name"));
  }
  return out;
}

}  // namespace trialmatch::rules
