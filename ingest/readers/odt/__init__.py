"""ODT, with automatic numbers resolved."""
