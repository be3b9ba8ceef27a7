"""Recognised sheets as rows of contract tables: SQL generated from a layout runs over the grid, bounded in memory.

Every cell is either read exactly or its row is set aside with the reason; nothing is rounded, guessed or repaired.
"""
