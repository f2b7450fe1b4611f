"""Who holds what, on the page: the panels below the map, what they draw from, and the visitor's own layers and decisions."""
