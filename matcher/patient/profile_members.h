#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_MEMBERS_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_MEMBERS_H_

#include <limits>

#include "matcher/patient/profile_reader.h"

// Readers of one member of a struct, for tables of Field: {"stage", OneOf<&Cancer::stage,
// kStages>}.
namespace trialmatch::matcher::members {

template <typename>
struct MemberOf;
template <typename T, typename Value>
struct MemberOf<Value T::*> {
  using type = T;
};
template <auto kMember>
using Owner = typename MemberOf<decltype(kMember)>::type;

template <auto kMember>
void Text(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadText(at, out.*kMember);
}
template <auto kMember, const auto& kChoices>
void OneOf(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadChoice(at, kChoices, out.*kMember);
}
template <auto kMember>
void Date(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadDate(at, out.*kMember);
}
template <auto kMember>
void Bool(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadBool(at, out.*kMember);
}
template <auto kMember>
void AnyNumber(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadNumber(at, out.*kMember);
}
template <auto kMember, int kLow, int kHigh>
void Number(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadNumber(at, kLow, kHigh, out.*kMember);
}
template <auto kMember>
void NotNegative(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadNumber(at, 0, std::numeric_limits<double>::infinity(), out.*kMember);
}
template <auto kMember, int kLow, int kHigh>
void Integer(ProfileReader& reader, const Cursor& at, Owner<kMember>& out) {
  reader.ReadInteger(at, kLow, kHigh, out.*kMember);
}

}  // namespace trialmatch::matcher::members

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_MEMBERS_H_
