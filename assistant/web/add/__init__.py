"""Adding reports: the door that takes files, the queue that adds them, the panel that tells of it."""
