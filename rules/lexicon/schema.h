#ifndef TRIALMATCH_RULES_LEXICON_SCHEMA_H_
#define TRIALMATCH_RULES_LEXICON_SCHEMA_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/lexicon/term.h"

namespace trialmatch::rules {

enum class ColumnType : uint8_t { kText, kNumber, kReference, kChoice };

// A column besides `id`, `names`, `parents` and `source`.
struct ColumnSpec {
  std::string_view name;
  ColumnType type = ColumnType::kText;
  TermKind target = TermKind::kCue;  // kReference: an id of this table, or nothing
  std::string_view choices;          // kChoice: "|a|b|", or nothing
  bool required = false;             // no cell may be empty
};

struct TableSpec {
  TermKind kind;
  std::optional<TermKind> parents;  // the table of the column `parents`, if it has one
  bool id_is_name = false;          // the id with ' ' for '_' is a name
  std::span<const ColumnSpec> columns;
};

// The columns of every table of a term kind, in the order of TermKind.
const TableSpec& SpecOf(TermKind kind);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_SCHEMA_H_
