#include "rules/audit/unread.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "absl/strings/str_format.h"
#include "rules/audit/spans.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {
namespace {

// Cues that only hold a sentence together: they neither start nor end a sequence.
constexpr std::string_view kGlueCues[] = {"filler", "and",    "or",  "with",      "who",
                                          "to",     "before", "for", "including", "must"};

// By the single word: "of" is glue inside a longer wording too.
bool IsGlue(std::string_view word, const Lexicon& lexicon) {
  const std::string_view cue = lexicon.ResolveId(TermKind::kCue, word);
  return std::find(std::begin(kGlueCues), std::end(kGlueCues), cue) != std::end(kGlueCues);
}

// Of nothing but cues and units: read with what it limits, or not at all.
bool IsFrame(const Token& token, const Mention* mention) {
  if (mention == nullptr) return token.kind != TokenKind::kWord;
  return std::all_of(mention->terms.begin(), mention->terms.end(), [](const Term& term) {
    return term.kind == TermKind::kCue || term.kind == TermKind::kUnit;
  });
}

bool IsLogistics(const Mention& mention) {
  return std::any_of(mention.terms.begin(), mention.terms.end(),
                     [](const Term& term) { return term.kind == TermKind::kLogistics; });
}

bool EndsSequence(const Token& token) {
  return token.kind == TokenKind::kPunctuation && token.mark != '-' && token.mark != '/' &&
         token.mark != '\'';
}

std::string WordOf(const Token& token, std::string_view text, const Lexicon& lexicon) {
  if (token.kind == TokenKind::kNumber) return "#";
  if (token.kind != TokenKind::kComparison) return lexicon.Normalize(base::Slice(text, token.span));
  static constexpr const char* kSigns[] = {"", "<", "<=", ">", ">=", "="};
  return kSigns[static_cast<int>(token.comparison)];
}

using WordKind = UnreadWords::WordKind;

// Calls word(token, its normal form, kind) for every word that was not read, and gap() where the
// words before and behind do not belong together.
template <typename Word, typename Gap>
void WalkUnread(const Criterion& c, std::string_view text, const Lexicon& lexicon, Word word,
                Gap gap) {
  const std::vector<base::Span> read = ReadSpans(c);
  const TokenStream stream = Tokenize(text, c.body, lexicon);
  size_t next = 0;
  for (uint32_t t = 0; t < stream.tokens.size(); ++t) {
    while (next < stream.mentions.size() && stream.mentions[next].last < t) ++next;
    const Mention* mention =
        next < stream.mentions.size() && stream.mentions[next].first <= t ? &stream.mentions[next]
                                                                           : nullptr;
    const Token& token = stream.tokens[t];
    const bool known = Touches(read, token.span) || (mention != nullptr && IsLogistics(*mention));
    if (known || EndsSequence(token)) {
      gap();
    } else if (token.kind != TokenKind::kPunctuation) {
      std::string normal = WordOf(token, text, lexicon);
      const WordKind kind = IsGlue(normal, lexicon)   ? WordKind::kGlue
                            : IsFrame(token, mention) ? WordKind::kFrame
                                                      : WordKind::kContent;
      word(token, std::move(normal), kind);
    }
  }
  gap();
}

// Of one length: where a sequence stands, and how often.
struct Found {
  uint32_t first = 0;  // its first occurrence, an index of the tokens
  int count = 0;
  bool contained = false;  // a longer one that may be listed has the same count
};

uint64_t Mix(uint64_t hash, uint32_t word) {
  hash ^= word + 0x9E3779B97F4A7C15ULL + (hash << 6) + (hash >> 2);
  return hash * 0xBF58476D1CE4E5B9ULL;
}

}  // namespace

std::vector<base::Span> UnreadSpans(const Criterion& c, std::string_view text,
                                    const Lexicon& lexicon) {
  std::vector<base::Span> out;
  if (c.span.empty() || c.topic == Topic::kLogistics) return out;
  WalkUnread(
      c, text, lexicon,
      [&](const Token& token, const std::string&, WordKind kind) {
        if (kind != WordKind::kGlue) out.push_back(token.span);
      },
      [] {});
  return out;
}

uint32_t UnreadWords::Intern(std::string word, WordKind kind) {
  // The same word may be a part of a cue here and stand for itself there.
  word.insert(word.begin(), static_cast<char>('0' + static_cast<int>(kind)));
  const auto [found, is_new] = ids_.try_emplace(std::move(word), words_.size());
  if (is_new) {
    words_.push_back(found->first.substr(1));
    kinds_.push_back(kind);
  }
  return found->second;
}

void UnreadWords::Add(const TrialCriteria& criteria, std::string_view text,
                      const Lexicon& lexicon) {
  const int study = static_cast<int>(studies_.size());
  studies_.push_back(criteria.nct_id);
  for (const Criterion& c : criteria.criteria) {
    if (c.span.empty() || c.understood == Understood::kFull || c.topic == Topic::kLogistics)
      continue;
    bool open = false;
    WalkUnread(
        c, text, lexicon,
        [&](const Token&, std::string word, WordKind kind) {
          if (!open) gaps_.push_back({static_cast<uint32_t>(tokens_.size()), study, c.id});
          open = true;
          tokens_.push_back(Intern(std::move(word), kind));
        },
        [&] {
          if (open) tokens_.push_back(0);
          open = false;
        });
  }
}

std::vector<UnreadSequence> UnreadWords::Top(size_t most) const {
  // A sequence that occurs twice consists of shorter ones that do: each length looks only at the
  // starts that are left from the one before.
  std::vector<absl::flat_hash_map<uint64_t, Found>> levels;
  std::vector<std::pair<uint32_t, uint64_t>> starts;  // token, hash of the sequence so far
  for (uint32_t t = 0; t < tokens_.size(); ++t) {
    if (tokens_[t] != 0) starts.emplace_back(t, Mix(0, tokens_[t]));
  }
  for (int length = kMinWords; length <= kMaxWords && !starts.empty(); ++length) {
    auto& level = levels.emplace_back();
    size_t kept = 0;
    for (auto [t, hash] : starts) {
      const uint32_t last = tokens_[t + static_cast<uint32_t>(length) - 1];
      if (last == 0) continue;
      hash = Mix(hash, last);
      Found& found = level[hash];
      if (found.count++ == 0) found.first = t;
      starts[kept++] = {t, hash};
    }
    starts.resize(kept);
    std::erase_if(starts, [&](const auto& s) { return level[s.second].count < 2; });
    absl::erase_if(level, [](const auto& entry) { return entry.second.count < 2; });
  }

  const auto hash_of = [&](uint32_t first, int length) {
    uint64_t hash = 0;
    for (int i = 0; i < length; ++i) hash = Mix(hash, tokens_[first + static_cast<uint32_t>(i)]);
    return hash;
  };
  const auto may_be_listed = [&](uint32_t first, int length) {
    const auto kind = [&](uint32_t t) { return kinds_[tokens_[t]]; };
    const uint32_t last = first + static_cast<uint32_t>(length) - 1;
    if (kind(first) == WordKind::kGlue || kind(last) == WordKind::kGlue) return false;
    for (uint32_t t = first; t <= last; ++t) {
      if (kind(t) == WordKind::kContent) return true;
    }
    return false;
  };
  struct Listed {
    uint32_t first;
    int length;
    int count;
    uint64_t hash;
  };
  std::vector<Listed> listed;
  for (size_t l = levels.size(); l-- > 0;) {
    const int length = kMinWords + static_cast<int>(l);
    for (const auto& [hash, found] : levels[l]) {
      const bool eligible = may_be_listed(found.first, length);
      if (eligible && !found.contained) listed.push_back({found.first, length, found.count, hash});
      if (l == 0 || (!eligible && !found.contained)) continue;
      for (uint32_t shift = 0; shift < 2; ++shift) {
        const auto shorter = levels[l - 1].find(hash_of(found.first + shift, length - 1));
        if (shorter != levels[l - 1].end() && shorter->second.count == found.count)
          shorter->second.contained = true;
      }
    }
  }
  const auto words_of = [&](const Listed& s) {
    std::string out;
    for (int i = 0; i < s.length; ++i) {
      if (i > 0) out += ' ';
      out += words_[tokens_[s.first + static_cast<uint32_t>(i)]];
    }
    return out;
  };
  std::sort(listed.begin(), listed.end(), [&](const Listed& a, const Listed& b) {
    return std::tuple(-a.count, -a.length, a.first) < std::tuple(-b.count, -b.length, b.first);
  });
  if (listed.size() > most) listed.resize(most);

  // In how many studies: one more walk, for the listed ones only.
  absl::flat_hash_map<uint64_t, std::pair<int, int>> studies;  // hash -> last study, number
  for (const Listed& s : listed) studies[s.hash] = {-1, 0};
  for (size_t g = 0; g < gaps_.size(); ++g) {
    for (uint32_t t = gaps_[g].first_token; tokens_[t] != 0; ++t) {
      uint64_t hash = Mix(0, tokens_[t]);
      for (int length = 2; length <= kMaxWords; ++length) {
        const uint32_t word = tokens_[t + static_cast<uint32_t>(length) - 1];
        if (word == 0) break;
        hash = Mix(hash, word);
        const auto found = studies.find(hash);
        if (found == studies.end() || found->second.first == gaps_[g].study) continue;
        found->second = {gaps_[g].study, found->second.second + 1};
      }
    }
  }
  std::vector<UnreadSequence> out;
  for (const Listed& s : listed) {
    const auto behind = std::upper_bound(
        gaps_.begin(), gaps_.end(), s.first,
        [](uint32_t first, const Place& gap) { return first < gap.first_token; });
    const Place& gap = *std::prev(behind);
    out.push_back({words_of(s), s.count, studies[s.hash].second,
                   studies_[static_cast<size_t>(gap.study)], gap.criterion_id});
  }
  return out;
}

std::string UnreadToText(const std::vector<UnreadSequence>& sequences) {
  std::string out = "  count  studies  first place          words that nothing understood (# is a number)\n";
  for (const UnreadSequence& s : sequences) {
    absl::StrAppendFormat(&out, "%7d %8d  %-11s %-8s %s\n", s.count, s.studies, s.nct_id,
                          s.criterion_id, s.words);
  }
  return out;
}

}  // namespace trialmatch::rules
