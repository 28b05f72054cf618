"""Tables as other programs write them: encodings, delimiters, and files that are none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.importing import Around, Proposal, Sheet, guess, propose
from hiprehab.core.log import Stamp
from hiprehab.storage import incoming, merging, transfer
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import StorageProblem
from tests.storage.test_transfer import ENTRY, RECORD

NOW = datetime(2026, 3, 1, 13, tzinfo=UTC)


def table(tmp_path: Path, data: bytes | str) -> Sheet:
    file = tmp_path / "table.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = incoming.read(file)
    assert isinstance(found, Sheet)
    return found


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_how_it_is_written(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    lines = ["Date*Pain*Note", '2026-01-05*3*"\u00fcber* die\nTreppe"', "", "2026-01-06*4"]
    text = end.join(lines).replace("*", delimiter)
    found = table(tmp_path, text.encode(encoding))
    assert found.header == ("Date", "Pain", "Note")
    first, second = found.rows
    assert first[:2] == ("2026-01-05", "3") and first[2].startswith("\u00fcber")
    assert second == ("2026-01-06", "4", "")  # a short line is filled up
    assert found.lines == (2, 5)


def test_a_heading_in_another_language(tmp_path: Path) -> None:
    found = table(tmp_path, "Datum;Schmerz (0-10);Seite\n03.04.2026;3;links\n")
    assert found.header == ("Datum", "Schmerz (0-10)", "Seite")
    assert found.lines == (2,)


def test_a_table_without_a_heading(tmp_path: Path) -> None:
    found = table(tmp_path, "2026-01-05,3\n2026-01-06,4\n")
    assert found.header == ("Column 1", "Column 2")
    assert found.lines == (1, 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"one column\nonly\n", "no line has two columns"),
        (b"Date,Pain\n", "a heading and no lines"),
        (b"Date,Pain\n" + b"2026-01-05,3\n" * 50_001, "more than 50000 lines"),
        (b"," * 61 + b"\n", "no line has two columns"),
        (b"a" + b",b" * 60 + b"\n", "more than 60 columns"),
        (b"a,b\x00\n1,2\n", "it is no text"),
        (b"\xff\xfea", "letters cannot be read"),
        (b'a,"' + b"x" * 200_000 + b'"\n1,2', "is no line of a table"),
        (b"Date,Pain\n" + b"x" * 10_000_000, "larger than 10 MB"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(StorageProblem, match=said) as problem:
        table(tmp_path, data)
    assert str(problem.value).endswith("Nothing was changed.")


def test_our_own_tables_have_nothing_new_for_their_log(tmp_path: Path) -> None:
    log = tmp_path / "hiprehab.db"
    with Store.open(log, at=NOW) as store:
        store.log_pain([ENTRY])
        store.log_manual_session(RECORD)
    transfer.export_csv(log, transfer.Export(tmp_path / "out", NOW))
    around = Around(NOW, lambda _: 60, {"a": "a"})
    for name, kind in (("pain.csv", "entries"), ("sessions.csv", "sessions")):
        found = incoming.read(tmp_path / "out" / name)
        assert isinstance(found, Sheet)
        proposal = propose(found, guess(found), around)
        assert proposal.left_out == ()
        preview = merging.preview(log, incoming.source_of(proposal), NOW)
        assert [one.name for one in preview.shares] == [kind]
        assert preview.changes == 0


def test_the_tables_prove_the_records_of_a_table_too() -> None:
    """Whatever the reading of a table lets through: it is a sentence, and not a broken import."""
    far = replace(ENTRY, stamp=Stamp(NOW, 99 * 60, NOW.date()))
    with pytest.raises(StorageProblem, match="entries, record 2 is not allowed"):
        incoming.source_of(Proposal((ENTRY, far), (), (), 2))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / "x"
    file.write_bytes(data)
    try:
        found = incoming.read(file)
    except StorageProblem as problem:
        assert "\n" not in problem.sentence
        return
    assert isinstance(found, Sheet)
    assert all(len(row) == len(found.header) for row in found.rows)
    assert len(found.rows) == len(found.lines)
