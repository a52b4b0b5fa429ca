"""Rows that add up others, wherever they stand: nobody is counted twice, and no total has ties."""

import pytest
from directories import list_services, read_directory
from written_tables import write_csv

import ecosystem as eco
from ecosystem.formats.tables.totals import reads_as_total


@pytest.mark.parametrize(
    ("row", "is_total"),
    [
        (["Total", "42", "45", ""], True),
        (["Leeds", "Total", "8"], True),
        (["Leeds Total", "", "300"], True),
        (["West Yorkshire total", "Legal advice", "1,250"], True),
        (["Total attending", "<5", "12", "n/a"], True),
        (["Number of members", "4"], True),
        (["Grand Total: 42", ""], False),  # by itself it is left to where it stands
        (["Total Health", "1100001"], False),
        (["Total", "food"], False),
        (["Ash", "12"], False),
    ],
)
def test_a_row_is_a_total_if_little_but_numbers_stands_in_it(row, is_total):
    assert reads_as_total(row) == is_total


def test_subtotals_of_referrals_are_no_ties(tmp_path):
    """Of 10 + 5 + 4 sent, 19 are left, though a subtotal of each and one of all stand there too."""
    e = eco.read(
        write_csv(
            tmp_path,
            referrals=[
                ["From", "To", "Sent"],
                ["Ash", "Birch", "10"],
                ["Ash", "Cedar", "5"],
                ["Ash", "Total", "15"],
                ["Birch", "Cedar", "4"],
                ["Birch Total", "", "4"],
                ["Grand Total", "", "19"],
            ],
        )
    )
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar"]
    assert e.referrals["sent"].sum() == 19
    assert e.problems["message"].str.contains("3 rows that read like totals left out").sum() == 1


def test_subtotals_of_need_and_of_places_below_each_area(tmp_path):
    """Leeds 100 + 200, Bradford 50: 350 people, not 700."""
    e = eco.read(
        write_csv(
            tmp_path,
            organisations=[["Name"], ["Ash"]],
            demand=[
                ["Area", "Service type", "People"],
                ["Leeds", "legal advice", "100"],
                ["Leeds", "ESOL", "200"],
                ["Leeds Total", "", "300"],
                ["Bradford", "legal advice", "50"],
                ["West Yorkshire total", "", "350"],
            ],
        )
    )
    assert e.demand["people"].sum() == 350


def test_a_total_below_each_place_of_a_directory_is_no_further_place(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Area", "Organisation", "What they do", "Staff"],
            ["Leeds", "Ash", "food bank", 5],
            ["Leeds", "Elm", "ESOL", 3],
            ["Leeds Total", None, None, 8],
            ["Bradford", "Oak", "ESOL", 2],
            ["Grand Total", None, None, 10],
        ],
    )
    assert [name for name, *_ in list_services(e)] == ["Ash", "Elm", "Oak"]
    assert len(e.catchments) == 3
    assert not e.problems["message"].str.contains("no area that is known").any()


def test_blank_in_a_pivot_table_is_nobody(tmp_path):
    """12 and 4 between the two; what is of (blank) is nobody's, and it is said."""
    path = tmp_path / "pivot.csv"
    path.write_text(
        "Row Labels,Ash,Birch,(blank),Grand Total\nAsh,,12,3,15\nBirch,4,,1,5\n(blank),2,2,,4\n"
        "Grand Total,6,14,4,24\n"
    )
    e = eco.read(path)
    assert e.organisations["name"].tolist() == ["Ash", "Birch"]
    assert len(e.relationships) == 2
    assert e.problems["message"].str.contains("'(blank)'", regex=False).sum() == 1


def test_nobody_by_any_word_refers_to_nobody(tmp_path):
    """Six rows, of which one has two organisations."""
    e = eco.read(
        write_csv(
            tmp_path,
            referrals=[
                ["From", "To", "Sent"],
                ["Ash", "Birch", "10"],
                ["Anonymous", "Birch", "2"],
                ["Word of mouth", "Birch", "9"],
                ["Family/friends", "Birch", "7"],
                ["(blank)", "Birch", "3"],
                ["not recorded", "Birch", "3"],
            ],
        )
    )
    assert e.organisations["name"].tolist() == ["Ash", "Birch"]
    assert e.referrals["sent"].sum() == 10
