"""What stands before the pages: who may call, and what a browser may load."""
