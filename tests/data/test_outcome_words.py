"""What words of daily life tell of a referral, and what they leave open."""

import pytest

from ecosystem.data import DAILY_STATUSES, OPEN, UNSURE_STATUSES, Outcome, read_outcome

TAKEN_ON = Outcome(accepted=True)
CAME = Outcome(accepted=True, reached=True)
HELPED = Outcome(accepted=True, reached=True, got_help=True)
STAYED_AWAY = Outcome(reached=False)
TURNED_AWAY = Outcome(accepted=False, reached=False, got_help=False)
LEFT = Outcome(got_help=False)


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Accepted", TAKEN_ON),
        ("taken on", TAKEN_ON),
        ("Accepted 12/5", TAKEN_ON),
        ("Seen", CAME),
        ("attended 3 June", CAME),
        ("helped", HELPED),
        ("DNA", STAYED_AWAY),
        ("Did not attend.", STAYED_AWAY),
        ("didn\u2019t attend", STAYED_AWAY),
        ("Declined", TURNED_AWAY),
        ("inappropriate", TURNED_AWAY),
        ("not accepted", TURNED_AWAY),
        ("withdrew", LEFT),
        # Whoever waits, or hears nothing, may have been taken on or not.
        *[
            (word, OPEN)
            for word in ("waiting", "on waiting list", "no reply", "closed", "full", "no space")
        ],
        *[(word, OPEN) for word in ("signposted", "moved away", "on hold", "pending")],
    ],
)
def test_a_word_tells_what_it_can_only_mean(word, outcome):
    assert read_outcome(word) == (outcome, "")


@pytest.mark.parametrize(
    ("words", "outcome", "reason"),
    [
        ("Declined - full", TURNED_AWAY, "full"),
        ("Declined-full", TURNED_AWAY, "full"),
        ("declined (no space)", TURNED_AWAY, "no space"),
        ("accepted, did not attend", Outcome(accepted=True, reached=False), ""),
        ("accepted, waiting", TAKEN_ON, ""),
        ("Seen and closed", CAME, ""),
        ("Seen - see email", CAME, ""),
    ],
)
def test_several_words_in_a_cell_tell_each_its_part(words, outcome, reason):
    assert read_outcome(words) == (outcome, reason)


@pytest.mark.parametrize(
    "words",
    ["accepted, then declined", "accepted?", "see email", "paused", "", "12/5", "no", "yes"],
)
def test_what_contradicts_itself_or_is_no_known_word_tells_nothing(words):
    assert read_outcome(words) is None


def test_no_word_is_both_read_and_asked_about():
    assert not set(DAILY_STATUSES) & set(UNSURE_STATUSES)
    assert all(read_outcome(word) is not None for word in (*DAILY_STATUSES, *UNSURE_STATUSES))
