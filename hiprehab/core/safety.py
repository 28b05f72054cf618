"""The safety questions: when they are asked, what a yes means, and what holds a session back.

The app asks and repeats general advice; it names no illness and tells nobody. A yes of the graver
levels holds sessions back until the person records that a clinician cleared them. Answers and
clearances are history: a later one is added, none is changed.

Named tuples, not dataclasses: they are loaded at each start, and one takes an eighth of the time.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hiprehab.core.log import Stamp

REGULAR_DAYS: Final = 28
AWAY_DAYS: Final = 28


class Level(StrEnum):
    """How soon help is needed, the gravest first."""

    EMERGENCY = "emergency"
    SAME_DAY = "urgent_same_day"
    SOON = "urgent_24_48h"
    CHILD = "block_child"
    REFER = "refer_first"
    MODIFY = "modify"
    MONITOR = "monitor"


AT_ONCE: Final = frozenset({Level.EMERGENCY, Level.SAME_DAY, Level.SOON, Level.CHILD})
"""A yes of these ends the questions: what to do stands first."""


class Allows(StrEnum):
    """What may still be started after a yes, the least first."""

    NOTHING = "nothing"
    ASSIGNED = "assigned"
    GENTLE = "gentle"
    ALL = "all"


class Occasion(StrEnum):
    """Why the questions are asked."""

    FIRST = "first"
    RED = "red"
    AWAY = "away"
    REGULAR = "regular"
    NEW = "new"


class Question(NamedTuple):
    """One question with what to do after a yes; `brief` names it in a list.

    `waits` are routines that wait for a clinician although all the others go on.
    """

    id: str
    level: Level
    text: str
    brief: str
    action: str
    allows: Allows = Allows.ALL
    waits: frozenset[str] = frozenset()

    @property
    def holds_most(self) -> bool:
        """Whether a yes holds back more than single routines."""
        return self.allows is not Allows.ALL


class SafetyBook(NamedTuple):
    """All questions in order, and the routines that count as gentle movement."""

    questions: tuple[Question, ...] = ()
    gentle: frozenset[str] = frozenset()

    def question(self, name: str) -> Question | None:
        """The question of that id."""
        return next((one for one in self.questions if one.id == name), None)


class Answer(NamedTuple):
    """A yes or a no; a question that was not answered has no row."""

    stamp: Stamp
    question: str
    yes: bool
    occasion: Occasion
    id: int | None = None


class Clearance(NamedTuple):
    """The person's word that a clinician said they may exercise: who, and on which day."""

    stamp: Stamp
    question: str
    who: str
    cleared_on: date
    note: str = ""
    id: int | None = None


class SafetyLog(NamedTuple):
    """What was answered and cleared, oldest first."""

    answers: tuple[Answer, ...] = ()
    clearances: tuple[Clearance, ...] = ()


# --- when to ask ----------------------------------------------------------------------------


def last_answers(log: SafetyLog) -> Mapping[str, Answer]:
    """The newest answer of each question."""
    return {one.question: one for one in sorted(log.answers, key=lambda one: one.stamp.at)}


def due(
    book: SafetyBook,
    log: SafetyLog,
    today: date,
    *,
    last_session: date | None = None,
    last_red: datetime | None = None,
) -> Occasion | None:
    """Why the questions are to be asked now, or None.

    Args:
        last_session: the day of the newest session, if there is one.
        last_red: when the newest session began whose verdict was red.
    """
    newest = last_answers(log)
    if not newest:
        return Occasion.FIRST if book.questions else None
    if any(one.holds_most for one in open_questions(book, log)):
        return None  # a yes ended the questions; what it asks for comes first
    given = [newest[one.id].stamp for one in book.questions if one.id in newest]
    if len(given) < len(book.questions):
        return Occasion.FIRST
    oldest = min(given, key=lambda one: one.at)
    if last_red is not None and last_red > oldest.at:
        return Occasion.RED
    if today - oldest.day < timedelta(days=REGULAR_DAYS):
        return None
    away = last_session is not None and today - last_session >= timedelta(days=AWAY_DAYS)
    return Occasion.AWAY if away else Occasion.REGULAR


# --- what holds back ------------------------------------------------------------------------


def open_questions(book: SafetyBook, log: SafetyLog) -> tuple[Question, ...]:
    """The questions whose yes nobody cleared, the gravest first.

    A later no does not take a yes back, except for the age: people grow up.
    """
    cleared = {
        one.question: one.stamp.at for one in sorted(log.clearances, key=lambda c: c.stamp.at)
    }
    newest = last_answers(log)
    open_ones = []
    for question in book.questions:
        if not (question.holds_most or question.waits):
            continue
        if question.level is Level.CHILD:
            last = newest.get(question.id)
            given = [last] if last else []
        else:
            given = [one for one in log.answers if one.question == question.id]
        since = max((one.stamp.at for one in given if one.yes), default=None)
        if since is not None and not (question.id in cleared and cleared[question.id] >= since):
            open_ones.append(question)
    return tuple(sorted(open_ones, key=lambda one: list(Level).index(one.level)))


def holding_back(book: SafetyBook, log: SafetyLog, routine: str) -> tuple[Question, ...]:
    """The open questions because of which this routine is not to be started.

    A pack's routine (PACK/ID) counts as one that a clinician chose.
    """
    assigned, gentle = "/" in routine, routine in book.gentle
    fine = {
        Allows.NOTHING: False,
        Allows.ASSIGNED: assigned,
        Allows.GENTLE: assigned or gentle,
        Allows.ALL: True,
    }
    return tuple(
        one for one in open_questions(book, log) if routine in one.waits or not fine[one.allows]
    )


def gravest(questions: Iterable[Question]) -> Level | None:
    """The gravest level among questions that were answered with yes; None when none was."""
    return min((one.level for one in questions), key=list(Level).index, default=None)


def may_be_cleared(question: Question) -> bool:
    """Whether a clinician's word can lift it; the age cannot be lifted."""
    return question.level is not Level.CHILD
