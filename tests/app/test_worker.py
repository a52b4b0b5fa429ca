"""The page without a server: messages to Python, and the page in a browser that sends them.

Python for the browser is not on the package index whole, so a stand-in for Pyodide passes what the
worker is told to the Python here. All else is what a reader would load.
"""

import io
import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import openpyxl
import pytest
from browser import Opened

from ecosystem.app import assemble_page
from ecosystem.app.worker import Worker

STAND_IN = """
export async function loadPyodide() {
  return {
    loadPackage: async () => {}, unpackArchive() {}, toPy: (message) => message,
    runPython: () => ({ answer(message) {
      const asked = new XMLHttpRequest();
      asked.open("POST", "python", false);
      asked.send(JSON.stringify({ ...message, data: message.data && [...message.data] }));
      const told = JSON.parse(asked.responseText);
      if (told.file) told.file = new Uint8Array(told.file);
      return { toJs: () => told, destroy() {} };
    } }),
  };
}
"""
DIRECTORY = b"name,sector,area\nAsh Advice,voluntary,Coventry\nBirch House,council-ish,Coventry\n"


def send(worker, number, kind, name="", data=None, /, **about):
    message = {"id": number, "kind": kind, "name": name, "about": json.dumps(about), "data": data}
    return worker.answer(message)


def test_a_message_is_answered_by_what_the_server_would_show():
    worker = Worker()
    answer = send(worker, 1, "do", "drop", DIRECTORY, name="sector.csv")
    shown = json.loads(answer["shown"])
    assert (answer["id"], shown["told"][:15]) == (1, "2 organisations")
    assert b"<h1" in send(worker, 2, "view", "report")["file"]
    book = openpyxl.load_workbook(io.BytesIO(send(worker, 3, "save", "as-understood.xlsx")["file"]))
    assert "Organisations" in book.sheetnames
    assert send(worker, 4, "do", "mend", sheet="", row=2) == {
        "id": 4,
        "refused": "'column' is missing in what was sent.",
    }
    for kind, name in (("do", "fly"), ("view", "report.html"), ("save", "report"), ("go", "look")):
        assert "refused" in send(worker, 5, kind, name)


def test_who_does_not_wait_finds_all_as_it_was():
    worker = Worker()
    send(worker, 1, "do", "drop", DIRECTORY, name="sector.csv")
    send(worker, 2, "do", "try", kind="close", about={"organisation": "ash-advice"})
    send(worker, 2, "forget")
    assert json.loads(send(worker, 3, "do", "compare")["shown"])["steps"] == []
    # Of an answer before the last it comes too late.
    send(worker, 4, "do", "try", kind="close", about={"organisation": "ash-advice"})
    send(worker, 3, "forget")
    assert len(json.loads(send(worker, 5, "do", "compare")["shown"])["steps"]) == 1


def test_a_folder_lists_what_lies_in_it(tmp_path):
    with pytest.raises(ValueError, match="holds no Pyodide release"):
        assemble_page(tmp_path)
    (tmp_path / "pyodide.mjs").write_text(STAND_IN)
    packages = {"numpy": {"file_name": "numpy-2.whl"}, "scipy": {"file_name": "scipy-1.whl"}}
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))
    for name in ("numpy-2.whl", "sector_ecosystem-0.whl", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    page = assemble_page(tmp_path).read_text()
    listed = json.loads((tmp_path / "folder.json").read_text())
    assert listed == {"packages": ["numpy"], "wheels": ["sector_ecosystem-0.whl"]}
    assert "{{" not in page
    assert "unsafe-inline" not in page


class Answering(SimpleHTTPRequestHandler):
    """A folder of files, and Python behind one address of it."""

    worker = None

    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told = self.worker.answer(message)
        told = {name: list(one) if isinstance(one, bytes) else one for name, one in told.items()}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def address(tmp_path):
    (tmp_path / "pyodide.mjs").write_text(STAND_IN)
    (tmp_path / "pyodide-lock.json").write_text('{"packages": {}}')
    assemble_page(tmp_path)
    handler = type("Handler", (Answering,), {"worker": Worker()})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


@pytest.mark.browser
def test_the_same_page_is_answered_by_a_worker(browser, address):
    context = browser.new_context()
    context.set_default_timeout(30_000)
    opened = Opened(context.new_page())
    page = opened.page
    page.goto(address)
    page.set_input_files(
        "#chosen", {"name": "sector.csv", "mimeType": "text/csv", "buffer": DIRECTORY}
    )
    page.wait_for_selector("#understood:not([hidden])")
    assert "2 organisations" in page.inner_text("#told")
    page.click("[data-screen=mend]")
    page.click("#cells button:has-text('statutory')")
    page.wait_for_selector("#mended button")
    page.click("[data-screen=read]")
    frame = page.frame_locator("#view")
    frame.locator("h1").first.wait_for()
    assert "AWAY-DAY REPORT" in frame.locator("body").inner_text()
    page.click("[data-screen=try]")
    page.check("#closing input >> nth=0")
    page.wait_for_selector("#changed li")
    assert "Ash Advice closes" in page.inner_text("#steps")
    page.click("#steps button")
    page.wait_for_selector("#nothing:not([hidden])")
    page.click("[data-screen=save]")
    with page.expect_download() as saved:
        page.click("text=as-understood.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes())).sheetnames
    page.click("#shut")
    page.wait_for_selector("text=You can close this window")
    assert opened.faults == []
    assert [one for one in opened.outside if not one.startswith(address.rpartition("/")[0])] == []
    context.close()
