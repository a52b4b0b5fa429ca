"""A page for each organisation: what is on record about it, for it to check and correct."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import split_list
from ecosystem.formats import name_files
from ecosystem.options import check_options
from ecosystem.pages import make_page, read_asset, render, replace_folder
from ecosystem.wording import count_of, join_words, start_sentence

from .answers import ask_all
from .content import keep_said
from .tables import TextTable

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.disclosure import Visibility

    from .answers import Answers


_MOST_AREAS = 6
"""Areas named of one service: a row of the table then has two lines."""

_MOST_OVERLAPS = 3
"""Sentences about services of others that do the same work; the report has the rest."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What is on record about one organisation.

    Attributes
    ----------
    name
        What it is called.
    about
        Its sector and where it is; what is not known is left out.
    services, ties
        What it does and where; whom it is tied to, and how.
    sentences
        Its role, what others find at its door, what rests on it.
    """

    name: str
    about: Sequence[str]
    services: TextTable
    ties: TextTable
    sentences: Sequence[str]


@check_options
def write_profiles(
    e: Ecosystem, folder: str | os.PathLike[str], *, visibility: Visibility = "public"
) -> Path:
    """Write a page for each organisation: what it does, where, with whom, and what rests on it.

    To send to each, so that it can say what is wrong before anybody else reads it. A page fetches
    nothing, has no script, prints on A4 and holds its tables as CSV.

    Parameters
    ----------
    e
        The ecosystem. Organisations that no longer run get no page.
    folder
        Where; made if need be. Pages that are there are replaced.
    visibility
        "public" says what public rows say; "partners" takes those marked partners too; "private"
        all: such a page is for the eyes of who keeps the data. Numbers of people from 1 to 4 read
        "under 5" in each.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ValueError
        If the visibility is none of the three, or the folder above does not exist.
    """
    answers = ask_all(e.select(visibility=visibility), has_names=True)
    organisations = answers.e.organisations
    names = dict(zip(organisations["organisation_id"], organisations["name"], strict=True))
    active = np.flatnonzero(answers.positions.is_active)
    files = name_files({one: names[one] for one in organisations["organisation_id"].iloc[active]})
    with replace_folder(folder, [f"{file}.html" for file in files.values()]) as temporary:
        for row, file in zip(active, files.values(), strict=True):
            page = _set_page(make_profile(answers, int(row)))
            (temporary / f"{file}.html").write_text(page, encoding="utf-8", newline="\n")
    return Path(folder)


def _set_page(profile: Profile) -> str:
    body = render("profile.html", profile=profile)
    return make_page(title=profile.name, body=body, style=read_asset("report.css"))


def make_profile(answers: Answers, row: int) -> Profile:
    """Return what the answers say of the organisation in a row of its table."""
    one = answers.e.organisations.iloc[row]
    runs = np.flatnonzero(answers.positions.providers[:, [row]].toarray().ravel())
    offered = runs[answers.positions.is_offered[runs]]
    return Profile(
        name=str(one["name"]),
        about=_say_about(answers, one),
        services=_list_services(answers, offered, str(one["name"])),
        ties=_list_ties(answers, row),
        sentences=keep_said(_say_what_rests(answers, str(one["organisation_id"]), offered)),
    )


def _say_about(answers: Answers, one: pd.Series) -> list[str]:
    areas = answers.e.areas.set_index("area_code")["name"]
    said = [one["sector"], areas.get(one["area_code"])]
    return list(dict.fromkeys(part for part in said if isinstance(part, str)))


def _list_services(answers: Answers, offered: NDArray[np.intp], name: str) -> TextTable:
    e, positions = answers.e, answers.positions
    rows = []
    for service in offered:
        known = e.services.iloc[service]
        reached = positions.reach.indices[
            positions.reach.indptr[service] : positions.reach.indptr[service + 1]
        ]
        # A larger place is said by its own name, and not by that of each area inside it.
        larger = reached[positions.is_larger[reached]]
        towns = e.areas["name"].iloc[larger if len(larger) else reached]
        rows.append(
            [
                _drop_owner(str(known["name"]), name),
                known["service_type"],
                join_words(sorted(towns), most=_MOST_AREAS),
                *(_say_list(known[column]) for column in ("eligibility", "languages")),
                "" if pd.isna(known["capacity"]) else f"{known['capacity']:,.0f}",
                _say_list(known["accepting_referrals"]),
            ]
        )
    headings = ["Service", "Kind", "Areas", "For", "Languages", "*Places", "Takes people now"]
    return TextTable(caption="What you do, and where", headings=headings, rows=rows)


def _drop_owner(service: str, owner: str) -> str:
    """Return the name of a service without that of who runs it before it."""
    return service.removeprefix(f"{owner}: ")


def _say_list(cell: object) -> str:
    return join_words(split_list(cell)) if isinstance(cell, str) else ""


def _list_ties(answers: Answers, row: int) -> TextTable:
    ties, names = answers.ties, answers.e.organisations["name"]
    # other organisation: how you are tied to it, each way once.
    ways: dict[int, Counter[str]] = {}
    for source, target, kind, goes_both_ways in ties[
        ["source", "target", "kind", "goes_both_ways"]
    ].to_numpy(dtype=object):
        if row not in (source, target):
            continue
        way = kind if goes_both_ways else f"{kind} {'to' if source == row else 'from'} them"
        ways.setdefault(target if source == row else source, Counter())[way] += 1
    rows = [
        [names.iloc[other], join_words(sorted(kinds))]
        for other, kinds in sorted(ways.items(), key=lambda entry: str(names.iloc[entry[0]]))
    ]
    caption = f"Whom you are tied to: {count_of(len(rows), 'organisation')}"
    return TextTable(caption=caption, headings=["Organisation", "How"], rows=rows)


def _say_what_rests(answers: Answers, key: str, offered: NDArray[np.intp]) -> Iterator[str]:
    """Yield what the answers say of an organisation and of its services."""
    for answer in (answers.core, answers.closures, answers.pathways):
        if answer is not None and key in answer.table.index:
            yield answer.explain(key)
    if answers.focus is not None:
        kinds = answers.focus.table.index[answers.focus.table["lead"] == key]
        if len(kinds):
            yield f"By what is recorded you could lead on {join_words(sorted(kinds))}."
    if answers.duplication is not None:
        table = answers.duplication.table
        ids = answers.e.services["service_id"].iloc[offered]
        shared = [one for one in ids if one in table.index and pd.notna(table.loc[one, "cluster"])]
        yield from (
            start_sentence(answers.duplication.explain(one)) for one in shared[:_MOST_OVERLAPS]
        )
