"""A page as text, as a file, in an open file and in a notebook."""

import io

import pytest
from IPython.core.formatters import DisplayFormatter
from markupsafe import Markup

from ecosystem.pages import hand_out
from ecosystem.pages.html import make_page

MAKERS = {
    ".html": lambda: "<p>caf\u00e9 & co</p>",
    ".svg": lambda: "<svg/>",
    ".png": lambda: b"\x89PNG",
}


def test_without_a_path_nothing_is_written_and_the_text_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = hand_out(MAKERS, None)
    assert page.html == "<p>caf\u00e9 & co</p>"
    assert page.path is None
    assert repr(page) == "<Page, not written; can be saved as .html, .svg or .png>"
    assert list(tmp_path.iterdir()) == []


def test_the_ending_of_the_path_decides_what_is_written(tmp_path):
    page = hand_out(MAKERS, tmp_path / "map.html")
    assert page.path == tmp_path / "map.html"
    assert page.path.read_text(encoding="utf-8") == page.html
    other = page.save(str(tmp_path / "map.SVG"))
    assert other.path.read_bytes() == b"<svg/>"
    assert page.save(tmp_path / "map.png").path.read_bytes() == b"\x89PNG"
    assert repr(other) == f"<Page, {tmp_path / 'map.SVG'}; can be saved as .html, .svg or .png>"


@pytest.mark.parametrize("name", ["map.gif", "map", "map.html.zip", ".png"])
def test_an_ending_that_is_not_offered_is_refused_and_nothing_is_written(tmp_path, name):
    with pytest.raises(ValueError, match=r"ends in none of \.html, \.svg and \.png"):
        hand_out(MAKERS, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_open_text_file_gets_the_page_or_what_its_name_says(tmp_path):
    text = io.StringIO()
    assert hand_out(MAKERS, text).path is None
    assert text.getvalue() == "<p>caf\u00e9 & co</p>"
    with (tmp_path / "map.svg").open("w", encoding="utf-8") as file:
        hand_out(MAKERS, file)
    assert (tmp_path / "map.svg").read_text(encoding="utf-8") == "<svg/>"
    with (
        (tmp_path / "map.png").open("w", encoding="utf-8") as file,
        pytest.raises(ValueError, match=r"A file of the kind \.png is no text"),
    ):
        hand_out(MAKERS, file)
    with (
        (tmp_path / "map.txt").open("w", encoding="utf-8") as file,
        pytest.raises(ValueError, match="ends in none of"),
    ):
        hand_out(MAKERS, file)


def test_each_kind_is_made_once_and_only_if_it_is_asked_for(tmp_path):
    made = []

    def make(kind):
        return lambda: made.append(kind) or kind

    page = hand_out({kind: make(kind) for kind in (".html", ".svg")}, tmp_path / "a.svg")
    assert made == [".svg"]
    assert page.html == page.save(tmp_path / "a.html").html == ".html"
    page.save(tmp_path / "b.svg")
    assert made == [".svg", ".html"]


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        hand_out({".html": lambda: "half a letter: \ud800"}, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_notebook_gets_a_frame_that_holds_the_page_as_text():
    """What Jupyter, VS Code and nbconvert ask of an object; marimo asks for the same HTML."""
    shown, _ = DisplayFormatter().format(hand_out(MAKERS, None))
    assert shown["text/html"].startswith("<iframe sandbox=")
    assert 'srcdoc="&lt;p&gt;caf\u00e9 &amp; co&lt;/p&gt;"' in shown["text/html"]
    assert "src=" not in shown["text/html"]
    assert shown["text/plain"].startswith("<Page, not written")


@pytest.mark.browser
def test_a_notebook_shows_a_page_in_a_frame_that_reaches_nothing_of_it(tmp_path, open_page):
    """The page in the frame runs its own script, but may not touch the notebook around it."""
    page = make_page(
        title="A page",
        body=Markup("<p id='said'>nothing</p>"),
        scripts=[
            (
                "try { parent.document.title = 'taken'; } catch (error) { /* as it should be */ }"
                "document.getElementById('said').textContent = 'ours';"
            )
        ],
    )
    shown = hand_out({".html": lambda: page}, None)._repr_html_()
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<title>Notebook</title>{shown}", encoding="utf-8")
    opened = open_page(notebook)
    frame = opened.page.frames[1]
    frame.wait_for_selector("text=ours")
    assert opened.page.title() == "Notebook"
    opened.faults.clear()  # the browser says that it kept the frame out
