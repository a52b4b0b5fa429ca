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

    Of the pair 0, 1 two others hold it, of 0, 2 and 2, 3 one; of five known values.
    """
    field = ComparedField(name="x", kind="code", values=["p", "p", "p", "p", "q", ""], unseen=0.5)
    rarity = Comparer(field, np.array([0, 0, 1, 2, 3, 4])).rarity
    shares = rarity.measure(np.array([0, 0, 2, 4]), np.array([1, 2, 3, 4]))
    assert shares == pytest.approx([2.5 / 5, 1.5 / 5, 1.5 / 5, 0.5 / 5])


@pytest.mark.parametrize(("holders", "pairs"), [(50, 50 * 49 // 2), (51, 0)])
def test_a_value_held_by_more_than_fifty_finds_no_pairs(holders, pairs):
    assert len(find_sharing(["p"] * holders + ["q", ""])) == pairs


def test_what_agrees_in_truth_is_read_from_each_others_best():
    """0 and 1 agree on x and y; 2 agrees with both on x alone, and is nobody's best.

    With no trust in what is expected, y agrees in all that are each other's best: of the evidence
    only what chance says is left, 0.5 of the three known values for the same.
    """
    fields = [
        ComparedField(name=name, kind="code", values=values, trust=1e-9)
        for name, values in (("x", ["p", "p", "p", ""]), ("y", ["s", "s", "t", ""]))
    ]
    links = link_records([Comparer(one) for one in fields], find_sharing(fields[0].values), 4)
    assert (links.a[0], links.b[0]) == (0, 1)
    assert links.evidence[0, 1] == pytest.approx(-np.log(0.5 / 3))


def test_pairs_that_are_one_do_not_count_as_chance():
    """Of six pairs the first is one; the other five differ in y, as 450 of the 500 expected do."""
    fields = [
        ComparedField(name=name, kind="code", values=values, trust=1e9)
        for name, values in (("x", ["p", "p", "q", "r"]), ("y", ["s", "s", "t", "u"]))
    ]
    links = link_records([Comparer(one) for one in fields], np.array([1, 2]), 4)
    assert links.probability[0] > 0.5 > links.probability[1]
    assert links.evidence[1, 1] == pytest.approx(np.log(0.04) - np.log(455 / 505))


def test_probabilities_by_hand():
    """Two fields, no data to speak of: what is expected and what is seen by chance decide.

    With next to no trust in the data, agreement on a code that 1 in 4 hold by chance (four
    records, the pair left out: 0.5 of 4 = 1/8) weighs ln(0.88 / 0.125).
    """
    fields = [
        ComparedField(name=name, kind="code", values=values, trust=1e9)
        for name, values in (("x", ["p", "p", "q", "r"]), ("y", ["s", "s", "t", ""]))
    ]
    comparers = [Comparer(field) for field in fields]
    links = link_records(comparers, find_sharing(fields[0].values), 4)
    assert links.evidence[0] == pytest.approx([np.log(0.88 / (0.5 / 4)), np.log(0.88 / (0.5 / 3))])
    share = (1.08 + links.probability.sum()) / 6
    odds = np.log(0.5) if share > 0.5 else np.log(share / (1 - share))
    odds = 0.0 if share > 0.5 else odds
    assert links.probability[0] == pytest.approx(
        1 / (1 + np.exp(-odds - links.evidence[0].sum())), abs=1e-3
    )


def test_planted_twins_are_found_without_labels():
    """300 people entered twice with slips, 300 once: nearly all found, nearly none made up."""
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
        ComparedField(name=str(at), kind=kind, values=values)
        for at, (kind, values) in enumerate(zip(("word", "word", "number"), columns, strict=True))
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


def test_few_records_show_all_that_agrees_by_chance_whatever_the_seed():
    fields = [ComparedField(name="x", kind="code", values=["p", "p", "q", "r"])]
    first, second = (
        link_records([Comparer(fields[0])], np.array([1]), 4, seed=seed) for seed in (0, 1)
    )
    assert first.probability.tolist() == second.probability.tolist()
