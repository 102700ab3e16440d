#include "rules/parse/sentence.h"

#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/doubtful_demand.h"
#include "rules/parse/idle_permission.h"
#include "rules/parse/reading.h"
#include "rules/parse/statement_list.h"
#include "rules/parse/turns.h"
#include "rules/parse/unknown_subject.h"

namespace trialmatch::rules {
namespace {

// No sentence that a person wrote is longer; what is would cost time that grows with the square of its length.
constexpr int kLongestSentence = 800;   // items

}  // namespace

std::vector<Statement> ReadStatements(Reading& r, int begin, int end, Section section) {
  std::vector<Statement> out;
  const Clauses sentences = SplitTurns(r, section == Section::kInclusion ? SplitAlternatives(r, SplitSentences(r, begin, end)) : SplitSentences(r, begin, end));
  std::vector<size_t> first_of;  // statement of each sentence
  for (Clause sentence : sentences) {
    first_of.push_back(out.size());
    const size_t from = out.size();
    const bool too_long = sentence.end - sentence.begin > kLongestSentence;
    if (too_long || (sentence.begin > begin && (IsForPart(r, sentence) || (section == Section::kInclusion && EndsWithPart(r, sentence))))) {
      out.push_back(Unread(r, sentence, section));
      continue;
    }
    if (const int part = PartBehindColon(r, sentence); part > 0) {
      out.push_back(Unread(r, {part, sentence.end}, section));
      sentence.end = part;
    }
    ReadSentence(r, sentence, section, &out);
    HoldForSamePatients(r, sentence, from, &out);
    GiveUpDoubtfulDemands(r, sentence, section, from, &out);
    if (section == Section::kInclusion && from > 0 && PassesOverIdlePermission(r, sentence, out, from)) out.back().understood = Understood::kFull;
  }
  first_of.push_back(out.size());
  if (section == Section::kInclusion && sentences.size() > 1 && r.MayHoldCue({Cue::kOr, Cue::kAnyOf})) JoinAlternatives(r, sentences, first_of, &out);
  return out;
}

}  // namespace trialmatch::rules
