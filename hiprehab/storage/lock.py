"""One HipRehab a profile: a lock that ends with its process, however that ends."""

import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from hiprehab.storage.files import PRIVATE_FILE
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

NAME = "lock"
_FAR = 1 << 20
"""Windows locks bytes; one far behind the text leaves the text readable."""


def _take(stream: IO[str]) -> bool:
    """Whether the system gave the lock. A file system without locks gives it to everybody."""
    if os.name == "nt":  # pragma: no cover - the other system
        import msvcrt

        stream.seek(_FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


class ProfileLock:
    """Held while a profile is open. The file stays; a dead process's lock is free by itself."""

    def __init__(self, profile: Path) -> None:
        """Takes the lock. Raises StorageProblem of kind IN_USE when another process holds it."""
        path = profile / NAME
        with guarded("The profile could not be opened", path):
            handle = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
            self._stream: IO[str] | None = os.fdopen(
                handle, "r+", encoding="ascii", errors="replace"
            )
        if not _take(self._stream):
            holder = self._stream.read(20).strip()
            self._stream.close()
            process = f" (process {holder})" if holder.isdecimal() else ""
            raise StorageProblem(
                f"HipRehab is already open with this profile{process}.",
                "Use that window, close it first, or choose another profile with --profile NAME.",
                Kind.IN_USE,
            )
        with guarded("The profile could not be opened", path):
            self._stream.seek(0)
            self._stream.truncate()
            self._stream.write(f"{os.getpid()}\n")
            self._stream.flush()

    def release(self) -> None:
        """Lets the next one in."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
