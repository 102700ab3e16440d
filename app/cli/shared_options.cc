#include <cctype>
#include <string>

#include "app/cli/command.h"
#include "app/cli/registry_options.h"
#include "base/date.h"

namespace trialmatch::app {

void AddStudiesOption(CLI::App& command, SharedOptions* options) {
  CLI::Option* studies =
      command
          .add_option("--studies", options->studies,
                      "Studies in the registry's API v2 shape: a .jsonl file, a JSON array, or a "
                      "folder of them. Without it: the registry on this disk, and where there is "
                      "none the built-in example studies, which are invented")
          ->type_name("FILE");
  AddDatabaseOption(command, &options->db)->excludes(studies);
}

void AddIndexOption(CLI::App& command, SharedOptions* options) {
  command
      .add_option("--index", options->index,
                  "Keep what was read of the studies in this file, and start from it the next time; "
                  "made again when the studies, the rules or the program change. For a registry "
                  "the default is a file beside it")
      ->type_name("FILE");
}

void AddAsOfOption(CLI::App& command, SharedOptions* options) {
  command
      .add_option("--as-of", options->as_of,
                  "The day to decide for, like 2026-01-15. Default: today")
      ->type_name("DATE")
      ->check(IsoDay());
}

CLI::Validator IsoDay() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const auto date = base::PartialDate::Parse(text);
        if (!date.ok())
          return "not a date: " + std::string(date.status().message()) +
                 "; expected a day like 2026-01-15";
        return date->exact() ? "" : "expected a day like 2026-01-15, not \"" + text + "\"";
      },
      "");
}

CLI::Validator NctNumber() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        bool good = text.size() == 11;
        for (size_t i = 0; good && i < text.size(); ++i) {
          const auto c = static_cast<unsigned char>(text[i]);
          good = i < 3 ? std::toupper(c) == "NCT"[i] : std::isdigit(c) != 0;
        }
        if (!good)
          return "not an NCT number: \"" + text +
                 "\"; expected NCT and eight digits, like NCT99000001";
        for (size_t i = 0; i < 3; ++i) text[i] = "NCT"[i];
        return "";
      },
      "");
}

}  // namespace trialmatch::app
