"""The page before a pack is accepted: what it says, in plain text, and what can be pressed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from hiprehab.core.plan import PlanOptions
from hiprehab.storage.handover import Offer, State, offer_of, read_parcel
from hiprehab.storage.install import install
from hiprehab.storage.signing import Seal, Signature, grouped
from hiprehab.storage.trust import Known, Standing
from hiprehab.ui.screens.receive import ReceivePage
from hiprehab.ui.screens.receive_model import MOST_ROUTINES, Sight, sight
from hiprehab.ui.screens.receive_parts import Details, small_picture
from hiprehab.ui.theme import Theme
from tests.storage.parcels import BASE, FIRST, pack_file, png

KEY, OTHER = "a1" * 32, "b2" * 32


def offer(tmp_path: Path, text: str = FIRST, known: tuple[Known, ...] = ()) -> Offer:
    parcel = read_parcel(pack_file(tmp_path / "x.hiprehab", text), BASE)
    return offer_of(parcel, BASE, [tmp_path / "packs"], known=known)


def seen(found: Offer) -> Sight:
    return sight(found, PlanOptions(), date(2026, 3, 1))


def shown(theme: Theme, qtbot: Any, found: Offer, pictures: bool = True) -> ReceivePage:
    look = seen(found)
    small = {one.exercise.id: small_picture(one.picture) for one in look.own if pictures}
    page = ReceivePage(theme, look, {name: image for name, image in small.items() if image})
    qtbot.addWidget(page)
    page.build_all()
    page.resize(1000, 800)
    page.show()
    return page


def words(page: ReceivePage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


def variants(count: int) -> str:
    """A routine of so many variants."""
    head = FIRST[: FIRST.index("[[routine.day-a.block]]")]
    return head + "".join(
        f'[[routine.day-a.variant]]\nid = "L{n}"\ntitle = "Level {n}"\n'
        f'[[routine.day-a.variant.block]]\nkind = "strength"\n'
        f'items = [{{ exercise = "clamshell", dose = {{ sets = {n} }} }}]\n'
        for n in range(1, count + 1)
    )


def routines(count: int) -> str:
    return FIRST + "".join(
        f'[routine.r{n}]\ntitle = "Routine {n}"\n[[routine.r{n}.block]]\nkind = "stretch"\n'
        'items = [{ exercise = "clamshell" }]\n'
        for n in range(count)
    )


def test_every_word_of_a_stranger_is_plain_text(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    evil = "<b>x</b><img src='file:///etc/passwd'><script>alert(1)</script>"
    text = FIRST
    for old in ("Hip start", "Day A", "Bridge on a towel", "A. Physio", "towel"):
        text = text.replace(f'"{old}"', f'"{evil[:60]}"')
    page = shown(theme, qtbot, offer(tmp_path, text))
    labels = page.findChildren(QLabel)
    assert any("<img src=" in one.text() for one in labels)
    assert {one.textFormat() for one in labels} == {Qt.TextFormat.PlainText}


def test_the_time_of_every_variant_is_there(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    page = shown(theme, qtbot, offer(tmp_path, variants(3)))
    times = [text for text in words(page) if text.startswith("Level ") and " min" in text]
    assert [text.split(":")[0] for text in times] == ["Level 1", "Level 2", "Level 3"]
    (card,) = page.cards
    assert not any("2 sets" in text for text in words(page))
    card.chips.chips()[1].click()
    QCoreApplication.processEvents()
    assert any("2 sets" in text for text in words(page))
    with qtbot.waitSignal(page.accepted) as caught:
        page.plan.click()
    assert caught.args == ["org.example.hip-start/day-a", "L2"]


def test_many_routines_are_closed_and_each_goes_into_the_plan(
    theme: Theme, qtbot: Any, tmp_path: Path
) -> None:
    page = shown(theme, qtbot, offer(tmp_path, routines(30)))
    assert len(page.cards) == MOST_ROUTINES
    assert not page.plan.isVisible()
    assert any(text.startswith("11 more routines and exercises") for text in words(page))
    third = page.cards[2]
    assert third.open.isVisible() and third.add.isVisible()
    before = len(words(page))
    third.open.click()
    QCoreApplication.processEvents()
    assert len(words(page)) > before and not third.open.isVisible()
    with qtbot.waitSignal(page.accepted) as caught:
        third.add.click()
    assert caught.args == ["org.example.hip-start/r1", "standard"]


PROGRAMME = """
author_note = "One step after the other."
review = 2026-06-30
pain_ceiling = 4
stop_rules = ["Stop when the hip locks.", "Stop after a night with pain."]
[[routine.day-a.phase]]
title = "Settle"
variant = "L1"
weeks = [1, 2]
[[routine.day-a.phase]]
title = "Build"
variant = "L2"
weeks = [3, 6]
criteria = "No pain at night for a week"
"""


def programme(version: str = "1.2.0", **instead: tuple[str, str]) -> str:
    """A routine with phases, stop rules and a day of review; `instead` puts other words in it."""
    text = variants(2).replace(
        "[[routine.day-a.variant]]", f"{PROGRAMME}[[routine.day-a.variant]]", 1
    )
    for old, new in instead.values():
        assert old in text
        text = text.replace(old, new)
    return text.replace('version = "1.2.0"', f'version = "{version}"')


def test_phases_stop_rules_and_review_are_there_before_it_is_accepted(
    theme: Theme, qtbot: Any, tmp_path: Path
) -> None:
    said = words(shown(theme, qtbot, offer(tmp_path, programme())))
    start = said.index("Phases")
    assert said[start + 1 : start + 9] == [
        "Settle · Level 1 · weeks 1 to 2",
        "Build · Level 2 · weeks 3 to 6 · No pain at night for a week",
        "When to stop",
        "Highest pain: 4 of 10. For you 3 holds: the lowest limit counts."
        " Ask the author which one is right for you.",
        "Stop when the hip locks.",
        "Stop after a night with pain.",
        "Review",
        "By Tuesday, 30 June 2026, with whoever wrote it.",
    ]


def test_a_review_that_is_over_says_so(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    late = programme(review=("2026-06-30", "2026-02-28"))
    said = words(shown(theme, qtbot, offer(tmp_path, late)))
    assert "Was due by Saturday, 28 February 2026. Ask whether it still holds." in said


def test_a_routine_without_them_says_nothing_of_them(
    theme: Theme, qtbot: Any, tmp_path: Path
) -> None:
    said = words(shown(theme, qtbot, offer(tmp_path)))
    assert not {"Phases", "When to stop", "Review"} & set(said)


def test_a_new_version_tells_what_it_changes_of_them(
    theme: Theme, qtbot: Any, tmp_path: Path
) -> None:
    install(pack_file(tmp_path / "old.hiprehab", programme()), tmp_path / "packs", BASE)
    new = programme(
        "1.3.0",
        weeks=("weeks = [1, 2]", "weeks = [1, 3]"),
        weeks_after=("weeks = [3, 6]", "weeks = [4, 6]"),
        rule=("Stop when the hip locks.", "Stop when the hip locks or gives way."),
        pain=("pain_ceiling = 4", "pain_ceiling = 3"),
        review=("2026-06-30", "2026-09-30"),
    )
    said = words(shown(theme, qtbot, offer(tmp_path, new)))
    for line in (
        "Phase Settle: weeks 1 to 2 → 1 to 3",
        "Phase Build: weeks 3 to 6 → 4 to 6",
        "When to stop taken out: Stop when the hip locks.",
        "When to stop added: Stop when the hip locks or gives way.",
        "Highest pain 4 → 3",
        "To be looked at by 2026-06-30 → 2026-09-30",
    ):
        assert line in said


def test_the_cards_come_one_by_one(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    page = ReceivePage(theme, seen(offer(tmp_path, routines(4))), {})
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    assert page.accept.isVisible() and page.cards == []
    qtbot.waitUntil(lambda: len(page.cards) == 5)
    page.build_all()
    assert [one.add.isEnabled() for one in page.cards] == [True] * 5
    page.activateWindow()
    (details,) = page.findChildren(Details)
    buttons = [page.accept, page.decline, details.open, page.cards[0].add, page.cards[1].add]
    page.accept.setFocus()
    for button in buttons[1:]:
        page.focusNextChild()
        assert page.focusWidget() is button


def test_it_can_be_left_while_cards_are_still_to_come(theme: Theme, tmp_path: Path) -> None:
    page = ReceivePage(theme, seen(offer(tmp_path, routines(4))), {})
    page.show()
    page.close()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def test_another_variant_while_moves_are_still_to_come(
    theme: Theme, qtbot: Any, tmp_path: Path
) -> None:
    text = variants(2).replace("} }]", '} }, { exercise = "bridge" }]')
    (card,) = shown(theme, qtbot, offer(tmp_path, text)).cards
    coming = card.moves()
    next(coming)
    card.chips.chips()[1].click()
    assert list(coming) == []
    QCoreApplication.processEvents()
    said = [one.text() for one in card.findChildren(QLabel) if one.isVisible()]
    assert (said.count("Clamshell"), said.count("Bridge")) == (1, 1)
    assert any("2 sets" in one for one in said)


def test_what_would_take_forever_is_not_planned(tmp_path: Path) -> None:
    endless = FIRST.replace("dose = { sets = 2 }", "dose = { sets = 20, reps = 200 }") + "".join(
        f'[routine.r{n}]\ntitle = "R"\n[[routine.r{n}.block]]\nkind = "k"\nitems = ['
        + '{ exercise = "clamshell", dose = { sets = 20, reps = 200 } }, ' * 30 + "]\n"
        for n in range(3)
    )  # fmt: skip
    look = seen(offer(tmp_path, endless))
    assert look.routines[0].forms[0].total_s
    assert [one.forms[0].total_s for one in look.routines[1:]] == [None] * 3


@pytest.mark.parametrize(
    ("known", "signature", "standing", "part"),
    [
        (None, Signature(), Standing.UNSIGNED, "Not signed: anybody may have written it."),
        (None, Signature(Seal.GOOD, KEY), Standing.FIRST, "seen for the first time"),
        (KEY, Signature(Seal.GOOD, KEY), Standing.KNOWN, "the key that you know"),
        (KEY, Signature(Seal.GOOD, OTHER), Standing.CHANGED, "with another key than before"),
        (KEY, Signature(), Standing.LOST, "were signed before"),
        (None, Signature(Seal.UNREAD, KEY), Standing.UNREAD, "Signature not looked at"),
    ],
)
def test_the_signature_in_words(
    theme: Theme, qtbot: Any, tmp_path: Path, known: str | None, signature: Signature,
    standing: Standing, part: str,
) -> None:  # fmt: skip
    parcel = read_parcel(pack_file(tmp_path / "x.hiprehab"), BASE)._replace(signature=signature)
    before = (Known("org.example.hip-start", "A. Physio", known),) if known else ()
    found = offer_of(parcel, BASE, [tmp_path / "packs"], known=before)
    assert found.standing is standing
    page = shown(theme, qtbot, found)
    text = " ".join(words(page))
    assert part in text
    (details,) = page.findChildren(Details)
    assert details.inside.isHidden(), "long numbers are for those who ask for them"
    details.open.click()
    assert grouped(found.parcel.sha256) in " ".join(words(page))
    wary = standing.needs_yes
    assert (page.sure is not None) == wary
    assert page.accept.isEnabled() == page.plan.isEnabled() == (not wary)
    if page.sure is not None:
        assert grouped(KEY, 16) in text
        page.sure.click()
        assert page.accept.isEnabled() and page.plan.isEnabled()
        page.sure.click()
        assert not page.accept.isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_it_is_accepted_with_the_keys(
    theme: Theme, qtbot: Any, tmp_path: Path, key: Qt.Key
) -> None:
    page = shown(theme, qtbot, offer(tmp_path))
    page.focus_first()
    with qtbot.waitSignal(page.accepted) as caught:
        qtbot.keyClick(page.accept, key)
    assert caught.args == ["", ""]


def test_busy_and_ready_again(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    page = shown(theme, qtbot, offer(tmp_path))
    page.set_busy()
    assert not page.accept.isEnabled() and page.accept.text() == "Installing …"
    page.set_ready()
    assert page.accept.isEnabled()
    with qtbot.waitSignal(page.declined):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_an_id_of_a_built_in_exercise_is_told(theme: Theme, qtbot: Any, tmp_path: Path) -> None:
    text = FIRST.replace("bridge-towel", "clamshell").replace(', level = "2"', "")
    found = offer(tmp_path, text)
    assert found.shadows == ("clamshell",)
    page = shown(theme, qtbot, found)
    assert any("The built-in one stays as it is." in text for text in words(page))
    assert found.library.exercises["clamshell"].name == "Clamshell"


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words(theme: Theme, qtbot: Any, tmp_path: Path, state: State) -> None:
    page = shown(theme, qtbot, offer(tmp_path)._replace(state=state, before="1.0.0"), False)
    assert page.accept.isVisible() == state.can_install
    assert page.decline.text() == ("Not now" if state.can_install else "Back")
    assert any("1.2.0" in text for text in words(page))


@pytest.mark.parametrize("size", [(1280, 720), (1024, 640)])
@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_wider_than_the_window(
    theme: Theme, qtbot: Any, tmp_path: Path, size: tuple[int, int], scale: int, qapp: Any
) -> None:
    from dataclasses import replace

    theme.apply(qapp, replace(theme.settings, text_scale=scale))
    try:
        page = shown(theme, qtbot, offer(tmp_path, routines(2)))
        assert page.minimumSizeHint().width() <= size[0] - 120
    finally:
        theme.apply(qapp, replace(theme.settings, text_scale=100))


# --- pictures -------------------------------------------------------------------------------


def test_pictures_are_made_small_while_they_are_read() -> None:
    image = small_picture(png(1200, 900))
    assert image is not None
    assert image.width() <= 416 and image.height() <= 296
    assert image.pixelColor(5, 5).getRgb()[:3] == (0x40, 0x80, 0xC0)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:40],
        b"GIF89a\1\0\1\0\0\0\0;", b"BM" + b"\0" * 60, b"P6 1 1 255 abc",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_not_shown(data: bytes) -> None:
    assert small_picture(data) is None


def test_a_picture_that_lies_about_its_size_takes_little() -> None:
    found = small_picture(png(says=(6000, 4000)))
    assert found is None or isinstance(found, QImage)
