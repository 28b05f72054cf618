"""What is done to whole profiles, packs and drafts is killed in the middle.

    python tests/faults/kill_profiles.py passphrase|take|delete|pack|draft FOLDER COUNT

passphrase: setting, changing and taking away; afterwards the log and all backups open with the old
    passphrase or all with the new one, with every row, and nothing else is left.
take: a profile's file is taken in; afterwards the profile is there and whole, or not at all.
delete: a profile is deleted; it is there to the byte, or gone, and the next start removes the rest.
pack: packs are installed; each is there and whole, or not at all, and the others are as before.
draft: a draft is saved again and again; one whole version is there, no older than the last that
    was acknowledged.
Exits with 1 and a sentence when something is not as it must be.
"""

import random
import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from families import Child

from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import (
    archive,
    backup,
    connection,
    draft_store,
    handover,
    install,
    keys,
    library,
    profiles,
    secret,
)  # fmt: skip
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.paths import Folders, folders
from hiprehab.storage.store import Store
from tests.storage.parcels import png

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(days=2)
NOTE = "the left one after the hill run"
OLD, NEW = "three words here", "quite other words"
ROWS = 400


def made(folder: Path) -> Folders:
    """A profile with a log, two backups, settings and a draft."""
    found = folders(data_dir=folder, profile="anna")
    with Store.open(found.database, at=AT) as store:
        store.log_pain([PainEntry(stamp(AT, 0), Side.LEFT, 4, note=NOTE)] * ROWS)
    backup.make(found.database, found.backups, AT)
    backup.make(found.database, found.backups, AT + timedelta(days=1))
    found.settings.write_text("voice = false\n")
    draft_store.create(found.drafts, "Hips", b'title = "Hips"\n')
    return found


def copied(base: Path, place: Path) -> Path:
    """A copy of a profile to kill something in."""
    shutil.copytree(base, place)
    return place


class Killer:
    """Runs things in children that are killed at random moments, from the first to the last."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.longest = 0.0
        self.found: dict[str, int] = {}

    def kill(self, work: Callable[[], object]) -> bool:
        """Whether it came to its end; the first time it is let go on to measure how long it is."""

        def told() -> int:
            print("begun", flush=True)
            work()
            print("done", flush=True)
            return 0

        with Child(told) as child:
            child.until(lambda line: line == "begun")
            begun = time.monotonic()
            if not self.longest:
                child.until(lambda line: line == "done")
                self.longest = time.monotonic() - begun
                return True
            wait = self.chance.uniform(0, self.longest * 1.05)
            return child.read(wait, lambda line: line == "done") is not None

    def count(self, what: str) -> None:
        """Remembers how it ended."""
        self.found[what] = self.found.get(what, 0) + 1

    def said(self) -> str:
        """What was counted."""
        return ", ".join(f"{count} {what}" for what, count in sorted(self.found.items()))


# --- passphrase -----------------------------------------------------------------------------------


def opens(path: Path, words: str | None) -> bool:
    """Whether a log opens with just this passphrase, or none, and holds every row."""
    if connection.is_plain(path) != (words is None):
        return False
    if words is not None:
        keys.unlock(path, words)
    try:
        return backup.inspect(path).pain == ROWS
    except secret.StorageProblem:
        return False
    finally:
        keys.forget(path)


def kill_change(folder: Path, count: int, before: str | None, after: str | None) -> None:
    """One kind of change, killed `count` times."""
    base = made(folder / "base").profile
    if before is not None:
        secret.change(base, before, AT)
        secret.lock(base)
    killer = Killer(5)
    for number in range(count + 1):
        profile = copied(base, folder / f"{number}" / "profiles" / "anna")

        def change(profile: Path = profile) -> None:
            with ProfileLock(profile):
                if before is not None:
                    secret.unlock(profile, before)
                secret.change(profile, after, AT)

        ended = killer.kill(change)
        secret.finish(profile)
        logs = [profile / secret.LOG, *(one.path for one in backup.listing(profile / "backups"))]
        assert len(logs) >= 3, f"a backup is lost: {logs}"
        old = all(opens(path, before) for path in logs)
        new = all(opens(path, after) for path in logs)
        assert old != new, f"kill {number}: {[(p.name, opens(p, before)) for p in logs]}"
        assert new or not ended, "it was acknowledged and is gone"
        assert secret.is_encrypted(profile) == ((after if new else before) is not None)
        assert not (profile / keys.RENEWING).exists()
        profiles.tidy(profile.parent, LATER)
        assert not list(profile.rglob(".*")), list(profile.rglob(".*"))
        if (after if new else before) is not None:
            plain = [
                p for p in profile.rglob("*") if p.is_file() and NOTE.encode() in p.read_bytes()
            ]
            assert not plain, f"kill {number}: readable: {plain}"
        killer.count("new" if new else "old")
        shutil.rmtree(profile.parents[1])
    print(f"{count} kills of a change from {before} to {after}: {killer.said()}")


def passphrase(folder: Path, count: int) -> None:
    """Set, changed, taken away."""
    for number, (before, after) in enumerate(((None, NEW), (OLD, NEW), (OLD, None))):
        kill_change(folder / str(number), count, before, after)


# --- profiles -------------------------------------------------------------------------------------


def whole(profile: Path) -> bool:
    """Whether everything of a profile is there."""
    assert backup.inspect(profile / secret.LOG).pain == ROWS
    assert (profile / "settings.toml").read_text() == "voice = false\n"
    return (profile / "drafts" / "hips" / "pack.toml").exists()


def take(folder: Path, count: int) -> None:
    """There and whole, or not there; what is left goes with the next start."""
    file = folder / f"anna{profiles.ENDING}"
    profiles.save_as_file(made(folder / "base"), file, AT)
    killer = Killer(6)
    for number in range(count + 1):
        place = folder / f"{number}"
        ended = killer.kill(lambda place=place: profiles.take_in(place, file))  # type: ignore[misc]
        names = [one.name for one in profiles.listing(place)]
        assert names in ([], ["anna"]) and (names or not ended), names
        assert not names or whole(place / "anna")
        killer.count("left something" if any(place.glob(".*")) else "left nothing")
        profiles.tidy(place, LATER)
        assert [one.name for one in place.iterdir()] == names
        killer.count("there" if names else "not there")
    print(f"{count} kills of taking in: {killer.said()}")


def delete(folder: Path, count: int) -> None:
    """There to the byte, or gone; and the rest goes with the next start."""
    base = made(folder / "base").profile
    killer = Killer(7)
    for number in range(count + 1):
        place = folder / f"{number}"
        profile = copied(base, place / "anna")
        copied(base, place / "bert")
        ended = killer.kill(lambda profile=profile: profiles.delete(profile))  # type: ignore[misc]
        names = [one.name for one in profiles.listing(place)]
        assert names in (["bert"], ["anna", "bert"]), names
        assert "anna" not in names or (not ended and whole(profile))
        killer.count("left something" if any(place.glob(".*")) else "left nothing")
        profiles.tidy(place, AT)
        assert sorted(one.name for one in place.iterdir()) == names
        assert whole(place / "bert")
        killer.count("there" if "anna" in names else "gone")
    print(f"{count} kills of deleting: {killer.said()}")


# --- packs and drafts -----------------------------------------------------------------------------

PACK = """\
schema = "hiprehab-pack/1"
id = "org.example.hips"
version = "{version}"
title = "Hips"
language = "en"
author = {{ name = "A. Physio", role = "physiotherapist" }}
licence = "CC-BY-4.0"
sources = ["the clinic's own experience"]

[exercise.towel]
name = "Bridge on a towel"
category = "strength"
position = "supine"
picture = "towel.png"
cues = ["Press through your heels."]
[[exercise.towel.level]]
name = "1"
dose = {{ kind = "reps", sets = 2, reps = [8, 10], tempo = [["lift", 2], ["hold", 2], ["lower", 2]], rest_sets_s = 45 }}
"""  # noqa: E501


def pack(folder: Path, count: int) -> None:
    """A version is there and whole, or not there; the older one stays either way."""
    base, problems = library.builtin_index(None)
    assert not problems
    files = []
    for version in ("1.0.0", "1.1.0"):
        files.append(folder / f"{version}.hiprehab")
        text = PACK.format(version=version)
        files[-1].write_bytes(archive.archive_bytes(text, {"towel.png": png(600, 600)}))
    first, second = (handover.read_parcel(file, base) for file in files)
    killer = Killer(8)
    for number in range(count + 1):
        place = folder / f"{number}"
        install.put(first, place)
        ended = killer.kill(lambda place=place: install.put(second, place))  # type: ignore[misc]
        names = [one.name for one in (place / "org.example.hips").iterdir()]
        shown = sorted(name for name in names if not name.startswith("."))
        assert shown in (["1.0.0"], ["1.0.0", "1.1.0"]), shown
        assert len(shown) == 2 or not ended, "it was acknowledged and is gone"
        again = install.put(second, place)
        there = len(shown) == 2
        assert (again.done is install.Done.ALREADY) == there
        killer.count("there" if there else "not there")
    print(f"{count} kills of installing: {killer.said()}")


def draft(folder: Path, count: int) -> None:
    """One of the versions, whole, and none before the last that was acknowledged."""
    chance = random.Random(9)
    place = draft_store.create(folder, "Hips", b"")
    texts = [f'title = "{number}"\n'.encode() + b"# " * 20_000 for number in range(10)]

    def save() -> int:
        number = 0
        while True:
            draft_store.save(place, texts[number % 10])
            print(number, flush=True)
            number += 1

    for _ in range(count):
        with Child(save) as child:
            child.until(lambda line: line == "0")
            child.read(chance.uniform(0, 0.3), lambda _: False)
        told = [int(line) for line in child.lines if line.isdigit()][-1]
        found = texts.index(draft_store.load(place))
        assert found in (told % 10, (told + 1) % 10), f"saved {told}, found {found}"
        assert [one.folder for one in draft_store.drafts(folder)] == [place]
    print(f"{count} kills of saving a draft: none lost")


WHAT = {"passphrase": passphrase, "take": take, "delete": delete, "pack": pack, "draft": draft}


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    WHAT[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
