#include "fetch/places/places.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "fetch/places/embedded_places.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

// The plain letter of each code point; a digit stands for one of kPairs, a dot for the letter
// itself.
constexpr char kFromC0[] =  // U+00C0 to U+024F
    "aaaaaa1ceeeeiiiidnooooo.ouuuuy43aaaaaa1ceeeeiiiidnooooo.ouuuuy4yaaaaaaccccccccdd"
    "ddeeeeeeeeeegggggggghhhhiiiiiiiiii55jjkkkllllllllllnnnnnnnnnoooooo22rrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs...............e................oo.............u"
    "u............................aaiioouuuuuuuuuu.aaaa11..ggkkoooo..j...gg..nnaa11oo"
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";
constexpr char kFrom1E00[] =  // U+1E00 to U+1EFF
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s..3."
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy......";
constexpr const char* kPairs[] = {"", "ae", "oe", "ss", "th", "ij"};

constexpr std::string_view kSpaces = "-'.,/()`";

void AppendFolded(uint32_t code, std::string_view bytes, std::string& out) {
  if (code >= 0x300 && code <= 0x36F) return;
  if (code == 0x2018 || code == 0x2019 || code == 0x2BB || code == 0x2BC || code == 0x2013) {
    out += ' ';
    return;
  }
  char plain = '.';
  if (code >= 0xC0 && code < 0x250) plain = kFromC0[code - 0xC0];
  if (code >= 0x1E00 && code < 0x1F00) plain = kFrom1E00[code - 0x1E00];
  if (plain == '.') {
    out += bytes;
  } else if (plain >= '1' && plain <= '5') {
    out += kPairs[plain - '0'];
  } else {
    out += plain;
  }
}

std::string_view Table(std::string_view name) {
  static const auto& tables = *new std::vector(EmbeddedPlaces());
  for (const auto& [file, text] : tables) {
    if (file == name) return text;
  }
  return {};
}

// The lines that begin with `start`, by halving the table: lines are sorted by their bytes.
std::string_view LinesFrom(std::string_view table, std::string_view start) {
  size_t low = 0, high = table.size();  // the first line not before `start` begins in [low, high]
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const size_t newline = middle == 0 ? std::string_view::npos : table.rfind('\n', middle - 1);
    const size_t begin = newline == std::string_view::npos || newline < low ? low : newline + 1;
    const size_t end = std::min(table.find('\n', begin), table.size());
    if (table.substr(begin, std::min(end - begin, start.size())) < start) {
      low = std::min(end + 1, high);
    } else {
      high = begin;
    }
  }
  size_t last = low;
  while (last < table.size() && table.substr(last).starts_with(start)) {
    last = std::min(table.find('\n', last), table.size() - 1) + 1;
  }
  return table.substr(low, last - low);
}

std::string_view TakeField(std::string_view& line, char separator) {
  const size_t end = std::min(line.find(separator), line.size());
  const std::string_view field = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

double Number(std::string_view text) {
  double value = 0;
  (void)absl::SimpleAtod(ToAbsl(text), &value);
  return value;
}

GeoPoint TakePoint(std::string_view& line, char separator) {
  const double latitude = Number(TakeField(line, separator));
  return {.latitude = latitude, .longitude = Number(TakeField(line, separator))};
}

bool IsDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

std::optional<Place> FindZip(std::string_view code) {
  if (code.size() < 5 || !IsDigits(code.substr(0, 5))) return std::nullopt;
  if (code.size() > 5 && absl::ascii_isdigit(static_cast<unsigned char>(code[5])) &&
      code.size() != 9)
    return std::nullopt;
  const std::string zip(code.substr(0, 5));
  std::string_view lines = LinesFrom(Table("us_zip.txt"), zip);
  if (!lines.empty()) {
    TakeField(lines, ' ');
    std::string_view line = TakeField(lines, '\n');
    return Place{.point = TakePoint(line, ' '),
                 .is_rough = false,
                 .because = absl::StrCat("ZIP code ", zip)};
  }
  // Codes of post office boxes are no areas: their neighbours stand for them.
  GeoPoint sum;
  int count = 0;
  for (lines = LinesFrom(Table("us_zip.txt"), zip.substr(0, 3)); !lines.empty(); ++count) {
    std::string_view line = TakeField(lines, '\n');
    TakeField(line, ' ');
    const GeoPoint point = TakePoint(line, ' ');
    sum.latitude += point.latitude;
    sum.longitude += point.longitude;
  }
  if (count == 0) return std::nullopt;
  return Place{.point = {.latitude = sum.latitude / count, .longitude = sum.longitude / count},
               .is_rough = true,
               .because = absl::StrCat("the middle of the ZIP codes ", zip.substr(0, 3), "..; ",
                                       zip, " itself is not known")};
}

std::optional<Place> FindSortationArea(std::string_view code) {
  std::string_view lines = LinesFrom(Table("ca_fsa.txt"), code.substr(0, 3));
  if (lines.empty()) return std::nullopt;
  const std::string_view area = TakeField(lines, ' ');
  std::string_view line = TakeField(lines, '\n');
  return Place{.point = TakePoint(line, ' '),
               .is_rough = false,
               .because = absl::StrCat("postal area ", ToAbsl(area))};
}

}  // namespace

std::string FoldPlaceName(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size();) {
    const auto byte = static_cast<unsigned char>(name[i]);
    const size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    const std::string_view bytes = name.substr(i, size);
    i += size;
    if (size == 1) {
      out += kSpaces.find(name[i - 1]) != std::string_view::npos ? ' ' : absl::ascii_tolower(byte);
      continue;
    }
    uint32_t code = size == 2 ? byte & 0x1F : size == 3 ? byte & 0x0F : byte & 0x07;
    for (size_t k = 1; k < bytes.size(); ++k)
      code = code << 6 | (static_cast<unsigned char>(bytes[k]) & 0x3F);
    AppendFolded(code, bytes, out);
  }
  absl::RemoveExtraAsciiWhitespace(&out);
  return out;
}

std::optional<Place> FindPostalCode(std::string_view code, std::string_view country) {
  std::string plain;
  for (const char c : code) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)))
      plain += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  const bool looks_canadian = plain.size() >= 3 &&
                              absl::ascii_isupper(static_cast<unsigned char>(plain[0])) &&
                              absl::ascii_isdigit(static_cast<unsigned char>(plain[1])) &&
                              absl::ascii_isupper(static_cast<unsigned char>(plain[2]));
  if (country == "CA" || (country.empty() && looks_canadian)) {
    return looks_canadian && (plain.size() == 3 || plain.size() == 6) ? FindSortationArea(plain)
                                                                      : std::nullopt;
  }
  // Five digits alone may be of many countries.
  return country == "US" ? FindZip(plain) : std::nullopt;
}

std::optional<Place> FindCity(std::string_view city, std::string_view country) {
  if (country.size() != 2) return std::nullopt;
  const size_t comma = city.find(',');
  const std::string name = FoldPlaceName(city.substr(0, comma));
  std::string region = comma == std::string_view::npos ? "" : FoldPlaceName(city.substr(comma + 1));
  absl::AsciiStrToUpper(&region);
  if (name.empty()) return std::nullopt;
  const std::string start = absl::StrCat(ToAbsl(country), "|", name, "|");
  std::optional<Place> best;
  std::string best_region;
  double best_people = -1;
  int count = 0;
  for (std::string_view lines = LinesFrom(Table("cities.txt"), start); !lines.empty();) {
    std::string_view line = TakeField(lines, '\n');
    line.remove_prefix(start.size());
    const std::string_view in_region = TakeField(line, '|');
    if (!region.empty() && !in_region.empty() && in_region != region) continue;
    const GeoPoint point = TakePoint(line, '|');
    const double people = Number(line);
    ++count;
    if (people <= best_people) continue;
    best_people = people;
    best_region = in_region;
    best = Place{.point = point, .is_rough = false, .because = ""};
  }
  if (!best) return std::nullopt;
  best->is_rough = count > 1;
  best->because = absl::StrCat(
      ToAbsl(city.substr(0, comma)), best_region.empty() ? "" : ", ", best_region,
      count > 1 ? absl::StrCat(": the largest of ", count, " places of this name") : "");
  return best;
}

std::optional<Place> FindPlace(std::string_view postal_code, std::string_view city,
                               std::string_view country) {
  std::optional<Place> by_code;
  if (!postal_code.empty()) by_code = FindPostalCode(postal_code, country);
  if (city.empty() || (by_code && !by_code->is_rough)) return by_code;
  std::optional<Place> by_city = FindCity(city, country);
  return by_city && (!by_code || !by_city->is_rough) ? by_city : by_code;
}

}  // namespace trialmatch::fetch
