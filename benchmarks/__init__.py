"""Speed against the goals; ratios paired in one run where time would measure the machine."""
