#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/ascii.h"
#include "base/status.h"
#include "rules/parse/illness/illness_words.h"

namespace trialmatch::rules {
namespace {

// Names that only look as if they said how bad it is.
constexpr std::string_view kStates[] = {"active", "uncontrolled", "symptomatic", "severe",
                                        "significant"};

// Lexicon::Resolve of a quality. Names of illnesses start with the same few words: each is resolved
// once, as far as memory of a fixed size goes.
std::optional<Term> QualityNamed(const Lexicon& lexicon, std::string_view words) {
  struct Known {
    uint64_t stamp = 0;  // of the vocabulary
    absl::flat_hash_map<std::string, std::optional<Term>> terms;
  };
  constexpr size_t kMostKnown = 4096;
  thread_local Known known;
  if (known.stamp != lexicon.vocabulary().stamp() || known.terms.size() >= kMostKnown) known = {lexicon.vocabulary().stamp(), {}};
  const auto found = known.terms.find(base::ToAbsl(words));
  if (found != known.terms.end()) return found->second;
  return known.terms[std::string(words)] = lexicon.Resolve(TermKind::kQuality, words);
}

// The first blank, slash or line break of `text` from `at` on, or npos.
size_t EndOfWord(std::string_view text, size_t at) {
  while (at < text.size() && text[at] != ' ' && text[at] != '\n' && text[at] != '/') ++at;
  return at < text.size() ? at : std::string_view::npos;
}

bool IsOrIsBelow(const Lexicon& lexicon, std::string_view id, std::string_view root) {
  return id == root || lexicon.IsA(TermKind::kCondition, id, root);
}

}  // namespace

std::vector<IllnessWay> QualityOfName(const Reading& r, int i, const std::string& id) {
  if (id == "unstable_angina") return {};
  std::string_view name = r.Word(i);
  // "Major depression", "major bleeding" are names.
  if (base::StartsWithIgnoreCase(name, "major") || base::ContainsIgnoreCase(name, "respiratory syndrome")) return {};
  // "Inflammatory process": which of them is meant, the words do not tell.
  if (id == "autoimmune_disease" && (base::StartsWithIgnoreCase(name, "inflammatory process") || base::StartsWithIgnoreCase(name, "inflammatory condition"))) {
    if (const Entry* some = r.lexicon().Find(TermKind::kQuality, "under_conditions")) return {{{some, false}}};
  }
  IllnessWay way;
  while (true) {
    size_t end = EndOfWord(name, 0);
    if (end == std::string_view::npos) break;
    // "Poorly controlled", "clinically significant": two words before one.
    size_t two = EndOfWord(name, end + 1);
    auto term = QualityNamed(r.lexicon(), name.substr(0, two));
    if (term && two != std::string_view::npos)
      end = two;
    else if (const auto rest = QualityNamed(r.lexicon(), name))
      // "Blood pressure poorly controlled".
      term = rest, end = name.size();
    else
      term = QualityNamed(r.lexicon(), name.substr(0, end));
    const Entry* row = term ? &r.lexicon().entry(*term) : nullptr;
    name.remove_prefix(end);
    while (!name.empty() && (name[0] == ' ' || name[0] == '\n' || name[0] == '/')) name.remove_prefix(1);
    if (row == nullptr) continue;
    bool state = std::find(std::begin(kStates), std::end(kStates), row->id) != std::end(kStates);
    bool course = ((row->id == "acute" || row->id == "chronic" || row->id == "recurrent") &&
                   (IsOrIsBelow(r.lexicon(), id, "active_infection") ||
                    IsOrIsBelow(r.lexicon(), id, "hepatitis"))) ||
                  (row->id == "acute" && id == "myocardial_infarction");
    if (state || course || (row->id == "chronic" && id == "diarrhea")) way.push_back({row, false});
  }
  // "Psychiatric hospitalization".
  if (id != "hospitalization" && base::ContainsIgnoreCase(r.Word(i), "hospitali")) {
    if (const Entry* stay = r.lexicon().Find(TermKind::kQuality, "needs_hospitalization")) way.push_back({stay, false});
  }
  // "Poor blood pressure control".
  if (way.empty() && base::StartsWithIgnoreCase(r.Word(i), "poor ") && base::ContainsIgnoreCase(r.Word(i), "control")) {
    if (const Entry* poor = r.lexicon().Find(TermKind::kQuality, "uncontrolled")) way.push_back({poor, false});
  }
  // "COPD exacerbation", and not COPD itself.
  if (base::ContainsIgnoreCase(r.Word(i), "exacerbation")) {
    if (const Entry* worse = r.lexicon().Find(TermKind::kQuality, "exacerbation"))
      way.push_back({worse, false});
  }
  // "Concurrent malignancy", and not one of the past.
  if (way.empty() && IsOrIsBelow(r.lexicon(), id, "other_malignancy") &&
      (base::ContainsIgnoreCase(r.Word(i), "concurrent") || base::ContainsIgnoreCase(r.Word(i), "concomitant") || base::ContainsIgnoreCase(r.Word(i), "simultaneous") ||
       (base::ContainsIgnoreCase(r.Word(i), "synchronous") && !base::ContainsIgnoreCase(r.Word(i), "metachronous"))) &&
      !base::ContainsIgnoreCase(r.Word(i), "prior") && !base::ContainsIgnoreCase(r.Word(i), "previous") && !base::ContainsIgnoreCase(r.Word(i), "past") && !base::ContainsIgnoreCase(r.Word(i), "history")) {
    if (const Entry* active = r.lexicon().Find(TermKind::kQuality, "active")) way.push_back({active, false});
  }
  if (way.empty()) return {};
  // "Acute or chronic infection", "severe or unstable": one wording of two ways.
  if ((base::ContainsIgnoreCase(r.Word(i), " or ") || base::ContainsIgnoreCase(r.Word(i), "/")) && way.size() > 1) {
    std::vector<IllnessWay> out;
    for (const IllnessQuality& quality : way) out.push_back({quality});
    return out;
  }
  return {way};
}

}  // namespace trialmatch::rules
