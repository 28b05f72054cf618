"""Kills rehearsed sessions, again and again, and looks whether anything is lost or made up.

    python tests/faults/kill_session.py --kills 200 [--prompts N] [--seed N] [--dir DIR]

Each round runs `hiprehab rehearse ... --acks` in a process of its own, forked from this one after
the imports (Qt's application, threads and files are all made in the child), and ends it with
SIGKILL at a random moment, start-up included. Rounds share one profile: the next one goes on with
the session that the kill left. Then the log must be sound, hold every acknowledged row, and offer
the session at its place. Exits with 1 otherwise.

Each kill at the prompt opens a window that offers the session and is killed there, unanswered.
"""

import argparse
import itertools
import os
import random
import select
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hiprehab import app
from hiprehab.app import rehearse, window
from hiprehab.app.profile import Place
from hiprehab.core.log import Status
from hiprehab.core.model import Library
from hiprehab.core.plan import PlanOptions
from hiprehab.storage.store import OpenSession, Store
from hiprehab.ui.journal import opened
from hiprehab.ui.runner import RunOptions
from hiprehab.ui.screens import session_flow

ROUTINE = "desk-break-5"
SPEED = 20
SHORTEST_S, LONGEST_S = 0.1, 3.0
PATIENCE_S = 60.0
OPTIONS = RunOptions(Library({}, {}), PlanOptions())
# What a row that was written but not yet acknowledged may add: a heartbeat comes once in a second
# of the session, which is 50 ms here, so a busy computer may leave out some.
AHEAD_S = 1.0 * SPEED
# What the moments of two clocks may differ by.
SLACK_S = 1.0
_LOADED = (rehearse, session_flow)  # imported for the children's sake


@dataclass
class Told:
    """What one child acknowledged, with the moment each line arrived."""

    began: float
    killed: float = 0.0
    killed_at: datetime = datetime.max
    lines: list[tuple[float, str]] = field(default_factory=list)
    status: int | None = None

    def words(self, kind: str) -> list[list[str]]:
        """The acknowledgements of one kind."""
        return [line.split() for _, line in self.lines if line.split()[0] == kind]

    @property
    def rows(self) -> set[int]:
        """The numbers of the journal's rows."""
        return {int(w[1]) for _, line in self.lines if len(w := line.split()) == 3}

    @property
    def credited(self) -> list[float]:
        """The seconds credited, in order."""
        return [float(w[-1]) for _, line in self.lines if len(w := line.split()) > 1]


def forked(work: Callable[[], int], out: int) -> int:
    """A child that does `work` with its standard output on `out`; returns its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.dup2(out, 1)
        code = work()
    except Exception:  # or nobody would see it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def killed_after(work: Callable[[], int], wait_s: float, until: str = "") -> Told:
    """Runs `work` in a child and kills it `wait_s` after its start, or after the line `until`."""
    reading, writing = os.pipe()
    told = Told(time.monotonic())
    child = forked(work, writing)
    os.close(writing)
    deadline = told.began + (PATIENCE_S if until else wait_s)
    text = b""
    while True:
        left = deadline - time.monotonic()
        ready = left > 0 and select.select([reading], [], [], left)[0]
        if not ready:
            break
        more = os.read(reading, 65536)
        if not more:
            break
        text = _lines(told, text + more)
        if until and any(line == until for _, line in told.lines):
            until, deadline = "", time.monotonic() + wait_s
    os.kill(child, signal.SIGKILL)
    told.killed, told.killed_at = time.monotonic(), datetime.now(UTC)
    told.status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    while more := os.read(reading, 65536):  # what was in the pipe had been acknowledged
        text = _lines(told, text + more)
    os.close(reading)
    return told


def _lines(told: Told, text: bytes) -> bytes:
    *whole, rest = text.split(b"\n")
    now = time.monotonic()
    told.lines += [(now, line.decode()) for line in whole if line]
    return rest


class Profile:
    """One profile over many kills: what must be in it, as far as anybody was told."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.log = data / "profiles" / "default" / "hiprehab.db"
        self.session: int | None = None
        self.rows: set[int] = set()
        self.active = 0.0
        self.finished = 0
        self.lateness: list[float] = []

    def rehearse(self) -> int:
        """What a child does."""
        words = ["rehearse", ROUTINE, "--speed", str(SPEED), "--acks"]
        return app.main(["--data-dir", str(self.data), *words])

    def prompt(self) -> int:
        """What a child does that is killed at the prompt."""
        desk = window.desk_for(Place(data_dir=self.data))
        page = desk.window.leave_session()  # the first run's
        desk.sessions.offer_resume()
        desk.window.show()
        desk.qt.processEvents()
        shown = desk.today.unfinished.isVisible() and desk.today.unfinished.text.text()
        print("offered" if shown else "not offered", flush=True)
        desk.qt.exec()
        del page
        return 0

    def kill(self, wait_s: float) -> list[str]:
        """One rehearsal, killed; what was wrong after it."""
        told = killed_after(self.rehearse, wait_s)
        if told.status not in (0, -signal.SIGKILL):
            return [f"the rehearsal ended with {told.status}"]
        return self.examine(told)

    def kill_prompt(self, wait_s: float) -> list[str]:
        """One window at the prompt, killed there; the log must not change by it."""
        before = self.state()
        told = killed_after(self.prompt, wait_s, "offered")
        wrong = [] if told.words("offered") else ["the window does not offer the session"]
        if self.state() != before:
            wrong.append("the prompt changed the log")
        return wrong

    def state(self) -> list[str]:
        """Everything in the log."""
        with Store.open(self.log, at=datetime.now(UTC), read_only=True) as store:
            names = [r[0] for r in store._all("SELECT name FROM sqlite_schema WHERE type='table'")]
            return [
                repr([tuple(row) for row in store._all(f'SELECT * FROM "{name}"')])
                for name in names
            ]

    def examine(self, told: Told) -> list[str]:
        """What does not fit between the acknowledgements and the log."""
        if not self.log.exists():
            return ["the log is missing"] if told.lines else []
        with Store.open(self.log, at=datetime.now(UTC)) as store:
            wrong = list(store.check())
            left = store.unfinished()
            if told.words("begin"):  # a new one, so the former had come to its end
                self.session, self.rows, self.active = None, set(), 0.0
            ended = told.words("finish") or (left is None and self.session is not None)
            if ended or (left is None and told.words("begin")):
                return wrong + self._examine_ended(store, bool(told.words("finish")))
        if left is None:
            return wrong + (["the session is not offered"] if told.lines else [])
        return wrong + self._examine_open(left, told)

    def _examine_ended(self, store: Store, told: bool) -> list[str]:
        """A session that came to its end, if only just before the kill."""
        records = store.sessions_between(date(2000, 1, 1), date(9999, 1, 1), results=True)
        self.finished += 1
        self.session, self.rows, self.active = None, set(), 0.0
        if len(records) != self.finished:
            return [f"{len(records)} finished sessions instead of {self.finished}"]
        good = records[-1].status is Status.DONE and records[-1].results
        return [] if good else [f"the session's end is not whole (acknowledged: {told})"]

    def _examine_open(self, left: OpenSession, told: Told) -> list[str]:
        wrong = []
        if self.session not in (None, left.id):
            wrong.append("another session is offered")
        self.session = left.id
        before, self.active = self.active, left.active_s
        self.rows |= told.rows
        missing = self.rows - {row.seq for row in left.journal}
        wrong += [f"journal row {number} is lost" for number in sorted(missing)[:3]]
        credited = told.credited
        if credited and not -0.001 <= left.active_s - credited[-1] <= AHEAD_S:
            wrong.append(f"acknowledged {credited[-1]} s, kept {left.active_s:.3f} s")
        if credited and credited[0] - before > SLACK_S:
            wrong.append(f"it went on at {credited[0]} s instead of {before:.3f} s")
        begun = next((row.at for row in left.journal if row.seq in told.rows), told.killed_at)
        ran = (told.killed_at - begun).total_seconds() * SPEED
        if left.active_s - before > ran + SLACK_S:
            wrong.append(f"{left.active_s - before:.1f} s credited in {ran:.1f} s")
        if told.lines:
            self.lateness.append(told.killed - told.lines[-1][0])
        return wrong + self._examine_place(left)

    def _examine_place(self, left: OpenSession) -> list[str]:
        """The place it resumes at is that of the last row: step, side and second."""
        session = opened(left).restored(OPTIONS)
        if abs(session.active_s - left.active_s) > 0.001:
            return [f"it resumes at {session.active_s:.3f} s instead of {left.active_s:.3f} s"]
        kinds = [row.kind for row in left.journal if row.kind.startswith("step_")]
        started = kinds.count("step_started")
        # Killed between the end of a step and the start of the next one, it goes on in the old one,
        # which then ends once more; the later end counts.
        again = sum(pair == ("step_finished",) * 2 for pair in itertools.pairwise(kinds))
        done = kinds.count("step_finished") - again
        if started not in (done, done + 1) and left.checkpoint:
            return [f"{done} steps finished of {started} started"]
        return []


def main() -> int:
    """Runs the rounds and prints the sum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--prompts", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dir", type=Path)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    rounds = bad = 0
    with tempfile.TemporaryDirectory(dir=arguments.dir, ignore_cleanup_errors=True) as folder:
        profile = Profile(Path(folder))
        prompts = {round(n * arguments.kills / (arguments.prompts + 1)) for n in
                   range(1, arguments.prompts + 1)}  # fmt: skip
        number = 0
        while number < arguments.kills and rounds < 3 * arguments.kills:
            rounds += 1
            try:
                wrong = profile.kill(chance.uniform(SHORTEST_S, LONGEST_S))
                number = len(profile.lateness) + profile.finished
                if number in prompts and profile.session is not None:
                    prompts.discard(number)
                    wrong += profile.kill_prompt(chance.uniform(0, 0.1))
            except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
                wrong = [f"{type(error).__name__}: {error}"]
            bad += bool(wrong)
            for text in wrong[:5]:
                print(f"kill {number}: {text}", flush=True)  # or a child would repeat it
        late = sorted(profile.lateness) or [0.0]
    print(
        f"{number} kills in a session and {rounds - number} while starting, {profile.finished}"
        f" sessions finished, {bad} with losses; last acknowledgement before the kill: median"
        f" {late[len(late) // 2] * 1000:.0f} ms, most {late[-1] * 1000:.0f} ms"
    )
    return 1 if bad or number < arguments.kills else 0


if __name__ == "__main__":
    sys.exit(main())
