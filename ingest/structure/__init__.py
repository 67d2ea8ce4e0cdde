"""What a text is made of: its lines and sentences, its headings as a tree, contents, figures, front matter."""
