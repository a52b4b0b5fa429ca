"""Make the pictures of the README: the sample's two maps and a page of its report.

`python docs/make_pictures.py` opens the pages in Chromium and writes docs/pictures/. `python
docs/make_pictures.py FOLDER` writes there a map or a page of three sectors, on a wide screen, on a
telephone and on A4: run with another version of the library, it shows what has changed.

A map is shown from its question, at the top, to the end of the picture: on a laptop and a telephone
the last of it is a finger's movement below the first screen.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

import ecosystem as eco

_PICTURES = Path(__file__).parent / "pictures"
_README = {"width": 1280, "height": 1000}
_WIDE = {"width": 1280, "height": 900}
_TELEPHONE = {"width": 375, "height": 812}
_SHEET = {"width": 703, "height": 1058}
"""A4 in pixels, 96 an inch, within the margins of the report."""

_BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def main() -> None:
    """Write the pictures."""
    if len(sys.argv) > 1:
        _compare(Path(sys.argv[1]))
        return
    e = eco.read_sample("west-midlands").select(visibility="public")
    _PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {
            "network": eco.draw_network(e, eco.find_core(e), Path(folder, "network.html")),
            "places": eco.draw_places(
                e,
                eco.find_gaps(e, "immigration advice", level=2),
                Path(folder, "places.html"),
            ),
            "report": eco.write_report(e, Path(folder, "report.html")),
        }
        browser = _launch(playwright)
        for name, shown in pages.items():
            page = browser.new_page(viewport=_README)
            page.goto(shown.path.as_uri())
            if name == "report":
                page.locator("#page-2").screenshot(path=_PICTURES / f"{name}.png")
                continue
            page.wait_for_selector("body[data-ready=yes]")
            page.screenshot(path=_PICTURES / f"{name}.png", **_clip_to_picture(page))
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
    )


def _compare(folder: Path) -> None:
    """Write what three sectors look like on a wide screen, on a telephone and on A4."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = _launch(playwright)
        for name, path in _draw_sectors(Path(temporary)).items():
            for screen, size in (("1280", _WIDE), ("375", _TELEPHONE), ("a4", _SHEET)):
                page = browser.new_page(viewport=size)
                page.goto(path.as_uri())
                page.wait_for_timeout(1500)  # the older pages do not say when they are ready
                if screen == "a4":
                    page.emulate_media(media="print")
                    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
                _shoot(page, folder / f"{name}-{screen}.jpg", is_printed=screen == "a4")
                page.close()
        browser.close()


def _clip_to_picture(page: Page) -> dict[str, object]:
    """Return what to show of a map's page: from the top to the end of the picture."""
    frame = page.locator("figure, .frame").first.bounding_box()
    height = frame["y"] + frame["height"] + 4
    clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
    return {"full_page": True, "clip": clip}


def _shoot(page: Page, path: Path, *, is_printed: bool) -> None:
    """Write a page of the report, or a map: a sheet of it, or to the end of its picture."""
    shot = {"path": path, "type": "jpeg", "quality": 60}
    if path.name.startswith("report"):
        page.locator("#page-2").screenshot(**shot)
    else:
        page.screenshot(**shot, **({} if is_printed else _clip_to_picture(page)))


def _draw_sectors(folder: Path) -> dict[str, Path]:
    """Return a page of the sample's report, the map of 2015 and that of 300 organisations drawn."""
    sys.path.insert(0, str(_BENCHMARKS))
    from sector import make_line  # noqa: PLC0415 - beside the benchmarks

    sample, legal_aid, drawn = (
        e.select(visibility="public")
        for e in (
            eco.read_sample("west-midlands"),
            eco.read_sample("legal-aid-2015"),
            eco.Ecosystem(**make_line(300)),
        )
    )
    paths = {name: folder / f"{name}.html" for name in ("report", "places", "network")}
    eco.write_report(sample, paths["report"])
    gaps = eco.find_gaps(legal_aid, "immigration advice", legal_aid=True)
    eco.draw_places(legal_aid, gaps, paths["places"])
    eco.draw_network(drawn, eco.find_core(drawn), paths["network"])
    return paths


if __name__ == "__main__":
    main()
