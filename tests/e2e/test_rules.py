"""rules list | show | check | try, and tables of one's own."""
import json
import shutil
import unittest

from support import BAD_INPUT, DONE, SOURCE, WRONG_USAGE, ProgramTest, study

LEXICON = SOURCE / "rules/lexicon"


class Rules(ProgramTest):
    def json(self, *arguments):
        out, _ = self.check(DONE, "rules", *arguments, "--format", "json")
        return [json.loads(line) for line in out.splitlines()]

    def own_tables(self, name, edit):
        """A folder with a copy of all tables, one of them edited."""
        folder = self.folder / "tables"
        shutil.copytree(LEXICON, folder, ignore=shutil.ignore_patterns("*.h", "*.cc"))
        path = folder / name
        path.write_text(edit(path.read_text()))
        return folder

    def test_list_counts_the_rows_of_every_table(self):
        tables = {t["table"]: t for t in self.json("list")[0]["tables"]}
        files = {p.stem: p for p in LEXICON.glob("*.tsv")}
        self.assertEqual(set(tables), set(files))
        for name, path in files.items():
            rows = [x for x in path.read_text().splitlines() if x and not x.startswith("#")]
            self.assertEqual(tables[name]["rows"], len(rows) - 1, name)
        out, _ = self.check(DONE, "rules", "list")
        self.assertIn(b"standard_therapy", out)

    def test_list_one_table(self):
        rows = self.json("list", "drug")
        self.assertIn("lorlatinib", {r["id"] for r in rows})
        self.assertTrue(all(r["source"] for r in rows))
        out, err = self.check(BAD_INPUT, "rules", "list", "drugs")
        self.assertIn("expected one of", err)

    def test_show_by_id_and_by_wording(self):
        by_id = self.json("show", "alectinib")
        self.assertEqual(by_id, self.json("show", "Alecensa"))
        self.assertEqual(by_id[0]["table"], "drug")
        self.assertIn("alk_tki", by_id[0]["above"])
        self.assertTrue(any(use.startswith("resistance:") for use in by_id[0]["used_by"]))
        of_class = self.json("show", "alk_tki_gen3")[0]
        self.assertIn("lorlatinib", of_class["below"])
        out, _ = self.check(DONE, "rules", "show", "alectinib")
        self.assertIn(b"source", out)
        self.check(BAD_INPUT, "rules", "show", "no such thing")

    def test_try_shows_tokens_tree_and_level(self):
        sentence = "Frobnicated plimth of zorbles after prior lorlatinib within 4 weeks"
        out, _ = self.check(DONE, "rules", "try", sentence, "--section", "exclusion")
        text = out.decode()
        for part in ("drug:lorlatinib", "cue:within", "unit:week", "(in no table)", "treatment: had lorlatinib within 4 weeks", "prohibits", "understood: partial"):
            self.assertIn(part, text)
        read = self.json("try", sentence)[0]
        self.assertEqual(read["criteria"][0]["section"], "inclusion")
        for token in read["tokens"]:
            self.assertEqual(read["text"].encode()[token["begin"]:token["end"]].decode(), token["text"])

    def test_try_reads_lines_of_a_list(self):
        read = self.json("try", "* ALK fusion\n* ECOG 0-1", "--section", "exclusion")[0]
        self.assertEqual([c["id"] for c in read["criteria"]], ["E1", "E2"])

    def test_usage(self):
        self.check(WRONG_USAGE, "rules")
        self.check(WRONG_USAGE, "rules", "try")
        self.check(WRONG_USAGE, "rules", "try", "x", "--section", "middle")

    def test_check(self):
        out, err = self.check(DONE, "rules", "check")
        self.assertIn(b"good: ", out)
        self.assertEqual(err, "")

    def test_check_names_file_and_line(self):
        folder = self.own_tables("drug.tsv", lambda text: text + "zorbitinib\tZorbi\tno_such_class\t\t\t\tinvented\n")
        _, err = self.check(BAD_INPUT, "rules", "check", "--tables", folder)
        line = len((folder / "drug.tsv").read_text().splitlines())
        self.assertIn(f"drug.tsv:{line}:", err)
        self.assertIn("no_such_class", err)
        self.check(BAD_INPUT, "rules", "check", "--tables", self.folder / "nowhere")

    def test_check_warns_of_what_nothing_reads(self):
        folder = self.own_tables("cue.tsv", lambda text: text + "frobnication\tfrobnicated\tinvented\n")
        (folder / "drugs.tsv").write_text("id\tsource\nx\tinvented\n")
        _, err = self.check(DONE, "rules", "check", "--tables", folder)
        self.assertIn("no parser knows the cue frobnication", err)
        self.assertIn("drugs.tsv: nothing reads", err)

    def test_a_drug_with_brand_and_code_takes_one_row(self):
        """And no code: the same program reads it."""
        row = "zorbitinib\tZB-1234|ZB1234|Zorbiva\talk_tki_gen3\t3\t24\tgood\tinvented\n"
        folder = self.own_tables("drug.tsv", lambda text: text + row)
        text = "Exclusion Criteria:\n\n* Prior Zorbiva within 4 weeks\n* Prior ZB-1234\n* Progression on zorbitinib\n"
        studies = self.write("studies.jsonl", [study("NCT99000001", text)])

        def leaves(*more):
            out, _ = self.check(DONE, "audit", "NCT99000001", "--studies", studies, "--format", "json", *more)
            audit = json.loads(out)
            return audit["rules_version"], [c["expression"].get("not", {}).get("leaf") for c in audit["criteria"] if c["id"].startswith("E")]

        before, unread = leaves()
        self.assertNotIn("zorbitinib", json.dumps(unread))
        after, read = leaves("--tables", folder)
        self.assertNotEqual(before, after)
        self.assertEqual([leaf["treatment"]["what"] for leaf in read], [["zorbitinib"]] * 3)
        self.assertEqual(read[0]["treatment"]["window"], {"within": "4 weeks"})
        out, _ = self.check(DONE, "rules", "try", "Zorbiva", "--tables", folder)
        self.assertIn(b"drug:zorbitinib", out)
        # An overlay of one table does the same.
        overlay = self.folder / "overlay"
        overlay.mkdir()
        shutil.copy(folder / "drug.tsv", overlay)
        self.assertEqual(leaves("--tables", overlay), (after, read))


if __name__ == "__main__":
    unittest.main()
