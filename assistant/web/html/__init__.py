"""From data to safe HTML: escaping, a report's text, its outline, and how reports are spoken of."""
