"""Charts drawn with pyqtgraph. Import late: it brings numpy and half a second of work."""
