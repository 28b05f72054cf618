"""What the first use of a screen would wait for, done beforehand while nobody does anything.

A while after the first paint, one short piece a turn of the event loop: the modules of the other
screens are loaded, the classes of Qt are made, and the lengths of all routines are worked out.
"""

import logging
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from hiprehab.ui.screens.pages import scroller

if TYPE_CHECKING:
    from hiprehab.ui.main_window import MainWindow
    from hiprehab.ui.screens.today import TodayScreen

log = logging.getLogger(__name__)

BEGIN_MS = 400
GAP_MS = 10

# What others load comes first, so that no single step takes long.
_PARTS = (
    "statistics hashlib subprocess ctypes unicodedata",
    "core.codec core.session core.plan core.trends core.trend_table",
    "figure.motion figure.catalogue figure.stills",
    "ui.widgets.keys ui.widgets.toasts ui.widgets.stepper ui.widgets.countdown_ring",
    "ui.widgets.timeline ui.wording ui.screens.when ui.screens.checkin_detail",
    "app.openings app.safety ui.screens.safety ui.screens.routine_list",
    "ui.cue_rules ui.runner ui.screens.session_parts ui.screens.session_look",
    "ui.screens.session_stage ui.screens.session_panels ui.screens.session",
    "ui.screens.session_summary ui.screens.session_start ui.screens.session_flow",
    "ui.widgets.figure_worker ui.widgets.figure_view",
    "ui.mixer ui.voice ui.audio ui.cues app.sound ui.media ui.awake",
    "ui.screens.settings ui.screens.about_you ui.screens.take_away app.take_away",
    "ui.screens.rating_dialog ui.screens.history_session ui.screens.history_model",
    "ui.screens.history_view ui.screens.history",
    "core.panels core.marks core.dose core.around_sessions core.comparisons core.calendar_days",
    "ui.screens.text_table ui.screens.trends_table ui.screens.trend_around",
    "ui.screens.trend_compared ui.screens.trend_marks ui.screens.trend_calendar",
    "ui.screens.trend_activities ui.screens.trend_day_times ui.screens.trend_exercise",
    "ui.screens.trend_function ui.screens.trend_places ui.screens.trend_panels",
    "ui.screens.trends",
    "ui.widgets.sheet_view ui.screens.report_page app.printing",
    "ui.screens.plan_week ui.screens.plan_edit ui.screens.plan",
    "ui.screens.library_grid ui.screens.exercise_page ui.screens.routine_page ui.screens.library",
)


def modules() -> Iterator[str]:
    """Full names, in the order in which they are loaded."""
    ours = ("core.", "figure.", "ui.", "app.")
    for name in " ".join(_PARTS).split():
        yield f"hiprehab.{name}" if name.startswith(ours) else name


def load_modules() -> Iterator[None]:
    """One module a step; those that are loaded already cost nothing."""
    for name in modules():
        import_module(name)
        yield


def steps(window: "MainWindow", today: "TodayScreen") -> Iterator[None]:
    """All that is done beforehand."""
    window.style()  # an unknown class: PySide makes those of all styles at once
    yield
    area = scroller(today)
    if area is not None:
        area.viewport()  # the same for all widgets
    yield
    yield from load_modules()
    yield from window.theme.icons.prepare()
    yield from today.prepare()


class WarmUp(QObject):
    """Goes through `steps` with a pause after each; gives up for good once `wanted` says no.

    No timer is armed before `begin` and after the last step.
    """

    def __init__(
        self, steps: Iterator[None], wanted: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._wanted = wanted
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        """The first step follows a little later."""
        self._timer.start(BEGIN_MS)

    def stop(self) -> None:
        """No further step."""
        self._timer.stop()

    def _step(self) -> None:
        if not self._wanted():
            return
        try:
            next(self._steps)
        except StopIteration:
            return
        except ImportError as missing:  # said properly where it is needed
            log.info("not loaded beforehand: %s", missing.name)
            return
        self._timer.start(GAP_MS)
