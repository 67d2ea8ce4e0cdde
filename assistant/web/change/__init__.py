"""Replacing a report by a new file, and removing one: plain pages that ask again before anything is done."""
