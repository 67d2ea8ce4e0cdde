"""The Gradio page: its parts, what happens when, and what one visitor looks at."""
