"""batch: CSV in and out, --resume after a kill, --index. Small scale; docs/speed.md has the large one."""
import csv
import io
import json
import os
import signal
import subprocess
import time
import unittest

from support import AS_OF, BAD_INPUT, DONE, EXAMPLES, PROGRAM, SOME_REFUSED, ProgramTest, example_patients, patient, study


class BatchForms(ProgramTest):
    def patients(self, times):
        lines = []
        for k in range(times):
            for path in example_patients():
                lines.append({**json.loads(path.read_text()), "id": f"{path.stem}-{k}"})
        return self.write("patients.jsonl", lines)

    def studies(self, count=30):
        return self.write("studies.jsonl", [study(f"NCT99{i:06d}", f"Inclusion Criteria:\n\n* Age \\>= {18 + i % 4} years\n* ECOG 0-{1 + i % 2}\n"
                                                  f"\nExclusion Criteria:\n\n* Chemotherapy within {1 + i % 6} weeks\n") for i in range(count)])

    def test_csv_in_says_the_same_as_json(self):
        rows = ("id,as_of,age_years,sex,cancer.type,cancer.metastases,performance.ecog,biomarkers,treatments,complete\n"
                'c1,2026-01-15,50,female,nsclc,bone;liver,1,ALK|alteration=fusion|result=positive;EGFR|result=negative,'
                '"alectinib|line=1|start=2022-06|end=2025-12-20|outcome=progression",treatments;biomarkers\n')
        same = patient("c1", cancer={"type": "nsclc", "metastases": ["bone", "liver"]}, performance={"ecog": 1},
                       biomarkers=[{"gene": "ALK", "alteration": "fusion", "result": "positive"}, {"gene": "EGFR", "result": "negative"}],
                       treatments=[{"name": "alectinib", "line": 1, "start": "2022-06", "end": "2025-12-20", "outcome": "progression", "kind": "drug"}],
                       complete=["treatments", "biomarkers"])
        common = ["--studies", EXAMPLES / "studies", "--as-of", AS_OF]
        from_csv, _ = self.check(DONE, "batch", "--patients", self.write("p.csv", rows), *common)
        from_json, _ = self.check(DONE, "batch", stdin=json.dumps(same).encode() + b"\n", *common)
        a, b = json.loads(from_csv), json.loads(from_json)
        a.pop("profile_sha256"), b.pop("profile_sha256")
        self.assertEqual(a, b)

    def test_csv_out_has_a_row_a_trial_and_a_row_an_error(self):
        rows = "id,age_years,note\np1,50,\"two\nlines\"\np2,fifty,\np3,60,\n"
        out, _ = self.check(SOME_REFUSED, "batch", "--from", "csv", "--format", "csv", "--studies", self.studies(5), "--as-of", AS_OF, stdin=rows.encode())
        table = list(csv.DictReader(io.StringIO(out.decode())))
        self.assertEqual([r["patient_id"] for r in table], ["p1"] * 5 + ["p2"] + ["p3"] * 5)
        self.assertEqual([r["line"] for r in table], ["2"] * 5 + ["4"] + ["5"] * 5)
        self.assertIn("/age_years", table[5]["error"])
        self.assertEqual({len(r) for r in csv.reader(io.StringIO(out.decode()))}, {24})

    def test_an_unknown_column_is_refused(self):
        _, err = self.check(BAD_INPUT, "batch", "--from", "csv", "--studies", self.studies(2), stdin=b"id,agee\nx,1\n")
        self.assertIn("agee", err)

    def check_resume(self, form):
        patients, studies = self.patients(6), self.studies()
        arguments = ["batch", "--patients", patients, "--studies", studies, "--as-of", AS_OF, "--top", "5", "--format", form]
        whole, _ = self.check(DONE, *arguments)
        out = self.folder / f"out.{form}"
        for cut in (0, 1, 100, len(whole) // 3, len(whole) // 2 + 7, len(whole) - 1, len(whole)):
            out.write_bytes(whole[:cut])
            printed, _ = self.check(DONE, *arguments, "--resume", out, "--threads", "2")
            self.assertEqual(printed, b"")
            self.assertEqual(out.read_bytes(), whole, f"cut at {cut}")

    def test_resume_repeats_and_loses_no_line(self):
        self.check_resume("jsonl")

    def test_resume_repeats_and_loses_no_row(self):
        self.check_resume("csv")

    def test_resume_after_kill(self):
        patients, studies = self.patients(60), self.studies(200)
        arguments = ["batch", "--patients", patients, "--studies", studies, "--as-of", AS_OF, "--top", "10"]
        whole, _ = self.check(DONE, *arguments)
        out = self.folder / "killed.jsonl"
        process = subprocess.Popen([PROGRAM, *map(str, arguments), "--resume", str(out)], stderr=subprocess.DEVNULL)
        while process.poll() is None and not (out.exists() and out.stat().st_size > 0):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertLessEqual(out.stat().st_size if out.exists() else 0, len(whole))
        self.check(DONE, *arguments, "--resume", out)
        self.assertEqual(out.read_bytes(), whole)

    def test_resume_with_other_studies_is_refused(self):
        patients, studies, out = self.patients(1), self.studies(), self.folder / "o.jsonl"
        self.check(DONE, "batch", "--patients", patients, "--studies", studies, "--as-of", AS_OF, "--resume", out)
        _, err = self.check(BAD_INPUT, "batch", "--patients", patients, "--studies", studies, "--as-of", "2026-01-16", "--resume", out)
        self.assertIn("cannot be continued", err)

    def test_a_kept_index_gives_the_same_bytes_and_follows_the_studies(self):
        patients, studies, index = self.patients(2), self.studies(), self.folder / "studies.index"
        arguments = ["batch", "--patients", patients, "--studies", studies, "--as-of", AS_OF]
        plain, _ = self.check(DONE, *arguments)
        for _ in range(2):
            kept, _ = self.check(DONE, *arguments, "--index", index)
            self.assertEqual(kept, plain)
        stamp = os.stat(index).st_mtime_ns
        self.studies(31)
        changed, err = self.check(DONE, *arguments, "--index", index)
        self.assertEqual(changed, self.check(DONE, *arguments)[0])
        self.assertNotEqual(os.stat(index).st_mtime_ns, stamp)
        self.assertIn("made again", err)
        damaged = bytearray(index.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        index.write_bytes(damaged)
        ex = ["match", "--patient", example_patients()[0], "--studies", studies, "--as-of", AS_OF]
        self.assertEqual(self.check(DONE, *ex, "--index", index)[0], self.check(DONE, *ex)[0])


if __name__ == "__main__":
    unittest.main()
