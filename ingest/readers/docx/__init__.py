"""DOCX, with automatic numbers resolved."""
