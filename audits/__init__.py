"""Tools of others that look at the built site: the Nu HTML checker and Lighthouse."""
