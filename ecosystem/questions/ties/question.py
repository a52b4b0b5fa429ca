"""`find_ties`: the question, its options, and the frames that answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.access import MONEY
from ecosystem.disclosure import find_most_guarded
from ecosystem.errors import wrong_choice
from ecosystem.graph import find_positions, list_ties
from ecosystem.options import check_options

from .answer import TiesResult
from .bridges import find_bridges
from .frames import (
    make_bridges,
    make_brokers,
    make_steering,
    make_summary,
    make_table,
    measure_indices,
)
from .groups import GROUPINGS, By, list_groups
from .missing import list_circles, list_missing
from .network import make_network, order_tied
from .notes import ask_groups, list_notes

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from ecosystem.data import Ecosystem
    from ecosystem.result import Result


@check_options
def find_ties(  # noqa: PLR0913 - five options, all by name
    e: Ecosystem,
    *,
    by: By = "sector",
    kinds: Collection[str] | None = None,
    core: Result | None = None,
    permutations: int = 999,
    seed: int = 0,
) -> TiesResult:
    """Find whether organisations talk to others like themselves, through whom, and who is missing.

    Ties are counted within each group (a sector, an area, a type of service) and beyond it, and
    compared with what chance would give. Further: who is the go-between of others that have no tie
    of their own, which tie is the only link between two parts, which groups have nobody in the core
    or around a need, and how a steering group sits in the ties.

    Parameters
    ----------
    e
        The ecosystem. Needs organisations with the column that `by` asks for, and referrals or
        relationships; uses services, providers, groups and memberships.
    by
        "sector", "area" (where organisations are based) or "service type" (of what they run).
    kinds
        Which ties count: "referral", and kinds of relationships. None takes all but "funds".
    core
        The answer of `find_core` of the same ecosystem. With it, groups that are missing from the
        core are listed, and who steers is set beside who is in the core by ties.
    permutations
        How often the groups are dealt out anew to see what chance gives, 1 or more.
    seed
        For what is drawn at random; any whole number from 0.

    Returns
    -------
    TiesResult
        `table`, a row a group in which an organisation runs: name; organisations; internal (ties
        with both ends in the group); external (with one end in it); not_known (ties whose other end
        is of no known group); ei_index (-1: all within, 1: all beyond) with ei_index_low and _high
        (if the ties not known are all within, or all beyond); expected (the mean of the draws);
        p_value (how often a draw stays within as much, 0 to 1) and p_value_outward (how often it
        leaves as much); status (inward, outward, as by chance, not known, no ties).

        `summary` has the same figures of all groups together. `brokers`, `bridges`, `missing` and
        `steering`: see `TiesResult`. `findings` says what they hold.

    Raises
    ------
    ValueError
        If an option is not one of its choices, or `core` is no answer about these organisations.

    Notes
    -----
    Direction is ignored but in the five roles. E-I index: (E - I) / (E + I), of the E ties beyond
    and I within. In a draw the groups are dealt out anew among the organisations that have a tie
    and a known group; ties stay as they are. p = (r + 1) / (n + 1) for r of n draws. A status is
    given only if it stands whatever the groups that are not known.

    Roles, of an organisation b with a tie from a to b, one from b to c, and none from a to c: a, b
    and c of one group (coordinator), a and c of one and b of another (itinerant), b and c of one
    (gatekeeper), a and b of one (representative), all of different ones (liaison). Roles_expected
    are what as many ties dealt out at random would give.

    Cost: ties times draws (100,000 ties and 999 draws take a second or two), and the triangles.

    Missing data: who has no known group is in no role and in no group; its ties are counted apart.
    A group is missing only where nobody of whom it is open may be one of it. What nobody reported
    is not there: a note says so.

    References
    ----------
    Krackhardt, D. and Stern, R. N. (1988). Informal networks and organizational crises. Social
    Psychology Quarterly 51, 123-140. https://doi.org/10.2307/2786835

    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation: a formal approach to
    brokerage in transaction networks. Sociological Methodology 19, 89-126.
    https://doi.org/10.2307/270949

    Examples
    --------
    >>> import ecosystem as eco
    >>> ties = eco.find_ties(eco.read_sample("west-midlands"))
    >>> ties.summary["status"]
    '...'
    """
    _check_options(by, kinds, permutations)
    role = _read_roles(e, core)
    positions = find_positions(e)
    every = list_ties(e, kinds=kinds)
    is_money = every["kind"] == MONEY
    ties = every if kinds is not None else every[~is_money]
    taken = sorted(set(ties["kind"]) if kinds is None else set(kinds))

    network = make_network(ties, len(positions.organisation_ids))
    groups = list_groups(e, by)
    indices = measure_indices(
        network,
        groups,
        order_tied(network, groups.label),
        permutations=permutations,
        seed=seed,
    )
    parts = find_bridges(network.source, network.target, network.size)
    summary = make_summary(network, groups, indices)
    money = int(is_money.sum()) if kinds is None else 0
    circles = list_circles(e, role, with_needs=by != "service type")
    behind = [e.visibility, *([] if core is None else [str(core.settings["visibility"])])]
    return TiesResult(
        table=make_table(groups, indices, positions.is_active),
        brokers=make_brokers(e, network, groups, parts),
        bridges=make_bridges(e, parts),
        missing=list_missing(circles, groups, positions.is_active),
        steering=make_steering(e, network, role),
        summary=summary,
        settings={
            "by": by,
            "kinds": taken,
            "core": core is not None,
            "permutations": permutations,
            "seed": seed,
            "visibility": find_most_guarded(behind),
        },
        notes=tuple(list_notes(e, taken, summary, by=by, money=money)),
        to_ask=ask_groups(e, groups, network.degree, by),
    )


def _check_options(by: str, kinds: Collection[str] | None, permutations: int) -> None:
    if by not in GROUPINGS:
        raise wrong_choice(option="by", value=by, choices=GROUPINGS)
    if permutations < 1:
        msg = f"permutations {permutations!r} is not a number of draws. Give 1 or more."
        raise ValueError(msg)
    if isinstance(kinds, str):
        msg = f"kinds {kinds!r} is one text. Give a list of kinds, as [{kinds!r}]."
        raise ValueError(msg)  # noqa: TRY004 - every wrong option is a ValueError


def _read_roles(e: Ecosystem, core: Result | None) -> pd.Series | None:
    """Return the role of each organisation by its ties, in their order; None if not given."""
    if core is None:
        return None
    if "role" not in core.table or list(core.table.index) != list(
        e.organisations["organisation_id"]
    ):
        msg = "core is no answer about these organisations. Give find_core(e) of the same data."
        raise ValueError(msg)
    return core.table["role"]
