"""HTML, its lists numbered as a browser does."""
