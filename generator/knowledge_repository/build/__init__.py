"""From a repository to a published site: the pipeline, and what runs it."""
