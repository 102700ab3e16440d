#ifndef TRIALMATCH_TESTS_BENCH_SQL_REFERENCE_H_
#define TRIALMATCH_TESTS_BENCH_SQL_REFERENCE_H_

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "matcher/index/answers.h"
#include "matcher/match.h"

namespace trialmatch::bench {

// The decision over distinct expressions as one SQL statement over SQLite in memory, prepared once, with an index: which trials are likely
// and which possible for a patient whose answer to every distinct expression stands in a table. Evaluating leaves and looking at later
// days is no part of it, so it has less to do than what it is compared with.
class SqlReference {
 public:
  explicit SqlReference(const matcher::TrialIndex& index) : index_(index) {
    Check(sqlite3_open(":memory:", &db_));
    Run("CREATE TABLE use(trial INTEGER, way INTEGER, node INTEGER, must INTEGER, tumour INTEGER);"
        "CREATE TABLE way(way INTEGER PRIMARY KEY, trial INTEGER, at_most_possible INTEGER);"
        "CREATE TABLE answer(node INTEGER PRIMARY KEY, truth INTEGER, worry INTEGER); BEGIN");
    const matcher::CompiledTrials& compiled = index.compiled();
    sqlite3_stmt* use = Prepare("INSERT INTO use VALUES(?,?,?,?,?)");
    sqlite3_stmt* way_row = Prepare("INSERT INTO way VALUES(?,?,?)");
    for (size_t t = 0; t < compiled.trials.size(); ++t) {
      const matcher::TrialRow& trial = compiled.trials[t];
      for (uint32_t w = trial.first_way; trial.closed == 0 && w < trial.first_way + trial.ways; ++w) {
        const matcher::WayRow& way = compiled.ways[w];
        Insert(way_row, {w, static_cast<int64_t>(t), way.at_most_possible});
        for (const matcher::UseRow& row : compiled.uses.subspan(way.first_use, way.uses)) {
          Insert(use, {static_cast<int64_t>(t), w, row.node, row.must_be_met, row.about_tumour});
        }
      }
    }
    sqlite3_finalize(use);
    sqlite3_finalize(way_row);
    Run("COMMIT; CREATE INDEX use_by_way ON use(way, node, must, tumour); ANALYZE");
    clear_ = Prepare("DELETE FROM answer");
    answer_ = Prepare("INSERT INTO answer VALUES(?,?,?)");
    decide_ = Prepare(
        "SELECT sum(likely), sum(1 - likely) FROM (SELECT w.trial, max(NOT w.at_most_possible AND ifnull(s.good, 0) AND ifnull(s.tumour, 0)) AS likely "
        "FROM way w LEFT JOIN (SELECT u.way, max(a.truth = 0) AS fails, min(a.truth = 2 OR (NOT u.must AND NOT a.worry)) AS good, "
        "max(u.tumour AND a.truth = 2) AS tumour FROM use u JOIN answer a ON a.node = u.node GROUP BY u.way) s ON s.way = w.way "
        "WHERE ifnull(s.fails, 0) = 0 GROUP BY w.trial)");
  }
  ~SqlReference() {
    for (sqlite3_stmt* statement : {clear_, answer_, decide_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  SqlReference(const SqlReference&) = delete;
  SqlReference& operator=(const SqlReference&) = delete;

  // Not timed: the patient's answers, as the index evaluates them.
  void SetPatient(const matcher::Patient& patient, base::Day day) {
    matcher::Answers answers(index_.compiled(), index_.leaves(), index_.lexicon());
    const matcher::Patient* const patients[] = {&patient};
    answers.Ask(patients, day);
    Run("BEGIN");
    sqlite3_step(clear_);
    sqlite3_reset(clear_);
    for (uint32_t node = 0; node < index_.compiled().nodes.size(); ++node) {
      const auto truth = static_cast<int64_t>(answers.TruthOf(node, 0));
      Insert(answer_, {node, truth, static_cast<int64_t>(answers.Node(node, 1).worry & 1)});
    }
    Run("COMMIT");
  }
  // -> how many trials are likely, how many possible.
  std::pair<int64_t, int64_t> Decide() {
    if (sqlite3_step(decide_) != SQLITE_ROW) Check(SQLITE_ERROR);
    const std::pair<int64_t, int64_t> counts{sqlite3_column_int64(decide_, 0), sqlite3_column_int64(decide_, 1)};
    sqlite3_reset(decide_);
    return counts;
  }

 private:
  void Check(int code) const {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    std::fprintf(stderr, "trialmatch_bench: SQLite: %s\n", sqlite3_errmsg(db_));
    std::exit(1);
  }
  void Run(const char* sql) { Check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* Prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    Check(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr));
    return statement;
  }
  void Insert(sqlite3_stmt* statement, std::initializer_list<int64_t> values) {
    int at = 0;
    for (const int64_t value : values) sqlite3_bind_int64(statement, ++at, value);
    Check(sqlite3_step(statement));
    sqlite3_reset(statement);
  }

  const matcher::TrialIndex& index_;
  sqlite3* db_ = nullptr;
  sqlite3_stmt *clear_ = nullptr, *answer_ = nullptr, *decide_ = nullptr;
};

}  // namespace trialmatch::bench

#endif  // TRIALMATCH_TESTS_BENCH_SQL_REFERENCE_H_
