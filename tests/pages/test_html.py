import json

import jinja2
import pytest
from hostile import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ecosystem.pages import hand_out
from ecosystem.pages.html import make_page, read_asset, render, safe_link, to_island
from ecosystem.wording import mark_turns


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org/a?b=c#d",
        "HTTPS://EXAMPLE.ORG",
        "mailto:hello@example.org",
    ],
)
def test_links_to_the_web_and_to_mail_stay(address):
    assert safe_link(f" {address} ") == address


def test_a_bare_address_gets_https():
    assert safe_link("example.org/help") == "https://example.org/help"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "https://example.org/\"onclick='x'",
        "https://example.org/<b>",
        "https://a b.org",
        "not an address",
        "",
        None,
        float("nan"),
        7,
    ],
)
def test_any_other_address_is_no_link(address):
    assert safe_link(address) == ""


@given(st.text())
def test_a_link_has_one_of_three_schemes_or_is_empty(text):
    link = safe_link(text)
    assert link == "" or link.lower().startswith(("https://", "http://", "mailto:"))
    assert not set(link) & set("\"'<> \n\t\\")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(_JSON)
def test_an_island_reads_back_equal_and_cannot_end_its_element(data):
    island = to_island(data)
    # What turns text round is shown by its number, here as on all of the page.
    shown = json.loads(mark_turns(json.dumps(data, ensure_ascii=False)))
    assert json.loads(island) == shown
    assert not set(island) & set("<>&\u2028\u2029")


def test_an_island_takes_no_number_that_json_has_not():
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_island({"people": float("nan")})


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_template_escapes_what_it_is_given(payload):
    page = render("table.html", caption=payload, columns=[], rows=[], is_printed=True)
    assert "<script" not in page
    assert "<img" not in page
    assert "alert(4)>" not in page


@pytest.mark.browser
def test_only_the_scripts_of_the_page_run(tmp_path, browser):
    """The policy names each script by its hash: one put in afterwards does not run."""
    page = make_page(
        title="A page",
        body=Markup("<p id='said'>nothing</p>"),
        scripts=["document.getElementById('said').textContent = 'ours';"],
    )
    path = hand_out({".html": lambda: page}, tmp_path / "page.html").path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</body>", "<script>alert(1)</script></body>"), encoding="utf-8")
    page = browser.new_page()
    heard = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    assert page.text_content("#said") == "ours"
    assert heard == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_title_and_data_from_a_table_do_nothing(tmp_path, open_page, payload):
    page = make_page(
        title=payload,
        body=Markup("<h1>A page</h1>"),
        scripts=["document.body.dataset.ready = 'yes';"],
        data={payload: payload},
    )
    path = hand_out({".html": lambda: page}, tmp_path / "page.html").path
    opened = open_page(path, ready=True)
    assert opened.page.title().split() == payload.split()
    assert json.loads(opened.page.text_content("#data")) == {payload: payload}
    assert opened.count_elements()["script"] == 2


def test_a_page_without_scripts_lets_none_run_and_has_no_data():
    page = make_page(title="A page", body=Markup("<p>x</p>"), style="p { color: red }")
    assert "script-src 'none'" in page.unescape()
    assert "<script" not in page
    assert f"<style>{read_asset('page.css')}p {{ color: red }}</style>" in page
    assert '<html lang="en-GB" dir="ltr">' in page


def test_every_island_of_a_page_is_there_under_its_own_name():
    page = make_page(title="", body=Markup(""), data=[1], islands={"more": {"a": 2}})
    assert '<script type="application/json" id="data">[1]</script>' in page
    assert '<script type="application/json" id="more">{"a":2}</script>' in page


def test_a_template_that_misses_a_value_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        render("table.html", caption="x", columns=[])


_TURNS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("turn", _TURNS)
def test_text_that_turns_round_shows_as_a_mark_wherever_a_page_holds_it(turn):
    """One name cannot pass as another: in the title, the body, an attribute and an island."""
    name = f"Ash {turn}tsurT"
    body = Markup("<p title='{name}'>{name}</p>").format(name=name)
    page = make_page(title=name, body=body, data={name: [name]})
    assert turn not in page
    assert page.count(f"Ash [U+{ord(turn):04X}]tsurT") == 5


def test_arabic_and_farsi_stay_as_they_are():
    """The letters run from right to left by themselves; the joiner between them shapes them."""
    name = "\u0645\u0634\u0627\u0648\u0631\u0647\u200c\u0647\u0627"
    page = make_page(title=name, body=Markup("<p>{}</p>").format(name), data=name)
    assert page.count(name) == 3
