"""The words of the domain, and the one source of truth: reports, sections, passages, and the store that keeps them."""
