#include "matcher/evaluate/steroids.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>
#include <string_view>

#include "matcher/evaluate/facts.h"
#include "rules/lexicon/threshold.h"

namespace trialmatch::matcher {
namespace {

// The number before "mg", where the words behind it say that it is taken once a day.
std::optional<double> MgADay(const std::string& name) {
  const size_t unit = name.find("mg");
  if (unit == std::string::npos || name.find("mg", unit + 2) != std::string::npos)
    return std::nullopt;
  const auto is_number = [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.';
  };
  size_t end = unit;
  while (end > 0 && name[end - 1] == ' ') --end;
  size_t begin = end;
  while (begin > 0 && is_number(name[begin - 1])) --begin;
  if (begin == end || (begin > 0 && name[begin - 1] != ' ')) return std::nullopt;
  constexpr std::string_view kOnceADay[] = {" daily",   " a day",      "/day",        "/d",
                                            " per day", " once daily", " once a day", " qd"};
  const std::string_view behind = std::string_view(name).substr(unit + 2);
  if (std::find(std::begin(kOnceADay), std::end(kOnceADay), behind) == std::end(kOnceADay))
    return std::nullopt;
  return std::strtod(name.c_str() + begin, nullptr);
}

std::optional<double> InPrednisone(const Medication& medication, const rules::Lexicon& lexicon) {
  const std::optional<double> dose = MgADay(medication.name), potency = rules::PrednisonePerMg(lexicon, medication.drug_id);
  return dose && potency ? std::optional(*dose * *potency) : std::nullopt;
}

}  // namespace

std::optional<double> PrednisoneADay(const EvaluationContext& context) {
  const Patient& patient = context.patient;
  if (IsStale(context)) return std::nullopt;
  if (patient.brain && patient.brain->steroid_prednisone_mg_per_day)
    return patient.brain->steroid_prednisone_mg_per_day;
  std::optional<double> dose;
  for (const Medication& medication : patient.medications) {
    if (!context.lexicon.DrugIsA(medication.drug_id, "corticosteroid")) continue;
    if (dose) return std::nullopt;
    dose = InPrednisone(medication, context.lexicon);
    if (!dose) return std::nullopt;
  }
  return dose;
}

bool SteroidsRise(const Patient& patient) {
  return patient.brain && patient.brain->steroids == "increasing";
}

}  // namespace trialmatch::matcher
