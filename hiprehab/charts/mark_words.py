"""The words of the marks on charts over time."""

from PySide6.QtCore import QCoreApplication, QLocale

from hiprehab.charts.shared import MarkGroup
from hiprehab.core.log import SkipReason
from hiprehab.core.marks import Mark, MarkKind


class MarkWords:
    """A class so that every literal is found for translation."""

    def tr(self, text: str) -> str:
        """Translates in the context of this class."""
        return QCoreApplication.translate("MarkWords", text)

    def kind(self, kind: MarkKind) -> str:
        """What a mark is about."""
        return {
            MarkKind.EVENT: self.tr("Mark"),
            MarkKind.FLARE: self.tr("Flare"),
            MarkKind.RUN: self.tr("Run"),
            MarkKind.SKIPPED: self.tr("Left out"),
            MarkKind.AWAY: self.tr("Away"),
            MarkKind.PLAN: self.tr("Plan"),
            MarkKind.VERSION: self.tr("New version"),
        }[kind]

    def text(self, mark: Mark) -> str:
        """A mark in full, such as "Run, 25 min, 4.2 km: easy"."""
        parts = [self.kind(mark.kind)]
        if mark.kind is MarkKind.EVENT and mark.text:
            return mark.text
        if mark.minutes is not None:
            parts.append(self.tr("{0} min").format(self._number(mark.minutes)))
        if mark.km is not None:
            parts.append(self.tr("{0} km").format(self._number(mark.km)))
        if mark.reason is not None:
            parts.append(self._reason(mark.reason))
        found = ", ".join(parts)
        return f"{found}: {mark.text}" if mark.text else found

    def short(self, mark: Mark) -> str:
        """A word or two for the chart itself."""
        if mark.kind is MarkKind.RUN and mark.km is not None:
            return self.tr("Run {0} km").format(self._number(mark.km))
        if mark.kind is MarkKind.RUN and mark.minutes is not None:
            return self.tr("Run {0} min").format(self._number(mark.minutes))
        if mark.kind in (MarkKind.RUN, MarkKind.SKIPPED, MarkKind.AWAY):
            return self.kind(mark.kind)
        return self.text(mark)

    def flag(self, group: MarkGroup) -> str:
        """The words of marks that are close to each other."""
        count = len(group.marks)
        if count == 1:
            return self.short(group.named)
        if group.named.kind is MarkKind.RUN:  # which speaks only where there is nothing else
            return self.tr("{0} runs").format(count)
        return self.tr("{0} +{1}").format(self.short(group.named), count - 1)

    def _number(self, value: float) -> str:
        return QLocale().toString(value, "g", 6)

    def _reason(self, reason: SkipReason) -> str:
        return {
            SkipReason.PAIN: self.tr("pain"),
            SkipReason.TIRED: self.tr("tired"),
            SkipReason.TIME: self.tr("no time"),
            SkipReason.EQUIPMENT: self.tr("no equipment"),
            SkipReason.OTHER: self.tr("another reason"),
        }[reason]
