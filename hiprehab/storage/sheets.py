"""The CSV files of an export: their columns with what each means, and where the rows come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file: its columns with what they mean, and where the rows come from."""

    name: str
    columns: Mapping[str, str]
    source: str

    @property
    def query(self) -> str:
        """The statement that reads the rows, with texts that a spreadsheet cannot run."""
        listed = (harmless(name) if name in FREE_TEXT else name for name in self.columns)
        return f"SELECT {', '.join(listed)} FROM {self.source}"


FREE_TEXT: Final = frozenset(
    {
        "place",
        "note",
        "reason",
        "routine",
        "title",
        "version",
        "variant",
        "exercise",
        "level",
        "who",
        "key",
        "text",
        "name",
        "to_exercise",
        "to_level",
    }
)
"""Columns with words of people or packs."""


def harmless(column: str) -> str:
    """SQL that puts an apostrophe before text that a spreadsheet would take for a formula."""
    begins = f"substr(ltrim({column}, ' '), 1, 1)"
    risky = "'=', '+', '-', '@', char(9), char(10), char(13)"
    return f"iif({begins} IN ({risky}), char(39) || {column}, {column})"


_WHEN = {
    "id": "number of the record",
    "day": "local day it counts for; a day lasts until 4 am",
    "at_utc": "moment, in UTC",
    "offset_min": "minutes that local time was ahead of UTC",
}
KEPT: Final = "deleted_at_utc IS NULL"

SHEETS: Final[tuple[Sheet, ...]] = (
    Sheet(
        "pain.csv",
        _WHEN
        | {
            "side": "left or right",
            "score": "0 to 10; empty: not asked",
            "moment": "day, before, during, after a session, or next_morning",
            "measure": "now, worst, average or night",
            "place": "where it hurt",
            "woken": "1: woken at night by it, 0: not, empty: not asked",
            "sharp": "1: sharp, 0: not, empty: not asked",
            "catching": "1: catching or clicking, 0: not, empty: not asked",
            "giving_way": "1: gave way, 0: did not, empty: not asked",
            "limp": "1: limped, 0: did not, empty: not asked",
            "note": "the person's own words",
            "session": "number of the session it belongs to",
            "exercise": "exercise it was the highest score of",
            "demo": "1: made-up data of the demonstration",
        },
        f"pain WHERE {KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "sessions.csv",
        _WHEN
        | {
            "ended_at_utc": "moment of its end, in UTC",
            "routine": "id of the routine",
            "title": "the routine's name then",
            "version": "the routine's version then",
            "variant": "variant or level of the routine",
            "status": "done, partial, manual (entered later), discarded or unfinished",
            "reason": "why it was ended early",
            "planned_s": "seconds of the whole plan",
            "active_s": "seconds credited",
            "effort": "0 to 10; empty: not asked",
            "shorter": "1: the shorter form",
            "note": "the person's own words",
            "demo": "1: made-up data of the demonstration",
        },
        f"session WHERE {KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "sets.csv",
        {
            "session": "number of the session",
            "position": "order in the session, from 0",
            "item": "place in the routine, from 0",
            "exercise": "id of the exercise",
            "level": "level of the exercise",
            "side": "left or right; empty: both at once",
            "set_number": "set, from 1",
            "reps_planned": "repetitions prescribed",
            "reps_done": "repetitions done",
            "seconds_planned": "seconds prescribed",
            "seconds_done": "seconds done",
            "outcome": "done, partial or skipped",
            "reason": "why it was left out",
        },
        f"set_result WHERE session IN (SELECT id FROM session WHERE {KEPT})"
        " ORDER BY session, position",
    ),
    Sheet(
        "plan.csv",
        {
            "id": "number of the record",
            "routine": "id of the routine",
            "variant": "variant or level of the routine",
            "weekdays": "days of the week, 0 is Monday",
            "times_per_day": "how often on such a day",
            "since": "first day",
            "until": "last day; empty: open",
        },
        f"plan WHERE {KEPT} ORDER BY id",
    ),
    Sheet(
        "away.csv",
        {
            "id": "number of the record",
            "first_day": "first day",
            "last_day": "last day",
            "reason": "the person's own words",
        },
        f"away WHERE {KEPT} ORDER BY first_day, id",
    ),
    Sheet(
        "conditions.csv",
        _WHEN
        | {
            "key": "what a clinician told the person",
            "since": "when it began; empty: not said",
            "ended_at_utc": "moment at which it was taken away, in UTC; empty: it holds",
        },
        "condition ORDER BY at_utc, id",
    ),
    Sheet(
        "safety.csv",
        _WHEN
        | {
            "question": "number of the safety question",
            "yes": "1: yes, 0: no",
            "occasion": "why it was asked: first, red, away, regular or new",
        },
        f"safety_answer WHERE {KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "clearances.csv",
        _WHEN
        | {
            "question": "number of the safety question",
            "who": "who said that the person may exercise",
            "cleared_on": "the day of that",
            "note": "the person's own words",
        },
        f"clearance WHERE {KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "events.csv",
        _WHEN
        | {
            "kind": "event, flare (a bad spell), run, or skipped (a planned day left out)",
            "first_day": "its first day",
            "last_day": "its last day; empty: it goes on",
            "text": "the person's own words",
            "reason": "why a planned day was left out",
            "minutes": "how long a run took",
            "km": "how far a run went",
            "demo": "1: made-up data of the demonstration",
        },
        f"event WHERE {KEPT} ORDER BY first_day, at_utc, id",
    ),
    Sheet(
        "activities.csv",
        {
            "id": "number of the activity",
            "name": "what the hip makes hard, in the person's own words",
            "since": "first day it was rated",
            "until": "last day; empty: open",
        },
        "activity ORDER BY id",
    ),
    Sheet(
        "activity_ratings.csv",
        _WHEN
        | {
            "activity": "number of the activity",
            "score": "0 not at all to 10 as well as before",
            "demo": "1: made-up data of the demonstration",
        },
        f"activity_rating WHERE {KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "tests.csv",
        _WHEN
        | {
            "kind": "chair stand or single-leg stance",
            "side": "left or right; empty: both legs",
            "value": "stands in 30 seconds, or seconds",
            "pain": "1: pain stopped it, 0: not, empty: not said",
            "note": "the person's own words",
            "demo": "1: made-up data of the demonstration",
        },
        f"function_test WHERE {KEPT} ORDER BY at_utc, id",
    ),
    Sheet(
        "questions.csv",
        {"position": "order, from 0", "text": "what the person wants to ask"},
        "question ORDER BY position",
    ),
    Sheet(
        "ready.csv",
        _WHEN | {"key": "point of the list before running again", "yes": "1: it is so, 0: not yet"},
        "ready ORDER BY at_utc, id",
    ),
    Sheet(
        "adjustments.csv",
        _WHEN
        | {
            "routine": "id of the routine",
            "exercise": "exercise it is about; empty: the whole routine",
            "to_exercise": "exercise in its place; empty: the same",
            "to_level": "level in its place; empty: the same",
            "percent": "how much of the sets is done",
            "reason": "why",
            "ended_at_utc": "moment of its end, in UTC; empty: it holds",
        },
        "adjustment ORDER BY id",
    ),
)
