"""Bringing a file in: what it holds, what would be added, and only then the person's yes."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hiprehab.core import importing
from hiprehab.core.changes import Changes
from hiprehab.core.importing import LeftOut, Need, Proposal, Sheet
from hiprehab.core.log import PainEntry, SessionRecord
from hiprehab.storage import incoming, merging
from hiprehab.storage.document import Source
from hiprehab.storage.merging import Preview, Share
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around, stamp_at
from hiprehab.ui.screens.columns import empty
from hiprehab.ui.screens.import_match import MatchForm, shortened
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Banner
from hiprehab.ui.widgets.sheet import Sheet as Window
from hiprehab.ui.widgets.stepper import Toggle
from hiprehab.ui.widgets.text import divider, label

if TYPE_CHECKING:
    from datetime import date

    from hiprehab.storage.store import Store

MOST_SHOWN: Final = 4
EVERYTHING: Final = (
    Changes.PAIN
    | Changes.SESSIONS
    | Changes.PLAN
    | Changes.CONDITIONS
    | Changes.SAFETY
    | Changes.DIARY
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportPage", text)


def kind_text(name: str) -> str:
    """What a list of an export holds."""
    return {
        "entries": _tr("Pain ratings"),
        "sessions": _tr("Sessions"),
        "plan": _tr("Routines in the plan"),
        "away": _tr("Times away"),
        "conditions": _tr("What a clinician told you"),
        "safety": _tr("Answers to safety questions"),
        "clearances": _tr("Clearances"),
        "events": _tr("Events and flares"),
        "activities": _tr("Your own activities"),
        "activity_ratings": _tr("Ratings of activities"),
        "function_tests": _tr("Tests"),
        "questions": _tr("Questions to ask"),
        "ready": _tr("Points before running"),
        "adjustments": _tr("Accepted changes"),
    }[name]


def need_text(need: Need) -> str:
    """What has to be said first."""
    return {
        Need.DATE: _tr("Choose the column with the date."),
        Need.ORDER: _tr("Choose how the dates are written."),
        Need.SCORE: _tr("Choose the column with the score."),
        Need.SIDE: _tr("Choose which side the scores are for."),
        Need.TITLE: _tr("Choose the column with the routine."),
    }[need]


def reason_text(out: LeftOut) -> str:
    """Why a line is left out, in the person's language."""
    why = QCoreApplication.translate("ImportReasons", out.why.value)
    return _tr("Line {0}: {1}").format(out.line, why.format(f"“{shortened(out.cell)}”"))


class ImportWindow(Window):
    """Signals: `told(text, undo)`; `settings_taken(object)` hands the file's settings on."""

    told = Signal(str, object)
    settings_taken = Signal(object)

    def __init__(
        self, theme: Theme, parent: QWidget, around: Around, *, path: Path, log: Path
    ) -> None:
        super().__init__(theme, parent, _tr("Bring data in"))
        self._around, self._log = around, log
        self._source: Source | None = None
        self._form: MatchForm | None = None
        self._asked = 0
        self.problem = Banner(theme)
        self.body.addWidget(self.problem)
        self.file = label(path.name, "muted", wrap=True)
        self.body.addWidget(self.file)
        self._match_place = QVBoxLayout()
        self.body.addLayout(self._match_place)
        self.state = label(self.tr("Reading the file …"), "strong", wrap=True)
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.space(6))
        self.body.addLayout(self._found)
        self.settings = Toggle(theme, self.tr("Use the settings of the file too"))
        self.settings.hide()
        self.body.addWidget(self.settings)
        self.body.addStretch(1)
        self.cancel = Button(theme, self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.take = Button(theme, self.tr("Bring it in"), kind="primary", icon="check")
        self.take.setEnabled(False)
        self.take.clicked.connect(self._on_take)
        self.buttons.addWidget(self.state, 1)
        self.buttons.addSpacing(theme.space(8))
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.take)
        self.finished.connect(self._forget)
        self._later(partial(incoming.read, path), self._on_read)

    def _later(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Does slow work elsewhere; what was asked for before that is no longer waited for."""
        self._asked += 1
        mine = self._asked

        def show(value: object) -> None:
            if mine == self._asked:
                done(value)

        def refused(sentence: str) -> None:
            if mine == self._asked:
                self._on_problem(sentence)

        self._around.live.background(work, show, refused)

    def _forget(self) -> None:
        """Whatever comes now, the window is gone."""
        self._asked = -1

    def _on_problem(self, sentence: str) -> None:
        self.state.setText("")
        self.take.setEnabled(False)
        self.problem.show_problem(sentence)

    # --- what is in the file ------------------------------------------------------------------

    def _on_read(self, found: Source | Sheet) -> None:
        if isinstance(found, Source):
            self._source = found
            said = [self.file.text(), found.made_by, found.made_at[:10]]
            self.file.setText("  ·  ".join(filter(None, said)))
            self._later(partial(self._preview, found), self._on_preview)
            return
        lines = self.tr("{0} lines").format(len(found.rows))
        self.file.setText(f"{self.file.text()}  ·  {lines}")
        self._form = MatchForm(self.theme, found)
        self._form.changed.connect(self._on_match)
        self._match_place.addWidget(self._form)
        self._match_place.addWidget(divider())
        self._on_match()

    def _preview(self, source: Source) -> Preview:
        return merging.preview(self._log, source, self._around.now().at)

    def _on_match(self) -> None:
        """The lines as they would be taken with the columns chosen now."""
        assert self._form is not None
        match = self._form.match
        open_questions = importing.needs(match)
        self.take.setEnabled(False)
        if open_questions:
            self._asked += 1  # an answer that is still under way is for other columns
            empty(self._found)
            self.state.setText(" ".join(need_text(one) for one in open_questions))
            return
        sheet, clock = self._form.sheet, self._around.clock
        routines = self._around.library().routines.values()
        around = importing.Around(
            clock.utcnow(),
            lambda local: stamp_at(clock, local).offset_min,
            {routine.title.lower(): routine.id for routine in routines},
        )

        def work() -> tuple[Proposal, Source, Preview]:
            proposal = importing.propose(sheet, match, around)
            source = incoming.source_of(proposal)
            return proposal, source, self._preview(source)

        self._later(work, self._on_proposal)

    def _on_proposal(self, found: tuple[Proposal, Source, Preview]) -> None:
        proposal, self._source, preview = found
        self._on_preview(preview)
        taken: list[PainEntry | SessionRecord] = [*proposal.pain, *proposal.sessions]
        for record in taken[:MOST_SHOWN]:
            self._found.addWidget(label(self._record_text(record), "body", wrap=True))
        out = proposal.left_out
        if out:
            self._found.addWidget(divider())
            text = self.tr("{0} of {1} lines are left out:").format(len(out), proposal.lines)
            self._found.addWidget(label(text, "strong", wrap=True))
            for one in out[:MOST_SHOWN]:
                self._found.addWidget(label(reason_text(one), "body", wrap=True))
            if len(out) > MOST_SHOWN:
                more = self.tr("and {0} more").format(len(out) - MOST_SHOWN)
                self._found.addWidget(label(more, "muted"))

    def _record_text(self, record: PainEntry | SessionRecord) -> str:
        day = words.day_text(record.stamp.day, self._around.today(), long=True)
        when = f"{day}, {words.clock_text(record.stamp.local)}"
        if isinstance(record, PainEntry):
            return f"{when}: {words.score_text(record)}"
        return f"{when}: {shortened(record.title)}, {words.minutes_text(record.active_s)}"

    def _on_preview(self, preview: Preview) -> None:
        empty(self._found)
        self._say(preview)
        if preview.shares:
            self._found.addWidget(self._table(preview.shares))
        assert self._source is not None
        self.settings.setVisible(bool(self._source.settings))
        self.settings.setChecked(preview.empty)
        self.take.setEnabled(bool(preview.changes))
        if self._source.settings and not self.take.isEnabled():
            self.settings.toggled.connect(self.take.setEnabled)

    def _say(self, preview: Preview) -> None:
        span = ""
        if preview.first and preview.last:
            days = [self._day(preview.first), self._day(preview.last)]
            span = self.tr("From {0} to {1}. ").format(*days)
        if not preview.shares:
            text = self.tr("There is nothing in it that could be added.")
        elif not preview.changes:
            text = self.tr("All of it is already here.")
        elif any(share.newer for share in preview.shares):
            text = self.tr("{0} records will be added or brought up to date.")
        elif preview.changes == 1:
            text = self.tr("One record will be added.")
        else:
            text = self.tr("{0} records will be added.")
        self.state.setText(span + text.format(preview.changes))

    @staticmethod
    def _day(day: "date") -> str:
        return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")

    def _table(self, shares: tuple[Share, ...]) -> QWidget:
        """A line for each kind: its name and what would become of it."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.theme.space(24))
        grid.setVerticalSpacing(self.theme.space(4))
        grid.setColumnStretch(1, 1)
        for row, share in enumerate(shares):
            parts = [
                text.format(count)
                for text, count in (
                    (self.tr("{0} new"), share.new),
                    (self.tr("{0} newer than here"), share.newer),
                    (self.tr("{0} already here"), share.there),
                    (self.tr("{0} different, yours stay"), share.different),
                )
                if count
            ]
            grid.addWidget(label(kind_text(share.name), "body"), row, 0)
            grid.addWidget(label(", ".join(parts), "body", wrap=True), row, 1)
        return holder

    # --- the yes ------------------------------------------------------------------------------

    def _on_take(self) -> None:
        source = self._source
        assert source is not None
        self.take.setEnabled(False)
        if self._form is not None:
            self._form.setEnabled(False)
        at = self._around.now().at

        def work(store: "Store") -> Preview:
            return merging.take(store, source, at)

        self._around.live.write(
            work, EVERYTHING, by=self, done=self._on_taken, failed=self._on_failed
        )

    def _on_failed(self, sentence: str) -> None:
        self.problem.show_problem(sentence, self.tr("Nothing was added. You can try again."))
        self.take.setEnabled(True)
        if self._form is not None:
            self._form.setEnabled(True)

    def _on_taken(self, done: Preview) -> None:
        assert self._source is not None
        if self.settings.isChecked() and not self.settings.isHidden():
            self.settings_taken.emit(self._source.settings)
        text = self.tr("The settings were taken.")
        if done.changes == 1:
            text = self.tr("One record was brought in.")
        elif done.changes:
            text = self.tr("{0} records were brought in.").format(done.changes)
        self.told.emit(text, None)
        self.accept()
