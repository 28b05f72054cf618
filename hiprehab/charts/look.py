"""What a chart needs to know of the look: colours and fonts, handed in by whoever shows it."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from hiprehab.core.model import Side
from hiprehab.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of a theme and the two fonts of a chart; sizes follow the fonts."""

    tokens: Tokens
    font: QFont
    strong: QFont

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role; `alpha` from 0 to 1."""
        colour = QColor(getattr(self.tokens, role))
        colour.setAlphaF(alpha)
        return colour

    def tinted(self, role: str, strength: float) -> QColor:
        """The surface with so much (0 to 1) of a role's colour in it; opaque."""
        ground, ink = QColor(self.tokens.surface), QColor(getattr(self.tokens, role))
        rest = 1 - strength
        return QColor.fromRgbF(
            ground.redF() * rest + ink.redF() * strength,
            ground.greenF() * rest + ink.greenF() * strength,
            ground.blueF() * rest + ink.blueF() * strength,
        )

    def side(self, side: Side, alpha: float = 1.0) -> QColor:
        """The colour of a side."""
        return self.colour(side.value, alpha)

    @property
    def scale(self) -> float:
        """How much larger than 13 px the text is; marks grow with it, half as fast."""
        return (1 + max(1, self.font.pixelSize()) / 13) / 2
