"""The quality of a delivery: a catalogue of checks as content, and the judgement of staged rows by it.

One check is one row of YAML (``content/*/quality_checks``) with an SQL scalar, an SQL file of ``checks/`` or a law of
the data contract; after the design of OHDSI's DataQualityDashboard. ``judge`` sets rows aside, whole lines at a time,
and never drops one: read = accepted + set aside.
"""
