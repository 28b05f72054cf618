"""Long building in pieces, so that the window goes on answering."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer


class Slices(QObject):
    """Takes one step of `steps` at once, and each other one on a turn of the event loop of its own.

    Whoever needs everything now calls `finish`. No timer is armed after the last step.
    """

    def __init__(self, parent: QObject, steps: Iterator[object]) -> None:
        super().__init__(parent)
        self._steps = steps
        self._step()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            return
        QTimer.singleShot(0, self, self._step)

    def finish(self) -> None:
        """All that is left, now."""
        for _ in self._steps:
            pass

    def give_up(self) -> None:
        """Leaves the rest undone."""
        self._steps = iter(())
        self.deleteLater()
