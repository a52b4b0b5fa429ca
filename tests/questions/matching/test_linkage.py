import numpy as np
import pytest

from ecosystem.questions.matching.linkage import (
    ComparedField,
    Comparer,
    Level,
    Links,
    find_mutual,
    find_near,
    find_sharing,
    group_records,
    link_records,
)
from ecosystem.questions.matching.similarity import keep_different


def test_how_rare_a_value_is_by_hand():
    """p is held by three witnesses: rows 0 and 1 (one witness), row 2 and row 3; q by row 4.

    Of the pair 0, 1 two others hold it, of 0, 2 and 2, 3 one, of 2, 4 none but p's two others.
    Of five known values three are others'; 50 more hold it at 0.01 each, 0.5 in all.
    """
    field = ComparedField(name="x", kind="code", values=["p", "p", "p", "p", "q", ""])
    rarity = Comparer(field, np.array([0, 0, 1, 2, 3, 4])).rarity
    shares = rarity.measure(np.array([0, 0, 2, 4]), np.array([1, 2, 3, 4]))
    assert shares == pytest.approx([2.5 / 53, 1.5 / 53, 1.5 / 53, 0.5 / 53])


@pytest.mark.parametrize(("holders", "pairs"), [(50, 50 * 49 // 2), (51, 0)])
def test_a_value_held_by_more_than_fifty_finds_no_pairs(holders, pairs):
    assert len(find_sharing(["p"] * holders + ["q", ""])) == pairs


def test_probabilities_by_hand():
    """Four records; 0 and 1 agree on x and y, 0 and 2 differ in both, 0 and 3 in x; y is not known.

    The odds start from 0.25 / (3 + 50). x: four known, two of others, nobody else holds p: 0.5 of
    52; y: three known, one of another: 0.5 of 51. To differ weighs 0.1 / 0.95.
    """
    fields = [
        ComparedField(name=name, kind="code", values=values)
        for name, values in (("x", ["p", "p", "q", "r"]), ("y", ["s", "s", "t", ""]))
    ]
    links = link_records([Comparer(field) for field in fields], np.array([1, 2, 3]), 4)
    differ = 0.1 / 0.95
    weights = np.array([[0.7 / (0.5 / 52), 0.7 / (0.5 / 51)], [differ, differ], [differ, 1]])
    assert np.exp(links.evidence) == pytest.approx(weights)
    odds = 0.25 / 53 * weights.prod(axis=1)
    assert links.probability == pytest.approx(odds / (1 + odds))


def test_planted_twins_are_found_without_labels():
    """300 people entered twice with slips, 300 once: nearly all found, nearly none made up.

    Numbers hardly ever agree, or nearly, by chance: one pair in 5,000, one in 2,000.
    """
    rng = np.random.default_rng(12)
    syllables = np.array([c + v for c in "bdfgklmnprst" for v in "aeiou"])

    def draw(count, size):
        return ["".join(part) for part in rng.choice(syllables, (count, size))]

    truth = np.concatenate([np.arange(600), np.arange(300)])
    columns = []
    for values in (draw(600, 3), draw(600, 4), [f"{n:08d}" for n in rng.integers(10**8, size=600)]):
        held = [values[one] for one in truth]
        for at in range(600, 900):
            if rng.random() < 0.3:
                where = rng.integers(len(held[at]) - 1)
                text = held[at]
                held[at] = text[:where] + text[where + 1] + text[where] + text[where + 2 :]
            if rng.random() < 0.1:
                held[at] = ""
        columns.append(held)
    fields = [
        ComparedField(name="first", kind="word", values=columns[0]),
        ComparedField(name="second", kind="word", values=columns[1]),
        ComparedField(
            name="number",
            kind="number",
            values=columns[2],
            by_chance=(0.9983, 0.001, 0.0005, 0.0002),
        ),
    ]
    text = [" ".join(row) for row in zip(*columns, strict=True)]
    candidates = keep_different(
        np.concatenate(
            [find_near(text, np.arange(900), 900), *(find_sharing(one.values) for one in fields)]
        )
    )
    links = link_records([Comparer(field) for field in fields], candidates, 900)
    group = group_records(links, 900, 0.5)
    a, b = np.triu_indices(900, k=1)
    found, true = group[a] == group[b], truth[a] == truth[b]
    assert (found & true).sum() / true.sum() > 0.95
    assert (found & true).sum() / found.sum() > 0.97


def test_a_chain_is_cut_where_its_ends_are_apart():
    """0 - 1 - 2 - 3 with .9, .6, .9: on average the two halves are .15 alike."""
    links = Links(
        a=np.array([0, 1, 2]),
        b=np.array([1, 2, 3]),
        levels=np.zeros((3, 1), dtype=int),
        evidence=np.zeros((3, 1)),
        probability=np.array([0.9, 0.6, 0.9]),
    )
    group = group_records(links, 5, 0.5)
    assert group[0] == group[1]
    assert group[2] == group[3]
    assert len(set(group.tolist())) == 3


@pytest.mark.parametrize(
    ("kind", "first", "second", "level"),
    [
        ("word", "anna", "anne", Level.ALIKE),
        ("word", "anna", "enne", Level.NEAR),
        ("word", "anna", "bert", Level.DIFFERENT),
        ("number", "1112233", "1121233", Level.ALIKE),
        ("number", "1112233", "1121333", Level.DIFFERENT),
        ("code", "anna", "anne", Level.DIFFERENT),
        ("code", "anna", "anna", Level.SAME),
        ("word", "anna", "", Level.UNKNOWN),
    ],
)
def test_values_agree_as_far_as_their_kind_lets_them(kind, first, second, level):
    """Of four letters one other leaves 0.75, alike; two others leave 0.5, near."""
    field = ComparedField(name="x", kind=kind, values=[first, second])
    assert Comparer(field).compare(np.array([0]), np.array([1])).tolist() == [level]


def test_each_others_best_are_found():
    """0 is best with 1 and 1 with 0; 2 is best with 0, which is not best with 2."""
    a, b, odds = np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([3.0, 2.0, 1.0])
    assert find_mutual(a, b, odds, 3).tolist() == [0]


def test_texts_of_one_record_are_no_pair():
    texts = ["oak house trust", "oak house fund", "oak house trust ltd"]
    assert find_near(texts, np.array([0, 0, 1]), 2).tolist() == [1]
