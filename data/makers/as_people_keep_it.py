"""`as-people-keep-it`: five files of one partnership, each in the layout that somebody gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .tables import draw_one, write_csv
from .workbook import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20260301

# Organisation; what they do; area; who to ask for; telephone; e-mail; languages; hours; notes.
# An indented line goes on from the one above.
DIRECTORY = """
TEES VALLEY NEWCOMERS NETWORK - WHO DOES WHAT
Last updated Feb 2026 (Pat) - please send changes!

Organisation; What they do; Area covered; Contact person; Telephone; Email; Languages; Opening
  hours; Notes
ADVICE
Transporter Welcome; Immigration advice (OISC level 1), food parcels, drop-in; Middlesbrough; Pat;
  01632 960101; pat@example.org; English, Arabic, Kurdish (Sorani); Tues + Thurs 10-2; always busy
Albert Park Law Centre; Legal aid immigration casework and appeals, housing law; Middlesbrough,
  Stockton; Reception; 01632 960102; info@example.org; English + interpreters; Mon-Fri 9-5;
  waiting list approx 6 weeks
Infinity Bridge Advice; Debt, benefits, immigration advice L1; Stockton-on-Tees; Lee; 01632
  960103; lee@example.org; English; Mon, Wed, Fri;
HEALTH AND WELLBEING
Roseberry Minds CIC; Counselling for people seeking asylum; Middlesbrough; Sam; 01632 960104;
  sam@example.org; Farsi, Arabic; by appointment; referral from GP or any agency
Tees health inclusion team; Health checks in hotels; Tees Valley; team inbox; ; hit@example.org;
  Language line; 9-5; statutory
Transporter Welcome; Befriending; Middlesbrough; Pat; 01632 960101; ; English; Thurs;
HOUSING / DESTITUTION
Lighthouse Hosts; Hosting, hardship fund; Redcar & Cleveland; ; ; ; ; ; small charity, 2 staff
Hartlepool council new arrivals team; Move-on housing; Hartlepool; duty desk; 01632 960105;
  duty@example.org; English; office hours; full until April
LEARNING
Stockton Riverside Classes; ESOL (pre-entry to L2), conversation club; Stockton-on-Tees; ; 01632
  960106; ; English; term time;
St Hilda's Kitchen; Community meal, clothes; Middlesbrough, Redcar; vicar; 01632 960107;
  kitchen@example.org; English, Tigrinya; Sun 1-3; everyone welcome

Key: yellow = main heading. Ring before you refer!
"""

NAMES = (
    "Transporter Welcome",
    "Albert Park Law Centre",
    "Infinity Bridge Advice",
    "Roseberry Minds CIC",
    "Tees health inclusion team",
    "Lighthouse Hosts",
    "Hartlepool council new arrivals team",
    "Stockton Riverside Classes",
    "St Hilda's Kitchen",
)
ANSWERED = 7
"""Of the nine who were asked in the survey."""

# Who has to do with whom, by place in the names, as the survey and the matrix have it.
PAIRS = "01 02 03 05 08 12 14 24 34 37 56 58 67 78 04"
OFTEN = ("Weekly", "Monthly", "Less than monthly")

NEEDS = ("Immigration advice", "Housing", "food", "ESOL", "Mental health")
OUTCOMES = ("Accepted", "accepted", "Seen", "Waiting", "no reply", "DNA", "Full", "")
LOGGED = 64

# Invented people, as a worker might list them: they have no place in a map of a sector.
PEOPLE = """
Client name; DOB; Nationality; NASS ref; Mobile; Organisation; Caseworker
Ba Debaph; 12/03/1990; -; 00/00/00001; 07700 900101; Transporter Welcome; Pat
Fu Giduph; 04/11/1984; -; 00/00/00002; 07700 900102; Lighthouse Hosts; Sam
Ku Lamoph; 01/01/2001; -; 00/00/00003; 07700 900103; Transporter Welcome; Pat
Ne Risuph; 23/06/1979; -; 00/00/00004; 07700 900104; St Hilda's Kitchen; vicar
"""


def write(folder: Path) -> None:
    """Write the five files."""
    rng = np.random.default_rng(SEED)
    lines = DIRECTORY.replace("\n  ", " ").strip().split("\n")
    rows = [[cell.strip() for cell in line.split(";")] for line in lines]
    headed = [number for number, row in enumerate(rows, start=1) if len(row) == 1 and row[0]]
    write_workbook(rows, folder / "directory.xlsx", sheet="Who does what", merged=headed)
    write_csv(make_survey(rng), folder / "survey.csv")
    write_csv(make_matrix(), folder / "who-works-with-whom.csv")
    people = [[cell.strip() for cell in line.split(";")] for line in PEOPLE.strip().split("\n")]
    write_csv(pd.DataFrame(people[1:], columns=people[0]), folder / "clients.csv")
    path = folder / "referral-log.csv"
    path.write_text("\n".join(make_log(rng)) + "\n", encoding="utf-8", newline="\n")


def list_pairs() -> set[tuple[int, int]]:
    """Return the pairs, both ways."""
    pairs = {(int(pair[0]), int(pair[1])) for pair in PAIRS.split()}
    return pairs | {(b, a) for a, b in pairs}


def make_survey(rng: np.random.Generator) -> pd.DataFrame:
    """Return the answers to an online form: a column an organisation asked about."""
    pairs = list_pairs()
    rows = []
    for place, name in enumerate(NAMES[:ANSWERED]):
        row = {
            "Timestamp": f"{place + 2:02}/03/2026 10:0{place}:00",
            "Which organisation do you work for?": name,
            "Your name": f"Person {place}",
            "Your email address": f"person{place}@example.org",
        }
        for other, asked in enumerate(NAMES):
            tied = draw_one(OFTEN, rng) if (place, other) in pairs else "Never"
            heading = f"How often do you work with these organisations? [{asked}]"
            row[heading] = "" if place == other else tied
        row["What gets in the way?"] = draw_one(["not enough time", "", "funding"], rng)
        rows.append(row)
    return pd.DataFrame(rows)


def make_matrix() -> pd.DataFrame:
    """Return a square of crosses, as drawn at an away day."""
    pairs = list_pairs()
    rows = [
        [name, *("x" if (place, other) in pairs else "" for other in range(len(NAMES)))]
        for place, name in enumerate(NAMES)
    ]
    return pd.DataFrame(rows, columns=["", *NAMES])


def make_log(rng: np.random.Generator) -> list[str]:
    """Return the lines of a log: a title, headings, a row a referral, and a total."""
    pairs = sorted(list_pairs())
    days = np.sort(rng.integers(0, 365, LOGGED))
    rows = []
    for day in days:
        sender, receiver = pairs[rng.integers(len(pairs))]
        on = (np.datetime64("2025-03-01") + np.timedelta64(int(day))).item().strftime("%d/%m/%Y")
        initials = "".join(draw_one("ABCDEFGHJKLM", rng) for _ in range(2))
        row = [on, initials, NAMES[sender], NAMES[receiver]]
        rows.append(",".join([*row, draw_one(NEEDS, rng), draw_one(OUTCOMES, rng)]))
    title = "Referrals log 2025-26,,,,,"
    return [title, "Date,Initials,From,To,Need,Outcome", *rows, f"Total,,,,,{LOGGED}"]
