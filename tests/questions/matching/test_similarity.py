import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.matching import similarity
from ecosystem.questions.matching.linkage import find_near
from ecosystem.questions.matching.similarity import (
    count_edits,
    count_edits_among,
    find_similar,
    keep_different,
    make_rare_vectors,
    make_vectors,
    measure_cosines,
    number_different,
)


def edits_by_definition(first, second):
    """Optimal string alignment, letter by letter."""
    table = np.zeros((len(first) + 1, len(second) + 1), dtype=int)
    table[:, 0], table[0] = range(len(first) + 1), range(len(second) + 1)
    for i, one in enumerate(first, 1):
        for j, other in enumerate(second, 1):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one != other)
            )
            if i > 1 and j > 1 and (one, first[i - 2]) == (second[j - 2], other):
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[-1, -1]


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("abé1", max_size=8), st.text("abé1", max_size=8)), min_size=1))
def test_edits_are_those_of_the_definition(pairs):
    first, second = zip(*pairs, strict=True)
    assert count_edits(first, second).tolist() == [
        edits_by_definition(*pair) for pair in zip(first, second, strict=True)
    ]


def test_two_swapped_digits_are_one_edit():
    assert count_edits(["1112233", "ca", "abc"], ["1121233", "abc", "cab"]).tolist() == [1, 3, 2]


TEXTS = st.lists(st.text("abc ", max_size=12).map(str.strip), min_size=1, max_size=9)


@settings(deadline=None)
@given(TEXTS)
def test_cosines_are_those_of_counting_runs_one_by_one(texts):
    vectors = make_vectors(texts)
    runs = [
        {f" {text} "[at : at + 3] for at in range(len(text))} if text else set() for text in texts
    ]
    held = {run: sum(run in one for one in runs) for one in runs for run in one}
    weight = {run: np.log((len(texts) + 50) / count) + 1 for run, count in held.items()}
    length = [np.sqrt(sum(weight[run] ** 2 for run in one)) for one in runs]
    a, b = np.triu_indices(len(texts), k=1)
    expected = [
        sum(weight[run] ** 2 for run in runs[i] & runs[j]) / max(length[i] * length[j], 1e-9)
        for i, j in zip(a, b, strict=True)
    ]
    assert measure_cosines(vectors, a, b) == pytest.approx(expected, abs=1e-5)
    first, second = find_similar(vectors, least=0.3, most=9, most_held=9)
    found = set(zip(first.tolist(), second.tolist(), strict=True))
    wanted = {(i, j) for i, j, value in zip(a, b, expected, strict=True) if value >= 0.3001}
    assert wanted <= found
    assert len(found) == len(first)


@settings(deadline=None)
@given(TEXTS, st.integers(3, 7))
def test_longer_runs_are_runs_of_that_length(texts, length):
    """How many different runs each text has, the space before and after it counted."""
    padded = [f" {text} " if text else "" for text in texts]
    runs = [{one[at : at + length] for at in range(len(one) - length + 1)} for one in padded]
    vectors = make_vectors(texts, length)
    assert np.diff(vectors.indptr).tolist() == [len(one) for one in runs]
    assert vectors.shape[1] == max(len(set().union(*runs)), 1)


def test_runs_grow_until_the_rare_ones_tell_texts_apart():
    """Of a, b and c all runs of three occur in nearly all texts; longer ones are rarer."""
    rng = np.random.default_rng(3)
    texts = ["".join(one) for one in rng.choice(list("abc"), (300, 30))]
    assert make_rare_vectors(texts, 300).shape[1] == make_vectors(texts).shape[1]
    longer = make_rare_vectors(texts, 40)
    assert longer.shape[1] == make_vectors(texts, 6).shape[1]
    found = find_near([*texts, texts[0][1:]], np.arange(301), 301)
    assert 300 in found.tolist()


def test_only_the_nearest_are_kept():
    """The first is near to all; kept are its two nearest, and for each other its own nearest."""
    texts = ["abcdef", "abcdeg", "abcdhi", "abcjkl"]
    vectors = make_vectors(texts)
    first, second = find_similar(vectors, least=0.01, most=1, most_held=9)
    assert (0, 1) in set(zip(first.tolist(), second.tolist(), strict=True))
    assert len(first) == 3


@pytest.mark.parametrize("at_once", [1, 200, 10**9])
def test_the_nearest_are_those_of_all_pairs_however_the_work_is_cut(monkeypatch, at_once):
    """Beside each row's cosines sorted by hand: the two highest, of equal ones the lower row."""
    monkeypatch.setattr(similarity, "_WORK_AT_ONCE", at_once)
    monkeypatch.setattr(similarity, "_NEAR_AT_ONCE", at_once)
    rng = np.random.default_rng(5)
    vectors = make_vectors(["".join(one) for one in rng.choice(list("abc"), (60, 6))])
    cosines = (vectors @ vectors.T).toarray()
    np.fill_diagonal(cosines, 0)
    expected = set()
    for row, values in enumerate(cosines):
        nearest = sorted(np.flatnonzero(values >= 0.2), key=lambda at: (-values[at], at))[:2]
        expected |= {(min(row, at), max(row, at)) for at in nearest}
    found = find_similar(vectors, least=0.2, most=2, most_held=60)
    assert list(zip(*(one.tolist() for one in found), strict=True)) == sorted(expected)


def test_edits_over_the_most_that_matter_are_not_counted():
    """One letter left out is one edit; three are more than one, and told as two."""
    texts = ["112233", "11223", "112"]
    a, b = np.array([0, 0]), np.array([1, 2])
    assert count_edits_among(texts, a, b, most=1).tolist() == [1, 2]
    assert count_edits_among(texts, a, b).tolist() == [1, 3]


def test_letters_beyond_the_twenty_fourth_do_not_count():
    """The 24th differs, then the 25th does: one edit, none."""
    start = "abcdefghijklmnopqrstuvw"
    assert count_edits([f"{start}x", f"{start}xx"], [f"{start}y", f"{start}xy"]).tolist() == [1, 0]
    assert count_edits([], []).tolist() == []


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [("gŵyr", "gwyr", 1), ("tŷ hafan", "ty hafan", 1), ("niños", "ninos", 1), ("môn", "mno", 2)],
)
def test_an_accented_letter_is_one_letter(first, second, edits):
    assert count_edits([first], [second]).tolist() == [edits]


def test_no_texts_have_no_pairs():
    first, second = find_similar(make_vectors([]), least=0.1, most=3, most_held=9)
    assert (first.tolist(), second.tolist()) == ([], [])
    assert keep_different(np.array([3, 1, 3])).tolist() == [1, 3]
    different, which = number_different(np.array([3, 1, 3]))
    assert (different.tolist(), which.tolist()) == ([1, 3], [1, 0, 1])
