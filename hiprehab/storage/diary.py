"""The diary beside pain and sessions: events, own activities, tests, questions, adjustments.

Its values are loaded with the first row that is read or written: the first paint needs none.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from hiprehab.storage.database import Database, Deletion, Gone
from hiprehab.storage.rows import Row, clean, instant

if TYPE_CHECKING:
    from hiprehab.core.diary import (
        Activity,
        ActivityRating,
        Adjustment,
        Event,
        FunctionTest,
        Ready,
    )

_KEPT = "deleted_at_utc IS NULL"


class DiaryTable(Database):
    """An event is corrected with its history kept; the rest is ended, or deleted with undo."""

    def events(self) -> list["Event"]:
        """All events, the earliest first."""
        return self._read("event", f"WHERE {_KEPT} ORDER BY first_day, at_utc, id")

    def event_add(self, event: "Event") -> int:
        """Adds an event; returns its id."""
        return self._add("event", (event,))[0]

    def event_change(self, event: int, values: "Event", at: datetime) -> None:
        """Replaces an event and keeps the former one in its history."""
        with self.atomic():
            self._keep_former("event", event, at)
            self._change("event", event, self._row("event", values))

    def event_delete(self, ids: Iterable[int], at: datetime) -> Deletion:
        """Marks events as deleted; `undo_delete` takes it back."""
        return self._delete("event", ids, at)

    def activities(self) -> list["Activity"]:
        """The person's own activities, ended ones too, in the order they were added."""
        return self._read("activity", "ORDER BY id")

    def activity_add(self, activity: "Activity") -> int:
        """Adds an activity; returns its id."""
        return self._add("activity", (activity,))[0]

    def activity_end(self, activity: int, until: date) -> None:
        """The activity is rated until that day; one that never was is taken away.

        Raises Gone when it is not there.
        """
        with self.atomic():
            found = self._one(
                "SELECT since, EXISTS (SELECT 1 FROM activity_rating WHERE activity = activity.id)"
                " AS rated FROM activity WHERE id = ?",
                (activity,),
            )
            if found is None:
                raise Gone(f"activity {activity} is not there")
            if until.isoformat() >= found["since"]:
                self._change("activity", activity, {"until": until.isoformat()})
            elif found["rated"]:  # its ratings stay readable, so it keeps its first day
                self._change("activity", activity, {"until": found["since"]})
            else:
                self._connection.execute("DELETE FROM activity WHERE id = ?", (activity,))

    def activity_ratings(self, first: date, last: date) -> list["ActivityRating"]:
        """Ratings of activities of the days from `first` to `last`, oldest first."""
        return self._of_days("activity_rating", first, last)

    def activity_rate(self, ratings: Sequence["ActivityRating"]) -> tuple[int, ...]:
        """Adds ratings that belong together; returns their ids."""
        return self._add("activity_rating", ratings)

    def activity_ratings_delete(self, ids: Iterable[int], at: datetime) -> Deletion:
        """Marks ratings of activities as deleted; `undo_delete` takes it back."""
        return self._delete("activity_rating", ids, at)

    def function_tests(self, first: date, last: date) -> list["FunctionTest"]:
        """Tests of the days from `first` to `last`, oldest first."""
        return self._of_days("function_test", first, last)

    def function_test_add(self, tests: Sequence["FunctionTest"]) -> tuple[int, ...]:
        """Adds tests that belong together (left and right); returns their ids."""
        return self._add("function_test", tests)

    def function_tests_delete(self, ids: Iterable[int], at: datetime) -> Deletion:
        """Marks tests as deleted; `undo_delete` takes it back."""
        return self._delete("function_test", ids, at)

    def questions(self) -> tuple[str, ...]:
        """What the person wants to ask, in their order."""
        return tuple(text for (text,) in self._all("SELECT text FROM question ORDER BY position"))

    def set_questions(self, questions: Sequence[str]) -> None:
        """Replaces what the person wants to ask; empty ones are left out."""
        with self.atomic():
            self._connection.execute("DELETE FROM question")
            for position, text in enumerate(filter(None, map(str.strip, map(clean, questions)))):
                row: Row = {"position": position, "text": text}
                self._insert("question", row)

    def ready(self) -> list["Ready"]:
        """All answers to the points before running again, oldest first."""
        return self._read("ready", "ORDER BY at_utc, id")

    def ready_add(self, answers: Sequence["Ready"]) -> tuple[int, ...]:
        """Adds answers that belong together; returns their ids."""
        return self._add("ready", answers)

    def adjustments(self) -> list["Adjustment"]:
        """All accepted adjustments, ended ones too, in the order they were accepted."""
        return self._read("adjustment", "ORDER BY id")

    def adjust(self, change: "Adjustment") -> int:
        """Adds an accepted adjustment; returns its id."""
        return self._add("adjustment", (change,))[0]

    def end_adjustment(self, adjustment: int, at: datetime) -> None:
        """The adjustment no longer holds. Raises Gone when none with that id holds."""
        with self.atomic():
            held = self._one(
                "SELECT 1 FROM adjustment WHERE id = ? AND ended_at_utc IS NULL", (adjustment,)
            )
            if held is None:
                raise Gone(f"adjustment {adjustment} does not hold")
            self._change("adjustment", adjustment, {"ended_at_utc": instant(at)})

    def _of_days(self, table: str, first: date, last: date) -> list[Any]:
        where = f"WHERE day BETWEEN ? AND ? AND {_KEPT} ORDER BY at_utc, id"
        return self._read(table, where, (first.isoformat(), last.isoformat()))

    def _read(self, table: str, where: str, values: tuple[str, ...] = ()) -> list[Any]:
        found = self._all(f"SELECT * FROM {table} {where}", values)
        if not found:
            return []
        from hiprehab.storage.diary_rows import VALUES

        value = VALUES[table]
        return [value(row) for row in found]

    def _add(self, table: str, values: Iterable[Any]) -> tuple[int, ...]:
        with self.atomic():
            return tuple(self._insert(table, self._row(table, value)) for value in values)

    @staticmethod
    def _row(table: str, value: object) -> Row:
        from hiprehab.storage.diary_rows import ROWS

        return ROWS[table](value)
