"""From passages to ranked ids: embedding, vectors, words, fusion and the manifest of what was built by what."""
