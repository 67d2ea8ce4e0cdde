"""Where a passage begins and ends."""
