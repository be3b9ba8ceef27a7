"""Two groupings of the same cases side by side: official and own, or one scheme and another."""
