"""The windows: Qt is a shell around the core and asks it what to show."""
