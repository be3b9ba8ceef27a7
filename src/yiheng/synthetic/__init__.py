"""An invented city at true scale: a profile (content) and a seed become the rows a real city would send.

Nothing here is anybody's: persons, employers and institutions are numbers whose check digits are wrong on purpose.
The figures of the profile are met exactly at scale 1; what lies underneath is drawn from named streams.
"""
