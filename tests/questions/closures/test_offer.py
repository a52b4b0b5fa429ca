"""Tests of offers: who may go where by what is known, and who surely can."""

import pandas as pd

from ecosystem.questions.closures.offer import Offer, list_anyone, list_offers

KNOWN = {"languages": frozenset({"english"}), "accepting": "yes"}


def test_what_may_suit_and_what_surely_does():
    """What is not recorded is no bar to who may go, and no promise to who can."""
    women, men = frozenset({"women"}), frozenset({"men"})
    level_two = Offer(level=2, groups=women, **KNOWN)
    not_known = Offer()
    assert Offer(level=3, groups=women | men, **KNOWN).may_suit(level_two)
    assert Offer(level=3, groups=women | men, **KNOWN).surely_suits(level_two)
    assert not Offer(level=1, groups=women, **KNOWN).may_suit(level_two)
    assert not Offer(level=2, groups=men, **KNOWN).may_suit(level_two)
    assert not_known.may_suit(level_two)
    assert not not_known.surely_suits(level_two)
    assert not not_known.surely_suits(not_known)
    assert list_anyone(not_known, level_two)


def test_what_surely_suits_may_suit():
    offers = [
        Offer(level=level, groups=frozenset(groups), languages=frozenset(spoken), accepting=word)
        for level in (0, 2, 3)
        for groups in ((), ("anyone",), ("women",), ("women", "men"))
        for spoken in ((), ("english",), ("english", "farsi"))
        for word in ("", "yes", "no", "limited")
    ]
    sure = [(to, here) for to in offers for here in offers if to.surely_suits(here)]
    assert sure
    assert all(to.may_suit(here) for to, here in sure)


def test_offers_are_read_without_regard_to_case():
    services = pd.DataFrame(
        {
            "level": [None, 2],
            "eligibility": ["Women|men", None],
            "languages": ["English", None],
            "accepting_referrals": ["no", None],
        }
    )
    first, second = list_offers(services)
    assert first.groups == {"women", "men"}
    assert (first.level, second.level) == (0, 2)
    assert first.accepting == "no"
    assert second == Offer(level=2)
    assert first.spell() == "0;men|women;english;no"
    assert [offer.level for offer in list_offers(services.assign(level=None))] == [3, 3]
