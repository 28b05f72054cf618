"""Widgets of our own. Each takes the Theme first, follows its changes and says what it is."""
