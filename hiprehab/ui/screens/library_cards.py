"""What stands on the cards of exercises, routines and Learn texts."""

from PySide6.QtCore import QObject

from hiprehab.core.alone import alone
from hiprehab.core.conditions import Conditions, verdict
from hiprehab.core.model import CautionLevel, Exercise, Routine
from hiprehab.core.search import Wanted, caution_level, fits, in_time, routine_fits
from hiprehab.storage.learn import LearnCard
from hiprehab.ui.screens import library_words as words
from hiprehab.ui.screens import log_words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.library_card import CardEntry
from hiprehab.ui.screens.today_state import Offers
from hiprehab.ui.widgets.photo import picture_key
from hiprehab.ui.wording import Words


class CardMaker(QObject):
    """Makes cards. The length of a routine is compiled when its card is first drawn."""

    def __init__(self, around: Around) -> None:
        super().__init__()
        self._around = around
        self._offers = Offers(around.library, around.settings)
        self._words = Words()

    def exercise(self, exercise: Exercise, condition: str | None, mine: Conditions) -> CardEntry:
        """An exercise, marked for the condition looked at, else for what holds for the person."""
        if condition:
            level = caution_level(exercise, condition)
        else:
            level = verdict(exercise, mine).level
        kind = words.category_text(exercise.category)
        where = self._words.position(exercise.position)
        lines = (f"{kind} · {where}", words.first_upper(words.muscles_text(exercise)))
        return CardEntry(
            exercise.id,
            exercise.name,
            lambda: lines,
            motion=picture_key(exercise),
            tag=self._tag(level),
            warns=level is CautionLevel.AVOID,
        )

    def _tag(self, level: CautionLevel) -> str:
        if level is CautionLevel.AVOID:
            return self.tr("Not for you")
        return self.tr("With care") if level is CautionLevel.MODIFY else ""

    def routine(self, routine: Routine) -> CardEntry:
        """A routine with its lengths, levels and how often."""
        exercises = self._around.library().exercises
        used = (item.exercise for item in routine.variants[0].items)
        motion = next((picture_key(exercises[one]) for one in used if one in exercises), None)
        return CardEntry(
            routine.id, routine.title, lambda: self._routine_lines(routine), motion=motion
        )

    def _routine_lines(self, routine: Routine) -> tuple[str, ...]:
        ends = dict.fromkeys((routine.variants[0], routine.variants[-1]))
        offers = [self._offers.offer(routine, one) for one in ends]
        minutes = sorted({round(one.seconds / 60) for one in offers if one is not None})
        text = log_words.minutes_text(60 * minutes[0]) if minutes else ""
        if len(minutes) > 1:
            text = self.tr("{} to {} min").format(minutes[0], minutes[-1])
        if len(routine.variants) > 1:
            text += " · " + self.tr("{} levels").format(len(routine.variants))
        return (text, words.often_text(routine))

    def exercise_fits(self, exercise: Exercise, wanted: Wanted) -> bool:
        """Whether it is what is wanted, at its usual level."""
        if not fits(exercise, wanted):
            return False
        return wanted.minutes is None or in_time(self._exercise_s(exercise), wanted)

    def routine_fits(self, routine: Routine, wanted: Wanted) -> bool:
        """Whether one of its forms is what is wanted."""
        exercises = self._around.library().exercises
        for variant in routine.variants:
            moves = [exercises[one.exercise] for one in variant.items if one.exercise in exercises]
            if not routine_fits(moves, wanted):
                continue
            offer = self._offers.offer(routine, variant) if wanted.minutes else None
            if in_time(offer.seconds if offer else None, wanted):
                return True
        return False

    def _exercise_s(self, exercise: Exercise) -> float | None:
        routine = alone(exercise)
        usual = routine.variant(exercise.usual.name) or routine.variants[0]
        offer = self._offers.offer(routine, usual)
        return offer.seconds if offer else None

    def learn(self, card: LearnCard) -> CardEntry:
        """A Learn card with the picture of its first exercise, or its icon."""
        exercises, lines = self._around.library().exercises, (card.summary,)
        motion = next((exercises[one].motion for one in card.exercises if one in exercises), None)
        icon = card.icon or ("" if motion else "learn")
        return CardEntry(card.id, card.title, lambda: lines, motion=motion, icon=icon)
