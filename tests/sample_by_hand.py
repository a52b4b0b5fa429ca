"""What the report of the sample should say, counted by hand from its CSV files.

Nothing here asks the library anything: the tables are those of `public_sample`.
"""

import math

from voices_by_hand import list_voice_sentences

ADVICE = "immigration advice"
AIDED = f"{ADVICE} with legal aid"


def join(words, most=99):
    """Return "a, b and c"; beyond `most`, the rest counted."""
    words = list(words)
    if len(words) > most:
        words = [*words[:most], f"{len(words) - most} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def percent(part, whole):
    return f"{part / whole:.0%}"


def limits(low, high, whole):
    return f"between {math.floor(100 * low / whole)}% and {math.ceil(100 * high / whole)}%"


def measure_km(a, b):
    """Return the great-circle distance between two rows with latitude and longitude."""
    radians = map(math.radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    south, west, north, east = radians
    chord = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(math.sqrt(chord))


def count_ties_to_core(f, organisation):
    return sum(frozenset((organisation, member)) in f.pairs for member in f.core)


def list_ties_sentences(f):
    """Return what is said of who answered, and of the core."""
    everyone = set(f.organisations["organisation_id"])
    reporters = set(f.rows["reported_by"].dropna())
    unsaid = f.rows[f.rows["reported_by"].isna()]
    both = unsaid[unsaid["direction"] == "both ways"]
    unsaid = {*unsaid["from_id"], *both["to_id"]} - reporters
    silent = everyone - reporters - unsaid
    tied = set(f.degree.index)
    # Whoever is tied by money only has a tie, though none that counts in the core.
    funded = f.relationships[f.relationships["kind"] == "funds"]
    with_money = tied | {*funded["from_id"], *funded["to_id"]}
    answered = (
        f"{len(reporters)} of {len(everyone)} organisations said whom they are tied to; "
        f"{len(silent & with_money)} are known only because others named them; "
        f"{len(silent - with_money)} have no tie on record; of {len(unsaid)} it is not recorded "
        "whether they did."
    )
    all_rows = len(f.referrals) + len(f.relationships)
    known = f.referrals["reported_by"].count() + f.relationships["reported_by"].count()
    # Of referrals of few people it is not shown how many were taken on: these are left aside.
    least = (
        f"What is known least: who reported a tie ({known} of {all_rows}) and how many places a "
        f"service has ({f.running['capacity'].count()} of {len(f.running)})."
    )
    (missed,) = set(f.stated) - set(f.core)
    wider = len(tied) - len(f.core)
    # Some of those without a tie did not answer, so none is known to be there.
    core = (
        f"By number of ties in the answers of {len(reporters)} or more of {len(everyone)} "
        f"organisations, the core is {len(f.core)}: "
        f"{join(f.name[f.core])}; {wider} are in the wider network and "
        f"{len(everyone - tied)} are without a known tie that counts here; "
        f"{len(set(f.stated) & set(f.core))} of the {len(f.stated)} named as core are in it; "
        f"{f.name[missed]}, with {count_ties_to_core(f, missed)} ties to it, is not."
    )
    sentences = [answered, least, core]
    for member in f.core:
        others, stated = count_ties_to_core(f, member), member in set(f.stated)
        sentences.append(
            f"{f.name[member]} is in the core: it is tied to all {others} other core organisations "
            f"and to {f.degree[member] - others} of the {wider} in the wider network"
            f"{'' if stated else ', though the partnership has it as wider network'}."
        )
    sectors = f.organisations["sector"].value_counts()
    sentences += [f"{sector} ({count})" for sector, count in sectors.items()]
    money = {frozenset(pair) for pair in funded[["from_id", "to_id"]].to_numpy().tolist()}
    sentences += [
        f"core ({len(f.core)})",
        f"wider network ({wider})",
        f"not connected ({len(everyone - tied)})",
        f"tie that counts in the core ({len(f.pairs)})",
        f"only funds: not counted in the core ({len(money - f.pairs)})",
        f"{len(f.core)} of {len(everyone)} organisations form the core",
        (
            f"{len(funded)} ties of the kind funds are not counted: to give money is not to plan "
            "together. They count where funds is named among the kinds of tie."
        ),
        (
            f"{len(f.memberships)} memberships of groups are not counted: to sit in one group "
            "counts as a tie where member of the same group is named among the kinds of tie."
        ),
        (
            "Each line is a tie of one of these kinds: co-located, hosts, referrals, shares "
            "information, steering and trains. Thin dashed lines are not counted in the core: "
            f"funds. Not on the map: {len(f.memberships)} memberships of groups. The core "
            "is in the middle."
        ),
        (
            f"{len(silent)} organisations of {len(everyone)} have not said whom they are tied to. "
            "Ties between two of these are not known; they were left out, not taken as none. "
            "Answers add ties and take none away: with them roles may change, also of those that "
            "answered."
        ),
    ]
    return sentences


def list_grid_sentences(f):
    """Return what is said of who does what, where."""
    # Three kinds are third, in 7 areas each: two are named.
    rarest = f.reach.groupby("service_type")["area_code"].nunique().rename_axis("kind")
    assert sorted(rarest)[:6] == [5, 5, 7, 7, 7, 10]
    rarest = rarest[rarest < 7].reset_index()
    unreached = f.need.drop(set(f.reach["area_code"]), errors="ignore")
    unreached = unreached[unreached > 0].sort_values(ascending=False, kind="stable")
    fewest = [f"{kind} ({count} areas)" for kind, count in rarest.to_numpy().tolist()]
    return [
        (
            f"{len(f.running)} services of {f.running['service_type'].nunique()} kinds reach "
            f"{f.reach['area_code'].nunique()} of {len(f.areas)} areas."
        ),
        f"Found in the fewest areas: {join(fewest)}.",
        (
            f"No service in these data is known to reach {join(f.area[unreached.index], 6)}, where "
            "people need help."
        ),
    ]


def list_same_sentences(f):
    """Return what is said of overlap: the groups named give the same to the same in one place."""
    closest = [("English classes", "Coventry"), ("food", "Birmingham")]
    closest.append(("employment support", "Wolverhampton"))
    by = f.providers[f.providers["role"] != "host"].merge(f.reach, on="service_id")
    sentences = ["4 groups of services overlap"]
    for kind, town in closest:
        of_kind = by[(by["service_type"] == kind) & (by["area_code"].map(f.area) == town)]
        # The planted groups share area, people and languages to the letter.
        for _, group in of_kind.groupby(["eligibility", "languages"]):
            if len(set(group["organisation_id"])) > 1:
                names = sorted(f.name[group["organisation_id"]])
                every = "both" if len(names) == 2 else "all"
                assert kind not in set(f.demand["service_type"])
                sentences.append(
                    f"{join(names)} {every} give {kind} in {town} to the same people; the need "
                    "there is not known, so this may be needed capacity."
                )
    assert len(sentences) == 4
    opening = "Four groups of services overlap and one more does the same work for mostly"
    sentences.append(f"{opening} different people; the closest: {sentences[1]}")
    blank = {column: f.running[column].isna().sum() for column in ("eligibility", "languages")}
    for column, words in (("eligibility", "whom it is for"), ("languages", "languages")):
        sentences.append(
            f"Not known for {blank[column]} of {len(f.running)} running services: {words}; left "
            "out of their comparisons."
        )
    sentences += [
        (
            f"{len(f.services) - len(f.running)} services are left out: closed, ended or not begun "
            "on 30 September 2024, or run by one that is."
        ),
        # Advice is the one kind whose need is known, and one of the five groups gives it.
        (
            "4 groups of 5: need or capacity is not known, so the overlap may be needed capacity; "
            "it is not called duplication."
        ),
    ]
    return sentences


def say_area(f, code, aided):
    """Return the sentence of an area's tooltip: places shared out by need over what they reach."""
    town = f.area[code]
    if code not in f.need:
        return f"It is not known how many people need {AIDED} in {town}."
    people = f"{f.need[code]:,.0f}" if f.need[code] > 4 else "Under 5"
    opening = f"{people} people on asylum support in {town} are taken as the need for {AIDED}; "
    there = aided[aided["area_code"] == code]
    if there.empty:
        middle = f.areas.set_index("area_code").loc[code]
        sites = f.sites[f.sites["service_id"].isin(aided["service_id"])]
        away = [measure_km(middle, site) for site in sites.itertuples()]
        nearest = sites["service_id"].iloc[away.index(min(away))]
        name = f.services.set_index("service_id").loc[nearest, "name"]
        return (
            f"{opening}no service is in reach; the nearest on record, {name}, is {min(away):.0f} "
            "km away."
        )
    room = (there["capacity"] * f.need[code] / there["need_reached"]).sum()
    is_shut = (there["accepting_referrals"] == "no").all()
    is_for_all = there["eligibility"].isna() | there["eligibility"].eq("anyone")
    for_some = (there["languages"].notna() | ~is_for_all).any()
    places = "one service" if len(there) == 1 else f"{len(there)} services"
    has = "had" if is_shut else "has" if len(there) == 1 else "have"
    at_most = " at most" if for_some else ""
    words = f"{opening}the {places} in reach {has} room for {room:,.0f} of them{at_most}"
    if is_shut:
        assert len(there) == 1
        return f"{words}; it is taking nobody now."
    or_more = " or more" if for_some else ""
    shut = (there["accepting_referrals"] == "no").sum()
    some = f"; {shut} of these {'takes' if shut == 1 else 'take'} nobody now" if shut else ""
    return f"{words}, and {f.need[code] - room:,.0f}{or_more} are left without{some}."


def list_area_sentences(f):
    """Return what is said of legal aid: below half of the need a gap, else thin."""
    aided = f.reach[(f.reach["service_type"] == ADVICE) & (f.reach["legal_aid"] == "yes")].copy()
    aided["need"] = aided["area_code"].map(f.need).fillna(0)
    aided["need_reached"] = aided.groupby("service_id")["need"].transform("sum")
    room = (aided["capacity"] * aided["need"] / aided["need_reached"]).groupby(aided["area_code"])
    met = (room.sum().reindex(f.need.index).fillna(0) / f.need).sort_index()
    gaps = f.need[met.index][met < 0.5].sort_values(ascending=False)
    told = gaps[gaps > 4]
    asked = f"{len(gaps)} of {len(f.need)} areas with people in need have too little {AIDED}"
    unknown = len(f.areas) - len(f.need)
    sentences = [say_area(f, code, aided) for code in f.area.index]
    sentences += [
        (
            f"{asked}: at least {told.sum():,.0f} people on asylum support, taken as the need, the "
            f"most in {join(f.area[told.index[:3]])}."
        ),
        f"{len(gaps)} areas are known to have too little {AIDED}",
        *(f"gap ({len(gaps)})", f"thin ({len(met) - len(gaps)})", "covered (0)"),
        *("no one in need (0)", f"not known ({unknown})"),
        (
            f"Demand is not known for {unknown} areas of {len(f.areas)}: not known is not zero, "
            "and no gap."
        ),
    ]
    return [*sentences, *list_advice_notes(f)]


def list_advice_notes(f):
    """Return what the notes count of the services of each kind of advice."""
    advice = f.running[f.running["service_type"] == ADVICE]
    aided = advice["legal_aid"] == "yes"
    kinds = {
        "": advice,
        # The contract is for casework, so it meets level 2 whatever is written.
        " at level 2 or above": advice[(advice["level"] >= 2) | aided],
        " at level 3": advice[advice["level"] >= 3],
        " with legal aid": advice[aided],
    }
    sentences = []
    for kind, services in kinds.items():
        is_for_all = services["languages"].isna() & (
            services["eligibility"].isna() | services["eligibility"].eq("anyone")
        )
        blank, some = services["capacity"].isna().sum(), (~is_for_all).sum()
        silent = services["accepting_referrals"].isna().sum()
        do, its, they = ("does", "its", "it takes") if silent == 1 else ("do", "their", "they take")
        sentences += [
            (
                f"Immigration advice{kind}: Capacity is not known for {blank} of {len(services)} "
                "services: where one of these is in reach, coverage is not known unless the others "
                "are enough."
            ),
            (
                f"Immigration advice{kind}: {some} of {len(services)} services are only for some "
                "people, or in some languages: how many of those in need they are for is not known."
            ),
        ]
        note = (
            f"{silent} of {len(services)} services {do} not say whether {they} people now: {its} "
            "places count as room, and may be none."
        )
        whom = services["eligibility"].isna().sum()
        other = (
            f"{whom} of {len(services)} services {'does' if whom == 1 else 'do'} not say for whom: "
            "taken to be for everyone in need."
        )
        # Said of several kinds it says of which; said of one, that of all advice, it need not.
        for text in (note, other):
            sentences += [f"Immigration advice{kind}: {text}", text]
    return sentences


def say_share(rows, column, yes):
    """Return the share of people for whom a column says so, with its limits of all."""
    total = rows["sent"].sum()
    known = rows[rows[column].notna()]
    part = known["accepted"].sum() if yes is None else known.loc[known[column] == yes, "sent"].sum()
    people = known["sent"].sum()
    return part, people, limits(part, part + total - people, total)


def list_referral_sentences(f):
    """Return what is said of referrals."""
    total = f"{f.sent['sent'].sum():,.0f}"
    taken, taken_of, taken_limits = say_share(f.sent, "accepted", None)
    heard, heard_of, heard_limits = say_share(f.sent, "feedback", "yes")
    agreed, agreed_of, agreed_limits = say_share(f.sent, "agreement", "yes")
    without = f.sent[f.sent["agreement"] == "no"].sort_values(
        "sent", ascending=False, kind="stable"
    )
    busiest = without.iloc[0]
    sentences = [
        (
            f"About {total} or more people were sent on; "
            f"of the {taken_of:,.0f} of {total} for whom it "
            f"is known, {percent(taken, taken_of)} were taken on ({taken_limits} of all {total}); "
            f"of the {heard_of:,.0f} of {total} for whom it is known, the sender learns what "
            f"became of {percent(heard, heard_of)} ({heard_limits} of all {total})."
        ),
        (
            f"Of the {agreed_of:,.0f} of {total} people sent on for whom it is known, "
            f"{percent(agreed, agreed_of)} take a route agreed in writing ({agreed_limits} of "
            f"all {total}); the busiest route that is not is from {f.name[busiest['from_id']]} to "
            f"{f.name[busiest['to_id']]} ({busiest['sent']:.0f} people)."
        ),
        (
            f"{percent(heard, heard_of)} of people sent on: the sender learns what became of them "
            f"(known for {heard_of:,.0f} of {total})"
        ),
        f"How many people {f.referrals['sent'].isna().sum()} links carried is not known.",
        (
            "Whether the reported waits count people who still wait is not known. None is given of "
            "fewer than 5 people."
        ),
        say_missing_routes(f),
        say_to_ask(f),
    ]
    for receiver, rows in f.sent.groupby("to_id"):
        people = rows["sent"].sum()
        waits = f.sent[(f.sent["to_id"] == receiver) & f.sent["median_wait_days"].notna()]
        taken, taken_of, taken_limits = say_share(rows, "accepted", None)
        heard, heard_of, heard_limits = say_share(rows, "feedback", "yes")
        if not taken_of or not heard_of or waits.empty:
            continue
        shares = [(taken, taken_of, taken_limits), (heard, heard_of, heard_limits)]
        sentences += [
            f"{percent(*share)} of the {of:,.0f} known ({within} of all)"
            for *share, within in shares
            for of in share[1:]
        ]
        middle = find_middle(waits["median_wait_days"], waits["accepted"])
        sentences.append(
            f"About {people:.0f} or more people were sent to {f.name[receiver]}; "
            f"of the {taken_of:,.0f} "
            f"of {people:.0f} for whom it is known, {percent(taken, taken_of)} were taken on "
            f"({taken_limits} of all {people:.0f}); the middle of the waits told was {middle:.0f} "
            f"days; of the {heard_of:,.0f} of {people:.0f} for whom it is known, the sender learns "
            f"the result of {percent(heard, heard_of)} ({heard_limits} of all {people:.0f})."
        )
    return sentences


def find_middle(values, weights):
    """Return the value at which half of the weight is reached."""
    order = values.sort_values().index
    share = weights[order].fillna(0).cumsum() / weights.sum()
    return values[order][share >= 0.5].iloc[0]


def say_missing_routes(f):
    """Return from how many senders no chain of referrals leads to what their area has."""
    by = f.providers[f.providers["role"] != "host"].merge(f.reach, on="service_id")
    is_high = by["level"].isna() | (by["level"] >= 3)
    by = by[(by["service_type"] != ADVICE) | is_high]
    home = f.organisations.set_index("organisation_id")["area_code"]
    lost = {}
    for kind, rows in by.groupby("service_type"):
        of_kind = f.referrals[f.referrals["service_type"] == kind]
        onward = of_kind.groupby("from_id")["to_id"].agg(set)
        number = 0
        for sender in set(f.referrals["from_id"]):
            there = set(rows.loc[rows["area_code"] == home[sender], "organisation_id"])
            number += bool(there) and not (follow(onward, sender) & there)
        lost[f"{kind} at level 3" if kind == ADVICE else kind] = number
    most = sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    (first, number), *others = most
    words = [f"{number} have no way on record to {first}"]
    words += [f"{number} have none to {need}" for need, number in others]
    return f"Of those that send people on, {'; '.join(words)}."


def follow(onward, sender):
    """Return the sender, and all whom a chain of referrals leads to from there."""
    found = {sender}
    while more := set().union(*(onward.get(one, set()) for one in found)) - found:
        found |= more
    return found


def say_to_ask(f):
    """Return that the five busiest routes with an empty cell are asked about first."""
    cells = f.sent.melt(
        ["from_id", "to_id", "service_type", "sent"],
        ["accepted", "feedback"],
        var_name="column",
        value_name="says",
    )
    # A route of which both are empty takes two answers, so it settles half as many for each.
    empty = cells[cells["says"].isna()]
    both = empty.duplicated(["from_id", "to_id", "service_type"], keep=False)
    empty = empty[~both].sort_values("sent", ascending=False, kind="stable").head(5)
    routes = "from " + empty["from_id"].map(f.name) + " to " + empty["to_id"].map(f.name)
    routes += (" for " + empty["service_type"]).fillna("")
    asked = [join(routes[empty["column"] == column]) for column in ("accepted", "feedback")]
    return (
        "Do people who are sent on arrive? Find out how many were accepted of those sent "
        f"{asked[0]}; find out whether the sender hears what became of those sent "
        f"{asked[1]}: that settles it for {empty['sent'].sum():.0f} people."
    )


def list_closing_notes(f):
    """Return what the notes on closings count."""
    advice = f.running[f.running["service_type"] == ADVICE]
    reached = f.reach[f.reach["area_code"].isin(f.need.index)]
    met = advice[advice["service_id"].isin(reached["service_id"])]
    counted = met[met["capacity"].notna()]
    beyond = advice[~advice["service_id"].isin(met["service_id"])]
    blank = met[met["capacity"].isna()]
    others = f.running[f.running["service_type"] != ADVICE]
    kinds = sorted(others["service_type"].unique())
    by = f.providers[f.providers["role"] != "host"].groupby("service_id").size()
    shared = (counted["service_id"].map(by) > 1).sum()
    deciding = counted[["eligibility", "languages", "accepting_referrals"]].isna().any(axis=1)
    shut = (counted["accepting_referrals"] == "no").sum()
    return [
        (
            f"How many people need {join(kinds, 5)} is not known where the services are: "
            f"{len(others)} services are not counted."
        ),
        (
            f"{len(beyond)} service is not counted, as no area with a known need is known to be "
            f"reached: {join(beyond['name'])}."
        ),
        (
            f"How many places there are is not known for {len(blank)} services: "
            f"{join(blank['name'])}. They are not counted; the lowest number takes them to have "
            "room for everyone."
        ),
        (
            f"{shared} service is run by several organisations: if one closes, the others are "
            "taken to keep all its places."
        ),
        (
            f"Not on record of {deciding.sum()} services: whom they are for, in which languages "
            "they are given, or if people are taken now. A number by what is recorded takes that "
            "to be no bar; for the highest number nobody moves there."
        ),
        (
            f"{shut} services are not accepting referrals now: whoever is there keeps their place, "
            "but nobody is moved there."
        ),
    ]


def list_sentences(f):
    """Return every sentence with a number."""
    return {
        *list_ties_sentences(f),
        *list_grid_sentences(f),
        *list_same_sentences(f),
        *list_area_sentences(f),
        *list_referral_sentences(f),
        *list_closing_notes(f),
        *list_voice_sentences(f),
    }


def list_statuses(f, kind):
    """Return the status of each area for level 3 or legal aid, of which all places are known."""
    advice = f.reach[f.reach["service_type"] == ADVICE]
    is_asked = advice["level"] >= 3 if kind == "Level 3" else advice["legal_aid"] == "yes"
    services = advice[is_asked].copy()
    services["need"] = services["area_code"].map(f.need).fillna(0)
    share = services["need"] / services.groupby("service_id")["need"].transform("sum")
    room = (services["capacity"] * share).groupby(services["area_code"]).sum()
    is_open = services["accepting_referrals"].ne("no").groupby(services["area_code"]).any()
    statuses = {}
    for code, town in f.area.items():
        met = room.get(code, 0) / f.need.get(code, math.nan)
        word = "gap" if met < 0.5 else "covered" if met >= 1 and is_open[code] else "thin"
        statuses[town] = "not known" if math.isnan(met) else word
    return statuses
