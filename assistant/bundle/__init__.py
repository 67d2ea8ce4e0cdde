"""The evidence bundle: passages as one ZIP archive, with all that proves them."""

from assistant.bundle.make import MOST, bundle_of

__all__ = ["MOST", "bundle_of"]
