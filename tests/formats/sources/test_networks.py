"""Networks as other programs keep them: GraphML, GEXF, Pajek, DL, Kumu, lists, matrices."""

import json

import openpyxl
import pytest

import ecosystem as eco


def save(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def ties(e):
    frame = e.relationships
    return [
        tuple(row)
        for row in frame[["from_id", "to_id", "kind", "direction"]].astype(object).to_numpy()
    ]


def messages(e):
    return " / ".join(e.problems["message"])


# GraphML

_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <graph edgedefault="directed">
    <key id="nid" for="node" attr.name="label" attr.type="string"/>
    <key id="town" for="node" attr.name="town" attr.type="string"><default>Bristol</default></key>
    <node id="a"><data key="nid">ACH</data></node>
    <node id="b"><data key="nid">Borderlands &amp; friends</data><data key="town">Bath</data></node>
    <key id="w" for="edge" attr.name="weight" attr.type="double"/>
    <key id="k" for="edge" attr.name="relationship" attr.type="string"/>
    <edge source="a" target="b"><data key="w">2.5</data><data key="k">funds</data></edge>
    <edge source="a" target="b"><data key="k">funds</data></edge>
    <edge source="b" target="b" directed="false"/>
    <edge source="b" target="elsewhere"/>
  </graph>
</graphml>"""


def test_graphml_with_keys_inside_the_graph_keeps_every_name(tmp_path):
    e = eco.read(save(tmp_path, "map.graphml", _GRAPHML))
    assert e.organisations["name"].tolist() == ["ACH", "Borderlands & friends", "elsewhere"]
    assert e.organisations["town"].tolist()[:2] == ["Bristol", "Bath"]
    assert ties(e) == [
        ("a", "b", "funds", "one way"),
        ("b", "b", "tied", "both ways"),
        ("b", "elsewhere", "tied", "one way"),
    ]
    assert e.relationships["weight"].tolist()[0] == "2.5"
    assert "1 tie repeated" in messages(e)
    assert "1 node named only by an edge" in messages(e)
    assert "tied to itself" in messages(e)


def test_graphml_is_known_by_what_it_holds_not_by_its_name(tmp_path):
    assert len(eco.read(save(tmp_path, "map.gml", _GRAPHML)).organisations) == 3
    assert len(eco.read(save(tmp_path, "map.xml", _GRAPHML)).organisations) == 3


def test_graphml_with_entities_is_refused(tmp_path):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><graphml>&a;</graphml>'
    with pytest.raises(eco.DataError, match="defines entities"):
        eco.read(save(tmp_path, "map.graphml", bomb))


def test_graphml_that_is_cut_off_is_said(tmp_path):
    with pytest.raises(eco.DataError, match="not XML that can be read"):
        eco.read(save(tmp_path, "map.graphml", _GRAPHML[:400]))


def test_attributes_that_do_not_fit_our_columns_are_kept_apart(tmp_path):
    text = _GRAPHML.replace('attr.name="town"', 'attr.name="sector"')
    e = eco.read(save(tmp_path, "map.graphml", text))
    assert e.organisations["sector"].isna().all()
    assert e.organisations["sector (as given)"].tolist()[:2] == ["Bristol", "Bath"]
    assert "do not fit sector" in messages(e)


def test_an_attribute_without_a_name_is_kept(tmp_path):
    text = _GRAPHML.replace('attr.name="relationship"', 'attr.name=""').replace('"k"', '""')
    e = eco.read(save(tmp_path, "map.graphml", text))
    assert e.relationships["no name"].tolist()[0] == "funds"


# GEXF

_GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph defaultedgetype="undirected">
    <attributes class="node"><attribute id="0" title="languages" type="liststring"/></attributes>
    <attributes class="edge"><attribute id="0" title="kind" type="string"/></attributes>
    <nodes>
      <node id="1" label="ACH"><attvalues><attvalue for="0" value="ar|fa"/></attvalues></node>
      <node id="2" label="Borderlands"/>
    </nodes>
    <edges>
      <edge source="1" target="2" weight="3">
        <attvalues><attvalue for="0" value="trusts"/></attvalues>
      </edge>
    </edges>
  </graph>
</gexf>"""


@pytest.mark.parametrize("version", ["1.3", "1.2draft"])
def test_gexf_keeps_the_attributes_of_edges(tmp_path, version):
    e = eco.read(save(tmp_path, "map.gexf", _GEXF.replace("1.3", version)))
    assert e.organisations["name"].tolist() == ["ACH", "Borderlands"]
    assert e.organisations["languages"].tolist()[0] == "ar|fa"
    assert ties(e) == [("1", "2", "trusts", "both ways")]
    assert e.relationships["weight"].tolist() == ["3"]


# Pajek

_PAJEK = """% made by hand
*Network forum
*Vertices 3
1 "Bristol \\"Refugee\\" Rights" 0.1 0.2 0.5
2 "Red Cross"
3 ACH
*Arcs :1 "funds"
1 2 3.5
*Edges :2 "meets"
2 3
*Arcslist
3 1 2
*Partition sector
*Vertices 3
1
1
2
"""


def test_pajek_sections_make_ties_and_never_organisations(tmp_path):
    e = eco.read(save(tmp_path, "map.net", _PAJEK.partition("*Partition")[0]))
    assert e.organisations["name"].tolist() == ['Bristol "Refugee" Rights', "Red Cross", "ACH"]
    assert ties(e) == [
        ("1", "2", "funds", "one way"),
        ("2", "3", "meets", "both ways"),
        ("3", "1", "tied", "one way"),
        ("3", "2", "tied", "one way"),
    ]


def test_a_partition_in_a_pajek_project_is_left_out_and_said(tmp_path):
    e = eco.read(save(tmp_path, "map.paj", _PAJEK))
    assert e.organisations["name"].tolist() == ['Bristol "Refugee" Rights', "Red Cross", "ACH"]
    assert len(e.relationships) == 4
    assert "*partition was left out" in messages(e)


def test_a_pajek_matrix_is_read(tmp_path):
    e = eco.read(save(tmp_path, "m.net", "*Vertices 2\n1 A\n2 B\n*Matrix\n0 2\n0 0\n"))
    assert ties(e) == [("1", "2", "tied", "one way")]


def test_a_line_of_pajek_that_is_no_tie_is_named(tmp_path):
    with pytest.raises(eco.DataError, match=r"row 4: line 4 is no tie"):
        eco.read(save(tmp_path, "m.net", "*Vertices 2\n1 A\n*Arcs\nhello world\n"))


# UCINET DL

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
    assert ties(e) == [
        ("Bristol Refugee Rights", "Red Cross", "tied", "one way"),
        ("Red Cross", "ACH", "tied", "one way"),
    ]


def test_several_dl_matrices_are_kinds_of_tie(tmp_path):
    text = "dl n=2 nm=2\nlabels:\nA,B\nmatrix labels:\nfunds,trusts\ndata:\n0 1\n0 0\n0 0\n1 0\n"
    e = eco.read(save(tmp_path, "map.txt", text))
    assert ties(e) == [("A", "B", "funds", "one way"), ("B", "A", "trusts", "one way")]


def test_dl_data_that_do_not_fit_are_said(tmp_path):
    with pytest.raises(eco.DataError, match="do not fit 3 nodes"):
        eco.read(save(tmp_path, "map.dl", "dl n=3\ndata:\n0 1\n1 0\n"))


# Lists and matrices


def test_a_list_of_ties_without_headings_is_read_when_it_is_said_to_be_one(tmp_path):
    path = save(tmp_path, "list.csv", "ACH,Borderlands\nBorderlands,Uni\n")
    e = eco.read(path, format="ties")
    assert [tie[:3] for tie in ties(e)] == [
        ("ach", "borderlands", "tied"),
        ("borderlands", "uni", "tied"),
    ]


def test_a_symmetric_matrix_has_each_tie_once(tmp_path):
    text = ",ACH,Borderlands,Uni\nACH,0,2,\nBorderlands,2,0,1\nUni,,1,0\n"
    e = eco.read(save(tmp_path, "who-works-with-whom.csv", text))
    assert e.organisations["name"].tolist() == ["ACH", "Borderlands", "Uni"]
    assert ties(e) == [
        ("ach", "borderlands", "tied", "both ways"),
        ("borderlands", "uni", "tied", "both ways"),
    ]
    assert e.relationships["weight"].tolist() == ["2", "1"]


def test_a_matrix_that_is_not_symmetric_goes_from_row_to_column(tmp_path):
    text = "name,ACH,Uni\nACH,,x\nUni,,\n"
    assert ties(eco.read(save(tmp_path, "m.csv", text))) == [("ach", "uni", "tied", "one way")]


# Kumu


def kumu_book(path, elements, connections):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Elements"
    for row in elements:
        book["Elements"].append(row)
    sheet = book.create_sheet("Connections")
    for row in connections:
        sheet.append(row)
    book.create_sheet("notes (ignore)").append(["Label"])
    book.save(path)
    return path


def test_a_kumu_workbook_is_read(tmp_path):
    """Labels name the ends; | makes several ties; an end not listed is added, as Kumu does."""
    path = kumu_book(
        tmp_path / "map.xlsx",
        [
            ["Label", "Type", "Tags", "Budget"],
            ["ACH", "Charity", "a|b", "9876498"],
            ["Borderlands  ", "Charity", None, "0%"],
            ["ACH", "Charity", None, None],
            ["Advice", "Service", None, None],
            ["Advice", "Idea", None, None],
        ],
        [
            ["From", "To", "Type", "Direction", "Strength"],
            ["ACH", "Borderlands | Council", "funds", "mutual", 3],
            ["ACH", "Borderlands", "funds", "mutual", 3],
            ["Council", "ACH", None, "directed", 9],
        ],
    )
    e = eco.read(path)
    assert e.organisations["organisation_id"].tolist() == [
        "ach",
        "advice-idea",
        "advice-service",
        "borderlands",
        "council",
    ]
    assert ties(e) == [
        ("ach", "borderlands", "funds", "both ways"),
        ("ach", "council", "funds", "both ways"),
        ("council", "ach", "tied", "one way"),
    ]
    assert e.organisations["Budget"].tolist()[0] == "9876498"
    for said in ("read once", "named only by a connection", "(ignore)", "1 tie repeated"):
        assert said in messages(e)


def test_kumu_json_is_read_in_both_forms(tmp_path):
    blueprint = {
        "elements": [{"label": "ACH", "type": "charity"}, {"label": "Bor"}],
        "connections": [{"from": "ACH", "to": "Bor", "type": "trusts", "direction": "mutual"}],
    }
    backup = {
        "elements": [
            {"_id": "e1", "attributes": {"label": "ACH", "element type": "charity"}},
            {"_id": "e2", "attributes": {"label": "Bor"}},
        ],
        "connections": [
            {
                "_id": "c1",
                "from": "e1",
                "to": "e2",
                "direction": "mutual",
                "attributes": {"connection type": "trusts", "tags": ["a", "b"]},
            }
        ],
        "loops": [{"_id": "l"}],
    }
    one = eco.read(save(tmp_path, "one.json", json.dumps(blueprint)))
    two = eco.read(save(tmp_path, "two.json", json.dumps(backup)))
    assert ties(one) == [("ach", "bor", "trusts", "both ways")]
    assert ties(two) == [("e1", "e2", "trusts", "both ways")]
    assert two.organisations["name"].tolist() == ["ACH", "Bor"]
    assert two.relationships["tags"].tolist() == ["a|b"]
    assert "1 loop of Kumu not read" in messages(two)


# What is none of these


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.json", "{", "not JSON"),
        ("x.json", "[" * 100_000, "not JSON"),
        ("x.json", '{"a": 1}', "neither Open Referral"),
        ("x.json", '{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("x.pdf", "%PDF", "no format that can be read"),
        ("x.dl", "hello", "no UCINET DL"),
        ("x.net", "hello", "no vertices"),
        ("x.gexf", "<html/>", "neither GraphML nor GEXF"),
    ],
)
def test_what_is_no_format_is_one_sentence(tmp_path, name, text, said):
    with pytest.raises(eco.DataError, match=said):
        eco.read(save(tmp_path, name, text))


def test_a_wrong_format_is_answered_with_the_choices(tmp_path):
    with pytest.raises(ValueError, match="Did you mean 'kumu'"):
        eco.read(save(tmp_path, "x.csv", "a,b\n"), format="kumo")
