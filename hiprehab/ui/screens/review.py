"""Review: the data files of several people in tabs; only looked at, nothing is mixed."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hiprehab.storage.review import Patient
from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.screens.entrance import passphrase_field
from hiprehab.ui.screens.people import AskSheet
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Banner, Card, EmptyState
from hiprehab.ui.widgets.chips import Chip
from hiprehab.ui.widgets.text import label

BESIDE_PX = 900
"""From this width on (at 100 % text) all of the head stands in one row."""


class ReviewScreen(QWidget):
    """Signals:
    open_asked(): choose a file.
    closed(int): the tab of that number goes.
    back_asked(): leave; the files stay open.
    """

    open_asked = Signal()
    closed = Signal(int)
    back_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.back = Button(theme, self.tr("Back"), kind="quiet", icon="chevron-left")
        self.open = Button(theme, self.tr("Open a data file …"), kind="primary", icon="folder")
        self.close_tab = Button(theme, self.tr("Close this file"), icon="close")
        self.banner = Banner(theme)
        self.facts = label("", "muted", wrap=True)
        self.tabs: list[Chip] = []
        self._holder, self._flow = flowing(theme.space(8))
        self.pages = QStackedWidget()
        self.nothing = EmptyState(
            theme,
            "trends",
            self.tr("Look at somebody's data"),
            self.tr(
                "Open the file that a person gave you: everything in one file, a profile or a"
                " backup. It is only read, and nothing of it is kept when you close it."
            ),
            self.tr("Open a data file …"),
        )
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(10))
        first = QWidget()
        row = QHBoxLayout(first)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(12))
        row.addWidget(self.back)
        row.addWidget(label(self.tr("Review"), "heading"))
        row.addWidget(self._holder, 100)
        row.addStretch(1)
        head = QWidget()
        self._columns = Columns(head, gap=self._theme.space(8), shares=(1, 0))
        self._columns.addWidget(first)
        buttons, self._flow_right = flowing(self._theme.space(8))
        for button in (self.close_tab, self.open):
            self._flow_right.addWidget(button)
        self._buttons = buttons
        self._columns.addWidget(buttons)
        box.addWidget(head)
        box.addWidget(self.banner)
        box.addWidget(self.facts)
        box.addWidget(self.nothing, 1)
        box.addWidget(self.pages, 1)
        self.back.clicked.connect(self.back_asked)
        self.open.clicked.connect(self.open_asked)
        self.nothing.acted.connect(self.open_asked)
        self.close_tab.clicked.connect(lambda: self.closed.emit(self.pages.currentIndex()))
        self._theme.changed.connect(self._fit)
        self._fit()
        self._show_state()

    def _fit(self) -> None:
        """For the present text size."""
        self._columns.set_least(self._theme.px(BESIDE_PX))
        self._buttons.setMinimumWidth(self._flow_right.sizeHint().width())

    @property
    def current(self) -> int:
        """The tab that is shown, from 0; -1 when none is open."""
        return self.pages.currentIndex()

    def add(self, patient: Patient, page: QWidget) -> None:
        """One more tab, shown at once."""
        chip = Chip(self._theme, patient.name)
        chip.setAccessibleName(self.tr("Data of {0}").format(patient.name))
        chip.setToolTip(str(patient.source))
        chip.clicked.connect(lambda: self.show_tab(self.tabs.index(chip)))
        chip.setProperty("facts", self._facts(patient))
        self.tabs.append(chip)
        self._flow.addWidget(chip)
        self.pages.addWidget(page)
        self.show_tab(len(self.tabs) - 1)

    def _facts(self, patient: Patient) -> str:
        counts = patient.counts
        if counts.first is None or counts.last is None:
            return self.tr("There is no entry in this file. Self-reported; only to look at.")
        text = self.tr("{0} ratings and {1} sessions, {2} to {3}. Self-reported; only to look at.")
        first, last = (
            QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")
            for day in (counts.first, counts.last)
        )
        return text.format(counts.pain, counts.sessions, first, last)

    def remove(self, number: int) -> QWidget:
        """Takes a tab away; returns its page, which is its maker's to free."""
        chip, page = self.tabs.pop(number), self.pages.widget(number)
        assert page is not None
        self.pages.removeWidget(page)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        if self.tabs:
            self.show_tab(min(number, len(self.tabs) - 1))
        self._show_state()
        return page

    def show_tab(self, number: int) -> None:
        """Another person."""
        self.pages.setCurrentIndex(number)
        for place, chip in enumerate(self.tabs):
            chip.setChecked(place == number)
        self._show_state()

    def _show_state(self) -> None:
        self.facts.setText(str(self.tabs[self.current].property("facts")) if self.tabs else "")
        self.nothing.setVisible(not self.tabs)
        for part in (self.pages, self._holder, self.facts, self.close_tab, self.open):
            part.setVisible(bool(self.tabs))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Page Down and Page Up go from one person to the next; Escape leaves."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and len(self.tabs) > 1:
            step = 1 if event.key() == Qt.Key.Key_PageDown else -1
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.show_tab((self.current + step) % len(self.tabs))
                return
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
            return
        super().keyPressEvent(event)

    def names(self) -> Sequence[str]:
        """What the tabs say."""
        return [chip.text() for chip in self.tabs]


class ReviewCard(Card):
    """The way in from the Clinic page. Signals: `asked()`."""

    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Review"))
        text = self.tr(
            "Look at the data file of a person in the same charts as your own, several beside each"
            " other in tabs. Nothing of it is mixed into this profile."
        )
        self.body.addWidget(label(text, "muted", wrap=True))
        self.open = Button(theme, self.tr("Review a data file …"), icon="trends")
        self.open.clicked.connect(self.asked)
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)


class PassphraseSheet(AskSheet):
    """A file that has a passphrase. Signals: `entered(passphrase)`."""

    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, name: str, problem: str = "") -> None:
        text = self.tr("{0} has a passphrase. Whoever gave it to you knows it.").format(name)
        super().__init__(theme, parent, self.tr("The passphrase, please"), text, self.tr("Open"))
        self.field = passphrase_field(theme, self.tr("Passphrase"))
        self.body.addWidget(self.field)
        self.finish()
        if problem:
            self.say(problem)
        self.do.clicked.connect(self._on_do)
        self.field.returnPressed.connect(self._on_do)
        self.field.setFocus()

    def _on_do(self) -> None:
        self.accept()
        self.entered.emit(self.field.text())
