"""`west-midlands-after`: the same region two years on, after training where advice was short."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ecosystem.data.text import make_slug

from .tables import ADVICE, place_organisations, read_rows
from .west_midlands_rows import CORE, PLACES

SEED = 20260930
PERIOD = "2025-26"

# Their advisers have been trained and registered for casework: organisation; what
TRAINED = """
potteries; advice drop-in
bottle-kiln; advice session
six-towns; advice for women
three-spires; advice drop-in
spon-street; advice drop-in
"""

# key; name; sector; based in; what it has begun; level; capacity
NEW_PARTNERS = """
hanley-deep; Hanley Deep Newcomers; voluntary; sto; advice session; 1; 120
far-gosford; Far Gosford Welcome Table; faith; cov; advice session; 1; 90
longton-hall; Longton Hall Legal Friends; voluntary; sto; appeals support; 3; 60
"""

# from; to; kind; since
NEW_TIES = """
potteries; hanley-deep; trains; 2025-01-15
potteries; longton-hall; trains; 2025-03-01
three-spires; far-gosford; trains; 2025-01-15
three-spires; godiva; trains; 2025-06-01
hockley; spon-street; trains; 2025-02-01
cobridge; bottle-kiln; trains; 2025-02-01
cobridge; six-towns; trains; 2025-02-01
"""

# from; to; people sent, taken on, reached; middle wait in days
NEW_REFERRALS = """
hanley-deep; potteries; 41; 37; 33; 12
longton-hall; cobridge; 22; 18; 17; 20
potteries; longton-hall; 34; 30; 28; 15
far-gosford; three-spires; 38; 34; 31; 11
three-spires; far-gosford; 19; 18; 17; 6
"""

REOPENED = "Saddlers Newcomer Support: homework club"


def make(before: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables two years on: areas and people in need are left as they were."""
    rng = np.random.default_rng(SEED)
    places = before["areas"].set_index("name").loc[list(PLACES.values())].set_axis(list(PLACES))
    organisations = add_partners(before["organisations"], places, rng)
    ids = organisations["organisation_id"]
    started = read_rows(NEW_PARTNERS, "organisation name sector place what level capacity").assign(
        service_type=ADVICE, legal_aid="no", access="drop-in", accepting_referrals="yes"
    )
    name = started["name"] + ": " + started["what"]
    started = started.assign(name=name, service_id=name.map(make_slug))
    run = pd.DataFrame(
        {
            "service_id": started["service_id"],
            "organisation_id": started["organisation"].map(ids),
            "role": "lead",
            "area_code": started["place"].map(places["area_code"]),
        }
    )
    reached = run[["service_id", "area_code"]]
    led_by = set(ids[list(CORE)])
    return {
        **before,
        "organisations": organisations,
        "services": add(train(before["services"]), started),
        "providers": add(before["providers"], run[["service_id", "organisation_id", "role"]]),
        "sites": add(before["sites"], reached),
        "catchments": add(before["catchments"], reached),
        "referrals": add(renew(before["referrals"], led_by, rng), list_new_referrals(ids)),
        "relationships": add(before["relationships"], list_new_ties(ids)),
        "about": before["about"].assign(
            title="West Midlands refugee and migration support, two years on (sample)",
            snapshot_date="2026-09-30",
        ),
    }


def add(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Return both, one below the other; what only one has is empty in the other."""
    return pd.concat([rows, more]).fillna("")


def add_partners(
    organisations: pd.DataFrame, places: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the organisations with the new partners, by key."""
    rows = read_rows(NEW_PARTNERS, "key name sector place what level capacity")
    new = place_organisations(rows[["key", "name", "sector", "place"]], places, rng)
    return add(organisations, new)


def train(services: pd.DataFrame) -> pd.DataFrame:
    """Return the services with the trained at level 2, and one that has opened again."""
    trained = read_rows(TRAINED, "organisation what").itertuples(index=False, name=None)
    pairs = pd.MultiIndex.from_frame(services[["organisation", "what"]])
    is_trained = pairs.isin(list(trained)) & (services["service_type"] == ADVICE)
    return services.assign(
        level=services["level"].mask(is_trained, "2"),
        status=services["status"].mask(services["name"] == REOPENED, ""),
    )


def renew(referrals: pd.DataFrame, core: set[str], rng: np.random.Generator) -> pd.DataFrame:
    """Return the routes of before with the people of the new year.

    To and from the core the sender hears back wherever it was said before that it did not; what was
    not recorded is not recorded now. Waits for advice are half of what they were.
    """
    rows = referrals.fillna("").assign(period=PERIOD)
    is_advice = rows["service_type"] == ADVICE
    is_agreed = rows["from_id"].isin(core) | rows["to_id"].isin(core)
    sent = pd.to_numeric(rows["sent"])
    more = np.maximum(sent.fillna(0).to_numpy().astype(int) + rng.integers(-4, 13, len(rows)), 2)
    accepted = rng.binomial(more, 0.9)
    reached = rng.binomial(accepted, 0.88)
    wait = pd.to_numeric(rows["median_wait_days"])
    wait = wait.mask(is_advice, wait // 2)
    known = rows["accepted"] != ""
    return rows.assign(
        sent=pd.Series(more, rows.index).astype(str).where(sent.notna(), ""),
        accepted=pd.Series(accepted, rows.index).astype(str).where(known, ""),
        reached=pd.Series(reached, rows.index).astype(str).where(known, ""),
        median_wait_days=wait.map("{:.0f}".format).where(known, ""),
        feedback=rows["feedback"].mask(is_agreed & (rows["feedback"] == "no"), "yes"),
    )


def list_new_referrals(ids: pd.Series) -> pd.DataFrame:
    """Return the routes to and from the new partners: both sides agreed to tell what became."""
    rows = read_rows(NEW_REFERRALS, "a b sent accepted reached median_wait_days")
    return rows.assign(
        from_id=rows["a"].map(ids),
        to_id=rows["b"].map(ids),
        service_type=ADVICE,
        period=PERIOD,
        feedback="yes",
        agreement="yes",
        reported_by=rows["a"].map(ids),
    )


def list_new_ties(ids: pd.Series) -> pd.DataFrame:
    """Return who trains whom since then."""
    rows = read_rows(NEW_TIES, "a b kind start")
    return rows.assign(
        from_id=rows["a"].map(ids), to_id=rows["b"].map(ids), direction="one way", strength="3"
    )
