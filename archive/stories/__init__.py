"""Stories: one text that several articles print, the earliest of them first."""
