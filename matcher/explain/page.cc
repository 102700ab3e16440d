#include "matcher/explain/page.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "matcher/explain/words.h"
#include "matcher/rank/nearest_site.h"

namespace trialmatch::matcher {
namespace {

using base::ToAbsl;

const char* Code(Ink ink) {
  switch (ink) {
    case Ink::kPlain:
      return "";
    case Ink::kBold:
      return "\x1b[1m";
    case Ink::kDim:
      return "\x1b[2m";
    case Ink::kGreen:
      return "\x1b[1;32m";
    case Ink::kYellow:
      return "\x1b[1;33m";
    case Ink::kBlue:
      return "\x1b[1;34m";
    case Ink::kRed:
      return "\x1b[31m";
  }
  return "";
}

// The lines of a text, each padded to `width`.
std::vector<std::string> PaddedLines(std::string_view text, size_t width) {
  std::vector<std::string> out;
  const std::string wrapped = Wrap(text, "", "", width);
  for (size_t at = 0; at < wrapped.size();) {
    const size_t end = wrapped.find('\n', at);
    std::string line = wrapped.substr(at, end - at);
    line.append(width - std::min(width, DisplayWidth(line)), ' ');
    out.push_back(std::move(line));
    at = end + 1;
  }
  return out;
}

constexpr size_t kNarrowestColumn = 30;

}  // namespace

Page::Page(const TextOptions& options)
    : options_(options), width_(std::max<size_t>(40, options.width)) {}

void Page::Line(std::string_view text, size_t indent, Ink ink) { Item("", text, indent, ink); }

void Page::Item(std::string_view mark, std::string_view text, size_t indent, Ink ink) {
  const std::string space(indent, ' ');
  const std::string lines =
      Wrap(text, space + std::string(mark), space + std::string(DisplayWidth(mark), ' '), width_);
  if (options_.color == TextOptions::Color::kNever || ink == Ink::kPlain) {
    out_ += lines;
    return;
  }
  out_ += Code(ink);
  out_.append(lines, 0, lines.size() - 1);
  out_ += "\x1b[0m\n";
}

void Page::Beside(const Column& left, const Column& right, size_t indent) {
  constexpr std::string_view kRule = " | ";
  const size_t width = (width_ - std::min(width_, indent + kRule.size())) / 2;
  if (options_.layout == TextOptions::Layout::kBelow || width < kNarrowestColumn) {
    for (const Column* column : {&left, &right}) Item(absl::StrCat(ToAbsl(column->heading), ": "), column->text, indent);
    return;
  }
  const std::vector<std::string> a = PaddedLines(left.text, width), b = PaddedLines(right.text, width);
  for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    std::string line(indent, ' ');
    line += i < a.size() ? a[i] : std::string(width, ' ');
    line += kRule;
    if (i < b.size()) line += b[i];
    while (line.back() == ' ') line.pop_back();
    out_ += line + '\n';
  }
}

void WriteTrialFacts(const TrialResult& trial, size_t indent, Page& page) {
  const fetch::Study& study = *trial.study;
  std::vector<std::string> facts = {study.nct_id};
  if (std::string phases = PhasesInWords(study.phases); !phases.empty())
    facts.push_back(std::move(phases));
  if (std::string type = StudyTypeInWords(study.study_type); !type.empty())
    facts.push_back(std::move(type));
  facts.push_back(StatusInWords(study.overall_status));
  page.Line(absl::StrJoin(facts, ", "), indent);
  if (!trial.cohort.empty())
    page.Line(absl::StrCat("Part of the study: ", OneLine(trial.cohort, 100)), indent);
  if (!trial.other_cohorts.empty()) {
    page.Line(absl::StrCat("Also open to this patient: ",
                           OneLine(absl::StrJoin(trial.other_cohorts, "; "), 160)),
              indent);
  }
  if (!trial.nearest_site) return;
  const fetch::Location& site = trial.nearest_site->site;
  std::vector<std::string> place;
  for (const std::string* part : {&site.facility, &site.city, &site.country}) {
    if (!part->empty()) place.push_back(OneLine(*part, 80));
  }
  std::string line =
      absl::StrCat(trial.nearest_site->open ? "Nearest open site: " : "Nearest site (not open): ",
                   absl::StrJoin(place, ", "));
  if (trial.nearest_site->km)
    absl::StrAppend(&line, ", ", PrintedKm(*trial.nearest_site), " km away");
  page.Line(line, indent);
  if (site.contacts.empty()) return;
  const fetch::Contact& contact = site.contacts.front();
  std::vector<std::string> ways;
  for (const std::string* part : {&contact.name, &contact.phone, &contact.email}) {
    if (!part->empty()) ways.push_back(OneLine(*part, 60));
  }
  if (!ways.empty()) page.Line(absl::StrCat("Contact: ", absl::StrJoin(ways, ", ")), indent);
}

void WriteClosing(Page& page) {
  page.Line(
      "This list informs; it is no medical advice. Only the study team can decide who may take "
      "part, after its own "
      "examination. Take the list to your oncologist, and change no treatment because of it.",
      0, Ink::kBold);
}

}  // namespace trialmatch::matcher
