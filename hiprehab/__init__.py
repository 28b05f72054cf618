"""HipRehab: guided hip exercises with a timer, a pain diary and a chart of how it goes."""

# Read from here, also by the build: asking the installed package for it would load `email`.
__version__ = "0.1.0"
