"""audit --all: every study is listed, every text is the bytes it points at, nothing of the text is dropped."""
import json
import unittest

from support import DONE, EXAMPLES, SHARED, WRONG_USAGE, ProgramTest, need_shared, study

UNDERSTOOD = {"full", "partial", "none"}


def spans_in(expression):
    if "begin" in expression:
        yield expression["begin"], expression["end"]
    for value in expression.values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict):
                yield from spans_in(child)


class Audit(ProgramTest):
    def check_audit(self, record, audit):
        text = record["protocolSection"].get("eligibilityModule", {}).get("eligibilityCriteria", "").encode()
        covered = bytearray(len(text))
        for part in audit["headings"] + audit["criteria"]:
            if part.get("source", "eligibilityCriteria") != "eligibilityCriteria":
                continue
            begin, end = part["begin"], part["end"]
            self.assertTrue(0 <= begin <= end <= len(text), part)
            self.assertEqual(part["text"], text[begin:end].decode(), part.get("id"))
            covered[begin:end] = b"\1" * (end - begin)
        dropped = bytes(b for b, seen in zip(text, covered) if not seen).decode("utf-8", "replace").strip()
        self.assertEqual(dropped, "")
        for criterion in audit["criteria"]:
            for begin, end in spans_in(criterion["expression"]):
                self.assertTrue(0 <= begin <= end <= len(text), criterion)
        coverage = audit["coverage"]
        self.assertEqual(coverage["criteria"], coverage["full"] + coverage["partial"] + coverage["none"])
        self.assertTrue({c["understood"] for c in audit["criteria"]} <= UNDERSTOOD)
        ids = [c["id"] for c in audit["criteria"]]
        self.assertEqual(len(ids), len(set(ids)))

    def check_file(self, path, records):
        out, _ = self.check(DONE, "audit", "--all", "--studies", path, "--format", "json")
        audits = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([a["nct_id"] for a in audits], [r["protocolSection"]["identificationModule"]["nctId"] for r in records])
        for record, audit in zip(records, audits):
            with self.subTest(audit["nct_id"]):
                self.check_audit(record, audit)

    def test_examples(self):
        records = [json.loads(p.read_text()) for p in sorted((EXAMPLES / "studies").glob("*.json"))]
        self.assertGreaterEqual(len(records), 30)
        self.check_file(self.write("studies.jsonl", records), records)

    def test_built_in_examples_are_the_files(self):
        records = [json.loads(p.read_text()) for p in sorted((EXAMPLES / "studies").glob("*.json"))]
        from_files, _ = self.check(DONE, "audit", "--all", "--studies", EXAMPLES / "studies", "--format", "json")
        built_in, err = self.check(DONE, "audit", "--all", "--format", "json")
        self.assertEqual(built_in, from_files)
        self.assertIn("BUILT-IN EXAMPLE", err)
        self.assertEqual(len(built_in.splitlines()), len(records))

    def test_text_form(self):
        out, _ = self.check(DONE, "audit", "--all")
        for path in (EXAMPLES / "studies").glob("*.json"):
            self.assertIn(json.loads(path.read_text())["protocolSection"]["identificationModule"]["nctId"].encode(), out)

    def lines(self, *arguments):
        out, err = self.check(DONE, "audit", "--all", *arguments, "--format", "json")
        return [json.loads(line) for line in out.splitlines()], err

    def test_coverage_adds_up(self):
        audits, _ = self.lines()
        (coverage,), _ = self.lines("--coverage")
        self.assertEqual(coverage["studies"], len(audits))
        for level in UNDERSTOOD:
            counted = sum(a["coverage"][level] for a in audits)
            self.assertEqual(coverage["total"][level] + coverage["logistics"][level], counted, level)
        self.assertEqual(sum(t["criteria"] for t in coverage["topics"]), coverage["total"]["criteria"])
        out, _ = self.check(DONE, "audit", "--all", "--coverage")
        self.assertIn(b"all but logistics", out)

    def test_unread_lists_what_nothing_understood(self):
        text = "Inclusion Criteria:\n\n* Zorbled plimth at the frandal\n* ALK fusion\n"
        studies = self.write("studies.jsonl", [study("NCT99000001", text), study("NCT99000002", text)])
        out, _ = self.check(DONE, "audit", "--all", "--unread", "--studies", studies, "--format", "json")
        self.assertEqual(json.loads(out)["unread"], [{"words": "zorbled plimth at the frandal", "count": 2, "studies": 2, "nct_id": "NCT99000001", "id": "I1"}])
        out, _ = self.check(DONE, "audit", "--all", "--unread", "--top", "3")
        self.assertLessEqual(len(out.splitlines()), 4)

    def test_rule_lists_every_place(self):
        def count(expression):
            own = expression.get("rule") == "marker.fusion"
            below = (c for v in expression.values() for c in (v if isinstance(v, list) else [v]) if isinstance(c, dict))
            return own + sum(map(count, below))

        audits, _ = self.lines()
        uses, err = self.lines("--rule", "marker.fusion")
        self.assertEqual(len(uses), sum(count(c["expression"]) for a in audits for c in a["criteria"]))
        self.assertGreater(len(uses), 10)
        self.assertIn(f"{len(uses)} places", err)
        self.assertGreater(len(self.lines("--rule", "marker")[0]), len(uses))
        none, err = self.lines("--rule", "mark")
        self.assertEqual(none, [])
        self.assertIn("marker.fusion", err)

    def test_lint_finds_what_is_odd(self):
        text = "Inclusion Criteria:\n\n* ALK fusion\n* ANC >= 1.5 x 109/L\n\nExclusion Criteria:\n\n* ALK rearrangement\n"
        studies = self.write("studies.jsonl", [study("NCT99000001", text)])
        out, _ = self.check(DONE, "audit", "--all", "--lint", "--studies", studies, "--format", "json")
        findings = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([f["id"] for f in findings], ["superscript.lost", "target.excluded"])
        for f in findings:
            self.assertEqual(text.encode()[f["begin"]:f["end"]].decode(), f["quote"])
        out, _ = self.check(DONE, "audit", "--all", "--lint", "--studies", studies)
        self.assertEqual(len(out.splitlines()), 2)

    def test_reports_exclude_each_other(self):
        self.check(WRONG_USAGE, "audit", "--all", "--lint", "--unread")
        self.check(WRONG_USAGE, "audit", "--all", "--top", "3")
        self.check(WRONG_USAGE, "audit", "--lint")

    @need_shared
    def test_lung_corpus(self):
        path = SHARED / "corpus/lung_studies.jsonl"
        self.check_file(path, [json.loads(line) for line in path.read_text().splitlines()])


if __name__ == "__main__":
    unittest.main()
