"""Pages opened in headless Chromium: what they say, fetch, ask and hold. A pytest plugin."""

import shutil
from collections import Counter

import pytest


class Opened:
    """A page in the browser, and all that happened since it was opened."""

    def __init__(self, page):
        self.page = page
        self.faults, self.requests, self.dialogs = [], [], []
        page.on("console", lambda said: self.faults.append(said.text) if said.type in _BAD else 0)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @property
    def outside(self):
        """What was fetched beside the page itself."""
        return [url for url in self.requests[1:] if not url.startswith(("data:", "blob:"))]

    def count_elements(self):
        """Return how many elements of each name the page holds."""
        names = self.page.evaluate("[...document.querySelectorAll('*')].map(e => e.localName)")
        return Counter(names)

    def list_links(self):
        """Return every address the page leads to."""
        return self.page.evaluate(
            "[...document.querySelectorAll('[href],[src],[action]')]"
            ".map(e => e.getAttribute('href') ?? e.getAttribute('src') ?? '')"
        )

    def list_violations(self):
        """Return what axe-core finds wrong: rule and element. Needs bypass_csp."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]

    def list_wide(self):
        """Return what scrolls sideways: the page itself, or a table or picture of it."""
        return self.page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('.scroll')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"
        )

    def is_wider_than_screen(self):
        return self.page.evaluate("document.documentElement.scrollWidth > innerWidth")


_BAD = {"error", "warning"}


@pytest.fixture(scope="session")
def browser():
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start for root, as in most containers.
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    """Open a file without any network; when the test ends the page must have been quiet."""
    contexts, pages = [], []

    def _open(path, *, width=1280, height=900, ready=False, **options):
        context = browser.new_context(
            offline=True, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        opened = Opened(context.new_page())
        pages.append(opened)
        opened.page.goto(path.resolve().as_uri())
        if ready:
            opened.page.wait_for_selector("body[data-ready=yes]", timeout=60_000)
        return opened

    yield _open
    for context in contexts:
        context.close()
    for opened in pages:
        assert opened.faults == []
        assert opened.outside == []
        assert opened.dialogs == []
