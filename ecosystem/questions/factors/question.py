"""What these data hold on each of twelve factors of collaboration: `find_factors`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.options import check_options

from .answer import FactorsResult
from .frames import list_factors
from .notes import NOTES

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem


@check_options
def find_factors(e: Ecosystem) -> FactorsResult:
    """Return what these data hold on each of the twelve success factors of collaboration.

    Parameters
    ----------
    e
        The ecosystem.

    Returns
    -------
    FactorsResult
        `table` by factor, 1 to 12: name, evidence (a sentence with what was counted; empty if
        nothing that bears on the factor is recorded), measure (what is counted), columns_missing
        (table and column in which nothing that bears on it is recorded) and is_evidenced.

    Raises
    ------
    AttributeError
        If `e` is no ecosystem; of every ecosystem something can be said.

    Notes
    -----
    The factors are those that a study of collaboration in Bristol, Luton and Suffolk found: need
    analysed and planned for, data, key partners, core members, referral pathways, governance,
    funding, trust, challenge, new ways of working, communication, time. For each what tables can
    hold is counted, of organisations, services and ties that run, and said of how many it is
    recorded. Nothing is weighed, added up or compared: a factor that no table tells of may be there
    all the same. Kinds of relationships count as they are written: funds, trusts, shares
    information, co-located, or longer words that begin so. Cost grows with the rows of the tables.

    References
    ----------
    Ling, V. (2018). Collaborate, survive and thrive. Legal Action, March 2018.

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> eco.find_factors(e).table["name"].iloc[2]
    'key partners'
    """
    return FactorsResult(
        table=list_factors(e),
        settings={"visibility": e.visibility},
        notes=NOTES,
    )
