"""Tables and paragraphs that go on over as many sheets as they need."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF

from hiprehab.report.paper import Align, Book, Room, Sheet
from hiprehab.report.type import CELL, HEAD, SECTION, SMALL, Style

PAD: Final = 6.0
ROW_GAP: Final = 3.4


class Column(NamedTuple):
    """A heading, a share of the width, and where its text stands."""

    title: str
    share: float
    align: Align = Align.LEFT


class Flow:
    """The place where the next thing goes; begins a new sheet when there is no room."""

    def __init__(self, book: Book, running: str) -> None:
        self._book, self._running = book, running
        self.sheet: Sheet = book.new_sheet()
        self.y = self._begin()

    def _begin(self) -> float:
        sheet = self.sheet
        sheet.text(Room(sheet.left, sheet.top, sheet.inner), self._running, SMALL, lines=1)
        sheet.rule(sheet.top + 13)
        return sheet.top + 21

    def turn(self) -> None:
        """A new sheet."""
        self.sheet = self._book.new_sheet()
        self.y = self._begin()

    def need(self, height: float) -> bool:
        """Makes sure of so much room; whether that took a new sheet."""
        if self.y + height <= self.sheet.bottom:
            return False
        self.turn()
        return True

    def title(self, text: str, *, below: float = 40.0) -> None:
        """A heading that is never alone at the end of a sheet."""
        if self.y > self.sheet.top + 24:
            self.y += 9
        self.need(18 + below)
        self.y += self.sheet.text(Room(self.sheet.left, self.y, self.sheet.inner), text, SECTION)
        self.y += 3

    def paragraph(self, text: str, style: Style = CELL, *, indent: float = 0.0) -> None:
        """Words over the whole width; long ones go on on the next sheet, line by line."""
        sheet = self.sheet
        width = sheet.inner - indent
        height = sheet.height_of(text, style, width)
        if height > sheet.bottom - sheet.top - 30:
            for part in halves(text):
                self.paragraph(part, style, indent=indent)
            return
        self.need(height)
        self.y += self.sheet.text(Room(self.sheet.left + indent, self.y, width), text, style) + 2

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table; its head stands on every sheet that it reaches."""
        places = self._places(columns)
        self._head(columns, places)
        for number, row in enumerate(rows):
            height = max(
                self.sheet.height_of(text, CELL, room.width, lines=4)
                for text, room in zip(row, places, strict=True)
            )
            if self.need(height + ROW_GAP):
                self._head(columns, places)
            if number % 2:
                shade = QRectF(
                    self.sheet.left - 3,
                    self.y - ROW_GAP / 2,
                    self.sheet.inner + 6,
                    height + ROW_GAP,
                )
                self.sheet.box(shade, fill=self.sheet.colour("background"))
            for text, room, column in zip(row, places, columns, strict=True):
                at = room._replace(y=self.y)
                self.sheet.text(at, text, CELL, align=column.align, lines=4)
            self.y += height + ROW_GAP
        self.y += 4

    def _places(self, columns: Sequence[Column]) -> list[Room]:
        total = sum(column.share for column in columns)
        width = self.sheet.inner - PAD * (len(columns) - 1)
        x, found = self.sheet.left, []
        for column in columns:
            own = width * column.share / total
            found.append(Room(x, 0.0, own))
            x += own + PAD
        return found

    def _head(self, columns: Sequence[Column], places: Sequence[Room]) -> None:
        sheet = self.sheet
        height = max(
            sheet.height_of(column.title, HEAD, room.width, lines=2)
            for column, room in zip(columns, places, strict=True)
        )
        self.need(height + 20)
        for column, room in zip(columns, places, strict=True):
            used = self.sheet.height_of(column.title, HEAD, room.width, lines=2)
            at = room._replace(y=self.y + height - used)
            self.sheet.text(at, column.title, HEAD, align=column.align, lines=2)
        self.y += height + 2
        self.sheet.rule(self.y, role="edge")
        self.y += 4


def halves(text: str) -> tuple[str, str]:
    """Two parts of a text, divided at a space near the middle."""
    middle = len(text) // 2
    place = text.find(" ", middle)
    place = place if 0 < place < len(text) - 1 else middle
    return text[:place].rstrip(), text[place:].lstrip()
