"""Files to import: our own document, or a table of another program as CSV. None is trusted."""

import csv
import io
from pathlib import Path
from typing import Final

from hiprehab.core.importing import Proposal, Sheet, known_header
from hiprehab.storage import document, merging
from hiprehab.storage.document import Source, refused
from hiprehab.storage.rows import Row, pain_row, session_row
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

MOST_TABLE_BYTES: Final = 10_000_000
MOST_LINES: Final = 50_000
MOST_COLUMNS: Final = 60
_DELIMITERS: Final = ",;\t|"
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def read(path: Path) -> Source | Sheet:
    """What is in a file: the rows of an export of ours, proved, or the cells of a table.

    Raises StorageProblem, one sentence, for everything else.
    """
    name = path.name
    data = _bytes(path)
    if data.startswith(b"PK"):
        raise refused(name, "it is a workbook or an archive; save the table as CSV first")
    if data.startswith(b"SQLite format 3"):
        raise refused(name, "it is a log or a backup; hiprehab restore takes one")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        source = document.unpack(data, name)
        merging.prove(source, name)
        return source
    return _sheet(data, name)


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise StorageProblem(f"There is no file {path}.", "Check the name.", Kind.MISSING)
    if not path.is_file():
        raise StorageProblem(f"{path} is no file.", "Name a file.", Kind.USAGE)
    with guarded("The import failed", path), path.open("rb") as stream:
        data = stream.read(document.MOST_BYTES + 1)
    if not data.strip():
        raise refused(path.name, "it is empty")
    return data


def _sheet(data: bytes, name: str) -> Sheet:
    if len(data) > MOST_TABLE_BYTES:
        raise refused(name, f"it is larger than {MOST_TABLE_BYTES // 1_000_000} MB")
    text = _text(data, name)
    delimiter = max(_DELIMITERS, key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(rows) >= MOST_LINES:
                    raise refused(name, f"it has more than {MOST_LINES} lines")
                if len(cells) > MOST_COLUMNS:
                    raise refused(name, f"it has more than {MOST_COLUMNS} columns")
                rows.append(tuple(cells))
                lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise refused(name, f"line {begins} is no line of a table ({error})") from error
    width = max(map(len, rows), default=0)
    if width < 2:
        raise refused(name, "it is no table: no line has two columns")
    if known_header(rows[0]):
        header, rows, lines = rows[0], rows[1:], lines[1:]
    header = tuple(
        (header[place].strip() if place < len(header) else "") or f"Column {place + 1}"
        for place in range(width)
    )
    if not rows:
        raise refused(name, "it has a heading and no lines")
    filled = tuple(row + ("",) * (width - len(row)) for row in rows)
    return Sheet(header, filled, tuple(lines))


def _text(data: bytes, name: str) -> str:
    """The text in the encoding that its mark names, in UTF-8, or as Windows programs write it."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(marked or "utf-8")
    except UnicodeDecodeError:
        if marked:
            raise refused(name, "its letters cannot be read") from None
        text = data.decode("cp1252", "replace")
    if "\x00" in text:
        raise refused(name, "it is no text")
    return text


def source_of(proposal: Proposal) -> Source:
    """The records of a table as rows to merge, proved. Raises StorageProblem."""
    pain: list[Row] = [
        {"id": n, **pain_row(entry)} for n, entry in enumerate(proposal.pain, start=1)
    ]
    sessions: list[Row] = [
        {"id": n, **session_row(record), "prescription": None}
        for n, record in enumerate(proposal.sessions, start=1)
    ]
    source = Source({"pain": pain, "session": sessions})
    merging.prove(source, "The table")
    return source
