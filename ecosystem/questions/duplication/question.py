"""The question: which services do the same work for the same people in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import note_stopped
from ecosystem.disclosure import note_stand_ins
from ecosystem.errors import wrong_choice
from ecosystem.graph import find_positions
from ecosystem.options import check_options

from .answer import DuplicationResult
from .chance import MOST_BY_CHANCE, control_false, measure_chance
from .duplicates import find_duplicates
from .folding import fold_alike
from .frames import list_clusters, list_services, make_table
from .gathering import gather
from .leiden import find_clusters
from .listing import Shortlist, make_pairs
from .need import list_cells
from .niches import NEEDED, WORK, find_overlaps, measure_likeness, read_niches
from .notes import make_notes, note_listed
from .silence import ask_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .duplicates import Duplicates
    from .niches import Niches, Overlaps
    from .overlap import NichePairs


WITHIN = ("service_type", "area", "eligibility", "languages", *WORK)

_NO_DIMENSION = ("service_id", "name", "capacity", "status", "start", "end")
"""Columns of services that say nothing of what a service does, or for whom."""

_CLOSE = 0.7
"""How alike a pair must be on average to form a group even where chance would give as much: what is
nearly the same entry needs no proof (notes say "at least 70% alike")."""

_ENOUGH_SERVICES = 50
"""Services from which chance is asked. Of few, hardly a pair is beyond chance and hardly any group
would form: of the 18 women of Davis' Deep South no pair is (docs/methods/duplication.md)."""

_ENOUGH_RESPECTS = 3
"""Respects known from which chance is asked; in fewer, many pairs are alike by chance."""


@check_options
def find_duplication(  # noqa: PLR0913 - as many options as a question may have
    e: Ecosystem,
    *,
    within: Sequence[str] = WITHIN,
    listed_from: float = 0.1,
    grouped_from: float = 0.15,
    most_by_chance: float | None = None,
    seed: int = 0,
) -> DuplicationResult:
    """Find services of different organisations that do the same work, and whether need bears it.

    Each service has a niche: its type, level and legal aid, the areas it reaches, the people it is
    for, the languages it is given in. Two services overlap as far as they share all of these. If
    they share nothing in one of them, they complete each other. Overlap is not waste: whether it is
    duplication depends on the need, and nothing is called duplication unless it is, whatever the
    empty cells hold.

    Parameters
    ----------
    e
        The ecosystem.
    within
        The respects in which services must be alike: "service_type", "area" (at least one of
        these two) and columns of services, such as "eligibility", "languages", "level",
        "legal_aid", "access" or one of your own, such as "opening". Where one of two services does
        not say, the respect is left out for the pair.
    listed_from
        List pairs that share at least this much of each other's niche, above 0 to 1.
    grouped_from
        Group services that overlap on average by at least this much, above 0 to 1. A tenth of a
        whole niche is more than it sounds: two services that are 70% alike in each of five
        respects overlap by 0.17.
    most_by_chance
        Pairs form groups if their q value is at most this, or if they are 70% alike or more on
        average in what is known. 1 uses all pairs. None: 0.2 where at least 50 services and three
        respects can be compared, otherwise 1, for in small data nothing is beyond chance.
    seed
        For the search for groups.

    Returns
    -------
    DuplicationResult
        `table`, a row a service: name, service_type, organisations (names), level, legal_aid,
        queue ("waiting list", "no referrals", "full" or empty), cluster (number), crowding (sum of
        its overlaps with services of others), unique_share (share of the areas it reaches where no
        listed service of others overlaps with it), status.
        `pairs`: service_a, service_b, overlap (0 to 1), contained_share (share of the smaller
        niche inside the larger), kind (duplicate, contained, overlapping, complementary or same
        organisation; contained is overlap in which one is for some of the other's people, or in
        some of its languages), differs_in (where the two share nothing), p_value (how often chance
        alone makes two services share as much), q_value (the share of false finds among pairs with
        this q value or less), overlap_<respect> (0 to 1). At most 250,000 pairs, or ten for each
        service where that is more: the closest, and besides these of each service the closest of
        each kind; a note says how many there are in all.
        `clusters`: service_type, services, organisations, areas (reached by two or more of these
        services, of two or more organisations), is_all_in_each (whether each of the services is in
        each of these areas), mean_overlap, people_alike (0 to 1, least of the respects besides work
        and place),
        people_known_by (these respects, where known), differs_in (level, legal_aid or
        service_type, where two members record different ones), silent_in (those of level and
        legal_aid that not all record), contained_in (respects in which some are for part of the
        people of others), not_recorded (languages, accepting_referrals and other respects of
        `within` that not all record), capacity, provision (places in these areas), demand (people
        there), coverage, coverage_without_largest, coverage_with_others (places a person in need),
        kind (fragmentation, overlap or duplication), reading. Duplication first.
        `cells`, a row a service type in an area: services, organisations, coordination,
        fragmentation, effective_providers, provision, demand, coverage,
        coverage_without_largest, status.

    Raises
    ------
    ValueError
        If an option is not one of its choices or out of its range.

    Notes
    -----
    A niche is the product of the sets of values a service holds: the areas it reaches, the people
    it is for, the languages it is given in. Two niches overlap by the cosine of Pianka (Ochiai's
    coefficient), shared / √(size a · size b). For products of sets it is the product of the
    cosines of the respects known in both, so it is exact without building a single cell. A respect
    in which the two share nothing makes it 0.

    p_value multiplies, over the respects, the chance that two services that hold as many values
    as these share as much: the stochastic degree sequence model, with the exact tails of the
    bipartite configuration model. In one respect the q value is that of Benjamini and Hochberg
    over all pairs; over several it is a guide, for sharing as much in each respect is only one of
    the ways of being as alike.

    Groups are found by Leiden's method for the constant Potts model: joining two groups pays only
    if their members overlap on average by more than `grouped_from`.

    Duplication needs all of: two or more organisations that share no service; for whom recorded and
    the same ("anyone" is the same as "anyone", and overlaps fully with every group); languages and
    the other respects of `within` recorded and the same; for work that has levels (its type says
    advice, legal or immigration, or a service of it records one) the same recorded level and legal
    aid; each recorded to take referrals, and none with a waiting list or all places used; no
    service that may do the same work beside them and have a queue; need and capacity known; and, in
    each area by itself, need met without all that the largest has a part in. Cells and groups read
    it from the same search. Otherwise a group is overlap or, where people_alike is below 0.5,
    fragmentation. These words are those of the United States Government Accountability Office. A
    cell with up to 1.1 places a person counts as just covered.

    Pairs that share neither type nor area are never looked at: the time grows with the number of
    pairs of services of one type that share an area. They pass in blocks, and only those that may
    form groups or are listed are kept. Where pairs are more than 250,000, services
    that are the same in all that is compared, and whose organisations run no other, are folded into
    one that counts as often. They are in one group in any best division, so folding loses none;
    which of several good ones the search finds may differ.

    References
    ----------
    United States Government Accountability Office (2015). Fragmentation, overlap, and
    duplication: an evaluation and management guide. GAO-15-49SP.
    Pianka, E. R. (1973). The structure of lizard communities.
    https://doi.org/10.1146/annurev.es.04.110173.000413
    Neal, Z. P. (2014). The backbone of bipartite projections.
    https://doi.org/10.1016/j.socnet.2014.06.001
    Saracco, F., Straka, M. J., Di Clemente, R., Gabrielli, A., Caldarelli, G., Squartini, T.
    (2017). Inferring monopartite projections of bipartite networks.
    https://doi.org/10.1088/1367-2630/aa6b38
    Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate.
    https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
    Traag, V. A., Waltman, L., van Eck, N. J. (2019). From Louvain to Leiden.
    https://doi.org/10.1038/s41598-019-41695-z

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> overlaps = eco.find_duplication(e)
    >>> overlaps.clusters.loc[2, ["service_type", "areas", "kind", "reading"]].to_list()
    ['food', 'Birmingham', 'overlap', 'overlapping; need not known']
    >>> overlaps.explain("lozells-open-larder-food-parcels")
    'Lozells Open Larder, Ladywood Lock Food Share and Sparkbrook Kitchen Table all give food in
    Birmingham to the same people; the need there is not known, so this may be needed capacity.'
    """
    names = _check_options(
        e,
        within,
        listed_from=listed_from,
        grouped_from=grouped_from,
        most_by_chance=most_by_chance,
    )

    # What each running service does, where and for whom, and the pairs in which that overlaps.
    niches = fold_alike(read_niches(e, find_positions(e), names))
    overlaps, has_elsewhere = find_overlaps(niches, listed_from)

    # How often chance alone would give as much, among all pairs there are, listed or not.
    p_values, q_values = _measure_chances(niches, overlaps)
    limit = _choose_limit(niches, most_by_chance)
    is_sure = (q_values <= limit) | (measure_likeness(niches, overlaps.cases) >= _CLOSE)

    # Pairs may be very many: they pass once, and only what is needed of them is kept.
    gathered, links = gather(niches, overlaps, is_sure, Shortlist(niches, overlaps))

    # Duplicates come first, because they are certain: neither chance nor others may change them.
    # The rest forms groups, and whether need bears an overlap is asked of each whole group.
    duplicates = find_duplicates(niches, gathered.twins, gathered.is_contested)
    labels = _group_services(niches, duplicates, links, grouped_from, seed)
    del links  # many, and not needed any more
    clusters, labels = list_clusters(e, niches, overlaps, labels, duplicates)
    services = list_services(niches, gathered, labels, clusters)
    rows = gathered.shortlist.list_pairs(gathered.twins, duplicates.is_pair)
    listed = make_pairs(niches, overlaps, rows, (p_values, q_values))
    unlisted = note_listed(len(listed), int(overlaps.times.sum()))
    is_overlap = gathered.overlapping > 0
    chance = q_values[is_overlap], gathered.overlapping[is_overlap]
    limits = make_notes(niches, chance, limit, clusters, has_elsewhere=has_elsewhere)
    stopped = note_stopped(e, services=np.ones(len(e.services), dtype=bool))
    return DuplicationResult(
        table=make_table(e, niches.supply, services),
        pairs=listed,
        clusters=clusters,
        cells=list_cells(e, niches.supply, gathered.shared, duplicates.cells),
        settings={
            "within": tuple(names),
            "listed_from": listed_from,
            "grouped_from": grouped_from,
            "most_by_chance": limit,
            "seed": seed,
            "visibility": e.visibility_of_counts,
        },
        notes=(*stopped, *limits, *unlisted, *note_stand_ins(e.demand["people"])),
        to_ask=ask_members(niches, clusters, labels),
    )


def _measure_chances(
    niches: Niches, overlaps: Overlaps
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the p value and the q value of each case of the pairs."""
    p_values = measure_chance(niches.dimensions, overlaps.cases)
    tests = niches.compared * (niches.compared - 1) / 2
    return p_values, control_false(p_values, tests, overlaps.times)


def _group_services(
    niches: Niches,
    duplicates: Duplicates,
    links: NichePairs,
    grouped_from: float,
    seed: int,
) -> NDArray[np.intp]:
    """Return the group of each running service; negative for none.

    Those of duplicates stay as they are; the others are what these pairs form.
    """
    given = duplicates.group
    is_free = (given[links.a] < 0) & (given[links.b] < 0)
    if not is_free.all():
        links = links.take(is_free)

    # The name decides between services that overlap alike with others: the first of those for
    # which one stands.
    name = np.unique(niches.services["name"], return_inverse=True)[1]
    order = name.copy()
    np.minimum.at(order, niches.proxy, name)
    labels = find_clusters(
        len(given),
        (links.a, links.b),
        links.cases.overlap,
        kinds=links.case,
        least=grouped_from,
        seed=seed,
        order=order,
        counts=niches.counts,
    )[niches.proxy]
    return np.where(given >= 0, given + labels.max(initial=-1) + 1, labels)


def _choose_limit(niches: Niches, most_by_chance: float | None) -> float:
    """Return the largest q value of a pair that may link; 1 where there is too little to judge."""
    if most_by_chance is not None:
        return most_by_chance
    known = sum(bool(dimension.sizes.any()) for dimension in niches.dimensions)
    is_enough = niches.compared >= _ENOUGH_SERVICES and known >= _ENOUGH_RESPECTS
    return MOST_BY_CHANCE if is_enough else 1.0


def _check_options(e: Ecosystem, within: Sequence[str], **shares: float | None) -> list[str]:
    names = list(dict.fromkeys(within))
    columns = [name for name in e.services.columns if name not in _NO_DIMENSION]
    choices = dict.fromkeys([*WITHIN, *columns])
    for name in names:
        if name not in choices:
            raise wrong_choice(option="within", value=name, choices=choices)
    if not set(names) & set(NEEDED):
        msg = (
            f"within {tuple(names)!r} compares neither work nor place. "
            "Add 'service_type' or 'area'."
        )
        raise ValueError(msg)
    for option, value in shares.items():
        if value is not None and not 0 < value <= 1:
            msg = f"{option} {value!r} is not a share. Give a number above 0, up to 1."
            raise ValueError(msg)
    return names
