"""What the report of the sample should say of who speaks for whom, counted from its CSV files."""

import math


def list_voice_sentences(f):
    """Return what is said of representatives, news and meetings.

    No day is recorded, neither of a term nor of a meeting.
    """
    groups = f.groups.set_index("group_id")
    members = f.memberships.groupby("group_id")["organisation_id"].agg(set)
    everyone = set(f.organisations["organisation_id"])
    roles = f.memberships.dropna(subset=["represents_area_code"])
    all_days = f"for {len(roles)} of {len(roles)} roles of speaking for an area"
    (top,) = groups.index[groups["parent_id"].isna()]
    days = spread(groups, members, top)
    no_way = everyone - days.keys()

    def cut_off(one):
        return (
            days.keys() - {one} - spread(groups, members.map(lambda held: held - {one}), top).keys()
        )

    (conduit,) = [one for one in days if cut_off(one)]
    busy = {one for held in members for one in held}
    return {
        say_voices(f, roles),
        (
            f"Of {len(everyone)} organisations, {len(members[top])} sit in {groups.name[top]}; "
            f"through meetings on record its news reaches {len(days) - len(members[top])} more, "
            f"within {math.ceil(max(days.values()))} days at the most if each group's meetings are "
            f"spread evenly; to {len(no_way)} no meeting on record leads."
        ),
        (
            f"Without {f.name[conduit]} {len(cut_off(conduit))} organisations have no way on "
            "record to hear of it."
        ),
        (
            "Hours a year in meetings, if one person of each organisation goes to each. "
            f"{len(busy) - 6} others give no more by what is recorded."
        ),
        (
            f"The first or last day of the term is not recorded {all_days}: whether it still runs "
            "is not known."
        ),
        (
            f"Not all meeting days are recorded for {len(groups)} of {len(groups)} groups: days "
            "through these are at the least and at the most, or not known."
        ),
        f"How news from {groups.name[top]} goes through meetings, from row 31",
    }


def say_voices(f, roles):
    based = f.organisations["area_code"].value_counts()
    spoken = roles.groupby("represents_area_code")["is_elected"].agg(set)
    elected = [area for area in spoken.index if spoken[area] == {"yes"}]
    unelected = [area for area in spoken.index if spoken[area] == {"no"}]
    assert len(elected) + len(unelected) == len(spoken)
    assert set(spoken.index) <= set(based.index)
    nobody = sorted(set(based.index) - set(spoken.index), key=lambda a: (-based[a], f.area[a]))
    assert based[nobody[0]] > 1
    named = [
        f"{f.area[area]} ({based[area]}{' organisations' if area == nobody[0] else ''})"
        for area in nobody[:3]
    ]
    return (
        f"{len(based)} areas have organisations: {len(elected)} have a voice "
        f"on record that was elected (whether the term still runs is not recorded); "
        f"{len(unelected)} have one that "
        f"was not elected; nobody on record speaks for {', '.join(named)} and "
        f"{len(nobody) - 3} more."
    )


def spread(groups, members, top):
    """Return the most days until each hears: a year by its meetings for "
    "each group on the way."""
    days = dict.fromkeys(members[top], 0.0)
    for _ in groups.index:
        for group, held in members.items():
            first = min((days[one] for one in held & days.keys()), default=math.inf)
            told = first + 365 / groups.meetings_per_year[group]
            days |= {one: min(told, days.get(one, math.inf)) for one in held if told < math.inf}
    return days
