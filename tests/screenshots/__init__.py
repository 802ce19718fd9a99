"""`make screenshots`: the pictures of the guides and of the README, taken from the running application."""
