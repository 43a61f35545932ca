"""The parts of a search: filters, matches, their order, their counts, the place in a list, and what a hit shows."""
