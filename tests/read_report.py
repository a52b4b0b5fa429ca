"""What a report says, read back from its page, and what tests of reports share."""

import re
from html.parser import HTMLParser

import pandas as pd

import ecosystem as eco

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class ReadReport(HTMLParser):
    """What a report says: each page's sentences and table cells by its question."""

    def __init__(self, path):
        super().__init__()
        self.sentences, self.cells, self.text = {}, {}, path.read_text(encoding="utf-8")
        self._into, self._question = [], ""
        self.feed(self.text)

    def handle_starttag(self, tag, attributes):
        classes = (dict(attributes).get("class") or "").split()
        if tag == "h2":
            self._into = self._heading = [""]
        elif tag == "p" and "said" in classes:
            self._into = self.sentences[self._question]
            self._into.append("")
        elif tag in {"th", "td"} and self._question:
            self._into = self.cells[self._question]
            self._into.append("")

    def handle_endtag(self, tag):
        if tag == "h2":
            self._question = re.sub(r"^\d+ ", "", self._heading[0].strip())
            self.sentences[self._question], self.cells[self._question] = [], []
        if tag in {"h2", "p", "th", "td"}:
            self._into = []

    def handle_data(self, data):
        if self._into:
            self._into[-1] += data


def write_report(e, folder, **options):
    """Write the report of an ecosystem into a folder; return its path."""
    return eco.write_report(e, folder / "report.html", **options).path


def make_organisations(number):
    """Return a table of organisations a, b, c … named A, B, C …"""
    ids = list("abcdefgh")[:number]
    return pd.DataFrame(
        {"organisation_id": ids, "name": [organisation.upper() for organisation in ids]}
    )
