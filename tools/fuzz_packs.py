"""Feeds the pack reader with made-up files that follow its own branches (atheris, Linux only).

    python tools/fuzz_packs.py [-max_total_time=60]     any libFuzzer option

`./dev fuzz` runs it for a minute where atheris is installed. It ends with an error, and with the
file that did it in build/fuzz, when anything but a refusal in words comes out.
"""

import os
import sys
import tempfile
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed here; the fuzzing with Hypothesis needs nothing more.")

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["hiprehab.storage"]):
    from hiprehab.storage import archive, pictures, zipped
    from hiprehab.storage.convert import Base
    from hiprehab.storage.index import open_index
    from hiprehab.storage.library import read_opened
    from hiprehab.storage.problems import PackProblem

INDEX = open_index(ROOT / "data/index.json")
BASE = Base(INDEX.library.exercises, INDEX.motions)
TEXT = (
    'schema = "hiprehab-pack/1"\nid = "org.example.x"\nversion = "1.0.0"\ntitle = "X"\n'
    '[routine.a]\ntitle = "A"\n[[routine.a.block]]\nkind = "k"\n'
    'items = [{ exercise = "clamshell", level = "2", dose = { sets = 2 } }]\n'
)


def one_file(data: bytes) -> None:
    """The first byte chooses what the rest is: a zip, a pack's text, or a picture."""
    kind, data = (data[0] if data else 0) % 3, data[1:]
    if kind == 0:
        _read(data)
    elif kind == 1:
        text = data.decode("utf-8", "replace")
        try:
            _read(archive.archive_bytes(text))
        except PackProblem:
            pass
    else:
        for name in ("x.png", "x.jpg"):
            pictures.fault(data, name)


def _read(data: bytes) -> None:
    try:
        found = archive.opened(data, "x.hiprehab")
    except PackProblem as error:
        assert str(error).isprintable()
        return
    for problem in read_opened(found, "x.hiprehab", BASE).problems:
        assert str(problem).isprintable()


def seeds(folder: Path) -> None:
    """Files to begin with."""
    good = archive.archive_bytes(TEXT)
    packed = zipped.zip_bytes({"pack.toml": TEXT.encode()})
    for number, data in enumerate((good, packed)):
        (folder / f"zip{number}").write_bytes(b"\0" + data)
    (folder / "text").write_bytes(b"\1" + TEXT.encode())
    (folder / "png").write_bytes(b"\2\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1")
    (folder / "jpeg").write_bytes(b"\2\xff\xd8\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0")


def main() -> None:
    """Fuzz until the time is over."""
    out = ROOT / "build/fuzz"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        seeds(Path(corpus))
        usual = [
            "-max_total_time=60",
            "-verbosity=0",
            "-print_final_stats=1",
            "-max_len=4096",
            "-rss_limit_mb=1500",
            "-timeout=5",
        ]
        options = [sys.argv[0], *usual, f"-artifact_prefix={out}{os.sep}", *sys.argv[1:], corpus]
        atheris.Setup(options, one_file)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
