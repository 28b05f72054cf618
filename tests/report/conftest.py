"""What tests of printed pages share: the library, the words, and a way to read a PDF back."""

import io
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pypdf
import pytest

from hiprehab import resources, tokens
from hiprehab.app.reporting import phrases
from hiprehab.core.model import Library
from hiprehab.core.report import NOTHING, Kept, Wishes, build
from hiprehab.report.page import Made, lay_out
from hiprehab.report.paper import Book, Paper
from hiprehab.storage.library import load_library

from .states import TODAY

SIZES = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}


class Read:
    """A PDF as somebody else's program reads it."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pypdf.PdfReader(io.BytesIO(data))

    @cached_property
    def texts(self) -> list[str]:
        """The text of each page; reading it takes most of the time."""
        return [re.sub(r"\s+", " ", page.extract_text()) for page in self.pdf.pages]

    @property
    def text(self) -> str:
        """The text of all pages."""
        return " ".join(self.texts)

    def sizes(self) -> set[tuple[int, int]]:
        """Widths and heights of the pages in points."""
        boxes = [page.mediabox for page in self.pdf.pages]
        return {(round(box.width), round(box.height)) for box in boxes}

    def fonts(self) -> dict[str, bool]:
        """The fonts by name, and whether the font itself is in the file."""
        found = {}
        for page in self.pdf.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                below = font.get_object()["/DescendantFonts"][0].get_object()
                about: Any = below["/FontDescriptor"].get_object()
                found[str(below["/BaseFont"])] = any("FontFile" in key for key in about)
        return found

    def pictures(self) -> list[tuple[int, int]]:
        """Width and height in dots of all pictures."""
        found = []
        for page in self.pdf.pages:
            for thing in page["/Resources"].get("/XObject", {}).values():
                image: Any = thing.get_object()
                if image["/Subtype"] == "/Image":
                    found.append((int(image["/Width"]), int(image["/Height"])))
        return found


@pytest.fixture(scope="session")
def library() -> Library:
    """The built-in exercises and routines."""
    return load_library(None, []).library


@pytest.fixture
def bound(qapp) -> Callable[..., Book]:
    """bound(kept, wishes, paper)"""
    light = tokens.load(resources.asset("themes/light.toml"))
    made = Made(TODAY, "9.8.7")

    def make(kept: Kept, wishes: Wishes = NOTHING, paper: Paper = Paper.A4) -> Book:
        return lay_out(build(kept, wishes), phrases(), paper=paper, tokens=light, made=made)

    return make
