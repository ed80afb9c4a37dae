"""The staff's door: Wagtail's admin under our name, with a menu made from the systems' manifests."""
