"""The page of all recommendations: the table with its filters, each one's own page, the sheets to take away."""
