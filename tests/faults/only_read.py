"""A window on a folder that cannot be written: run by test_disk.py as somebody who may not write.

Prints what worked: the log was read, an entry was refused in a sentence and stayed on the screen, a
session could be played.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QDeadlineTimer, QEventLoop

from hiprehab.app.profile import Place
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.changes import Changes
from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side


def wait(ready: Callable[[], bool]) -> None:
    end, loop = QDeadlineTimer(20_000), QEventLoop()
    while not ready():
        assert not end.hasExpired(), "it took too long"
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def main(data: Path) -> None:
    desk = desk_for(Place(data, passphrase=os.environ.get("HIPREHAB_PASSPHRASE")))
    desk.window.show()
    today = desk.around.today()
    read = [one.score for one in desk.live.read.pain_between(today, today)] == [3]
    banner = desk.window.banner
    wait(lambda: "Opened only to read" in banner._problem.text())

    told: list[str] = []
    entry = PainEntry(desk.around.now(), Side.RIGHT, 5)
    desk.live.write(lambda store: store.log_pain([entry]), Changes.PAIN, failed=told.append)
    wait(lambda: bool(told))
    refused = "cannot be written" in told[0]

    routine = desk.profile.library.routines["desk-break-5"]
    flow = desk.sessions.new_flow()
    flow.start_now(routine, routine.variants[0])
    wait(lambda: flow.runner is not None and flow.runner.session.active_s > 0.3)
    close_desk(desk)
    print(", ".join(("read" * read, "refused" * refused, "played")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
