import pytest
from overlapping_services import make, three_alike

import ecosystem as eco


def test_overlap_is_never_called_duplication_when_need_is_not_known():
    result = eco.find_duplication(make(three_alike(capacity=100)))
    cluster = result.clusters.loc[1]
    assert (cluster["kind"], cluster["reading"]) == ("overlap", "overlapping; need not known")
    assert result.headline == (
        "Ann, Bob and Cat all give food in East to the same people; "
        "the need there is not known, so this may be needed capacity."
    )
    assert set(result.pairs["kind"]) == {"overlapping"}
    assert set(result.cells["status"]) == {"need not known"}


def test_duplication_is_spare_even_without_the_largest():
    """150 people; 100 places each: 2 places a person, without the largest 1.33."""
    e = make(three_alike(capacity=100), demand=[("east", "food", 150)])
    result = eco.find_duplication(e)
    cluster = result.clusters.loc[1]
    assert cluster["coverage"] == pytest.approx(2)
    assert cluster["coverage_without_largest"] == pytest.approx(4 / 3)
    assert (cluster["kind"], cluster["reading"]) == ("duplication", "possible duplication")
    assert set(result.pairs["kind"]) == {"duplicate"}
    assert set(result.table["status"]) == {"duplication"}
    assert result.explain("bob") == (
        "Bob, Ann and Cat all give food in East to the same people; together 300 places for 150 "
        "people, without the largest 200: possible duplication."
    )


def test_not_knowing_whom_it_is_for_is_no_duplication():
    unknown = three_alike(capacity=100, eligibility=None, languages=None)
    result = eco.find_duplication(make(unknown, demand=[("east", "food", 150)]))
    assert list(result.clusters["kind"]) == ["overlap"]
    assert list(result.clusters["reading"]) == ["spare places; for whom is not known"]
    assert result.pairs["overlap_languages"].isna().all()
    assert list(result.pairs["overlap"]) == [1.0, 1.0, 1.0]
    assert any(": languages; left out" in note for note in result.notes)


def test_not_knowing_a_capacity_is_no_duplication():
    services = three_alike(capacity=100)
    services["cat"]["capacity"] = None
    result = eco.find_duplication(make(services, demand=[("east", "food", 50)]))
    assert list(result.clusters["kind"]) == ["overlap"]
    assert list(result.clusters["reading"]) == ["overlapping; capacity not known"]
    assert list(result.cells["status"]) == ["capacity not known"]


def test_services_for_the_same_people_by_nobody_known_are_no_duplication():
    both = {"in_": "east", "capacity": 100, "eligibility": "women"}
    e = make({"ann": {"by": "", **both}, "bob": {"by": "b", **both}}, demand=[("east", "food", 50)])
    result = eco.find_duplication(e)
    assert list(result.clusters["reading"]) == ["spare places; by whom is not known"]
    assert "to the same people" in result.headline


def test_possible_duplication_comes_first_then_the_larger_overlap():
    """Classes in the east is met twice over; food in the west has three services, need unknown."""
    services = {
        f"f{name}": row | {"in_": "west", "capacity": 10} for name, row in three_alike().items()
    }
    services |= {
        f"a{name}": services["fann"]
        | {"by": f"a{name}", "in_": "east", "service_type": "classes", "capacity": 100}
        for name in ("ann", "bob")
    }
    result = eco.find_duplication(make(services, demand=[("east", "classes", 50)]))
    assert result.clusters["service_type"].tolist() == ["classes", "food"]
    assert result.clusters["kind"].tolist() == ["duplication", "overlap"]
    assert result.table["cluster"].tolist() == [1, 1, 2, 2, 2]


def test_a_pair_is_a_duplicate_only_where_itself_is_for_the_same_people():
    """All three overlap and the need is met twice over; of Cat's people nothing is known."""
    services = three_alike(capacity=100)
    services["cat"] |= {"eligibility": None}
    result = eco.find_duplication(make(services, demand=[("east", "food", 50)]))
    kinds = result.pairs.set_index(["service_a", "service_b"])["kind"].to_dict()
    assert kinds == {
        ("ann", "bob"): "duplicate",
        ("ann", "cat"): "overlapping",
        ("bob", "cat"): "overlapping",
    }


def test_what_a_service_alone_reaches_is_its_unique_share():
    """Ann reaches three areas, Bob the first and Cat, who overlaps with nobody, the last."""
    services = three_alike()
    services["ann"]["in_"] = "east|west|north"
    services["cat"] |= {"in_": "north", "service_type": "advice"}
    table = eco.find_duplication(make(services)).table
    assert table["unique_share"].tolist() == pytest.approx([2 / 3, 0, 1])
