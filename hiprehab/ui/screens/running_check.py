"""Before a run: whether its step is too early, as the list and the runs so far say."""

from PySide6.QtCore import QCoreApplication

from hiprehab import resources
from hiprehab.core.model import Routine, Variant
from hiprehab.core.running import FIRST, ROUTINE, Way, standing, step_of
from hiprehab.storage.guides import read_ready_list
from hiprehab.storage.trouble import StorageProblem
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.recent import recent
from hiprehab.ui.screens.running_words import standing_text
from hiprehab.ui.screens.session_brief import Unready


def unready(around: Around, routine: Routine, variant: Variant) -> Unready | None:
    """What speaks against that step of the way back to running, and the step that fits.

    None for other routines, for the walk of step 0, for a step that is not above the suggested one,
    and where the list cannot be read (its own page says so).
    """
    step = step_of(variant.id) if routine.id == ROUTINE else None
    if not step:
        return None
    try:
        points = read_ready_list(resources.data_dir())
    except StorageProblem:
        return None
    if still := len(points.open(around.live.read.ready())):
        return Unready(_open_text(still), FIRST)
    found = standing(recent(around), around.today())
    if found.way is Way.FREE or step <= found.step:
        return None
    if found.way is Way.BEGIN:
        return Unready(_tr("Begin with step 0, a brisk walk of 30 minutes."), found.step)
    return Unready(standing_text(found), found.step)


def _open_text(points: int) -> str:
    if points == 1:
        return _tr("1 point before running is open. Step 0, a brisk walk, fits you until then.")
    text = _tr("{n} points before running are open. Step 0, a brisk walk, fits you until then.")
    return text.format(n=points)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Running", text)
