"""The screen in place of the window when the log cannot be opened."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from hiprehab.ui.screens.trouble import Choice, TroubleScreen
from hiprehab.ui.theme import Theme

CHOICES = (Choice("restore", "Restore the backup", primary=True), Choice("quit", "Quit"))


@pytest.fixture
def screen(qtbot: Any, theme: Theme) -> TroubleScreen:
    made = TroubleScreen(theme, "The log is damaged.", "Restore a backup.", CHOICES)
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    return made


def test_it_says_what_happened_and_what_to_do(screen: TroubleScreen) -> None:
    words = " ".join(one.text() for one in screen.findChildren(QLabel))
    assert "The log is damaged." in words
    assert "Restore a backup." in words
    assert "Nothing was changed" in words


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_is_told(screen: TroubleScreen, qtbot: Any, choice: Choice) -> None:
    button = next(one for one in screen.findChildren(QPushButton) if one.text() == choice.text)
    with qtbot.waitSignal(screen.chosen) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [choice.key]
