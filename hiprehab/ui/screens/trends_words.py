"""What may be said of a period in a few words, always with the counts they rest on."""

from PySide6.QtCore import QCoreApplication, QLocale

from hiprehab.core.trends import (
    BASELINE_DAYS,
    WINDOW_DAYS,
    WINDOW_LEAST,
    Change,
    Span,
    Summary,
)


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
            Change.UNKNOWN: self.tr("Too few rated days to compare."),
        }[found.change]

    def _lacking(self, found: Summary) -> str:
        """Which days are too few: those of the last week, or all of them."""
        if found.counted_days < BASELINE_DAYS:
            text = self.tr("{least} rated days are needed to compare.")
            return text.format(least=BASELINE_DAYS)
        if found.latest_days < WINDOW_LEAST:
            text = self.tr(
                "{n} rated days in the last {days}; {least} are needed to compare with the first"
                " week."
            )
            if found.latest_days == 1:
                text = self.tr(
                    "1 rated day in the last {days}; {least} are needed to compare with the first"
                    " week."
                )
            elif not found.latest_days:
                text = self.tr(
                    "No rated day in the last {days}; {least} are needed to compare with the first"
                    " week."
                )
            return text.format(n=found.latest_days, days=WINDOW_DAYS, least=WINDOW_LEAST)
        return self.tr("The first rated week is the last one; a later week is needed to compare.")

    def reason(self, found: Summary) -> str:
        """The numbers that the verdict rests on."""
        if not found.ratings:
            return ""
        counts = self._counts(found)
        if found.change is Change.UNKNOWN or found.start is None or found.latest is None:
            return f"{self._lacking(found)} {counts}" if found.change is Change.UNKNOWN else counts
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
