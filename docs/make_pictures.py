"""Make the pictures of the README: the sample's two maps and a page of its report.

The page of the report is also made as it shows on a telephone and on paper.

`python docs/make_pictures.py` opens the pages in Chromium and writes docs/pictures/.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import ecosystem as eco

_PICTURES = Path(__file__).parent / "pictures"
_TELEPHONE = {"width": 375, "height": 812}
_SHEET = {"width": 703, "height": 1058}
"""A4 in pixels, 96 an inch, within the margins of the report."""


def main() -> None:
    """Write the pictures."""
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
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, shown in pages.items():
            page = browser.new_page(viewport={"width": 1120, "height": 860})
            page.goto(shown.path.as_uri())
            if name == "report":
                page.locator("#page-2").screenshot(path=_PICTURES / f"{name}.png")
                page.set_viewport_size(_TELEPHONE)
                page.locator("#page-2").screenshot(path=_PICTURES / "report-375.png")
                page.set_viewport_size(_SHEET)
                page.emulate_media(media="print")
                page.locator("#page-2").screenshot(path=_PICTURES / "report-a4.png")
                continue
            page.wait_for_selector("body[data-ready=yes]")
            if name == "network":
                page.click("button.name >> text=Wulfrun")
            page.locator(".stage").screenshot(path=_PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
