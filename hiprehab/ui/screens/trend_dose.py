"""The panel of the dose: done against prescribed a week, counted as the person chooses."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from hiprehab.core import dose
from hiprehab.core.dose import Amount, DoseState, DoseWeek, Unit
from hiprehab.core.panels import Records
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.log_words import day_text
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.chips import ChipRow

if TYPE_CHECKING:
    from hiprehab.charts.shared import SharedTime


class DosePanel(Panel):
    """Weeks of the plan under the pain chart."""

    key = "dose"
    wide = True
    beside = True
    least_px = 150

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__(theme, around)
        self.units = ChipRow(
            theme,
            [
                (Unit.SETS, self.tr("Sets")),
                (Unit.HOLD, self.tr("Seconds held")),
                (Unit.MINUTES, self.tr("Minutes")),
                (Unit.SESSIONS, self.tr("Sessions")),
            ],
            name=self.tr("Counted in"),
        )
        self.units.set_value(Unit.SETS)
        self.units.changed.connect(self.again)

    def title(self) -> str:
        """Names it."""
        return self.tr("Done and prescribed, week by week")

    def controls(self) -> QWidget:
        """What is counted."""
        return self.units

    def build(self, records: Records) -> DoseState:
        """The weeks."""
        return dose.build(records)

    def is_empty(self, state: DoseState) -> bool:
        """Without a session and a plan there is nothing to draw."""
        return state.is_empty

    def chart(self, time: "SharedTime") -> Any:
        """Bars."""
        from hiprehab.charts.dose import DoseChart

        return DoseChart(self.tr("Dose a week, done and prescribed"), time)

    def shown(self, state: DoseState) -> Any:
        """With what is counted."""
        from hiprehab.charts.dose import Shown

        return Shown(state, self.units.value)

    # --- words --------------------------------------------------------------------------------

    def sentence(self, state: DoseState) -> str:
        """The sums, and what they leave out."""
        if state.is_empty:
            return self.tr("No session and no plan in this period.")
        done, asked = state.done, state.prescribed
        if asked is None:
            known = self.tr("Done: {0}, {1} min. No plan was kept for these days.")
            return known.format(self._sessions(done.sessions), round(done.minutes))
        if not asked.sessions:
            known = self.tr("Done: {0}, {1} min. The plan asked for none.")
            return known.format(self._sessions(done.sessions), round(done.minutes))
        kept = state.kept
        form = self.tr("Done: {0} of {1} prescribed, {2} of {3} sets.")
        if kept.no_sets and kept.no_sets == kept.sessions:
            form = self.tr("Done: {0} of {1} prescribed.")
        elif kept.no_sets:
            form = self.tr("Done: {0} of {1} prescribed, at least {2} of {3} sets.")
        sessions = self._sessions(kept.sessions)
        text = form.format(sessions, asked.sessions, kept.sets, asked.sets)
        return " ".join([text, *self._left_out(state)])

    def _sessions(self, count: int) -> str:
        return self.tr("1 session") if count == 1 else self.tr("{0} sessions").format(count)

    def _left_out(self, state: DoseState) -> list[str]:
        found = []
        lacking = state.kept.no_sets
        if lacking == 1:
            found.append(self.tr("One session does not say its sets."))
        elif lacking:
            found.append(self.tr("{0} sessions do not say their sets.").format(lacking))
        unknown = sum(week.unknown for week in state.weeks)
        if unknown:
            more = state.done.sessions - state.kept.sessions
            form = self.tr("{0} days had no plan: {1} more.")
            if not more:
                form = self.tr("{0} days had no plan.")
            found.append(form.format(unknown, self._sessions(more)))
        paused = sum(week.paused for week in state.weeks)
        if paused:
            known = self.tr("On days away or in a flare ({0}) only what was done is counted.")
            found.append(known.format(paused))
        return found

    # --- numbers ------------------------------------------------------------------------------

    def table(self, state: DoseState) -> Table:
        """The weeks, the newest first."""
        headings = (
            self.tr("Week from"),
            self.tr("Sessions"),
            self.tr("Sets"),
            self.tr("Seconds held"),
            self.tr("Minutes"),
            self.tr("Days without a plan"),
            self.tr("Days away or in a flare"),
        )
        rows = [self._row(week) for week in reversed(state.weeks)]
        return Table(headings, rows, frozenset(range(1, 7)))

    def _row(self, week: DoseWeek) -> tuple[str, ...]:
        units = (Unit.SESSIONS, Unit.SETS, Unit.HOLD, Unit.MINUTES)
        pairs = [self._pair(week.done, week.prescribed, unit) for unit in units]
        day = day_text(week.first, self.around.today())
        return day, *pairs, str(week.unknown), str(week.paused)

    def _pair(self, done: Amount, asked: Amount | None, unit: Unit) -> str:
        texts = []
        for amount in (done, asked):
            if amount is None:
                texts.append(self.tr("no plan"))
                continue
            text = f"{round(amount.of(unit), 1):g}"
            texts.append(self.tr("{0} or more").format(text) if amount.lacks(unit) else text)
        return self.tr("{0} of {1}").format(*texts)

    def numbers(self, state: DoseState) -> Numbers:
        """The weeks for a file."""
        return Numbers(dose.DOSE_HEADER, dose.dose_rows(state))
