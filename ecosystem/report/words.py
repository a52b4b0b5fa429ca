"""Words of ours, each said in the plainest words there are: the report explains what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


WORDS: Mapping[str, str] = {
    "core": "tied to one another and to most of the rest, which does not say who does good work",
    "wider network": "tied to someone, but not in the core",
    "in the core": "how often, if chance changes the ties a little, 100 times",
    "overlap": "two or more services do the same kind of work in the same area",
    "possible duplication": "an overlap with room for more people than are known to need it",
    "fragmentation": "the same kind of work in the same area, but mostly for different people",
    "needed capacity": "no more room than people who need it: none of these should go",
    "gap": "too little room on record for those counted as in need",
    "thin": "some help, but one service only, none open now, or not room for all",
    "covered": "room on record for all of them",
    "not known": "too little is recorded to tell",
    "could lead": "runs services of this kind, and is chosen so that all leads together run the "
    "most of theirs",
    "what that would cost": "how many fewer services of their own kinds the leads would run, if "
    "the next best led here",
    "tie": "people are sent on, or the two work, plan or learn together",
    "E-I index": "-1 if all ties stay within the group, +1 if all go out of it",
    "go-between": "tied to two who have no tie to each other",
    "left without": "people for whom no other service on record has room",
    "whatever we assume": "we changed every number a little, 100 times. About as bad: it was among "
    "those that hurt most nearly every time. Less bad: hardly ever. Depends: some of the times",
    "sender hears back": "who sent a person on learns what became of them",
    "middle wait": "half wait less, half wait more",
}
"""What each means, to stand after the word and a colon."""
