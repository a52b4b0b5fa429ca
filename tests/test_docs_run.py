"""Every block of Python in the documentation runs, and prints what the page says."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from run_docs import DOCS, list_blocks, run_page

import ecosystem as eco

PAGES = [
    path
    for path in sorted(DOCS.rglob("*.md"))
    # Its blocks are run, and each picture looked for, in test_docs_in_memory.py.
    if list_blocks(path.read_text(encoding="utf-8")) and path.stem != "from-networkx"
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_code_of_a_page_runs(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_page(path)


def test_the_service_for_developers_answers_with_json():
    """Starlette's own client needs a package more, so the route is called as a server would."""
    requests = pytest.importorskip("starlette.requests")
    held = run_page(DOCS / "developer.md")
    scope = {"type": "http", "query_string": b"type=immigration%20advice", "headers": []}
    answer = json.loads(held["gaps"](requests.Request(scope)).body)
    assert answer["headline"].startswith("18 of 26 areas")
    assert {row["area_code"] for row in answer["table"]} == set(held["e"].areas["area_code"])
    refused = held["gaps"](requests.Request(scope | {"query_string": b"type=immigration%20advise"}))
    assert refused.status_code == 400
    assert "Did you mean 'immigration advice'?" in json.loads(refused.body)["error"]


def test_eight_threads_get_equal_answers():
    """All at once of one ecosystem of which nothing has been asked yet."""

    def ask(e):
        answers = [
            eco.find_gaps(e, "immigration advice", level=2),
            eco.find_duplication(e),
            eco.find_pathways(e),
            eco.find_representation(e),
            eco.find_ties(e, permutations=19),
        ]
        return json.dumps([answer.to_dict() for answer in answers])

    sample = eco.read_sample("west-midlands")
    shared, alone = sample.select(visibility="public"), sample.select(visibility="public")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, [shared] * 8))
    assert set(answers) == {ask(alone)}
