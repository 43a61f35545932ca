"""Kept pictures: what they show, looked at in a process of its own, because a picture can be an attack.

`looking` hands them over and puts the result on record, `child` is that process, `likeness` compares two.
"""
