"""Bad input: a message that names file and path, the right exit status, no crash, nothing else lost."""
import json
import unittest

from support import AS_OF, BAD_INPUT, DONE, SOME_REFUSED, ProgramTest, patient, run, study

MEGABYTE = 1 << 20


class BadProfile(ProgramTest):
    # name, bytes of the file, what the message must hold besides the file's name
    CASES = [
        ("unknown key", json.dumps(patient(ecog=1)).encode(), ["/ecog"]),
        ("unknown key inside", json.dumps(patient(cancer={"tipe": "nsclc"})).encode(), ["/cancer/tipe"]),
        ("impossible date", json.dumps(patient(treatments=[{"kind": "drug", "name": "lorlatinib", "end": "2025-02-30"}])).encode(),
         ["/treatments/0/end", "2025-02-30"]),
        ("age of 300", json.dumps(patient(age_years=300)).encode(), ["/age_years", "300"]),
        ("wrong type", json.dumps(patient(labs={"anc": 1})).encode(), ["/labs"]),
        ("truncated JSON", b'{"id": "t01", "age_years": 5', []),
        ("empty file", b"", []),
        ("invalid UTF-8", b'{"id": "t\xff\xfe01", "sex": "female"}', []),
        ("100,000 nested brackets", b"[" * 100000, []),
        ("nested objects", b'{"cancer":' * 100000, []),
        ("a list", b"[1, 2]", []),
        ("two profiles", b'{"id": "a"}\n{"id": "b"}\n', []),
        ("a NUL byte", b'{"id": "a\x00b"}', []),
        ("binary", bytes(range(256)) * 40, []),
        ("5 MB", b'{"id": "' + b"a" * 5 * MEGABYTE + b'"}', []),
    ]

    def test_match_and_explain_refuse(self):
        for name, content, holds in self.CASES:
            with self.subTest(name):
                path = self.write("profile.json", content)
                for command in (["match"], ["explain", "NCT99000001"]):
                    out, err = self.check(BAD_INPUT, *command, "--patient", path, "--as-of", AS_OF)
                    self.assertEqual(out, b"")
                    self.assertIn("profile.json", err)
                    for words in holds:
                        self.assertIn(words, err)

    def test_every_error_is_named(self):
        path = self.write("profile.json", patient(age_years=300, labs={}, nonsense=1))
        _, err = self.check(BAD_INPUT, "match", "--patient", path)
        for words in ("/age_years", "/labs", "/nonsense"):
            self.assertIn(words, err)

    def test_file_that_cannot_be_read(self):
        for path in (self.folder / "absent.json", self.folder):
            with self.subTest(path):
                _, err = self.check(BAD_INPUT, "match", "--patient", path)
                self.assertIn(str(path), err)

    def test_unknown_name_is_a_note_not_an_error(self):
        path = self.write("profile.json", patient(medications=["wonderdrug"]))
        _, err = self.check(DONE, "match", "--patient", path, "--as-of", AS_OF)
        self.assertIn("wonderdrug", err)
        _, err = self.check(DONE, "match", "--patient", path, "--as-of", AS_OF, "--quiet")
        self.assertNotIn("wonderdrug", err)


class BadPatientInBatch(ProgramTest):
    def test_error_in_its_place_and_the_rest_goes_on(self):
        bad = [content.replace(b"\n", b" ") for _, content, _ in BadProfile.CASES if content]
        lines = [json.dumps(patient("first")).encode(), *bad, b"", json.dumps(patient("last")).encode()]
        studies = self.write("studies.jsonl", [study("NCT99100001")])
        path = self.write("patients.jsonl", b"\n".join(lines) + b"\n")
        out, err = self.check(SOME_REFUSED, "batch", "--patients", path, "--studies", studies, "--as-of", AS_OF)
        answers = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(len(answers), len(bad) + 2)
        self.assertEqual((answers[0]["patient_id"], answers[-1]["patient_id"]), ("first", "last"))
        for number, answer in enumerate(answers[1:-1], 2):
            self.assertEqual(list(answer), ["line", "patient_id", "error"])
            self.assertEqual(answer["line"], number)
            self.assertTrue(answer["error"]["message"])
            self.assertIn(f"patients.jsonl:{number}:", err)
        self.assertEqual(answers[1]["error"]["path"], "/ecog")
        self.assertEqual(answers[1]["patient_id"], "t01")

    def test_twenty_messages_and_a_count(self):
        path = self.write("patients.jsonl", "{\n" * 50 + json.dumps(patient()) + "\n")
        _, err = self.check(SOME_REFUSED, "batch", "--patients", path, "--as-of", AS_OF)
        self.assertEqual(err.count("patients.jsonl:"), 20)
        self.assertIn("30 more", err)
        self.assertIn("50 of 51", err)

    def test_none_readable(self):
        for content in ("", "\n\n", "{\n"):
            with self.subTest(content):
                path = self.write("patients.jsonl", content)
                _, err = self.check(BAD_INPUT, "batch", "--patients", path, "--as-of", AS_OF)
                self.assertIn("patients.jsonl", err)


class BadStudies(ProgramTest):
    def test_broken_lines_are_named_and_the_rest_goes_on(self):
        good = json.dumps(study("NCT99100001")).encode()
        for name, bad in (
            ("truncated", b'{"protocolSection": {"identificationModule"'),
            ("not a record", b'{"a": 1}'),
            ("nested", b"[" * 100000),
            ("nested inside", b'{"protocolSection":' + b"[" * 100000 + b"]" * 100000 + b"}"),
        ):
            with self.subTest(name):
                path = self.write("studies.jsonl", good + b"\n" + bad + b"\n" + good.replace(b"NCT99100001", b"NCT99100002") + b"\n")
                out, err = self.check(SOME_REFUSED, "audit", "--all", "--studies", path, "--format", "json")
                self.assertEqual([json.loads(x)["nct_id"] for x in out.splitlines()], ["NCT99100001", "NCT99100002"])
                self.assertIn("studies.jsonl:2", err)

    def test_nothing_readable(self):
        for name, content in (("empty", b""), ("brackets", b"[" * 100000), ("text", b"hello\n"), ("truncated", b'{"protocolSection":')):
            with self.subTest(name):
                path = self.write("studies.jsonl", content)
                for command in (["audit", "--all"], ["match", "--patient", self.write("p.json", patient())]):
                    out, err = self.check(BAD_INPUT, *command, "--studies", path)
                    self.assertEqual(out, b"")
                    self.assertIn("studies.jsonl", err)
        _, err = self.check(BAD_INPUT, "audit", "--all", "--studies", self.folder / "absent.jsonl")
        self.assertIn("absent.jsonl", err)

    def test_invalid_utf8_is_replaced_and_counted(self):
        record = json.dumps(study("NCT99100001", "Inclusion Criteria:\n\n* Age MARK 18 years\n")).encode().replace(b"MARK", b"\xff\xfe")
        path = self.write("studies.jsonl", record + b"\n")
        code, out, err = run("audit", "--all", "--studies", path, "--format", "json")
        self.assertIn(code, (DONE, SOME_REFUSED), err)
        audit = json.loads(out)
        self.assertEqual(audit["nct_id"], "NCT99100001")
        self.assertTrue(err or audit["diagnostics"])

    def match_one(self, record):
        """The one trial of the report, and its audit."""
        studies = self.write("studies.jsonl", [record])
        profile = self.write("p.json", patient())
        out, _ = self.check(DONE, "match", "--patient", profile, "--studies", studies, "--as-of", AS_OF, "--format", "json")
        audit, _ = self.check(DONE, "audit", "--all", "--studies", studies, "--format", "json")
        trials = json.loads(out)["trials"]
        self.assertEqual(len(trials), 1)
        return trials[0], json.loads(audit)

    def test_no_eligibility_text(self):
        trial, audit = self.match_one(study("NCT99100001", None, minimumAge=None, sex=None))
        self.assertEqual(trial["verdict"], "possible")
        self.assertTrue(audit["diagnostics"])

    def test_text_of_50_megabytes(self):
        trial, audit = self.match_one(study("NCT99100001", "* lung cancer " * (50 * MEGABYTE // 14)))
        self.assertEqual(trial["verdict"], "possible")
        self.assertTrue(audit["diagnostics"])

    def test_text_of_brackets(self):
        trial, _ = self.match_one(study("NCT99100001", "(" * 100000))
        self.assertEqual(trial["verdict"], "possible")


if __name__ == "__main__":
    unittest.main()
