"""The page /compare: one question over all reports, in groups."""
