"""What pages that are scrolled from outside share: finding the scroll area and showing a part."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget


def scroller(widget: QWidget) -> QScrollArea | None:
    """The scroll area that a widget lies in, if any."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def scroll_place(widget: QWidget) -> int:
    """How far down the page around a widget is scrolled."""
    area = scroller(widget)
    return area.verticalScrollBar().value() if area else 0


def scroll_to(widget: QWidget, place: int) -> None:
    """Scrolls the page around a widget."""
    area = scroller(widget)
    if area is not None:
        area.verticalScrollBar().setValue(place)


def reveal(widget: QWidget, part: QRect) -> None:
    """Scrolls the page just so far that a part of the widget is seen."""
    area = scroller(widget)
    body = area.widget() if area else None
    if area is None or body is None:
        return
    top = widget.mapTo(body, part.topLeft()).y()
    high = area.viewport().height()
    bar = area.verticalScrollBar()
    edge = min(24, max(0, (high - part.height()) // 2))
    if top - edge < bar.value():
        bar.setValue(top - edge)
    elif top + part.height() + edge > bar.value() + high:
        bar.setValue(top + part.height() + edge - high)
