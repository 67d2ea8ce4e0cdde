"""The library for other programs: REST under /api/v1."""
