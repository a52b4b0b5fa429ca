"""Words people write: each in the form it is looked up in, and each of use."""

from ecosystem.data.tables import TABLES
from ecosystem.data.text import fold_heading
from ecosystem.data.vocabulary import (
    CHOICE_WORDS,
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    MISSING_WORDS,
    NO_WORDS,
    YES_WORDS,
)

_COLUMNS = [column for table in TABLES.values() for column in table.columns]


def test_headings_are_folded_and_none_is_a_column_of_ours():
    for heading in CLIENT_COLUMNS | CONTACT_COLUMNS:
        assert fold_heading(heading) == heading
    assert not (CLIENT_COLUMNS | CONTACT_COLUMNS) & {column.name for column in _COLUMNS}
    assert not CLIENT_COLUMNS & CONTACT_COLUMNS


def test_words_of_cells_are_in_small_letters_and_mean_one_thing():
    for words in (MISSING_WORDS, YES_WORDS, NO_WORDS, *CHOICE_WORDS.values()):
        assert all(word == word.casefold() for word in words)
    assert not YES_WORDS & NO_WORDS
    assert not MISSING_WORDS & (YES_WORDS | NO_WORDS)


def test_every_other_word_leads_to_a_choice_and_is_none_of_the_same_column():
    """ "private" may be both: who may see a row, and another word for a commercial body."""
    for name, words in CHOICE_WORDS.items():
        choices = {
            choice for column in _COLUMNS if column.name == name for choice in column.choices
        }
        assert set(words.values()) <= choices
        assert not set(words) & choices
