"""The report beside the results."""
