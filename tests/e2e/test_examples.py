"""The recorded output of the examples. TRIALMATCH_UPDATE_GOLDENS=1 rewrites it *and fails*, so that the difference is read."""
import json
import os
import re
import unittest

from support import AS_OF, DONE, EXAMPLES, ProgramTest, example_patients

UPDATE = bool(os.environ.get("TRIALMATCH_UPDATE_GOLDENS"))


class Examples(ProgramTest):
    def compare(self, name, text):
        path = EXAMPLES / "expected" / name
        recorded = path.read_text() if path.exists() else ""
        if UPDATE and recorded != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            self.fail(f"{path} was rewritten: read the difference")
        self.assertEqual(text, recorded, f"{name} differs; to record it anew: TRIALMATCH_UPDATE_GOLDENS=1 ctest -R e2e_examples")

    def test_there_are_examples(self):
        self.assertGreaterEqual(len(example_patients()), 8)
        self.assertGreaterEqual(len(list((EXAMPLES / "studies").glob("*.json"))), 30)

    def test_no_record_is_left_over(self):
        names = {p.stem for p in example_patients()} | {"list"}
        for path in (EXAMPLES / "expected").glob("*"):
            self.assertIn(path.name.split(".")[0], names)

    def test_text(self):
        for path in example_patients():
            with self.subTest(path.name):
                out, _ = self.check(DONE, "match", "--patient", path, "--as-of", AS_OF)
                self.compare(path.stem + ".txt", out.decode())

    def test_the_readme_shows_what_is_printed(self):
        readme = (EXAMPLES.parent / "README.md").read_text()
        shown = readme.split("match --patient examples/patients/ex02.json --as-of 2026-01-15\n", 1)[1].split("```", 1)[0]
        rest = (EXAMPLES / "expected" / "ex02.txt").read_text()
        for part in re.split(r"^ *…\n", shown.strip("\n") + "\n", flags=re.M):   # a part that is shown whole
            self.assertIn(part, rest, "the README shows what is not printed, or in another order")
            rest = rest.split(part, 1)[1]

    def test_summary(self):
        for name in ("ex02", "ex05", "ex08"):
            with self.subTest(name):
                out, _ = self.check(DONE, "match", "--patient", EXAMPLES / "patients" / f"{name}.json", "--as-of", AS_OF, "--format", "summary", "--top", "4")
                self.compare(name + ".summary.txt", out.decode())

    def test_explain(self):
        for name, study in (("ex02", "NCT99000003"), ("ex08", "NCT99000001")):
            with self.subTest(name):
                out, _ = self.check(DONE, "explain", "--patient", EXAMPLES / "patients" / f"{name}.json", "--as-of", AS_OF, study)
                self.compare(name + ".explain.txt", out.decode())

    def test_list(self):
        out, _ = self.check(DONE, "list", "--driver", "ALK", "--as-of", AS_OF, "--since", "2025-12-01")
        self.compare("list.txt", out.decode())

    def test_json(self):
        for path in example_patients():
            with self.subTest(path.name):
                out, _ = self.check(DONE, "match", "--patient", path, "--as-of", AS_OF, "--format", "json")
                report = json.loads(out)
                # Changes with every row of every table, and says nothing here.
                self.assertTrue(report["rules_version"])
                report["rules_version"] = "(masked)"
                self.compare(path.stem + ".json", json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    unittest.main()
