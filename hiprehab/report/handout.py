"""Handouts: a routine or one exercise on paper, with pictures, doses in words and boxes to tick."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from hiprehab.core.conditions import Conditions, verdict
from hiprehab.core.model import (
    Adjust,
    Block,
    CautionLevel,
    Dose,
    Exercise,
    Item,
    Library,
    ProgrammePhase,
    Routine,
    Variant,
)
from hiprehab.report import doses
from hiprehab.report.graph import day_text
from hiprehab.report.paper import Book, Paper, Room, Sheet
from hiprehab.report.tables import halves
from hiprehab.report.ticks import TICKS, draw_ticks, fits
from hiprehab.report.type import BODY, LEAD, SECTION, SMALL, SMALL_STRONG, STRONG, TITLE, Style
from hiprehab.report.words import tr
from hiprehab.tokens import Tokens

PICTURES: Final = 236.0
"""Width of the pictures beside an exercise."""
POSE: Final = (112.0, 84.0)
GAP: Final = 14.0
CUE: Final = Style(9.0)
NAME: Final = Style(12.5, True)


class Pictures(NamedTuple):
    """The pictures of an exercise, and a word about them where they show less than the move."""

    images: tuple[QImage, ...] = ()
    note: str = ""


class Handout(NamedTuple):
    """What is printed: a routine's variant; `often` says on which days, in words;
    `alone`: it is one exercise by itself."""

    routine: Routine
    variant: Variant
    minutes: float
    often: str = ""
    alone: bool = False


class Said(NamedTuple):
    """How the windows say it: rounds of a block, what is fixed of an item, when a phase is, and
    when to stop by a routine's rules and the highest score."""

    rounds: Callable[[Block], str]
    fixed: Callable[[Adjust, Dose], str]
    phase: Callable[[ProgrammePhase], str]
    stop: Callable[[tuple[str, ...], int | None], list[str]]


class Maker(NamedTuple):
    """What a handout is made with. `pictures` gives those of an exercise, at most so many.

    `most` is the highest score of the person that it is for; None where nobody is known.
    """

    library: Library
    said: Said
    conditions: Conditions
    pictures: Callable[[Exercise, Item, int], Pictures]
    tokens: Tokens
    by: str
    most: int | None = None


def lay_out(handout: Handout, maker: Maker, *, paper: Paper) -> Book:
    """All sheets of a handout."""
    routine = handout.routine
    book = Book(paper, maker.tokens, title=routine.title, creator=maker.by)
    page = _Page(book, handout, maker)
    page.head()
    if not handout.alone:
        page.when_to_stop()
    number = 0
    for block in handout.variant.blocks:
        together = maker.said.rounds(block)
        if together:
            page.words(together, STRONG)
        for item in block.items:
            number += 1
            page.exercise(number, item)
    if handout.alone:
        page.when_to_stop()
    page.end()
    name = routine.title  # an exercise by itself has no version of its own
    if not handout.alone:
        name = tr("{title}, version {version}").format(title=name, version=routine.version)
    by = " · ".join(part for part in (_author(routine), maker.by) if part)
    book.foot(f"{name}\n{by}", tr("Page {n} of {m}"), SMALL)
    return book


def _author(routine: Routine) -> str:
    author = routine.author
    named = ", ".join(part for part in (author.name, author.role, author.organisation) if part)
    return tr("By {author}").format(author=named) if named else ""


class _Page:
    """Fills sheets from the top down."""

    def __init__(self, book: Book, handout: Handout, maker: Maker) -> None:
        self.book, self.handout, self.maker = book, handout, maker
        self.sheet = book.new_sheet()
        self.y = self.sheet.top

    def need(self, height: float) -> None:
        """A new sheet where so much room is not left."""
        if self.y + height > self.sheet.bottom and self.y > self.sheet.top:
            self.sheet = self.book.new_sheet()
            self.y = self.sheet.top + 4

    def words(self, text: str, style: Style) -> None:
        """A line or more over the whole width; what is longer than a sheet goes on on the next."""
        sheet = self.sheet
        high = sheet.height_of(text, style, sheet.inner)
        if high > sheet.bottom - sheet.top - 30:
            for part in halves(text):
                self.words(part, style)
            return
        self.need(high + 4)
        self.y += self.sheet.text(Room(self.sheet.left, self.y, self.sheet.inner), text, style) + 4

    # --- the head ---------------------------------------------------------------------------

    def head(self) -> None:
        """Title, how often, how long, what is needed, what the author says."""
        sheet, routine = self.sheet, self.handout.routine
        brand = tr("An exercise for you") if self.handout.alone else tr("Your exercises")
        sheet.text(Room(sheet.left, self.y, sheet.inner), brand, SMALL)
        self.y += 12
        self.y += sheet.text(Room(sheet.left, self.y, sheet.inner), routine.title, TITLE, lines=2)
        self.y += 2
        self.words(self._facts(), LEAD)
        sheet.rule(self.y + 1, role="text", width=1.0)
        self.y += 8
        summary = routine.summary
        if summary:
            self.words(summary, BODY)
        kit = self._kit()
        if kit:
            self.words(tr("You need: {things}").format(things=", ".join(kit)), BODY)
        self._notes()
        self.y += 4

    def _facts(self) -> str:
        """Form, length and how often."""
        parts = []
        many = len(self.handout.routine.variants) > 1
        if many:
            parts.append(self._form())
        parts.append(tr("about {n} min").format(n=max(1, round(self.handout.minutes))))
        parts.append(self.handout.often)
        text = " · ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]

    def _form(self) -> str:
        title = self.handout.variant.title
        return tr("level {name}").format(name=title) if self.handout.alone else title

    def _kit(self) -> list[str]:
        exercises = self.maker.library.exercises
        items = self.handout.variant.items
        return list(dict.fromkeys(k for one in items for k in exercises[one.exercise].equipment))

    def _notes(self) -> None:
        """The author's own words to the person, in a frame."""
        routine = self.handout.routine
        texts = [text for text in (routine.author_note, *routine.notes) if text]
        if not texts:
            return
        sheet = self.sheet
        inner = sheet.inner - 20
        high = sum(sheet.height_of(text, BODY, inner) + 2 for text in texts) + 14
        if high > sheet.bottom - sheet.top - 30:
            for text in texts:
                self.words(text, BODY)
            return
        self.need(high)
        sheet = self.sheet
        frame = QRectF(sheet.left, self.y, sheet.inner, high)
        sheet.box(frame, fill=sheet.colour("background"), radius=5)
        y = self.y + 7
        for text in texts:
            y += sheet.text(Room(sheet.left + 10, y, inner), text, BODY) + 2
        self.y += high + 4

    # --- an exercise ------------------------------------------------------------------------

    def exercise(self, number: int, item: Item) -> None:
        """One exercise: pictures at the left, words at the right, boxes below."""
        exercise = self.maker.library.exercises[item.exercise]
        if self.handout.alone:
            self._large_pictures(exercise, item)
        pictures = None if self.handout.alone else self.maker.pictures(exercise, item, 2)
        texts = self._texts(exercise, item)
        side = PICTURES + GAP if pictures and pictures.images else 0.0
        width = self.sheet.inner - side
        words = sum(self.sheet.height_of(text, style, width) + 1.5 for text, style in texts)
        seen = POSE[1] + (12 if pictures and pictures.note else 0) if side else 0.0
        beside = bool(side) and fits(self.sheet, self.handout.routine.schedule, PICTURES)
        high = max(words + 20, seen + (TICKS + 8 if beside else 0)) + (0 if beside else TICKS + 8)
        self.need(high + 12)
        top = self.y
        below = self._small_pictures(pictures, top) if pictures and side else top
        self.y += self._name(number, exercise, side)
        for text, style in texts:
            if self.y + self.sheet.height_of(text, style, width) > self.sheet.bottom:
                self.need(self.sheet.height)  # very long words: they go on on the next sheet
                below, beside = self.y, False
            room = Room(self.sheet.left + side, self.y, width)
            self.y += self.sheet.text(room, text, style) + 1.5
        self._ticks(below + 6 if beside else max(self.y, below) + 5, beside=beside)

    def _ticks(self, y: float, *, beside: bool) -> None:
        """The boxes, beside the words or below them, and the line that ends the exercise."""
        sheet = self.sheet
        width = PICTURES if beside else sheet.inner
        draw_ticks(sheet, self.handout.routine.schedule, Room(sheet.left, y, width))
        self.y = max(self.y, y + TICKS) + 3
        sheet.rule(self.y)
        self.y += 9

    def _name(self, number: int, exercise: Exercise, side: float) -> float:
        """Number and name; one exercise by itself is named in the head."""
        if self.handout.alone:
            return 0.0
        room = Room(self.sheet.left + side, self.y, self.sheet.inner - side)
        return self.sheet.text(room, f"{number}. {exercise.name}", NAME, lines=2) + 2

    def _texts(self, exercise: Exercise, item: Item) -> list[tuple[str, Style]]:
        """The dose, how it is done, and what to mind."""
        dose = doses.sentence(item.dose)
        found = [(dose[:1].upper() + dose[1:], STRONG)]
        notes = (item.note, item.dose.note, tr("If you like.") if item.optional else "")
        found += [(text, CUE) for text in notes if text]
        prescribed = "/" in self.handout.routine.id
        fixed = self.maker.said.fixed(item.adjust, item.dose) if prescribed else ""
        found += [(fixed, CUE)] if fixed else []
        found += [(f"– {cue}", CUE) for cue in exercise.cues]
        if self.handout.alone and exercise.breathing:
            found.append((exercise.breathing, CUE))
        if self.handout.alone:
            wrong = tr("Often goes wrong: {fault}")
            found += [(wrong.format(fault=fault), CUE) for fault in exercise.faults]
        found += [(text, SMALL_STRONG) for text in self._cautions(exercise)]
        return found

    def _cautions(self, exercise: Exercise) -> list[str]:
        """For this person where something is known of them, else for anybody."""
        conditions = self.maker.conditions
        texts = []
        most_of_all = self._most()
        if exercise.pain_ceiling is not None and (
            most_of_all is None or exercise.pain_ceiling < most_of_all
        ):
            most = tr("Highest pain in this exercise: {n} of 10.")
            texts.append(most.format(n=exercise.pain_ceiling))
        if conditions.chosen:
            found = verdict(exercise, conditions)
            if found.level is not CautionLevel.OK:
                avoid = found.level is CautionLevel.AVOID
                form = tr("Not for you: {why}") if avoid else tr("With care: {why}")
                texts.append(form.format(why="; ".join(one.text for one in found.reasons)))
            return texts
        for level, form in (
            (CautionLevel.AVOID, tr("Not with: {names}")),
            (CautionLevel.MODIFY, tr("Ask before you do it with: {names}")),
        ):
            rows = [one for one in exercise.cautions if one.level is level]
            names = dict.fromkeys(conditions.name(one.condition) for one in rows)
            if names:
                texts.append(form.format(names=", ".join(names)))
        return texts

    # --- pictures ---------------------------------------------------------------------------

    def _small_pictures(self, pictures: Pictures, top: float) -> float:
        """Beside the words; returns where they end."""
        sheet = self.sheet
        x, y = sheet.left, top + 2
        for place, image in enumerate(pictures.images):
            sheet.picture(image, QRectF(x, y, *POSE))
            x += POSE[0]
            if place + 1 < len(pictures.images):
                _draw_next(sheet, QPointF(x + 6, y + POSE[1] / 2))
            x += 12
        y += POSE[1] + 2
        if pictures.note:
            y += sheet.text(Room(sheet.left, y, PICTURES), pictures.note, SMALL)
        return y

    def _large_pictures(self, exercise: Exercise, item: Item) -> None:
        """Over the whole width, above the words."""
        pictures = self.maker.pictures(exercise, item, 3)
        if not pictures.images:
            self.words(pictures.note, SMALL)
            return
        sheet, count = self.sheet, len(pictures.images)
        width = min(230.0, (sheet.inner - 16 * (count - 1)) / count)
        x = sheet.left
        for place, image in enumerate(pictures.images):
            sheet.picture(image, QRectF(x, self.y, width, width * 0.75))
            x += width
            if place + 1 < count:
                _draw_next(sheet, QPointF(x + 8, self.y + width * 0.375))
            x += 16
        self.y += width * 0.75 + 6
        if pictures.note:
            self.words(pictures.note, SMALL)

    # --- the end ----------------------------------------------------------------------------

    def _most(self) -> int | None:
        """The highest score of the routine, or a lower one that holds for the person."""
        given, mine = self.handout.routine.pain_ceiling, self.maker.most
        return given if given is None or mine is None else min(given, mine)

    def when_to_stop(self) -> None:
        """The highest score and the rules: of a routine on its first sheet, before the moves."""
        most = self._most()
        rules = self.maker.said.stop(self.handout.routine.stop_rules, most)
        if not rules:
            return
        sheet = self.sheet
        high = sum(sheet.height_of(text, BODY, sheet.inner - 12) + 2 for text in rules) + 22
        self.need(min(high, 200.0))
        self.words(tr("When to stop"), SECTION)
        for text in rules:
            self.words(f"– {text}", BODY)
            self.y -= 2
        self.y += 4
        if not self.handout.alone:
            self.sheet.rule(self.y)
            self.y += 9

    def end(self) -> None:
        """For whom it is not, whom to ask."""
        routine = self.handout.routine
        if routine.phases and not self.handout.alone:
            self._phases()
        if routine.not_for:
            self.words(tr("Not for: {whom}").format(whom=routine.not_for), CUE)
        if "/" not in routine.id:
            self.words(tr("No clinician has reviewed this content yet."), CUE)
        if routine.review is not None:
            text = tr("To be looked at again on {day}.").format(day=day_text(routine.review))
            self.words(text, BODY)
        self.need(40)
        self.y += 18
        sheet = self.sheet
        text = tr("Questions? This is how to reach your clinician:")
        wide = sheet.width_of(text, BODY) + 8
        sheet.text(Room(sheet.left, self.y - 9, wide), text, BODY, lines=1)
        pen = QPen(sheet.colour("edge"), 0.7)
        sheet.line((sheet.left + wide, self.y + 2, sheet.right, self.y + 2), pen)

    def _phases(self) -> None:
        """The programme that this is a part of."""
        routine = self.handout.routine
        titles = {one.id: one.title for one in routine.variants}
        self.need(60)
        self.words(tr("The programme"), SECTION)
        for phase in routine.phases:
            name = phase.title
            if len(titles) > 1:
                name = f"{name} – {titles.get(phase.variant, phase.variant)}"
            when = self.maker.said.phase(phase)
            self.words(f"{name}: {when}" if when else name, BODY)
        self.y += 4


def _draw_next(sheet: Sheet, middle: QPointF) -> None:
    """A small arrow from one pose to the next."""
    ink = sheet.colour("muted")
    tip = middle + QPointF(5, 0)
    head = QPolygonF([tip, tip + QPointF(-4.5, -3), tip + QPointF(-4.5, 3)])

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(ink, 1.2))
        painter.drawLine(middle - QPointF(5, 0), tip - QPointF(3, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(head)

    sheet.add(draw)
