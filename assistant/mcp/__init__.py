"""The library for assistants that speak the Model Context Protocol: tools and resources that only read."""
