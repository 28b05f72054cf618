"""One open draft in the editor: what is chosen in it, its checks and its saving.

Checks run on a worker thread a moment after the last key, saving a little later; neither holds the
window up. What is shown is always the text, never a copy of it.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from hiprehab.core.model import Exercise, Library
from hiprehab.storage import draft_edit as do
from hiprehab.storage.draft import Draft
from hiprehab.storage.draft_edit import Spot
from hiprehab.storage.draft_model import NOTHING, Checked, Preview
from hiprehab.storage.draft_text import Change
from hiprehab.storage.keylines import KeyPath

CHECK_MS: Final = 150
SAVE_MS: Final = 700

Background = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[str], None]], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """What the editor works with; the app hands it in.

    Args:
        library: everything that is installed.
        background: does work on a worker thread; done or failed follow in the window.
        check: looks at a text (folder, text), on a worker thread.
        save: writes the bytes of a draft (folder, bytes). Raises StorageProblem.
    """

    library: Callable[[], Library]
    background: Background
    check: Callable[[Path, str], Checked]
    save: Callable[[Path, bytes], None]


class EditorState(QObject):
    """Signals:
    changed(): the text is another one.
    chosen(): another routine, form or exercise is chosen.
    looked(): the checker has looked at the text of now.
    saving(str): "" when it is saved, else what went wrong; `unsaved` tells whether more is to come.
    """

    changed = Signal()
    chosen = Signal()
    looked = Signal()
    saving = Signal(str)

    def __init__(self, bench: Bench, folder: Path, draft: Draft) -> None:
        super().__init__()
        self.bench, self.folder, self.draft = bench, folder, draft
        self.checked: Checked | None = None
        self.unsaved = False
        self.routine = next(iter(self.routines()), "")
        self.form_number = 0
        self.spot: Spot | None = next(iter(self.spots()), None)
        self._checking = self._saving = self._stopped = False
        self._writing = threading.Lock()
        self._number = self._written = 0
        self._check = self._timer(CHECK_MS, self.check_now)
        self._save = self._timer(SAVE_MS, self.save_now)
        self._check.start()

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    # --- looking ----------------------------------------------------------------------------

    def routines(self) -> list[str]:
        """The ids of the routines."""
        found = do.table_at(self.draft.data, ("routine",))
        return [name for name, one in found.items() if isinstance(one, dict)]

    @property
    def form(self) -> KeyPath:
        """The way to what holds the blocks that are shown."""
        found = do.forms(self.draft.data, self.routine)
        return found[min(self.form_number, len(found) - 1)]

    def spots(self) -> list[Spot]:
        """The places of all exercises that are shown."""
        return do.spots(self.draft.data, self.form)

    def item(self, spot: Spot) -> dict[str, Any]:
        """What the file says about an exercise of the routine."""
        return do.table_at(self.draft.data, do.item_path(self.form, spot))

    def exercise(self, name: object) -> Exercise | None:
        """An exercise by the id that the draft uses for it."""
        if not isinstance(name, str):
            return None
        if self.checked is not None and name in self.checked.own:
            return self.checked.own[name]
        if name in self.own_tables():
            return None
        return self.bench.library().exercises.get(name) if "/" not in name else None

    def own_tables(self) -> dict[str, Any]:
        """The draft's own exercises as the file has them, by id."""
        found = do.table_at(self.draft.data, ("exercise",))
        return {name: one for name, one in found.items() if isinstance(one, dict)}

    @property
    def preview(self) -> Preview:
        """The form as it was when the checker last looked."""
        if self.checked is None:
            return NOTHING
        return self.checked.previews.get(self.form, NOTHING)

    @property
    def is_current(self) -> bool:
        """Whether the checker has seen the text of now."""
        return self.checked is not None and self.checked.text == self.draft.text

    @property
    def is_sound(self) -> bool:
        """Whether the checker has seen the text of now and is content."""
        return self.is_current and self.checked is not None and not self.checked.problems

    # --- changing ---------------------------------------------------------------------------

    def edit(
        self, changes: Sequence[Change], *, spot: Spot | None = None, typing: str = ""
    ) -> bool:
        """Changes the text; `spot` is the exercise that is chosen then."""
        if not self.draft.edit(changes, typing=typing):
            return False
        if spot is not None:
            self.spot = spot
        self._after_change()
        return True

    def undo(self) -> None:
        """One step back."""
        if self.draft.undo():
            self._after_change()

    def redo(self) -> None:
        """One step forward again."""
        if self.draft.redo():
            self._after_change()

    def _after_change(self) -> None:
        self._keep_choice()
        self.unsaved = True
        self._check.start()
        if not self._save.isActive():  # who writes on and on is saved meanwhile
            self._save.start()
        self.changed.emit()

    def _keep_choice(self) -> None:
        """What is chosen is there: else the nearest."""
        routines = self.routines()
        if self.routine not in routines:
            self.routine = routines[0] if routines else ""
        self.form_number = min(self.form_number, len(do.forms(self.draft.data, self.routine)) - 1)
        found = self.spots()
        if self.spot not in found:
            before = [one for one in found if self.spot is not None and one < self.spot]
            self.spot = before[-1] if before else next(iter(found), None)

    # --- choosing ---------------------------------------------------------------------------

    def choose(self, spot: Spot | None) -> None:
        """Another exercise."""
        if spot != self.spot:
            self.draft.seal()
            self.spot = spot
            self.chosen.emit()

    def choose_form(self, routine: str, number: int) -> None:
        """Another routine, or another form of it."""
        if (routine, number) != (self.routine, self.form_number):
            self.draft.seal()
            self.routine, self.form_number, self.spot = routine, number, None
            self._keep_choice()
            self.changed.emit()
            self.chosen.emit()

    # --- checking ---------------------------------------------------------------------------

    def check_now(self) -> None:
        """Looks at the text on a worker thread; once more if it has changed meanwhile."""
        self._check.stop()
        if self._checking or self.is_current:
            return
        self._checking = True
        folder, text = self.folder, self.draft.text
        self.bench.background(
            lambda: self.bench.check(folder, text), self._on_checked, self._on_not_checked
        )

    def _on_checked(self, found: Checked) -> None:
        if self._stopped:
            return
        self._checking = False
        self.checked = found
        if self.is_current:
            self.looked.emit()
        else:
            self._check.start()

    def _on_not_checked(self, sentence: str) -> None:
        self._checking = False
        if not self._stopped:
            self.saving.emit(sentence)

    def look_again(self) -> None:
        """Something beside the text has changed, such as a picture or what is installed."""
        self.checked = None
        self._check.start()

    # --- saving -----------------------------------------------------------------------------

    def save_now(self) -> None:
        """Saves on a worker thread; `saving` follows."""
        self._save.stop()
        if self._saving:
            self._save.start()
            return
        self._saving = True
        data, text, number = self.draft.encoded(), self.draft.text, self._next()

        def done(_: object) -> None:
            self._saving = False
            if text == self.draft.text and not self._stopped:
                self.unsaved = False
                self.saving.emit("")

        def failed(sentence: str) -> None:
            self._saving = False
            if not self._stopped:
                self.saving.emit(sentence)

        self.bench.background(lambda: self._write(data, number), done, failed)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _write(self, data: bytes, number: int) -> None:
        """Saves, unless something newer was saved meanwhile; on any thread."""
        with self._writing:
            if number > self._written:
                self.bench.save(self.folder, data)
                self._written = number

    def flush(self) -> None:
        """Saves what is not saved yet, now. Raises StorageProblem."""
        self._save.stop()
        if self.unsaved:
            self._write(self.draft.encoded(), self._next())
            self.unsaved = False
            self.saving.emit("")

    def stop(self) -> None:
        """No timer and no news any more."""
        self._stopped = True
        self._check.stop()
        self._save.stop()
