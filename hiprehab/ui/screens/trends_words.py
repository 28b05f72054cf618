"""What may be said of a period in a few words, always with the counts they rest on."""

from PySide6.QtCore import QCoreApplication, QLocale

from hiprehab.core.trends import BASELINE_DAYS, WINDOW_DAYS, Change, Span, Summary


class TrendWords:
    """The words above the chart and the names of the periods."""

    def tr(self, text: str) -> str:
        """Translates in the context of this class."""
        return QCoreApplication.translate("TrendWords", text)

    def spans(self) -> list[tuple[Span, str]]:
        """The periods in the order of their chips."""
        return [
            (Span.TWO_WEEKS, self.tr("2 weeks")),
            (Span.SIX_WEEKS, self.tr("6 weeks")),
            (Span.TWELVE_WEEKS, self.tr("12 weeks")),
            (Span.YEAR, self.tr("1 year")),
            (Span.ALL, self.tr("All")),
            (Span.OWN, self.tr("Own dates")),
        ]

    def verdict(self, found: Summary) -> str:
        """What is seen of one side, in a few plain words."""
        if not found.ratings:
            return self.tr("Not rated in this period.")
        return {
            Change.BETTER: self.tr("Clearly less pain."),
            Change.WORSE: self.tr("Clearly more pain."),
            Change.LITTLE_BETTER: self.tr("A little less pain; this may be noise."),
            Change.LITTLE_WORSE: self.tr("A little more pain; this may be noise."),
            Change.STEADY: self.tr("About the same."),
            Change.UNKNOWN: self.tr("Too few rated days here to speak of a change."),
        }[found.change]

    def reason(self, found: Summary) -> str:
        """The numbers that the verdict rests on."""
        if not found.ratings:
            return ""
        counts = self._counts(found)
        if found.change is Change.UNKNOWN or found.start is None or found.latest is None:
            return counts
        medians = self.tr(
            "Median {start} in the first {first} rated days, {latest} in the last {last} days."
        ).format(
            start=f"{found.start:g}",
            first=BASELINE_DAYS,
            latest=f"{found.latest:g}",
            last=WINDOW_DAYS,
        )
        return f"{medians} {counts}"

    def _counts(self, found: Summary) -> str:
        whole = QLocale().toString
        form = self.tr("{ratings} ratings on {rated} of {days} days.")
        if found.days == 1:
            form = self.tr("{ratings} ratings on one day.")
        if found.ratings == 1:
            form = self.tr("1 rating in {days} days.")
            if found.days == 1:
                form = self.tr("1 rating.")
        return form.format(
            ratings=whole(found.ratings), rated=whole(found.rated_days), days=whole(found.days)
        )
