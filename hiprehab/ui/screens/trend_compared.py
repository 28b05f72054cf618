"""The panel of comparisons: what went together, in plain sentences with counts."""

from typing import TYPE_CHECKING, Any

from hiprehab.core import comparisons
from hiprehab.core.comparisons import LEAST_DAYS, Comparison, ComparisonState, Group, Question
from hiprehab.core.panels import Records
from hiprehab.ui.screens.trend_panel import Numbers, Panel, Table
from hiprehab.ui.screens.trend_text import side_title

if TYPE_CHECKING:
    from hiprehab.charts.shared import SharedTime


class ComparedPanel(Panel):
    """Two groups of days beside each other."""

    key = "comparisons"
    least_px = 200

    def title(self) -> str:
        """Names it."""
        return self.tr("What went together")

    def build(self, records: Records) -> ComparisonState:
        """All comparisons of the period."""
        return comparisons.build(records)

    def is_empty(self, state: ComparisonState) -> bool:
        """Nothing may be said."""
        return not state.stated

    def chart(self, time: "SharedTime") -> Any:
        """Pairs of marks."""
        from hiprehab.charts.compared import ComparedChart

        hint = self.tr("Filled: those days. Hollow: the other days.")
        return ComparedChart(self.tr("Medians of days that differ in one thing"), hint=hint)

    def shown(self, state: ComparisonState) -> Any:
        """The comparisons with enough days, in words."""
        from hiprehab.charts.compared import Pair

        return tuple(
            Pair(one.side, self.statement(one), one.those.median or 0.0, one.others.median or 0.0)
            for one in state.stated
        )

    # --- words --------------------------------------------------------------------------------

    def sentence(self, state: ComparisonState) -> str:
        """What the numbers are, or what is missing for them."""
        if state.stated:
            return self.tr(
                "Medians of days. They say what went together, not why. Both kinds of days need at"
                " least {0}."
            ).format(LEAST_DAYS)
        if not state.found:
            return self.tr(
                "Nothing to compare yet: note your runs, rate your mornings, or keep a plan."
            )
        best = max(state.found, key=lambda one: min(one.those.days, one.others.days))
        return self.tr(
            "Too few days to compare: at least {0} of both kinds are needed. Nearest to it: {1},"
            " {2} days and {3} others."
        ).format(
            LEAST_DAYS, self.names(best.question)[0].lower(), best.those.days, best.others.days
        )

    def names(self, question: Question) -> tuple[str, str]:
        """Those days, and the other ones."""
        return {
            Question.AFTER_RUNS: (self.tr("Mornings after runs"), self.tr("other mornings")),
            Question.AFTER_SESSIONS: (
                self.tr("Mornings after days with a session"),
                self.tr("other mornings"),
            ),
            Question.DOSE_DONE: (
                self.tr("Planned days with all sessions done"),
                self.tr("other planned days"),
            ),
            Question.RUN_DAYS: (self.tr("Days with a run"), self.tr("other days")),
        }[question]

    def statement(self, one: Comparison) -> str:
        """Such as "Left. Mornings after runs: 3.5, n = 11; other mornings: 2, n = 34."."""
        those, others = self.names(one.question)
        return self.tr("{side}. {those}: {first}; {others}: {second}.").format(
            side=side_title(one.side),
            those=those,
            first=self._group(one.those),
            others=others,
            second=self._group(one.others),
        )

    def _group(self, group: Group) -> str:
        return self.tr("{0}, n = {1}").format(f"{group.median:g}", group.days)

    # --- numbers ------------------------------------------------------------------------------

    def table(self, state: ComparisonState) -> Table:
        """All that were looked at, those with too few days as well."""
        headings = (
            self.tr("Days"),
            self.tr("Side"),
            self.tr("Median"),
            self.tr("How many"),
            self.tr("Median of the others"),
            self.tr("How many others"),
        )
        rows = [self._row(one) for one in state.found]
        return Table(headings, rows, frozenset(range(2, 6)))

    def _row(self, one: Comparison) -> tuple[str, ...]:
        few = self.tr("too few")
        medians = [f"{group.median:g}" if one.enough else few for group in (one.those, one.others)]
        return (
            self.names(one.question)[0],
            side_title(one.side),
            medians[0],
            str(one.those.days),
            medians[1],
            str(one.others.days),
        )

    def numbers(self, state: ComparisonState) -> Numbers:
        """The same for a file."""
        return Numbers(comparisons.COMPARISON_HEADER, comparisons.comparison_rows(state))
