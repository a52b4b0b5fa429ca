"""People planted for the matching benchmark in sizes that FEBRL does not come in.

Names, streets and suburbs are syllables put together, some of them far more common than others;
postcodes are drawn apart from suburbs, as in FEBRL. Three in ten records are another one entered
again, all but one in twenty of these with one to three slips: a blank, or a letter changed, left
out, put in or swapped with the next.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

STARTS = [
    first + vowel
    for first in ["b", "br", "c", "ch", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st"]
    for vowel in ["a", "e", "i", "o", "u", "ai", "ea", "oo"]
]
MIDDLES = ["ck", "d", "ff", "ll", "m", "nd", "ng", "r", "rn", "rt", "sh", "ss", "st", "tch", "v"]
ENDS = ["ham", "ton", "ford", "ley", "by", "worth", "field", "dale", "stead", "bury", "er", "ow"]
STATES = {"nsw": 0.35, "vic": 0.25, "qld": 0.2, "wa": 0.1, "sa": 0.06, "tas": 0.04}
AGAIN = 0.3


def draw_words(count: int, ends: list[str], rng: np.random.Generator) -> np.ndarray:
    """Return words of three parts."""
    parts = [rng.choice(one, count) for one in (STARTS, MIDDLES, ends)]
    return np.char.add(np.char.add(parts[0], parts[1]), parts[2])


def plant_people(size: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return so many records by id, and the pairs of ids that are one person."""
    rng = np.random.default_rng(2026)
    people = _draw_people(size - int(size * AGAIN), rng)
    source = rng.integers(len(people), size=size - len(people))
    again = people.iloc[source].reset_index(drop=True)
    for row in np.flatnonzero(rng.random(len(again)) < 0.95):
        for _ in range(int(rng.integers(1, 4))):
            column = int(rng.integers(again.shape[1]))
            again.iat[row, column] = slip(again.iat[row, column], rng)  # noqa: PD009 - by position
    person = np.concatenate([np.arange(len(people)), source])
    order = rng.permutation(size)
    records = pd.concat([people, again], ignore_index=True).iloc[order]
    records.index = pd.Index([f"rec-{number}" for number in range(size)])
    whose = pd.DataFrame({"person": person[order], "id": records.index, "at": range(size)})
    pairs = whose.merge(whose, on="person")
    return records, pairs.loc[pairs["at_x"] < pairs["at_y"], ["id_x", "id_y"]]


def slip(text: str, rng: np.random.Generator) -> str:
    """Return the text with a slip."""
    if rng.random() < 0.15 or len(text) < 3:
        return ""
    at = int(rng.integers(len(text) - 1))
    letter = chr(97 + int(rng.integers(26))) if text[at].isalpha() else str(rng.integers(10))
    before, here, after = text[:at], text[at], text[at + 1 :]
    return [
        before + letter + after,
        before + after,
        before + letter + here + after,
        before + after[0] + here + after[1:],
    ][int(rng.integers(4))]


def _draw_people(count: int, rng: np.random.Generator) -> pd.DataFrame:
    def draw_uneven(values: np.ndarray, power: float) -> np.ndarray:
        weight = np.arange(1, len(values) + 1) ** -power
        return values[rng.choice(len(values), count, p=weight / weight.sum())]

    streets, suburbs = draw_words(3000, ENDS, rng), draw_words(1500, ENDS, rng)
    kinds = np.array([" street", " place", " crescent", " road", " close"])
    house = np.char.add(rng.choice(streets, count), " house")
    born = np.datetime64("1910-01-01") + rng.integers(0, 36_000, count).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "given_name": draw_uneven(draw_words(900, ["a", "e", "ie", "y", "an", "el"], rng), 0.8),
            "surname": draw_uneven(draw_words(6000, [*ENDS, "son", "s", "man"], rng), 0.6),
            "street_number": rng.integers(1, 300, count).astype(str),
            "address_1": np.char.add(rng.choice(streets, count), rng.choice(kinds, count)),
            "address_2": np.where(rng.random(count) < 0.6, house, ""),
            "suburb": rng.choice(suburbs, count),
            "postcode": rng.integers(2000, 4200, count).astype(str),
            "state": rng.choice(list(STATES), count, p=list(STATES.values())),
            "date_of_birth": np.char.replace(born.astype(str), "-", ""),
            "soc_sec_id": rng.integers(10**6, 10**7, count).astype(str),
        },
        dtype=object,
    )
