"""A text in Markdown to read: no markup but Markdown's, nothing loaded, links only into the app."""

from typing import Any, Final

from PySide6.QtCore import QByteArray, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from hiprehab.ui.theme import Theme

SCHEMES: Final = ("exercise", "routine", "learn")
"""Links that mean a page of the library; all others do nothing."""
LINE_HEIGHT: Final = 135.0


class Reading(QTextBrowser):
    """As high as its text. `linked(scheme, id)` follows a link within the app."""

    linked = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self.setProperty("kind", "reading")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._on_link)
        theme.changed.connect(self._show)

    def show_text(self, markdown: str) -> None:
        """Another text."""
        self._text = markdown
        self._show()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing, said with a blank: for an empty answer Qt would read the file by itself."""
        return QByteArray(b" ")

    def _show(self) -> None:
        self.document().setDefaultFont(self._theme.font())
        self.document().setMarkdown(
            self._text, QTextDocument.MarkdownFeature.MarkdownNoHTML
            | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )  # fmt: skip
        self._space()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        self._fit()

    def _space(self) -> None:
        """Room between lines and paragraphs; headings in the size of a title."""
        px = self._theme.px
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            spaced = QTextBlockFormat()
            proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight
            spaced.setLineHeight(LINE_HEIGHT, proportional.value)
            heading = block.blockFormat().headingLevel() > 0
            inside = block.textList() is not None or cursor.currentTable() is not None
            spaced.setTopMargin(px(14) if heading and block.blockNumber() else 0)
            spaced.setBottomMargin(px(2 if inside else 4 if heading else 10))
            cursor.mergeBlockFormat(spaced)
            if heading:
                title = QTextCharFormat()
                title.setFont(self._theme.font("lead", bold=True))
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(title)
            block = block.next()

    def _dress_table(self, table: QTextTable) -> None:
        look = table.format()
        look.setBorder(0)
        look.setCellPadding(self._theme.px(6))
        look.setBottomMargin(self._theme.px(12))
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(look)

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """It wraps."""
        return QSize(self._theme.px(160), 40)

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in SCHEMES:
            self.linked.emit(url.scheme(), url.path())
