"""Core values of the diary to table rows and back. The diary's tables load this when asked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    Adjustment,
    Event,
    EventKind,
    FunctionKind,
    FunctionTest,
    Ready,
)
from hiprehab.core.log import SkipReason
from hiprehab.core.model import Side
from hiprehab.storage.rows import Row, flag, maybe, stamp_of, stamp_row, tidy


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def event_row(event: Event) -> Row:
    """An event without its id."""
    return tidy(
        stamp_row(event.stamp)
        | {
            "kind": event.kind.value,
            "first_day": event.first.isoformat(),
            "last_day": event.last.isoformat() if event.last else None,
            "text": event.text,
            "reason": event.reason.value if event.reason else None,
            "minutes": event.minutes,
            "km": event.km,
            "demo": int(event.demo),
        }
    )


def event_of(row: Mapping[str, Any]) -> Event:
    """An event from its row."""
    return Event(
        stamp_of(row),
        EventKind(row["kind"]),
        date.fromisoformat(row["first_day"]),
        _day(row["last_day"]),
        row["text"],
        SkipReason(row["reason"]) if row["reason"] else None,
        row["minutes"],
        row["km"],
        bool(row["demo"]),
        row["id"],
    )


def activity_row(activity: Activity) -> Row:
    """An activity without its id."""
    until = activity.until.isoformat() if activity.until else None
    return tidy({"name": activity.name, "since": activity.since.isoformat(), "until": until})


def activity_of(row: Mapping[str, Any]) -> Activity:
    """An activity from its row."""
    since = date.fromisoformat(row["since"])
    return Activity(row["name"], since, _day(row["until"]), row["id"])


def activity_rating_row(rating: ActivityRating) -> Row:
    """A rating of an activity without its id."""
    given: Row = {
        "activity": rating.activity,
        "score": rating.score,
        "demo": int(rating.demo),
    }
    return stamp_row(rating.stamp) | given


def activity_rating_of(row: Mapping[str, Any]) -> ActivityRating:
    """A rating of an activity from its row."""
    demo = bool(row["demo"])
    return ActivityRating(stamp_of(row), row["activity"], row["score"], demo, row["id"])


def function_test_row(test: FunctionTest) -> Row:
    """A test without its id."""
    return tidy(
        stamp_row(test.stamp)
        | {
            "kind": test.kind.value,
            "side": test.side.value if test.side else None,
            "value": test.value,
            "pain": flag(test.pain),
            "note": test.note,
            "demo": int(test.demo),
        }
    )


def function_test_of(row: Mapping[str, Any]) -> FunctionTest:
    """A test from its row."""
    return FunctionTest(
        stamp_of(row),
        FunctionKind(row["kind"]),
        Side(row["side"]) if row["side"] else None,
        row["value"],
        None if row["pain"] is None else bool(row["pain"]),
        row["note"],
        bool(row["demo"]),
        row["id"],
    )


def ready_row(ready: Ready) -> Row:
    """An answer to a point before running, without its id."""
    given: Row = {"key": ready.key, "yes": int(ready.yes)}
    return tidy(stamp_row(ready.stamp) | given)


def ready_of(row: Mapping[str, Any]) -> Ready:
    """An answer to a point before running from its row."""
    return Ready(stamp_of(row), row["key"], bool(row["yes"]), row["id"])


def adjustment_row(change: Adjustment) -> Row:
    """An accepted adjustment without its id and its end."""
    given: Row = {
        "routine": change.routine,
        "exercise": change.exercise,
        "to_exercise": change.to_exercise,
        "to_level": change.to_level,
        "percent": change.percent,
        "reason": change.reason,
    }
    return tidy(stamp_row(change.stamp) | given)


def adjustment_of(row: Mapping[str, Any]) -> Adjustment:
    """An accepted adjustment from its row."""
    return Adjustment(
        stamp_of(row),
        row["routine"],
        row["exercise"],
        row["to_exercise"],
        row["to_level"],
        row["percent"],
        row["reason"],
        maybe(row["ended_at_utc"]),
        row["id"],
    )


ROWS: Final[Mapping[str, Callable[[Any], Row]]] = {
    "event": event_row,
    "activity": activity_row,
    "activity_rating": activity_rating_row,
    "function_test": function_test_row,
    "ready": ready_row,
    "adjustment": adjustment_row,
}
"""From a table's value to its row."""

VALUES: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "event": event_of,
    "activity": activity_of,
    "activity_rating": activity_rating_of,
    "function_test": function_test_of,
    "ready": ready_of,
    "adjustment": adjustment_of,
}
"""From a table's row to its value."""
