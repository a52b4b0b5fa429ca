"""Words that stand where a name should, and name nobody: all, various, a hotel; interpreters.

Made into an organisation, "all" would be the best connected of the sector. What such a row says is
lost to every answer, so it is counted and asked about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import LIST_MARK, MISSING_WORDS, TABLES, fold_status, split_list
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecosystem.formats.tables.draft import Draft


_BODIES = (
    r"(partners?|organi[sz]ations?|orgs?|agencies|agency|services?|members?|charities|groups?|"
    r"providers?|partner (agencies|organi[sz]ations|services)|stakeholders?)"
)
_NOBODY = re.compile(
    rf"((all|everyone|everybody|various|several|many|most|others?|any|anyone|lots|multiple|"
    rf"numerous|different|everyone else|all others|the others|the rest|some|both)"
    rf"( of (them|these|us))?( (local|other|our|the|above|network|core|listed))*( {_BODIES})?|"
    rf"(the )?(whole |entire )?(network|sector|partnership)|other local {_BODIES}|"
    rf"partner (agencies|organi[sz]ations)|partners|self|self[- ]referrals?|"
    r"self[- ]referred|themselves|client|clients|not applicable|don't know|not sure|tba|misc|"
    r"miscellaneous|word of mouth|(family|families)( ?(/|&|and|or) ?)friends?|"
    rf"(grand |sub-?)?totals?|no (session|one|provider|organi[sz]ation)|vacant|anonymous|"
    r"unspecified|not (stated|recorded|given|specified)|see (above|below|notes?)|as above|ditto|"
    r"etc)"
)
_KIND = re.compile(
    r"((an?|the|their|local|various|other|any|different) )*"
    r"(g\.?p\.?|doctor|g\.?p\.? (surgery|surgeries|practice)|surgery|surgeries|health visitor|"
    r"midwife|midwives|hospital|a ?& ?e|school|((asylum|home office|ho|contingency|serco|mears|"
    r"clearsprings) )?hotel|hostel|food ?bank|church(es)?|mosque|social worker|support worker|"
    r"key ?worker|housing officer|solicitor|lawyer|charity|charities)'?s?"
)
"""Names, folded, of a kind of sender or receiver of which there are many, and of no one of them."""

_NOTHING = re.compile(
    r"(?:none|nothing|nil|no services?)"
    r"(?: (?:of|from) (?:these|those|them|the (?:above|below|list)))?"
    r"(?: (?:apply|applies|applicable|yet|at the moment|at present|currently|any ?more))?"
    r"|not applicable|prefer not to (?:say|answer|disclose)|rather not say|no answer|"
    r"(?:i )?(?:do not|don't) know|not sure|"
    r"(?:we )?(?:do not|don't) (?:offer|provide|deliver|do|run) "
    r"any(?: of (?:these|them|the above)| services?)?"
)
"""Answers, folded, to what somebody offers that name no service."""

_SELF = frozenset(
    [
        *("self", "self-ref", "self-referral", "self-referred", "self-refer", "self-presented"),
        *("selfreferral", "self-referrals", "self-refs", "client", "client-self-referral"),
        *("walk-in", "walk-ins", "walked-in", "drop-in", "themselves", "individual", "individuals"),
        *("family", "family-member", "friend", "friend-or-family", "friends-and-family"),
        *("family-or-friend", "parent", "relative", "word-of-mouth"),
    ]
)
"""Senders, folded as outcomes are, that are no organisation but the person or somebody close."""

_BETWEEN_SENDERS = re.compile(r"[/,+]| or ")
_REMARK = re.compile(r"\s*\([^()]*\)|\s*\?+$")
_MOST = 4
"""Words that a warning quotes before the rest is counted."""

_ENDS = (
    ("relationships", ("from_id", "to_id")),
    ("referrals", ("from_id", "to_id")),
    ("memberships", ("organisation_id",)),
    ("providers", ("organisation_id",)),
)
_BETWEEN_LANGUAGES = re.compile(r"([,;|/&+\n]| and | plus | with | via | or )", re.IGNORECASE)
_NO_LANGUAGE = re.compile(
    r"(and |plus |with |via |access to |use of |other |telephone |phone |face to face )*"
    r"(interp\w*\b.*|translat(or|ors|ion|ing)\b.*|language ?line\b.*|"
    r"google translate|(all|any|many|most|various|several|multiple|lots|other|others|more|"
    r"different|some|etc|numerous|community)( other| of)?( languages?)?( available)?|"
    r"languages?|(as|when|if|where) (needed|required)|on request|depends.*|varies)"
)
"""A piece of a cell of languages, folded, that names none."""
_IN_BRACKETS = re.compile(r"\([^()]*(interp|translat|language ?line)", re.IGNORECASE)
_ONLY = re.compile(r" only$", re.IGNORECASE)
_HINT = "Give a row to each organisation that is meant."


def names_the_person(sender: str) -> bool:
    """Tell whether a sender is the person referred, or somebody close to them.

    Examples
    --------
    >>> names_the_person("Self / walk in"), names_the_person("Self Help Hub")
    (True, False)
    """
    return all(
        fold_status(part) in _SELF for part in _BETWEEN_SENDERS.split(_REMARK.sub("", sender))
    )


def names_no_service(text: str) -> bool:
    """Tell whether an answer to what somebody offers names no service: none of these.

    Examples
    --------
    >>> names_no_service("None of these"), names_no_service("Prefer not to say.")
    (True, True)
    >>> names_no_service("No recourse to public funds"), names_no_service("Nothing but food")
    (False, False)
    """
    folded = " ".join(text.casefold().replace("\u2019", "'").split()).strip(" .!*()-")
    return bool(_NOTHING.fullmatch(folded))


def names_a_kind(name: str) -> bool:
    """Tell whether a name is that of many, as of any GP or hotel, and of no one of them.

    Examples
    --------
    >>> names_a_kind("GP surgeries (various)"), names_a_kind("Elm Surgery"), names_a_kind("hotel")
    (True, False, True)
    """
    return bool(_KIND.fullmatch(" ".join(_REMARK.sub("", name).casefold().split())))


def leave_out_unnamed(drafts: dict[str, Draft]) -> None:
    """Leave out rows whose organisation is nobody by name, and say so; an organisation is kept.

    Somebody may be called All, or NA: what the table of organisations lists is a name.
    """
    organisations = drafts.get("organisations")
    known = set() if organisations is None else _list_names(organisations)
    for table, columns in _ENDS:
        if table in drafts:
            _leave_out_rows(drafts[table], table, columns, known)
            _empty_reporters(drafts[table], table, known)
            drafts[table].named[:] = [
                name for name in drafts[table].named if not _is_nobody(name, known)
            ]
    if "services" in drafts:
        _take_out_parts(drafts["services"], known)


def _list_names(organisations: Draft) -> set[str]:
    names = (*organisations.cells("name"), *organisations.cells(TABLES["organisations"].key[0]))
    return {name.casefold() for name in names}


def names_nobody(name: str) -> bool:
    """Tell whether what stands for a name is nobody's: all, various, no session.

    Examples
    --------
    >>> names_nobody("various partners"), names_nobody("Total"), names_nobody("All Saints")
    (True, True, False)
    """
    folded = " ".join(name.casefold().replace("\u2019", "'").split()).strip(" .!*")
    return bool(_NOBODY.fullmatch(folded)) or (bool(name) and folded in MISSING_WORDS)


def _is_nobody(name: str, known: Collection[str]) -> bool:
    return name.casefold() not in known and names_nobody(name)


def _leave_out_rows(
    draft: Draft, table: str, columns: tuple[str, ...], known: Collection[str]
) -> None:
    gone: set[int] = set()
    for column in columns:
        cells = draft.cells(column)
        nobody = {cell for cell in draft.distinct(column) if _is_nobody(cell, known)}
        if not nobody:
            continue
        rows = [row for row, cell in enumerate(cells) if cell in nobody and row not in gone]
        if not rows:
            continue
        said = "row left out, because no organisation is named under {}"
        _warn_of_cells(draft, table, column, rows, said, _HINT)
        gone |= set(rows)
    if not gone:
        return
    # Whoever stands at the other end of such a row is an organisation all the same.
    draft.named.extend(
        cell
        for row in sorted(gone)
        for column in columns
        if (cell := draft.cells(column)[row]) and not _is_nobody(cell, known)
    )
    draft.keep([row not in gone for row in range(len(draft.frame))])


def _empty_reporters(draft: Draft, table: str, known: Collection[str]) -> None:
    """Take as not known who reported a tie, where "both" or "all" did: the tie stays."""
    cells = draft.cells("reported_by")
    nobody = {cell for cell in set(cells) if _is_nobody(cell, known) and not _is_empty(cell)}
    rows = [row for row, cell in enumerate(cells) if cell in nobody] if nobody else []
    if not rows:
        return
    said = "cell under {} with a word that names no organisation, read as not known"
    hint = "Where several reported a tie, give a row to each."
    _warn_of_cells(draft, table, "reported_by", rows, said, hint)
    gone = set(rows)
    draft.put("reported_by", ["" if row in gone else cell for row, cell in enumerate(cells)])


def _take_out_parts(services: Draft, known: Collection[str]) -> None:
    """Take such words out of the organisations that run a service; the service stays."""
    cells = services.cells("organisation")
    kept = {
        cell: LIST_MARK.join(part for part in split_list(cell) if not _is_nobody(part, known))
        for cell in set(cells)
        if any(_is_nobody(part, known) for part in split_list(cell))
    }
    # An empty mark, as n/a for a service without an organisation, says nothing that is lost.
    rows = [row for row, cell in enumerate(cells) if cell in kept and not _is_empty(cell)]
    if rows:
        said = "service with a word that names no organisation under {}, which was left out"
        hint = "Name each organisation that runs it."
        _warn_of_cells(services, "services", "organisation", rows, said, hint)
    if kept:
        services.put("organisation", [kept.get(cell, cell) for cell in cells])


def _warn_of_cells(  # noqa: PLR0913, PLR0917 - a warning has these parts
    draft: Draft, table: str, column: str, rows: list[int], said: str, hint: str
) -> None:
    """Warn of the cells of some rows, and quote them.

    `said` begins with what is counted, and has {} where the heading goes.
    """
    counted, _, rest = said.partition(" ")
    cells = draft.cells(column)
    words = join_words(dict.fromkeys(f"'{cells[row]}'" for row in rows), most=_MOST)
    under = rest.replace("{}", f"'{draft.shown(column).rstrip(' *')}'")
    draft.add(
        "warning",
        f"{count_of(len(rows), counted)} {under}: {words}.",
        hint,
        table=table,
        position=rows[0],
        column=column,
        value=cells[rows[0]],
    )


def _is_empty(cell: str) -> bool:
    return cell.casefold() in MISSING_WORDS


def empty_open_languages(services: Draft) -> None:
    """Take languages as not known where a cell says that there are more than it names.

    With interpreters help may be given in any language: the named ones are not all there are, and a
    service is not for their speakers alone.
    """
    cells = services.cells("languages")
    kept = {cell: _read_languages(cell) for cell in set(cells)}
    rows = [row for row, cell in enumerate(cells) if cell and not kept[cell]]
    if rows:
        said = (
            "cell under {} with interpreters, or more languages than are named, read as not known"
        )
        hint = "Name every language it is given in, if these are few."
        _warn_of_cells(services, "services", "languages", rows, said, hint)
    if any(kept[cell] != cell for cell in kept):
        services.put("languages", [kept[cell] for cell in cells])


def _read_languages(cell: str) -> str:
    """Return the languages of a cell, empty if it says that there are more."""
    pieces = [piece.casefold().strip(" .!()") for piece in _BETWEEN_LANGUAGES.split(cell)[::2]]
    has_more = any(_NO_LANGUAGE.fullmatch(piece) for piece in pieces if piece not in MISSING_WORDS)
    return "" if has_more or _IN_BRACKETS.search(cell) else _ONLY.sub("", cell)
