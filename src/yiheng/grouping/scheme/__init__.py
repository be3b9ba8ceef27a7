"""A grouping scheme as data: its conditions, its tables, the folder it lives in, what is wrong with it."""
