#include "rules/parse/therapy/unlisted_agent.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// "(BTK) inhibitor": the short form of a target, behind its name; not "KRAS G12C (OFF)", not in a
// list of medicines for other illnesses.
bool IsShortForm(const Reading& r, Clause clause, int code) {
  if (!r.IsMark(code - 1, '(') || !r.IsMark(code + 1, ')') ||
      r.IsTermOf(code - 2, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kDrug})))
    return false;
  for (int k = clause.begin; k < clause.end; ++k) {
    const Entry* medicine = r.Find(k, TermKind::kDrugClass);
    if (medicine != nullptr && IsMedication(r.lexicon(), medicine->id)) return false;
  }
  return true;
}

// Where the words start that the brackets at `open` shorten: "myeloid cell leukemia 1 (MCL1)".
int StartOfLongForm(const Reading& r, Clause clause, int open) {
  int first = open;
  while (first > clause.begin && first > open - 9 && !r.at(first - 1).used &&
         !r.at(first - 1).lead) {
    const int k = first - 1;
    const bool word =
        r.IsKind(k, Item::Kind::kWord) && !r.at(k).cue &&
        !r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kPlain}));
    if (!word && !r.IsNumber(k) && !r.IsAnyMark(k, "-()") &&
        !r.IsTermOf(k, KindBits({TermKind::kDisease, TermKind::kSite})))
      break;
    first = k;
  }
  while (first < open && r.IsKind(first, Item::Kind::kMark)) ++first;
  return first;
}

}  // namespace

std::string ClassAgainst(const Lexicon& lexicon, std::string_view target) {
  for (const char* ending : {"_tki", "_inhibitor", "_targeted"}) {
    std::string id = base::Lower(std::string(target)) + ending;
    if (lexicon.Find(TermKind::kDrugClass, id) != nullptr) return id;
  }
  return "";
}

std::string ClassAgainstMutation(const Reading& r, int i) {
  const Entry* mutation = r.Find(i, TermKind::kMutation);
  if (mutation == nullptr) return "";
  std::string target = mutation->id;
  std::replace(target.begin(), target.end(), ':', '_');
  return ClassAgainst(r.lexicon(), target);
}

std::string ClassOfGene(const Lexicon& lexicon, const Entry& gene, std::string_view written) {
  std::string id = ClassAgainst(lexicon, gene.id);
  return id.empty() ? ClassAgainst(lexicon, written) : id;
}

void AddAgentsOfGene(const Lexicon& lexicon, const Entry& gene, std::string_view written, std::vector<std::string>* ids) {
  const size_t before = ids->size();
  if (std::string id = ClassOfGene(lexicon, gene, written); !id.empty()) ids->push_back(std::move(id));
  for (const char* ending : {"_targeted", "_adc", "_antibody"}) {
    std::string id = base::Lower(gene.id) + ending;
    const bool known = lexicon.Find(TermKind::kDrugClass, id) != nullptr && std::find(ids->begin(), ids->end(), id) == ids->end();
    if (known) ids->push_back(std::move(id));
  }
  if (ids->size() == before) ids->emplace_back("unlisted_agent");
}

bool IsCode(const Reading& r, int i) {
  if (!r.IsKind(i, Item::Kind::kWord) || !r.at(i).may_be_code || r.at(i).used) return false;
  std::string_view word = r.Word(i);
  auto upper = std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  auto lower = std::count_if(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  auto digits =
      std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return word.size() >= 3 && word.size() <= 12 && upper >= 2 && (lower <= 1 || digits > 0);
}

namespace {

// "TP53 Y220C-directed therapies", of a gene without inhibitors.
std::optional<TreatmentAnchor> AgainstMutation(const Reading& r, Clause clause, int i) {
  const std::string& mutation = r.Find(i, TermKind::kMutation)->id;
  const std::string gene = mutation.substr(0, mutation.find(':'));
  if (!ClassAgainst(r.lexicon(), gene).empty() || !ClassAgainstMutation(r, i).empty()) return std::nullopt;
  const int noun = r.IsMark(i + 1, '-') ? i + 2 : i + 1;
  if (noun >= clause.end || !r.Is(noun, Cue::kInhibitor) || r.WordIs(noun, "therapy")) return std::nullopt;
  return TreatmentAnchor{{"unlisted_agent"}, i, noun};
}

}  // namespace

std::optional<TreatmentAnchor> UnlistedAgent(const Reading& r, Clause clause, int i) {
  if (r.IsTerm(i, TermKind::kMutation)) return AgainstMutation(r, clause, i);
  bool anti = r.WordIs(i, "anti") && r.IsAnyMark(i + 1, "-") && IsCode(r, i + 2);
  int code = anti ? i + 2 : i;
  if (code >= clause.end || !IsCode(r, code)) return std::nullopt;
  int last = code;
  bool word = anti;
  // "Bruton's tyrosine kinase (BTK) inhibitor", "receptor 8 (CCR8) targeting agents": the short
  // form stands in brackets.
  const bool bracketed = !anti && IsShortForm(r, clause, code);
  const int behind = bracketed ? code + 2 : code + 1;
  for (int k = behind; k < clause.end && k <= behind + 3; ++k) {
    if (r.IsMark(k, '(') && IsCode(r, k + 1) && r.IsMark(k + 2, ')') && k == code + 1)
      code = k += 2;  // "SMARCA2 (BRM) inhibitors"
    bool of_agents = r.Is(k, Cue::kInhibitor) ||
                     r.WordIsAny(k, {"mab", "adc", "degrader", "agonist", "modulator"}) ||
                     (r.Find(k, TermKind::kDrugClass) != nullptr &&
                      r.Find(k, TermKind::kDrugClass)->id == "monoclonal_antibody");
    word = word || of_agents;
    if (of_agents && r.IsMark(k + 1, '(') && r.WordIs(k + 2, "s") && r.IsMark(k + 3, ')'))
      k += 3;  // "inhibitor(s)"
    if (of_agents) last = k;
    if (!of_agents && !r.IsAnyMark(k, "-") && !r.Is(k, Cue::kFiller) &&
        !(word && r.Is(k, Cue::kOr)))
      break;
  }
  if (!word) return std::nullopt;
  std::string listed =
      bracketed && r.Is(last, Cue::kInhibitor) ? ClassAgainst(r.lexicon(), r.Word(code)) : "";
  return TreatmentAnchor{{listed.empty() ? "unlisted_agent" : std::move(listed)},
                         bracketed ? StartOfLongForm(r, clause, code - 1) : i,
                         last};
}

}  // namespace trialmatch::rules
