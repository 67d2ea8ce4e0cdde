"""From a file to passages: read, outline, front form, split, and the pipeline that orders these steps."""
