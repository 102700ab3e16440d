#include "rules/lexicon/builder.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "rules/lexicon/side_tables.h"

namespace trialmatch::rules {
namespace {

using base::ToAbsl;

constexpr size_t kMaxRows = std::numeric_limits<uint16_t>::max();

bool IsStructural(std::string_view column) {
  return column == "id" || column == "names" || column == "parents" || column == "source";
}

// Requires as many cells as columns.
Entry EntryOf(const RawTable& raw, const RawTable::Row& row) {
  Entry entry;
  entry.line = row.line;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string_view column = raw.columns[i], cell = row.cells[i];
    if (column == "id")
      entry.id = cell;
    else if (column == "source")
      entry.source = cell;
    else if (column == "names")
      for (const std::string_view part : SplitList(cell)) entry.names.emplace_back(part);
    else if (column == "parents")
      for (const std::string_view part : SplitList(cell)) entry.parents.emplace_back(part);
    else if (!cell.empty())
      entry.columns.emplace_back(column, cell);
  }
  return entry;
}

}  // namespace

absl::Status LexiconBuilder::ErrorAt(Term term, std::string_view message) const {
  return TableError(absl::StrCat(KindName(term.kind), ".tsv"), At(term).line, message);
}

absl::StatusOr<Lexicon> LexiconBuilder::Build(const std::vector<TableText>& tables) {
  for (const TableText& table : tables) TM_RETURN_IF_ERROR(ReadRows(table));
  for (int i = 0; i < kTermKinds; ++i)
    TM_RETURN_IF_ERROR(CheckReferences(SpecOf(static_cast<TermKind>(i))));
  // A drug's ancestors are its classes' too: classes first.
  TM_RETURN_IF_ERROR(ComputeAncestors(SpecOf(TermKind::kDrugClass)));
  for (int i = 0; i < kTermKinds; ++i) {
    if (const TableSpec& spec = SpecOf(static_cast<TermKind>(i)); spec.kind != TermKind::kDrugClass)
      TM_RETURN_IF_ERROR(ComputeAncestors(spec));
  }
  TM_RETURN_IF_ERROR(ReadSpelling());
  TM_RETURN_IF_ERROR(ReadSynonyms());
  // The words that texts are made of get the lowest numbers, and so what is looked up for each word
  // of a text lies close together.
  for (TermKind kind : {TermKind::kCue, TermKind::kPlain, TermKind::kQuality, TermKind::kUnit, TermKind::kLogistics}) NumberWords(kind);
  for (int i = 0; i < kTermKinds; ++i)
    TM_RETURN_IF_ERROR(AddWordings(SpecOf(static_cast<TermKind>(i))));
  TM_RETURN_IF_ERROR(AddSalts());
  TM_RETURN_IF_ERROR(BuildUnits());
  TM_RETURN_IF_ERROR(CheckSideTables(lexicon_));
  lexicon_.wordings_ = wordings_.Build(lexicon_.vocabulary_.size());
  Fingerprint(tables);
  return std::move(lexicon_);
}

absl::Status LexiconBuilder::ReadRows(const TableText& table) {
  std::string_view stem = table.name;
  if (stem.ends_with(".tsv")) stem.remove_suffix(4);
  TM_ASSIGN_OR_RETURN(const RawTable raw, ReadTable(table.name, table.text));
  if (raw.rows.size() > kMaxRows)
    return TableError(table.name, raw.header_line, absl::StrCat("more than ", kMaxRows, " rows"));
  if (const std::optional<TermKind> kind = KindFromName(stem)) {
    if (!lexicon_.by_id_[static_cast<int>(*kind)].empty())
      return TableError(table.name, 1, "the table is given twice");
    return ReadKind(SpecOf(*kind), table.name, raw);
  }
  return ReadOther(stem, table.name, raw);
}

absl::Status LexiconBuilder::ReadKind(const TableSpec& spec, const std::string& name,
                                      const RawTable& raw) {
  const auto known = [&](std::string_view column) {
    if (column == "parents") return spec.parents.has_value();
    return IsStructural(column) ||
           std::any_of(spec.columns.begin(), spec.columns.end(),
                       [&](const ColumnSpec& c) { return c.name == column; });
  };
  for (const std::string_view column : raw.columns) {
    if (!known(column))
      return TableError(name, raw.header_line,
                        absl::StrCat("unknown column \"", ToAbsl(column), "\""));
  }
  std::vector<std::string_view> needed = {"names"};
  if (spec.parents) needed.push_back("parents");
  for (const ColumnSpec& column : spec.columns) needed.push_back(column.name);
  for (const std::string_view column : needed) {
    if (raw.Column(column) < 0)
      return TableError(name, raw.header_line,
                        absl::StrCat("column \"", ToAbsl(column), "\" is missing"));
  }

  std::vector<Entry>& entries = lexicon_.tables_[static_cast<int>(spec.kind)];
  for (const RawTable::Row& row : raw.rows) {
    Entry entry = EntryOf(raw, row);
    lexicon_.by_id_[static_cast<int>(spec.kind)].emplace(entry.id,
                                                         static_cast<uint16_t>(entries.size()));
    entries.push_back(std::move(entry));
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::ReadOther(std::string_view stem, const std::string& name,
                                       const RawTable& raw) {
  const auto [slot, is_new] = lexicon_.other_.try_emplace(std::string(stem));
  if (!is_new) return TableError(name, 1, "the table is given twice");
  for (const RawTable::Row& row : raw.rows) {
    slot->second.push_back(EntryOf(raw, row));
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::CheckReferences(const TableSpec& spec) {
  const std::vector<Entry>& entries = lexicon_.table(spec.kind);
  for (size_t row = 0; row < entries.size(); ++row) {
    const Entry& entry = entries[row];
    const Term term = {spec.kind, static_cast<uint16_t>(row)};
    for (const std::string& parent : entry.parents) {
      if (lexicon_.Find(*spec.parents, parent) == nullptr) {
        return ErrorAt(term, absl::StrCat("parent \"", parent, "\" is no id of ",
                                          KindName(*spec.parents), ".tsv"));
      }
    }
    if (spec.kind == TermKind::kDrug && lexicon_.Find(TermKind::kDrugClass, entry.id) != nullptr) {
      return ErrorAt(term, absl::StrCat("id \"", entry.id, "\" is an id of drug_class.tsv too"));
    }
    for (const ColumnSpec& column : spec.columns) {
      const std::string_view cell = entry.Get(column.name);
      if (cell.empty()) {
        if (column.required)
          return ErrorAt(term, absl::StrCat("column \"", ToAbsl(column.name), "\" is empty"));
        continue;
      }
      if (column.type == ColumnType::kNumber && !entry.GetNumber(column.name)) {
        return ErrorAt(term, absl::StrCat("\"", ToAbsl(cell), "\" in column \"",
                                          ToAbsl(column.name), "\" is not a number"));
      }
      if (column.type == ColumnType::kReference && lexicon_.Find(column.target, cell) == nullptr) {
        return ErrorAt(term,
                       absl::StrCat("\"", ToAbsl(cell), "\" in column \"", ToAbsl(column.name),
                                    "\" is no id of ", KindName(column.target), ".tsv"));
      }
      if (column.type == ColumnType::kChoice &&
          column.choices.find(absl::StrCat("|", ToAbsl(cell), "|")) == std::string_view::npos) {
        return ErrorAt(term,
                       absl::StrCat("\"", ToAbsl(cell), "\" in column \"", ToAbsl(column.name),
                                    "\" is none of ",
                                    ToAbsl(column.choices.substr(1, column.choices.size() - 2))));
      }
    }
    if (const auto low = entry.GetNumber("plausible_low"), high = entry.GetNumber("plausible_high");
        low && high && *low >= *high) {
      return ErrorAt(term, "plausible_low is not below plausible_high");
    }
  }
  return absl::OkStatus();
}

// Breadth first: nearest first, each once. A row that comes back to itself stands in a circle.
absl::Status LexiconBuilder::ComputeAncestors(const TableSpec& spec) {
  if (!spec.parents) return absl::OkStatus();
  const std::vector<Entry>& entries = lexicon_.table(spec.kind);
  for (size_t row = 0; row < entries.size(); ++row) {
    std::vector<std::string> above = entries[row].parents;
    for (size_t i = 0; i < above.size(); ++i) {
      if (above[i] == entries[row].id && spec.parents == spec.kind) {
        return ErrorAt({spec.kind, static_cast<uint16_t>(row)},
                       absl::StrCat("the parents of \"", entries[row].id, "\" lead back to it"));
      }
      for (const std::string& parent : lexicon_.Find(*spec.parents, above[i])->parents) {
        if (std::find(above.begin(), above.end(), parent) == above.end()) above.push_back(parent);
      }
    }
    if (!above.empty())
      lexicon_.ancestors_[static_cast<int>(spec.kind)].emplace(entries[row].id, std::move(above));
  }
  return absl::OkStatus();
}

namespace {

bool IsWordPart(std::string_view part) {
  return part.size() >= Spelling::kMinPartBytes && std::all_of(part.begin(), part.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

absl::Status LexiconBuilder::ReadSpelling() {
  absl::flat_hash_map<std::string, int> lines;
  for (const Entry& entry : lexicon_.rows("spelling")) {
    const auto error = [&](std::string_view message) {
      return TableError("spelling.tsv", entry.line, message);
    };
    if (!IsWordPart(entry.id)) return error("the id must be three or more small letters");
    for (const std::string& british : entry.names) {
      if (!IsWordPart(british)) return error("a name must be three or more small letters");
      if (british.size() < entry.id.size()) return error("the id is longer than a name");
      if (entry.id.find(british) != std::string::npos)
        return error("the id holds a name: nothing would be left to change");
      if (!lines.emplace(british, entry.line).second)
        return error(absl::StrCat("\"", british, "\" stands already in line ", lines[british]));
      lexicon_.spelling_.Add(british, entry.id);
    }
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::ReadSynonyms() {
  absl::flat_hash_map<std::string, int> synonyms;
  const auto is_word = [](std::string_view word) { return IsWordPart(word) && word.size() <= Spelling::kMaxSynonymBytes; };
  for (const Entry& entry : lexicon_.rows("synonym")) {
    const auto error = [&](std::string_view message) { return TableError("synonym.tsv", entry.line, message); };
    for (const std::string& word : entry.names) {
      if (!is_word(entry.id) || !is_word(word)) return error(absl::StrCat("the id and the names must be words of 3 to ", Spelling::kMaxSynonymBytes, " small letters"));
      if (!synonyms.emplace(word, entry.line).second) return error(absl::StrCat("\"", word, "\" stands already in line ", synonyms[word]));
      lexicon_.spelling_.AddSynonym(word, entry.id);
    }
  }
  for (const Entry& entry : lexicon_.rows("synonym")) {
    if (synonyms.contains(entry.id)) return TableError("synonym.tsv", entry.line, "the id is itself a name");
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::BuildUnits() {
  std::vector<base::Unit> units;
  for (const Entry& entry : lexicon_.table(TermKind::kUnit)) {
    units.push_back({entry.id, std::string(entry.Get("dimension")), *entry.GetNumber("factor"),
                     raw_unit_names_[units.size()]});
    base::Unit& unit = units.back();
    if (unit.factor <= 0) return TableError("unit.tsv", entry.line, "the factor is not above 0");
  }
  absl::StatusOr<base::UnitTable> table = base::UnitTable::Build(std::move(units));
  if (!table.ok())
    return absl::InvalidArgumentError(absl::StrCat("unit.tsv: ", table.status().message()));
  lexicon_.units_ = *std::move(table);
  return absl::OkStatus();
}

// FNV-1a of 64 bits, folded to 32; the order of the tables does not count.
void LexiconBuilder::Fingerprint(const std::vector<TableText>& tables) {
  std::vector<const TableText*> sorted;
  for (const TableText& table : tables) sorted.push_back(&table);
  std::sort(sorted.begin(), sorted.end(),
            [](const TableText* a, const TableText* b) { return a->name < b->name; });
  uint64_t hash = 0xCBF29CE484222325u;
  const auto add = [&](std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    hash = (hash ^ 0xFFu) * 0x100000001B3u;
  };
  for (const TableText* table : sorted) {
    add(table->name);
    add(table->text);
  }
  lexicon_.version_ =
      absl::StrCat(absl::Hex(static_cast<uint32_t>(hash ^ hash >> 32), absl::kZeroPad8));
}

}  // namespace trialmatch::rules
