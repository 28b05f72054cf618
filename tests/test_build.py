"""The wheel and the source archive carry the shipped files, and the package finds them there."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIND = "from hiprehab import resources; print(resources.data_dir()); print(resources.asset('x'))"


def shipped() -> set[str]:
    """The files under assets/ and data/ that belong to the project."""
    command = ["git", "ls-files", "-z", "assets", "data"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A source archive of this checkout, and a wheel built from it as a stranger would."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.tar.gz")), next(out.glob("*.whl"))


def places(home: Path) -> list[str]:
    """Where the package in this folder says that its data and an asset are."""
    env = os.environ | {"PYTHONPATH": str(home)}
    command = [sys.executable, "-c", FIND]
    done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_source_archive(archives: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(archives[0]) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # from 3.11.4 on
        archive.extractall(tmp_path)
    home = next(tmp_path.iterdir())
    assert all((home / name).is_file() for name in shipped())
    assert (home / "LICENSE").is_file()
    assert places(home) == [str(home / "data"), str(home / "assets" / "x")]


def test_the_wheel(archives: tuple[Path, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(archives[1]) as archive:
        archive.extractall(tmp_path)
    package = tmp_path / "hiprehab"
    assert all((package / name).is_file() for name in shipped())
    assert places(tmp_path) == [str(package / "data"), str(package / "assets" / "x")]
    entries = next(tmp_path.glob("*.dist-info")) / "entry_points.txt"
    assert "hiprehab = hiprehab.__main__:main" in entries.read_text()
    assert not (tmp_path / "tests").exists()
