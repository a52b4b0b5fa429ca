"""Tests of the server behind the page: who is let in, what is taken, and that it always ends."""

import csv
import html
import io
import json
import re
import threading
from urllib.parse import quote

import pytest
from hostile import PAYLOADS
from served_page import serve

import ecosystem as eco
from ecosystem.app import actions, server


def test_the_page_runs_only_its_own_script_and_fetches_nothing_from_outside(served):
    served.send("POST", f"/{served.key}/leave")
    _, headers, page = served.open_tab()
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in page.replace("http-equiv", "")
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"Host": "example.org"}),
        ("GET", {"Host": "localhost:80"}),
        ("POST", {"Origin": "http://example.org"}),
        ("POST", {"Origin": "null"}),
        ("POST", {"Origin": None}),
        ("GET", {"Sec_Fetch_Site": "cross-site"}),
        ("POST", {"X_Tab": "another"}),
        ("POST", {"X_Tab": ""}),
    ],
)
def test_strangers_are_refused_whatever_they_ask(served, method, headers):
    for path in ("watch", "do/look", "view/report", "save/report.html", "shut"):
        if method == "GET" and path in ("do/look", "shut"):
            continue
        status, _, body = served.send(method, f"/{served.key}/{path}", b"{}", **headers)
        assert status in (403, 405), (path, body)
    assert served.ask("look")["name"] == ""


def test_a_wrong_key_is_refused_and_tells_nothing(served):
    for path in ("/", "/wrong/", f"/{served.key[:-1]}/", "/wrong/do/look", f"/x/{served.key}/"):
        status, _, body = served.send("GET", path)
        assert (status, body) == (403, b"This page belongs to somebody else.")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_no_other_method_does_or_tells_anything(served, method):
    for path in ("do/look", "shut", "view/report", "static/page.js"):
        status, headers, _ = served.send(method, f"/{served.key}/{path}", Origin="http://a.example")
        assert status in (403, 405, 422) or (method == "HEAD" and "static" in path), path
        assert not [name for name in headers if name.lower().startswith("access-control")]
    assert served.ask("look")["name"] == ""


def test_a_path_that_climbs_leads_nowhere(served):
    for path in (
        "static/../../server.py",
        "static/%2e%2e/server.py",
        "static/..%2f..%2fserver.py",
        "save/../../../etc/passwd",
        "view//etc/passwd",
        "static/page.js%00.html",
        f"../{served.key}/do/look",
    ):
        status, _, body = served.send("GET", f"/{served.key}/{path}")
        assert status in (403, 404), path
        assert b"root:" not in body
        assert b"import" not in body


@pytest.mark.parametrize("name", ["network", "places", "report"])
def test_a_page_in_a_frame_may_run_only_what_it_names(served, name):
    served.ask("sample")
    _, headers, page = served.send("GET", f"/{served.key}/view/{name}?tab={served.tab}")
    policy = re.search(r'"Content-Security-Policy" content="([^"]+)"', page.decode()).group(1)
    assert "default-src 'none'" in html.unescape(policy)
    assert "connect-src" not in policy
    # In a window of its own it would have the origin of the page, and with it the tab's word.
    assert "sandbox" in headers["content-security-policy"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_every_field_is_only_text(served, payload):
    table = io.StringIO()
    csv.writer(table).writerows([["name", "sector", payload], [payload, payload, payload]])
    status, shown = served.drop(quote(f"{payload}.csv", safe=""), table.getvalue().encode())
    assert (status, shown["is_read"]) == (200, True)
    assert "/" not in shown["name"]
    served.ask("mend", sheet="", row=2, column="sector", text=payload)
    assert served.refuse("rows", sheet=payload)[0] == 422
    for kind in ("close", "service", "places", "train", "tie", payload):
        about = dict.fromkeys(
            ("organisation", "service_type", "service", "capacity", "level", "from", "to", "name"),
            payload,
        )
        status, words = served.refuse("try", kind=kind, about=about)
        assert status == 422, words
    status, _, report = served.send("GET", f"/{served.key}/view/report?tab={served.tab}")
    assert status == 200
    for run in (b"<img src=x", b"<svg onload", b"<script>alert", b"<iframe"):
        assert run not in report


def test_of_a_hundred_tabs_one_has_the_page(served):
    assert [served.open_tab()[0] for _ in range(100)] == [403] * 100
    served.send("POST", f"/{served.key}/leave")
    assert [served.open_tab()[0] for _ in range(100)] == [200] + [403] * 99


def test_too_much_and_too_slow_are_refused(served, monkeypatch):
    monkeypatch.setattr(server, "MOST_BYTES", 1000)
    monkeypatch.setattr(server, "_SLOWEST", 0.2)
    assert served.drop("a.csv", b"x" * 1001)[0] == 413
    # A length that promises more than is ever sent.
    path = f"/{served.key}/do/drop?name=a.csv"
    assert served.send("POST", path, b"name\nAsh\n", Content_Length="900")[0] == 408
    # Without a length, in pieces.
    pieces = b"3E9\r\n" + b"x" * 1001 + b"\r\n0\r\n\r\n"
    chunked = {"Transfer_Encoding": "chunked", "Content_Length": None}
    assert served.send("POST", path, pieces, **chunked)[0] in (413, 400)
    assert served.ask("look")["name"] == ""


def test_what_makes_no_sense_is_refused_in_a_sentence(served):
    assert served.refuse("nothing")[0] == 404
    assert served.refuse("try", kind="close", about={"organisation": "x"}) == (
        422,
        "Nothing is read yet. Drop a file, and mend or leave out what cannot be read.",
    )
    status, _, body = served.send("POST", f"/{served.key}/do/look", b"[1]")
    assert (status, body) == (422, b"what was sent is no object.")
    assert served.send("POST", f"/{served.key}/do/look", b"{")[0] == 422
    assert served.refuse("mend", sheet="", row=1) == (422, "'column' is missing in what was sent.")
    assert served.drop("photo.png", b"x")[0] == 422
    assert "ends in none of" in served.drop("../../etc/passwd", b"x")[1]
    for path in ("view/other", "save/other.html", "static/other.js"):
        assert served.send("GET", f"/{served.key}/{path}")[0] == 404


def test_what_is_cancelled_leaves_nothing_and_the_next_is_done(served, monkeypatch):
    served.drop("a.csv", b"name,sector\nAsh,faith\nBirch,faith\n")
    began, may_end = threading.Event(), threading.Event()

    def wait(_, __):
        began.set()
        may_end.wait(30)
        return server.EMPTY, {}

    monkeypatch.setitem(actions.ACTIONS, "wait", wait)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(served.refuse("wait")))
    thread.start()
    assert began.wait(30)
    assert served.send("POST", f"/{served.key}/cancel")[0] == 200
    thread.join(30)
    assert answers == [(409, "Cancelled.")]
    assert served.ask("look")["name"] == "a.csv"
    may_end.set()


def test_it_ends_when_the_page_is_closed():
    with serve() as page:
        page.open_tab()
        assert page.send("POST", f"/{page.key}/shut")[0] == 200


def test_a_file_that_was_named_is_watched_and_read_again(tmp_path):
    path = tmp_path / "organisations.csv"
    path.write_text("name,sector\nAsh,faith\n")
    with serve(path) as page:
        page.open_tab()
        before = json.loads(page.send("GET", f"/{page.key}/watch")[2])["changed"]
        assert before is not None
        status, _, body = page.send("POST", f"/{page.key}/source")
        assert (status, json.loads(body)["told"][:14]) == (200, "1 organisation")
        path.write_text("name,sector\nAsh,faith\nBirch,faith\n")
        again = json.loads(page.send("POST", f"/{page.key}/source")[2])
        assert again["told"].startswith("2 organisations")
    assert path.read_text() == "name,sector\nAsh,faith\nBirch,faith\n"


def test_a_path_that_is_no_file_is_refused(tmp_path):
    from ecosystem.app import open_page

    with pytest.raises(ValueError, match="is no file"):
        open_page(tmp_path, tell=print)


def test_pages_and_files_are_those_of_the_library(served, tmp_path):
    served.ask("sample")
    status, headers, body = served.send("GET", f"/{served.key}/save/report.html")
    assert status == 200
    assert headers["content-disposition"] == 'attachment; filename="report.html"'
    sample = eco.read_sample("west-midlands")
    eco.write_report(sample, tmp_path / "report.html")
    assert b"Who is the core" in body
    for name in ("network", "places", "report"):
        status, headers, body = served.send("GET", f"/{served.key}/view/{name}?tab={served.tab}")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    for name in ("leaflet.html", "forms.zip", "as-understood.xlsx", "remarks.xlsx"):
        assert served.send("GET", f"/{served.key}/save/{name}")[0] == 200, name
    understood = tmp_path / "again.xlsx"
    understood.write_bytes(served.send("GET", f"/{served.key}/save/as-understood.xlsx")[2])
    assert len(eco.read(understood).organisations) == len(sample.organisations)
