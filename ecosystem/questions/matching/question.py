"""The question: which organisations are entered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import THIS_SOURCE, clean_name
from ecosystem.disclosure import find_most_guarded
from ecosystem.options import check_options, name_type
from ecosystem.wording import join_words

from .answer import MatchesResult
from .decisions import decide
from .frames import list_entities, list_pairs
from .linkage import ComparedField, Comparer, Level, find_near, find_sharing, link_records
from .names import NameComparer
from .networks import name_networks, note_networks
from .notes import make_notes, note_left_out
from .records import (
    CLEAN,
    NUMBERS,
    RecordField,
    find_witnesses,
    list_all_names,
    list_records,
    list_told,
)
from .similarity import keep_different

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .linkage import Agreement


_NEVER = 1e-6
"""Share of a level that a field cannot have: not 0, of which there is no logarithm."""

_EXPECTED = {
    RecordField.CHARITY_NUMBER: (0.08, _NEVER, 0.02, 0.9),
    RecordField.COMPANY_NUMBER: (0.05, _NEVER, 0.02, 0.93),
    RecordField.WEBSITE: (0.15, _NEVER, _NEVER, 0.85),
    RecordField.POSTCODE: (0.3, _NEVER, _NEVER, 0.7),
    RecordField.AREA_CODE: (0.12, _NEVER, _NEVER, 0.88),
}
"""Shares of pairs of one organisation whose values differ, are near, alike (off by one slip) and
the same, set by hand: a charity that became a company has another number, and three in ten are
taken to give another postcode."""

_BY_CHANCE = {
    RecordField.CHARITY_NUMBER: (0.9993, _NEVER, 0.0005, 0.0002),
    RecordField.COMPANY_NUMBER: (0.9993, _NEVER, 0.0005, 0.0002),
    RecordField.WEBSITE: (0.99, _NEVER, _NEVER, 0.01),
    RecordField.POSTCODE: (0.98, _NEVER, _NEVER, 0.02),
    RecordField.AREA_CODE: (0.9, _NEVER, _NEVER, 0.1),
}
"""The same shares for two different organisations, set by hand. Numbers hardly ever agree, or
nearly agree, for a register gives each to one; somebody else may well be at the same postcode. Most
data hold ten areas or so: with a share as large one organisation more in an area makes it tell
hardly less."""


@check_options
def find_matches(
    e: Ecosystem,
    *,
    sources: Mapping[str, Ecosystem] | None = None,
    aliases: pd.DataFrame | None = None,
    same_from: float = 0.95,
    ask_from: float = 0.5,
) -> MatchesResult:
    """Find organisations that may be entered twice, here or in several sources.

    Numbers are compared first, then names (with their initials, parts and other names), websites
    and postcodes. A value tells the more the fewer others hold it. Nothing is merged: the answer
    lists pairs, each with the reasons for and against, for a person to look at.

    Other names are read from the column `other_names` of organisations, split at | or ;, and from
    short forms in brackets.

    Parameters
    ----------
    e
        The ecosystem.
    sources
        Further ecosystems to compare with this one and with each other, by the name of the source.
    aliases
        Names that are known to be the same: columns `name` and `other_name`.
    same_from
        Take pairs with at least this probability as the same, if their names are.
    ask_from
        Ask a person about pairs with at least this probability, about pairs whose names or
        numbers differ though all else agrees, and where only names can be compared.

    Returns
    -------
    MatchesResult
        `table`, a row a pair that may be one, by its number, the likeliest first: record_a,
        source_a, name_a, record_b, source_b, name_b, probability (0 to 1), decision (same, ask a
        person, different), reasons_for, reasons_against, network (what four organisations or more
        share, as branches do: such pairs are one question; else empty).
        `entities`, a row a record: entity (the same number for records taken to be the same),
        record_id, source, name, canonical_name.

    Raises
    ------
    ValueError
        If a probability is out of its range, the aliases are no table or lack a column, or a source
        is no ecosystem or has the name "this data".

    Notes
    -----
    After Fellegi and Sunter, with shares set by hand. The odds that two of n organisations are one
    start from 0.25 / (n + 49): one organisation in four is taken to be entered again. They are
    multiplied, for each field that is known in both, by how much likelier its level of agreement is
    in records of one organisation than in any two. For equal values the latter is how many others
    hold them: (others + 50 · share by chance) / (known others + 50). A field not known says
    nothing. Rows with the same name that share a number, website or postcode count as one witness,
    so that a third copy does not make the first two less alike.

    An organisation that shares nothing with two others, no value and no run of three letters,
    divides their odds by at most (n + 50) / (n + 49), and multiplies them by at most 51 / 50 for
    each field in which they are the same. Only where the likeness of their names is within a
    twenty-fifth of the limits 0.4 and 0.7 may it pass them.

    However likely a pair is, it is a person's to decide unless the names are the same, apart from
    the legal form and a short form in brackets; with the same number also initials and a slip of
    one letter within a long word will do. Branches, and tenants of one house, often differ by a
    word. It is a person's, too, if numbers differ (by a slip, or because it may have registered
    anew) and if neither number, website nor postcode agrees. So is, however unlikely, a pair with
    the same number, or with the same name where nothing but a number differs. A shared postcode or
    area alone never makes one of two names that differ.

    Pairs are looked for among names with rare runs of three letters in common, initials, and equal
    values. Records taken to be the same are grouped by average linkage, which cuts chains.
    The cost grows a little faster than the number of organisations.

    References
    ----------
    Fellegi, I. P., Sunter, A. B. (1969). A theory for record linkage.
    https://doi.org/10.1080/01621459.1969.10501049
    Winkler, W. E. (2006). Overview of record linkage and current research directions. Research
    report statistics 2006-2, United States Census Bureau.

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> eco.find_matches(e).headline
    'Of 44 organisations none seems to be entered twice.'
    >>> import pandas as pd
    >>> again = pd.DataFrame({"organisation_id": ["canalside"], "name": ["Canalside Welcome Ltd"]})
    >>> matches = eco.find_matches(e.replace(organisations=pd.concat([e.organisations, again])))
    >>> matches.explain(1)
    'Canalside Welcome Ltd and Canalside Welcome may be the same: ask a person; for it: the same
    name; against it: nothing but the names can be compared.'
    """
    _check_options(sources, aliases, same_from, ask_from)

    # A row a record, of all sources. Comparers work out once what they need of each record; only
    # candidates are compared, because all pairs would be far too many.
    records = list_records({THIS_SOURCE: e, **(sources or {})})
    witness = find_witnesses(records)
    all_names = list_all_names(records, aliases)
    names = NameComparer(all_names, witness, list_told(records))
    candidates = _find_candidates(records, names)

    # How likely each candidate is one, then what to do with it: by more than the likelihood.
    links = link_records(_make_comparers(records, names, witness), candidates, len(records))
    decision = decide(links, names, len(records), same_from, ask_from)
    network = name_networks(records, links, names, decision, _list_area_words(e, sources))
    table = list_pairs(records, links, names, decision, network)
    return MatchesResult(
        table=table,
        entities=list_entities(records, links, decision, same_from),
        settings={
            "sources": tuple(records["source"].unique()),
            "aliases": 0 if aliases is None else len(aliases),
            "same_from": same_from,
            "ask_from": ask_from,
            "visibility": find_most_guarded(
                source.visibility for source in (e, *(sources or {}).values())
            ),
        },
        notes=(
            *make_notes(records, links, decision, network, has_aliases=aliases is not None),
            *note_networks(table),
            *note_left_out(all_names),
        ),
    )


def _list_area_words(e: Ecosystem, sources: Mapping[str, Ecosystem] | None) -> set[str]:
    """Return the words of which the names of all areas are made."""
    named = [name for each in (e, *(sources or {}).values()) for name in each.areas["name"]]
    return {word for name in named for word in clean_name(str(name)).split()}


def _check_options(
    sources: Mapping[str, Ecosystem] | None,
    aliases: pd.DataFrame | None,
    same_from: float,
    ask_from: float,
) -> None:
    if not 0 < ask_from <= same_from <= 1:
        msg = (
            f"ask_from {ask_from!r} and same_from {same_from!r} are not two probabilities in "
            "order. Give 0 < ask_from <= same_from <= 1."
        )
        raise ValueError(msg)
    if THIS_SOURCE in (sources or {}):
        msg = f"sources {THIS_SOURCE!r} is what this ecosystem is called. Choose another name."
        raise ValueError(msg)
    for source, other in (sources or {}).items():
        if not hasattr(other, "organisations"):
            msg = f"sources {source!r} is of type {name_type(other)}. Give an Ecosystem."
            raise ValueError(msg)
    if aliases is None:
        return
    missing = sorted({"name", "other_name"} - set(aliases.columns))
    if missing:
        msg = (
            f"aliases {list(aliases.columns)!r} lacks {join_words(missing)}. "
            "Give a table with the columns 'name' and 'other_name'."
        )
        raise ValueError(msg)


def _find_candidates(records: pd.DataFrame, names: NameComparer) -> NDArray[np.int64]:
    """Return the pairs of records to compare, as `a · records + b`, each once and in order."""
    return keep_different(
        np.concatenate(
            [
                find_near(names.spelled, names.owner, len(records)),
                names.find_initials(),
                *(find_sharing(records[name].tolist()) for name in (*CLEAN, "clean_name")),
            ]
        )
    )


def _make_comparers(
    records: pd.DataFrame, names: NameComparer, witness: NDArray[np.intp]
) -> list[Agreement]:
    """Return what compares each field, in the order of `RecordField`."""
    fields = {field: _make_field(records, field) for field in RecordField if field.column in CLEAN}
    others = {field: Comparer(compared, witness) for field, compared in fields.items()}
    others[RecordField.AREA_CODE] = _AreaComparer(
        fields[RecordField.AREA_CODE], witness, others[RecordField.POSTCODE]
    )
    return [names, *others.values()]


def _make_field(records: pd.DataFrame, field: RecordField) -> ComparedField:
    return ComparedField(
        name=field.column,
        kind="number" if field in NUMBERS else "code",
        values=records[field.column].tolist(),
        expected=_EXPECTED[field],
        by_chance=_BY_CHANCE[field],
    )


class _AreaComparer(Comparer):
    """Compares areas, where not both postcodes are known: they would say the same twice."""

    def __init__(
        self, field: ComparedField, witness: NDArray[np.intp], postcodes: Comparer
    ) -> None:
        super().__init__(field, witness)
        self._postcodes = postcodes

    def compare(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        levels = super().compare(a, b)
        return np.where(
            self._postcodes.is_known[a] & self._postcodes.is_known[b], Level.UNKNOWN, levels
        )
