"""The pure core: exercises, plans, sessions, records and chart numbers. Standard library only."""
