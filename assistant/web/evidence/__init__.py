"""What leaves the page: citations as files, and passages as a bundle of evidence."""
