"""Who sits in which forum: a grid of organisations and forums, a list of seats or one of forums.

Such data are of two sorts (two-mode): organisations are tied to groups, not to one another. They
become groups and memberships. A grid is known by its headings, each of which names a group: ticks
below "Housing" are services, below "Housing forum" they are seats.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import TABLES, clean_text, fold_heading, is_contact_heading, split_names
from ecosystem.formats.sheets.sheet import Sheet
from ecosystem.wording import count_of, join_words

from .directories.directory_headings import is_for_remarks
from .headings import find_table, match_headings
from .tie_words import read_answer
from .totals import reads_as_total
from .written.written_choices import find_choice

if TYPE_CHECKING:
    from collections.abc import Sequence


_GROUP = re.compile(
    r"\b(?:forums?|fora|boards?|committees?|steering|networks?|partnerships?|alliances?|"
    r"consorti(?:um|a)|coalitions?|round ?tables?|task ?forces?|assembl(?:y|ies)|meetings?|panels?|"
    r"(?:working|task|strategic|sub|reference|advisory|steering)[- ]?groups?)\b",
    re.IGNORECASE,
)
"""Words of a heading that names a group in which organisations sit together."""

_LISTS = frozenset(
    [
        *("forum", "forum_name", "group", "group_name", "board", "committee", "meeting"),
        *("steering_group", "working_group", "partnership", "network"),
    ]
)
"""Headings of a column that names such a group, of a list with a row a seat."""

_MEMBERS = frozenset(
    [
        *("member_organisations", "member_organizations", "organisations", "organizations"),
        *("organisations_on_it", "member_orgs", "members"),
    ]
)
_CHAIRS = frozenset(["chair", "chairs", "chaired_by", "convenor", "convener", "convened_by"])
"""Headings of a list with a row a group: of all who sit there, in one cell, and of who leads it."""

_SEVERAL = re.compile(r"(?:all|any|various|several|many|other|others|etc)\b.*", re.IGNORECASE)
"""How a name begins that is not one organisation's: all local authorities."""

_COMES = frozenset(
    ["representative", "representatives", "rep", "reps", "name", "attendee", "delegate", "deputy"]
)
"""Headings, folded, of who comes from each organisation."""

_GONE = re.compile(
    r"(?:left|former(?:ly)?|past|stepped down|resigned|withdr\w+|lapsed|invited|no longer|vacant|"
    r"declined|apolog\w+|was|until|to join|joining)\b",
    re.IGNORECASE,
)
"""How a cell begins that says that somebody sat there, or may come to, and does not now."""

_SECOND = re.compile(r"(?:vice|deputy)[ -]?(?:chair\w*)?|secretary|treasurer", re.IGNORECASE)
"""Roles in a group that are more than a member's, and not its chair's."""

_MOST = 8
"""Headings that a note lists."""

_LEAST = 2
"""Groups along the top of a grid."""

_OF_SEATS = frozenset(TABLES["memberships"].names) - {"group_id", "organisation_id"}


def read_seats(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return groups and memberships, if the sheet tells who sits where; else none."""
    if find_table(sheet.name) or not sheet.rows:
        return []
    matched = match_headings("memberships", sheet.headings)
    folded = [fold_heading(heading) for heading in sheet.headings]
    listed = [column for column, word in enumerate(folded) if word in _LISTS]
    if len(listed) == 1 and "organisation_id" in matched:
        matched[listed[0]] = "group_id"
        rest = {*matched} - {"group_id", "organisation_id"}
        return _read_list(sheet, matched, sheets) if rest <= _OF_SEATS else []
    members = [column for column, word in enumerate(folded) if word in _MEMBERS]
    if len(listed) == len(members) == 1:
        # Members may be people, but for those whom another sheet has as a name of its own.
        if folded[members[0]] == "members" and not _are_known(sheet, members[0], sheets):
            return []
        return _read_groups(sheet, folded, listed[0], members[0])
    grid = _leave_out_beside(sheet)
    named = [heading for heading in grid.headings[1:] if _GROUP.search(heading)]
    is_named = len(named) == len(grid.headings) - 1 >= _LEAST
    if not is_named or not _means_who(matched[0], folded[0]) or not _is_ticked(grid):
        return []
    return read_grid(grid)


def _leave_out_beside(sheet: Sheet) -> Sheet:
    """Return a grid without who comes from each, without remarks, and without rows of totals."""
    folded = [fold_heading(heading) for heading in sheet.headings]
    gone = [
        at
        for at, heading in enumerate(sheet.headings)
        if at and (folded[at] in _COMES or is_for_remarks(heading) or is_contact_heading(heading))
    ]
    texts = [[clean_text(cell) for cell in row] for row in sheet.rows]
    rows = [at for at, row in enumerate(texts) if not reads_as_total(row)]
    made = sheet.keep(rows, [at for at in range(len(sheet.headings)) if at not in gone])
    if gone:
        left = join_words([repr(sheet.headings[at]) for at in gone], most=_MOST)
        made.add("note", f"beside who sits where not read, as people may be named there: {left}.")
    if len(rows) < len(texts):
        made.add("note", f"{count_of(len(texts) - len(rows), 'row')} adding up others left out.")
    return made


def read_seat(cell: str) -> tuple[bool | None, str]:
    """Return whether a cell says that somebody sits there, None if it is not clear, and as what.

    Examples
    --------
    >>> [read_seat(cell) for cell in ("x", "Vice chair", "Left 2022", "no", "our view")]
    [(True, ''), (True, 'member'), (False, ''), (False, ''), (None, '')]
    """
    text = clean_text(cell)
    if _GONE.match(text):
        return False, ""
    if _SECOND.fullmatch(text):
        return True, "member"
    role = find_choice(TABLES["memberships"].column("role"), text) if len(text) > 1 else ""
    if role:
        return True, role
    says = read_answer(text).says
    if says in {"unread", "unclear"}:
        return None, ""
    return says not in {"no tie", "blank", "not known"}, ""


def _means_who(matched: str, folded: str) -> bool:
    words = {"", "name", "organisation_name", "member_organisation", "partner_organisation"}
    return matched == "organisation_id" or folded in words


def _is_ticked(sheet: Sheet) -> bool:
    """Tell whether every cell but the names says yes, no, how much, or nothing."""
    return all(read_seat(cell)[0] is not None for row in sheet.rows for cell in row[1:])


def read_grid(sheet: Sheet) -> list[Sheet]:
    """Return a grid of organisations down the side and groups along the top as who sits where.

    A cell that says no, nought or nothing is no seat. Whoever sits nowhere is an organisation.
    """
    names = [clean_text(row[0]) for row in sheet.rows]
    groups = [clean_text(heading) for heading in sheet.headings[1:]]
    seats = [
        ([group, name, clean_text(cell)], number)
        for name, row, number in zip(names, sheet.rows, sheet.numbers, strict=True)
        for group, cell in zip(groups, row[1:], strict=True)
        if name and read_seat(cell)[0] is not False
    ]
    roles = [read_seat(cell)[1] for (*_, cell), _ in seats]
    # A 1, an x or a role says no more than that one sits there, and as what.
    weighs = not any(roles) and any(
        read_answer(cell).says != "tie" and cell != "1" for (*_, cell), _ in seats
    )
    made = Sheet(
        name="memberships",
        file=sheet.file,
        sheet=sheet.sheet,
        headings=[
            *("group_id", "organisation_id"),
            *(["role"] if any(roles) else ["weight"] if weighs else []),
        ],
        rows=[
            [group, name, *([role] if any(roles) else [cell] if weighs else [])]
            for ((group, name, cell), _), role in zip(seats, roles, strict=True)
        ],
        numbers=[number for _, number in seats],
        found=list(sheet.found),
        named=[name for name in names if name],
    )
    _say(made, sheet, len(set(names) - {""}), len(groups))
    return [made, _list_groups(groups, sheet)]


def _read_list(sheet: Sheet, matched: list[str], sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return a list with a row a seat; the groups are those it names, unless a table lists them."""
    column = matched.index("group_id")
    groups = list(dict.fromkeys(name for row in sheet.rows if (name := clean_text(row[column]))))
    who = matched.index("organisation_id")
    bodies = {clean_text(row[who]).casefold() for row in sheet.rows} - {""}
    shown = dict(zip(matched, sheet.headings, strict=True))
    made = Sheet(
        name="memberships",
        file=sheet.file,
        sheet=sheet.sheet,
        headings=list(matched),
        rows=[list(row) for row in sheet.rows],
        numbers=list(sheet.numbers),
        found=list(sheet.found),
        shown=shown,
    )
    _say(made, sheet, len(bodies), len(groups))
    if any(find_table(other.name) == "groups" for other in sheets):
        return [made]
    return [made, _list_groups(groups, sheet)]


def _are_known(sheet: Sheet, members: int, sheets: Sequence[Sheet]) -> bool:
    """Tell whether half of the members or more stand in cells of their own on another sheet."""
    names = {name.casefold() for row in sheet.rows for name in _part_members(row[members])}
    others = [other for other in sheets if other is not sheet]
    cells = {clean_text(cell).casefold() for other in others for row in other.rows for cell in row}
    return bool(names) and 2 * len(names & cells) >= len(names)


def _read_groups(sheet: Sheet, folded: Sequence[str], group: int, members: int) -> list[Sheet]:
    """Return a list with a row a group, its members in one cell, as who sits where.

    A chair may be a person: only whoever is a member of some group is known to be none.
    """
    sitting = [_part_members(row[members]) for row in sheet.rows]
    # As it is spelt among the members: a chair in other letters is the same body.
    known = {name.casefold(): name for names in sitting for name in names}
    seats: list[tuple[list[str], int]] = []
    several: list[tuple[int, str]] = []
    unread: list[int] = []
    for row, number, names in zip(sheet.rows, sheet.numbers, sitting, strict=True):
        several += [(number, name) for name in names if _SEVERAL.fullmatch(name)]
        roles = {name: "member" for name in names if not _SEVERAL.fullmatch(name)}
        led = [
            name
            for column, word in enumerate(folded)
            if word in _CHAIRS
            for name in _part_members(row[column])
        ]
        roles |= {known[name.casefold()]: "chair" for name in led if name.casefold() in known}
        unread += [number] * any(name.casefold() not in known for name in led)
        seats += [([clean_text(row[group]), name, role], number) for name, role in roles.items()]
    made = Sheet(
        name="memberships",
        file=sheet.file,
        sheet=sheet.sheet,
        headings=["group_id", "organisation_id", "role"],
        rows=[seat for seat, _ in seats],
        numbers=[number for _, number in seats],
        found=list(sheet.found),
    )
    groups = _keep_groups(sheet, folded, group, members)
    _say(made, sheet, len({name for (_, name, _), _ in seats}), len(groups.rows))
    if several:
        made.add(
            "warning",
            f"{count_of(len(several), 'name')} of many left out, as none of them is named.",
            "Name each organisation.",
            row=several[0][0],
            column=sheet.headings[members],
            value=several[0][1],
            cells=several,
        )
    if unread:
        made.add(
            "note",
            f"{count_of(len(unread), 'chair')} not read: no member of any group has the name, so "
            "it may be a person's.",
            row=unread[0],
        )
    return [made, groups]


def _keep_groups(sheet: Sheet, folded: Sequence[str], group: int, members: int) -> Sheet:
    """Return a row a group, with what else the sheet says of it, as when it meets."""
    kept = [
        at for at, word in enumerate(folded) if at not in {group, members} and word not in _CHAIRS
    ]
    first: dict[str, tuple[int, list[str]]] = {}
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        if name := clean_text(row[group]):
            first.setdefault(name, (number, [name, *(row[at] for at in kept)]))
    return Sheet(
        name="groups",
        file=sheet.file,
        sheet=sheet.sheet,
        headings=["name", *(sheet.headings[at] for at in kept)],
        rows=[row for _, row in first.values()],
        numbers=[number for number, _ in first.values()],
    )


def _part_members(cell: str) -> list[str]:
    """Return the names of a cell headed as a list: by the clear signs in it, else by its commas.

    Examples
    --------
    >>> _part_members("Ash, Elm and Oak"), _part_members("Smith, Jones; Food and Care")
    (['Ash', 'Elm', 'Oak'], ['Smith, Jones', 'Food and Care'])
    """
    names = split_names(cell)
    if len(names) != 1 or "," not in cell:
        return [clean_text(name) for name in names]
    *first, last = cell.split(",")
    return [name for part in (*first, *last.split(" and ")) if (name := clean_text(part))]


def _list_groups(names: Sequence[str], sheet: Sheet) -> Sheet:
    return Sheet(
        name="groups",
        file=sheet.file,
        sheet=sheet.sheet,
        headings=["name"],
        rows=[[name] for name in names],
        numbers=[min(sheet.numbers, default=2) - 1] * len(names),
    )


def _say(made: Sheet, sheet: Sheet, bodies: int, groups: int) -> None:
    made.add(
        "note",
        f"Sheet '{sheet.name}': who sits in which group; {count_of(bodies, 'organisation')}, "
        f"{count_of(groups, 'group')}, {count_of(len(made.rows), 'seat')}.",
    )
