#ifndef TRIALMATCH_APP_CLI_TEXT_OPTIONS_H_
#define TRIALMATCH_APP_CLI_TEXT_OPTIONS_H_

#include "app/cli/terminal.h"
#include "matcher/explain/text_report.h"

namespace trialmatch::app {

// Text for the terminal at hand: its width and whether it takes colours.
inline matcher::TextOptions TextOptionsFor(const Terminal& terminal, int top) {
  using Color = matcher::TextOptions::Color;
  return {.top = top,
          .color = terminal.color_out() ? Color::kAnsi : Color::kNever,
          .width = terminal.columns()};
}

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_TEXT_OPTIONS_H_
