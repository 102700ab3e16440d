#include "rules/audit/try_sentence.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "rules/audit/describe_leaf.h"
#include "rules/audit/quote.h"
#include "rules/audit/text_audit.h"
#include "rules/read_study.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {

std::vector<Piece> PiecesOf(const Trial& trial, const Lexicon& lexicon) {
  static constexpr const char* kKinds[] = {"word", "number", "comparison", "mark"};
  const TokenStream stream = Tokenize(trial.text, trial.sentence, lexicon);
  std::vector<Piece> out;
  size_t next = 0;
  for (uint32_t t = 0; t < stream.tokens.size(); ++t) {
    Piece piece = {stream.tokens[t].span, kKinds[static_cast<int>(stream.tokens[t].kind)], {}};
    while (next < stream.mentions.size() && stream.mentions[next].first < t) ++next;
    if (next < stream.mentions.size() && stream.mentions[next].first == t) {
      const Mention& mention = stream.mentions[next];
      for (const Term& term : mention.terms)
        piece.terms.push_back(absl::StrCat(KindName(term.kind), ":", lexicon.entry(term).id));
      t = mention.last;
      piece.span = base::Cover(piece.span, stream.tokens[t].span);
    }
    out.push_back(std::move(piece));
  }
  return out;
}

Trial TrySentence(std::string_view sentence, Section section, const Lexicon& lexicon) {
  Trial trial;
  trial.text = section == Section::kExclusion ? "Exclusion Criteria:\n\n" : "Inclusion Criteria:\n\n";
  // Several lines have a layout of their own.
  if (sentence.find('\n') == std::string_view::npos) trial.text += "* ";
  trial.sentence.begin = static_cast<uint32_t>(trial.text.size());
  trial.text += sentence;
  trial.sentence.end = static_cast<uint32_t>(trial.text.size());
  fetch::Study study;
  study.eligibility_criteria = trial.text;
  trial.criteria = ReadStudy(study, lexicon);
  return trial;
}

std::string TreeToText(const Expression& e, std::string_view text, int indent) {
  using enum Expression::Kind;
  static constexpr const char* kWords[] = {"all of", "any of", "not", "at least", "if / then",
                                           "constrains nothing", "", "not understood"};
  std::string out(static_cast<size_t>(indent), ' ');
  if (e.kind == kLeaf)
    absl::StrAppend(&out, LeafKindName(e.leaf), ": ", DescribeLeaf(e.leaf));
  else if (e.kind == kAtLeast)
    absl::StrAppend(&out, "at least ", e.count, " of");
  else
    out += kWords[static_cast<int>(e.kind)];
  if (!e.rule.empty()) absl::StrAppend(&out, "  (", e.rule, ")");
  const bool quoted = e.kind == kLeaf || e.kind == kAlways || e.kind == kOpaque;
  if (quoted && !e.span.empty())
    absl::StrAppend(&out, "  \"", OneLine(base::Slice(text, e.span), 200), "\"");
  out += "\n";
  for (const Expression& child : e.children) out += TreeToText(child, text, indent + 2);
  return out;
}

std::string TrialToText(const Trial& trial, const Lexicon& lexicon) {
  std::string out = "tokens\n";
  for (const Piece& piece : PiecesOf(trial, lexicon)) {
    const std::string meaning =
        piece.terms.empty()
            ? (std::string_view(piece.kind) == "word" ? "(in no table)" : piece.kind)
            : absl::StrJoin(piece.terms, "  ");
    absl::StrAppendFormat(&out, "  %-32s %s\n",
                          absl::StrCat("\"", OneLine(base::Slice(trial.text, piece.span)), "\""),
                          meaning);
  }
  for (const Criterion& c : trial.criteria.criteria) {
    absl::StrAppend(&out, c.id, "  ", TopicName(c.topic), ", ", MoodName(c.mood),
                    ", understood: ", UnderstoodName(c.understood), "\n");
    absl::StrAppend(&out, "  reading: ", Describe(c.expression), "\n",
                    TreeToText(c.expression, trial.text, 2));
  }
  for (const base::Diagnostic& d : trial.criteria.diagnostics) {
    if (d.id != "study.no_eligibility_text") absl::StrAppend(&out, base::ToString(d), "\n");
  }
  return out;
}

}  // namespace trialmatch::rules
