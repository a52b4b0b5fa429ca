"""Small faulty files, each of a kind that people keep, and the one right answer to each.

Every test writes its files as somebody would save them and asks as somebody would ask: what is
tested is the way from the file to the sentence, through every part of the library.
"""

import json

import pandas as pd
import pytest
from sheets_by_hand import write_texts
from written_tables import write_book

import ecosystem as eco

ADVICE = "legal advice"
GRANTS = (
    "Identifier,Title,Currency,Amount Awarded,Award Date,Planned Dates:Duration (months),"
    "Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name\n"
)


def write_text(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def write_advice(tmp_path, services, needs, organisations="name\nAsh House\nBirch Centre\n"):
    """Write a folder of services of legal advice, and of the need for it as (area, people)."""
    demand = "".join(f"{area},{ADVICE},{people}\n" for area, people in needs)
    return write_texts(
        tmp_path / "d",
        organisations=organisations,
        services=services,
        demand=f"area_code,service_type,people\n{demand}",
    )


def by_name(frame, column):
    return dict(zip(frame["name"], frame[column], strict=True))


def say_all(e):
    return " ".join(e.problems["message"] + " " + e.problems["suggestion"])


# --- who reaches whom ---------------------------------------------------------------------------


def read_helpline(tmp_path):
    services = (
        "name,service_type,organisation,capacity,access,areas_reached\n"
        f"Harbour helpline,{ADVICE},Ash House,5000,remote only,UK wide\n"
    )
    return eco.read(write_advice(tmp_path, services, [("Leeds", 100), ("Birmingham", 80)]))


@pytest.mark.parametrize("options", [{}, {"within_km": 30}])
def test_who_reaches_the_whole_country_leaves_no_town_without(tmp_path, options):
    """A helpline of 5,000 places for 180 people: nobody is without."""
    gaps = eco.find_gaps(read_helpline(tmp_path), ADVICE, **options).table
    status = by_name(gaps, "status")
    assert (status["Leeds"], status["Birmingham"]) == ("covered", "covered")
    assert not gaps["is_gap"].any()


def test_nobody_needs_a_new_place_where_one_reaches_the_whole_country(tmp_path):
    e = read_helpline(tmp_path)
    assert len(eco.find_placements(e, ADVICE, count=1).table) == 0
    assert "gap" not in set(eco.find_duplication(e).cells["status"])
    assert by_name(eco.find_closures(e).table, "people_served")["Ash House"] == pytest.approx(180)


def test_services_that_say_nothing_of_where_they_work_leave_no_area_a_gap(tmp_path):
    services = (
        "name,service_type,organisation,capacity\n"
        f"Ash advice,{ADVICE},Ash House,500\nBirch advice,{ADVICE},Birch Centre,500\n"
    )
    e = eco.read(write_advice(tmp_path, services, [("Leeds", 100), ("Bradford", 80)]))
    gaps = eco.find_gaps(e, ADVICE)
    assert gaps.table["status"].tolist() == ["not known"] * 2
    assert "2 of 2 services do not say where they work" in " ".join(gaps.notes)
    assert eco.find_closures(e).table["people_served"].isna().all()


# --- what has closed or ended -------------------------------------------------------------------


def read_closed(tmp_path, organisation="Birch Centre"):
    services = (
        "name,service_type,organisation,areas_reached,capacity\n"
        f"Ash advice,{ADVICE},Ash House,Leeds,10\n"
        f"Shut advice,{ADVICE},{organisation},Leeds,50\n"
        f"Shut outreach,{ADVICE},{organisation},Bradford,50\n"
    )
    needs = [("Leeds", 100), ("Bradford", 100)]
    organisations = "name,status\nAsh House,\nBirch Centre,closed\n"
    return eco.read(write_advice(tmp_path, services, needs, organisations))


def test_services_of_a_closed_organisation_help_nobody(tmp_path):
    """Of 100 people in Leeds the 10 places of Ash House are left, of 100 in Bradford none."""
    e = read_closed(tmp_path)
    gaps = eco.find_gaps(e, ADVICE).table
    assert by_name(gaps, "status") == {"Bradford": "gap", "Leeds": "gap"}
    assert by_name(gaps, "provision") == {"Bradford": 0, "Leeds": 10}
    leaflet = eco.write_directory(e).html
    assert "Ash advice" in leaflet
    assert "Shut" not in leaflet
    assert by_name(eco.find_closures(e).table, "people_served") == {
        "Ash House": 10,
        "Birch Centre": 0,
    }
    status = by_name(eco.find_duplication(e).table, "status")
    assert (status["Shut advice"], status["Shut outreach"]) == ("not running", "not running")
    assert say_all(e).count("nobody who runs it is running: Birch Centre") == 2


def test_a_service_that_another_runs_too_goes_on(tmp_path):
    gaps = eco.find_gaps(read_closed(tmp_path, "Birch Centre | Ash House"), ADVICE).table
    assert by_name(gaps, "provision") == {"Bradford": 50, "Leeds": 60}


def test_only_ties_of_the_day_count(tmp_path):
    """Ash-Birch ended in 2012, Cedar-Dogwood begins in 2030: on 1 June 2024 there is one tie."""
    ties = (
        "from_id,to_id,kind,direction,start,end\n"
        "Ash,Birch,shares information,both ways,2010-01-01,2012-12-31\n"
        "Birch,Cedar,shares information,both ways,2023-01-01,\n"
        "Cedar,Dogwood,shares information,both ways,2030-01-01,\n"
    )
    folder = write_texts(
        tmp_path / "d",
        organisations="name\nAsh\nBirch\nCedar\nDogwood\n",
        relationships=ties,
        about="title,snapshot_date\nTies of one day,2024-06-01\n",
    )
    e = eco.read(folder)
    core = eco.find_core(e).table
    assert by_name(core, "ties_total") == {"Ash": 0, "Birch": 1, "Cedar": 1, "Dogwood": 0}
    assert by_name(core, "role")["Ash"] == by_name(core, "role")["Dogwood"] == "not connected"
    assert eco.to_networkx(e).number_of_edges() == eco.to_igraph(e).ecount() == 2
    assert eco.to_sparse(e).nnz == 2


def test_a_service_that_ended_years_ago_is_no_help_without_a_day_of_the_data(tmp_path):
    """Of 100 people 10 are seen; the 90 places of before 2016 see nobody."""
    services = (
        "name,service_type,organisation,areas_reached,capacity,start,end\n"
        f"Ash advice,{ADVICE},Ash House,Leeds,10,,\n"
        f"Old advice,{ADVICE},Ash House,Leeds,90,2010-04-01,2015-12-31\n"
    )
    e = eco.read(write_advice(tmp_path, services, [("Leeds", 100)]))
    gaps = eco.find_gaps(e, ADVICE).table
    assert (by_name(gaps, "status"), by_name(gaps, "deficit")) == ({"Leeds": "gap"}, {"Leeds": 90})
    assert "what runs is judged by the day of reading" in say_all(e)
    leaflet = eco.write_directory(e).html
    assert "Old advice" not in leaflet


def test_a_sheet_of_headings_that_nobody_has_filled_in_is_no_fault(tmp_path):
    services = "name,service_type,organisation,areas_reached\n"
    gaps = eco.find_gaps(eco.read(write_advice(tmp_path, services, [("Leeds", 100)])), ADVICE)
    assert by_name(gaps.table, "status") == {"Leeds": "gap"}


# --- numbers and names --------------------------------------------------------------------------


def test_a_point_is_for_thousands_where_semicolons_split_the_cells(tmp_path):
    """2.350 people and 1.200 places are 2,350 and 1,200: 1,150 are left without."""
    folder = write_texts(
        tmp_path / "d",
        organisations="name\nAsh House\n",
        services="name;service_type;organisation;areas_reached;capacity\n"
        f"Ash advice;{ADVICE};Ash House;Leeds;1.200\n",
        demand=f"area_code;service_type;people\nLeeds;{ADVICE};2.350\nBradford;{ADVICE};850\n",
    )
    e = eco.read(folder)
    assert by_name(eco.find_gaps(e, ADVICE).table, "deficit") == {"Leeds": 1150, "Bradford": 850}
    warned = e.problems[e.problems["severity"] == "warning"]
    assert warned["value"].tolist() == ["1.200", "2.350"]
    assert warned["row"].tolist() == [2, 2]
    assert "'2.350' was read as 2350" in say_all(e)


def test_amounts_of_money_have_points_and_a_comma_and_degrees_have_neither(tmp_path):
    folder = write_texts(
        tmp_path / "d",
        organisations="name;latitude;longitude\nFund;52.481;-1.901\nAsh;;\n",
        relationships="from_id;to_id;kind;amount\nFund;Ash;funds;1.200.000,50\n",
    )
    e = eco.read(folder)
    assert e.relationships["amount"].tolist() == [1_200_000.5]
    assert e.organisations["latitude"].dropna().tolist() == [52.481]


def test_a_point_in_a_file_split_by_commas_is_only_asked_about(tmp_path):
    services = f"name,service_type,organisation\nAsh advice,{ADVICE},Ash House\n"
    e = eco.read(write_advice(tmp_path, services, [("Leeds", "2.350")]))
    assert e.demand["people"].tolist() == [2.35]
    assert "If thousands are meant, write 2350." in say_all(e)


@pytest.mark.parametrize("name", ["Referrals 2024", "Referrals 2023-24", "2024 referrals"])
def test_a_sheet_is_what_its_name_says_in_whatever_year(tmp_path, name):
    """30 and 12 people were sent, 20 and 1 taken on: 21 of 42."""
    rows = [
        ["From", "To", "Sent", "Accepted", "Period"],
        ["Ash House", "Birch Centre", 30, 20, 2024],
        ["Ash House", "Cedar Church", 12, 1, 2024],
    ]
    names = [["Name"], ["Ash House"], ["Birch Centre"], ["Cedar Church"]]
    e = eco.read(write_book(tmp_path / "b.xlsx", **{"Organisations": names, name: rows}))
    assert len(e.relationships) == 0
    assert e.referrals["sent"].tolist() == [30, 12]
    assert eco.find_pathways(e).headline == "42 people were sent on; 50% were taken on."


def test_latitude_and_longitude_that_changed_places_are_warned_of(tmp_path):
    folder = write_texts(
        tmp_path / "d",
        organisations="name,area_code,latitude,longitude\nAsh House,Birmingham,-1.9,52.48\n"
        "Birch Centre,Coventry,52.41,-1.51\nFar,,-1.5,36.8\n",
        services=f"name,service_type,organisation\nAsh advice,{ADVICE},Ash House\n",
        sites="service_id,latitude,longitude\nAsh advice,-1.9,52.48\n",
    )
    problems = eco.read(folder).problems
    swapped = problems[problems["message"].str.contains("as if they had changed places")]
    assert swapped["severity"].tolist() == ["warning"] * 2
    assert list(zip(swapped["file"], swapped["row"], strict=True)) == [
        ("organisations.csv", 2),
        ("sites.csv", 2),
    ]


def list_pairs(e):
    names = e.organisations.set_index("organisation_id")["name"]
    pairs = zip(e.relationships["from_id"], e.relationships["to_id"], strict=True)
    return [(names[one], names[other]) for one, other in pairs]


def test_several_names_in_a_cell_are_a_tie_with_each(tmp_path):
    text = "From,To\nAsh,Birch;Cedar; Birch\nBirch,Cedar|Dogwood\nElm,Ash\n"
    e = eco.read(write_text(tmp_path, "ties.csv", text))
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar", "Dogwood", "Elm"]
    assert list_pairs(e) == [
        ("Ash", "Birch"),
        ("Ash", "Cedar"),
        ("Birch", "Cedar"),
        ("Birch", "Dogwood"),
        ("Elm", "Ash"),
    ]
    assert "2 rows with several organisations in one cell" in say_all(e)


def test_a_name_that_is_listed_is_one_whatever_signs_it_has(tmp_path):
    folder = write_texts(
        tmp_path / "d",
        organisations='name\n"Ash; the Trust"\nBirch\n',
        relationships='from_id,to_id,kind\nBirch,"Ash; the Trust",works with\n',
    )
    assert list_pairs(eco.read(folder)) == [("Birch", "Ash; the Trust")]


def test_names_of_web_pages_and_of_rows_without_a_tie_are_read_as_others(tmp_path):
    text = "From,To,How often\nAsh,Elm &amp; Oak,weekly\nAsh,Birch;Cedar,never\n"
    e = eco.read(write_text(tmp_path, "ties.csv", text))
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar", "Elm &amp; Oak"]
    assert list_pairs(e) == [("Ash", "Elm &amp; Oak")]


def test_people_sent_to_several_in_one_cell_are_not_counted_twice(tmp_path):
    folder = write_texts(
        tmp_path / "d",
        referrals='from_id,to_id,sent\nAsh,"Birch;Cedar",30\nAsh,"Dogwood;Elm",\n',
    )
    e = eco.read(folder)
    # Thirty to the two of them together: how many to each is not known.
    assert e.referrals["to_id"].tolist() == ["birch", "cedar", "dogwood", "elm"]
    assert e.referrals["sent"].isna().all()
    warned = e.problems[e.problems["severity"] == "warning"]
    assert warned["row"].tolist() == [2]
    assert "several organisations in one cell" in warned["message"].iloc[0]


def test_nodes_and_edges_of_gephi_have_their_names_and_directions(tmp_path):
    folder = write_texts(
        tmp_path / "d",
        nodes="Id,Label,timeset,modularity_class\n1,Ash House,,0\n2,Birch Centre,,0\n3,Elm,,1\n",
        edges="Source,Target,Type,Id,Label,timeset,Weight\n"
        "1,2,Undirected,0,,,1.0\n2,3,Directed,1,,,2.0\n",
    )
    e = eco.read(folder)
    assert list_pairs(e) == [("Ash House", "Birch Centre"), ("Birch Centre", "Elm")]
    assert e.relationships["direction"].tolist() == ["both ways", "one way"]
    assert set(e.relationships["kind"]) == {"tied"}


def test_nodes_that_have_a_name_and_a_label_go_by_their_label(tmp_path):
    nodes = [["Name", "Label", "Sector"], ["n1", "Ash House", "charity"], ["n2", "Elm", "council"]]
    edges = [["Source", "Target", "Weight"], ["n1", "n2", 3]]
    e = eco.read(write_book(tmp_path / "b.xlsx", Nodes=nodes, Edges=edges))
    assert e.organisations["organisation_id"].tolist() == ["n1", "n2"]
    assert list_pairs(e) == [("Ash House", "Elm")]


def test_labels_that_yed_draws_are_names_and_kinds(tmp_path):
    label = '<data key="{key}"><y:{of}><y:{kind}Label>{text}</y:{kind}Label></y:{of}></data>'
    nodes = "".join(
        f'<node id="n{at}">{label.format(key="d6", of="ShapeNode", kind="Node", text=text)}</node>'
        for at, text in enumerate(["Ash House", "Birch Centre"])
    )
    drawn = label.format(key="d10", of="PolyLineEdge", kind="Edge", text="refers to")
    text = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:y="http://www.yworks.com/xml/graphml">'
        '<key for="node" id="d6" yfiles.type="nodegraphics"/>'
        '<key for="edge" id="d10" yfiles.type="edgegraphics"/>'
        f'<graph edgedefault="directed">{nodes}'
        f'<edge source="n0" target="n1">{drawn}</edge></graph></graphml>'
    )
    e = eco.read(write_text(tmp_path, "x.graphml", text))
    assert list_pairs(e) == [("Ash House", "Birch Centre")]
    assert e.relationships["kind"].tolist() == ["refers to"]


def test_nodes_beside_a_list_of_organisations_are_not_read(tmp_path):
    folder = write_texts(tmp_path / "d", organisations="name\nAsh\n", nodes="Id,Label\n1,Elm\n")
    assert eco.read(folder).organisations["name"].tolist() == ["Ash"]


def test_the_second_sort_of_a_network_is_groups_and_no_organisation(tmp_path):
    """Ash and Birch sit in Forum 1, Birch and Cedar in Forum 2; a line within a sort is lost."""
    text = (
        '*Vertices 5 3\n1 "Ash"\n2 "Birch"\n3 "Cedar"\n4 "Forum 1"\n5 "Forum 2"\n'
        "*Edges\n1 4\n2 4\n5 3\n2 5\n1 2\n"
    )
    e = eco.read(write_text(tmp_path, "x.net", text))
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar"]
    assert e.groups["name"].tolist() == ["Forum 1", "Forum 2"]
    assert e.memberships.groupby("group_id")["organisation_id"].agg("".join).tolist() == [
        "12",
        "23",
    ]
    assert len(e.relationships) == 0
    assert "1 line between two of one sort left out" in say_all(e)


# --- grants and directories ---------------------------------------------------------------------


def write_grants(tmp_path, *rows):
    """Write grants as (id, amount, day, months, funder) to one charity."""
    lines = "".join(
        f"{code},Work,GBP,{amount},{day},{months},GB-CHC-1000005,Dogwood Trust,"
        f"GB-CHC-200000{funder},Fund {funder}\n"
        for code, amount, day, months, funder in rows
    )
    return write_text(tmp_path, "grants.csv", GRANTS + lines)


def test_a_grant_that_is_listed_twice_counts_once(tmp_path):
    """Another grant of the same day, with its own id, is added: 1,000 and 500."""
    grant = ("360G-x-1", 1000, "2023-01-10", 12, 2)
    e = eco.read(write_grants(tmp_path, grant, grant, ("360G-x-2", 500, "2023-01-10", 12, 2)))
    assert e.relationships["amount"].tolist() == [1500]
    assert "1 grant listed again, equal in every cell; counted once." in say_all(e)


def test_money_taken_back_does_not_stop_the_file(tmp_path):
    grant, back = ("360G-x-1", 1000, "2023-01-10", 12, 2), ("360G-x-2", -500, "2023-05-10", 12, 2)
    e = eco.read(write_grants(tmp_path, grant, back))
    assert e.relationships["amount"].tolist() == [1000]
    warned = e.problems[e.problems["severity"] == "warning"]
    assert warned["row"].tolist() == [3]
    assert "an amount below nought" in warned["message"].iloc[0]


def test_a_grant_of_three_years_counts_by_the_year(tmp_path):
    """£300,000 over 36 months and £100,000 over 12 are £100,000 a year each: half and half.

    So of 10 places 5 are left if either stops, and 5 of the 10 people have none.
    """
    grants = [("360G-x-1", 300000, "2024-01-01", 36, 2), ("360G-y-1", 100000, "2024-01-01", 12, 9)]
    e = eco.read(write_grants(tmp_path, *grants))
    of_charity = {"service_id": ["s"], "organisation_id": ["GB-CHC-1000005"]}
    service = {"service_id": ["s"], "name": ["S"], "service_type": ["food"], "capacity": [10]}
    e = e.replace(
        services=pd.DataFrame(service),
        providers=pd.DataFrame(of_charity),
        areas=pd.DataFrame({"area_code": ["A"], "name": ["A"]}),
        catchments=pd.DataFrame({"service_id": ["s"], "area_code": ["A"]}),
        demand=pd.DataFrame({"area_code": ["A"], "service_type": ["food"], "people": [10]}),
        about=pd.DataFrame({"title": ["Grants"], "snapshot_date": ["2024-06-01"]}),
    )
    funders = eco.find_closures(e).funders
    assert by_name(funders, "unserved") == {"Fund 2": 5, "Fund 9": 5}


def test_a_service_with_several_terms_is_listed_once_for_each(tmp_path):
    terms = [{"id": f"a{n}", "taxonomy_term": {"id": f"t{n}", "name": name}} for n, name in TERMS]
    service = {
        "id": "s1",
        "name": "Meals and debt",
        "status": "active",
        "organization": {"id": "o1", "name": "Ash House"},
        "attributes": terms,
    }
    path = write_text(tmp_path, "x.json", json.dumps({"total_pages": 1, "contents": [service]}))
    e = eco.read(path)
    assert e.services["service_type"].tolist() == ["Debt advice", "Food bank"]
    warned = e.problems[e.problems["severity"] == "warning"]["message"].tolist()
    assert len(warned) == 1
    assert warned[0].endswith("for each term: 'Meals and debt' as Debt advice and Food bank.")


TERMS = [(1, "Food bank"), (2, "Debt advice")]
