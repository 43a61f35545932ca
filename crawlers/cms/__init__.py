"""Layouts shared by the papers of one publishing system."""
