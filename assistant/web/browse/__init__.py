"""The reports as a table and as pictures, each report's own page, and its text: plain pages, no script."""
