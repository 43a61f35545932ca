"""The papers: one file per site."""
