"""Knows where the shipped files are: the only module that does.

A checkout and a source archive keep `assets/` and `data/` beside the package, a wheel and a frozen
bundle inside it. Whoever needs a shipped file asks here.
"""

import functools
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@functools.cache
def _home() -> Path:
    """The folder that holds `assets` and `data`."""
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's start-up code
    places = [Path(frozen) / _PACKAGE.name, Path(frozen)] if frozen else []
    places += [_PACKAGE, _PACKAGE.parent]
    for place in places:
        if (place / "data").is_dir():
            return place
    raise FileNotFoundError(
        "HipRehab's own files (the folder 'data') are missing; please install HipRehab again."
    )


def asset(name: str) -> Path:
    """The path of a shipped sound, icon, picture or theme, such as `asset("sounds/work.wav")`."""
    return _home() / "assets" / name


def data_dir() -> Path:
    """The folder of the built-in exercises, motions and routines."""
    return _home() / "data"


def fonts() -> tuple[Path, ...]:
    """The files of the low-vision face, regular and bold; none where its package is missing."""
    try:
        import fontpkg_atkinson_hyperlegible as package
    except ImportError:
        return ()
    folder = Path(package.ROOT) / "files"
    files = [folder / f"AtkinsonHyperlegible-{weight}.ttf" for weight in ("Regular", "Bold")]
    return tuple(file for file in files if file.is_file())
