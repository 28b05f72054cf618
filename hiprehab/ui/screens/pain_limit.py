"""The highest pain that is fine: the lowest of several limits, why it is that one, when to stop."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.conditions import ceiling, ceiling_names
from hiprehab.core.guidance import GENERAL_RULES, ceiling_of, ladder
from hiprehab.ui.screens.around import Around
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.text import label


class Limit(NamedTuple):
    """A highest score for the person.

    `given` is what the routine or the move says; `names` are the person's conditions that make it
    lower, `author` who wrote the limit, where that is not this program.
    """

    most: int
    given: int
    names: tuple[str, ...] = ()
    author: str = ""

    @property
    def is_lowered(self) -> bool:
        """Whether less than was given holds for the person."""
        return self.most < self.given


def limit_of(around: Around, *given: int | None, author: str = "") -> Limit | None:
    """The limit where the routine or the move gives one, else None."""
    said = [one for one in given if one is not None]
    if not said:
        return None
    conditions, today = around.conditions(), around.today()
    most = ceiling_of(*said, condition=ceiling(conditions, today))
    return Limit(most, min(said), ceiling_names(conditions, today), author)


def limit_text(limit: Limit, *, move: bool = False) -> str:
    """The limit in a sentence, and what the routine or the move says beside it."""
    if not limit.is_lowered:
        if move:
            text = _tr("Highest pain in this move: {} of 10. Above that, do an easier one.")
        else:
            text = _tr("Highest pain in this routine: {} of 10.")
        return text.format(limit.most)
    if move:
        text = _tr(
            "Highest pain for you: {0} of 10 (this move: {1}). Above that, do an easier one."
        )
    else:
        text = _tr("Highest pain for you: {0} of 10 (this routine: {1}).")
    return text.format(limit.most, limit.given)


def why_text(limit: Limit) -> str:
    """Why a lower limit holds than was given, and what to do about it."""
    if limit.names:
        why = _tr("The lowest limit counts. {0}: {1} of 10 at most.")
        parts = [why.format(", ".join(limit.names), limit.most)]
    else:
        why = _tr(
            "The lowest limit counts. While Settings do not say what you have, it is {0}, to be"
            " careful."
        )
        parts = [why.format(limit.most)]
    if limit.author:
        ask = _tr("{0} wrote {1}. Ask them which one is right for you.")
        parts.append(ask.format(limit.author, limit.given))
    return " ".join(parts)


def stop_lines(rules: tuple[str, ...], most: int | None) -> list[str]:
    """When to stop, a rule a line; the two general rules and the highest score become one ladder.

    Args:
        rules: the routine's own words.
        most: the highest score, or None where nothing is said of it.
    """
    if most is None:
        return list(rules)
    if not has_ladder(rules):
        first = _tr("More pain than {} of 10 is too much for you here.").format(most)
        return [first, *rules]
    return [ladder_text(most), *(rule for rule in rules if rule not in GENERAL_RULES)]


def has_ladder(rules: tuple[str, ...]) -> bool:
    """Whether the rules are the general ones; with others a ladder would say something else."""
    return all(rule in rules for rule in GENERAL_RULES)


def ladder_text(most: int) -> str:
    """What each score means, in one line."""
    fine, stop = ladder(most)
    parts = [_tr("Pain 0: go on") if not fine else _tr("Pain 0 to {}: go on").format(fine)]
    if stop - fine == 2:
        parts.append(_tr("{}: make the move easier, or leave it out").format(fine + 1))
    elif stop - fine > 2:
        text = _tr("{0} to {1}: make the move easier, or leave it out")
        parts.append(text.format(fine + 1, stop - 1))
    parts.append(_tr("{} or more: stop the session").format(stop))
    return " · ".join(parts) + "."


class LimitLine(QWidget):
    """The limit with a way to read why it is not the one that was given."""

    def __init__(self, theme: Theme, limit: Limit, *, move: bool = False) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        box.addLayout(row)
        self.text = label(limit_text(limit, move=move), "strong", wrap=True)
        row.addWidget(self.text, 1)
        self.why = label(why_text(limit), "muted", wrap=True)
        self.why.hide()
        self.ask = Button(theme, _tr("Why?"), kind="quiet", icon="chevron-right")
        self.ask.setAccessibleDescription(self.text.text())
        self.ask.clicked.connect(self._on_ask)
        row.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignVCenter)
        self.ask.setHidden(not limit.is_lowered)
        box.addWidget(self.why)

    def _on_ask(self) -> None:
        opens = self.why.isHidden()
        self.why.setVisible(opens)
        self.ask.set_icon("chevron-down" if opens else "chevron-right")


def _tr(text: str) -> str:
    return QCoreApplication.translate("PainLimit", text)
