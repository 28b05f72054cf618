"""The panels about pain around sessions: what is typical, and session by session."""

from typing import TYPE_CHECKING, Any

from hiprehab.core import around_sessions
from hiprehab.core.around_sessions import LEAST_PAIRS, MOMENTS, AroundState, PairChange
from hiprehab.core.log import Moment
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.ui.screens.log_words import status_text
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import full_date, side_title

if TYPE_CHECKING:
    from hiprehab.charts.shared import SharedTime


class _AroundBase(Panel):
    """What both panels share: the numbers."""

    def build(self, records: Records) -> AroundState:
        """The sessions with their ratings."""
        return around_sessions.build(records)

    def is_empty(self, state: AroundState) -> bool:
        """Without a rating there is nothing to draw."""
        return state.is_empty

    def table(self, state: AroundState) -> Table:
        """The sessions, the newest first; a line for what was not rated."""
        names = (self.tr("before"), self.tr("during"), self.tr("after"), self.tr("next morning"))
        headings = (
            self.tr("Day"),
            self.tr("Session"),
            *(f"{side_title(side)} {name}" for side in Side for name in names),
            self.tr("How it went"),
        )
        rows = [
            (
                full_date(row.day),
                row.title,
                *("–" if score is None else str(score) for score in (*row.left, *row.right)),
                status_text(row.status),
            )
            for row in reversed(state.rows)
        ]
        return Table(headings, rows, frozenset(range(2, 2 + 2 * len(MOMENTS))))

    def numbers(self, state: AroundState) -> Numbers:
        """The sessions for a file."""
        return Numbers(around_sessions.AROUND_HEADER, around_sessions.around_rows(state))

    def counted(self, state: AroundState) -> str:
        """How many sessions there are, and how many have a rating."""
        if state.is_empty:
            return self.tr("No session in this period has a rating before, during or after it.")
        return self.tr("{0} of {1} sessions have a rating around them.").format(
            len(state.rows), state.sessions
        )


class TypicalPanel(_AroundBase):
    """The medians of each moment."""

    key = "pain-around-sessions"
    least_px = 210

    def title(self) -> str:
        """Names it."""
        return self.tr("Pain around sessions")

    def chart(self, time: "SharedTime") -> Any:
        """Four moments, two sides."""
        from hiprehab.charts.around import TypicalChart

        return TypicalChart(
            self.tr("Median pain before, during and after sessions, left and right")
        )

    def sentence(self, state: AroundState) -> str:
        """The changes that rest on enough sessions."""
        said = [self.counted(state)]
        for side in Side:
            found = [self._change(change) for change in state.changes[side]]
            known = [text for text in found if text]
            if known:
                said.append(f"{side_title(side)}: {', '.join(known)}.")
        if len(said) == 1 and not state.is_empty:
            said.append(
                self.tr(
                    "A change is stated from {0} sessions on that were rated both times."
                ).format(LEAST_PAIRS)
            )
        return " ".join(said)

    def _change(self, found: PairChange) -> str:
        """A change from before to a later moment, with its count; "" with too few."""
        if found.change is None:
            return ""
        when = {
            Moment.DURING: self.tr("during"),
            Moment.AFTER: self.tr("after"),
            Moment.NEXT_MORNING: self.tr("next morning"),
        }[found.moment]
        points = f"{abs(found.change):g}"
        if not found.change:
            return self.tr("{0} the same as before (n = {1})").format(when, found.sessions)
        if found.change > 0:
            form = self.tr("{0} {1} more than before (n = {2})")
        else:
            form = self.tr("{0} {1} less than before (n = {2})")
        return form.format(when, points, found.sessions)


class SessionsPanel(_AroundBase):
    """Every session on the time axis."""

    key = "pain-session-by-session"
    least_px = 270
    wide = True

    def title(self) -> str:
        """Names it."""
        return self.tr("Session by session")

    def sentence(self, state: AroundState) -> str:
        """The counts."""
        return self.counted(state)

    def chart(self, time: "SharedTime") -> Any:
        """Strokes over time."""
        from hiprehab.charts.around import SessionsChart

        return SessionsChart(self.tr("Pain around each session, left and right"), time)
