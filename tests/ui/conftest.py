"""What tests of windows share: one look for all of them."""

import pytest
from PySide6.QtWidgets import QApplication

from hiprehab.core.settings import Settings
from hiprehab.core.settings import Theme as Colours
from hiprehab.ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 % text, applied to the application."""
    made = Theme()
    made.apply(qapp, Settings(theme=Colours.LIGHT))
    return made
