"""What a report tells of its own numbers in words that no list foresaw: claims, the readings of each, and their verdict."""
