"""The quote check: what a draft quotes, held against the reports letter by letter."""
