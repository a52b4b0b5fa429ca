"""Words of ours, each said in the plainest words there are: the report explains what it uses.

The glossary of the documentation lists all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


WORDS: Mapping[str, str] = {
    # What is in the tables.
    "organisation": "a body that runs services or pays for them. It may be a charity, a council, a "
    "college, a firm, a faith group or a funder",
    "service": "one thing that organisations do for people, of one type, such as food or housing",
    "level": "how far advice on immigration may go, 1 to 3. At 1 it stays within the rules, at 2 "
    "it takes on cases, at 3 it speaks for people at appeals",
    "area": "a part of the country that has a code of its own, such as a council",
    "need": "people in an area who were counted for a type of service; who was counted is said",
    "capacity": "how many people a service can see in the same time",
    "catchment": "the areas from which a service takes people",
    "anyone": "if eligibility says so, a service is open to all; empty, it is not known for whom",
    "running": "open on the day of the data: begun, not ended and not closed",
    "referral": "people are passed on to another body, and it is told of them",
    "relationship": "a link that lasts, such as to share an office or to plan as one",
    "group": "a meeting, forum or board on which more than one body has a seat",
    # What is answered.
    "core": "tied to one another and to most of the rest, which does not say who does good work",
    "wider network": "tied to someone, but not in the core",
    "in the core": "how often, if chance changes the ties a little, 100 times",
    "overlap": "two or more services do the same kind of work in the same area",
    "possible duplication": "an overlap with room for more people than are known to need it",
    "fragmentation": "the same kind of work in the same area, but mostly for different people",
    "needed capacity": "no more room than people who need it: none of these should go",
    "provision": "the part of the room of services that reaches an area",
    "coverage": "the share of an area's need for which there is room, 0 to 1",
    "gap": "too little room on record for those counted as in need",
    "thin": "some help, but one service only, none open now, or not room for all",
    "covered": "room on record for all of them",
    "drought": "services are there, and none can take people now",
    "not known": "too little is recorded to tell",
    "could lead": "runs services of this kind, and is chosen so that all leads together run the "
    "most of theirs",
    "focus": "the kinds of service that a body has agreed to lead on",
    "what that would cost": "how many fewer services of their own kinds the leads would run, if "
    "the next best led here",
    "tie": "people are sent on, or the two work, plan or learn together",
    "E-I index": "-1 if all ties stay within the group, +1 if all go out of it",
    "go-between": "tied to two who have no tie to each other",
    "conduit": "a body that brings news from one group to another",
    "closure": "a body stops its work, and those it helped must go elsewhere",
    "left without": "people for whom no other service on record has room",
    "whatever we assume": "we changed all the numbers a little, 100 times. About as bad: it was "
    "among those that hurt most nearly every time. Less bad: hardly ever. Depends: some of the "
    "times",
    "pathway": "the referrals that a person goes through, from the first door to a service",
    "closed loop": "a referral of which the sender learned what became of the person",
    "sender hears back": "who sent a person on learns what became of them",
    "middle wait": "half wait less, half wait more",
}
"""What each means, to stand after the word and a colon."""
