"""Help, usage errors, streams and exit status of every command."""
import json
import os
import subprocess
import unittest

from support import AS_OF, BAD_INPUT, DONE, PROGRAM, WRONG_USAGE, ProgramTest, patient, study

COMMANDS = ("match", "batch", "explain", "ask", "audit", "fetch")


class Help(ProgramTest):
    def test_global_help_shows_every_command_with_an_example(self):
        out, err = self.check(DONE, "--help")
        for command in COMMANDS:
            self.assertIn(f"  trialmatch {command} ", out.decode())
        self.assertEqual(err, "")

    def test_help_of_each_command_has_examples(self):
        for command in COMMANDS:
            with self.subTest(command):
                out, err = self.check(DONE, command, "--help")
                self.assertIn("Example", out.decode())
                self.assertIn(f"trialmatch {command} ", out.decode())
                self.assertEqual(err, "")

    def test_version(self):
        out, _ = self.check(DONE, "--version")
        self.assertRegex(out.decode(), r"^trialmatch \d+\.\d+\.\d+\nrules \S+\n$")


class Usage(ProgramTest):
    def test_wrong_usage(self):
        profile = self.write("p.json", patient())
        for arguments in (
            [],
            ["fly"],
            ["match"],
            ["match", "--patient", profile, "--fly"],
            ["match", "--patient", profile, "--format", "xml"],
            ["match", "--patient", profile, "--top", "0"],
            ["match", "--patient", profile, "--top", "many"],
            ["match", "--patient", profile, "--within", "-3"],
            ["match", "--patient", profile, "--as-of", "2026-02-30"],
            ["match", "--patient", profile, "--as-of", "2026-02"],
            ["match", "--patient", profile, "--as-of", "today"],
            ["batch", "--threads", "0"],
            ["explain", "--patient", profile],
            ["explain", "--patient", profile, "NCT123"],
            ["audit"],
            ["audit", "--all", "NCT99000001"],
            ["audit", "lung"],
        ):
            with self.subTest(arguments):
                out, err = self.check(WRONG_USAGE, *arguments)
                self.assertEqual(out, b"")
                self.assertIn("--help", err)

    def test_study_that_is_not_there(self):
        studies = self.write("studies.jsonl", [study("NCT99100001")])
        for command in (["audit"], ["explain", "--patient", self.write("p.json", patient())]):
            with self.subTest(command):
                out, err = self.check(BAD_INPUT, *command, "--studies", studies, "NCT99100001", "NCT99100002")
                self.assertIn(b"NCT99100001", out)
                self.assertIn("NCT99100002", err)


class Streams(ProgramTest):
    def setUp(self):
        super().setUp()
        self.profile = self.write("p.json", patient())

    def test_built_in_examples_are_said_loudly(self):
        for quiet in ([], ["--quiet"]):
            out, err = self.check(DONE, "match", "--patient", self.profile, "--as-of", AS_OF, "--format", "json", *quiet)
            self.assertIn("BUILT-IN EXAMPLE", err)
            self.assertEqual(json.loads(out)["registry"]["source"], "built-in examples")

    def test_profile_from_stdin(self):
        expected, _ = self.check(DONE, "match", "--patient", self.profile, "--as-of", AS_OF)
        out, _ = self.check(DONE, "match", "--patient", "-", "--as-of", AS_OF, stdin=self.profile.read_bytes())
        self.assertEqual(out, expected)

    def test_no_colours_outside_a_terminal(self):
        out, err = self.check(DONE, "match", "--patient", self.profile, "--as-of", AS_OF)
        self.assertNotIn(b"\x1b", out)
        self.assertNotIn("\x1b", err)

    def test_top_cuts_the_list_and_not_the_counts(self):
        whole = json.loads(self.check(DONE, "match", "--patient", self.profile, "--as-of", AS_OF, "--format", "json")[0])
        cut = json.loads(self.check(DONE, "match", "--patient", self.profile, "--as-of", AS_OF, "--format", "json", "--top", "3")[0])
        self.assertEqual(cut["counts"], whole["counts"])
        self.assertEqual(cut["trials"], whole["trials"][:3])

    def test_default_day_is_today(self):
        import datetime
        before = datetime.date.today().isoformat()
        out, _ = self.check(DONE, "match", "--patient", self.profile, "--format", "json")
        self.assertIn(json.loads(out)["decided_on"], (before, datetime.date.today().isoformat()))

    def test_reader_that_goes_away(self):
        patients = self.write("patients.jsonl", [patient(f"t{i}") for i in range(200)])
        process = subprocess.Popen([PROGRAM, "batch", "--patients", patients, "--as-of", AS_OF], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read().decode()
        process.stderr.close()
        self.assertEqual(process.wait(), DONE, err)
        self.assertNotIn("error", err)

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "match", "--patient", self.profile, "--as-of", AS_OF], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertIn(b"cannot be written", done.stderr)


if __name__ == "__main__":
    unittest.main()
