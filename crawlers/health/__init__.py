"""Watching over the papers: what crawls count, what is usual and expected, and the alerts that follow."""
