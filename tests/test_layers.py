"""The contracts between the layers: kept by the code, and broken by what they forbid."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the contracts of the project in this folder, never on another copy of it."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); sys.argv[1:] = ['--no-cache']; {LINT}"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


# The contracts on the project itself are run by ./dev check; here is proof that they bite.
PLANTED = {
    "core/planted.py": "def now():\n    import time\n    return time\n",
    "core/upward.py": "import hiprehab.storage\n",
    "figure/planted.py": "import PySide6.QtGui\n",
    "storage/planted.py": "import PySide6.QtCore\n",
    "ui/planted.py": "import sqlite3\n",
    "strange/__init__.py": "",
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says about a small package that breaks every contract."""
    root = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", root)
    for name, text in PLANTED.items():
        file = root / "hiprehab" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(text)
    (root / "hiprehab" / "__init__.py").touch()
    done = lint(root)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "sentence",
    [
        "hiprehab.core.planted -> time",
        "hiprehab.core.upward -> hiprehab.storage",
        "hiprehab.figure.planted -> PySide6",
        "hiprehab.storage.planted -> PySide6",
        "hiprehab.ui.planted -> sqlite3",
        "- hiprehab.strange",
    ],
)
def test_a_planted_import_is_found(complaints: str, sentence: str) -> None:
    assert sentence in complaints
