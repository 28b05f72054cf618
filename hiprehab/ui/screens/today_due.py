"""Today's large card: the routine that is due, its picture and the button that starts it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QHideEvent,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core.log import SessionRecord, Status
from hiprehab.figure import stills
from hiprehab.tokens import RADIUS
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.columns import Columns, empty, flowing, tab_as_read
from hiprehab.ui.screens.today_state import More, Offer, TodayState, Way
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.paint import Painted, rounded, smooth
from hiprehab.ui.widgets.text import divider, label

if TYPE_CHECKING:
    from hiprehab.ui.widgets.figure_view import FigureView

FigureFactory = Callable[[], "FigureView"]
LEAST_PICTURE: Final = 128


class DuePicture(Painted):
    """The shipped still; under the mouse it moves. The figure is made when it first has to."""

    def __init__(self, theme: Theme, figure: FigureFactory | None) -> None:
        super().__init__(theme)
        self._make = figure
        self._figure: FigureView | None = None
        self._motion: str | None = None
        self._still: tuple[tuple[object, ...], QPixmap] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    def show_motion(self, motion: str | None, name: str) -> None:
        """Another exercise; None shows the ground only."""
        self._motion = motion
        self.setAccessibleName(name)
        self._rest()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and not too high; it takes what room the card has left."""
        return QSize(self.theme.px(320), LEAST_PICTURE)

    def minimumSizeHint(self) -> QSize:
        """Still recognisable."""
        return QSize(220, LEAST_PICTURE)

    def _picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (self._motion, self.theme.tokens.dark, self.size(), ratio)
        if self._still is None or self._still[0] != key:
            path = stills.still_path(self._motion or "", dark=self.theme.tokens.dark)
            picture = QPixmap(str(path)) if path else QPixmap()
            if not picture.isNull():
                # As large as the moving figure, so that nothing jumps when it takes over.
                scale = stills.scale_between(self._motion or "", self.width(), self.height())
                picture = picture.scaled(
                    picture.size() * scale * ratio,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
                picture.setDevicePixelRatio(ratio)
            self._still = (key, picture)
        return self._still[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet ground with the still in its middle."""
        with smooth(self) as painter:
            box = QRectF(self.rect())
            rounded(painter, box, RADIUS, self.theme.colour("raised"))
            if self._figure is not None and self._figure.isVisible():
                return
            picture = self._picture()
            if not picture.isNull():
                size = picture.deviceIndependentSize()
                clip = QPainterPath()
                clip.addRoundedRect(box, RADIUS, RADIUS)
                painter.setClipPath(clip)
                at = QRectF(
                    box.center().x() - size.width() / 2,
                    box.center().y() - size.height() / 2,
                    size.width(),
                    size.height(),
                )
                painter.drawPixmap(at, picture, QRectF(picture.rect()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Moves while somebody looks, unless less motion is wanted."""
        if self._make is not None and self._motion and not self.theme.settings.reduced_motion:
            if self._figure is None:
                self._figure = self._make()
                self._figure.setParent(self)
                self._figure.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                self._figure.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._figure.set_theme(self.theme.tokens.dark)
            self._figure.show_motion(self._motion, None)
            self._place()
            self._figure.show()
            self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the still: an idle page has no timer."""
        self._rest()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        self._rest()
        super().hideEvent(event)

    def _rest(self) -> None:
        if self._figure is not None:
            self._figure.hide()
            self.update()

    def _place(self) -> None:
        if self._figure is not None:
            self._figure.setGeometry(self.rect().adjusted(4, 4, -4, -4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The figure fills the picture."""
        self._place()
        super().resizeEvent(event)


class DueCard(QFrame):
    """What is due now. Without anything due it says so and shows what comes next.

    Signals:
        start_requested(routine, variant, shorter): begin it.
        others_requested(): show all routines.
            open_plan(): make a plan.
        more_requested(routine, variant): do what is not due: the rest, again, or a day early.
        given_file(): somebody gave the person a file.
        note_accepted(): do what the note suggests.
        note_put_aside(): not now.
    """

    start_requested = Signal(str, str, bool)
    others_requested = Signal()
    open_plan = Signal()
    more_requested = Signal(object, object)
    given_file = Signal()
    note_accepted = Signal()
    note_put_aside = Signal()

    def __init__(self, theme: Theme, figure: FigureFactory | None) -> None:
        super().__init__()
        self._theme = theme
        self._offer: Offer | None = None
        self._more: Offer | None = None
        self._leading, self._resting = True, False
        self.setProperty("kind", "card")
        self.picture = DuePicture(theme, figure)
        self.eyebrow = label("", "eyebrow")
        self.title = label("", "heading", wrap=True)
        self.facts = label("", "body", wrap=True)
        self.kit = label("", "muted", wrap=True)
        self.start = Button(theme, self.tr("Start"), kind="primary", icon="play")
        self.start.setAutoDefault(True)  # so that Enter starts
        self.shorter = Button(theme, "")
        self.plan = Button(theme, self.tr("Make a plan"), kind="primary", icon="plan")
        self.plan.setAutoDefault(True)
        self.given = Button(theme, self.tr("I was given a file"), kind="quiet", icon="folder")
        self.more = Button(theme, "", icon="play")
        self.others = Button(theme, self.tr("Something else"), kind="quiet", icon="more")
        self.note = label("", "body", wrap=True)
        self.do_note = Button(theme, "")
        self.put_aside = Button(theme, self.tr("Not now"), kind="quiet")
        self._note = QFrame()
        self._note.setProperty("kind", "notice")
        self._note.hide()
        self._also = QVBoxLayout()
        self._build()
        self.start.clicked.connect(lambda: self._begin(False))
        self.shorter.clicked.connect(lambda: self._begin(True))
        self.others.clicked.connect(self.others_requested)
        self.plan.clicked.connect(self.open_plan)
        self.given.clicked.connect(self.given_file)
        self.more.clicked.connect(self._do_more)
        self.do_note.clicked.connect(self.note_accepted)
        self.put_aside.clicked.connect(self.note_put_aside)

    def _build(self) -> None:
        space = self._theme.space
        outer = Columns(self, gap=0, shares=(5, 6), least=self._theme.px(600))
        picture = QWidget()
        frame = QVBoxLayout(picture)
        frame.setContentsMargins(space(12), space(12), space(12), space(12))
        frame.addWidget(self.picture, 1)
        outer.addWidget(picture)
        outer.set_growing(0)
        side = QWidget()
        box = QVBoxLayout(side)
        box.setContentsMargins(space(20), space(8), space(20), space(8))
        box.setSpacing(space(6))
        for part in (self.eyebrow, self.title, self.facts, self.kit):
            box.addWidget(part)
        box.addSpacing(space(6))
        self._actions, flow = flowing(space(8))
        for button in (self.start, self.shorter):
            flow.addWidget(button)
        box.addWidget(self._actions)
        for button in (self.plan, self.given, self.more):
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._also.setSpacing(space(4))
        box.addSpacing(space(4))
        box.addLayout(self._also)
        inside = QVBoxLayout(self._note)
        inside.setContentsMargins(space(12), space(8), space(12), space(8))
        inside.addWidget(self.note)
        self._answers, answers = flowing(space(8))
        for button in (self.do_note, self.put_aside):
            answers.addWidget(button)
        inside.addWidget(self._answers)
        box.addWidget(self._note)
        box.addStretch(1)
        box.addWidget(divider())
        box.addWidget(self.others, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(side)
        tab_as_read(self)

    # --- states -----------------------------------------------------------------------------

    def show_note(
        self, text: str, *, action: str = "", can_wait: bool = False, rest: bool = False
    ) -> None:
        """A suggestion, with the word on its button; an empty one takes no room.

        Args:
            text: what is suggested and why.
            action: what one press does; "" when there is nothing to press.
            can_wait: whether it can be put aside.
            rest: whether it speaks against a session now; Start then steps back.
        """
        self._resting = rest
        self._show_leading()
        self.note.setText(text)
        self.do_note.setText(action)
        self.do_note.updateGeometry()
        self.do_note.setVisible(bool(action))
        self.put_aside.setVisible(can_wait)
        self._answers.setVisible(bool(action) or can_wait)
        self._note.setVisible(bool(text))

    def show_state(self, state: TodayState) -> None:
        """Shows what is due in this state."""
        waiting = [offer for offer in state.due if offer.left]
        self._offer = waiting[0] if waiting else None
        if self._offer is not None:
            self._show_offer(self._offer, state.shorter_s)
        elif not state.has_plan:
            self._show_nothing_planned()
        else:
            self._show_free(state)
        self._show_also(waiting[1:])
        self._show_more(state.more)
        self._actions.setVisible(self._offer is not None)
        for button in (self.plan, self.given):
            button.setVisible(self._offer is None and not state.has_plan)

    def _show_offer(self, offer: Offer, shorter_s: float) -> None:
        eyebrow = self.tr("Due today")
        if offer.times > 1:
            eyebrow = self.tr("Due today · {} of {}").format(offer.done + 1, offer.times)
        self.eyebrow.setText(eyebrow)
        self.title.setText(offer.routine.title)
        level = offer.variant.title if len(offer.routine.variants) > 1 else ""
        facts = [level, self._length(offer)]
        count = len({item.exercise for item in offer.variant.items})
        facts.append(self.tr("1 exercise") if count == 1 else self.tr("{} exercises").format(count))
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        self.kit.setText(self.tr("You need: {}").format(", ".join(offer.kit)))
        self.kit.setVisible(bool(offer.kit))
        name = self.tr("Start {}").format(words.routine_text(offer.routine, offer.variant))
        self.start.setAccessibleName(name)
        self.shorter.setText(self.tr("Shorter today ({})").format(words.minutes_text(shorter_s)))
        self.shorter.updateGeometry()
        self.picture.show_motion(offer.motion, offer.routine.title)

    def _length(self, offer: Offer) -> str:
        """Its minutes, beside the usual ones while something of it is changed."""
        now = words.minutes_text(offer.seconds)
        if offer.usual_s is None or words.minutes_text(offer.usual_s) == now:
            return now
        return self.tr("{} (usually {})").format(now, max(1, round(offer.usual_s / 60)))

    def _show_more(self, more: More | None) -> None:
        """What can be done all the same; never the page's first button."""
        self._more = more.offer if more else None
        self.more.setVisible(more is not None)
        if more is None:
            return
        text = {
            Way.REST: self.tr("Do the rest ({})"),
            Way.AGAIN: self.tr("Do it again ({})"),
            Way.ANYWAY: self.tr("Do it today anyway ({})"),
        }[more.way].format(words.minutes_text(more.offer.seconds))
        self.more.setText(text)
        title = words.routine_text(more.offer.routine, more.offer.variant)
        self.more.setAccessibleName(self.tr("{}: {}").format(title, text))
        self.more.updateGeometry()

    def _do_more(self) -> None:
        if self._more is not None:
            self.more_requested.emit(self._more.routine, self._more.variant)

    def _show_nothing_planned(self) -> None:
        self.picture.show_motion("bridge", "")
        self.eyebrow.setText(self.tr("Your plan"))
        self.title.setText(self.tr("No plan yet"))
        self.facts.setText(
            self.tr("Choose a routine and the days that suit you. It will be waiting here.")
        )
        self.kit.setVisible(False)

    def _show_free(self, state: TodayState) -> None:
        self.picture.show_motion("legs-up-rest", "")
        if state.done:
            self.eyebrow.setText(self.tr("Today"))
            whole = any(record.status is not Status.PARTIAL for record in state.done)
            self.title.setText(
                self.tr("Done for today") if whole else self.tr("Done in part today")
            )
            lines = [self._done_line(record) for record in state.done]
            self.facts.setText("\n".join(lines))
        elif state.away is not None:
            end = words.day_text(state.away.end, state.today)
            self.eyebrow.setText(self.tr("Away"))
            self.title.setText(self.tr("You are away"))
            self.facts.setText(
                self.tr("Nothing is due until {}, and nothing counts as missed.").format(end)
            )
        else:
            self.eyebrow.setText(self.tr("Today"))
            self.title.setText(self.tr("A free day"))
            self.facts.setText(self.tr("Nothing is planned for today. Rest is part of the plan."))
        text = ""
        if state.following is not None:
            day, offer = state.following
            when = words.day_text(day, state.today)
            text = self.tr("Next: {}, {}").format(offer.routine.title, when)
        self.kit.setText(text)
        self.kit.setVisible(bool(text))

    def _done_line(self, record: SessionRecord) -> str:
        minutes = words.minutes_text(record.active_s)
        return self.tr("{}, {}, {}").format(
            record.title, words.status_text(record.status).lower(), minutes
        )

    def _show_also(self, offers: list[Offer]) -> None:
        empty(self._also)
        if offers:
            self._also.addWidget(label(self.tr("Also today"), "eyebrow"))
        for offer in offers:
            self._also.addWidget(self._also_row(offer))

    def _also_row(self, offer: Offer) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        title = words.routine_text(offer.routine, offer.variant)
        box.addWidget(label(title, "body", wrap=True), 1)
        box.addWidget(label(words.minutes_text(offer.seconds), "muted"))
        button = Button(self._theme, self.tr("Start"), kind="quiet", icon="play")
        button.setAccessibleName(self.tr("Start {}").format(title))
        button.clicked.connect(
            lambda: self.start_requested.emit(offer.routine.id, offer.variant.id, False)
        )
        box.addWidget(button)
        return row

    def set_leading(self, leading: bool) -> None:
        """Whether Start is the page's first button; an interrupted session goes before it."""
        self._leading = leading
        self._show_leading()

    def _show_leading(self) -> None:
        first = self._leading and not self._resting
        self.start.set_kind("primary" if first else "secondary")

    def _begin(self, shorter: bool) -> None:
        if self._offer is not None:
            offer = self._offer
            self.start_requested.emit(offer.routine.id, offer.variant.id, shorter)
