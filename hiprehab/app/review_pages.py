"""Wires the pages of somebody else's log: what they entered, and the page to print."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk
    from hiprehab.ui.screens.around import Around
    from hiprehab.ui.screens.review_entries import ReviewEntries
    from hiprehab.ui.screens.trends import TrendsScreen


def wire_review(desk: "Desk", trends: "TrendsScreen", around: "Around", name: str) -> None:
    """What the charts of a person lead to; `around` is theirs."""
    from hiprehab.app.printing import open_page

    def show(what: str, which: object) -> None:
        if what == "day" and isinstance(which, date):
            open_entries(desk, around, name).show_day(which)

    trends.wanted.connect(show)
    trends.entries_requested.connect(lambda: open_entries(desk, around, name))
    trends.page_requested.connect(partial(open_page, desk, around))


def open_entries(desk: "Desk", around: "Around", name: str) -> "ReviewEntries":
    """Shows what a person entered in the place of the screens."""
    from hiprehab.ui.screens.review_entries import ReviewEntries

    page = ReviewEntries(desk.theme, around, name, lambda: desk.sessions.safety.book)
    page.closed.connect(desk.window.end_page)
    desk.window.enter_page(page)
    page.back.setFocus()
    return page
