"""The page /glossary: words that are looked for in other words too, and the library's own to be edited."""
