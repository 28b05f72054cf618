"""A clock that is turned by hand and a journal in memory, for sessions under test."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hiprehab.core import codec
from hiprehab.core.log import PainEntry, SessionRecord
from hiprehab.core.plan import Plan
from hiprehab.ui.run_parts import OpenSession


class FakeClock:
    """Stands until it is turned."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, 50.0
        self.wall = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

    def turn(self, seconds: float) -> None:
        self.now += seconds
        self.wall += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.wall += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return self.now

    def gap(self) -> float:
        return self.slept

    def utcnow(self) -> datetime:
        return self.wall

    def offset_min(self) -> int:
        return 60


@dataclass
class MemoryJournal:
    """Keeps what it is told, as a store would."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    plan: str = ""
    checkpoint: str = ""
    active: float = 0.0
    record: SessionRecord | None = None

    def begin(self, record: SessionRecord, plan: Plan) -> None:
        self.record, self.plan = record, codec.plan_to_json(plan)

    def write(self, kind: str, payload: str, checkpoint: str, active_s: float) -> None:
        self.rows.append((kind, payload))
        self.checkpoint, self.active = checkpoint, active_s

    def heartbeat(self, checkpoint: str, active_s: float) -> None:
        self.rows.append(("heartbeat", active_s))
        self.checkpoint, self.active = checkpoint, active_s

    def replace_plan(self, plan: Plan) -> None:
        self.plan = codec.plan_to_json(plan)

    def finish(self, record: SessionRecord) -> None:
        self.record = record

    def discard(self) -> None:
        self.record = None

    def annotate(self, effort: int | None, note: str) -> None:
        self.rows.append(("note", effort, note))

    def rate(self, entry: PainEntry) -> None:
        self.rows.append(("pain", entry))

    def adopt(self, ratings: tuple[int, ...]) -> None:
        self.rows.append(("adopted", ratings))

    def kinds(self) -> list[str]:
        return [row[0] for row in self.rows]

    def open(self) -> OpenSession:
        assert self.record
        finished = tuple(row[1] for row in self.rows if row[0] == "step_finished")
        return OpenSession(replace(self.record, id=7), self.plan, self.checkpoint, finished)
