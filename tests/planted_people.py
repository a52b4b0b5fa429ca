"""Invented people, in several lists, spelt as lists spell them: who is who is known."""

import numpy as np
import pandas as pd

import ecosystem as eco

_FIRST = ["Mohamed", "Yusuf", "Qasim", "Leyla", "Amina", "Tesfay", "Olena", "Farid", "Hana", "Sami"]
_SECOND = ["Abdul", "Noor", "Gebre", "Ivan", "Zahra", "Karim", "Maryam", "Wahid", "Selam", "Dawit"]
_ENDS = ["i", "zai", "nejad", "ov", "ani", "mariam", "yan", "pour", "oglu", "enko"]
_SPELT = {"Mohamed": "Muhammad", "Qasim": "Kassim", "Yusuf": "Yousef", "Amina": "Aminah"}


def draw_people(rng, count):
    """Return distinct people: name, date of birth, postcode, a tenth born on a first of January."""
    numbers = np.arange(count)
    first = rng.choice(_FIRST, count)
    family = [
        f"{_SECOND[a]}{_SECOND[b].lower()}{_ENDS[c]}" for a, b, c in rng.integers(0, 10, (count, 3))
    ]
    days = np.datetime64("1955-01-02") + rng.integers(0, 18000, count).astype("timedelta64[D]")
    birth = pd.Series(pd.to_datetime(days)).dt.strftime("%Y-%m-%d")
    is_first = rng.random(count) < 0.1
    birth[is_first] = birth[is_first].str[:4] + "-01-01"
    postcode = [f"B{a} {b}{x}{y}" for a, b, x, y in zip(
        rng.integers(1, 40, count), rng.integers(1, 10, count),
        rng.choice(list("ABDEFGH"), count), rng.choice(list("JLNPQRS"), count), strict=True,
    )]  # fmt: skip
    return pd.DataFrame(
        {"name": [f"{a} {b}" for a, b in zip(first, family, strict=True)], "date of birth": birth,
         "postcode": postcode},
        index=numbers,
    )  # fmt: skip


def spell_anew(rng, people):
    """Return the people as another list has them: spelt otherwise, turned round, with gaps."""
    spelt = people.copy()
    words = spelt["name"].str.split(" ", expand=True)
    is_other = rng.random(len(spelt)) < 0.3
    first = words[0].where(~is_other, words[0].map(lambda one: _SPELT.get(one, one)))
    is_turned = rng.random(len(spelt)) < 0.2
    spelt["name"] = (first + " " + words[1]).where(~is_turned, words[1] + ", " + first)
    spelt["postcode"] = spelt["postcode"].where(rng.random(len(spelt)) < 0.8, "")
    wrong_year = rng.random(len(spelt)) < 0.03
    later = pd.to_datetime(spelt["date of birth"]) + pd.DateOffset(years=1)
    spelt["date of birth"] = spelt["date of birth"].where(
        ~wrong_year, later.dt.strftime("%Y-%m-%d")
    )
    return spelt.sample(frac=1, random_state=int(rng.integers(2**31)))


def draw_lists(rng, people, shares):
    """Return a list for each share of the people it knows, spelt anew, and who is in how many."""
    lists, counts = {}, np.zeros(len(people), dtype=int)
    for number, share in enumerate(shares):
        is_in = rng.random(len(people)) < share
        counts += is_in
        lists[f"organisation {number}"] = spell_anew(rng, people[is_in])
    return lists, counts


KEY = "ABCD-EFGH-JKLM-NPQR-STUV"
LETTERS = "bcdfghjklmnpqrstvwxz"


def name_people(numbers):
    """Return people who have nothing in common: other names, other days, other postcodes."""
    rows = [
        (
            f"{LETTERS[n % 20]}o{LETTERS[n // 20]}a {LETTERS[n // 20]}unn{LETTERS[n % 20]}",
            f"19{50 + n % 50}-{n // 20 + 2:02}-{n % 20 + 5:02}",
            f"B{n % 50 + 1} {n // 50 + 1}AA",
        )
        for n in numbers
    ]
    return pd.DataFrame(rows, columns=["Name", "Date of birth", "Postcode"], index=list(numbers))


def hash_all(lists, key=KEY):
    return {name: eco.hash_contacts(people, key=key) for name, people in lists.items()}


LISTS = {
    "ash": name_people(range(40)),
    "birch": name_people(range(25, 65)),
    "cedar": name_people([*range(30, 40), *range(60, 80)]),
}
