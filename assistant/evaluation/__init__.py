"""Measures the product on judged questions, through its own splitting, embedding, indexes and search."""
