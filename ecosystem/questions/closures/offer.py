"""What services offer, as far as it decides who may go where when one closes.

What is not recorded is neither yes nor no. So there are two rules: who may go by what is known,
and who surely can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosystem.data import ANYONE, split_list

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a service offers, as far as it decides who may go there.

    Attributes
    ----------
    level : int
        Of advice, 1 to 3; 0: not known.
    groups : frozenset of str
        Whom it is for, in lower case; `ANYONE` alone: open to all; none: not known.
    languages : frozenset of str
        Languages it is given in, in lower case; none: not known.
    accepting : str
        Whether it accepts referrals: yes, no, or what else is recorded; empty: not known.
    """

    level: int = 0
    groups: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    accepting: str = ""

    def spell(self) -> str:
        """Return the offer as text."""
        parts = [[str(self.level)], sorted(self.groups), sorted(self.languages), [self.accepting]]
        return ";".join("|".join(part) for part in parts)

    def may_suit(self, other: Offer) -> bool:
        """Tell whether someone seen at the other could be seen here, going by what is known.

        People are accepted here, both are for one of the same groups and speak one of the same
        languages, and the level is no lower; what is not known is no bar.
        """
        for_all = ANYONE in self.groups | other.groups
        share = for_all or _may_share(self.groups, other.groups)
        speak = _may_share(self.languages, other.languages)
        high = not self.level or self.level >= other.level
        return self.accepting != "no" and share and speak and high

    def surely_suits(self, other: Offer) -> bool:
        """Tell whether anyone seen at the other can be seen here.

        People are accepted here, this one is for all the groups the other is for and speaks all
        its languages, and its level is no lower. What is not known promises nothing.
        """
        share = ANYONE in self.groups or _surely_shares(self.groups, other.groups)
        speak = _surely_shares(self.languages, other.languages)

        # Who is seen at a level that is not known may need the highest.
        high = self.level >= (other.level or _HIGHEST)
        return self.accepting == "yes" and share and speak and high


_HIGHEST = 3
"""The highest level of advice: whoever gives it may see anyone."""


def _may_share(here: frozenset[str], there: frozenset[str]) -> bool:
    return not here or not there or bool(here & there)


def _surely_shares(here: frozenset[str], there: frozenset[str]) -> bool:
    return bool(there) and there <= here


def list_offers(services: pd.DataFrame) -> list[Offer]:
    """Return the offer of each service of one type."""
    levels = services["level"].fillna(0).astype(int)

    # A type of which no service has a level, as food, has none to differ in.
    if not levels.any():
        levels += _HIGHEST
    words = [
        services[name].fillna("").tolist()
        for name in ("eligibility", "languages", "accepting_referrals")
    ]

    # Few offers are different: each is read once.
    told = list(zip(levels.tolist(), *words, strict=True))
    offers = {one: _read_offer(*one) for one in set(told)}
    return [offers[one] for one in told]


def _read_offer(level: int, eligibility: str, languages: str, accepting: str) -> Offer:
    return Offer(
        level=level,
        groups=frozenset(split_list(eligibility.casefold())),
        languages=frozenset(split_list(languages.casefold())),
        accepting=accepting.casefold(),
    )


def list_anyone(_: Offer, __: Offer) -> bool:
    """Tell that any service may take anyone: the bound below which no loss can fall."""
    return True
