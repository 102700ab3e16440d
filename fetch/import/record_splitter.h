#ifndef TRIALMATCH_FETCH_IMPORT_RECORD_SPLITTER_H_
#define TRIALMATCH_FETCH_IMPORT_RECORD_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace trialmatch::fetch {

// Cuts a stream of JSON into records as its bytes come, in memory for one record: a value a line, a
// list of records, an answer of the registry ({"studies": [...]}), or one record after the other.
// Does not judge what is inside a record. One broken record does not take the others along.
class RecordSplitter {
 public:
  enum class Layout { kGuess, kLines, kDocument };
  // The name of the stream tells lines from documents where its beginning does not: ".jsonl",
  // ".ndjson".
  RecordSplitter(std::string_view name, Layout layout);

  struct Piece {
    std::string_view bytes;  // valid until the next call; of what is refused, its beginning
    uint64_t line = 0;       // on which it begins, from 1
    const char* refused_because = nullptr;  // nullptr: looks like a record
  };

  void Append(std::string_view bytes);
  void Finish();  // no more bytes come
  // False: more bytes are needed, or after Finish() there is no more.
  bool Next(Piece* piece);

 private:
  enum class Scan { kEnd, kMore, kStudies };
  bool NextLine(Piece* piece);
  bool NextValue(Piece* piece);
  bool GuessLayout();
  Scan ScanValue();
  void StartValue();
  void Consume(size_t end);
  bool Refuse(Piece* piece, size_t end, const char* because);
  bool FindNextStart();

  bool is_named_as_lines_;
  Layout layout_;
  std::string buffer_;
  size_t begin_ = 0;   // of what is not yet consumed
  size_t scan_ = 0;    // looked at up to here
  uint64_t line_ = 1;  // of begin_
  bool is_finished_ = false;
  bool is_first_ = true;  // nothing but white space was consumed
  // Documents.
  bool is_in_value_ = false;
  bool is_lost_ = false;  // looking for the next record
  bool is_scalar_ = false;
  bool is_in_string_ = false;
  bool is_over_limit_ = false;  // lines: dropping the rest of one that is too long
  int depth_ = 0;               // inside the value
  int lists_ = 0;               // lists around the value, of records
  bool is_in_answer_ = false;   // the list is "studies" of an object
  bool is_skipping_ = false;    // the members behind "studies"
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_IMPORT_RECORD_SPLITTER_H_
