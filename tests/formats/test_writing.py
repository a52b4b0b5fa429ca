"""What is written reads back equal; what other programs read is whole and well formed."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.data.tables import TABLES
from ecosystem.formats.cells_out import flatten
from ecosystem.formats.problems import write_problems
from ecosystem.formats.sources.graphml_gexf import make_gexf, make_graphml

_TEXT = st.text(max_size=12)
_FILLED = _TEXT.filter(lambda text: re.sub(r"[\W_]", "", text))
_DAY = st.dates(min_value=pd.Timestamp("1000-01-01").date()).map(str)
_COUNT = st.none() | st.floats(min_value=0, allow_nan=False, allow_infinity=False)


def _cells(column):
    if column.kind in {"number", "people"}:
        low = 0 if column.low is None else column.low
        high = column.high
        if column.whole:
            return st.none() | st.integers(int(low), int(high))
        return st.none() | st.floats(low, high, allow_nan=False, allow_infinity=False)
    if column.kind == "choice":
        return st.none() | st.sampled_from(column.choices)
    if column.kind == "yes/no":
        return st.none() | st.booleans()
    if column.kind == "date":
        return st.none() | _DAY
    return st.none() | _TEXT


@st.composite
def ecosystems(draw):
    """Any organisations, services, ties and groups, with any text and any columns of one's own."""
    ids = draw(
        st.lists(st.integers(0, 999).map(lambda n: f"id{n}"), min_size=1, max_size=4, unique=True)
    )
    services = draw(st.lists(st.integers(0, 9).map(lambda n: f"s{n}"), max_size=3, unique=True))
    tables = {}
    for name, keys in (("organisations", ids), ("services", services), ("groups", services)):
        rows = []
        for one in keys:
            row = {}
            for column in TABLES[name].columns:
                if column.links_to:
                    continue
                wanted = _FILLED if column.must_be_filled else _cells(column)
                row[column.name] = one if column.name == TABLES[name].key[0] else draw(wanted)
            rows.append(row)
        tables[name] = pd.DataFrame(rows, columns=list(rows[0]) if rows else None)
    own = draw(st.lists(_FILLED, max_size=2, unique_by=lambda text: text.strip().casefold()))
    for name in own:
        tables["organisations"][name] = draw(st.lists(_TEXT, min_size=len(ids), max_size=len(ids)))
    ends = st.sampled_from(ids)
    tables["referrals"] = pd.DataFrame(
        draw(
            st.lists(
                st.fixed_dictionaries(
                    {"from_id": ends, "to_id": ends, "sent": _COUNT, "period": _FILLED}
                ),
                max_size=3,
                unique_by=lambda row: row["period"].strip(),
            )
        )
    )
    try:
        return eco.Ecosystem(**{name: frame for name, frame in tables.items() if len(frame)})
    except eco.DataError:
        # Two names that came to the same, or a word that means "not known": refused, as it should.
        reject()


def assert_equal(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(e=ecosystems())
def test_any_tables_written_and_read_back_are_equal(tmp_path, name, e):
    assert_equal(eco.read(eco.write_tables(e, tmp_path / name, visibility="private")), e)


def make(**changes):
    organisations = pd.DataFrame(
        {
            "organisation_id": ["a", "b", "c"],
            "name": ["ACH & <friends>", 'The "B"', "C|D\n=1"],
            "sector": ["voluntary", None, "funder"],
            "latitude": [51.5, None, None],
            "longitude": [-2.5, None, None],
            "charity_number": ["1164883", None, None],
            "list": [["x", "y"], None, "#N/A"],
        }
    )
    tables = {
        "organisations": organisations,
        "services": pd.DataFrame(
            {
                "service_id": ["s", "t"],
                "name": ["Advice", "Food"],
                "service_type": ["advice", "food"],
                "languages": ["Arabic|Farsi", None],
                "status": ["closed", None],
            }
        ),
        "providers": pd.DataFrame(
            {
                "service_id": ["s", "s", "t"],
                "organisation_id": ["a", "b", "b"],
                "role": ["partner", "lead", None],
            }
        ),
        "areas": pd.DataFrame(
            {
                "area_code": ["E06000023", "E08000026", "x"],
                "name": ["Bristol, City of", "Coventry", "Nowhere"],
                "latitude": [51.45, 52.4, None],
                "longitude": [-2.58, -1.5, None],
            }
        ),
        "sites": pd.DataFrame(
            {
                "service_id": ["s", "t"],
                "area_code": ["E06000023", "E08000026"],
                "latitude": [51.4545, 52.4],
                "longitude": [-2.5879, -1.5],
                "postcode": ["BS1 4ST", "CV1 1AA"],
                "is_confidential": [None, "yes"],
            }
        ),
        "catchments": pd.DataFrame({"service_id": ["s"], "area_code": ["E06000023"]}),
        "demand": pd.DataFrame(
            {"area_code": ["E06000023", "E08000026"], "service_type": "advice", "people": [3, 50]}
        ),
        "referrals": pd.DataFrame(
            {
                "from_id": ["a", "b"],
                "to_id": ["b", "c"],
                "sent": [3, 20],
                "visibility": ["public", "private"],
            }
        ),
        "relationships": pd.DataFrame(
            {
                "from_id": ["a", "c"],
                "to_id": ["b", "a"],
                "kind": ["trusts", "funds"],
                "direction": ["both ways", None],
                "amount": [None, 1200.5],
            }
        ),
    }
    return eco.Ecosystem(**(tables | changes))


def ties(e):
    frame = e.relationships.astype(object).where(e.relationships.notna(), None)
    return sorted(tuple(row) for row in frame[["from_id", "to_id", "kind", "direction"]].to_numpy())


_TIES = [
    ("a", "b", "referral", "one way"),
    ("a", "b", "trusts", "both ways"),
    ("c", "a", "funds", "one way"),
]


def test_numbers_keep_all_their_figures_in_a_workbook(tmp_path):
    number = 0.1 + 0.2
    e = make(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b", "c"],
                "name": ["A", "B", "C"],
                "latitude": [number] * 3,
                "longitude": [1e-300] * 3,
            }
        )
    )
    again = eco.read(eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private"))
    assert again.organisations["latitude"].tolist()[0] == number
    assert again.organisations["longitude"].tolist()[0] == 1e-300


def test_texts_that_excel_reads_as_codes_come_back_as_they_were(tmp_path):
    e = make(about=pd.DataFrame({"title": ["_x0041_ and _x000D_"], "sources": ["#N/A"]}))
    for name in ("copy", "copy.xlsx"):
        assert_equal(eco.read(eco.write_tables(e, tmp_path / name, visibility="private")), e)


def test_a_text_too_long_for_a_workbook_is_said_and_not_cut(tmp_path):
    e = make(about=pd.DataFrame({"title": ["x" * 40_000]}))
    with pytest.raises(ValueError, match="40,000 letters"):
        eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private")
    assert not list(tmp_path.iterdir())
    assert_equal(eco.read(eco.write_tables(e, tmp_path / "copy", visibility="private")), e)


def test_the_folder_describes_itself(tmp_path):
    folder = eco.write_tables(make(), tmp_path / "copy")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            heading = next(csv.reader(lines))
        assert [field["name"] for field in resource["schema"]["fields"]] == heading


def test_the_workbook_has_what_check_said_on_a_sheet_that_is_not_read(tmp_path):
    e = make(relationships=pd.DataFrame({"from_id": ["a"], "to_id": ["a"], "kind": ["funds"]}))
    path = eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private")
    sheet = openpyxl.load_workbook(path)["Problems"]
    assert "tied to itself" in sheet["H2"].value
    assert_equal(eco.read(path), e)


# Networks


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_networks_read_back_with_names_and_kinds(tmp_path, ending):
    path = eco.write_tables(make(), tmp_path / f"map.{ending}")
    e = eco.read(path)
    assert e.organisations["name"].tolist() == ["ACH & <friends>", 'The "B"', "C|D\n=1"]
    assert e.organisations["latitude"].tolist()[0] == 51.5
    assert e.organisations["list"].tolist()[0] == "x|y"
    assert ties(e) == _TIES
    assert e.relationships.set_index("kind")["amount"]["funds"] == 1200.5
    assert e.relationships.set_index("kind")["sent"]["referral"] == "under 5"


def test_networkx_and_igraph_read_our_graphml(tmp_path):
    path = eco.write_tables(make(), tmp_path / "map.graphml")
    g = nx.read_graphml(path)
    assert g.nodes["a"]["name"] == "ACH & <friends>"
    assert igraph.Graph.Read_GraphML(str(path)).vs["name"][1] == 'The "B"'


def test_networkx_reads_our_gexf(tmp_path):
    g = nx.read_gexf(eco.write_tables(make(), tmp_path / "map.gexf"), version="1.3")
    assert g.nodes["a"]["label"] == "ACH & <friends>"
    assert {data["kind"] for *_, data in g.edges(data=True)} == {"trusts", "funds", "referral"}


@given(name=st.text(max_size=30))
@settings(max_examples=40, deadline=None)
def test_no_name_makes_a_network_that_is_not_well_formed(name):
    """What goes in is what `flatten` lets through."""
    e = eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ["a"], "name": [f"x{name}"]}))
    cells = flatten(e, visibility="public")
    assert ET.fromstring(make_graphml(cells)).tag.endswith("graphml")  # noqa: S314 - our own
    assert ET.fromstring(make_gexf(cells)).tag.endswith("gexf")  # noqa: S314


# Kumu


@pytest.mark.parametrize("name", ["map.xlsx", "map.json"])
def test_kumu_reads_back_with_names_and_kinds(tmp_path, name):
    path = eco.write_tables(make(), tmp_path / name, format="kumu")
    e = eco.read(path)
    assert e.organisations["organisation_id"].tolist() == ["a", "b", "c"]
    assert e.organisations["name"].tolist() == ["ACH & <friends>", 'The "B"', "C|D\n=1"]
    assert ties(e) == _TIES


def test_kumu_headings_are_those_kumu_asks_for(tmp_path):
    path = eco.write_tables(make(), tmp_path / "map.xlsx", format="kumu")
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["Elements"][1]][:3] == ["ID", "Label", "Type"]
    assert [cell.value for cell in book["Connections"][1]][:4] == [
        "From",
        "To",
        "Type",
        "Direction",
    ]


# GeoJSON


def test_areas_with_an_answer_are_geojson(tmp_path):
    e = make().select(visibility="public")
    gaps = eco.find_gaps(e, "advice")
    path = eco.write_tables(e, tmp_path / "gaps.geojson", result=gaps)
    data = json.loads(path.read_text(encoding="utf-8"))
    by_id = {one["id"]: one for one in data["features"]}
    assert by_id["E06000023"]["geometry"] == {"type": "Point", "coordinates": [-2.58, 51.45]}
    assert by_id["x"]["geometry"] is None
    assert by_id["E06000023"]["properties"]["demand"] == "under 5"
    other = by_id["E08000026"]["properties"]
    assert other["status"] == gaps.table.loc["E08000026", "status"]
    assert other["demand"] == gaps.shown.loc["E08000026", "demand"]
    assert "NaN" not in path.read_text(encoding="utf-8")


def test_an_answer_from_guarded_rows_is_not_written_for_the_public(tmp_path):
    gaps = eco.find_gaps(make(), "advice")
    with pytest.raises(ValueError, match="rests on private rows"):
        eco.write_tables(make(), tmp_path / "gaps.geojson", result=gaps)


def test_an_answer_about_organisations_is_no_map_of_areas(tmp_path):
    core = eco.find_core(make())
    with pytest.raises(ValueError, match="result is about organisation_id"):
        eco.write_tables(make(), tmp_path / "x.geojson", result=core, visibility="private")


# Open Referral


def test_open_referral_tables_read_back(tmp_path):
    """The lead goes on the service, the other under "also run by"; the refuge is left out."""
    folder = eco.write_tables(make(), tmp_path / "hsds", format="open referral")
    services = {
        row["name"]: row
        for row in csv.DictReader(
            io.StringIO((folder / "services.csv").read_text(encoding="utf-8"))
        )
    }
    organisations = {
        row["id"]: row["name"]
        for row in csv.DictReader(
            io.StringIO((folder / "organizations.csv").read_text(encoding="utf-8"))
        )
    }
    assert organisations[services["Advice"]["organization_id"]] == 'The "B"'
    assert services["Advice"]["status"] == "defunct"
    assert services["Food"]["status"] == "active"
    e = eco.read(folder)
    assert sorted(e.services["service_type"]) == ["advice", "food"]
    assert "also run by" in (folder / "taxonomies.csv").read_text(encoding="utf-8")
    assert e.sites["postcode"].tolist() == ["BS1 4ST"]
    assert e.catchments["area_code"].tolist() == ["E06000023"]
    assert "Arabic|Farsi" in set(e.services["languages"])
    assert e.organisations["charity_number"].dropna().tolist() == ["1164883"]


def test_open_referral_json_reads_back_like_the_tables(tmp_path):
    folder = eco.write_tables(make(), tmp_path / "hsds", format="open referral")
    path = eco.write_tables(make(), tmp_path / "hsds.json", format="open referral")
    one, other = eco.read(folder), eco.read(path)
    for name in ("services", "providers", "catchments"):
        left, right = getattr(one, name), getattr(other, name)
        if name == "providers":
            # The page of services does not list who runs none of them as lead.
            left, right = left[left["role"] == "lead"], right[right["role"] == "lead"]
            left, right = left.reset_index(drop=True), right.reset_index(drop=True)
        columns = TABLES[name].names
        pd.testing.assert_frame_equal(left[columns], right[columns])
    assert len(one.providers) == len(other.providers)


def test_ids_of_open_referral_are_the_same_every_time(tmp_path):
    one = eco.write_tables(make(), tmp_path / "one.json", format="open referral")
    two = eco.write_tables(make(), tmp_path / "two.json", format="open referral")
    assert one.read_bytes() == two.read_bytes()


def test_a_confidential_place_is_never_given_finely(tmp_path):
    path = eco.write_tables(
        make(), tmp_path / "hsds.json", format="open referral", visibility="private"
    )
    assert "CV1 1AA" not in path.read_text(encoding="utf-8")
    assert "-1.5," not in path.read_text(encoding="utf-8").replace(" ", "")


@pytest.mark.parametrize("ending", ["graphml", "gexf", "geojson"])
def test_private_rows_are_in_no_public_file(tmp_path, ending):
    e = make(
        relationships=pd.DataFrame(
            {"from_id": ["a"], "to_id": ["c"], "kind": ["secret word"], "visibility": ["private"]}
        )
    )
    path = eco.write_tables(e, tmp_path / f"map.{ending}")
    assert "secret word" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("map.json", {}, "say format='kumu' or format='open referral'"),
        ("map.csv", {}, "give a folder"),
        ("map.xlsx", {"format": "gexf"}, r"must end in \.gexf"),
        ("map.gexf", {"format": "gefx"}, "Did you mean 'gexf'"),
    ],
)
def test_a_path_that_does_not_fit_is_said(tmp_path, name, options, said):
    with pytest.raises(ValueError, match=said):
        eco.write_tables(make(), tmp_path / name, **options)


# Problems


def test_problems_lead_to_the_faulty_cell(tmp_path):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Organisations"
    for row in (["Our list"], [], ["Name", "Latitude"], ["ACH", "north"]):
        book.worksheets[0].append(row)
    source = tmp_path / "our sector.xlsx"
    book.save(source)
    problems = eco.check(source)
    path = write_problems(problems, tmp_path / "problems.xlsx", source=source)
    sheet = openpyxl.load_workbook(path)["Problems"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "error")
    assert [row[4].value, row[5].value, row[6].value] == [4, "Latitude", "north"]
    assert row[4].hyperlink.target == "our sector.xlsx"
    assert row[4].hyperlink.location == "'Organisations'!B4"


def test_problems_of_a_folder_lead_to_the_file(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "organisations.csv").write_text(
        "name,latitude\nACH,=1\n", encoding="utf-8"
    )
    problems = eco.check(tmp_path / "data")
    path = write_problems(problems, tmp_path / "problems.xlsx", source=tmp_path / "data")
    row = openpyxl.load_workbook(path)["Problems"][2]
    assert row[4].hyperlink.target == "data/organisations.csv"
    assert row[6].data_type == "s"
