"""audit --format html: one page without outside resources, everything escaped, readable in both schemes."""
import html.parser
import json
import re
import unittest

from support import DONE, EXAMPLES, WRONG_USAGE, ProgramTest, study

VOID = {"meta", "input", "br"}
LEVELS = {"full", "partial", "none"}
HOSTILE = "</article><script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'single' \u202e"


class Page(html.parser.HTMLParser):
    """The elements, and what is not well formed."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.errors = [], [], []
        self.text = {}
        self.feed(text)
        self.close()
        if self.open:
            self.errors.append(f"not closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"</{tag}>")

    def handle_data(self, data):
        for tag in self.open:
            self.text[tag] = self.text.get(tag, "") + data

    def all(self, tag):
        return [a for t, a in self.elements if t == tag]


def linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(rgb):
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def of_hex(text):
    return tuple(int(text[i:i + 2], 16) / 255 for i in (1, 3, 5))


def of_hsl(hue, saturation, lightness):
    def channel(n):
        k = (n + hue / 30) % 12
        return lightness - saturation * min(lightness, 1 - lightness) * max(-1, min(k - 3, 9 - k, 1))
    return channel(0), channel(8), channel(4)


class AuditPage(ProgramTest):
    def page(self, *arguments):
        out, _ = self.check(DONE, "audit", *arguments, "--format", "html")
        page = Page(out.decode())
        self.assertEqual(page.errors, [])
        self.assertTrue(out.startswith(b"<!doctype html>"))
        return page, out.decode()

    def check_alone(self, page, text):
        for tag, attributes in page.elements:
            self.assertNotIn(tag, ("img", "link", "iframe", "object", "base"))
            self.assertNotIn("src", attributes)
            self.assertFalse([a for a in attributes if a.startswith("on")])
            if "href" in attributes:
                self.assertTrue(attributes["href"].startswith("#"))
        self.assertNotIn("@import", text)
        self.assertNotIn("url(", text)

    def test_one_study(self):
        page, text = self.page("NCT99000004")
        self.check_alone(page, text)
        out, _ = self.check(DONE, "audit", "NCT99000004", "--format", "json")
        audit = json.loads(out)
        articles = page.all("article")
        self.assertEqual([a["id"] for a in articles], [f"NCT99000004-{c['id']}" for c in audit["criteria"]])
        self.assertEqual([(a["data-t"], a["data-u"]) for a in articles], [(c["topic"], c["understood"]) for c in audit["criteria"]])
        self.assertNotIn("script", page.text)
        record = json.loads((EXAMPLES / "studies/NCT99000004.json").read_text())
        body = " ".join(page.text["main"].split())
        for line in record["protocolSection"]["eligibilityModule"]["eligibilityCriteria"].splitlines():
            self.assertIn(" ".join(line.split()), body)

    def test_what_was_not_understood_comes_first(self):
        path = self.write("s.jsonl", [study("NCT99000001", "Inclusion Criteria:\n\n* ALK fusion\n* Zorbled plimth\n")])
        _, text = self.page("NCT99000001", "--studies", path)
        self.assertLess(text.index("Not understood (1)"), text.index("The text and its reading"))
        self.assertLess(text.index("Zorbled plimth"), text.index("ALK</mark>") if "ALK</mark>" in text else text.index("ALK fusion"))

    def test_rules_by_keyboard(self):
        page, _ = self.page("NCT99000004")
        marks = [m for m in page.all("mark") if "data-tip" in m]
        self.assertTrue(any("marker.fusion: ALK fusion" in m["data-tip"] for m in marks))
        for mark in marks:
            self.assertEqual(mark["tabindex"], "0")
            self.assertEqual(mark["aria-description"], mark["data-tip"])

    def test_links_lead_somewhere_and_ids_are_one(self):
        for arguments in (["NCT99000004"], ["--all"]):
            page, _ = self.page(*arguments)
            ids = [a["id"] for _, a in page.elements if "id" in a]
            self.assertEqual(len(ids), len(set(ids)))
            for link in page.all("a"):
                self.assertIn(link["href"][1:], ids)

    def test_hostile_words_are_words(self):
        record = study("NCT99000001", f"Inclusion Criteria:\n\n* ALK fusion {HOSTILE}\n* {HOSTILE}\n")
        record["protocolSection"]["identificationModule"]["briefTitle"] = HOSTILE
        other = study("NCT99000002")
        for arguments in (["NCT99000001"], ["--all"]):
            path = self.write("s.jsonl", [record, other])
            page, text = self.page(*arguments, "--studies", path)
            self.assertFalse(page.all("img"))
            self.assertLessEqual(len(page.all("script")), 1)
            self.assertNotIn("<script>alert", text)
            self.assertIn("<script>alert(1)</script>", page.text["main"])

    def test_many_studies_have_an_index_that_works_without_scripts(self):
        page, text = self.page("--all")
        self.check_alone(page, text)
        records = sorted((EXAMPLES / "studies").glob("*.json"))
        rows = [a for a in page.all("tr") if "data-id" in a]
        self.assertEqual(len(rows), len(records))
        self.assertEqual(len(page.all("details")), len(records))
        (form,) = page.all("form")
        self.assertIn("hidden", form)  # shown by the script
        self.assertTrue(page.all("noscript"))
        for row in rows:
            for key in row.get("data-has", "").split():
                self.assertIn(key.rsplit("-", 1)[1], LEVELS)

    def test_contrast(self):
        _, text = self.page("NCT99000004")
        style = re.search(r"<style>(.*?)</style>", text, re.S).group(1)
        schemes = re.findall(r":root\{(.*?)\}", style, re.S)[:2]
        hues = {t: int(h) for t, h in re.findall(r"\.t-(\w+)\{--h:(\d+)\}", style)}
        self.assertGreaterEqual(len(hues), 15)
        for scheme in schemes:
            color = dict(re.findall(r"--([\w-]+):\s*([^;]+)", scheme.replace("\n", "")))
            named = {k: of_hex(v) for k, v in color.items() if v.startswith("#")}
            for ground in ("bg", "card"):
                for ink in ("fg", "soft", "link"):
                    self.assertGreaterEqual(contrast(named[ink], named[ground]), 4.5, (ink, ground))
            for pair in ("full", "partial", "none", "tip"):
                self.assertGreaterEqual(contrast(named[pair + "-fg"], named[pair + "-bg"]), 4.5, pair)
            saturation, lightness = (float(color[k].rstrip("%")) / 100 for k in ("mark-s", "mark-l"))
            for topic, hue in hues.items():
                self.assertGreaterEqual(contrast(named["fg"], of_hsl(hue, saturation, lightness)), 7, topic)

    def test_lists_are_no_pages(self):
        self.check(WRONG_USAGE, "audit", "--all", "--lint", "--format", "html")


if __name__ == "__main__":
    unittest.main()
