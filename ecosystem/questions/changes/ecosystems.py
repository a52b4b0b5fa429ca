"""What differs between two maps: organisations, services, seats, ties and routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.access import MONEY, list_reported
from ecosystem.data import clean_name, is_running, split_list
from ecosystem.graph import find_positions, list_ties
from ecosystem.wording import join_words

from .rows import CHANGED, JOINED, LEFT, MOVED, Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecosystem.data import Ecosystem

    from .identity import Identity

    Row = Mapping[str, Any]

_ORGANISATION_FIELDS = ("name", "sector", "area_code", "stated_role")
_SERVICE_FIELDS = (
    "service_type",
    "level",
    "legal_aid",
    "capacity",
    "accepting_referrals",
    "eligibility",
    "languages",
)
_ROUTE_FIELDS = ("feedback", "agreement")
_MOVES = {"area_code", "stated_role"}
"""Fields in which another word is another place: in space, or between core and wider network."""

NOT_BEFORE, NOT_AFTER = "it was not recorded before", "it is not recorded any more"


def compare_ecosystems(
    before: Ecosystem, after: Ecosystem, identity: Identity
) -> Iterator[Difference]:
    """Yield what differs between two maps, organisations first."""
    yield from _compare_organisations(before, after, identity)
    yield from _compare_services(before, after, identity)
    yield from _compare_seats(before, after, identity)
    yield from _compare_ties(before, after, identity)
    yield from _compare_routes(before, after, identity)


def _compare_organisations(
    before: Ecosystem, after: Ecosystem, identity: Identity
) -> Iterator[Difference]:
    was, now = (_index(e.organisations, *_ORGANISATION_FIELDS, "status") for e in (before, after))
    ran, runs = (_list_running(e) for e in (before, after))
    places = _map_names(before.areas) | _map_names(after.areas)
    unsure_before = set(identity.unsure["before_id"])
    unsure_after = set(identity.unsure["after_id"])
    for one in sorted(runs):
        known = identity.before_of.get(one)
        if known is not None and known in ran:
            yield from _compare_fields(
                "organisation", one, (was[known], now[one]), _ORGANISATION_FIELDS, places
            )
            continue
        why = "" if known or one not in unsure_after else "it may be one that was there before"
        stood = "" if known is None else _say_status(was[known])
        yield _describe(now[one], one, stood, "running", JOINED, why)
    after_of = identity.after_of
    for one in sorted(ran):
        known = after_of.get(one)
        if known in runs:
            continue
        why = "" if known or one not in unsure_before else "it may be there under another name"
        stands = "" if known is None else _say_status(now[known])
        yield _describe(was[one], one, "running", stands, LEFT, why)


def _describe(  # noqa: PLR0913, PLR0917 - the cells of a difference
    row: Row, one: str, before: str, after: str, change: str, why: str
) -> Difference:
    return Difference(
        about="organisation",
        id=one,
        name=str(row["name"]),
        field="status",
        before=before,
        after=after,
        change=change,
        why=why,
    )


def _say_status(row: Row) -> str:
    """Return why an organisation that is listed does not run."""
    status = row["status"]
    return "not running" if pd.isna(status) or status == "active" else str(status)


def _list_running(e: Ecosystem) -> set[str]:
    positions = find_positions(e)
    return set(positions.organisation_ids[positions.is_active])


def _index(frame: pd.DataFrame, *columns: str) -> dict[str, Row]:
    """Return some cells of each row of a table by its id, which is the first column."""
    rows: list[Row] = frame[list(columns)].to_dict("records")  # type: ignore[assignment]
    return dict(zip(frame[frame.columns[0]], rows, strict=True))


def _map_names(frame: pd.DataFrame) -> dict[str, str]:
    """Return the name of each row of a table by its id, which is the first column."""
    return dict(zip(frame[frame.columns[0]], frame["name"], strict=True))


def _compare_fields(
    about: str,
    one: str,
    rows: tuple[Row, Row],
    fields: tuple[str, ...],
    places: Mapping[str, str],
) -> Iterator[Difference]:
    """Yield the fields of one row that differ; where one side is empty that need be no change."""
    was, now = rows
    for name in fields:
        cells = was[name], now[name]
        if _are_same(cells) or _read_cell(name, cells[0]) == _read_cell(name, cells[1]):
            continue
        texts = [_say_cell(name, cell, places) for cell in cells]
        yield Difference(
            about=about,
            id=one,
            name=str(now["name"]),
            field=name,
            before=texts[0],
            after=texts[1],
            change=MOVED if name in _MOVES else CHANGED,
            why=NOT_BEFORE if not texts[0] else "" if texts[1] else NOT_AFTER,
        )


def _are_same(cells: tuple[Any, Any]) -> bool:
    """Tell whether two cells are the same text, or are one: most are, and need not be read."""
    was, now = cells
    return was is now or (isinstance(was, str) and isinstance(now, str) and was == now)


def _read_cell(name: str, cell: Any) -> object:  # noqa: ANN401 - a cell holds anything
    """Return what a cell means, so that the order of a list or a capital is no change."""
    if pd.isna(cell) or cell == "not known":
        return None
    if name == "name":
        return clean_name(str(cell))
    if isinstance(cell, str):
        return frozenset(part.strip().casefold() for part in split_list(cell))
    return cell


def _say_cell(name: str, cell: Any, places: Mapping[str, str]) -> str:  # noqa: ANN401 - as above
    if _read_cell(name, cell) is None:
        return ""
    if name == "area_code":
        return places.get(str(cell), str(cell))
    if isinstance(cell, (bool, np.bool_)):
        return "yes" if cell else "no"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _compare_services(
    before: Ecosystem, after: Ecosystem, identity: Identity
) -> Iterator[Difference]:
    was, now = (_index(e.services, "name", *_SERVICE_FIELDS) for e in (before, after))
    ran, runs = (_list_offered(e) for e in (before, after))
    before_of = _match_services(before, after, identity)
    after_of = {one: other for other, one in before_of.items()}
    for one in sorted(runs):
        known = before_of.get(one)
        if known is not None and known in ran:
            yield from _compare_fields("service", one, (was[known], now[one]), _SERVICE_FIELDS, {})
        else:
            yield _describe_service(now[one], one, JOINED)
    for one in sorted(ran):
        if after_of.get(one) not in runs:
            yield _describe_service(was[one], one, LEFT)


def _describe_service(row: Row, one: str, change: str) -> Difference:
    is_new = change == JOINED
    return Difference(
        about="service",
        id=one,
        name=str(row["name"]),
        field="status",
        before="" if is_new else "running",
        after="running" if is_new else "",
        change=change,
    )


def _list_offered(e: Ecosystem) -> set[str]:
    positions = find_positions(e)
    return set(positions.service_ids[positions.is_offered])


def _match_services(before: Ecosystem, after: Ecosystem, identity: Identity) -> dict[str, str]:
    """Return ids of after to ids of before: of equal id, or alone of its name, type and runners."""
    ids = set(before.services["service_id"])
    found = {one: one for one in after.services["service_id"] if one in ids}
    keys = [
        _list_service_keys(before, {}, set(found.values())),
        _list_service_keys(after, identity.before_of, set(found)),
    ]
    places = {key: one for key, ones in keys[0].items() if len(ones) == 1 for one in ones}
    alike = {
        ones[0]: places[key] for key, ones in keys[1].items() if len(ones) == 1 and key in places
    }
    return found | alike


def _list_service_keys(
    e: Ecosystem, before_of: Mapping[str, str], taken: set[str]
) -> dict[tuple[str, str, frozenset[str]], list[str]]:
    """Return the services that are left by name, type and who runs them."""
    services = e.services[~e.services["service_id"].isin(taken)]
    providers = e.providers[e.providers["service_id"].isin(services["service_id"])]
    runners = providers.groupby("service_id")["organisation_id"].agg(list).to_dict()
    keys: dict[tuple[str, str, frozenset[str]], list[str]] = {}
    for row in services[["service_id", "name", "service_type"]].to_dict("records"):
        runs = frozenset(before_of.get(one, one) for one in runners.get(row["service_id"], []))
        key = (clean_name(row["name"]), row["service_type"].casefold(), runs)
        keys.setdefault(key, []).append(row["service_id"])
    return keys


def _compare_seats(before: Ecosystem, after: Ecosystem, identity: Identity) -> Iterator[Difference]:
    """Yield who took or left a seat in a group whose members are recorded both times."""
    sat, sits = _list_seats(before, {}), _list_seats(after, identity.before_of)
    ran = _list_running(before)
    runs = {identity.before_of.get(one, one) for one in _list_running(after)}
    names = _list_names(before, after, identity)
    for group in sorted(sat.keys() & sits.keys()):
        for one in sorted((sat[group] ^ sits[group]) & ran & runs):
            is_new = one in sits[group]
            yield Difference(
                about="seat",
                id=f"{group}|{one}",
                name=f"{names[one]} in {group}",
                field="seat",
                before="" if is_new else "sits",
                after="sits" if is_new else "",
                change=JOINED if is_new else LEFT,
            )


def _list_seats(e: Ecosystem, before_of: Mapping[str, str]) -> dict[str, set[str]]:
    titles = e.groups.set_index("group_id")["name"]
    seats = e.memberships[is_running(e.memberships, e.snapshot_date)]
    held: dict[str, set[str]] = {}
    for group, one in zip(seats["group_id"], seats["organisation_id"], strict=True):
        held.setdefault(str(titles[group]), set()).add(before_of.get(one, one))
    return held


def _list_names(before: Ecosystem, after: Ecosystem, identity: Identity) -> dict[str, str]:
    """Return the names of all organisations by their id of before; as they are called now."""
    now = _map_names(after.organisations)
    return _map_names(before.organisations) | {
        identity.before_of.get(one, one): name for one, name in now.items()
    }


def _compare_ties(before: Ecosystem, after: Ecosystem, identity: Identity) -> Iterator[Difference]:
    """Yield ties that are new or gone, between organisations that run both times.

    That two are not tied is known only if one of them told its ties, or nobody is recorded as sent.
    """
    had, has = _list_tied(before, {}), _list_tied(after, identity.before_of)
    told, tells = _list_told(before, {}), _list_told(after, identity.before_of)
    none, no = _list_none(before, {}), _list_none(after, identity.before_of)
    stays = _list_running(before) & {
        identity.before_of.get(one, one) for one in _list_running(after)
    }
    names = _list_names(before, after, identity)
    pairs = sorted(had.keys() ^ has.keys(), key=lambda pair: sorted(names[one] for one in pair))
    for pair in pairs:
        if not pair <= stays:
            continue
        is_new = pair in has
        is_known = pair & told or pair in none if is_new else pair & tells or pair in no
        ends = sorted(pair, key=lambda one: (names[one], one))
        when = "before" if is_new else "now"
        yield Difference(
            about="tie",
            id="|".join(ends),
            name=join_words(names[one] for one in ends),
            field="tie",
            before="" if is_new else join_words(sorted(had[pair])),
            after=join_words(sorted(has[pair])) if is_new else "",
            change=JOINED if is_new else LEFT,
            why="" if is_known else f"neither of the two is known to have told its ties {when}",
        )


def _list_tied(e: Ecosystem, before_of: Mapping[str, str]) -> dict[frozenset[str], set[str]]:
    """Return the pairs that are tied, but by money alone, with the kinds of their ties."""
    ties = list_ties(e)
    ties = ties[ties["kind"] != MONEY]
    ids = [before_of.get(one, one) for one in e.organisations["organisation_id"]]
    tied: dict[frozenset[str], set[str]] = {}
    for source, target, kind in zip(ties["source"], ties["target"], ties["kind"], strict=True):
        tied.setdefault(frozenset((ids[source], ids[target])), set()).add(kind)
    return tied


def _list_told(e: Ecosystem, before_of: Mapping[str, str]) -> set[str]:
    """Return who is known to have told its ties."""
    reported = list_reported(e)
    return {before_of.get(one, one) for one in reported.index[reported.fillna(value=False)]}


def _list_none(e: Ecosystem, before_of: Mapping[str, str]) -> set[frozenset[str]]:
    """Return the pairs of which it is recorded that nobody was sent from one to the other."""
    rows = e.referrals[(e.referrals["sent"] == 0).to_numpy(dtype=bool, na_value=False)]
    ends = zip(rows["from_id"], rows["to_id"], strict=True)
    return {frozenset(before_of.get(one, one) for one in pair) for pair in ends}


def _compare_routes(
    before: Ecosystem, after: Ecosystem, identity: Identity
) -> Iterator[Difference]:
    """Yield routes of referral whose feedback or agreement reads otherwise."""
    names = _list_names(before, after, identity)
    for field in _ROUTE_FIELDS:
        was, now = _list_words(before, field, {}), _list_words(after, field, identity.before_of)
        for route in sorted(was.keys() & now.keys(), key=lambda ends: [names[one] for one in ends]):
            texts = [_say_answer(words[route]) for words in (was, now)]
            if texts[0] == texts[1]:
                continue
            yield Difference(
                about="route",
                id="|".join(route),
                name=f"{names[route[0]]} to {names[route[1]]}",
                field=field,
                before=texts[0],
                after=texts[1],
                change=CHANGED,
                why=NOT_BEFORE if not texts[0] else "" if texts[1] else NOT_AFTER,
            )


def _list_words(
    e: Ecosystem, field: str, before_of: Mapping[str, str]
) -> dict[tuple[str, str], set[bool]]:
    """Return what is recorded of each route that carries people: one answer, several or none."""
    words: dict[tuple[str, str], set[bool]] = {}
    carries = ~(e.referrals["sent"] == 0).to_numpy(dtype=bool, na_value=False)
    rows = e.referrals.loc[carries, ["from_id", "to_id", field]]
    for start, end, answer in zip(rows["from_id"], rows["to_id"], rows[field], strict=True):
        answers = words.setdefault((before_of.get(start, start), before_of.get(end, end)), set())
        if pd.notna(answer):
            answers.add(bool(answer))
    return words


def _say_answer(answers: set[bool]) -> str:
    """Return the one answer that all rows give; nothing if they give several, or none."""
    if len(answers) != 1:
        return ""
    return "yes" if True in answers else "no"
