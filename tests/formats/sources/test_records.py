"""Records to sheets, ties to their tables, and attributes that do not fit our columns."""

from ecosystem.formats.sources.records import (
    as_cell,
    make_record_sheet,
    make_tie_sheets,
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


def test_a_column_of_ours_with_other_values_is_set_aside():
    """ "status" is a choice of ours; what another program calls so is kept under another name."""
    records = [{"name": "A", "status": "green"}, {"name": "B", "status": "active"}]
    sheet = set_aside_misfits(make_record_sheet("organisations", "x.json", records))
    assert sheet.headings == ["name", "status (as given)"]
    (problem,) = sheet.found
    assert (problem.row, problem.column, problem.value) == (1, "status", "green")


def test_a_tie_called_referral_is_one_unless_it_has_what_referrals_do_not():
    """Of three called so the first is a referral; a strength, or both ways, tells of another."""
    ties = [
        {"from_id": "a", "to_id": "b", "kind": "Referral", "direction": "one way", "sent": "7"},
        {"from_id": "a", "to_id": "b", "kind": "referral", "direction": "both ways"},
        {"from_id": "a", "to_id": "c", "kind": "referral", "strength": "2"},
    ]
    standing, passed = make_tie_sheets("x.json", ties, [4, 5, 6])
    assert (standing.name, standing.numbers) == ("relationships", [5, 6])
    assert standing.headings == ["from_id", "to_id", "kind", "direction", "strength"]
    assert (passed.name, passed.numbers) == ("referrals", [4])
    assert passed.headings == ["from_id", "to_id", "sent"]
    assert passed.rows == [["a", "b", "7"]]
    assert passed.found[0].message == "1 tie of the kind 'referral' read as referrals."
