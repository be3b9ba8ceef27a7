"""Ground floor: exact numbers, money, apportionment, periods, working days, id numbers and content hashes.

Pure functions and frozen dataclasses that know nothing of the rest of the product and open no file.
"""
