"""Builds the installed program, installs it and runs its self-test: `./dev package [--keep-out]`.

On Linux: a PyInstaller folder, a .deb of it, and the self-test from the installed package. Where
this may not install (no root, no dpkg) the package is unpacked and tested from there, and that is
said. On Windows and macOS the folder is built and tested; windows/ and macos/ make installers.
"""

import argparse
import gzip
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGING: Final = ROOT / "packaging"
BUILD: Final = ROOT / "build" / "package"
DIST: Final = ROOT / "dist"
NAME: Final = "hiprehab"
ICON_SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
FINE: Final = "all fine"
"""The last line of a good self-test. The exit code alone is not believed: a frozen program that
fails inside a slot of Qt still ends with 0."""

sys.path.insert(0, str(ROOT))
from hiprehab import __version__  # noqa: E402 - the checkout is not installed


def say(text: str) -> None:
    """One line for the person."""
    print(text, flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Runs a command; ends the build with its name when it fails."""
    done = subprocess.run([str(part) for part in command], env=env, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed ({done.returncode}); its own words are above.")


def build_folder() -> Path:
    """The folder with the program and all it needs."""
    say("Building the folder ...")
    spec = PACKAGING / f"{NAME}.spec"
    places = ["--distpath", DIST, "--workpath", BUILD / "work"]
    run(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec)
    return DIST / NAME


def size_of(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(one.stat().st_size for one in folder.rglob("*") if not one.is_symlink())


def filled(template: Path, **values: str) -> str:
    """A template with each @NAME@ replaced."""
    text = template.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def newest_glibc(folder: Path) -> str:
    """The newest glibc that a file of ours asks for, such as "2.34"; older systems are refused."""
    needed = [(2, 31)]
    for path in folder.rglob("*.so*"):
        for mark in path.read_bytes().split(b"GLIBC_2.")[1:]:
            digits = mark[:2] if mark[:2].isdigit() else mark[:1]
            if digits.isdigit():
                needed.append((2, int(digits)))
    return ".".join(str(part) for part in max(needed))


def day_of_source() -> str:
    """The day of the newest commit, so that the same source makes the same files."""
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%cs"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or datetime.now(UTC).date().isoformat()


def debian_arch() -> str:
    """What Debian calls this processor."""
    return subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()


def lay_out(folder: Path, root: Path) -> None:
    """The tree of the package: the program in /opt, what desktops look for in /usr/share."""
    share = root / "usr" / "share"
    shutil.copytree(folder, root / "opt" / NAME, symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / NAME).symlink_to(f"/opt/{NAME}/{NAME}")
    linux = PACKAGING / "linux"
    texts = {
        share / "applications" / "hiprehab.desktop": (linux / "hiprehab.desktop").read_text(),
        share / "mime" / "packages" / "hiprehab.xml": (linux / "hiprehab.xml").read_text(),
        share / "metainfo" / "org.hiprehab.hiprehab.metainfo.xml": filled(
            linux / "hiprehab.metainfo.xml", VERSION=__version__, DATE=day_of_source()
        ),
        share / "doc" / NAME / "copyright": (linux / "copyright").read_text(),
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    changes = share / "doc" / NAME / "changelog.gz"
    changes.write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    icons = share / "icons" / "hicolor"
    for size in ICON_SIZES:
        place = icons / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        shutil.copy(ROOT / "assets" / "icons" / f"hiprehab-{size}.png", place / "hiprehab.png")
    (icons / "scalable" / "apps").mkdir(parents=True)
    shutil.copy(ROOT / "assets" / "icons" / "hiprehab.svg", icons / "scalable" / "apps")


def settle_modes(root: Path) -> None:
    """Readable by everyone, whatever this session's umask was."""
    for path in root.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.name == NAME
            path.chmod(0o755 if runs else 0o644)
    root.chmod(0o755)


def build_deb(folder: Path) -> Path:
    """The Debian package of the folder."""
    say("Building the Debian package ...")
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    lay_out(folder, root)
    arch = debian_arch()
    control = filled(
        PACKAGING / "linux" / "control",
        VERSION=__version__, ARCH=arch, SIZE=str(size_of(root) // 1024), GLIBC=newest_glibc(folder),
    )  # fmt: skip
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    settle_modes(root)
    out = DIST / f"{NAME}_{__version__}_{arch}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, out)
    return out


def quiet_environment() -> dict[str, str]:
    """Nothing of this checkout's Python reaches the built program, and no window opens."""
    kept = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    return env | {"QT_QPA_PLATFORM": "offscreen"}


def self_test(program: Path) -> None:
    """Runs the program's own test from a folder that is not this checkout."""
    say(f"Testing {program} ...")
    with tempfile.TemporaryDirectory() as elsewhere:
        done = subprocess.run(
            [program, "self-test"], cwd=elsewhere, env=quiet_environment(), text=True,
            stdout=subprocess.PIPE, check=False,
        )  # fmt: skip
    say(done.stdout)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines or lines[-1] != FINE:
        sys.exit(f"The self-test of {program} failed.")


def check_desktop_files(root: Path) -> None:
    """What a desktop would refuse is found here, by the desktops' own checkers."""
    share = root / "usr" / "share"
    checkers = {
        "desktop-file-validate": [share / "applications" / "hiprehab.desktop"],
        "appstreamcli": ["validate", "--no-net", *share.glob("metainfo/*.xml")],
    }
    for program, arguments in checkers.items():
        if shutil.which(program):
            run(program, *arguments)
        else:
            say(f"{program} is not here: its check was left out.")


def try_deb(deb: Path) -> None:
    """The self-test from the installed package, or from the unpacked one where that needs root."""
    if os.geteuid() == 0:
        run("dpkg", "--install", deb)
        try:
            self_test(Path("/usr/bin") / NAME)
        finally:
            run("dpkg", "--remove", NAME)
        return
    say("Not installed, since that needs root: unpacked and tested instead.")
    with tempfile.TemporaryDirectory() as place:
        run("dpkg-deb", "--extract", deb, place)
        self_test(Path(place) / "opt" / NAME / NAME)


def build_archive(folder: Path) -> Path:
    """The folder as one compressed file, for systems without Debian's packages."""
    out = DIST / f"{NAME}-{__version__}-{sys.platform}-{platform.machine()}.tar.xz"
    with tarfile.open(out, "w:xz") as archive:
        archive.add(folder, NAME)
    return out


def main() -> int:
    """Builds, checks, tests; says what lies where."""
    parser = argparse.ArgumentParser(prog="dev package", description=__doc__)
    parser.add_argument("--archive", action="store_true", help="also make a compressed archive")
    chosen = parser.parse_args()
    folder = build_folder()
    program = folder / (f"{NAME}.exe" if os.name == "nt" else NAME)
    self_test(program)
    made = [folder]
    if sys.platform.startswith("linux") and shutil.which("dpkg-deb"):
        deb = build_deb(folder)
        check_desktop_files(BUILD / "deb")
        try_deb(deb)
        made.append(deb)
    if chosen.archive:
        made.append(build_archive(folder))
    for path in made:
        size = size_of(path) if path.is_dir() else path.stat().st_size
        say(f"{path.relative_to(ROOT)}: {size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
