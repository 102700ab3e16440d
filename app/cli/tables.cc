#include "app/cli/tables.h"

#include <filesystem>
#include <map>
#include <utility>

#include "base/file.h"
#include "rules/lexicon/embedded_tables.h"

namespace trialmatch::app {
namespace {

constexpr std::string_view kSuffix = ".tsv";

// The folder's tables by file name. nullopt: a message was printed.
std::optional<std::map<std::string, std::string>> ReadFolder(const std::string& folder,
                                                             const Terminal& terminal) {
  std::error_code error;
  std::map<std::string, std::string> files;
  std::filesystem::directory_iterator entries(folder, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    const std::filesystem::path path = entries->path();
    if (path.extension() != kSuffix) continue;
    auto text = base::ReadFile(path.string());
    if (!text.ok()) {
      terminal.Error(std::string(text.status().message()));
      return std::nullopt;
    }
    files[path.filename().string()] = *std::move(text);
  }
  if (error) {
    terminal.Error(folder + ": " + error.message() + "; expected a folder of tables");
    return std::nullopt;
  }
  if (files.empty()) {
    terminal.Error(folder + " has no table; expected files like drug.tsv");
    return std::nullopt;
  }
  return files;
}

}  // namespace

std::optional<LoadedTables> LoadTables(const std::string& folder, const Terminal& terminal) {
  std::map<std::string, std::string> own;
  if (!folder.empty()) {
    auto read = ReadFolder(folder, terminal);
    if (!read) return std::nullopt;
    own = *std::move(read);
  }
  std::map<std::string, std::string_view> texts;
  for (const auto& [name, text] : rules::EmbeddedTables()) texts[std::string(name)] = text;
  for (const auto& [name, text] : own) texts[name] = text;

  LoadedTables loaded;
  std::vector<rules::TableText> tables;
  for (const auto& [name, text] : texts) {
    loaded.names.push_back(name.substr(0, name.size() - kSuffix.size()));
    tables.push_back({name, text});
  }
  if (own.empty()) {
    // Never freed: no owner.
    loaded.lexicon = std::shared_ptr<const rules::Lexicon>(&rules::Lexicon::BuiltIn(),
                                                           [](const rules::Lexicon*) {});
    return loaded;
  }
  auto lexicon = rules::Lexicon::Load(tables);
  if (!lexicon.ok()) {
    terminal.Error(folder + "/" + std::string(lexicon.status().message()));
    return std::nullopt;
  }
  loaded.lexicon = std::make_shared<const rules::Lexicon>(*std::move(lexicon));
  return loaded;
}

void AddTablesOption(CLI::App& command, std::string* folder) {
  command
      .add_option("--tables", *folder,
                  "A folder with tables of your own: each NAME.tsv there takes the place of the "
                  "built-in one")
      ->type_name("DIR");
}

}  // namespace trialmatch::app
