"""The answer to who speaks for whom: its frames, and the sentences about them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecosystem.data import split_list
from ecosystem.result import Result
from ecosystem.wording import (
    count_of,
    join_words,
    say_are,
    say_have,
    say_share,
    start_sentence,
)

from .voices import ELECTED, ENDED, NOBODY, OPEN, OVER, UNELECTED, UNTOLD

_NAMED = 3
"""Areas, groups or conduits named in a sentence: what can be read aloud in one breath."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RepresentationResult(Result):
    """Who speaks for each area, and how news travels through meetings.

    Attributes
    ----------
    representatives
        A row a role: area_code, area, organisation_id, name, group, is_elected, term (running, not
        recorded, over), is_shared (others have the same role), areas (for how many the organisation
        speaks). Empty area: not recorded. Roles in confidential groups are not listed.
    groups
        By group_id, in order of their tiers: name, kind, tier (1: reports to none), reports_to,
        members, members_above (of these, who sit in the group it reports to, too), meetings_a_year,
        hours_each, days_recorded, hears (as status in `spread`). Without confidential groups, as
        the frames below.
    spread
        A row a running organisation, by organisation_id: name; status ("hears"; "not known": only
        through groups of which it is not recorded whether they meet; "no way on record");
        sits_there (where news is told); meetings (at the least); days until it hears (days_low and
        days_high, where not all days are recorded), days_if_even (at the most, if meetings are
        spread evenly); brought_by, brought_by_name and heard_in; up_days (with _low and _high):
        how many days before the last recorded meeting word has to be given to be told there;
        is_voiceless (nobody on record speaks for its area, and it sits in no group).
    conduits
        By organisation_id: name; groups; unreached_without (others who have no way on record
        without it); too_late_without (who would not hear by the days recorded) and extra_days (the
        longest delay of those who would); empty where no days are recorded.
    overlaps
        Pairs of groups of which nearly all members of one sit in the other: group, other, group_id,
        other_id, members, shared, overlap (share of the smaller), is_subgroup (one reports to the
        other).
    hubs
        By group_id, groups whose kind is a hub or platform: name, members, through_members (others
        who sit in a group with one), missed (neither), share (members of all that run).
    load
        By organisation_id, those that sit anywhere: name, sector, groups, hours (a year, as far as
        recorded), groups_not_known (whose hours are not).
    load_by_sector
        By sector: organisations, seats, hours, seats_not_known, share (of the hours).
    summary
        organisations, without_area, without_voice, voice_not_known; areas,
        areas_with_organisations; hours, hours_busiest, busiest (how many these are); sit_there,
        hear, hearing_not_known, no_way (running organisations); days_known, median_days,
        longest_days, the same for days_if_even and up_days.
    """

    representatives: pd.DataFrame
    groups: pd.DataFrame
    spread: pd.DataFrame
    conduits: pd.DataFrame
    overlaps: pd.DataFrame
    hubs: pd.DataFrame
    load: pd.DataFrame
    load_by_sector: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        counted = self.table[self.table["organisations"] > 0]
        # A larger place counts where organisations are based in nothing smaller.
        if not counted["is_whole"].all():
            counted = counted[~counted["is_whole"]]
        if counted.empty:
            return "It is not on record where organisations are based."
        if (counted["status"] == OPEN).all():
            return f"It is not on record who speaks for {_name_all(counted)}."
        areas = count_of(len(counted), "area")
        elected = counted[counted["status"] == ELECTED]
        first = (
            f"{areas} {say_have(len(counted))} organisations: {_say_none_or(len(elected))} a voice "
            "on record that was elected"
        )
        undated = int((~elected["is_term_known"]).sum())
        if undated:
            of_whom = "" if undated == len(elected) else f" of {undated:,} of these"
            first += f" (whether the term still runs is not recorded{of_whom})"
        parts = [first]
        for status, words in (
            (UNELECTED, "one that was not elected"),
            (UNTOLD, "one of whom it is not recorded whether there was an election"),
            (OPEN, "it is not known who speaks for the area"),
        ):
            count = _count_status(counted, status)
            if count and status == OPEN:
                parts.append(f"of {count:,} {words}")
            elif count:
                parts.append(f"{count:,} {say_have(count)} {words}")
        for status, words in (
            (ENDED, "the term is over of whoever spoke for"),
            (NOBODY, "nobody on record speaks for"),
        ):
            without = counted[counted["status"] == status]
            parts += [f"{words} {_name_areas(without)}"] if len(without) else []
        return f"{start_sentence('; '.join(parts))}."

    @property
    def findings(self) -> tuple[str, ...]:
        """What else the answer says, a sentence each, most telling first."""
        sentences = [
            self._say_spread(),
            self._say_conduits(),
            self._say_up(),
            self._say_broken_lines(),
            self._say_voiceless(),
            self._say_load(),
            self._say_overlaps(),
            self._say_hubs(),
            self._say_shared(),
            self._say_terms(),
        ]
        return tuple(sentence for sentence in sentences if sentence)

    def explain(self, key: str) -> str:
        """Return who speaks for one area, in one sentence."""
        row = self._row(key)
        name, status = row["name"], row["status"]
        based = _say_based(row)
        if status == OPEN and not row["representatives"]:
            return f"Who speaks for {name} is not known{based}."
        if status == NOBODY:
            return f"Nobody on record speaks for {name}{based}."
        if status == ENDED:
            return f"The term of whoever spoke for {name} is over{based}."
        named = split_list(row["spoken_for_by"])
        who = join_words(named, most=_NAMED) or _say_unnamed(row)
        verb = "speaks" if max(len(named), 1) == 1 and row["representatives"] <= 1 else "speak"
        return f"{start_sentence(who)} {verb} for {name}: {_say_standing(row)}{based}."

    def _say_spread(self) -> str:
        numbers, group = self.summary, self.settings["begins_in_name"]
        if group is None or not numbers["sit_there"]:
            return ""
        others = numbers["organisations"] - numbers["sit_there"]
        words = (
            f"Of {count_of(numbers['organisations'], 'organisation')}, "
            f"{numbers['sit_there']:,} {'sits' if numbers['sit_there'] == 1 else 'sit'} in {group}"
        )
        if not others:
            return f"{words}: all hear its news there."
        more = f"{numbers['hear']:,} more" if numbers["hear"] else "nobody else"
        certain = " for certain" if numbers["hearing_not_known"] and not numbers["hear"] else ""
        words += f"; through meetings on record its news reaches {more}{certain}"
        words += self._say_days()
        if numbers["hearing_not_known"]:
            unknown = numbers["hearing_not_known"]
            words += f"; of {unknown:,} it is not known, as not every group says whether it meets"
        if numbers["no_way"]:
            words += f"; to {numbers['no_way']:,} no meeting on record leads"
        return f"{words}."

    def _say_days(self) -> str:
        numbers = self.summary
        if numbers["days_known"]:
            known, hear = numbers["days_known"], numbers["hear"]
            of_whom = "" if known == hear else f" of the {known:,} whose meeting days are recorded"
            return f", half{of_whom or ' of them'} within {count_of(numbers['median_days'], 'day')}"
        if numbers["days_if_even_known"] and numbers["days_if_even_known"] == numbers["hear"]:
            longest = count_of(_round_up(numbers["longest_days_if_even"]), "day")
            return f", within {longest} at the most if each group's meetings are spread evenly"
        return ""

    def _say_up(self) -> str:
        numbers, known = self.summary, self.summary.get("up_days_known", 0)
        if not known:
            return ""
        longest, half = (
            count_of(numbers[f"{which}_up_days"], "day") for which in ("longest", "median")
        )
        words = (
            f"Upwards, word takes up to {longest} to come to the last recorded meeting of "
            f"{self.settings['begins_in_name']}"
        )
        if known > 1:
            words += f"; for half of the {known:,} whose meeting days are recorded at most {half}"
        return f"{words}."

    def _say_conduits(self) -> str:
        only = self.conduits[self.conduits["unreached_without"] > 0]
        if only.empty:
            return ""
        first = only.iloc[0]
        number = first["unreached_without"]
        words = (
            f"Without {first['name']} {count_of(number, 'organisation')} {say_have(number)} no "
            "way on record to hear of it"
        )
        if len(only) > 1:
            words += f"; {len(only) - 1:,} more {say_are(len(only) - 1)} the only way to somebody"
        return f"{words}."

    def _say_broken_lines(self) -> str:
        broken = self.groups[(self.groups["members_above"] == 0).fillna(value=False)]
        broken = broken[broken["members"] > 0]
        if broken.empty:
            return ""
        first = broken.iloc[0]
        words = (
            f"Nobody on record sits both in {first['name']} and in {first['reports_to']}, to which "
            "it reports"
        )
        if len(broken) > 1:
            words += f"; so it is for {count_of(len(broken) - 1, 'more group', 'more groups')}"
        return f"{words}."

    def _say_voiceless(self) -> str:
        number = self.summary["without_voice"]
        if not number:
            return ""
        return (
            f"{count_of(number, 'organisation')} {say_have(number)} no voice on record: nobody "
            f"speaks for {'its area' if number == 1 else 'their areas'}, and "
            f"{'it sits' if number == 1 else 'they sit'} in no group."
        )

    def _say_load(self) -> str:
        hours, busiest = self.summary["hours_busiest"], int(self.summary["busiest"])
        if not hours > 0:
            return ""
        some = self.load.head(busiest)
        least = "at least " if (some["groups_not_known"] > 0).any() else ""
        if busiest == 1:
            return f"{some['name'].iloc[0]} gives {least}{_say_hours(hours)} a year to meetings."
        return (
            f"The {busiest:,} organisations with most hours on record give {least}"
            f"{_say_hours(hours)} a year to meetings together; {some['name'].iloc[0]} most, "
            f"with {_say_hours(some['hours'].iloc[0])}."
        )

    def _say_overlaps(self) -> str:
        whole = self.overlaps[(self.overlaps["overlap"] == 1) & ~self.overlaps["is_subgroup"]]
        if whole.empty:
            return ""
        first = whole.iloc[0]
        more = whole["group_id"].nunique() - 1
        words = (
            f"All {first['members']:,} members of {first['group']} meet in {first['other']}, too"
        )
        return f"{words}; {more:,} more {say_are(more)} like it." if more else f"{words}."

    def _say_hubs(self) -> str:
        if self.hubs.empty:
            return ""
        hub = self.hubs.sort_values(["members", "name"], ascending=[False, True]).iloc[0]
        words = (
            f"{hub['name']} has {hub['members']:,} of "
            f"{count_of(self.summary['organisations'], 'organisation')} as members "
            f"({say_share(hub['share'])})"
        )
        if hub["through_members"]:
            sit = "sits" if hub["through_members"] == 1 else "sit"
            words += f", and {hub['through_members']:,} more {sit} in a group with one"
        if hub["missed"]:
            words += f"; by what is recorded it misses {hub['missed']:,}"
        return f"{words}."

    def _say_shared(self) -> str:
        shared = self.representatives[self.representatives["is_shared"]]
        places = list(dict.fromkeys(shared["area"]))
        if not places:
            return ""
        return (
            f"More than one organisation holds the role of speaking for "
            f"{join_words(places, most=_NAMED)} in the same group."
        )

    def _say_terms(self) -> str:
        over = self.representatives[self.representatives["term"] == OVER]
        if over.empty:
            return ""
        listed = [
            f"{name} for {area}" for name, area in zip(over["name"], over["area"], strict=True)
        ]
        count = count_of(len(over), "term")
        return f"{count} {say_are(len(over))} over: {join_words(listed, most=_NAMED)}."


def _count_status(table: pd.DataFrame, status: str) -> int:
    return int((table["status"] == status).sum())


def _say_none_or(number: int) -> str:
    return f"{number:,} {say_have(number)}" if number else "none has"


def _name_all(counted: pd.DataFrame) -> str:
    """Return the areas of which nothing is known: named if they are few."""
    if len(counted) <= _NAMED:
        return join_words(counted["name"])
    return f"the {count_of(len(counted), 'area')} with organisations"


def _name_areas(areas: pd.DataFrame) -> str:
    """Return areas with their organisations, those with most first."""
    ordered = areas.sort_values(["organisations", "name"], ascending=[False, True])
    # What is counted is said once, at the first.
    counts = [count_of(ordered["organisations"].iloc[0], "organisation")]
    counts += [f"{number:,}" for number in ordered["organisations"].iloc[1:]]
    named = [f"{name} ({count})" for name, count in zip(ordered["name"], counts, strict=True)]
    return join_words(named, most=_NAMED)


def _say_unnamed(row: pd.Series) -> str:
    """Return who speaks for an area where none of them may be named, or only for a larger one."""
    number = int(row["representatives"])
    if row["by_larger"] == number:
        of_larger = "the representative" if number == 1 else f"{number:,} representatives"
        return f"{of_larger} of a larger place"
    return count_of(number, "organisation")


def _say_standing(row: pd.Series) -> str:
    """Return whether those who speak for an area were elected, and whether they still are."""
    status, number = row["status"], row["representatives"]
    if status == ELECTED:
        words = (
            "elected" if row["elected"] == number else f"{row['elected']:,} of {number:,} elected"
        )
    elif status == UNELECTED:
        words = "not elected"
    elif status == UNTOLD:
        words = "whether there was an election is not recorded"
    else:
        words = "not elected, but of others it is not recorded for which area they speak"
    if row["is_shared"]:
        words += ", and more than one holds the role"
    if not row["is_term_known"]:
        words += "; whether the term still runs is not recorded"
    return words


def _say_based(row: pd.Series) -> str:
    """Return what is known of the organisations based in an area, to follow the sentence."""
    based, without = row["organisations"], row["unrepresented"]
    if not based:
        return "; no organisation on record is based there"
    words = f"; {count_of(based, 'organisation')} {say_are(based)} based there"
    if pd.notna(without) and without:
        if without == based:
            words += ", which sits in no group" if based == 1 else ", none of which sits in a group"
        else:
            words += f", {without:,} of which {'sits' if without == 1 else 'sit'} in no group"
    if pd.notna(row["tied_to_representative"]):
        tied = int(row["tied_to_representative"])
        words += f", {tied:,} of the others with a tie on record to whoever speaks for it"
    return words


def _say_hours(hours: float) -> str:
    return f"{hours:,.0f} hours" if hours >= 1.5 else "1 hour" if hours >= 0.5 else "under 1 hour"


def _round_up(days: float) -> int:
    return int(-(-days // 1))
