"""Handing a routine over: one file with its pictures, or plain text; signed if that is wanted."""

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.sheet import Sheet
from hiprehab.ui.widgets.stepper import Toggle
from hiprehab.ui.widgets.text import label

ONE_FILE: Final = ".hiprehab"
PLAIN: Final = ".toml"


class Wish(NamedTuple):
    """Where to, in which form, signed or not."""

    path: Path
    sign: bool

    @property
    def is_plain(self) -> bool:
        """Whether it is text alone."""
        return self.path.suffix.casefold() == PLAIN


class HandOverSheet(Sheet):
    """Signals: `wished(Wish)`; the sheet stays until `done` or `show_problem`.

    Args:
        place: the folder and name without an ending that is proposed.
        pictured: there are pictures, which plain text cannot carry.
        can_sign: signing is possible here.
        has_key: there is a key already.
    """

    wished = Signal(object)

    def __init__(
        self, theme: Theme, parent: QWidget, place: Path, *, pictured: bool, can_sign: bool,
        has_key: bool,
    ) -> None:  # fmt: skip
        super().__init__(theme, parent, self.tr("Hand over"))
        self._agreed: Path | None = None
        self.kind = ChipRow(
            theme,
            [(ONE_FILE, self.tr("One file for HipRehab")), (PLAIN, self.tr("Plain text (TOML)"))],
            name=self.tr("Form"),
        )
        self.kind.set_value(ONE_FILE)
        self.kind.chips()[1].setEnabled(not pictured)
        self.path = QLineEdit(str(place) + ONE_FILE)
        self.path.setAccessibleName(self.tr("File"))
        self.choose = Button(theme, self.tr("Choose …"), icon="folder")
        words = self.tr("Sign it") if has_key else self.tr("Sign it (makes a key on this computer)")
        self.sign = Toggle(theme, words)
        self.sign.setVisible(can_sign)
        self.problem = label("", "error", wrap=True)
        self.save = Button(theme, self.tr("Save the file"), kind="primary", icon="save")
        self.save.setDefault(True)
        cancel = Button(theme, self.tr("Not now"))
        cancel.clicked.connect(self.reject)
        text = self.tr(
            "Give the patient this file: a double click opens it, and HipRehab shows what is in it"
            " before it takes it."
        )
        self.body.addWidget(label(text, "muted", wrap=True))
        self.body.addWidget(self.kind)
        self.body.addWidget(label(self.tr("File"), "small"))
        self.body.addWidget(self.path)
        holder, flow = flowing(theme.space(8))
        flow.addWidget(self.choose)
        flow.addWidget(self.sign)
        self.body.addWidget(holder)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        self.problem.hide()
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.save)
        self.kind.changed.connect(self._on_kind)
        self.path.textChanged.connect(self._on_path)
        self.choose.clicked.connect(self._on_choose)
        self.save.clicked.connect(self._on_save)
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_kind(self, ending: str) -> None:
        text = self.path.text()
        for old in (ONE_FILE, PLAIN):
            text = text.removesuffix(old)
        self.path.setText(text + ending)

    def _on_path(self, text: str) -> None:
        self._agreed = None
        self.problem.hide()
        self.save.setText(self.tr("Save the file"))
        plain = text.casefold().endswith(PLAIN)
        self.kind.set_value(PLAIN if plain else ONE_FILE)
        self.sign.setEnabled(not plain)

    def _on_choose(self) -> None:
        title = self.tr("Hand over")
        kinds = self.tr("HipRehab (*.hiprehab);;Text (*.toml)")
        found, _ = QFileDialog.getSaveFileName(self, title, self.path.text(), kinds)
        if found:
            self.path.setText(found)
            self._agreed = Path(found)  # the dialog has asked already

    def _on_save(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        if path.suffix.casefold() not in (ONE_FILE, PLAIN):
            path = path.with_name(path.name + str(self.kind.value))
        if not path.is_absolute():
            path = Path.home() / path
        if path.exists() and path != self._agreed:
            self._agreed = path
            self.show_problem(self.tr("{} is there already.").format(path.name))
            self.save.setText(self.tr("Replace it"))
            return
        self.wished.emit(Wish(path, self.sign.isChecked() and self.sign.isEnabled()))

    def show_problem(self, text: str) -> None:
        """What went wrong; everything stays as it was typed."""
        self.problem.setText(text)
        self.problem.show()
