"""The page /check: a draft is pasted or sent as a file, and each of its quotations is judged."""
