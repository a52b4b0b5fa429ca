"""Whatever the bytes are, `check` ends in a table of problems."""

import random
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_workbooks import raw_book

import ecosystem as eco

pytestmark = pytest.mark.usefixtures("reader")

_STARTS = (
    b"",
    b"name,sector\nACH,voluntary\n",
    b"From,To\nA,B\n",
    b'{"elements": [{"label": "A"}], "connections": [{"from": "A", "to": "B"}]}',
    b'{"grants": [{"id": 1, "fundingOrganization": [{"id": "x"}]}]}',
    b'[{"id": "1", "name": "s", "organization": {"id": 1, "name": "o"}}]',
    b"<graphml><graph><node id='a'/><edge source='a' target='b'/></graph></graphml>",
    b"<gexf><graph><nodes><node id='a'/></nodes></graph></gexf>",
    b"*Vertices 2\n1 A\n2 B\n*Arcs\n1 2 3\n",
    b"dl n=2\nlabels:\nA,B\ndata:\n0 1\n1 0\n",
)


_NAMES = ("x.csv", "x.json", "x.xlsx", "x.graphml", "x.gexf", "x.net", "x.dl", "x.zip", "x.txt")


def answers(path):
    """Return whether `check` ends in a table of problems."""
    problems = eco.check(path)
    assert {"severity", "row", "message"} <= set(problems.columns)
    return problems


@given(
    raw=st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda start, more: start + more, st.sampled_from(_STARTS), st.binary(max_size=60)
        ),
        st.text(alphabet="name,sector\n\"'{}[]:<>/= 123", max_size=200).map(str.encode),
    ),
    name=st.sampled_from(_NAMES),
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_bytes_end_in_a_table_of_problems(tmp_path, raw, name):
    (tmp_path / name).write_bytes(raw)
    answers(tmp_path / name)


def test_damaged_bytes_of_good_files_end_in_a_table_of_problems(tmp_path):
    """A byte changed, cut off or put in, at places drawn from a fixed seed."""
    draw = random.Random(7)  # noqa: S311 - a fixed seed
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["A", "B"]}),
        relationships=pd.DataFrame({"from_id": ["a"], "to_id": ["b"], "kind": ["funds"]}),
    )
    for name in ("x.xlsx", "x.graphml", "x.gexf"):
        good = eco.write_tables(e, tmp_path / name).read_bytes()
        for _ in range(15):
            place = draw.randrange(len(good))
            change = draw.choice(
                [
                    good[:place],
                    good[:place] + bytes([draw.randrange(256)]) + good[place + 1 :],
                    good[:place] + bytes(draw.randrange(1, 9)) + good[place:],
                ]
            )
            (tmp_path / name).write_bytes(change)
            answers(tmp_path / name)


def test_damaged_xml_inside_a_good_zip_ends_in_a_table_of_problems(tmp_path):
    draw = random.Random(11)  # noqa: S311 - a fixed seed
    path = raw_book(tmp_path / "good.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for turn in range(30):
        name = draw.choice(sorted(parts))
        good = parts[name]
        place = draw.randrange(len(good))
        bad = good[:place] + bytes([draw.randrange(32, 127)]) + good[place + 1 :]
        if turn % 3 == 0:
            bad = good[:place] + good[place + draw.randrange(1, 20) :]
        with zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as archive:
            for part, text in parts.items():
                archive.writestr(part, bad if part == name else text)
        answers(tmp_path / "bad.xlsx")
