"""Words and their forms: what makes a search for one find the others."""
