"""Opening a report file, whatever program wrote it, as one text with the places its words stand."""
