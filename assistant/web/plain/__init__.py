"""Pages that the server makes whole: they need no script, and every address of them can be kept."""
