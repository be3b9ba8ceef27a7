"""The rules (R1-R22): relations between what was read, judged and quoted."""
