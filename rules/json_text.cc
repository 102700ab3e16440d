#include "rules/json_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

namespace trialmatch::rules {
namespace {

bool IsPlain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 &&
         c != '"' && c != '\\';
}

}  // namespace

void JsonText::Separate() {
  if (!fresh_) out_ += ',';
  fresh_ = false;
}

void JsonText::Open(char bracket) {
  Separate();
  out_ += bracket;
  fresh_ = true;
}

void JsonText::Close(char bracket) {
  out_ += bracket;
  fresh_ = false;
}

JsonText& JsonText::Key(std::string_view key) {
  const size_t from = out_.size(), comma = fresh_ ? 0 : 1;
  out_.resize(from + comma + key.size() + 3);
  char* at = out_.data() + from;
  if (comma != 0) *at++ = ',';
  *at++ = '"';
  at += key.copy(at, key.size());
  *at++ = '"';
  *at = ':';
  fresh_ = true;
  return *this;
}

void JsonText::String(std::string_view text) {
  Separate();
  Quote(text);
}

void JsonText::Quote(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return IsPlain(c); })) {
    out_ += '"';
    out_ += text;
    out_ += '"';
    return;
  }
  out_ += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void JsonText::Number(double value) {
  Separate();
  constexpr double kExactInteger = 1e15;
  const bool integer = value == std::trunc(value) && std::abs(value) < kExactInteger && value != 0;
  if (!integer) {
    out_ += nlohmann::json(value).dump();
    return;
  }
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<int64_t>(value)).ptr;
  out_.append(digits, end);
  out_ += ".0";
}

void JsonText::Integer(int64_t value) {
  Separate();
  char digits[24];
  out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void JsonText::Bool(bool value) {
  Separate();
  out_ += value ? "true" : "false";
}

}  // namespace trialmatch::rules
