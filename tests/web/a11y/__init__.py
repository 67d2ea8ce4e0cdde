"""Every state of every page held against axe-core and a11y-moda, the two tools that look for barriers."""
