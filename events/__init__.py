"""Who held what, when, who says so, and how sure we are."""
