"""The answer to whether referrals are working: its frames, and the sentences about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ecosystem.disclosure import (
    NOT_SHOWN,
    SMALL,
    are_mostly_few,
    are_small,
    are_stand_ins,
    count_people,
    count_total,
    hide_shares,
    hide_small,
    is_small,
)
from ecosystem.result import Result, Rows
from ecosystem.wording import count_of, say_are, say_share, start_sentence

from .ends import hide_totals, say_ends, show_reasons
from .hiding import hide_known, hide_rates
from .missing_routes import say_routes
from .rates import FEWEST, KNOWN, LAPSE_DAYS, LIMITS, RATES, SHARES, TOLD
from .routes import (
    AGREED_UNUSED,
    USED_UNAGREED,
)
from .shares import Known, say_known

_COUNTS = ["referrals", "cases", "signposts", "due", "answered", "accepted", "closed"]
_COUNTS += ["passed_on_cases", "bounces", "loops", "retries", "dead_ends", "in_hand", "waiting"]
_COUNTS += ["silent"]
"""Single figures that count people or referrals: 1 to 4 of them are not shown."""

_COUNTED = {"answered": SHARES[0], "accepted": SHARES[1], "closed": SHARES[2]}
"""The share that a count can be worked out from: it goes where the count is hidden."""

_WHOLES = {"answered": "due", "accepted": "answered", "closed": "due"}
"""What each count is a part of."""

_DOOR_FIGURES = ["door_low", "door_high", "door_gap", "model_error"]

_STOPPED = "were refused, withdrawn or tried in vain, with nothing after that on record"
"""What became of people at a dead end: three ends, and no claim that nobody else helped."""

_WAITS = ["median_wait_days", "longest_wait_days"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PathwaysResult(Result):
    """How referrals to each organisation go, and the ways they take.

    Attributes
    ----------
    pairs
        For each sender, receiver and service type with referrals: from_id, to_id, service_type,
        sent, due, answered_share, accepted_share and closed_loop_share (each with _low and
        _high), accepted_known, closed_loop_known, reached_share, median_wait_days, bounces,
        feedback, agreement. Empty where not known.
    journeys
        For each route that five cases or more took: route, referrals, people, served, in_hand,
        waiting, silent, stopped (people); the last row holds all others. Empty without a log.
    agreed_and_used
        For each link: from_id, to_id, service_type, kind (agreed and used; agreed, not used;
        used, not agreed; used, agreement not known), sent.
    doors
        For each first contact with ten ended cases or more, by organisation_id: name, cases,
        served_share (with _low and _high), referrals (mean until the end), and what a chain of
        independent steps makes of them: modelled_served_share, modelled_referrals. Empty without
        a log.
    steps
        For each organisation, service type and level: organisation_id, service_type, level (at
        least; empty: any), steps (referrals needed; 0: it provides it itself), route (provides it
        itself, route, no route recorded, no such service reaches its area, not known), cases and
        mean_referrals (seen in the log).
    reasons
        Why those without help ended so: reason, ended_without_help (people; with a log referrals
        that are due). Reasons of fewer than five are "other reasons"; the last row has those of
        whom none is recorded ("not recorded").
    summary
        referrals, cases, signposts; due, answered, accepted, closed, got_help, ended_without_help
        (of those due; without a log of all) and the shares answered_share, accepted_share,
        closed_loop_share, got_help_share (with _low and _high); accepted_known, closed_loop_known
        (people of whom these are known, without a log), got_help_known (people, or referrals, whose
        end is recorded), waits_known (referrals);
        outcome_known_share (of those accepted and due, ended), reached_share, median_wait_days,
        longest_wait_days; passed_on_cases (sent on at least once more), bounces, loops, retries
        (cases with one), parallel_share (of referrals), dead_ends, in_hand, waiting (cases),
        silent (referrals); agreed_share (of referrals whose agreement is known),
        agreement_known_share; door_low, door_high, door_gap, model_error (mean difference of the
        modelled and observed served_share). Empty where not known.
    """

    pairs: pd.DataFrame
    journeys: pd.DataFrame
    agreed_and_used: pd.DataFrame
    doors: pd.DataFrame
    steps: pd.DataFrame
    reasons: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        numbers = self.summary
        if not numbers["referrals"] > 0:
            return "No referrals with numbers are recorded, so how they go cannot be said."
        if self.settings["log"]:
            if numbers["due"] < FEWEST:
                return "Too few referrals are old enough to judge how they go."
            due = numbers["due"]
            words = (
                f"Of {count_people(due)} referrals old enough to judge, "
                f"{_say_part(numbers['answered'], due)} were answered"
            )
            if pd.notna(numbers["closed"]):
                heard = _say_part(numbers["closed"], due)
                words += f", and of {heard} the sender learned the result"
            return f"{words}."
        words = f"{_say_sent(self.pairs)} sent on"
        taken_on = say_known(_read_known(numbers, "accepted_share", self.pairs), "{} were taken on")
        heard = say_known(
            _read_known(numbers, "closed_loop_share", self.pairs),
            "the sender learns what became of {}",
        )
        taken_on = taken_on or _say_unshown(numbers, self.pairs)
        return start_sentence(f"{words}{taken_on}{heard}.")

    @property
    def findings(self) -> tuple[str, ...]:
        """What else the answer says, a sentence each, most telling first."""
        agreed = self._say_agreed()
        sentences = [
            say_ends(self.summary, self.reasons, is_log=bool(self.settings["log"])),
            self._say_waits(),
            *self._say_lost(),
            self._say_doors(),
            *agreed[:1],
            *say_routes(self.steps),
            *agreed[1:],
        ]
        return tuple(sentence for sentence in sentences if sentence)

    def explain(self, key: str) -> str:
        """Return how referrals to an organisation go, in a sentence or two."""
        exact, row = self._row(key), self._hidden[key]
        name = row["name"]
        if not row["sent"] > 0 and not row["is_active"]:
            return f"{name} is not running: referrals to it are not counted."
        if not row["sent"] > 0:
            return f"No referrals to {name} are recorded."
        if not self.settings["log"]:
            return start_sentence(f"{_explain_table(exact, self._list_links(key))}.")
        if row["due"] < FEWEST:
            return f"Too few referrals to {name} are old enough to judge."
        words = f"Of {count_of(row['due'], 'referral')} to {name} old enough to judge, "
        if pd.notna(row["answered_share"]):
            words += f"{say_share(row['answered_share'])} were answered"
        else:
            answered = round(exact["due"] * exact["answered_share"])
            words += f"{_say_part(answered, row['due'])} were answered"
        if pd.notna(row["accepted_share"]):
            words += f" and {say_share(row['accepted_share'])} of these accepted"
        if pd.notna(row["closed_loop_share"]):
            words += f"; of {say_share(row['closed_loop_share'])} the sender learned the result"
        words += _say_helped(exact, self._list_links(key), noun="referrals")
        return f"{words}. {_explain_wait(exact)}{_explain_lost(row)}".strip()

    @cached_property
    def _hidden(self) -> Rows:
        return Rows(hide_rates(self.table, is_log=bool(self.settings["log"])))

    def _list_links(self, key: str) -> pd.DataFrame:
        return self.pairs[self.pairs["to_id"] == key]

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone: counts from 1 to 4 read "under 5"."""
        rates = [*RATES, *KNOWN.values(), *_WAITS, "waits_known"]
        others = self.table["sent"] - self.table["waits_known"]
        shown = hide_rates(self.table, is_log=bool(self.settings["log"]))
        shown["waits_known"] = shown["waits_known"].mask(are_small(others))
        shown = hide_small(shown, ["waits_known"])
        shown = hide_small(shown, ["sent", "due"], rates)
        shown = hide_small(shown, ["passed_on"], [*TOLD, "told_known"])
        return hide_small(shown, ["bounces", "dead_ends", "silent"])

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The pairs, journeys, links, steps and summary as they may be shown to anyone."""
        rates = [*RATES, *KNOWN.values(), "reached_share", _WAITS[0]]
        is_log = bool(self.settings["log"])
        pairs = hide_small(hide_rates(self.pairs, is_log=is_log), ["sent", "due"], rates)
        outcomes = ["served", "in_hand", "waiting", "silent", "stopped"]
        return {
            "pairs": hide_small(pairs, ["bounces"]),
            "journeys": hide_small(self.journeys, outcomes, ["people"]),
            "agreed_and_used": hide_small(self.agreed_and_used, ["sent"]),
            "steps": hide_small(self.steps, ["cases"]),
            "reasons": show_reasons(self.reasons, self.summary["got_help"]),
            "doors": self._hide_doors(),
            "summary": self.shown_summary,
        }

    @property
    def shown_summary(self) -> pd.Series:
        """The summary as it may be shown to anyone."""
        summary = hide_known(self.summary.to_frame().T, "referrals")
        summary = hide_small(summary, _COUNTS)
        figures = hide_totals(summary.iloc[0], self.summary)
        for count, share in _COUNTED.items():
            # Of so few, and of all but so few, the share would tell how many.
            rest = self.summary[_WHOLES[count]] - self.summary[count]
            if is_small(self.summary[count]) or is_small(rest):
                figures[[share + end for end in LIMITS]] = None
            if is_small(rest) and not is_small(self.summary[count]):
                figures[count] = NOT_SHOWN
        doors = self._hide_doors()
        if len(doors.dropna(subset=["served_share"])) < len(self.doors):
            figures[_DOOR_FIGURES] = None
        return figures

    def _hide_doors(self) -> pd.DataFrame:
        """Return the doors without shares that tell how few were served, or were not."""
        shares = ["served_share", "modelled_served_share"]
        bases = dict.fromkeys(shares[:1], self.doors["cases"])
        shown = hide_shares(self.doors, bases, LIMITS, both_sides=True)
        is_told = self.doors["served_share"].notna() & shown["served_share"].isna()
        # Where nobody is sent on, the model says what was seen.
        return shown.assign(**{shares[1]: shown[shares[1]].mask(is_told)})

    def _say_waits(self) -> str:
        half, longest = self.summary["median_wait_days"], self.summary["longest_wait_days"]
        if not self.settings["log"]:
            return ""
        known, sent = self.summary["waits_known"], self.summary["referrals"]
        return _say_wait(half, longest, known, sent, noun=" of referrals")

    def _say_lost(self) -> list[str]:
        numbers, sentences = self.summary, []
        if numbers["bounces"] > 0:
            several = numbers["passed_on_cases"]
            among = (
                "" if is_small(several) else f" of {several:,.0f} who were sent on more than once"
            )
            sentences.append(f"{_people(numbers['bounces'])}{among} were sent straight back.")
        if numbers["loops"] > 0:
            sentences.append(
                f"{_people(numbers['loops'])} came back to an organisation that had already had "
                "them."
            )
        if numbers["dead_ends"] > 0:
            worst = self.table.sort_values("dead_ends", ascending=False, kind="stable").iloc[0]
            sentences.append(
                f"{_people(numbers['dead_ends'])} {_STOPPED}, most at {worst['name']}."
            )
        if numbers["silent"] > 0:
            number = _referrals(numbers["silent"])
            sentences.append(f"{number} had no answer for over {LAPSE_DAYS} days.")
        return sentences

    def _say_doors(self) -> str:
        doors = self._hide_doors()
        if len(doors) < 2 or doors["served_share"].isna().any():
            return ""
        weakest = doors.sort_values("served_share", kind="stable").iloc[0]
        low, high = (say_share(self.summary[name]) for name in ("door_low", "door_high"))
        return (
            f"The chance of being served runs from {low} to {high} depending on where a person "
            f"first turns up; lowest at {weakest['name']}."
        )

    def _say_agreed(self) -> list[str]:
        kinds, sentences = self.agreed_and_used["kind"], []
        share = self.summary["agreed_share"]
        if pd.notna(share):
            sentences.append(f"{self._say_share_agreed()}{self._say_largest_without()}.")
        log = " in this log" if self.settings["log"] else ""
        unused = int((kinds == AGREED_UNUSED).sum())
        if unused:
            sentences.append(f"{count_of(unused, 'agreed pathway')} carried nobody{log}.")
        unagreed = int((kinds == USED_UNAGREED).sum())
        if unagreed:
            sentences.append(
                f"{count_of(unagreed, 'pathway')} in use {say_are(unagreed)} not agreed in writing."
            )
        return sentences

    def _say_share_agreed(self) -> str:
        numbers = self.summary
        sent, known = numbers["referrals"], numbers["agreement_known_share"]
        noun = "referrals" if self.settings["log"] else "people sent on"
        share = Known(
            share=numbers["agreed_share"],
            low=numbers["agreed_share"] * known,
            high=numbers["agreed_share"] * known + 1 - known,
            known=round(known * sent),
            people=sent,
        )
        of_all = f" of the {noun}" if share.known == sent else ""
        words = say_known(share, f"{{}}{of_all} take a route agreed in writing", noun=noun)
        return start_sentence(words.removeprefix("; "))

    def _say_largest_without(self) -> str:
        rows = self.agreed_and_used
        without = rows[(rows["kind"] == USED_UNAGREED) & (rows["sent"] > 0)]
        if without.empty:
            return ""
        row = without.sort_values("sent", ascending=False, kind="stable").iloc[0]
        names = self.table["name"]
        return (
            f"; the busiest route that is not is from {names[row['from_id']]} to "
            f"{names[row['to_id']]} ({count_people(row['sent'])} "
            f"{'referrals' if self.settings['log'] else 'people'})"
        )


def _read_known(row: pd.Series, name: str, links: pd.DataFrame) -> Known:
    """Return a share of a row of the table, or of the summary, with how many it is known of.

    `links` are those that the row is of.
    """
    people = row["sent"] if "sent" in row else row["referrals"]
    people = people if pd.isna(row["due"]) else row["due"]
    limits = {end[1:]: float(row[name + end]) for end in LIMITS[1:]}
    return Known(
        share=float(row[name]),
        known=float(row[KNOWN[name]]),
        people=float(people),
        is_rough=are_mostly_few(links["sent"]),
        **limits,
    )


def _explain_table(row: pd.Series, links: pd.DataFrame) -> str:
    words = f"{_say_sent(links)} sent to {row['name']}"
    words += say_known(_read_known(row, "accepted_share", links), "{} were taken on")
    if pd.notna(row["median_wait_days"]):
        words += f"; the middle of the waits told was {count_of(row['median_wait_days'], 'day')}"
    heard = _read_known(row, "closed_loop_share", links)
    return words + say_known(heard, "the sender learns the result of {}") + _say_helped(row, links)


def _say_part(part: float, whole: float) -> str:
    """Return how many are part of a whole: neither a small number nor a small rest is told."""
    if is_small(whole - part) and not is_small(part):
        return f"all but {SMALL}"
    return count_people(part)


def _say_helped(row: pd.Series, links: pd.DataFrame, *, noun: str = "") -> str:
    """Return how many of those sent to an organisation got help; nothing where few did not."""
    helped = _read_known(row, "got_help_share", links)
    if pd.isna(helped.share) or is_small(round(helped.known * (1 - helped.share))):
        return ""
    return say_known(helped, "{} got help", noun=noun)


def _say_unshown(numbers: pd.Series, links: pd.DataFrame) -> str:
    """Return why it is not said how many people were taken on."""
    if pd.notna(numbers["accepted_share_low"]):
        return "; how many were taken on is known of too few on each route to be shown"
    few = int(are_stand_ins(links["sent"]).sum())
    if few == len(links):
        ways = f"each of {count_of(few, 'route')}" if few > 1 else "the only route"
        return f", {SMALL} on {ways}; how many of so few were taken on is not shown"
    is_hidden = ", or not shown of so few on a route" if few else ""
    return f"; how many were taken on is not recorded{is_hidden}"


def _say_sent(links: pd.DataFrame) -> str:
    """Return how many people were sent by these links, of which some may not say how many."""
    people = count_total(links["sent"])
    if not links["sent"].isna().any() or people == SMALL:
        return f"{people} people were"
    if people.startswith("about "):
        return f"{people} or more people were"
    return f"at least {people.removeprefix('between ').partition(' and ')[0]} people were"


def _say_wait(half: float, longest: float, known: float, sent: float, *, noun: str = "") -> str:
    """Return after how long referrals are answered, and of how many that is known."""
    if pd.isna(half) and pd.isna(longest):
        return ""
    if known == sent:
        among = ""
    elif is_small(sent - known) or is_small(known):
        among = "of those whose wait is known, "
    else:
        among = f"of the {known:,.0f} of {sent:,.0f} whose wait is known, "
    if pd.notna(half):
        words = f"half{'' if among else noun} are answered within {count_of(half, 'day')}."
    else:
        words = f"more than half are still unanswered after {count_of(longest, 'day')}."
    return start_sentence(among + words)


def _explain_wait(row: pd.Series) -> str:
    numbers = row[[*_WAITS, "waits_known", "sent"]].astype(float)
    return _say_wait(*numbers)


def _explain_lost(row: pd.Series) -> str:
    parts = [
        (row["bounces"], "were sent straight back"),
        (row["dead_ends"], _STOPPED),
    ]
    sentences = [f" {_people(number)} {what}." for number, what in parts if number > 0]
    if row["silent"] > 0:
        sentences.append(f" {_referrals(row['silent'])} had no answer for over {LAPSE_DAYS} days.")
    return "".join(sentences)


def _referrals(number: float) -> str:
    return (
        start_sentence(f"{SMALL} referrals") if is_small(number) else count_of(number, "referral")
    )


def _people(number: float) -> str:
    return start_sentence(f"{count_people(number)} people")
