"""`ask`, `match --if-next` and `explain --what-if`: whole conversations, what they save, and what they say to bad input."""
import json
import os
import pty
import signal
import subprocess
import time
import unittest

from support import AS_OF, BAD_INPUT, DONE, EXAMPLES, PROGRAM, WRONG_USAGE, ProgramTest, patient

ANSWERS = EXAMPLES / "ask" / "answers.txt"
EX02 = EXAMPLES / "patients" / "ex02.json"


class Ask(ProgramTest):
    def ask(self, *arguments, typed="", status=DONE):
        out, err = self.check(status, "ask", "--as-of", AS_OF, *arguments, stdin=typed.encode())
        return out.decode(), err

    def saved(self, name="me.json"):
        return json.loads((self.folder / name).read_text())


class Conversation(Ask):
    def test_answers_make_a_profile_and_the_list_is_its_match(self):
        me = self.folder / "me.json"
        out, _ = self.ask("--answers", ANSWERS, "--save", me)
        profile = self.saved()
        self.assertEqual(profile["age_years"], 58)
        self.assertEqual(profile["cancer"]["setting"], "metastatic")
        self.assertEqual(profile["performance"], {"ecog": 2})
        self.assertEqual([t["kind"] for t in profile["treatments"]], ["drug", "radiation"])
        self.assertIn("treatments", profile["complete"])
        self.assertNotIn("biomarkers", profile["complete"])   # "and more"
        listed, _ = self.check(DONE, "match", "--patient", me, "--as-of", AS_OF, "--format", "json", "--top", "10")
        for trial in json.loads(listed)["trials"]:
            if trial["verdict"] != "excluded":
                self.assertIn(trial["nct_id"], out)
        for heading in ("WHAT YOU SAID", "WHAT IS NOT KNOWN AND MATTERS MOST", "QUESTIONS FOR YOUR ONCOLOGIST"):
            self.assertIn(heading, out)
        self.assertRegex(out, r"Question 1\. \d+ trials possible; this question decides \d+\.")

    def test_a_page_for_the_oncologist(self):
        page, me = self.folder / "page.html", self.folder / "me.json"
        out, _ = self.ask("--answers", ANSWERS, "--save", me, "--page", page)
        self.assertIn("A page to print", out)
        matched, _ = self.check(DONE, "match", "--patient", me, "--as-of", AS_OF, "--format", "html", "--top", "10")
        self.assertEqual(page.read_text(), matched.decode())
        self.assertEqual(os.stat(page).st_mode & 0o777, 0o600)
        self.ask("--answers", ANSWERS, "--page", self.folder / "none" / "page.html", status=BAD_INPUT)

    def test_the_same_answers_give_the_same_bytes(self):
        self.assertEqual(self.ask("--answers", ANSWERS), self.ask("--answers", ANSWERS))

    def test_everything_unknown_ends_and_shuts_nothing(self):
        out, _ = self.ask("--save", self.folder / "me.json", typed="don't know\n" * 60)
        self.assertEqual(set(self.saved()), {"id", "as_of"})
        self.assertIn("0 trials likely to fit", out)
        self.assertRegex(out, r"0 later, 0 not\s+now")

    def test_input_that_ends_loses_nothing(self):
        out, _ = self.ask(typed="")
        self.assertIn("The input has ended", out)
        self.assertIn('"id": "me"', out)

    def test_resumes_from_what_was_saved(self):
        me = self.folder / "me.json"
        self.ask("--answers", ANSWERS, "--save", me)
        before = me.read_text()
        out, _ = self.ask("--save", me, typed="quit\n")
        self.assertIn("Known from", out)
        self.assertNotIn("How old are you", out.split("WHAT YOU SAID")[0])
        self.assertEqual(me.read_text(), before)

    def test_what_changes_from_week_to_week_is_asked_again_after_a_month(self):
        me = self.write("me.json", patient(as_of="2025-10-01", performance={"ecog": 1}, treatments=[{"kind": "drug", "name": "alectinib", "ongoing": True}]))
        out, _ = self.ask("--patient", me, "--save", self.folder / "new.json", typed="don't know\n" * 60)
        self.assertIn("more than 30 days ago", out)
        self.assertIn("How do you cope with daily life?", out)
        self.assertEqual(self.saved("new.json")["as_of"], AS_OF)
        self.assertEqual(self.saved("new.json")["age_years"], 50)

    def test_exact_asks_on(self):
        def asked(*more):
            return self.ask("--answers", ANSWERS, *more)[0].count("\nQuestion ")

        self.assertGreater(asked("--exact"), asked())
        self.assertIn("There is nothing left to ask", self.ask("--answers", ANSWERS, "--exact")[0])

    def test_words_to_the_program(self):
        start = self.write("p.json", patient())
        out, _ = self.ask("--patient", start, typed="help\nwhy\nwhere\nlist\nsave " + str(self.folder / "kept.json") + "\nedit\n1\n61\nquit\n")
        for words in ("An answer to this question", "POSSIBLE", "Saved in", "What you said:", "Understood: 61 years old"):
            self.assertIn(words, out)
        self.assertEqual(self.saved("kept.json")["age_years"], 61)

    def test_back_takes_answers_back(self):
        me = self.folder / "me.json"
        # The first question is about treatments: a list.
        out, _ = self.ask("--save", me, typed="alectinib, since 2024\ndone\nyes\nback\nquit\n")
        self.assertIn("Taken back", out)
        self.assertNotIn("treatments", self.saved())

    def test_skipped_questions_come_again(self):
        out, _ = self.ask(typed="skip\n" * 80)
        self.assertGreater(out.count("What has been done against the cancer so far?"), 1)


class Recorded(Ask):
    """The conversations of docs/ask.md. TRIALMATCH_UPDATE_GOLDENS=1 rewrites them *and fails*."""

    def compare(self, name, text):
        path = EXAMPLES / "ask" / name
        recorded = path.read_text() if path.exists() else ""
        if os.environ.get("TRIALMATCH_UPDATE_GOLDENS") and recorded != text:
            path.write_text(text)
            self.fail(f"{path} was rewritten: read the difference")
        self.assertEqual(text, recorded, f"{name} differs; to record it anew: TRIALMATCH_UPDATE_GOLDENS=1 ctest -R e2e_ask")

    def test_demo(self):
        self.compare("demo.txt", self.ask("--answers", ANSWERS)[0])

    def test_nothing_known(self):
        self.compare("unknown.txt", self.ask("--answers", self.write("none.txt", ""))[0])


class Mistakes(Ask):
    def test_every_refused_answer_says_what_is_expected(self):
        typed = {
            "treatments": [("alectnib, 2024", "Did you mean alectinib?"), ("alectinib, 2024-13", "no date"), ("alectinib, 2024, still taking", "cannot have ended"),
                           ("alectinib, purple", "I do not understand"), ("1", "I do not know the drug"), ("radiation to the moon", "I do not know the place")],
        }
        for question, rows in typed.items():
            for line, message in rows:
                with self.subTest(line):
                    out, _ = self.ask(typed=line + "\nquit\n")
                    self.assertIn("What has been done", out, question)
                    self.assertIn(message, " ".join(out.split()))

    def test_answer_files(self):
        for content, message in (("ecgo: 1\n", ":1: expected QUESTION: ANSWER"), ("# fine\necog 1\n", ":2: expected QUESTION: ANSWER")):
            with self.subTest(content):
                _, err = self.ask("--answers", self.write("a.txt", content), status=BAD_INPUT)
                self.assertIn(message, err)
        self.ask("--answers", self.folder / "missing.txt", status=BAD_INPUT)

    def test_answers_that_are_refused_leave_the_fact_open(self):
        self.ask("--answers", self.write("a.txt", "age: old\necog: 9\n"), "--save", self.folder / "me.json")
        self.assertNotIn("age_years", self.saved())

    def test_profiles(self):
        for content in ("[]", "{", '{"id": "x", "age_years": "old"}', '{"id": "x", "sage": 3}'):
            with self.subTest(content):
                _, err = self.ask("--patient", self.write("p.json", content), status=BAD_INPUT)
                self.assertIn("p.json", err)
        _, err = self.ask("--patient", "-", status=BAD_INPUT)
        self.assertIn("file", err)

    def test_a_place_that_cannot_be_written(self):
        out, err = self.ask("--save", "/nonexistent/me.json", typed="alectinib, since 2024\ndone\nyes\nquit\n")
        self.assertIn("Not saved", out)
        self.assertIn("/nonexistent/me.json", err)

    def test_hostile_input(self):
        for typed in (b"\xff\xfe\x00\x1b[31m\n" * 20, b"a" * 100_000 + b"\n", b"\n" * 200, b'alectinib", "x": [{\n'):
            with self.subTest(typed[:10]):
                out, _ = self.check(DONE, "ask", "--as-of", AS_OF, stdin=typed + b"quit\n")
                self.assertNotIn(b"\x1b", out)

    def test_nothing_of_the_patient_on_stderr(self):
        _, err = self.ask("--answers", ANSWERS, "--save", self.folder / "me.json")
        for word in ("alectinib", "58", "02115"):
            self.assertNotIn(word, err)


class Interrupted(Ask):
    def test_ctrl_c_keeps_what_was_said(self):
        me = self.folder / "me.json"
        program = subprocess.Popen([PROGRAM, "ask", "--as-of", AS_OF, "--save", str(me)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, "XDG_DATA_HOME": "/nonexistent"})
        program.stdin.write(b"alectinib, since 2024\n")
        program.stdin.flush()
        for _ in range(200):
            if me.exists() and "alectinib" in me.read_text():
                break
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        out, _ = program.communicate(timeout=60)
        self.assertEqual(program.returncode, DONE)
        self.assertIn(b"Stopped.", out)
        self.assertEqual(self.saved()["treatments"][0]["name"], "alectinib")


class AtATerminal(Ask):
    def test_lines_of_plain_text(self):
        ours, theirs = pty.openpty()
        program = subprocess.Popen([PROGRAM, "ask", "--as-of", AS_OF], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env={**os.environ, "XDG_DATA_HOME": "/nonexistent", "TERM": "xterm"})
        os.close(theirs)
        os.write(ours, b"don't know\nquit\n")
        said = b""
        try:
            while chunk := os.read(ours, 4096):
                said += chunk
        except OSError:
            pass   # the other end was closed
        program.stderr.read()
        program.stderr.close()
        self.assertEqual(program.wait(60), DONE)
        os.close(ours)
        self.assertIn(b"Question 2.", said)
        self.assertIn(b"QUESTIONS FOR YOUR ONCOLOGIST", said)
        self.assertNotIn(b"\x1b", said)


class IfNext(ProgramTest):
    def test_closes_and_opens(self):
        out, _ = self.check(DONE, "match", "--patient", EX02, "--as-of", AS_OF, "--if-next", "Lorbrena", "--format", "json")
        told = json.loads(out)
        closes = {t["nct_id"]: t for t in told["closes"]}
        # A trial of lorlatinib after one second-generation inhibitor closes; one for people who had lorlatinib opens.
        self.assertIn("NCT99000003", closes)
        self.assertIn("Lorbrena", closes["NCT99000003"]["because"])
        self.assertIn("NCT99000004", {t["nct_id"] for t in told["opens"]})
        before, _ = self.check(DONE, "match", "--patient", EX02, "--as-of", AS_OF, "--format", "json")
        verdicts = {t["nct_id"]: t["verdict"] for t in json.loads(before)["trials"]}
        for change in told["closes"] + told["opens"]:
            self.assertEqual(change["before"], verdicts[change["nct_id"]])

    def test_two_drugs_together_and_a_class(self):
        for drug in ("carboplatin + pemetrexed", "chemotherapy"):
            out, _ = self.check(DONE, "match", "--patient", EX02, "--as-of", AS_OF, "--if-next", drug, "--format", "json")
            self.assertEqual(json.loads(out)["if_next"], drug)
            self.assertTrue(json.loads(out)["closes"] or json.loads(out)["opens"], drug)

    def test_text_gives_no_advice(self):
        out, _ = self.check(DONE, "match", "--patient", EX02, "--as-of", AS_OF, "--if-next", "lorlatinib")
        text = " ".join(out.decode().split())
        self.assertIn("It is no word for or against any treatment", text)
        self.assertIn("Would close while lorlatinib is taken", text)
        for word in ("should take", "recommend", "eligible for"):
            self.assertNotIn(word, text)

    def test_what_cannot_be_asked(self):
        for drug, message in (("lorlatnib", "Did you mean lorlatinib?"), ("alectinib", "is taken already"), ("xyzzy", "no drug or class of drugs"), ("carboplatin + xyzzy", "xyzzy"), (" + ", "no drug is named")):
            with self.subTest(drug):
                out, err = self.check(BAD_INPUT, "match", "--patient", EX02, "--as-of", AS_OF, "--if-next", drug)
                self.assertEqual(out, b"")
                self.assertIn(message, err)
        self.check(BAD_INPUT, "match", "--patient", "-", "--if-next", "lorlatinib", stdin=b"{}")


class WhatIf(ProgramTest):
    def what_if(self, *more):
        out, _ = self.check(DONE, "explain", "--patient", EX02, "--as-of", AS_OF, "--what-if", "--format", "json", *more)
        return json.loads(out)

    def test_near_misses_and_unknown_facts(self):
        told = self.what_if()
        self.assertTrue(told["near_misses"])
        self.assertEqual(told["open_trials"], [])
        self.assertTrue(any(miss["ways"] for miss in told["near_misses"]))
        decides = [fact["decides"] for fact in told["unknown"]]
        self.assertEqual(decides, sorted(decides, reverse=True))

    def test_named_trials(self):
        told = self.what_if("NCT99000015", "NCT99000016")
        self.assertEqual([t["nct_id"] for t in told["near_misses"]], ["NCT99000015"])
        self.assertEqual([t["nct_id"] for t in told["open_trials"]], ["NCT99000016"])
        self.assertTrue(told["open_trials"][0]["shuts"])
        out, _ = self.check(DONE, "explain", "--patient", EX02, "--as-of", AS_OF, "--what-if", "NCT99000016")
        self.assertIn("It would be shut with one of these answers:", out.decode())

    def test_bad_input(self):
        _, err = self.check(BAD_INPUT, "explain", "--patient", EX02, "--what-if", "NCT99999999")
        self.assertIn("NCT99999999", err)
        self.check(WRONG_USAGE, "explain", "--patient", EX02)
        self.check(BAD_INPUT, "explain", "--patient", "-", "--what-if", stdin=b"{}")


if __name__ == "__main__":
    unittest.main()
