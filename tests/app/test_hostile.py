"""Texts that would run, through every field there is: nothing runs, and nothing falls over."""

import io
import itertools
import json
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
from hostile import EVERY_PAYLOAD, HARMLESS
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ecosystem.app.actions import ACTIONS, DOWNLOADS, VIEWS
from ecosystem.app.mending import Edit
from ecosystem.app.worker import Worker

COLUMNS = ("name", "sector", "area", "website", "postcode", "email", "What they do", "notes")
IN_WORKBOOKS = [ILLEGAL_CHARACTERS_RE.sub("", text) for text in EVERY_PAYLOAD]


class Asked(Worker):
    """The page's other side, asked by messages as a page would ask."""

    count = itertools.count()

    def ask(self, kind, name, data=None, /, **about):
        message = {"id": next(self.count), "kind": kind, "name": name, "data": data}
        return self.answer(message | {"about": json.dumps(about)})


def make_workbook(texts):
    """Return a workbook with each text in every column, and some in sheets' names and headings."""
    book = openpyxl.Workbook()
    book.active.title = "<b>=1+1<svg onload=alert`1`>"
    book.active.append([*COLUMNS, *texts[:2]])
    for number, text in enumerate(texts):
        cells = [f"{text} {number}", *[text] * (len(COLUMNS) - 1), text, text]
        book.active.append(cells)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def opened():
    asked = Asked()
    data = make_workbook(IN_WORKBOOKS)
    shown = asked.ask("do", "drop", data, name="<img src=x onerror=alert(1)>.xlsx")
    assert json.loads(shown["shown"])["is_read"]
    return asked


def test_there_are_sixty_and_each_is_another():
    assert len(set(EVERY_PAYLOAD)) >= 60


def test_every_field_that_is_sent_is_taken_or_refused_in_a_sentence(opened):
    fields = {
        "mend": ("sheet", "row", "column", "text"),
        "rows": ("sheet", "start"),
        "undo": ("number",),
        "set-aside": ("is_set_aside",),
        "compare-part": ("about",),
    }
    for text in EVERY_PAYLOAD:
        for name in ("mend", "rows", "undo", "compare-part"):
            answer = opened.ask("do", name, **dict.fromkeys(fields[name], text))
            assert answer["refused"], (name, text)
        for kind in ("close", "service", "places", "train", "tie", text):
            words = ("organisation", "service_type", "service", "capacity", "level", "from", "to")
            about = dict.fromkeys((*words, "name", "areas", "legal_aid"), text)
            answer = opened.ask("do", "try", kind=kind, about=about)
            assert answer["refused"], (kind, text)
        for kind in ("do", "view", "save", text):
            assert opened.ask(kind, text)["refused"], (kind, text)


def test_every_name_of_a_file_is_taken_or_refused_and_leads_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in EVERY_PAYLOAD:
        answer = Asked().ask("do", "drop", b"name,sector\nAsh,faith\n", name=f"{text}.csv")
        if "shown" in answer:
            shown = json.loads(answer["shown"])
            assert shown["is_read"]
            assert "/" not in shown["name"]
        else:
            assert answer["refused"]
    assert list(tmp_path.iterdir()) == []


def test_a_cell_mended_with_any_of_them_is_text_and_no_formula():
    asked = Asked()
    names = [f"Ash {number}" for number in range(len(IN_WORKBOOKS))]
    rows = [["name", "sector"], *([name, "faith"] for name in names)]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    asked.ask("do", "drop", out.getvalue(), name="a.xlsx")
    # One click each would read the file each time: the last says whether all were taken.
    state = asked._state
    edits = tuple(
        (Edit(book.active.title, number + 2, "name", text),)
        for number, text in enumerate(IN_WORKBOOKS)
    )
    asked._state = replace(state, edits=edits[:-1])
    last = edits[-1][0]
    answer = asked.ask("do", "mend", sheet=last.sheet, row=last.row, column="name", text=last.text)
    assert json.loads(answer["shown"])["mended"] == len(IN_WORKBOOKS)
    copy = openpyxl.load_workbook(io.BytesIO(asked.ask("save", "as-understood.xlsx")["file"]))
    assert list_formulas(copy) == []


def test_no_workbook_that_is_saved_holds_a_formula_of_theirs(opened):
    for name in ("as-understood.xlsx", "remarks.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(opened.ask("save", name)["file"]))
        assert list_formulas(book) == [], name
    forms = zipfile.ZipFile(io.BytesIO(opened.ask("save", "forms.zip")["file"]))
    assert not [name for name in forms.namelist() if "/" in name or ".." in name]
    first = forms.read(forms.namelist()[0])
    assert not [
        cell
        for cell in list_formulas(openpyxl.load_workbook(io.BytesIO(first)))
        if "evil" in cell or cell in EVERY_PAYLOAD
    ]


def list_formulas(book):
    cells = (cell for sheet in book for row in sheet for cell in row)
    return [str(cell.value) for cell in cells if cell.data_type == "f"]


class Tags(HTMLParser):
    """What elements a page holds, with the attributes that run or lead somewhere."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        words = [(name, text or "") for name, text in attrs]
        runs = [name for name, _ in words if name.startswith("on") or name == "srcdoc"]
        leads = [
            text
            for name, text in words
            if name in ("href", "src", "action", "data") and ("evil" in text or "alert" in text)
        ]
        if runs or leads or tag in ("iframe", "object", "embed", "base", "form", "math"):
            self.found.append((tag, runs, leads))


@pytest.mark.parametrize("name", ["leaflet.html", "report.html", "network.html"])
def test_no_page_that_is_made_holds_an_element_of_theirs(opened, name):
    page = opened.ask("save", name)["file"].decode()
    assert page.count("alert(") > 10, "they are on the page"
    tags = Tags()
    tags.feed(page)
    assert tags.found == []


def test_names_that_people_have_stay_as_they_are():
    asked = Asked()
    asked.ask("do", "drop", make_workbook(list(HARMLESS)), name="names.xlsx")
    shown = json.loads(asked.ask("do", "choices")["shown"])
    names = {one["name"] for one in shown["organisations"]}
    assert names == {f"{name} {number}" for number, name in enumerate(HARMLESS)}


def test_all_that_can_be_asked_for_was_tried():
    """A new action, page or file has to be looked at here."""
    assert set(VIEWS) == {"report", "network", "places"}
    assert len(DOWNLOADS) == 10
    assert len(ACTIONS) == 14
