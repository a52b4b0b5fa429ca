"""Tables in memory: read as files are, with the row numbers that the frame itself shows."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import ecosystem as eco

PEOPLE_WRITE = {
    "Organisations": pd.DataFrame(
        {
            "Name": ["Ash Advice", "Elm Council"],
            "Sector": ["charity", "local authority"],
            "Area": ["Birmingham", "Stoke"],
        }
    ),
    "Services": pd.DataFrame(
        {
            "Name": ["Advice"],
            "Organisation": ["ash advice"],
            "Service type": ["immigration advice"],
            "Areas reached": ["Birmingham; Stoke"],
            "Level": ["OISC 2"],
            "Capacity": ["c. 120"],
        }
    ),
    "Referrals": pd.DataFrame({"From": ["Elm Council"], "To": ["Ash Advice"], "Sent": [20.0]}),
}


def list_messages(e):
    return " / ".join(e.problems["message"])


def test_frames_are_read_as_the_same_tables_in_files(tmp_path):
    """Names for ids, other words, places by name, lists and round numbers: all as from a folder."""
    for name, frame in PEOPLE_WRITE.items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    e, from_files = eco.read(PEOPLE_WRITE), eco.read(tmp_path)
    for name in ("organisations", "services", "providers", "catchments", "areas", "referrals"):
        pd.testing.assert_frame_equal(getattr(e, name), getattr(from_files, name))
    assert e.organisations["sector"].tolist() == ["voluntary", "statutory"]
    assert e.services.loc[0, ["level", "capacity"]].tolist() == [2, 120]
    assert sorted(e.problems["message"]) == sorted(from_files.problems["message"])


def test_one_frame_of_ties_is_an_ecosystem():
    edges = nx.to_pandas_edgelist(nx.karate_club_graph())
    e = eco.read(edges)
    assert (len(e.organisations), len(e.relationships)) == (34, 78)
    assert eco.read(edges, name="karate.csv").problems["file"].iloc[0] == "karate.csv"


@pytest.mark.parametrize("names", [list("abc"), [0, 1, 2], [5, 6, 7]])
def test_a_frame_with_the_same_rows_as_columns_is_a_matrix(names):
    """a-b weighs 2, b-c 1."""
    cells = np.array([[0, 2, 0], [2, 0, 1], [0, 1, 0]])
    e = eco.read(pd.DataFrame(cells, index=names, columns=names))
    ends = e.relationships[["from_id", "to_id", "weight"]].to_numpy().tolist()
    first, second, third = map(str, names)
    assert ends == [[first, second, "2"], [second, third, "1"]]


def test_two_rows_without_headings_are_two_ties():
    e = eco.read(pd.DataFrame([["Ash", "Elm"], ["Elm", "Oak"]]), format="ties")
    assert e.relationships[["from_id", "to_id"]].to_numpy().tolist() == [
        ["ash", "elm"],
        ["elm", "oak"],
    ]


def test_a_title_above_the_headings_is_passed_by():
    """As pandas reads a sheet with a title: the headings are in its first row."""
    frame = pd.DataFrame(
        [["Name", "Sector"], ["Ash", "charity"]], columns=["Our members in 2025", "Unnamed: 1"]
    )
    e = eco.read({"organisations": frame})
    assert e.organisations[["name", "sector"]].to_numpy().tolist() == [["Ash", "voluntary"]]


def test_an_index_with_a_name_is_a_column_and_a_number_of_a_row_is_none():
    members = pd.DataFrame({"sector": ["charity"]}, index=pd.Index(["Ash"], name="name"))
    assert eco.read({"organisations": members}).organisations["name"].tolist() == ["Ash"]
    later = pd.DataFrame({"name": ["Ash", "Elm"]}, index=[40, 7])
    e = eco.read({"organisations": later})
    assert "index" not in e.organisations


def test_a_problem_names_the_row_as_the_frame_does():
    """The row with the label 41 is the second of the frame."""
    frame = pd.DataFrame({"name": ["Ash", "Elm"], "latitude": [52.0, 952.0]}, index=[40, 41])
    with pytest.raises(eco.DataError, match="organisations row 41, latitude"):
        eco.read({"organisations": frame})
    problems = eco.check({"organisations": frame})
    assert problems.loc[problems["severity"] == "error", "row"].tolist() == [41]


def test_numbers_and_text_are_one_id_and_that_is_said():
    """0 in one table and "0" in the other: before, '0' was "not in organisations"."""
    tables = {
        "organisations": pd.DataFrame({"organisation_id": [0, 1], "name": ["Ash", "Elm"]}),
        "relationships": pd.DataFrame({"from_id": ["0"], "to_id": ["1"], "kind": ["trusts"]}),
    }
    e = eco.read(tables)
    assert e.relationships[["from_id", "to_id"]].to_numpy().tolist() == [["0", "1"]]
    said = "ids are numbers in organisation_id and text in from_id and to_id; all were read as text"
    assert said in list_messages(e)
    assert said not in list_messages(eco.read(PEOPLE_WRITE))


def test_nothing_and_none_and_lists_in_cells():
    frame = pd.DataFrame(
        {
            "name": ["Ash", "Elm"],
            "start": [pd.Timestamp("2019-05-01"), pd.NaT],
            "tags": [["a", "b"], None],
            "scores": [np.array([1, 2]), np.nan],
        }
    )
    e = eco.read({"organisations": frame})
    assert e.organisations["start"].dt.year.tolist()[0] == 2019
    assert e.organisations["tags"].tolist()[0] == "a|b"
    assert e.organisations["scores"].tolist()[0] == "1|2"
    assert e.organisations[["start", "tags", "scores"]].iloc[1].isna().all()


def test_frames_in_the_constructor_stay_strict():
    frame = PEOPLE_WRITE["Organisations"].rename(columns=str.lower)
    with pytest.raises(eco.DataError):
        eco.Ecosystem(organisations=frame)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({}, "holds no table"),
        ({"organisations": [1]}, "'organisations' is no table but of type list"),
        ([1, 2], "of type list is nothing that can be read"),
        (7, "Give a path, bytes, an open file, a DataFrame, a dict of DataFrames, or a graph"),
    ],
)
def test_what_cannot_be_read_says_what_can(source, said):
    with pytest.raises(ValueError, match=said):
        eco.read(source)


def test_tables_of_arrow_and_polars_are_read_as_frames_are():
    """A whole number beside an empty cell stays whole: 7 is the organisation "7", not "7.0"."""
    pyarrow = pytest.importorskip("pyarrow")
    columns = {"organisation_id": [7, None], "name": ["Ash Advice", "Elm Council"]}
    read = eco.read({"organisations": pyarrow.table(columns)})
    assert read.organisations["organisation_id"].tolist() == ["7", "elm-council"]
    made = eco.Ecosystem(organisations=pyarrow.table({"organisation_id": ["a"], "name": ["Ash"]}))
    assert made.organisations["name"].tolist() == ["Ash"]
    ties = pyarrow.table({"From": ["Ash"], "To": ["Elm"]})
    assert len(eco.read(ties).relationships) == 1


def test_a_table_of_another_library_without_pyarrow_says_which_extra(monkeypatch):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"organisation_id": ["a"], "name": ["Ash"]})

    def lack(_table):
        raise ImportError

    monkeypatch.setattr(pd.DataFrame, "from_arrow", lack)
    with pytest.raises(ImportError, match=r"pyarrow Table needs the extra.*\[scale\]"):
        eco.Ecosystem(organisations=table)


@pytest.mark.parametrize("given", [[{"name": "Ash"}], {"name": ["Ash"]}, "organisations.csv", 7])
def test_what_is_no_table_is_refused_by_its_name(given):
    with pytest.raises(ValueError, match=r"^organisations is no table but of type"):
        eco.Ecosystem(organisations=given)
    with pytest.raises(ValueError, match=r"^services is no table but of type"):
        eco.Ecosystem(organisations=PEOPLE_WRITE["Organisations"], services=given)
