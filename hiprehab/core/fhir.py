"""The log as a FHIR R4 bundle, in plain tables: pain, sessions and the plan.

Nobody is named in it. A code stands only where it is certain; all else is text, which FHIR allows.
docs/take-away.md says what goes where, and why the bundle also holds as R4B.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final, NamedTuple

from hiprehab.core.agenda import Planned
from hiprehab.core.log import (
    Measure,
    Moment,
    PainEntry,
    SessionRecord,
    Stamp,
    Status,
    count_sets,
)
from hiprehab.core.model import Side

LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"
UCUM: Final = "http://unitsofmeasure.org"
ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"

_PAIN_SCORE: Final = {
    "coding": [
        {
            "system": LOINC,
            "code": "72514-3",
            "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
        }
    ],
    "text": "Pain, 0 to 10, self-reported",
}
_SIDES: Final = {
    Side.LEFT: ("287679003", "Left hip region structure", "Left hip"),
    Side.RIGHT: ("287579007", "Right hip region structure", "Right hip"),
}
_MOMENTS: Final = {
    Moment.DAY: "in the day",
    Moment.BEFORE: "before a session",
    Moment.DURING: "during a session",
    Moment.AFTER: "after a session",
    Moment.NEXT_MORNING: "the morning after a session",
}
_MEASURES: Final = {
    Measure.NOW: "now",
    Measure.WORST: "worst of the day",
    Measure.AVERAGE: "average of the day",
    Measure.NIGHT: "in the night",
}
_STATUS: Final = {
    Status.DONE: "completed",
    Status.MANUAL: "completed",
    Status.PARTIAL: "stopped",
}
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Record(NamedTuple):
    """What goes into a bundle. `log` is a text that stays the same as long as the log does."""

    log: str
    pain: Sequence[PainEntry]
    sessions: Sequence[SessionRecord]
    planned: Sequence[Planned]
    titles: Mapping[str, str]


def bundle(record: Record, at: datetime, made_by: str) -> dict[str, Any]:
    """A collection of all that is real: rows made up for a demonstration stay out.

    `at` is the time now (aware). The same record has the same address in each bundle of a log.
    """
    me = _urn(record.log, "patient")
    resources: list[tuple[str, dict[str, Any]]] = [(me, {"resourceType": "Patient"})]
    for entry in record.pain:
        if not entry.demo:
            resources.append((_urn(record.log, f"pain {entry.id}"), _observation(entry, me)))
    for session in record.sessions:
        if not session.demo and session.status in _STATUS:
            resources.append((_urn(record.log, f"session {session.id}"), _procedure(session, me)))
    if record.planned:
        plan = _care_plan(record.planned, me, at.date(), record.titles)
        resources.append((_urn(record.log, "plan"), plan))
    return {
        "resourceType": "Bundle",
        "meta": {"tag": [{"display": f"made by {made_by} from self-reported entries"}]},
        "type": "collection",
        "timestamp": at.astimezone(UTC).isoformat(timespec="seconds"),
        "entry": [{"fullUrl": address, "resource": resource} for address, resource in resources],
    }


def counts(made: Mapping[str, Any]) -> dict[str, int]:
    """How many resources of each kind a bundle holds."""
    found: dict[str, int] = {}
    for entry in made["entry"]:
        kind = entry["resource"]["resourceType"]
        found[kind] = found.get(kind, 0) + 1
    return found


def _urn(log: str, name: str) -> str:
    """The address of a record: a UUID of version 5, made of the log and the record's name."""
    digest = hashlib.sha1(f"hiprehab {log} {name}".encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) % 4]
    parts = (digest[:8], digest[8:12], f"5{digest[13:16]}", variant + digest[17:20], digest[20:32])
    return "urn:uuid:" + "-".join(parts)


def _moment(stamp: Stamp) -> str:
    """The moment in the local time of then, with its offset."""
    zone = timezone(timedelta(minutes=stamp.offset_min))
    return stamp.at.astimezone(zone).isoformat(timespec="seconds")


def _instant(at: datetime, stamp: Stamp) -> str:
    return _moment(Stamp(at, stamp.offset_min, stamp.day))


def _observation(entry: PainEntry, patient: str) -> dict[str, Any]:
    code, display, side = _SIDES[entry.side]
    place = (entry.place or "").replace(",", ", ").replace("_", " ")
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "survey", "display": "Survey"}]}],
        "code": _PAIN_SCORE,
        "subject": {"reference": patient},
        "effectiveDateTime": _moment(entry.stamp),
        "performer": [{"reference": patient}],
    }
    if entry.score is None:
        made["dataAbsentReason"] = {
            "coding": [{"system": ABSENT, "code": "not-asked", "display": "Not Asked"}]
        }
    else:
        made["valueQuantity"] = {
            "value": entry.score,
            "unit": "{score}",
            "system": UCUM,
            "code": "{score}",
        }
    if entry.note:
        made["note"] = [{"text": entry.note}]
    made["bodySite"] = {
        "coding": [{"system": SNOMED, "code": code, "display": display}],
        "text": f"{side}: {place}" if place else side,
    }
    made["component"] = [
        {"code": {"text": "moment"}, "valueString": _MOMENTS[entry.moment]},
        {"code": {"text": "measure"}, "valueString": _MEASURES[entry.measure]},
    ]
    for name, flag in (
        ("woken at night by it", entry.woken),
        ("sharp", entry.sharp),
        ("catching", entry.catching),
        ("giving way", entry.giving_way),
        ("limp", entry.limp),
    ):
        if flag is not None:
            made["component"].append({"code": {"text": name}, "valueBoolean": flag})
    return made


def _procedure(session: SessionRecord, patient: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Procedure",
        "status": _STATUS[session.status],
        "code": {
            "coding": [{"system": SNOMED, "code": "229065009", "display": "Exercise therapy"}],
            "text": session.title,
        },
        "subject": {"reference": patient},
    }
    if session.reason is not None and session.status is Status.PARTIAL:
        made["statusReason"] = {"text": session.reason.value}
    ended = session.ended_at or session.stamp.at + timedelta(seconds=session.active_s)
    made["performedPeriod"] = {
        "start": _moment(session.stamp),
        "end": _instant(max(ended, session.stamp.at), session.stamp),
    }
    if session.results:
        sets = count_sets(session.results)
        made["outcome"] = {"text": f"{sets.done} of {sets.total} sets done"}
    words = [f"{session.active_s / 60:.0f} minutes of exercise"]
    if session.effort is not None:
        words.append(f"effort {session.effort} of 10")
    if session.note:
        words.append(session.note)
    made["note"] = [{"text": "; ".join(words)}]
    return made


def _care_plan(
    planned: Sequence[Planned], patient: str, today: date, titles: Mapping[str, str]
) -> dict[str, Any]:
    open_rows = [row for row in planned if row.until is None or row.until >= today]
    start = min(row.since for row in planned)
    period = {"start": start.isoformat()}
    if not open_rows:
        period["end"] = max(row.until for row in planned if row.until).isoformat()
    return {
        "resourceType": "CarePlan",
        "status": "active" if open_rows else "completed",
        "intent": "plan",
        "title": "Exercise plan",
        "subject": {"reference": patient},
        "period": period,
        "activity": [{"detail": _activity(row, today, titles)} for row in planned],
    }


def _activity(row: Planned, today: date, titles: Mapping[str, str]) -> dict[str, Any]:
    bounds = {"start": row.since.isoformat()}
    if row.until is not None:
        bounds["end"] = row.until.isoformat()
    over = row.until is not None and row.until < today
    repeat: dict[str, Any] = {
        "boundsPeriod": bounds,
        "frequency": row.times_per_day,
        "period": 1,
        "periodUnit": "d",
    }
    if row.weekdays:
        repeat["dayOfWeek"] = [_WEEKDAYS[day] for day in sorted(row.weekdays)]
    return {
        "code": {"text": titles.get(row.routine, row.routine)},
        "status": "completed" if over else "scheduled",
        "scheduledTiming": {"repeat": repeat},
        "description": f"Level: {row.variant}",
    }
