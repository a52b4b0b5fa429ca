import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.questions.matching.linkage import (
    ComparedField,
    Comparer,
    Links,
    find_near,
    find_sharing,
    group_records,
    link_records,
)
from ecosystem.questions.matching.names import (
    NameComparer,
    clean_charity_number,
    clean_name,
    clean_website,
    list_names,
)
from ecosystem.questions.matching.similarity import (
    count_edits,
    find_similar,
    keep_different,
    make_rare_vectors,
    make_vectors,
    measure_cosines,
)

OTHERS = (
    "Trinity Kitchen",
    "Wellspring Food Hub",
    "Northern Lights Choir",
    "Housing Matters",
    "City Farm",
    "Lantern Welcome",
    "Harbour Drop-in",
    "Canal Street Advice",
    "Moor Lane Sanctuary",
    "Stepping Stones",
)


def make(rows, fill=OTHERS):
    """Return an ecosystem of these organisations among others that are alike in nothing."""
    rows = [{"organisation_id": f"r{at}", **row} for at, row in enumerate(rows)]
    rows += [{"organisation_id": f"z{at}", "name": name} for at, name in enumerate(fill)]
    areas = pd.DataFrame({"area_code": ["x"], "name": ["Easton"]})
    return eco.Ecosystem(organisations=pd.DataFrame(rows), areas=areas)


def decide(first, second, **options):
    """Return the row of the pair of two organisations; None if it is not listed."""
    table = eco.find_matches(make([first, second]), **options).table
    ends = table[["record_a", "record_b"]]
    pair = table[ends.isin(["r0", "r1"]).all(axis=1)]
    return None if pair.empty else pair.iloc[0]


SAME_PLACE = {"postcode": "BS5 0AA"}


@pytest.mark.parametrize(
    ("first", "second", "decision", "reason"),
    [
        (
            {"name": "Harbour Rights (HRC)", "charity_number": "1119999"},
            {"name": "Harbour Rights", "charity_number": "1119999"},
            "same",
            "the same charity number 1119999",
        ),
        (
            {"name": "Borderland Ltd", "website": "https://www.borderland.example/about"},
            {"name": "Borderland", "website": "borderland.example"},
            "same",
            "the same website",
        ),
        (
            {"name": "The Meadow Project", **SAME_PLACE},
            {"name": "Meadow Project CIC", "postcode": "bs50aa"},
            "same",
            "the same postcode",
        ),
        (
            {"name": "Somali Resource Centre", "charity_number": "1112233"},
            {"name": "Somali Resource Centre", "charity_number": "1121233"},
            "ask a person",
            "differ by one slip",
        ),
        (
            {"name": "Somali Resource Centre", "charity_number": "1112233", **SAME_PLACE},
            {"name": "Somali Resource Centre", "charity_number": "1198765", **SAME_PLACE},
            "ask a person",
            "one may have registered anew",
        ),
        (
            {"name": "Eastgate Women", "charity_number": "1112233"},
            {"name": "Rainbow Trust", "charity_number": "1112233"},
            "ask a person",
            "the names differ",
        ),
        (
            {"name": "Ashley Community Housing"},
            {"name": "ACH"},
            "ask a person",
            "nothing but the names can be compared",
        ),
        (
            {"name": "British Red Cross"},
            {"name": "The British Red Cross Society"},
            "ask a person",
            "one name is inside the other",
        ),
    ],
)
def test_pairs_are_judged_by_number_name_website_and_place(first, second, decision, reason):
    pair = decide(first, second)
    assert pair["decision"] == decision
    assert reason in f"{pair['reasons_for']}; {pair['reasons_against']}"


NUMBER = {"charity_number": "279057"}


@pytest.mark.parametrize(
    ("first", "second", "decision", "reason"),
    [
        (
            {"name": "Citizens Advice Bristol", **NUMBER, **SAME_PLACE},
            {"name": "Citizens Advice Bath", **NUMBER, "postcode": "BA1 1AA"},
            "ask a person",
            "the names differ in bath and bristol",
        ),
        (
            {"name": "North Bristol Advice", **SAME_PLACE},
            {"name": "South Bristol Advice", **SAME_PLACE},
            "ask a person",
            "the names differ in north and south",
        ),
        (
            {"name": "Stage 2 Housing", **NUMBER},
            {"name": "Stage 3 Housing", **NUMBER},
            "ask a person",
            "the names differ in 2 and 3",
        ),
        (
            {"name": "Refugee Action Bristol Centre", **NUMBER},
            {"name": "Refugee Action Bristol Center", **NUMBER},
            "same",
            "the same name but for one letter",
        ),
        (
            {"name": "Refugee Action Bristol Centre", "website": "a.example", **SAME_PLACE},
            {"name": "Refugee Action Bristol Center", "website": "a.example", **SAME_PLACE},
            "ask a person",
            "the same name but for one letter",
        ),
        (
            {"name": "Citizens Advice Barton", **NUMBER},
            {"name": "Citizens Advice Marton", **NUMBER},
            "ask a person",
            "the names differ in barton and marton",
        ),
        (
            {"name": "Oak House", **NUMBER},
            {"name": "Oak House Extraordinary Neighbourhood Partnership Programme", **NUMBER},
            "ask a person",
            "one name is inside the other",
        ),
        (
            {"name": "ECC", "website": "a.example", **SAME_PLACE},
            {"name": "Wren Cooks", "other_names": "ECC", "website": "a.example", **SAME_PLACE},
            "ask a person",
            "the same other name or short form",
        ),
        (
            {"name": "Ashley Community Housing", **NUMBER},
            {"name": "ACH", **NUMBER},
            "same",
            "one name is the initials of the other",
        ),
        (
            {"name": "Eritrean Choir Company (ECC)", **SAME_PLACE},
            {"name": "Elm Community Cooks (ECC)", **SAME_PLACE},
            "ask a person",
            "another name has the same initials",
        ),
        (
            {"name": "Oak House", "other_names": "Former Grants Body", **SAME_PLACE},
            {"name": "Yew Tree Hub", "other_names": "Former Grants Body", **SAME_PLACE},
            "ask a person",
            "the same other name",
        ),
        (
            {"name": "Oak House", **SAME_PLACE},
            {"name": "Oak House Charitable Incorporated Organisation", **SAME_PLACE},
            "same",
            "the same name",
        ),
        (
            {"name": "Somali Resource Centre", "charity_number": "1112233"},
            {"name": "Somali Resource Centre", "charity_number": "1198765"},
            "ask a person",
            "one may have registered anew",
        ),
        (
            {"name": "Oak House", "charity_number": "1112233", "website": "a.example"},
            {"name": "Oak House", "charity_number": "1198765", "website": "b.example"},
            "different",
            "another website",
        ),
        (
            {"name": "Oak House", **SAME_PLACE},
            {"name": "Oak House", "postcode": "LS1 1AA"},
            "ask a person",
            "another postcode",
        ),
        (
            {"name": "Oak House", "area_code": "x"},
            {"name": "Oak House", "area_code": "x"},
            "ask a person",
            "nothing but the names and the area can be compared",
        ),
    ],
)
def test_a_name_that_may_be_a_branch_or_a_neighbour_is_a_persons_to_decide(
    first, second, decision, reason
):
    pair = decide(first, second)
    assert pair["decision"] == decision
    assert reason in f"{pair['reasons_for']}; {pair['reasons_against']}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"charity_number": "GB-CHC-none"}, {"charity_number": "GB-CHC-applied"}),
        ({"charity_number": "exempt"}, {"charity_number": "exempt"}),
        ({"website": "none yet"}, {"website": "none yet"}),
        (
            {"website": "facebook.com/profile.php?id=1"},
            {"website": "facebook.com/profile.php?id=2"},
        ),
        ({"website": "https://x.com/somali"}, {"website": "https://x.com/women"}),
        ({"website": "facebook.com"}, {"website": "facebook.com"}),
        ({"postcode": "BS5"}, {"postcode": "BS5"}),
        ({"name": "Somali Voice (UK)"}, {"name": "Refugee Action (UK)"}),
        ({"name": "Somali Voice (CIO)"}, {"name": "Refugee Action (CIO)"}),
    ],
)
def test_what_says_nothing_joins_nobody(first, second):
    pair = decide({"name": "Somali Women", **first}, {"name": "Refugee Action", **second})
    assert pair is None or (pair["decision"], pair["reasons_for"]) == ("different", "")


@pytest.mark.parametrize("copies", [2, 3, 5, 8])
@pytest.mark.parametrize("known", [{"charity_number": "1119999"}, SAME_PLACE, {"website": "h.org"}])
def test_further_copies_do_not_hide_each_other(copies, known):
    """Rows that tell the same about one organisation are one witness, not several."""
    result = eco.find_matches(make([{"name": "Harbour Rights", **known}] * copies))
    assert list(result.table["decision"]) == ["same"] * (copies * (copies - 1) // 2)
    assert result.entities["entity"].nunique() == len(OTHERS) + 1


def test_copies_with_nothing_but_a_name_are_asked_about():
    result = eco.find_matches(make([{"name": "Harbour Rights"}] * 3))
    assert list(result.table["decision"]) == ["ask a person"] * 3
    assert result.explain(1).startswith("Harbour Rights (r0) and Harbour Rights (r1) may be the")


def test_a_shared_address_alone_never_makes_two_one():
    """Six organisations in one house, and one row twice: only the row twice is listed as one."""
    names = ("Eastside Boxing", "Somali Women", "Choir of Hope", "Debt Line", "Toy Library")
    rows = [{"name": name, **SAME_PLACE, "area_code": None} for name in names]
    rows += [{"name": "Debt Line Ltd", **SAME_PLACE}]
    result = eco.find_matches(make(rows))
    named = {frozenset(pair) for pair in result.table[["name_a", "name_b"]].to_numpy().tolist()}
    joined = result.table["decision"] != "different"
    assert result.table.loc[joined, "name_a"].tolist() == ["Debt Line"]
    assert frozenset({"Debt Line", "Debt Line Ltd"}) in named


def test_an_address_joins_no_two_names_however_likely_the_two_are_one():
    rows = [{"name": "Debt Line", **SAME_PLACE}, {"name": "Choir", **SAME_PLACE}]
    pair = eco.find_matches(make(rows, fill=()), ask_from=0.2).table.loc[1]
    assert pair["probability"] > 0.2
    assert pair["decision"] == "different"
    assert "a shared address does not make two names one" in pair["reasons_against"]


def test_an_area_adds_nothing_to_two_postcodes():
    first, second = {"name": "Oak House", **SAME_PLACE}, {"name": "Oak House Ltd", **SAME_PLACE}
    without = decide(first, second)
    area = {"area_code": "x"}
    assert decide(first | area, second | area)["probability"] == without["probability"]


def test_the_fullest_record_gives_its_name():
    first = {"name": "Oak House Ltd", "charity_number": "1112233"}
    entities = eco.find_matches(make([first, first | {"name": "Oak House", **SAME_PLACE}])).entities
    named = entities.set_index("record_id")["canonical_name"]
    assert named[["r0", "r1"]].tolist() == ["Oak House", "Oak House"]


def test_an_answer_is_as_private_as_its_most_private_source():
    open_, closed = make([]), make([{"name": "Oak House", "visibility": "private"}])
    for e, other in ((open_, closed), (closed, open_)):
        assert eco.find_matches(e, sources={"b": other}).settings["visibility"] == "private"
    assert eco.find_matches(open_, sources={"b": open_}).settings["visibility"] == "public"


def test_names_beyond_the_eighth_are_left_out_and_it_is_said():
    many = "|".join(f"Name {letter * 5}" for letter in "abcdefgh")
    result = eco.find_matches(make([{"name": "Oak House", "other_names": many}]))
    assert "1 organisation with more than 8 names: only the first 8" in result.notes[-1]
    few = eco.find_matches(make([{"name": "Oak House", "other_names": many[:-13]}]))
    assert not any("more than 8 names" in note for note in few.notes)


def test_ids_change_nothing():
    rows = [
        {"name": f"Oak {at % 40} House", "postcode": f"B{at % 30 + 1} 1AA"} for at in range(250)
    ]
    e = make(rows)
    renamed = e.organisations.assign(
        organisation_id=[f"q{hash_ * 7919 % 10007}" for hash_ in range(len(e.organisations))]
    )
    before, after = (
        eco.find_matches(e).table,
        eco.find_matches(e.replace(organisations=renamed)).table,
    )
    kept = ["name_a", "name_b", "probability", "decision"]
    pd.testing.assert_frame_equal(before[kept], after[kept])


HOUSE = {"postcode": "BS5 0AA", "telephone": "0117 496 0000"}


@pytest.mark.parametrize(
    ("first", "second", "decision"),
    [
        ("Eastside Boxing Club", "Somali Women", None),
        ("Eastside Boxing Club", "Eastside Choir", "different"),
        ("Easton Community Centre", "Easton Community Kitchen", "different"),
        ("Easton Community Centre", "Easton Community Centre Nursery", "ask a person"),
        ("Easton Community Centre", "Easton Community Centre Ltd", "same"),
    ],
)
def test_one_address_and_telephone_need_a_name_to_go_with_them(first, second, decision):
    pair = decide({"name": first, **HOUSE}, {"name": second, **HOUSE})
    assert (None if pair is None else pair["decision"]) == decision


def test_numbers_come_before_names():
    """The same names: one number says it is one, another or a slip in it asks a person.

    An organisation that became a charitable company has a new charity number and the company's.
    """
    name = {"name": "Somali Resource Centre", **HOUSE}
    old = name | {"charity_number": "1112233"}
    assert decide(old, name | {"charity_number": "1112233-0"})["decision"] == "same"
    slip = decide(old, name | {"charity_number": "1112323"})
    assert slip["decision"] == "ask a person"
    assert slip["probability"] > 0.95
    assert "1112233 and 1112323 differ by one slip" in slip["reasons_for"]
    anew = decide(
        old | {"company_number": "5110000"},
        name | {"charity_number": "1198765", "company_number": "05110000"},
    )
    assert anew["decision"] == "ask a person"
    assert "the same company number 05110000" in anew["reasons_for"]
    assert "may have registered anew" in anew["reasons_against"]


def test_what_names_alone_cannot_decide_is_said():
    result = eco.find_matches(make([{"name": "Bristol Refugee Rights"}, {"name": "BRR"}]))
    assert list(result.table["decision"]) == ["ask a person"]
    assert "1 pair cannot be decided by name alone." in result.notes
    told = eco.find_matches(make([{"name": "Bristol Refugee Rights", **HOUSE}]))
    assert not any("cannot be decided" in note for note in told.notes)


def test_nothing_is_merged_by_asking():
    e = make([{"name": "Meadow Project", **SAME_PLACE}, {"name": "Meadow Project", **SAME_PLACE}])
    before = e.organisations
    assert list(eco.find_matches(e).table["decision"]) == ["same"]
    pd.testing.assert_frame_equal(e.organisations, before)
    assert len(before) == len(OTHERS) + 2


def test_names_that_share_nothing_need_a_table_of_other_names():
    first, second = {"name": "Refuge Point", **SAME_PLACE}, {"name": "Oak House", **SAME_PLACE}
    before = decide(first, second)
    assert before is None or before["decision"] == "different"
    aliases = pd.DataFrame({"name": ["Oak House"], "other_name": ["Refuge Point"]})
    after = decide(first, second, aliases=aliases)
    assert after["decision"] == "same"
    assert "the same other name" in after["reasons_for"]


def test_other_names_of_the_data_count():
    first = {"name": "Refuge Point", "other_names": "Oak House|Elm House", **SAME_PLACE}
    assert decide(first, {"name": "Elm House", **SAME_PLACE})["decision"] == "same"


def test_several_sources_are_compared_with_each_other():
    first = make([{"name": "Meadow Project", **SAME_PLACE}])
    second = make([{"name": "Meadow Project", **SAME_PLACE}], fill=())
    result = eco.find_matches(first, sources={"council": second})
    pair = result.table.loc[1]
    assert (pair["source_a"], pair["source_b"]) == ("this data", "council")
    assert pair["decision"] == "same"
    entities = result.entities.set_index(["source", "record_id"])["entity"]
    assert entities["this data", "r0"] == entities["council", "r0"]
    assert entities.nunique() == len(entities) - 1


def test_nobody_twice_is_said():
    assert eco.find_matches(make([])).headline == (
        "Of 10 organisations none seems to be entered twice."
    )
    nobody = eco.find_matches(
        eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": [], "name": []}))
    )
    assert nobody.headline == "There are no organisations to compare."
    assert nobody.table.empty


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"same_from": 0.4}, "Give 0 < ask_from <= same_from <= 1"),
        ({"ask_from": 0}, "Give 0 < ask_from <= same_from <= 1"),
        ({"aliases": pd.DataFrame({"name": ["a"]})}, "other_name"),
        ({"aliases": [("a", "b")]}, "Give a DataFrame with the columns 'name' and 'other_name'"),
        ({"sources": [make([])]}, "sources is a list. Give a dict"),
        ({"sources": {"b": pd.DataFrame()}}, "'b' is a DataFrame. Give an Ecosystem"),
        ({"sources": {"this data": make([])}}, "Choose another name"),
        ({"seed": -1}, "Give a whole number, 0 or more"),
    ],
)
def test_wrong_options_say_what_to_do(options, words):
    with pytest.raises((ValueError, TypeError), match=words):
        eco.find_matches(make([]), **options)


NAMES = st.sampled_from(["Oak House", "Oak House Ltd", "OH", "Elm Trust", "Elm Trust East", "Ümit"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "charity_number": st.sampled_from([None, "1112233", "1112234", "209999"]),
            "website": st.sampled_from([None, "oak.example", "https://www.oak.example/"]),
            "postcode": st.sampled_from([None, "B1 1AA", "B1 1AB"]),
        }
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_any_data_get_an_answer_in_words(rows):
    result = eco.find_matches(make(rows, fill=OTHERS[:3]))
    table = result.table
    assert result.headline
    assert all(result.explain(one) == result.explain(str(one)) for one in table.index)
    assert table["probability"].between(0, 1).all()
    assert (table.loc[table["decision"] == "same", "probability"] >= 0.95).all()
    assert (
        not table.loc[table["decision"] == "same", "reasons_against"]
        .str.contains("the names")
        .any()
    )
    result.to_dict()
    assert len(result.entities) == len(rows) + 3


@settings(deadline=None, max_examples=15)
@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, random):
    e = make(rows, fill=OTHERS[:3])
    mixed = e.organisations.sample(frac=1, random_state=random.randrange(1000))
    before, after = eco.find_matches(e), eco.find_matches(e.replace(organisations=mixed))
    pd.testing.assert_frame_equal(before.table, after.table)
    pd.testing.assert_frame_equal(before.entities, after.entities)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("The Café Trust & Friends, Ltd.", "cafe trust and friends"),
        ("St. Paul's", "saint pauls"),
        ("The Ltd", "the ltd"),
        ("Ünïted-Voices C.I.C.", "united voices"),
    ],
)
def test_names_lose_what_does_not_tell_them_apart(name, clean):
    assert clean_name(name) == clean


def test_a_short_form_in_brackets_is_a_name_a_place_is_not():
    assert list_names("Harbour Rights (HRC)") == ["harbour rights", "hrc"]
    assert list_names("Age Concern (Leeds)") == ["age concern leeds"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (" 0209603-1 ", "209603"),
        ("sc 012345", "SC012345"),
        ("GB-CHC-1112233", "1112233"),
        ("Reg. charity no. 1112233", "1112233"),
        ("01112233", "1112233"),
        ("NIC100123", "100123"),
        ("NI100123", "100123"),
        ("GB-CHC-applied", ""),
        ("123", ""),
    ],
)
def test_charity_numbers_are_cleaned_as_the_registers_write_them(written, number):
    assert clean_charity_number(written) == number


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://www.Oak.example/about?x=1", "oak.example"),
        ("http:oak.example", "oak.example"),
        ("someone@oak.example", "oak.example"),
        ("https://m.facebook.com/Oak/?ref=page", "facebook.com/oak"),
        ("facebook.com/profile.php?id=17&ref=page", "facebook.com/profile.php/id=17"),
        ("notfacebook.com/a", "notfacebook.com"),
        ("http://", ""),
        ("none yet", ""),
        ("facebook.com", ""),
    ],
)
def test_websites_are_cleaned_to_what_one_body_has(written, address):
    assert clean_website(written) == address


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
    weight = {run: np.log(len(texts) / count) + 1 for run, count in held.items()}
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


def test_how_rare_a_value_is_by_hand():
    """p is held by three witnesses: rows 0 and 1 (one witness), row 2 and row 3; q by row 4.

    Of the pair 0, 1 two others hold it, of 0, 2 and 2, 3 one; of five known values.
    """
    field = ComparedField(name="x", kind="code", values=["p", "p", "p", "p", "q", ""], unseen=0.5)
    rarity = Comparer(field, np.array([0, 0, 1, 2, 3, 4])).rarity
    shares = rarity.measure(np.array([0, 0, 2, 4]), np.array([1, 2, 3, 4]))
    assert shares == pytest.approx([2.5 / 5, 1.5 / 5, 1.5 / 5, 0.5 / 5])


def test_how_rare_a_name_is_by_hand():
    """Three of four records are called oak, one of them also elm, as the fourth: of any pair one
    other holds a name of theirs, and 0.02 more are assumed.
    """
    rarity = NameComparer([["oak"], ["oak"], ["oak", "elm"], ["elm"]]).rarity
    shares = rarity.measure(np.array([0, 2, 3]), np.array([1, 3, 2]))
    assert shares == pytest.approx([1.02 / 4] * 3)


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


def test_initials_find_their_names():
    names = NameComparer([["ach"], ["ashley community housing"], ["oak of house"], ["a"]])
    assert names.find_initials().tolist() == [1]
