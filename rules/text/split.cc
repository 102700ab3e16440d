#include "rules/text/split.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <utility>

#include "rules/text/heading.h"
#include "rules/text/part_labels.h"
#include "rules/text/roman_list.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kShortParagraph = 60;  // shorter than two items
constexpr uint32_t kLongParagraph = 150;  // a shorter line with "1) … 2) …" is one sentence

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// Cuts a block at absolute offsets, each the begin of a piece; ends are trimmed. The first piece
// keeps the block's marker.
void Cut(std::string_view text, const Block& block, std::vector<uint32_t> at,
         std::vector<Block>& out) {
  std::sort(at.begin(), at.end());
  at.erase(std::unique(at.begin(), at.end()), at.end());
  uint32_t begin = block.span.begin;
  for (size_t i = 0; i <= at.size(); ++i) {
    const uint32_t next = i < at.size() ? at[i] : block.span.end;
    while (begin < next && IsSpace(text[begin])) ++begin;
    if (next <= begin) continue;
    uint32_t end = next;
    while (end > begin && IsSpace(text[end - 1])) --end;
    if (end > begin) {
      Block piece = block;
      piece.span = {begin, end};
      if (begin != block.span.begin) {
        piece.inside_line = true;
        piece.marker = ReadMarker(text.substr(begin, end - begin));
        piece.body = begin + piece.marker.size;
      }
      piece.body = std::min(piece.body, end);
      out.push_back(piece);
    }
    begin = next;
  }
}

struct Phrase {
  uint32_t core = 0;  // where "Inclusion" or "Exclusion" begins
  uint32_t end = 0;   // behind the colon; 0: no phrase
};

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The section phrase in front of `at`, in text[begin, at): "Exclusion Criteria", "Inclusion
// criteria (all cohorts)".
Phrase PhraseBefore(std::string_view text, uint32_t begin, uint32_t at) {
  const auto skip_spaces = [&] {
    while (at > begin && IsSpace(text[at - 1])) --at;
  };
  const auto word = [&] {
    uint32_t first = at;
    while (first > begin && at - first < 12 && IsLetter(text[first - 1])) --first;
    const std::string_view found = text.substr(first, at - first);
    at = first;
    return found;
  };
  skip_spaces();
  if (at > begin && text[at - 1] == ')') {
    const uint32_t least = at > begin + 60 ? at - 60 : begin;
    while (at > least && text[at - 1] != '(') --at;
    if (at > begin) --at;
    skip_spaces();
  }
  if (!IsOneOf(word(), {"Criteria", "criteria", "CRITERIA", "Criterion", "criterion"})) return {};
  skip_spaces();
  if (!IsOneOf(word(), {"Inclusion", "Exclusion", "INCLUSION", "EXCLUSION"})) return {};
  return {at, 1};
}

// Where section headings begin and end inside the block.
std::vector<uint32_t> SectionCuts(std::string_view text, const Block& block) {
  std::vector<uint32_t> cuts;
  std::vector<Phrase> phrases;
  const std::string_view all = text.substr(0, block.span.end);
  // "Inclusion Criteria (All Modules) Participants are …" has no colon.
  const size_t bracket =
      all.substr(0, std::min<size_t>(all.size(), block.body + 60)).find("riteria (", block.body);
  if (bracket != std::string_view::npos) {
    const size_t close = all.substr(0, std::min<size_t>(all.size(), bracket + 70)).find(')', bracket);
    const uint32_t next = close == std::string_view::npos ? 0 : static_cast<uint32_t>(close) + 2;
    if (next > 0 && next < block.span.end && text[next - 1] == ' ' && IsUpper(text[next])) {
      Phrase phrase = PhraseBefore(text, block.body, next - 1);
      phrase.end = phrase.end > 0 && phrase.core < block.body + 16 ? next - 1 : 0;
      if (phrase.end > 0) phrases.push_back(phrase);
    }
  }
  for (size_t colon = all.find(':', block.body); colon != std::string_view::npos;
       colon = all.find(':', colon + 1)) {
    Phrase phrase = PhraseBefore(text, block.body, static_cast<uint32_t>(colon));
    if (phrase.end == 0) continue;
    phrase.end = static_cast<uint32_t>(colon) + 1;
    phrases.push_back(phrase);
  }
  for (const auto& [core, end] : phrases) {
    // Qualifiers before it belong to the heading ("Key", "Main"); a lower-case word before it makes
    // it part of a sentence ("see Exclusion Criteria:").
    uint32_t begin = core;
    static constexpr std::string_view kQualifiers[] = {"Key",     "Main",  "Major",      "General",
                                                       "Primary", "Other", "Additional", "Specific",
                                                       "KEY",     "MAIN",  "Non",        "NON"};
    for (bool more = true; more && begin > block.span.begin;) {
      more = false;
      uint32_t before = begin;
      while (before > block.span.begin && (IsSpace(text[before - 1]) || text[before - 1] == '-'))
        --before;
      for (std::string_view word : kQualifiers) {
        if (before >= block.span.begin + word.size() &&
            text.substr(before - word.size(), word.size()) == word &&
            (before == block.span.begin + word.size() ||
             !IsLetter(text[before - word.size() - 1]))) {
          begin = before - static_cast<uint32_t>(word.size());
          more = true;
          break;
        }
      }
    }
    // "Overall Exclusion Criteria:" begins the block with more words than the qualifiers above.
    if (begin > block.body && begin - block.body < 60 && cuts.empty() && block.marker.none()) {
      const std::string_view phrase = text.substr(block.body, end - block.body);
      const HeadingReading reading = ReadHeading(phrase, {});
      if (reading.form == HeadingReading::Form::kSection && reading.size == phrase.size())
        begin = block.body;
    }
    if (begin > block.body) {
      uint32_t before = begin;
      while (before > block.span.begin && IsSpace(text[before - 1])) --before;
      if (before == begin) continue;  // inside a word or a bracket
      uint32_t word = before;
      while (word > block.span.begin && IsLetter(text[word - 1])) --word;
      const std::string_view last = text.substr(word, before - word);
      static constexpr std::string_view kRefers[] = {"see",  "the", "in",  "of", "per",
                                                     "and",  "or",  "to",  "by", "under",
                                                     "with", "See", "for", "The"};
      if (std::find(std::begin(kRefers), std::end(kRefers), last) != std::end(kRefers)) continue;
      cuts.push_back(begin);
    } else if (end < block.span.end) {
      // The block starts with it: what stands behind the colon may be the scope of the heading,
      // which ReadHeading decides.
      const uint32_t size = block.span.end - begin;
      if (ReadHeading(text.substr(begin, size), {}).size == size) continue;
    }
    if (end < block.span.end) cuts.push_back(end);
  }
  return cuts;
}

// True for a word that a statement cannot end with ("AST and", "history of").
bool TakesNextWord(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "OR",  "AND",   "or",    "and", "of",   "with", "than",  "to",  "the", "for",
      "by",  "in",    "no",    "if",  "from", "on",   "a",     "an",  "at",  "prior",
      "New", "stage", "Stage", "See", "see",  "any",  "other", "not", "is",  "NOTE"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// Parts, subjects and statements of the NCI form that stand in one paragraph.
std::vector<Block> SplitNci(std::string_view text, const Block& block) {
  const bool marked = !block.marker.none();  // its own subject stays with it
  std::vector<uint32_t> cuts;
  std::vector<uint32_t> subjects;  // begins of subjects
  std::vector<uint32_t> ends;      // their ends, in the same order
  int depth = 0;
  bool in_list = false;  // behind a colon that is no subject's
  const uint32_t end = block.span.end;
  uint32_t previous = block.span.begin;  // the last byte that is no white space before `at`
  for (uint32_t at = block.span.begin; at < end;) {
    const char c = text[at];
    const bool word_begin = at == block.span.begin || IsSpace(text[at - 1]);
    if (word_begin && depth <= 0 && at >= block.body) {
      bool major = false;
      const uint32_t size =
          marked && at > block.body
              ? 0
              : NciSubject(text.substr(at, std::min<uint32_t>(end - at, 60)), &major);
      if (size > 0) {
        if (!marked) {
          cuts.push_back(at);
          subjects.push_back(at);
          ends.push_back(at + size);
          if (major) cuts.push_back(at + size);
        }
        previous = at + size - 1;
        at += size;
        in_list = false;
        continue;
      }
      // "Phase I: Histologically proven ... Phase II: ...": the label stands above all statements
      // behind it.
      const uint32_t label = marked || !IsUpper(c) ? 0 : PartLabelSize(text, at, end);
      if (label > 0 && text[at + label - 1] == ':') {
        cuts.push_back(at);
        cuts.push_back(at + label);
        previous = at + label - 1;
        at += label;
        in_list = false;
        continue;
      }
      uint32_t word_end = at;
      while (word_end < end && (IsLetter(text[word_end]) || IsDigit(text[word_end]))) ++word_end;
      const char before = text[previous];
      const bool follows_text = at > block.body && before != ':' && before != ',' &&
                                before != '/' && before != '-' && before != '(';
      if (follows_text && IsUpper(c)) {
        const std::string_view word = text.substr(at, word_end - at);
        uint32_t last = previous + 1;
        while (last > block.span.begin && IsLetter(text[last - 1])) --last;
        if (!TakesNextWord(text.substr(last, previous + 1 - last)) &&
            (in_list ? EndsNciList(word) : StartsNciStatement(word))) {
          cuts.push_back(at);
          in_list = false;
        }
      }
    }
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') depth = std::max(0, depth - 1);
    if (!IsSpace(c)) previous = at;
    if (c == ':' && depth == 0) in_list = true;
    ++at;
  }
  // A subject with one statement is one item with it ("Age: 18 and over"); with several it is a
  // heading.
  std::vector<Block> pieces;
  const std::vector<uint32_t> sorted = cuts;  // they were found in text order
  for (size_t i = 0; i < subjects.size(); ++i) {
    const uint32_t next = i + 1 < subjects.size() ? subjects[i + 1] : end;
    const auto inside = std::upper_bound(sorted.begin(), sorted.end(), ends[i]);
    if (inside != sorted.end() && *inside < next) cuts.push_back(ends[i]);
  }
  Cut(text, block, cuts, pieces);
  for (Block& piece : pieces) {
    bool major = false;
    piece.subject =
        NciSubject(text.substr(piece.span.begin, piece.span.size()), &major) == piece.span.size();
    if (piece.span.begin == block.span.begin) continue;
    piece.marker = marked ? block.marker : Marker();  // beside the first piece
    piece.marker.size = 0;
    piece.body = piece.span.begin;
  }
  return pieces;
}

// A word that a number belongs to: "grade 2. The".
bool TakesNumber(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "grade", "Grade", "than",  "of",    "to",     "or",        "and",      "stage",   "Stage",
      "phase", "Phase", "class", "level", "type",   "version",   "Version",  "v",       "day",
      "Day",   "is",    "arm",   "Arm",   "cohort", "Cohort",    "part",     "Part",    "Criterion",
      "Cycle", "cycle", "score", "Score", "item",   "criterion", "Criteria", "criteria"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// "Including 1) EGFRi; 2) ALKi; 3) ROSi": names in a sentence.
bool NamesInOneWord(std::string_view text, const std::vector<uint32_t>& cuts) {
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    std::string_view name = text.substr(cuts[i], cuts[i + 1] - cuts[i]);
    name.remove_prefix(std::min<size_t>(name.size(), ReadMarker(name).size));
    if (name.substr(0, name.find_last_not_of(' ') + 1).find(' ') != name.npos) return false;
  }
  return cuts.size() >= 3;
}

// Where the numbers of a list inside the block stand. Empty when there is no such list.
std::vector<uint32_t> NumberCuts(std::string_view text, const Block& block) {
  constexpr size_t kSure = 3;  // numbers in a row, each behind a word
  std::vector<uint32_t> cuts;
  const bool own = block.marker.kind == MarkerKind::kNumber;
  if (!block.marker.none() && !own) return cuts;
  // "11. Splenectomy. 12. Live vaccine": a list goes on.
  const bool later = own && block.marker.number != 1;
  if (block.span.size() < (later ? kShortParagraph : kLongParagraph)) return cuts;
  if (later && block.marker.style != '.') return cuts;
  uint32_t next_number = own ? block.marker.number + 1 : 1;
  bool behind_words = false;
  Marker first = block.marker;
  for (uint32_t at = block.body; at < block.span.end; ++at) {
    if (!IsDigit(text[at]) && text[at] != '(') continue;
    const bool begins =
        at == block.body || IsSpace(text[at - 1]) || text[at - 1] == ':' || text[at - 1] == ';';
    if (!begins) continue;
    const Marker marker = ReadMarker(text.substr(at, std::min<uint32_t>(block.span.end - at, 24)));
    if (marker.kind != MarkerKind::kNumber || marker.number != next_number) continue;
    if (next_number > 1 && marker.style != first.style) continue;
    // "grade 2. The", "less than 3) and": a number that belongs to the words before it.
    uint32_t before = at;
    while (before > block.body && IsSpace(text[before - 1])) --before;
    const char last = before > block.body ? text[before - 1] : '.';
    if (marker.style == '.' && !(last == '.' || last == ';' || last == ':' || last == ',' ||
                                 last == ')' || IsLetter(last) || IsDigit(last)))
      continue;
    const uint32_t text_begin = at + marker.size;
    const bool capital = text_begin < block.span.end && IsUpper(text[text_begin]);
    if (marker.style == '.' && IsLetter(last)) {
      uint32_t word = before;
      while (word > block.body && IsLetter(text[word - 1])) --word;
      if (!capital || TakesNumber(text.substr(word, before - word))) continue;
    }
    if (later && !capital) continue;
    behind_words |= last != '.' && last != ';' && last != ')';
    if (next_number == 1) first = marker;
    cuts.push_back(at);
    ++next_number;
  }
  if (first.style != '.' && NamesInOneWord(text, cuts)) return {};
  const size_t needed = later ? (behind_words ? kSure : 1) : own ? 1 : first.style == '.' ? 3 : 2;
  if (cuts.size() < needed) cuts.clear();
  return cuts;
}

// Bullets inside the block: "… • …" anywhere, " - Text" when the block itself begins so or follows
// a heading in its line.
std::vector<uint32_t> BulletCuts(std::string_view text, const Block& block) {
  std::vector<uint32_t> cuts;
  const std::string_view all = text.substr(0, block.span.end);
  for (size_t at = all.find('\xE2', block.body); at != std::string_view::npos;
       at = all.find('\xE2', at + 1)) {
    if (at > block.span.begin && IsSpace(text[at - 1]) &&
        IsOneOf(all.substr(at, 3), {"•", "●", "▪", "∙"}))
      cuts.push_back(static_cast<uint32_t>(at));
  }
  const bool dash = block.marker.kind == MarkerKind::kBullet && text[block.span.begin] == '-' &&
                    block.inside_line;
  if (!dash) return cuts;
  for (size_t at = all.find('-', block.body); at != std::string_view::npos;
       at = all.find('-', at + 1)) {
    if (!IsSpace(text[at - 1]) || at + 2 >= block.span.end || !IsSpace(text[at + 1])) continue;
    size_t next = at + 1;
    while (next < block.span.end && IsSpace(text[next])) ++next;
    if (next < block.span.end && (IsUpper(text[next]) || text[next] == '<' || text[next] == '>'))
      cuts.push_back(static_cast<uint32_t>(at));
  }
  return cuts;
}

}  // namespace

std::vector<Block> SplitBlocks(std::string_view text, std::vector<Block> blocks) {
  const bool old_nci =
      text.find("Characteristics--") != std::string_view::npos;  // its bullets hold paragraphs too
  const bool nci = old_nci || text.find("CHARACTERISTICS") != std::string_view::npos;
  std::vector<Block> sections;
  sections.reserve(blocks.size() + 8);
  for (const Block& block : blocks) {
    std::vector<uint32_t> cuts = block.filler ? std::vector<uint32_t>() : SectionCuts(text, block);
    if (cuts.empty()) {
      sections.push_back(block);
    } else {
      Cut(text, block, std::move(cuts), sections);
    }
  }
  std::vector<Block> out;
  out.reserve(sections.size() + 8);
  for (const Block& block : sections) {
    const bool dashes = text.substr(block.span.begin, 2) == "--";
    if (nci && (block.marker.none() || dashes || old_nci) && !block.filler) {
      Block plain = block;
      if (dashes) plain.marker = {};
      plain.body = plain.span.begin + plain.marker.size;
      for (const Block& piece : SplitNci(text, plain)) out.push_back(piece);
      continue;
    }
    std::vector<uint32_t> cuts = NumberCuts(text, block);
    if (cuts.empty()) cuts = RomanCuts(text, block);
    if (cuts.empty()) cuts = BulletCuts(text, block);
    if (!cuts.empty()) {
      Cut(text, block, std::move(cuts), out);
      continue;
    }
    cuts = PartCuts(text, block.body, block.span.end);
    if (cuts.empty()) {
      out.push_back(block);
      continue;
    }
    const size_t pieces = out.size();
    Cut(text, block, std::move(cuts), out);
    for (size_t i = pieces + 1; i < out.size(); ++i) {  // beside the first piece
      out[i].marker = block.marker;
      out[i].marker.size = 0;
      out[i].body = out[i].span.begin;
    }
  }
  return out;
}

}  // namespace trialmatch::rules
