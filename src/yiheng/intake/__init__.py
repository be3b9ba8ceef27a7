"""归集: a city's real files in, nothing lost, every fault named.

Bytes become :class:`~yiheng.intake.sheet.Sheet`\\ s (``reading``), sheets become rows of contract tables
(``recognition``, ``conversion``), rows are judged (``quality``) and only then published; every row keeps the file,
sheet and line it came from until it is published or set aside.
"""
