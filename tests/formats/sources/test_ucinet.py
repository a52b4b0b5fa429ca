"""UCINET DL files, in each of their forms."""

import pytest
from network_files import list_ties, save

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


def test_dl_data_that_do_not_fit_are_said(tmp_path):
    with pytest.raises(eco.DataError, match="do not fit 3 nodes"):
        eco.read(save(tmp_path, "map.dl", "dl n=3\ndata:\n0 1\n1 0\n"))
