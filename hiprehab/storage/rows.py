"""Core values to table rows and back. Instants are stored as UTC text with microseconds."""

import functools
import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.conditions import Chosen
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Stamp,
    Status,
)
from hiprehab.core.model import Side
from hiprehab.core.safety import Answer, Clearance, Occasion
from hiprehab.storage.checksum import Value

Row = dict[str, Value]


def instant(moment: datetime) -> str:
    """An aware moment as stored: `2026-11-22T04:24:53.000000Z`, which sorts as text."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def moment_of(text: str) -> datetime:
    """The aware UTC moment of a stored instant."""
    return datetime.fromisoformat(text)


def maybe(text: str | None) -> datetime | None:
    return None if text is None else moment_of(text)


def clean(text: str) -> str:
    """Text that every reader of the file can take: no NUL, no half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def tidy(row: Row) -> Row:
    return {key: clean(value) if isinstance(value, str) else value for key, value in row.items()}


def flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def stamp_row(stamp: Stamp) -> Row:
    return {
        "at_utc": instant(stamp.at),
        "offset_min": stamp.offset_min,
        "day": stamp.day.isoformat(),
    }


def stamp_of(row: Mapping[str, Any]) -> Stamp:
    """The stamp in a row's first three columns."""
    return Stamp(moment_of(row["at_utc"]), row["offset_min"], date.fromisoformat(row["day"]))


def pain_row(entry: PainEntry) -> Row:
    """A rating without its id."""
    return tidy(
        stamp_row(entry.stamp)
        | {
            "side": entry.side.value,
            "score": entry.score,
            "moment": entry.moment.value,
            "measure": entry.measure.value,
            "place": entry.place,
            "woken": flag(entry.woken),
            "sharp": flag(entry.sharp),
            "catching": flag(entry.catching),
            "giving_way": flag(entry.giving_way),
            "limp": flag(entry.limp),
            "note": entry.note,
            "session": entry.session,
            "exercise": entry.exercise,
            "demo": int(entry.demo),
        }
    )


_SIDES = {side.value: side for side in Side}
_MOMENTS = {moment.value: moment for moment in Moment}
_MEASURES = {measure.value: measure for measure in Measure}


PAIN_COLUMNS = (
    "id, at_utc, offset_min, day, side, score, moment, measure, place, woken, sharp, catching,"
    " giving_way, limp, note, session, exercise, demo"
)
_FLAGS = {None: None, 0: False, 1: True}
_ISO_DAY = functools.lru_cache(maxsize=64)(date.fromisoformat)


def pain_entry(row: Iterable[Any]) -> PainEntry:
    """A rating from the values of PAIN_COLUMNS. By place, not by name: ten years of them count."""
    (id_, at, offset, day, side, score, moment, measure, place, woken, sharp, catching,
     giving_way, limp, note, session, exercise, demo) = row  # fmt: skip
    return PainEntry(
        Stamp(datetime.fromisoformat(at), offset, _ISO_DAY(day)),
        _SIDES[side],
        score,
        _MOMENTS[moment],
        _MEASURES[measure],
        place,
        _FLAGS[woken],
        _FLAGS[sharp],
        _FLAGS[catching],
        _FLAGS[giving_way],
        _FLAGS[limp],
        note,
        session,
        exercise,
        demo == 1,
        id_,
    )


def former_pain(values: Mapping[str, Any]) -> PainEntry:
    """A rating from what the history keeps of it."""
    return pain_entry(values[name] for name in PAIN_COLUMNS.split(", "))


def session_row(record: SessionRecord) -> Row:
    """A session without its id, results and plan."""
    return tidy(
        stamp_row(record.stamp)
        | {
            "ended_at_utc": None if record.ended_at is None else instant(record.ended_at),
            "routine": record.routine,
            "title": record.title,
            "version": record.version,
            "variant": record.variant,
            "status": record.status.value,
            "reason": record.reason.value if record.reason else None,
            "planned_s": record.planned_s,
            "active_s": record.active_s,
            "effort": record.effort,
            "shorter": int(record.shorter),
            "note": record.note,
            "demo": int(record.demo),
        }
    )


def session_record(row: Mapping[str, Any], results: Iterable[SetResult] = ()) -> SessionRecord:
    """A session from its row."""
    return SessionRecord(
        stamp=stamp_of(row),
        routine=row["routine"],
        title=row["title"],
        version=row["version"],
        variant=row["variant"],
        status=Status(row["status"]),
        planned_s=row["planned_s"],
        active_s=row["active_s"],
        ended_at=maybe(row["ended_at_utc"]),
        effort=row["effort"],
        note=row["note"],
        shorter=bool(row["shorter"]),
        reason=SkipReason(row["reason"]) if row["reason"] else None,
        results=tuple(results),
        demo=bool(row["demo"]),
        id=row["id"],
    )


def result_row(session: int, position: int, result: SetResult) -> Row:
    """A set's result as the `position`-th of its session."""
    return tidy(
        {
            "session": session,
            "position": position,
            "item": result.item,
            "exercise": result.exercise,
            "level": result.level,
            "side": result.side.value if result.side else None,
            "set_number": result.set,
            "reps_planned": result.reps_planned,
            "reps_done": result.reps_done,
            "seconds_planned": result.seconds_planned,
            "seconds_done": result.seconds_done,
            "outcome": result.outcome.value,
            "reason": result.reason.value if result.reason else None,
        }
    )


def set_result(row: Mapping[str, Any]) -> SetResult:
    """A set's result from its row."""
    return SetResult(
        item=row["item"],
        exercise=row["exercise"],
        level=row["level"],
        side=Side(row["side"]) if row["side"] else None,
        set=row["set_number"],
        reps_planned=row["reps_planned"],
        reps_done=row["reps_done"],
        seconds_planned=row["seconds_planned"],
        seconds_done=row["seconds_done"],
        outcome=Outcome(row["outcome"]),
        reason=SkipReason(row["reason"]) if row["reason"] else None,
    )


def planned_row(planned: Planned) -> Row:
    """A row of the person's plan."""
    return tidy(
        {
            "routine": planned.routine,
            "variant": planned.variant,
            "weekdays": "".join(str(day) for day in sorted(planned.weekdays)),
            "times_per_day": planned.times_per_day,
            "since": planned.since.isoformat(),
            "until": planned.until.isoformat() if planned.until else None,
        }
    )


def planned_of(row: Mapping[str, Any]) -> Planned:
    """The person's plan from its row."""
    return Planned(
        routine=row["routine"],
        variant=row["variant"],
        weekdays=frozenset(int(day) for day in row["weekdays"]),
        times_per_day=row["times_per_day"],
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        id=row["id"],
    )


def away_row(away: Away) -> Row:
    """A time away."""
    return tidy(
        {
            "first_day": away.start.isoformat(),
            "last_day": away.end.isoformat(),
            "reason": away.reason,
        }
    )


def away_of(row: Mapping[str, Any]) -> Away:
    """A time away from its row."""
    return Away(
        date.fromisoformat(row["first_day"]),
        date.fromisoformat(row["last_day"]),
        row["reason"],
        row["id"],
    )


def chosen_row(chosen: Chosen) -> Row:
    """A condition that the person entered."""
    since = chosen.since.isoformat() if chosen.since else None
    return tidy({**stamp_row(chosen.stamp), "key": chosen.key, "since": since})


def chosen_of(row: Mapping[str, Any]) -> Chosen:
    """A condition from its row."""
    return Chosen(
        stamp_of(row),
        row["key"],
        date.fromisoformat(row["since"]) if row["since"] else None,
        maybe(row["ended_at_utc"]),
        row["id"],
    )


def answer_row(answer: Answer) -> Row:
    """An answer to a safety question."""
    given: Row = {
        "question": answer.question,
        "yes": int(answer.yes),
        "occasion": answer.occasion.value,
    }
    return tidy(stamp_row(answer.stamp) | given)


def answer_of(row: Mapping[str, Any]) -> Answer:
    """An answer from its row."""
    occasion = Occasion(row["occasion"])
    return Answer(stamp_of(row), row["question"], bool(row["yes"]), occasion, row["id"])


def clearance_row(clearance: Clearance) -> Row:
    """A clinician's word."""
    given: Row = {
        "question": clearance.question,
        "who": clearance.who,
        "cleared_on": clearance.cleared_on.isoformat(),
        "note": clearance.note,
    }
    return tidy(stamp_row(clearance.stamp) | given)


def clearance_of(row: Mapping[str, Any]) -> Clearance:
    """A clinician's word from its row."""
    return Clearance(
        stamp_of(row),
        row["question"],
        row["who"],
        date.fromisoformat(row["cleared_on"]),
        row["note"],
        row["id"],
    )


def as_json(row: sqlite3.Row) -> str:
    """A former version of a row, as the history tables keep it."""
    kept = {key: row[key] for key in row.keys() if key != "checksum"}  # noqa: SIM118
    return json.dumps(kept, ensure_ascii=False)
