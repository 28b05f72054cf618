"""The icon of the windows. Loaded after the first paint, which does not wait for it."""

from typing import Final

from PySide6.QtGui import QIcon

from hiprehab import resources

SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def app_icon() -> QIcon:
    """The sizes that desktops ask for, from PNGs: an SVG would need QtSvg."""
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(resources.asset(f"icons/hiprehab-{size}.png")))
    return icon
