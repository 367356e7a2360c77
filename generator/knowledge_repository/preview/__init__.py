"""The preview of a site: session, server, watching, live reload."""
