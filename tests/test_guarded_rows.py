"""What others may not see leaves no trace: files are those of data that never held it.

Each kind of row below once made a warning, or could: it quotes an odd value, looks like a public
row, or is wrong in itself. The same public data with and without it must give the same bytes in
every file that is written for everybody.
"""

import zipfile

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.data import TABLES

pytestmark = pytest.mark.audit

_ODD = {"organisation_id": "x", "visibility": "private"}


def _organisation(**cells):
    return {"organisations": [_ODD | {"name": "Xanthe House"} | cells]}


def _service(**cells):
    row = {"service_id": "sx", "name": "Refuge", "service_type": "advice"}
    return {"services": [row | {"visibility": "private"} | cells]}


def _run_by_guarded(**cells):
    """Return a service, itself marked for nobody, that only a guarded organisation runs."""
    service = {"service_id": "sx", "name": "Refuge", "service_type": "advise"} | cells
    return _organisation() | {
        "services": [service],
        "providers": [{"service_id": "sx", "organisation_id": "x"}],
        "catchments": [{"service_id": "sx", "area_code": "north"}],
    }


_CONFIDENTIAL = {"service_id": "advice", "area_code": "north", "is_confidential": "yes"}
_REFERRAL = {"from_id": "a", "to_id": "d", "visibility": "partners"}
_RELATION = {"from_id": "a", "to_id": "e", "kind": "trusts", "visibility": "private"}
KINDS = {
    "a private organisation": _organisation(),
    "one for partners, with an odd postcode": _organisation(visibility="partners", postcode="ZZ"),
    "one with the name of a public one": _organisation(name="Ash"),
    "one with a name near a public one": _organisation(name="ash."),
    "one with the charity number of a public one": _organisation(charity_number="1077116"),
    "one with an odd company number": _organisation(company_number="12"),
    "one whose id differs in capitals": _organisation(organisation_id="A", name="Other"),
    "one marked with a word of its own": _organisation(visibility="committee only", latitude=51),
    "a private service without a provider": _service(capacity=2.5),
    "a service that only a guarded one runs": _run_by_guarded(),
    "such a service that has ended": _run_by_guarded(end="2020-01-01", start="2021-01-01"),
    "a confidential site with an odd postcode": {
        "sites": [_CONFIDENTIAL | {"postcode": "AB1 2CD"}]
    },
    "a confidential site with half a position": {"sites": [_CONFIDENTIAL | {"latitude": 52.1}]},
    "a referral of more than were sent": {"referrals": [_REFERRAL | {"sent": 7, "accepted": 70}]},
    "a referral to itself": {"referrals": [_REFERRAL | {"to_id": "a", "sent": 9}]},
    "a referral of an odd type": {"referrals": [_REFERRAL | {"service_type": "advise", "sent": 9}]},
    "a tie that ends before it begins": {
        "relationships": [_RELATION | {"start": "2021-01-01", "end": "2020-01-01"}]
    },
    "a confidential group": {
        "groups": [{"group_id": "g", "name": "Panel", "is_confidential": "yes"}],
        "memberships": [{"group_id": "g", "organisation_id": "a"}],
    },
}


def _make(tiny, rows):
    """Return the public data with further rows."""
    about = pd.DataFrame({"title": ["Ours"], "snapshot_date": ["2025-01-31"]})
    # The column that marks rows is there with and without marks: it is the sheet's, not a row's.
    organisations = tiny.organisations.assign(
        charity_number=["1077116", None, None, None, None], visibility=None
    )
    services = tiny.services.assign(visibility=None)
    base = {"about": about, "organisations": organisations, "services": services}
    tables = {
        name: pd.concat([base.get(name, getattr(tiny, name)), pd.DataFrame(new)])
        for name, new in rows.items()
    }
    return tiny.replace(**(base | tables))


def _unpack(path):
    """Return the bytes of a file; of a workbook those of its parts, but for the time of writing."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "core.xml" not in name}


def _write_tables(e, folder):
    """Write every form of the tables; return what is in the files, by their names."""
    eco.write_tables(e, folder / "ours")
    eco.write_tables(e, folder / "ours.xlsx")
    eco.write_tables(e, folder / "kumu.json", format="kumu")
    eco.write_tables(e, folder / "kumu.xlsx", format="kumu")
    eco.write_tables(e, folder / "ties.graphml")
    eco.write_tables(e, folder / "ties.gexf")
    eco.write_tables(e, folder / "ties.gml")
    eco.write_tables(e, folder / "ties.net")
    eco.write_tables(e, folder / "areas.geojson")
    eco.write_tables(e, folder / "directory", format="open referral")
    eco.write_tables(e, folder / "directory.json", format="open referral")
    return _collect(folder)


def _write_pages(e, folder):
    """Write every page and answer for everybody; return what is in the files, by their names."""
    eco.write_report(e, folder / "named.html", before=e.without("a"))
    eco.write_report(e, folder / "coded.html", audience="public", seed=1)
    eco.write_report(e, folder / "named.docx")
    eco.write_directory(e, folder / "leaflet.html")
    eco.write_forms(e, folder / "forms", visibility="public")
    eco.write_profiles(e, folder / "profiles")
    seen = e.select(visibility="public")
    answers = {
        "core": eco.find_core(seen),
        "gaps": eco.find_gaps(seen, "advice"),
        "duplication": eco.find_duplication(seen),
        "matches": eco.find_matches(seen),
        "pathways": eco.find_pathways(seen),
        "closures": eco.find_closures(seen, runs=10),
        "focus": eco.find_focus(seen),
        "factors": eco.find_factors(seen),
        "representation": eco.find_representation(seen),
        "ties": eco.find_ties(seen, permutations=49),
        "changes": eco.find_changes(seen.without("a"), seen),
        "placements": eco.find_placements(seen, "advice", count=1),
    }
    for name, answer in answers.items():
        eco.write_result(answer, folder / f"{name}.csv")
        eco.write_result(answer, folder / f"{name}.json")
    for ending in ("html", "svg"):
        eco.draw_network(e, answers["core"], folder / f"ties.{ending}")
        eco.draw_places(e, answers["gaps"], folder / f"places.{ending}")
    return _collect(folder)


def _collect(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): _unpack(path) for path in files}


def _compare(write, tiny, rows, tmp_path):
    """Return the names of the files that differ with and without the rows."""
    written = []
    for name, more in (("without", {}), ("with", rows)):
        (tmp_path / name).mkdir()
        written.append(write(_make(tiny, more), tmp_path / name))
    without, with_rows = written
    assert without.keys() == with_rows.keys()
    return [name for name in without if without[name] != with_rows[name]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_and_its_problems_are_of_its_own_rows(kind, tiny):
    """Not even how many there are, or in which rows, tells of a row that was left out."""
    public, guarded = (_make(tiny, rows).select(visibility="public") for rows in ({}, KINDS[kind]))
    assert guarded.problems.equals(public.problems)
    for name in TABLES:
        assert getattr(guarded, name).equals(getattr(public, name)), name


@pytest.mark.parametrize("write", [_write_tables, _write_pages], ids=["tables", "pages"])
def test_no_file_holds_a_trace_of_any_guarded_row(write, tiny, tmp_path):
    """All kinds at once, each with ids of its own."""
    rows = {}
    for number, kind in enumerate(KINDS.values()):
        for table, new in kind.items():
            rows.setdefault(table, []).extend(_number_ids(row, number) for row in new)
    assert _compare(write, tiny, rows, tmp_path) == []


def _number_ids(row, number):
    """Return a row with ids of its own, so that all kinds can stand beside one another."""
    new = {"x": f"x{number}", "sx": f"sx{number}", "g": f"g{number}"}
    return {name: new.get(cell, cell) for name, cell in row.items()} | (
        {"period": str(number)} if "from_id" in row and "kind" not in row else {}
    )


def test_what_was_met_in_reading_stays_with_those_who_may_see_all(tmp_path):
    (tmp_path / "organisations.csv").write_text(
        "Name,Postcode,Visibility\nAsh,BS1 4ST,\nXanthe House,AB1 2CD,private\n", encoding="utf-8"
    )
    e = eco.read(tmp_path)
    assert e.problems["value"].eq("AB1 2CD").any()
    assert e.select(visibility="private").problems.equals(e.problems)
    assert e.select(visibility="public").problems.empty
