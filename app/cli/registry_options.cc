#include "app/cli/registry_options.h"

#include <cstdlib>
#include <ctime>

namespace trialmatch::app {

CLI::Option* AddDatabaseOption(CLI::App& command, std::string* db) {
  return command
      .add_option("--db", *db,
                  "The registry on this disk. Default: $XDG_DATA_HOME/trialmatch/registry.db, else "
                  "~/.local/share/trialmatch/registry.db")
      ->type_name("PATH");
}

std::string RegistryPath(const std::string& db) {
  if (!db.empty()) return db;
  // As the XDG base directory specification says: a relative path there does not count.
  const char* data_home = std::getenv("XDG_DATA_HOME");
  if (data_home != nullptr && data_home[0] == '/')
    return std::string(data_home) + "/trialmatch/registry.db";
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] != '/') return "";
  return std::string(home) + "/.local/share/trialmatch/registry.db";
}

std::string UtcNow() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

}  // namespace trialmatch::app
