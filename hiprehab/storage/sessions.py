"""Sessions: running ones with their journal, finished ones with the result of each set."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from hiprehab.core.log import SessionRecord, SetResult, Status
from hiprehab.storage.database import Database, Deletion, Gone
from hiprehab.storage.rows import (
    Row,
    clean,
    instant,
    moment_of,
    result_row,
    session_record,
    session_row,
    set_result,
)


class JournalRow(NamedTuple):
    """One transition of a running session. `active_s` is the time credited until then."""

    seq: int
    at: datetime
    kind: str
    payload: str
    active_s: float


class OpenSession(NamedTuple):
    """A session that was begun and never ended: all that is needed to go on with it."""

    id: int
    record: SessionRecord
    plan_json: str
    checkpoint: str
    active_s: float
    journal: tuple[JournalRow, ...]


class SessionTable(Database):
    """The log of sessions. A session's row exists from its start."""

    def begin_session(self, record: SessionRecord, plan_json: str) -> int:
        """Saves an unfinished session with its prescribed plan; returns its id."""
        with self.atomic():
            plan = self._prescription(plan_json)
            row = session_row(record) | {"prescription": plan}
            session = self._insert("session", row)
            progress: Row = {
                "session": session,
                "prescription": plan,
                "checkpoint": "",
                "active_s": record.active_s,
            }
            self._insert("progress", progress)
            return session

    def journal(  # noqa: PLR0913  # one row's columns
        self,
        session: int,
        seq: int,
        at: datetime,
        kind: str,
        payload: str,
        checkpoint: str,
        active_s: float,
    ) -> None:
        """Saves a transition and the state after it; on the disk when this returns."""
        with self.atomic():
            cursor = self._connection.execute(
                "INSERT INTO journal (session, seq, at_utc, kind, payload, active_s)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (session, seq, instant(at), clean(kind), clean(payload), active_s),
            )
            assert cursor.lastrowid is not None
            self._seal("journal", cursor.lastrowid)
            self._mark(session, checkpoint, active_s)

    def heartbeat(self, session: int, checkpoint: str, active_s: float) -> None:
        """Saves how far a running session is."""
        with self.atomic():
            self._mark(session, checkpoint, active_s)

    def _mark(self, session: int, checkpoint: str, active_s: float) -> None:
        values: Row = {"checkpoint": clean(checkpoint), "active_s": active_s}
        self._change("progress", session, values)

    def replace_plan(self, session: int, plan_json: str) -> None:
        """The plan from now on, after a change of level; the prescribed one stays with the row."""
        with self.atomic():
            self._change("progress", session, {"prescription": self._prescription(plan_json)})

    def finish_session(self, session: int, record: SessionRecord) -> None:
        """Saves the results and the status and folds the journal away, in one step."""
        with self.atomic():
            self._change("session", session, session_row(record))
            self._write_results(session, record.results)
            self._end_progress(session)

    def discard_session(self, session: int, at: datetime) -> None:
        """Ends an unfinished session without keeping what was done."""
        with self.atomic():
            values = {"status": Status.DISCARDED.value, "ended_at_utc": instant(at)}
            self._change("session", session, values)
            self._end_progress(session)

    def log_manual_session(self, record: SessionRecord) -> int:
        """Saves a session that was done without the app; returns its id."""
        with self.atomic():
            session = self._insert("session", session_row(record))
            self._write_results(session, record.results)
            return session

    def update_session(self, session: int, record: SessionRecord, at: datetime) -> None:
        """Corrects a session, its results included, and keeps the former row in its history."""
        with self.atomic():
            self._keep_former("session", session, at)
            self._change("session", session, session_row(record))
            self._write_results(session, record.results)

    def delete_session(self, ids: Iterable[int], at: datetime) -> Deletion:
        """Marks sessions as deleted; `undo_delete` takes it back. Their ratings stay."""
        return self._delete("session", ids, at)

    def unfinished(self) -> OpenSession | None:
        """The session that was not ended, the latest if there are several."""
        rows = self._all(
            "SELECT session.*, plan, checkpoint, progress.active_s AS credited FROM session"
            " JOIN progress ON progress.session = session.id"
            " JOIN prescription ON prescription.id = progress.prescription"
            " WHERE status = 'unfinished' AND deleted_at_utc IS NULL"
            " ORDER BY session.id DESC LIMIT 1"
        )
        if not rows:
            return None
        row = rows[0]
        journal = self._all(
            "SELECT seq, at_utc, kind, payload, active_s FROM journal WHERE session = ?"
            " ORDER BY seq",
            (row["id"],),
        )
        return OpenSession(
            row["id"],
            replace(session_record(row), active_s=row["credited"]),
            row["plan"],
            row["checkpoint"],
            row["credited"],
            tuple(
                JournalRow(seq, moment_of(at), kind, payload, active_s)
                for seq, at, kind, payload, active_s in journal
            ),
        )

    def sessions_between(
        self, first: date, last: date, *, results: bool = False, every: bool = False
    ) -> list[SessionRecord]:
        """Sessions of the days from `first` to `last`, oldest first.

        Args:
            first: the first day.
            last: the last day.
            results: with the result of each set.
            every: also unfinished and discarded ones.
        """
        kept = "" if every else " AND status NOT IN ('unfinished', 'discarded')"
        span = (first.isoformat(), last.isoformat())
        where = f"day BETWEEN ? AND ? AND deleted_at_utc IS NULL{kept}"
        rows = self._all(f"SELECT * FROM session WHERE {where} ORDER BY at_utc, id", span)
        found = (
            self._results(f"session IN (SELECT id FROM session WHERE {where})", span)
            if (results and rows)
            else {}
        )
        return [session_record(row, found.get(row["id"], ())) for row in rows]

    def session(self, session: int) -> SessionRecord:
        """One session with the result of each set. Raises Gone when it is not there."""
        rows = self._all(
            "SELECT * FROM session WHERE id = ? AND deleted_at_utc IS NULL", (session,)
        )
        if not rows:
            raise Gone(f"session {session} is not there")
        found = self._results("session = ?", (session,))
        return session_record(rows[0], found.get(session, ()))

    def prescribed_plan(self, session: int) -> str | None:
        """The plan a session began with, as JSON; None for one done without the app."""
        sql = (
            "SELECT plan FROM session JOIN prescription ON prescription.id = prescription"
            " WHERE session.id = ?"
        )
        rows = self._all(sql, (session,))
        return str(rows[0][0]) if rows else None

    def _results(self, where: str, values: tuple[str | int, ...]) -> dict[int, list[SetResult]]:
        rows = self._all(
            f"SELECT * FROM set_result WHERE {where} ORDER BY session, position", values
        )
        found: dict[int, list[SetResult]] = {}
        for row in rows:
            found.setdefault(row["session"], []).append(set_result(row))
        return found

    def _write_results(self, session: int, results: Iterable[SetResult]) -> None:
        self._connection.execute("DELETE FROM set_result WHERE session = ?", (session,))
        for position, result in enumerate(results):
            self._insert("set_result", result_row(session, position, result))

    def _prescription(self, plan_json: str) -> int:
        """The id of this plan; the same plan is kept once, however often it is done."""
        import hashlib  # late: it brings a library of 5 MB, and reading needs no hash

        plan = clean(plan_json)
        digest = hashlib.sha256(plan.encode()).hexdigest()
        row = self._one("SELECT id FROM prescription WHERE digest = ?", (digest,))
        if row is not None:
            return int(row[0])
        return self._insert("prescription", {"digest": digest, "plan": plan})

    def _end_progress(self, session: int) -> None:
        run = self._connection.execute
        run("DELETE FROM journal WHERE session = ?", (session,))
        run("DELETE FROM progress WHERE session = ?", (session,))
        # Plans that a change of level made for the rest of this session only.
        run(
            "DELETE FROM prescription WHERE id NOT IN (SELECT prescription FROM session"
            " WHERE prescription IS NOT NULL UNION SELECT prescription FROM progress)"
        )
