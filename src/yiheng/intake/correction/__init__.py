"""Corrections: the workbook of set-aside rows goes out, comes back mended, and loads as the correction of its delivery.

A hidden mark tells whose rows they are. Only rows that were changed are taken, their other cells from the originals;
the rows of one document come together or not at all; what they mend is closed.
"""
