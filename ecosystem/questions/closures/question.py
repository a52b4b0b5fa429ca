"""Who is left without help if an organisation closes: `find_closures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import is_of_type, note_stopped
from ecosystem.disclosure import note_stand_ins
from ecosystem.errors import did_you_mean
from ecosystem.graph import find_positions
from ecosystem.options import check_options
from ecosystem.wording import count_of, say_share

from .answer import IN_PART, KNOWN, NOT_KNOWN, ClosuresResult
from .bounds import settle_widely
from .frames import COLUMNS, make_pairs, make_summary, make_table, round_people
from .funders import find_funders, list_grants
from .losses import settle
from .market import read_field
from .silence import ask_places
from .stability import count_top

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem


MOST_FOR_PAIRS = 300
"""Organisations up to which all pairs are worked out: they grow with the square of these, and of
300 they take up to 5 seconds (benchmarks/closures.py)."""

_BASIS = (
    "Who really goes where is not known: as many people as possible are taken to have a place, "
    "spread as evenly as the places allow, each once for each type of service."
)


@check_options
def find_closures(  # noqa: PLR0913 - five options, as the house allows
    e: Ecosystem,
    *,
    service_type: str | None = None,
    level: int | None = None,
    runs: int = 100,
    uncertainty: float = 0.2,
    seed: int = 0,
) -> ClosuresResult:
    """Find who is left without help if an organisation closes.

    The people in need are placed at the running services that reach them, as many as possible.
    Then each organisation closes in turn, and its people are placed again in what is free
    elsewhere, others moving up where that helps: how many can be, and how many cannot.

    Parameters
    ----------
    e
        The ecosystem. Needed: services with service_type and capacity, providers, demand, and
        where services reach (catchments or sites). Used where there: eligibility,
        languages, accepting_referrals, level, and relationships of the kind "funds".
    service_type
        Only services of this type. None takes all; each type has its own people and places.
    level
        Only services of at least this level of advice, 1 to 3.
    runs
        How often to repeat the answer with changed numbers, to see how stable it is; 0: not.
    uncertainty
        By which share every number may be off in these, 0 to 1.
    seed
        Of the random changes.

    Returns
    -------
    ClosuresResult
        By organisation_id: name; people_served (people at its services); rerouted (of these, who
        could be placed elsewhere); unserved (who could not, if what is not recorded is no bar);
        unserved_low and unserved_high (the least and most, whoever sits where: see Notes);
        top_five_share (share of the runs in which its closing is among the five worst, 0 to 1);
        services (running, of the type asked), counted (of these, places and need known); status:
        known, in part (only some services are counted), not known (none is), no service. Empty
        where not known. Further frames: pairs, funders.

    Raises
    ------
    ValueError
        If an option is out of its range, or the service type is not in the data.

    Notes
    -----
    With F(S) the most people that the services of the organisations S can take, found as a
    maximum flow from areas through the services that reach them, at least F(all) - F(all without
    k) people are left without help by the closing of k: `unserved_low`. F is submodular, so two
    closings leave at least the sum, and more only if the two cover for each other (Megiddo 1974).
    `people_served` takes the most even of the possible flows: the use of places, as a share of
    them, is lexicographically optimal (Fujishige 1980).

    Who may go where: everyone may use what reaches them at first; who has lost their place may go
    to services that accept referrals, for anyone or one of the same groups, in one of the same
    languages, at the same level or above. In `unserved` what is not recorded is no bar. Who of
    which area sits where is as mixed as can be (iterative proportional fitting, Deming and Stephan
    1940), so that no number hangs on ids or their order.

    `unserved_low` has no bars at all, room for everyone where places are not known, and takes a
    service to reach any area where that is not recorded. `unserved_high` places only those who are
    sure of a free place whatever area they are from: at a service recorded to accept referrals, for
    all of the same groups, in all of the same languages, at a level known to be no lower, that
    reaches all their areas. It is the largest for any of the largest placings, not the even one:
    with N(A) where those at the services A are sure to fit, the maximum of F(A and N(A)) less the
    places of N(A) over all A that close. So it can be more than `people_served`. All three are the
    same where nothing is left open. Pairs have the same bounds.

    A service that several organisations run goes on, with all its places, until the last of them
    closes. If a funder stops, each organisation loses the share of its places that this funder
    pays of its known funding, a year of it where a grant has a start and an end; what is left is
    rounded down to whole places.

    Only the people who lose their place are placed again, by shortest augmenting paths from the
    flow there was. Cost: one maximum flow, then mostly linear in the pairs of areas and services
    in reach; pairs of organisations are quadratic and worked out up to 300 organisations.

    References
    ----------
    Megiddo, N. (1974). Optimal flows in networks with multiple sources and sinks.
    Mathematical Programming 7, 97-107. https://doi.org/10.1007/BF01585506

    Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known. Annals of Mathematical Statistics 11,
    427-444. https://doi.org/10.1214/aoms/1177731829

    Fujishige, S. (1980). Lexicographically optimal base of a polymatroid with respect to a
    weight vector. Mathematics of Operations Research 5, 186-196.
    https://doi.org/10.1287/moor.5.2.186

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> closures = eco.find_closures(e, service_type="immigration advice", runs=0)
    >>> print(closures.headline)
    If ... closed, between ... people could not be placed elsewhere, the most of all by what is ...
    """
    _check_options(e, service_type=service_type, level=level, runs=runs, uncertainty=uncertainty)
    positions = find_positions(e)
    field = read_field(e, positions, service_type, level)
    settled = settle(field)
    widely = settle_widely(field)
    table = make_table(e, field, settled, widely)
    table["top_five_share"] = count_top(field, runs=runs, swing=uncertainty, seed=seed)

    # Of whom nothing is counted it is not known either whether it is among the worst.
    table.loc[table["status"] == NOT_KNOWN, "top_five_share"] = np.nan
    funders, funder_notes = find_funders(e, positions, field, settled)
    active = int(table["status"].isin([KNOWN, IN_PART]).sum())
    paired = (settled, widely) if active <= MOST_FOR_PAIRS else ([], [])
    notes = [_BASIS, *field.notes, *funder_notes, *_note_stopped(e, service_type)]
    notes += note_stand_ins(e.demand["people"])
    if runs:
        notes.append(
            f"Whatever we assume: {count_of(runs, 'try', 'tries')} with every number up to "
            f"{say_share(uncertainty)} off. About as bad: among the five worst in at least 95 of "
            "100 of them. Less bad: in 5 of 100 at most."
        )
    if active > MOST_FOR_PAIRS:
        notes.append(
            f"Pairs are worked out for up to {count_of(MOST_FOR_PAIRS, 'organisation')}; here "
            f"there are {active:,}."
        )
    return ClosuresResult(
        table=table[COLUMNS],
        pairs=make_pairs(table, field, *paired),
        funders=round_people(funders),
        summary=make_summary(field, settled, active),
        settings={
            "service_type": service_type,
            "level": level,
            "runs": runs,
            "uncertainty": uncertainty,
            "seed": seed,
            "visibility": e.visibility_of_counts,
        },
        notes=tuple(notes),
        to_ask=ask_places(e, field),
    )


def _note_stopped(e: Ecosystem, service_type: str | None) -> list[str]:
    """Return the note on how many organisations, services of the type and grants do not run."""
    services = np.ones(len(e.services), dtype=bool)
    if service_type is not None:
        services = is_of_type(e.services, service_type)
    return note_stopped(e, services=services, ties=[list_grants(e)])


def _check_options(
    e: Ecosystem,
    *,
    service_type: str | None,
    level: int | None,
    runs: int,
    uncertainty: float,
) -> None:
    """Raise ValueError if the data know nothing of the service type, or an option is none."""
    if service_type is not None:
        known = set(e.services["service_type"])
        if str(service_type).casefold() not in {name.casefold() for name in known}:
            parts = [
                f"service_type {service_type!r} is not in this data.",
                did_you_mean(str(service_type), known),
                f"Choose one of {sorted(known)}, or None for all.",
            ]
            raise ValueError(" ".join(part for part in parts if part))
    if level not in {None, 1, 2, 3}:
        msg = f"level {level!r} is not a level. Choose 1, 2 or 3, or None for any."
        raise ValueError(msg)
    if runs < 0:
        msg = f"runs {runs!r} is not a count. Give a whole number, 0 or more."
        raise ValueError(msg)
    if not 0 <= uncertainty <= 1:
        msg = f"uncertainty {uncertainty!r} is not a share. Give a number from 0 to 1, as 0.2."
        raise ValueError(msg)
