#ifndef TRIALMATCH_RULES_AUDIT_TABLE_VIEW_H_
#define TRIALMATCH_RULES_AUDIT_TABLE_VIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// Names of tables ("drug", "standard_therapy"), with or without wordings, in the order to list.
using TableNames = std::vector<std::string>;

// A row, and what the other rows say about it.
struct RowView {
  std::string table;
  const Entry* entry = nullptr;
  std::vector<std::string> above;  // parents and theirs, nearest first
  std::vector<std::string> below;  // rows that have it as a parent, in table order; of a drug class
                                   // its drugs too
  std::vector<std::string> used_by;  // "resistance:lorlatinib_g1202r mutation": rows that name it in
                                     // a column
};

// The rows that `name` stands for: by id in any table, else by wording. Empty: nobody knows it.
std::vector<RowView> FindRows(const Lexicon& lexicon, const TableNames& tables,
                              std::string_view name);
std::string RowToText(const RowView& row);
std::string RowToJson(const RowView& row);  // one object a line

// A table a line: rows, wordings, rows whose source nobody has opened.
std::string TablesToText(const Lexicon& lexicon, const TableNames& tables);
std::string TablesToJson(const Lexicon& lexicon, const TableNames& tables);

// A row a line: id, wordings, parents, source. Requires a table of the lexicon.
std::string TableToText(const Lexicon& lexicon, std::string_view table);
std::string TableToJson(const Lexicon& lexicon, std::string_view table);

// What loading does not refuse and a table's author would want to know: a cue that the parsers do
// not know, one that they look for and no row has, a table that nothing reads. One line each.
std::vector<std::string> TableWarnings(const Lexicon& lexicon, const TableNames& tables);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_TABLE_VIEW_H_
