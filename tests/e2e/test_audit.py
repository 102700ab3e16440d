"""audit --all: every study is listed, every text is the bytes it points at, nothing of the text is dropped."""
import json
import unittest

from support import DONE, EXAMPLES, SHARED, ProgramTest, need_shared

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

    @need_shared
    def test_lung_corpus(self):
        path = SHARED / "corpus/lung_studies.jsonl"
        self.check_file(path, [json.loads(line) for line in path.read_text().splitlines()])


if __name__ == "__main__":
    unittest.main()
