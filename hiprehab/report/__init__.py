"""Paper: the page for the physiotherapist and handouts, as PDF or as pictures for a preview."""
