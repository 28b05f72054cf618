"""Settings: a form made from the settings' own metadata, and what this program is.

A new setting needs no line here: its group, label, sentence and limits are in core/settings.py.
Those texts are English sources; they are translated in the context "Settings".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, fields, replace
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.model import Affected
from hiprehab.core.settings import Settings, SideOrder
from hiprehab.core.settings import Theme as Colours
from hiprehab.storage.defaults import NONE, Defaults
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.stepper import StepperField, Toggle
from hiprehab.ui.widgets.text import divider, label

SELDOM: Final = "Advanced"
"""The group that stands last: hardly anybody needs it."""


def _translated(text: str) -> str:
    return QCoreApplication.translate("Settings", text) if text else ""


def _step(low: int, high: int) -> int:
    """A step that takes a wide range in about twenty presses."""
    return next((step for step in (1, 5, 10, 50) if (high - low) / step <= 60), 50)


def by_group() -> dict[str, list[Field[Any]]]:
    """The settings that the form shows, by group in the order of the fields."""
    groups: dict[str, list[Field[Any]]] = {}
    for option in fields(Settings):
        if option.metadata["group"]:
            groups.setdefault(option.metadata["group"], []).append(option)
    return groups


class SettingsScreen(QWidget):
    """Each change is handed on at once; nothing has to be saved."""

    changed = Signal(Settings)
    test_sound = Signal()
    content_width = 860

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        *,
        data_place: str = "",
        version: str = "",
        about_you: Sequence[Callable[[], QWidget]] = (),
        preset: Defaults = NONE,
    ) -> None:
        super().__init__()
        self._preset = preset
        self.theme = theme
        self._settings = settings
        self._fields: dict[str, QWidget] = {}
        self._about_you = about_you
        self.at_the_end: list[Callable[[], Sequence[QWidget]]] = []
        """Make the cards that stand before the last one, for whoever makes the page."""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(16))
        self._box.addWidget(label(self.tr("Settings"), "heading"))
        self._box.addStretch(1)
        self._slices = Slices(self, self._build(data_place, version))

    def _build(self, data_place: str, version: str) -> Iterator[None]:
        """Card by card: the first is seen at once, the others come while it is read."""
        groups = by_group()
        seldom = groups.pop(SELDOM)
        for group, options in groups.items():
            self._fill(self._new_card(_translated(group)), options)
            yield
            if group == "You":
                for make in self._about_you:
                    self._append(make())
                    yield
        for make_some in self.at_the_end:
            for card in make_some():
                self._append(card)
            yield
        self._fill(self._new_card(_translated(SELDOM)), seldom)
        yield
        title = self.tr("About HipRehab {}").format(version).strip()
        self._fill_about(self._new_card(title), data_place)

    def _append(self, card: QWidget) -> None:
        self._box.insertWidget(self._box.count() - 1, card)

    def _new_card(self, title: str) -> Card:
        """Placed before it is filled: a new parent styles everything inside again."""
        card = Card(self.theme, title)
        self._append(card)
        return card

    def show_settings(self, settings: Settings) -> None:
        """Shows these values without a signal."""
        self._settings = settings
        for name in self._fields:
            self._show(name)

    def _show(self, name: str) -> None:
        widget, value = self._fields[name], getattr(self._settings, name)
        if isinstance(widget, Toggle):
            widget.blockSignals(True)
            widget.setChecked(value)
            widget.blockSignals(False)
        elif isinstance(widget, StepperField | ChipRow):
            widget.set_value(value)

    def build_all(self) -> None:
        """The cards that are still to come, now."""
        self._slices.finish()

    def field(self, name: str) -> QWidget:
        """The control of a setting."""
        self.build_all()
        return self._fields[name]

    # --- the form ---------------------------------------------------------------------------

    def _fill(self, card: Card, options: list[Field[Any]]) -> None:
        for place, option in enumerate(options):
            if place:
                card.body.addWidget(divider())
            card.body.addLayout(self._row(option))
            self._show(option.name)
        if any(option.name == "volume" for option in options):
            test = Button(self.theme, self.tr("Test the sound"), icon="sound")
            test.clicked.connect(self.test_sound)
            card.body.addWidget(test, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, option: Field[Any]) -> QHBoxLayout | QVBoxLayout:
        """Words left, control right; a choice of several words goes under its label."""
        name = _translated(option.metadata["label"])
        words = QVBoxLayout()
        words.setSpacing(self.theme.space(2))
        words.addStretch(1)
        words.addWidget(label(name, "body", wrap=True))
        if option.metadata["help"]:
            words.addWidget(label(_translated(option.metadata["help"]), "small", wrap=True))
        control = self._control(option, name)
        self._fields[option.name] = control
        if option.name in self._preset.locked:
            words.addWidget(label(self._lock(control), "small", wrap=True))
        if isinstance(control, ChipRow):
            words.addSpacing(self.theme.space(4))
            words.addWidget(control)
            return words
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(16))
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return row

    def _lock(self, control: QWidget) -> str:
        """Shows the value that a clinic set, which cannot be changed here; returns who set it."""
        clinic = self._preset.clinic or self.tr("your clinic")
        text = self.tr("Set by {0} for this computer.").format(clinic)
        control.setEnabled(False)
        control.setAccessibleDescription(text)
        control.setToolTip(text)
        return text

    def _control(self, option: Field[Any], name: str) -> QWidget:
        key, default, more = option.name, option.default, option.metadata
        help_text = _translated(more["help"])
        if isinstance(default, bool):
            toggle = Toggle(self.theme)
            toggle.setAccessibleName(name)
            toggle.setAccessibleDescription(help_text)
            toggle.toggled.connect(lambda on: self._set(key, on))
            return toggle
        if isinstance(default, StrEnum):
            chips = ChipRow(self.theme, list(self._words(type(default))), name=name)
            chips.setAccessibleDescription(help_text)
            chips.changed.connect(lambda value: self._set(key, value))
            return chips
        low, high = more["low"], more["high"]
        stepper = StepperField(
            self.theme, low=low, high=high, step=_step(low, high), unit=more["unit"]
        )
        stepper.set_name(name)
        stepper.changed.connect(lambda value: self._set(key, value))
        return stepper

    def _words(self, kind: type[StrEnum]) -> Iterator[tuple[StrEnum, str]]:
        words: dict[StrEnum, str] = {
            Affected.LEFT: self.tr("Left"),
            Affected.RIGHT: self.tr("Right"),
            Affected.BOTH: self.tr("Both"),
            Affected.UNKNOWN: self.tr("Not said"),
            SideOrder.USUAL: self.tr("Usual"),
            SideOrder.AFFECTED_FIRST: self.tr("Sore side first"),
            SideOrder.LEFT_FIRST: self.tr("Left first"),
            SideOrder.ALTERNATE: self.tr("In turn by set"),
            Colours.SYSTEM: self.tr("As the system"),
            Colours.LIGHT: self.tr("Light"),
            Colours.DARK: self.tr("Dark"),
        }
        for member in kind:
            yield member, words.get(member) or _translated(member.value.capitalize())

    def _set(self, name: str, value: object) -> None:
        self._settings = replace(self._settings, **{name: value})  # type: ignore[arg-type]
        self.changed.emit(self._settings)

    # --- about ------------------------------------------------------------------------------

    def _fill_about(self, card: Card, data_place: str) -> None:
        for text in (
            self.tr(
                "HipRehab records what you enter and plays the routine that you or your"
                " clinician chose. It does not diagnose, treat or watch over you, and it tells"
                " nobody."
            ),
            self.tr(
                "The exercises come from published sources. No clinician has reviewed them in"
                " this program yet: if something hurts more than it should, stop and ask yours."
            ),
        ):
            card.body.addWidget(label(text, "body", wrap=True))
        if data_place:
            card.body.addWidget(label(self.tr("Your data stays on this computer, in:"), "small"))
            place = label(data_place, "body", wrap=True)
            place.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            place.setAccessibleName(self.tr("Folder of your data"))
            card.body.addWidget(place)
