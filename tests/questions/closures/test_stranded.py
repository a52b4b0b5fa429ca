"""Tests of who is stranded: folded by kinds of services, the same as one service at a time."""

from itertools import chain, combinations

import numpy as np
import pytest
from markets import make, most_placed, random_ecosystem
from scipy import sparse

from ecosystem.graph import find_positions
from ecosystem.questions.closures import stranded
from ecosystem.questions.closures.losses import settle
from ecosystem.questions.closures.market import read_field
from ecosystem.questions.closures.stranded import count_stranded, reach_any


def _settle_one(e):
    """Return the only market of an ecosystem with its people placed."""
    (part,) = settle(read_field(e, find_positions(e), None, None))
    return part


def _list_refuges(market):
    """Return for each service those that surely take whoever is there: one by one, dense."""
    origin, target = reach_any(market).reach.toarray() > 0, market.reach.toarray() > 0
    is_lived_in = market.people > 0
    return [
        {
            to
            for to in range(len(market.places))
            if to != here
            and not market.is_unplaced[to]
            and market.offers[market.offer[to]].surely_suits(market.offers[market.offer[here]])
            and (origin[is_lived_in, here] & target[is_lived_in, to]).any()
            and not (origin[is_lived_in, here] & ~target[is_lived_in, to]).any()
        }
        for here in range(len(market.places))
    ]


def _strand(part, refuges, closing):
    """Return the most stranded people: of every choice A, F(A and N(A)) less the places of N(A).

    F by networkx.
    """
    reach = reach_any(part.market).reach.toarray()
    people = np.round(part.market.people * part.unit).astype(np.int64)
    gone = {one: min(places * part.unit, part.room[one]) for one, places in closing.items()}
    most = 0
    for chosen in chain.from_iterable(combinations(closing, size) for size in range(9)):
        safe = sorted(set().union(*(refuges[one] for one in chosen)) - set(closing))
        room = np.array([*(round(gone[one]) for one in chosen), *part.room[safe]], dtype=np.int64)
        some = sparse.csr_array(reach[:, [*chosen, *safe]])
        most = max(most, most_placed(people, room, some) - part.room[safe].sum())
    return most / part.unit


@pytest.mark.parametrize("seed", range(8))
def test_kinds_strand_as_many_as_single_services(seed, monkeypatch):
    """Every single service, pairs, three, and parts of their places; in blocks of one row too."""
    part = _settle_one(random_ecosystem(seed, organisations=7, areas=3, offers=True))
    refuges = _list_refuges(part.market)
    if seed % 2:
        monkeypatch.setattr(stranded, "_MOST_PAIRS", 1)
    sure = part.sure
    services = range(len(part.market.places))
    for size in (1, 2, 3):
        for closed in combinations(services, size):
            closing = dict.fromkeys(closed, np.inf if sum(closed) % 2 else 4.0)
            assert count_stranded(sure, closing) == _strand(part, refuges, closing)


def test_alike_services_are_one_kind():
    """300 services in both areas, languages not known, 200 in English in one: two kinds.

    Who is at the first is sure of none, as their languages are not known. Who is at the second is
    sure of the others of its kind, but of none of the first.
    """
    services = [
        *[(f"a{one}", 1, ["1", "2"], {"languages": None}) for one in range(300)],
        *[(f"b{one}", 1, ["1"], {}) for one in range(200)],
    ]
    part = _settle_one(make({"1": 200, "2": 200}, services))
    sure = part.sure
    assert sorted(sure.size) == [200, 300]
    assert sorted(sure.room) == [200 * part.unit, 300 * part.unit]
    (english,) = np.flatnonzero(np.array(sure.size) == 200).tolist()
    assert sure.refuges.toarray().sum() == 1
    assert sure.refuges.toarray()[english, english]


def test_a_service_that_may_be_anywhere_is_sure_of_nobody_elsewhere():
    """Ash reaches area 1; where Oak works is not recorded, so it may be either.

    Ash's people are not sure of Oak, nor Oak's of Ash: theirs may be from area 2.
    """
    e = make({"1": 10, "2": 10}, [("ash", 10, ["1"], {}), ("oak", 10, [], {})])
    part = _settle_one(e)
    assert part.market.is_unplaced.sum() == 1
    assert _list_refuges(part.market) == [set(), set()]
    refuges = part.sure.refuges.toarray()
    assert not refuges[~np.eye(2, dtype=bool)].any()


def test_no_kinds_where_all_may_go_anywhere():
    """All open to all in one language: whoever is where does not matter."""
    part = _settle_one(make({"1": 10}, [("ash", 10, ["1"], {}), ("oak", 10, ["1"], {})]))
    assert part.sure is None


def test_regions_that_share_no_area_are_summed():
    """Six areas of 10 people, each with 10 places at Ash, in English, and 5 at Oak, in more.

    Oak surely takes who is at Ash. When Ash closes in all six, 10 people of each area need a place
    and 5 have one: 30 are stranded.
    """
    services = [
        service
        for area in "123456"
        for service in (
            (f"ash{area}", 10, [area], {}),
            (f"oak{area}", 5, [area], {"languages": "Arabic | English"}),
        )
    ]
    part = _settle_one(make(dict.fromkeys("123456", 10), services))
    ash = np.flatnonzero(part.market.places == 10).tolist()
    assert count_stranded(part.sure, dict.fromkeys(ash, np.inf)) == 30
    assert count_stranded(part.sure, dict.fromkeys(ash[:2], np.inf)) == 10
