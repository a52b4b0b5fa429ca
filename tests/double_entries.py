"""Organisations entered twice, for the tests of matching."""

import pandas as pd

import ecosystem as eco

OTHERS = (
    "Trinity Kitchen",
    "Wellspring Food Hub",
    "Northern Lights Choir",
    "Housing Matters",
    "City Farm",
    "Lantern Welcome",
    "Harbour Drop-in",
    "Canal Street Advice",
    "Moor Lane Sanctuary",
    "Stepping Stones",
)


def make(rows, fill=OTHERS):
    """Return an ecosystem of these organisations among others that are alike in nothing."""
    rows = [{"organisation_id": f"r{at}", **row} for at, row in enumerate(rows)]
    rows += [{"organisation_id": f"z{at}", "name": name} for at, name in enumerate(fill)]
    areas = pd.DataFrame({"area_code": ["x"], "name": ["Easton"]})
    return eco.Ecosystem(organisations=pd.DataFrame(rows), areas=areas)


def decide(first, second, **options):
    """Return the row of the pair of two organisations; None if it is not listed."""
    table = eco.find_matches(make([first, second]), **options).table
    ends = table[["record_a", "record_b"]]
    pair = table[ends.isin(["r0", "r1"]).all(axis=1)]
    return None if pair.empty else pair.iloc[0]


SAME_PLACE = {"postcode": "BS5 0AA"}


HOUSE = {"postcode": "BS5 0AA", "telephone": "0117 496 0000"}
