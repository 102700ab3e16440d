#include "rules/json_text.h"

#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace trialmatch::rules {
namespace {

using nlohmann::ordered_json;

TEST(JsonText, NumbersAreWrittenAsNlohmannWritesThem) {
  for (const double value :
       {0.0, -0.0, 1.0, -18.0, 1.5, 0.1, 1e-7, 150000.0, 999999999999999.0, 1e15, 1e16, 1e300, 0.3 + 0.6,
        std::numeric_limits<double>::infinity(), std::nan("")}) {
    std::string text;
    JsonText(&text).Number(value);
    EXPECT_EQ(text, ordered_json(value).dump());
  }
}

TEST(JsonText, StringsAreWrittenAsNlohmannWritesThem) {
  for (const char* value : {"", "plain", "a \"b\" \\ c", "line\nbreak\ttab\x01\x7f", "\u2265 \u00b5", "broken \xff end"}) {
    std::string text;
    JsonText(&text).String(value);
    EXPECT_EQ(text, ordered_json(value).dump(-1, ' ', false, ordered_json::error_handler_t::replace));
  }
}

TEST(JsonText, CommasStandBetweenValues) {
  std::string text;
  JsonText json(&text);
  json.Open('{');
  json.Key("a").Integer(-1);
  json.Key("b").Open('[');
  json.Bool(true);
  json.String("x");
  json.Open('{');
  json.Close('}');
  json.Close(']');
  json.Key("c").Open('[');
  json.Close(']');
  json.Close('}');
  EXPECT_EQ(text, R"({"a":-1,"b":[true,"x",{}],"c":[]})");
}

}  // namespace
}  // namespace trialmatch::rules
