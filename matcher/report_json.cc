#include "matcher/report_json.h"

#include <cstdio>
#include <optional>
#include <vector>

#include "base/date.h"
#include "matcher/quote.h"
#include "matcher/rank/nearest_site.h"
#include "nlohmann/json.hpp"

namespace trialmatch::matcher {
namespace {

// Writes JSON in the order of the calls. nlohmann's numbers drop trailing zeros; reports keep a
// fixed count of digits.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void Open(char bracket) {
    Separate();
    out_ += bracket;
    fresh_ = true;
  }
  void Close(char bracket) {
    out_ += bracket;
    fresh_ = false;
  }
  Writer& Key(std::string_view key) {
    String(key);
    out_ += ": ";
    fresh_ = true;
    return *this;
  }
  void String(std::string_view text) {
    Separate();
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x80) continue;
      // Beyond ASCII the bytes may be broken: nlohmann replaces what is no UTF-8.
      out_ += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      return;
    }
    out_ += '"';
    // Stretches of letters that stand for themselves, and what lies between them.
    size_t from = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
      out_ += text.substr(from, i - from);
      AppendEscaped(c);
      from = i + 1;
    }
    out_ += text.substr(from);
    out_ += '"';
  }
  void Number(double value, int digits) {
    Separate();
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
    out_ += buffer;
  }
  void Integer(long value) {
    Separate();
    out_ += std::to_string(value);
  }
  void Bool(bool value) {
    Separate();
    out_ += value ? "true" : "false";
  }
  void Null() {
    Separate();
    out_ += "null";
  }
  void TextOrNull(std::string_view text) { text.empty() ? Null() : String(text); }
  void DayOrNull(const std::optional<base::Day>& day) { day ? String(day->ToString()) : Null(); }
  void Strings(const std::vector<std::string>& list) {
    Open('[');
    for (const std::string& text : list) String(text);
    Close(']');
  }

 private:
  void Separate() {
    if (!fresh_) out_ += ", ";
    fresh_ = false;
  }

  void AppendEscaped(char c) {
    switch (c) {
      case '"':
        out_ += "\\\"";
        return;
      case '\\':
        out_ += "\\\\";
        return;
      case '\n':
        out_ += "\\n";
        return;
      case '\r':
        out_ += "\\r";
        return;
      case '\t':
        out_ += "\\t";
        return;
      default:
        break;
    }
    if (c >= 0x20 && c != 0x7f) {
      out_ += c;
      return;
    }
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
    out_ += buffer;
  }

  std::string& out_;
  bool fresh_ = true;  // nothing stands before in this bracket
};

std::string_view CriterionVerdict(const CriterionResult& result) {
  return result.decides ? base::TruthName(result.truth) : "checked_at_site";
}

void WriteSite(const std::optional<NearestSite>& nearest, Writer& json) {
  if (!nearest) return json.Null();
  const fetch::Location& site = nearest->site;
  json.Open('{');
  json.Key("facility").TextOrNull(site.facility);
  json.Key("city").TextOrNull(site.city);
  json.Key("country").TextOrNull(nearest->country_code.empty() ? site.country
                                                               : nearest->country_code);
  json.Key("km");
  nearest->km ? json.Integer(PrintedKm(*nearest)) : json.Null();
  json.Key("status").TextOrNull(site.status);
  json.Key("open").Bool(nearest->open);
  json.Key("contact");
  if (site.contacts.empty()) {
    json.Null();
  } else {
    const fetch::Contact& contact = site.contacts.front();
    json.Open('{');
    json.Key("name").TextOrNull(contact.name);
    json.Key("phone").TextOrNull(
        contact.phone_ext.empty() ? contact.phone : contact.phone + " ext. " + contact.phone_ext);
    json.Key("email").TextOrNull(contact.email);
    json.Close('}');
  }
  json.Close('}');
}

void WriteBlocking(const CriterionResult& result, const fetch::Study& study, Writer& json) {
  const rules::Criterion& criterion = *result.criterion;
  json.Open('{');
  json.Key("id").String(criterion.id);
  json.Key("topic").String(rules::TopicName(criterion.topic));
  json.Key("source").String(criterion.source);
  json.Key("text").String(QuotedText(criterion, study));
  if (IsFromText(criterion, study)) {
    json.Key("begin").Integer(criterion.body.begin);
    json.Key("end").Integer(criterion.body.end);
    for (const Reason& reason : result.reasons) {
      if (reason.leaf.empty()) continue;
      json.Key("leaf_begin").Integer(reason.leaf.begin);
      json.Key("leaf_end").Integer(reason.leaf.end);
      break;
    }
  }
  json.Key("because").String(JoinedReasons(result));
  json.Key("lifts_on").DayOrNull(result.lifts_on);
  json.Close('}');
}

// A part that is closed stands among what blocks, with the words that name it.
void WriteClosed(const rules::Cohort& cohort, const fetch::Study& study, Writer& json) {
  json.Open('{');
  json.Key("id").String("closed");
  json.Key("topic").String("other");
  json.Key("source").String("eligibilityCriteria");
  const bool spanned = !cohort.span.empty() && cohort.span.end <= study.eligibility_criteria.size();
  json.Key("text").String(spanned ? base::Slice(study.eligibility_criteria, cohort.span)
                                  : std::string_view(cohort.name));
  if (spanned) {
    json.Key("begin").Integer(cohort.span.begin);
    json.Key("end").Integer(cohort.span.end);
  }
  json.Key("because").String("this part of the study is closed to new participants");
  json.Key("lifts_on").Null();
  json.Close('}');
}

void WriteUnknown(const CriterionResult& result, const fetch::Study& study, Writer& json) {
  std::vector<std::string> needs;
  for (const Reason& reason : result.reasons) {
    for (const std::string& need : reason.needs) {
      bool repeated = false;
      for (const std::string& seen : needs) repeated = repeated || seen == need;
      if (!repeated) needs.push_back(need);
    }
  }
  json.Open('{');
  json.Key("id").String(result.criterion->id);
  json.Key("topic").String(rules::TopicName(result.criterion->topic));
  json.Key("text").String(QuotedText(*result.criterion, study));
  json.Key("needs").Strings(needs);
  json.Close('}');
}

void WriteCriteria(const TrialResult& trial, Writer& json) {
  json.Key("criteria").Open('[');
  for (const CriterionResult& result : trial.results) {
    json.Open('{');
    json.Key("id").String(result.criterion->id);
    json.Key("topic").String(rules::TopicName(result.criterion->topic));
    json.Key("verdict").String(CriterionVerdict(result));
    json.Key("text").String(QuotedText(*result.criterion, *trial.study));
    json.Key("because").String(JoinedReasons(result));
    json.Close('}');
  }
  json.Close(']');
}

void WriteTexts(std::string_view key, const std::vector<int>& criteria, const TrialResult& trial, Writer& json) {
  json.Key(key).Open('[');
  for (int index : criteria) {
    json.Open('{');
    json.Key("id").String(trial.results[index].criterion->id);
    json.Key("text").String(QuotedText(*trial.results[index].criterion, *trial.study));
    json.Close('}');
  }
  json.Close(']');
}

void WriteTrial(const TrialResult& trial, const ReportJsonOptions& options, Writer& json) {
  const fetch::Study& study = *trial.study;
  json.Open('{');
  json.Key("nct_id").String(study.nct_id);
  json.Key("rank").Integer(trial.rank);
  json.Key("verdict").String(VerdictName(trial.verdict));
  json.Key("score").Number(trial.score, 4);
  json.Key("cohort").String(trial.cohort);
  json.Key("eligible_from").DayOrNull(trial.eligible_from);
  json.Key("eligible_until").DayOrNull(trial.eligible_until);
  json.Key("needs_stop").Strings(trial.needs_stop);
  json.Key("title").String(TitleOf(study));
  json.Key("status").String(study.overall_status);
  json.Key("study_type").String(study.study_type);
  json.Key("phases").Strings(study.phases);
  json.Key("nearest_site");
  WriteSite(trial.nearest_site, json);
  json.Key("signals").Open('{');
  for (const Signal& signal : trial.signals) json.Key(signal.name).Number(signal.value, 2);
  json.Close('}');
  json.Key("cautions").Open('[');
  for (const Caution& caution : trial.cautions) {
    json.Open('{');
    json.Key("id").String(caution.id);
    json.Key("text").String(caution.text);
    json.Key("source").String(caution.source);
    json.Close('}');
  }
  json.Close(']');
  json.Key("blocking").Open('[');
  for (int index : trial.closed_cohorts) WriteClosed(trial.criteria->cohorts[index], study, json);
  for (int index : trial.blocking) WriteBlocking(trial.results[index], study, json);
  json.Close(']');
  json.Key("unknown").Open('[');
  for (int index : trial.unknown) WriteUnknown(trial.results[index], study, json);
  json.Close(']');
  WriteTexts("not_understood", trial.not_understood, trial, json);
  WriteTexts("read_in_part", trial.read_in_part, trial, json);
  json.Key("text_gap").TextOrNull(TextGapName(trial.text_gap));
  json.Key("checked_at_site").Integer(trial.checked_at_site);
  if (options.criteria == ReportJsonOptions::Criteria::kAll) WriteCriteria(trial, json);
  json.Close('}');
}

}  // namespace

void WriteMatchReport(const MatchReport& report, const ReportJsonOptions& options,
                      const std::function<void(std::string_view)>& sink) {
  std::string buffer;
  Writer json(buffer);
  json.Open('{');
  json.Key("patient_id").String(report.patient_id);
  json.Key("as_of").TextOrNull(report.as_of);
  json.Key("decided_on").String(report.decided_on.ToString());
  json.Key("registry").Open('{');
  json.Key("source").String(report.registry_source);
  json.Key("data_timestamp").TextOrNull(report.registry_data_timestamp);
  json.Key("sha256").String(report.registry_sha256);
  json.Close('}');
  json.Key("rules_version").String(report.rules_version);
  json.Key("profile_sha256").String(report.profile_sha256);
  json.Key("counts").Open('{');
  json.Key("likely").Integer(report.counts.likely);
  json.Key("possible").Integer(report.counts.possible);
  json.Key("later").Integer(report.counts.later);
  json.Key("excluded").Integer(report.counts.excluded);
  json.Key("not_recruiting").Integer(report.counts.not_recruiting);
  json.Close('}');
  json.Key("trials").Open('[');
  size_t n = report.trials.size();
  if (options.top > 0 && static_cast<size_t>(options.top) < n) n = static_cast<size_t>(options.top);
  for (size_t i = 0; i < n; ++i) {
    WriteTrial(report.trials[i], options, json);
    sink(buffer);
    buffer.clear();
  }
  json.Close(']');
  json.Close('}');
  sink(buffer);
}

std::string MatchReportJson(const MatchReport& report, const ReportJsonOptions& options) {
  std::string out;
  WriteMatchReport(report, options, [&](std::string_view part) { out += part; });
  return out;
}

std::string TrialResultJson(const TrialResult& trial, const ReportJsonOptions& options) {
  std::string out;
  Writer json(out);
  WriteTrial(trial, options, json);
  return out;
}

}  // namespace trialmatch::matcher
