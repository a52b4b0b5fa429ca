"""The page in a real browser: by mouse alone, by keyboard alone, hostile text, and no violation."""

import io

import openpyxl
import pytest
from browser import Opened
from hostile import EVERY_PAYLOAD, PAYLOADS
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from served_page import serve

pytestmark = pytest.mark.browser

MESSY = [
    ["Who does what, 2026", None, None, None],
    ["Organisation", "Sector", "Area covered", "What they do"],
    ["Ash Advice", "voluntary", "Coventry", "immigration advice, food"],
    ["Birch House", "council-ish", "North Staffs", "housing"],
    ["Cedar Law", "statutory", "Nowhere-on-Sea", "legal advice"],
    ["Dell Welcome", "council-ish", "Coventry", "English classes"],
]
"""Sectors nobody lists, a part of a county, and a place that is none."""


def make_workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def page(browser):
    with serve() as served:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        context.set_default_timeout(30_000)
        opened = Opened(context.new_page())
        opened.page.goto(served.address)
        yield opened
        opened.page.click("#shut")
        opened.page.wait_for_selector("text=You can close this window")
        assert opened.faults == []
        assert opened.dialogs == []
        assert [one for one in opened.outside if not one.startswith(served.address)] == []
        context.close()


def drop(page, path):
    """Let a file fall on the page, as a mouse would."""
    data = list(path.read_bytes())
    page.evaluate(
        """([name, bytes]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name));
            for (const kind of ["dragenter", "dragover", "drop"]) {
                const event = new DragEvent(kind, { dataTransfer: carried, bubbles: true });
                document.getElementById("target").dispatchEvent(event);
            }
        }""",
        [path.name, data],
    )
    page.wait_for_selector("#understood:not([hidden])")


def wait_read(page):
    frame = page.frame_locator("#view")
    frame.locator("h1").first.wait_for()
    return frame.locator("body").inner_text()


def mend_by_mouse(page):
    """Press whatever is offered until nothing more is, and leave out the rest."""
    for _ in range(20):
        cards = page.locator("#cells .card:has(form)")
        left = cards.count()
        if not left:
            return
        card = cards.first
        words = card.inner_text()
        card.locator("button[type=button]").first.click()
        page.wait_for_function(
            "w => !document.getElementById('cells').innerText.includes(w)", arg=words
        )
    pytest.fail("it never ends")


def test_a_messy_workbook_is_dropped_mended_and_reported_by_mouse(page, tmp_path):
    drop(page.page, make_workbook(tmp_path / "who.xlsx", MESSY))
    assert "4 organisations" in page.page.inner_text("#told")
    page.page.click("[data-screen=mend]")
    assert page.page.locator("#cells .card").count() >= 2
    mend_by_mouse(page.page)
    assert page.page.inner_text("#mended").endswith("Undo the last")
    page.page.click("[data-screen=save]")
    with page.page.expect_download() as saved:
        page.page.click("text=as-understood.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))
    assert "Organisations" in book.sheetnames
    page.page.click("[data-screen=read]")
    assert "Ash Advice" in wait_read(page.page)


def press_to(page, selector, key="Tab"):
    """Press Tab until what is meant has the focus, and shows that it has."""
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring == "solid", selector
            return
    pytest.fail(f"{selector} is not reached")


def test_the_same_by_keyboard_alone(page, tmp_path):
    path, one = make_workbook(tmp_path / "who.xlsx", MESSY), page.page
    press_to(one, "#chosen")
    with one.expect_file_chooser() as chosen:
        one.keyboard.press("Space")
    chosen.value.set_files(path)
    one.wait_for_selector("#understood:not([hidden])")
    # The focus waits where the file was chosen; what was understood comes next.
    press_to(one, "#understood button")
    assert one.evaluate("document.activeElement.textContent") in ("Read the report", "Mend")
    press_to(one, "[data-screen=mend]", "Shift+Tab")
    one.keyboard.press("Enter")
    for _ in range(20):
        if not one.locator("#cells .card form").count():
            break
        words = one.locator("#cells .card:has(form)").first.inner_text()
        press_to(one, "#cells .card form button[type=button]")
        one.keyboard.press("Enter")
        one.wait_for_function(
            "w => !document.getElementById('cells').innerText.includes(w)", arg=words
        )
        # What was pressed is gone: what is next there has the focus, not the page as a whole.
        left = one.locator("#cells .card form").count()
        expected = "#cells input, #cells button" if left else "#screen"
        assert one.evaluate("s => document.activeElement.matches(s)", expected)
    press_to(one, "#mended button")
    one.keyboard.press("Enter")
    one.wait_for_selector("#cells .card form")
    assert one.evaluate("document.activeElement.textContent") == "Undo the last"
    press_to(one, "[data-screen=read]", "Shift+Tab")
    one.keyboard.press("Enter")
    assert "Ash Advice" in wait_read(one)
    press_to(one, "[data-screen=try]")
    one.keyboard.press("Enter")
    one.wait_for_selector("#closing input")
    press_to(one, "#closing input")
    one.keyboard.press("Space")
    one.wait_for_selector("#changed li")
    assert "closes" in one.inner_text("#steps")
    press_to(one, "#steps button")
    one.keyboard.press("Enter")
    one.wait_for_selector("#nothing:not([hidden])")
    assert one.inner_text("#changed") == ""
    assert one.evaluate("document.activeElement.id") == "screen"
    press_to(one, "[data-screen=save]", "Shift+Tab")
    one.keyboard.press("Enter")
    press_to(one, "#files button")
    with one.expect_download() as saved:
        one.keyboard.press("Enter")
    assert saved.value.suggested_filename == "report.html"


def test_no_screen_breaks_a_rule_or_the_width(page):
    one = page.page
    assert page.list_violations() == []
    one.click("#sample")
    one.wait_for_selector("#understood:not([hidden])")
    for screen in ("drop", "mend", "try", "wall", "save"):
        one.click(f"[data-screen={screen}]")
        one.wait_for_timeout(300)
        one.wait_for_selector("#busy", state="hidden")
        if screen == "try":
            one.check("#closing input >> nth=3")
            one.wait_for_selector("#changed li")
        for width in (375, 1280, 1920):
            one.set_viewport_size({"width": width, "height": 900})
            assert not page.is_wider_than_screen(), (screen, width)
        one.set_viewport_size({"width": 1280, "height": 900})
        assert page.list_violations() == [], screen


def test_hostile_text_runs_nowhere(page, tmp_path):
    one = page.page
    texts = [ILLEGAL_CHARACTERS_RE.sub("", text) for text in EVERY_PAYLOAD]
    rows = [["name", "sector", "area", *PAYLOADS[:2]]]
    # A formula that nobody has worked out would be an error, and nothing be read.
    kept = [text for text in texts if not text.startswith("=")]
    rows += [[f"{text} {number}", text, text, text, text] for number, text in enumerate(kept)]
    path = make_workbook(tmp_path / "img src=x onerror=alert(9).xlsx", rows)
    before = page.count_elements()
    drop(one, path)
    one.click("[data-screen=mend]")
    one.check("#aside")
    one.wait_for_selector("[data-screen=try]:enabled")
    for screen in ("mend", "try", "wall", "save"):
        one.click(f"[data-screen={screen}]")
        one.wait_for_selector("#busy", state="hidden")
        one.wait_for_timeout(200)
    one.click("[data-screen=read]")
    for name in ("report", "network"):
        one.click(f"[data-view={name}]")
        one.frame_locator("#view").locator("h1").first.wait_for()
        one.wait_for_selector("#busy", state="hidden")
    one.click("[data-screen=mend]")
    for text in PAYLOADS:
        field = one.locator("#cells input[type=text]").first
        field.fill(f"{text}!")
        field.press("Enter")
        one.wait_for_timeout(200)
        one.wait_for_selector("#busy", state="hidden")
    one.click("[data-screen=try]")
    one.wait_for_selector("#closing input")
    one.locator("#closing input").first.click()
    one.wait_for_selector("#changed li")
    after = page.count_elements()
    for name in ("script", "img", "iframe", "svg", "style", "a"):
        assert after[name] == before[name], name
    assert not [one for one in page.list_links() if one.startswith("javascript")]
