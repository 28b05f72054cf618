"""The history as rows: a line for each day, under it its sessions and ratings, newest first.

Days are read sixty at a time, as far down as somebody scrolls, so ten years open as fast as one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hiprehab.core.log import Measure, Outcome, PainEntry, SessionRecord, SkipReason
from hiprehab.core.model import Side
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.today_state import Rating, grouped

DAYS_A_PAGE: Final = 60
AHEAD: Final = timedelta(days=400)
"""Entries made while the computer's clock was wrong may lie ahead; they are shown as well."""
FAR_DAYS: Final = 200
"""A day so much farther back than what is loaded is not scrolled to: the list begins there."""
ABOVE: Final = timedelta(days=14)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a day (nothing else set), a session or a rating."""

    day: date
    session: SessionRecord | None = None
    rating: Rating | None = None

    @property
    def is_day(self) -> bool:
        """Whether this is a day's own line."""
        return self.session is None and self.rating is None

    @property
    def local(self) -> datetime:
        """The time on the wall when it was made."""
        if self.session is not None:
            return self.session.stamp.local
        assert self.rating is not None
        return first_of(self.rating).stamp.local

    @property
    def key(self) -> tuple[str, int | None] | None:
        """Names the record, so that it is found again after a change."""
        if self.session is not None:
            return ("session", self.session.id)
        return ("pain", first_of(self.rating).id) if self.rating else None


def first_of(rating: Rating) -> PainEntry:
    """Any of the two sides; what they share is in both."""
    return next(iter(rating.values()))


def skipped(session: SessionRecord) -> tuple[int, tuple[SkipReason, ...]]:
    """How many exercises were left out or cut short, and for what reasons."""
    short = [row for row in session.results if row.outcome is not Outcome.DONE]
    reasons = dict.fromkeys(row.reason for row in short if row.reason is not None)
    if session.reason is not None:
        reasons[session.reason] = None
    return len({row.item for row in short}), tuple(reasons)


class HistoryModel(QAbstractListModel):
    """What is loaded so far; Qt asks for more when the end comes into view."""

    def __init__(self, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._rows: list[Row] = []
        self._next: date | None = None
        self._first: date | None = None
        self.top: date | None = None
        self.today = around.today()

    def load(self) -> None:
        """Reads anew: at least one page, and as far back as was loaded before."""
        self.beginResetModel()
        reached = self._next
        read = self._around.live.read
        self.today = self._around.today()
        self._first = read.first_day()
        self._rows = []
        newest = self.top or self.today + AHEAD
        self._next = newest if self._first is not None else None
        if self._first is not None:
            start = min(newest, self.today) - timedelta(days=DAYS_A_PAGE - 1)
            if reached is not None:
                start = min(start, reached + timedelta(days=1))
            self._rows = self._read(start)
            while not self._rows and self._next is not None:
                self._rows = self._page()
        self.endResetModel()

    def _page(self) -> list[Row]:
        assert self._next is not None
        return self._read(self._next - timedelta(days=DAYS_A_PAGE - 1))

    def _read(self, start: date) -> list[Row]:
        """The rows from `start` to where the last page began."""
        assert self._next is not None and self._first is not None
        read = self._around.live.read
        pain = read.pain_between(start, self._next)
        sessions = read.sessions_between(start, self._next, results=True)
        self._next = start - timedelta(days=1) if start > self._first else None
        return rows_of(pain, sessions)

    # --- Qt ---------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines loaded so far."""
        return len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older days."""
        return self._next is not None

    def fetchMore(self, parent: Index) -> None:
        """One more page; where nothing was logged for long, as many as it takes."""
        rows: list[Row] = []
        while not rows and self._next is not None:
            rows = self._page()
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def start_at(self, top: date | None) -> None:
        """Shows the days from `top` on backwards; from the newest on for None."""
        self.top = top
        self._next = None
        self.load()

    def reach(self, day: date, done: Callable[[], None]) -> None:
        """Brings a day among the lines; then calls `done`.

        A near one is read on to, in the background. For one far back the list begins anew, a little
        above it: nobody scrolls through years, and thousands of lines would hold the window up.
        """
        last, first = self._next, self._first
        above = self.top is not None and day > self.top
        if above or (last is not None and (last - day).days > FAR_DAYS):
            self.start_at(min(day + ABOVE, self.today))
            done()
            return
        if last is None or first is None or day > last:
            done()
            return
        read = self._around.live.read

        def work() -> list[Row]:
            pain = read.pain_between(day, last)
            return rows_of(pain, read.sessions_between(day, last, results=True))

        def show(rows: list[Row]) -> None:
            if self._next != last:  # somebody scrolled or saved meanwhile
                self.reach(day, done)
                return
            if rows:
                start = len(self._rows)
                self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
                self._rows += rows
                self.endInsertRows()
            self._next = day - timedelta(days=1) if day > first else None
            done()

        self._around.live.background(work, show)

    def near(self, day: date) -> QModelIndex:
        """The line of that day, or of the nearest day before it; of the oldest one else."""
        days = [at for at, row in enumerate(self._rows) if row.is_day]
        found = next((at for at in days if self._rows[at].day <= day), days[-1] if days else -1)
        return self.index(found) if found >= 0 else QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line in words; the view paints from the row itself."""
        row = self.row(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.line(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A day's line cannot be opened."""
        row = self.row(index)
        if row is None or row.is_day:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row(self, index: Index) -> Row | None:
        """The row at an index."""
        at = index.row()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def find(self, key: object) -> QModelIndex:
        """Where a record is now; an invalid index when it is gone."""
        for at, row in enumerate(self._rows):
            if key is not None and row.key == key:
                return self.index(at)
        return QModelIndex()

    # --- words ------------------------------------------------------------------------------

    def line(self, row: Row) -> str:
        """Everything about a row in one sentence, for assistive technology."""
        if row.is_day:
            return words.day_text(row.day, self.today, long=True)
        parts = [self.title(row), *self.facts(row), words.clock_text(row.local)]
        return ", ".join(part for part in parts if part)

    def title(self, row: Row) -> str:
        """What it was."""
        if row.session is not None:
            return row.session.title
        assert row.rating is not None
        scores = [words.score_text(row.rating[side]) for side in Side if side in row.rating]
        return self.tr("Pain: {}").format(", ".join(scores))

    def facts(self, row: Row) -> list[str]:
        """What else is known of it, in a few words each."""
        if row.session is not None:
            return self._session_facts(row.session)
        assert row.rating is not None
        return self._rating_facts(row.rating)

    def _session_facts(self, session: SessionRecord) -> list[str]:
        parts = [words.status_text(session.status), self._level(session)]
        parts.append(words.minutes_text(session.active_s))
        if session.effort is not None:
            parts.append(self.tr("effort {} of 10").format(session.effort))
        count, reasons = skipped(session)
        if count:
            text = (
                self.tr("1 exercise not finished")
                if count == 1
                else self.tr("{} exercises not finished").format(count)
            )
            why = ", ".join(words.reason_text(reason) for reason in reasons)
            parts.append(f"{text} ({why})" if why else text)
        if session.note:
            parts.append(one_line(session.note))
        return [part for part in parts if part]

    def _level(self, session: SessionRecord) -> str:
        routine = self._around.library().routines.get(session.routine)
        variant = routine.variant(session.variant) if routine else None
        if routine is None or variant is None or len(routine.variants) < 2:
            return ""
        return variant.title

    def _rating_facts(self, rating: Rating) -> list[str]:
        first = first_of(rating)
        parts = [words.moment_text(first.moment)]
        if first.measure is not Measure.NOW:
            parts.append(words.measure_text(first.measure).lower())
        if first.exercise:
            exercise = self._around.library().exercises.get(first.exercise)
            parts.append(exercise.name if exercise else first.exercise)
        parts += _places(rating)
        if first.woken:
            parts.append(self.tr("woken at night"))
        if first.limp:
            parts.append(self.tr("limping"))
        if first.note:
            parts.append(one_line(first.note))
        return [part for part in parts if part]


def _places(rating: Rating) -> list[str]:
    """Where it hurt; with the side where the sides differ."""
    places = {side: entry.place for side, entry in rating.items()}
    if len(set(places.values())) == 1:
        return [words.place_text(place).lower() for place in {*places.values()} if place]
    return [
        f"{words.side_text(side)}: {words.place_text(place).lower()}"
        for side, place in places.items()
        if place
    ]


def one_line(text: str) -> str:
    """A note on one line."""
    return " ".join(text.split())[:200]


def rows_of(pain: Sequence[PainEntry], sessions: Sequence[SessionRecord]) -> list[Row]:
    """Days from the newest to the oldest, each with its records from the latest to the first."""
    days: dict[date, list[Row]] = {}
    for session in sessions:
        days.setdefault(session.stamp.day, []).append(Row(session.stamp.day, session=session))
    for rating in grouped(pain):
        day = first_of(rating).stamp.day
        days.setdefault(day, []).append(Row(day, rating=rating))
    rows: list[Row] = []
    for day in sorted(days, reverse=True):
        rows.append(Row(day))
        rows += sorted(days[day], key=lambda row: row.local, reverse=True)
    return rows
