"""The windows: Qt is a shell around the core and asks it what to show."""

import builtins

import PySide6.QtCore  # noqa: F401  # puts the hook in place that is taken out below

# PySide reads the source of every module that is imported after it, in search of switches for its
# optional snake_case names. Nothing here uses those. Without the hook the start takes 20 ms less,
# and so does each late import of a large package.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
