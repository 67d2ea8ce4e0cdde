"""Ask trip reports a question and get the passage that answers, word for word, with its citation."""
