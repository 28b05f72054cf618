"""The person's plan and the times away."""

from datetime import date, datetime

from hiprehab.core.agenda import Away, Planned
from hiprehab.storage.database import Database, Deletion, Gone
from hiprehab.storage.rows import away_of, away_row, planned_of, planned_row


class PlanTable(Database):
    """Rows of the plan are ended, not rewritten, so that the past stays as it was planned."""

    def plan_add(self, planned: Planned) -> int:
        """Adds a routine to the plan; returns the row's id."""
        with self.atomic():
            return self._insert("plan", planned_row(planned))

    def plan_end(self, row: int, until: date) -> None:
        """Lets a row of the plan hold until that day; one that never held is taken away."""
        with self.atomic():
            found = self._one("SELECT since FROM plan WHERE id = ?", (row,))
            if found is None:
                raise Gone(f"plan {row} is not there")
            if until.isoformat() < found["since"]:
                self._connection.execute("DELETE FROM plan WHERE id = ?", (row,))
            else:
                self._change("plan", row, {"until": until.isoformat()})

    def planned(self) -> list[Planned]:
        """The rows of the person's plan, ended ones too, in the order they were added."""
        rows = self._all("SELECT * FROM plan WHERE deleted_at_utc IS NULL ORDER BY id")
        return [planned_of(row) for row in rows]

    def away_add(self, away: Away) -> int:
        """Adds a time away; returns its id."""
        with self.atomic():
            return self._insert("away", away_row(away))

    def away_remove(self, away: int, at: datetime) -> Deletion:
        """Marks a time away as deleted; `undo_delete` takes it back."""
        return self._delete("away", (away,), at)

    def away(self) -> list[Away]:
        """Times away, the earliest first."""
        rows = self._all("SELECT * FROM away WHERE deleted_at_utc IS NULL ORDER BY first_day, id")
        return [away_of(row) for row in rows]
