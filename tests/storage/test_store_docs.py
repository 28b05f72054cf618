"""docs/data-layout.md names every table and every column."""

import re
from datetime import UTC, datetime
from pathlib import Path

from hiprehab.storage.document import PARTS
from hiprehab.storage.sheets import SHEETS
from hiprehab.storage.store import Store

PAGE = (Path(__file__).parents[2] / "docs" / "data-layout.md").read_text(encoding="utf-8")
TEXT = re.sub("```.*?```", "", PAGE, flags=re.DOTALL)


def test_every_table_and_column_is_explained() -> None:
    words = set(re.findall(r"`([^`]+)`", TEXT))
    with Store.memory(datetime(2026, 1, 1, tzinfo=UTC)) as store:
        tables = [r[0] for r in store._all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            if table == "sqlite_sequence":
                continue
            assert table in words
            for row in store._all("SELECT name FROM pragma_table_info(?)", (table,)):
                assert row[0] in words, (table, row[0])


def test_every_sheet_is_named() -> None:
    page = (Path(__file__).parents[2] / "docs" / "take-away.md").read_text(encoding="utf-8")
    for sheet in SHEETS:
        assert f"`{sheet.name}`" in page
    for part in PARTS:
        assert f"`{part.name}`" in page
