"""Our reading of HXL beside that of libhxl, the sector's own library; skipped where it is not."""

import pytest
from who_does_what import draw_table, write_cells

import ecosystem as eco
from ecosystem.formats.file_kinds import read_raw_sheets
from ecosystem.formats.sheets.sheet import make_sheet

hxl = pytest.importorskip("hxl", reason="the dependency group bench is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")


def _open(path):
    return hxl.data(str(path), hxl.InputOptions(allow_local=True))


@pytest.mark.parametrize("seed", range(10))
def test_tags_headings_and_rows_are_those_libhxl_reads(tmp_path, seed):
    path = write_cells(tmp_path / "3w.csv", draw_table(seed))
    (sheet,) = read_raw_sheets(path)
    theirs = _open(path)
    tags = [(tag.name, set(tag.attributes)) for tag in map(sheet.tags.get, sheet.headings)]
    assert tags == [(column.tag[1:], set(column.attributes)) for column in theirs.columns]
    assert sheet.rows == [list(row.values) for row in theirs]
    # Two columns are headed Pcode: ours add the tag to tell them apart.
    for heading, column in zip(sheet.headings, theirs.columns, strict=True):
        assert heading.split(" #")[0] == column.header


@pytest.mark.parametrize("form", ["arrays", "objects"])
def test_json_is_read_as_libhxl_reads_it(tmp_path, form):
    cells = draw_table(3)
    start = next(row for row, line in enumerate(cells) if line[0][:1] == "#")
    data = cells
    if form == "objects":
        data = [dict(zip(cells[start], row, strict=True)) for row in cells[start + 1 :]]
    path = write_cells(tmp_path / "3w.json", data)
    theirs = {value for row in _open(path) for value in row.values if value.startswith("Agency")}
    assert theirs == {
        name for name in eco.read(path).organisations["name"] if name.startswith("Agency")
    }


def test_capitals_and_under_5_are_read_otherwise_than_by_libhxl(tmp_path):
    """libhxl compares text by its letters: "under 5" comes after 50, and HARBOUR is not Harbour."""
    cells = [["#org", "#sector", "#reached"], ["Harbour", "Food", "under 5"]]
    cells += [["HARBOUR", "Health", "60"], ["harbour", "Shelter", "20"]]
    path = write_cells(tmp_path / "3w.csv", cells)
    assert len(list(_open(path).count("#org"))) == 3
    above = [row.get("#reached") for row in _open(path).with_rows("#reached>50")]
    assert above == ["under 5", "60"]

    e = eco.read(path)
    assert len(e.organisations) == 1
    used = e.services.set_index("service_type")["used"].astype(float)
    assert used[used > 50].index.tolist() == ["Health"]


def test_what_libhxl_takes_for_tags_and_we_do_not(tmp_path):
    """A row whose only word is a hashtag of other people is data to us."""
    rows = [["Name", "Sector"], ["#ourtown", ""], ["Harbour", "charity"]]
    theirs = _open(write_cells(tmp_path / "a.csv", rows)).columns
    assert theirs[0].tag == "#ourtown"
    assert make_sheet("a", "a.csv", "", rows).tags == {}
