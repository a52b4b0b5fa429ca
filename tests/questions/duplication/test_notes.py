import numpy as np
from overlapping_services import make

import ecosystem as eco
from ecosystem.questions.duplication.notes import note_chance


def test_notes_say_what_is_not_known():
    both = {"in_": "east", "capacity": 100}
    e = make({"ann": {"by": "a", **both}, "bob": {"by": "b", **both}}, demand=[("east", "food", 0)])
    notes = eco.find_duplication(e).notes
    assert (
        "Not known for 2 of 2 running services: languages; left out of their comparisons." in notes
    )
    assert any(
        note.startswith("The 1 overlapping pair is not beyond what chance") for note in notes
    )
    assert not any("need or capacity is not known" in note for note in notes)


def test_overlaps_beyond_chance_are_counted_up_to_the_limit():
    """Of q values .01, .1 and .5 two are within the 0.2 that counts, one within a limit of .05."""
    q_values = np.array([0.01, 0.1, 0.5])
    once = np.ones(3, dtype=np.int64)
    assert note_chance(q_values, once, 1)[0].startswith("2 of 3 overlapping pairs are beyond what")
    assert note_chance(q_values, once, 0.05)[0].startswith(
        "1 of 3 overlapping pairs is beyond what"
    )
    assert "a q value up to 0.05" in note_chance(q_values, once, 0.05)[0]
    assert note_chance(q_values[:0], once[:0], 1) == []
