"""The FHIR bundle: a library's models take it, and its fixed words are those of the standard."""

import json
import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import fhir
from hiprehab.core.agenda import Planned
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Status,
    stamp,
)
from hiprehab.core.model import Side

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = NOW.date()
PAIN = PainEntry(
    stamp(NOW, 60), Side.LEFT, 4, Moment.NEXT_MORNING, Measure.WORST, "buttock,front_hip",
    woken=True, limp=False, note="stairs", id=7,
)  # fmt: skip
SETS = (
    SetResult(0, "b", "1", Side.LEFT, 1, 5, 5, 10, 10, Outcome.DONE),
    SetResult(0, "b", "1", Side.RIGHT, 1, 5, 0, 10, 0, Outcome.SKIPPED, SkipReason.PAIN),
)
SESSION = SessionRecord(
    stamp(NOW, -330), "a", "Routine A", "1", "L1", Status.PARTIAL, 900, 600,
    NOW + timedelta(minutes=11), 5, "short", reason=SkipReason.TIRED, results=SETS, id=3,
)  # fmt: skip
PLAN = [
    Planned("a", "L1", frozenset({0, 2}), 1, DAY - timedelta(days=60), DAY - timedelta(days=1), 1),
    Planned("a", "L2", frozenset({0, 2, 4}), 2, DAY, None, 2),
]

# From the value sets that the standard requires of these elements.
REQUIRED = {
    ("Bundle", "type"): {"collection"},
    ("Observation", "status"): {"registered", "preliminary", "final", "amended", "corrected",
                                "cancelled", "entered-in-error", "unknown"},
    ("Procedure", "status"): {"preparation", "in-progress", "not-done", "on-hold", "stopped",
                              "completed", "entered-in-error", "unknown"},
    ("CarePlan", "status"): {"draft", "active", "on-hold", "revoked", "completed",
                             "entered-in-error", "unknown"},
    ("CarePlan", "intent"): {"proposal", "plan", "order", "option"},
}  # fmt: skip
DETAIL = {
    "not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped",
    "unknown", "entered-in-error",
}  # fmt: skip
DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
ABSENT = {
    "unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked",
    "not-applicable", "unsupported", "as-text", "error", "not-a-number", "negative-infinity",
    "positive-infinity", "not-performed", "not-permitted",
}  # fmt: skip


def made(
    pain: list[PainEntry] | None = None,
    sessions: list[SessionRecord] | None = None,
    planned: list[Planned] | None = None,
) -> dict[str, Any]:
    record = fhir.Record("log", pain or [], sessions or [], planned or [], {"a": "Routine A"})
    return fhir.bundle(record, NOW, "HipRehab 1")


def valid(bundle: dict[str, Any]) -> None:
    """The library takes it; the words that it does not look at are in the standard's lists."""
    Bundle.model_validate_json(json.dumps(bundle))
    assert bundle["type"] in REQUIRED["Bundle", "type"]
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert uuid.UUID(address.removeprefix("urn:uuid:")).version == 5
    for entry in bundle["entry"]:
        resource = entry["resource"]
        kind = resource["resourceType"]
        for name, value in resource.items():
            if (kind, name) in REQUIRED:
                assert value in REQUIRED[kind, name]
        if kind != "Patient":
            assert resource["subject"]["reference"] == addresses[0]
        for absent in resource.get("dataAbsentReason", {}).get("coding", ()):
            assert absent["code"] in ABSENT
        for activity in resource.get("activity", ()):
            repeat = activity["detail"]["scheduledTiming"]["repeat"]
            assert activity["detail"]["status"] in DETAIL
            assert set(repeat["dayOfWeek"]) <= DAYS and repeat["periodUnit"] == "d"
        assert ("valueQuantity" in resource) != ("dataAbsentReason" in resource) or (
            kind != "Observation"
        )


def only(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = (e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind)
    assert isinstance(found, dict)
    return found


def test_a_rating_is_an_observation() -> None:
    bundle = made([PAIN])
    valid(bundle)
    found = only(bundle, "Observation")
    assert found["code"]["coding"][0]["code"] == "72514-3"
    assert found["valueQuantity"] == {
        "value": 4, "unit": "{score}", "system": fhir.UCUM, "code": "{score}",
    }  # fmt: skip
    assert found["bodySite"]["text"] == "Left hip: buttock, front hip"
    assert found["bodySite"]["coding"][0]["code"] == "287679003"
    assert found["effectiveDateTime"] == "2026-03-01T13:00:00+01:00"
    said = {
        part["code"]["text"]: part.get("valueString", part.get("valueBoolean"))
        for part in found["component"]
    }
    assert said == {
        "moment": "the morning after a session",
        "measure": "worst of the day",
        "woken at night by it": True,
        "limp": False,
    }


def test_the_right_side_and_zero() -> None:
    found = only(made([replace(PAIN, side=Side.RIGHT, score=0)]), "Observation")
    assert found["bodySite"]["coding"][0]["code"] == "287579007"
    assert found["valueQuantity"]["value"] == 0


def test_a_missing_score_is_not_zero() -> None:
    bundle = made([replace(PAIN, score=None)])
    valid(bundle)
    found = only(bundle, "Observation")
    assert "valueQuantity" not in found
    assert found["dataAbsentReason"]["coding"][0]["code"] == "not-asked"


def test_a_session_is_a_procedure() -> None:
    bundle = made(sessions=[SESSION])
    valid(bundle)
    found = only(bundle, "Procedure")
    assert (found["status"], found["statusReason"]["text"]) == ("stopped", "tired")
    assert found["performedPeriod"] == {
        "start": "2026-03-01T06:30:00-05:30", "end": "2026-03-01T06:41:00-05:30",
    }  # fmt: skip
    assert found["outcome"]["text"] == "0 of 1 sets done"
    assert found["note"][0]["text"] == "10 minutes of exercise; effort 5 of 10; short"


@pytest.mark.parametrize("status", list(Status))
def test_only_sessions_that_count_go_out(status: Status) -> None:
    bundle = made(sessions=[replace(SESSION, status=status)])
    valid(bundle)
    there = fhir.counts(bundle).get("Procedure", 0)
    assert there == (status in (Status.DONE, Status.PARTIAL, Status.MANUAL))


def test_the_plan_is_a_care_plan() -> None:
    bundle = made(planned=PLAN)
    valid(bundle)
    found = only(bundle, "CarePlan")
    assert found["status"] == "active" and "end" not in found["period"]
    first, second = (activity["detail"] for activity in found["activity"])
    assert (first["status"], second["status"]) == ("completed", "scheduled")
    assert second["code"]["text"] == "Routine A"
    assert second["scheduledTiming"]["repeat"] == {
        "boundsPeriod": {"start": "2026-03-01"}, "frequency": 2, "period": 1, "periodUnit": "d",
        "dayOfWeek": ["mon", "wed", "fri"],
    }  # fmt: skip
    over = only(made(planned=PLAN[:1]), "CarePlan")
    assert over["status"] == "completed" and over["period"]["end"] == "2026-02-28"


def test_made_up_rows_stay_out() -> None:
    bundle = made([replace(PAIN, demo=True)], [replace(SESSION, demo=True)])
    valid(bundle)
    assert fhir.counts(bundle) == {"Patient": 1}


def test_nobody_is_named_and_addresses_stay() -> None:
    assert only(made([PAIN]), "Patient") == {"resourceType": "Patient"}
    again = fhir.bundle(fhir.Record("log", [PAIN], [], [], {}), NOW + timedelta(days=1), "x")
    assert [e["fullUrl"] for e in again["entry"]] == [e["fullUrl"] for e in made([PAIN])["entry"]]
    other = fhir.bundle(fhir.Record("other", [PAIN], [], [], {}), NOW, "x")
    assert other["entry"][0]["fullUrl"] != again["entry"][0]["fullUrl"]


@given(
    st.none() | st.integers(0, 10),
    st.sampled_from(Moment),
    st.sampled_from(Measure),
    st.integers(-720, 840),
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"])).map(str.strip),
)
def test_any_rating_is_valid(
    score: int | None, moment: Moment, measure: Measure, offset: int, at: datetime, note: str
) -> None:
    entry = PainEntry(stamp(at, offset), Side.RIGHT, score, moment, measure, note=note, id=1)
    bundle = made([entry])
    valid(bundle)
    when = only(bundle, "Observation")["effectiveDateTime"]
    assert re.fullmatch(r"\d{4}(-\d\d){2}T\d\d:\d\d:\d\d[+-]\d\d:\d\d", when)
    assert datetime.fromisoformat(when) == at.replace(microsecond=0)
    assert entry.stamp.day == date.fromisoformat(when[:10]) or entry.stamp.local.hour < 4
