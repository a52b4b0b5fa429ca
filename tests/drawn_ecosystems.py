"""Small ecosystems drawn at random, of every table and with blanks: to ask every question of."""

import numpy as np
import pandas as pd

import ecosystem as eco

TYPES = ("immigration advice", "food")

FILLS = {
    ("organisations", "area_code"): None,
    ("services", "level"): (1.0, 2.0, 3.0),
    ("services", "legal_aid"): (True, False),
    ("services", "capacity"): (0.0, 8.0, 60.0),
    ("services", "languages"): ("English", "Farsi", "English|Farsi"),
    ("services", "eligibility"): ("anyone", "women", "refugees"),
    ("services", "accepting_referrals"): ("yes", "no", "waiting list"),
    ("providers", "role"): ("lead", "partner"),
}
"""Table and column of cells that may be empty, with what may turn out to stand there. An area may
be any of the areas."""


def draw_tables(seed, *, organisations=(3, 7), areas=(2, 4), services=(2, 7), blank=0.3):
    """Return the twelve tables as frames; sizes as (least, most)."""
    random = np.random.default_rng(seed)
    size, places, offers = (
        int(random.integers(low, high + 1)) for low, high in (organisations, areas, services)
    )
    body, area, service = (
        [f"{start}{one}" for one in range(count)]
        for start, count in (("org", size), ("area", places), ("srv", offers))
    )

    def choose(values, count, empty=blank):
        drawn = np.array(values, dtype=object)[random.integers(len(values), size=count)]
        return np.where(random.random(count) < empty, None, drawn)

    def choose_pairs(first, second, share):
        pairs = [(one, other) for one in first for other in second if one != other]
        return [pair for pair in pairs if random.random() < share]

    frames = {
        "organisations": pd.DataFrame(
            {
                "organisation_id": body,
                "name": [f"{FIRST[one]} {SECOND[(one + seed) % 8]}" for one in range(size)],
                "area_code": choose(area, size),
                "postcode": choose(("B1 1AA", "B2 2BB", "CV1 1AA"), size),
                "status": choose((*["active"] * 9, "closed"), size, 0.5),
            }
        ),
        "services": pd.DataFrame(
            {
                "service_id": service,
                "name": [f"Service {one}" for one in range(offers)],
                "service_type": choose(TYPES, offers, 0),
            }
            | {
                column: choose(FILLS["services", column], offers)
                for table, column in FILLS
                if table == "services"
            }
        ),
        "providers": pd.DataFrame(
            choose_pairs(service, body, 0.3), columns=["service_id", "organisation_id"]
        ),
        "catchments": pd.DataFrame(
            choose_pairs(service, area, 0.4), columns=["service_id", "area_code"]
        ),
        "areas": pd.DataFrame(
            {
                "area_code": area,
                "name": [f"Town {one}" for one in range(places)],
                "latitude": 52 + random.random(places),
                "longitude": -2 + random.random(places),
            }
        ),
        "demand": pd.DataFrame(
            choose_pairs(area, TYPES, 0.9), columns=["area_code", "service_type"]
        ),
        "about": pd.DataFrame({"title": ["Drawn"], "snapshot_date": ["2024-06-30"]}),
    }
    frames["providers"]["role"] = choose(("lead", "partner", "host"), len(frames["providers"]))
    frames["demand"]["people"] = choose((0.0, 6.0, 30.0, 90.0), len(frames["demand"]), blank / 2)
    at = [one for one in service if random.random() < 0.5]
    frames["sites"] = pd.DataFrame(
        {
            "service_id": at,
            "area_code": choose(area, len(at), 0),
            "latitude": 52 + random.random(len(at)),
            "longitude": -2 + random.random(len(at)),
        }
    )
    ties = choose_pairs(body, body, 0.3)
    frames["referrals"] = pd.DataFrame(ties, columns=["from_id", "to_id"]).assign(
        service_type=choose(TYPES, len(ties)),
        sent=choose((8.0, 20.0, 50.0), len(ties)),
        accepted=choose((0.0, 3.0, 7.0), len(ties)),
        reached=choose((0.0, 2.0), len(ties)),
        median_wait_days=choose((5.0, 9.0, 30.0), len(ties)),
        feedback=choose((True, False), len(ties)),
    )
    standing = choose_pairs(body, body, 0.3)
    frames["relationships"] = pd.DataFrame(standing, columns=["from_id", "to_id"]).assign(
        kind=choose(("steering", "trusts", "funds"), len(standing), 0),
        direction=choose(("one way", "both ways"), len(standing)),
        amount=choose((5000.0, 20000.0), len(standing)),
        reported_by=[one if random.random() < 0.3 else None for one, _ in standing],
    )
    frames["groups"] = pd.DataFrame({"group_id": ["grp0", "grp1"], "name": ["Forum", "Table"]})
    frames["memberships"] = pd.DataFrame(
        choose_pairs(["grp0", "grp1"], body, 0.5), columns=["group_id", "organisation_id"]
    )
    return frames


def draw_log(seed, rows=60):
    """Return a log of single referrals between the organisations that `draw_tables` draws.

    No two are of one day, so that the order of the rows tells nothing.
    """
    random = np.random.default_rng(seed)
    ids = draw_tables(seed)["organisations"]["organisation_id"].to_numpy()
    days = random.choice(150, rows, replace=False)
    sent = pd.Timestamp("2024-01-01") + pd.to_timedelta(days, unit="D")
    responded = sent + pd.to_timedelta(random.integers(0, 30, rows), unit="D")
    is_answered = random.random(rows) < 0.6
    return pd.DataFrame(
        {
            "case": [f"case-{number}" for number in random.integers(0, 25, rows)],
            "from": random.choice(ids, rows),
            "to": random.choice(ids, rows),
            "sent": sent.strftime("%Y-%m-%d"),
            "responded": np.where(is_answered, responded.strftime("%Y-%m-%d"), None),
            "status": np.where(is_answered, random.choice(STATUSES, rows), "requested"),
        }
    )


def list_empty(frames):
    """Return the empty cells that may be filled, as (table, row, column)."""
    return [
        (table, row, column)
        for table, column in FILLS
        for row in np.flatnonzero(frames[table][column].isna()).tolist()
    ]


def fill(frames, table, row, column, value):
    """Return the tables with one cell filled."""
    cells = frames[table][column].astype(object)
    cells.iloc[row] = value
    return frames | {table: frames[table].assign(**{column: cells})}


def list_fills(frames, table, column):
    """Return what may turn out to stand in a cell."""
    return FILLS[table, column] or tuple(frames["areas"]["area_code"])


def read(frames):
    return eco.Ecosystem(**frames)


STATUSES = ("accepted", "completed", "rejected", "failed")

FIRST = ("Amber", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel")
SECOND = ("Advice", "Bridge", "Court", "Door", "Embrace", "Forum", "Gate", "House")
