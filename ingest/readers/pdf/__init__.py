"""PDF: characters with their boxes to lines, tables, paragraphs and pages."""
