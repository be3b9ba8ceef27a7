"""A review as page, letter, JSON and page of a folder."""
