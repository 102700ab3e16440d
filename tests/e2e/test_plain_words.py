"""What a patient reads: explain beside the registry's words, the summary for the oncologist, the list of a driver."""
import csv
import html.parser
import io
import json
import re
import unittest

from support import AS_OF, DONE, EXAMPLES, SOURCE, WRONG_USAGE, ProgramTest, example_patients, patient, study

TABLES = SOURCE / "rules" / "lexicon"


def unverified_texts():
    """The wording of rows whose source nobody opened."""
    for table, column in (("context", "text"), ("glossary", "text"), ("drug_fact", "effects")):
        header = None
        for line in (TABLES / f"{table}.tsv").read_text().splitlines():
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if header is None:
                header = cells
                continue
            row = dict(zip(header, cells))
            if "unverified" in row["source"] and row[column]:
                yield row[column]


class Page(html.parser.HTMLParser):
    """Checks as it reads: tags closed, headings in order, tables with headers, no script and nothing loaded."""

    VOID = {"meta", "link", "br", "hr", "img", "input"}

    def __init__(self):
        super().__init__()
        self.open, self.problems, self.headings, self.ids, self.links = [], [], [], [], []
        self.text = ""

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ("script", "img", "iframe", "link", "form"):
            self.problems.append(f"<{tag}>")
        if tag == "html" and values.get("lang") != "en":
            self.problems.append("no language")
        if tag == "th" and values.get("scope") not in ("row", "col"):
            self.problems.append("th without scope")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values["href"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text += data


class PlainWords(ProgramTest):
    def run_for(self, command, name, *more):
        out, _ = self.check(DONE, command, "--patient", EXAMPLES / "patients" / f"{name}.json", "--as-of", AS_OF, *more)
        return out.decode()

    def read(self, text):
        page = Page()
        page.feed(text)
        page.close()
        self.assertEqual(page.problems, [])
        self.assertEqual(page.open, [])
        self.assertEqual(page.headings[0], 1)
        self.assertEqual(page.headings.count(1), 1)
        for before, after in zip(page.headings, page.headings[1:]):
            self.assertLessEqual(after, before + 1, "a level of headings is left out")
        self.assertEqual(len(page.ids), len(set(page.ids)))
        for link in page.links:
            self.assertTrue(link[1:] in page.ids if link.startswith("#") else link.startswith("https://clinicaltrials.gov/study/NCT"), link)
        self.assertIn("default-src 'none'", text)
        return page

    def test_explain_stands_beside_the_registry(self):
        text = self.run_for("explain", "ex02", "NCT99000003")
        for part in ('"Prior treatment with lorlatinib"     | You have not had lorlatinib.',
                     "For you: Not on your full list of treatments: lorlatinib.",
                     "When: This passes on 22 January 2026, if alectinib stopped first. Only with",
                     "[not met] E2", "[site checks] I7", "11 points met, 1 not met"):
            self.assertIn(part, text)

    def test_explain_in_one_column(self):
        text = self.run_for("explain", "ex02", "NCT99000003", "--one-column")
        self.assertIn('  The registry says: "Prior treatment with lorlatinib"\n  This means: You have not had lorlatinib.\n', text)
        self.assertNotIn(" | ", text)

    def test_explain_says_who_can_tell(self):
        text = self.run_for("explain", "ex08", "NCT99000003", "--one-column")
        self.assertIn("To find out:", text)
        self.assertRegex(text, r"Look in|Ask your oncologist|You can tell this yourself")

    def test_explain_as_a_page(self):
        page = self.read(self.run_for("explain", "ex03", "NCT99000004", "--format", "html"))
        for part in ("The registry says", "This means", "For you", "This passes on 17 January 2026."):
            self.assertIn(part, page.text)

    def test_summary_of_every_example(self):
        for path in example_patients():
            with self.subTest(path.stem):
                page = self.read(self.run_for("match", path.stem, "--format", "html"))
                text = self.run_for("match", path.stem, "--format", "summary")
                for part in ("Questions for your oncologist", "What this page was made from", "no medical advice"):
                    self.assertIn(part, page.text)
                self.assertIn("QUESTIONS FOR YOUR ONCOLOGIST", text)
                self.assertNotIn("you are eligible", (page.text + text).lower())
                for hidden in unverified_texts():
                    self.assertNotIn(hidden, page.text)
                self.assertNotIn("unverified", page.text)

    def test_summary_holds_what_is_hostile(self):
        bad = "<script>alert(1)</script> & \"x\""
        studies = self.write("studies.jsonl", [study("NCT99100001", f"Inclusion Criteria:\n\n* {bad}\n* Age \\>= 90 years\n")])
        profile = self.write("p.json", patient(bad, allergies=[bad], conditions=[{"name": bad}]))
        for command in (["match"], ["explain", "NCT99100001"]):
            out, _ = self.check(DONE, *command, "--patient", profile, "--studies", studies, "--as-of", AS_OF, "--format", "html")
            self.read(out.decode())
            self.assertNotIn(b"<script", out)

    def test_context_of_the_situation(self):
        spread = self.run_for("match", "ex01", "--format", "summary")
        for drug in ("crizotinib", "alectinib, brigatinib, ceritinib and", "ensartinib", "Third generation:\n", "lorlatinib"):
            self.assertIn(drug.split("\n")[0], spread)
        self.assertIn("ask for a second opinion", spread.replace("\n  ", " "))
        resected = self.run_for("match", "ex05", "--format", "summary").replace("\n  ", " ")
        self.assertIn("alectinib for two years", resected)
        self.assertNotIn("First generation", resected)
        after = self.run_for("match", "ex04", "--format", "summary").replace("\n  ", " ")
        self.assertIn("off-target", after)

    def test_no_context_without_the_driver(self):
        profile = self.write("p.json", patient(cancer={"type": "nsclc", "setting": "metastatic"}, biomarkers=[{"gene": "ALK", "alteration": "fusion", "result": "negative"}]))
        out, _ = self.check(DONE, "match", "--patient", profile, "--as-of", AS_OF, "--format", "summary")
        self.assertNotIn("ALK-positive lung cancer has spread", out.decode().replace("\n  ", " "))

    def test_match_as_csv(self):
        rows = list(csv.reader(io.StringIO(self.run_for("match", "ex02", "--format", "csv", "--top", "3"))))
        self.assertEqual(len(rows), 4)
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})


class List(ProgramTest):
    def rows(self, *more):
        out, _ = self.check(DONE, "list", "--as-of", AS_OF, "--format", "csv", *more)
        return list(csv.DictReader(io.StringIO(out.decode())))

    def test_every_open_trial_of_the_driver_stands_somewhere(self):
        listed = {row["nct_id"] for row in self.rows("--driver", "ALK")}
        for path in sorted((EXAMPLES / "studies").glob("*.json")):
            record = json.loads(path.read_text())["protocolSection"]
            is_open = record["statusModule"]["overallStatus"] in ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE")
            if is_open and "ALK" in record["identificationModule"]["briefTitle"].split("-")[0].split():
                self.assertIn(record["identificationModule"]["nctId"], listed)

    def test_situations(self):
        by_situation = {}
        for row in self.rows("--driver", "alk"):
            by_situation.setdefault(row["situation"], set()).add(row["nct_id"])
        for situation, wanted, other in (
            ("First treatment of cancer that has spread", "NCT99000001", "NCT99000003"),
            ("After a second-generation ALK inhibitor", "NCT99000003", "NCT99000001"),
            ("After lorlatinib", "NCT99000004", "NCT99000003"),
            ("Brain metastases that were not treated and cause no symptoms", "NCT99000009", "NCT99000003"),
            ("Early stage, after surgery", "NCT99000006", "NCT99000007"),
            ("Stage III, after chemotherapy with radiation", "NCT99000008", "NCT99000007"),
        ):
            with self.subTest(situation):
                self.assertIn(wanted, by_situation[situation])
                self.assertNotIn(other, by_situation[situation])

    def test_news_since_a_day(self):
        rows = self.rows("--since", "2025-11-01")
        self.assertTrue(any(row["news"] == "changed" for row in rows))
        for row in rows:
            expected = "new" if row["first_posted"] >= "2025-11-01" else "changed" if row["last_changed"] >= "2025-11-01" else ""
            self.assertEqual(row["news"], expected, row["nct_id"])

    def test_as_text_and_page(self):
        out, _ = self.check(DONE, "list", "--as-of", AS_OF, "--since", "2025-11-01")
        self.assertIn("[changed] ", out.decode())
        out, _ = self.check(DONE, "list", "--as-of", AS_OF, "--format", "html")
        PlainWords.read(self, out.decode())

    def test_wrong_usage(self):
        for arguments in (["--driver", "nonsense"], ["--since", "yesterday"], ["--format", "json"]):
            self.check(WRONG_USAGE, "list", *arguments)


if __name__ == "__main__":
    unittest.main()
