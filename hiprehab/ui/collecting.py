"""The search for cycles of objects, on the window's own thread only.

Python searches wherever it happens to make an object. A worker thread that comes upon a widget that
was let go destroys it there, and Qt ends the process. So the search by itself is off, and done here
whenever the window has nothing else to do.
"""

import gc
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QObject

YOUNG: Final = 700
OLDER: Final = 10
"""New objects that call for a search among the young ones, and how many of those call for one among
the older ones: what Python itself begins with."""
ALL: Final = 40
"""Searches among the older ones that call for one among all objects. Python waits until a quarter
has come to them; counting them takes as long as a search."""


class Collector(QObject):
    """Takes over from Python for as long as it lives; give it the application as its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is not None:
            dispatcher.aboutToBlock.connect(self._on_idle)

    def _on_idle(self) -> None:
        young, older, all_of_them = gc.get_count()
        if young < YOUNG:
            return
        if all_of_them >= ALL:
            gc.collect()
        else:
            gc.collect(1 if older >= OLDER else 0)
