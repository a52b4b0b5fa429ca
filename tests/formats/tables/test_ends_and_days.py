"""Whether From and To say who or when: lists of grants, contracts and partnerships."""

import pytest

import ecosystem as eco


def _read(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return eco.read(path)


def _list_ties(e):
    ties = e.relationships
    return ties[["from_id", "to_id", "kind", "direction"]].to_numpy().tolist()


def test_days_below_from_and_to_are_no_organisations(tmp_path):
    """Two grants, one still running; the funder gives, the recipient gets."""
    e = _read(
        tmp_path,
        "Funder,Recipient,Amount,From,To\n"
        "Ash Trust,Elm,45000,01/04/2025,31/03/2028\n"
        "Oak Fund,Elm,1200,April 2025,ongoing\n",
    )
    assert sorted(e.organisations["name"]) == ["Ash Trust", "Elm", "Oak Fund"]
    assert _list_ties(e) == [
        ["ash-trust", "elm", "funds", "one way"],
        ["oak-fund", "elm", "funds", "one way"],
    ]
    assert e.relationships["start"].dt.strftime("%d %m %Y").tolist() == ["01 04 2025"] * 2
    assert e.relationships["end"].dt.year.fillna(0).tolist() == [2028, 0]
    assert e.relationships["amount"].tolist() == [45000, 1200]


def test_what_is_said_of_days_names_the_heading_of_the_file(tmp_path):
    e = _read(tmp_path, "Funder,Grantee,From,To\nAsh,Elm,spring 2025,2026\n")
    said = e.problems[e.problems["message"].str.contains("spring")]
    assert said["column"].tolist() == ["From"]
    assert e.relationships["start"].isna().all()


@pytest.mark.parametrize(
    "columns", ["Funder,Recipient,Amount", "Donor,Grantee,Value", "Funding body,Awarded to,Fund"]
)
def test_a_list_of_grants_without_days_is_one_of_ties(columns, tmp_path):
    e = _read(tmp_path, f"{columns}\nAsh Trust,Elm,1\nOak Fund,Elm,2\n")
    assert _list_ties(e) == [
        ["ash-trust", "elm", "funds", "one way"],
        ["oak-fund", "elm", "funds", "one way"],
    ]


def test_partners_with_the_years_of_their_work_are_tied_both_ways(tmp_path):
    """2021 is when the work ended, not when Ash did."""
    e = _read(tmp_path, "Organisation,Partner,From,To\nAsh,Elm,2019,2021\nOak,Elm,2020,present\n")
    assert _list_ties(e) == [
        ["ash", "elm", "works with", "both ways"],
        ["oak", "elm", "works with", "both ways"],
    ]
    assert e.organisations["end"].isna().all()


def test_referrers_with_a_number_and_days_send_people(tmp_path):
    e = _read(tmp_path, "Referrer,Referred to,Number,From,To\nAsh,Elm,20,Apr 2025,Jun 2025\n")
    assert e.referrals[["from_id", "to_id", "sent"]].to_numpy().tolist() == [["ash", "elm", 20]]
    assert "the columns 'From' and 'To' are kept" in " ".join(e.problems["message"])


def test_a_kind_that_the_file_gives_stays(tmp_path):
    e = _read(tmp_path, "Funder,Recipient,Kind\nAsh,Elm,commissions\nOak,Elm,commissions\n")
    assert e.relationships["kind"].tolist() == ["commissions"] * 2


@pytest.mark.parametrize(
    ("headings", "days"), [("", ""), (",From,To", ",1/4/2025,2/4/2025")], ids=["plain", "days"]
)
def test_whom_a_single_fund_pays_may_be_people_and_is_not_read(headings, days, tmp_path):
    text = f"Funder,Recipient,Amount{headings}\nAsh Fund,Jo Bloggs,40{days}\n"
    with pytest.raises(eco.DataError) as refused:
        _read(tmp_path, text)
    assert "Bloggs" not in str(refused.value)


def test_names_and_numbers_below_from_and_to_are_organisations(tmp_path):
    """1990 and 2001 are numbers of nodes where nothing else could name them; a funder beside two
    names is a third party."""
    e = _read(tmp_path, "From,To,Weight\n1990,2001,3\n")
    assert sorted(e.organisations["name"]) == ["1990", "2001"]
    e = _read(tmp_path, "From,To,Funder,Recipient\nAsh,Elm,Oak,Fir\n")
    assert sorted(e.organisations["name"]) == ["Ash", "Elm"]
    e = _read(tmp_path, "From,To,Kind\nAsh,Elm,trains\n")
    assert _list_ties(e)[0][:3] == ["ash", "elm", "trains"]


@pytest.mark.parametrize(
    "decision",
    [
        *("Rejected", "Declined - over subscribed", "Deferred", "Withdrawn", "Pending"),
        *("Awarded, then withdrawn", "Application unsuccessful", "not funded"),
    ],
)
def test_money_that_was_asked_for_and_not_given_is_no_tie(tmp_path, decision):
    """Of two requests to two funders one was granted; all four are there, and one tie."""
    e = _read(
        tmp_path,
        "Funder,Recipient,Amount requested,Decision\n"
        f'Ash Trust,Elm,20000,Awarded\nOak Fund,Fir,10000,"{decision}"\n',
    )
    assert sorted(e.organisations["name"]) == ["Ash Trust", "Elm", "Fir", "Oak Fund"]
    assert _list_ties(e) == [["ash-trust", "elm", "funds", "one way"]]
    assert e.problems["message"].str.contains(f"not given, or not yet: {decision!r}").any()


def test_two_parties_are_tied_both_ways_where_the_agreement_is_in_force(tmp_path):
    """Of three agreements one is a draft and one has expired; all four parties are there."""
    e = _read(
        tmp_path,
        "Party A,Party B,Agreement,Status\nAsh,Elm,Data sharing,Live\n"
        "Elm,Fir,Data sharing,Draft - not signed\nFir,Oak,MoU,Expired\n",
    )
    assert e.organisations["name"].tolist() == ["Ash", "Elm", "Fir", "Oak"]
    assert _list_ties(e) == [["ash", "elm", "works with", "both ways"]]


def test_two_organisations_with_a_kind_are_tied_both_ways(tmp_path):
    e = _read(tmp_path, "Organisation 1,Organisation 2,Relationship\nAsh,Elm,joint bids\n")
    assert _list_ties(e) == [["ash", "elm", "joint bids", "both ways"]]


def test_what_each_funder_gave_in_all_is_no_grant(tmp_path):
    """Three grants of two funders; a line below each adds them up, and one all of them."""
    e = _read(
        tmp_path,
        "Funder,Organisation funded,Amount\nAsh Trust,Elm,10000\nAsh Trust,Fir,5000\n"
        "Ash Trust Total,,15000\nOak Fund,Elm,20000\nOak Fund Total,,20000\nGrand Total,,35000\n",
    )
    assert e.organisations["name"].tolist() == ["Ash Trust", "Elm", "Fir", "Oak Fund"]
    assert e.relationships["amount"].sum() == 35000
