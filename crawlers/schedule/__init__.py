"""When each paper is visited next, and who visits it."""
