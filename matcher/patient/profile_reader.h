#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_READER_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_READER_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "matcher/patient/profile_node.h"

namespace trialmatch::matcher {

// A value and its path.
struct Cursor {
  const ProfileNode& node;
  const std::string& path;
};

// Collects what is wrong while the fields are read; one a profile.
class ProfileReader {
 public:
  using Choices = std::span<const std::string_view>;

  // Each reads one value or adds an error and leaves `out` as it was.
  void ReadText(const Cursor& at, std::string& out);
  void ReadChoice(const Cursor& at, Choices choices, std::string& out);
  void ReadDate(const Cursor& at, std::optional<base::PartialDate>& out);
  void ReadBool(const Cursor& at, std::optional<bool>& out);
  void ReadNumber(const Cursor& at, std::optional<double>& out);  // any number
  void ReadNumber(const Cursor& at, double low, double high,
                  std::optional<double>& out);  // low and high inclusive
  void ReadInteger(const Cursor& at, double low, double high,
                   std::optional<int>& out);  // a whole number; 3.0 is one

  // True for a list; an entry that is null is an error here.
  bool ExpectList(const Cursor& at);
  bool ExpectObject(const Cursor& at, std::string_view example);

  void AddError(int order, std::string path, std::string message);
  void AddError(const Cursor& at, std::string message) {
    AddError(at.node.order, at.path, std::move(message));
  }
  void AddMissing(const Cursor& object, std::string_view key, std::string_view expected);

  struct Found {
    int order = 0;  // of the value in the document
    ProfileError error;
  };
  std::vector<Found>& found() { return found_; }

 private:
  std::vector<Found> found_;
};

// One key of an object and how its value is read into T.
template <typename T>
struct Field {
  std::string_view key;
  void (*read)(ProfileReader& reader, const Cursor& at, T& out);
};

// Walks over the members in the order of the document. A key with the value null counts as absent.
// `key_hint` may explain a key that is not among the fields ("it belongs under performance").
class ObjectWalk {
 public:
  using Hint = std::string (*)(std::string_view key, const std::vector<std::string_view>& known);
  static void Run(ProfileReader& reader, const Cursor& at,
                  const std::vector<std::string_view>& keys, Hint hint,
                  const std::function<void(size_t field, const Cursor&)>& read);
};

template <typename T>
void ReadFields(ProfileReader& reader, const Cursor& at, std::span<const Field<T>> fields,
                ObjectWalk::Hint hint, T& out) {
  std::vector<std::string_view> keys;
  for (const Field<T>& field : fields) keys.push_back(field.key);
  ObjectWalk::Run(reader, at, keys, hint, [&](size_t field, const Cursor& value) {
    fields[field].read(reader, value, out);
  });
}

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_READER_H_
