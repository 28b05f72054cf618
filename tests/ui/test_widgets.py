"""Widgets of our own: what they hold, say and emit, by mouse and by keyboard."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiprehab.core.model import Side
from hiprehab.core.settings import Settings
from hiprehab.figure.stills import strip_count
from hiprehab.ui.theme import Theme, Tint
from hiprehab.ui.widgets.buttons import EDGE, QUIET_EDGE, Button, IconButton
from hiprehab.ui.widgets.cards import Banner, Card, EmptyState
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.countdown_ring import CountdownRing
from hiprehab.ui.widgets.fourteen_days import DayMark, FourteenDays
from hiprehab.ui.widgets.keys import HelpOverlay, KeyHint, KeyHintRow
from hiprehab.ui.widgets.pain_scale import PainScale, zone_role
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.stepper import StepperField, Toggle
from hiprehab.ui.widgets.text import label
from hiprehab.ui.widgets.timeline import Segment, SegmentTimeline
from hiprehab.ui.widgets.toasts import Act, Toasts

K = Qt.Key
LEFT_BUTTON = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget, width: int = 0, height: int = 0) -> None:
    qtbot.addWidget(widget)
    if width:
        widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def colours(widget: QWidget) -> set[str]:
    """Every colour that covers more than a few pixels."""
    picture: QImage = widget.grab().toImage()
    seen: dict[str, int] = {}
    for y in range(0, picture.height(), 2):
        for x in range(0, picture.width(), 2):
            name = picture.pixelColor(x, y).name()
            seen[name] = seen.get(name, 0) + 1
    return {name for name, count in seen.items() if count > 3}


# --- the pain scale -----------------------------------------------------------------------------


@pytest.fixture
def scale(theme: Theme, qtbot: QtBot) -> PainScale:
    made = PainScale(theme, Side.LEFT)
    shown(qtbot, made, 600, 120)
    made.setFocus()
    return made


def heard(scale: PainScale) -> list[object]:
    scores: list[object] = []
    scale.changed.connect(scores.append)
    return scores


def test_no_score_is_there_until_somebody_chooses(scale: PainScale) -> None:
    assert scale.score is None
    assert not any(target.isChecked() for target in scale.findChildren(QRadioButton))
    assert scale.accessibleDescription() == "not chosen yet"


@pytest.mark.parametrize("number", range(10))
def test_digits_choose(scale: PainScale, qtbot: QtBot, number: int) -> None:
    scores = heard(scale)
    qtbot.keyClick(scale, Qt.Key(K.Key_0 + number))
    assert scale.score == number
    assert scores == [number]


def test_one_and_zero_make_ten(scale: PainScale, qtbot: QtBot) -> None:
    qtbot.keyClick(scale, K.Key_1)
    qtbot.keyClick(scale, K.Key_0)
    assert scale.score == 10
    qtbot.keyClick(scale, K.Key_0)
    assert scale.score == 0


def test_a_one_typed_before_the_focus_left_is_forgotten(scale: PainScale, qtbot: QtBot) -> None:
    qtbot.keyClick(scale, K.Key_1)
    scale.set_score(1)
    qtbot.keyClick(scale, K.Key_0)
    assert scale.score == 0


def test_arrows_move_and_stop_at_the_ends(scale: PainScale, qtbot: QtBot) -> None:
    qtbot.keyClick(scale, K.Key_Right)
    assert scale.score == 0
    qtbot.keyClick(scale, K.Key_Left)
    assert scale.score == 0
    for _ in range(15):
        qtbot.keyClick(scale, K.Key_Right)
    assert scale.score == 10


def test_backspace_takes_the_score_back(scale: PainScale, qtbot: QtBot) -> None:
    scores = heard(scale)
    qtbot.keyClick(scale, K.Key_4)
    qtbot.keyClick(scale, K.Key_Backspace)
    assert scale.score is None
    assert scores == [4, None]
    assert not any(target.isChecked() for target in scale.findChildren(QRadioButton))


def test_a_click_chooses_and_a_second_one_takes_it_back(scale: PainScale, qtbot: QtBot) -> None:
    target = scale.findChildren(QRadioButton)[6]
    qtbot.mouseClick(target, LEFT_BUTTON)
    assert scale.score == 6
    qtbot.mouseClick(target, LEFT_BUTTON)
    assert scale.score is None


def test_setting_a_score_is_silent(scale: PainScale) -> None:
    scores = heard(scale)
    scale.set_score(3)
    assert scale.score == 3
    assert scores == []


def test_targets_are_large_and_speak(scale: PainScale) -> None:
    targets = scale.findChildren(QRadioButton)
    assert len(targets) == 11
    assert min(target.height() for target in targets) >= 44
    assert targets[7].accessibleName() == "Left hip: 7 of 10, strong"
    assert targets[0].accessibleName() == "Left hip: 0 of 10, no pain"
    spoken = QAccessible.queryAccessibleInterface(targets[7])
    assert spoken.role() == QAccessible.Role.RadioButton


def test_the_chosen_one_has_the_colour_of_its_side(theme: Theme, scale: PainScale) -> None:
    before = colours(scale.findChildren(QRadioButton)[5])
    scale.set_score(5)
    after = colours(scale.findChildren(QRadioButton)[5])
    assert theme.tokens.left.lower() in after - before


def test_zones_are_those_of_the_brief() -> None:
    assert [zone_role(n) for n in (0, 2, 3, 5, 6, 10)] == [
        *("comfortable", "comfortable", "acceptable", "acceptable", "too_much", "too_much"),
    ]


def test_other_keys_pass_through(scale: PainScale, qtbot: QtBot) -> None:
    qtbot.keyClick(scale, K.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert scale.score is None


def test_the_row_shows_the_keyboard_focus(theme: Theme, scale: PainScale, qtbot: QtBot) -> None:
    scale.clearFocus()
    assert theme.tokens.focus.lower() not in colours(scale)
    scale.setFocus(Qt.FocusReason.TabFocusReason)
    assert theme.tokens.focus.lower() in colours(scale)


# --- side, chips, fields ------------------------------------------------------------------------


def test_a_side_has_word_and_colour(theme: Theme, qtbot: QtBot) -> None:
    badge = SideBadge(theme, Side.LEFT, size="heading")
    shown(qtbot, badge)
    assert badge.accessibleName() == "Left"
    assert theme.tokens.left.lower() in colours(badge)
    badge.set_side(Side.RIGHT)
    assert badge.accessibleName() == "Right"
    assert theme.tokens.right.lower() in colours(badge)


def test_one_chip_is_chosen_at_most(theme: Theme, qtbot: QtBot) -> None:
    row = ChipRow(theme, [("a", "One"), ("b", "Two")], name="Which")
    shown(qtbot, row)
    got: list[object] = []
    row.changed.connect(got.append)
    assert row.value is None
    for chip in (0, 1, 1):
        qtbot.mouseClick(row.chips()[chip], LEFT_BUTTON)
    assert (row.value, got) == ("b", ["a", "b"])
    assert [chip.isChecked() for chip in row.chips()] == [False, True]
    assert row.chips()[0].accessibleName() == "Which: One"


def test_an_optional_choice_can_be_taken_back(theme: Theme, qtbot: QtBot) -> None:
    row = ChipRow(theme, [(0, "Zero"), (1, "One")], optional=True)
    shown(qtbot, row)
    qtbot.mouseClick(row.chips()[0], LEFT_BUTTON)
    assert row.value == 0
    assert row.chips()[0].isChecked()
    qtbot.mouseClick(row.chips()[0], LEFT_BUTTON)
    assert row.value is None
    assert not row.chips()[0].isChecked()


def test_chips_wrap_in_a_narrow_place(theme: Theme, qtbot: QtBot) -> None:
    row = ChipRow(theme, [(n, "A fairly long word") for n in range(6)])
    shown(qtbot, row, 320, 400)
    assert row.heightForWidth(320) > 2 * row.heightForWidth(3000)
    assert all(row.rect().contains(chip.geometry()) for chip in row.chips())


def test_a_stepper_steps_types_and_stops(theme: Theme, qtbot: QtBot) -> None:
    field = StepperField(theme, low=0, high=10, step=5, unit="s", name="Rest")
    shown(qtbot, field)
    got: list[int] = []
    field.changed.connect(got.append)
    minus, plus = field.findChildren(IconButton)
    assert not minus.isEnabled()
    for _ in range(2):
        qtbot.mouseClick(plus, LEFT_BUTTON)
    assert (field.value(), got) == (10, [5, 10])
    assert not plus.isEnabled()
    field.set_value(5)
    assert got == [5, 10]


def test_a_toggle_is_a_check_box_that_covers_its_words(theme: Theme, qtbot: QtBot) -> None:
    toggle = Toggle(theme, "Tones")
    shown(qtbot, toggle)
    assert toggle.height() >= 44
    qtbot.mouseClick(toggle, LEFT_BUTTON, pos=QPoint(toggle.width() - 3, 20))
    assert toggle.isChecked()
    role = QAccessible.queryAccessibleInterface(toggle).role()
    assert role == QAccessible.Role.CheckBox


@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "danger"])
@pytest.mark.parametrize("text_scale", [100, 200])
def test_buttons_are_targets_and_cut_nothing_off(
    theme: Theme, qapp: QApplication, qtbot: QtBot, kind: str, text_scale: int
) -> None:
    theme.apply(qapp, Settings(text_scale=text_scale))
    button = Button(theme, "Start the &session", kind=kind, icon="play")
    shown(qtbot, button)
    words = button.fontMetrics().horizontalAdvance("Start the session")
    assert button.height() >= 44
    ends = QUIET_EDGE if kind == "quiet" else 2 * EDGE  # a quiet icon stands at the edge
    assert button.width() >= words + theme.px(20 + ends)


def test_an_icon_button_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    button = IconButton(theme, "pause", "Pause", key="Space")
    shown(qtbot, button)
    assert button.accessibleName() == "Pause"
    assert button.toolTip() == "Pause (Space)"
    assert min(button.width(), button.height()) >= 44


def test_the_ring_shows_for_the_keyboard_only(theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "Save")
    shown(qtbot, button)
    focus = theme.tokens.focus.lower()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert focus not in colours(button)
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert focus in colours(button)


# --- surfaces and messages ------------------------------------------------------------------------


def test_labels_never_read_markup(theme: Theme, qtbot: QtBot) -> None:
    made = label("<b>bold</b>", "title")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_card_hides_an_empty_title(theme: Theme, qtbot: QtBot) -> None:
    card = Card(theme)
    shown(qtbot, card)
    assert card.body.itemAt(0).widget().isHidden()
    card.set_title("Today")
    assert not card.body.itemAt(0).widget().isHidden()


def test_an_empty_state_offers_the_first_step(theme: Theme, qtbot: QtBot) -> None:
    state = EmptyState(theme, "trends", "No ratings yet", "Rate your hips.", "Rate now")
    shown(qtbot, state, 500, 400)
    with qtbot.waitSignal(state.acted):
        qtbot.mouseClick(state.action, LEFT_BUTTON)


def test_a_banner_says_what_and_what_to_do(theme: Theme, qtbot: QtBot) -> None:
    host = QWidget()
    banner = Banner(theme)
    QVBoxLayout(host).addWidget(banner)
    shown(qtbot, host, 800, 200)
    assert not banner.isVisible()
    banner.show_problem("The file is locked.", "Close the other program.", "Try again")
    assert banner.accessibleName() == "The file is locked. Close the other program."
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.findChildren(IconButton)[0], LEFT_BUTTON)
    assert not banner.isVisible()


@pytest.fixture
def host(theme: Theme, qtbot: QtBot) -> QWidget:
    made = QWidget()
    shown(qtbot, made, 900, 500)
    return made


def test_a_toast_undoes_once(theme: Theme, qtbot: QtBot, host: QWidget) -> None:
    toasts, undone = Toasts(host, theme), []
    toasts.show_toast("Entry deleted.", lambda: undone.append(1))
    assert toasts.isVisible()
    assert abs(toasts.geometry().center().x() - host.width() // 2) <= 1
    qtbot.mouseClick(toasts.undo_button, LEFT_BUTTON)
    assert undone == [1]
    assert not toasts.isVisible()


def test_a_toast_names_what_else_can_be_done(theme: Theme, qtbot: QtBot, host: QWidget) -> None:
    toasts, opened = Toasts(host, theme), []
    toasts.show_act("Saved.", Act("Show in folder", "folder", lambda: opened.append(1)))
    assert toasts.undo_button.text() == "Show in folder"
    qtbot.mouseClick(toasts.undo_button, LEFT_BUTTON)
    assert opened == [1]
    toasts.show_toast("Entry deleted.", lambda: None)
    assert toasts.undo_button.text() == "Undo"


def test_a_toast_without_undo_goes_by_itself(theme: Theme, qtbot: QtBot, host: QWidget) -> None:
    toasts = Toasts(host, theme)
    toasts.show_toast("Saved.")
    assert toasts.undo_button.isHidden()
    toasts._on_timeout()
    assert not toasts.isVisible()


def test_a_toast_in_use_stays(theme: Theme, qtbot: QtBot, host: QWidget) -> None:
    toasts = Toasts(host, theme)
    toasts.show_toast("Entry deleted.", lambda: None)
    toasts.undo_button.setFocus()
    toasts._on_timeout()
    assert toasts.isVisible()
    qtbot.keyClick(toasts, K.Key_Escape)
    assert not toasts.isVisible()


def test_help_opens_closes_and_gives_the_focus_back(
    theme: Theme, qtbot: QtBot, host: QWidget
) -> None:
    button = Button(theme, "Start", parent=host)
    button.show()
    button.setFocus()
    overlay = HelpOverlay(theme, host, [("Session", [("Space", "pause"), ("left", "back")])])
    overlay.toggle()
    assert overlay.isVisible()
    assert overlay.geometry() == host.rect()
    qtbot.keyClick(overlay, K.Key_Escape)
    assert not overlay.isVisible()
    assert host.focusWidget() is button


def test_key_hints_say_key_and_word(theme: Theme, qtbot: QtBot) -> None:
    row = KeyHintRow(theme, [("Space", "pause"), ("up", "easier")])
    shown(qtbot, row)
    hints = row.findChildren(KeyHint)
    assert [hint.accessibleName() for hint in hints] == ["Space: pause", "up: easier"]


# --- ring, timeline, days -----------------------------------------------------------------------


def test_the_countdown_says_and_tints(theme: Theme, qtbot: QtBot) -> None:
    ring = CountdownRing(theme)
    shown(qtbot, ring, 300, 300)
    ring.show_state("07", 0.5, Tint.WORK, caption="of 12 reps")
    assert ring.accessibleDescription() == "07 of 12 reps"
    assert theme.tokens.work.lower() in colours(ring)
    ring.show_state("8", 0.5, Tint.SWITCH, side=Side.RIGHT)
    assert theme.tokens.right.lower() in colours(ring)
    assert theme.tokens.work.lower() not in colours(ring)


def test_digits_fill_the_ring(theme: Theme, qtbot: QtBot) -> None:
    ring = CountdownRing(theme)
    shown(qtbot, ring, 400, 400)
    ring.show_state("88", 0.0, Tint.WORK)
    picture, ink = ring.grab().toImage(), theme.tokens.text.lower()
    rows = [
        y
        for y in range(0, 400, 2)
        if any(picture.pixelColor(x, y).name() == ink for x in range(0, 400, 2))
    ]
    assert rows[-1] - rows[0] > 400 * 0.33
    assert abs((rows[-1] + rows[0]) / 2 - 200) < 8


class CountingRing(CountdownRing):
    """Notes which part was repainted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.painted: list[float] = []

    def paintEvent(self, event: object) -> None:
        rect = event.rect()  # type: ignore[attr-defined]
        self.painted.append(rect.width() * rect.height() / (self.width() * self.height()))
        super().paintEvent(event)  # type: ignore[arg-type]


def test_the_ring_repaints_only_what_changed(theme: Theme, qtbot: QtBot) -> None:
    ring = CountingRing(theme)
    shown(qtbot, ring, 400, 400)
    ring.show_state("07", 0.500, Tint.WORK)
    QApplication.processEvents()
    ring.painted.clear()
    ring.show_state("07", 0.500, Tint.WORK)
    QApplication.processEvents()
    assert ring.painted == []
    ring.show_state("07", 0.505, Tint.WORK)
    QApplication.processEvents()
    assert max(ring.painted) < 0.1
    ring.painted.clear()
    ring.show_state("06", 0.505, Tint.WORK)
    QApplication.processEvents()
    assert 0 < max(ring.painted) < 0.75


@pytest.fixture
def timeline(theme: Theme, qtbot: QtBot) -> SegmentTimeline:
    made = SegmentTimeline(theme)
    shown(qtbot, made, 608, 44)
    made.set_segments([Segment(100, "Bridge"), Segment(200, "Clamshell"), Segment(100, "Plank")])
    return made


def test_a_click_jumps_to_the_segment_under_it(timeline: SegmentTimeline, qtbot: QtBot) -> None:
    got: list[int] = []
    timeline.jumped.connect(got.append)
    for x in (10, 300, 600):
        qtbot.mouseClick(timeline, LEFT_BUTTON, pos=QPoint(x, 22))
    assert got == [0, 1, 2]


def test_the_keyboard_chooses_and_enter_jumps(timeline: SegmentTimeline, qtbot: QtBot) -> None:
    timeline.setFocus()
    timeline.show_progress(1, 0.2)
    qtbot.keyClick(timeline, K.Key_Left)
    assert timeline.accessibleDescription() == "1 of 3: Bridge"
    for _ in range(4):
        qtbot.keyClick(timeline, K.Key_Right)
    with qtbot.waitSignal(timeline.jumped) as got:
        qtbot.keyClick(timeline, K.Key_Return)
    assert got.args == [2]


def test_the_timeline_takes_odd_input(timeline: SegmentTimeline, qtbot: QtBot) -> None:
    timeline.show_progress(9, 7.5)
    timeline.grab()
    timeline.set_segments([])
    timeline.show_progress(0, 0.5)
    qtbot.mouseClick(timeline, LEFT_BUTTON)
    timeline.set_segments([Segment(0, "x")] * 60)
    timeline.grab()


TODAY = date(2026, 11, 22)


def fortnight(*values: tuple[float | None, float | None]) -> list[DayMark]:
    first = TODAY - timedelta(days=len(values) - 1)
    return [
        DayMark(first + timedelta(days=place), left, right)
        for place, (left, right) in enumerate(values)
    ]


def test_gaps_stay_gaps(theme: Theme, qtbot: QtBot) -> None:
    days = FourteenDays(theme)
    shown(qtbot, days, 600, 160)
    days.show_days(fortnight(*[(None, None)] * 14), TODAY)
    assert {theme.tokens.left.lower(), theme.tokens.right.lower()}.isdisjoint(colours(days))
    assert days.accessibleDescription() == "nothing entered yet"


def test_zero_is_a_mark_and_is_said(theme: Theme, qtbot: QtBot) -> None:
    days = FourteenDays(theme)
    shown(qtbot, days, 600, 160)
    days.show_days(fortnight(*[(None, None)] * 13, (0, None)), TODAY)
    assert theme.tokens.left.lower() in colours(days)
    assert theme.tokens.right.lower() not in colours(days)
    assert "left 0" in days.accessibleDescription()


def test_everything_follows_the_theme(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    scale = PainScale(theme, Side.RIGHT)
    shown(qtbot, scale, 700, 200)
    light = colours(scale)
    theme.apply(qapp, Settings(theme=theme.settings.theme.DARK, text_scale=150))
    assert scale.minimumSizeHint().height() > 90
    assert light.isdisjoint({theme.tokens.comfortable_soft.lower()})
    assert theme.tokens.comfortable_soft.lower() in colours(scale)


def test_a_wide_row_shows_two_key_poses_and_a_narrow_one_the_still(theme: Theme) -> None:
    row = RowButton(theme, "Clamshell", "3 times 12", motion="clamshell")
    wide, narrow = theme.px(560), theme.px(400)
    assert row._picture(wide).width() == 2 * row._picture(narrow).width()
    assert row._inset(wide) > row._inset(narrow)
    assert row.minimumSizeHint().width() < narrow
    plain = RowButton(theme, "Own", "3 times 12", motion="org.example/own")
    assert plain._picture(wide) == plain._picture(narrow)


def test_a_strip_tells_how_many_poses_it_holds() -> None:
    counts = {name: strip_count(name) for name in ("clamshell", "plank-forearm", "gone")}
    assert counts["clamshell"] >= 2 and counts["gone"] == 0
