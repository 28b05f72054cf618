"""One file a screen: what it shows is handed in, what the person did is a signal."""
