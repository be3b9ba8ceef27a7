"""The plain reading of a scheme: the reference the compiled loop is tested against, and the source of every reason."""
