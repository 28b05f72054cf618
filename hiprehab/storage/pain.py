"""The pain diary's table."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from hiprehab.core.log import Moment, PainEntry
from hiprehab.storage.database import Database, Deletion, Gone
from hiprehab.storage.rows import (
    PAIN_COLUMNS,
    clean,
    former_pain,
    pain_entry,
    pain_row,
)


class PainTable(Database):
    """Ratings: several a day, corrected with their history kept, deleted with undo."""

    def log_pain(self, entries: Sequence[PainEntry]) -> tuple[int, ...]:
        """Saves ratings that belong together (left and right); returns their ids."""
        with self.atomic():
            return tuple(self._insert("pain", pain_row(entry)) for entry in entries)

    def adopt_pain(self, ids: Iterable[int], session: int) -> None:
        """Ratings given on the way into a session become those before it.

        What was rated, and when, stays; what was deleted meanwhile, or belongs to a session, too.
        """
        with self.atomic():
            for row in ids:
                found = self._one(
                    "SELECT 1 FROM pain WHERE id = ? AND session IS NULL"
                    " AND deleted_at_utc IS NULL",
                    (row,),
                )
                if found is not None:
                    self._change("pain", row, {"session": session, "moment": Moment.BEFORE.value})

    def correct_pain(self, pain: int, entry: PainEntry, at: datetime) -> None:
        """Replaces a rating and keeps the former one in its history."""
        with self.atomic():
            self._keep_former("pain", pain, at)
            self._change("pain", pain, pain_row(entry))

    def delete_pain(self, ids: Iterable[int], at: datetime) -> Deletion:
        """Marks ratings as deleted; `undo_delete` takes it back."""
        return self._delete("pain", ids, at)

    def pain_between(self, first: date, last: date) -> list[PainEntry]:
        """Ratings of the days from `first` to `last`, oldest first."""
        sql = (
            f"SELECT {PAIN_COLUMNS} FROM pain WHERE day BETWEEN ? AND ? AND deleted_at_utc IS NULL"
            " ORDER BY at_utc, id"
        )
        rows = self._tuples(sql, (first.isoformat(), last.isoformat()))
        return [pain_entry(row) for row in rows]

    def pain_day(self, day: date) -> list[PainEntry]:
        """One day's ratings, oldest first."""
        return self.pain_between(day, day)

    def pain(self, pain: int) -> PainEntry:
        """One rating. Raises Gone when it is not there or deleted."""
        rows = self._all(
            f"SELECT {PAIN_COLUMNS} FROM pain WHERE id = ? AND deleted_at_utc IS NULL", (pain,)
        )
        if not rows:
            raise Gone(f"pain {pain} is not there")
        return pain_entry(rows[0])

    def pain_history(self, pain: int) -> list[PainEntry]:
        """Former versions of a corrected rating, oldest first."""
        rows = self._all("SELECT former FROM pain_history WHERE pain = ? ORDER BY id", (pain,))
        return [former_pain(json.loads(former)) for (former,) in rows]

    def places(self) -> list[str]:
        """Places that were named before, the most used first."""
        sql = (
            "SELECT place FROM pain WHERE place IS NOT NULL AND deleted_at_utc IS NULL"
            " GROUP BY place ORDER BY count(*) DESC, place"
        )
        return [clean(place) for (place,) in self._all(sql)]
