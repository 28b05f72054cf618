"""What a clinician told the person, answers to the safety questions, and clearances."""

from collections.abc import Iterable
from datetime import datetime

from hiprehab.core.conditions import Chosen
from hiprehab.core.safety import Answer, Clearance, SafetyLog
from hiprehab.storage.database import Database, Deletion
from hiprehab.storage.rows import (
    answer_of,
    answer_row,
    chosen_of,
    chosen_row,
    clearance_of,
    clearance_row,
    instant,
)


class SafetyTable(Database):
    """A condition that no longer holds is ended, not deleted; an answer is never changed."""

    def choose_condition(self, chosen: Chosen) -> int:
        """Adds a condition, in place of the one of the same key that holds; returns the id."""
        with self.atomic():
            self._end(chosen.key, chosen.stamp.at)
            return self._insert("condition", chosen_row(chosen))

    def end_condition(self, key: str, at: datetime) -> None:
        """The condition of that key no longer holds; nothing happens when none does."""
        with self.atomic():
            self._end(key, at)

    def _end(self, key: str, at: datetime) -> None:
        sql = "SELECT id FROM condition WHERE key = ? AND ended_at_utc IS NULL"
        for row in self._all(sql, (key,)):
            self._change("condition", row["id"], {"ended_at_utc": instant(at)})

    def conditions(self) -> list[Chosen]:
        """The conditions that hold now, in the order in which they were entered."""
        return [one for one in self.condition_history() if one.ended is None]

    def condition_history(self) -> list[Chosen]:
        """All conditions that were ever entered, the oldest first."""
        return [chosen_of(row) for row in self._all("SELECT * FROM condition ORDER BY id")]

    def answer_safety(self, answers: Iterable[Answer]) -> list[int]:
        """Adds answers, all or none; returns their ids."""
        with self.atomic():
            return [self._insert("safety_answer", answer_row(one)) for one in answers]

    def delete_answers(self, ids: Iterable[int], at: datetime) -> Deletion:
        """Marks answers that were given by mistake; `undo_delete` takes it back."""
        return self._delete("safety_answer", ids, at)

    def clear_safety(self, clearance: Clearance) -> int:
        """Adds a clinician's word; returns its id."""
        with self.atomic():
            return self._insert("clearance", clearance_row(clearance))

    def delete_clearance(self, clearance: int, at: datetime) -> Deletion:
        """Marks a clinician's word as deleted; `undo_delete` takes it back."""
        return self._delete("clearance", (clearance,), at)

    def safety_log(self) -> SafetyLog:
        """All answers and clearances that were not deleted, the oldest first."""
        sql = "SELECT * FROM {} WHERE deleted_at_utc IS NULL ORDER BY at_utc, id"
        return SafetyLog(
            tuple(answer_of(row) for row in self._all(sql.format("safety_answer"))),
            tuple(clearance_of(row) for row in self._all(sql.format("clearance"))),
        )
