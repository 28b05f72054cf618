"""Parts of the page about a pack that was offered: pictures from its file, moves, plain texts."""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core.model import Exercise
from hiprehab.figure.catalogue import shown_for
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.paint import Painted, rounded, smooth
from hiprehab.ui.widgets.still import Stills
from hiprehab.ui.widgets.text import label

PICTURE: Final = QSize(104, 74)
MOST_MB: Final = 128
"""Memory that one picture may take while it is read."""


def small_picture(data: bytes) -> QImage | None:
    """A picture from a pack, made small while it is read; None when it cannot be. Any thread."""
    if not data:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAllocationLimit(MOST_MB)
    if bytes(reader.format().data()) not in (b"png", b"jpeg"):
        return None
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(PICTURE * 4, Qt.AspectRatioMode.KeepAspectRatio))
    reader.setAutoTransform(True)
    image = reader.read()
    return None if image.isNull() else image


class Thumb(Painted):
    """A small picture: the pack's own, or the still of a motion; decoration."""

    def __init__(
        self, theme: Theme, stills: Stills, image: QImage | None, motion: str | None
    ) -> None:
        super().__init__(theme)
        self._stills, self._image, self._motion = stills, image, motion
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as in other lists."""
        return QSize(self.theme.space(PICTURE.width()), self.theme.space(PICTURE.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture on a quiet ground."""
        with smooth(self) as painter:
            room = QRectF(self.rect())
            rounded(painter, room, 8, self.theme.colour("raised"))
            if self._image is not None:
                size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
                place = QRectF(0, 0, size.width(), size.height())
                place.moveCenter(room.center())
                painter.drawImage(place, self._image)
            elif self._motion is not None:
                self._stills.paint(painter, room, self._motion, self.devicePixelRatioF())


class Thumbs:
    """Small pictures of exercises: those that the pack brings, by id, else shipped stills."""

    def __init__(self, theme: Theme, pictures: Mapping[str, QImage]) -> None:
        self._theme, self._pictures = theme, pictures
        self._stills = Stills(theme)

    def of(self, exercise: Exercise) -> Thumb:
        """The picture of an exercise, or the still of its motion or starting position."""
        motion = shown_for(exercise.motion, exercise.position)
        return Thumb(self._theme, self._stills, self._pictures.get(exercise.id), motion)


def move_row(theme: Theme, thumb: Thumb, title: str, lines: Iterable[tuple[str, str]]) -> QWidget:
    """A picture with a name and lines of text beside it; each line comes with its role."""
    row = QWidget()
    row.setAccessibleName(title)
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.space(12))
    box.addWidget(thumb, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(theme.space(2))
    words.addWidget(label(title, "strong", wrap=True))
    for text, role in lines:
        if text:
            words.addWidget(label(text, role, wrap=True))
    words.addStretch(1)
    box.addLayout(words, 1)
    return row


def selectable(text: str, name: str, role: str = "small") -> QWidget:
    """Text that can be copied with the mouse or the keys."""
    made = label(text, role, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setAccessibleName(name)
    return made


class Details(QWidget):
    """What only few want to read: hidden until its button is pressed."""

    def __init__(self, theme: Theme, lines: Iterable[tuple[str, str]]) -> None:
        """`lines` are texts to copy, each with its accessible name."""
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(2))
        self.open = Button(theme, self.tr("Details"), kind="quiet", icon="chevron-right")
        box.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.inside = QWidget()
        inside = QVBoxLayout(self.inside)
        inside.setContentsMargins(0, 0, 0, 0)
        for text, name in lines:
            inside.addWidget(selectable(text, name))
        box.addWidget(self.inside)
        self.inside.hide()
        self.open.clicked.connect(self._on_open)

    def _on_open(self) -> None:
        opens = self.inside.isHidden()
        self.inside.setVisible(opens)
        self.open.set_icon("chevron-down" if opens else "chevron-right")
