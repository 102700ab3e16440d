#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/plain/say.h"

namespace trialmatch::matcher {
namespace {

using base::ToAbsl;
using rules::Expression;
using Kind = Expression::Kind;

constexpr char kUnread[] = "something else that this program did not understand (see the original words)";
// Two short clauses stand beside each other; more become a numbered list.
constexpr size_t kShort = 90;

Polarity Flipped(Polarity polarity) {
  return polarity == Polarity::kHolds ? Polarity::kFails : Polarity::kHolds;
}

// An expression that constrains nothing, by what it was read as.
std::string SayAlways(const Expression& expression) {
  if (expression.rule == "logistics") return "something that the study site checks";
  if (expression.rule == "definition") return "a line that only explains words";
  if (expression.rule == "lead_in") return "a line that only leads to the next ones";
  return "a line that allows something";
}

class ExpressionSpeaker {
 public:
  explicit ExpressionSpeaker(const Speaker& speaker) : speaker_(speaker) {}

  std::string Say(const Expression& expression, Polarity polarity) {
    switch (expression.kind) {
      case Kind::kLeaf:
        return SayLeaf(*expression.leaf, polarity, speaker_);
      case Kind::kOpaque:
        return kUnread;
      case Kind::kNot:
        return Say(expression.children[0], Flipped(polarity));
      case Kind::kAlways:
        return polarity == Polarity::kHolds ? SayAlways(expression)
                                            : "something that nobody can meet, as this program reads it";
      case Kind::kAll:
        if (polarity == Polarity::kHolds) return Every(expression, polarity);
        return IsCircumstance(expression) ? IfThen(expression) : Some(expression, polarity);
      case Kind::kAny:
        return polarity == Polarity::kHolds ? Some(expression, polarity) : Every(expression, polarity);
      case Kind::kAtLeast: {
        const std::string head = polarity == Polarity::kHolds
                                     ? absl::StrCat("at least ", expression.count, " of these are true: ")
                                     : absl::StrCat("fewer than ", expression.count, " of these are true: ");
        return head + Numbered(Clauses(expression, Polarity::kHolds));
      }
      case Kind::kWhen:
        return When(expression, polarity);
    }
    return kUnread;
  }

 private:
  std::vector<std::string> Clauses(const Expression& expression, Polarity polarity) {
    ++depth_;
    std::vector<std::string> out;
    for (const Expression& child : expression.children) {
      std::string clause = Say(child, polarity);
      if (std::find(out.begin(), out.end(), clause) == out.end()) out.push_back(std::move(clause));
    }
    --depth_;
    return out;
  }

  // (1) first; (2) second. Inside another list (a), (b); deeper in brackets.
  std::string Numbered(const std::vector<std::string>& clauses) const {
    std::string out;
    for (size_t i = 0; i < clauses.size(); ++i) {
      const std::string mark = depth_ == 1 && i < 26 ? std::string(1, static_cast<char>('a' + i))
                               : depth_ >= 2         ? absl::StrCat("a", i + 1)
                                                     : absl::StrCat(i + 1);
      absl::StrAppend(&out, i > 0 ? "; " : "", "(", mark, ") ", clauses[i]);
    }
    return out;
  }

  // "Not (a woman and a QTc above 470)" reads better as "if a woman, then a QTc of at most 470".
  static bool IsCircumstance(const Expression& all) {
    if (all.children.size() != 2 || all.children[0].kind != Kind::kLeaf) return false;
    return std::holds_alternative<rules::OneOfLeaf>(*all.children[0].leaf);
  }

  std::string IfThen(const Expression& all) {
    ++depth_;
    std::string out = absl::StrCat("if ", Say(all.children[0], Polarity::kHolds), ", then ",
                                   Say(all.children[1], Polarity::kFails));
    --depth_;
    return out;
  }

  // "If you have brain metastases, then they were treated": the same place, first without a state.
  static const rules::BrainLeaf* StateOf(const Expression& condition, const Expression& then) {
    if (condition.kind != Kind::kLeaf || then.kind != Kind::kLeaf) return nullptr;
    const auto* any = std::get_if<rules::BrainLeaf>(condition.leaf.get());
    const auto* state = std::get_if<rules::BrainLeaf>(then.leaf.get());
    const bool same = any != nullptr && state != nullptr && any->site == state->site &&
                      *any == rules::BrainLeaf{.site = any->site} && !(*any == *state);
    return same ? state : nullptr;
  }

  static bool AreShort(const std::vector<std::string>& clauses) {
    return clauses.size() == 2 && std::all_of(clauses.begin(), clauses.end(), [](const std::string& clause) {
             return clause.size() <= kShort && clause.find_first_of(":;") == std::string::npos &&
                    clause.find(" or ") == std::string::npos && clause.find(", ") == std::string::npos;
           });
  }

  std::string Every(const Expression& expression, Polarity polarity) {
    // What constrains nothing adds nothing to what must all be true.
    Expression kept = expression;
    if (polarity == Polarity::kHolds)
      std::erase_if(kept.children, [](const Expression& child) { return child.kind == Kind::kAlways; });
    if (kept.children.empty()) return SayAlways(expression.children.empty() ? expression : expression.children[0]);
    const std::vector<std::string> clauses = Clauses(kept, polarity);
    if (clauses.size() == 1) return clauses[0];
    if (AreShort(clauses)) return absl::StrCat(clauses[0], ", and ", clauses[1]);
    return absl::StrCat(depth_ > 0 ? "all of these: " : "all of these are true: ", Numbered(clauses));
  }

  std::string Some(const Expression& expression, Polarity polarity) {
    const std::vector<std::string> clauses = Clauses(expression, polarity);
    if (clauses.empty()) return kUnread;
    if (clauses.size() == 1) return clauses[0];
    if (AreShort(clauses)) return absl::StrCat("either ", clauses[0], ", or ", clauses[1]);
    return absl::StrCat(depth_ > 0 ? "at least one of these: " : "at least one of these is true: ",
                        Numbered(clauses));
  }

  std::string When(const Expression& expression, Polarity polarity) {
    ++depth_;
    const std::string condition = Say(expression.children[0], Polarity::kHolds);
    const rules::BrainLeaf* state = StateOf(expression.children[0], expression.children[1]);
    const std::string then = state != nullptr && polarity == Polarity::kHolds
                                 ? absl::StrCat("they ", BrainStateWords(*state))
                                 : Say(expression.children[1], polarity);
    --depth_;
    if (polarity == Polarity::kFails) return absl::StrCat(condition, ", and ", then);
    const bool unread = expression.children[1].kind == Kind::kOpaque;
    return absl::StrCat("if ", condition, unread ? ", then this counts: " : ", then ", then);
  }

  const Speaker& speaker_;
  int depth_ = 0;
};

}  // namespace

void Speaker::Note(std::string_view kind, std::string_view id) const {
  if (terms != nullptr && !id.empty()) terms->push_back(absl::StrCat(ToAbsl(kind), "/", ToAbsl(id)));
}

void Speaker::NoteAll(std::string_view kind, const std::vector<std::string>& ids) const {
  for (const std::string& id : ids) Note(kind, id);
}

void Speaker::NoteDrugs(const std::vector<std::string>& ids) const {
  for (const std::string& id : ids) {
    const bool is_class = labels.lexicon().Find(rules::TermKind::kDrugClass, id) != nullptr;
    Note(is_class ? "drug_class" : "drug", id);
  }
}

std::string SayItIsNotSo(std::string_view clause) {
  return absl::StrCat("it is not so that ", ToAbsl(clause));
}

std::string SayLeaf(const rules::Leaf& leaf, Polarity polarity, const Speaker& speaker) {
  return std::visit(
      [&](const auto& each) -> std::string {
        using T = std::decay_t<decltype(each)>;
        if constexpr (std::is_same_v<T, rules::CompareLeaf>) return SayCompare(each, polarity, speaker);
        if constexpr (std::is_same_v<T, rules::OneOfLeaf>) return SayOneOf(each, polarity, speaker);
        if constexpr (std::is_same_v<T, rules::MarkerLeaf>) return SayMarker(each, polarity, speaker);
        if constexpr (std::is_same_v<T, rules::TreatmentLeaf>) return SayTreatment(each, polarity, speaker);
        if constexpr (std::is_same_v<T, rules::ConditionLeaf>) return SayCondition(each, polarity, speaker);
        if constexpr (std::is_same_v<T, rules::BrainLeaf>) return SayBrain(each, polarity, speaker);
        if constexpr (std::is_same_v<T, rules::StandardTherapyLeaf>)
          return SayStandardTherapy(each, polarity, speaker);
        if constexpr (std::is_same_v<T, rules::FactLeaf>) return SayFact(each, polarity, speaker);
      },
      leaf);
}

std::string SayExpression(const Expression& expression, Polarity polarity, const Speaker& speaker) {
  return ExpressionSpeaker(speaker).Say(expression, polarity);
}

}  // namespace trialmatch::matcher
