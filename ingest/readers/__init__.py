"""One file a format: each reader turns bytes into the report's canonical text and its page map."""
