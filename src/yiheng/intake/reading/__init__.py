"""Reading: from the bytes of a delivery to raw grids of text, by content and never by a file's name.

:func:`yiheng.intake.reading.read.read_files` is the entry; one reader a kind of file; nothing is interpreted. A worker
imports little of it, so this package itself imports nothing.
"""
