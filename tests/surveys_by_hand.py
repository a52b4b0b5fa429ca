"""Surveys as forms write them, invented, for tests."""

from network_files import pairs
from written_tables import write_book

import ecosystem as eco

ASKED = (
    "Potters Welcome",
    "Moorland Law Centre",
    "Citizens Help Stafford",
    "Hope Minds CIC",
    "NHS Health Inclusion Team",
    "Open Door Stoke",
    "Stoke-on-Trent City Council",
    "Burslem College",
    "St Mark's Church",
)
_WORDS = {"-": None, "N": "Never", "L": "Less than monthly", "M": "Monthly", "W": "Weekly"}
# Who answers, how often they work with each of those asked about, whom they refer to.
_GOOGLE = (
    ("Potters Welcome", "-L-NMNWWW", (7, 8, 2)),
    ("Moorland Law Centre", "N-WNWW-NW", (5, 6, 2)),
    ("Citizens Help Stafford", "-N-MNNN-N", (7, 6, 1)),
    ("hope minds", "WN--LWW-L", (6, 1, 8)),
    ("NHS Health Inclusion Team", "LWMN-W-NL", (5, 0, 6)),
    ("Open Door Stoke", "M-W-L-MM-", (8, 7, 4)),
    ("Stoke-on-Trent City Council", "W-NWLW-WL", (5, 4, 8)),
    ("Burslem College", "MNW-NL--W", (5, 3, 8)),
)
_MICROSOFT = (
    ("Potters Welcome", (1, 4, 8, 3), "Staffordshire;", "Immigration advice;"),
    ("Moorland Law Centre", (7, 6, 2, 8), "Staffordshire;", "ESOL;"),
    ("Citizens Help Stafford", (0, 7, 1, 5), "Staffordshire;", "ESOL;"),
    ("Hope Minds CIC", (7, 5, 2, 8), "Stoke-on-Trent;Newcastle-under-Lyme;", "Food;Housing;"),
    ("NHS Health Inclusion Team", (5, 6, 8, 7), "Staffordshire;", "ESOL;"),
    ("Open Door Stoke", (7, 8, 6, 4), "Stoke-on-Trent;", "Immigration advice;"),
    (
        "Stoke-on-Trent City Council",
        (3, 8, 0, 7),
        "Stoke-on-Trent;Newcastle-under-Lyme;",
        "Immigration advice;",
    ),
    ("Burslem College", (3, 4, 8, 5), "Stoke-on-Trent;Newcastle-under-Lyme;", "Food;Housing;"),
)


def write_google_survey(folder, *, is_turned=False):
    """Write a survey as Google Forms exports it: a column for each organisation, and a list.

    Turned, its rows and columns stand in the opposite order.
    """
    question = "How often do you work with these organisations? [{}]"
    rows = [
        [
            "Timestamp",
            "Which organisation do you work for?",
            "Your name",
            "Your email address",
            *(question.format(name) for name in ASKED),
            "Who do you refer clients to? (tick all that apply)",
            "What gets in the way?",
            "Would you come to the away day?",
        ]
    ]
    for number, (name, often, referred) in enumerate(_GOOGLE):
        person = [f"Person {number}", f"p{number}@example.org"]
        answers = [_WORDS[letter] for letter in often]
        ticked = "".join(f"{ASKED[other]};" for other in referred)
        rows.append(
            [f"2026-03-0{number + 2} 10:00", name, *person, *answers, ticked, "No time", "Yes"]
        )
    if is_turned:
        rows = [row[::-1] for row in [rows[0], *rows[:0:-1]]]
    return write_book(folder / "survey.xlsx", **{"Form responses 1": rows})


def write_microsoft_survey(folder):
    """Write a survey as Microsoft Forms exports it: lists, and an empty column Name of its own."""
    rows = [
        [
            *("ID", "Start time", "Completion time", "Email", "Name", "Organisation"),
            "Which organisations do you work with?",
            "Which areas do you cover?",
            "What do you offer?",
        ]
    ]
    for number, (name, others, areas, kinds) in enumerate(_MICROSOFT, start=1):
        ticked = "".join(f"{ASKED[other]};" for other in others)
        times = [f"2026-03-0{number + 1} 10:01", f"2026-03-0{number + 1} 10:09"]
        rows.append([number, *times, "anonymous", None, name, ticked, areas, kinds])
    return write_book(folder / "forms.xlsx", Sheet1=rows)


def read_answers(folder, rows):
    """Read one sheet of rows."""
    return eco.read(write_book(folder / "survey.xlsx", Sheet1=rows))


def tell_ties(e):
    """Return the ties as from, to, kind and strength, 0 where that is not known."""
    ties = e.relationships.assign(strength=e.relationships["strength"].fillna(0).astype(int))
    return pairs(ties, "from_id", "to_id", "kind", "strength")


def tell_referrals(e):
    """Return the referrals as from, to, how many and who says so."""
    return pairs(e.referrals.astype(object).fillna(""), "from_id", "to_id", "sent", "reported_by")
