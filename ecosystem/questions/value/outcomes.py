"""The outcomes that are asked about: read, checked, and counted where the data hold the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.access import is_of_type
from ecosystem.data import clean_text, fold_heading
from ecosystem.wording import join_words

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem

_NEEDED = ("outcome", "unit_value_low")
_TEXTS = ("unit", "source", "service_type")
_NUMBERS = ("units", "unit_value_low", "unit_value_high")
_HEADINGS = {"unit_value": "unit_value_low"}
"""One value for a unit is the lowest and the highest."""

_HELPED = "referrals that ended in help"
"""What is counted where the number of units is taken from the referrals table."""


def read_outcomes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes asked about: outcome, service_type, unit, units, unit values, source.

    Raises
    ------
    ValueError
        If a column is missing, an outcome is there twice, a number is none, a low value is above
        the high one, or a value does not say where it comes from.
    """
    folded = [fold_heading(str(heading)) for heading in frame.columns]
    table = frame.set_axis([_HEADINGS.get(name, name) for name in folded], axis=1)
    table = table.loc[:, ~table.columns.duplicated()].reset_index(drop=True)
    for name in _NEEDED:
        if name not in table:
            msg = f"outcomes needs the columns {join_words(_NEEDED)}; it has {list(frame.columns)}."
            raise ValueError(msg)
    table["outcome"] = [_read_text(cell) for cell in table["outcome"]]
    if "" in set(table["outcome"]) or table["outcome"].duplicated().any():
        msg = "outcomes, outcome: each row needs a name of its own."
        raise ValueError(msg)
    for name in _TEXTS:
        cells = table[name] if name in table else [""] * len(table)
        texts = [_read_text(cell) for cell in cells]
        table[name] = pd.Series(texts, index=table.index, dtype="str")
    for name in _NUMBERS:
        cells = table[name] if name in table else pd.Series(np.nan, index=table.index)
        table[name] = _read_numbers(cells, name)
    table["unit_value_high"] = table["unit_value_high"].fillna(table["unit_value_low"])
    _check_values(table)
    return table[["outcome", *_TEXTS, *_NUMBERS]]


def _check_values(table: pd.DataFrame) -> None:
    has_value = table["unit_value_low"].notna() | table["unit_value_high"].notna()
    bare = table[has_value & (table["source"] == "")]
    if len(bare):
        msg = (
            f"outcomes, source: the value of {join_words(bare['outcome'])} says not where it comes "
            "from. Name the source: a value without one cannot be told from a guess."
        )
        raise ValueError(msg)
    turned = table[table["unit_value_low"] > table["unit_value_high"]]
    if len(turned):
        msg = f"outcomes: the low value of {join_words(turned['outcome'])} is above the high one."
        raise ValueError(msg)


def _read_text(cell: Any) -> str:  # noqa: ANN401 - a cell holds anything
    return "" if pd.isna(cell) else clean_text(str(cell))


def _read_numbers(cells: pd.Series, name: str) -> pd.Series:
    numbers = pd.to_numeric(cells.replace("", None), errors="coerce").astype(float)
    is_empty = cells.isna() | (cells.astype(str).str.strip() == "")
    is_wrong = ~(is_empty | (np.isfinite(numbers) & (numbers >= 0)))
    if is_wrong.any():
        msg = (
            f"outcomes, {name}: '{cells[is_wrong].iloc[0]}' is no number from 0 up. Write it "
            "without words, or leave the cell empty where it is not known."
        )
        raise ValueError(msg)
    return numbers


def count_units(e: Ecosystem, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes with units_low and units_high: as given, or counted in referrals.

    Raises
    ------
    ValueError
        If units are to be counted of a service type that no referral names.
    """
    table = outcomes.assign(units_low=outcomes["units"], units_high=outcomes["units"])
    is_counted = outcomes["units"].isna() & (outcomes["service_type"] != "")
    for row in outcomes.index[is_counted]:
        kind = str(outcomes.loc[row, "service_type"])
        table.loc[row, ["units_low", "units_high"]] = _count_helped(e, kind)
        if not table.loc[row, "unit"]:
            table.loc[row, "unit"] = _HELPED
    return table.assign(is_counted=is_counted).drop(columns="units")


def _count_helped(e: Ecosystem, service_type: str) -> tuple[float, float]:
    """Return the least and the most referrals for a service type that ended in help.

    Where it is not recorded how many got help it may be none, or all that were sent less those who
    ended without; NaN where it is not recorded how many were sent. Two reports of one link are one.
    """
    rows = e.referrals[is_of_type(e.referrals.fillna({"service_type": ""}), service_type)]
    if rows.empty:
        known = sorted(e.referrals["service_type"].dropna().unique())
        msg = (
            f"outcomes, service_type: no referral is for {service_type!r}. Give the units, or "
            f"choose one of {known}."
        )
        raise ValueError(msg)
    most = (rows["sent"] - rows["ended_without_help"].fillna(0)).clip(lower=0)
    reports = pd.DataFrame(
        {
            "from": rows["from_id"],
            "to": rows["to_id"],
            "period": rows["period"].fillna(""),
            "low": rows["got_help"].fillna(0.0),
            "high": rows["got_help"].fillna(most).fillna(np.inf),
        }
    )
    links = reports.groupby(["from", "to", "period"])
    high = float(links["high"].max().sum())
    return float(links["low"].min().sum()), high if np.isfinite(high) else np.nan
