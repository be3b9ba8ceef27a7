"""工作台: the command line, and the runs it starts."""
