#include "fetch/study_json.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "base/utf8.h"

namespace trialmatch::fetch {
namespace {

namespace dom = simdjson::dom;
using base::ToAbsl;

constexpr size_t kMostDiagnosticsPerRecord = 20;
constexpr size_t kLeastCapacity = 1 << 20;

const char* TypeName(dom::element element) {
  switch (element.type()) {
    case dom::element_type::ARRAY: return "a list";
    case dom::element_type::OBJECT: return "an object";
    case dom::element_type::STRING: return "text";
    case dom::element_type::BOOL: return "true or false";
    case dom::element_type::NULL_VALUE: return "null";
    default: return "a number";
  }
}

std::string Quoted(std::string_view text) {
  constexpr size_t kMost = 40;
  return absl::StrCat("\"", absl::CHexEscape(ToAbsl(text.substr(0, kMost))), text.size() > kMost ? "..." : "", "\"");
}

// The way to a member, for messages: built on the stack, joined only when something is wrong.
struct Path {
  const Path* parent;
  std::string_view name;
  std::string Join() const {
    if (parent == nullptr || parent->parent == nullptr) return std::string(name);   // the root has no name
    return absl::StrCat(parent->Join(), ".", ToAbsl(name));
  }
};

// An object of the record, or nothing: then every member is absent.
struct Node {
  Path path;
  dom::object object;
  bool present = false;
};

class RecordReader {
 public:
  RecordReader(const std::string& where, const std::string& prefix, base::Diagnostics& diagnostics)
      : where_(where), prefix_(prefix), diagnostics_(diagnostics) {}
  ~RecordReader() {
    if (found_ > kMostDiagnosticsPerRecord) {
      Add(base::Severity::kWarning, "study.wrong_type",
          absl::StrCat(found_ - kMostDiagnosticsPerRecord, " more members of the wrong type"));
    }
  }

  void set_nct_id(std::string_view nct_id) { prefix_ = absl::StrCat(prefix_, ToAbsl(nct_id), ": "); }

  void Add(base::Severity severity, std::string id, std::string message) {
    diagnostics_.push_back({.severity = severity, .id = std::move(id), .where = where_, .span = std::nullopt,
                            .message = absl::StrCat(prefix_, message)});
  }

  static Node Root(dom::object object) { return {{nullptr, ""}, object, true}; }

  // `parent` must outlive the result.
  Node Child(const Node& parent, std::string_view key) {
    Node child{{&parent.path, key}, {}, false};
    dom::element element;
    if (Member(parent, key, element)) child.present = Check(element.get(child.object), child.path, "an object", element);
    return child;
  }

  void Text(const Node& node, std::string_view key, std::string& out) {
    dom::element element;
    std::string_view text;
    if (Member(node, key, element) && Check(element.get(text), {&node.path, key}, "text", element)) out = Clean(text);
  }

  void Texts(const Node& node, std::string_view key, std::vector<std::string>& out) {
    Each(node, key, [&](dom::element element, const Path& path) {
      std::string_view text;
      if (Check(element.get(text), path, "text", element)) out.push_back(Clean(text));
    });
  }

  void Flag(const Node& node, std::string_view key, std::optional<bool>& out) {
    dom::element element;
    bool value = false;
    if (Member(node, key, element) && Check(element.get(value), {&node.path, key}, "true or false", element)) out = value;
  }

  std::optional<double> Number(const Node& node, std::string_view key) {
    dom::element element;
    double value = 0;
    if (Member(node, key, element) && Check(element.get(value), {&node.path, key}, "a number", element)) return value;
    return std::nullopt;
  }

  template <typename Visit>
  void Objects(const Node& node, std::string_view key, Visit visit) {
    Each(node, key, [&](dom::element element, const Path& path) {
      Node child{path, {}, true};
      if (Check(element.get(child.object), path, "an object", element)) visit(child);
    });
  }

  void Wrong(const Path& path, const std::string& what) {
    if (++found_ <= kMostDiagnosticsPerRecord) {
      Add(base::Severity::kWarning, "study.wrong_type", absl::StrCat(path.Join(), ": ", what));
    }
  }

 private:
  // Null is as good as absent.
  static bool Member(const Node& node, std::string_view key, dom::element& element) {
    return node.present && node.object.at_key(key).get(element) == simdjson::SUCCESS && !element.is_null();
  }

  bool Check(simdjson::error_code error, const Path& path, const char* expected, dom::element found) {
    if (error == simdjson::SUCCESS) return true;
    Wrong(path, absl::StrCat("expected ", expected, ", found ", TypeName(found)));
    return false;
  }

  template <typename Visit>
  void Each(const Node& node, std::string_view key, Visit visit) {
    dom::element element;
    if (!Member(node, key, element)) return;
    const Path path{&node.path, key};
    dom::array array;
    if (!Check(element.get(array), path, "a list", element)) return;
    for (dom::element item : array) visit(item, path);
  }

  // An escape can spell half a surrogate pair, which is no UTF-8.
  static std::string Clean(std::string_view text) {
    return simdjson::validate_utf8(text) ? std::string(text) : base::ReplaceInvalidUtf8(text);
  }

  const std::string& where_;
  std::string prefix_;
  base::Diagnostics& diagnostics_;
  size_t found_ = 0;
};

void ReadContacts(RecordReader& reader, const Node& node, std::string_view key, std::vector<Contact>& contacts) {
  reader.Objects(node, key, [&](const Node& item) {
    Contact& contact = contacts.emplace_back();
    reader.Text(item, "name", contact.name);
    reader.Text(item, "role", contact.role);
    reader.Text(item, "phone", contact.phone);
    reader.Text(item, "phoneExt", contact.phone_ext);
    reader.Text(item, "email", contact.email);
  });
}

void ReadLocation(RecordReader& reader, const Node& item, Location& location) {
  reader.Text(item, "facility", location.facility);
  reader.Text(item, "status", location.status);
  reader.Text(item, "city", location.city);
  reader.Text(item, "state", location.state);
  reader.Text(item, "zip", location.zip);
  reader.Text(item, "country", location.country);
  ReadContacts(reader, item, "contacts", location.contacts);
  const Node point = reader.Child(item, "geoPoint");
  const std::optional<double> latitude = reader.Number(point, "lat");
  const std::optional<double> longitude = reader.Number(point, "lon");
  if (!latitude || !longitude) return;
  if (*latitude < -90 || *latitude > 90 || *longitude < -180 || *longitude > 180) {
    reader.Wrong(point.path, "is no place on earth");
    return;
  }
  location.point = GeoPoint{*latitude, *longitude};
}

void ReadStatus(RecordReader& reader, const Node& protocol, Study& study) {
  const Node status = reader.Child(protocol, "statusModule");
  reader.Text(status, "overallStatus", study.overall_status);
  reader.Text(status, "lastKnownStatus", study.last_known_status);
  reader.Text(status, "whyStopped", study.why_stopped);
  reader.Text(status, "statusVerifiedDate", study.status_verified_date);
  const auto date = [&](std::string_view key, std::string& out) { reader.Text(reader.Child(status, key), "date", out); };
  date("startDateStruct", study.start_date);
  date("primaryCompletionDateStruct", study.primary_completion_date);
  date("completionDateStruct", study.completion_date);
  date("studyFirstPostDateStruct", study.first_post_date);
  date("lastUpdatePostDateStruct", study.last_update_post_date);
}

void ReadDesign(RecordReader& reader, const Node& protocol, Study& study) {
  const Node design = reader.Child(protocol, "designModule");
  reader.Text(design, "studyType", study.study_type);
  reader.Texts(design, "phases", study.phases);
  const Node info = reader.Child(design, "designInfo");
  reader.Text(info, "allocation", study.allocation);
  reader.Text(info, "interventionModel", study.intervention_model);
  reader.Text(info, "primaryPurpose", study.primary_purpose);
  reader.Text(reader.Child(info, "maskingInfo"), "masking", study.masking);

  const Node arms = reader.Child(protocol, "armsInterventionsModule");
  reader.Objects(arms, "armGroups", [&](const Node& item) {
    ArmGroup& arm = study.arm_groups.emplace_back();
    reader.Text(item, "label", arm.label);
    reader.Text(item, "type", arm.type);
    reader.Text(item, "description", arm.description);
    reader.Texts(item, "interventionNames", arm.intervention_names);
  });
  reader.Objects(arms, "interventions", [&](const Node& item) {
    Intervention& intervention = study.interventions.emplace_back();
    reader.Text(item, "type", intervention.type);
    reader.Text(item, "name", intervention.name);
    reader.Text(item, "description", intervention.description);
    reader.Texts(item, "otherNames", intervention.other_names);
  });
}

void ReadEligibility(RecordReader& reader, const Node& protocol, Study& study) {
  const Node eligibility = reader.Child(protocol, "eligibilityModule");
  reader.Text(eligibility, "eligibilityCriteria", study.eligibility_criteria);
  reader.Text(eligibility, "sex", study.sex);
  reader.Text(eligibility, "minimumAge", study.minimum_age);
  reader.Text(eligibility, "maximumAge", study.maximum_age);
  reader.Flag(eligibility, "healthyVolunteers", study.healthy_volunteers);
  reader.Text(eligibility, "studyPopulation", study.study_population);
}

// False, with a diagnostic, when the record has no registry number.
bool ReadStudyRecord(RecordReader& reader, const Node& root, Study& study) {
  const Node protocol = reader.Child(root, "protocolSection");
  const Node identification = reader.Child(protocol, "identificationModule");
  reader.Text(identification, "nctId", study.nct_id);
  if (study.nct_id.empty()) {
    reader.Add(base::Severity::kError, "study.no_nct_id",
               protocol.present ? "the record has no protocolSection.identificationModule.nctId"
                                : "expected a study record, found an object without protocolSection");
    return false;
  }
  if (!IsNctId(study.nct_id)) {
    reader.Add(base::Severity::kError, "study.bad_nct_id",
               absl::StrCat("protocolSection.identificationModule.nctId is ", Quoted(study.nct_id), ", expected NCT and 8 digits"));
    return false;
  }
  reader.set_nct_id(study.nct_id);
  reader.Text(identification, "briefTitle", study.brief_title);
  reader.Text(identification, "officialTitle", study.official_title);
  reader.Text(identification, "acronym", study.acronym);
  reader.Text(reader.Child(protocol, "descriptionModule"), "briefSummary", study.brief_summary);
  const Node conditions = reader.Child(protocol, "conditionsModule");
  reader.Texts(conditions, "conditions", study.conditions);
  reader.Texts(conditions, "keywords", study.keywords);
  ReadStatus(reader, protocol, study);
  ReadDesign(reader, protocol, study);
  ReadEligibility(reader, protocol, study);
  const Node contacts = reader.Child(protocol, "contactsLocationsModule");
  ReadContacts(reader, contacts, "centralContacts", study.central_contacts);
  reader.Objects(contacts, "locations", [&](const Node& item) { ReadLocation(reader, item, study.locations.emplace_back()); });
  return true;
}

void ReadElement(dom::element element, const std::string& where, const std::string& prefix, std::vector<Study>& studies,
                 base::Diagnostics& diagnostics) {
  RecordReader reader(where, prefix, diagnostics);
  dom::object object;
  if (element.get(object) != simdjson::SUCCESS) {
    reader.Add(base::Severity::kError, "study.not_an_object", absl::StrCat("expected a study record, found ", TypeName(element)));
    return;
  }
  Study study;
  if (ReadStudyRecord(reader, RecordReader::Root(object), study)) studies.push_back(std::move(study));
}

}  // namespace

bool IsNctId(std::string_view text) {
  return text.size() == 11 && text.starts_with("NCT") &&
         std::all_of(text.begin() + 3, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct StudyParser::Impl {
  dom::parser parser;
  std::string padded;

  absl::Status Parse(std::string_view json, const std::string& where, const std::string& prefix, std::vector<Study>& studies,
                     base::Diagnostics& diagnostics) {
    if (parser.capacity() < kLeastCapacity) {
      if (parser.allocate(kLeastCapacity) != simdjson::SUCCESS) return absl::ResourceExhaustedError("not enough memory to read JSON");
    }
    padded.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    padded.assign(json);
    dom::element root;
    const simdjson::error_code error = parser.parse(padded.data(), json.size(), false).get(root);
    if (error != simdjson::SUCCESS) {
      std::string_view message = simdjson::error_message(error);
      while (message.ends_with('.')) message.remove_suffix(1);
      return absl::InvalidArgumentError(absl::StrCat("not valid JSON: ", ToAbsl(message)));
    }
    dom::object object;
    dom::array answer;
    if (root.get(object) == simdjson::SUCCESS && object.at_key("studies").get(answer) == simdjson::SUCCESS &&
        object.at_key("protocolSection").error() == simdjson::NO_SUCH_FIELD) {
      for (dom::element element : answer) ReadElement(element, where, prefix, studies, diagnostics);
    } else {
      ReadElement(root, where, prefix, studies, diagnostics);
    }
    return absl::OkStatus();
  }

  // The bytes are parsed with two different replacements: an eligibility text that comes out differently held bad bytes.
  absl::Status ParseInvalidUtf8(std::string_view json, const std::string& where, const std::string& prefix, std::vector<Study>& studies,
                                base::Diagnostics& diagnostics) {
    std::vector<Study> others;
    base::Diagnostics ignored;
    TM_RETURN_IF_ERROR(Parse(base::ReplaceInvalidUtf8(json, "?"), where, prefix, others, ignored));
    const size_t old_size = studies.size();
    diagnostics.push_back({.severity = base::Severity::kWarning, .id = "study.invalid_utf8", .where = where, .span = std::nullopt,
                           .message = absl::StrCat(prefix, "bytes that are not UTF-8 were replaced by U+FFFD")});
    TM_RETURN_IF_ERROR(Parse(base::ReplaceInvalidUtf8(json), where, prefix, studies, diagnostics));
    for (size_t i = old_size; i < studies.size(); ++i) {
      const bool same = i - old_size < others.size() && others[i - old_size].eligibility_criteria == studies[i].eligibility_criteria;
      studies[i].eligibility_criteria_was_utf8 = same;
    }
    return absl::OkStatus();
  }
};

StudyParser::StudyParser() : impl_(std::make_unique<Impl>()) {}
StudyParser::~StudyParser() = default;

absl::Status StudyParser::Parse(std::string_view json, const std::string& where, const std::string& prefix, std::vector<Study>& studies,
                                base::Diagnostics& diagnostics) {
  absl::Status status = impl_->Parse(json, where, prefix, studies, diagnostics);
  if (!status.ok() && !base::IsValidUtf8(json)) return impl_->ParseInvalidUtf8(json, where, prefix, studies, diagnostics);
  return status;
}

}  // namespace trialmatch::fetch
