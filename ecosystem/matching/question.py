"""The question: which organisations are entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import count_of, join_words
from ecosystem.merging import ASK, DIFFERENT, SAME, THIS_SOURCE
from ecosystem.tables import VISIBILITIES

from .answer import MatchResult
from .linkage import (
    ALIKE,
    UNKNOWN,
    Agreement,
    Comparer,
    Field,
    Links,
    find_mutual,
    find_near,
    find_sharing,
    group_records,
    link_records,
)
from .linkage import (
    DIFFERENT as APART,
)
from .linkage import (
    SAME as AGREES,
)
from .names import INITIALS, MOST_NAMES, SPELLING, NameComparer
from .reasons import list_reasons
from .records import CLEAN, TELLING, find_witnesses, list_all_names, list_records
from .text import keep_different

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

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
_LISTED_FROM = 0.05


def find_matches(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    *,
    sources: Mapping[str, Ecosystem] | None = None,
    aliases: pd.DataFrame | None = None,
    same_from: float = 0.95,
    ask_from: float = 0.5,
    seed: int = 0,
) -> MatchResult:
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
    MatchResult
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
    decision = _decide(links, names, len(records), same_from, ask_from)
    return MatchResult(
        table=_list_pairs(records, links, names, decision),
        entities=_list_entities(records, links, decision, same_from),
        settings={
            "sources": tuple(records["source"].unique()),
            "aliases": 0 if aliases is None else len(aliases),
            "same_from": same_from,
            "ask_from": ask_from,
            "seed": seed,
            "visibility": max(
                (one.visibility for one in (e, *(sources or {}).values())), key=VISIBILITIES.index
            ),
        },
        notes=(
            *_note(records, links, decision, has_aliases=aliases is not None),
            *_note_left_out(all_names),
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


def _decide(
    links: Links, names: NameComparer, records: int, same_from: float, ask_from: float
) -> NDArray[np.object_]:
    """Return the decision for each pair: by its probability, but for what a person must see.

    Different names without a number or website in common are different, whatever else they
    share. Taken as the same are only names that are the same, with a number, website or postcode
    in common and without another number. What else is likely is a person's to decide; so are the
    same numbers, and each other's best where nothing but the names can be compared, or nothing but
    a number differs.
    """
    name, charity, company, website, postcode, area = links.levels.T
    has_number = (charity == AGREES) | (company == AGREES)
    is_other = (name <= APART) & ~has_number & (website != AGREES)
    conflicts = ((charity >= APART) & (charity < AGREES)) | (
        (company >= APART) & (company < AGREES)
    )
    only_names = _has_only_names(links)
    has_support = (links.levels[:, 1:-1] == AGREES).any(axis=1)
    is_apart = (website == APART) | (postcode == APART) | (area == APART)
    best = np.zeros(len(links.a), dtype=bool)
    best[find_mutual(links.a, links.b, links.evidence.sum(axis=1), records)] = True
    is_same = links.probability >= same_from
    is_named = name == AGREES
    nearly = np.flatnonzero(is_same & has_number & (name == ALIKE))
    how = names.describe(links.a[nearly], links.b[nearly]).how
    is_named[nearly] = np.isin(how, (INITIALS, SPELLING))
    rules = [
        (is_other, DIFFERENT),
        (is_same & is_named & has_support & ~conflicts, SAME),
        (links.probability >= ask_from, ASK),
        (has_number, ASK),
        (best & only_names & (name >= ALIKE), ASK),
        (best & conflicts & ~is_apart & is_named, ASK),
    ]
    return np.select([here for here, _ in rules], [word for _, word in rules], DIFFERENT).astype(
        object
    )


def _has_only_names(links: Links) -> NDArray[np.bool_]:
    nothing_else: NDArray[np.bool_] = (links.levels[:, 1:-1] == UNKNOWN).all(axis=1)
    return nothing_else


def _list_pairs(
    records: pd.DataFrame, links: Links, names: NameComparer, decision: NDArray[np.object_]
) -> pd.DataFrame:
    listed = np.flatnonzero((links.probability >= _LISTED_FROM) | (decision != DIFFERENT))
    order = np.lexsort((links.b[listed], links.a[listed], -links.probability[listed].round(9)))
    listed = listed[order]
    a, b = links.a[listed], links.b[listed]
    reasons = list_reasons(records, links, listed, names)
    pairs = {
        f"{column}_{side}": records[taken].take(rows).array
        for side, rows in (("a", a), ("b", b))
        for column, taken in (("record", "record_id"), ("source", "source"), ("name", "name"))
    }
    return pd.DataFrame(
        {
            **pairs,
            "probability": links.probability[listed],
            "decision": pd.array(decision[listed], dtype="str"),
            "reasons_for": pd.array(reasons[0], dtype="str"),
            "reasons_against": pd.array(reasons[1], dtype="str"),
        },
        index=pd.RangeIndex(1, len(listed) + 1, name="pair"),
    )


def _list_entities(
    records: pd.DataFrame, links: Links, decision: NDArray[np.object_], same_from: float
) -> pd.DataFrame:
    """Return a row a record, with the number of its entity and the name of its fullest record."""
    taken = replace(links, probability=np.where(decision == SAME, links.probability, 0.0))
    group = group_records(taken, len(records), same_from)
    first = pd.Series(range(len(records))).groupby(group).transform("min")
    numbered = pd.factorize(first)[0] + 1
    fullest = records.assign(entity=numbered).sort_values("filled", ascending=False, kind="stable")
    names = fullest.drop_duplicates("entity").set_index("entity")["name"]
    return records[["record_id", "source", "name"]].assign(
        entity=numbered, canonical_name=names.reindex(numbered).array
    )[["entity", "record_id", "source", "name", "canonical_name"]]


def _note(
    records: pd.DataFrame, links: Links, decision: NDArray[np.object_], *, has_aliases: bool
) -> tuple[str, ...]:
    notes = []
    alone = (records[list(TELLING)] == "").all(axis=1)
    if alone.any():
        notes.append(
            f"{count_of(int(alone.sum()), 'organisation')} of {len(records):,} with neither "
            "number, website nor postcode: only names and areas can be compared, and a second name "
            "that looks nothing like the first cannot be found that way."
        )
    undecided = int((_has_only_names(links) & (decision == ASK)).sum())
    if undecided:
        notes.append(f"{count_of(undecided, 'pair')} cannot be decided by name alone.")
    if not has_aliases and len(records):
        notes.append("No table of other names was given; it finds names that look nothing alike.")
    if len(records):
        notes.append(
            "Nothing is merged: look at the pairs, then correct the spreadsheet, or use "
            "merge_organisations in Python."
        )
    return tuple(notes)


def _note_left_out(all_names: list[list[str]]) -> list[str]:
    many = sum(len(one) > MOST_NAMES for one in all_names)
    said = (
        f"{count_of(many, 'organisation')} with more than {MOST_NAMES} names: only the first "
        f"{MOST_NAMES} of each were compared."
    )
    return [said] if many else []
