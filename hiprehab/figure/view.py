"""What a player shows and from where: plain values, safe to load before numpy."""

from dataclasses import dataclass

from ..core.settings import Settings

# The names a person may choose from; ``palette`` has their colours, ``assets`` their meshes.
SKINS = ("porcelain", "light", "tan", "olive", "brown", "deep")
HAIRS = ("black", "dark", "brown", "auburn", "blond", "grey")
OUTFITS = ("teal", "coral", "slate", "sage")
BUILDS = {"broader shoulders": "mesh", "wider hips": "mesh_f"}


@dataclass(frozen=True, slots=True)
class Look:
    """Who is drawn, by name; the stills that ship show the default look."""

    skin: str = "tan"
    hair: str = "brown"
    outfit: str = "teal"
    build: str = "broader shoulders"

    def mesh(self, *, fine: bool) -> str:
        """The mesh file of this build in one of its two levels of detail."""
        return f"figure/{BUILDS[self.build]}_{'hi' if fine else 'lo'}.npz"

    @classmethod
    def chosen(cls, settings: Settings) -> "Look":
        """The look that a person has chosen."""
        return cls(
            settings.figure_skin.value, settings.figure_hair.value,
            settings.figure_outfit.value, settings.figure_build.value,
        )  # fmt: skip


DEFAULT_LOOK = Look()


@dataclass(frozen=True, slots=True)
class View:
    """One motion seen from one place; sizes are device pixels of the widget."""

    motion: str
    left: bool
    dark: bool
    width: int
    height: int
    yaw: float | None = None  # None: the motion's best view
    pitch: float | None = None
    look: Look = DEFAULT_LOOK
