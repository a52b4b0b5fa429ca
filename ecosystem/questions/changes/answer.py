"""`ChangesResult`: what changed, and the sentences about it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecosystem.disclosure import are_small, count_people, hide_shares, hide_small
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_share, start_sentence

from .answers import FELL, NO_CLEAR, ROSE
from .rows import CHANGED, CLOSED, DISSOLVED, FORMED, JOINED, LEFT, MOVED, OPENED

_PEOPLE = "capacity"
"""The field that counts people."""

_COUNTED = {
    ("organisation", JOINED): ("organisation joined", "organisations joined"),
    ("organisation", LEFT): ("organisation left", "organisations left"),
    ("organisation", MOVED): ("organisation moved", "organisations moved"),
    ("organisation", CHANGED): (
        "entry of an organisation reads otherwise",
        "entries of organisations read otherwise",
    ),
    ("service", JOINED): ("service is new", "services are new"),
    ("service", LEFT): ("service has gone", "services have gone"),
    ("service", CHANGED): (
        "entry of a service reads otherwise",
        "entries of services read otherwise",
    ),
    ("seat", JOINED): ("seat was taken", "seats were taken"),
    ("seat", LEFT): ("seat was left", "seats were left"),
    ("tie", JOINED): ("tie is new", "ties are new"),
    ("tie", LEFT): ("tie has gone", "ties have gone"),
    ("route", CHANGED): ("referral route changed", "referral routes changed"),
    ("area", CLOSED): ("gap closed", "gaps closed"),
    ("area", OPENED): ("gap opened", "gaps opened"),
    ("group of services", DISSOLVED): (
        "group of overlapping services dissolved",
        "groups of overlapping services dissolved",
    ),
    ("group of services", FORMED): (
        "group of overlapping services formed",
        "groups of overlapping services formed",
    ),
}
"""How changes are counted in the headline, in their order: one, and several."""

_FIELDS = {
    "area_code": "area",
    "stated_role": "stated role",
    "service_type": "type",
    "legal_aid": "legal aid contract",
    "capacity": "number of people it can see",
    "accepting_referrals": "whether it takes referrals",
    "eligibility": "whom it is for",
    "feedback": "whether the sender hears back",
    "agreement": "whether there is an agreement",
}

_RATES = {"accepted": "people taken on", "closed loops": "closed loops"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ChangesResult(Result):
    """What changed; apart what need not be a change; and rates before and after.

    Attributes
    ----------
    not_sure
        Differences that what is not recorded could explain: the columns of `table`, and why.
    pairs
        Organisations that may be one: before_id, before_name, after_id, after_name, why.
    rates
        By rate (accepted, closed loops), of two answers about pathways: before and after (0 to 1),
        difference, low and high (Newcombe's limits at 95 %), within (of the difference, because the
        same organisations do better or worse) and mix (because of who takes part; the two add up),
        known_before and known_after (people, or with a log referrals, that the shares are of),
        people_before and people_after (of how many in all), status (rose, fell, no clear change,
        not known).
    """

    not_sure: pd.DataFrame
    pairs: pd.DataFrame
    rates: pd.DataFrame

    @property
    def shown(self) -> pd.DataFrame:
        """The table as anyone may see it: numbers of people from 1 to 4 read "under 5"."""
        return _hide_cells(self.table)

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """What else holds counts of people, or tells them, as anyone may see it."""
        return {"not_sure": _hide_cells(self.not_sure), "rates": hide_rates(self.rates)}

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        counts = self.table.groupby(["about", "change"]).size()
        parts = [
            count_of(counts[key], *words) for key, words in _COUNTED.items() if key in counts.index
        ]
        rates = [said for rate in self.rates.index if (said := self._say_rate(str(rate)))]
        if rates:
            return f"{start_sentence('; '.join([*parts, *rates]))}."
        if parts:
            asked = self.settings["asked"]
            return f"{start_sentence((f'{asked}: ' if asked else '') + join_words(parts))}."
        beside = count_of(len(self.not_sure), "difference") if len(self.not_sure) else ""
        more = f"; what is not recorded could explain {beside}" if beside else ""
        return f"Nothing is known to have changed{more}."

    @property
    def findings(self) -> tuple[str, ...]:
        """What changed, a sentence each, in the order of the table."""
        return tuple(self.explain(str(number)) for number in self.table.index)

    def explain(self, key: str) -> str:
        """Return one change, by its number, in one sentence."""
        text = str(key)
        row = self._row(int(text) if text.isdecimal() else key)  # type: ignore[arg-type]
        return f"{_say_change(row, str(self.settings['asked'] or ''))}."

    @property
    def has_changes(self) -> bool:
        """Whether anything is known to have changed."""
        return bool(len(self.table) or self.rates["status"].isin([ROSE, FELL]).any())

    def explain_rate(self, rate: str) -> str:
        """Return how a rate went, in one sentence; empty where it is not known."""
        said = self._say_rate(rate)
        return f"{start_sentence(said)}." if said else ""

    def _say_rate(self, rate: str) -> str:
        row = hide_rates(self.rates).loc[rate]
        name = _RATES[rate]
        if pd.isna(row["before"]) or pd.isna(row["after"]):
            return ""
        ends = f"from {say_share(row['before'])} to {say_share(row['after'])}"
        if row["status"] == NO_CLEAR:
            if say_share(row["before"]) == say_share(row["after"]):
                return f"{name} stayed at {say_share(row['after'])}"
            return f"{name} went {ends}, which may be chance"
        if row["status"] not in {ROSE, FELL}:
            return f"{name} went {ends}, which those of whom it is not known could explain"
        return f"{name} {row['status']} {ends}: {_say_parts(row)}"


def _say_parts(row: pd.Series) -> str:
    """Return what a difference is made of, in points of percent."""
    within, mix = (round(100 * row[name]) for name in ("within", "mix"))
    return (
        f"{count_of(within, 'point')} because the same organisations do "
        f"{'better' if row['within'] >= 0 else 'worse'}, {mix:,} because of who takes part"
    )


def _say_change(row: pd.Series, asked: str) -> str:
    name, change, field = row["name"], row["change"], row["field"]
    before, after = (_say_people(field, row[side]) for side in ("before", "after"))
    sentences = {
        ("tie", JOINED): f"{name} are tied now ({after}), and were not before",
        ("tie", LEFT): f"{name} are not tied any more, and were before ({before})",
        ("seat", JOINED): f"{name}: the seat is new",
        ("seat", LEFT): f"{name}: the seat is not held any more",
        ("area", CLOSED): f"{name} is no gap in {asked} any more: {after} now, {before} before",
        ("area", OPENED): f"{name} is a gap in {asked} now, and was {before} before",
    }
    by_change = {
        JOINED: f"{name} is running now, and was {before or 'not listed'} before",
        LEFT: f"{name} was running before, and is {after or 'not listed'} now",
        MOVED: f"{name} moved from {_say_place(field, before)} to {_say_place(field, after)}",
        DISSOLVED: f"{name} do not overlap as a group any more",
        FORMED: f"{name} overlap now, and did not before",
    }
    reads = f"{name}: {_FIELDS.get(field, field.replace('_', ' '))} was {before}, and is {after}"
    return sentences.get((row["about"], change), by_change.get(change, reads))


def _say_place(field: str, place: str) -> str:
    stated = " as stated" if field == "stated_role" else ""
    return f"the {place}{stated}" if field in {"role", "stated_role"} else place


def _say_people(field: str, cell: str) -> str:
    return count_people(float(cell)) if field == _PEOPLE and cell else cell


def _hide_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Return differences with numbers of people from 1 to 4 as "under 5"."""
    shown = frame.copy(deep=False)
    is_people = frame["field"] == _PEOPLE
    for side in ("before", "after"):
        told = [_say_people(_PEOPLE, cell) for cell in frame.loc[is_people, side]]
        shown.loc[is_people, side] = told
    return shown


def hide_rates(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the rates without what would tell a small number of people.

    That is of those who belong to a share, or who do not; then nothing of the row is told.
    """
    bases = {"before": rates["known_before"], "after": rates["known_after"]}
    shown = hide_shares(rates, bases, ("",), both_sides=True)
    is_hidden = (shown["before"].isna() | shown["after"].isna()).to_numpy(dtype=bool)
    derived = ["before", "after", "difference", "low", "high", "within", "mix"]
    shown[derived] = shown[derived].mask(is_hidden[:, None].repeat(len(derived), axis=1))
    for side in ("before", "after"):
        others = rates[f"people_{side}"] - rates[f"known_{side}"]
        tells = are_small(others)
        shown[f"known_{side}"] = shown[f"known_{side}"].mask(tells)
    people = [f"{what}_{side}" for what in ("known", "people") for side in ("before", "after")]
    return hide_small(shown, people)
