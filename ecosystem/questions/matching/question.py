"""The question: which organisations are entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import THIS_SOURCE
from ecosystem.disclosure import find_most_guarded
from ecosystem.wording import join_words

from .answer import MatchesResult
from .decisions import decide
from .frames import list_entities, list_pairs
from .linkage import UNKNOWN, Comparer, Field, find_near, find_sharing, link_records
from .names import NameComparer
from .notes import make_notes, note_left_out
from .records import CLEAN, find_witnesses, list_all_names, list_records
from .similarity import keep_different

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .linkage import Agreement


_KIND = {"charity_number": "number", "company_number": "number"}
_NEVER = 1e-6
_EXPECTED = {
    "charity_number": (0.08, _NEVER, 0.02, 0.9),
    "company_number": (0.05, _NEVER, 0.02, 0.93),
    "website": (0.15, _NEVER, _NEVER, 0.85),
    "postcode": (0.3, _NEVER, _NEVER, 0.7),
    "area_code": (0.12, _NEVER, _NEVER, 0.88),
}
_BY_CHANCE = {
    "charity_number": (0.999, _NEVER, 0.0005, 0.0005),
    "company_number": (0.999, _NEVER, 0.0005, 0.0005),
}
_BY_CHANCE_CODE = (0.99, _NEVER, _NEVER, 0.01)
_UNSEEN_NUMBER = 0.01


def find_matches(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    *,
    sources: Mapping[str, Ecosystem] | None = None,
    aliases: pd.DataFrame | None = None,
    same_from: float = 0.95,
    ask_from: float = 0.5,
    seed: int = 0,
) -> MatchesResult:
    """Find organisations that may be entered twice, here or in several sources.

    Numbers are compared first, then names (with their initials, parts and other names), websites
    and postcodes. How much each of them tells is read from the data. Nothing is merged: the
    answer lists pairs, each with the reasons for and against, for a person to look at.

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
    seed
        For the random pairs that show what agrees by chance; used beyond 200 organisations.

    Returns
    -------
    MatchesResult
        `table`, a row a pair that may be one, by its number, the likeliest first: record_a,
        source_a, name_a, record_b, source_b, name_b, probability (0 to 1), decision (same, ask a
        person, different), reasons_for, reasons_against.
        `entities`, a row a record: entity (the same number for records taken to be the same),
        record_id, source, name, canonical_name.

    Raises
    ------
    ValueError
        If a probability or the seed is out of its range, the aliases lack a column, or a source
        has the name "this data".
    TypeError
        If the aliases are no table, or a source is no ecosystem.

    Notes
    -----
    After Fellegi and Sunter. The odds that a pair is one start from the share of pairs that are,
    and are multiplied, for each field that is known in both, by how much likelier its level of
    agreement is in records of one organisation than in any two. The latter is seen in random
    pairs and, for equal values, in how many others hold them; the former in pairs of which each
    is the other's best, so that near neighbours do not blur it. A fixed number of typical pairs
    stands beside the data, and decides where these are few. A field not known says nothing. Rows
    with the same name that share a number, website or postcode count as one witness, so that a
    third copy does not make the first two less alike.

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
    _check_seed(seed)
    records = list_records({THIS_SOURCE: e, **(sources or {})})
    witness = find_witnesses(records)
    all_names = list_all_names(records, aliases)
    names = NameComparer(all_names, witness)
    fields = {name: _make_field(records, name) for name in CLEAN}
    others = {name: Comparer(field, witness) for name, field in fields.items()}
    others["area_code"] = _AreaComparer(fields["area_code"], witness, others["postcode"])
    comparers: list[Agreement] = [names, *others.values()]
    candidates = keep_different(
        np.concatenate(
            [
                find_near(names.spelled, names.owner, len(records)),
                names.find_initials(),
                *(find_sharing(records[name].tolist()) for name in (*CLEAN, "clean_name")),
            ]
        )
    )
    links = link_records(comparers, candidates, len(records), seed=seed)
    decision = decide(links, names, len(records), same_from, ask_from)
    return MatchesResult(
        table=list_pairs(records, links, names, decision),
        entities=list_entities(records, links, decision, same_from),
        settings={
            "sources": tuple(records["source"].unique()),
            "aliases": 0 if aliases is None else len(aliases),
            "same_from": same_from,
            "ask_from": ask_from,
            "seed": seed,
            "visibility": find_most_guarded(
                source.visibility for source in (e, *(sources or {}).values())
            ),
        },
        notes=(
            *make_notes(records, links, decision, has_aliases=aliases is not None),
            *note_left_out(all_names),
        ),
    )


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
    if sources is not None and not isinstance(sources, Mapping):
        msg = f"sources is a {type(sources).__name__}. Give a dict: a name and an Ecosystem each."
        raise TypeError(msg)
    if THIS_SOURCE in (sources or {}):
        msg = f"sources {THIS_SOURCE!r} is what this ecosystem is called. Choose another name."
        raise ValueError(msg)
    for source, other in (sources or {}).items():
        if not hasattr(other, "organisations"):
            msg = f"sources {source!r} is a {type(other).__name__}. Give an Ecosystem, as of read."
            raise TypeError(msg)
    if aliases is None:
        return
    if not isinstance(aliases, pd.DataFrame):
        msg = (
            f"aliases is a {type(aliases).__name__}. Give a DataFrame with the columns 'name' and "
            "'other_name'."
        )
        raise TypeError(msg)
    missing = sorted({"name", "other_name"} - set(aliases.columns))
    if missing:
        msg = (
            f"aliases {list(aliases.columns)!r} lacks {join_words(missing)}. "
            "Give a table with the columns 'name' and 'other_name'."
        )
        raise ValueError(msg)


def _check_seed(seed: int) -> None:
    if not isinstance(seed, int) or seed < 0:
        msg = f"seed {seed!r} is no seed. Give a whole number, 0 or more."
        raise ValueError(msg)


def _make_field(records: pd.DataFrame, name: str) -> Field:
    return Field(
        name=name,
        kind=_KIND.get(name, "code"),
        values=records[name].tolist(),
        expected=_EXPECTED[name],
        by_chance=_BY_CHANCE.get(name, _BY_CHANCE_CODE),
        unseen=_UNSEEN_NUMBER if name in _KIND else 0.5,
    )


class _AreaComparer(Comparer):
    """Compares areas, where not both postcodes are known: they would say the same twice."""

    def __init__(self, field: Field, witness: NDArray[np.intp], postcodes: Comparer) -> None:
        super().__init__(field, witness)
        self._postcodes = postcodes

    def compare(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
        levels = super().compare(a, b)
        return np.where(self._postcodes.is_known[a] & self._postcodes.is_known[b], UNKNOWN, levels)
