"""batch: input order, the same bytes for any number of threads, the same report as match."""
import json
import unittest

from support import AS_OF, DONE, SHARED, ProgramTest, example_patients, need_shared


class Batch(ProgramTest):
    def patients(self, times):
        lines = [json.dumps(json.loads(p.read_text())) for p in example_patients()]
        self.assertGreater(len(lines), 0)
        return "".join(line + "\n" for line in lines * times).encode()

    def test_threads_do_not_change_a_byte(self):
        stdin = self.patients(5)
        one, _ = self.check(DONE, "batch", "--as-of", AS_OF, "--threads", "1", stdin=stdin)
        self.assertEqual(len(one.splitlines()), stdin.count(b"\n"))
        for threads in ("2", "7"):
            self.assertEqual(self.check(DONE, "batch", "--as-of", AS_OF, "--threads", threads, stdin=stdin)[0], one)

    def test_same_report_as_match(self):
        for options in ([], ["--any-status"], ["--top", "5"], ["--criteria", "--top", "2"]):
            out, _ = self.check(DONE, "batch", "--as-of", AS_OF, *options, stdin=self.patients(1))
            for line, path in zip(out.splitlines(keepends=True), example_patients()):
                with self.subTest(f"{path.name} {options}"):
                    # The profile's digest is of its bytes, and those are laid out anew above.
                    one, _ = self.check(DONE, "match", "--patient", self.write("p.json", json.dumps(json.loads(path.read_text()))),
                                        "--as-of", AS_OF, "--format", "json", *options)
                    self.assertEqual(line, one)

    def test_every_study_has_one_rank(self):
        out, _ = self.check(DONE, "batch", "--as-of", AS_OF, "--any-status", stdin=self.patients(1))
        for line in out.splitlines():
            report = json.loads(line)
            self.assertEqual([t["rank"] for t in report["trials"]], list(range(1, len(report["trials"]) + 1)))
            verdicts = [t["verdict"] for t in report["trials"]]
            self.assertEqual(verdicts, sorted(verdicts, key=["likely", "possible", "later", "excluded"].index))

    @need_shared
    def test_labelled_patients_against_the_lung_corpus(self):
        options = ["--patients", SHARED / "gold/patients.jsonl", "--studies", SHARED / "corpus/lung_studies.jsonl", "--as-of", AS_OF]
        one, _ = self.check(DONE, "batch", *options, "--threads", "1")
        two, _ = self.check(DONE, "batch", *options, "--threads", "2")
        self.assertEqual(one, two)
        self.assertEqual(len(one.splitlines()), 24)


if __name__ == "__main__":
    unittest.main()
