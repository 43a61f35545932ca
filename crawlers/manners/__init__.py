"""How papers are asked: who we say we are, what may be asked, how often, and what is refused (docs/manners.md)."""
