"""UCINET DL files, in each of their forms."""

import pytest
from network_files import join_messages, list_ties, save

import ecosystem as eco

_LABELS = 'labels:\n"Bristol Refugee Rights","Red Cross",ACH\n'


@pytest.mark.parametrize(
    "text",
    [
        f"dl n=3 format=edgelist1\n{_LABELS}data:\n1 2 1\n2 3 4\n",
        f"DL N=3 FORMAT=FULLMATRIX\n{_LABELS}DATA:\n0 1 0\n0 0 4\n0 0 0\n",
        """dl n=3 format=edgelist1
labels embedded
data:
"Bristol Refugee Rights" "Red Cross" 1
"Red Cross" ACH 4
""",
        f"dl n=3\nformat = nodelist1\n{_LABELS}data:\n1 2\n2 3\n",
        """dl n=3
labels embedded
data:
"Bristol Refugee Rights" "Red Cross" ACH
"Bristol Refugee Rights" 0 1 0
"Red Cross" 0 0 4
ACH 0 0 0
""",
    ],
)
def test_dl_in_each_form_keeps_labels_in_quotation_marks_whole(tmp_path, text):
    e = eco.read(save(tmp_path, "map.dl", text))
    assert set(e.organisations["name"]) == {"Bristol Refugee Rights", "Red Cross", "ACH"}
    assert list_ties(e) == [
        ("Bristol Refugee Rights", "Red Cross", "tied", "one way"),
        ("Red Cross", "ACH", "tied", "one way"),
    ]


def test_several_dl_matrices_are_kinds_of_tie(tmp_path):
    text = "dl n=2 nm=2\nlabels:\nA,B\nmatrix labels:\nfunds,trusts\ndata:\n0 1\n0 0\n0 0\n1 0\n"
    e = eco.read(save(tmp_path, "map.txt", text))
    assert list_ties(e) == [("A", "B", "funds", "one way"), ("B", "A", "trusts", "one way")]


@pytest.mark.parametrize(
    "data",
    [
        "dl n=3 nm=2 format=edgelist1\n{}data:\n1 2\n!\n2 3\n",
        "dl n=3 nm=2 format=nodelist1\n{}data:\n1 2\n!\n2 3\n",
        "dl n=3 nm=2 format=nodelist1b\n{}data:\n1 2\n0\n0\n!\n0\n1 3\n0\n",
        "dl n=3 nm=2 diagonal=absent\n{}data:\n1 0\n0 0\n0 0\n0 0\n0 1\n0 0\n",
    ],
)
def test_several_matrices_in_each_form_are_kinds_of_tie(tmp_path, data):
    """A line of "!" ends a matrix in a list; nodelist1b begins each row with how many follow."""
    labels = "labels:\nA,B,C\nmatrix labels:\nfunds,trusts\n"
    e = eco.read(save(tmp_path, "map.dl", data.format(labels)))
    assert list_ties(e) == [("A", "B", "funds", "one way"), ("B", "C", "trusts", "one way")]


@pytest.mark.parametrize(
    ("form", "data"), [("lowerhalf", "5\n0 0\n0 0 2\n"), ("upperhalf", "5 0 0\n0 0\n2\n")]
)
def test_half_a_matrix_without_its_diagonal(tmp_path, form, data):
    text = f"dl n=4 format={form} diagonal absent\nlabels:\nA,B,C,D\ndata:\n{data}"
    e = eco.read(save(tmp_path, "map.dl", text))
    pairs = [set(tie[:2]) for tie in list_ties(e)]
    assert pairs == [{"A", "B"}, {"C", "D"}]
    assert set(e.relationships["direction"]) == {"both ways"}
    assert e.relationships["weight"].tolist() == ["5", "2"]


def test_dl_data_that_do_not_fit_are_said(tmp_path):
    with pytest.raises(eco.DataError, match="do not fit 3 nodes"):
        eco.read(save(tmp_path, "map.dl", "dl n=3\ndata:\n0 1\n1 0\n"))


def list_seats(e):
    names = dict(zip(e.groups["group_id"], e.groups["name"], strict=True))
    return sorted(
        (body, names[group])
        for body, group in zip(
            e.memberships["organisation_id"], e.memberships["group_id"], strict=True
        )
    )


def test_dl_nodes_without_a_tie_are_organisations(tmp_path):
    """Four are declared, two lines tie three of them: the fourth is not linked yet."""
    e = eco.read(save(tmp_path, "map.dl", "dl n=4 format=edgelist1\ndata:\n1 2\n2 3\n"))
    assert e.organisations["name"].tolist() == ["1", "2", "3", "4"]
    assert len(e.relationships) == 2


def test_dl_nodes_that_no_line_names_are_counted(tmp_path):
    """With labels in the data only those are named who have a tie: two of three."""
    text = "dl n=3 format=edgelist1\nlabels embedded\ndata:\nAsh Birch 1\n"
    e = eco.read(save(tmp_path, "map.dl", text))
    assert e.organisations["name"].tolist() == ["Ash", "Birch"]
    assert "1 node without a tie and without a name left out." in join_messages(e)


@pytest.mark.parametrize(
    "text",
    [
        (
            "dl nr=3 nc=2 format=fullmatrix\nrow labels:\nAsh,Birch,Cedar\n"
            "column labels:\nForum,Board\ndata:\n1 0\n1 1\n0 0\n"
        ),
        (
            "dl nr=3, nc=2\nrow labels embedded\ncolumn labels embedded\ndata:\n"
            "Forum Board\nAsh 1 0\nBirch 1 1\nCedar 0 0\n"
        ),
        (
            "dl nr=3 nc=2 format=edgelist2\nrow labels:\nAsh,Birch,Cedar\n"
            "column labels:\nForum,Board\ndata:\n1 1\n2 1\n2 2\n"
        ),
        (
            "dl nr=3 nc=2 format=nodelist2\nrow labels:\nAsh,Birch,Cedar\n"
            "column labels:\nForum,Board\ndata:\n1 1\n2 1 2\n"
        ),
    ],
)
def test_dl_of_two_sorts_is_who_sits_in_which_group(tmp_path, text):
    """Ash sits in the forum, Birch in both, and Cedar in none, but is there."""
    e = eco.read(save(tmp_path, "two.dl", text))
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar"]
    assert e.groups["name"].tolist() == ["Forum", "Board"]
    assert list_seats(e) == [("Ash", "Forum"), ("Birch", "Board"), ("Birch", "Forum")]
    assert len(e.relationships) == 0
    assert "a network of two sorts" in join_messages(e)


def test_dl_of_two_sorts_that_does_not_fit_is_said(tmp_path):
    with pytest.raises(eco.DataError, match="do not fit 2 rows and 3 columns"):
        eco.read(save(tmp_path, "two.dl", "dl nr=2 nc=3\ndata:\n1 0 1\n"))
