"""Which places have too little help."""

import pandas as pd
import pytest

import ecosystem as eco


def make(*, areas="AB", services=(), sites=(), catchments=(), demand=()):
    """Areas in a row along a parallel, 0.1 degrees apart; services as (id, facts)."""
    rows = [
        {"service_id": one, "name": one.upper(), "service_type": "advice"} | facts
        for one, facts in services
    ]
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["o"], "name": ["O"]}),
        services=pd.DataFrame(rows) if rows else None,
        sites=pd.DataFrame(sites, columns=["service_id", "area_code"]) if sites else None,
        catchments=(
            pd.DataFrame(catchments, columns=["service_id", "area_code"]) if catchments else None
        ),
        areas=pd.DataFrame(
            {
                "area_code": list(areas),
                "name": [f"Town {code}" for code in areas],
                "latitude": 52.0,
                "longitude": [-2 + 0.1 * number for number in range(len(areas))],
            }
        ),
        demand=(
            pd.DataFrame(demand, columns=["area_code", "people"]).assign(service_type="advice")
            if demand
            else None
        ),
    )


TEN = {
    "Sandwell", "Wigan", "Derby", "Oldham", "Barnsley", "Blackburn with Darwen", "Tameside",
    "Kingston upon Hull, City of", "Dudley", "Swindon",
}  # fmt: skip


def test_names_the_ten_authorities_of_2015_without_a_place():
    """45 authorities with 150 or more supported people; 10 without a place, 4,687 people."""
    gaps = eco.find_gaps(eco.read_sample("legal-aid-2015"), "immigration advice", legal_aid=True)
    large = gaps.table[gaps.table["demand"] >= 150]
    assert len(large) == 45
    found = large[large["is_gap"]]
    assert set(found["name"]) == TEN
    assert found["demand"].sum() == 4687
    stoke, coventry = gaps.table.loc["E06000021"], gaps.table.loc["E08000026"]
    assert (stoke["demand"], stoke["providers_in_area"], stoke["status"]) == (716, 1, "thin")
    assert (coventry["demand"], coventry["providers_in_area"]) == (551, 5)
    assert gaps.explain("E06000021").startswith(
        "716 people in Stoke-on-Trent share one place for immigration advice with legal aid; "
        "the nearest other is "
    )


def test_capacity_is_shared_among_the_people_a_service_reaches():
    """One service of 60 reaches A (100 people) and B (20): half of each. A also has one of 30."""
    e = make(
        services=[("s", {"capacity": 60}), ("t", {"capacity": 30})],
        sites=[("s", "A"), ("t", "A")],
        catchments=[("s", "B")],
        demand=[("A", 100), ("B", 20)],
    )
    table = eco.find_gaps(e, "advice").table
    assert table["provision"].tolist() == pytest.approx([80, 10])
    assert table["coverage"].tolist() == pytest.approx([0.8, 0.5])
    assert table["deficit"].tolist() == pytest.approx([20, 10])
    assert table["status"].tolist() == ["thin", "thin"]
    assert eco.find_gaps(e, "advice", limit=0.6).table["status"].tolist() == ["thin", "gap"]


def test_an_unknown_type_is_refused_with_the_nearest_one():
    with pytest.raises(ValueError, match="Did you mean 'advice'"):
        eco.find_gaps(make(demand=[("A", 5)]), "advise")


def test_works_without_areas_positions_or_services():
    empty = eco.find_gaps(make(areas="", services=[("s", {})]), "advice")
    assert len(empty.table) == 0
    assert empty.headline == "How many people need advice is not known for any area."
    e = make(demand=[("A", 100)])
    e = e.replace(areas=e.areas.drop(columns=["latitude", "longitude"]))
    gaps = eco.find_gaps(e, "advice")
    assert gaps.table["nearest_km"].isna().all()
    assert gaps.table["status"].tolist() == ["gap", "not known"]
    assert gaps.explain("A") == "100 people in Town A need advice and no place is in reach."
    assert gaps.explain("B") == "How many people in Town B need advice is not known."
