"""Persons: how their data are masked wherever people look, and how two records are found to be of one person.

Matching goes by a cascade of steps (05 §3.5), each with its reasons. Only an equal certificate number, or a whole
agreement that is unique and contradicts nothing, decides by itself; all else is a list for people to review. Nothing
is ever merged here.
"""
