"""Processes for the fault tests: forked after the imports, watched line by line, ended by force."""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE_S = 60.0


@dataclass
class Child:
    """A forked process that does one thing. Its standard output is read; it is killed at the end.

    Qt's application, threads and open files are made in the child, so it is a program of its own.
    """

    work: Callable[[], int]
    lines: list[str] = field(default_factory=list)
    status: int | None = None

    def __enter__(self) -> "Child":
        self._reading, writing = os.pipe()
        self._rest = b""
        sys.stdout.flush()
        self.id = os.fork()
        if self.id == 0:
            code = 1
            try:
                os.dup2(writing, 1)
                os.dup2(writing, 2)
                sys.stdout, sys.stderr = (
                    os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
                )  # fmt: skip
                code = self.work()
            except Exception:  # or nobody would see it
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        os.close(writing)
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        os.close(self._reading)

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal, unless it has ended."""
        if self.status is None:
            os.kill(self.id, number)

    def end(self) -> None:
        """Kills it, unless it has ended."""
        self.signal(signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Its exit code, once it has ended; what it said is in `lines`."""
        if self.status is None:
            self.read(PATIENCE_S, lambda _: False)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.id, 0)[1])
        return self.status

    def until(self, wanted: Callable[[str], bool]) -> str:
        """The first line from now on that is wanted; fails when the output ends before."""
        found = self.read(PATIENCE_S, wanted)
        assert found is not None, f"it ended without saying so: {self.lines[-20:]}"
        return found

    def read(self, seconds: float, wanted: Callable[[str], bool]) -> str | None:
        """Reads for so long, or to a wanted line, or to the end."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            while b"\n" in self._rest:
                line, self._rest = self._rest.split(b"\n", 1)
                self.lines.append(line.decode())
                if wanted(self.lines[-1]):
                    return self.lines[-1]
            if not select.select([self._reading], [], [], left)[0]:
                return None
            more = os.read(self._reading, 65536)
            if not more:
                return None
            self._rest += more
        return None
