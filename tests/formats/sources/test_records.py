"""Records to sheets, ties each once, and attributes that do not fit our columns."""

from ecosystem.formats.sources.records import (
    as_cell,
    join_repeats,
    make_record_sheet,
    set_aside_misfits,
)


def test_values_as_cells():
    """A list is joined by |, so that a | inside one of its values cannot be one."""
    assert as_cell(["a|b", None, "c"]) == "a/b|c"
    assert as_cell({"a": [1]}) == '{"a": [1]}'
    assert as_cell([True, 7.0]) == "yes|7"


def test_records_have_a_column_for_each_key_of_any():
    sheet = make_record_sheet("areas", "x.json", [{"a": "1"}, {"b": "2", "a": "3"}])
    assert sheet.headings == ["a", "b"]
    assert sheet.rows == [["1", ""], ["3", "2"]]
    assert sheet.numbers == [1, 2]


def test_a_tie_that_repeats_fills_the_first_and_changes_nothing_it_says():
    """In any case and with spaces it is the same tie; the other kind is another tie."""
    ties = [
        {"from_id": "A", "to_id": "B", "kind": "funds", "amount": "5", "note": ""},
        {"from_id": "a ", "to_id": "b", "kind": "Funds", "amount": "9", "note": "x"},
        {"from_id": "A", "to_id": "B", "kind": "trusts"},
    ]
    sheet = make_record_sheet("relationships", "x.json", [])
    join_repeats(ties, [4, 5, 6], sheet)
    assert sheet.column("amount") == ["5", ""]
    assert sheet.column("note") == ["x", ""]
    assert sheet.numbers == [4, 6]
    (problem,) = sheet.found
    assert (problem.row, problem.message) == (5, "1 tie repeated; each was read once.")


def test_a_column_of_ours_with_other_values_is_set_aside():
    """ "status" is a choice of ours; what another program calls so is kept under another name."""
    records = [{"name": "A", "status": "green"}, {"name": "B", "status": "active"}]
    sheet = set_aside_misfits(make_record_sheet("organisations", "x.json", records))
    assert sheet.headings == ["name", "status (as given)"]
    (problem,) = sheet.found
    assert (problem.row, problem.column, problem.value) == (1, "status", "green")
