"""The words of the two tests: what they are, how they are done, when to stop, their sources."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from hiprehab.core.diary import FunctionKind
from hiprehab.core.function_trend import CHAIR_STAND_S, STANCE_S
from hiprehab.core.model import Side


class FunctionText(NamedTuple):
    """What a person reads before a test."""

    title: str
    what: str
    need: str
    steps: tuple[str, ...]
    cues: tuple[str, ...]
    source: str


class FunctionWords:
    """The words, in the person's language."""

    def tr(self, text: str) -> str:
        """Translates in the context of this class."""
        return QCoreApplication.translate("FunctionWords", text)

    def text(self, kind: FunctionKind) -> FunctionText:
        """All about a test."""
        return self._chair() if kind is FunctionKind.CHAIR_STAND else self._stance()

    def _chair(self) -> FunctionText:
        seconds = CHAIR_STAND_S
        return FunctionText(
            title=self.tr("Chair stand, {n} s").format(n=seconds),
            what=self.tr(
                "How often can you stand up from a chair in {n} seconds? Use the same chair each "
                "time, so that you can compare. Once every week or two is enough."
            ).format(n=seconds),
            need=self.tr(
                "You need a firm chair without arms, its back against a wall. The seat is about "
                "43 cm (17 in) high. Wear flat shoes or none."
            ),
            steps=(
                self.tr("Sit in the middle of the seat with a straight back and both feet flat."),
                self.tr("Cross your arms over your chest."),
                self.tr("On the tone, stand up fully and sit down again, as often as you can."),
                self.tr("Count each full stand. Stands with help of your arms do not count."),
                self.tr("If you are more than half-way up when the time ends, that one counts."),
            ),
            cues=(
                self.tr("Arms crossed, feet flat."),
                self.tr("Count each full stand."),
            ),
            source=self.tr(
                "From: Jones, Rikli and Beam, Research Quarterly for Exercise and Sport 1999;"
                "70:113-119. We shortened the words."
            ),
        )

    def _stance(self) -> FunctionText:
        seconds = STANCE_S
        return FunctionText(
            title=self.tr("Stand on one leg"),
            what=self.tr(
                "How long can you stand on each leg before it hurts or you lose your balance? It "
                "ends by itself after {n} seconds. Once every week or two is enough."
            ).format(n=seconds),
            need=self.tr(
                "Stand beside a wall or a firm chair that you can grab. Leave this test out if you "
                "might fall."
            ),
            steps=(
                self.tr("Stand tall, with your fingertips close to the wall or the chair."),
                self.tr("On the tone, lift the other foot."),
                self.tr("Keep both hips at the same height and the knee soft."),
                self.tr(
                    "Press Space, or click anywhere, as soon as it hurts, or when you have to hop, "
                    "grab or put the foot down."
                ),
            ),
            cues=(
                self.tr("Stand tall, knee soft."),
                self.tr("Stop as soon as it hurts."),
            ),
            source=self.tr(
                "From: Grimaldi and others, British Journal of Sports Medicine 2017;51:519-524, "
                "who had people stand for 30 seconds. Here it is only a time to compare with your "
                "own."
            ),
        )

    def stop_rule(self, ceiling: int) -> str:
        """When to stop; `ceiling` is the highest pain for this person, 0-10."""
        return self.tr(
            "Stop at once if the pain goes above {n} of 10, if a leg gives way, or if you feel "
            "dizzy or unwell. Call for help if chest pain does not pass."
        ).format(n=ceiling)

    def leg(self, side: Side | None) -> str:
        """Which leg stands, as a title."""
        if side is None:
            return self.tr("Both legs")
        return self.tr("Left leg") if side is Side.LEFT else self.tr("Right leg")

    def value(self, kind: FunctionKind, value: float) -> str:
        """A result with its unit."""
        if kind is FunctionKind.SINGLE_LEG_STANCE:
            return self.tr("{n} s").format(n=f"{round(value, 1):g}")
        if value == 1:
            return self.tr("1 stand")
        return self.tr("{n} stands").format(n=f"{value:g}")
